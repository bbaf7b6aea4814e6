#!/bin/bash
# rastro step --calls: which functions are called, with what, and what they return.
# timeout: 400
set -u
. "$SOURCE/tests/tap.sh"

if ! ldconfig -p 2>/dev/null | grep -q 'libZydis\.so\.4\.0'; then
	echo "1..0 # SKIP libZydis is not installed"
	exit 0
fi
cp "$SOURCE/tests/cli/step_calls.c" .

build()
{
	cc -std=gnu17 -D_GNU_SOURCE -pthread "$@" step_calls.c
}
# tree PROGRAM MODE OPTION...: the lines of functions to tree.txt, without what differs each time.
tree()
{
	program=$1 mode=$2
	shift 2
	"$RASTRO" step --calls --module $program -o lines.txt "$@" ./$program $mode
	status=$?
	grep -E '^( |[0-9]+ )*(-> |signal: |} )?'$program'[:+]' lines.txt |
		sed -E 's/ <[0-9.]+>//; s/^([0-9]+ +)//; s/0x[0-9a-f]{6,}/ADDRESS/g' |
		grep -v '__x86\.get_pc_thunk' >tree.txt
	return $status
}

# With debugging information: arguments have names and types.
typed()
{
	program=$1
	tree $program types --function types
	same "$program: the exit status is the program's" 226 $?
	check "$program: integers, and what points to text" has "$(cat tree.txt)" \
		"^  $program:sum\(a=-1, b='\\\\310', c=1099511627776, text=\"a text\"\)( \{)?"
	check "$program: fractions" has "$(cat tree.txt)" "^  $program:half\(value=3, more=0.25, ok=true\)"
	check "$program: what is passed on the stack" has "$(cat tree.txt)" \
		"^  $program:many\(a=1, b=2, c=3, d=4, e=5, f=6, g=7, h=-8\) = 20$"
	check "$program: nothing is returned" has "$(cat tree.txt)" "^  (} )?$program:nothing(\(\))?$"
	same "$program: around them" "$program:types() {|} $program:types = 226" \
		"$(grep -v '^ ' tree.txt | paste -sd '|')"

	tree $program depth --function depth
	same "$program: calls in calls" "$(cat <<-END
		$program:depth(n=3) {
		  $program:depth(n=2) {
		    $program:depth(n=1) {
		      $program:depth(n=0) = 0
		    } $program:depth = 0
		  } $program:depth = 0
		} $program:depth = 0
	END
	)" "$(cat tree.txt)"

	tree $program jumps --function jumps
	check "$program: longjmp leaves them" has "$(cat tree.txt)" \
		"^  } $program:middle = \? \(left without a return\)$"
	check "$program: and what follows is where it was" has "$(cat tree.txt)" "^  (} )?$program:nothing(\(\))?$"

	tree $program signals --function signals
	check "$program: handlers of signals" has "$(cat tree.txt)" "^ +signal: $program:handler\(signal=10\) \{$"
	check "$program: on a stack of their own, too" has "$(cat tree.txt)" "^ +signal: $program:handler\(signal=12\) \{$"
	same "$program: what they interrupt goes on" "} $program:signals = 0" "$(tail -n 1 tree.txt)"
}
build -O1 -g -o wide && typed wide
build -O0 -g -o plain && typed plain
if build -m32 -fno-pic -no-pie -O1 -g -o narrow 2>/dev/null; then
	typed narrow
else
	skip "32-bit programs" "none can be built here"
fi

build -O2 -g -o fast
tree fast first --function first
same "a call at the end" "$(cat <<-END
	fast:first(a=2) {
	  -> fast:last(a=4) = 5
	} fast:first = 5
END
)" "$(cat tree.txt)"
tree fast types --function types --depth 1
check "what is run over is called" has "$(cat tree.txt)" '^  fast:sum\(a=-1, .*\) = [0-9]+$'
"$RASTRO" step --calls --function types -o lines.txt ./fast types
check "libraries are called by their names, not those of stubs" has "$(cat lines.txt)" \
	'^ +(-> )?libc\.so\.6:[a-z_0-9]*strlen[a-z_0-9]*\("a text"\) = 0x6 '
tree fast threads -f --from depth
same "threads" 3 "$(grep -c 'fast:depth(n=' tree.txt)"
tree fast children -f --function children
check "children go on where their parents are" has "$(cat tree.txt)" '^ *fast:depth\(n=1\) \{$'

# Without: registers that are read, and what looks like text.
build -O1 -s -static -o bare
"$RASTRO" step --calls -o lines.txt ./bare types
check "stripped: they have addresses" has "$(cat lines.txt)" '^ +(} )?bare\+0x[0-9a-f]+'
check "stripped: arguments" has "$(cat lines.txt)" 'bare\+0x[0-9a-f]+\(0xffffffff, 0xc8, 0x10000000000, "a text"\)'
check "stripped: results" has "$(cat lines.txt)" '^ +} bare\+0x[0-9a-f]+ = 0x100000000cd '

# As JSON, of a recording, and so many.
"$RASTRO" record --calls --function types --module wide -o run.rec ./wide types
"$RASTRO" replay --json run.rec >run.json
same "JSON: each is called, and left" 5,5 \
	"$(grep -c '"type":"function",' run.json),$(grep -c '"type":"function_left",' run.json)"
check "JSON: arguments" grep -q \
	'{"name":"text","kind":"pointer","size":8,"bits":[0-9]*,"text":"a text"}' run.json
"$RASTRO" replay run.rec >replayed.txt
check "a recording shows the tree" has "$(cat replayed.txt)" '^} wide:types = 226 <[0-9.]+>$'
"$RASTRO" step --calls --limit 2 --function depth -o lines.txt ./wide depth
same "so many" 2 "$(grep -c 'wide:depth(' lines.txt)"

# A process that runs already.
mkfifo go
./wide waits <go &
joined=$!
exec 3>go
"$RASTRO" step --calls --function depth -o joined.txt -p $joined 2>attached 3>&- &
tracer=$!
until grep -q attached attached; do sleep 0.01; done
echo >&3
until grep -q '^} wide:depth = ' joined.txt; do sleep 0.01; done
kill -INT $tracer
wait $tracer
exec 3>&-
wait $joined
same "a process is joined, and left" 0 $?
check "its calls" has "$(cat joined.txt)" '^    wide:depth\(n=0\) = 0 '

# What is started ends with its tracer: nobody else knows where int3s are.  Its output ends then.
mkfifo ended
"$RASTRO" step --calls -o killed.txt ./wide waits <go >ended &
tracer=$!
exec 3>go 4<ended
until [ -s killed.txt ]; do sleep 0.01; done
kill -KILL $tracer
check "a program that was started does not outlive it" timeout 30 sh -c 'cat <&4'
exec 3>&- 4<&-
wait 2>/dev/null
finish
