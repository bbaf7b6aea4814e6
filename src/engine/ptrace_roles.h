/* Which calls have a role, and for which arguments. */
#ifndef RASTRO_ENGINE_PTRACE_ROLES_H
#define RASTRO_ENGINE_PTRACE_ROLES_H

#include "calls/argument_test.h"
#include "engine/ptrace.h"

struct role_rule {
	enum arch_role role;
	struct argument_test when;
	enum role_scope {
		ROLE_ALWAYS,
		ROLE_HYBRID, /* only where calls are recorded inside programs */
		ROLE_MAKING, /* there, and the agent makes such calls when it comes in */
		ROLE_AGENT,  /* there, and the agent knows which of its calls may go on */
	} scope;
};

/* Whether it counts for this engine. */
bool role_rule_counts(const struct ptrace_engine *, const struct role_rule *);

extern const struct role_rule role_rules[];
extern const unsigned role_rule_count;

#endif
