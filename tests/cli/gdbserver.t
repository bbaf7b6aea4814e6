#!/bin/bash
# rastro by the name of gdbserver: its command line, and the lines that scripts wait for.
set -u
. "$SOURCE/tests/tap.sh"

ln -s "$RASTRO" rastro-gdbserver
export PATH="$PATH:$PWD"

# A client that is there for a moment: it sends what is given, reads the first answer, and goes.
client()
{
	local sum=0 i

	for ((i = 0; i < ${#1}; i++)); do
		sum=$(((sum + $(printf '%d' "'${1:i:1}")) % 256))
	done
	exec 8<>/dev/tcp/127.0.0.1/$port
	printf '$%s#%02x' "$1" $sum >&8
	IFS= read -r -d '#' -u 8 answer
	exec 8>&-
}

# serve ARGUMENTS...: in the background; its port is in $port.
serve()
{
	rm -f messages
	touch messages
	./rastro-gdbserver "$@" </dev/null >output 2>>messages &
	server=$!
	until grep -q '^Listening' messages || ! kill -0 $server 2>/dev/null; do sleep 0.01; done
	port=$(sed -n 's/^Listening on port //p' messages)
}

check "help" has "$(./rastro-gdbserver --help)" '^Usage: +rastro-gdbserver '
check "version" has "$(./rastro-gdbserver --version)" '^rastro-gdbserver -- version'
./rastro-gdbserver --nonsense :0 true 2>messages
same "a wrong option fails" 1 $?
check "and is named" has "$(cat messages)" 'Unknown argument: --nonsense'
check "and there is help" has "$(cat messages)" '^Usage:'
check "a wrapper must end" has "$(./rastro-gdbserver --wrapper env :0 true 2>&1)" '"--"'
check "a PID is a number" has "$(./rastro-gdbserver --attach :0 1x 2>&1)" "'1x' is no PID"
check "no such program" has "$(./rastro-gdbserver :0 ./nothing 2>&1)" 'No such file'

serve --once --no-startup-with-shell --disable-randomization :0 sleep 1000
check "the program is told of" has "$(cat messages)" '^Process sleep created; pid = [0-9]+$'
client 'vMustReplyEmpty'
same "packets are answered" '+$' "$answer"
wait $server
same "--once: it ends with its client" 0 $?
check "the client is told of" has "$(cat messages)" '^Remote debugging from host 127.0.0.1, port [0-9]+$'

serve --wrapper env WRAPPED=yes -- --disable-packet=qC,vCont --remote-debug --once 127.0.0.1:0 \
	sh -c 'echo $WRAPPED'
check "the wrapper is not the program" has "$(cat messages)" '^Process sh created'
client 'c'
wait $server
same "the wrapper has its way" yes "$(cat output)"
check "what ends is told of" has "$(cat messages)" '^Child exited with status 0$'
check "packets are shown" has "$(cat messages)" '^<- c$'
check "both ways" has "$(cat messages)" '^-> W00'

cp "$(type -P true)" here
serve --disable-packet=qC --once :0 here
client 'qC'
wait $server
same "a packet may be disabled" '+$' "$answer"

serve --once "unix:$PWD/socket" true
check "it listens at a path" has "$(cat messages)" "^Listening on $PWD/socket\$"
check "that is there" test -S socket
kill $server
wait $server
check "and is gone in the end" test ! -e socket

serve --multi :0
client '!'
same "it speaks the extended protocol" '+$OK' "$answer"
client 'qRcmd,65786974'
wait $server
same "and ends when it is told to" 0 $?

if command -v gdb >/dev/null; then
	compile "$SOURCE/tests/cli/served.c"
	serve --multi :0
	# gdb_runs COMMAND...
	gdb_runs()
	{
		printf '%s\n' 'set pagination off' 'set confirm off' 'set sysroot /' \
			"target extended-remote :$port" "set remote exec-file $PWD/served" \
			"$@" >commands
		said=$(timeout 100 gdb -nx -batch -x commands ./served 2>&1)
	}
	gdb_runs 'set environment RASTRO=here' 'set cwd /' 'break work' 'run' \
		'print (char *)getenv("RASTRO")' 'info proc cwd' 'delete' \
		'handle SIGUSR1 nostop noprint pass' 'continue' \
		'set args wait' 'break wait_for_input' 'run' 'backtrace' 'kill' \
		'monitor help' 'monitor nonsense' 'detach'
	for line in 'Breakpoint 1, work' '^\$1 = 0x[0-9a-f]+ "here"' "^cwd = '/'" 'exited with code 07' \
		'^#0 +wait_for_input' '^set remote-debug' 'No such command'; do
		check "gdb: $line" has "$said" "$line"
	done
	sleep 1000 &
	sleeper=$!
	gdb_runs "attach 2147483647"
	gdb_runs "attach $sleeper" 'info inferiors' 'detach' 'monitor exit'
	check "gdb attaches" has "$said" "^\* 1 +process $sleeper "
	wait $server
	same "monitor exit ends it" 0 $?
	for line in "^Attached; pid = $sleeper\$" "^Detaching from process $sleeper\$" \
		'^Process .*/served created; pid = ' '^Killing process' 'No such process' \
		'^Remote side has terminated connection'; do
		check "told: $line" has "$(cat messages)" "$line"
	done
	kill $sleeper
else
	skip "gdb starts programs" "gdb is not installed"
fi

sleep 1000 &
sleeper=$!
serve --once --attach :0 $sleeper
check "a process is attached to" has "$(cat messages)" "^Attached; pid = $sleeper\$"
client 'D'
wait $server
check "and detached from" has "$(cat messages)" "^Detaching from process $sleeper\$"
same "nobody traces it" 0 "$(sed -n 's/TracerPid:\t//p' /proc/$sleeper/status)"
kill $sleeper
finish
