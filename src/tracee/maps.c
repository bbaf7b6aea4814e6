/* Lines of /proc/PID/maps. */
#include "tracee/maps.h"

#include <stdlib.h>

static uint64_t take_number(const char **at, int base)
{
	char *end;
	uint64_t number = strtoull(*at, &end, base);

	*at = *end && *end != '\n' ? end + 1 : end;
	return number;
}

/* "start-end rwxp offset major:minor inode   name" */
bool maps_next(const char **at, struct maps_line *line)
{
	const char *text = *at;

	if (!text || !*text)
		return false;
	*line = (struct maps_line){ .start = take_number(&text, 16) };
	line->end = take_number(&text, 16);
	for (unsigned i = 0; i < 4 && *text && *text != ' '; i++)
		line->rights[i] = *text++;
	line->offset = take_number(&text, 16);
	line->major = (unsigned)take_number(&text, 16);
	line->minor = (unsigned)take_number(&text, 16);
	line->inode = take_number(&text, 10);
	text += strspn(text, " ");
	line->name = text;
	line->name_length = strcspn(text, "\n");
	text += line->name_length;
	*at = *text ? text + 1 : text;
	return true;
}
