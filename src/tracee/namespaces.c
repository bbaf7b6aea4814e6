/* The namespaces that a task is in, and those that its children will be in. */
#include "tracee/namespaces.h"

#include "base/guard.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 64, LINK_SIZE = 64 };

/* Files of /proc/TID/ns.  unshare() and setns() change those for children, a child has
 * them as its own. */
static const char *const kinds[NAMESPACE_KINDS] = {
	"cgroup", "ipc", "mnt", "net", "pid", "pid_for_children", "time", "time_for_children",
	"user",   "uts",
};

/* "net:[4026531840]" */
static uint64_t namespace_read(int directory, const char *kind)
{
	char link[LINK_SIZE];
	ssize_t length = readlinkat(directory, kind, link, sizeof(link) - 1);

	if (length <= 0)
		return 0;
	link[length] = '\0';
	const char *number = strchr(link, '[');

	return number ? strtoull(number + 1, NULL, 10) : 0;
}

void namespaces_read(pid_t tid, struct namespaces *namespaces)
{
	char path[PATH_SIZE];

	*namespaces = (struct namespaces){ 0 };
	snprintf(path, sizeof(path), "/proc/%d/ns", tid);
	AUTO_CLOSE int directory = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);

	for (int i = 0; i < NAMESPACE_KINDS && directory >= 0; i++)
		namespaces->numbers[i] = namespace_read(directory, kinds[i]);
}

static size_t name_length(const char *kind)
{
	return strcspn(kind, "_");
}

/* The same namespace under another file of its kind. */
static bool is_told(const struct namespaces *before, const struct namespaces *after, int kind)
{
	size_t length = name_length(kinds[kind]);

	for (int i = 0; i < kind; i++)
		if (name_length(kinds[i]) == length && !strncmp(kinds[i], kinds[kind], length) &&
		    after->numbers[i] == after->numbers[kind] &&
		    before->numbers[i] != after->numbers[i])
			return true;
	return false;
}

void namespaces_put_new(struct text *out, const struct namespaces *before,
                        const struct namespaces *after)
{
	const char *separator = "";

	for (int i = 0; i < NAMESPACE_KINDS; i++) {
		if (!before->numbers[i] || !after->numbers[i] ||
		    before->numbers[i] == after->numbers[i] || is_told(before, after, i))
			continue;
		text_string(out, separator);
		separator = ", ";
		text_put(out, kinds[i], name_length(kinds[i]));
		text_literal(out, ":[");
		text_unsigned(out, after->numbers[i]);
		text_char(out, ']');
	}
}
