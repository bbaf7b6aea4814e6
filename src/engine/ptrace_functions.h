/* Functions that stepped tasks call and leave: a tree of calls. */
#ifndef RASTRO_ENGINE_PTRACE_FUNCTIONS_H
#define RASTRO_ENGINE_PTRACE_FUNCTIONS_H

#include "arch/insn.h"
#include "engine/ptrace.h"

/* Without ENGINE_FUNCTIONS all of this does nothing. */

/* An instruction of that kind was executed; next: the one that follows, NULL: it is not
 * known, or not stepped. */
void functions_follow(struct ptrace_engine *, struct task *, const struct insn *,
                      const struct arch_registers *before, const struct arch_registers *now,
                      const struct insn *next);
/* It has run as far as this by instructions that call nothing. */
void functions_run(struct ptrace_engine *, struct task *, const struct arch_registers *now);
/* True while it is to be followed by single instructions: where a call leads is still open. */
bool functions_are_pending(const struct task *);
/* True when a jump to there leads to another function. */
bool functions_begin_at(struct ptrace_engine *, const struct task *, uint64_t address);
/* The task stands before the first instruction of a function, be it the handler of a signal,
 * by which it was interrupted when its stack ended at sp. */
void functions_enter(struct ptrace_engine *, struct task *);
void functions_handle(struct ptrace_engine *, struct task *, uint64_t sp);
/* What it called was run over, and has returned. */
void functions_return(struct ptrace_engine *, struct task *);
/* It has returned from a system call. */
void functions_called(struct task *);
/* What it is in is not followed any more. */
void functions_forget(struct task *);
/* A process goes on where the task was that made it. */
void functions_inherit(const struct task *creator, struct task *);
/* What is known of a process's functions, by address. */
void functions_free(struct map *known);

#endif
