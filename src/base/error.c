/* Errors for a person: one buffer that its owner provides, filled where things went wrong. */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>

int error_set(struct error *error, int number, const char *format, ...)
{
	va_list arguments;

	if (!error)
		return -1;
	error->number = number;
	va_start(arguments, format);
	vsnprintf(error->text, sizeof(error->text), format, arguments);
	va_end(arguments);
	return -1;
}
