/* A process to attach to: waits for the end of its input, then calls the kernel.
 *
 *	attached KIND
 *
 * Kinds that begin with "early" do what they are about before they wait. */
#include <asm/prctl.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { ROUNDS = 100, SEGMENT_PLACE = 0x70080000 };

static volatile sig_atomic_t signals;
static volatile char selector = SYSCALL_DISPATCH_FILTER_ALLOW;
static void *volatile bad_pointer = (void *)8;

static void call(void)
{
	int zero = open("/dev/zero", O_RDONLY), pair[2];
	char bytes[10];

	if (pipe(pair) < 0)
		_exit(9);
	for (int i = 0; i < ROUNDS; i++) {
		memset(bytes, 1, sizeof(bytes));
		if (read(zero, bytes, sizeof(bytes)) != sizeof(bytes) || bytes[9] ||
		    write(pair[1], bytes, sizeof(bytes)) != sizeof(bytes) ||
		    read(pair[0], bytes, sizeof(bytes)) != sizeof(bytes) ||
		    write(pair[1], bad_pointer, 1) != -1 || errno != EFAULT)
			_exit(8);
	}
	close(zero);
	close(pair[0]);
	close(pair[1]);
}

static void *call_too(void *argument)
{
	call();
	return argument;
}

static void count(int number)
{
	(void)number;
	signals++;
}

/* The program's own: where the call would have returned, it does, with 7. */
static void dispatched(int number, siginfo_t *info, void *context)
{
	(void)number, (void)info;
	selector = SYSCALL_DISPATCH_FILTER_ALLOW;
#ifdef __x86_64__
	((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = 7;
#else
	((ucontext_t *)context)->uc_mcontext.gregs[REG_EAX] = 7;
#endif
	signals++;
}

static void dispatch(void)
{
	struct sigaction action = { .sa_sigaction = dispatched, .sa_flags = SA_SIGINFO };

	sigaction(SIGSYS, &action, NULL);
	if (prctl(PR_SET_SYSCALL_USER_DISPATCH, PR_SYS_DISPATCH_ON, 0, 0, &selector) < 0)
		_exit(7);
}

static void dispatch_one(void)
{
	selector = SYSCALL_DISPATCH_FILTER_BLOCK;
	if (syscall(SYS_getppid) != 7 || signals != 1)
		_exit(6);
}

static void filter(void)
{
	struct sock_filter allow[] = { BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW) };
	struct sock_fprog program = { 1, allow };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		_exit(5);
}

/* The action of SIGSYS is the program's, whatever is made of it. */
static void handle(void)
{
	struct sigaction action = { .sa_handler = count }, before;

	sigaction(SIGSYS, &action, &before);
	if (before.sa_handler != SIG_DFL)
		_exit(4);
	raise(SIGSYS);
	sigaction(SIGSYS, NULL, &before);
	if (before.sa_handler != count || signals != 1)
		_exit(3);
	signal(SIGSYS, SIG_IGN);
	raise(SIGSYS);
	if (signal(SIGSYS, SIG_DFL) != SIG_IGN || signals != 1)
		_exit(2);
}

static void spawn(void)
{
	pid_t pid = fork();

	if (pid == 0) {
		call();
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	pid = vfork();
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
}

/* Where the agent is nothing of the program's can be. */
static void map(void)
{
	void *place = mmap((void *)SEGMENT_PLACE, 4096, PROT_READ | PROT_WRITE,
	                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	if (place == MAP_FAILED && errno != ENOMEM)
		_exit(10);
}

static void sleep_on(void)
{
	for (;;)
		pause();
}

static void start_threads(void)
{
	pthread_t threads[4];

	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, call_too, NULL);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
}

static void use_gs(void)
{
	syscall(SYS_arch_prctl, ARCH_SET_GS, &signals);
}

static void raise_default(void)
{
	raise(SIGSYS);
}

static const struct kind {
	const char *name;
	void (*early)(void), (*late)(void);
} kinds[] = {
	{ "plain", NULL, NULL },
	{ "exec", NULL, NULL },
	{ "handle", NULL, handle },
	{ "default", NULL, raise_default },
	{ "spawn", NULL, spawn },
	{ "map", NULL, map },
	{ "threads", NULL, start_threads },
	{ "sleep", NULL, sleep_on },
	{ "filter", NULL, filter },
	{ "early-filter", filter, NULL },
	{ "early-dispatch", dispatch, dispatch_one },
	{ "late-dispatch", NULL, dispatch },
	{ "early-gs", use_gs, NULL },
};

int main(int argc, char **argv)
{
	const struct kind *kind = kinds;
	char byte;

	if (argc != 2)
		return 1;
	while (strcmp(kind->name, argv[1]) != 0)
		kind++;
	if (kind->early)
		kind->early();
	while (read(0, &byte, 1) > 0)
		;
	call();
	if (kind->late)
		kind->late();
	if (kind->late == dispatch)
		dispatch_one();
	call();
	/* And another program, which finds nothing of ours. */
	if (strcmp(kind->name, "plain") == 0)
		execl("/proc/self/exe", argv[0], "exec", NULL);
	return 42;
}
