#!/bin/bash
# rastro peek, poke and call on processes that make it hard.
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/inspected.c"
rm -f in && mkfifo in

# begin ARGUMENTS...: an inspected process; its pid in $subject.
begin()
{
	./inspected "$@" <in >said &
	subject=$!
	exec 7>in
	until grep -q ready said; do sleep 0.01; done
}

# It goes on, and ends as it would.
end()
{
	(trap "" PIPE; echo >&7) 2>/dev/null
	exec 7>&-
	wait $subject
	same "$1" 42 $?
}

# clean FILE: no byte of it would change a terminal.
clean()
{
	! LC_ALL=C grep -qP '[\x00-\x08\x0b-\x1f\x7f-\xff]' "$1"
}

EVIL=$'\e[2J\nx' begin 0 $'\e]0;title\a'
"$RASTRO" peek $subject >out 2>&1
check "nothing that the process made reaches a terminal" clean out
"$RASTRO" peek $subject env fds maps threads status 'x/s trap' 'var trap' 'dump trap, 10' >out 2>&1
check "nor in parts" clean out
"$RASTRO" peek --json $subject env fds maps threads status 'x/s trap' 'var trap' 'regs all' >out 2>&1
check "nor in JSON" clean out
"$RASTRO" call $subject 'write(99, trap, 9)' 'readlinkat(AT_FDCWD, trap, _, 9)' >out 2>&1
check "nor in calls" clean out
ln -s "$RASTRO" $'\e]0;x\a'
./$'\e]0;x\a' -o /dev/null -p $subject 2>/dev/null &
tracer=$!
until [ "$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)" = $tracer ]; do sleep 0.01; done
"$RASTRO" peek $subject regs >out 2>&1
check "nor in what another tracer is called" clean out
check "who is named all the same" has "$(cat out)" "process $tracer \(\?\]0;x\?\)"
kill $tracer
wait $tracer 2>/dev/null
check "bad memory is told" has "$("$RASTRO" peek $subject 'x/s 0' 'x/16gx 0xfffffffffffffff8' \
	'dump 0x7fffffffffff, 100' 'struct stat 8' '*$rip[0xffffffffffffff]' 2>&1)" "cannot read"
end "and the process is as before"

begin 2
for i in 1 2 3 4 5; do
	timeout 60 "$RASTRO" peek $subject '$rip' >/dev/null 2>&1 || break
	timeout 60 "$RASTRO" call $subject 'getpid()' >/dev/null 2>&1 || break
done
same "threads that come and go are all held, and let go" 5 $i
same "nobody traces it" 0 "$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)"
end "and it goes on"

# An exec waits for all other threads to end, and who joins one of them for the exec.
./inspected exec &
subject=$!
until [ -d /proc/$subject/task ]; do sleep 0.01; done
hung=0
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
	timeout 20 "$RASTRO" peek $subject '$ip' >/dev/null 2>&1
	[ $? != 124 ] || hung=1
done
same "threads that exec do not hold us up" 0 $hung
same "nor we them" 0 "$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)"
kill -KILL $subject
wait $subject 2>/dev/null

# Killed while it is held.
begin 2
"$RASTRO" call $subject 'nanosleep({tv_sec=100, tv_nsec=0}, NULL)' >out 2>&1 &
caller=$!
until grep -q '^35 ' /proc/$subject/syscall 2>/dev/null; do sleep 0.01; done
kill -KILL $subject
wait $caller
same "a process that is killed in a call is told" 1 $?
check "with the signal" has "$(cat out)" "process $subject was killed by signal 9 \(Killed\)"
exec 7>&-
wait $subject 2>/dev/null

# We are killed while it is held: the kernel lets it go.
begin 0
"$RASTRO" call $subject 'getpid()' >/dev/null 2>&1
"$RASTRO" peek $subject 'find {01 02 03 04 05 06 07 08 fe dc ba}' '$rip' >/dev/null 2>&1 &
caller=$!
kill -KILL $caller
wait $caller 2>/dev/null
end "a tracer that is killed leaves the process running"

# Pages that another process serves, when it likes.
compile "$SOURCE/tests/hostile/page_given.c" -w
mkfifo start serve
exec 5<>start 6<>serve
: >said
./page_given <start 3<serve >said 5>&- 6>&- &
given=$!
until grep -q ready said || ! kill -0 $given 2>/dev/null; do sleep 0.01; done
if kill -0 $given 2>/dev/null; then
	timeout 60 "$RASTRO" peek $given 'find "there is no such text"' >out 2>&1
	same "pages that nobody delivers hold up no search" 1 $?
	echo >&5
	echo >&6
	wait $given
	same "and are delivered then" 42 $?
else
	skip "pages that nobody delivers" "userfaultfd is not to be had here"
fi
finish
