/* Where shown events go.
 *
 * An output that fails (no space, no reader) is reported once; the tracing goes
 * on, because the command must not suffer for it. */
#include "cmd/outputs.h"

#include "cmd/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void outputs_fail(struct outputs *outputs, const struct error *error)
{
	if (outputs->failure.text[0])
		return;
	outputs->failure = *error;
	/* Whoever reads a pipe of ours knows that it stopped reading. */
	if (outputs->options->of != &replay_command || error->number != EPIPE)
		report_error(error);
}

static struct stream *stream_for(const struct options *options, pid_t tid, struct error *error)
{
	char path[4096];
	int fd = options->of == &replay_command ? STDOUT_FILENO : STDERR_FILENO;

	if (!options->output)
		return stream_from_fd(fd);
	if (!options->separate)
		return stream_open(options->output, options->append, error);
	snprintf(path, sizeof(path), "%s.%d", options->output, tid);
	return stream_open(path, options->append, error);
}

static int output_open(struct output *output, const struct options *options, pid_t tid,
                       struct error *error)
{
	output->stream = stream_for(options, tid, error);
	if (!output->stream)
		return -1;
	if (options->summary != SUMMARY_ONLY) {
		output->lines = sink_open(options->format, &options->view, output->stream, error);
		if (!output->lines)
			return -1;
	}
	if (options->summary != SUMMARY_NONE) {
		output->summary = sink_open("summary", &options->view, output->stream, error);
		if (!output->summary)
			return -1;
	}
	return 0;
}

static void output_close(struct outputs *outputs, struct output *output)
{
	struct error error = { 0 };

	sink_close(output->lines);
	sink_close(output->summary);
	if (stream_close(output->stream, &error) < 0)
		outputs_fail(outputs, &error);
	*output = (struct output){ 0 };
}

int outputs_open(struct outputs *outputs, const struct options *options, struct error *error)
{
	*outputs = (struct outputs){
		.options = options,
		.immediate = !options->output && options->of != &replay_command,
	};
	if (options->separate || output_open(&outputs->common, options, 0, error) == 0)
		return 0;
	output_close(outputs, &outputs->common);
	return -1;
}

/* The output of a thread, or NULL with error. */
static struct output *output_for(struct outputs *outputs, pid_t tid, struct error *error)
{
	if (!outputs->options->separate)
		return &outputs->common;
	struct output *output = map_get(&outputs->by_thread, (uint64_t)tid);

	if (output)
		return output;
	error_set(error, ENOMEM, "out of memory");
	output = calloc(1, sizeof(*output));
	if (output && output_open(output, outputs->options, tid, error) == 0 &&
	    map_put(&outputs->by_thread, (uint64_t)tid, output))
		return output;
	if (output)
		output_close(outputs, output);
	free(output);
	return NULL;
}

int outputs_prepare(struct outputs *outputs, pid_t tid, struct error *error)
{
	return output_for(outputs, tid, error) ? 0 : -1;
}

static void output_tick(struct outputs *outputs, struct output *output)
{
	if (output->lines && output->lines->ops->tick)
		output->lines->ops->tick(output->lines);
	if (stream_flush(output->stream) < 0)
		outputs_fail(outputs, stream_error(output->stream));
}

static bool event_is_end(const struct event *event)
{
	return event->kind == EVENT_EXITED || event->kind == EVENT_KILLED ||
	       event->kind == EVENT_DETACHED;
}

static void output_end(struct outputs *outputs, struct output *output, pid_t tid)
{
	map_remove(&outputs->by_thread, (uint64_t)tid);
	output_close(outputs, output);
	free(output);
}

/* A thread whose exec gave it another number has written its last line. */
static void former_end(struct outputs *outputs, const struct event *event)
{
	struct output *output = map_get(&outputs->by_thread, event->args[0]);

	if (!output)
		return;
	output->lines->ops->event(output->lines, event);
	output_end(outputs, output, (pid_t)event->args[0]);
}

void outputs_event(struct outputs *outputs, const struct event *event)
{
	if (outputs->options->separate && event->kind == EVENT_EXEC)
		former_end(outputs, event);
	struct error error;
	struct output *output = output_for(outputs, event->tid, &error);

	if (!output) {
		outputs_fail(outputs, &error);
		outputs->is_missing = true;
		return;
	}
	if (output->lines)
		output->lines->ops->event(output->lines, event);
	if (stream_error(output->stream))
		outputs_fail(outputs, stream_error(output->stream));
	if (outputs->options->separate && event_is_end(event))
		output_end(outputs, output, event->tid);
	else if (outputs->immediate)
		output_tick(outputs, output);
}

void outputs_count(struct outputs *outputs, const struct event *event)
{
	struct sink *summary = outputs->common.summary;

	if (summary)
		summary->ops->event(summary, event);
}

void outputs_tick(struct outputs *outputs)
{
	if (!outputs->options->separate)
		output_tick(outputs, &outputs->common);
	for (size_t i = 0; i < outputs->by_thread.slot_count; i++)
		if (outputs->by_thread.slots[i].value)
			output_tick(outputs, outputs->by_thread.slots[i].value);
}

void outputs_flush(struct outputs *outputs)
{
	if (outputs->common.stream)
		stream_flush(outputs->common.stream);
}

void outputs_close(struct outputs *outputs)
{
	if (outputs->common.stream)
		output_close(outputs, &outputs->common);
	for (size_t i = 0; i < outputs->by_thread.slot_count; i++) {
		struct output *output = outputs->by_thread.slots[i].value;

		if (output)
			output_close(outputs, output);
		free(output);
	}
	map_free(&outputs->by_thread);
}
