/* Makes one kind of system call many times: what tracing costs is easiest to see here.
 *
 *	loop getppid|byte|read|open|hit COUNT [THREADS]
 *	loop sleep SECONDS THREADS
 *
 * The threads share the calls; those that sleep make none, and hits are calls of a function,
 * where debuggers have a breakpoint. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void loop_getppid(long count)
{
	while (count--)
		syscall(SYS_getppid);
}

enum { THREADS_MAX = 4096, STACK_SIZE = 64 * 1024 };

/* Reads that never block and always give something. */
static void read_zeros(long count, size_t size)
{
	int fd = open("/dev/zero", O_RDONLY);
	char buffer[64];

	while (count--)
		if (read(fd, buffer, size) != (ssize_t)size)
			exit(1);
}

static void loop_byte(long count)
{
	read_zeros(count, 1);
}

static void loop_read(long count)
{
	read_zeros(count, 64);
}

/* Two calls a round. */
static void loop_open(long count)
{
	while (count--)
		if (close(open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0)
			exit(1);
}

static void loop_sleep(long seconds)
{
	sleep((unsigned)seconds);
}

static volatile long hits;

__attribute__((noinline)) static void hit(long left)
{
	hits += left;
}

static void loop_hit(long count)
{
	while (count--)
		hit(count);
}

static const struct loop {
	const char *name;
	void (*run)(long count);
	int is_shared; /* the count is that of all threads */
} loops[] = {
	{ "getppid", loop_getppid, 1 },
	{ "byte", loop_byte, 1 },
	{ "read", loop_read, 1 },
	{ "open", loop_open, 1 },
	{ "hit", loop_hit, 1 },
	{ "sleep", loop_sleep, 0 },
};

static struct {
	const struct loop *loop;
	long count;
} work;

static void *thread_run(void *unused)
{
	work.loop->run(work.count);
	return unused;
}

static int run(const struct loop *loop, long count, long threads)
{
	pthread_t list[THREADS_MAX];
	pthread_attr_t attributes;

	work.loop = loop;
	work.count = loop->is_shared ? count / threads : count;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_SIZE);
	for (long i = 1; i < threads; i++)
		if (pthread_create(&list[i], &attributes, thread_run, NULL))
			return 1;
	thread_run(NULL);
	for (long i = 1; i < threads; i++)
		pthread_join(list[i], NULL);
	return 0;
}

int main(int argc, char **argv)
{
	long threads = argc == 4 ? atol(argv[3]) : 1;

	for (size_t i = 0; argc >= 3 && i < sizeof(loops) / sizeof(loops[0]); i++)
		if (strcmp(argv[1], loops[i].name) == 0 && threads >= 1 && threads <= THREADS_MAX)
			return run(&loops[i], atol(argv[2]), threads);
	fprintf(stderr, "usage: loop getppid|read|open|hit|sleep COUNT [THREADS]\n");
	return 2;
}
