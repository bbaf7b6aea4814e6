/* Finding what is to be launched, and as whom. */
#include "engine/launch_lookup.h"

#include <errno.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_program(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISREG(status.st_mode) && status.st_mode & 0111;
}

/* One directory of PATH; an empty one is the current. */
static bool find_in(const char *directory, int length, const char *file, char *path)
{
	int size = length ? snprintf(path, LAUNCH_PATH_MAX, "%.*s/%s", length, directory, file)
	                  : snprintf(path, LAUNCH_PATH_MAX, "%s", file);

	return size < LAUNCH_PATH_MAX && is_program(path);
}

static bool find_in_path(const char *file, char *path)
{
	const char *directory = getenv("PATH");

	while (directory) {
		const char *end = strchrnul(directory, ':');

		if (find_in(directory, (int)(end - directory), file, path))
			return true;
		directory = *end ? end + 1 : NULL;
	}
	return false;
}

int launch_find(const char *file, char *path, struct error *error)
{
	struct stat status;

	if (!strchr(file, '/') && find_in_path(file, path))
		return 0;
	/* What is there but cannot be run is the kernel's to refuse. */
	if (strlen(file) < LAUNCH_PATH_MAX && strchr(file, '/') && stat(file, &status) == 0) {
		strcpy(path, file);
		return 0;
	}
	int number = strlen(file) >= LAUNCH_PATH_MAX ? ENAMETOOLONG
	             : strchr(file, '/')             ? errno
	                                             : ENOENT;

	return error_set(error, number, "Can't stat '%s': %s", file, strerror(number));
}

static bool number_read(const char **text, unsigned *number)
{
	char *end;

	if (**text < '0' || **text > '9')
		return false;
	errno = 0;
	unsigned long value = strtoul(*text, &end, 10);

	*text = end;
	*number = (unsigned)value;
	/* -1 would mean "leave it as it is". */
	return errno == 0 && value < (unsigned)-1;
}

int launch_find_user(const char *text, struct launch_user *user, struct error *error)
{
	const char *rest = text;

	*user = (struct launch_user){ 0 };
	if (number_read(&rest, &user->uid) && *rest++ == ':' && number_read(&rest, &user->gid) &&
	    *rest == 0)
		return 0;
	const struct passwd *entry = getpwnam(text);

	if (!entry || strlen(text) >= sizeof(user->name))
		return error_set(error, ENOENT, "Cannot find user '%s'", text);
	strcpy(user->name, text);
	user->uid = entry->pw_uid;
	user->gid = entry->pw_gid;
	return 0;
}
