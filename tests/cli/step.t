#!/bin/bash
# rastro step: every instruction with what it did, and nothing of it shows in the program.
# timeout: 400
set -u
. "$SOURCE/tests/tap.sh"

if ! ldconfig -p 2>/dev/null | grep -q 'libZydis\.so\.4\.0'; then
	echo "1..0 # SKIP libZydis is not installed"
	exit 0
fi
cp "$SOURCE/tests/cli/step.c" .

# steps ARGUMENTS...: runs it; lines go to steps.txt, what the program says to said.
steps()
{
	"$RASTRO" step -o steps.txt "$@" >said 2>&1
}

# of FUNCTION: what its instructions are and did, one a line.
of()
{
	sed -nE "s/^([0-9]+ +)?0x[0-9a-f]+ +[a-z0-9]+\($1\+0x[0-9a-f]+\) +//p" steps.txt |
		sed -E 's/ +/ /g; s/ eflags=0x[0-9a-f]+//'
}

# Each program is built so that it does little before main.
try()
{
	program=$1
	accumulator=$2

	steps ./$program straight
	same "$program: the exit status is the program's" 21 $?
	check "$program: an addition" has "$(of straight)" "^add $accumulator, 0x2 $accumulator=0x7$"
	check "$program: an instruction that does nothing" has "$(of straight)" '^nop$'
	check "$program: a return" has "$(of straight)" '^ret \[0x[0-9a-f]+\]=0x[0-9a-f]+ .sp=0x[0-9a-f]+$'
	check "$program: calls stand between" has "$(cat steps.txt)" '^exit_group\(21\) += \?$'
	same "$program: the end" "+++ exited with 21 +++" "$(tail -n 1 steps.txt)"

	steps --function main ./$program flags
	same "$program: the flag that traps is hidden" "pushed 0 left 0" "$(cat said)"

	steps --function main ./$program repeat
	same "$program: copies and searches" "$(./$program repeat)" "$(cat said)"
	same "$program: rounds of a string instruction are one" "(100 times) (50 times) (0 times)" \
		"$(of repeat | sed -nE 's/^rep movsb.* (\([0-9]+ times\))$/\1/p' | xargs)"
	check "$program: what was moved" has "$(of repeat)" \
		'^rep movsb \[0x[0-9a-f]+\]="what is moved .*:="what is moved '
	check "$program: what was searched" has "$(of find)" '^repne scasb \[0x[0-9a-f]+\]="what is m" '

	steps --function main ./$program signal
	same "$program: signals arrive" "handled 2" "$(cat said)"
	same "$program: handlers are stepped" 2 "$(of handler | grep -c '^ret ')"
	check "$program: signals stand between" has "$(cat steps.txt)" '^--- SIGUSR1 '
	check "$program: a call that a signal ends" has "$(cat steps.txt)" \
		'^(pause\(\)|(rt_)?sig(suspend|timedwait)\(.*) += \? '
	check "$program: returns of handlers are calls" has "$(cat steps.txt)" '^(rt_)?sigreturn\('

	steps --function main ./$program fault
	same "$program: it is killed as ever" 139 $?
	same "$program: the instruction that could not be executed" \
		"(not executed)--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR, si_addr=0x10} ---" \
		"$(tail -n 3 steps.txt | head -n 2 | sed -E 's/.*(\(not executed)/\1/' | tr -d '\n')"

	steps --function main ./$program written
	same "$program: code that changes" "rax=0x11 rax=0x22 rax=0x33" \
		"$(sed -nE 's/^0x[0-9a-f]+ +mov eax, 0x(11|22|33) +e?r?ax=0x(..)$/rax=0x\2/p' steps.txt | xargs)"

	steps --function main ./$program int80
	same "$program: int 0x80" "same" "$(cat said)"
	same "$program: one call for it" "getpid() =" \
		"$(grep -B 1 '(call_80+.* int 0x80' steps.txt | sed -nE 's/ += [0-9]+$/ =/p')"

	steps -f ./$program threads
	same "$program: threads" "sum 42" "$(cat said)"
	same "$program: all of them are stepped" 4 "$(of straight | grep -c '^imul ')"

	steps -f ./$program children
	same "$program: children" "exited 21" "$(cat said)"
	same "$program: all of them, and what they run" 2 "$(of straight | grep -c '^imul ')"
}

build()
{
	cc -std=gnu17 -O1 -g -D_GNU_SOURCE -pthread -static "$@" step.c
}
build -o wide && try wide rax
if build -m32 -o narrow 2>/dev/null; then
	try narrow eax
else
	skip "32-bit programs" "none can be built here"
fi

cc -std=gnu17 -O1 -g -D_GNU_SOURCE -pthread -o dynamic step.c
steps --function main ./dynamic vdso
same "dynamic programs" 0 $?
check "the vdso has a name" has "$(cat steps.txt)" '^0x[0-9a-f]+ +\[vdso\]\(.*\+0x[0-9a-f]+\) '
check "libraries have names" has "$(cat steps.txt)" '^0x[0-9a-f]+ +libc[^(]*\([a-z_]+\+0x'

# Where it is stepped: elsewhere it runs.
counts()
{
	for name in main show_nested outer inner; do
		echo "$name $(of $name | grep -c .)"
	done | grep -v ' 0$' | sed 's/ [1-9].*//' | paste -sd ' '
}
where()
{
	expected=$1
	shift
	steps "$@" ./dynamic nested
	same "window: $*" "24 $expected" "$(cat said) $(counts)"
}
where "main show_nested outer inner" --function main
where "outer inner" --function outer
where "outer" --function outer --depth 1
where "outer inner" --function outer --depth 2
where "show_nested outer" --function show_nested --exclude inner
where "inner" --function inner
where "main show_nested outer inner" --from inner --to main --module dynamic
where "outer" --from outer --to inner
where "outer" --from "step.c:$(grep -n 'a line of outer' step.c | cut -d: -f1)" --to inner
where "outer" --range outer-show_nested
# Of calls: what is done with what was read, and no more.
read_then_write()
{
	steps "$@" ./dynamic echo <said.in
	same "window: $*" "$(cat said.in)" "$(cat said)"
}
echo "a line" >said.in
read_then_write --from 'return:read(0)' --to call: --module dynamic
check "from a call's return" has "$(of look)" '^ret '
same "to the next call" 0 "$(of after | grep -c .)"
read_then_write --from 'call:write(1)' --to 'return:write' --module dynamic
same "a call of another descriptor" 0 "$(of look | grep -c .)"
read_then_write --from 'return:read(7)' --module dynamic
same "one that is never made" 0 "$(grep -c '^0x' steps.txt)"
check "a set that is none" has "$("$RASTRO" step --from 'call:nothing' true 2>&1)" "nothing"
check "a number that is none" has "$("$RASTRO" step --from 'call:read(x)' true 2>&1)" "no set of calls"
steps --function outer ./dynamic nested
same "it comes inside each time" 2 "$(of outer | grep -c '^ret ')"
steps --function main --exclude libc.so.6 --depth 3 ./dynamic nested
check "calls of what is run over are told" has "$(cat steps.txt)" '^[a-z0-9_]+\(.*\) += '
check "but not its instructions" test -z "$(grep ' libc\.so\.6(' steps.txt)"
steps --module dynamic --from main ./dynamic nested
check "of a module" test -z "$(grep -E '^0x[0-9a-f]+ +(libc|ld-)' steps.txt)"
steps --function no_such_function ./dynamic nested
check "what is not there" has "$(cat steps.txt)" "^\?\?\? 'no_such_function' was not found in it$"
steps --limit 3 ./dynamic nested
same "so many" 3 "$(grep -c ^0x steps.txt)"

# A recording shows the same, in any form.
"$RASTRO" record --insns -o run.rec ./wide straight
same "it is recorded" 21 $?
"$RASTRO" replay run.rec >steps.txt
same "and replayed" "mov rax, rdi|add rax, 0x2 rax=0x7|nop|imul rax, rax, 0x3 rax=0x15|ret" \
	"$(of straight | sed -E 's/^(ret|mov rax, rdi) .*/\1/' | paste -sd '|')"
"$RASTRO" replay --json run.rec >run.json
same "as JSON, too" "$(grep -c '^0x' steps.txt)" "$(grep -c '^{"type":"step",' run.json)"

# What is counted, live and from a recording.
counted()
{
	"$@" 2>&1 | grep -E '^ *[0-9]+\.[0-9]+ +[0-9]+ ' | awk '{ $1 = ""; print }'
}
"$RASTRO" record --insns --function outer -o run.rec ./dynamic nested >/dev/null
for what in --count --hot --hot=function --hot=line --mix; do
	counted "$RASTRO" replay $what run.rec >counts
	same "$what: all are counted" "$("$RASTRO" replay run.rec | grep -c '^0x')" \
		"$(sed -nE 's/^ ([0-9]+) total$/\1/p' counts)"
done
check "by function" has "$(counted "$RASTRO" replay --hot=function run.rec)" '^ [0-9]+ dynamic\(inner\)$'
check "by line" has "$(counted "$RASTRO" step --function outer --hot=line ./dynamic nested)" \
	'^ [0-9]+ [^ ]*step\.c:[0-9]+$'
check "by name" has "$(counted "$RASTRO" replay --mix run.rec)" '^ 4 imul$'
same "of a thread" "5 total" "$(counted "$RASTRO" step --function straight --count ./wide straight |
	tail -n 1 | xargs)"

# What led to the end of one that is killed.
steps --last 2 ./wide fault
same "the last ones" "ret|mov" \
	"$(sed -nE 's/^0x[^ ]+ +[^ ]+ +([a-z]+) .*/\1/p' steps.txt | paste -sd '|')"
steps --last 2 ./wide straight
same "nothing of one that ends well" 0 "$(grep -c '^0x' steps.txt)"

# A process that runs already, and goes on alone.
mkfifo go
./dynamic wait <go >said &
joined=$!
exec 3>go
"$RASTRO" step -o joined.txt -p $joined 2>attached 3>&- &
tracer=$!
until grep -q attached attached; do sleep 0.01; done
echo >&3
until grep -q '(straight+' joined.txt; do sleep 0.01; done
kill -INT $tracer
wait $tracer
echo >&3
exec 3>&-
wait $joined
same "a process is joined, and left" "21" $?

# The same where it runs outside the window: nothing of it may be left behind.
./dynamic wait <go >said &
joined=$!
exec 3>go
"$RASTRO" step --function straight -o joined.txt -p $joined 2>attached 3>&- &
tracer=$!
until grep -q attached attached; do sleep 0.01; done
echo >&3
until grep -q '(straight+.* ret ' joined.txt; do sleep 0.01; done
kill -INT $tracer
wait $tracer
echo >&3
exec 3>&-
wait $joined
same "it is left without a trap" "21" $?
finish
