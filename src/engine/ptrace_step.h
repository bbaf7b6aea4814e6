/* Instructions, one by one: what a task is about to execute, and what it did. */
#ifndef RASTRO_ENGINE_PTRACE_STEP_H
#define RASTRO_ENGINE_PTRACE_STEP_H

#include "engine/ptrace.h"

/* Without ENGINE_STEP there is no stepper, and all of this does nothing. */
int stepper_init(struct ptrace_engine *, struct error *);
void stepper_deinit(struct ptrace_engine *);

/* The ptrace request by which a task executes its next instruction, or makes its next call. */
int step_request(struct ptrace_engine *, struct task *);
/* The task has trapped after that instruction; in_handler: before the first one of a
 * signal's handler.  Queues what was done. */
void step_done(struct ptrace_engine *, struct task *, bool in_handler);
/* It has returned from the call that its instruction made; or will not. */
void step_called(struct ptrace_engine *, struct task *);
void step_abandon(struct ptrace_engine *, struct task *);
/* It stopped for another reason, maybe in the middle; fault: that of this instruction. */
void step_interrupted(struct ptrace_engine *, struct task *, bool fault);
/* What was read of the task may have changed. */
void step_doubt(struct task *);
/* True when this trap is of an address that the window of the task waits for. */
bool step_takes_break(struct ptrace_engine *, struct task *, const siginfo_t *);
/* The process runs another program, or has ended. */
void steps_forget(struct ptrace_engine *, pid_t pid);
void steps_end(struct ptrace_engine *, const struct task *);
void step_free(struct task *);

/* For ptrace_functions.c, of the process of a task that is stepped: names, NULL: there are
 * none; what counts the changes of its image; what is known of its functions, NULL: no
 * memory. */
struct insn_decoder;
struct lookup;
struct stack_frame;
const struct lookup *step_lookup(struct ptrace_engine *, const struct task *);
unsigned step_image(struct ptrace_engine *, const struct task *);
struct map *step_functions(struct ptrace_engine *, const struct task *);
/* Whose code an address is; and whether code of that place is told. */
void step_place(struct ptrace_engine *, const struct task *, uint64_t address,
                struct stack_frame *);
bool step_tells(const struct ptrace_engine *, const struct stack_frame *);
const struct insn_decoder *step_decoder(const struct ptrace_engine *);

#endif
