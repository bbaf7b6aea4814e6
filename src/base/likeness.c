/* Names that may have been meant. */
#include "base/likeness.h"

#include <string.h>

enum { DISTANCE_MAX = 2 };

/* How many letters must be put in, left out or changed to make one name of the other. */
static unsigned distance(const char *one, size_t one_length, const char *other, size_t other_length)
{
	unsigned row[LIKE_LENGTH_MAX + 1];

	for (size_t k = 0; k <= other_length; k++)
		row[k] = (unsigned)k;
	for (size_t i = 1; i <= one_length; i++) {
		unsigned corner = row[0];

		row[0] = (unsigned)i;
		for (size_t k = 1; k <= other_length; k++) {
			unsigned change = corner + (one[i - 1] != other[k - 1]);
			unsigned shift = (row[k] < row[k - 1] ? row[k] : row[k - 1]) + 1;

			corner = row[k];
			row[k] = change < shift ? change : shift;
		}
	}
	return row[other_length];
}

struct likeness likeness_of(const char *wanted, size_t length)
{
	return (struct likeness){ .wanted = wanted,
		                  .length = length,
		                  .distance = DISTANCE_MAX + 1 };
}

/* Of a name as short as the distance everything would be like it. */
void likeness_show(struct likeness *likeness, const char *name, size_t length)
{
	if (length > LIKE_LENGTH_MAX || likeness->length > LIKE_LENGTH_MAX ||
	    likeness->length <= DISTANCE_MAX || length + DISTANCE_MAX < likeness->length ||
	    likeness->length + DISTANCE_MAX < length)
		return;
	unsigned far = distance(name, length, likeness->wanted, likeness->length);

	if (far >= likeness->distance)
		return;
	likeness->distance = far;
	memcpy(likeness->best, name, length);
	likeness->best[length] = '\0';
}
