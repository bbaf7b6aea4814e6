/* Names of error numbers.
 *
 * Numbers from 512 on are what the kernel says to itself: programs see them only
 * by mistake, tracers whenever a signal interrupts a call. */
#include "base/errno_name.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { INTERNAL_FIRST = 512, INTERNAL_END = 531 };

static const char *const internal_names[INTERNAL_END - INTERNAL_FIRST] = {
	[0] = "ERESTARTSYS",
	[1] = "ERESTARTNOINTR",
	[2] = "ERESTARTNOHAND",
	[3] = "ENOIOCTLCMD",
	[4] = "ERESTART_RESTARTBLOCK",
	[5] = "EPROBE_DEFER",
	[6] = "EOPENSTALE",
	[9] = "EBADHANDLE",
	[10] = "ENOTSYNC",
	[11] = "EBADCOOKIE",
	[12] = "ENOTSUPP",
	[13] = "ETOOSMALL",
	[14] = "ESERVERFAULT",
	[15] = "EBADTYPE",
	[16] = "EJUKEBOX",
	[17] = "EIOCBQUEUED",
	[18] = "ERECALLCONFLICT",
};

const char *errno_name(uint64_t number)
{
	if (number >= INTERNAL_FIRST && number < INTERNAL_END)
		return internal_names[number - INTERNAL_FIRST];
	return number > 0 && number <= ERRNO_MAX ? strerrorname_np((int)number) : NULL;
}

int errno_find(const char *name)
{
	for (int number = 1; number < INTERNAL_END; number++) {
		const char *known = errno_name((uint64_t)number);

		if (known && strcasecmp(known, name) == 0)
			return number;
	}
	return -1;
}
