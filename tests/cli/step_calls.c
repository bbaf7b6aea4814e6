/* For step_calls.t: what a tree of calls may get wrong, a mode for each. */
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define SHOWN __attribute__((noinline, noclone, used, externally_visible))

static volatile long kept;

SHOWN long sum(int a, unsigned char b, long long c, const char *text)
{
	kept++;
	return a + b + c + (long)strlen(text);
}

SHOWN double half(double value, float more, bool ok)
{
	kept++;
	return ok ? value / 2 + (double)more : 0;
}

SHOWN void nothing(void)
{
	kept++;
}

SHOWN int many(int a, int b, int c, int d, int e, int f, int g, short h)
{
	kept++;
	return a + b + c + d + e + f + g + h;
}

SHOWN int types(void)
{
	nothing();
	return (int)sum(-1, 200, 1LL << 40, "a text") + (int)half(3.0, 0.25f, true) +
	       many(1, 2, 3, 4, 5, 6, 7, -8);
}

SHOWN long depth(long n)
{
	return n ? depth(n - 1) + kept : 0;
}

/* Where what it calls last returns for it. */
SHOWN long last(long a)
{
	kept++;
	return a + 1;
}

SHOWN long first(long a)
{
	kept++;
#if defined(__x86_64__)
	__asm__ volatile("" : : "r"(a));
#endif
	return last(a * 2);
}

static jmp_buf back;

SHOWN void far(void)
{
	longjmp(back, 1);
}

SHOWN void middle(void)
{
	far();
	kept++;
}

SHOWN int jumps(void)
{
	if (setjmp(back) == 0)
		middle();
	nothing();
	return 0;
}

SHOWN void handler(int signal)
{
	kept += signal;
	nothing();
}

SHOWN int signals(void)
{
	static char room[1 << 16];
	stack_t stack = { .ss_sp = room, .ss_size = sizeof(room) };
	struct sigaction action = { .sa_handler = handler };

	sigaction(SIGUSR1, &action, NULL);
	raise(SIGUSR1);
	sigaltstack(&stack, NULL);
	action.sa_flags = SA_ONSTACK;
	sigaction(SIGUSR2, &action, NULL);
	raise(SIGUSR2);
	nothing();
	return 0;
}

static void *thread(void *argument)
{
	return (void *)depth((long)argument);
}

SHOWN int threads(void)
{
	pthread_t other;
	void *result;

	pthread_create(&other, NULL, thread, (void *)2L);
	pthread_join(other, &result);
	return (int)(long)result;
}

SHOWN int children(void)
{
	int status;

	if (fork() == 0) {
		nothing();
		_exit((int)depth(1));
	}
	wait(&status);
	return 0;
}

/* For one that joins it. */
SHOWN int waits(void)
{
	char byte;

	while (read(STDIN_FILENO, &byte, 1) == 1)
		depth(2);
	return 0;
}

static volatile sig_atomic_t traps_come;

static void trap_comes(int number)
{
	(void)number;
	traps_come++;
}

/* A child sends one whenever the last one has come, wherever we are then: they look like those
 * of a breakpoint. */
SHOWN int traps(void)
{
	enum { TRAPS = 100 };
	const char one = 1;
	char byte;
	const struct sigaction action = { .sa_handler = trap_comes, .sa_flags = SA_NODEFER };
	int seen = 0, ready[2];

	alarm(100); /* one that is lost is waited for */
	/* While it is blocked a breakpoint would take its handler away. */
	sigaction(SIGTRAP, &action, NULL);
	if (pipe(ready) < 0)
		return 1;
	pid_t parent = getpid(), child = fork();

	if (child == 0) {
		close(ready[1]);
		for (long wait = 0; read(ready[0], &byte, 1) == 1; wait += 5000) {
			for (volatile long i = 0; i < wait; i++)
				;
			kill(parent, SIGTRAP);
		}
		_exit(0);
	}
	while (seen < TRAPS) {
		if (write(ready[1], &one, 1) != 1)
			return 1;
		seen++;
		while (traps_come < seen)
			nothing();
	}
	close(ready[1]);
	waitpid(child, NULL, 0);
	printf("%d traps, %d came\n", seen, (int)traps_come);
	return 0;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "types";
	const struct {
		const char *name;
		int (*run)(void);
	} modes[] = {
		{ "types", types },     { "jumps", jumps },       { "signals", signals },
		{ "threads", threads }, { "children", children }, { "waits", waits },
		{ "traps", traps },
	};

	if (strcmp(mode, "depth") == 0)
		return (int)depth(3);
	if (strcmp(mode, "first") == 0)
		return (int)first(argc);
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++)
		if (strcmp(mode, modes[i].name) == 0)
			return modes[i].run();
	return 1;
}
