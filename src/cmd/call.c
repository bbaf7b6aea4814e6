/* rastro call: a process makes a call because we want it. */
#include "cmd/command.h"
#include "cmd/inspect.h"
#include "cmd/report.h"
#include "inspect/remote_call.h"
#include "output/sink.h"

#include <stdio.h>
#include <string.h>

static void event_show(struct inspection *inspection, const struct event *event)
{
	struct stream *stream = stream_in_memory();
	const struct options *options = inspection->options;
	struct sink *sink =
		stream ? sink_open(options->format, &options->view, stream, NULL) : NULL;

	if (sink) {
		struct text *out = stream_text(inspection->stream), *line = stream_text(stream);

		sink->ops->event(sink, event);
		text_put(out, line->bytes, line->length);
		sink_close(sink);
	}
	if (stream)
		stream_close(stream, NULL);
	stream_flush(inspection->stream);
}

static int call_one(struct inspection *inspection, const char *text)
{
	struct remote_call call = { .text = text, .is_forced = inspection->options->force };
	struct error error = { 0 };
	int status = remote_call_make(&inspection->subject, &call, &error);

	if (status < 0)
		report_error(&error);
	else
		event_show(inspection, call.exit.event);
	if (call.note)
		report("process %d: %s", inspection->subject.pid, call.note);
	bool goes_on = status == 0 && !call.was_interrupted;

	remote_call_free(&call);
	return goes_on ? 0 : -1;
}

static int call_run(struct options *options)
{
	struct inspection inspection;
	struct error error = { 0 };
	int status = inspection_begin(&inspection, options);

	if (status)
		return status;
	if (subject_hold(&inspection.subject, &error) < 0) {
		report_error(&error);
		return inspection_end(&inspection, 1);
	}
	for (char **word = options->command + 1; *word && status == 0; word++)
		status = call_one(&inspection, *word) < 0;
	return inspection_end(&inspection, status);
}

static void call_help(void)
{
	printf("\nCalls are written as lines of a trace show them: numbers and names of "
	       "constants,\n"
	       "\"strings\", {structures}, [lists]; _ stands for room for what comes out, and\n"
	       "expressions may name registers ($rsp), symbols and modules of the process:\n"
	       "\n"
	       "    openat(AT_FDCWD, \"/dev/null\", O_RDWR)\n"
	       "    fstat(1, _)\n"
	       "    connect(3, {sa_family=AF_INET, sin_port=htons(80), "
	       "sin_addr=inet_addr(\"127.0.0.1\")}, 16)\n"
	       "\n"
	       "All threads are held meanwhile, and go on as if nothing had been.\n");
}

const struct command call_command = {
	.name = "call",
	.usage = "PID 'NAME(ARGUMENTS)'...",
	.summary = "Has a process make system calls, and shows what came of them",
	.options = FOR_CALL,
	.help = call_help,
	.run = call_run,
};
