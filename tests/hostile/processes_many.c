/* Starts as many short processes as the first argument says, a few at a time. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	int count = atoi(argv[1]);

	alarm(300);
	for (int i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return 1;
		if (pid == 0) {
			syscall(SYS_getppid);
			_exit(i % 3);
		}
		if (i >= 4)
			wait(NULL);
	}
	while (wait(NULL) > 0)
		;
	return 42;
}
