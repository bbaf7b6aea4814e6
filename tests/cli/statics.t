#!/bin/bash
# rastro debug: variables within functions, constants of classes, and errno.
set -u
. "$SOURCE/tests/tap.sh"

# debug ARGUMENTS...: what the commands of standard input come to.
debug()
{
	cat >script
	said=$(timeout 60 "$RASTRO" debug -x script --batch "$@" 2>&1 </dev/null)
}

# builds COMPILER OPTION...: ./statics; false: not here.
builds()
{
	"$@" -g -O0 -o statics "$SOURCE/tests/cli/statics.cc" >/dev/null 2>&1
}

test_functions()
{
	debug ./statics <<-'END'
		print counter::calls
		break close
		run
		print counter::calls
		print counter::inner + 1
		finish
		print errno
		watch errno
		continue
		print errno
		print counter::nothing
	END
	all_have "$1" '^counter::calls = 3$' '^counter::calls = 4$' '^counter::inner \+ 1 = 0x4f +79' \
		'^errno = 9$' '^Watchpoint 2, errno: 0x9 => 0x19' '^errno = 25$' "cannot read 'counter::nothing'"
}

test_classes()
{
	debug ./statics <<-'END'
		print N::list::limit
		print N::list::flag
		break N::list::get
		run
		print limit + 1
		print list::limit
		print N::list::nothing
	END
	all_have "$1" '^N::list::limit = 42$' '^N::list::flag = true$' '^limit \+ 1 = .*43' \
		'^list::limit = 42$' "cannot read 'N::list::nothing'"
}

check "a C compiler" builds cc -x c
test_functions x86_64
# There nobody describes libc's variables.
if builds cc -x c -static; then
	test_functions static
else
	skip static "no libc to link with"
fi
if builds cc -x c -m32; then
	test_functions i386
else
	skip i386 "no compiler for 32-bit programs"
fi
for format in 4 5; do
	if builds c++ -gdwarf-$format; then
		test_classes "classes, DWARF $format"
	else
		skip "classes, DWARF $format" "no C++ compiler"
	fi
done
finish
