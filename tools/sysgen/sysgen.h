/* sysgen turns descriptions of system calls into C tables.
 *
 * It is a function from texts to texts, so that a fuzzer or a test can call it as
 * easily as the command does.  What the descriptions mean is found out by
 * src/describe/, which rastro itself has, too; here it is printed: emit_tables
 * (calls.c), emit_plans (plans.c), emit_checks, and emit_described (described.tsv). */
#ifndef RASTRO_SYSGEN_SYSGEN_H
#define RASTRO_SYSGEN_SYSGEN_H

#include "describe/model.h"

struct sysgen_output {
	struct text calls;     /* tables for calls/desc.h */
	struct text plans;     /* tables for calls/plan.h */
	struct text checks;    /* static assertions against C headers */
	struct text described; /* what there is, for the coverage of tests */
	struct text messages;  /* what is wrong, one line each: file:line: text */
};

/* Returns the number of mistakes found, 0 when all is well, or -1 when memory
 * ran out.  The output is to be freed in any case. */
int sysgen_run(const struct model_input *, struct sysgen_output *);
void sysgen_free(struct sysgen_output *);

#endif
