#!/bin/bash
# Calls recorded inside processes that are attached to: the same lines as with stops, the
# same end of the process, nothing left behind; and who is not served says why.
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/cli/attached.c" -lpthread

# attach ENGINE PROGRAM KIND OPTION...: its lines are in trace, what is told in told, and
# the end of the program in ended.
attach()
{
	engine=$1 program=$2 kind=$3
	shift 3
	rm -f input news
	mkfifo input news
	exec 8<>input
	"$program" "$kind" <input 8>&- &
	process=$!
	exec 8>input
	"$RASTRO" --engine="$engine" --debug -o trace "$@" -p $process 2>news 8>&- &
	tracer=$!
	exec 7<news
	: >told
	while read -r line <&7; do
		echo "$line" >>told
		case $line in *attached*) break ;; esac
	done
	exec 8>&-
	cat <&7 >>told
	exec 7<&-
	wait $tracer
	wait $process
	ended=$?
}

# What differs from run to run: processes, addresses, and calls before it waited.
lines()
{
	sed -E 's/^[0-9]+ +//; s/0x[0-9a-f]+/ADDRESS/g; s/(pid|tid|child_tid|uid)=[0-9]+/\1=N/g
		s/^(fork|vfork|clone3?|getpid|gettid|wait4|rt_sigreturn)\(.*/\1/
		s/tgkill\([0-9]+, [0-9]+/tgkill(N, N/; s/ (<unfinished \.\.\.>|resumed>)//; s/= [0-9]{3,}$/= N/; s/^getrandom.*/getrandom/; s/ +/ /g' trace |
		grep -v -e '^exit' -e '^+++' | sed -n '/^read(0/,$p'
}

inside()
{
	sed -n 's/.* \([0-9]*\) calls were recorded inside.*/\1/p' told
}

# both KIND STATUS: lines and end are the same as with stops.
both()
{
	attach ptrace "${3:-./attached}" "$1" -f
	stops=$(lines)
	attach hybrid "${3:-./attached}" "$1" -f
	same "$1: it ends as it should" "$2" $ended
}

attach hybrid ./attached plain -f
if [ "$(inside)" -gt 0 ] 2>/dev/null; then
	for kind in plain handle map; do
		both $kind 42
		[ $kind = map ] || same "$kind: the lines are the same" "$stops" "$(lines)"
		check "$kind: its calls were recorded inside" test "$(inside)" -gt 600
	done
	check "who wants memory where the agent is does not get it" has "$(cat trace)" 'mmap\(0x7008.* = -1 ENOMEM'
	both default 159
	check "SIGSYS that is sent is no call" has "$(cat trace)" 'killed by SIGSYS'
	both spawn 42
	same "spawn: the child is told, too" 300 "$(grep -c 'EFAULT' trace)"
	both threads 42
	check "threads: all calls are told" test "$(grep -c 'write(.*EFAULT' trace)" -eq 600
	check "nor is anything left of them" test "$(inside)" -gt 2000
	both late-dispatch 42
	check "who dispatches its own calls goes by stops" has "$(cat told)" 'inside it: it dispatches'
	both filter 42
	for kind in filter gs dispatch; do
		attach hybrid ./attached early-$kind -f
		same "early-$kind: it ends as it should" 42 $ended
		same "and nothing is done inside" 0 "$(inside)"
	done
	check "who uses GS is told" has "$(cat told)$(attach hybrid ./attached early-gs -f; cat told)" 'it uses GS'
	attach hybrid ./attached plain
	check "without -f, too" test "$(inside)" -gt 300
	attach hybrid ./attached spawn
	same "whom nobody traces ends as it should" 42 $ended
	attach hybrid ./attached plain -e trace=read
	check "all calls have to be wanted" has "$(cat told)" 'not all calls are wanted'
	attach auto ./attached plain -f
	check "auto does so, too" test "$(inside)" -gt 100
	attach auto ./attached plain
	same "  but not without -f" "" "$(inside)"
	if cc -D_GNU_SOURCE -static -o static "$SOURCE/tests/cli/attached.c" -lpthread 2>/dev/null; then
		both plain 42 ./static
		same "static: the lines are the same" "$stops" "$(lines)"
		check "static: its calls were recorded inside" test "$(inside)" -gt 300
	else
		skip "a static program" "there is no static C library"
	fi
	if cc -D_GNU_SOURCE -m32 -o other "$SOURCE/tests/cli/attached.c" -lpthread 2>/dev/null; then
		both plain 42 ./other
		same "i386: nothing is done inside" 0 "$(inside)"
	else
		skip "a 32-bit program" "there is no 32-bit C library"
	fi
else
	skip "calls recorded inside" "they are not here: $(grep inside told)"
fi

finish
