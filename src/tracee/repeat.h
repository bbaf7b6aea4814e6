/* Calls that our stopping a thread interrupted, and that the kernel does not take up
 * again by itself: the program would see EINTR without a signal. */
#ifndef RASTRO_TRACEE_REPEAT_H
#define RASTRO_TRACEE_REPEAT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

bool call_is_unrestarted(unsigned abi, uint32_t nr);
/* A thread that stands behind such a call makes it again, unless it had a time-out (which
 * would begin anew) or another reason to end: signal is about to be delivered (0: none).
 * True when it does. */
bool call_repeat(pid_t tid, unsigned abi, uint32_t nr, int64_t result, int signal);

#endif
