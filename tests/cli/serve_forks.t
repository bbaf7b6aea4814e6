#!/bin/bash
# rastro serve, with gdb as its client, of programs that make processes: which of both is
# followed, both together, and one by one.
set -u
. "$SOURCE/tests/tap.sh"

# over_pipe PROGRAM ARGUMENTS...: gdb with the commands of standard input, those before a line
# "--" before it connects; what it says is in $said.
over_pipe()
{
	{
		printf 'set %s\n' 'pagination off' 'confirm off' 'sysroot /' 'height 0' 'width 0' \
			'startup-quietly on' 'debuginfod enabled off'
		sed "s|^--\$|target remote \| exec '$RASTRO' serve - $*|"
	} >commands
	said=$(timeout 100 gdb -nx -batch -x commands "$1" 2>&1)
}

# all_say WHAT PATTERN...
all_say()
{
	local what=$1 line

	shift
	for line; do
		check "$what: $line" has "$said" "$line"
	done
}

test_abi()
{
	local abi=$1

	over_pipe ./served fork <<-'END'
		set detach-on-fork off
		set schedule-multiple on
		--
		break hit
		continue
		info inferiors
		print by
		continue
		info inferiors
		inferior 1
		continue
		print 10 + by
		continue
	END
	all_say "$abi, both sides of a fork" '^  1 +process [0-9]+ ' '^\* 2 +process [0-9]+ ' '^\$1 = 3$' \
		'\[Inferior 2 \(process [0-9]+\) exited with code 03\]' '^\* 2 +<null> ' '^\$2 = 11$' '^status 300$' \
		'\[Inferior 1 \(process [0-9]+\) exited with code 05\]'

	over_pipe ./served vfork <<-'END'
		--
		catch vfork
		break hit
		continue
		continue
		print by
		continue
	END
	all_say "$abi, a vfork is caught" 'Catchpoint 1 \(vforked process [0-9]+\)' '^\[Detaching after vfork from child' \
		'^\$1 = 1$' '^status 300$' 'exited with code 05\]'
}

if ! type -P gdb >/dev/null; then
	skip "gdb as a client" "gdb is not installed"
	finish
	exit
fi
compile "$SOURCE/tests/cli/served.c"
test_abi x86_64

over_pipe ./served vfork <<-'END'
	set follow-fork-mode child
	--
	break hit
	continue
	print by
	continue
END
all_say "a vfork's child is followed" '^\$1 = 3$' '^\[Detaching vfork parent process [0-9]+ after child exit\]' \
	'^status 300$' '\[Inferior 2 \(process [0-9]+\) exited with code 03\]'

over_pipe ./served fork <<-'END'
	set follow-fork-mode child
	set detach-on-fork off
	--
	catch fork
	break hit
	continue
	continue
	print by
	kill inferiors 2
	info inferiors
	inferior 1
	continue
	print by
	continue
END
all_say "one of both is killed" 'Catchpoint 1 \(forked process [0-9]+\)' '^\$1 = 3$' '^Killing process\(es\): [0-9]+$' \
	'^\* 2 +<null> ' '^\$2 = 1$' '^status 9$' 'exited with code 05\]'

over_pipe ./served vfork <<-'END'
	set detach-on-fork off
	set schedule-multiple on
	--
	break hit
	continue
	detach inferiors 2
	inferior 1
	continue
	print by
	continue
END
all_say "one of both is let go" '\[Inferior 2 \(process [0-9]+\) detached\]' '^\$1 = 1$' '^status 300$' 'exited with code 05\]'

if echo 'int main(void) { return 0; }' | cc -m32 -o empty -x c - 2>/dev/null; then
	compile "$SOURCE/tests/cli/served.c" -m32
	test_abi i386
else
	skip "i386 programs" "the compiler makes none"
fi
finish
