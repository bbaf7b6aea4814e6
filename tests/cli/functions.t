#!/bin/bash
# rastro debug: expressions that call functions of the program.
set -u
. "$SOURCE/tests/tap.sh"
. "$SOURCE/tests/debugger.sh"

# refuses ABI EXPRESSION MESSAGE
refuses()
{
	debug ./functions <<-END
		break add
		run
		print $2
	END
	all_have "$1" "$3"
}

test_abi()
{
	local abi=$1

	debug ./functions <<-'END'
		break add
		catch write
		run
		call getpid()
		up
		print add(add(1, 2), 3) * 2
		print length("hello") + length("") * 100
		print wide(1000000000000, 5, -7)
		print scale(1.5, 3)
		print say("abc", "defg")
		print *place()
		print place()->y
		print many(1, 2, 3, 4, 5, 6, 7, 8, 9.5)
		print sum(2, 1.5, 2.5)
		print negative(5)
		print pointer(4, 5)
		print/x add(200, 55)
		print nothing()
		call add(4, 44)
		printf "%d pieces\n", add(60, 6)
		print 1 ? 17 : fails(0)
		print sizeof(add(1, 2))
		whatis place()
		print (int) getppid() > 0
		frame
		print counter
		down
		frame
		delete 2
		continue
		print add(8, 9)
		handle SIGUSR1 nopass
		continue
	END
	all_have "$abi" '^add\(add\(1, 2\), 3\) \* 2 = .*12$' 'length\(""\) \* 100 = .*5$' \
		'= 999999999998$' '^scale.* = 4\.5$' '^abc-defg$' '^say\(.* = 0$' \
		'^\*place\(\) = \{x=7, y=8\}$' '^place\(\)->y = 8$' '^many.* = 213$' \
		'^sum.* = 4$' "^negative.* = '.xfb'$" '^pointer.* = 9$' '^add\(200, 55\) = 0xff$' \
		'^nothing\(\) = void$' '^add\(4, 44\) = 48$' '^getpid\(\) += [0-9]+$' \
		'^66 pieces$' '^1 \? 17 : fails\(0\) = .*17$' '^sizeof.* 4$' \
		'^type = struct point \*$' '^\(int\) getppid\(\) > 0 = .*1$' \
		'^#1 .* in main \(\)' '^counter = 106$' '^#0 .*in add \(a=1, b=2\)' \
		'^SIGUSR1 ' '^add\(8, 9\) = 17$' '^4\.500000 108$' 'exited with status 0'

	refuses "$abi" 'fails(0)' 'did not return: SIGSEGV .* the thread is as it was before'
	refuses "$abi" 'add(1)' 'the function takes more than that'
	refuses "$abi" 'add(1, 2, 3)' 'the function takes less than that'
	refuses "$abi" 'make(1)' 'what returns a structure cannot be called'
	refuses "$abi" 'getppid()' 'what the function returns is not known: say so by a cast'
	refuses "$abi" 'leave(3)' 'did not return: it ended the process'
	all_have "$abi" 'exited with status 3'

	# What it was given up in leaves nothing behind.
	said=$(timeout 60 "$RASTRO" debug ./functions 2>&1 <<-'END'
		break add
		run
		print $sp
		print fails(0)
		print $sp - $1
		delete
		handle SIGUSR1 nopass
		continue
		continue
	END
	)
	all_have "$abi: given up" '^\$sp - \$1 = .* 0$' '^4\.500000 1$' \
		'exited with status 0'
}

compile "$SOURCE/tests/cli/functions.c" -O0
test_abi x86_64
if compile "$SOURCE/tests/cli/functions.c" -O0 -m32 2>/dev/null; then
	test_abi i386
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
