/* lcov: the text that gcov's front ends exchange, a record for each source:
 *
 *	SF:/path/of/source.c
 *	FN:7,main		a function, and the line where it begins
 *	FNDA:1,main		how often it was called
 *	DA:9,3			how often a line was executed; 0: never
 *	end_of_record
 *
 * A line is what the debugging information says of the files with code that were seen: a
 * place where one of its statements begins counts, and of several the busiest. */
#include "output/coverage.h"

#include <string.h>

/* A line or, with a name, a function of a source. */
struct row {
	const char *source, *name;
	uint32_t line;
	uint64_t count;
};

struct rows {
	const struct covered_module *module; /* that is looked at */
	struct row *list;
	size_t count, capacity;
};

/* Names that would break a line are left out. */
static bool is_plain(const char *name)
{
	return !name || !strpbrk(name, "\r\n");
}

static void rows_add(void *owner, const struct code_row *found)
{
	struct rows *rows = owner;
	const struct covered_insn *insn = map_get(&rows->module->insns, found->address);

	if (!is_plain(found->source) || !is_plain(found->name))
		return;
	if (rows->count == rows->capacity) {
		size_t capacity = rows->capacity ? 2 * rows->capacity : 1024;
		struct row *list = realloc(rows->list, capacity * sizeof(*list));

		if (!list)
			return;
		rows->list = list;
		rows->capacity = capacity;
	}
	rows->list[rows->count++] =
		(struct row){ found->source, found->name, found->line, insn ? insn->count : 0 };
}

/* By source; there its functions, then its lines. */
static int compare(const void *one, const void *other)
{
	const struct row *a = one, *b = other;
	int order = strcmp(a->source, b->source);

	if (order == 0)
		order = (a->name == NULL) - (b->name == NULL);
	if (order == 0)
		order = (a->line > b->line) - (a->line < b->line);
	if (order == 0 && a->name)
		order = strcmp(a->name, b->name);
	return order;
}

/* What several rows say of one thing is one row. */
static void rows_join(struct rows *rows)
{
	size_t kept = 0;

	if (rows->count)
		qsort(rows->list, rows->count, sizeof(*rows->list), compare);
	for (size_t i = 0; i < rows->count; i++) {
		struct row *row = &rows->list[i], *last = kept ? &rows->list[kept - 1] : NULL;

		if (!last || compare(last, row) != 0)
			rows->list[kept++] = *row;
		else if (row->count > last->count)
			last->count = row->count;
	}
	rows->count = kept;
}

/* How many of the rows are functions of that source, or its lines. */
static size_t rows_of(const struct row *rows, size_t count, const char *source, bool functions)
{
	size_t end = 0;

	while (end < count && !strcmp(rows[end].source, source) && !rows[end].name != functions)
		end++;
	return end;
}

static size_t hits(const struct row *rows, size_t count)
{
	size_t hit = 0;

	for (size_t i = 0; i < count; i++)
		hit += rows[i].count > 0;
	return hit;
}

static void put_functions(struct text *out, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_format(out, "FN:%u,%s\n", rows[i].line, rows[i].name);
	for (size_t i = 0; i < count; i++)
		text_format(out, "FNDA:%llu,%s\n", (unsigned long long)rows[i].count, rows[i].name);
	text_format(out, "FNF:%zu\nFNH:%zu\n", count, hits(rows, count));
}

static void put_lines(struct text *out, const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		text_format(out, "DA:%u,%llu\n", rows[i].line, (unsigned long long)rows[i].count);
	text_format(out, "LF:%zu\nLH:%zu\n", count, hits(rows, count));
}

static size_t put_source(struct text *out, const struct row *rows, size_t count)
{
	size_t functions = rows_of(rows, count, rows->source, true);
	size_t lines = rows_of(rows + functions, count - functions, rows->source, false);

	text_format(out, "SF:%s\n", rows->source);
	put_functions(out, rows, functions);
	put_lines(out, rows + functions, lines);
	text_literal(out, "end_of_record\n");
	return functions + lines;
}

static void lcov_close(struct sink *base)
{
	struct coverage *coverage = (struct coverage *)base;
	struct text *out = stream_text(base->stream);
	struct rows rows = { 0 };
	size_t done = 0;

	for (unsigned i = 0; i < coverage->module_count; i++) {
		rows.module = coverage->modules[i];
		if (rows.module->is_read)
			code_file_each(&rows.module->file, rows_add, &rows);
	}
	rows_join(&rows);
	text_literal(out, "TN:\n");
	while (done < rows.count)
		done += put_source(out, rows.list + done, rows.count - done);
	free(rows.list);
	stream_flush(base->stream);
	coverage_free(coverage);
}

const struct sink_ops lcov_sink = {
	.name = "lcov",
	.counts = true,
	.size = sizeof(struct coverage),
	.open = coverage_open,
	.event = coverage_event,
	.close = lcov_close,
};
