#!/bin/bash
# rastro step --calls: running from call to call shows the tree that stepping shows.
# timeout: 400
set -u
. "$SOURCE/tests/tap.sh"

if ! ldconfig -p 2>/dev/null | grep -q 'libZydis\.so\.4\.0'; then
	echo "1..0 # SKIP libZydis is not installed"
	exit 0
fi
cp "$SOURCE/tests/cli/step.c" "$SOURCE/tests/cli/step_calls.c" .

# Without what differs each time: times, addresses, numbers of threads before lines.
tree()
{
	sed -E 's/ <[0-9.]+>//; s/0x[0-9a-f]{5,}/ADDRESS/g; s/[0-9]{9,}/NUMBER/g; s/^[0-9]+ +//
		s/si_(pid|utime|stime)=[0-9]+//g; s/"[^"]*\\[0-7]{3}[^"]*"/BYTES/' "$1"
}
# What lies at addresses that differ each time may look like text.
still=
! setarch -R true 2>/dev/null || still="setarch -R"

# same_tree NAME OPTION... PROGRAM ARGUMENT...: both ways.
same_tree()
{
	name=$1
	shift
	$still "$RASTRO" step --calls=points -e trace=none -d -o points.txt "$@" >points.said 2>points.log
	points=$?
	$still "$RASTRO" step --calls=steps -e trace=none -o steps.txt "$@" >steps.said 2>/dev/null
	same "$name: it ends as it does" $? $points
	same "$name: it says what it says" "$(cat steps.said)" "$(cat points.said)"
	same "$name: the tree" "$(tree steps.txt)" "$(tree points.txt)"
}
build()
{
	cc -std=gnu17 -D_GNU_SOURCE -pthread "$@"
}
# Calls, tail calls, recursion, longjmp, handlers on both stacks, a fork that is not followed.
modes()
{
	for mode in types depth first jumps; do
		same_tree "$1: $mode" --function $mode ./$1 $mode
	done
	# Libraries deal with the number of the process.
	for mode in signals children; do
		same_tree "$1: $mode" --function $mode --module $1 ./$1 $mode
	done
	check "$1: nothing of it was stepped" hasnt "$(cat points.log)" 'it is stepped'
}
hasnt()
{
	! grep -q -- "$2" <<<"$1"
}
build -O2 -g -o fast step_calls.c && modes fast
if build -m32 -O1 -g -o narrow step_calls.c 2>/dev/null; then
	modes narrow
else
	skip "32-bit programs" "none can be built here"
fi
build -O1 -s -static -o bare step_calls.c
if [ "$still" ]; then
	same_tree "stripped and static, from the start" ./bare types
else
	skip "stripped and static, from the start" "addresses cannot be kept the same here"
fi
build -O1 -g -o other step.c
same_tree "code that changes" --function main ./other written
same_tree "one that is killed" --function main ./other fault
same_tree "flags that are pushed" --function main ./other flags
same_tree "a depth" --function main --depth 2 ./fast types
same_tree "what is left out" --function main --exclude libc.so.6 ./fast types
same_tree "a module" --function main --module fast ./fast depth

# C++: exceptions go through functions, and end destructors' work.
cat >throws.cc <<'END'
#include <cstdio>
#include <stdexcept>
struct guard { ~guard(); };
__attribute__((noinline)) guard::~guard() { puts("unwound"); }
__attribute__((noinline)) int thrower(int n)
{
	if (n == 0)
		throw std::runtime_error("thrown");
	return thrower(n - 1) + 1;
}
__attribute__((noinline)) int middle(int n) { guard g; return thrower(n) + 1; }
int main()
{
	try { middle(2); } catch (const std::exception &e) { puts(e.what()); }
	return 7;
}
END
if c++ -O1 -o throws throws.cc 2>/dev/null; then
	same_tree "exceptions" --function main --module throws ./throws
else
	skip "exceptions" "there is no C++ compiler here"
fi

# Threads and children that are followed come in any order: each has the tree it has alone.
of_each()
{
	"$RASTRO" step --calls=$1 -f -ff -e trace=none -o $1.each --module other "${@:2}" >/dev/null 2>&1
	cat $1.each.* | tree /dev/stdin | sort
	rm -f $1.each.*
}
same "threads that are followed" "$(of_each steps --function main ./other threads)" \
	"$(of_each points --function main ./other threads)"
same "children that are followed" "$(of_each steps --function main ./other children)" \
	"$(of_each points --function main ./other children)"

# Traps that somebody else sends are the program's, wherever they meet it.
for mode in points steps; do
	same "traps from elsewhere, by $mode" "100 traps, 100 came" \
		"$("$RASTRO" step --calls=$mode --function traps --module fast -o lines.txt ./fast traps)"
done

# What makes running from call to call impossible is told.
"$RASTRO" step --calls -d -o lines.txt ./other threads >/dev/null 2>log
same "threads that are not followed live on" 0 $?
check "it is told that it is stepped from then on" has "$(cat log)" 'it is stepped: .*-f'

# Real commands, with all they start, do what they do.
"$RASTRO" step --calls -f -o lines.txt sh -c 'for i in 1 2 3; do echo $i | cat; done; exit 3' >said 2>&1
same "a shell's exit status" 3 $?
same "what it and its children say" "1 2 3" "$(xargs <said)"
check "children have their calls" has "$(cat lines.txt)" '^[0-9]+ .* libc\.so\.6:[a-z_]*write\('

# One that runs already is left without any int3.
mkfifo go
./fast waits <go &
joined=$!
exec 3>go
"$RASTRO" step --calls --module fast -o joined.txt -p $joined 2>attached 3>&- &
tracer=$!
until grep -q attached attached; do sleep 0.01; done
echo >&3
until grep -q '^ *} fast:depth = \|fast:depth(.*) = ' joined.txt; do sleep 0.01; done
kill -INT $tracer
wait $tracer
echo >&3
exec 3>&-
wait $joined
same "it is left as it was" 0 $?
finish
