/* Breakpoints of software: which instructions of a process begin with an int3 of ours.
 *
 * One table for one memory.  Several may want the same place: it has one int3, from the
 * first of them to the last.  Nobody but the CPU sees it: who reads memory is given what
 * it covers, and what is written there goes below it.  This is bookkeeping alone: who stops
 * there, and how a thread gets past it, is inferior_breaks.c's. */
#ifndef RASTRO_INSPECT_BREAKPOINT_H
#define RASTRO_INSPECT_BREAKPOINT_H

#include "arch/emulate.h"
#include "base/map.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum { BREAKPOINTS_MAX = 1 << 16 /* places of one process */ };

struct inferior;
struct inferior_process;
struct inferior_thread;

/* Somebody who wants to know when a thread comes to a place.  Whoever it is keeps this. */
struct breakpoint_user {
	/* A thread is about to execute what stands there.  True: it stops, and that is told;
	 * NULL: always.  Its registers are those of inferior_registers(); the kernel's are a
	 * byte ahead.  All others may run; nothing may be placed or removed in here. */
	bool (*test)(struct breakpoint_user *, struct inferior *, struct inferior_thread *);
	uint64_t address;
	bool is_placed;                   /* false, too, when another program has been executed */
	struct inferior_process *process; /* threads of others do not concern it */
	struct breakpoint_user *next;
};

struct breakpoint {
	uint64_t address;
	uint8_t covered;  /* what stands there in the program's eyes */
	bool is_inserted; /* false: it has been lifted for a moment */
	struct breakpoint_user *users;
	/* How to do without the CPU what code like this does, as memory holds it; or not. */
	size_t code_length;
	uint8_t code[INSN_LENGTH_MAX];
	uint64_t code_segment;
	bool can_emulate;
	struct emulation emulation;
};

struct breakpoints {
	struct map by_address; /* struct breakpoint */
};

/* The memory that they are in, with what they put there.  Both return as of memory.h. */
struct breakpoint_memory {
	ssize_t (*read)(void *owner, uint64_t address, void *bytes, size_t length);
	ssize_t (*write)(void *owner, uint64_t address, const void *bytes, size_t length);
	void *owner;
};

struct tracee_memory;

/* That of a process, where code may be written. */
struct breakpoint_memory breakpoint_memory(struct tracee_memory *);

struct breakpoint *breakpoint_find(const struct breakpoints *, uint64_t address);

/* 0 or -errno: there is no memory, or it cannot be written; too many. */
int breakpoint_add(struct breakpoints *, const struct breakpoint_memory *, uint64_t address,
                   struct breakpoint_user *);
/* The same; what cannot be put back because it is no longer there is forgotten all the same. */
int breakpoint_remove(struct breakpoints *, const struct breakpoint_memory *,
                      struct breakpoint_user *);
/* For a moment: the instruction is there again; and not. */
int breakpoint_lift(struct breakpoint *, const struct breakpoint_memory *);
int breakpoint_lower(struct breakpoint *, const struct breakpoint_memory *);

/* Takes all out of a memory, which may be a copy of the one they were put in. */
void breakpoints_lift_all(const struct breakpoints *, const struct breakpoint_memory *);
/* Puts in again what was taken out so. */
void breakpoints_lower_all(const struct breakpoints *, const struct breakpoint_memory *);
/* All are gone, and so is the memory they were in. */
void breakpoints_forget(struct breakpoints *);
/* Another memory is a copy of the one they are in: these are there, too, but nobody wants them.
 * 0 or -ENOMEM: some are missing. */
int breakpoints_copy(struct breakpoints *, const struct breakpoints *from);
/* Takes out those that nobody wants, having taken away all users of a process (NULL: none). */
void breakpoints_sweep(struct breakpoints *, const struct breakpoint_memory *,
                       const struct inferior_process *gone);

/* Puts what they cover into bytes that were read from address on. */
void breakpoints_hide(const struct breakpoints *, uint64_t address, void *bytes, size_t length);
/* Writes around and below them. */
ssize_t breakpoints_write(struct breakpoints *, const struct breakpoint_memory *, uint64_t address,
                          const void *bytes, size_t length);

#endif
