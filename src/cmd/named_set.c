/* Sets of named bits, written as strace's users write them.
 *
 * A leading ! (each more turns it again) starts from everything and takes away;
 * "all" and "none" stand alone; empty words between commas are nothing. */
#include "cmd/named_set.h"

#include "base/signal_name.h"
#include "output/view.h"
#include "rules/filter.h"

#include <string.h>
#include <strings.h>

enum { SIGNAL_NUMBER_MAX = 255 };

const struct named_bit status_names[] = {
	{ "successful", OUTCOME_SUCCESSFUL }, { "failed", OUTCOME_FAILED },
	{ "unfinished", OUTCOME_UNFINISHED }, { "unavailable", OUTCOME_UNAVAILABLE },
	{ "detached", OUTCOME_DETACHED },     { NULL, 0 },
};

const struct named_bit quiet_names[] = {
	{ "attach", QUIET_ATTACH },
	{ "exit", QUIET_EXIT },
	{ "exits", QUIET_EXIT },
	{ "path-resolution", QUIET_PATH_RESOLUTION },
	{ "personality", QUIET_PERSONALITY },
	{ "thread-execve", QUIET_THREAD_EXECVE },
	{ "superseded", QUIET_THREAD_EXECVE },
	{ NULL, 0 },
};

const struct named_bit decode_fd_names[] = {
	{ "path", DECODE_FD_PATH },
	{ "socket", DECODE_FD_SOCKET },
	{ "dev", DECODE_FD_DEV },
	{ "eventfd", DECODE_FD_EVENTFD },
	{ "pidfd", DECODE_FD_PIDFD },
	{ "signalfd", DECODE_FD_SIGNALFD },
	{ NULL, 0 },
};

const struct named_bit decode_pid_names[] = {
	{ "comm", DECODE_PID_COMM },
	{ "pidns", DECODE_PID_NAMESPACE },
	{ NULL, 0 },
};

const struct named_bit context_names[] = {
	{ "full", CONTEXT_FULL },
	{ "mismatch", CONTEXT_MISMATCH },
	{ NULL, 0 },
};

/* Returns 0 and the bits of a word, or -1. */
typedef int find_bits(const void *names, const char *word, size_t length, uint64_t *bits);

static int find_named(const void *names, const char *word, size_t length, uint64_t *bits)
{
	for (const struct named_bit *known = names; known->name; known++) {
		if (strlen(known->name) == length && strncasecmp(known->name, word, length) == 0) {
			*bits = known->bits;
			return 0;
		}
	}
	return -1;
}

static int set_parse(uint64_t *set, find_bits *find, const void *names, const char *what,
                     const char *text, struct error *error)
{
	const char *rest = text;
	bool inverted = false, any = false;
	uint64_t chosen = 0;

	for (; *rest == '!'; rest++)
		inverted = !inverted;
	if (strcmp(rest, "all") == 0 || strcmp(rest, "none") == 0) {
		*set = (*rest == 'a') == inverted ? 0 : UINT64_MAX;
		return 0;
	}
	for (size_t length; *rest; rest += length + (rest[length] == ',')) {
		uint64_t bits;

		length = strcspn(rest, ",");
		if (length == 0)
			continue;
		if (find(names, rest, length, &bits) < 0)
			return error_set(error, 0, "invalid %s '%.*s'", what, (int)length, rest);
		chosen |= bits;
		any = true;
	}
	if (!any)
		return error_set(error, 0, "invalid %s '%s'", what, text);
	*set = inverted ? ~chosen : chosen;
	return 0;
}

int named_set_parse(uint64_t *set, const struct named_bit *names, const char *what,
                    const char *text, struct error *error)
{
	uint64_t every = 0;

	for (const struct named_bit *known = names; known->name; known++)
		every |= known->bits;
	if (set_parse(set, find_named, names, what, text, error) < 0)
		return -1;
	*set &= every;
	return 0;
}

/* ---- signals */

static int signal_number(const char *word, size_t length)
{
	int number = 0;

	for (size_t i = 0; i < length; i++) {
		if (word[i] < '0' || word[i] > '9' || number > SIGNAL_NUMBER_MAX)
			return -1;
		number = number * 10 + (word[i] - '0');
	}
	return number <= SIGNAL_NUMBER_MAX ? number : -1;
}

static int find_signal(const void *names, const char *word, size_t length, uint64_t *bits)
{
	bool is_number = *word >= '0' && *word <= '9';
	int signal = is_number ? signal_number(word, length) : signal_find(word, length);

	(void)names;
	if (signal < 0)
		return -1;
	/* Numbers that no signal has are harmless. */
	*bits = signal >= 1 && signal <= SIGNAL_MAX ? (uint64_t)1 << (signal - 1) : 0;
	return 0;
}

int signal_set_parse(uint64_t *set, const char *text, struct error *error)
{
	return set_parse(set, find_signal, NULL, "signal", text, error);
}
