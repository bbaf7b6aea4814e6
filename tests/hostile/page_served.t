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

# A userfaultfd that only a program has that is not traced: it serves a page when it likes, while
# others that are traced go on.
compile "$SOURCE/tests/hostile/page_given.c" -w
mkfifo begin serve in out
exec 5<>begin 6<>serve 7<>in 8<>out
: >said
./page_given <begin 3<serve >said 5>&- 6>&- 7>&- 8>&- &
given=$!
cat <in >out 5>&- 6>&- 7>&- 8>&- &
other=$!
until grep -q ready said || ! kill -0 $given; do sleep 0.01; done
"$RASTRO" -p $given -p $other -o trace 2>errors &
tracer=$!
until [ "$(grep -c attached errors)" = 2 ] || ! kill -0 $tracer; do sleep 0.01; done
echo >&5
until grep -q fault said || ! kill -0 $given; do sleep 0.01; done
echo more >&7
read -r -t 20 line <&8
same "a page that an untraced program serves holds up nobody" more "$line"
echo >&6
wait $given
same "  and is served" 42 $?
kill $other
wait $tracer
[ "$(grep -c attached errors)" != 2 ] && skip "  and its call is shown" "no leave to attach" ||
	check "  and its call is shown" grep -qE 'openat\(AT_FDCWD, .*, O_WRONLY' trace

finish
