/* The process that is looked at, and what must be known to look: its memory, registers,
 * names.
 *
 * Memory is read while it runs; registers only while it is held. */
#ifndef RASTRO_DEBUG_SUBJECT_H
#define RASTRO_DEBUG_SUBJECT_H

#include "arch/register_set.h"
#include "debug/expression.h"
#include "symbol/image.h"
#include "tracee/hold.h"
#include "tracee/tracee_memory.h"

enum { SUBJECT_REGISTERS_MAX = 64 }; /* named in one expression */

struct lookup;
struct space;

struct subject {
	pid_t pid;          /* the process */
	pid_t tid;          /* the thread that is meant */
	enum event_abi abi; /* that of its program */
	bool is_closed;     /* neither memory nor registers are ours to read; refusal says why */
	struct error refusal;
	bool is_held;
	struct hold hold;
	struct register_file registers; /* of the thread, while it is held */
	struct tracee_memory memory;
	struct image image;
	struct lookup *symbols; /* NULL: nobody asked yet, or there is no libdw */
	/* Registers of expressions go by number: they are noted here as they are found. */
	unsigned name_count;
	char names[SUBJECT_REGISTERS_MAX][REGISTER_NAME_MAX];
};

/* Of a process or thread; it may be closed.  Returns 0, or -1 with error where there is none;
 * it needs no closing then. */
int subject_open(struct subject *, pid_t pid, struct error *);
/* Whatever was held goes on. */
void subject_close(struct subject *);
/* Stops all threads and reads registers. */
int subject_hold(struct subject *, struct error *);

/* For expressions: its registers, modules and symbols. */
struct expression_names subject_names(struct subject *);
struct expression_machine subject_machine(struct subject *);

/* For symbol/lookup.h; NULL: there is no libdw. */
struct lookup *subject_symbols(struct subject *);
/* The process has run on: its image may have changed.  True when it did. */
bool subject_refresh(struct subject *);
/* For symbol/types.h: what debugging information there is; NULL: none. */
const struct space *subject_space(struct subject *);
/* Appends what an address is: "main+0x10", "libc.so.6+0x27000", "[stack]"; false and nothing
 * when it is no address of the program's. */
bool subject_place(struct subject *, uint64_t address, struct text *);

/* As of memory.h. */
ssize_t subject_read(struct subject *, uint64_t address, void *buffer, size_t length);
/* Writes, and reads what was written.  Returns 0, or -1 with error. */
int subject_write(struct subject *, uint64_t address, const void *bytes, size_t length,
                  struct error *);
/* The same of what an expression said it lies in: a number of its size. */
int subject_store(struct subject *, const struct expression_place *, uint64_t number,
                  struct error *);

#endif
