#!/bin/bash
# Arguments in memory that another traced thread serves: reading them may have
# to wait for a thread that waits for the tracer.
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/page_served.c" -w
./page_served >/dev/null
if [ $? = 77 ]; then
	echo "1..0 # SKIP userfaultfd is not to be had here"
	exit 0
fi

for options in "" "-f" "-f -v" "-f -e trace=write,openat" "-f -yy -X verbose"; do
	timeout -s KILL 60 "$RASTRO" $options -o trace ./page_served >output 2>errors
	same "options '$options': nobody waits for ever" 42 $?
	same "  and the program has its data" /dev/null "$(cat output)"
	same "  every such call is shown" "1 1" "$(grep -c 'openat(.*O_WRONLY' trace) $(grep -c 'write(1[,<]' trace)"
	check "  and no page that the program cannot read" grep -q 'openat(.*, 0x[0-9a-f]*000, .*O_RDWR' trace
done
timeout -s KILL 60 "$RASTRO" record -o recording ./page_served >output 2>errors
same "recording: nobody waits for ever" 42 $?

finish
