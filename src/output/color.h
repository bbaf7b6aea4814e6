/* Colours of the text view on a terminal.  What they add to a line takes no
 * column, so it is counted in printer->invisible. */
#ifndef RASTRO_OUTPUT_COLOR_H
#define RASTRO_OUTPUT_COLOR_H

#include "output/print.h"

enum color { COLOR_NONE, COLOR_CALL, COLOR_STRING, COLOR_ERROR, COLOR_SIGNAL, COLOR_END, COLOR_PID };

void color_put_sequence(struct printer *, enum color);

/* What follows is in that colour; COLOR_NONE ends it.  Nothing without view->color. */
static inline void color_put(struct printer *printer, enum color color)
{
	if (printer->view->color)
		color_put_sequence(printer, color);
}

#endif
