/* Security contexts as SELinux has them: of processes and of files. */
#ifndef RASTRO_TRACEE_SECURITY_H
#define RASTRO_TRACEE_SECURITY_H

#include "base/text.h"

#include <stdbool.h>
#include <sys/types.h>

/* libselinux, which knows what context a file is expected to have.  It is loaded when it is
 * asked for first; without it nothing is expected. */
struct security {
	bool is_tried;
	void *labels;
	int (*lookup)(void *labels, char **context, const char *path, int mode);
	void (*close)(void *labels);
	void (*release)(char *context);
};

/* Whether this kernel's SELinux is at work. */
bool security_is_enabled(void);

/* Each appends a context, or nothing where there is none to be known. */
void security_put_process(struct text *, pid_t);
/* fd: our own, of a path alone (O_PATH) will do. */
void security_put_file(struct text *, int fd);
/* What is expected of that file. */
void security_put_expected(struct security *, struct text *, int fd);
void security_close(struct security *);

/* Our own descriptor (O_PATH) of what a task means by a path: relative to a directory of its
 * (a descriptor, or AT_FDCWD); and of what one of its descriptors refers to.  -1: none. */
int security_open_path(pid_t, int directory, const char *path);
int security_open_fd(pid_t, int fd);

#endif
