/* What went wrong, for a person: what was tried, on what, why, and what may help. */
#ifndef RASTRO_BASE_ERROR_H
#define RASTRO_BASE_ERROR_H

struct error {
	int number; /* errno, or 0 */
	char text[512];
};

/* Fills error (which may be NULL) and returns -1. */
__attribute__((format(printf, 3, 4))) int error_set(struct error *, int number, const char *format, ...);

#endif
