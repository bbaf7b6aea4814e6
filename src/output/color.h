/* Colours of the text view on a terminal.  What they add to a line takes no
 * column, so it is counted in printer->invisible. */
#ifndef RASTRO_OUTPUT_COLOR_H
#define RASTRO_OUTPUT_COLOR_H

#include "output/print.h"

enum color { COLOR_NONE, COLOR_CALL, COLOR_STRING, COLOR_ERROR, COLOR_SIGNAL, COLOR_END, COLOR_PID };

/* What follows is in that colour; COLOR_NONE ends it.  Nothing without view->color. */
void color_put(struct printer *, enum color);

#endif
