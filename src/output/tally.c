/* Views that count instructions, and show a table at the end.
 *
 * Each gives an instruction a name: what it is counted as.  A table of names by their
 * hashes is all there is; so the same works for a live trace and for a recording. */
#include "base/map.h"
#include "event/stack.h"
#include "output/insn_text.h"
#include "output/sink.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { NAMES_MAX = 1 << 22 }; /* others are counted together */

struct name {
	uint64_t count;
	uint32_t length;
	char bytes[];
};

struct tally {
	struct sink sink;
	struct insn_texts insns;
	struct map names; /* by hash */
	struct text name; /* that is being made */
	uint64_t total, unnamed;
};

/* ---- names */

static void name_thread(struct tally *tally, const struct event *event)
{
	text_literal(&tally->name, "thread ");
	text_decimal(&tally->name, event->tid);
}

static void name_insn(struct tally *tally, const struct event *event)
{
	struct text insn = insn_text(&tally->insns, event);

	text_hex(&tally->name, event->ip);
	text_char(&tally->name, ' ');
	put_step_place(&tally->name, event);
	text_literal(&tally->name, "  ");
	text_put(&tally->name, insn.bytes, insn.length);
}

static void name_function(struct tally *tally, const struct event *event)
{
	struct stack_frame place;

	if (!place_find(event, event->ip, &place)) {
		text_literal(&tally->name, "?");
		return;
	}
	put_place_name(&tally->name, &place, false);
}

static void name_line(struct tally *tally, const struct event *event)
{
	struct stack_frame place;

	if (!place_find(event, event->ip, &place) || !place.source.length) {
		text_literal(&tally->name, "?");
		return;
	}
	text_put_name(&tally->name, place.source.bytes, place.source.length);
	text_char(&tally->name, ':');
	text_unsigned(&tally->name, place.line);
}

/* The first word of its text, and those that stand before it. */
static void name_mnemonic(struct tally *tally, const struct event *event)
{
	static const char *const prefixes[] = { "lock ", "rep ", "repe ", "repne ", "bnd " };
	struct text insn = insn_text(&tally->insns, event);
	size_t length = 0;

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (insn.length > strlen(prefixes[i]) &&
		    memcmp(insn.bytes, prefixes[i], strlen(prefixes[i])) == 0)
			length = strlen(prefixes[i]);
	while (length < insn.length && insn.bytes[length] != ' ')
		length++;
	text_put(&tally->name, insn.bytes, length);
}

static void (*const namers[STEPS_BY_COUNT])(struct tally *, const struct event *) = {
	[STEPS_BY_THREAD] = name_thread,     [STEPS_BY_INSN] = name_insn,
	[STEPS_BY_FUNCTION] = name_function, [STEPS_BY_LINE] = name_line,
	[STEPS_BY_MNEMONIC] = name_mnemonic,
};

/* ---- counting */

static struct name *name_add(struct tally *tally, uint64_t hash)
{
	const struct text *text = &tally->name;
	struct name *name =
		tally->names.count < NAMES_MAX ? malloc(sizeof(*name) + text->length) : NULL;

	if (!name || !map_put(&tally->names, hash, name)) {
		free(name);
		return NULL;
	}
	name->count = 0;
	name->length = (uint32_t)text->length;
	memcpy(name->bytes, text->bytes, text->length);
	return name;
}

/* Two names of one hash, of 64 bits, are not expected; the second one counts as unnamed. */
static void tally_event(struct sink *base, const struct event *event)
{
	struct tally *tally = (struct tally *)base;

	if (event->kind != EVENT_STEP || !event->ip || event->flags & EVENT_FAILED)
		return;
	tally->total++;
	tally->name.length = 0;
	namers[base->view->steps_by](tally, event);
	uint64_t hash = XXH3_64bits(tally->name.bytes, tally->name.length);
	struct name *name = map_get(&tally->names, hash);

	if (!name)
		name = name_add(tally, hash);
	if (name && name->length == tally->name.length &&
	    memcmp(name->bytes, tally->name.bytes, name->length) == 0)
		name->count++;
	else
		tally->unnamed++;
}

/* ---- the table */

static int compare(const void *one, const void *other)
{
	const struct name *a = *(struct name *const *)one, *b = *(struct name *const *)other;
	uint32_t shorter = a->length < b->length ? a->length : b->length;

	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	int order = memcmp(a->bytes, b->bytes, shorter);

	return order ? order : (a->length > b->length) - (a->length < b->length);
}

static void put_row(struct tally *tally, uint64_t count, const char *name, size_t length)
{
	struct text *out = stream_text(tally->sink.stream);

	text_format(out, "%6.2f %12llu ",
	            tally->total ? 100.0 * (double)count / (double)tally->total : 0.0,
	            (unsigned long long)count);
	text_put(out, name, length);
	text_char(out, '\n');
	stream_line(tally->sink.stream);
}

static void put_table(struct tally *tally)
{
	size_t count = 0;
	struct name **sorted = calloc(tally->names.count + 1, sizeof(struct name *));

	if (!sorted)
		return;
	for (size_t i = 0; i < tally->names.slot_count; i++)
		if (tally->names.slots[i].value)
			sorted[count++] = tally->names.slots[i].value;
	qsort(sorted, count, sizeof(struct name *), compare);
	text_literal(stream_text(tally->sink.stream), "     % instructions\n");
	for (size_t i = 0; i < count; i++)
		put_row(tally, sorted[i]->count, sorted[i]->bytes, sorted[i]->length);
	if (tally->unnamed)
		put_row(tally, tally->unnamed, "others", 6);
	put_row(tally, tally->total, "total", 5);
	free(sorted);
}

static void tally_close(struct sink *base)
{
	struct tally *tally = (struct tally *)base;

	put_table(tally);
	stream_flush(base->stream);
	for (size_t i = 0; i < tally->names.slot_count; i++)
		free(tally->names.slots[i].value);
	map_free(&tally->names);
	text_free(&tally->name);
	insn_texts_free(&tally->insns);
}

static int tally_open(struct sink *base, struct error *error)
{
	(void)base;
	(void)error;
	return 0;
}

const struct sink_ops tally_sink = {
	.name = "tally",
	.counts = true,
	.size = sizeof(struct tally),
	.open = tally_open,
	.event = tally_event,
	.close = tally_close,
};
