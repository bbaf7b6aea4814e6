/* rastro merge: one text of many, in the order of their times. */
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/report.h"
#include "cmd/trace_text.h"

#include <errno.h>

static void line_put(struct text *out, const struct trace_line *line, unsigned pid_width)
{
	size_t start = out->length;

	if (line->pid && !line->is_more) {
		text_decimal(out, line->pid);
		text_pad(out, start, pid_width);
		text_char(out, ' ');
	}
	text_put(out, line->text, line->length);
	text_char(out, '\n');
}

/* Returns how many lines there were. */
static uint64_t lines_write(struct trace_texts *texts, struct stream *stream)
{
	unsigned pid_width = trace_texts_pid_width(texts);
	const struct trace_line *line;
	uint64_t count = 0;

	for (; !stream_error(stream) && (line = trace_texts_next(texts)); count++) {
		line_put(stream_text(stream), line, pid_width);
		stream_line(stream);
	}
	return count;
}

static int merge_write(struct trace_texts *texts, struct stream *stream, struct error *error)
{
	uint64_t count = lines_write(texts, stream);

	if (trace_texts_left_out(texts, error))
		report_error(error);
	if (count)
		return 0;
	return error_set(error, ENODATA,
	                 "nothing to merge: no line has a time, as -tt and -ttt write it");
}

static int merge_run(struct options *options)
{
	struct error error = { 0 };
	struct trace_texts *texts = trace_texts_open(options->command, true, 0, &error);
	struct stream *stream = texts ? trace_output(options->output, &error) : NULL;
	int status = stream ? merge_write(texts, stream, &error) : -1;

	if (status < 0)
		report_error(&error);
	if (stream && stream_close(stream, &error) < 0) {
		report_error(&error);
		status = -1;
	}
	trace_texts_close(texts);
	return status < 0;
}

const struct command merge_command = {
	.name = "merge",
	.usage = "{PREFIX | FILE}...",
	.summary =
		"Makes one text of those that -ff wrote to PREFIX.PID, or of traces and recordings",
	.options = FOR_MERGE,
	.run = merge_run,
};
