#!/bin/bash
# Processes that die at any moment: nothing is shown that was not seen, and
# whoever is left over ends or goes on.
# timeout: 600
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/killed.c" -w
calls='getppid|openat|read|sched_yield|execve|brk|arch_prctl|access|newfstatat|mmap|close|pread64|set_tid_address|set_robust_list|rseq|mprotect|prlimit64|munmap|alarm|clone|clone3|fork|kill|wait4|exit|exit_group|getrandom|rt_sigaction|rt_sigprocmask|madvise|futex|fstat|restart_syscall|sched_getaffinity|readlinkat|futex_time64'

# Lines that are neither a call the program makes nor an end or a signal.
strangers()
{
	sed 's/^[0-9]* *//' "$1" | grep -vE "^(<\.\.\. )?($calls)(\(| resumed>)|^\+\+\+ (exited with [0-9]+|killed by SIG[A-Z]+) \+\+\+$|^\+\+\+ superseded by execve in pid [0-9]+ \+\+\+$|^--- SIG(CHLD|CONT) \{" | head -n 5
}

# Results that these calls cannot have.
wrong_results()
{
	grep -E 'sched_yield\(.* = -?[1-9]|openat\(.*missing.* = [0-9]|getppid\(.* = -|read\(.* = [2-9]' "$1" | grep -v ELF | head -n 5
}

for seed in 1 2 3; do
	timeout -s KILL 120 "$RASTRO" -f -o trace ./killed $seed 60
	same "seed $seed: the program's own status comes back" 42 $?
	same "  nothing is made up" "" "$(strangers trace)"
	same "  no result is another call's" "" "$(wrong_results trace)"
	same "  every process has one end" "" "$(sed -n 's/^\([0-9]*\) *+++ .*/\1/p' trace | sort | uniq -d | head -n 5)"
	same "  and none is without" "$(sed 's/ .*//' trace | sort -u | wc -l)" "$(grep -c ' +++ ' trace)"
done

# Processes that this shell started, directly or not, and that stand still under a tracer or a stop.
left_stopped()
{
	ps -o pid,stat,comm --no-headers -p "$1" | grep -E '^ *[0-9]+ [tT]'
}

# ended PID: waits until that process is gone, at most twenty seconds.
ended()
{
	timeout 20 sh -c "while grep -qs '^State:.[^XZ]' /proc/$1/status; do :; done"
}

cat >leftover.c <<'END'
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Tells its number, then calls without pause; a second argument bounds it. */
int main(void)
{
	FILE *file = fopen("pid.new", "w");

	fprintf(file, "%d\n", getpid());
	fclose(file);
	rename("pid.new", "pid");
	alarm(30);
	for (;;)
		syscall(SYS_getppid);
}
END
compile ./leftover.c -w
# With job control, what runs in the background does not ignore SIGINT.
set -m

for signal in TERM INT HUP KILL; do
	for target in launched attached; do
		rm -f pid
		if [ $target = launched ]; then
			# With -o it would keep these signals from itself until the program ends.
			"$RASTRO" -f ./leftover 2>/dev/null &
			tracer=$!
			until [ -s pid ]; do kill -0 $tracer || break; done
			tracee=$(cat pid)
		else
			./leftover &
			until [ -s pid ]; do kill -0 $! || break; done
			tracee=$(cat pid)
			"$RASTRO" -e trace=none -p $tracee 2>messages &
			tracer=$!
			until grep -q attached messages; do kill -0 $tracer || break; done
		fi
		kill -$signal $tracer
		check "SIG$signal ends the tracer of a process that was $target" ended $tracer
		check "  which does not leave it stopped" test -z "$(left_stopped $tracee)"
		kill -KILL $tracee 2>/dev/null
		check "  nor in its way when it is to die" ended $tracee
		wait 2>/dev/null
	done
done

finish
