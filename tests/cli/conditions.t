#!/bin/bash
# rastro debug: breakpoints of one function with many conditions, each met as often as it holds.
# Whether a name's place is known before, or found at each visit, makes no difference.
set -u
. "$SOURCE/tests/tap.sh"

# Each line of the input is a count, a tab, and a condition.
conditions()
{
	local build=$1 program=$2 where=$3 wanted condition number=0 said

	cat >lines
	said=$( { while IFS=$'\t' read -r wanted condition; do
			echo "break $where if $condition"; done <lines
		echo run
		for _ in 1 2 3 4 5 6 7 8 9 10; do echo continue; done
		echo "info breakpoints"; } | timeout 60 "$RASTRO" debug "$program" 2>&1)
	while IFS=$'\t' read -r wanted condition; do
		number=$((number + 1))
		same "$build: $condition" "$wanted" "$(points_hits "$number" <<<"$said")"
	done <lines
}

# Of the point of that number, how often it was met.
points_hits()
{
	awk -v number="$1" '/^points/ { is_list = 1 }
		is_list && $1 == number { print match($0, /\(met [0-9]+\)/) ? substr($0, RSTART + 5, RLENGTH - 6) : 0 }'
}

test_c()
{
	conditions "$1" ./conditions visit <<-'END'
		1	i == 3
		3	i > 6
		5	i % 2
		3	item->number == 2
		3	item->next && item->next->number == 3
		3	item->next == 0
		3	item->name == "two"
		6	item->name ~ "t*"
		4	byte < 10
		1	byte == 255
		5	ratio > 2.1
		3	item->weight == 2.5
		3	color == GREEN
		3	item->low == 3
		3	item->high == 10
		1	calls == 4
		1	mine == 104
		1	kept == 8
		1	numbers[i] == 30
		1	*(numbers + i) == 30
		4	(char)byte >= 0
		3	item == &items[1]
		2	sizeof(*item) > 4 && (unsigned long)i < 2
		0	visit == main
	END
}

compile "$SOURCE/tests/cli/conditions.c" -O0
test_c "x86_64 -O0"
compile "$SOURCE/tests/cli/conditions.c" -O2
test_c "x86_64 -O2"
if c++ -g -O0 -o conditions_cc "$SOURCE/tests/cli/conditions.cc" 2>/dev/null; then
	conditions "C++" ./conditions_cc Counter::add <<-'END'
		1	times == 3
		1	total == 3
		1	this->total == 3
		5	by == 1
		5	made == 7
		2	made == 7 && times < 2
	END
else
	skip "C++" "no compiler for it"
fi
if compile "$SOURCE/tests/cli/conditions.c" -O0 -m32 2>/dev/null; then
	test_c "i386 -O0"
	compile "$SOURCE/tests/cli/conditions.c" -O2 -m32
	test_c "i386 -O2"
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
