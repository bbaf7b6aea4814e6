/* Numbers of processes from one PID namespace to another: ours. */
#ifndef RASTRO_TRACEE_PID_NAMESPACE_H
#define RASTRO_TRACEE_PID_NAMESPACE_H

#include "base/map.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct pid_namespaces {
	uint64_t own;  /* the inode that is our namespace; 0: not asked yet */
	bool no_ioctl; /* Linux before 6.11 */
	/* Those that were known once, for a signal may tell of one that is gone. */
	struct map known;
};

/* What the process, or thread, is called here that this task calls number: the same number
 * where both live in one namespace; 0: not known, or gone. */
pid_t pid_translate(struct pid_namespaces *, pid_t tid, pid_t number);
void pid_namespaces_free(struct pid_namespaces *);

#endif
