/* Threads that sleep, each in another call, without end.  Nobody sends them a signal: the
 * names of calls that fail nevertheless are printed.  It is ready when its file "ready" is
 * there, and ends at the end of standard input. */
#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/select.h>
#include <sys/sem.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int channel[2], pair[2], epoll, listener, semaphores, queue, event, inotify, ring;
static unsigned word;
static pid_t child;
static sigset_t awaited;
static const struct timespec day = { 24 * 3600, 0 };
static char buffer[512];

#define SLEEPER(name, call)                                                                        \
	static long sleep_##name(void)                                                             \
	{                                                                                          \
		return call;                                                                       \
	}

static struct pollfd *waits(void)
{
	static struct pollfd list;

	list = (struct pollfd){ .fd = channel[0], .events = POLLIN };
	return &list;
}

static fd_set *set(void)
{
	static fd_set list;

	FD_SET(channel[0], &list);
	return &list;
}

static struct epoll_event ready;
static struct sembuf down = { 0, -1, 0 };
static struct timespec rest;

SLEEPER(read, read(channel[0], buffer, 1))
SLEEPER(recv, recv(pair[0], buffer, 1, 0))
SLEEPER(accept, accept(listener, NULL, NULL))
SLEEPER(poll, poll(waits(), 1, -1))
SLEEPER(poll_a_day, poll(waits(), 1, 24 * 3600 * 1000))
SLEEPER(ppoll, (rest = day, syscall(SYS_ppoll, waits(), 1, &rest, NULL, 8)))
SLEEPER(select, select(channel[0] + 1, set(), NULL, NULL, NULL))
SLEEPER(epoll_wait, epoll_wait(epoll, &ready, 1, -1))
SLEEPER(epoll_pwait2, syscall(SYS_epoll_pwait2, epoll, &ready, 1, NULL, NULL, 8))
SLEEPER(nanosleep, syscall(SYS_nanosleep, &day, NULL))
SLEEPER(clock_nanosleep, syscall(SYS_clock_nanosleep, CLOCK_MONOTONIC, 0, &day, NULL))
SLEEPER(futex, syscall(SYS_futex, &word, FUTEX_WAIT, 0, NULL, NULL, 0))
SLEEPER(futex_a_day, syscall(SYS_futex, &word, FUTEX_WAIT, 0, &day, NULL, 0))
SLEEPER(wait4, syscall(SYS_wait4, child, NULL, 0, NULL))
SLEEPER(semop, semop(semaphores, &down, 1))
SLEEPER(msgrcv, msgrcv(queue, buffer, 100, 5, 0))
SLEEPER(eventfd, read(event, buffer, 8))
SLEEPER(inotify, read(inotify, buffer, sizeof(buffer)))
SLEEPER(sigtimedwait, syscall(SYS_rt_sigtimedwait, &awaited, NULL, NULL, 8))
SLEEPER(io_uring_enter, syscall(SYS_io_uring_enter, ring, 0, 1, IORING_ENTER_GETEVENTS, NULL, 0))

#define ROW(name)                                                                                  \
	{                                                                                          \
#name, sleep_##name                                                                \
	}
static const struct {
	const char *name;
	long (*sleep)(void);
} sleepers[] = {
	ROW(read),         ROW(recv),      ROW(accept),          ROW(poll),
	ROW(poll_a_day),   ROW(ppoll),     ROW(select),          ROW(epoll_wait),
	ROW(epoll_pwait2), ROW(nanosleep), ROW(clock_nanosleep), ROW(futex),
	ROW(futex_a_day),  ROW(wait4),     ROW(semop),           ROW(msgrcv),
	ROW(eventfd),      ROW(inotify),   ROW(sigtimedwait),    ROW(io_uring_enter),
};
enum { COUNT = sizeof(sleepers) / sizeof(*sleepers) };
static volatile int ending;

static void *sleeper(void *argument)
{
	long index = (long)argument;

	for (;;) {
		long result = sleepers[index].sleep();

		/* What the kernel has not is no sleeper. */
		if (result == 0 || errno != EINTR)
			for (;;)
				pause();
		if (!ending)
			dprintf(1, "%s\n", sleepers[index].name);
	}
	return NULL;
}

int main(void)
{
	struct epoll_event wanted = { .events = EPOLLIN };
	struct io_uring_params parameters = { 0 };
	pthread_t thread;

	alarm(110);
	if (pipe(channel) < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0)
		return 1;
	epoll = epoll_create1(0);
	epoll_ctl(epoll, EPOLL_CTL_ADD, channel[0], &wanted);
	listener = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(listener, &(struct sockaddr){ .sa_family = AF_UNIX }, sizeof(sa_family_t));
	listen(listener, 1);
	semaphores = semget(IPC_PRIVATE, 1, 0600);
	queue = msgget(IPC_PRIVATE, 0600);
	event = eventfd(0, 0);
	inotify = inotify_init();
	ring = (int)syscall(SYS_io_uring_setup, 4, &parameters);
	sigaddset(&awaited, SIGUSR2);
	pthread_sigmask(SIG_BLOCK, &awaited, NULL);
	child = fork();
	if (child == 0)
		for (;;)
			pause();
	for (long i = 0; i < COUNT; i++)
		pthread_create(&thread, NULL, sleeper, (void *)i);
	close(open("ready", O_WRONLY | O_CREAT, 0600));
	while (read(0, buffer, 1) > 0)
		;
	ending = 1;
	kill(child, SIGKILL);
	semctl(semaphores, 0, IPC_RMID);
	msgctl(queue, IPC_RMID, NULL);
	return 0;
}
