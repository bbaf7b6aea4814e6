#!/bin/bash
# rastro debug: what is told of a program that stands still, and again at each stop.
set -u
. "$SOURCE/tests/tap.sh"

# Commands of standard input, each with a pattern behind a tab of what is told; errors do not
# end it.
looks()
{
	local abi=$1 command wanted said

	tee lines | cut -f 1 >commands
	said=$( { echo 'break visit'; echo run; while read -r command; do
			echo "$command"; echo 'echo --'; done <commands; } |
		timeout 60 "$RASTRO" debug ./values 2>&1)
	said=${said#*$'\nBreakpoint 1, '}
	said=${said#*$'\n'}
	while IFS=$'\t' read -r command wanted; do
		check "$abi: $command" has "${said%%$'\n--'*}" "$wanted"
		said=${said#*--$'\n'}
	done <lines
}

line_of()
{
	grep -nF "$1" "$SOURCE/tests/cli/values.c" | head -n 1 | cut -d: -f1
}

test_abi()
{
	local visit=$(line_of 'static int visit(') body=$(line_of 'return words')

	looks "$1" <<-END
		x/2dw numbers	<numbers>:	10	20\$
		x	<numbers\+0x8>:	30\$
		x/1	<numbers\+0xc>:	40\$
		x/s text	"text"\$
		x/2i visit	<visit>:	push
		x	^   0x[0-9a-f]+ <visit
		x/f &second.inner.weight	:	2.5\$
		x/fw &ratio	:	1.5\$
		x/tb &byte	:	11001000\$
		display count	^1: count = 2\$
		display/x count	^2: /x count = 0x2\$
		display/2dw numbers	^0x[0-9a-f]+ <numbers>:	10	20\$
		display nothing	nothing is called 'nothing'\$
		display	^3: x/2dw numbers\$
		info display	^  2      /x count\$
		undisplay 2	^--
		delete display 9	nothing is displayed by the number '9'
		stepi	^1: count = 2\$
		undisplay	^--
		display	^--
		thread apply all p count	^Thread [0-9]+:\$
		thread apply all p count + 1	= 0x3  3\$
		thread apply 1 p count	has no thread 1\$
		thread apply all	apply is followed by 'all' or numbers, and a command\$
		thread apply all continue	'continue' lets the program run, and is not done\$
		frame apply all p \$pc	<main\+0x[0-9a-f]+>\$
		frame apply 1 info args	^depth=1\$
		info frame	^ Saved registers: .*ip at 0x[0-9a-f]+\$
		up	in main \(
		p \$pc	<main\+0x[0-9a-f]+>\$
		set \$sp = 0	kept nowhere: it cannot be changed\$
		info locals	^--
		down	in visit \(
		info line visit	^Line [0-9]+ of "values.c" starts at address 0x[0-9a-f]+ <visit> and ends at
		info line $body	^Line $body of "values.c" starts
		info symbol visit	^visit in section .text of .*/values\$
		info symbol visit+1	^visit \+ 1 in section
		info symbol 5	no symbol is known to lie at 0x5\$
		info source	^path +.*/values.c\$
		info source	^language +c\$
		info sharedlibrary	/libc.*\.so
		info functions ^visit\$	^$visit: +static int visit\(int, char \*\*\);\$
		info variables ^numbers\$	static int numbers\[4\];\$
		info types item	struct item;\$
		info functions [	is no pattern
		list visit	^   $visit +static int visit
		list -	^   $(line_of 'static unsigned char byte')
		list 1,2	^   1 +/\* Values of all kinds
		list 3,2	line 2 lies before line 3\$
		list values.c:$body	^   $body +return words
		list $body,	^   $body +return words
		list ,$body	^   $body +return words
		set listsize 1	^--
		list $body	^   $body +return words
		list 9999	has no line
	END
}

# Each thread has its own copy of a variable.
test_threads()
{
	said=$(printf '%s\n' "break threads_own.c:$(grep -n barrier_wait \
			"$SOURCE/tests/cli/threads_own.c" | head -n 1 | cut -d: -f1)" run \
			'p own' 'p several' 'p &own' 'thread apply all p own' 'p own = 9' 'p own' |
		timeout 60 "$RASTRO" debug ./threads_own 2>&1)
	check "$1: own of this thread" has "$said" '^own = 6$'
	check "$1: structures, too" has "$said" '^several = \{number=8, name="seven"\}$'
	check "$1: its address" has "$said" '^&own = \(int \*\) 0x[0-9a-f]+'
	check "$1: own of the other thread" has "$said" '^own = 5$'
	check "$1: it can be changed" has "$said" '^own = 9$'
}

compile "$SOURCE/tests/cli/values.c" -O0
test_abi x86_64
compile "$SOURCE/tests/cli/threads_own.c" -O0
test_threads x86_64
compile "$SOURCE/tests/cli/threads_own.c" -O0 -static && test_threads static
said=$(printf '%s\n' 'break visit' run 'display count' 'thread apply all p count' 'info frame' \
	'info functions ^visit$' 'frame apply all p count' 'info line visit' stepi |
	timeout 60 "$RASTRO" debug --json ./values 2>&1)
same "every answer is JSON" 0 "$(python3 -c '
import json, sys
print(sum(0 if json.loads(line) else 1 for line in sys.stdin))' <<<"$said" 2>&1)"
check "a stop shows displays" has "$said" '"event":"stop".*"displays":\[\{"display":1,"of":"count"'
check "threads have their answers" has "$said" '"threads":\[\{"thread":[0-9]+,"variable":"count"'
if compile "$SOURCE/tests/cli/values.c" -O0 -m32 2>/dev/null; then
	test_abi i386
	compile "$SOURCE/tests/cli/threads_own.c" -O0 -m32 && test_threads i386
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
