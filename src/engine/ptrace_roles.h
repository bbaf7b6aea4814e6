/* Which calls have a role, and for which arguments. */
#ifndef RASTRO_ENGINE_PTRACE_ROLES_H
#define RASTRO_ENGINE_PTRACE_ROLES_H

#include "engine/ptrace.h"

enum role_test { ROLE_TEST_NONE, ROLE_TEST_BITS, ROLE_TEST_EQUAL };

struct role_rule {
	enum arch_role role;
	enum role_test test;
	unsigned arg; /* its lower 32 bits are tested */
	uint32_t value;
	bool hybrid; /* only where calls are recorded inside programs */
};

/* Whether it counts for this engine. */
bool role_rule_counts(const struct ptrace_engine *, const struct role_rule *);

extern const struct role_rule role_rules[];
extern const unsigned role_rule_count;

#endif
