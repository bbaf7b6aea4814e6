/* Calls as they were shown before.
 *
 * What a call looks like follows from its event alone, but for the times in it.  Programs
 * repeat themselves, and those that call most do so most: of the calls of find every second
 * is one of the last few hundred again.  Those need not be decoded again.
 *
 * A call is kept when it comes for the second time, for many never do; and until the next tick
 * only: how an interface is called, say, may change. */
#include "output/text_sink.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

enum { KEPT_COUNT = 512, KEPT_EVENT_MAX = 256, KEPT_TEXT_MAX = 256 };

struct kept_call {
	uint64_t hash;
	uint32_t tick;
	uint16_t event_size;      /* 0: it has come once */
	uint16_t begun, returned; /* bytes of the text before the padding, and behind it */
	uint8_t event[KEPT_EVENT_MAX];
	char text[KEPT_TEXT_MAX];
};

/* Between these it tells when, and from where. */
static const size_t head_end = offsetof(struct event, time_ns), body = offsetof(struct event, args);

struct kept_call *kept_calls_create(const struct view *view)
{
	bool has_more = view->duration || view->color || view->stack_frames || dumps_wanted(view);

	return has_more ? NULL : calloc(KEPT_COUNT, sizeof(struct kept_call));
}

static uint64_t hash_of(const struct event *event)
{
	const uint64_t spread = 0x9e3779b97f4a7c15;

	return XXH3_64bits((const char *)event + body, event->size - body) +
	       (uint64_t)event->tid * spread;
}

static bool is_same(const struct kept_call *kept, const struct event *event)
{
	const char *bytes = (const char *)event;

	return kept->event_size == event->size && memcmp(kept->event, bytes, head_end) == 0 &&
	       memcmp(kept->event + body, bytes + body, event->size - body) == 0;
}

struct kept_call *kept_call_find(const struct text_sink *sink, const struct event *event)
{
	if (!sink->kept || event->size > KEPT_EVENT_MAX)
		return NULL;
	uint64_t hash = hash_of(event);
	struct kept_call *kept = &sink->kept[hash % KEPT_COUNT];

	if (kept->hash == hash && kept->tick == sink->tick)
		return !kept->event_size || is_same(kept, event) ? kept : NULL;
	kept->hash = hash;
	kept->tick = sink->tick;
	kept->event_size = 0;
	return NULL;
}

bool kept_call_put(struct text_sink *sink, const struct kept_call *kept, const struct event *event)
{
	struct text *out = out_of(sink);

	if (!kept || !kept->event_size)
		return false;
	line_begin(sink, event, event->entry_ns);
	text_put(out, kept->text, kept->begun);
	text_pad(out, sink->line_start, sink->sink.view->column);
	text_put(out, kept->text + kept->begun, kept->returned);
	line_end(sink);
	return true;
}

void kept_call_keep(const struct text_sink *sink, struct kept_call *kept, const struct event *event,
                    const struct text *line)
{
	const struct call_parts *parts = &sink->parts;
	size_t begun = parts->padding - parts->name, returned = line->length - parts->result;

	if (!kept || line->failed || begun + returned > KEPT_TEXT_MAX)
		return;
	memcpy(kept->text, line->bytes + parts->name, begun);
	memcpy(kept->text + begun, line->bytes + parts->result, returned);
	memcpy(kept->event, event, event->size);
	kept->event_size = (uint16_t)event->size;
	kept->begun = (uint16_t)begun;
	kept->returned = (uint16_t)returned;
}
