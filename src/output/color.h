/* Colours of the text view on a terminal.  What they add to a line takes no
 * column, so it is counted in printer->invisible. */
#ifndef RASTRO_OUTPUT_COLOR_H
#define RASTRO_OUTPUT_COLOR_H

#include "output/print.h"

#include <stddef.h>

/* What has a colour of its own.  The first nine have strace's names. */
enum color {
	COLOR_CALL,    /* the name of a call */
	COLOR_ARGNAME, /* names of arguments and members */
	COLOR_ARGVAL,  /* numbers, addresses, paths of descriptors */
	COLOR_MACRO,   /* makedev, htons, … */
	COLOR_CONST,   /* O_RDONLY */
	COLOR_COMMENT, /* what stands between the signs of a comment */
	COLOR_PUNCT,   /* commas and brackets */
	COLOR_RETVAL,  /* what a call returned */
	COLOR_ERROR,   /* and that it failed */
	COLOR_STRING,
	COLOR_SIGNAL,
	COLOR_END,
	COLOR_PID,
	COLOR_COUNT,
	COLOR_NONE = COLOR_COUNT /* ends any of them */
};

enum { COLOR_SEQUENCE_MAX = 32 };

/* What begins each colour; "": nothing. */
struct palette {
	char sequences[COLOR_COUNT][COLOR_SEQUENCE_MAX];
};
extern const struct palette palette_default;

/* Changes what "key=SGR:key=SGR" says, as in "syscall=1;34:error=31": numbers of ECMA-48
 * with semicolons between, or nothing.  Other keys, and what is none of these, count for
 * nothing. */
void palette_change(struct palette *, const char *text);

void color_put_sequence(struct printer *, enum color);
void color_pieces(struct printer *, size_t from);

/* What follows is in that colour; COLOR_NONE ends it.  Nothing without view->color. */
static inline void color_put(struct printer *printer, enum color color)
{
	if (printer->view->color)
		color_put_sequence(printer, color);
}

/* Colours what was appended to the printer's text from there on, arguments or a part of
 * them, piece by piece. */
static inline void color_arguments(struct printer *printer, size_t from)
{
	if (printer->view->color)
		color_pieces(printer, from);
}

#endif
