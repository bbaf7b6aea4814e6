/* For step.t: what an instruction tracer may get wrong, a mode for each. */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TRAP_FLAG = 1 << 8 };

/* What step.t looks at lies in one function. */
#define SHOWN __attribute__((noinline, noclone, used))

static char from[128] = "what is moved from here", to[128];

SHOWN static long straight(long a)
{
	long result;

	__asm__("mov %1, %0\n\tadd $2, %0\n\tnop\n\timul $3, %0" : "=&r"(result) : "r"(a) : "cc");
	return result;
}

SHOWN static void repeat(void *target, const void *source, size_t count)
{
	__asm__ volatile("rep movsb" : "+D"(target), "+S"(source), "+c"(count) : : "memory");
}

SHOWN static size_t find(const char *text, char wanted, size_t count)
{
	__asm__ volatile("repne scasb" : "+D"(text), "+c"(count) : "a"(wanted) : "cc", "memory");
	return count;
}

SHOWN static unsigned long pushed_flags(void)
{
	unsigned long flags;

	__asm__ volatile("pushf\n\tpop %0" : "=r"(flags));
	return flags;
}

static int show_flags(void)
{
	unsigned long left = 0;

#ifdef __x86_64__
	long result;

	__asm__ volatile("syscall\n\tmov %%r11, %1"
	                 : "=a"(result), "=r"(left)
	                 : "0"(SYS_getppid)
	                 : "rcx", "r11", "memory");
#endif
	printf("pushed %lu left %lu\n", pushed_flags() & TRAP_FLAG, left & TRAP_FLAG);
	return 0;
}

static int show_repeat(void)
{
	repeat(to, from, 100);
	/* Each byte becomes that before it. */
	repeat(to + 1, to, 50);
	repeat(to, from, 0);
	printf("%.51s %zu\n", to, find(from, 'm', sizeof(from)));
	return 0;
}

static volatile sig_atomic_t handled;

SHOWN static void handler(int signal)
{
	(void)signal;
	handled++;
}

static int show_signal(void)
{
	struct timespec moment = { .tv_nsec = 1000000 };

	signal(SIGUSR1, handler);
	signal(SIGALRM, handler);
	raise(SIGUSR1);
	alarm(1);
	/* A call that is interrupted; one that is taken up again afterwards. */
	pause();
	nanosleep(&moment, NULL);
	printf("handled %d\n", (int)handled);
	return 0;
}

static int show_fault(void)
{
	*(volatile int *)16 = straight(1);
	return 0;
}

static int show_written(void)
{
	uint8_t *code = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	                     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	static const uint8_t first[] = { 0xb8, 1, 0, 0, 0, 0xc3 }; /* mov eax, 1; ret */
	int sum = 0;

	memcpy(code, first, sizeof(first));
	for (int i = 0; i < 3; i++) {
		code[1] = (uint8_t)(0x11 * (i + 1));
		sum += ((int (*)(void))(void *)code)();
	}
	printf("sum %d\n", sum);
	return 0;
}

static int show_vdso(void)
{
	struct timespec now;

	return clock_gettime(CLOCK_MONOTONIC, &now);
}

SHOWN static long call_80(long nr)
{
	long result = nr;

#ifdef __x86_64__
	__asm__ volatile("int $0x80" : "+a"(result) : : "memory", "r8", "r9", "r10", "r11");
#else
	__asm__ volatile("int $0x80" : "+a"(result) : : "memory");
#endif
	return result;
}

static int show_int_80(void)
{
	/* getpid of i386 */
	printf("%s\n", call_80(20) == getpid() ? "same" : "different");
	return 0;
}

static void *thread(void *argument)
{
	return (void *)straight((long)argument);
}

static int show_threads(void)
{
	pthread_t threads[4];
	long sum = 0;

	for (long i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, thread, (void *)i);
	for (long i = 0; i < 4; i++) {
		void *result;

		pthread_join(threads[i], &result);
		sum += (long)result;
	}
	printf("sum %ld\n", sum);
	return 0;
}

static int show_children(void)
{
	int status;
	pid_t child = fork();

	if (child == 0)
		_exit((int)straight(1));
	waitpid(child, &status, 0);
	child = vfork();
	if (child == 0) {
		execl("/proc/self/exe", "step", "straight", NULL);
		_exit(127);
	}
	waitpid(child, &status, 0);
	printf("exited %d\n", WEXITSTATUS(status));
	return 0;
}

SHOWN static long inner(long a)
{
	return straight(a) - 6;
}

SHOWN static long outer(long a)
{
	long sum = 0;

	for (long i = 0; i < 2; i++)
		sum += inner(a + i); /* a line of outer */
	return sum;
}

SHOWN static int show_nested(void)
{
	printf("%ld\n", outer(1) + outer(2));
	return 0;
}

/* What stands between a call and the next one. */
SHOWN static long look(const char *line, ssize_t length)
{
	return length > 0 ? line[0] : 0;
}

SHOWN static void after(const char *line, ssize_t length)
{
	if (write(STDOUT_FILENO, line, (size_t)length) != length)
		exit(1);
}

static int show_echo(void)
{
	static char line[64];
	ssize_t length = syscall(SYS_read, STDIN_FILENO, line, sizeof(line));
	int first = (int)look(line, length);

	syscall(SYS_write, STDERR_FILENO, "", 0);
	after(line, length);
	return first == 0;
}

/* For one that joins it: works at every line that comes. */
static int show_wait(void)
{
	long result = 0;
	char byte;

	while (read(STDIN_FILENO, &byte, 1) == 1)
		result = straight(5);
	return (int)result;
}

int main(int argc, char **argv)
{
	const char *mode = argc > 1 ? argv[1] : "straight";
	const struct {
		const char *name;
		int (*show)(void);
	} modes[] = {
		{ "flags", show_flags },       { "repeat", show_repeat },
		{ "signal", show_signal },     { "fault", show_fault },
		{ "written", show_written },   { "vdso", show_vdso },
		{ "int80", show_int_80 },      { "threads", show_threads },
		{ "children", show_children }, { "wait", show_wait },
		{ "nested", show_nested },     { "echo", show_echo },
	};

	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++)
		if (strcmp(mode, modes[i].name) == 0)
			return modes[i].show();
	return (int)straight(5);
}
