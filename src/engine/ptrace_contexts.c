/* Security contexts (--secontext) of what a call names: its thread, processes, descriptors
 * and paths.
 *
 * Which these are the decoder finds out; it runs here once more than it would have to, but
 * only where contexts are asked for and SELinux is at work. */
#include "engine/ptrace.h"

#include "base/guard.h"
#include "calls/value.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>

enum { CONTEXT_DEPTH_MAX = 16, PATH_LOOKED_AT_MAX = 4096 };

/* What is being looked through. */
struct search {
	struct ptrace_engine *engine;
	struct task *task;
	uint16_t flags;
	int directory; /* what relative paths that follow start from */
};

/* "context", or "context\nexpected". */
static void context_keep(struct search *search, enum chunk_kind kind, uint64_t address, int fd)
{
	struct event_buffer *buffer = &search->task->call;
	struct text text = { 0 };

	if (event_chunk_find(buffer->event, kind, address))
		return;
	if (kind == CHUNK_CONTEXT_PROCESS)
		security_put_process(&text, (pid_t)address);
	else if (fd >= 0)
		security_put_file(&text, fd);
	if (text.length && kind != CHUNK_CONTEXT_PROCESS &&
	    search->engine->options.asides & ASIDE_CONTEXTS_EXPECTED) {
		text_char(&text, '\n');
		security_put_expected(&search->engine->security, &text, fd);
	}
	uint8_t *kept = text.length && !text.failed
	                        ? event_buffer_add(buffer, kind, address, (uint32_t)text.length,
	                                           search->flags)
	                        : NULL;
	if (kept)
		memcpy(kept, text.bytes, text.length);
	text_free(&text);
}

void context_keep_own(struct event_buffer *buffer, pid_t tid)
{
	struct text text = { 0 };

	security_put_process(&text, tid);
	if (text.length && !text.failed)
		event_buffer_put(buffer, CHUNK_CONTEXT_PROCESS, (uint32_t)tid, text.bytes,
		                 (uint32_t)text.length);
	text_free(&text);
}

static void fd_keep(struct search *search, int number)
{
	AUTO_CLOSE int fd = number == AT_FDCWD ? security_open_path(search->task->tid, AT_FDCWD, "")
	                                       : security_open_fd(search->task->tid, number);

	context_keep(search, CHUNK_CONTEXT_FD, (uint64_t)(int64_t)number, fd);
}

static void path_keep(struct search *search, const struct value *value)
{
	char path[PATH_LOOKED_AT_MAX];

	/* An empty path stands for the descriptor. */
	if (value->shape != SHAPE_BYTES || !value->length || value->length >= sizeof(path) ||
	    value->flags & (VALUE_CUT | VALUE_FAULT))
		return;
	memcpy(path, value->bytes, value->length);
	path[value->length] = '\0';
	AUTO_CLOSE int fd = security_open_path(search->task->tid, search->directory, path);

	context_keep(search, CHUNK_CONTEXT_PATH, value->address, fd);
}

static void value_search(struct search *search, const struct value *value, unsigned depth)
{
	if (depth > CONTEXT_DEPTH_MAX)
		return;
	for (; value; value = value->next) {
		switch (value->kind) {
		case KIND_DIRFD:
			search->directory = (int)value->number;
			fd_keep(search, (int)value->number);
			break;
		case KIND_FD:
			fd_keep(search, (int)value->number);
			break;
		case KIND_PID:
			if ((int)value->number > 0)
				context_keep(search, CHUNK_CONTEXT_PROCESS, value->number, -1);
			break;
		case KIND_PATH:
			path_keep(search, value);
			search->directory = AT_FDCWD;
			break;
		}
		value_search(search, value->first, depth + 1);
	}
}

void contexts_keep(struct ptrace_engine *engine, struct task *task, bool came_out)
{
	struct search search = {
		.engine = engine,
		.task = task,
		.flags = came_out ? CHUNK_LATE : 0,
		.directory = AT_FDCWD,
	};

	if (!(engine->options.asides & ASIDE_CONTEXTS))
		return;
	/* The values lie in the event, which moves when something is added: look in a copy. */
	struct event *copy = arena_take(&engine->arena, task->call.event->size);
	struct call_value *decoded = NULL;

	if (copy) {
		memcpy(copy, task->call.event, task->call.event->size);
		copy->kind = came_out ? EVENT_EXIT : EVENT_ENTRY;
		decoded = decode_call(copy, &engine->arena, DECODE_ALL);
	}
	if (decoded && decoded->args)
		value_search(&search, decoded->args->first, 0);
	if (decoded && decoded->result && !(copy->flags & EVENT_FAILED))
		value_search(&search, decoded->result, 0);
	arena_empty(&engine->arena);
}
