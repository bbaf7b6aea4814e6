/* Signals by the numbers that gdb's protocol has for them, which are those of no system; lldb
 * has the system's own. */
#include "serve/server_parts.h"

static const struct {
	uint8_t native, wire;
} signal_rows[] = {
	{ SIGHUP, 1 },   { SIGINT, 2 },    { SIGQUIT, 3 },  { SIGILL, 4 },   { SIGTRAP, 5 },
	{ SIGABRT, 6 },  { SIGFPE, 8 },    { SIGKILL, 9 },  { SIGBUS, 10 },  { SIGSEGV, 11 },
	{ SIGSYS, 12 },  { SIGPIPE, 13 },  { SIGALRM, 14 }, { SIGTERM, 15 }, { SIGURG, 16 },
	{ SIGSTOP, 17 }, { SIGTSTP, 18 },  { SIGCONT, 19 }, { SIGCHLD, 20 }, { SIGTTIN, 21 },
	{ SIGTTOU, 22 }, { SIGIO, 23 },    { SIGXCPU, 24 }, { SIGXFSZ, 25 }, { SIGVTALRM, 26 },
	{ SIGPROF, 27 }, { SIGWINCH, 28 }, { SIGUSR1, 30 }, { SIGUSR2, 31 }, { SIGPWR, 32 },
	{ 32, 77 },      { 64, 78 },
};

enum { RT_FIRST = 33, RT_LAST = 63, RT_WIRE = 45, WIRE_UNKNOWN = 143, SIGNALS = 65 };

unsigned signal_to_wire(int signal)
{
	if (signal >= RT_FIRST && signal <= RT_LAST)
		return (unsigned)(signal - RT_FIRST + RT_WIRE);
	for (size_t i = 0; i < sizeof(signal_rows) / sizeof(*signal_rows); i++)
		if (signal_rows[i].native == signal)
			return signal_rows[i].wire;
	return signal ? WIRE_UNKNOWN : 0;
}

int signal_from_wire(unsigned wire)
{
	if (wire >= RT_WIRE && wire <= RT_WIRE + RT_LAST - RT_FIRST)
		return (int)(wire - RT_WIRE + RT_FIRST);
	for (size_t i = 0; i < sizeof(signal_rows) / sizeof(*signal_rows); i++)
		if (signal_rows[i].wire == wire)
			return signal_rows[i].native;
	return 0;
}

unsigned server_signal_put(const struct server *server, int signal)
{
	return server->is_lldb ? (unsigned)signal : signal_to_wire(signal);
}

int server_signal_take(const struct server *server, uint64_t wire)
{
	if (wire > UINT8_MAX)
		return 0;
	if (server->is_lldb)
		return wire < SIGNALS ? (int)wire : 0;
	return signal_from_wire((unsigned)wire);
}

/* ---- what becomes of them */

/* "e;10;14": bits by our numbers. */
static uint64_t take_signals(struct request *request)
{
	uint64_t wire, signals = 0;

	while (request_number(request, &wire)) {
		int signal = server_signal_take(request->server, wire);

		if (signal > 0 && signal < 64)
			signals |= (uint64_t)1 << signal;
		if (!request_char(request, ';'))
			break;
	}
	return signals;
}

static void pass_signals(struct request *request)
{
	request->server->passed = take_signals(request) & ~((uint64_t)1 << SIGTRAP);
	server_settings_apply(request->server);
	request_ok(request);
}

/* Those that the program may be given; what it has not been given yet when it is left, and is
 * none of them, it is not given. */
static void give_signals(struct request *request)
{
	request->server->withheld = ~take_signals(request) & ~(uint64_t)1; /* bit 0: 64 */
	server_settings_apply(request->server);
	request_ok(request);
}

const struct packet_row signal_packets[] = {
	{ "QPassSignals:", pass_signals, PACKET_FREE },
	{ "QProgramSignals:", give_signals, PACKET_FREE },
	{ 0 },
};
