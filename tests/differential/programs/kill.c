// trace: getpid,kill,tkill,tgkill,rt_sigqueueinfo,rt_tgsigqueueinfo
#include "test.h"

static void ignore(int signal)
{
}

int main(void)
{
	long pid = call(getpid);
	struct { int signo, error, code, pad, pid, uid; void *value; char rest[96]; } info = { .code = SI_QUEUE, .pid = 5, .uid = 6, .value = (void *)0x1234 };

	signal(SIGUSR1, ignore);
	signal(SIGUSR2, ignore);
	signal(SIGRTMIN, ignore);
	call(kill, pid, 0);
	call(kill, pid, SIGUSR1);
	call(kill, pid, 99);
	call(kill, pid, -1);
	call(kill, 0x7fffffff, SIGTERM);
	call(kill, 0x80000001, 64);
	call(tkill, pid, SIGUSR2);
	call(tkill, 0, SIGHUP);
	call(tkill, -1, 34);
	call(tgkill, pid, pid, SIGUSR1);
	call(tgkill, pid, -1, SIGCHLD);
	call(tgkill, 0, 0, 0);
	call(rt_sigqueueinfo, pid, SIGUSR1, &info);
	info.signo = SIGINT;
	call(rt_sigqueueinfo, pid, 34, &info);
	info.code = SI_TIMER;
	call(rt_sigqueueinfo, pid, SIGUSR2, &info);
	info.code = SI_USER;
	info.error = 5;
	call(rt_sigqueueinfo, pid, SIGUSR2, &info);
	info.code = SI_KERNEL;
	call(rt_sigqueueinfo, 0x7fffffff, SIGUSR2, &info);
	info.code = -77;
	call(rt_sigqueueinfo, 0x7fffffff, SIGUSR2, &info);
	call(rt_sigqueueinfo, pid, SIGUSR2, NULL);
	call(rt_sigqueueinfo, -1, 0, unreadable);
	info.code = SI_QUEUE;
	call(rt_tgsigqueueinfo, pid, pid, SIGUSR1, &info);
	call(rt_tgsigqueueinfo, -1, -1, 77, BAD);
	return 0;
}
