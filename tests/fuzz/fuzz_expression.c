/* What stands behind -e: the first byte chooses the language, the rest is text.
 *
 * Besides not falling over, a set of calls must mean the same when it is turned
 * round twice. */
#include "calls/call_set.h"
#include "cmd/named_set.h"
#include "output/view.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 512 };

static void check_calls(const char *text)
{
	char turned[TEXT_MAX + 3];
	struct call_set once, twice;
	struct error error = { 0 };

	/* A pattern may take exponentially long, which is the affair of who writes it. */
	if (strchr(text, '/'))
		return;
	if (call_set_parse(&once, text, &error) < 0) {
		if (!error.text[0])
			abort();
		return;
	}
	memcpy(turned, "!!", 2);
	strcpy(turned + 2, text);
	if (call_set_parse(&twice, turned, &error) < 0 ||
	    memcmp(once.bits, twice.bits, sizeof(once.bits)) != 0 ||
	    memcmp(once.others, twice.others, sizeof(once.others)) != 0)
		abort();
}

static void check_names(const struct named_bit *names, const char *text)
{
	uint64_t set = 0, every = 0;
	struct error error = { 0 };

	for (const struct named_bit *known = names; known->name; known++)
		every |= known->bits;
	if (named_set_parse(&set, names, "set", text, &error) < 0 ? !error.text[0] : set & ~every)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct named_bit *const languages[] = { status_names, quiet_names,
		                                             decode_fd_names, decode_pid_names };
	char text[TEXT_MAX + 1];
	uint64_t signals;

	if (size == 0 || size > TEXT_MAX)
		return 0;
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	check_calls(text);
	check_names(languages[data[0] % 4], text);
	signal_set_parse(&signals, text, NULL);
	return 0;
}
