/* Stacks in the text view, a line for each frame:
 *
 *	 > /usr/lib/x86_64-linux-gnu/libc.so.6(__read+0x12) [0x10c1a2]
 *
 * the file, where the frame stands from a symbol of it, and from its beginning. */
#include "event/stack.h"
#include "output/text_sink.h"
#include "symbol/demangle.h"

static void put_symbol(struct text_sink *sink, const struct stack_frame *frame)
{
	struct text name = { 0 };

	demangle(&name, frame->symbol.bytes, frame->symbol.length);
	text_put_name(out_of(sink), name.bytes, name.length);
	text_free(&name);
	text_char(out_of(sink), '+');
	text_hex(out_of(sink), frame->symbol_offset);
}

static void put_source(struct text *out, const struct stack_frame *frame)
{
	text_char(out, ' ');
	text_put_name(out, frame->source.bytes, frame->source.length);
	text_char(out, ':');
	text_unsigned(out, frame->line);
}

static void put_known(struct text_sink *sink, const struct stack_frame *frame)
{
	struct text *out = out_of(sink);

	text_put_name(out, frame->module.bytes, frame->module.length);
	text_char(out, '(');
	if (frame->symbol.length)
		put_symbol(sink, frame);
	text_literal(out, ") [");
	text_hex(out, frame->offset);
	text_char(out, ']');
	if (sink->sink.view->stack_sources && frame->source.length)
		put_source(out, frame);
}

static void put_frame(struct text_sink *sink, const struct stack_frame *frame)
{
	struct text *out = out_of(sink);

	text_literal(out, " > ");
	switch (frame->end) {
	case STACK_LOST:
		text_literal(out, "unexpected_backtracing_error [");
		text_hex(out, frame->address);
		text_char(out, ']');
		break;
	case STACK_CUT:
		text_literal(out, "too many stack frames");
		break;
	default:
		put_known(sink, frame);
	}
	line_end(sink);
}

void put_stack(struct text_sink *sink, const struct event *event)
{
	unsigned left = sink->sink.view->stack_frames;
	const struct chunk *chunk = left ? event_chunk_find(event, CHUNK_STACK, 0) : NULL;
	struct stack_frame frame;

	for (uint32_t position = 0; chunk && stack_next(chunk, &position, &frame); left--) {
		if (!left)
			frame.end = STACK_CUT;
		put_frame(sink, &frame);
		if (frame.end != STACK_GOES_ON)
			return;
	}
}
