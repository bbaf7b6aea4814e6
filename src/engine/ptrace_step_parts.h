/* The inside of stepping: ptrace_step.c; ptrace_run.c and ptrace_stride.c, where tasks are not
 * stepped that could be.  Nobody else includes this. */
#ifndef RASTRO_ENGINE_PTRACE_STEP_PARTS_H
#define RASTRO_ENGINE_PTRACE_STEP_PARTS_H

#include "engine/ptrace_step.h"
#include "engine/ptrace_window.h"

#include "arch/emulate.h"
#include "calls/call_set.h"

struct steady;
struct strides;

/* An instruction at its place. */
struct code {
	uint8_t bytes[INSN_LENGTH_MAX];
	bool is_known;    /* it could be read and decoded */
	bool is_told;     /* where its window tells of it */
	unsigned certain; /* it is what was read, as long as the space is in that state; 0: never */
	uint8_t abi;
	unsigned image; /* of struct step_space: what its names belong to */
	struct insn insn;
	uint32_t told_size; /* chunks of its events: code and places */
	void *told;
	bool was_prepared;
	uint8_t tried_in_vain;       /* ptrace_run.c: to do what follows up to what counts */
	struct emulation *emulation; /* NULL: it is for the CPU */
};

struct operand {
	uint64_t address;
	size_t length;
	uint8_t bytes[INSN_MEMORY_SIZE_MAX];
};

/* Of a task. */
struct step {
	bool is_ready;   /* all below is of the instruction that runs next */
	bool is_current; /* `before` at least is what its registers are in this stop */
	bool runs;       /* since its last stop, through code that was surveyed */
	uint64_t lifted; /* an int3 that is taken out for its next step; 0: none */
	unsigned abi;    /* of the code; of a call it may be another */
	struct arch_registers before;
	const struct code *code;
	struct code own; /* where there is no place in the space */
	unsigned read_count;
	struct operand reads[INSN_MEMORY_MAX];
};

/* Of a process: the code it has run. */
struct step_space {
	struct map code; /* by address */
	struct map functions;
	unsigned image;   /* counts changes of what is mapped */
	bool is_doubtful; /* it may have changed */
	unsigned state;   /* counts what may have changed code */
	struct steady *steady;
	unsigned steady_state; /* they are those of that state */
	struct window_places places;
	struct strides *strides; /* NULL: nobody has run in it from call to call */
	bool is_copy;            /* they are those of the memory that this one may be a copy of */
};

struct stepper {
	struct insn_decoder *decoder;
	struct lookup *lookup;             /* NULL: no names */
	pid_t aimed;                       /* at whom */
	uint64_t symbol_start, symbol_end; /* what was named last; no end: nothing */
	struct stack_frame symbol;
	struct map spaces;        /* by pid */
	struct call_set mapping;  /* calls that change what is mapped */
	struct call_set touching; /* or what may be done there: first address, then length */
	struct call_set births;   /* that make processes or threads */
	struct event_buffer scratch;
};

/* NULL: no memory. */
struct step *step_of(struct task *);
/* That of the task's process; NULL: no memory, or: it has none yet. */
struct step_space *step_space_of(struct ptrace_engine *, const struct task *);
struct step_space *step_space_known(const struct ptrace_engine *, const struct task *);
/* Finds out whether names are still those of the image. */
void step_settle(struct ptrace_engine *, const struct task *, struct step_space *);
/* What stands at an address; it stays until the next one is asked for. */
struct code *step_code(struct ptrace_engine *, struct task *, struct step_space *, unsigned abi,
                       uint64_t address);
/* An instruction was executed; false when that led out of the window. */
bool step_follow_window(struct ptrace_engine *, struct task *, const struct step_space *,
                        const struct insn *, const struct arch_registers *before,
                        const struct arch_registers *now);
/* True when the signal that the task is about to get has a handler. */
bool step_signal_is_caught(const struct task *);

/* ptrace_run.c: true when the task need not be stepped */
bool run_request(struct ptrace_engine *, struct task *);
/* Its process has threads that nobody follows. */
bool run_has_strangers(const struct ptrace_engine *, const struct task *);

#endif
