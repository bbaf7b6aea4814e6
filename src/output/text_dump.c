/* What was read or written, in full: -e read= and -e write=.
 *
 *	read(3, "to t"..., 64) = 12
 *	 | 00000  74 6f 20 74 68 65 20 6f  74 68 65 72              to the other     |
 *
 * A call transfers the bytes that its buffers hold, and its first argument says
 * where to or from.  Buffers of a vector are counted. */
#include "output/text_sink.h"

enum {
	DUMP_WIDTH = 16, /* bytes of a line */
	DUMP_HALF = 8,   /* a wider gap follows so many */
};

static const char read_calls[] = "read,pread64,readv,preadv,preadv2,recvfrom,recvmsg,recvmmsg,"
				 "mq_timedreceive,?recv,?mq_timedreceive_time64,"
				 "?recvmmsg_time64";
static const char write_calls[] = "write,pwrite64,writev,pwritev,pwritev2,vmsplice,sendto,sendmsg,"
				  "sendmmsg,mq_timedsend,?send,?mq_timedsend_time64";

static void put_line(struct text *out, const uint8_t *bytes, uint32_t offset, uint32_t length)
{
	text_literal(out, " | ");
	text_hex_padded(out, offset, 5);
	text_char(out, ' ');
	for (uint32_t i = 0; i < DUMP_WIDTH; i++) {
		if (i % DUMP_HALF == 0)
			text_char(out, ' ');
		if (i < length)
			text_hex_padded(out, bytes[i], 2);
		else
			text_literal(out, "  ");
		text_char(out, ' ');
	}
	text_char(out, ' ');
	for (uint32_t i = 0; i < DUMP_WIDTH; i++)
		text_char(out, i >= length                          ? ' '
		               : bytes[i] >= ' ' && bytes[i] < 0x7f ? (char)bytes[i]
		                                                    : '.');
	text_literal(out, " |\n");
}

static void put_bytes(struct text *out, const struct value *value)
{
	for (uint32_t at = 0; at < value->length; at += DUMP_WIDTH) {
		uint32_t left = value->length - at;

		put_line(out, value->bytes + at, at, left < DUMP_WIDTH ? left : DUMP_WIDTH);
	}
	if (value->length < value->count) {
		text_literal(out, " * ");
		text_unsigned(out, value->count - value->length);
		text_literal(out, " more bytes were not kept\n");
	}
}

static bool is_buffer(const struct value *value)
{
	return value->kind == KIND_BYTES || value->kind == KIND_PACKET;
}

/* {iov_base="one", iov_len=3} */
static bool is_vector(const struct value *list)
{
	const struct value *element = list->first;

	return list->shape == SHAPE_LIST && element && element->shape == SHAPE_STRUCT &&
	       element->first && is_buffer(element->first);
}

static void put_vector(struct text *out, const struct value *list)
{
	unsigned index = 0;

	for (const struct value *element = list->first; element; element = element->next, index++) {
		const struct value *buffer = element->first;

		if (!buffer || buffer->shape != SHAPE_BYTES || !buffer->length)
			continue;
		text_literal(out, " * ");
		text_unsigned(out, buffer->count);
		text_literal(out, " bytes in buffer ");
		text_unsigned(out, index);
		text_char(out, '\n');
		put_bytes(out, buffer);
	}
}

/* The vector of a message header, or NULL. */
static const struct value *message_vector(const struct value *header)
{
	if (header->shape != SHAPE_STRUCT)
		return NULL;
	for (const struct value *member = header->first; member; member = member->next)
		if (is_vector(member))
			return member;
	return NULL;
}

/* Of sendmmsg and recvmmsg: as many as were transferred. */
static void put_messages(struct text *out, const struct value *list, int64_t result)
{
	const struct value *element = list->first;

	for (int64_t index = 0; element && index < result; element = element->next, index++) {
		const struct value *vector = element->first ? message_vector(element->first) : NULL;

		if (!vector)
			continue;
		text_literal(out, " = ");
		text_unsigned(out, vector->count);
		text_literal(out, " buffers in vector ");
		text_unsigned(out, (uint64_t)index);
		text_char(out, '\n');
		put_vector(out, vector);
	}
}

static void put_argument(struct text *out, const struct value *value, int64_t result)
{
	if (value->after)
		value = value->after;
	const struct value *vector = is_vector(value) ? value : message_vector(value);

	if (vector)
		put_vector(out, vector);
	else if (value->shape == SHAPE_BYTES && is_buffer(value))
		put_bytes(out, value);
	else if (value->shape == SHAPE_LIST)
		put_messages(out, value, result);
}

static bool has_member(const struct call_set *calls, const struct number_set *numbers,
                       const struct call_value *decoded)
{
	const struct value *fd = decoded->args->first;

	return call_set_has(calls, decoded->event->abi, decoded->number) && fd &&
	       fd->kind == KIND_FD && number_set_has(numbers, (int)fd->number);
}

bool dumps_wanted(const struct view *view)
{
	return !number_set_is_empty(&view->dump_read) || !number_set_is_empty(&view->dump_write);
}

void dumps_init(struct text_sink *sink)
{
	call_set_parse(&sink->reads, read_calls, NULL);
	call_set_parse(&sink->writes, write_calls, NULL);
}

void put_dumps(struct text_sink *sink, const struct call_value *decoded)
{
	const struct event *event = decoded->event;
	const struct view *view = sink->sink.view;
	bool failed = event->flags & (EVENT_FAILED | EVENT_INTERRUPTED);

	if (!decoded->args || event->flags & EVENT_UNFINISHED)
		return;
	/* What was to be written is shown even if it was not. */
	if (!has_member(&sink->writes, &view->dump_write, decoded) &&
	    (failed || !has_member(&sink->reads, &view->dump_read, decoded)))
		return;
	for (const struct value *value = decoded->args->first; value; value = value->next)
		put_argument(out_of(sink), value, failed ? 0 : event->result);
	stream_line(sink->sink.stream);
}
