#!/bin/bash
# rastro debug: breakpoints that lie somewhere already get what libraries have of them.
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
	local abi=$1 place

	compile "$SOURCE/tests/cli/reloaded.c" "${@:2}" -DLIBRARY -shared -fPIC
	mv reloaded library.so
	compile "$SOURCE/tests/cli/reloaded.c" "${@:2}"
	for place in shared reloaded.c:8 /^shared/; do
		debug ./reloaded ./library.so ./library.so <<-END
			break $place
			run
			print number
			continue
			print number
			info breakpoints
			continue
			print number
			continue
		END
		all_have "$abi: $place" '^number = 1$' '^number = 10$' '^number = 20$' \
			'^  1 .* 0x[0-9a-f]+ <shared.*>.*, 0x[0-9a-f]+ <shared.*>' '^34$'
	done
	# A line of where it stood is that line, whatever comes.
	debug ./reloaded ./library.so <<-'END'
		tbreak shared
		run
		break +0
		continue
		continue
	END
	all_have "$abi: a line that was said from where it stood" '^13$' 'exited with status 0'
}

test_abi x86_64
if compile "$SOURCE/tests/cli/reloaded.c" -m32 2>/dev/null; then
	test_abi i386 -m32
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
