// trace: read,nanosleep,clock_nanosleep,restart_syscall,rt_sigreturn,sigreturn,poll
// mask: clock_nanosleep\(.*|restart_syscall\(.*
#include "test.h"
#include <sys/time.h>

static int ends[2];

static void wake(int signal)
{
	write(ends[1], "x", 1);
}

/* The first signal comes while the call waits and gives it what it waits for. */
int main(void)
{
	struct sigaction action = { .sa_handler = wake, .sa_flags = SA_RESTART };
	struct itimerval soon = { .it_value = { 0, 50000 } };
	char byte;

	pipe(ends);
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	call(read, ends[0], &byte, 1);
	action.sa_flags = 0;
	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &soon, NULL);
	close(ends[1]);
	pipe(ends);
	call(read, ends[0], &byte, 1);
	setitimer(ITIMER_REAL, &soon, NULL);
	call(poll, NULL, 0, -1);
	return 0;
}
