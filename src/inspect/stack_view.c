/* Who called whom, and with what.
 *
 *	#0  0x401146 in visit (list=0x404040, count=3) at list.c:17
 *	#1  0x7f3a2c in read+0x12 from libc.so.6  (by frame pointer)
 *
 * Names and values come from the program and its files, and may be anything: they are
 * escaped, or printed as values are. */
#include "inspect/stack_view.h"

#include "inspect/activation.h"
#include "inspect/typed_view.h"
#include "output/insn_text.h"
#include "output/json_value.h"
#include "output/print.h"

#include <errno.h>
#include <string.h>

enum {
	SHOWN_MAX = 4096,      /* frames of one stack */
	VALUES_MAX = 16 << 20, /* bytes of the values of one frame */
	LEVEL_COLUMNS = 4,
	NAME_SHOWN_MAX = 256,
};

static const char *const means_names[] = {
	[FRAME_BY_POINTER] = "frame pointer",
	[FRAME_BY_SEARCH] = "search",
};

/* ---- values */

struct showing {
	const struct query *query;
	struct activation *activation;
	struct arena arena;
	const char *between; /* what stands before the next one */
	const char *behind;
	bool is_argument;
	unsigned count;
};

static void value_put(struct showing *showing, const struct value *value)
{
	const struct query *query = showing->query;
	const struct event nothing = { .size = sizeof(nothing),
		                       .abi = (uint8_t)query->subject->abi };

	if (query->sheet->is_json) {
		struct json_printer printer = { .json = query->sheet->json,
			                        .view = query->view,
			                        .event = &nothing };

		json_value(&printer, value);
		query->sheet->json = printer.json;
	} else {
		struct printer printer = { .out = query->sheet->out,
			                   .view = query->view,
			                   .event = &nothing,
			                   .followed = true };

		print_value(&printer, value);
	}
}

/* Names in JSON are plain; those of files may be anything. */
static void put_json_name(struct json *json, const char *name)
{
	char plain[NAME_SHOWN_MAX];
	size_t length = 0;

	for (; name[length] && length < sizeof(plain); length++) {
		bool is_plain = name[length] >= ' ' && name[length] < 0x7f && name[length] != '"' &&
		                name[length] != '\\';

		plain[length] = is_plain ? name[length] : '_';
	}
	json_name_put(json, plain, length);
}

static bool variable_put(void *owner, const struct variable *variable)
{
	struct showing *showing = owner;
	struct sheet *sheet = showing->query->sheet;

	arena_empty(&showing->arena);
	const struct value *value = typed_local(
		showing->query->subject, &showing->activation->scope, variable, &showing->arena);

	if (!value)
		return false;
	if (sheet->is_json) {
		put_json_name(&sheet->json, variable->name);
		value_put(showing, value);
		return true;
	}
	if (showing->count++)
		text_string(sheet->out, showing->between);
	text_put_name(sheet->out, variable->name, strlen(variable->name));
	text_string(sheet->out, showing->is_argument ? "=" : " = ");
	value_put(showing, value);
	text_string(sheet->out, showing->behind);
	return true;
}

static void variables_put(const struct query *query, struct activation *activation,
                          bool is_argument, const char *between, const char *behind)
{
	struct showing showing = { .query = query,
		                   .activation = activation,
		                   .is_argument = is_argument,
		                   .between = between,
		                   .behind = behind };

	if (!activation->has_scope)
		return;
	arena_init(&showing.arena, VALUES_MAX);
	scope_each(&activation->scope, is_argument, variable_put, &showing);
	arena_deinit(&showing.arena);
}

/* ---- frames */

/* What is known of a frame besides its values. */
struct frame_text {
	struct text function;
	const char *file;
	unsigned line;
	struct stack_frame place;
	bool has_place;
};

static void frame_text_fill(struct subject *subject, struct activation *activation,
                            struct frame_text *text)
{
	uint64_t code = frame_code(&activation->frame);

	*text = (struct frame_text){ 0 };
	text->has_place = subject_locate(subject, code, &text->place);
	text->place.symbol_offset += activation->frame.pc - code;
	text->place.offset += activation->frame.pc - code;
	if (!activation->has_scope)
		return;
	scope_name(&activation->scope, &text->function);
	if (!scope_line(&activation->scope, &text->file, &text->line))
		text->file = NULL;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static void put_function(const struct query *query, struct activation *activation,
                         const struct frame_text *text)
{
	struct text *out = query->sheet->out;

	if (text->function.length) {
		text_put_name(out, text->function.bytes, text->function.length);
		text_literal(out, " (");
		variables_put(query, activation, true, ", ", "");
		text_char(out, ')');
	} else if (text->has_place) {
		put_place_name(out, &text->place, true);
	} else {
		text_literal(out, "?");
	}
}

static void frame_put(const struct query *query, struct activation *activation, bool is_chosen)
{
	struct text *out = query->sheet->out;
	const struct frame *frame = &activation->frame;
	struct frame_text text;
	size_t start = out->length;

	frame_text_fill(query->subject, activation, &text);
	text_char(out, is_chosen ? '*' : '#');
	text_unsigned(out, activation->level);
	text_pad(out, start, LEVEL_COLUMNS);
	if (!activation->is_inlined) {
		text_hex(out, frame->pc);
		text_literal(out, " in ");
	}
	put_function(query, activation, &text);
	if (text.file) {
		const char *file = base_name(text.file);

		text_literal(out, " at ");
		text_put_name(out, file, strlen(file));
		text_char(out, ':');
		text_unsigned(out, text.line);
	}
	if (frame->is_interrupted)
		text_literal(out, "  (when a signal came)");
	if (means_names[frame->means])
		text_format(out, "  (by %s)", means_names[frame->means]);
	text_char(out, '\n');
	text_free(&text.function);
}

static void variables_json(const struct query *query, struct activation *activation, bool arguments)
{
	struct json *json = &query->sheet->json;

	json_name_put(json, arguments ? "arguments" : "variables", 9);
	json_object_begin(json);
	variables_put(query, activation, arguments, "", "");
	json_object_end(json);
}

static void frame_json(const struct query *query, struct activation *activation, bool variables)
{
	struct sheet *sheet = query->sheet;
	const struct frame *frame = &activation->frame;
	struct frame_text text;

	frame_text_fill(query->subject, activation, &text);
	sheet_number(sheet, "level", 0, activation->level);
	sheet_hex(sheet, "address", 0, frame->pc);
	if (frame->cfa)
		sheet_hex(sheet, "frame", 0, frame->cfa);
	if (text.function.length)
		sheet_text(sheet, "function", 0, text.function.bytes, text.function.length);
	if (text.has_place)
		sheet_text(sheet, "module", 0, text.place.module.bytes, text.place.module.length);
	if (text.place.symbol.length) {
		sheet_text(sheet, "symbol", 0, text.place.symbol.bytes, text.place.symbol.length);
		sheet_hex(sheet, "offset", 0, text.place.symbol_offset);
	}
	if (text.file) {
		sheet_string(sheet, "file", 0, text.file);
		sheet_number(sheet, "line", 0, text.line);
	}
	if (activation->is_inlined)
		sheet_string(sheet, "inlined", 0, "yes");
	if (means_names[frame->means])
		sheet_string(sheet, "by", 0, means_names[frame->means]);
	if (activation->has_scope) {
		variables_json(query, activation, true);
		if (variables)
			variables_json(query, activation, false);
	}
	text_free(&text.function);
}

static void activation_show(const struct query *query, struct activation *activation,
                            bool is_chosen, bool variables)
{
	struct sheet *sheet = query->sheet;

	if (sheet->is_json) {
		json_object_begin(&sheet->json);
		frame_json(query, activation, variables);
		json_object_end(&sheet->json);
		return;
	}
	frame_put(query, activation, is_chosen);
	if (variables && activation->has_scope) {
		size_t start = sheet->out->length;

		text_literal(sheet->out, "        ");
		size_t empty = sheet->out->length;

		variables_put(query, activation, false, "        ", "\n");
		if (sheet->out->length == empty)
			sheet->out->length = start;
	}
}

static int nothing_known(const struct query *query, struct error *error)
{
	return error_set(
		error, 0, "the stack of thread %d cannot be known: %s", query->subject->tid,
		subject_space(query->subject) ? "it does not stand still" : "libdw is missing");
}

int stack_show(const struct query *query, unsigned frames_max, bool variables, struct error *error)
{
	struct activation activation;
	unsigned chosen = query->subject->chosen ? query->subject->chosen->level : 0;
	unsigned max = frames_max && frames_max < SHOWN_MAX ? frames_max : SHOWN_MAX;
	bool goes_on = true;

	if (!activation_begin(query->subject, &activation))
		return nothing_known(query, error);
	if (query->sheet->is_json)
		sheet_list_begin(query->sheet, "frames", NULL);
	for (; goes_on && activation.level < max; goes_on = activation_next(&activation))
		activation_show(query, &activation, activation.level == chosen, variables);
	if (query->sheet->is_json)
		sheet_list_end(query->sheet);
	else if (goes_on)
		text_literal(query->sheet->out, "(more frames follow)\n");
	activation_end(&activation);
	return 0;
}

int stack_frame_show(const struct query *query, struct error *error)
{
	struct activation *chosen = subject_chosen(query->subject);

	if (!chosen)
		return nothing_known(query, error);
	if (query->sheet->is_json)
		frame_json(query, chosen, false);
	else
		frame_put(query, chosen, false);
	return 0;
}

int stack_variables_show(const struct query *query, bool arguments, struct error *error)
{
	struct activation *chosen = subject_chosen(query->subject);

	if (!chosen)
		return nothing_known(query, error);
	if (!chosen->has_scope)
		return error_set(error, ENOENT,
		                 "nothing is known of variables here: the code at %#llx was "
		                 "compiled without -g, or that was stripped",
		                 (unsigned long long)chosen->frame.pc);
	if (query->sheet->is_json)
		variables_json(query, chosen, arguments);
	else
		variables_put(query, chosen, arguments, "", "\n");
	return 0;
}
