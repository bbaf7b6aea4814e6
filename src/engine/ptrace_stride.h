/* Code in which a task may run without being stepped, because it stops where anything
 * happens that counts for a tree of calls. */
#ifndef RASTRO_ENGINE_PTRACE_STRIDE_H
#define RASTRO_ENGINE_PTRACE_STRIDE_H

#include "arch/insn.h"
#include "engine/ptrace.h"

/* Of one memory: what was surveyed in it, and where int3s of ours stand. */
struct strides;

struct strides *strides_create(void);
/* Another process uses the same memory. */
struct strides *strides_share(struct strides *);
/* NULL is allowed. */
void strides_release(struct strides *);

/* Whose code is surveyed, and how: its memory is reached by a task that lives. */
struct survey {
	struct ptrace_engine *engine;
	struct task *task;
	unsigned abi;
	/* Whether a jump to there may lead to another function. */
	bool (*leads_elsewhere)(struct ptrace_engine *, const struct task *, uint64_t target);
};

/* True: from that address on the task may run. */
bool strides_reach(struct strides *, const struct survey *, uint64_t address);
/* A function begins there: jumps to it count from now on. */
void strides_find_function(struct strides *, const struct survey *, uint64_t entry);

enum stride_place {
	STRIDE_NOTHING,
	STRIDE_COVERED, /* by an int3 of ours */
	STRIDE_LIFTED,  /* there was one, and somebody may still meet it */
};
enum stride_place strides_place(const struct strides *, uint64_t address);
/* Whoever has run through what was surveyed, and stands behind an int3 of ours there, has come
 * through that: no instruction begins or ends where it stands. */
bool strides_are_certain(const struct strides *, uint64_t address);
/* For a moment the instruction is there again; and not. */
void strides_lift(struct strides *, const struct survey *, uint64_t address);
void strides_lower(struct strides *, const struct survey *, uint64_t address);

/* Reads code that stays as it is; false: all that is there must be asked for. */
bool strides_read(const struct strides *, uint64_t address, uint8_t *bytes, size_t length);
/* Puts what they cover into bytes that were read from address on. */
void strides_hide(const struct strides *, uint64_t address, uint8_t *bytes, size_t length);
/* What was mapped there may change: our int3s are taken out, and nothing is known any more. */
void strides_forget(struct strides *, const struct survey *, uint64_t address, uint64_t length);
/* Takes them out of a copy of that memory, which the survey's task has. */
void strides_clean_copy(const struct strides *, const struct survey *);
/* What is mapped has changed. */
void strides_doubt(struct strides *);
/* From now on everything is stepped, in this memory; for that reason. */
void strides_give_up(struct strides *, const struct survey *, const char *reason);

#endif
