#!/bin/sh
# Recordings of calls that were recorded inside programs.
. "$SOURCE/tests/tap.sh"

command="dd if=/dev/zero of=/dev/null bs=100 count=2000 status=none"

# What is not the same in two runs of a program.
lines()
{
	"$RASTRO" replay "$@" 2>&1 | sed 's/^[0-9]* //; s/0x[0-9a-f]*/ADDRESS/g'
}

"$RASTRO" record -f -o stops $command
"$RASTRO" record -f --engine=hybrid -o inside $command
same "a recording has the same calls, whoever made it" \
	"$(lines stops -e trace=%desc)" "$(lines inside -e trace=%desc)"
same "and all of them" 2000 "$(lines inside -e trace=read -z | grep -c ', 100) = 100$')"

check "replay says that it has no names" \
	has "$("$RASTRO" replay -y inside 2>&1 >/dev/null)" 'no names of descriptors'
check "replay says that it has no processor times" \
	has "$("$RASTRO" replay -c inside 2>&1 >/dev/null)" 'no processor times'
same "a summary has those of the wall clock" \
	"$("$RASTRO" replay -c -w inside 2>&1)" "$("$RASTRO" replay -c inside 2>/dev/null)"
same "nobody is told who does not ask" "" "$("$RASTRO" replay inside 2>&1 >/dev/null)"
same "nor where nothing is lacking" "" "$("$RASTRO" replay -y -c stops 2>&1 >/dev/null | grep -v "has no effect" | grep "has no")"

# Names are those of when the call began, though they are looked up later.
compile names_threads
inside=$("$RASTRO" -f -y --debug --engine=hybrid -o names ./names_threads 2>&1)
if has "$inside" 'recorded inside' >/dev/null; then
	same "what is written goes where the name says" "    500 file-a file-a
    500 file-b file-b" "$(sed -n 's/.*write(100<.*\/\(file-.\)>, "\(file-.\)", .*= 6$/\1 \2/p' names | sort | uniq -c)"
	check "a call that waits keeps the name it began with" grep -q 'read(100<pipe:' names
	check "most were recorded inside" test "$(echo "$inside" | sed -n 's/.* \([0-9]*\) calls were recorded inside.*/\1/p')" -gt 900
else
	skip "names of calls recorded inside" "calls are not recorded inside programs here"
fi

finish
