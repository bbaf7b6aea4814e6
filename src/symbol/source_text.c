/* The text of source files.
 *
 * Their names come from the traced program, and may mean anything: only regular files that
 * the kernel serves are read. */
#include "symbol/source_text.h"

#include "base/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

enum { PATH_SIZE = 4200, TAB = 8 };

/* Looking first, without opening: to open may be to wait.  -1 with errno. */
static int file_open(const char *path)
{
	AUTO_CLOSE int place = open(path, O_PATH | O_CLOEXEC);
	struct stat status;
	struct statfs system;
	char again[64];

	if (place < 0)
		return -1;
	if (fstat(place, &status) < 0 || !S_ISREG(status.st_mode) || fstatfs(place, &system) < 0 ||
	    system.f_type == FUSE_SUPER_MAGIC) {
		errno = EINVAL;
		return -1;
	}
	if (status.st_size > SOURCE_TEXT_MAX) {
		errno = EFBIG;
		return -1;
	}
	snprintf(again, sizeof(again), "/proc/self/fd/%d", place);
	return open(again, O_RDONLY | O_CLOEXEC);
}

static int text_fill(struct text *text, int fd)
{
	enum { READ_SIZE = 1 << 16 };

	text->length = 0;
	while (text->length < SOURCE_TEXT_MAX) {
		if (!text_reserve(text, READ_SIZE))
			return -ENOMEM;
		ssize_t got = read(fd, text->bytes + text->length, READ_SIZE);

		if (got <= 0)
			return got < 0 ? -errno : 0;
		text->length += (size_t)got;
	}
	return 0;
}

int source_text_read(struct text *text, pid_t pid, const char *path, struct error *error)
{
	char theirs[PATH_SIZE];
	AUTO_CLOSE int fd = file_open(path);
	int status = fd < 0 ? -errno : 0;

	if (status == -ENOENT && *path == '/') {
		snprintf(theirs, sizeof(theirs), "/proc/%d/root%s", pid, path);
		fd = file_open(theirs);
		status = fd < 0 ? -errno : 0;
	}
	if (status == 0)
		status = text_fill(text, fd);
	return status < 0 ? error_set(error, -status, "cannot read the source file %.300s: %s",
	                              path, strerror(-status))
	                  : 0;
}

const char *source_text_line(const struct text *text, unsigned number, size_t *length)
{
	const char *at = text->bytes, *end = text->bytes + text->length;

	for (; at < end; number--) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (number == 1) {
			*length = (size_t)((newline ? newline : end) - at);
			return at;
		}
		if (!newline)
			break;
		at = newline + 1;
	}
	return NULL;
}

/* How many bytes of a character of UTF-8 follow its first one; control characters of the
 * upper half (C1) are none. */
static size_t character_length(const uint8_t *at, size_t left)
{
	size_t more = at[0] >= 0xf0 && at[0] < 0xf5   ? 3
	              : at[0] >= 0xe0 && at[0] < 0xf0 ? 2
	              : at[0] >= 0xc2 && at[0] < 0xe0 ? 1
	                                              : 0;

	if (!more || left <= more || (at[0] == 0xc2 && at[1] < 0xa0))
		return 0;
	for (size_t i = 1; i <= more; i++)
		if (at[i] >> 6 != 2)
			return 0;
	return more + 1;
}

void source_text_put(struct text *out, const char *line, size_t length)
{
	unsigned column = 0;

	for (size_t i = 0; i < length; i++, column++) {
		uint8_t byte = (uint8_t)line[i];
		size_t whole = character_length((const uint8_t *)line + i, length - i);

		if (byte == '\t') {
			do
				text_char(out, ' ');
			while (++column % TAB);
			column--;
		} else if (byte >= ' ' && byte < 0x7f) {
			text_char(out, (char)byte);
		} else if (whole) {
			text_put(out, line + i, whole);
			i += whole - 1;
		} else if (byte != '\r') {
			text_char(out, '?');
		}
	}
}
