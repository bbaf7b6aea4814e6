/* Handing a process over in the middle of a trace: to gdb, or, where somebody sits at a terminal
 * and does not want that, to our own prompt.
 *
 * The process stays where it is: our server of gdb's protocol takes it over from the engine that
 * traces it, and listens at a socket that only we can reach, in a folder of its own.  What the
 * process does from there on is shown as before; other processes that are traced wait while it
 * stands still.  When gdb has gone, the engine has it back. */
#include "cmd/stop_at.h"

#include "cmd/debug.h"
#include "cmd/descriptors.h"
#include "cmd/report.h"
#include "cmd/serve.h"
#include "engine/launch_lookup.h"
#include "output/sink.h"
#include "tracee/tracee_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CALL_SHOWN_MAX = 200 /* bytes of its line */ };

static const char gdb_name[] = "gdb";

int stop_at_begin(struct stop_at *stop, const struct options *options, struct error *error)
{
	char path[LAUNCH_PATH_MAX];

	stop->options = options;
	stop->is_over = options->stop_at == NULL;
	if (stop->is_over)
		return 0;
	if (options->gdb && launch_find(gdb_name, path, error) < 0)
		return -1;
	return call_match_parse(&stop->match, options->stop_at, error);
}

void stop_at_end(struct stop_at *stop)
{
	call_match_free(&stop->match);
}

/* ---- the call */

static ssize_t memory_read(void *owner, uint64_t address, void *buffer, size_t length)
{
	struct memory *memory = &((struct tracee_memory *)owner)->memory;

	return memory->read(memory, address, buffer, length);
}

bool stop_at_meets(const struct stop_at *stop, const struct event *event)
{
	struct tracee_memory memory;

	/* One that ends in the call has no return. */
	if (stop->is_over || event->flags & EVENT_UNFINISHED ||
	    (event->kind != EVENT_ENTRY && event->kind != EVENT_EXIT) ||
	    !call_set_has(&stop->match.calls, (enum event_abi)event->abi, event->nr) ||
	    tracee_memory_init(&memory) < 0)
		return false;
	tracee_memory_aim(&memory, event->tid, NULL);
	bool meets = call_match_takes(&stop->match, event, memory_read, &memory);

	tracee_memory_deinit(&memory);
	return meets;
}

/* Its line, as far as that is known. */
static void tell_call(const struct stop_at *stop, const struct event *event)
{
	struct view view = stop->options->view;
	struct stream *stream = stream_in_memory();

	view.pid = PID_NEVER;
	view.column = 0;
	view.time = TIME_NONE;
	struct sink *sink = stream ? sink_open("text", &view, stream, NULL) : NULL;

	if (sink) {
		const struct text *line = stream_text(stream);

		sink->ops->event(sink, event);
		if (event->kind == EVENT_ENTRY)
			sink->ops->tick(sink);
		const char *end = memchr(line->bytes, '\n', line->length);
		size_t length = end ? (size_t)(end - line->bytes) : line->length;

		report("process %d has %s %.*s", event->pid,
		       event->kind == EVENT_ENTRY ? "come to" : "made",
		       (int)(length < CALL_SHOWN_MAX ? length : CALL_SHOWN_MAX), line->bytes);
		sink_close(sink);
	}
	if (stream)
		stream_close(stream, NULL);
}

/* ---- gdb */

/* In a process of its own: what tracing has changed for us it takes back. */
static _Noreturn void gdb_run(char *const *words, pid_t traced)
{
	cpu_set_t cpus;
	sigset_t none;

	descriptors_restore();
	sched_setscheduler(0, SCHED_OTHER, &(struct sched_param){ 0 });
	if (sched_getaffinity(traced, sizeof(cpus), &cpus) == 0)
		sched_setaffinity(0, sizeof(cpus), &cpus);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(words[0], words);
	report("cannot start '%s': %s", words[0], strerror(errno));
	_exit(127);
}

/* Waiting for any child is the engine's, so gdb is nobody's child: who starts it ends.
 * Returns a descriptor of it, or -1. */
static int gdb_start(const char *path, pid_t traced)
{
	char command[PATH_MAX + sizeof("target remote ")];
	char *words[] = { (char *)gdb_name, "-q", "-iex", "set sysroot /", "-iex", command, NULL };
	int told[2];
	pid_t pid = 0;

	snprintf(command, sizeof(command), "target remote %s", path);
	if (pipe2(told, O_CLOEXEC) < 0)
		return -1;
	pid_t between = fork();

	if (between == 0) {
		pid = fork();
		if (pid == 0)
			gdb_run(words, traced);
		_exit(write(told[1], &pid, sizeof(pid)) != sizeof(pid));
	}
	close(told[1]);
	if (between > 0)
		TEMP_FAILURE_RETRY(waitpid(between, NULL, 0));
	/* The engine's timer may come in between. */
	if (TEMP_FAILURE_RETRY(read(told[0], &pid, sizeof(pid))) != sizeof(pid))
		pid = -1;
	close(told[0]);
	return pid > 0 ? (int)syscall(SYS_pidfd_open, pid, 0) : -1;
}

static bool gdb_is_gone(int gdb, int timeout_ms)
{
	struct pollfd wait = { .fd = gdb, .events = POLLIN };

	return poll(&wait, 1, timeout_ms) == 1;
}

/* ---- the client */

static void talk(const struct stop_at *stop, struct server *server, int listener, int gdb)
{
	char peer[CONNECTION_HOST_MAX];
	int port, fd = -1;

	while (fd < 0 && !serve_signal() && !(stop->options->gdb && gdb_is_gone(gdb, 0)))
		fd = connection_accept(listener, peer, &port);
	if (fd >= 0)
		serve_client(server, fd, fd);
}

static void listen_and_talk(const struct stop_at *stop, struct server *server, const char *address,
                            pid_t traced)
{
	const char *path = connection_path(address);
	struct error error = { 0 };
	int port, gdb = -1;
	int listener = connection_listen(address, &port, &error);

	if (listener < 0) {
		report_error(&error);
		return;
	}
	if (stop->options->gdb)
		gdb = gdb_start(path, traced);
	else
		report("it waits: gdb -ex 'target remote %s'", path);
	if (gdb >= 0 || !stop->options->gdb)
		talk(stop, server, listener, gdb);
	else
		report("cannot start '%s': %s", gdb_name, strerror(errno));
	close(listener);
	unlink(path);
	/* The terminal is gdb's until its end. */
	while (gdb >= 0 && !gdb_is_gone(gdb, -1) && !serve_signal())
		;
	if (gdb >= 0)
		close(gdb);
}

/* Our own prompt. */
static int stop_at_prompt(const struct stop_at *stop, struct engine *engine,
                          const struct event *event, const struct server_tracing *tracing)
{
	return debug_traced(stop->options, &(struct debug_tracing){ .engine = engine,
	                                                            .at = event,
	                                                            .show = tracing->show,
	                                                            .owner = tracing->owner });
}

static void tell_nothing(const char *text)
{
	(void)text;
}

int stop_at_serve(struct stop_at *stop, struct engine *engine, const struct event *event,
                  const struct server_tracing *tracing)
{
	const char *parent = getenv("TMPDIR");
	char folder[PATH_MAX], address[PATH_MAX + sizeof("unix:/gdb")];
	const struct server_options options = {
		.traced = engine, .at = event, .tracing = tracing, .tell = tell_nothing
	};
	pid_t traced = event->pid;
	struct error error = { 0 };

	stop->is_over = true;
	if (!stop->options->gdb && debug_has_terminal())
		return stop_at_prompt(stop, engine, event, tracing);
	tell_call(stop, event);
	snprintf(folder, sizeof(folder), "%s/rastro.XXXXXX", parent && *parent ? parent : "/tmp");
	if (!mkdtemp(folder)) {
		report("cannot make a folder for a socket, %s: %s", folder, strerror(errno));
		return 0;
	}
	snprintf(address, sizeof(address), "unix:%s/gdb", folder);
	struct server *server = server_create(&options, &error);

	if (server) {
		serve_signals(server, stop->options->gdb);
		listen_and_talk(stop, server, address, traced);
		serve_signals(NULL, stop->options->gdb);
		server_destroy(server);
	} else {
		report_error(&error);
	}
	rmdir(folder);
	return serve_signal();
}
