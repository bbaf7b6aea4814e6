/* What went wrong, for a person: what was tried, on what, why, and what may help. */
#ifndef RASTRO_BASE_ERROR_H
#define RASTRO_BASE_ERROR_H

enum {
	ERROR_USAGE = -1, /* the command line is wrong: its help would help */
};

struct error {
	int number; /* errno, 0 or ERROR_USAGE */
	char text[512];
};

/* Fills error (which may be NULL) and returns -1. */
__attribute__((format(printf, 3, 4))) int error_set(struct error *, int number, const char *format, ...);

#endif
