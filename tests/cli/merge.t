#!/bin/bash
# rastro merge: what -ff wrote to many files becomes one text, in the order of its times.
set -u
. "$SOURCE/tests/tap.sh"

# A clock that is set meanwhile has no order: then once more.
trace_many()
{
	for _ in 1 2 3 4 5; do
		rm -f many.* && "$RASTRO" -ff -ttt -o many sh -c "$work"
		for file in many.*; do
			sort -nc "$file" 2>/dev/null || continue 2
		done
		return
	done
}
work='(/bin/true; exec /bin/true); ls / | cat >/dev/null; /bin/true & wait'
trace_many
if command -v strace-log-merge >/dev/null; then
	same "as strace-log-merge does it" "$(strace-log-merge many)" "$("$RASTRO" merge many)"
else
	skip "as strace-log-merge does it" "it is not installed"
fi
same "no line is lost" "$(cat many.* | wc -l)" "$("$RASTRO" merge many | wc -l)"
check "times go up" sh -c "'$RASTRO' merge many | awk '{ print \$2 }' | sort -nc"
same "files can be named one by one" "$("$RASTRO" merge many)" "$("$RASTRO" merge many.*)"
"$RASTRO" merge -o merged many
same "-o" "$("$RASTRO" merge many)" "$(cat merged)"

# Frames of a stack stay below their line.
"$RASTRO" -k -ff -ttt -o stacks sh -c "$work"
same "what belongs to a line stays there" "0" "$("$RASTRO" merge stacks |
	awk '/^ > / { if (!call) wrong++; next } { call = 1 } END { print wrong + 0 }')"
same "no frame is lost" "$(cat stacks.* | grep -c '^ > ')" \
	"$("$RASTRO" merge stacks | grep -c '^ > ')"

# Midnight: clocks begin again, in the middle of a file and between two.
night()
{
	rm -f night.*
	cat >night.100 <<'END'
23:59:58.000000 execve("/bin/sh", ["sh"], 0x1 /* 1 var */) = 0
23:59:59.900000 fork() = 200
00:00:00.100000 fork() = 90
00:00:03.000000 +++ exited with 0 +++
END
	cat >night.200 <<'END'
00:00:00.050000 close(3) = 0
00:00:02.000000 fork() = 201
00:00:02.500000 +++ exited with 0 +++
END
	printf '00:00:00.200000 close(4) = 0\n' >night.90
	printf '00:00:02.200000 close(5) = 0\n00:00:02.300000 +++ exited with 0 +++\n' >night.201
}
night
same "midnight" "100 23:59:58.000000
100 23:59:59.900000
200 00:00:00.050000
100 00:00:00.100000
90 00:00:00.200000
200 00:00:02.000000
201 00:00:02.200000
201 00:00:02.300000
200 00:00:02.500000
100 00:00:03.000000" "$("$RASTRO" merge night | awk '{ print $1, $2 }')"
printf '00:00:01 pause() = ? ERESTARTNOHAND\n' >two.7
printf '23:59:59 pause() = ? ERESTARTNOHAND\n' >two.9
same "midnight between two that were joined" "9 7" \
	"$("$RASTRO" merge two | awk '{ print $1 }' | paste -sd ' ')"
rm -f days.*
printf '%s close(1) = 0\n' 12:00:00 23:00:00 01:00:00 13:30:00 02:00:00 >days.5
same "days and days in one file" "12:00:00 23:00:00 01:00:00 13:30:00 02:00:00" \
	"$("$RASTRO" merge days | awk '{ print $2 }' | paste -sd ' ')"

# Recordings, and texts of all kinds together.
"$RASTRO" record -f -o one.rec sh -c "$work"
"$RASTRO" replay one.rec -f -ttt -o one.txt
same "a recording is the text that it replays to" "$(cat one.txt)" "$("$RASTRO" merge one.rec)"
"$RASTRO" -f -ttt -o common sh -c "$work"
same "all kinds together" "$(cat many.* common one.txt | wc -l)" \
	"$("$RASTRO" merge many common one.rec | wc -l)"

# What is no line of a trace is left out, and told of.
printf '10:00:00.1 close(3) = 0\n\nnoise\n > of the noise\n10:00:00.3 close(4) = 0\n > frame' >odd.12
printf '10:00:00.2 close(5) = 0\n\n' >odd.123456
printf 'nothing of ours\n' >odd.7
same "numbers stand in a column as wide as the widest; noise has no place" \
"12     10:00:00.1 close(3) = 0
123456 10:00:00.2 close(5) = 0
12     10:00:00.3 close(4) = 0
 > frame" "$("$RASTRO" merge odd 2>told)"
check "it is told of" has "$(cat told)" "left out 3 lines without a time: the first is line 1 of 'odd.7'"
mkdir odd.99
same "directories are passed over" 3 "$("$RASTRO" merge odd 2>/dev/null | grep -c close)"
same "and is no failure" 0 "$("$RASTRO" merge odd >/dev/null 2>&1; echo $?)"

# What does not go.
: >empty.3
: >empty.4
same "nothing in any file" 1 "$("$RASTRO" merge empty >/dev/null 2>told; echo $?)"
check "is told of" has "$(cat told)" 'nothing to merge'
check "there is no such trace" has "$("$RASTRO" merge nothing 2>&1)" "cannot find .*'nothing'"
check "nothing to merge" has "$("$RASTRO" merge 2>&1)" 'must have a FILE or PREFIX to read'
printf 'close(3) = 0\n' >bare.1
printf 'close(4) = 0\n' >bare.2
check "lines without times have no order" has "$("$RASTRO" merge bare 2>&1)" \
	"nothing to merge: no line has a time"
mkfifo pipe
check "a pipe is not waited for" has "$(timeout 10 "$RASTRO" merge pipe 2>&1)" 'not a regular file'
check "a full disk is told of" has "$("$RASTRO" merge many 2>&1 >/dev/full)" 'No space left'
finish
