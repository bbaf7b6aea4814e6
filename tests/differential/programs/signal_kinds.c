// mask: si_pid=\d+
// trace: none
// also: -e signal=none
// also: -e signal=SIGUSR1,term,34
// also: -e signal=!usr1
// also: -e signal=!all
#include "test.h"
#include <sys/time.h>

static void ignore(int signal)
{
}

int main(void)
{
	for (int signal = 1; signal <= 64; signal++) {
		struct sigaction action = { .sa_handler = ignore };

		if (signal == SIGKILL || signal == SIGSTOP || sigaction(signal, &action, NULL) < 0)
			continue;
		raise(signal);
	}
	return 0;
}
