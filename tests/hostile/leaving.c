/* Kills a tracer that is letting go, or whom it traces, at moments that the seed decides:
 * nobody may stay stopped, nobody may hang.
 *
 *	leaving RASTRO SEED ROUNDS tracer|tracee
 *
 * Each round a process of several threads that call and sleep is attached to; SIGTERM
 * tells the tracer to leave; a moment later one of the two is killed. */
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 4, SECONDS_MAX = 30 };

static uint64_t state;

static uint64_t draw(uint64_t limit)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (state >> 33) % limit;
}

static void *work(void *argument)
{
	const struct timespec moment = { .tv_nsec = 1000 };

	for (unsigned i = 0;; i++) {
		syscall(SYS_getppid);
		if (i % 16 == 0)
			nanosleep(&moment, NULL);
	}
	return argument;
}

static void worker(void)
{
	pthread_t thread;

	for (int i = 1; i < THREADS; i++)
		pthread_create(&thread, NULL, work, NULL);
	work(NULL);
}

/* A field of /proc/PID/status, or of one of its threads. */
static char *field(const char *process, const char *name, char line[256])
{
	char path[64];
	size_t length = strlen(name);

	snprintf(path, sizeof(path), "/proc/%s/status", process);
	FILE *file = fopen(path, "r");

	strcpy(line, "");
	while (file && fgets(line, 256, file) && strncmp(line, name, length) != 0)
		strcpy(line, "");
	if (file)
		fclose(file);
	return *line ? line + length + 1 : line;
}

static int traced_by(pid_t pid)
{
	char process[16], line[256];

	snprintf(process, sizeof(process), "%d", pid);
	return atoi(field(process, "TracerPid:", line));
}

/* True when the process goes on: it is neither stopped nor traced. */
static int goes_on(pid_t pid)
{
	char process[16], line[256];

	snprintf(process, sizeof(process), "%d", pid);
	return !strchr("tT", *field(process, "State:", line)) && traced_by(pid) == 0;
}

/* Like fork(); should we be ended by the alarm, the child ends, too. */
static pid_t child_start(void)
{
	pid_t pid = fork();

	if (pid == 0)
		prctl(PR_SET_PDEATHSIG, SIGKILL);
	return pid;
}

static int round_play(char *rastro, int kill_tracer)
{
	char target[16];
	pid_t victim = child_start(), tracer;

	if (victim == 0)
		worker();
	snprintf(target, sizeof(target), "%d", victim);
	tracer = child_start();
	if (tracer == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, 2);
		execl(rastro, "rastro", "-f", "-o", "/dev/null", "-p", target, NULL);
		_exit(98);
	}
	while (!traced_by(victim))
		if (waitpid(tracer, NULL, WNOHANG) != 0)
			return 3;
	for (volatile uint64_t spin = draw(3000000); spin; spin--)
		;
	kill(tracer, SIGTERM);
	for (volatile uint64_t spin = draw(300000); spin; spin--)
		;
	kill(kill_tracer ? tracer : victim, SIGKILL);
	/* The alarm ends what hangs. */
	waitpid(tracer, NULL, 0);
	int status = kill_tracer && !goes_on(victim) ? 4 : 0;

	kill(victim, SIGKILL);
	waitpid(victim, NULL, 0);
	return status;
}

int main(int argc, char **argv)
{
	int rounds = atoi(argv[3]);

	state = strtoull(argv[2], NULL, 0);
	for (int i = 0; i < rounds; i++) {
		alarm(SECONDS_MAX);
		int status = round_play(argv[1], strcmp(argv[4], "tracer") == 0);

		if (status)
			return status;
	}
	return argc == 5 ? 42 : 1;
}
