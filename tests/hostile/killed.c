/* Starts workers with several threads that call without pause, and kills each at a moment
 * that the seed decides.  Arguments: seed, number of workers. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static uint64_t state;

static uint64_t draw(uint64_t limit)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (state >> 33) % limit;
}

static void *work(void *argument)
{
	char byte;
	int fd = open("/dev/zero", O_RDONLY);

	for (;;) {
		syscall(SYS_getppid);
		syscall(SYS_openat, AT_FDCWD, "/missing", O_RDONLY);
		syscall(SYS_read, fd, &byte, 1);
		syscall(SYS_sched_yield);
	}
}

static void worker(int threads)
{
	pthread_t thread;

	for (int i = 1; i < threads; i++)
		pthread_create(&thread, NULL, work, NULL);
	if (draw(4) == 0)
		pthread_exit(NULL);
	work(NULL);
}

int main(int argc, char **argv)
{
	int count = atoi(argv[2]);

	alarm(300);
	state = strtoull(argv[1], NULL, 0);
	for (int i = 0; i < count; i++) {
		int threads = 1 + draw(4);
		pid_t pid = fork();

		if (pid < 0)
			return 1;
		if (pid == 0)
			worker(threads);
		for (volatile uint64_t spin = draw(3000000); spin; spin--)
			;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
	return 42;
}
