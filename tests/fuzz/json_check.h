/* Whether bytes are lines of JSON, one object each, as others will want to read them. */
#ifndef RASTRO_TESTS_JSON_CHECK_H
#define RASTRO_TESTS_JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>

bool json_lines_are_sound(const char *bytes, size_t length);

#endif
