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
/* What was read of the task may have changed; and of the code of its process. */
void step_doubt(struct task *);
void steps_doubt_code(struct ptrace_engine *, const struct task *);
/* True when this trap is of an address that the window of the task waits for. */
bool step_takes_break(struct ptrace_engine *, struct task *, const siginfo_t *);
/* The process runs another program, or has ended. */
void steps_forget(struct ptrace_engine *, pid_t pid);
void steps_end(struct ptrace_engine *, const struct task *);
void step_free(struct task *);

/* Tasks that run instead of being stepped; see ptrace_run.c.  True when this trap is of an int3
 * of ours.  NULL: nothing is known of the signal; true when it can be nothing else. */
bool run_takes_trap(struct ptrace_engine *, struct task *, const siginfo_t *);
/* It is in a stop. */
void run_stopped(struct ptrace_engine *, struct task *);
/* It is about to make a call. */
void run_calls(struct ptrace_engine *, struct task *);
/* A process was made by the task; and it has stopped for the first time. */
void run_inherit(struct ptrace_engine *, const struct task *creator, const struct task *child);
void run_starts(struct ptrace_engine *, struct task *);
/* It cannot be let go of yet: the signal of one of our int3s is still to come. */
bool run_is_in_trap(const struct ptrace_engine *, const struct task *);
/* It is let go of. */
void run_leave(struct ptrace_engine *, struct task *);

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
/* Reads code as the program sees it; returns how many bytes could be read. */
size_t step_read_code(struct ptrace_engine *, const struct task *, uint64_t address, uint8_t *bytes,
                      size_t length);
/* A function was found. */
void run_find_function(struct ptrace_engine *, struct task *, unsigned abi, uint64_t entry);
const struct insn_decoder *step_decoder(const struct ptrace_engine *);

#endif
