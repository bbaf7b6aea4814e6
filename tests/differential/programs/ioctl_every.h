/* All commands that have names. */
#ifndef RASTRO_DIFFERENTIAL_IOCTL_EVERY_H
#define RASTRO_DIFFERENTIAL_IOCTL_EVERY_H

#include "ioctl.h"

enum { COMMANDS_MAX = 8192 };

static int compare_commands(const void *left, const void *right)
{
	unsigned a = *(const unsigned *)left, b = *(const unsigned *)right;

	return a < b ? -1 : a > b;
}

/* A line is a name, the number on x86-64 and, if that is another, the one on i386. */
static void add_command(char *line, unsigned *commands, unsigned *count)
{
	char *cell = strchr(line, '\t');
#ifdef __i386__
	if (cell && strchr(cell + 1, '\t'))
		cell = strchr(cell + 1, '\t');
#endif
	if (cell && !strncmp(cell + 1, "0x", 2))
		commands[(*count)++] = strtoul(cell + 1, NULL, 16);
}

static unsigned drop_repeated(unsigned *commands, unsigned count)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < count; i++)
		if (!kept || commands[i] != commands[kept - 1])
			commands[kept++] = commands[i];
	return kept;
}

static unsigned read_commands(unsigned *commands)
{
	static const char list[] = "/../../../syscalls/abi/ioctls.tsv";
	char path[PATH_MAX] = __FILE__, line[256];
	unsigned count = 0;

	strcpy(strrchr(path, '/'), list);
	FILE *file = fopen(path, "r");
	if (!file)
		exit(99);
	while (fgets(line, sizeof(line), file) && count < COMMANDS_MAX)
		add_command(line, commands, &count);
	fclose(file);
	qsort(commands, count, sizeof(*commands), compare_commands);
	return drop_repeated(commands, count);
}

#endif
