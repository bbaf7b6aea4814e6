/* Sets of named bits: -e status=, quiet=, decode-fds= and the like. */
#ifndef RASTRO_CMD_NAMED_SET_H
#define RASTRO_CMD_NAMED_SET_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct named_bit {
	const char *name;
	uint64_t bits;
};

/* Ends with name NULL. */
extern const struct named_bit status_names[], quiet_names[], decode_fd_names[], decode_pid_names[],
	context_names[];

/* Reads "a,b", "!a", "all" or "none" into *set, which is left alone when the
 * text is wrong: then -1 with error "invalid WHAT 'a'". */
int named_set_parse(uint64_t *set, const struct named_bit *names, const char *what,
                    const char *text, struct error *);

/* The same for signals: INT, SIGINT, sigint, 2.  Bit n - 1: signal n. */
int signal_set_parse(uint64_t *set, const char *text, struct error *);

#endif
