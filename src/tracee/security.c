/* Security contexts as SELinux has them: of processes and of files.
 *
 * They are read without its library: a process's is in /proc, a file's is an extended
 * attribute.  Only what is expected of a file takes the library's rules. */
#include "tracee/security.h"

#include "base/guard.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { PATH_SIZE = 64, CONTEXT_MAX = 1024, FILE_PATH_MAX = 4096 };

/* linux/magic.h: SELINUX_MAGIC */
static const long selinux_magic = 0xf97cff8c;

bool security_is_enabled(void)
{
	struct statfs status;

	return statfs("/sys/fs/selinux", &status) == 0 &&
	       (uint32_t)status.f_type == (uint32_t)selinux_magic;
}

/* Without the NUL, or newline, that may be its end. */
static void put_context(struct text *out, const char *context, ssize_t length)
{
	while (length > 0 && (!context[length - 1] || context[length - 1] == '\n'))
		length--;
	if (length > 0)
		text_put(out, context, (size_t)length);
}

void security_put_process(struct text *out, pid_t pid)
{
	char path[PATH_SIZE], context[CONTEXT_MAX];

	snprintf(path, sizeof(path), "/proc/%d/attr/current", pid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd >= 0)
		put_context(out, context, read(fd, context, sizeof(context)));
}

/* A descriptor of a path alone cannot be asked for attributes, but its name can. */
static void name_of_own(char name[PATH_SIZE], int fd)
{
	snprintf(name, PATH_SIZE, "/proc/self/fd/%d", fd);
}

void security_put_file(struct text *out, int fd)
{
	char name[PATH_SIZE], context[CONTEXT_MAX];

	name_of_own(name, fd);
	put_context(out, context, getxattr(name, "security.selinux", context, sizeof(context)));
}

int security_open_path(pid_t pid, int directory, const char *path)
{
	struct open_how how = { .flags = O_PATH | O_CLOEXEC };
	char base[PATH_SIZE];

	if (*path == '/')
		snprintf(base, sizeof(base), "/proc/%d/root", pid);
	else if (directory == AT_FDCWD)
		snprintf(base, sizeof(base), "/proc/%d/cwd", pid);
	else
		snprintf(base, sizeof(base), "/proc/%d/fd/%d", pid, directory);
	AUTO_CLOSE int at = open(base, O_PATH | O_CLOEXEC);

	/* Its root need not be ours. */
	if (*path == '/')
		how.resolve = RESOLVE_IN_ROOT;
	if (at < 0)
		return -1;
	if (!*path)
		return dup(at);
	return (int)syscall(SYS_openat2, at, path, &how, sizeof(how));
}

int security_open_fd(pid_t pid, int fd)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, fd);
	return open(path, O_PATH | O_CLOEXEC);
}

/* ---- what is expected */

static void security_load(struct security *security)
{
	if (security->is_tried)
		return;
	security->is_tried = true;
	/* Never closed: it stays loaded for the next one who asks. */
	void *library = dlopen("libselinux.so.1", RTLD_NOW | RTLD_LOCAL);
	void *(*open_labels)(unsigned backend, const void *options, unsigned count);

	if (!library)
		return;
	*(void **)&open_labels = dlsym(library, "selabel_open");
	*(void **)&security->lookup = dlsym(library, "selabel_lookup_raw");
	*(void **)&security->close = dlsym(library, "selabel_close");
	*(void **)&security->release = dlsym(library, "freecon");
	if (open_labels && security->lookup && security->close && security->release)
		security->labels = open_labels(0 /* of files */, NULL, 0);
}

void security_put_expected(struct security *security, struct text *out, int fd)
{
	char name[PATH_SIZE], path[FILE_PATH_MAX], *context = NULL;
	struct stat status;

	security_load(security);
	name_of_own(name, fd);
	ssize_t length = readlink(name, path, sizeof(path) - 1);

	if (!security->labels || length <= 0 || fstat(fd, &status) < 0)
		return;
	path[length] = '\0';
	if (security->lookup(security->labels, &context, path, (int)status.st_mode) < 0)
		return;
	text_string(out, context);
	security->release(context);
}

void security_close(struct security *security)
{
	if (security->labels)
		security->close(security->labels);
	*security = (struct security){ 0 };
}
