/* Repeating what only we interrupted. */
#include "tracee/repeat.h"

#include "arch/arch.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <stddef.h>

static const struct arch_wait *unrestarted_find(unsigned abi, uint32_t nr)
{
	const struct arch_wait *wait = arch_native.abis[abi].unrestarted;

	while (wait->nr != ARCH_CALL_NONE && wait->nr != nr)
		wait++;
	return wait->nr == nr ? wait : NULL;
}

bool call_is_unrestarted(unsigned abi, uint32_t nr)
{
	return unrestarted_find(abi, nr) != NULL;
}

/* A sleep with a limit would begin anew: a program that is told of the
 * interruption can sleep for the rest. */
static bool sleeps_for_ever(pid_t tid, unsigned abi, const struct arch_wait *wait)
{
	uint64_t timeout;

	if (wait->timeout < 0)
		return true;
	if (arch_native.call_get_arg(tid, abi, (unsigned)wait->timeout, &timeout) < 0)
		return false;
	return wait->milliseconds ? (int32_t)timeout < 0 : timeout == 0;
}

bool call_repeat(pid_t tid, unsigned abi, uint32_t nr, int64_t result, int signal)
{
	const struct arch_wait *wait = unrestarted_find(abi, nr);

	return result == -EINTR && wait && sleeps_for_ever(tid, abi, wait) &&
	       tracee_is_undisturbed(tid, signal) && arch_native.call_repeat(tid) == 0;
}
