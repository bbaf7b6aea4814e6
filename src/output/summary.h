/* The summary: a table of calls, how often, how long, how many failed. */
#ifndef RASTRO_OUTPUT_SUMMARY_H
#define RASTRO_OUTPUT_SUMMARY_H

#include <stdbool.h>
#include <stdint.h>

enum summary_column {
	SUMMARY_NOTHING, /* to sort by: leaves the order of call numbers */
	SUMMARY_TIME_PERCENT,
	SUMMARY_TOTAL_TIME,
	SUMMARY_MIN_TIME,
	SUMMARY_MAX_TIME,
	SUMMARY_AVG_TIME,
	SUMMARY_WALL_TOTAL, /* these are from entry to return, whatever -w says */
	SUMMARY_WALL_MIN,
	SUMMARY_WALL_MAX,
	SUMMARY_WALL_AVG,
	SUMMARY_CALLS,
	SUMMARY_ERRORS,
	SUMMARY_NAME,
	SUMMARY_COLUMN_COUNT
};

/* How the table is to look; see summary_form_default. */
struct summary_form {
	bool wall_clock;      /* -w: from entry to return; else system time */
	uint64_t overhead_ns; /* -O: what tracing adds to every call */
	enum summary_column sort_by;
	unsigned column_count;
	enum summary_column columns[SUMMARY_COLUMN_COUNT];
};
extern const struct summary_form summary_form_default;

/* The column of that name, in any of its spellings, or -1.  SUMMARY_NOTHING
 * has names, too. */
int summary_column_find(const char *name);
/* The usual name. */
const char *summary_column_name(enum summary_column);

#endif
