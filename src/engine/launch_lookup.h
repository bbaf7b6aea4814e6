/* Finding what is to be launched, and as whom. */
#ifndef RASTRO_ENGINE_LAUNCH_LOOKUP_H
#define RASTRO_ENGINE_LAUNCH_LOOKUP_H

#include "base/error.h"

#include <sys/types.h>

enum { LAUNCH_PATH_MAX = 4096, LAUNCH_USER_MAX = 256 };

struct launch_user {
	uid_t uid;
	gid_t gid;
	char name[LAUNCH_USER_MAX]; /* "": given by numbers, no groups but gid */
};

/* The file that a shell would run, into path (LAUNCH_PATH_MAX bytes). */
int launch_find(const char *file, char *path, struct error *);
/* user: a name, or UID:GID. */
int launch_find_user(const char *user, struct launch_user *, struct error *);

#endif
