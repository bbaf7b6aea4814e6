/* Tampering with calls: what -e inject= and -e fault= say is to be done, and when.
 *
 * A rule names calls and what happens to them.  Of several rules that name a call
 * only the last one counts for it. */
#ifndef RASTRO_RULES_INJECT_H
#define RASTRO_RULES_INJECT_H

#include "base/error.h"
#include "calls/call_set.h"

#include <stdbool.h>
#include <stdint.h>

enum {
	INJECT_RULES_MAX = 256,
	INJECT_POKES_MAX = 7, /* one an argument; no call has more */
	INJECT_POKE_LENGTH_MAX = 1024,
	INJECT_WHEN_MAX = 65535,
	INJECT_NO_CALL = UINT32_MAX, /* the kernel makes no call of this number */
};

/* Before and after the call. */
enum inject_side { INJECT_ENTER, INJECT_EXIT, INJECT_SIDE_COUNT };

/* Memory behind a pointer that is overwritten. */
struct inject_poke {
	uint8_t argument; /* 1: the first */
	uint16_t length;
	uint8_t bytes[INJECT_POKE_LENGTH_MAX];
};

struct inject_pokes {
	bool given;
	unsigned count;
	struct inject_poke *list;
};

struct inject_rule {
	struct call_set calls;
	/* The call is not made, and this is what it returned. */
	bool has_result;
	bool failed;     /* result is -errno */
	uint64_t result; /* not yet cut to what the ABI can return */
	/* This one is made instead of none; it has no effect. */
	bool has_substitute;
	uint32_t substitute[ABI_COUNT]; /* INJECT_NO_CALL where the ABI has it not */
	uint8_t signal;                 /* sent at the entry; 0: none */
	bool delays[INJECT_SIDE_COUNT];
	uint64_t delay_ns[INJECT_SIDE_COUNT];
	struct inject_pokes pokes[INJECT_SIDE_COUNT];
	/* Which of a task's calls, from 1: first, then every step-th, up to last. */
	uint32_t first, last, step; /* last 0: no end; step 0: first alone */
};

struct inject_rules {
	unsigned count;
	struct inject_rule *list;
};

/* -e fault= is a part of -e inject=: errors alone, ENOSYS where none is named. */
enum inject_form { INJECT_FORM_INJECT, INJECT_FORM_FAULT };

/* Adds the rule of "CALLS[:ACTION=VALUE]...".  -1 with error, in strace's words, when
 * the text is wrong.  warning (which may be NULL) is filled, even then, if a value
 * will be taken for something else; its text is empty otherwise. */
int inject_parse(struct inject_rules *, enum inject_form, const char *text, struct error *warning,
                 struct error *error);
void inject_rules_free(struct inject_rules *);

/* The rule for a call, or NULL. */
const struct inject_rule *inject_find(const struct inject_rules *, enum event_abi, uint64_t nr);
/* All calls that have one. */
struct call_set inject_calls(const struct inject_rules *);
/* Whether it applies to a task's count-th call, from 1. */
bool inject_is_due(const struct inject_rule *, uint64_t count);

#endif
