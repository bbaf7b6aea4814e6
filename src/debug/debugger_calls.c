/* System calls that are caught: which of them, what they are about, and changing them.
 *
 * Each call that may be meant stops its thread for a moment, as under a tracer; whether it
 * counts is decided from its event, before anybody else is stopped.  Names in a condition
 * are those of the call's arguments, "ret", and constants that its description knows. */
#include "debug/debugger_parts.h"

#include "arch/arch.h"
#include "base/errno_name.h"
#include "base/guard.h"
#include "calls/table.h"
#include "inspect/call_text.h"
#include "inspect/remote_call.h"
#include "output/sink.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	NAME_SIZE = 64, /* names of calls are shorter */
	SLOTS = 6,
	BELOW_STACK = 256, /* bytes that belong to the program though they are below its stack */
	STACK_ALIGNMENT = 16,
	SCRATCH_MAX = 1 << 16,
};

/* ---- seeing calls */

static struct debugger_call *call_of(const struct debugger *debugger, pid_t tid)
{
	return map_get(&debugger->calls, (uint64_t)tid);
}

void call_keep(struct debugger *debugger, const struct event *event)
{
	struct debugger_call *call = call_of(debugger, event->tid);

	if (!call && (call = calloc(1, sizeof(*call))) &&
	    !map_put(&debugger->calls, (uint64_t)event->tid, call)) {
		free(call);
		call = NULL;
	}
	if (!call)
		return;
	call->scratch = 0;
	event_buffer_set(&call->event, event);
}

void calls_forget(struct debugger *debugger)
{
	for (size_t i = 0; i < debugger->calls.slot_count; i++) {
		struct debugger_call *call = debugger->calls.slots[i].value;

		if (call)
			event_buffer_free(&call->event);
		free(call);
	}
	map_free(&debugger->calls);
}

void arguments_each(struct debugger *debugger, const char *text,
                    bool (*take)(void *owner, const char *name), void *owner)
{
	const struct debugger_call *record = call_of(debugger, debugger->tid);
	AUTO_FREE char *name = text ? strndup(text, strcspn(text, " ,")) : NULL;
	const struct event *event = !text && record ? record->event.event : NULL;
	int nr = name ? call_number(ABI_X86_64, name) : event ? (int)event->nr : -1;
	enum event_abi abi = event ? (enum event_abi)event->abi : ABI_X86_64;
	const struct call *call = nr >= 0 ? call_find(abi, (uint64_t)nr) : NULL;

	const char *role;

	for (unsigned i = 0; call && (role = call_argument_role(i)); i++)
		take(owner, role);
	for (unsigned i = 0; call && i < call->args.count; i++)
		if (call->args.fields[i].name)
			take(owner, call->args.fields[i].name);
	if (call && text)
		take(owner, "ret");
}

struct caller {
	struct inferior *inferior;
	pid_t tid;
};

static ssize_t memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	const struct caller *caller = owner;

	return inferior_read(caller->inferior, caller->tid, address, buffer, length);
}

bool calls_see(void *owner, struct inferior_thread *thread, const struct event *event)
{
	struct debugger *debugger = owner;
	struct caller caller = { debugger->inferior, event->tid };
	unsigned number = 0;

	(void)thread;
	if (debugger->options.show && !event_is_trap(event))
		debugger->options.show(debugger->options.owner, event);
	if (event->kind != EVENT_ENTRY && event->kind != EVENT_EXIT)
		return false;
	for (unsigned i = 0; i < debugger->point_count; i++) {
		struct point *point = debugger->points[i];

		if (point->kind != POINT_CALLS || !point->is_enabled ||
		    !call_match_takes(&point->match, event, memory, &caller))
			continue;
		point->hits++;
		if (point->ignore)
			point->ignore--;
		else
			number = point->number;
	}
	if (!number)
		return false;
	call_keep(debugger, event);
	struct debugger_call *call = call_of(debugger, event->tid);

	if (call)
		call->point = number;
	return true;
}

/* What a thread stands at. */
unsigned call_point(const struct debugger *debugger, pid_t tid)
{
	const struct debugger_call *call = call_of(debugger, tid);

	return call ? call->point : 0;
}

void calls_each(bool (*take)(void *owner, const char *name), void *owner)
{
	const struct call_table *table = &tables_in_use->calls[ABI_X86_64];

	for (uint32_t nr = 0; nr < table->count; nr++)
		if (table->calls[nr] && !take(owner, table->calls[nr]->name))
			return;
}

void calls_give(struct debugger *debugger)
{
	struct inferior *inferior = debugger->inferior;

	memset(inferior->caught, 0, sizeof(inferior->caught));
	inferior->catches = debugger->options.show != NULL;
	for (unsigned i = 0; i < debugger->point_count; i++) {
		const struct point *point = debugger->points[i];

		if (point->kind != POINT_CALLS || !point->is_enabled || debugger->is_calling)
			continue;
		inferior->catches = true;
		for (unsigned word = 0; word < INFERIOR_CALLS / 64; word++)
			inferior->caught[word] |= point->match.calls.bits[ABI_X86_64][word] |
			                          point->match.calls.bits[ABI_I386][word];
	}
}

/* ---- showing them */

/* As a trace shows it: its line, or its object. */
static void put_event(struct debugger *debugger, bool is_json, const struct event *event,
                      struct text *out)
{
	struct event_buffer entered = { 0 };
	struct stream *stream = stream_in_memory();
	struct sink *sink =
		stream ? sink_open(is_json ? "json" : "text", debugger->options.view, stream, NULL)
		       : NULL;

	if (sink) {
		struct text *line = stream_text(stream);

		/* Objects are of calls that have ended, of whatever they have returned. */
		if (is_json && event->kind == EVENT_ENTRY &&
		    event_buffer_set(&entered, event) == 0) {
			entered.event->kind = EVENT_EXIT;
			entered.event->flags |= EVENT_UNFINISHED;
			event = entered.event;
		}
		sink->ops->event(sink, event);
		/* Of a call that goes on the line is still kept back. */
		if (event->kind == EVENT_ENTRY && sink->ops->tick)
			sink->ops->tick(sink);
		size_t length = line->length;

		while (length && strchr("\n ", line->bytes[length - 1]))
			length--;
		text_put(out, line->bytes, length);
		sink_close(sink);
	}
	if (stream)
		stream_close(stream, NULL);
	event_buffer_free(&entered);
}

void call_put(struct debugger *debugger, struct sheet *sheet, pid_t tid)
{
	const struct debugger_call *call = call_of(debugger, tid);

	if (!call || !call->event.event)
		return;
	if (!sheet->is_json) {
		put_event(debugger, false, call->event.event, sheet->out);
		return;
	}
	json_name(&sheet->json, "call");
	put_event(debugger, true, call->event.event, sheet->out);
	sheet->json.follows = true;
}

/* ---- making them */

/* In the middle of a call no other one can be made, and a signal that stopped the thread would
 * be forgotten. */
static int may_call(struct debugger *debugger, struct error *error)
{
	const struct inferior_thread *thread = inferior_thread(debugger->inferior, debugger->tid);
	bool is_in_call = thread && target_is_within_call(thread->tid);
	bool is_at_signal = thread && thread->stop == STOP_SIGNAL && thread->is_at_signal;

	if (is_in_call)
		return error_set(error, EBUSY,
		                 "thread %d stands in a call: 'stepi' leaves that, "
		                 "then it can make others",
		                 debugger->tid);
	return is_at_signal
	               ? error_set(error, EBUSY,
	                           "thread %d is about to be given a signal: 'stepi' does so, or "
	                           "not after 'handle SIGNAL nopass', then it can make calls",
	                           debugger->tid)
	               : 0;
}

static bool names_call(const struct debugger *debugger, const char *text)
{
	char name[NAME_SIZE];
	size_t length = strcspn(text, "( \t");

	if (!length || length >= sizeof(name))
		return false;
	memcpy(name, text, length);
	name[length] = '\0';
	return call_number(debugger->subject.abi, name) >= 0;
}

/* What is no call of the kernel's is one of the program's functions. */
int debugger_call(struct debugger *debugger, const char *text, struct error *error)
{
	struct remote_call call = { .text = text };
	struct sheet *sheet = &debugger->sheet;

	if (!names_call(debugger, text))
		return debugger_print(debugger, text, error);
	if (may_call(debugger, error) < 0)
		return -1;
	debugger->subject.hold.pid = debugger->inferior->process->pid;
	int status = remote_call_make(&debugger->subject, &call, error);

	if (status == 0 && sheet->is_json)
		json_name(&sheet->json, "call");
	if (status == 0)
		put_event(debugger, sheet->is_json, call.exit.event, sheet->out);
	if (status == 0 && !sheet->is_json)
		text_char(sheet->out, '\n');
	sheet->json.follows = true;
	remote_call_free(&call);
	subject_forget(debugger);
	return status;
}

/* ---- catching them */

static int catch_event(struct point *point, enum point_event event, const char *text,
                       struct error *error)
{
	point->kind = POINT_EVENT;
	point->event = event;
	point->signals = event == ON_SIGNAL && !*text ? ~0ull : 0;
	while (event == ON_SIGNAL && *text) {
		size_t length = strcspn(text, " ,\t");
		int signal = signal_parse(text, length, error);

		if (signal < 0)
			return -1;
		point->signals |= 1ull << (signal & 63);
		text = skip_space(text + length + (text[length] == ','));
	}
	return *text ? error_set(error, EINVAL, "nothing is expected at '%.60s'", text) : 0;
}

static int catch_words(struct point *point, const char *text, struct error *error)
{
	static const struct {
		const char *word;
		enum point_event event;
	} events[] = {
		{ "signal", ON_SIGNAL }, { "exec", ON_EXEC },   { "load", ON_LOAD },
		{ "fork", ON_FORK },     { "vfork", ON_VFORK },
	};

	for (size_t i = 0; i < sizeof(events) / sizeof(*events); i++) {
		const char *rest = after_word(text, events[i].word);

		if (rest)
			return catch_event(point, events[i].event, rest, error);
	}
	if (strcmp(text, "exit") == 0)
		text = "exit_group entry";
	return call_match_parse(&point->match, text, error);
}

int debugger_catch(struct debugger *debugger, const char *text, struct error *error)
{
	/* gdb's word for it is not needed. */
	const char *rest = after_word(text, "syscall");
	struct point *point = point_new(POINT_CALLS, rest ? rest : text, error);

	if (!point)
		return -1;
	if (*point->what && catch_words(point, point->what, error) == 0) {
		/* The condition is shown beside it. */
		char *condition = strstr(point->what, " if ");

		if (condition) {
			*condition = '\0';
			point->condition = strdup(skip_space(condition + strlen(" if ")));
		}
		return point_keep(debugger, point, error);
	}
	if (!*point->what)
		error_set(error, EINVAL,
		          "catch is followed by calls: 'catch openat,%%network', or "
		          "signal, fork, vfork, exec, exit, load");
	point_free(point);
	return -1;
}

/* ---- changing them */

static struct debugger_call *need_call(struct debugger *debugger, enum event_kind kind,
                                       struct error *error)
{
	const struct inferior_thread *thread = inferior_thread(debugger->inferior, debugger->tid);
	struct debugger_call *call = call_of(debugger, debugger->tid);
	bool is_here = thread && call && call->event.event &&
	               (thread->stop == STOP_ENTRY || thread->stop == STOP_RETURN);

	if (is_here && (!kind || call->event.event->kind == kind))
		return call;
	error_set(error, EINVAL,
	          is_here && kind == EVENT_ENTRY ? "the call has returned already"
	          : is_here                      ? "the call has not returned yet"
	                    : "it does not stand in a call that was caught: 'catch CALL'");
	return NULL;
}

/* The call, and each of its arguments as a number. */
int debugger_args(struct debugger *debugger, const char *text, struct error *error)
{
	struct debugger_call *record = need_call(debugger, 0, error);
	struct sheet *sheet = &debugger->sheet;

	(void)text;
	if (!record)
		return -1;
	const struct event *event = record->event.event;
	const struct call *call = call_find((enum event_abi)event->abi, event->nr);

	call_put(debugger, sheet, debugger->tid);
	if (!sheet->is_json)
		text_char(sheet->out, '\n');
	sheet_list_begin(sheet, "arguments", NULL);
	for (unsigned i = 0; call && i < call->args.count; i++) {
		const struct field *field = &call->args.fields[i];

		if (!field->name)
			continue;
		sheet_row_begin(sheet);
		sheet_string(sheet, "name", 12, field->name);
		sheet_hex(sheet, "value", 0, call_argument_value(event, field));
		sheet_row_end(sheet);
	}
	sheet_list_end(sheet);
	return 0;
}

static int complain_if(int status, const char *what, struct error *error)
{
	return status < 0 ? error_set(error, -status, "cannot %s: %s", what, strerror(-status)) : 0;
}

int debugger_skip(struct debugger *debugger, const char *text, struct error *error)
{
	const struct inferior *inferior = debugger->inferior;
	int number = errno_find(text + (*text == '-'));
	uint64_t result;

	if (!need_call(debugger, EVENT_ENTRY, error))
		return -1;
	if (!*text)
		return error_set(error, EINVAL,
		                 "skip is followed by what the call is to return: "
		                 "0, -1, -ENOENT");
	if (number > 0)
		result = (uint64_t)-number;
	else if (debugger_evaluate(debugger, text, &result, error) < 0)
		return -1;
	return complain_if(
		inferior->steering->call_skip(inferior->engine, debugger->tid, (int64_t)result),
		"skip the call", error);
}

/* Behind some calls the thread is not where it made them. */
static bool has_gone_elsewhere(const struct event *event)
{
	const struct call *call = call_find((enum event_abi)event->abi, event->nr);

	return call && (strstr(call->name, "sigreturn") ||
	                (strncmp(call->name, "execve", 6) == 0 && event->result == 0));
}

int debugger_again(struct debugger *debugger, const char *text, struct error *error)
{
	const struct debugger_call *call = need_call(debugger, EVENT_EXIT, error);

	(void)text;
	if (!call)
		return -1;
	if (has_gone_elsewhere(call->event.event))
		return error_set(error, EINVAL, "the thread is not where it made that call");
	subject_forget(debugger);
	return complain_if(arch_native.call_repeat(debugger->tid), "make the call again", error);
}

/* What an argument is to point to lies below the stack, where the kernel sees it and the
 * program has nothing. */
static int scratch_put(struct debugger *debugger, struct debugger_call *call,
                       struct call_request *request, struct error *error)
{
	uint64_t length = request->memory.length;
	uint64_t stack = register_number(&debugger->subject, "sp");

	if (!length)
		return 0;
	if (call->scratch + length > SCRATCH_MAX)
		return error_set(error, E2BIG,
		                 "what the arguments point to takes more than %d bytes",
		                 SCRATCH_MAX);
	call->scratch += length;
	uint64_t address = (stack - BELOW_STACK - call->scratch) & ~(uint64_t)(STACK_ALIGNMENT - 1);

	call_request_place(request, address);
	return subject_write(&debugger->subject, address, request->memory.bytes, length, error);
}

static int slots_set(struct debugger *debugger, struct event *event, const struct field *field,
                     const uint64_t args[SLOTS], struct error *error)
{
	const struct inferior *inferior = debugger->inferior;
	unsigned slot = event->abi == ABI_I386 ? 4 : 8;
	unsigned first = field->offset[event->abi] / slot;
	unsigned size = field->pointer[event->abi] ? slot : field->size[event->abi];
	int status = 0;

	for (unsigned i = first; status == 0 && i < SLOTS && i <= first + (size - 1) / slot; i++) {
		status = inferior->steering->call_set_arg(inferior->engine, debugger->tid, i,
		                                          args[i]);
		if (status == 0)
			event->args[i] = args[i];
	}
	return complain_if(status, "change the argument", error);
}

/* NAME = VALUE, as calls are written: the description says what the value may be. */
int argument_set(struct debugger *debugger, const char *text, struct error *error)
{
	const struct expression_names names = subject_names(&debugger->subject);
	const struct expression_machine machine = subject_machine(&debugger->subject);
	struct debugger_call *record = need_call(debugger, EVENT_ENTRY, error);
	size_t length = strcspn(text, " =");
	const char *value = skip_space(text + length);

	if (!record)
		return -1;
	struct event *event = record->event.event;
	const struct call *call = call_find((enum event_abi)event->abi, event->nr);
	const struct field *field = call_argument_find(call, text, length);

	if (!field || *value != '=')
		return error_set(error, EINVAL,
		                 !field ? "the call has no argument '%.*s': 'args' lists them"
		                        : "set arg %.*s is followed by = and a value",
		                 (int)length, text);
	struct call_request *request = calloc(1, sizeof(*request));
	struct text whole = { 0 };

	text_format(&whole, "%s(%s=%s)", call->name, field->name, value + 1);
	text_char(&whole, '\0');
	uint64_t args[SLOTS];
	int status = request && !whole.failed ? 0 : error_set(error, ENOMEM, "out of memory");

	if (status == 0)
		status = call_text_parse(request, (enum event_abi)event->abi, whole.bytes, &names,
		                         &machine, error);
	if (status == 0)
		status = scratch_put(debugger, record, request, error);
	if (status == 0) {
		call_request_args(request, args);
		status = slots_set(debugger, event, field, args, error);
	}
	if (request)
		call_request_free(request);
	free(request);
	text_free(&whole);
	return status;
}
