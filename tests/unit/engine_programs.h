/* Programs for test_ptrace_engine.c to trace.
 *
 * The test's own executable runs as any of them ("--program NAME").  Each ends
 * with status 0, or another one it was asked for, when all it can see of itself
 * is as if nobody traced it; so what they assert is that tracing does not show. */
#ifndef RASTRO_TESTS_ENGINE_PROGRAMS_H
#define RASTRO_TESTS_ENGINE_PROGRAMS_H

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/fuse.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS_MANY = 200, MAGIC = 0x5ca1ab1e };

#define REQUIRE(condition)                                                                         \
	do {                                                                                       \
		if (!(condition)) {                                                                \
			fprintf(stderr, "# %s:%d: %s (errno %d)\n", __func__, __LINE__,            \
			        #condition, errno);                                                \
			_exit(99);                                                                 \
		}                                                                                  \
	} while (0)

/* Where the executable lies; /proc/self/exe is gone once the leader has exited. */
static char self_path[4096];

static void exec_program(const char *name)
{
	execl(self_path, "program", "--program", name, NULL);
	REQUIRE(false);
}

static void wait_for(pid_t pid, int status)
{
	int got;

	REQUIRE(waitpid(pid, &got, __WALL) == pid);
	REQUIRE(got == status);
}

static int program_seven(void)
{
	return 7;
}

/* ---- exec */

static void *thread_exec(void *barrier)
{
	if (barrier)
		pthread_barrier_wait(barrier);
	exec_program("seven");
	return NULL;
}

static int program_exec_by_thread(void)
{
	pthread_t thread;

	REQUIRE(pthread_create(&thread, NULL, thread_exec, NULL) == 0);
	pthread_join(thread, NULL);
	return 98;
}

static int program_eight_exec(void)
{
	pthread_barrier_t barrier;
	pthread_t thread;

	pthread_barrier_init(&barrier, NULL, 8);
	for (int i = 0; i < 7; i++)
		REQUIRE(pthread_create(&thread, NULL, thread_exec, &barrier) == 0);
	thread_exec(&barrier);
	return 98;
}

static char state_of(pid_t tid)
{
	char path[64], text[512] = "";

	snprintf(path, sizeof(path), "/proc/%d/stat", tid);
	int fd = open(path, O_RDONLY);

	if (fd < 0)
		return 0;
	REQUIRE(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	return strrchr(text, ')')[2];
}

static void *thread_exec_after_leader(void *unused)
{
	(void)unused;
	while (state_of(getpid()) != 'Z')
		sched_yield();
	exec_program("seven");
	return NULL;
}

static int program_leader_exits(void)
{
	pthread_t thread;

	REQUIRE(pthread_create(&thread, NULL, thread_exec_after_leader, NULL) == 0);
	syscall(SYS_exit, 0);
	return 98;
}

/* ---- making processes */

static int program_vfork(void)
{
	pid_t pid = vfork();

	if (pid == 0) {
		execl(self_path, "program", "--program", "seven", NULL);
		_exit(99);
	}
	wait_for(pid, 7 << 8);
	pid = vfork();
	if (pid == 0) {
		kill(getpid(), SIGKILL);
		_exit(99);
	}
	wait_for(pid, SIGKILL);
	char *argv[] = { "program", "--program", "seven", NULL };

	REQUIRE(posix_spawn(&pid, self_path, NULL, NULL, argv, environ) == 0);
	wait_for(pid, 7 << 8);
	return 0;
}

static volatile sig_atomic_t signals_seen;

static void count_signal(int number)
{
	(void)number;
	signals_seen++;
}

static void clone_and_wait(unsigned long flags, int wait_flags)
{
	pid_t pid = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
	int status;

	if (pid == 0)
		_exit(5);
	REQUIRE(pid > 0);
	while (waitpid(pid, &status, wait_flags) < 0)
		REQUIRE(errno == EINTR);
	REQUIRE(status == 5 << 8);
}

static int program_exit_signals(void)
{
	signal(SIGUSR1, count_signal);
	clone_and_wait(SIGUSR1, __WCLONE);
	REQUIRE(signals_seen == 1);
	clone_and_wait(0, __WCLONE);
	signal(SIGRTMIN + 5, count_signal);
	clone_and_wait((unsigned long)SIGRTMIN + 5, __WALL | __WNOTHREAD);
	clone_and_wait(CLONE_VFORK | CLONE_FILES | CLONE_FS | SIGCHLD, 0);
	return 0;
}

static int program_untraced(void)
{
	struct clone_args args = { .flags = CLONE_UNTRACED, .exit_signal = SIGCHLD };
	unsigned long flags = CLONE_UNTRACED | SIGCHLD, after;
	long pid;

	__asm__ volatile("xor %%esi, %%esi; xor %%edx, %%edx; xor %%r10, %%r10; xor %%r8, %%r8;"
	                 "syscall"
	                 : "=a"(pid), "=D"(after)
	                 : "a"(SYS_clone), "D"(flags)
	                 : "rsi", "rdx", "r10", "r8", "rcx", "r11", "memory");
	/* Parent and child: the register is as it was. */
	if (pid == 0)
		_exit(after == flags && syscall(SYS_getppid) > 0 ? 5 : 98);
	REQUIRE(after == flags);
	wait_for((pid_t)pid, 5 << 8);
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (pid == 0)
		_exit(args.flags == CLONE_UNTRACED && syscall(SYS_getppid) > 0 ? 5 : 98);
	REQUIRE(args.flags == CLONE_UNTRACED);
	wait_for((pid_t)pid, 5 << 8);
	return 0;
}

static void *thread_empty(void *unused)
{
	return unused;
}

static void *thread_that_makes_threads(void *unused)
{
	pthread_t thread;

	for (int i = 0; i < 60; i++)
		if (pthread_create(&thread, NULL, thread_empty, NULL) == 0)
			pthread_detach(thread);
	return unused;
}

/* Ends while threads are being made. */
static int program_exit_race(void)
{
	for (int i = 0; i < 20; i++) {
		pid_t pid = fork();

		if (pid == 0) {
			pthread_t thread;

			for (int k = 0; k < 2; k++)
				pthread_create(&thread, NULL, thread_that_makes_threads, NULL);
			for (int k = 0; k < 5 * i; k++)
				sched_yield();
			_exit(i);
		}
		wait_for(pid, i << 8);
	}
	return 0;
}

/* The daemon outlives who made it: it waits for its end. */
static int program_daemon(void)
{
	int gate[2];

	REQUIRE(pipe(gate) == 0);
	pid_t pid = fork();

	if (pid == 0) {
		if (fork())
			_exit(0);
		char byte;

		close(gate[1]);
		setsid();
		/* The end of file: all others are gone. */
		REQUIRE(read(gate[0], &byte, 1) == 0);
		_exit(42);
	}
	wait_for(pid, 0);
	return 3;
}

static void *thread_short(void *argument)
{
	syscall(SYS_getpriority, MAGIC, argument);
	return NULL;
}

static void *thread_gated(void *gate)
{
	char byte;

	REQUIRE(read(*(int *)gate, &byte, 1) == 0);
	return thread_short(NULL);
}

/* More than a few threads at once, then all of them end. */
static int program_many_threads(void)
{
	pthread_t threads[THREADS_MANY];
	int gate[2];

	REQUIRE(pipe(gate) == 0);
	for (int i = 0; i < THREADS_MANY; i++)
		REQUIRE(pthread_create(&threads[i], NULL, thread_gated, &gate[0]) == 0);
	close(gate[1]);
	for (int i = 0; i < THREADS_MANY; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

/* ---- signals and stops */

static int program_group_stop(void)
{
	int gate[2], status;

	REQUIRE(pipe(gate) == 0);
	pid_t pid = fork();

	if (pid == 0) {
		char byte;

		close(gate[1]);
		REQUIRE(read(gate[0], &byte, 1) == 0);
		_exit(4);
	}
	close(gate[0]);
	for (int i = 0; i < 3; i++) {
		REQUIRE(kill(pid, SIGSTOP) == 0);
		REQUIRE(waitpid(pid, &status, WUNTRACED) == pid);
		REQUIRE(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
		REQUIRE(waitpid(pid, &status, WNOHANG | WUNTRACED | WCONTINUED) == 0);
		REQUIRE(kill(pid, SIGCONT) == 0);
		REQUIRE(waitpid(pid, &status, WCONTINUED) == pid && WIFCONTINUED(status));
	}
	close(gate[1]);
	wait_for(pid, 4 << 8);
	return 0;
}

static siginfo_t info_seen;

static void keep_info(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	info_seen = *info;
	signals_seen++;
}

/* Signals that pretend to be something else arrive unchanged. */
static int program_forged_signals(void)
{
	struct sigaction action = { .sa_sigaction = keep_info, .sa_flags = SA_SIGINFO };
	static const int codes[] = { SI_QUEUE, SI_MESGQ, SI_TIMER, -60 };
	siginfo_t forged = { .si_signo = SIGTRAP };

	sigaction(SIGTRAP, &action, NULL);
	for (int i = 0; i < 4; i++) {
		forged.si_code = codes[i];
		forged.si_pid = MAGIC;
		forged.si_value.sival_int = i;
		REQUIRE(syscall(SYS_rt_sigqueueinfo, getpid(), SIGTRAP, &forged) == 0);
		REQUIRE(signals_seen == i + 1 && info_seen.si_code == codes[i]);
		REQUIRE(info_seen.si_pid == MAGIC && info_seen.si_value.sival_int == i);
	}
	/* To oneself even the kernel's codes may be forged. */
	forged.si_code = SIGTRAP | PTRACE_EVENT_CLONE << 8;
	REQUIRE(syscall(SYS_rt_sigqueueinfo, getpid(), SIGTRAP, &forged) == 0);
	REQUIRE(info_seen.si_code == (SIGTRAP | PTRACE_EVENT_CLONE << 8));
	/* A breakpoint of one's own. */
	__asm__ volatile("int3");
	REQUIRE(signals_seen == 6 && info_seen.si_code == SI_KERNEL);
	return 0;
}

static void *thread_interrupts(void *target)
{
	while (state_of(getpid()) != 'S')
		sched_yield();
	pthread_kill(*(pthread_t *)target, SIGUSR1);
	return NULL;
}

static void interrupt_self(struct sigaction *action)
{
	static pthread_t self;
	pthread_t thread;

	self = pthread_self();
	sigaction(SIGUSR1, action, NULL);
	REQUIRE(pthread_create(&thread, NULL, thread_interrupts, &self) == 0);
	pthread_detach(thread);
}

/* Calls that a signal interrupts are restarted, or not, as without a tracer. */
/* There is nothing to be resumed, but the kernel is asked to. */
static int program_resumes(void)
{
	getsid(0);
	REQUIRE(syscall(SYS_restart_syscall) == -1 && errno == EINTR);
	return 0;
}

static int program_restarts(void)
{
	struct sigaction restart = { .sa_handler = count_signal, .sa_flags = SA_RESTART };
	struct sigaction interrupt = { .sa_handler = count_signal };
	int channel[2];
	struct pollfd waits = { .events = POLLIN };

	REQUIRE(pipe(channel) == 0);
	waits.fd = channel[0];
	interrupt_self(&interrupt);
	REQUIRE(poll(&waits, 1, -1) == -1 && errno == EINTR);
	interrupt_self(&interrupt);
	REQUIRE(read(channel[0], &waits, 1) == -1 && errno == EINTR);
	REQUIRE(signals_seen == 2);

	/* The one with SA_RESTART ends by a byte that the child sends after it. */
	pid_t parent = getpid(), pid = fork();

	if (pid == 0) {
		while (state_of(parent) != 'S')
			sched_yield();
		kill(parent, SIGUSR1);
		while (state_of(parent) != 'S')
			sched_yield();
		REQUIRE(write(channel[1], "", 1) == 1);
		_exit(0);
	}
	sigaction(SIGUSR1, &restart, NULL);
	REQUIRE(read(channel[0], &waits, 1) == 1);
	wait_for(pid, 0);
	return 0;
}

static void *thread_disturbs(void *gate)
{
	static const int ignored[] = { SIGWINCH, SIGCHLD, SIGURG, SIGUSR2 };

	for (int i = 0; i < 4; i++) {
		while (state_of(getpid()) != 'S')
			sched_yield();
		syscall(SYS_tgkill, getpid(), getpid(), ignored[i]);
	}
	while (state_of(getpid()) != 'S')
		sched_yield();
	REQUIRE(write(*(int *)gate, "", 1) == 1);
	return NULL;
}

/* Signals that are ignored wake only who is traced, and must not end its call. */
static int program_ignores(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int epoll = epoll_create1(0), gate[2];
	pthread_t thread;

	signal(SIGUSR2, SIG_IGN);
	REQUIRE(pipe(gate) == 0 && epoll_ctl(epoll, EPOLL_CTL_ADD, gate[0], &event) == 0);
	REQUIRE(pthread_create(&thread, NULL, thread_disturbs, &gate[1]) == 0);
	REQUIRE(epoll_wait(epoll, &event, 1, -1) == 1);
	pthread_join(thread, NULL);
	return 0;
}

static int program_pause(void)
{
	pause();
	return 0;
}

static int program_killed(void)
{
	kill(getpid(), SIGTERM);
	return 98;
}

/* ---- ways to call the kernel */

static long call_int_80(long nr, long first)
{
	long result;

	__asm__ volatile("int $0x80"
	                 : "=a"(result)
	                 : "a"(nr), "b"(first)
	                 : "memory", "r8", "r9", "r10", "r11");
	return result;
}

static int program_two_abis(void)
{
	REQUIRE(call_int_80(20, 0) == getpid()); /* getpid */
	REQUIRE(call_int_80(6, -1) == -EBADF);   /* close */
	/* The kernel looks at 32 bits of the number only. */
	REQUIRE(syscall((long)(0x100000000 | SYS_getppid)) == getppid());
	REQUIRE(syscall(0x40000000 | 999) == -1 && errno == ENOSYS);
	REQUIRE(syscall(-1) == -1 && errno == ENOSYS);
	return 0;
}

/* ---- other tracers and filters */

static int program_nested(void)
{
	REQUIRE(ptrace(PTRACE_TRACEME, 0, 0, 0) == -1 && errno == EPERM);
	pid_t pid = fork();

	if (pid == 0) {
		pause();
		_exit(0);
	}
	REQUIRE(ptrace(PTRACE_SEIZE, pid, 0, 0) == -1 && errno == EPERM);
	kill(pid, SIGKILL);
	wait_for(pid, SIGKILL);
	return 0;
}

static void filter_install(const struct sock_filter *code, unsigned short count)
{
	struct sock_fprog program = { .len = count, .filter = (struct sock_filter *)code };

	REQUIRE(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	REQUIRE(syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0);
}

static int program_own_filter(void)
{
	static const struct sock_filter code[] = {
		{ BPF_LD | BPF_W | BPF_ABS, 0, 0, offsetof(struct seccomp_data, nr) },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_getpriority },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_TRACE | 5 },
		{ BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_getsid },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ERRNO | EXDEV },
		{ BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW },
	};

	filter_install(code, 6);
	/* Its tracer is not there. */
	REQUIRE(syscall(SYS_getpriority, 0, 0) == -1 && errno == ENOSYS);
	REQUIRE(syscall(SYS_getsid, 0) == -1 && errno == EXDEV);
	pid_t pid = fork();

	if (pid == 0)
		_exit(syscall(SYS_getpriority, 0, 0) == -1 && errno == ENOSYS ? 5 : 98);
	wait_for(pid, 5 << 8);
	return 0;
}

/* What a line of /proc/PID/status holds; -1: nothing. */
static long status_of(pid_t pid, const char *field)
{
	char path[64], line[256];
	long value = -1;

	snprintf(path, sizeof(path), "/proc/%d/status", pid);
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file))
		if (strncmp(line, field, strlen(field)) == 0)
			value = strtol(line + strlen(field), NULL, 10);
	if (file)
		fclose(file);
	return value;
}

/* Privileges and their signs are as they were: those of who started us. */
static int program_privileges(void)
{
	REQUIRE(prctl(PR_GET_SECCOMP, 0, 0, 0, 0) == status_of(getppid(), "Seccomp:"));
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
}

static int program_few_calls(void)
{
	for (int i = 0; i < 100; i++)
		syscall(SYS_getpriority, MAGIC, i);
	pid_t pid = fork();

	if (pid == 0)
		_exit(syscall(SYS_getsid, 0) >= 0 ? 5 : 98);
	wait_for(pid, 5 << 8);
	return 0;
}

/* ---- memory that another thread, or process, has to deliver */

enum { PAGE = 4096, TEXT_SIZE = 8, STATUS_IMPOSSIBLE = 77 };

static void *thread_delivers(void *argument)
{
	int fd = *(int *)argument;
	static char page[PAGE] __attribute__((aligned(4096))) = "served!";
	struct uffd_msg message;

	REQUIRE(read(fd, &message, sizeof(message)) == sizeof(message));
	struct uffdio_copy copy = { .dst = message.arg.pagefault.address & ~(PAGE - 1ull),
		                    .src = (uintptr_t)page,
		                    .len = PAGE };

	REQUIRE(ioctl(fd, UFFDIO_COPY, &copy) == 0);
	return NULL;
}

/* A call whose argument lies in a page that does not exist until a thread that
 * is traced, too, has made it. */
static int program_userfault(void)
{
	int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC), channel[2];
	struct uffdio_api api = { .api = UFFD_API };
	char *page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct uffdio_register range = { .range = { (uintptr_t)page, PAGE },
		                         .mode = UFFDIO_REGISTER_MODE_MISSING };
	char text[TEXT_SIZE];
	pthread_t thread;

	if (fd < 0)
		return STATUS_IMPOSSIBLE;
	REQUIRE(ioctl(fd, UFFDIO_API, &api) == 0 && ioctl(fd, UFFDIO_REGISTER, &range) == 0);
	REQUIRE(pthread_create(&thread, NULL, thread_delivers, &fd) == 0);
	REQUIRE(pipe(channel) == 0);
	REQUIRE(write(channel[1], page, TEXT_SIZE) == TEXT_SIZE);
	REQUIRE(read(channel[0], text, TEXT_SIZE) == TEXT_SIZE && strcmp(text, "served!") == 0);
	pthread_join(thread, NULL);
	return 0;
}

/* A file system of one file, /, of one page. */
static void fuse_serve(int fd)
{
	static char request[1 << 18];
	struct {
		struct fuse_out_header header;
		union {
			struct fuse_init_out init;
			struct fuse_attr_out attributes;
			struct fuse_open_out open;
			char text[PAGE];
		};
	} reply;

	while (read(fd, request, sizeof(request)) > 0) {
		const struct fuse_in_header *header = (void *)request;
		size_t size = 0;

		memset(&reply, 0, sizeof(reply));
		reply.header.unique = header->unique;
		switch (header->opcode) {
		case FUSE_INIT:
			reply.init.major = 7;
			reply.init.minor = 31;
			reply.init.max_write = PAGE;
			size = sizeof(reply.init);
			break;
		case FUSE_GETATTR:
			reply.attributes.attr_valid = 1000;
			reply.attributes.attr.ino = 1;
			reply.attributes.attr.mode = S_IFREG | 0644;
			reply.attributes.attr.nlink = 1;
			reply.attributes.attr.size = PAGE;
			size = sizeof(reply.attributes);
			break;
		case FUSE_OPEN:
			size = sizeof(reply.open);
			break;
		case FUSE_READ:
			strcpy(reply.text, "served!");
			size = PAGE;
			break;
		case FUSE_FORGET:
		case FUSE_INTERRUPT:
			continue;
		default:
			reply.header.error = -ENOSYS;
		}
		reply.header.len = (uint32_t)(sizeof(reply.header) + size);
		/* ENOENT: whoever asked was killed. */
		(void)!write(fd, &reply, reply.header.len);
	}
	_exit(0);
}

/* Mounts it there, in a mount namespace of our own; returns its descriptor, or -1. */
static int fuse_mount(char path[])
{
	char options[100];
	int fd = open("/dev/fuse", O_RDWR);

	if (fd < 0 || unshare(CLONE_NEWNS) < 0 ||
	    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return -1;
	REQUIRE(close(mkstemp(path)) == 0);
	snprintf(options, sizeof(options), "fd=%d,rootmode=100644,user_id=0,group_id=0", fd);
	if (mount("test", path, "fuse", MS_NODEV, options) == 0)
		return fd;
	unlink(path);
	return -1;
}

static int fuse_use(int fd, const char *path)
{
	char text[TEXT_SIZE];
	int channel[2];
	pid_t server = fork();

	if (server == 0)
		fuse_serve(fd);
	close(fd);
	REQUIRE(pipe(channel) == 0);
	int file = open(path, O_RDONLY);
	struct stat status;

	/* Now the kernel knows how long it is. */
	REQUIRE(fstat(file, &status) == 0 && status.st_size == PAGE);
	char *page = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, file, 0);

	REQUIRE(page != MAP_FAILED);
	REQUIRE(write(channel[1], page, TEXT_SIZE) == TEXT_SIZE);
	REQUIRE(read(channel[0], text, TEXT_SIZE) == TEXT_SIZE && strcmp(text, "served!") == 0);
	kill(server, SIGKILL);
	wait_for(server, SIGKILL);
	REQUIRE(umount2(path, MNT_DETACH) == 0 && unlink(path) == 0);
	return 0;
}

static int program_fuse(void)
{
	char path[] = "/tmp/rastro-test-XXXXXX";
	int fd = fuse_mount(path);

	return fd < 0 ? STATUS_IMPOSSIBLE : fuse_use(fd, path);
}

/* The mount was made, and the descriptor opened, by who started it. */
#define INHERITED_FD "RASTRO_TEST_FUSE"
#define INHERITED_PATH "RASTRO_TEST_PATH"

static int program_fuse_inherited(void)
{
	return fuse_use(atoi(getenv(INHERITED_FD)), getenv(INHERITED_PATH));
}

/* ---- to be killed */

static void *thread_busy(void *unused)
{
	for (long i = 0;; i = (i + 1) % 1000)
		syscall(SYS_getpriority, MAGIC, i, ~i);
	return unused;
}

static int program_busy(void)
{
	pthread_t thread;

	for (int i = 0; i < 3; i++)
		REQUIRE(pthread_create(&thread, NULL, thread_busy, NULL) == 0);
	thread_busy(NULL);
	return 98;
}

/* ---- to be attached to: they tell by a byte that they are ready, and end at
 * the end of file of the other pipe */

enum { FD_READY = 100, FD_GATE = 101 };

static void *thread_waits(void *unused)
{
	char byte;

	REQUIRE(read(FD_GATE, &byte, 1) == 0);
	return unused;
}

static int program_waiting_threads(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		REQUIRE(pthread_create(&threads[i], NULL, thread_waits, NULL) == 0);
	REQUIRE(write(FD_READY, "", 1) == 1);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	return 0;
}

static int program_waiting(void)
{
	REQUIRE(write(FD_READY, "", 1) == 1);
	thread_waits(NULL);
	return 6;
}

/* A call that the kernel does not take up again once it was interrupted. */
static int program_waiting_epoll(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int epoll = epoll_create1(0);

	REQUIRE(epoll_ctl(epoll, EPOLL_CTL_ADD, FD_GATE, &event) == 0);
	REQUIRE(write(FD_READY, "", 1) == 1);
	REQUIRE(epoll_wait(epoll, &event, 1, -1) == 1);
	return 6;
}

/* The leader execs as soon as the gate opens; another thread tells its tid. */
static void *thread_tells_tid(void *unused)
{
	pid_t tid = gettid();

	REQUIRE(write(FD_READY, &tid, sizeof(tid)) == sizeof(tid));
	for (;;)
		pause();
	return unused;
}

static int program_waits_to_exec(void)
{
	pthread_t thread;

	REQUIRE(pthread_create(&thread, NULL, thread_tells_tid, NULL) == 0);
	thread_waits(NULL);
	exec_program("pause");
	return 98;
}

static const struct program {
	const char *name;
	int (*run)(void);
} programs[] = {
	{ "busy", program_busy },
	{ "daemon", program_daemon },
	{ "eight_exec", program_eight_exec },
	{ "exec_by_thread", program_exec_by_thread },
	{ "exit_race", program_exit_race },
	{ "exit_signals", program_exit_signals },
	{ "few_calls", program_few_calls },
	{ "forged_signals", program_forged_signals },
	{ "fuse", program_fuse },
	{ "fuse_inherited", program_fuse_inherited },
	{ "group_stop", program_group_stop },
	{ "ignores", program_ignores },
	{ "killed", program_killed },
	{ "leader_exits", program_leader_exits },
	{ "many_threads", program_many_threads },
	{ "nested", program_nested },
	{ "own_filter", program_own_filter },
	{ "pause", program_pause },
	{ "privileges", program_privileges },
	{ "restarts", program_restarts },
	{ "resumes", program_resumes },
	{ "seven", program_seven },
	{ "two_abis", program_two_abis },
	{ "untraced", program_untraced },
	{ "userfault", program_userfault },
	{ "vfork", program_vfork },
	{ "waiting", program_waiting },
	{ "waiting_epoll", program_waiting_epoll },
	{ "waiting_threads", program_waiting_threads },
	{ "waits_to_exec", program_waits_to_exec },
};

static void programs_init(void)
{
	REQUIRE(readlink("/proc/self/exe", self_path, sizeof(self_path) - 1) > 0);
}

static int program_run(const char *name)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (strcmp(programs[i].name, name) == 0)
			return programs[i].run();
	return 97;
}

#endif
