#!/bin/bash
# rastro debug: values, their types, and what is done with them.
set -u
. "$SOURCE/tests/tap.sh"

# Each line of the input is a command, a tab, and a pattern of what is told; -: nothing is.
# Commands that fail end a script, so they come from standard input.
values()
{
	local abi=$1 program=$2 where=$3 command wanted said

	tee lines | cut -f 1 >commands
	said=$( { echo "break $where"; echo run; while read -r command; do
			echo "$command"; echo 'echo --'; done <commands; } |
		timeout 60 "$RASTRO" debug "$program" 2>&1)
	said=${said#*$'\nBreakpoint 1, '}
	said=${said#*$'\n'}
	while IFS=$'\t' read -r command wanted; do
		check "$abi: $command" has "${said%%$'\n--'*}" "$wanted"
		said=${said#*--$'\n'}
	done <lines
}

test_c()
{
	values "$1" ./values visit <<-'END'
		p first.number	^first.number = 1$
		p list->next->inner	= \{weight=2.5, name="second"\}$
		p list->next->inner.weight * 2	= 5$
		p count = 3	^count = 3$
		p $	^\$ = 3$
		p $$2	^\$\$2 = 5$
		p $1	^\$1 = 1$
		p numbers[0]@2	= \[10, 20\]$
		p *numbers@count	= \[10, 20, 30\]$
		p count ? numbers[1] : 0	= 0x14  20$
		p count == 3 && zero == 0	= 0x1  1$
		p zero - 1	= 0xffffffff  4294967295$
		p ~zero	= 0xffffffff  4294967295$
		p byte + 1	= 0xc9  201$
		p (unsigned char)65	= 'A'$
		p (struct item *)list	= \(struct item \*\) 0x[0-9a-f]+ <first>$
		p *(struct item *)list->next	inner=\{weight=2.5, name="second"\}\}$
		p ((struct item *)list)->low	= 5$
		p list->low = 2	^list->low = 2$
		p first.low	= 2$
		p first.whole	= 131073$
		p list->inner = second.inner	= \{weight=2.5, name="second"\}$
		p first.inner.name[0]	= 's'$
		p ratio / 2	= 0.75$
		p wide + count	= 4.25$
		p wide = 2	= 2$
		p flag = 7	= true$
		p color	= GREEN$
		p (enum color)6	= BLUE$
		p BLUE + 1	= 0x7  7$
		p sizeof(struct inner)	= 0x10  16$
		p sizeof numbers	= 0x10  16$
		p "abc"[1]	= 'b'$
		p text = "abc"	the program cannot use what lies nowhere in it
		p visit	= \{int \(int, char \*\*\)\} 0x[0-9a-f]+ <visit>$
		p function	= \(int \(\*\)\(int, char \*\*\)\) 0x[0-9a-f]+ <visit>$
		p visit(1)	the function takes more than that
		p $i = 0	= 0x0  0$
		p numbers[$i++]	= 10$
		p numbers[$i++]	= 20$
		set $kept = second	^--
		p $kept.number	= 2$
		p $kept.next == 0	= 0x1  1$
		set var count += 4	^--
		set count = count * 2	^count: 0x7 => 0xe$
		p count++ + ++count	= 0x1e  30$
		p $eax = 5, $eax	= 0x5  5$
		p/t numbers	= \[1010, 10100, 11110, 101000\]$
		p/x byte	= 0xc8$
		p/z count	= 0x00000010$
		p/o 8	= 010$
		p/c 65	= 'A'$
		p/d 'A'	= 65$
		p/u -1	= 4294967295$
		p/f 0x3fc00000	= 1.5$
		p/x ratio	= 0x3fc00000$
		p/a visit	= 0x[0-9a-f]+ <visit>$
		p/s text	= "text"$
		p/x second.inner.name	= \[0x73, 0x65, 0x63
		p/q 1	values are shown as .* not /q$
		p table[1]	= \[4, 5, 6\]$
		p *table[1]@2	= \[4, 5\]$
		p &numbers[2] - numbers	= 0x2  2$
		p {int}numbers	= 10$
		p list->	the name of a member is missing at its end$
		p list->numbr	no such member as 'numbr'; is number meant\?$
		p cuont	nothing is called 'cuont'; is count meant\?$
		p count.x	only structures have members: at '\.x'$
		p (struct nothing *)0	describes a struct 'nothing'$
		p 5 = 6	what lies nowhere cannot be assigned to
		p 1 / zero	a division by zero$
		whatis count	^type = int$
		whatis &first	^type = struct item \*$
		whatis table	^type = int \[2\]\[3\]$
		whatis &table[0]	^type = int \(\*\)\[3\]$
		whatis first.half[0]	^type = number_t$
		whatis ratio * 2	^type = float$
		whatis count + 1.0	^type = double$
		whatis unsigned long int	^type = unsigned long$
		ptype number_t	^type = unsigned short$
		ptype function	^type = int \(\*\)\(int, char \*\*\)$
		ptype color	^type = enum color \{RED, GREEN = 5, BLUE\}$
		ptype struct item	^        number_t half\[2\];$
		ptype list	^    unsigned int low : 3;$
		output count	^16--$
		printf "%d %s %5.2f %c|%-4x|%%\n", count, text, ratio, 65, 255	^16 text  1.50 A\|ff  \|%$
		printf "%d"	more directives than arguments$
		printf "%n", 1	printf does not know '%n'$
		echo one\ttwo\n	^one	two$
		show values	^\$1 = 1$
		show convenience	^\$i = 0x2  2$
	END
}

test_cplusplus()
{
	values C++ ./values_cc Derived::area <<-'END'
		p x	^x = 1$
		p own + hidden	= 0x5  5$
		p made	= 5$
		p Derived::made	= 5$
		p shapes::made	= 4$
		p shapes::Point::total	= 77$
		p shapes::Point::Deep	= Deep$
		p shapes::Color::Green	= Green$
		p shapes::color == shapes::Color::Green	= 0x1  1$
		p reference + 1	= 0x2b  43$
		p reference = 43	= 43$
		p this->reference	= 43$
		p ((Base *)this)->x	= 1$
		p *(Base *)this	= \{x=1, hidden=2\}$
		p ((Derived *)(Base *)this)->own	= 3$
		p sizeof(shapes::Point)	= 0xc  12$
		ptype Base	^  protected:$
		ptype Derived	^    int area\(int\) const;$
		ptype Box<int>	^    int item;$
	END
}

compile "$SOURCE/tests/cli/values.c" -O0
test_c x86_64
if c++ -g -O0 -o values_cc "$SOURCE/tests/cli/values.cc" 2>/dev/null; then
	test_cplusplus
else
	skip "C++" "no compiler for it"
fi
if compile "$SOURCE/tests/cli/values.c" -O0 -m32 2>/dev/null; then
	test_c i386
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
