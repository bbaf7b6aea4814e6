/* Memory of somebody: a traced process, an event, ourselves. */
#ifndef RASTRO_EVENT_MEMORY_H
#define RASTRO_EVENT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct memory_range {
	uint64_t address;
	size_t length;
};

struct memory {
	/* Reads up to length bytes.  Returns the bytes read, fewer than asked when
	 * the range runs into an unmapped page; -EFAULT when not even the first
	 * byte is there; -ETIMEDOUT when it did not answer in time. */
	ssize_t (*read)(struct memory *, uint64_t address, void *buffer, size_t length);
	/* These ranges are going to be read: one request may fetch them all.
	 * A hint; may be NULL. */
	void (*prefetch)(struct memory *, const struct memory_range *, unsigned count);
	/* A call names this descriptor, or process, or works relative to the
	 * current directory: add what is known of it to the event.  May be NULL. */
	void (*name_fd)(struct memory *, int fd);
	void (*name_pid)(struct memory *, int pid);
	void (*name_cwd)(struct memory *);
	/* If this descriptor is a netlink socket: add its protocol to the event and
	 * return true.  May be NULL. */
	bool (*netlink)(struct memory *, int fd);
	/* What kind of object this descriptor is of decides what is read next: add it to the
	 * event, if it is known.  May be NULL. */
	void (*object)(struct memory *, int fd);
};

#endif
