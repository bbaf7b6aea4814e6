/* All that is known of calls, in one place: the tables that were built in, or those
 * that a user's descriptions made of them. */
#ifndef RASTRO_CALLS_TABLE_H
#define RASTRO_CALLS_TABLE_H

#include "calls/desc.h"
#include "calls/plan.h"

/* Numbers of all calls that are described, sorted by name. */
struct call_index {
	const uint16_t *numbers;
	uint32_t count;
};

/* A decoder of calls/custom.h. */
struct custom_hook {
	const char *name;
	custom_decode *decode;
};

struct tables {
	const struct call_table *calls; /* ABI_COUNT of them, as of the next two */
	const struct call_index *indexes;
	const struct plan_table *plans;
	const struct structure *const *structures; /* sorted by name, as are the sets */
	const struct symbols *const *sets;
	uint32_t structure_count, set_count;
	const struct custom_hook *hooks; /* ends with name NULL */
};
extern const struct tables built_in_tables;
extern const struct plan_table built_in_plans[];

/* Descriptions are the process's, as its locale is: chosen before anything is
 * traced, and never while something is.  See docs/decisions/describe.md. */
extern const struct tables *tables_in_use;

#endif
