/* Colours of the text view on a terminal. */
#include "output/color.h"

static const char *const sequences[] = {
	[COLOR_NONE] = "\33[0m",	 [COLOR_CALL] = "\33[1;34m",  [COLOR_STRING] = "\33[32m",
	[COLOR_ERROR] = "\33[31m",	 [COLOR_SIGNAL] = "\33[1;33m", [COLOR_END] = "\33[35m",
	[COLOR_PID] = "\33[36m",
};

void color_put_sequence(struct printer *printer, enum color color)
{
	size_t before = printer->out->length;

	text_string(printer->out, sequences[color]);
	if (printer->invisible)
		*printer->invisible += printer->out->length - before;
}
