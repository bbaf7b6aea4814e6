/* How fast a program can be stopped by int3 at all: PTRACE_CONT and wait4(), and nothing else.
 *
 *	stops COUNT
 *
 * The program meets so many int3s; whoever debugs it has more to do at each. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "one_cpu.h"

static void meet(long count)
{
	while (count--)
		__asm__ volatile("int3");
}

int main(int argc, char **argv)
{
	int status;

	if (argc != 2) {
		fputs("usage: stops COUNT\n", stderr);
		return 2;
	}
	stay_on_this_cpu(); /* between two a stop takes ten times as long */
	pid_t child = fork();

	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		raise(SIGSTOP);
		meet(atol(argv[1]));
		_exit(0);
	}
	while (waitpid(child, &status, 0) == child && WIFSTOPPED(status))
		ptrace(PTRACE_CONT, child, NULL, NULL);
	return 0;
}
