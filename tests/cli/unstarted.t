#!/bin/bash
# rastro debug: what can be asked before the program runs, of its file.
set -u
. "$SOURCE/tests/tap.sh"

# debug PROGRAM: what the commands of standard input come to.
debug()
{
	cat >script
	said=$(timeout 60 "$RASTRO" debug -x script --batch "$@" 2>&1 </dev/null)
}

test_kind()
{
	local kind=$1

	compile "$SOURCE/tests/cli/values.c" -O0 "${@:2}"
	debug ./values <<-'END'
		print numbers
		print *list
		print list->next->number * 2
		print sizeof(struct inner)
		print GREEN
		print text
		print zero
		print 3 * 4
		print $ + 1
		set $kept = 7
		print $kept
		whatis list
		ptype struct inner
		printf "%d %s\n", count, text
		list visit
		list main
		info line visit
		x/s text
		disassemble visit
		starti
		print numbers[1]
		print $kept + 1
		kill
		print numbers[2]
	END
	all_have "$kind" '^numbers = \[10, 20, 30, 40\]$' \
		'^\*list = \{next=0x[0-9a-f]+.*, number=1, .*weight=1\.25, name="first"' \
		'^list->next->number \* 2 = 0x4 +4$' '^sizeof\(struct inner\) = 0x10 +16|= 0x10' \
		'^GREEN = GREEN$' '^text = "text"$' '^zero = 0$' '^3 \* 4 = 0xc +12$' \
		'^\$ \+ 1 = 0xd +13$' '^\$kept = 0x7 +7$' '^type = struct item \* const$' \
		'^    double weight;$' '^2 text$' 'static int visit\(int depth' 'int main\(int argc' \
		'^Line [0-9]+ of "values\.c" starts at address 0x[0-9a-f]+ <visit>' \
		'^0x[0-9a-f]+( <.*>)?:.*"text"$' '<\+0> +push' '^numbers\[1\] = 20$' \
		'^\$kept \+ 1 = 0x8 +8$' '^numbers\[2\] = 30$'
}

# refused COMMAND PATTERN: it fails, and says why.
refused()
{
	debug ./values <<<"$1"
	check "$1 needs a process" has "$said" "$2"
}

test_kind "x86_64"
test_kind "x86_64, at fixed addresses" -no-pie
refused 'set var count = 3' 'there is no process'
refused 'print visit(1, 0)' 'cannot be called here'
refused 'backtrace' 'there is no process'
# shellcheck disable=SC2016
refused 'print $rax' 'no process'
refused 'print nosuch' "nothing is called 'nosuch'"
if compile "$SOURCE/tests/cli/values.c" -m32 2>/dev/null; then
	test_kind i386 -m32
else
	skip "i386" "no compiler for 32-bit programs"
fi

# Without anything said of it, what the program's symbols say; no program, nothing.
compile "$SOURCE/tests/cli/values.c" -O0 -g0
debug ./values <<<'print &main'
check "without debugging information" has "$said" '<main>'
debug ./script <<<'print 1'
check "what is no program" has "$said" 'it is no program or library|Permission denied|no program'
finish
