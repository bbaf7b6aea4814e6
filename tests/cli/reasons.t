#!/bin/bash
# Where something does not go, or is decided, rastro says why.
set -u
. "$SOURCE/tests/tap.sh"

running=()
trap 'kill -KILL "${running[@]}" 2>/dev/null' EXIT

sleep 60 &
victim=$!
running+=($victim)

# messages COMMAND...: what it says, without its name, once it has attached; then it is ended.
messages()
{
	setsid "$@" 2>errors >output </dev/null &
	tracer=$!
	running+=($tracer)
	for _ in $(seq 1000); do
		grep -q 'attached$' errors && break
		kill -0 $tracer 2>/dev/null || break
		sleep 0.01
	done
	kill -TERM $tracer
	wait $tracer 2>/dev/null
	sed 's/^[^ ]*: //' errors | sort
}

same "a process that is named twice is attached to once" \
	"Process $victim attached
Process $victim detached
attach: ptrace(PTRACE_SEIZE, $victim): Operation not permitted (it is traced by us already)" \
	"$(messages "$RASTRO" -e trace=none -p $victim -p $victim)"

if [ "$(id -u)" = 0 ]; then
	user="setpriv --reuid 65534 --regid 65534 --clear-groups"
	# Somewhere that this user can reach.
	place=$(mktemp -d) && chmod 755 "$place" && cp "$RASTRO" "$place/rastro"
	others=$($user "$place/rastro" -p $victim 2>&1)
	rm -r "$place"
	check "a process of somebody else is refused with advice" \
		has "$others" 'PTRACE_SEIZE.*Operation not permitted \(.*try as root\)$'
	if [ -e /proc/sys/kernel/yama/ptrace_scope ] && [ "$(cat /proc/sys/kernel/yama/ptrace_scope)" != 0 ]; then
		check "  which names what restricts it" has "$others" kernel.yama.ptrace_scope
	else
		check "  which names nothing that is not there" test "${others/yama/}" = "$others"
	fi
else
	skip "a process of somebody else is refused with advice" "needs the superuser"
fi

# reason OPTIONS...: the lines of --debug that speak of the filter.
reason()
{
	"$RASTRO" --debug -o log "$@" 2>&1 | sed -n 's/^[^ ]*: \(process [0-9]*: \)\?//; /seccomp/p'
}

check "no filter without -f" has "$(reason -e trace=getppid true)" 'no seccomp filter: .*not followed'
check "no filter where all calls are wanted" has "$(reason -f true)" 'no seccomp filter: all calls'
check "no filter with -b execve" has "$(reason -f -b execve -e trace=getppid true)" 'no seccomp filter: .*detached'
check "no filter with -n" has "$(reason -f -n -e trace=getppid true)" 'no seccomp filter: .*-n'
check "a filter with -f" has "$(reason -f -e trace=getppid true)" '^a seccomp filter lets'
messages "$RASTRO" --debug -f -e trace=getppid -p $victim >joined
check "no filter in what runs already" has "$(cat joined)" 'no seccomp filter: it runs already'

"$RASTRO" record -o recording true
same "a recording may come through standard input" "$("$RASTRO" replay recording)" \
	"$("$RASTRO" replay - <recording)"
same "  and through a pipe" "$("$RASTRO" replay recording)" "$(cat recording | "$RASTRO" replay -)"
check "  what is none is refused by name" has "$(echo rubbish | "$RASTRO" replay - 2>&1)" "'-'"

finish
