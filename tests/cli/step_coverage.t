#!/bin/bash
# rastro step --coverage: what was executed, for tools that show such things.
# timeout: 200
set -u
. "$SOURCE/tests/tap.sh"

if ! ldconfig -p 2>/dev/null | grep -q 'libZydis\.so\.4\.0'; then
	echo "1..0 # SKIP libZydis is not installed"
	exit 0
fi
cp "$SOURCE/tests/cli/step.c" .
cc -std=gnu17 -O1 -g -D_GNU_SOURCE -pthread -o dynamic step.c
cc -std=gnu17 -O1 -g -D_GNU_SOURCE -pthread -no-pie -o fixed step.c

# blocks FILE: those of a drcov file, as "start size module".
blocks()
{
	count=$(sed -nE 's/^BB Table: ([0-9]+) bbs$/\1/p' "$1" | head -n 1)
	tail -c $((8 * count)) "$1" | od -An -v -w8 -tu2 |
		awk '{ print $1 + 65536 * $2, $3, $4 }'
}
# symbol PROGRAM NAME: "address size", as it is linked, without leading zeros.
symbol()
{
	nm -S "$1" | awk -v name="$2" '$4 == name { print $1, $2 }' |
		while read -r address size; do echo $((16#$address)) $((16#$size)); done
}

drcov()
{
	program=$1
	first=$2
	"$RASTRO" step --coverage=drcov --module $program -o out.drcov ./$program straight
	same "$program: the exit status is the program's" 21 $?
	same "$program: what stands before the blocks" \
		"DRCOV VERSION: 2|DRCOV FLAVOR: drcov|Module Table: version 2, count 1|Columns: id, base, end, entry, path" \
		"$(head -n 4 out.drcov | paste -sd '|')"
	check "$program: its module" grep -aqE \
		"^  0, 0x[0-9a-f]{16}, 0x[0-9a-f]{16}, 0x[0-9a-f]{16}, $(realpath $program)\$" out.drcov
	read -r address size <<<"$(symbol $program straight)"
	same "$program: a function without branches is a block" "$((address - first)) $size 0" \
		"$(blocks out.drcov | grep "^$((address - first)) ")"
	read -r address size <<<"$(symbol $program outer)"
	same "$program: what was not executed is none" "" "$(blocks out.drcov |
		awk -v start=$((address - first)) -v end=$((address - first + size)) '$1 >= start && $1 < end')"
	same "$program: no block is told twice" "" "$(blocks out.drcov | sort | uniq -d)"
}
drcov dynamic 0
drcov fixed $((0x400000))

# lines and functions of a source.
of_source()
{
	sed -n '/^SF:.*\/step\.c$/,/^end_of_record$/p' "$1"
}
line_of()
{
	grep -n -- "$1" step.c | head -n 1 | cut -d : -f 1
}
"$RASTRO" step --coverage=lcov --function show_nested --module dynamic -o out.info ./dynamic nested >said
same "lcov: the program says what it says" 24 "$(cat said)"
check "lcov: a function, and where it begins" grep -qx "FN:$(line_of 'static long outer'),outer" out.info
check "lcov: how often it was called" grep -qx 'FNDA:2,outer' out.info
check "lcov: one that was not" grep -qx 'FNDA:0,show_fault' out.info
check "lcov: how often a line was executed" grep -qx "DA:$(line_of 'return straight(a) - 6'),4" out.info
check "lcov: a line that was not executed" grep -qx "DA:$(line_of 'printf("handled'),0" out.info
same "lcov: as many lines as it says" "$(sed -n 's/^LF://p' out.info)" "$(of_source out.info | grep -c '^DA:')"
same "lcov: as many of them executed as it says" "$(sed -n 's/^LH://p' out.info)" \
	"$(of_source out.info | grep '^DA:' | grep -vc ',0$')"
if command -v lcov >/dev/null; then
	check "lcov: lcov reads it" lcov --summary out.info
else
	skip "lcov: lcov reads it" "it is not installed"
fi

"$RASTRO" record --insns --function show_nested --module dynamic -o run.rec ./dynamic nested >said
"$RASTRO" replay --coverage=lcov run.rec >replayed.info
check "a recording tells the same" cmp out.info replayed.info
"$RASTRO" step -f --coverage=lcov --module dynamic -o out.info ./dynamic children >said
check "processes count together" grep -qx 'FNDA:2,straight' out.info
check "drcov needs a file" has "$("$RASTRO" step --coverage=drcov true 2>&1)" 'needs -o FILE'
check "another form" has "$("$RASTRO" step --coverage=gcov true 2>&1)" "[Ii]nvalid"
finish
