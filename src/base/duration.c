/* Spans of time. */
#include "base/duration.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct {
	const char *name;
	double ns;
} units[] = { { "", 1e3 }, { "s", 1e9 }, { "ms", 1e6 }, { "us", 1e3 }, { "ns", 1 } };

bool duration_parse(const char *text, uint64_t *ns)
{
	char *end;

	/* Neither hexadecimal nor "inf" and "nan", which strtod knows, too. */
	if (strpbrk(text, "xXpPiI") || !strpbrk(text, "0123456789"))
		return false;
	errno = 0;
	double number = strtod(text, &end);

	if (end == text || number < 0 || errno)
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (strcmp(units[i].name, end) != 0)
			continue;
		number *= units[i].ns;
		*ns = number < (double)INT64_MAX ? (uint64_t)number : INT64_MAX;
		return true;
	}
	return false;
}
