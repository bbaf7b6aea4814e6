// trace: getpid,rt_sigqueueinfo
#include "test.h"

static void ignore(int signal)
{
}

struct info { int signo, error, code; union { char bytes[116]; int words[29]; }; };

int main(void)
{
	int codes[] = { SI_USER, SI_QUEUE, SI_TIMER, SI_MESGQ, SI_ASYNCIO, SI_SIGIO, SI_TKILL, SI_ASYNCNL, -100, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x80, 1000 };
	int signals[] = { SIGCHLD, SIGSEGV, SIGFPE, SIGILL, SIGBUS, SIGTRAP, SIGIO, SIGSYS, SIGUSR1, 40 };
	struct info info = { .error = 0 };
	long pid = call(getpid);

	for (int i = 0; i < 29; i++)
		info.words[i] = i + 1;
	for (int i = 0; i < 10; i++)
		for (int j = 0; j < 20; j++) {
			signal(signals[i], ignore);
			info.code = codes[j];
			info.signo = signals[i];
			call(rt_sigqueueinfo, pid, signals[i], &info);
		}
	return 0;
}
