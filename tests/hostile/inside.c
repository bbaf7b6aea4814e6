/* What is hard to get right for who records calls inside a program.
 *
 *	inside CASE [LIBRARY...]
 *
 * Each case judges for itself whether its calls did what they do without a tracer, and
 * ends with 0; 77: it cannot be tried here.  It says first how many getppid() it will make,
 * all its threads and children together, where that is certain. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/rseq.h>
#include <linux/sched.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/rseq.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

extern char **environ;

#define EXPECT(what)                                                                               \
	do {                                                                                       \
		if (!(what)) {                                                                     \
			fprintf(stderr, "line %d: %s (errno %d)\n", __LINE__, #what, errno);       \
			_exit(1);                                                                  \
		}                                                                                  \
	} while (0)

enum { SKIPPED = 77, WARM = 1000 };

static pid_t parent;
static char **libraries; /* or other words */

static void will_make(long calls)
{
	dprintf(STDOUT_FILENO, "%ld\n", calls + 1); /* main() has made one */
}

static void calls_make(long count)
{
	for (long i = 0; i < count; i++)
		EXPECT(syscall(SYS_getppid) == parent);
}

/* Until the places it makes its calls from lead to the agent. */
static void warm_up(void)
{
	calls_make(WARM);
}

static void action_set(int signal, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = flags };

	EXPECT(sigaction(signal, &action, NULL) == 0);
}

static void alarm_in(long microseconds, long interval)
{
	const struct itimerval timer = { { 0, interval }, { 0, microseconds } };

	EXPECT(setitimer(ITIMER_REAL, &timer, NULL) == 0);
}

/* ---- interrupted calls */

static int ends[2];
static atomic_long handled;

static void count_it(int signal)
{
	(void)signal;
	handled++;
}

static void write_it(int signal)
{
	(void)signal;
	handled++;
	EXPECT(write(ends[1], "x", 1) == 1);
}

static double seconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static void reads_are_restarted(void)
{
	char byte;

	for (int i = 0; i < 20; i++) {
		EXPECT(write(ends[1], "y", 1) == 1);
		EXPECT(read(ends[0], &byte, 1) == 1);
	}
	for (int i = 0; i < 10; i++) {
		action_set(SIGALRM, write_it, SA_RESTART);
		alarm_in(2000, 0);
		byte = 0;
		EXPECT(read(ends[0], &byte, 1) == 1 && byte == 'x');
		action_set(SIGALRM, count_it, 0);
		alarm_in(2000, 0);
		EXPECT(read(ends[0], &byte, 1) == -1 && errno == EINTR);
	}
}

/* SA_RESTART is for none of these. */
static void sleeps_are_interrupted(void)
{
	struct pollfd wanted = { ends[0], POLLIN, 0 };
	struct epoll_event event = { .events = EPOLLIN };
	struct timespec little = { 0, 1 }, much = { 10, 0 }, left;
	int poller = epoll_create1(0), word = 0;
	sigset_t none;

	sigemptyset(&none);
	EXPECT(epoll_ctl(poller, EPOLL_CTL_ADD, ends[0], &event) == 0);
	action_set(SIGALRM, count_it, SA_RESTART);
	for (int i = 0; i < 20; i++) {
		EXPECT(nanosleep(&little, NULL) == 0);
		EXPECT(poll(&wanted, 1, 0) == 0);
		EXPECT(epoll_wait(poller, &event, 1, 0) == 0);
		EXPECT(syscall(SYS_futex, &word, FUTEX_WAIT, 1, NULL) == -1 && errno == EAGAIN);
	}
	for (int i = 0; i < 10; i++) {
		alarm_in(2000, 0);
		EXPECT(nanosleep(&much, &left) == -1 && errno == EINTR && left.tv_sec == 9);
		alarm_in(2000, 0);
		EXPECT(poll(&wanted, 1, 10000) == -1 && errno == EINTR);
		alarm_in(2000, 0);
		EXPECT(epoll_wait(poller, &event, 1, 10000) == -1 && errno == EINTR);
		alarm_in(2000, 0);
		EXPECT(syscall(SYS_futex, &word, FUTEX_WAIT, 0, &much) == -1 && errno == EINTR);
		alarm_in(2000, 0);
		EXPECT(pause() == -1 && errno == EINTR);
		alarm_in(2000, 0);
		EXPECT(sigsuspend(&none) == -1 && errno == EINTR);
	}
	close(poller);
}

/* Stopped and continued, a sleep goes on where it was: restart_syscall. */
static void sleeps_go_on(void)
{
	pid_t self = getpid(), child = fork();
	const struct timespec tenth = { 0, 100 * 1000 * 1000 };
	int status;

	if (!child) {
		for (int i = 0; i < 20; i++) {
			usleep(3000);
			kill(self, SIGSTOP);
			kill(self, SIGCONT);
		}
		_exit(0);
	}
	double start = seconds_now();
	struct timespec left = tenth;

	EXPECT(nanosleep(&left, &left) == 0);
	EXPECT(seconds_now() - start >= 0.1);
	struct pollfd wanted = { ends[0], POLLIN, 0 };

	EXPECT(poll(&wanted, 1, 50) == 0);
	EXPECT(waitpid(child, &status, 0) == child && status == 0);
}

static int restarts(void)
{
	will_make(WARM);
	EXPECT(pipe(ends) == 0);
	warm_up();
	reads_are_restarted();
	sleeps_are_interrupted();
	sleeps_go_on();
	return 0;
}

/* A signal a thousand times a second: each call is made once, and answers rightly. */
static int ticks(void)
{
	enum { CALLS = 60000 };
	int zeros = open("/dev/zero", O_RDONLY | O_CLOEXEC);
	char bytes[16];

	will_make(WARM + CALLS);
	warm_up();
	action_set(SIGALRM, count_it, SA_RESTART);
	alarm_in(1000, 1000);
	for (int i = 0; i < CALLS; i++) {
		calls_make(1);
		memset(bytes, 1, sizeof(bytes));
		EXPECT(read(zeros, bytes, 9) == 9 && !bytes[8] && bytes[9] == 1);
	}
	alarm_in(0, 0);
	EXPECT(handled > 0);
	return 0;
}

static sigjmp_buf back;

static void jump_back(int signal)
{
	(void)signal;
	siglongjmp(back, 1);
}

/* Out of a handler, from wherever it was: nobody returns to what was interrupted. */
static int jumps(void)
{
	volatile int jumped = 0;
	volatile long result = 0;

	EXPECT(pipe(ends) == 0);
	warm_up();
	action_set(SIGALRM, jump_back, SA_NODEFER);
	if (sigsetjmp(back, 1))
		jumped++;
	if (jumped < 300) {
		alarm_in(500 + jumped, 0);
		if (jumped % 3 == 0)
			EXPECT(read(ends[0], (void *)&result, 1) == 0);
		for (;;)
			EXPECT((result = syscall(SYS_getppid)) == parent);
	}
	alarm_in(0, 0);
	calls_make(WARM);
	return 0;
}

static void call_here(int signal)
{
	(void)signal;
	handled += syscall(SYS_getppid) == parent;
}

/* A signal stack with room for nothing but the signal's own frame. */
static int small_stack(void)
{
	enum { ROUNDS = 200, GUARD = 4096, HANDLER = 512 };
	static uint8_t room[65536] __attribute__((aligned(4096)));
	size_t least = getauxval(AT_MINSIGSTKSZ);
	struct sigaction action = { .sa_handler = call_here, .sa_flags = SA_ONSTACK };

	if (!least)
		least = MINSIGSTKSZ;
	EXPECT(least + HANDLER + GUARD <= sizeof(room));
	will_make(WARM + 2 * ROUNDS);
	memset(room, 0x5a, sizeof(room));
	const stack_t stack = { .ss_sp = room + GUARD, .ss_size = least + HANDLER };

	EXPECT(sigaltstack(&stack, NULL) == 0);
	EXPECT(sigaction(SIGUSR1, &action, NULL) == 0);
	warm_up();
	for (int i = 0; i < ROUNDS; i++) {
		calls_make(1);
		EXPECT(raise(SIGUSR1) == 0);
	}
	EXPECT(handled == ROUNDS);
	for (int i = 0; i < GUARD; i++)
		EXPECT(room[i] == 0x5a);
	return 0;
}

/* ---- threads and processes */

static void *calls_and_end(void *count)
{
	calls_make((long)count);
	return NULL;
}

static int threads(void)
{
	enum { THREADS = 64, CALLS = 500, ROUNDS = 3 };
	pthread_t made[THREADS];

	will_make(WARM + ROUNDS * THREADS * CALLS);
	warm_up();
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < THREADS; i++)
			EXPECT(pthread_create(&made[i], NULL, calls_and_end, (void *)CALLS) == 0);
		for (int i = 0; i < THREADS; i++)
			EXPECT(pthread_join(made[i], NULL) == 0);
	}
	return 0;
}

/* A child goes on with all registers of who made it; the sum of them is the same. */
static pid_t bear(long nr, long argument, uint64_t *sum)
{
	pid_t child;
	register long stack __asm__("r10") = 0;

	__asm__ volatile("mov $1, %%rbx; mov $20, %%r12; mov $300, %%r13; mov $4000, %%r14\n"
	                 "mov $50000, %%r15; mov $600000, %%r8; mov $7000000, %%r9\n"
	                 "syscall\n"
	                 "add %%r12, %%rbx; add %%r13, %%rbx; add %%r14, %%rbx; add %%r15, %%rbx\n"
	                 "add %%r8, %%rbx; add %%r9, %%rbx; mov %%rbx, %1"
	                 : "=a"(child), "=m"(*sum)
	                 : "0"(nr), "D"(argument), "S"(0L), "d"(0L), "r"(stack)
	                 : "rbx", "r12", "r13", "r14", "r15", "r8", "r9", "rcx", "r11", "memory");
	return child;
}

enum { BORN = 40, BEARERS = 4 };

static void *bear_all(void *nothing)
{
	(void)nothing;
	for (int i = 0; i < BORN; i++) {
		uint64_t sum = 0;
		pid_t child = i % 2 ? bear(SYS_fork, 0, &sum) : bear(SYS_clone, SIGCHLD, &sum);
		int status = 0;

		if (!child) {
			syscall(SYS_getppid);
			_exit(sum == 7654321 ? 7 : 1);
		}
		EXPECT(child > 0 && sum == 7654321);
		while (waitpid(child, &status, 0) < 0)
			EXPECT(errno == EINTR);
		EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	}
	return NULL;
}

/* Many at a time, while signals come. */
static int born(void)
{
	pthread_t bearers[BEARERS];

	will_make(WARM + BEARERS * BORN);
	action_set(SIGALRM, count_it, 0);
	warm_up();
	alarm_in(1000, 1000);
	for (int i = 0; i < BEARERS; i++)
		EXPECT(pthread_create(&bearers[i], NULL, bear_all, NULL) == 0);
	for (int i = 0; i < BEARERS; i++)
		EXPECT(pthread_join(bearers[i], NULL) == 0);
	alarm_in(0, 0);
	return 0;
}

/* What a new program finds: the mask and the waiting signals of who it was, no descriptor but
 * those that it was given, a parent. */
static int begun(void)
{
	sigset_t mask, waiting;
	bool blocks = libraries[0][0] == 'b';

	syscall(SYS_getppid);
	EXPECT(sigprocmask(SIG_BLOCK, NULL, &mask) == 0 && sigpending(&waiting) == 0);
	EXPECT(sigismember(&mask, SIGTRAP) == blocks && sigismember(&mask, SIGUSR1) == 1);
	EXPECT(sigismember(&waiting, SIGUSR1) == 1 && sigismember(&waiting, SIGTRAP) == blocks);
	for (int fd = 3; fd < 100; fd++)
		EXPECT(fcntl(fd, F_GETFD) < 0);
	return 0;
}

static _Noreturn void begin(const char *how)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	if (*how == 'b')
		sigaddset(&set, SIGTRAP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR1);
	if (*how == 'b')
		raise(SIGTRAP);
	close_range(3, ~0U, 0);
	execl("/proc/self/exe", "inside", "begun", how, NULL);
	_exit(1);
}

static int begins(void)
{
	enum { CHILDREN = 40 };

	will_make(WARM + 2 * CHILDREN); /* each is a program, which has a main(), too */
	warm_up();
	for (int i = 0; i < CHILDREN; i++) {
		pid_t child = fork();
		int status;

		if (!child)
			begin(i % 2 ? "blocked" : "free");
		EXPECT(waitpid(child, &status, 0) == child && status == 0);
	}
	return 0;
}

/* Half a process and half a thread: its parent is ours, or it is our child. */
static int cloned(void *count)
{
	pid_t above = (pid_t)syscall(SYS_getppid);

	for (long i = 1; i < (long)count; i++)
		if (syscall(SYS_getppid) != above)
			return 1;
	return 7;
}

static void wait_for(pid_t child)
{
	int status = 0;

	EXPECT(child > 0);
	EXPECT(waitpid(child, &status, __WALL) == child);
	EXPECT(WIFEXITED(status) && WEXITSTATUS(status) == 7);
}

static int clones(void)
{
	enum { CALLS = 300, STACK = 65536 };
	static const unsigned flags[] = {
		SIGCHLD,
		SIGUSR1,
		0,
		CLONE_FILES | CLONE_FS,
		CLONE_VM | CLONE_FILES | SIGCHLD,
		CLONE_VM | SIGUSR2,
		CLONE_VM | CLONE_SIGHAND | CLONE_FS,
		CLONE_VM | CLONE_VFORK | SIGCHLD,
		CLONE_IO | CLONE_SYSVSEM | SIGCHLD,
		CLONE_UNTRACED | SIGCHLD,
	};
	enum { KINDS = sizeof(flags) / sizeof(*flags) };
	static char stack[STACK] __attribute__((aligned(16)));

	will_make(WARM + (KINDS + 1) * CALLS);
	action_set(SIGUSR1, count_it, SA_RESTART);
	action_set(SIGUSR2, count_it, SA_RESTART);
	warm_up();
	for (int i = 0; i < KINDS; i++)
		wait_for(clone(cloned, stack + STACK, (int)flags[i], (void *)CALLS));
	struct clone_args arguments = { .exit_signal = SIGCHLD };
	pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));

	if (!child)
		_exit(cloned((void *)CALLS));
	wait_for(child);
	return 0;
}

static int vforks(void)
{
	enum { CHILDREN = 150, SPAWNED = 50 };
	char *const words[] = { "true", NULL };

	will_make(WARM + 2 * CHILDREN);
	warm_up();
	for (int i = 0; i < CHILDREN; i++) {
		pid_t child = vfork();

		if (!child) {
			syscall(SYS_getppid);
			syscall(SYS_getppid);
			_exit(7);
		}
		wait_for(child);
	}
	for (int i = 0; i < SPAWNED; i++) {
		pid_t child;
		int status;

		EXPECT(posix_spawnp(&child, words[0], NULL, NULL, words, environ) == 0);
		EXPECT(waitpid(child, &status, 0) == child && status == 0);
	}
	return 0;
}

static void *lock_and_end(void *mutex)
{
	EXPECT(pthread_mutex_lock(mutex) == 0);
	calls_make(10);
	return NULL;
}

/* What the kernel does for a thread that ends, at places it has told of. */
static int robust(void)
{
	enum { ROUNDS = 30 };
	pthread_mutexattr_t attributes;
	pthread_mutex_t *mutex = mmap(NULL, sizeof(*mutex), PROT_READ | PROT_WRITE,
	                              MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pthread_t thread;

	will_make(WARM + ROUNDS * 20);
	EXPECT(mutex != MAP_FAILED);
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST);
	pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED);
	EXPECT(pthread_mutex_init(mutex, &attributes) == 0);
	warm_up();
	for (int i = 0; i < ROUNDS; i++) {
		EXPECT(pthread_create(&thread, NULL, lock_and_end, mutex) == 0);
		EXPECT(pthread_join(thread, NULL) == 0);
		EXPECT(pthread_mutex_lock(mutex) == EOWNERDEAD);
		EXPECT(pthread_mutex_consistent(mutex) == 0);
		EXPECT(pthread_mutex_unlock(mutex) == 0);
		pid_t child = fork();
		if (!child) {
			parent = getppid();
			EXPECT(pthread_mutex_lock(mutex) == 0);
			for (int k = 0; k < 9; k++)
				syscall(SYS_getppid);
			_exit(7);
		}
		wait_for(child);
		EXPECT(pthread_mutex_lock(mutex) == EOWNERDEAD);
		EXPECT(pthread_mutex_consistent(mutex) == 0);
		EXPECT(pthread_mutex_unlock(mutex) == 0);
	}
	return 0;
}

/* The kernel goes on telling the number of the processor. */
static int restartable(void)
{
	enum { ROUNDS = 200 };
	const struct rseq *told = (void *)((char *)__builtin_thread_pointer() + __rseq_offset);
	cpu_set_t all, one;

	if (!__rseq_size || sched_getaffinity(0, sizeof(all), &all) < 0)
		return SKIPPED;
	will_make(WARM + ROUNDS);
	warm_up();
	for (int i = 0, cpu = 0; i < ROUNDS; i++, cpu = (cpu + 1) % CPU_SETSIZE) {
		while (!CPU_ISSET(cpu, &all))
			cpu = (cpu + 1) % CPU_SETSIZE;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		EXPECT(sched_setaffinity(0, sizeof(one), &one) == 0);
		calls_make(1);
		EXPECT(*(volatile uint32_t *)&told->cpu_id == (uint32_t)cpu);
	}
	return 0;
}

/* ---- signals and filters of its own */

static atomic_int code_seen;

static void note_code(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	code_seen = info->si_code;
	handled++;
}

static int sigsys(void)
{
	enum { ROUNDS = 100 };
	struct sigaction action = { .sa_sigaction = note_code, .sa_flags = SA_SIGINFO };
	sigset_t set, pending;

	will_make(WARM + 2 * ROUNDS);
	EXPECT(sigaction(SIGSYS, &action, NULL) == 0);
	warm_up();
	sigemptyset(&set);
	sigaddset(&set, SIGSYS);
	for (int i = 0; i < ROUNDS; i++) {
		EXPECT(kill(getpid(), SIGSYS) == 0 && code_seen == SI_USER);
		calls_make(1);
		EXPECT(raise(SIGSYS) == 0 && code_seen == SI_TKILL);
		EXPECT(sigprocmask(SIG_BLOCK, &set, NULL) == 0);
		EXPECT(raise(SIGSYS) == 0 && handled == 3 * i + 2);
		EXPECT(sigpending(&pending) == 0 && sigismember(&pending, SIGSYS) == 1);
		calls_make(1);
		EXPECT(sigprocmask(SIG_UNBLOCK, &set, NULL) == 0 && handled == 3 * i + 3);
	}
	return 0;
}

/* What is to happen at signals, said while all are blocked, as before another program is run;
 * with pointers that lead nowhere, too.  Nothing may happen to SIGSEGV. */
static int actions_blocked(void)
{
	enum { ROUNDS = 100, SIZE = 8, PAGE = 4096 };
	/* As the kernel has them. */
	uint64_t ignore[4] = { 1 }, old[4], faults[4];
	uint64_t mask = UINT64_MAX, now = 0;
	char *pages =
		mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	EXPECT(pages != MAP_FAILED && munmap(pages + PAGE, PAGE) == 0);
	will_make(WARM + ROUNDS);
	action_set(SIGSEGV, count_it, 0);
	warm_up();
	EXPECT(syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, NULL, SIZE) == 0);
	for (int i = 0; i < ROUNDS; i++) {
		uint64_t both[4] = { i % 2 };

		EXPECT(syscall(SYS_rt_sigaction, SIGUSR1, ignore, NULL, SIZE) == 0);
		EXPECT(syscall(SYS_rt_sigaction, SIGUSR1, NULL, old, SIZE) == 0 && old[0] == 1);
		EXPECT(syscall(SYS_rt_sigaction, SIGUSR1, both, both, SIZE) == 0 && both[0] == 1);
		EXPECT(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, SIZE) == 0);
		EXPECT(syscall(SYS_rt_sigaction, SIGUSR1, pages + PAGE, old, SIZE) < 0 &&
		       errno == EFAULT);
		EXPECT(syscall(SYS_rt_sigaction, SIGUSR1, pages + PAGE - SIZE, NULL, SIZE) < 0 &&
		       errno == EFAULT);
		EXPECT(syscall(SYS_rt_sigaction, SIGUSR1, ignore, pages + PAGE, SIZE) < 0 &&
		       errno == EFAULT);
		EXPECT(syscall(SYS_rt_sigaction, SIGUSR1, ignore, old, 3) < 0 && errno == EINVAL);
		calls_make(1);
	}
	EXPECT(syscall(SYS_rt_sigprocmask, SIG_BLOCK, NULL, &now, SIZE) == 0);
	EXPECT(now >> (SIGSEGV - 1) & 1);
	EXPECT(syscall(SYS_rt_sigaction, SIGSEGV, NULL, faults, SIZE) == 0);
	EXPECT(faults[0] == (uint64_t)count_it);
	return 0;
}

static int no_new_privileges(void)
{
	will_make(2 * WARM);
	warm_up();
	EXPECT(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	EXPECT(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1);
	warm_up();
	return 0;
}

/* ---- code that changes */

enum { CODE = 4096, NUMBER_AT = 1 };

/* mov $number, %eax; syscall; ret */
static void code_write(uint8_t *at, uint32_t number)
{
	static const uint8_t code[] = { 0xb8, 0, 0, 0, 0, 0x0f, 0x05, 0xc3 };

	memcpy(at, code, sizeof(code));
	memcpy(at + NUMBER_AT, &number, sizeof(number));
}

static int code_file(uint32_t number)
{
	uint8_t page[CODE];
	char name[] = "code-XXXXXX";
	int file = mkstemp(name);

	memset(page, 0x90, sizeof(page));
	code_write(page, number);
	EXPECT(file >= 0 && write(file, page, sizeof(page)) == sizeof(page));
	unlink(name);
	return file;
}

static void code_run(const void *code, pid_t expected)
{
	pid_t (*call)(void) = (pid_t(*)(void))(uintptr_t)code;

	for (int i = 0; i < 100; i++)
		EXPECT(call() == expected);
}

/* Files mapped one over the other, unmapped, and rewritten where they are. */
static int text_changes(void)
{
	enum { ROUNDS = 10 };
	int parents = code_file(SYS_getppid), own = code_file(SYS_getpid);
	pid_t self = getpid();

	will_make(WARM + ROUNDS * 3 * 100);
	warm_up();
	for (int i = 0; i < ROUNDS; i++) {
		uint8_t *code = mmap(NULL, CODE, PROT_READ | PROT_EXEC, MAP_PRIVATE, parents, 0);
		EXPECT(code != MAP_FAILED);
		code_run(code, parent);
		EXPECT(mmap(code, CODE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_FIXED, own, 0) ==
		       code);
		code_run(code, self);
		EXPECT(mprotect(code, CODE, PROT_READ | PROT_WRITE) == 0);
		code_write(code, SYS_getppid);
		EXPECT(mprotect(code, CODE, PROT_READ | PROT_EXEC) == 0);
		code_run(code, parent);
		EXPECT(munmap(code, CODE) == 0);
		code = mmap(code, CODE, PROT_READ | PROT_WRITE | PROT_EXEC,
		            MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
		EXPECT(code != MAP_FAILED);
		code_write(code, SYS_getpid);
		code_run(code, self);
		code_write(code, SYS_getppid);
		code_run(code, parent);
		EXPECT(munmap(code, CODE) == 0);
	}
	return 0;
}

/* Text in which nobody calls the kernel stays what it is, bit by bit. */
static __attribute__((noinline, section("checked"))) int checked_text(int number)
{
	return number * 31 + 7;
}
extern const uint8_t __start_checked[], __stop_checked[];

static uint64_t checksum(void)
{
	uint64_t sum = 14695981039346656037u;

	for (const uint8_t *at = __start_checked; at < __stop_checked; at++)
		sum = (sum ^ *at) * 1099511628211u;
	return sum;
}

static int checks_its_text(void)
{
	uint64_t before = checksum();

	will_make(2 * WARM);
	warm_up();
	EXPECT(checked_text(3) == 100);
	warm_up();
	EXPECT(checksum() == before);
	return 0;
}

/* One library leaves, and another comes, mostly to the same place. */
static int libraries_change(void)
{
	enum { ROUNDS = 20 };
	pid_t self = getpid();

	if (!libraries[0] || !libraries[1])
		return SKIPPED;
	will_make(WARM + ROUNDS / 2 * 100);
	warm_up();
	for (int i = 0; i < ROUNDS; i++) {
		void *library = dlopen(libraries[i % 2], RTLD_NOW | RTLD_LOCAL);

		EXPECT(library);
		code_run(dlsym(library, "make_call"), i % 2 ? self : parent);
		EXPECT(dlclose(library) == 0);
	}
	return 0;
}

/* ---- everything closed, everything read, everything written */

static int closes_all(void)
{
	will_make(2 * WARM);
	warm_up();
	EXPECT(syscall(SYS_close_range, 0, ~0u, 0) == 0);
	EXPECT(open("/dev/null", O_RDWR | O_CLOEXEC) == 0);
	warm_up();
	return 0;
}

/* From a place that there is to one that there is not, and a core in the end. */
static int reads_memory(void)
{
	char there[64] = "text", copy[64];
	const struct iovec local[] = { { copy, 32 }, { copy + 32, 32 } };
	struct iovec remote[] = { { there, 32 }, { NULL, 32 } };
	pid_t child;
	int status;

	will_make(2 * WARM + 1);
	warm_up();
	for (int i = 0; i < 50; i++)
		EXPECT(process_vm_readv(getpid(), local, 2, remote, 2, 0) == 32);
	EXPECT(process_vm_readv(getpid(), local, 2, remote + 1, 1, 0) == -1 && errno == EFAULT);
	child = fork();
	if (!child) {
		syscall(SYS_getppid);
		abort();
	}
	EXPECT(waitpid(child, &status, 0) == child);
	EXPECT(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	warm_up();
	return 0;
}

/* Random bytes into whatever it shares with somebody: it may end, its tracer may not. */
static int scribbles(void)
{
	struct {
		uint8_t *from, *to;
	} shared[64];
	unsigned count = 0, seed = 1;
	char line[512];
	FILE *maps = fopen("/proc/self/maps", "re");

	warm_up();
	EXPECT(maps);
	while (count < 64 && fgets(line, sizeof(line), maps)) {
		unsigned long from, to;
		char access[5];

		if (sscanf(line, "%lx-%lx %4s", &from, &to, access) == 3 &&
		    !strcmp(access, "rw-s")) {
			shared[count].from = (uint8_t *)from;
			shared[count++].to = (uint8_t *)to;
		}
	}
	fclose(maps);
	for (int i = 0; i < 20000; i++) {
		for (unsigned k = 0; k < count; k++) {
			size_t size = (size_t)(shared[k].to - shared[k].from);

			/* Mostly where it begins, where others look first. */
			seed = seed * 1103515245 + 12345;
			size_t at = seed >> 8;
			shared[k].from[at % (i % 4 ? size < 65536 ? size : 65536 : size)] =
				seed >> 16;
			if (i == 10000)
				memset(shared[k].from, 0xa5, size);
		}
		syscall(SYS_getppid);
	}
	return 0;
}

static const struct {
	const char *name;
	int (*run)(void);
} cases[] = {
	{ "restarts", restarts },
	{ "ticks", ticks },
	{ "jumps", jumps },
	{ "small-stack", small_stack },
	{ "threads", threads },
	{ "clones", clones },
	{ "vforks", vforks },
	{ "born", born },
	{ "begins", begins },
	{ "begun", begun },
	{ "robust", robust },
	{ "rseq", restartable },
	{ "sigsys", sigsys },
	{ "actions-blocked", actions_blocked },
	{ "no-new-privileges", no_new_privileges },
	{ "text-changes", text_changes },
	{ "checks-its-text", checks_its_text },
	{ "libraries-change", libraries_change },
	{ "closes-all", closes_all },
	{ "reads-memory", reads_memory },
	{ "scribbles", scribbles },
};

int main(int argc, char **argv)
{
	parent = getppid();
	libraries = argv + 2;
	for (size_t i = 0; argc > 1 && i < sizeof(cases) / sizeof(*cases); i++)
		if (!strcmp(argv[1], cases[i].name))
			return cases[i].run();
	return 2;
}
