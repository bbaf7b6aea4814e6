/* Makes one kind of system call many times: what tracing costs is easiest to see here.
 *
 *	loop getppid|read|open COUNT */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static void loop_getppid(long count)
{
	while (count--)
		syscall(SYS_getppid);
}

/* A read that never blocks and always gives something. */
static void loop_read(long count)
{
	int fd = open("/dev/zero", O_RDONLY);
	char buffer[64];

	while (count--)
		if (read(fd, buffer, sizeof(buffer)) != sizeof(buffer))
			exit(1);
}

/* Two calls a round. */
static void loop_open(long count)
{
	while (count--)
		if (close(open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0)
			exit(1);
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(long count);
	} loops[] = {
		{ "getppid", loop_getppid },
		{ "read", loop_read },
		{ "open", loop_open },
	};

	for (size_t i = 0; argc == 3 && i < sizeof(loops) / sizeof(loops[0]); i++) {
		if (strcmp(argv[1], loops[i].name) == 0) {
			loops[i].run(atol(argv[2]));
			return 0;
		}
	}
	fprintf(stderr, "usage: loop getppid|read|open COUNT\n");
	return 2;
}
