/* What peek, poke and call share. */
#include "cmd/inspect.h"

#include "cmd/report.h"
#include "cmd/trace_text.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

static int pid_parse(const char *word, pid_t *pid, struct error *error)
{
	char *end;
	long number = strtol(word, &end, 10);

	if (end == word || *end || number <= 0 || number > INT_MAX)
		return error_set(error, ERROR_USAGE, "'%s' is no number of a process", word);
	*pid = (pid_t)number;
	return 0;
}

int inspection_begin(struct inspection *inspection, const struct options *options)
{
	struct error error = { 0 };
	pid_t pid = 0;

	*inspection = (struct inspection){ .options = options,
		                           .is_json = strcmp(options->format, "json") == 0 };
	if (pid_parse(options->command[0], &pid, &error) == 0 &&
	    subject_open(&inspection->subject, pid, &error) == 0) {
		inspection->stream = trace_output(options->output, &error);
		if (inspection->stream)
			return 0;
		subject_close(&inspection->subject);
	}
	report_error(&error);
	return 1;
}

int inspection_end(struct inspection *inspection, int status)
{
	struct error error = { 0 };

	/* First of all it goes on: whoever reads the output may be slow. */
	subject_close(&inspection->subject);
	if (stream_close(inspection->stream, &error) < 0) {
		report_error(&error);
		return 1;
	}
	return status;
}
