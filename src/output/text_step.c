/* Instructions in the text view, a line for each:
 *
 *	0x55d0c4f1d13d prog(main+0x4)  mov eax, [rbp-0x14]  [0x7ffc0a10]=0x2 rax=0x2
 *
 * where it stands, its text, and what it did: [address]=value of memory that it read,
 * register=value of what has changed, [address]:=value of memory that it wrote. */
#include "arch/arch.h"
#include "output/text_sink.h"

enum {
	ADDRESS_WIDTH = 15,
	PLACE_WIDTH = 46, /* address and place */
	INSN_WIDTH = 92,  /* and text */
};

/* As one number where it may be one. */
static void put_memory(struct text_sink *sink, const struct chunk *chunk, const char *sign)
{
	struct text *out = out_of(sink);
	uint32_t length = chunk->length, shown_max = sink->sink.view->string_max;
	uint64_t number = 0;

	text_literal(out, " [");
	text_hex(out, chunk->address);
	text_char(out, ']');
	text_string(out, sign);
	if (length == 1 || length == 2 || length == 4 || length == 8) {
		memcpy(&number, chunk_bytes(chunk), length);
		text_hex(out, number);
		return;
	}
	bool is_cut = length > shown_max;

	print_quoted(out, chunk_bytes(chunk), is_cut ? shown_max : length, sink->sink.view->hex,
	             is_cut ? QUOTE_CUT : 0);
}

static void put_memories(struct text_sink *sink, const struct event *event, enum chunk_kind kind,
                         const char *sign)
{
	const struct chunk *chunk;

	for (chunk = event_chunk_first(event); chunk; chunk = event_chunk_next(event, chunk))
		if (chunk->kind == kind && chunk->length)
			put_memory(sink, chunk, sign);
}

static void put_registers(struct text *out, const struct event *event)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_REGISTERS, 0);
	size_t count = chunk ? chunk->length / sizeof(struct register_change) : 0;

	for (size_t i = 0; i < count; i++) {
		struct register_change value;

		memcpy(&value, chunk_bytes(chunk) + i * sizeof(value), sizeof(value));
		const char *name = arch_register_name(event->abi, (unsigned)value.number);

		if (!name || value.number > UINT32_MAX)
			continue;
		text_char(out, ' ');
		text_string(out, name);
		text_char(out, '=');
		text_hex(out, value.value);
	}
}

/* Where it stands, and its text. */
static void put_head(struct text *out, struct insn_texts *insns, const struct event *event)
{
	struct text insn = insn_text(insns, event);
	size_t start = out->length;

	text_hex(out, event->ip);
	text_pad(out, start, ADDRESS_WIDTH);
	put_step_place(out, event);
	text_pad(out, start, PLACE_WIDTH - 1);
	text_char(out, ' ');
	text_put(out, insn.bytes, insn.length);
	if (!insn.length)
		text_literal(out, "(code that cannot be read)");
	text_pad(out, start, INSN_WIDTH);
}

void put_step(struct text_sink *sink, const struct event *event)
{
	struct text *out = out_of(sink);

	if (!event->ip)
		return;
	struct text *head = insn_line_head(&sink->insns, event);

	line_begin(sink, event, event->time_ns);
	size_t start = out->length;

	if (head && !head->length)
		put_head(head, &sink->insns, event);
	if (head)
		text_put(out, head->bytes, head->length);
	else
		put_head(out, &sink->insns, event);
	put_memories(sink, event, CHUNK_ENTRY, "=");
	put_registers(out, event);
	put_memories(sink, event, CHUNK_EXIT, ":=");
	if (event->flags & EVENT_FAILED)
		text_literal(out, " (not executed)");
	else if (event->args[1] != 1) {
		text_literal(out, " (");
		text_unsigned(out, event->args[1]);
		text_literal(out, " times)");
	}
	/* What was padded for nothing. */
	while (out->length > start && out->bytes[out->length - 1] == ' ')
		out->length--;
	line_end(sink);
}
