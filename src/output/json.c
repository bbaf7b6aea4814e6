/* The view "json": one object a line, in the shape of docs/event.schema.json.
 *
 * A call is shown once, when it is over, for its exit holds all that its entry
 * held.  Entries wait here, one a thread: should the end of a call never be
 * seen, because the thread was let go or tracing ended, it is shown as
 * unfinished.  Nothing depends on when a tick comes, so that a recording gives
 * the same lines as the live trace. */
#include "arch/arch.h"
#include "base/map.h"
#include "event/stack.h"
#include "calls/vcpu.h"
#include "event/arguments.h"
#include "output/insn_text.h"
#include "output/json_value.h"
#include "output/sink.h"
#include "symbol/demangle.h"

#include <stdlib.h>
#include <string.h>

enum { ARENA_MAX = 64 << 20, ARGUMENT_COUNT = 6, SIGNAL_COUNT = 64 };

static const char *const abi_names[ABI_COUNT] = { [ABI_X86_64] = "x86_64", [ABI_I386] = "i386" };

/* The entry of a call that a thread is in. */
struct waiting {
	uint32_t capacity; /* of event */
	bool is_inside;
	struct event *event;
};

struct json_sink {
	struct sink sink;
	struct arena arena;
	struct map threads; /* tid -> struct waiting */
	struct insn_texts insns;
};

/* ---- pieces */

static void member_name(struct json_printer *printer, const char *name, const char *string)
{
	json_name(&printer->json, name);
	json_string(&printer->json, string, strlen(string));
}

static void member_number(struct json_printer *printer, const char *name, int64_t number)
{
	json_name(&printer->json, name);
	json_signed(&printer->json, number);
}

static void member_unsigned(struct json_printer *printer, const char *name, uint64_t number)
{
	json_name(&printer->json, name);
	json_unsigned(&printer->json, number);
}

static void member_true(struct json_printer *printer, const char *name)
{
	json_name(&printer->json, name);
	json_bool(&printer->json, true);
}

static void member_chunk(struct json_printer *printer, const char *name, const struct chunk *chunk)
{
	if (!chunk)
		return;
	json_name(&printer->json, name);
	json_text(printer, chunk_bytes(chunk), chunk->length);
}

static void member_stack_name(struct json_printer *printer, const char *name,
                              const struct stack_name *text)
{
	if (!text->length)
		return;
	json_name(&printer->json, name);
	json_text(printer, text->bytes, text->length);
}

static void member_symbol(struct json_printer *printer, const struct stack_frame *frame)
{
	struct text name = { 0 };

	if (!frame->symbol.length)
		return;
	demangle(&name, frame->symbol.bytes, frame->symbol.length);
	json_name(&printer->json, "symbol");
	json_text(printer, name.bytes, name.length);
	text_free(&name);
	member_unsigned(printer, "symbol_offset", frame->symbol_offset);
}

static void put_frame(struct json_printer *printer, const struct stack_frame *frame)
{
	json_object_begin(&printer->json);
	member_unsigned(printer, "address", frame->address);
	if (frame->module.length) {
		member_stack_name(printer, "module", &frame->module);
		member_unsigned(printer, "offset", frame->offset);
	}
	member_symbol(printer, frame);
	if (frame->source.length) {
		member_stack_name(printer, "source", &frame->source);
		member_unsigned(printer, "line", frame->line);
	}
	json_object_end(&printer->json);
}

static void member_hex(struct json_printer *printer, const char *name, const struct chunk *chunk)
{
	json_name(&printer->json, name);
	json_hex(&printer->json, chunk_bytes(chunk), chunk->length);
}

static void put_changed(struct json_printer *printer)
{
	const struct event *event = printer->event;
	const struct chunk *chunk = event_chunk_find(event, CHUNK_REGISTERS, 0);
	size_t count = chunk ? chunk->length / sizeof(struct register_change) : 0;
	struct register_change value;

	json_name(&printer->json, "registers");
	json_object_begin(&printer->json);
	for (size_t i = 0; i < count; i++) {
		memcpy(&value, chunk_bytes(chunk) + i * sizeof(value), sizeof(value));
		const char *name = value.number < ARCH_REGISTER_MAX
		                           ? arch_register_name(event->abi, (unsigned)value.number)
		                           : NULL;

		if (name)
			member_unsigned(printer, name, value.value);
	}
	json_object_end(&printer->json);
}

static void put_memory(struct json_printer *printer, const char *name, enum chunk_kind kind)
{
	const struct event *event = printer->event;
	const struct chunk *chunk;

	json_name(&printer->json, name);
	json_array_begin(&printer->json);
	for (chunk = event_chunk_first(event); chunk; chunk = event_chunk_next(event, chunk)) {
		if (chunk->kind != kind)
			continue;
		json_object_begin(&printer->json);
		member_unsigned(printer, "address", chunk->address);
		member_hex(printer, "bytes", chunk);
		json_object_end(&printer->json);
	}
	json_array_end(&printer->json);
}

static void put_stack(struct json_printer *printer)
{
	const struct chunk *chunk = event_chunk_find(printer->event, CHUNK_STACK, 0);
	struct stack_frame frame;

	if (!chunk)
		return;
	json_name(&printer->json, "stack");
	json_array_begin(&printer->json);
	for (uint32_t position = 0; stack_next(chunk, &position, &frame) && frame.end != STACK_CUT;)
		put_frame(printer, &frame);
	json_array_end(&printer->json);
}

static struct json_printer line_begin(struct json_sink *sink, const struct event *event,
                                      const char *type, uint64_t time_ns)
{
	struct json_printer printer = { .json.out = stream_text(sink->sink.stream),
		                        .view = sink->sink.view,
		                        .event = event };

	json_object_begin(&printer.json);
	member_name(&printer, "type", type);
	member_unsigned(&printer, "time_ns", time_ns);
	member_number(&printer, "pid", event->pid);
	member_number(&printer, "tid", event->tid);
	return printer;
}

static void line_end(struct json_sink *sink, struct json_printer *printer)
{
	json_object_end(&printer->json);
	text_char(printer->json.out, '\n');
	stream_line(sink->sink.stream);
}

/* ---- calls */

static void put_call_name(struct json_printer *printer, const struct call_value *decoded)
{
	json_name(&printer->json, "call");
	if (decoded && decoded->call) {
		json_string(&printer->json, decoded->name, decoded->name_length);
		return;
	}
	struct text *out = json_string_begin(&printer->json);

	text_literal(out, "syscall_");
	text_hex(out, printer->event->nr);
	json_string_end(&printer->json);
}

/* Of a call without description: the bare registers. */
static void put_registers(struct json_printer *printer)
{
	static const char *const names[ARGUMENT_COUNT] = { "arg1", "arg2", "arg3",
		                                           "arg4", "arg5", "arg6" };

	for (int i = 0; i < ARGUMENT_COUNT; i++)
		member_unsigned(printer, names[i], printer->event->args[i]);
}

static void put_outcome(struct json_printer *printer, const struct value *result)
{
	const struct event *event = printer->event;

	if (event->kind == EVENT_ENTRY || event->flags & EVENT_UNFINISHED) {
		member_true(printer, "unfinished");
		return;
	}
	if (event->flags & (EVENT_FAILED | EVENT_INTERRUPTED)) {
		json_name(&printer->json, "error");
		json_errno(printer, event_errno(event));
	} else if (result) {
		json_name(&printer->json, "result");
		printer->came_out = true;
		json_value(printer, result);
		printer->came_out = false;
	} else {
		member_number(printer, "result", event->result);
	}
	if (event->flags & EVENT_INTERRUPTED)
		member_true(printer, "interrupted");
}

/* What was done to the call by us. */
static void put_tampering(struct json_printer *printer)
{
	unsigned flags = printer->event->flags;

	if (flags & (EVENT_POKED | EVENT_INJECTED)) {
		json_name(&printer->json, "injected");
		json_array_begin(&printer->json);
		if (flags & EVENT_POKED)
			json_string(&printer->json, "args", strlen("args"));
		if (flags & EVENT_INJECTED)
			json_string(&printer->json, "retval", strlen("retval"));
		json_array_end(&printer->json);
	}
	if (flags & EVENT_DELAYED)
		member_true(printer, "delayed");
}

static void put_asides(struct json_printer *printer)
{
	const struct event *event = printer->event;
	uint32_t reason;

	if (vcpu_exit_reason(event, &reason)) {
		const char *name = vcpu_exit_name(reason);

		json_name(&printer->json, "kvm_exit");
		json_string(&printer->json, name, strlen(name));
	}
	member_chunk(printer, "namespaces", event_chunk_find(event, CHUNK_NAMESPACES, 0));
}

static void put_times(struct json_printer *printer)
{
	const struct event *event = printer->event;

	if (event->kind == EVENT_EXIT && !(event->flags & EVENT_ATTACHED_IN))
		member_unsigned(printer, "duration_ns", event->duration_ns);
	if (event->cpu_ns != 0)
		member_unsigned(printer, "cpu_ns", event->cpu_ns);
	if (event->ip != 0)
		member_unsigned(printer, "ip", event->ip);
}

static void put_call(struct json_sink *sink, const struct event *event)
{
	struct call_value *decoded = decode_call(event, &sink->arena, DECODE_ALL);
	uint64_t time_ns = event->entry_ns ? event->entry_ns : event->time_ns;
	struct json_printer printer = line_begin(sink, event, "call", time_ns);
	struct json *json = &printer.json;

	member_name(&printer, "abi", abi_names[event->abi]);
	put_call_name(&printer, decoded);
	member_unsigned(&printer, "nr", event->nr);
	json_name(json, "args");
	json_object_begin(json);
	if (decoded && decoded->args)
		json_members(&printer, decoded->args);
	else
		put_registers(&printer);
	json_object_end(json);
	put_outcome(&printer, decoded ? decoded->result : NULL);
	put_tampering(&printer);
	put_asides(&printer);
	put_times(&printer);
	put_stack(&printer);
	line_end(sink, &printer);
}

/* ---- the entries that wait */

static void waiting_free(struct waiting *waiting)
{
	if (waiting)
		free(waiting->event);
	free(waiting);
}

static struct waiting *waiting_of(struct json_sink *sink, int32_t tid)
{
	struct waiting *waiting = map_get(&sink->threads, (uint32_t)tid);

	if (waiting)
		return waiting;
	waiting = calloc(1, sizeof(*waiting));
	if (waiting && map_put(&sink->threads, (uint32_t)tid, waiting))
		return waiting;
	waiting_free(waiting);
	return NULL;
}

static void waiting_show(struct json_sink *sink, struct waiting *waiting)
{
	if (!waiting || !waiting->is_inside)
		return;
	put_call(sink, waiting->event);
	waiting->is_inside = false;
}

static void waiting_set(struct json_sink *sink, const struct event *event)
{
	struct waiting *waiting = waiting_of(sink, event->tid);

	waiting_show(sink, waiting);
	if (!waiting)
		return;
	if (!waiting->event || waiting->capacity < event->size) {
		struct event *larger = realloc(waiting->event, event->size);

		if (!larger)
			return;
		waiting->event = larger;
		waiting->capacity = event->size;
	}
	memcpy(waiting->event, event, event->size);
	waiting->is_inside = true;
}

/* The thread is gone. */
static void waiting_drop(struct json_sink *sink, int32_t tid)
{
	struct waiting *waiting = map_remove(&sink->threads, (uint32_t)tid);

	waiting_show(sink, waiting);
	waiting_free(waiting);
}

/* A thread goes on under the number of its leader, which is gone. */
static void waiting_move(struct json_sink *sink, int32_t from, int32_t to)
{
	struct waiting *waiting = map_remove(&sink->threads, (uint32_t)from);

	waiting_drop(sink, to);
	if (waiting && !map_put(&sink->threads, (uint32_t)to, waiting))
		waiting_free(waiting);
}

/* ---- events */

static void on_exit_of_call(struct json_sink *sink, const struct event *event)
{
	struct waiting *waiting = map_get(&sink->threads, (uint32_t)event->tid);

	if (waiting)
		waiting->is_inside = false;
	put_call(sink, event);
}

static bool shows_signal(const struct json_sink *sink, int64_t number)
{
	return number < 1 || number > SIGNAL_COUNT || sink->sink.view->signals >> (number - 1) & 1;
}

static void on_signal(struct json_sink *sink, const struct event *event)
{
	if (!shows_signal(sink, event->result))
		return;
	const char *type = event->kind == EVENT_STOPPED ? "stopped" : "signal";
	struct json_printer printer = line_begin(sink, event, type, event->time_ns);
	const struct value *info = decode_siginfo(event, &sink->arena);

	json_name(&printer.json, "signal");
	json_signal(&printer, event->result);
	if (info) {
		json_name(&printer.json, "siginfo");
		json_value(&printer, info);
	}
	put_stack(&printer);
	line_end(sink, &printer);
}

static void on_exited(struct json_sink *sink, const struct event *event)
{
	waiting_drop(sink, event->tid);
	struct json_printer printer = line_begin(sink, event, "exited", event->time_ns);

	member_number(&printer, "status", event->result);
	line_end(sink, &printer);
}

static void on_killed(struct json_sink *sink, const struct event *event)
{
	waiting_drop(sink, event->tid);
	struct json_printer printer = line_begin(sink, event, "killed", event->time_ns);

	json_name(&printer.json, "signal");
	json_signal(&printer, event->result);
	json_name(&printer.json, "core");
	json_bool(&printer.json, event->flags & EVENT_CORE);
	line_end(sink, &printer);
}

static void on_fork(struct json_sink *sink, const struct event *event)
{
	/* By PTRACE_EVENT_*. */
	static const char *const ways[] = { "fork", "fork", "vfork", "clone" };
	const char *way = event->result >= 0 && event->result < 4 ? ways[event->result] : "fork";
	struct json_printer printer = line_begin(sink, event, "fork", event->time_ns);

	member_name(&printer, "way", way);
	member_number(&printer, "child_tid", (int64_t)event->args[0]);
	member_number(&printer, "child_pid", (int64_t)event->args[1]);
	line_end(sink, &printer);
}

static void on_exec(struct json_sink *sink, const struct event *event)
{
	int32_t former = (int32_t)event->args[0];
	bool moved = former != 0 && former != event->tid;

	if (moved)
		waiting_move(sink, former, event->tid);
	struct json_printer printer = line_begin(sink, event, "exec", event->time_ns);

	if (moved)
		member_number(&printer, "former_tid", former);
	line_end(sink, &printer);
}

static void on_attached(struct json_sink *sink, const struct event *event)
{
	struct json_printer printer = line_begin(sink, event, "attached", event->time_ns);

	member_chunk(&printer, "comm", event_chunk_find(event, CHUNK_COMM, (uint32_t)event->tid));
	line_end(sink, &printer);
}

static void on_detached(struct json_sink *sink, const struct event *event)
{
	waiting_drop(sink, event->tid);
	struct json_printer printer = line_begin(sink, event, "detached", event->time_ns);

	line_end(sink, &printer);
}

static void on_note(struct json_sink *sink, const struct event *event)
{
	struct json_printer printer = line_begin(sink, event, "note", event->time_ns);

	member_chunk(&printer, "text", event_chunk_find(event, CHUNK_TEXT, 0));
	line_end(sink, &printer);
}

static void on_step(struct json_sink *sink, const struct event *event)
{
	if (!event->ip)
		return;
	struct json_printer printer = line_begin(sink, event, "step", event->time_ns);
	const struct chunk *code = event_chunk_find(event, CHUNK_CODE, event->ip);
	struct text insn = insn_text(&sink->insns, event);
	struct stack_frame place;

	if (place_find(event, event->ip, &place)) {
		json_name(&printer.json, "place");
		put_frame(&printer, &place);
	}
	member_unsigned(&printer, "ip", event->ip);
	if (code)
		member_hex(&printer, "code", code);
	if (insn.length) {
		json_name(&printer.json, "insn");
		json_text(&printer, insn.bytes, insn.length);
	}
	if (event->flags & EVENT_FAILED)
		member_true(&printer, "failed");
	else
		member_unsigned(&printer, "rounds", event->args[1]);
	put_changed(&printer);
	put_memory(&printer, "read", CHUNK_ENTRY);
	put_memory(&printer, "written", CHUNK_EXIT);
	line_end(sink, &printer);
}

/* ---- functions */

static void put_argument_text(struct json_printer *printer, const struct argument *argument)
{
	const struct event *event = printer->event;
	bool is_pointer = argument->kind == ARGUMENT_POINTER || argument->kind == ARGUMENT_RAW;
	const struct chunk *chunk =
		is_pointer ? event_chunk_find(
				     event,
				     event->kind == EVENT_FUNCTION ? CHUNK_ENTRY : CHUNK_EXIT,
				     argument->value)
			   : NULL;

	if (!chunk)
		return;
	member_chunk(printer, "text", chunk);
	if (chunk->flags & CHUNK_CUT)
		member_true(printer, "cut");
}

static void put_argument(struct json_printer *printer, const struct argument *argument)
{
	static const char *const kinds[ARGUMENT_KIND_COUNT] = {
		[ARGUMENT_RAW] = "raw",         [ARGUMENT_SIGNED] = "signed",
		[ARGUMENT_UNSIGNED] = "unsigned", [ARGUMENT_CHARACTER] = "character",
		[ARGUMENT_BOOL] = "bool",       [ARGUMENT_FLOAT] = "float",
		[ARGUMENT_POINTER] = "pointer", [ARGUMENT_UNKNOWN] = "unknown",
		[ARGUMENT_MORE] = "more",
	};
	bool has_value = argument->kind != ARGUMENT_UNKNOWN && argument->kind != ARGUMENT_MORE;

	json_object_begin(&printer->json);
	if (argument->name.length) {
		json_name(&printer->json, "name");
		json_text(printer, argument->name.bytes, argument->name.length);
	}
	member_name(printer, "kind", kinds[argument->kind]);
	if (has_value) {
		member_unsigned(printer, "size", argument->size);
		member_unsigned(printer, "bits", argument->value);
	}
	put_argument_text(printer, argument);
	json_object_end(&printer->json);
}

static struct json_printer function_begin(struct json_sink *sink, const struct event *event,
                                          const char *type)
{
	struct json_printer printer = line_begin(sink, event, type, event->time_ns);
	struct stack_frame place;

	member_unsigned(&printer, "ip", event->ip);
	if (place_find(event, event->ip, &place)) {
		json_name(&printer.json, "place");
		put_frame(&printer, &place);
	}
	member_unsigned(&printer, "depth", event->nr);
	return printer;
}

static void on_function(struct json_sink *sink, const struct event *event)
{
	static const char *const ways[] = {
		[FUNCTION_CALLED] = "call",
		[FUNCTION_JUMPED_TO] = "jump",
		[FUNCTION_HANDLES] = "signal",
	};
	struct json_printer printer = function_begin(sink, event, "function");
	const struct chunk *chunk = event_chunk_find(event, CHUNK_ARGUMENTS, 0);
	struct argument argument;

	member_name(&printer, "way", ways[event->args[1] <= FUNCTION_HANDLES ? event->args[1] : 0]);
	member_unsigned(&printer, "returns_to", event->args[0]);
	json_name(&printer.json, "args");
	json_array_begin(&printer.json);
	for (uint32_t at = 0; chunk && argument_next(chunk, &at, &argument);)
		put_argument(&printer, &argument);
	json_array_end(&printer.json);
	line_end(sink, &printer);
}

static void on_function_left(struct json_sink *sink, const struct event *event)
{
	struct json_printer printer = function_begin(sink, event, "function_left");
	const struct chunk *chunk = event_chunk_find(event, CHUNK_ARGUMENTS, 0);
	struct argument result;
	uint32_t at = 0;

	if (event->flags & EVENT_UNFINISHED) {
		member_true(&printer, "unfinished");
	} else if (chunk && argument_next(chunk, &at, &result)) {
		json_name(&printer.json, "result");
		put_argument(&printer, &result);
	}
	member_unsigned(&printer, "duration_ns", event->duration_ns);
	if (event->args[1])
		member_unsigned(&printer, "inner", event->args[1]);
	line_end(sink, &printer);
}

static void json_event(struct sink *base, const struct event *event)
{
	static void (*const handlers[EVENT_KIND_COUNT])(struct json_sink *,
	                                                const struct event *) = {
		[EVENT_ENTRY] = waiting_set,    [EVENT_EXIT] = on_exit_of_call,
		[EVENT_SIGNAL] = on_signal,     [EVENT_STOPPED] = on_signal,
		[EVENT_EXITED] = on_exited,     [EVENT_KILLED] = on_killed,
		[EVENT_FORK] = on_fork,         [EVENT_EXEC] = on_exec,
		[EVENT_ATTACHED] = on_attached, [EVENT_DETACHED] = on_detached,
		[EVENT_NOTE] = on_note,         [EVENT_STEP] = on_step,
		[EVENT_FUNCTION] = on_function, [EVENT_FUNCTION_LEFT] = on_function_left,
	};
	struct json_sink *sink = (struct json_sink *)base;

	/* Pauses, and steps without details, are between the tracer and whoever asked for them. */
	if (handlers[event->kind])
		handlers[event->kind](sink, event);
	arena_empty(&sink->arena);
}

static void json_tick(struct sink *base)
{
	stream_flush(base->stream);
}

static int json_open(struct sink *base, struct error *error)
{
	struct json_sink *sink = (struct json_sink *)base;

	(void)error;
	arena_init(&sink->arena, ARENA_MAX);
	return 0;
}

static void json_close(struct sink *base)
{
	struct json_sink *sink = (struct json_sink *)base;

	for (size_t i = 0; i < sink->threads.slot_count; i++) {
		waiting_show(sink, sink->threads.slots[i].value);
		waiting_free(sink->threads.slots[i].value);
		arena_empty(&sink->arena);
	}
	map_free(&sink->threads);
	insn_texts_free(&sink->insns);
	stream_flush(base->stream);
	arena_deinit(&sink->arena);
}

const struct sink_ops json_sink = {
	.name = "json",
	.size = sizeof(struct json_sink),
	.open = json_open,
	.event = json_event,
	.tick = json_tick,
	.close = json_close,
};
