/* Sessions: beginning, waiting, ending.
 *
 * A thin skin over an engine that holds each stopped thread: it turns events
 * into public ones, keeps one error for the caller, and closes the engine when
 * all is over, so that nobody traced stays behind. */
#include "api/session.h"

#include "engine/replay.h"
#include "output/interfaces.h"
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
	FLAGS_ALL = RASTRO_FOLLOW | RASTRO_KILL_ON_EXIT | RASTRO_FILTER,
};

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

/* Their names now, or those of a recording. */
static void view_name_interfaces(struct view *view, const struct recording_info *info)
{
	view->interface_name = info ? interface_name_recorded : interface_name_now;
	view->interfaces = info ? info->options : NULL;
}

static void session_end_engine(struct rastro *session)
{
	struct engine *engine = session->engine;

	session_forget(session);
	session->engine = NULL;
	if (engine)
		session->ops->destroy(engine);
	if (session->ops == &replay_engine)
		view_name_interfaces(&session->view, NULL);
	session->ops = &ptrace_engine;
}

struct rastro *session_open(const struct engine_options *options)
{
	struct rastro *session = calloc(1, sizeof(*session));

	if (!session)
		return NULL;
	session->ops = &ptrace_engine;
	session->options = *options;
	arena_init(&session->arena, ARENA_MAX);
	return session;
}

/* Where a program runs is no business of a library: its caller's thread stays as it is. */
static unsigned engine_flags_of(unsigned flags)
{
	unsigned engine_flags = ENGINE_HOLD | ENGINE_THREADS | ENGINE_STAY;

	if (flags & RASTRO_FOLLOW)
		engine_flags |= ENGINE_FOLLOW;
	if (flags & RASTRO_KILL_ON_EXIT)
		engine_flags |= ENGINE_KILL_ON_EXIT;
	if (flags & RASTRO_FILTER)
		engine_flags |= ENGINE_FILTER;
	return engine_flags;
}

static void view_init(struct view *view)
{
	*view = (struct view){
		.string_max = STRING_SHOWN,
		.status = STATUS_ALL,
		.signals = UINT64_MAX,
	};
	view_name_interfaces(view, NULL);
	call_set_fill(&view->abbrev, true);
	call_set_fill(&view->verbose, true);
}

struct rastro *rastro_open(unsigned flags)
{
	struct engine_options options = {
		.flags = engine_flags_of(flags),
		.limits = { .string = STRING_KEPT, .array = ARRAY_KEPT },
	};
	struct rastro *session = flags & ~(unsigned)FLAGS_ALL ? NULL : session_open(&options);

	if (!session)
		return NULL;
	session->flags = flags;
	call_set_fill(&session->options.calls, true);
	view_init(&session->view);
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
	inject_rules_free(&session->inject);
	free(session);
}

int rastro_select(struct rastro *session, const char *calls)
{
	session_clear_error(session);
	if (session->engine)
		return session_fail(session, EBUSY,
		                    "cannot select calls while something is traced");
	return call_set_parse(&session->options.calls, calls, &session->error) < 0
	               ? session_failed(session)
	               : 0;
}

int rastro_inject(struct rastro *session, const char *expression)
{
	session_clear_error(session);
	if (session->engine)
		return session_fail(session, EBUSY,
		                    "cannot tamper with calls while something is traced");
	if (inject_parse(&session->inject, INJECT_FORM_INJECT, expression, NULL, &session->error) <
	    0)
		return session_failed(session);
	session->options.inject = &session->inject;
	return 0;
}

static int session_need_engine(struct rastro *session)
{
	if (!session->engine)
		session->engine = session->ops->create(&session->options, &session->error);
	return session->engine ? 0 : -ENOMEM;
}

pid_t session_launch(struct rastro *session, const struct launch *launch)
{
	pid_t pid;

	session_clear_error(session);
	if (session_need_engine(session) < 0 ||
	    session->ops->launch(session->engine, launch, &pid, &session->error) < 0)
		return session_failed(session);
	return pid;
}

pid_t rastro_launch(struct rastro *session, const char *file, char *const argv[],
                    char *const envp[])
{
	struct launch launch = { .file = file, .argv = argv, .envp = envp };

	session_clear_error(session);
	if (!file || !argv)
		return session_fail(session, EINVAL, "cannot start a program: none is named");
	return session_launch(session, &launch);
}

int rastro_replay(struct rastro *session, const char *path)
{
	session_clear_error(session);
	if (session->engine)
		return session_fail(session, EBUSY,
		                    "cannot replay %s: the session has begun something else", path);
	session->ops = &replay_engine;
	if (session_need_engine(session) < 0)
		return session_failed(session);
	if (replay_open(session->engine, path, &session->error) < 0) {
		int status = session_failed(session);

		session_end_engine(session);
		return status;
	}
	view_name_interfaces(&session->view, session_recording(session));
	return 0;
}

const struct recording_info *session_recording(const struct rastro *session)
{
	return session->ops == &replay_engine && session->engine ? replay_info(session->engine)
	                                                         : NULL;
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
			if (session->ops->attach(session->engine, children[i], &error) < 0 &&
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
	    session->ops->attach(session->engine, pid, &session->error) < 0)
		return session_failed(session);
	return session->flags & RASTRO_FOLLOW ? attach_descendants(session, pid) : 0;
}

int rastro_detach(struct rastro *session)
{
	session_clear_error(session);
	session_end_engine(session);
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
	event->injected = raw->flags & (EVENT_INJECTED | EVENT_POKED);
	event->delayed = raw->flags & EVENT_DELAYED;
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
	/* Who takes events as they are has none of these. */
	if (session->event.kind)
		memset(&session->event, 0, sizeof(session->event));
	arena_empty(&session->arena);
}

enum next session_next(struct rastro *session)
{
	session_clear_error(session);
	session_forget(session);
	if (session->interrupted) {
		session->interrupted = 0;
		return NEXT_INTERRUPTED;
	}
	if (!session->engine)
		return NEXT_DONE;
	return session->ops->next(session->engine, &session->raw, &session->error);
}

void session_leave(struct rastro *session)
{
	if (session->engine)
		session->ops->detach(session->engine);
}

const struct rastro_event *rastro_wait(struct rastro *session)
{
	for (;;) {
		switch (session_next(session)) {
		case NEXT_EVENT:
			event_set(&session->event, session->raw);
			if (session->event.kind)
				return &session->event;
			break; /* it is told by the calls themselves */
		case NEXT_INTERRUPTED:
			session->event.kind = RASTRO_INTERRUPTED;
			return &session->event;
		case NEXT_FAILED:
		case NEXT_DONE:
			return NULL;
		case NEXT_TICK:
			break;
		}
	}
}

void rastro_interrupt(struct rastro *session)
{
	if (session->engine)
		engine_interrupt(session->engine);
	else
		session->interrupted = 1;
}
