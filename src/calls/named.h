/* Descriptors within bytes that were copied, so that their names can be asked for. */
#ifndef RASTRO_CALLS_NAMED_H
#define RASTRO_CALLS_NAMED_H

#include <stddef.h>
#include <stdint.h>

enum { NAMED_MAX = 1024 }; /* of one set, or in the messages of one call */

/* Members of an fd_set; each returns how many there are. */
unsigned named_in_set(const uint8_t *bytes, size_t length, int numbers[NAMED_MAX]);
/* What SCM_RIGHTS among control messages hands over; word: bytes of a size_t. */
unsigned named_in_messages(const uint8_t *bytes, size_t length, unsigned word,
                           int numbers[NAMED_MAX]);

#endif
