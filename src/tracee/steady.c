/* Which of a process's code stays as it is, by /proc/PID/maps. */
#include "tracee/steady.h"

#include "tracee/maps.h"
#include "tracee/proc_text.h"

#include <string.h>

static bool is_steady(const struct maps_line *line)
{
	static const char vdso[] = "[vdso]";
	bool is_vdso = line->name_length == strlen(vdso) &&
	               memcmp(line->name, vdso, line->name_length) == 0;

	return maps_may(line, 'r') && maps_may(line, 'x') && maps_may(line, 'p') &&
	       !maps_may(line, 'w') && (line->inode || is_vdso);
}

void steady_read(struct steady *steady, pid_t pid)
{
	struct text maps = { 0 };
	struct maps_line line;

	steady->count = 0;
	if (proc_text_read(&maps, pid, "maps") == 0)
		for (const char *at = maps.bytes; maps_next(&at, &line);)
			if (is_steady(&line) && steady->count < STEADY_MAX)
				steady->ranges[steady->count++] =
					(struct memory_range){ line.start, line.end - line.start };
	text_free(&maps);
}

bool steady_has(const struct steady *steady, uint64_t address)
{
	for (unsigned i = 0; i < steady->count; i++)
		if (address - steady->ranges[i].address < steady->ranges[i].length)
			return true;
	return false;
}
