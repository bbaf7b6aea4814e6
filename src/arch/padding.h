/* Room for a jump beside code. */
#ifndef RASTRO_ARCH_PADDING_H
#define RASTRO_ARCH_PADDING_H

#include <stddef.h>
#include <stdint.h>

enum {
	CALL_LENGTH = 2, /* of the instruction that calls the kernel */
	LONG_JUMP_LENGTH = 5,
	PADDING_REACH = 127 + CALL_LENGTH, /* from a site, of a jump in its two bytes */
};

/* Finds it by decoding; NULL when libZydis, which does that, is not installed. */
struct padding_finder;
struct padding_finder *padding_open(void);
void padding_close(struct padding_finder *);

/* code: what follows from a call's site on.  Returns how far behind the site
 * LONG_JUMP_LENGTH bytes begin that nothing runs into: filling between functions;
 * or -1 if a short jump in place of the call reaches none. */
int padding_find(const struct padding_finder *, const uint8_t *code, size_t length);

#endif
