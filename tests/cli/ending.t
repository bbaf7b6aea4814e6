#!/bin/bash
# How rastro ends, and how it leaves those it traced.
# timeout: 180
set -u
. "$SOURCE/tests/tap.sh"

# ends COMMAND...: its exit status; 128 + N if signal N ended it.
ends()
{
	bash -c '"$@"' - "$@" >output 2>errors </dev/null
	echo $?
}

# until CONDITION: waits for what must come.
until_true()
{
	for _ in $(seq 500); do
		eval "$1" && return 0
		sleep 0.02
	done
	echo "this never came true: $1"
	return 1
}

running=()
trap 'kill -KILL "${running[@]}" 2>/dev/null' EXIT

# A process that waits; its id is $!.
start_victim()
{
	sleep 60 &
	running+=($!)
	victim=$!
}

# start COMMAND...: runs it in the background with its output in files, as an
# interactive shell would: with signals as they are.
start()
{
	setsid env -i PATH="$PATH" "$@" >output 2>errors </dev/null &
	running+=($!)
	tracer=$!
}

state_of()
{
	awk '{ sub(/.*\) /, ""); print $1 }' "/proc/$1/stat" 2>/dev/null
}

tracer_of()
{
	awk '/^TracerPid:/ { print $2 }' "/proc/$1/status" 2>/dev/null
}

# The command's end is ours

same "exit status of the command" 42 "$(ends "$RASTRO" -o log sh -c 'exit 42')"
same "of a command that a shell runs on" 7 "$(ends "$RASTRO" -f -o log sh -c 'sh -c "exit 3"; exit 7')"
for signal in TERM KILL HUP USR1 SEGV; do
	same "a command that SIG$signal ends" $((128 + $(kill -l $signal))) \
		"$(ends "$RASTRO" -o log sh -c "kill -$signal \$\$")"
done
same "our death leaves no core file" "" "$(
	ulimit -c unlimited; ends "$RASTRO" -o log sh -c 'ulimit -c 0; kill -SEGV $$' >/dev/null
	find . -name 'core*')"
same "a command that cannot be found" 1 "$(ends "$RASTRO" nothing-of-that-name)"

# Signals for us

start "$RASTRO" -e trace=none sh -c 'exec sleep 60'
until_true 'child=$(pgrep -P $tracer sleep)'
kill -TERM $tracer
wait $tracer
same "SIGTERM ends us with the command" 143 $?
# Whoever is process 1 here may leave it a zombie.
check "the command is gone" until_true "! grep -qs '^State:.[^XZ]' /proc/$child/status"

start_victim
start "$RASTRO" -p $victim
until_true '[ "$(tracer_of $victim)" = $tracer ] && grep -q "(" errors'
kill -INT $tracer
wait $tracer
same "SIGINT while attached ends us" 130 $?
same "the process is told of" "rastro: Process $victim attached
rastro: Process $victim detached" "$(grep Process errors | sed 's/.*rastro: /rastro: /')"
check "its call is said to go on" has "$(cat errors)" '<detached \.\.\.>$'
check "it runs on" sh -c "[ \$(awk '{ print \$3 }' /proc/$victim/stat) = S ]"
same "nobody traces it" 0 "$(tracer_of $victim)"

# As timeout(1) does, which signals its child, and then the group.
told=
start_victim
for _ in 1 2 3 4 5 6 7 8; do
	rm -f errors
	start "$RASTRO" -f -p $victim
	until_true 'grep -qs "(" errors'
	kill -INT $tracer
	kill -INT -- -$tracer 2>/dev/null
	wait $tracer
	told+=$(grep -c "Process $victim detached\|<detached \.\.\.>$" errors)
done
same "two SIGINTs at once are one" 22222222 "$told"

start_victim
kill -STOP $victim
until_true '[ "$(state_of $victim)" = T ]'
start "$RASTRO" -o log -p $victim
until_true '[ "$(tracer_of $victim)" = $tracer ]'
kill -TERM $tracer
wait $tracer
same "SIGTERM while attached to a stopped process" 143 $?
check "that stays stopped" until_true '[ "$(state_of $victim)" = T ]'
same "nobody traces it either" 0 "$(tracer_of $victim)"

start_victim
start "$RASTRO" --kill-on-exit -p $victim
until_true '[ "$(tracer_of $victim)" = $tracer ] && [ -s errors ]'
kill -TERM $tracer
wait $tracer
same "SIGTERM with --kill-on-exit" 143 $?
wait $victim
same "whatever is traced ends then" 137 $?

start "$RASTRO" --kill-on-exit --no-seccomp-bpf -f -I waiting -o log sh -c 'sleep 60 & sleep 60'
until_true '[ "$(grep -cE "execve(\(.*sleep| resumed).* = 0" log)" = 3 ]'
kill -INT $tracer
wait $tracer
check "and children" until_true '[ -z "$(sed -n "s/^\([0-9]*\) execve.*/\1/p" log |
	while read -r pid; do state_of "$pid"; done | grep -v Z)" ]'

start_victim
start "$RASTRO" -I never -p $victim
until_true '[ "$(tracer_of $victim)" = $tracer ] && [ -s errors ]'
kill -TERM $tracer
kill -KILL $victim
wait $tracer
same "with -I never signals do not end us" 0 $?

start "$RASTRO" -o log sh -c 'exec sleep 0.3'
until_true 'pgrep -P $tracer sleep >child'
kill -HUP $tracer
wait $tracer
same "nor with -o FILE and a command" 0 $?

start "$RASTRO" -I waiting -o '|exec sleep 60' sh -c 'while :; do echo; done >/dev/null'
until_true 'pgrep -P $tracer sleep >reader'
running+=($(cat reader))
kill -TERM $tracer
wait $tracer
same "nor does a reader that does not read keep a command" 143 $?

# Outputs that fail: the message tells, the status is the command's, as under strace.

same "a full device" 0 "$(ends "$RASTRO" -o /dev/full true)"
same "is said once" 1 "$(grep -c 'No space left on device' errors)"
same "the command's status is kept" 9 "$(ends "$RASTRO" -o /dev/full sh -c 'exit 9')"
same "a reader that goes away" 0 "$(ends "$RASTRO" -o '|exec true' sh -c 'sleep 0.1; ls')"
same "is said once, too" 1 "$(grep -c 'Broken pipe' errors)"
same "JSON that is lost is a failure of ours" 1 "$(ends "$RASTRO" --json -o /dev/full true)"
same "a limit on the size of files" 0 "$(
	ends sh -c 'ulimit -f 1; trap "" XFSZ; exec "$0" -o log sh -c "exec seq 2000 >/dev/null"' "$RASTRO")"
same "and that without being ignored" 0 "$(
	ends sh -c 'ulimit -f 1; exec "$0" -o log sh -c "for i in 1 2 3 4 5; do :; done; ls /"' "$RASTRO")"
check "the command finds SIGPIPE and SIGXFSZ as they were" sh -c '
	"$RASTRO" -o log grep SigIgn /proc/self/status >under; grep SigIgn /proc/self/status >bare
	cmp under bare'
check "and no signal blocked" sh -c '
	"$RASTRO" -o log grep SigBlk /proc/self/status >under; grep SigBlk /proc/self/status >bare
	cmp under bare'

# Descriptors

for fd in 0 1 2; do
	same "descriptor $fd is closed for the command if it is for us" "closed" "$(
		eval "exec 9>&1; \"$RASTRO\" -o log sh -c '
			[ -e /proc/self/fd/$fd ] || echo closed >&9' $fd>&-")"
done
same "the command has no descriptors of ours" "$(ls /proc/self/fd | wc -l)" \
	"$("$RASTRO" -o log ls /proc/self/fd | wc -l)"

# Elsewhere

check "-D: the command stays the child of the caller" bash -c '
	"$RASTRO" -D -o log sh -c "[ \$PPID = $$ ]"; exit $?'
same "-D: its status goes to the caller" 5 "$(ends "$RASTRO" -D -o log sh -c 'exit 5')"
check "-D: the log is complete" until_true 'grep -q "exited with 5" log'
check "-DDD: the tracer has its own session" sh -c '
	"$RASTRO" -DDD -o log sh -c '\''
		t=$(awk "/^TracerPid:/ { print \$2 }" /proc/$$/status)
		[ "$(ps -o sid= -p $t)" -ne "$(ps -o sid= -p $$)" ]'\'''

"$RASTRO" -ff -o many sh -c 'sh -c "exit 1"; sh -c "exit 2"; :' 2>errors
same "-ff: a file for every process" 3 "$(ls many.* | wc -l)"
same "each has its own end" "+++ exited with 0 +++
+++ exited with 1 +++
+++ exited with 2 +++" "$(grep -h '^+++' many.* | sort)"
same "and no column of processes" "" "$(grep -L '^execve\|^+++\|^[a-z]' many.*)"

same "-ff: more files than the limit allows by itself" 0 "$(
	ends sh -c 'ulimit -Sn 20; exec "$0" -ff -o lots sh -c "
		for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do sleep 0.2 & done; wait
		[ \$(ulimit -Sn) = 20 ]"' "$RASTRO")"
check "all are there" test "$(ls lots.* | wc -l)" -ge 21

same "-A: appends" 2 "$(
	for i in 1 2; do "$RASTRO" -e trace=none -A -o twice true; done; grep -c exited twice)"

"$RASTRO" -f -b execve -e trace=execve sh -c '/bin/true; :' 2>errors
check "-b execve: lets go at the second program" has "$(cat errors)" 'Process [0-9]+ detached'
same "of which nothing more is shown" 1 "$(grep -c 'exited with' errors)"

# Lines come before what the command writes

"$RASTRO" -e trace=write sh -c 'echo one; echo two' >both 2>&1
same "on standard error, a call stands before its effect" 'write(1, "one\n", 4one' "$(head -n 1 both)"
finish
