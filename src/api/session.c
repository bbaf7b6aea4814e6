/* Sessions: beginning, waiting, ending.
 *
 * A thin skin over an engine that holds each stopped thread: it turns events
 * into public ones, keeps one error for the caller, and closes the engine when
 * all is over, so that nobody traced stays behind. */
#include "api/session.h"

#include "tracee/tracee.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	STRING_KEPT = 4096, /* bytes of a string or buffer in an event */
	STRING_SHOWN = 32,  /* as strace shows them */
	ARRAY_KEPT = 32,
	ARENA_MAX = 64 << 20,
	DESCENDANTS_MAX = 1 << 16,
	FLAGS_ALL = RASTRO_FOLLOW | RASTRO_KILL_ON_EXIT,
};

static const struct engine_ops *const ops = &ptrace_engine;

/* ---- errors */

void session_clear_error(struct rastro *session)
{
	session->error.number = 0;
	session->error.text[0] = '\0';
}

int session_fail(struct rastro *session, int number, const char *format, ...)
{
	va_list list;

	session->error.number = number;
	va_start(list, format);
	vsnprintf(session->error.text, sizeof(session->error.text), format, list);
	va_end(list);
	return -number;
}

/* What a lower function wrote into the session's error, as a number. */
static int session_failed(const struct rastro *session)
{
	return session->error.number > 0 ? -session->error.number : -EINVAL;
}

const char *rastro_error(const struct rastro *session)
{
	if (!session)
		return "out of memory, or an unknown flag";
	return session->error.text[0] ? session->error.text : NULL;
}

/* ---- beginning and end */

struct rastro *rastro_open(unsigned flags)
{
	struct rastro *session = flags & ~(unsigned)FLAGS_ALL ? NULL : calloc(1, sizeof(*session));

	if (!session)
		return NULL;
	session->flags = flags;
	session->view.string_max = STRING_SHOWN;
	session->view.status = STATUS_ALL;
	session->view.signals = UINT64_MAX;
	call_set_fill(&session->view.abbrev, true);
	call_set_fill(&session->view.verbose, true);
	call_set_fill(&session->calls, true);
	arena_init(&session->arena, ARENA_MAX);
	return session;
}

void rastro_close(struct rastro *session)
{
	if (!session)
		return;
	rastro_detach(session);
	arena_deinit(&session->arena);
	text_free(&session->text);
	text_free(&session->arg_text);
	free(session);
}

int rastro_select(struct rastro *session, const char *calls)
{
	session_clear_error(session);
	if (session->engine)
		return session_fail(session, EBUSY,
		                    "cannot select calls while something is traced");
	return call_set_parse(&session->calls, calls, &session->error) < 0 ? session_failed(session)
	                                                                   : 0;
}

/* Where a program runs is no business of a library: its caller's thread stays as it is. */
static unsigned engine_flags_of(const struct rastro *session)
{
	unsigned flags = ENGINE_HOLD | ENGINE_THREADS | ENGINE_STAY;

	if (session->flags & RASTRO_FOLLOW)
		flags |= ENGINE_FOLLOW;
	if (session->flags & RASTRO_KILL_ON_EXIT)
		flags |= ENGINE_KILL_ON_EXIT;
	return flags;
}

static int session_need_engine(struct rastro *session)
{
	struct engine_options options = {
		.flags = engine_flags_of(session),
		.calls = session->calls,
		.limits = { .string = STRING_KEPT, .array = ARRAY_KEPT },
	};

	if (!session->engine)
		session->engine = ops->create(&options, &session->error);
	return session->engine ? 0 : -ENOMEM;
}

pid_t rastro_launch(struct rastro *session, const char *file, char *const argv[],
                    char *const envp[])
{
	struct launch launch = { .file = file, .argv = argv, .envp = envp };
	pid_t pid;

	session_clear_error(session);
	if (session_need_engine(session) < 0 ||
	    ops->launch(session->engine, &launch, &pid, &session->error) < 0)
		return session_failed(session);
	return pid;
}

/* One that vanished, or that is ours already, is no failure. */
static bool descendant_is_lost(pid_t pid, int number)
{
	return number != ESRCH && tracee_process(pid) > 0 &&
	       tracee_status(pid, "TracerPid:") != gettid();
}

/* Whoever is born to a process that was joined is ours at birth, so one pass from
 * the top down finds them all. */
static int attach_descendants(struct rastro *session, pid_t pid)
{
	struct error error;
	size_t count = 1, done = 0;
	pid_t *found = malloc(sizeof(*found));

	if (!found)
		return session_fail(session, ENOMEM, "out of memory");
	for (found[0] = pid; done < count; done++) {
		pid_t *children, *grown;
		ssize_t more = tracee_children(found[done], &children);

		if (more <= 0 || count + (size_t)more > DESCENDANTS_MAX)
			continue;
		grown = realloc(found, (count + (size_t)more) * sizeof(*found));
		if (grown)
			found = grown;
		for (ssize_t i = 0; grown && i < more; i++) {
			if (ops->attach(session->engine, children[i], &error) < 0 &&
			    descendant_is_lost(children[i], error.number))
				session->error = error;
			found[count++] = children[i];
		}
		free(children);
	}
	free(found);
	return session->error.text[0] ? session_failed(session) : 0;
}

int rastro_attach(struct rastro *session, pid_t pid)
{
	session_clear_error(session);
	if (session_need_engine(session) < 0 ||
	    ops->attach(session->engine, pid, &session->error) < 0)
		return session_failed(session);
	return session->flags & RASTRO_FOLLOW ? attach_descendants(session, pid) : 0;
}

int rastro_detach(struct rastro *session)
{
	struct engine *engine = session->engine;

	session_clear_error(session);
	session_forget(session);
	session->engine = NULL;
	if (engine)
		ops->destroy(engine);
	return 0;
}

/* ---- waiting */

static const uint8_t public_kinds[EVENT_KIND_COUNT] = {
	[EVENT_ENTRY] = RASTRO_ENTERED,     [EVENT_EXIT] = RASTRO_RETURNED,
	[EVENT_SIGNAL] = RASTRO_SIGNAL,     [EVENT_STOPPED] = RASTRO_STOPPED,
	[EVENT_EXITED] = RASTRO_EXITED,     [EVENT_KILLED] = RASTRO_KILLED,
	[EVENT_FORK] = RASTRO_FORKED,       [EVENT_EXEC] = RASTRO_EXECED,
	[EVENT_ATTACHED] = RASTRO_ATTACHED, [EVENT_DETACHED] = RASTRO_DETACHED,
	[EVENT_NOTE] = RASTRO_NOTE,         [EVENT_STEP] = RASTRO_STEPPED,
	[EVENT_PAUSED] = RASTRO_PAUSED,
};

static void event_set_call(struct rastro_event *event, const struct event *raw)
{
	event->abi = raw->abi == ABI_I386 ? RASTRO_I386 : RASTRO_X86_64;
	event->nr = raw->nr;
	memcpy(event->args, raw->args, sizeof(event->args));
	if (raw->kind != EVENT_EXIT)
		return;
	event->finished = !(raw->flags & EVENT_UNFINISHED);
	event->failed = raw->flags & EVENT_FAILED;
	event->interrupted = raw->flags & EVENT_INTERRUPTED;
	event->result = raw->result;
	event->duration_ns = raw->duration_ns;
}

static void event_set(struct rastro_event *event, const struct event *raw)
{
	*event = (struct rastro_event){
		.kind = public_kinds[raw->kind],
		.pid = raw->pid,
		.tid = raw->tid,
		.time_ns = raw->time_ns,
	};
	switch (raw->kind) {
	case EVENT_ENTRY:
	case EVENT_EXIT:
		event_set_call(event, raw);
		break;
	case EVENT_SIGNAL:
	case EVENT_STOPPED:
	case EVENT_KILLED:
		event->signal = (int)raw->result;
		event->dumped_core = raw->flags & EVENT_CORE;
		break;
	case EVENT_EXITED:
		event->status = (int)raw->result;
		break;
	case EVENT_FORK:
		event->new_tid = (pid_t)raw->args[0];
		event->new_pid = (pid_t)raw->args[1];
		break;
	}
}

void session_forget(struct rastro *session)
{
	session->raw = NULL;
	session->group = NULL;
	session->decoded = false;
	memset(&session->event, 0, sizeof(session->event));
	arena_empty(&session->arena);
}

static const struct rastro_event *event_interrupted(struct rastro *session)
{
	session->interrupted = 0;
	session->event.kind = RASTRO_INTERRUPTED;
	return &session->event;
}

const struct rastro_event *rastro_wait(struct rastro *session)
{
	session_clear_error(session);
	session_forget(session);
	if (session->interrupted)
		return event_interrupted(session);
	while (session->engine) {
		switch (ops->next(session->engine, &session->raw, &session->error)) {
		case NEXT_EVENT:
			event_set(&session->event, session->raw);
			if (session->event.kind)
				return &session->event;
			break; /* it is told by the calls themselves */
		case NEXT_INTERRUPTED:
			return event_interrupted(session);
		case NEXT_FAILED:
		case NEXT_DONE:
			return NULL;
		case NEXT_TICK:
			break;
		}
	}
	return NULL;
}

void rastro_interrupt(struct rastro *session)
{
	if (session->engine)
		engine_interrupt(session->engine);
	else
		session->interrupted = 1;
}
