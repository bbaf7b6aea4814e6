/* The trace, which goes on while a client debugs: lines of calls and signals, as rastro shows
 * them, kept for "monitor trace tail", and written to a file if there is one.
 *
 * Whoever steps makes calls without being seen: they count as one instruction. */
#include "serve/server_parts.h"

#include "output/sink.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	TRACE_KEPT_MAX = 1 << 20, /* bytes of lines */
	TRACE_ARRAY_MAX = 4096,   /* bytes of arrays that calls are kept with */
	TAIL_LINES = 10,
};

struct server_trace {
	const struct server_tracing *wanted;
	struct stream *stream; /* in memory: the sink writes there */
	struct sink *sink;
	struct text kept; /* whole lines */
	bool is_on;
};

int server_trace_begin(struct server *server, const struct server_tracing *wanted,
                       struct error *error)
{
	struct server_trace *trace = calloc(1, sizeof(*trace));

	server->trace = trace;
	if (trace) {
		trace->wanted = wanted;
		trace->is_on = wanted->out || wanted->show;
		trace->stream = stream_in_memory();
	}
	if (trace && trace->stream)
		trace->sink = sink_open("text", wanted->view, trace->stream, error);
	return trace && trace->sink ? 0 : error_set(error, ENOMEM, "out of memory");
}

struct engine_options server_trace_engine(const struct server *server)
{
	if (!server->trace)
		return (struct engine_options){ .flags = ENGINE_NO_MEMORY };
	return (struct engine_options){
		.limits = { .string = server->trace->wanted->view->string_max,
		            .array = TRACE_ARRAY_MAX },
	};
}

/* ---- lines */

/* Older ones make room. */
static void keep(struct text *kept, const char *bytes, size_t length)
{
	if (kept->length + length > TRACE_KEPT_MAX) {
		const char *half = kept->bytes + kept->length / 2;
		const char *end = memchr(half, '\n', kept->length - kept->length / 2);
		size_t dropped = end ? (size_t)(end + 1 - kept->bytes) : kept->length;

		memmove(kept->bytes, kept->bytes + dropped, kept->length - dropped);
		kept->length -= dropped;
	}
	text_put(kept, bytes, length);
	kept->failed = false; /* a gap is what lines are lost by */
}

/* What is complete goes where it belongs. */
static void take_lines(struct server_trace *trace)
{
	struct text *lines = stream_text(trace->stream);

	if (!lines->length || lines->bytes[lines->length - 1] != '\n')
		return;
	keep(&trace->kept, lines->bytes, lines->length);
	if (trace->wanted->out) {
		text_put(stream_text(trace->wanted->out), lines->bytes, lines->length);
		stream_line(trace->wanted->out);
	}
	lines->length = 0;
}

static bool is_shown(const struct server_trace *trace, const struct event *event)
{
	switch (event->kind) {
	case EVENT_ENTRY:
	case EVENT_EXIT:
	case EVENT_EXITED:
	case EVENT_KILLED:
		return filter_shows(trace->wanted->filter, event);
	case EVENT_SIGNAL:
		return !event_is_trap(event) && filter_shows(trace->wanted->filter, event);
	default:
		return false;
	}
}

bool server_trace_see(void *owner, struct inferior_thread *thread, const struct event *event)
{
	struct server_trace *trace = ((struct server *)owner)->trace;

	(void)thread;
	if (trace->wanted->show && !event_is_trap(event))
		trace->wanted->show(trace->wanted->owner, event);
	if (trace->is_on && is_shown(trace, event)) {
		trace->sink->ops->event(trace->sink, event);
		take_lines(trace);
	}
	return true;
}

void server_trace_apply(struct server *server)
{
	struct inferior *inferior = server->inferior;
	bool is_on = server->trace && (server->trace->is_on || server->trace->wanted->show);

	inferior->catches |= is_on;
	inferior->see = is_on ? server_trace_see : NULL;
	inferior->owner = server;
}

void server_trace_flush(struct server *server)
{
	if (server->trace && server->trace->wanted->out)
		stream_flush(server->trace->wanted->out);
}

/* ---- for a person */

/* Where the last so many lines begin. */
static size_t tail_start(const struct text *kept, unsigned long lines)
{
	size_t at = kept->length;

	for (unsigned long i = 0; i < lines && at > 0; i++) {
		const char *end = memrchr(kept->bytes, '\n', at - 1);

		at = end ? (size_t)(end + 1 - kept->bytes) : 0;
	}
	return at;
}

bool server_trace_tail(struct server *server, const char *rest, struct text *said)
{
	struct server_trace *trace = server->trace;
	char *end;
	unsigned long lines = *rest ? strtoul(rest, &end, 10) : TAIL_LINES;

	if ((*rest && *end) || !trace)
		return false;
	/* The call that waits is shown as far as it has got. */
	trace->sink->ops->tick(trace->sink);
	take_lines(trace);
	const struct text *kept = &trace->kept, *begun = stream_text(trace->stream);
	size_t start = tail_start(kept, lines);

	text_put(said, kept->bytes + start, kept->length - start);
	text_put(said, begun->bytes, begun->length);
	if (begun->length)
		text_char(said, '\n');
	if (!said->length)
		text_string(said, trace->is_on ? "Nothing yet.\n"
		                               : "Nothing: \"monitor trace on\" begins.\n");
	return true;
}

bool server_trace_switch(struct server *server, bool is_on)
{
	if (!server->trace)
		return false;
	server->trace->is_on = is_on;
	server_settings_apply(server);
	return true;
}

void server_trace_end(struct server *server)
{
	struct server_trace *trace = server->trace;

	if (!trace)
		return;
	if (trace->sink) {
		sink_close(trace->sink);
		take_lines(trace);
	}
	server_trace_flush(server);
	if (trace->stream)
		stream_close(trace->stream, NULL);
	text_free(&trace->kept);
	free(trace);
	server->trace = NULL;
}
