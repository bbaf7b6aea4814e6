/* Functions in the text view, a tree of calls:
 *
 *	prog:main(argc=1, argv=0x7ffd1a3c) {
 *	  prog:parse(text="a=1") = 0 <0.000021>
 *	} prog:main = 0 <0.000140>
 *
 * A function that calls nothing is one line; so its call waits until it is known what comes
 * next. */
#include "event/arguments.h"
#include "output/text_sink.h"
#include "symbol/demangle.h"

#include <string.h>

enum { INDENT_MAX = 100 }; /* deeper ones stand below each other */

/* "libc.so.6:read" or "prog+0x1136": what --from takes, too. */
static void put_name(struct text *out, const struct event *event)
{
	struct stack_frame place;

	if (!place_find(event, event->ip, &place)) {
		text_hex(out, event->ip);
		return;
	}
	const char *slash = memrchr(place.module.bytes, '/', place.module.length);
	size_t skip = slash ? (size_t)(slash + 1 - place.module.bytes) : 0;
	struct text name = { 0 };

	text_put_name(out, place.module.bytes + skip, place.module.length - skip);
	if (!place.symbol.length) {
		text_char(out, '+');
		text_hex(out, place.offset);
		return;
	}
	text_char(out, ':');
	demangle(&name, place.symbol.bytes, place.symbol.length);
	text_put_name(out, name.bytes, name.length);
	text_free(&name);
	if (place.symbol_offset) {
		text_char(out, '+');
		text_hex(out, place.symbol_offset);
	}
}

static void put_text(struct text_sink *sink, const struct chunk *chunk)
{
	const struct view *view = sink->sink.view;
	bool is_long = chunk->length > view->string_max;

	print_quoted(out_of(sink), chunk_bytes(chunk), is_long ? view->string_max : chunk->length,
	             view->hex, is_long || chunk->flags & CHUNK_CUT ? QUOTE_CUT : 0);
}

static int64_t with_sign(const struct argument *argument)
{
	unsigned unused = 64 - 8u * argument->size;

	return argument->size ? (int64_t)(argument->value << unused) >> unused : 0;
}

/* Whether it has a sign is not known; so it is no number. */
static void put_character(struct text *out, const struct argument *argument)
{
	uint8_t byte = (uint8_t)argument->value;

	if (argument->size != 1) {
		text_hex(out, argument->value);
		return;
	}
	text_char(out, '\'');
	print_quoted(out, &byte, 1, HEX_NONE, QUOTE_NONE);
	text_char(out, '\'');
}

static void put_fraction_value(struct text *out, const struct argument *argument)
{
	float small;
	double large;

	memcpy(&small, &argument->value, sizeof(small));
	memcpy(&large, &argument->value, sizeof(large));
	text_format(out, "%.9g", argument->size == sizeof(small) ? (double)small : large);
}

static void put_value(struct text_sink *sink, const struct event *event,
                      const struct argument *argument)
{
	struct text *out = out_of(sink);
	const struct chunk *text = NULL;

	if (argument->kind == ARGUMENT_RAW || argument->kind == ARGUMENT_POINTER)
		text = event_chunk_find(event,
		                        event->kind == EVENT_FUNCTION ? CHUNK_ENTRY : CHUNK_EXIT,
		                        argument->value);
	switch ((enum argument_kind)argument->kind) {
	case ARGUMENT_SIGNED:
		text_decimal(out, with_sign(argument));
		break;
	case ARGUMENT_UNSIGNED:
		text_unsigned(out, argument->value);
		break;
	case ARGUMENT_CHARACTER:
		put_character(out, argument);
		break;
	case ARGUMENT_BOOL:
		text_string(out, argument->value ? "true" : "false");
		break;
	case ARGUMENT_FLOAT:
		put_fraction_value(out, argument);
		break;
	case ARGUMENT_POINTER:
		if (!argument->value)
			text_literal(out, "NULL");
		else if (text)
			put_text(sink, text);
		else
			text_hex(out, argument->value);
		break;
	case ARGUMENT_RAW:
		if (text)
			put_text(sink, text);
		else
			text_hex(out, argument->value);
		break;
	case ARGUMENT_MORE:
		text_literal(out, "...");
		break;
	case ARGUMENT_UNKNOWN:
	case ARGUMENT_KIND_COUNT:
		text_char(out, '?');
		break;
	}
}

static void put_arguments(struct text_sink *sink, const struct event *event)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_ARGUMENTS, 0);
	struct text *out = out_of(sink);
	struct argument argument;
	bool is_first = true;

	text_char(out, '(');
	for (uint32_t at = 0; chunk && argument_next(chunk, &at, &argument);) {
		if (!is_first)
			text_literal(out, ", ");
		is_first = false;
		if (argument.name.length) {
			text_put_name(out, argument.name.bytes, argument.name.length);
			text_char(out, '=');
		}
		put_value(sink, event, &argument);
	}
	text_char(out, ')');
}

static void put_outcome(struct text_sink *sink, const struct event *event)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_ARGUMENTS, 0);
	struct text *out = out_of(sink);
	struct argument result;
	uint32_t at = 0;

	if (event->flags & EVENT_UNFINISHED) {
		text_literal(out, " = ? (left without a return)");
	} else if (chunk && argument_next(chunk, &at, &result)) {
		text_literal(out, " = ");
		put_value(sink, event, &result);
	}
	text_literal(out, " <");
	text_unsigned(out, event->duration_ns / 1000000000);
	put_fraction(out, event->duration_ns % 1000000000, 6);
	text_char(out, '>');
	if (!event->args[1])
		return;
	text_literal(out, " (and ");
	text_unsigned(out, event->args[1]);
	text_literal(out, " inside it)");
}

static void begin(struct text_sink *sink, const struct event *event)
{
	uint32_t depth = event->nr < INDENT_MAX ? event->nr : INDENT_MAX;

	line_begin(sink, event, event->time_ns);
	for (uint32_t i = 0; i < depth; i++)
		text_literal(out_of(sink), "  ");
}

static void put_called(struct text_sink *sink, const struct event *event)
{
	static const char *const ways[] = {
		[FUNCTION_CALLED] = "",
		[FUNCTION_JUMPED_TO] = "-> ",
		[FUNCTION_HANDLES] = "signal: ",
	};

	begin(sink, event);
	if (event->args[1] < sizeof(ways) / sizeof(*ways))
		text_string(out_of(sink), ways[event->args[1]]);
	put_name(out_of(sink), event);
	put_arguments(sink, event);
}

void function_close(struct text_sink *sink)
{
	if (!sink->has_function)
		return;
	sink->has_function = false;
	put_called(sink, sink->function.event);
	text_literal(out_of(sink), " {");
	line_end(sink);
}

void put_function(struct text_sink *sink, const struct event *event)
{
	sink->has_function = event_buffer_set(&sink->function, event) == 0;
}

bool function_is_own(const struct text_sink *sink, const struct event *event)
{
	const struct event *waiting = sink->has_function ? sink->function.event : NULL;

	return waiting && event->kind == EVENT_FUNCTION_LEFT && event->tid == waiting->tid &&
	       event->ip == waiting->ip && event->nr == waiting->nr;
}

void put_function_left(struct text_sink *sink, const struct event *event)
{
	if (sink->has_function) {
		sink->has_function = false;
		put_called(sink, sink->function.event);
	} else {
		begin(sink, event);
		text_literal(out_of(sink), "} ");
		put_name(out_of(sink), event);
	}
	put_outcome(sink, event);
	line_end(sink);
}
