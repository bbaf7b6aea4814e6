/* Where a program stands, on one screen.
 *
 * Each section is put together on its own; what does not fit is taken from the longest
 * ones, line by line.  Sections are functions over a query, as all that is shown: so JSON has
 * the same, without limits. */
#include "inspect/context_view.h"

#include "inspect/activation.h"
#include "inspect/chain.h"
#include "inspect/code_view.h"
#include "inspect/stack_view.h"
#include "output/color.h"
#include "output/insn_text.h"
#include "symbol/source.h"

#include <string.h>

enum {
	INSTRUCTIONS_BEFORE = 3,
	INSTRUCTIONS_AFTER = 6,
	CODE_BYTES = 64, /* where nothing has a symbol */
	SOURCE_BEFORE = 3,
	SOURCE_LINES = 8,
	STACK_WORDS = 8,
	FRAMES = 4,
	NAME_COLUMNS = 8,
	SECTION_LEAST = 2, /* lines that are left of one, if it had so many */
};

struct context {
	const struct query *query;
	const struct context_form *form;
};

static uint64_t register_of(const struct register_file *file, const char *name)
{
	struct register_value value;
	uint64_t number = 0;

	if (register_file_find(file, name, strlen(name), &value))
		memcpy(&number, value.bytes, value.size < 8 ? value.size : 8);
	return number;
}

/* ---- sections */

static bool is_changed(const struct context *context, const struct register_value *value)
{
	const struct register_file *before = context->form->before;
	struct register_value old;

	return !before || !register_file_find(before, value->name, strlen(value->name), &old) ||
	       old.size != value->size || memcmp(old.bytes, value->bytes, value->size) != 0;
}

static void register_put(const struct query *query, const struct register_value *value)
{
	struct sheet *sheet = query->sheet;
	uint64_t number = 0;

	memcpy(&number, value->bytes, value->size);
	if (sheet->is_json) {
		json_object_begin(&sheet->json);
		sheet_string(sheet, "name", 0, value->name);
		json_name(&sheet->json, "chain");
		chain_put(query, number);
		json_object_end(&sheet->json);
		return;
	}
	struct printer printer = { .out = sheet->out, .view = query->view };

	text_char(sheet->out, ' ');
	color_put(&printer, COLOR_CALL);
	size_t start = sheet->out->length;

	text_string(sheet->out, value->name);
	text_pad(sheet->out, start, NAME_COLUMNS);
	color_put(&printer, COLOR_NONE);
	text_char(sheet->out, ' ');
	if (value->form == REGISTER_FLAGS) {
		text_hex(sheet->out, number);
		text_char(sheet->out, ' ');
		register_flags_put(sheet->out, value);
	} else {
		chain_put(query, number);
	}
	text_char(sheet->out, '\n');
}

/* The instruction pointer changes always, and is shown by the code. */
static void show_registers(const struct context *context, struct error *error)
{
	const struct query *query = context->query;
	struct register_value value;

	(void)error;
	if (query->sheet->is_json)
		sheet_list_begin(query->sheet, "registers", NULL);
	for (unsigned i = 0; register_file_next(&query->subject->registers, i, &value); i++) {
		bool is_general = value.set == REGISTERS_GENERAL &&
		                  value.size <= sizeof(uint64_t) && strcmp(value.name, "pkru") != 0;
		bool is_ip = strcmp(value.name, "rip") == 0 || strcmp(value.name, "eip") == 0;

		if (!is_general)
			break;
		if (!is_ip && is_changed(context, &value))
			register_put(query, &value);
	}
	if (query->sheet->is_json)
		sheet_list_end(query->sheet);
}

static void show_code(const struct context *context, struct error *error)
{
	const struct query *query = context->query;
	const struct activation *chosen = subject_chosen(query->subject);
	uint64_t ip = chosen ? chosen->frame.pc : register_of(&query->subject->registers, "ip");
	struct code_range range;

	if (!code_around(query, ip, &range)) {
		range.start = ip;
		range.end = ip + CODE_BYTES;
	}
	range.before = INSTRUCTIONS_BEFORE;
	range.after = INSTRUCTIONS_AFTER;
	code_disassemble(query, &range, error);
}

static void show_source(const struct context *context, struct error *error)
{
	struct activation *chosen = subject_chosen(context->query->subject);
	const char *file;
	unsigned line;

	if (!chosen || !chosen->has_scope || !scope_line(&chosen->scope, &file, &line))
		return;
	code_list(context->query, file, line > SOURCE_BEFORE ? line - SOURCE_BEFORE : 1,
	          SOURCE_LINES, line, error);
}

static void show_stack(const struct context *context, struct error *error)
{
	chain_telescope(context->query, register_of(&context->query->subject->registers, "sp"),
	                STACK_WORDS, error);
}

static void show_frames(const struct context *context, struct error *error)
{
	stack_show(context->query, FRAMES, false, error);
}

static void show_call(const struct context *context, struct error *error)
{
	const struct text *call = context->form->call;
	struct sheet *sheet = context->query->sheet;

	(void)error;
	if (!call || !call->length)
		return;
	if (sheet->is_json) {
		sheet_text(sheet, "call", 0, call->bytes, call->length);
		return;
	}
	text_char(sheet->out, ' ');
	text_put(sheet->out, call->bytes, call->length);
	text_char(sheet->out, '\n');
}

static const struct section {
	const char *name;
	void (*show)(const struct context *, struct error *);
} sections[] = {
	{ "registers", show_registers }, { "code", show_code },     { "source", show_source },
	{ "stack", show_stack },         { "frames", show_frames }, { "call", show_call },
};
enum { SECTIONS = sizeof(sections) / sizeof(*sections) };

/* ---- fitting */

static unsigned line_count(const struct text *text)
{
	unsigned count = 0;

	for (size_t i = 0; i < text->length; i++)
		count += text->bytes[i] == '\n';
	return count;
}

/* Lines that each section may have, so that all of them fit, with their headings. */
static void share(const struct text texts[SECTIONS], unsigned height, unsigned lines[SECTIONS])
{
	unsigned total = 0;

	for (unsigned i = 0; i < SECTIONS; i++) {
		lines[i] = line_count(&texts[i]);
		total += lines[i] ? lines[i] + 1 : 0;
	}
	while (height && total > height) {
		unsigned longest = 0;

		for (unsigned i = 1; i < SECTIONS; i++)
			if (lines[i] > lines[longest])
				longest = i;
		if (lines[longest] <= SECTION_LEAST)
			return;
		lines[longest]--;
		total--;
	}
}

/* A line without what goes beyond the width; colours take no column, and end with it. */
static void put_cut(struct text *out, const char *line, size_t length, unsigned width)
{
	unsigned column = 0;
	bool has_color = false;
	size_t i = 0;

	while (i < length && (!width || column < width)) {
		if (line[i] == '\33') {
			const char *end = memchr(line + i, 'm', length - i);
			size_t sequence = end ? (size_t)(end + 1 - (line + i)) : length - i;

			text_put(out, line + i, sequence);
			has_color = true;
			i += sequence;
			continue;
		}
		/* What follows the first byte of a character belongs to its column. */
		do
			text_char(out, line[i++]);
		while (i < length && ((uint8_t)line[i] & 0xc0) == 0x80);
		column++;
	}
	if (has_color && i < length)
		text_literal(out, "\33[0m");
	text_char(out, '\n');
}

/* The lines that matter stand around the marked one. */
static unsigned first_line(const struct text *text, unsigned count, unsigned room)
{
	unsigned line = 0;

	for (const char *at = text->bytes; at && at < text->bytes + text->length; line++) {
		if (strncmp(at, "=> ", 3) == 0) {
			unsigned first = line > room / 2 ? line - room / 2 : 0;

			return first + room > count ? count - room : first;
		}
		at = memchr(at, '\n', (size_t)(text->bytes + text->length - at));
		at = at ? at + 1 : NULL;
	}
	return 0;
}

static void put_heading(const struct query *query, const char *name, unsigned width)
{
	enum { WIDTH = 78 };
	struct text *out = query->sheet->out;
	struct printer printer = { .out = out, .view = query->view };
	unsigned columns = width && width < WIDTH ? width : WIDTH;

	color_put(&printer, COLOR_PID);
	size_t start = out->length;

	text_literal(out, "-- ");
	text_string(out, name);
	text_char(out, ' ');
	while (out->length - start < columns)
		text_char(out, '-');
	color_put(&printer, COLOR_NONE);
	text_char(out, '\n');
}

static void put_section(const struct context *context, const struct section *section,
                        const struct text *text, unsigned room)
{
	struct text *out = context->query->sheet->out;
	unsigned count = line_count(text), first = first_line(text, count, room), line = 0;
	const char *at = text->bytes, *end = text->bytes + text->length;

	if (!room)
		return;
	put_heading(context->query, section->name, context->form->width);
	for (; at < end && line < first + room; line++) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((newline ? newline : end) - at);

		if (line >= first)
			put_cut(out, at, length, context->form->width);
		at += length + 1;
	}
}

static void show_fitting(const struct context *context)
{
	const struct query *query = context->query;
	struct text texts[SECTIONS] = { { 0 } };
	unsigned lines[SECTIONS];

	for (unsigned i = 0; i < SECTIONS; i++) {
		struct sheet sheet = sheet_of(&texts[i], false);
		const struct query part = { .sheet = &sheet,
			                    .subject = query->subject,
			                    .view = query->view };
		const struct context inner = { .query = &part, .form = context->form };
		struct error error = { 0 };

		sections[i].show(&inner, &error);
	}
	share(texts, context->form->height, lines);
	for (unsigned i = 0; i < SECTIONS; i++) {
		put_section(context, &sections[i], &texts[i], lines[i]);
		text_free(&texts[i]);
	}
}

int context_show(const struct query *query, const struct context_form *form, struct error *error)
{
	const struct context context = { .query = query, .form = form };

	if (!query->subject->is_held)
		return error_set(error, 0, "process %d does not stand still", query->subject->pid);
	if (!query->sheet->is_json) {
		show_fitting(&context);
		return 0;
	}
	/* A part that is not known is left out. */
	for (unsigned i = 0; i < SECTIONS; i++) {
		struct error ignored = { 0 };

		sections[i].show(&context, &ignored);
	}
	return 0;
}
