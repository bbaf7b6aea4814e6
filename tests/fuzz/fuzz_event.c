/* Events of any content, through the decoder and every view.
 *
 * The input is taken for an event as it is; failing that, as material for one:
 * for a likely event, or for one of which only the frame is sound, so damage goes
 * deep, too.  Its last bytes choose the options.  Whatever a traced program did, no control
 * character may reach the terminal but our own colours, and JSON is JSON. */
#include "json_check.h"
#include "likely.h"

#include "output/sink.h"
#include "output/summary.h"
#include "rules/filter.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHUNKS_MAX = 64, ADDRESSES = 6 };

struct input {
	const uint8_t *data;
	size_t size;
};

static void take(struct input *input, void *into, size_t size)
{
	size_t length = size < input->size ? size : input->size;

	memset(into, 0, size);
	if (length)
		memcpy(into, input->data, length);
	input->data += length;
	input->size -= length;
}

/* Addresses that the description will look for are more worth than others: arguments, and
 * pointers that lie in chunks. */
static uint64_t pick_address(const struct event *event, uint8_t choice)
{
	const struct chunk *first = event_chunk_first(event);
	uint64_t address;

	if (choice < 0xc0 || !first || first->length < sizeof(address))
		return event->args[choice % ADDRESSES];
	memcpy(&address, chunk_bytes(first) + choice % (first->length / 8) * 8, sizeof(address));
	return address & UINT64_MAX >> 1; /* memory that reached the end would not be sound */
}

static void build(struct event_buffer *buffer, struct input *input)
{
	struct {
		uint8_t kind, abi, flags, signal;
		uint16_t nr, unused;
		int32_t result;
		uint32_t args[6];
	} head;

	take(input, &head, sizeof(head));
	if (event_buffer_reset(buffer) < 0)
		return;
	struct event *event = buffer->event;

	event->kind = EVENT_ENTRY + head.kind % (EVENT_KIND_COUNT - EVENT_ENTRY);
	event->abi = head.abi % ABI_COUNT;
	event->flags = head.flags;
	event->pid = event->tid = 1 + head.signal;
	event->nr = head.nr % 600;
	event->result = head.result;
	for (int i = 0; i < 6; i++)
		event->args[i] = head.args[i];
	for (int i = 0; i < CHUNKS_MAX && input->size; i++) {
		struct {
			uint8_t kind, address, flags, unused;
			uint16_t length;
		} chunk;

		take(input, &chunk, sizeof(chunk));
		uint32_t length = chunk.length % 1024;

		if (length > input->size)
			length = (uint32_t)input->size;
		enum chunk_kind kind = CHUNK_ENTRY + chunk.kind % (CHUNK_KIND_COUNT - CHUNK_ENTRY);
		uint64_t address = pick_address(buffer->event, chunk.address);
		uint8_t *bytes = event_buffer_add(buffer, kind, address, length, chunk.flags & 7);

		if (bytes)
			take(input, bytes, length);
	}
}

/* How to show it. */
struct __attribute__((packed)) choices {
	uint8_t string_max, column;
	uint8_t hex : 2, constants : 2, time : 2, time_digits : 2;
	uint8_t decode_fds, quiet, sort_by, status;
	bool decode_pids : 1, arg_names : 1, show_number : 1, show_ip : 1, relative : 1,
		duration : 1, separate : 1, pid_follows : 1;
	bool pid_brackets : 1, color : 1, abbrev : 1, not_verbose : 1, raw : 1, no_interfaces : 1,
		other_thread : 1, likely : 1;
	uint8_t ticks : 3; /* bit i: a tick after event i */
	/* These take long to begin: one value of each does it. */
	uint8_t dumps : 3, records : 2;
};

static struct choices choose(const uint8_t *data, size_t size)
{
	struct choices choices = { 0 };

	if (size >= sizeof(choices))
		memcpy(&choices, data + size - sizeof(choices), sizeof(choices));
	return choices;
}

/* One that nobody should trust. */
static bool interface_name(const void *owner, unsigned index, struct text *name)
{
	(void)owner;
	text_literal(name, "e\"\n\x80");
	return index & 1;
}

static void view_fill(struct view *view, const struct choices *choices)
{
	*view = (struct view){
		.string_max = choices->string_max,
		.stack_frames = choices->string_max,
		.stack_sources = choices->column & 1,
		.hex = choices->hex,
		.constants = choices->constants % 3u,
		.arg_names = choices->arg_names,
		.show_number = choices->show_number,
		.show_ip = choices->show_ip,
		.column = choices->column,
		.time = choices->time % 3u,
		.time_digits = 3u * choices->time_digits,
		.relative = choices->relative,
		.relative_digits = 3u * choices->time_digits,
		.duration = choices->duration,
		.duration_digits = 3u * choices->time_digits,
		.pid = PID_WHEN_SEVERAL,
		.separate = choices->separate,
		.pid_follows = choices->pid_follows,
		.pid_brackets = choices->pid_brackets,
		.decode_fds = choices->decode_fds & DECODE_FD_ALL,
		.decode_pids = choices->decode_pids,
		/* A narrower choice would mostly show nothing. */
		.status = choices->status & 0x80 ? choices->status : STATUS_ALL,
		.quiet = choices->quiet & QUIET_ALL,
		.signals = ~(uint64_t)0,
		.dump_read.inverted = choices->dumps == 1 && !choices->records,
		.dump_write.inverted = choices->dumps == 1 && !choices->records,
		.interface_name = choices->no_interfaces ? NULL : interface_name,
		.color = choices->color,
		.summary = &summary_form_default,
	};
	call_set_fill(&view->abbrev, choices->abbrev);
	call_set_fill(&view->verbose, !choices->not_verbose);
	call_set_fill(&view->raw, choices->raw);
}

/* The escape sequence of a colour, or 0. */
static size_t color_length(const char *bytes, size_t length)
{
	size_t inside = 2;

	if (length < 3 || bytes[0] != '\33' || bytes[1] != '[')
		return 0;
	while (inside < length &&
	       (bytes[inside] == ';' || (bytes[inside] >= '0' && bytes[inside] <= '9')))
		inside++;
	return inside < length && bytes[inside] == 'm' ? inside + 1 : 0;
}

static void check_text(const char *bytes, size_t length, bool color)
{
	for (size_t i = 0; i < length; i++) {
		size_t skipped = color ? color_length(bytes + i, length - i) : 0;

		if (skipped)
			i += skipped - 1;
		else if ((bytes[i] < 0x20 || bytes[i] > 0x7e) && bytes[i] != '\n')
			abort();
	}
}

static void check_json(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		uint8_t byte = (uint8_t)bytes[i];
		bool is_control = (byte < 0x20 && byte != '\n') || byte == 0x7f;
		bool is_c1 = byte == 0xc2 && i + 1 < length && (uint8_t)bytes[i + 1] < 0xa0;

		if (is_control || is_c1)
			abort();
	}
	if (!json_lines_are_sound(bytes, length))
		abort();
}

/* An event as part of a trace: of a call both sides, with other things between. */
struct trace {
	const struct event *events[3];
	unsigned count;
};

static void show(const char *name, const struct trace *trace, const struct choices *choices)
{
	static struct view view;
	struct stream *stream = stream_in_memory();

	view_fill(&view, choices);
	struct sink *sink = sink_open(name, &view, stream, NULL);

	for (unsigned i = 0; i < trace->count; i++) {
		sink->ops->event(sink, trace->events[i]);
		if (sink->ops->tick && choices->ticks >> i & 1)
			sink->ops->tick(sink);
	}
	sink_close(sink);
	const struct text *text = stream_text(stream);

	if (!text->length)
		; /* not every event has a line */
	else if (!strcmp(name, "json"))
		check_json(text->bytes, text->length);
	else if (strcmp(name, "record") != 0)
		check_text(text->bytes, text->length, view.color);
	stream_close(stream, NULL);
}

/* Descriptors and paths of calls are looked for, too. */
static void judge(const struct event *event)
{
	struct filter filter;

	filter_init(&filter);
	filter.fds.inverted = true;
	if (!filter_add_path(&filter, "/"))
		filter_shows(&filter, event);
	filter_deinit(&filter);
}

static struct event *event_copy(const struct event *event)
{
	struct event *copy = malloc(event->size);

	memcpy(copy, event, event->size);
	return copy;
}

static void show_all(const struct event *event, const struct choices *choices)
{
	struct event *entry = event_copy(event), *other = event_copy(event);
	struct trace alone = { { event }, 1 }, between = { { entry, other, event }, 3 };

	entry->kind = EVENT_ENTRY;
	entry->result = 0;
	entry->flags = 0;
	other->tid = event->tid ^ choices->other_thread;
	show("json", &alone, choices);
	show("text", &alone, choices);
	show("text", &between, choices);
	if (choices->records == 1)
		show("record", &alone, choices);
	show("summary", &between, choices);
	free(entry);
	free(other);
	judge(event);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct event_buffer buffer = { 0 };
	struct choices choices = choose(data, size);
	struct event *copy = calloc(1, size ? size : 1);

	if (size)
		memcpy(copy, data, size);
	if (!event_is_sound(copy, size)) {
		if (choices.likely)
			likely_event(&buffer, data, size);
		else
			build(&buffer, &(struct input){ data, size });
		if (!event_is_sound(buffer.event, buffer.event->size))
			abort();
	}
	show_all(buffer.event ? buffer.event : copy, &choices);
	event_buffer_free(&buffer);
	free(copy);
	return 0;
}
