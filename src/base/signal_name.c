/* Names of signals. */
#include "base/signal_name.h"

#include <signal.h>
#include <string.h>
#include <strings.h>

enum { PREFIX_LENGTH = 3 };

/* The kernel's: two that libc keeps for itself are there, too. */
static const char *const names[SIGNAL_MAX + 1] = {
	/* clang-format off */
	[SIGHUP] = "SIGHUP", [SIGINT] = "SIGINT", [SIGQUIT] = "SIGQUIT", [SIGILL] = "SIGILL",
	[SIGTRAP] = "SIGTRAP", [SIGABRT] = "SIGABRT", [SIGBUS] = "SIGBUS", [SIGFPE] = "SIGFPE",
	[SIGKILL] = "SIGKILL", [SIGUSR1] = "SIGUSR1", [SIGSEGV] = "SIGSEGV",
	[SIGUSR2] = "SIGUSR2", [SIGPIPE] = "SIGPIPE", [SIGALRM] = "SIGALRM",
	[SIGTERM] = "SIGTERM", [SIGSTKFLT] = "SIGSTKFLT", [SIGCHLD] = "SIGCHLD",
	[SIGCONT] = "SIGCONT", [SIGSTOP] = "SIGSTOP", [SIGTSTP] = "SIGTSTP",
	[SIGTTIN] = "SIGTTIN", [SIGTTOU] = "SIGTTOU", [SIGURG] = "SIGURG", [SIGXCPU] = "SIGXCPU",
	[SIGXFSZ] = "SIGXFSZ", [SIGVTALRM] = "SIGVTALRM", [SIGPROF] = "SIGPROF",
	[SIGWINCH] = "SIGWINCH", [SIGIO] = "SIGIO", [SIGPWR] = "SIGPWR", [SIGSYS] = "SIGSYS",
	[32] = "SIGRTMIN", [33] = "SIGRT_1", [34] = "SIGRT_2", [35] = "SIGRT_3",
	[36] = "SIGRT_4", [37] = "SIGRT_5", [38] = "SIGRT_6", [39] = "SIGRT_7", [40] = "SIGRT_8",
	[41] = "SIGRT_9", [42] = "SIGRT_10", [43] = "SIGRT_11", [44] = "SIGRT_12",
	[45] = "SIGRT_13", [46] = "SIGRT_14", [47] = "SIGRT_15", [48] = "SIGRT_16",
	[49] = "SIGRT_17", [50] = "SIGRT_18", [51] = "SIGRT_19", [52] = "SIGRT_20",
	[53] = "SIGRT_21", [54] = "SIGRT_22", [55] = "SIGRT_23", [56] = "SIGRT_24",
	[57] = "SIGRT_25", [58] = "SIGRT_26", [59] = "SIGRT_27", [60] = "SIGRT_28",
	[61] = "SIGRT_29", [62] = "SIGRT_30", [63] = "SIGRT_31", [64] = "SIGRT_32",
	/* clang-format on */
};

const char *signal_name(uint64_t number)
{
	return number <= SIGNAL_MAX ? names[number] : NULL;
}

int signal_find(const char *name, size_t length)
{
	if (length > PREFIX_LENGTH && strncasecmp(name, "SIG", PREFIX_LENGTH) == 0) {
		name += PREFIX_LENGTH;
		length -= PREFIX_LENGTH;
	}
	for (int number = 1; number <= SIGNAL_MAX; number++) {
		const char *known = names[number] + PREFIX_LENGTH;

		if (strlen(known) == length && strncasecmp(known, name, length) == 0)
			return number;
	}
	return -1;
}
