/* Reaping while we attach.
 *
 * PTRACE_SEIZE may block until a dead thread is reaped by us (see
 * ptrace_attach.c), but a signal handler may run meanwhile: so the tick reaps
 * the dead, and the kernel then takes up SEIZE again. */
#include "engine/ptrace.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>

void reap_tick(struct reap_state *state)
{
	int flags = WEXITED | WNOHANG | __WALL | __WNOTHREAD;
	siginfo_t info = { 0 };

	while (state->end < state->max && waitid(P_ALL, 0, &info, flags) == 0 && info.si_pid > 0) {
		int status = info.si_code == CLD_EXITED
				     ? W_EXITCODE(info.si_status, 0)
				     : info.si_status | (info.si_code == CLD_DUMPED ? WCOREFLAG : 0);

		state->list[state->end++] = (struct wait_result){ info.si_pid, status, 0 };
		info.si_pid = 0;
	}
}

void reap_begin(struct ptrace_engine *engine)
{
	reap_reserve(engine, 1);
	engine->reap.active = 1;
	wait_tick(engine, true);
}

void reap_reserve(struct ptrace_engine *engine, unsigned count)
{
	struct reap_state *state = &engine->reap;
	unsigned needed = state->end + (unsigned)engine->tasks.count + count;
	sig_atomic_t active = state->active;

	state->active = 0; /* not while the list moves */
	struct wait_result *larger = realloc(state->list, needed * sizeof(*larger));

	if (larger) {
		state->list = larger;
		state->max = needed;
	}
	state->active = active;
}

void reap_end(struct ptrace_engine *engine)
{
	engine->reap.active = 0;
}

bool reaped_take(struct ptrace_engine *engine, struct wait_result *result)
{
	struct reap_state *state = &engine->reap;

	if (state->first == state->end)
		return false;
	*result = state->list[state->first++];
	if (state->first == state->end)
		state->first = state->end = 0;
	return true;
}
