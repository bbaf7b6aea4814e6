#!/bin/sh
# Calls that are recorded inside programs: when, with which options, and in recordings.
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

# inside WORD...: how many calls were, under these options.
inside()
{
	"$RASTRO" --debug -o trace "$@" 2>&1 >/dev/null | sed -n 's/.* \([0-9]*\) calls were recorded inside.*/\1/p'
}

filters()
{
	"$@" grep Seccomp /proc/self/status
}

if [ "$(inside -f --engine=hybrid $command)" -gt 4000 ]; then
	check "who makes many calls records them" test "$(inside -f $command)" -gt 3500
	same "who makes few has no filter" "$(filters exec env)" "$(filters "$RASTRO" -f -o trace)"
	check "nor does who is traced alone" has "$("$RASTRO" --debug -o trace $command 2>&1)" \
		'recorded inside programs: new processes are not followed'
	alone=$(inside --engine=hybrid $command)
	check "unless that is asked for" test "$alone" -gt 4000
	same "then all is told" 2000 "$(grep -c 'read(0.*= 100$' trace)"
	others=$(inside --engine=hybrid sh -c "$command; exit 0")
	check "what others do is recorded, too, for they have the filter" test "$others" -gt 4000
	same "but not told" 0 "$(grep -c 'read(0.*= 100$' trace)"
	same "and it is done" "x and 3" "$("$RASTRO" --engine=hybrid -o trace sh -c 'printf "x and "; exit 3'; echo $?)"
	printed='BEGIN { for (i = 0; i < 400; i++) { print i; fflush() } }'
	same "without -o a line stands where it did" "$("$RASTRO" -f --engine=ptrace -e trace=write awk "$printed" 2>&1)" \
		"$("$RASTRO" -f -e trace=write awk "$printed" 2>&1)"
	check "with stacks none is" has "$("$RASTRO" -f -k --debug -o trace true 2>&1)" 'stacks are wanted'
	check "nor with processor times" has "$("$RASTRO" -f -c --debug -o trace true 2>&1)" 'processor time'
	# What the parent gets while its child begins, the child has not.
	compile "$SOURCE/tests/cli/sites_forked.c" -no-pie -mno-red-zone
	"$RASTRO" --engine=hybrid -f -o trace ./sites_forked
	same "a child that begins after its parent has gone on" 0 $?
	# 100 times 3 calls before, and 3 in the child.
	same "and all it does is told" 600 "$(sed 's/^[0-9]* *//' trace | grep -c '^getpid(')"
else
	skip "calls recorded inside" "they are not here"
fi

# Names are those of when the call began, though they are looked up later.
compile names_threads
named=$(inside -f -y --engine=hybrid ./names_threads)
if [ "$named" ] && [ "$named" -gt 0 ]; then
	same "what is written goes where the name says" "    500 file-a file-a
    500 file-b file-b" "$(sed -n 's/.*write(100<.*\/\(file-.\)>, "\(file-.\)", .*= 6$/\1 \2/p' trace | sort | uniq -c)"
	check "a call that waits keeps the name it began with" grep -q 'read(100<pipe:' trace
	check "most were recorded inside" test "$named" -gt 900
else
	skip "names of calls recorded inside" "calls are not recorded inside programs here"
fi

finish
