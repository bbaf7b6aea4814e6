/* Whole files below /proc/PID. */
#include "tracee/proc_text.h"

#include "base/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_SIZE = 1 << 14 };

int proc_text_read(struct text *text, pid_t pid, const char *name)
{
	char path[128];
	ssize_t got = 0;

	text->length = 0;
	if (!text_reserve(text, 1))
		return -ENOMEM;
	text->bytes[0] = '\0';
	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	do {
		if (!text_reserve(text, READ_SIZE + 1))
			return -ENOMEM;
		got = read(fd, text->bytes + text->length, READ_SIZE);
		if (got > 0)
			text->length += (size_t)got;
	} while (got > 0 && text->length < PROC_TEXT_MAX);
	text->bytes[text->length] = '\0';
	return got < 0 ? -errno : 0;
}

const char *proc_field(const struct text *text, const char *field, size_t *length)
{
	size_t field_length = strlen(field);

	*length = 0;
	for (const char *line = text->length ? text->bytes : NULL; line;) {
		const char *value = line + field_length;

		if (strncmp(line, field, field_length) == 0 && *value == ':') {
			value++;
			value += strspn(value, " \t");
			*length = strcspn(value, "\n");
			return value;
		}
		line = strchr(line, '\n');
		line = line && line[1] ? line + 1 : NULL;
	}
	return "";
}

unsigned long long proc_field_number(const struct text *text, const char *field, int base)
{
	size_t length;

	return strtoull(proc_field(text, field, &length), NULL, base);
}
