#!/bin/bash
# --stop-at: gdb takes over at a call, and the trace goes on afterwards.
set -u
. "$SOURCE/tests/tap.sh"

mkdir bin
cat >bin/gdb <<-END
	#!/bin/sh
	exec "$(command -v gdb)" -nx -batch -ex 'set pagination off' -ex 'set width 0' -x "$PWD/commands" "\$@"
END
chmod +x bin/gdb

# stops OPTION... COMMAND: with the commands of standard input for gdb; what it says is in $said,
# and what the command does is in the file trace.
stops()
{
	cat >commands
	rm -f trace
	said=$(PATH=$PWD/bin:$PATH timeout 100 "$RASTRO" --gdb -o trace "$@" 2>&1 </dev/null)
	status=$?
}

test_gdb()
{
	stops --stop-at 'openat("/etc/hostname")' cat /etc/hostname <<-'END'
		print $orig_rax
		catch syscall close
		continue
		print $rdi
		detach
	END
	same "the command ends as ever" 0 $status
	check "the call is told" has "$said" ': process [0-9]+ has come to openat\(AT_FDCWD, "/etc/hostname", O_RDONLY$'
	check "gdb stands at it" has "$said" '^\$1 = 257$'
	check "and runs on to others" has "$said" '^\$2 = 3$'
	check "which were not made yet" has "$said" "call to syscall '?close"
	same "the trace has all of it" "openat read close" \
		"$(sed -n '/hostname", O_RDONLY/,/close(3)/p' trace | grep -oE '(openat|read|close)\(' | uniq | tr -d '(' | paste -s -d ' ')"
	check "and goes on when gdb has gone" has "$(tail -n 1 trace)" '^[0-9]+ +\+\+\+ exited with 0 \+\+\+$'

	stops --stop-at 'openat if ret < 0 and path ~ "*/no-such-file"' -e trace=openat -e signal=none \
		sh -c 'cat /no-such-file; echo "ended with $?"' <<-'END'
		print (int)$rax
	END
	check "a child is stopped when its call has failed" has "$said" '^\$1 = -2$'
	check "gdb ends, and it goes on" has "$said" '^ended with 1$'
	same "lines are those that were asked for" "" "$(grep -vE 'openat|exited' trace)"

	stops --stop-at 'openat("/etc/hostname")' sh -c 'cat /etc/hostname; echo "ended with $?"' <<-'END'
		kill
	END
	check "one is killed" has "$said" '^ended with 137$'
	check "which the trace tells" has "$(cat trace)" 'killed by SIGKILL'

	compile "$SOURCE/tests/cli/served.c"
	stops --stop-at 'clone,clone3 return' ./served <<-'END'
		break hit
		continue
		info threads
		continue
		delete
		handle SIGUSR1 nostop noprint pass
		continue
	END
	same "threads are debugged until the end" 7 $status
	check "all of them stop" has "$said" '^\* [1-4] .*"served" hit \(by='
	same "breakpoints are not in the trace" "" "$(grep SIGTRAP trace)"

	stops --stop-at 'rt_sigaction' ./served fork <<-'END'
		break hit
		continue
	END
	same "of what it makes nothing is lost" 5 $status
	check "processes run on in the trace" has "$(cat trace)" 'exited with 3'

	stops --stop-at 'openat("/etc/hostname")' cat /etc/hostname <<-'END'
		break *0
		python import os; os.kill(os.getpid(), 9)
	END
	same "gdb is killed, and the command goes on" "$(cat /etc/hostname)" "$(tail -n 1 <<<"$said")"
	same "nothing is left" "" "$(find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'rastro.*' -user "$(id -un)" -newer bin/gdb)"
}

# Somebody else's gdb comes.
test_waiting()
{
	mkfifo messages
	"$RASTRO" --stop-at 'openat("/etc/hostname")' -o trace cat /etc/hostname >output 2>messages </dev/null &
	local rastro=$! target
	exec 7<messages
	read -r -u 7 line
	check "it says where it stands" has "$line" 'has come to openat'
	read -r -u 7 line
	target=$(sed -n "s/.*gdb -ex '\(target remote .*\)'$/\1/p" <<<"$line")
	check "and how to come there" test -n "$target"
	said=$(timeout 100 gdb -nx -batch -ex 'set sysroot /' -ex "$target" -ex 'print $orig_rax' 2>&1 </dev/null)
	check "somebody comes" has "$said" '^\$1 = 257$'
	wait $rastro
	same "and goes" 0 $?
	same "the command has done its work" "$(cat /etc/hostname)" "$(cat output)"

	"$RASTRO" --stop-at 'openat("/etc/hostname")' cat /etc/hostname >output 2>messages </dev/null &
	rastro=$!
	exec 7<messages
	until read -r -u 7 line && [[ $line == *"it waits"* ]]; do :; done
	cat <&7 >/dev/null &
	exec 7<&-
	kill $rastro
	wait $rastro
	same "a signal ends the waiting" 143 $?
}

same "--gdb alone" "$RASTRO: --gdb must be given with --stop-at" \
	"$("$RASTRO" --gdb true 2>&1 | head -n 1)"
check "no such call" has "$("$RASTRO" --stop-at nothing true 2>&1)" "nothing"
check "what cannot be asked" has "$("$RASTRO" --stop-at 'close entry if ret < 0' true 2>&1)" \
	'has not returned anything yet'
if command -v gdb >/dev/null; then
	test_gdb
	test_waiting
else
	skip "gdb at a call" "gdb is not installed"
fi
finish
