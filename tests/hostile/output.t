#!/bin/bash
# Outputs that do not want more: the program runs on undisturbed, and one message
# says what happened.  The exit status stays the program's, as under strace, but where
# an output cannot be opened at all, and of what only rastro writes.
set -u
. "$SOURCE/tests/tap.sh"

# A program with a visible result and enough lines to overrun any buffer.
cat >busy.sh <<'END'
for i in $(seq 100); do
	echo $i >busy.$i
done
echo done >result
END

# runs NAME COMMAND...: rastro's messages go to ./errors.
runs()
{
	name=$1
	shift
	rm -f result busy.[0-9]*
	timeout -s KILL 60 "$@" 2>errors
	status=$?
	same "$name: the program finishes its work" done "$(cat result 2>&1)"
}

reported_once()
{
	check "  one message says so" test "$(grep -c "$1" errors)" = 1
	same "  and the exit status is ${2:-0}" ${2:-0} $status
}

runs "a full device" "$RASTRO" -f -o /dev/full sh busy.sh
reported_once 'No space left'

if [ -e /dev/full ]; then
	rm -f result
	timeout -s KILL 60 "$RASTRO" -f sh busy.sh 2>/dev/full
	status=$?
	same "standard error on a full device: the program finishes its work" done "$(cat result)"
	same "  the exit status is its own" 0 $status
	runs "JSON to a full device" "$RASTRO" --json -o /dev/full sh busy.sh
	reported_once 'No space left' 1
	runs "a recording to a full device" "$RASTRO" record -o /dev/full sh busy.sh
	reported_once 'No space left' 1
	same "  a status of the program's own is kept" 7 \
		"$("$RASTRO" record -o /dev/full sh -c 'exit 7' 2>/dev/null; echo $?)"
fi

runs "a command that stops reading" "$RASTRO" -f -o '|true' sh busy.sh
reported_once 'Broken pipe'

runs "a command that cannot be run" "$RASTRO" -f -o '|/nonexistent/command' sh busy.sh
check "  is no endless story" test "$(wc -l <errors)" -le 4

rm -f result
same "-ff where no file can be made: nothing runs" "1 no" \
	"$("$RASTRO" -ff -o nowhere/t touch result 2>errors; echo $?) $(test -e result && echo yes || echo no)"
check "  a message says why" grep -q "Can't fopen 'nowhere/t.[0-9]*': No such file" errors

# As under strace, the signal that such a pipe sends ends the program too.
(timeout -s KILL 60 "$RASTRO" -f sh busy.sh; echo $? >status) 2>&1 | true
check "standard error that nobody reads: nothing waits for ever" test "$(cat status)" != 137
check "  and the exit status tells" test "$(cat status)" != 0

(ulimit -f 8; runs "a limit on the size of files" "$RASTRO" -f -o limited sh busy.sh
reported_once 'File too large'; echo $tap_count >count)
tap_count=$(cat count)
check "  what fits is there" test "$(stat -c %s limited)" -gt 4096
# The program must not notice that the tracer looks after itself.
(ulimit -f 8; "$RASTRO" -o limited grep SigIgn /proc/self/status) >traced
(ulimit -f 8; grep SigIgn /proc/self/status) >bare
same "  the program's own signals are as they were" "$(cat bare)" "$(cat traced)"
(ulimit -f 1; timeout -s KILL 60 "$RASTRO" -o /dev/null dd if=/dev/zero of=own bs=4096 count=4) 2>errors
same "  and its own files are limited as before" 153 $?

mkdir directory
runs "a command into a directory" sh -c '"$0" -o directory true; echo done >result' "$RASTRO"
same "  is refused" 1 "$("$RASTRO" -o directory true 2>/dev/null; echo $?)"

if [ "$(id -u)" = 0 ]; then
	mkdir -m 1777 shared && chown 65534 shared
	echo precious >precious
	ln -s "$PWD/precious" shared/trace && chown -h 65534 shared/trace
	ln -s "$PWD/unborn" shared/unborn && chown -h 65534 shared/unborn
	rm -f result
	timeout -s KILL 60 "$RASTRO" -o shared/trace sh -c 'echo done >result' 2>errors
	check "a link that another user planted is refused" test $? != 0
	same "  the file it names is unharmed" precious "$(cat precious)"
	check "  a message says why" grep -q 'shared/trace' errors
	timeout -s KILL 60 "$RASTRO" -o shared/unborn true 2>errors
	check "  nor is a new file made through one" test ! -e unborn
	timeout -s KILL 60 "$RASTRO" -ff -o shared/t true 2>errors
	same "  what is no link is written there" 0 $?
	ln -s "$PWD/own-target" own-link
	"$RASTRO" -o own-link true
	check "  one's own links are followed" test -s own-target
else
	skip "a link that another user planted is refused" "needs the superuser, to make another user's link"
fi

finish
