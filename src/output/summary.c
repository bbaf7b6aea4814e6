/* The summary view: nothing is shown until the end, then one table per ABI.
 *
 * A tally per call is all that is kept.  Calls with numbers that no table
 * knows are few; they have a short list of their own. */
#include "output/summary.h"

#include "base/arena.h"
#include "calls/desc.h"
#include "calls/stand_in.h"
#include "output/sink.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	TALLY_NUMBERS = CALL_SET_WORDS * 64,
	ARENA_MAX = 1 << 20,
	OTHERS_MAX = 256, /* unknown numbers beyond that are counted with the last one */
	NAME_MAX_LENGTH = 64,
	CELL_MAX = 96,
};

const struct summary_form summary_form_default = {
	.sort_by = SUMMARY_TOTAL_TIME,
	.column_count = 6,
	.columns = { SUMMARY_TIME_PERCENT, SUMMARY_TOTAL_TIME, SUMMARY_AVG_TIME, SUMMARY_CALLS,
	             SUMMARY_ERRORS, SUMMARY_NAME },
};

/* Names: the usual one first. */
static const struct column {
	const char *heading;
	unsigned width;
	const char *names[7];
} columns[SUMMARY_COLUMN_COUNT] = {
	[SUMMARY_NOTHING] = { "", 0, { "nothing", "none" } },
	[SUMMARY_TIME_PERCENT] = { "% time", 6, { "time-percent", "time", "time_percent" } },
	[SUMMARY_TOTAL_TIME] = { "seconds",
	                         11,
	                         { "total-time", "total_time", "time-total", "time_total" } },
	[SUMMARY_MIN_TIME] = { "shortest",
	                       8,
	                       { "min-time", "min_time", "time-min", "time_min", "shortest" } },
	[SUMMARY_MAX_TIME] = { "longest",
	                       8,
	                       { "max-time", "max_time", "time-max", "time_max", "longest" } },
	[SUMMARY_AVG_TIME] = { "usecs/call",
	                       11,
	                       { "avg-time", "avg_time", "time-avg", "time_avg" } },
	[SUMMARY_WALL_TOTAL] = { "wall-total", 11, { "wall-total", "wall_total" } },
	[SUMMARY_WALL_MIN] = { "wall-min", 9, { "wall-min", "wall_min" } },
	[SUMMARY_WALL_MAX] = { "wall-max", 9, { "wall-max", "wall_max" } },
	[SUMMARY_WALL_AVG] = { "wall-avg", 11, { "wall-avg", "wall_avg" } },
	[SUMMARY_CALLS] = { "calls", 9, { "calls", "count" } },
	[SUMMARY_ERRORS] = { "errors", 9, { "errors", "error" } },
	[SUMMARY_NAME] = { "syscall", 16, { "name", "syscall", "syscall-name", "syscall_name" } },
};

struct spans {
	uint64_t total_ns, min_ns, max_ns;
};

struct tally {
	uint32_t nr;
	uint64_t calls, errors;
	struct spans spent; /* what the table is about: system time, or with -w wall clock */
	struct spans wall;
};

struct tallies {
	struct tally known[TALLY_NUMBERS];
	struct tally others[OTHERS_MAX];
	unsigned other_count;
};

struct summary_sink {
	struct sink sink;
	struct arena arena; /* for looking into calls that stand for others */
	struct tallies *of[ABI_COUNT];
};

/* One table being printed. */
struct table {
	const struct summary_form *form;
	enum event_abi abi;
	struct tally *rows;
	unsigned row_count;
	struct tally total;
	unsigned widths[SUMMARY_COLUMN_COUNT];
};

int summary_column_find(const char *name)
{
	for (int i = 0; i < SUMMARY_COLUMN_COUNT; i++)
		for (const char *const *known = columns[i].names; *known; known++)
			if (strcmp(*known, name) == 0)
				return i;
	return -1;
}

const char *summary_column_name(enum summary_column column)
{
	return columns[column].names[0];
}

/* ---- counting */

static struct tally *tally_other(struct tallies *tallies, uint32_t nr)
{
	for (unsigned i = 0; i < tallies->other_count; i++)
		if (tallies->others[i].nr == nr)
			return &tallies->others[i];
	if (tallies->other_count == OTHERS_MAX)
		return &tallies->others[OTHERS_MAX - 1];
	return &tallies->others[tallies->other_count++];
}

/* count: of spans that are in it already. */
static void spans_add(struct spans *spans, uint64_t count, const struct spans *more)
{
	if (count == 0 || more->min_ns < spans->min_ns)
		spans->min_ns = more->min_ns;
	if (more->max_ns > spans->max_ns)
		spans->max_ns = more->max_ns;
	spans->total_ns += more->total_ns;
}

static void span_add(struct spans *spans, uint64_t count, uint64_t span_ns, uint64_t overhead_ns)
{
	uint64_t rest = span_ns > overhead_ns ? span_ns - overhead_ns : 0;

	spans_add(spans, count, &(struct spans){ rest, rest, rest });
}

static void tally_add(struct tally *tally, const struct summary_form *form,
                      const struct event *event)
{
	span_add(&tally->spent, tally->calls,
	         form->wall_clock ? event->duration_ns : event->cpu_ns, form->overhead_ns);
	span_add(&tally->wall, tally->calls, event->duration_ns, form->overhead_ns);
	tally->calls++;
	tally->errors += (event->flags & (EVENT_FAILED | EVENT_INTERRUPTED)) != 0;
}

static struct tally *tally_of(struct tallies *tallies, uint32_t nr)
{
	struct tally *tally = nr < TALLY_NUMBERS ? &tallies->known[nr] : tally_other(tallies, nr);

	tally->nr = nr;
	return tally;
}

static void summary_event(struct sink *base, const struct event *event)
{
	struct summary_sink *sink = (struct summary_sink *)base;

	if (event->kind != EVENT_EXIT || event->flags & EVENT_UNFINISHED)
		return;
	struct tallies **tallies = &sink->of[event->abi];

	if (!*tallies)
		*tallies = calloc(1, sizeof(**tallies));
	uint32_t nr = call_meant(event, &sink->arena);

	arena_empty(&sink->arena);
	if (*tallies)
		tally_add(tally_of(*tallies, nr), base->view->summary, event);
}

/* ---- ordering */

static void call_name(const struct table *table, const struct tally *tally,
                      char name[NAME_MAX_LENGTH])
{
	const struct call *call = call_find(table->abi, tally->nr);

	if (tally == &table->total)
		strcpy(name, "total");
	else if (call)
		snprintf(name, NAME_MAX_LENGTH, "%s", call->name);
	else if (stand_in_name(table->abi, tally->nr))
		snprintf(name, NAME_MAX_LENGTH, "%s", stand_in_name(table->abi, tally->nr));
	else
		snprintf(name, NAME_MAX_LENGTH, "syscall_%#x", tally->nr);
}

static uint64_t sort_key(const struct tally *tally, enum summary_column column)
{
	switch (column) {
	case SUMMARY_TIME_PERCENT:
	case SUMMARY_TOTAL_TIME:
		return tally->spent.total_ns;
	case SUMMARY_MIN_TIME:
		return tally->spent.min_ns;
	case SUMMARY_MAX_TIME:
		return tally->spent.max_ns;
	case SUMMARY_AVG_TIME:
		return tally->spent.total_ns / tally->calls;
	case SUMMARY_WALL_TOTAL:
		return tally->wall.total_ns;
	case SUMMARY_WALL_MIN:
		return tally->wall.min_ns;
	case SUMMARY_WALL_MAX:
		return tally->wall.max_ns;
	case SUMMARY_WALL_AVG:
		return tally->wall.total_ns / tally->calls;
	case SUMMARY_CALLS:
		return tally->calls;
	case SUMMARY_ERRORS:
		return tally->errors;
	default:
		return 0;
	}
}

/* Names go up, numbers go down, and equals keep the order of call numbers. */
static int row_compare(const void *left, const void *right, void *context)
{
	const struct table *table = context;
	const struct tally *a = left, *b = right;
	int order = 0;

	if (table->form->sort_by == SUMMARY_NAME) {
		char a_name[NAME_MAX_LENGTH], b_name[NAME_MAX_LENGTH];

		call_name(table, a, a_name);
		call_name(table, b, b_name);
		order = strcmp(a_name, b_name);
	} else {
		uint64_t a_key = sort_key(a, table->form->sort_by);
		uint64_t b_key = sort_key(b, table->form->sort_by);

		order = (a_key < b_key) - (a_key > b_key);
	}
	return order ? order : (a->nr > b->nr) - (a->nr < b->nr);
}

static void table_add(struct table *table, const struct tally *tally)
{
	struct tally *total = &table->total;

	if (tally->calls == 0)
		return;
	table->rows[table->row_count++] = *tally;
	spans_add(&total->spent, total->calls, &tally->spent);
	spans_add(&total->wall, total->calls, &tally->wall);
	total->calls += tally->calls;
	total->errors += tally->errors;
}

/* ---- printing */

static double percent_of_total(const struct table *table, const struct tally *tally)
{
	if (tally == &table->total)
		return 100;
	uint64_t all_ns = table->total.spent.total_ns;

	return all_ns ? 100.0 * (double)tally->spent.total_ns / (double)all_ns : 0;
}

static void cell_print(const struct table *table, enum summary_column column,
                       const struct tally *tally, char cell[CELL_MAX])
{
	switch (column) {
	case SUMMARY_TIME_PERCENT:
		snprintf(cell, CELL_MAX, "%.2f", percent_of_total(table, tally));
		return;
	case SUMMARY_AVG_TIME:
	case SUMMARY_WALL_AVG:
		snprintf(cell, CELL_MAX, "%llu",
		         (unsigned long long)(sort_key(tally, column) / 1000));
		return;
	case SUMMARY_CALLS:
	case SUMMARY_ERRORS:
		snprintf(cell, CELL_MAX, "%llu", (unsigned long long)sort_key(tally, column));
		if (column == SUMMARY_ERRORS && tally->errors == 0)
			cell[0] = '\0';
		return;
	case SUMMARY_NAME:
		call_name(table, tally, cell);
		return;
	default: {
		uint64_t spent = sort_key(tally, column);

		snprintf(cell, CELL_MAX, "%llu.%06llu", (unsigned long long)(spent / 1000000000),
		         (unsigned long long)(spent / 1000 % 1000000));
	}
	}
}

/* A column is as wide as its widest cell asks; a name has a space behind it. */
static void table_measure(struct table *table)
{
	for (unsigned i = 0; i < table->form->column_count; i++) {
		enum summary_column column = table->form->columns[i];
		unsigned *width = &table->widths[column];

		*width = columns[column].width;
		for (unsigned row = 0; row <= table->row_count; row++) {
			char cell[CELL_MAX];

			cell_print(table, column,
			           row < table->row_count ? &table->rows[row] : &table->total,
			           cell);
			unsigned length = (unsigned)strlen(cell) + (column == SUMMARY_NAME);

			if (length > *width)
				*width = length;
		}
	}
}

/* Names stand on the left of their column, everything else on the right. */
static void put_cell(struct text *out, const struct table *table, unsigned place, const char *cell)
{
	enum summary_column column = table->form->columns[place];
	int width = (int)table->widths[column];
	bool is_last = place + 1 == table->form->column_count;

	if (column == SUMMARY_NAME)
		text_format(out, "%-*s", is_last ? 0 : width, cell);
	else
		text_format(out, "%*s", width, cell);
	text_char(out, is_last ? '\n' : ' ');
}

static void put_headings(struct text *out, const struct table *table)
{
	for (unsigned i = 0; i < table->form->column_count; i++)
		put_cell(out, table, i, columns[table->form->columns[i]].heading);
}

static void put_rule(struct text *out, const struct table *table)
{
	for (unsigned i = 0; i < table->form->column_count; i++) {
		for (unsigned n = 0; n < table->widths[table->form->columns[i]]; n++)
			text_char(out, '-');
		text_char(out, i + 1 == table->form->column_count ? '\n' : ' ');
	}
}

static void put_row(struct text *out, const struct table *table, const struct tally *tally)
{
	for (unsigned i = 0; i < table->form->column_count; i++) {
		char cell[CELL_MAX];

		cell_print(table, table->form->columns[i], tally, cell);
		put_cell(out, table, i, cell);
	}
}

static void put_table(struct text *out, struct table *table)
{
	if (table->abi == ABI_I386)
		text_string(out, "System call usage summary for 32 bit mode:\n");
	qsort_r(table->rows, table->row_count, sizeof(*table->rows), row_compare, table);
	table_measure(table);
	put_headings(out, table);
	put_rule(out, table);
	for (unsigned i = 0; i < table->row_count; i++)
		put_row(out, table, &table->rows[i]);
	put_rule(out, table);
	put_row(out, table, &table->total);
}

static void summary_print(struct summary_sink *sink, enum event_abi abi,
                          const struct tallies *tallies)
{
	struct table table = { .form = sink->sink.view->summary, .abi = abi };
	struct text *out = stream_text(sink->sink.stream);

	table.rows = calloc(TALLY_NUMBERS + OTHERS_MAX, sizeof(*table.rows));
	if (!table.rows)
		return;
	for (unsigned i = 0; i < TALLY_NUMBERS; i++)
		table_add(&table, &tallies->known[i]);
	for (unsigned i = 0; i < tallies->other_count; i++)
		table_add(&table, &tallies->others[i]);
	put_table(out, &table);
	free(table.rows);
}

static int summary_open(struct sink *base, struct error *error)
{
	(void)error;
	arena_init(&((struct summary_sink *)base)->arena, ARENA_MAX);
	return 0;
}

static void summary_close(struct sink *base)
{
	struct summary_sink *sink = (struct summary_sink *)base;

	for (int abi = 0; abi < ABI_COUNT; abi++) {
		if (sink->of[abi])
			summary_print(sink, (enum event_abi)abi, sink->of[abi]);
		free(sink->of[abi]);
	}
	arena_deinit(&sink->arena);
	stream_flush(base->stream);
}

const struct sink_ops summary_sink = {
	.name = "summary",
	.size = sizeof(struct summary_sink),
	.open = summary_open,
	.event = summary_event,
	.close = summary_close,
};
