// trace: ioctl
// pids: none
#include "ioctl.h"

/* Every command that has a name: nothing, nothing readable, bytes that go in,
 * bytes that come out.  Where the oracle shows an address we may show more, but never less. */

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
	return count;
}

int main(void)
{
	static unsigned commands[COMMANDS_MAX];
	static unsigned char bytes[16384];
	unsigned count = read_commands(commands);

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = i + 1;
	qsort(commands, count, sizeof(*commands), compare_commands);
	accept_all();
	for (unsigned i = 0; i < count; i++) {
		if (i && commands[i] == commands[i - 1])
			continue;
		call(ioctl, FD_BAD, commands[i], NULL);
		call(ioctl, FD_BAD, commands[i], unreadable);
		call(ioctl, FD_BAD, commands[i], bytes);
		call(ioctl, FD_ACCEPTED, commands[i], bytes);
	}
	return 0;
}
