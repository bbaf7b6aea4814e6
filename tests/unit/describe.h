/* Descriptions at run time: for tests that need a call of their own making. */
#ifndef RASTRO_UNIT_DESCRIBE_H
#define RASTRO_UNIT_DESCRIBE_H

#include "calls/plan.h"
#include "describe/model.h"

#include <string.h>

static inline struct source describe_source(const char *name, const char *text)
{
	return (struct source){ .name = name, .bytes = text, .size = strlen(text) };
}

/* Calls are "zero", "one", "two" on both ABIs; constants A = 1, B = 2, C = 4, Z_UNSPEC = 0,
 * and PER_ABI, which is 0x10 on x86-64 and 0x20 on i386. */
static inline struct model_input describe_input(const struct source *text)
{
	static const char numbers[] = "nr\tname\n0\tzero\n1\tone\n2\ttwo\n";

	return (struct model_input){
		.descriptions = text,
		.description_count = 1,
		.numbers = { describe_source("x86_64.tsv", numbers),
		             describe_source("i386.tsv", numbers) },
		.constants = { describe_source("constants.tsv",
		                               "header\tname\tdecimal\thex\nx\tA\t1\t\nx\tB\t2\t\n"
		                               "x\tC\t4\t\nx\tPER_ABI\t16\t\n"
		                               "x\tZ_UNSPEC\t0\t\n"),
		               describe_source("constants-i386.tsv",
		                               "header\tname\tdecimal\thex\nx\tPER_ABI\t32\t\n") },
	};
}

#endif
