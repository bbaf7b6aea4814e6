/* What an argument must be like for a call to mean something special. */
#ifndef RASTRO_CALLS_ARGUMENT_TEST_H
#define RASTRO_CALLS_ARGUMENT_TEST_H

#include <stdbool.h>
#include <stdint.h>

enum argument_test_kind {
	ARGUMENT_ANY,
	/* Of its lower 32 bits; the kernel reads these arguments so, or they have none above. */
	ARGUMENT_HAS_BITS, /* some of value */
	ARGUMENT_EQUALS,   /* value */
	/* Of all its bits. */
	ARGUMENT_IS_LOW,       /* an address below 4 GiB */
	ARGUMENT_IS_LOW_PLACE, /* and not NULL */
};

struct argument_test {
	uint8_t kind; /* enum argument_test_kind */
	uint8_t arg;
	uint32_t value;
};

static inline bool argument_passes(const struct argument_test *test, const uint64_t args[6])
{
	uint64_t value = args[test->arg];

	switch (test->kind) {
	case ARGUMENT_HAS_BITS:
		return (uint32_t)value & test->value;
	case ARGUMENT_EQUALS:
		return (uint32_t)value == test->value;
	case ARGUMENT_IS_LOW:
		return value >> 32 == 0;
	case ARGUMENT_IS_LOW_PLACE:
		return value >> 32 == 0 && value;
	default:
		return true;
	}
}

#endif
