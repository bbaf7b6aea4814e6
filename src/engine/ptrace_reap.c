/* Serving the dying while we attach.
 *
 * PTRACE_SEIZE may block until a thread that we trace is dead and reaped (see
 * ptrace_attach.c), but a signal handler may run meanwhile: so the tick lets
 * the dying die and reaps the dead, and the kernel then takes up SEIZE again.
 * All that wait4() tells in the handler is kept and handled later. */
#include "engine/ptrace.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

enum { STOPS_PER_TASK = 3 }; /* any stop, the one before its end, and its end */

void reap_tick(struct reap_state *state)
{
	int status;
	pid_t tid;

	while (state->end < state->max &&
	       (tid = wait4(-1, &status, WNOHANG | __WALL | __WNOTHREAD, NULL)) > 0) {
		state->list[state->end++] = (struct wait_result){ .tid = tid, .status = status };
		if (WIFSTOPPED(status) && status >> 16 == PTRACE_EVENT_EXIT)
			ptrace(PTRACE_CONT, tid, NULL, NULL);
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
	unsigned tasks = (unsigned)engine->tasks.count + count;
	unsigned needed = state->end + STOPS_PER_TASK * tasks;
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
