/* Virtual processors of KVM, as their owners have them in memory.
 *
 * All files of that kind share one inode, so it is the name that leads from the
 * descriptor to the mapping: "anon_inode:kvm-vcpu:0".  A program with two machines has
 * two of them; then nothing is said, rather than something wrong. */
#include "tracee/vcpu.h"

#include "base/guard.h"
#include "base/text.h"
#include "tracee/tracee.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 64, NAME_SIZE = 128, LINE_SIZE = 512, MAPS_MAX = 64 << 20, READ_SIZE = 1 << 16 };

static const char vcpu_prefix[] = "anon_inode:kvm-vcpu";

/* "7f5e…-7f5e… rw-s 00000000 00:0e 1057   anon_inode:kvm-vcpu:0" */
static bool line_is_mapping(const char *line, const char *name, uint64_t *address)
{
	unsigned long long start, offset;
	int at = 0;

	if (sscanf(line, "%llx-%*x %*4c %llx %*s %*u %n", &start, &offset, &at) != 2 || !at ||
	    offset || strcmp(line + at, name) != 0)
		return false;
	*address = start;
	return true;
}

uint64_t vcpu_find_in_maps(const char *maps, size_t size, const char *name)
{
	const char *end = maps + size;
	uint64_t found = 0;

	while (maps < end) {
		const char *newline = memchr(maps, '\n', (size_t)(end - maps));
		size_t length = (size_t)((newline ? newline : end) - maps);
		char line[LINE_SIZE];
		uint64_t address;

		/* The lines of long paths are none of ours. */
		if (length < sizeof(line)) {
			memcpy(line, maps, length);
			line[length] = '\0';
			if (line_is_mapping(line, name, &address)) {
				if (found)
					return 0;
				found = address;
			}
		}
		maps += length + 1;
	}
	return found;
}

static void maps_read(pid_t tid, struct text *maps)
{
	char path[PATH_SIZE];
	ssize_t size = 1;

	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	while (fd >= 0 && size > 0 && maps->length < MAPS_MAX && text_reserve(maps, READ_SIZE)) {
		size = read(fd, maps->bytes + maps->length, READ_SIZE);
		if (size > 0)
			maps->length += (size_t)size;
	}
}

uint64_t vcpu_find(pid_t tid, int fd)
{
	struct text maps = { 0 };
	char name[NAME_SIZE];
	ssize_t length = tracee_fd_name(tid, fd, name, sizeof(name) - 1);

	if (length < 0 || strncmp(name, vcpu_prefix, sizeof(vcpu_prefix) - 1) != 0)
		return 0;
	name[length] = '\0';
	maps_read(tid, &maps);
	uint64_t address = maps.bytes ? vcpu_find_in_maps(maps.bytes, maps.length, name) : 0;

	text_free(&maps);
	return address;
}
