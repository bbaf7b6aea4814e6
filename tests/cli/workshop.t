#!/bin/bash
# The table of docs/PTRACE.md: each command makes the request that it stands for.
set -u
. "$SOURCE/tests/tap.sh"
. "$SOURCE/tests/cli/subject.sh"

if ! strace -o probe "$RASTRO" -o /dev/null true 2>/dev/null; then
	skip "requests of ptrace" "strace cannot trace us here"
	finish
	exit 0
fi

# requests NAME REGEX COMMAND ...: the command makes a call that matches.
requests()
{
	local name=$1 expected=$2
	shift 2
	strace -e trace=ptrace,process_vm_readv,pwrite64,kill,tgkill,pidfd_send_signal -o calls \
		"$@" >/dev/null 2>&1 </dev/null
	check "$name" grep -qE "$expected" calls
}

library=$BUILD/examples

requests "SEIZE, for TRACEME" '^ptrace\(PTRACE_SEIZE, ' "$RASTRO" true
requests "SEIZE in the library" '^ptrace\(PTRACE_SEIZE, ' "$library/launch_traced" true
requests "SYSCALL" '^ptrace\(PTRACE_SYSCALL, ' "$RASTRO" true
requests "SYSCALL in the library" '^ptrace\(PTRACE_SYSCALL, ' "$library/syscalls" true
requests "CONT" '^ptrace\(PTRACE_CONT, ' \
	"$RASTRO" -f -e trace=none -e signal=all sh -c 'kill -CONT $$'
requests "CONT in the library" '^ptrace\(PTRACE_CONT, ' "$library/signals" sh -c 'kill -USR1 $$'
requests "SINGLESTEP" '^ptrace\(PTRACE_SINGLESTEP, ' "$RASTRO" step -o /dev/null /bin/true
requests "SINGLESTEP in the library" '^ptrace\(PTRACE_SINGLESTEP, ' \
	"$library/singlestep" getpid sh -c 'echo $$'
requests "PEEKUSER in the library" '^ptrace\(PTRACE_PEEKUSER, ' "$library/peekpoke"
requests "POKEUSER in the library" '^ptrace\(PTRACE_POKEUSER, ' "$library/peekpoke"
requests "process_vm_readv for PEEKDATA in the library" '^process_vm_readv\(' "$library/peekpoke"
requests "/proc/PID/mem for POKEDATA in the library" '^pwrite64\(' "$library/peekpoke"

compile "$SOURCE/tests/cli/subject.c" -no-pie
start read
requests "PEEKUSER" '^ptrace\(PTRACE_(PEEKUSER|GETREGS), ' "$RASTRO" peek $subject regs
requests "DETACH" '^ptrace\(PTRACE_DETACH, ' "$RASTRO" peek $subject regs
requests "INTERRUPT, for ATTACH" '^ptrace\(PTRACE_INTERRUPT, ' "$RASTRO" peek $subject regs
requests "POKEUSER" '^ptrace\(PTRACE_POKEUSER, ' "$RASTRO" poke $subject '$rbx = $rbx'
requests "process_vm_readv for PEEKDATA" '^process_vm_readv\(' "$RASTRO" peek $subject 'x/gx $rsp'
requests "/proc/PID/mem for POKEDATA" '^pwrite64\(' \
	"$RASTRO" poke $subject '*(u64 *)$rsp = *(u64 *)$rsp'
finish_subject
same "the process goes on as before" "read: 1 " "$said"

finish
