/* What an event says: as a line, and piece by piece.
 *
 * Everything here is made from the event alone, when it is asked for.  A line
 * comes from the text view, opened anew for each: it then knows nothing of the
 * thread's earlier events and shows all of this one. */
#include "api/session.h"

#include "output/print.h"
#include "output/sink.h"

#include <errno.h>
#include <string.h>

const char *rastro_call_name(enum rastro_abi abi, unsigned nr)
{
	const struct call *call =
		(unsigned)abi < ABI_COUNT ? call_find((enum event_abi)abi, nr) : NULL;

	return call ? call->name : NULL;
}

int rastro_call_number(enum rastro_abi abi, const char *name)
{
	int nr = (unsigned)abi < ABI_COUNT ? call_number((enum event_abi)abi, name) : -1;

	return nr < 0 ? -ENOENT : nr;
}

/* Ends a text with its NUL; "" when memory ran out. */
static const char *text_finish(struct text *text)
{
	if (text->length > 0 && text->bytes[text->length - 1] == '\n')
		text->length--;
	text_char(text, '\0');
	return text->failed ? "" : text->bytes;
}

static void text_begin(struct text *text)
{
	text->length = 0;
	text->failed = false;
}

/* An entry waits in the text view for its exit: a tick shows how far it has got. */
static void event_print(const struct event *event, const struct view *view, struct stream *stream)
{
	struct sink *sink = sink_open("text", view, stream, NULL);

	if (!sink)
		return;
	sink->ops->event(sink, event);
	sink->ops->tick(sink);
	/* What it says on closing is of no interest. */
	struct text *text = stream_text(stream);
	size_t length = text->length;

	sink_close(sink);
	text->length = length;
}

const char *rastro_text(struct rastro *session)
{
	session_clear_error(session);
	text_begin(&session->text);
	struct stream *stream = session->raw ? stream_in_memory() : NULL;

	if (stream) {
		event_print(session->raw, &session->view, stream);
		text_put(&session->text, stream_text(stream)->bytes, stream_text(stream)->length);
		stream_close(stream, NULL);
	}
	return text_finish(&session->text);
}

/* ---- arguments */

static void session_decode(struct rastro *session)
{
	const struct event *raw = session->raw;

	if (session->decoded)
		return;
	session->decoded = true;
	if (raw->kind == EVENT_SIGNAL) {
		session->group = decode_siginfo(raw, &session->arena);
	} else if (raw->kind == EVENT_ENTRY || raw->kind == EVENT_EXIT) {
		struct call_value *call = decode_call(raw, &session->arena, DECODE_ALL);

		session->group = call ? call->args : NULL;
	}
}

/* NULL, with an error, when the event does not hold it. */
static const struct value *session_find(struct rastro *session, const char *path)
{
	session_clear_error(session);
	if (session->raw)
		session_decode(session);
	const struct value *value = value_find(session->group, path);

	if (value && value->after)
		value = value->after;
	if (value && !(value->shape == SHAPE_ADDRESS && value->flags & VALUE_LATE))
		return value;
	session_fail(session, ENOENT,
	             value ? "'%s' is not known before the call returns" : "this event has no '%s'",
	             path);
	return NULL;
}

const char *rastro_arg_text(struct rastro *session, const char *path)
{
	const struct value *value = session_find(session, path);

	if (!value)
		return NULL;
	text_begin(&session->arg_text);
	struct printer printer = {
		.out = &session->arg_text,
		.view = &session->view,
		.event = session->raw,
		.abbrev = true,
	};

	print_value(&printer, value);
	return text_finish(&session->arg_text);
}

int rastro_arg_number(struct rastro *session, const char *path, int64_t *number)
{
	const struct value *value = session_find(session, path);

	if (!value)
		return -ENOENT;
	*number = (int64_t)(value->shape == SHAPE_NUMBER ? value->number : value->address);
	return 0;
}

ssize_t rastro_arg_bytes(struct rastro *session, const char *path, const void **bytes)
{
	const struct value *value = session_find(session, path);

	if (!value)
		return -ENOENT;
	if (value->shape != SHAPE_BYTES && value->shape != SHAPE_TEXT)
		return session_fail(session, EINVAL, "'%s' is no run of bytes that could be read",
		                    path);
	*bytes = value->bytes;
	return value->length;
}
