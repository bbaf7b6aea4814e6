/* Messages of the program itself.
 *
 * Each leaves in one write, so that lines of several processes on one terminal
 * do not mix. */
#include "cmd/report.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { MESSAGE_MAX = 1024 };

static const char *program_name = "rastro";

void report_begin(const char *program)
{
	program_name = program;
}

void report(const char *format, ...)
{
	char message[MESSAGE_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	dprintf(STDERR_FILENO, "%s: %s\n", program_name, message);
}

void report_error(const struct error *error)
{
	report("%s", error->text);
}
