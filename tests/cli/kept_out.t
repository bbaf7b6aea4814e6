#!/bin/sh
# Programs that stay with ptrace: what they do and show is the same, and --debug says why.
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/cli/kept_out.c"

# What is not the same in two runs of a program.
lines()
{
	sed 's/^[0-9]* *//; s/0x[0-9a-f]*/ADDRESS/g; s/getppid() *= [0-9]*/getppid()/; s/= [0-9]*$//' "$1" |
		grep -E 'getppid|SIGSYS|arch_prctl|SECCOMP'
}

# kept_out WHAT REASON
kept_out()
{
	"$RASTRO" --engine=ptrace -f -o stops ./kept_out "$1"
	expected=$?
	if [ $expected = 77 ]; then
		skip "$1" "the kernel has it not"
		return
	fi
	for engine in auto hybrid; do
		said=$("$RASTRO" --engine=$engine --debug -f -o inside ./kept_out "$1" 2>&1)
		same "$1: it does the same ($engine)" $expected $?
		same "$1: and shows it ($engine)" "$(lines stops)" "$(lines inside)"
		case $said in
		*"calls are not recorded inside programs: "*)
			skip "$1: the reason" "calls are not recorded inside programs here" ;;
		*)
			check "$1: the reason is told ($engine)" has "$said" "$2" ;;
		esac
	done
}

kept_out dispatch 'it dispatches calls by where they are made'
kept_out gs 'it uses GS'
kept_out gs-later 'it uses GS'
kept_out filter 'it has a filter of its own'
kept_out sandbox 'it has a filter of its own'
kept_out ignores 'it ignores SIGSEGV, SIGBUS or SIGTRAP'

if compile "$SOURCE/tests/cli/kept_out.c" -m32 -Wno-attributes 2>/dev/null && ./kept_out filter; then
	kept_out filter 'it is a 32-bit program'
else
	skip "32-bit programs" "the compiler makes none"
fi

# told REASON OPTION...
told()
{
	reason=$1
	shift
	check "--debug says: $reason" has \
		"$("$RASTRO" --engine=hybrid --debug -f -o trace "$@" true 2>&1)" "$reason"
}

told 'stacks are wanted' -k
told 'the processor time of calls is wanted' -c
for form in -c -C; do
	check "a summary says so, too ($form)" has \
		"$("$RASTRO" --engine=hybrid $form -f -o trace true 2>&1)" 'is wanted'
done
said=$("$RASTRO" --engine=hybrid -c -w -f -o trace ./kept_out ignores 2>&1)
case $said in
*"calls are not recorded inside programs: "*)
	skip "and of which program" "calls are not recorded inside programs here" ;;
*)
	check "and of which program" has "$said" 'are not recorded inside it: it i' ;;
esac
same "but not where nobody asked for the engine" "" \
	"$("$RASTRO" --engine=auto -c -f -o trace true 2>&1)"
same "where it is not wanted nothing is said" "" \
	"$("$RASTRO" --engine=ptrace --debug -f -k -o trace true 2>&1 | grep 'recorded inside')"

sleep 100 &
sleeper=$!
"$RASTRO" --engine=auto --debug -o trace -p $sleeper 2>said &
tracer=$!
until grep -q attached said; do :; done
kill $tracer $sleeper
wait
check "nor is who runs already, without -f" has "$(cat said)" 'new processes are not followed'

sh -c 'while :; do read line </dev/null; done' &
busy=$!
"$RASTRO" --debug -f -o trace -p $busy 2>said &
tracer=$!
until [ "$(wc -l <trace)" -gt 5000 ]; do kill -0 $tracer || break; done 2>/dev/null
kill $tracer
wait $tracer 2>/dev/null
kill $busy
if grep -q 'not recorded inside' said; then
	skip "with -f it is, if it calls often" "calls are not recorded inside it here"
else
	check "with -f it is, if it calls often" has "$(cat said)" '[1-9][0-9]* calls were recorded inside'
fi

finish
