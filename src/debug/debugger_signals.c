/* What becomes of signals: three choices each, as gdb has them. */
#include "debug/debugger_parts.h"

#include "base/signal_name.h"

#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static uint64_t bit_of(int signal)
{
	return 1ull << (signal & 63);
}

/* Those that programs live by are passed and not told of. */
void signals_init(struct debugger_signals *signals)
{
	static const int usual[] = {
		SIGALRM, SIGCHLD, SIGURG, SIGIO, SIGVTALRM, SIGPROF, SIGWINCH
	};

	*signals = (struct debugger_signals){ ~0ull, ~0ull, ~(bit_of(SIGINT) | bit_of(SIGTRAP)) };
	for (size_t i = 0; i < sizeof(usual) / sizeof(*usual); i++) {
		signals->stop &= ~bit_of(usual[i]);
		signals->print &= ~bit_of(usual[i]);
	}
}

int signal_parse(const char *word, size_t length, struct error *error)
{
	int signal = signal_find(word, length);
	int number = 0;

	for (size_t i = 0; i < length && number <= SIGNAL_MAX; i++)
		number = isdigit((unsigned char)word[i]) ? number * 10 + word[i] - '0'
		                                         : SIGNAL_MAX + 1;
	if (signal < 0 && length && number && number <= SIGNAL_MAX)
		signal = number;
	if (signal < 0)
		error_set(error, EINVAL, "there is no signal '%.*s'", (int)length, word);
	return signal;
}

/* What stops passes by us at all only where it is to be told. */
void signals_give(const struct debugger_signals *signals, struct inferior *inferior)
{
	inferior->passed = ~signals->stop & ~signals->print & signals->pass;
	inferior->dropped = ~signals->stop & ~signals->print & ~signals->pass;
}

static const struct {
	const char *word;
	size_t member;
	bool on;
	/* What stops is told of, and what is not told of does not stop. */
	bool brings_print, takes_stop;
} choices[] = {
	{ "stop", offsetof(struct debugger_signals, stop), true, true, false },
	{ "nostop", offsetof(struct debugger_signals, stop), false, false, false },
	{ "print", offsetof(struct debugger_signals, print), true, false, false },
	{ "noprint", offsetof(struct debugger_signals, print), false, false, true },
	{ "pass", offsetof(struct debugger_signals, pass), true, false, false },
	{ "nopass", offsetof(struct debugger_signals, pass), false, false, false },
	{ "noignore", offsetof(struct debugger_signals, pass), true, false, false },
	{ "ignore", offsetof(struct debugger_signals, pass), false, false, false },
};

static void choose(uint64_t *set, uint64_t which, bool on)
{
	*set = on ? *set | which : *set & ~which;
}

static bool choice_take(struct debugger_signals *signals, uint64_t which, const char *word,
                        size_t length)
{
	for (size_t i = 0; i < sizeof(choices) / sizeof(*choices); i++) {
		if (strlen(choices[i].word) != length || memcmp(choices[i].word, word, length) != 0)
			continue;
		choose((uint64_t *)((char *)signals + choices[i].member), which, choices[i].on);
		if (choices[i].brings_print)
			signals->print |= which;
		if (choices[i].takes_stop)
			signals->stop &= ~which;
		return true;
	}
	return false;
}

static void put_row(struct sheet *sheet, const struct debugger_signals *signals, int signal)
{
	static const char *const words[] = { "no", "yes" };

	sheet_row_begin(sheet);
	sheet_string(sheet, "signal", 12, signal_name((uint64_t)signal));
	sheet_string(sheet, "stop", 5, words[signals->stop >> (signal & 63) & 1]);
	sheet_string(sheet, "print", 5, words[signals->print >> (signal & 63) & 1]);
	sheet_string(sheet, "pass", 5, words[signals->pass >> (signal & 63) & 1]);
	sheet_string(sheet, "what", 0, strsignal(signal));
	sheet_row_end(sheet);
}

static void put_rows(struct debugger *debugger, uint64_t which)
{
	sheet_list_begin(&debugger->sheet, "signals", "stop print pass");
	for (int signal = 1; signal <= SIGNAL_MAX; signal++)
		if (which & bit_of(signal))
			put_row(&debugger->sheet, &debugger->signals, signal);
	sheet_list_end(&debugger->sheet);
}

int signals_show(struct debugger *debugger, const char *text, struct error *error)
{
	int signal = *text ? signal_parse(text, strlen(text), error) : 0;

	if (signal < 0)
		return -1;
	put_rows(debugger, signal ? bit_of(signal) : ~0ull);
	return 0;
}

/* all: but those that debuggers themselves live by. */
int debugger_handle(struct debugger *debugger, const char *text, struct error *error)
{
	struct debugger_signals signals = debugger->signals;
	size_t length = strcspn(text, " \t");
	uint64_t which = ~(bit_of(SIGINT) | bit_of(SIGTRAP));

	if (length != strlen("all") || memcmp(text, "all", length) != 0) {
		int signal = signal_parse(text, length, error);

		if (signal < 0)
			return -1;
		which = bit_of(signal);
	}
	for (text = skip_space(text + length); *text; text = skip_space(text + length)) {
		length = strcspn(text, " \t");
		if (!choice_take(&signals, which, text, length))
			return error_set(error, EINVAL,
			                 "a signal is handled by [no]stop, [no]print and [no]pass, "
			                 "not '%.*s'",
			                 (int)length, text);
	}
	debugger->signals = signals;
	put_rows(debugger, which);
	return 0;
}

/* SIGNAL [VALUE]: as sigqueue() sends it, to one thread. */
int debugger_queue(struct debugger *debugger, const char *text, struct error *error)
{
	size_t length = strcspn(text, " \t");
	int signal = signal_parse(text, length, error);
	uint64_t value = 0;

	text = skip_space(text + length);
	if (signal < 0 || (*text && debugger_evaluate(debugger, text, &value, error) < 0))
		return -1;
	siginfo_t info = { .si_signo = signal, .si_code = SI_QUEUE };

	info.si_pid = getpid();
	info.si_uid = getuid();
	info.si_value.sival_ptr = (void *)value;
	if (syscall(SYS_rt_tgsigqueueinfo, debugger->inferior->process->pid, debugger->tid, signal,
	            &info) == 0)
		return 0;
	return error_set(error, errno, "cannot send %s to thread %d: %s",
	                 signal_name((uint64_t)signal), debugger->tid, strerror(errno));
}
