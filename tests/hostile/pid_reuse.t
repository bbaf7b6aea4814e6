#!/bin/bash
# A number that is used again, by a child, a thread or a stranger, is a new
# task each time.  In a pid namespace of its own, a program may choose numbers.
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/pid_reuse.c" -w
alone="unshare --pid --fork --mount-proc"
[ "$(id -u)" = 0 ] || alone="unshare --user --map-root-user --pid --fork --mount-proc"
$alone ./pid_reuse 2>/dev/null
if [ $? != 42 ]; then
	echo "1..0 # SKIP no pid namespace to be had here"
	exit 0
fi

for options in "-f" "-f -e trace=getpriority" "-f -o trace" "-f -e trace=getpriority -o trace" "-f -y -Y -o trace"; do
	timeout -s KILL 60 $alone "$RASTRO" $options ./pid_reuse >output 2>errors
	same "options '$options': the program's own status comes back" 42 $?
	[ "$options" = "${options%-o trace}" ] && mv errors trace
	same "  every bearer's call is shown, in order" "1 2 3 4 5 6 7 8" \
		"$(sed -n 's/^.*4242.* getpriority(\(PRIO_PGRP\|PRIO_USER\|0x[0-9]\).*/\1/p' trace |
			sed 's/PRIO_PGRP/1/; s/PRIO_USER/2/; s/0x//' | paste -sd ' ')"
	same "  and its end" 8 "$(grep -c '4242.* +++ ' trace)"
done
timeout -s KILL 60 $alone "$RASTRO" record -f -o recording ./pid_reuse >output 2>errors
same "recorded: the program's own status comes back" 42 $?
same "  and every bearer has its end" 8 "$("$RASTRO" replay -f recording | grep -c '4242.* +++ ')"

timeout -s KILL 60 $alone ./pid_reuse stranger "$RASTRO" 2>errors
same "a stranger with the number of who was traced is left alone" 0 $?
check "  and not shown" test -z "$(grep 'getpriority(0x9' trace)"

finish
