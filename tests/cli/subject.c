/* Somebody to be looked at, and to be changed: sleeps as it is told, says how that ended.
 *
 *	subject HOW [THREADS]
 *
 * It goes on when its standard input has something.  "spin" runs in its own code instead,
 * with known numbers in registers, until somebody sets the variable "flag". */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { SLEEP_NS = 500 * 1000 * 1000 };

volatile uint32_t flag;
volatile uint16_t pair[2] = { 7, 8 };
const char greeting[] = "hello, world";
struct stat known = { .st_mode = S_IFREG | 0644, .st_size = 4711 };
struct iovec vector[] = { { "abc", 3 }, { (void *)8, 5 } };
struct msghdr message = { .msg_iov = vector, .msg_iovlen = 2 };
struct {
	struct list {
		struct list *next;
		int number;
	} first, second;
} chain = { { &chain.second, 1 }, { NULL, -2 } };

static void *doze(void *unused)
{
	(void)unused;
	for (;;)
		pause();
}

static int by_read(void)
{
	char byte;

	return (int)read(0, &byte, 1);
}

static int by_epoll(void)
{
	struct epoll_event event = { .events = EPOLLIN };
	int fd = epoll_create1(0);

	epoll_ctl(fd, EPOLL_CTL_ADD, 0, &event);
	puts("ready");
	return epoll_wait(fd, &event, 1, -1);
}

static int by_ppoll(void)
{
	struct pollfd fd = { .fd = 0, .events = POLLIN };
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	return ppoll(&fd, 1, NULL, &mask);
}

static int by_nanosleep(void)
{
	struct timespec time = { .tv_nsec = SLEEP_NS };

	return nanosleep(&time, NULL) == 0;
}

/* Registers are as they were, or this says otherwise. */
static int by_spinning(void)
{
	unsigned long one = 0x1111, two = 0x2222, sum;
	double half = 0.5, same;

	__asm__ volatile("movsd %4, %%xmm3\n"
	                 "1: cmpl $0, %5\n"
	                 "pause\n"
	                 "je 1b\n"
	                 "movsd %%xmm3, %1\n"
	                 "mov %2, %0\n"
	                 "add %3, %0\n"
	                 : "=&r"(sum), "=m"(same)
	                 : "r"(one), "r"(two), "m"(half), "m"(flag)
	                 : "xmm3", "cc", "memory");
	return sum == 0x3333 && same == 0.5;
}

/* Without rights over it; with a name in /proc that nobody may follow. */
static int by_hiding(void)
{
	prctl(PR_SET_DUMPABLE, 0);
	return by_read();
}

static int by_connecting(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "subject.socket" };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	bind(fd, (struct sockaddr *)&address, sizeof(address));
	listen(fd, 1);
	return by_read();
}

/* A child that has ended, and that nobody waits for. */
static int by_breeding(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	printf("child %d\n", child);
	return by_read();
}

/* getppid kills, getuid is a trap, getgid fails, all else is allowed. */
static int by_filtering(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getppid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getuid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getgid, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		return -1;
	puts("filtered");
	return by_read();
}

static int by_strictness(void)
{
	char byte;

	puts("strict");
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT);
	read(0, &byte, 1);
	syscall(SYS_exit, 0);
	return 0;
}

static const struct {
	const char *name;
	int (*sleep)(void);
} ways[] = {
	{ "read", by_read },           { "epoll", by_epoll },    { "ppoll", by_ppoll },
	{ "nanosleep", by_nanosleep }, { "spin", by_spinning },  { "hide", by_hiding },
	{ "listen", by_connecting },   { "breed", by_breeding }, { "filter", by_filtering },
	{ "strict", by_strictness },
};

int main(int argc, char **argv)
{
	pthread_t thread;

	setvbuf(stdout, NULL, _IOLBF, 0);
	for (int i = argc > 2 ? atoi(argv[2]) : 0; i > 0; i--)
		pthread_create(&thread, NULL, doze, NULL);
	for (size_t i = 0; argc > 1 && i < sizeof(ways) / sizeof(*ways); i++)
		if (strcmp(ways[i].name, argv[1]) == 0) {
			errno = 0;
			puts("ready");
			int result = ways[i].sleep();

			printf("%s: %d %s\n", argv[1], result, errno ? strerror(errno) : "");
		}
	return 0;
}
