#!/bin/bash
# rastro debug, as whoever is used to gdb tries it.
set -u
. "$SOURCE/tests/tap.sh"
. "$SOURCE/tests/debugger.sh"

test_values()
{
	local abi=$1

	debug ./habits <<-'END'
		start
		p/x item.number
		p/d item.color
		p/u item.number
		p/o list
		p/x list
		p/x item.name
		p/s item.name
		x list
		x/2dw list
		p/t list
	END
	all_have "$abi" '^item\.number = 0xffffffff$' '^item\.color = 5$' '^item\.number = 4294967295$' \
		'^list = \[012, 013, 014\]$' '^list = \[0xa, 0xb, 0xc\]$' '^item\.name = 0x[0-9a-f]+$' \
		'^item\.name = "seven"$' '^0x[0-9a-f]+ <list>:.0x0000000a$' '<list>:.10.11$' \
		'^list = \[1010, 1011, 1100\]$'
}

test_classes()
{
	debug ./inherits <<-'END'
		break Derived::operator+
		run
		p *this
		p this->x
		p this->hidden
		p/x *this
	END
	all_have "classes" '^Breakpoint 1, .*<Derived::operator\+.*\+0x[0-9a-f]+> at ' \
		'^\*this = \{Base=\{x=1, hidden=2\}, hidden=3\}$' '^this->x = 1$' '^this->hidden = 3$' \
		'^\*this = \{Base=\{x=0x1, hidden=0x2\}, hidden=0x3\}$'
}

# What waits for a function to return is gone with the program.
test_exec()
{
	debug ./habits another <<-'END'
		start
		next
		next
	END
	all_have "$1: exec" '^\[process [0-9]+ runs another program\]$' 'exited with status 3\]$'
}

# The lines of habits.c that it stops at, one below the other.
stops()
{
	grep -oE 'habits\.c:[0-9]+' | sed 's/.*://'
}

# The line of habits.c that a text stands in.
line_of()
{
	grep -nF "$1" "$SOURCE/tests/cli/${2:-habits.c}" | tail -n 1 | cut -d: -f1
}

# Functions that do not return are left for where they jump to.
test_jumps()
{
	local after=$(line_of 'jumps += list[0]')

	debug ./habits <<-END
		tbreak habits.c:$(line_of 'jumps++')
		run
		next
		next
	END
	check "$1: next over longjmp" has "$(tail -n 1 <<<"$said")" '<main\+0x[0-9a-f]+> at '
	debug ./habits <<-END
		start
		tbreak habits.c:$after
		continue
		next
		next
	END
	same "$1: next past one within" "$after $((after + 1)) $((after + 2))" \
		"$(grep -v tbreak <<<"$said" | stops | tail -n 3 | paste -s -d ' ')"

	debug ./habits <<-END
		break habits.c:$(line_of 'jumps++')
		run
		finish
	END
	all_have "$1: finish" '<main\+0x[0-9a-f]+> at '
	same "$1: it has not returned" 0 "$(grep -c returned <<<"$said")"
}

# An exception is followed to whoever catches it.
test_exceptions()
{
	debug ./inherits <<-END
		break inherits.cc:$(line_of 'caught = within' inherits.cc)
		run
		next
	END
	check "next past an exception within" has "$said" \
		"inherits\.cc:$(line_of 'thrower(derived' inherits.cc)\$"
	debug ./inherits <<-END
		break thrower if n == 5
		run
		next
		next
	END
	check "next over an exception" has "$said" \
		"inherits\.cc:$(line_of 'caught += n' inherits.cc)\$"
}

compile "$SOURCE/tests/cli/habits.c" -O0
test_jumps x86_64
test_values x86_64
test_exec x86_64
debug ./habits <<-'END'
	start
	watch *0
END
all_have "what lies nowhere has no place" 'watch +\*0 +0x0$'
debug ./habits <<-'END'
	xtype struct item
END
all_have "words" "there is no command 'xtype': 'help' lists them\$"
cp habits stripped
strip stripped
debug ./stripped <<-'END'
	start
END
all_have "stripped" 'cannot stop at main, which \./stripped has no symbol of'
compile "$SOURCE/tests/cli/served.c"
debug ./served <<-'END'
	handle SIGUSR1 nostop
	catch fork
	run
END
same "threads are no forks" 0 "$(grep -c '^Catchpoint 1, ' <<<"$said")"
debug ./habits <<-'END'
	catch fork
	run
END
all_have "fork" '^Catchpoint 1, a new process '
if c++ -g -O0 -o inherits "$SOURCE/tests/cli/inherits.cc" 2>/dev/null; then
	test_classes
	test_exceptions
else
	skip "classes" "no compiler for C++"
fi
if compile "$SOURCE/tests/cli/habits.c" -O0 -m32 2>/dev/null; then
	test_values i386
	test_jumps i386
	test_exec i386
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
