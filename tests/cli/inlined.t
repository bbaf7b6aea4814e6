#!/bin/bash
# rastro debug: functions that were inlined, which have code in many places and no frames.
set -u
. "$SOURCE/tests/tap.sh"

# debug ARGUMENTS...: what the commands of standard input come to.
debug()
{
	cat >script
	said=$(timeout 60 "$RASTRO" debug -x script --batch "$@" 2>&1 </dev/null)
}

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
