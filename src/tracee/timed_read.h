/* Reading memory that may never answer. */
#ifndef RASTRO_TRACEE_TIMED_READ_H
#define RASTRO_TRACEE_TIMED_READ_H

#include <stdint.h>
#include <sys/types.h>

enum { TIMED_READ_MAX = 1 << 16 };

/* Reads from /proc/PID/mem, open as fd.  Returns the bytes read, -errno, or
 * -ETIMEDOUT: then a helper process stays behind until the read ends. */
ssize_t timed_read(int fd, uint64_t address, void *buffer, size_t length);

#endif
