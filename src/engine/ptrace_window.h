/* Tasks inside and outside the window in which they are stepped. */
#ifndef RASTRO_ENGINE_PTRACE_WINDOW_H
#define RASTRO_ENGINE_PTRACE_WINDOW_H

#include "arch/insn.h"
#include "engine/ptrace.h"
#include "event/stack.h"

struct lookup;

/* Places of a process; all zero at first. */
struct window_places {
	bool are_known;
	unsigned from_count, to_count;
	uint64_t from[ARCH_BREAKS_MAX - 1], to[ARCH_BREAKS_MAX];
	uint64_t range_end; /* 0: there is none */
};

/* Where the window begins, as it was written; NULL: at no place. */
const char *window_first(const struct step_window *);
/* Looks for places as long as there are some to be found.  lookup is about the process. */
void window_find(const struct ptrace_engine *, struct window_places *, const struct lookup *);
/* The request by which the task runs without being stepped; 0: it is stepped. */
int window_request(const struct ptrace_engine *, struct task *, const struct window_places *);
/* True when this trap was ours. */
bool window_takes_trap(struct ptrace_engine *, struct task *, const siginfo_t *);
/* An instruction was executed; place: of the next one, where calls are excluded. */
void window_follow(struct ptrace_engine *, struct task *, const struct insn *,
                   const struct arch_registers *before, const struct arch_registers *now,
                   const struct window_places *, const struct stack_frame *place);
/* It has entered a call (made), or returned from it. */
void window_call(const struct ptrace_engine *, struct task *, bool made);
/* True when instructions of that place are told. */
bool window_tells(const struct ptrace_engine *, const struct stack_frame *place);
/* The task was made by another one: a process goes on where that was. */
void window_inherit(const struct task *creator, struct task *);
/* The task is left: nothing of ours may stop it any more. */
void window_end(struct task *);
/* The task begins anew, with another program. */
void window_begin(const struct ptrace_engine *, struct task *);

#endif
