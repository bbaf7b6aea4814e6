#!/bin/bash
# Joining and leaving, again and again and at any moment, ends no call that
# sleeps: no program sees EINTR that got no signal.
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/sleepers.c" -w
RANDOM=1

for options in "-f" "-f -e trace=none" "-f -e trace=read,epoll_wait" "-f -c"; do
	rm -f gate ready
	mkfifo gate
	exec 9<>gate
	./sleepers <gate 9<&- >woken &
	program=$!
	until [ -e ready ]; do kill -0 $program || break; done
	for round in $(seq 25); do
		"$RASTRO" $options -o log -p $program 2>/dev/null 9<&- &
		tracer=$!
		until grep -q "TracerPid:.[1-9]" /proc/$program/status; do kill -0 $tracer 2>/dev/null || break; done
		# Any moment: while it joins, just after, or later.
		for spin in $(seq $((RANDOM % 2000))); do :; done
		kill -TERM $tracer
		wait $tracer 2>/dev/null
	done
	exec 9>&-
	wait $program
	same "25 times with $options: no call has ended" "0 " "$? $(sort woken | uniq -c)"
done

finish
