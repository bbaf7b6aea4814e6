/* Attaches to a busy process again and again, and leaves it, or is killed, at moments that
 * the seed decides: it goes on, each of its calls is made once and returns what it should.
 *
 *	attaching RASTRO SEED ROUNDS leave|kill THREADS
 *
 * The process reads, waits for its other threads, blocks and handles signals, makes threads
 * and children; it counts what goes wrong.  A tracer that was let go leaves nothing behind,
 * so the same process serves all rounds; after one that was killed a new one is begun. */
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	SECONDS_MAX = 60,
	THREADS_MAX = 16,
	STATUS_GOOD = 42,
	MORE = 300, /* calls that have to follow a tracer's end */
};

static struct shared {
	volatile unsigned long done[THREADS_MAX];
	volatile unsigned long signals, wrong, line;
} * shared;

static uint64_t state;
static int is_killed;
static void *volatile bad_pointer = (void *)8;

static uint64_t draw(uint64_t limit)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (state >> 33) % limit;
}

/* ---- the process */

static void expect(int is_right, int line)
{
	if (is_right)
		return;
	shared->wrong++;
	shared->line = (unsigned long)line;
}

#define EXPECT(what) expect(what, __LINE__)

/* Calls getppid() by an instruction in two lines of the CPU's caches, which cannot be changed
 * in one go; the filling behind it could. */
long call_across(void);
__asm__(".text\n"
        "	.balign 64\n"
        "	.type call_across, @function\n"
        "call_across:\n"
        "	movl $110, %eax\n"
        "	.skip 58, 0x90\n"
        "	syscall\n"
        "	ret\n"
        "	.balign 64, 0xcc\n");
enum { ACROSS_SIZE = 128 };

static void count_signal(int number)
{
	(void)number;
	EXPECT(syscall(SYS_getppid) == getppid());
	shared->signals++;
}

static void *end_at_once(void *argument)
{
	return argument;
}

static void make_thread(void)
{
	pthread_t thread;
	void *result = NULL;

	EXPECT(pthread_create(&thread, NULL, end_at_once, &result) == 0);
	pthread_join(thread, &result);
	EXPECT(result == &result);
}

static void make_child(void)
{
	int status = 0;
	pid_t pid = fork();

	if (pid == 0)
		_exit(getpid() == syscall(SYS_getpid) ? 7 : 8);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

static void block_signals(void)
{
	sigset_t all, before, now;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	EXPECT(syscall(SYS_getuid) == getuid());
	pthread_sigmask(SIG_SETMASK, &before, &now);
	EXPECT(sigismember(&now, SIGSYS) && sigismember(&now, SIGALRM));
	EXPECT(!sigismember(&before, SIGSYS));
}

static void talk(const int pipe[2], unsigned long number)
{
	unsigned long answer = 0;

	EXPECT(write(pipe[1], &number, sizeof(number)) == sizeof(number));
	EXPECT(read(pipe[0], &answer, sizeof(answer)) == sizeof(answer) && answer == number);
}

static void *work(void *argument)
{
	volatile unsigned long *done = argument;
	int zero = open("/dev/zero", O_RDONLY), pair[2];
	struct epoll_event event;
	char bytes[10];

	if (pipe(pair) < 0)
		_exit(9);
	int set = epoll_create1(0);

	for (unsigned long i = 1;; i++) {
		memset(bytes, 1, sizeof(bytes));
		EXPECT(read(zero, bytes, sizeof(bytes)) == sizeof(bytes) && !bytes[9]);
		EXPECT(syscall(SYS_getppid) == call_across());
		EXPECT(read(zero, bad_pointer, 1) == -1 && errno == EFAULT);
		talk(pair, i);
		EXPECT(epoll_wait(set, &event, 1, 0) == 0);
		if (i % 128 == 0)
			block_signals();
		if (i % 512 == 0)
			make_thread();
		if (i % 2048 == 0)
			make_child();
		if (i % 64 == 0)
			usleep(10);
		*done = i;
	}
	return argument;
}

/* Sleep for ever, in calls of different kinds: they must not return. */
static void *sleep_in_read(void *argument)
{
	int pair[2];

	EXPECT(pipe(pair) == 0);
	EXPECT(read(pair[0], argument, 1) == 1);
	return NULL;
}

static void *sleep_in_epoll(void *argument)
{
	struct epoll_event event;

	/* A tracer that is killed may have ended it: the kernel does not begin it anew. */
	int set = epoll_create1(0);

	while (epoll_wait(set, &event, 1, -1) < 0 && errno == EINTR)
		EXPECT(is_killed);
	EXPECT(0);
	return argument;
}

static void *sleep_in_futex(void *argument)
{
	static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

	pthread_mutex_lock(&mutex);
	pthread_mutex_lock(&mutex);
	EXPECT(0);
	return argument;
}

static void process(int threads)
{
	const struct sigaction action = { .sa_handler = count_signal,
		                          .sa_flags = SA_RESTART,
		                          .sa_mask = { { ~0ul } } };
	const struct itimerval often = { { 0, 3000 }, { 0, 3000 } };
	sigset_t theirs;
	pthread_t thread;

	sigaction(SIGALRM, &action, NULL);
	sigemptyset(&theirs);
	sigaddset(&theirs, SIGALRM);
	sigaddset(&theirs, SIGCHLD);
	/* The sleepers get no signals, which would end epoll_wait(): under a tracer even those
	 * that are ignored, and that another thread takes. */
	pthread_sigmask(SIG_BLOCK, &theirs, NULL);
	if (threads > 1) {
		pthread_create(&thread, NULL, sleep_in_read, (void *)&shared->line);
		pthread_create(&thread, NULL, sleep_in_epoll, NULL);
		pthread_create(&thread, NULL, sleep_in_futex, NULL);
	}
	pthread_sigmask(SIG_UNBLOCK, &theirs, NULL);
	setitimer(ITIMER_REAL, &often, NULL);
	for (int i = 1; i < threads; i++)
		pthread_create(&thread, NULL, work, (void *)&shared->done[i]);
	work((void *)&shared->done[0]);
}

static pid_t process_start(int threads)
{
	memset(shared, 0, sizeof(*shared));
	pid_t pid = fork();

	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		process(threads);
	}
	for (int i = 0; i < threads; i++)
		while (!shared->done[i])
			usleep(100);
	return pid;
}

/* ---- what becomes of it */

static int traced_by(pid_t pid)
{
	char path[64], line[256];
	int tracer = 0;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "TracerPid: %d", &tracer);
	if (file)
		fclose(file);
	return tracer;
}

/* It was forked: its code is ours. */
static int has_code(pid_t pid)
{
	char path[64], bytes[ACROSS_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/mem", pid);
	int memory = open(path, O_RDONLY);
	ssize_t count = pread(memory, bytes, sizeof(bytes), (off_t)call_across);

	close(memory);
	return count == sizeof(bytes) && memcmp(bytes, (void *)call_across, sizeof(bytes)) == 0;
}

static int is_clean(pid_t pid)
{
	char path[64], line[512];
	int clean = has_code(pid);

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file))
		clean &= !strstr(line, "memfd:rastro") && strncmp(line, "70000000-", 9) != 0;
	if (file)
		fclose(file);
	return clean;
}

/* All threads have made more calls. */
static int goes_on(pid_t pid, int threads)
{
	unsigned long before[THREADS_MAX];
	int status;

	for (int i = 0; i < threads; i++)
		before[i] = shared->done[i];
	for (int i = 0; i < threads; i++)
		while (shared->done[i] < before[i] + MORE) {
			if (waitpid(pid, &status, WNOHANG) == pid) {
				fprintf(stderr, "it ended: %x\n", status);
				return 0;
			}
			usleep(200);
		}
	return 1;
}

static pid_t tracer_start(const char *rastro, pid_t pid)
{
	char target[16];
	pid_t tracer = fork();

	if (tracer)
		return tracer;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	snprintf(target, sizeof(target), "%d", pid);
	int null = open("/dev/null", O_WRONLY);

	dup2(null, 2);
	execl(rastro, "rastro", "--engine=hybrid", "-f", "-o", "/dev/null", "-p", target, NULL);
	_exit(98);
}

static int round_play(const char *rastro, pid_t pid, int signal, int threads)
{
	pid_t tracer = tracer_start(rastro, pid);
	int status;

	while (!traced_by(pid))
		if (waitpid(tracer, &status, WNOHANG) == tracer)
			return 3;
	usleep((useconds_t)(draw(4) ? draw(20000) : draw(200000)));
	kill(tracer, signal);
	waitpid(tracer, &status, 0);
	if (!goes_on(pid, threads))
		return 4;
	if (traced_by(pid) || (signal != SIGKILL && !is_clean(pid)))
		return 5;
	if (shared->wrong)
		fprintf(stderr, "%lu times wrong, last in line %lu\n", shared->wrong, shared->line);
	return shared->wrong || !shared->signals ? 6 : 0;
}

int main(int argc, char **argv)
{
	int rounds = argc == 6 ? atoi(argv[3]) : 0, threads = argc == 6 ? atoi(argv[5]) : 1;
	pid_t pid = 0;

	is_killed = argc == 6 && strcmp(argv[4], "kill") == 0;
	state = argc == 6 ? strtoull(argv[2], NULL, 0) : 0;
	shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1,
	              0);
	for (int i = 0; i < rounds; i++) {
		/* What hangs is ended by it. */
		alarm(SECONDS_MAX);
		if (!pid)
			pid = process_start(threads);
		int status = round_play(argv[1], pid, is_killed ? SIGKILL : SIGTERM, threads);

		if (status) {
			fprintf(stderr, "round %d\n", i);
			return status;
		}
		if (!is_killed)
			continue;
		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
		pid = 0;
	}
	return STATUS_GOOD;
}
