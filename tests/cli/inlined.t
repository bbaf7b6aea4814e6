#!/bin/bash
# rastro debug: functions that were inlined, which have code in many places and no frames.
set -u
. "$SOURCE/tests/tap.sh"
. "$SOURCE/tests/debugger.sh"

test_abi()
{
	local abi=$1

	compile "$SOURCE/tests/cli/inlined.c" "${@:2}"
	compile "$SOURCE/tests/cli/inlined.c" "${@:2}" -DLIBRARY -Dinner=there -shared -fPIC
	mv inlined library.so
	compile "$SOURCE/tests/cli/inlined.c" "${@:2}"
	debug ./inlined <<-'END'
		break inner
		run
		bt 3
		print number
		up
		print number
		down
		finish
		bt 2
		finish
		bt 1
	END
	all_have "$abi: finish leaves what was inlined" '^Breakpoint 1, .*inlined\.c:1[45]$' \
		'^#1  middle \(number=2\) at inlined\.c:24$' '^number = 6$' '^number = 2$' \
		'^\*0 .*middle \(number=2\) at inlined\.c:2[45]$' \
		'^\*0 .*in outer \(number=.*\) at inlined\.c:3[13]$'

	# Over what is called from there, and what is called by that.
	debug ./inlined <<-'END'
		break leaf if number == 3
		run
		delete
		up 2
		finish
		bt 1
	END
	all_have "$abi: finish goes out to its frame first" '^#2  middle \(number=2\)' \
		'^\*0 .*in outer \(number=.*\) at inlined\.c:3[13]$'
	same "$abi: nothing is returned" 0 "$(grep -c returned <<<"$said")"

	# next goes over it as over a call, from the line that calls it; step enters it there.
	debug ./inlined <<-'END'
		break inlined.c:30
		run
		next
		bt 1
		list
		next
		continue
	END
	all_have "$abi: next goes over what was inlined" '<outer\+0x[0-9a-f]+> at .*inlined\.c:31$' \
		'^\*0 .*outer \(number=.*\) at inlined\.c:31$' '^=> 31 ' 'inlined\.c:33$'
	same "$abi: next never stops in there" 0 "$(grep -cE 'inlined\.c:(1[0-9]|2[0-6])$' <<<"$said")"
	debug ./inlined <<-'END'
		break inlined.c:30
		run
		next
		step
		bt 2
		next
		bt 2
		step
		bt 3
		kill
	END
	all_have "$abi: step enters what was inlined" '^\*0  middle \(number=2\) at inlined\.c:22$' \
		'^\*0  middle \(number=2\) at inlined\.c:24$' \
		'^\*0  inner \(number=6\) at inlined\.c:15$' '^#1  middle \(number=2\) at inlined\.c:24$'

	# A breakpoint in there stops what goes over it.
	debug ./inlined <<-'END'
		break inlined.c:30
		run
		next
		tbreak leaf if number == 5
		next
		bt 2
		kill
	END
	all_have "$abi: what is gone over meets breakpoints" '^Temporary breakpoint 2, .*<leaf' \
		'^#1  .*inner \(number=6\)'

	debug ./inlined ./library.so <<-'END'
		break there
		run
		bt 2
		finish
		bt 1
	END
	all_have "$abi: where libraries come later" '^ +1 +break +there +pending$' \
		'^\*0  there \(number=12\)' '^#1  middle \(number=4\)' '^\*0 .*middle \(number=4\)'
}

test_abi x86_64
if compile "$SOURCE/tests/cli/inlined.c" -m32 2>/dev/null; then
	test_abi i386 -m32
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
