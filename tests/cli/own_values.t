#!/bin/bash
# rastro debug: what is no variable of the program's: vectors, what came with a signal, how it ended.
# shellcheck disable=SC2016
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

	compile "$SOURCE/tests/cli/own_values.c" -O0 -msse "${@:2}"
	debug ./own_values <<-'END'
		run
		print $xmm3
		print $xmm3.v4_float[1]
		print $xmm3.v4_float[3] + 1
		print/x $xmm3.v4_int32
		print $xmm3.v2_int64[0]
		print $xmm3.uint128
		info registers xmm3
		ptype $xmm3
		print $st0
		print $st0 * 2
		whatis $st0
		print $_siginfo.si_signo
		print wide
		x/2dw words
		print $_ == &words[1]
		print (int) $__
		break raise if $xmm3.v4_float[0] == 1.5
		break raise if $xmm3.v4_float[0] == 2
		continue
		delete
		continue
		print $_siginfo.si_signo
		print $_siginfo._sifields._kill.si_pid == (int) getpid()
		ptype $_siginfo
		signal 0
		print $_exitcode + 1
	END
	all_have "$abi" '^\$xmm3 = \{v4_float=\[1\.5, 2\.5, 3, -4\], v2_double=' \
		'^\$xmm3\.v4_float\[1\] = 2\.5$' '^\$xmm3\.v4_float\[3\] \+ 1 = -3$' \
		'^\$xmm3\.v4_int32 = \[0x3fc00000, 0x40200000, 0x40400000, 0xc0800000\]$' \
		'^\$xmm3\.v2_int64\[0\] = 4620693218751676416$' \
		'^\$xmm3\.uint128 = 255876389208480717419624972988285190144$' \
		'^    float v4_float\[4\];$' '^\$st0 = 1\.25$' '^\$st0 \* 2 = 2\.5$' '^type = long double$' \
		'^\$_siginfo\.si_signo = 5$' '^wide = -170$' '^\$_ == &words\[1\] = 0x1' \
		'= 0xfffffffb +-5|= 0xfffffffffffffffb +-5|^\(int\) \$__ = .*-5$' \
		'^Breakpoint 1, .*raise' '^\$_siginfo\.si_signo = 10$' \
		'getpid\(\) = 0x1' '^    union \{\.\.\.\} _sifields;$' '^\$_exitcode \+ 1 = .*4$'

	debug ./own_values <<-'END'
		run
		set $xmm3.v4_float[0] = 1
	END
	check "$abi: parts of registers are not changed" has "$said" 'can be looked at, but not be written to'
	debug ./own_values <<-'END'
		starti
		kill
		print $_siginfo
	END
	check "$abi: nothing came with nothing" has "$said" 'nothing is called'
}

test_abi x86_64
if compile "$SOURCE/tests/cli/own_values.c" -m32 -msse 2>/dev/null; then
	test_abi i386 -m32
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
