/* rastro merge: one text of many, in the order of their times. */
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/report.h"
#include "cmd/trace_text.h"

enum { PID_WIDTH = 5 };

static void line_put(struct text *out, const struct trace_line *line)
{
	size_t start = out->length;

	if (line->pid && !line->is_more) {
		text_decimal(out, line->pid);
		text_pad(out, start, PID_WIDTH);
		text_char(out, ' ');
	}
	text_put(out, line->text, line->length);
	text_char(out, '\n');
}

static int lines_write(struct trace_texts *texts, struct stream *stream, struct error *error)
{
	const struct trace_line *line;

	while (!stream_error(stream) && (line = trace_texts_next(texts, error))) {
		line_put(stream_text(stream), line);
		stream_line(stream);
	}
	return error->text[0] ? -1 : 0;
}

static int merge_run(struct options *options)
{
	struct error error = { 0 };
	struct trace_texts *texts = trace_texts_open(options->command, true, 0, &error);
	struct stream *stream = texts ? trace_output(options->output, &error) : NULL;
	int status = stream ? lines_write(texts, stream, &error) : -1;

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
