/* Which system calls are meant: "openat,connect if path ~ "*.conf" and ret < 0".
 *
 *	CALLS [("TEXT") | (NUMBER)] [entry | return] [if EXPRESSION]
 *
 * Names in the expression are those of the calls' arguments, "ret", and constants that
 * descriptions know; "path" and "fd" are the first such argument, however it is called.
 * What stands in brackets is what that is to be: openat("/etc/shadow") is openat if
 * path == "/etc/shadow". */
#ifndef RASTRO_INSPECT_CALL_MATCH_H
#define RASTRO_INSPECT_CALL_MATCH_H

#include "base/error.h"
#include "calls/call_set.h"
#include "event/event.h"
#include "inspect/expression.h"

struct call;
struct field;

enum { CALL_MATCH_NAMES_MAX = 16 /* arguments that one expression names */ };

struct call_match {
	struct call_set calls;
	bool at_entry, at_return, wants_return;
	struct expression *expression; /* NULL: none */
	const char *names[CALL_MATCH_NAMES_MAX];
	unsigned name_count;
};

/* Into one that is all zero; -1 with error.  To be freed in either case. */
int call_match_parse(struct call_match *, const char *text, struct error *);
void call_match_free(struct call_match *);
/* Another expression, or NULL: none. */
int call_match_set_condition(struct call_match *, const char *text, struct error *);
/* memory: of the process that makes the call, as memory.h says.  A call that does not have
 * what the expression asks for is not meant. */
bool call_match_takes(const struct call_match *, const struct event *,
                      ssize_t (*memory)(void *owner, uint64_t address, void *, size_t length),
                      void *owner);

/* ---- arguments by name */

/* NULL: the call has none of that name. */
const struct field *call_argument_find(const struct call *, const char *name, size_t length);
/* Of a pointer the address. */
uint64_t call_argument_value(const struct event *, const struct field *);
/* Names that arguments go by beside their own; NULL: these were all. */
const char *call_argument_role(unsigned index);

#endif
