/* sysgen turns descriptions of system calls into C tables.
 *
 * It is a function from texts to texts, so that a fuzzer, a test or, one day,
 * rastro itself can call it as easily as the command does.  The work goes
 *
 *	lexer -> parser -> nodes (node.h) -> resolver -> calls/desc.h structures
 *	      -> emit_tables (calls.c), plan + emit_plans (plans.c), emit_checks,
 *	         emit_described (described.tsv)
 *
 * What the resolver builds are the very structures that the program uses later;
 * the emitters print them, the plan compiler walks them like any other reader. */
#ifndef RASTRO_SYSGEN_SYSGEN_H
#define RASTRO_SYSGEN_SYSGEN_H

#include "base/text.h"
#include "event/event.h"

#include <stddef.h>

struct source {
	const char *name; /* for messages */
	const char *bytes;
	size_t size;
};

struct sysgen_input {
	const struct source *descriptions;
	unsigned description_count;
	struct source numbers[ABI_COUNT]; /* tables with columns nr, name */
	struct source headers;  /* like constants, what they lack: from the system's headers */
	struct source commands; /* of ioctl: columns name, x86_64, i386; may be empty */
	struct source constants[ABI_COUNT]; /* columns name, decimal; i386: only what differs */
};

struct sysgen_output {
	struct text calls;     /* tables for calls/desc.h */
	struct text plans;     /* tables for calls/plan.h */
	struct text checks;    /* static assertions against C headers */
	struct text described; /* what there is, for the coverage of tests */
	struct text messages;  /* what is wrong, one line each: file:line: text */
};

/* Returns the number of mistakes found, 0 when all is well, or -1 when memory
 * ran out.  The output is to be freed in any case. */
int sysgen_run(const struct sysgen_input *, struct sysgen_output *);
void sysgen_free(struct sysgen_output *);

#endif
