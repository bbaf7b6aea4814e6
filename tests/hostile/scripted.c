/* Whom scripts.c debugs: threads, signals, processes and programs, and whether all of that
 * comes to its right end.
 *
 *	scripted REPORT		does its share, and ends
 *	scripted REPORT wait	the same, again and again until SIGUSR2
 *
 * REPORT is a file that each process writes a line to: "right", or "wrong" and why.  Its first
 * page counts how far they have come. */
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
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

enum { THREADS = 3, ROUNDS = 20, CHILDREN = 2, DEPTH = 4 };

volatile unsigned long count, last[THREADS + 1];
volatile unsigned char bytes[16];
static volatile sig_atomic_t signals, is_enough;
static volatile unsigned long *progress;
static int report;
static char *self;

static void say(const char *what, const char *why)
{
	char line[160];
	int length = snprintf(line, sizeof(line), "%s %s\n", what, why);

	while (write(report, line, (size_t)length) < 0 && errno == EINTR)
		;
}

static void wrong(const char *why)
{
	say("wrong", why);
	_exit(1);
}

/* ---- what is debugged */

__attribute__((noinline)) unsigned long inner(unsigned long n)
{
	count++;
	++*progress;
	bytes[n % sizeof(bytes)]++;
	return n * 3 + 1;
}

static inline __attribute__((always_inline)) unsigned long twice(unsigned long n)
{
	unsigned long first = inner(n);

	return first + inner(n);
}

__attribute__((noinline)) unsigned long work(unsigned long n, int who)
{
	unsigned long sum = twice(n);

	sum += inner(n + 1);
	last[who] = sum;
	return sum;
}

__attribute__((noinline)) unsigned long down(unsigned long n)
{
	volatile unsigned long mine = n;

	if (n > 0)
		mine += down(n - 1);
	return mine + 1;
}

__attribute__((noinline)) void out_of(jmp_buf where)
{
	longjmp(where, 1);
}

void on_signal(int signal)
{
	signals = signals + (signal == SIGUSR1);
	is_enough = is_enough | (signal == SIGUSR2);
}

static sigjmp_buf fault_end;

void on_fault(int signal)
{
	siglongjmp(fault_end, signal);
}

/* ---- whether somebody has left something in our code */

static int is_traced(void)
{
	char line[256];
	int tracer = 0;
	FILE *file = fopen("/proc/self/status", "re");

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "TracerPid: %d", &tracer);
	if (file)
		fclose(file);
	return tracer != 0;
}

static int segment_differs(int fd, const uint8_t *code, size_t length, off_t offset)
{
	uint8_t *there = mmap(NULL, length, PROT_READ, MAP_PRIVATE, fd, offset);

	if (there == MAP_FAILED)
		return 0;
	int differs = memcmp(code, there, length) != 0;

	munmap(there, length);
	return differs;
}

static int object_differs(struct dl_phdr_info *object, size_t size, void *unused)
{
	const char *name = *object->dlpi_name ? object->dlpi_name : "/proc/self/exe";
	int fd = open(name, O_RDONLY | O_CLOEXEC), differs = 0;

	(void)size;
	(void)unused;
	for (int i = 0; fd >= 0 && i < object->dlpi_phnum; i++) {
		const ElfW(Phdr) *segment = &object->dlpi_phdr[i];

		if (segment->p_type == PT_LOAD && segment->p_flags & PF_X)
			differs |= segment_differs(
				fd, (const uint8_t *)object->dlpi_addr + segment->p_vaddr,
				segment->p_filesz, (off_t)segment->p_offset);
	}
	if (fd >= 0)
		close(fd);
	return differs;
}

/* Whoever debugs us may do so in between. */
static void check_code(void)
{
	for (int i = 0; i < 3; i++)
		if (is_traced() || !dl_iterate_phdr(object_differs, NULL) || is_traced())
			return;
	wrong("code was left changed");
}

/* ---- what it does */

static void *thread(void *argument)
{
	const struct timespec moment = { .tv_nsec = 1000 };
	int who = (int)(intptr_t)argument;

	for (unsigned long i = 0; i < ROUNDS; i++) {
		unsigned long n = i * 100 + (unsigned)who;

		if (work(n, who) != 9 * n + 6)
			wrong("work returned something else");
		if (syscall(SYS_getppid) <= 0)
			wrong("getppid returned something else");
		if (i % 5 == 4)
			kill(getpid(), SIGUSR1);
		if (i % 8 == 3)
			nanosleep(&moment, NULL);
	}
	return NULL;
}

static void fault(void)
{
	if (sigsetjmp(fault_end, 1) == 0)
		*(volatile int *)8 = 1;
}

/* Ends by itself; whoever debugs it may kill it. */
static void wait_for(pid_t pid, int expected)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			wrong("waitpid failed");
	if (!(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) &&
	    !(WIFEXITED(status) && WEXITSTATUS(status) == expected)) {
		char why[64];

		snprintf(why, sizeof(why), "a process ended with status %x", (unsigned)status);
		wrong(why);
	}
}

static void child(int number)
{
	if (work((unsigned)number, THREADS) != 9 * (unsigned)number + 6 || down(DEPTH) != 15)
		wrong("a child calculates something else");
	check_code();
	say("right", "child");
	_exit(number + 1);
}

static void processes(void)
{
	for (int i = 0; i < CHILDREN; i++) {
		pid_t pid = fork();

		if (pid == 0)
			child(i);
		wait_for(pid, i + 1);
	}
	pid_t pid = vfork();

	if (pid == 0) {
		execl(self, self, "-", "leaf", NULL);
		_exit(98);
	}
	wait_for(pid, 9);
}

static void share(void)
{
	pthread_t threads[THREADS];
	jmp_buf where;

	for (int i = 0; i < THREADS; i++) {
		int number = pthread_create(&threads[i], NULL, thread, (void *)(intptr_t)i);

		if (number)
			wrong(strerror(number));
	}
	processes();
	if (setjmp(where) == 0)
		out_of(where);
	if (down(DEPTH) != 15)
		wrong("down returned something else");
	fault();
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	check_code();
}

static void begin(const char *path)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

	sigaction(SIGUSR1, &action, NULL);
	sigaction(SIGUSR2, &action, NULL);
	sigaction(SIGURG, &action, NULL);
	action.sa_handler = on_fault;
	sigaction(SIGSEGV, &action, NULL);
	report = open(path, O_RDWR | O_APPEND);
	progress = mmap(NULL, sizeof(*progress), PROT_READ | PROT_WRITE, MAP_SHARED, report, 0);
	if (progress == MAP_FAILED)
		exit(99);
}

int main(int argc, char **argv)
{
	const char *mode = argc > 2 ? argv[2] : "";

	if (strcmp(mode, "leaf") == 0)
		return 9;
	self = argv[0];
	begin(argv[1]);
	if (strcmp(mode, "again") != 0 && strcmp(mode, "wait") != 0) {
		share();
		execl(self, self, argv[1], "again", NULL);
	}
	do
		share();
	while (strcmp(mode, "wait") == 0 && !is_enough);
	say("right", "main");
	return 0;
}
