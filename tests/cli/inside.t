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

finish
