/* How fast a program can be stepped at all: PTRACE_SINGLESTEP and wait4(), and nothing else.
 *
 *	step COMMAND [ARGUMENT]...
 *
 * Prints how many steps there were, and how many of them in a second. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "one_cpu.h"

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	unsigned long steps = 0;
	int status;

	if (argc < 2) {
		fputs("usage: step COMMAND [ARGUMENT]...\n", stderr);
		return 2;
	}
	stay_on_this_cpu(); /* between two a stop takes ten times as long */
	pid_t child = fork();

	if (child == 0) {
		ptrace(PTRACE_TRACEME, 0, NULL, NULL);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	waitpid(child, &status, 0);
	double begin = now();

	while (WIFSTOPPED(status)) {
		if (ptrace(PTRACE_SINGLESTEP, child, NULL, NULL) < 0 ||
		    waitpid(child, &status, 0) < 0)
			break;
		steps++;
	}
	double seconds = now() - begin;

	printf("%lu steps, %.0f a second\n", steps, (double)steps / seconds);
	return 0;
}
