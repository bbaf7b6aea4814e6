// trace: getpid,pidfd_open,pidfd_send_signal,pidfd_getfd
// also: -yy
// mask: pid:\d+
#include "test.h"

int main(void)
{
	long pid = call(getpid), fd = call(pidfd_open, pid, 0);
	siginfo_t info = { .si_signo = SIGUSR1, .si_code = SI_QUEUE };

	call(pidfd_open, pid, O_NONBLOCK);
	call(pidfd_open, -1, -1);
	call(pidfd_open, 0, O_EXCL);
	call(pidfd_send_signal, fd, 0, NULL, 0);
	call(pidfd_send_signal, fd, SIGUSR2, &info, 0);
	call(pidfd_send_signal, 0, 99, unreadable, -1);
	call(pidfd_send_signal, -1, SIGKILL, NULL, 5);
	call(pidfd_getfd, fd, 0, 0);
	call(pidfd_getfd, fd, -1, -1);
	call(pidfd_getfd, -1, 5, 1);
	return 0;
}
