// trace: epoll_create,epoll_create1,epoll_ctl,epoll_wait,epoll_pwait,epoll_pwait2
#include "test.h"
#include <sys/epoll.h>

int main(void)
{
	int p[2];
	uint64_t set = 1 << (SIGUSR1 - 1);
	struct timespec zero = { 0, 0 };
	struct epoll_event event = { EPOLLIN | EPOLLET | EPOLLONESHOT, { .u64 = 0x123456789abcdef } }, events[4];
	long fd = call(epoll_create, 5);

	pipe(p);
	write(p[1], "x", 1);
	call(epoll_create, 0);
	call(epoll_create, -1);
	call(epoll_create1, EPOLL_CLOEXEC);
	call(epoll_create1, -1);
	call(epoll_ctl, fd, EPOLL_CTL_ADD, p[0], &event);
	call(epoll_ctl, fd, EPOLL_CTL_ADD, p[0], &event);
	event.events = EPOLLIN | EPOLLRDHUP | EPOLLWAKEUP | EPOLLEXCLUSIVE | EPOLLPRI | 0x8000;
	event.data.u64 = 5;
	call(epoll_ctl, fd, EPOLL_CTL_MOD, p[0], &event);
	event.events = EPOLLIN;
	call(epoll_ctl, fd, EPOLL_CTL_MOD, p[0], &event);
	call(epoll_ctl, fd, EPOLL_CTL_ADD, -1, NULL);
	call(epoll_ctl, fd, 99, 77, unreadable);
	call(epoll_ctl, -1, EPOLL_CTL_DEL, p[0], NULL);
	call(epoll_wait, fd, events, 4, -1);
	call(epoll_wait, fd, events, 0, 0);
	call(epoll_wait, fd, events, -1, 0);
	call(epoll_wait, -1, NULL, 4, 5);
	call(epoll_pwait, fd, events, 4, 0, &set, 8);
	call(epoll_pwait, fd, events, 4, 0, NULL, 0);
	call(epoll_pwait, fd, events, 4, 0, unreadable, 3);
	call(epoll_pwait2, fd, events, 4, &zero, &set, 8);
	call(epoll_pwait2, fd, events, 4, NULL, NULL, 8);
	call(epoll_pwait2, -1, events, 4, unreadable, BAD, 8);
	call(epoll_ctl, fd, EPOLL_CTL_DEL, p[0], &event);
	call(epoll_wait, fd, events, 4, 0);
	return 0;
}
