/* The process that is looked at, and what must be known to look: its memory, registers,
 * names.
 *
 * Memory is read while it runs; registers only while it is held. */
#ifndef RASTRO_INSPECT_SUBJECT_H
#define RASTRO_INSPECT_SUBJECT_H

#include "arch/register_set.h"
#include "base/text.h"
#include "event/stack.h"
#include "inspect/expression.h"
#include "symbol/image.h"
#include "symbol/types.h"
#include "tracee/hold.h"
#include "tracee/maps.h"
#include "tracee/tracee_memory.h"

enum {
	SUBJECT_REGISTERS_MAX = 64, /* named in one expression */
	SUBJECT_TYPES_MAX = 128,    /* of the program's own in one expression */
	SUBJECT_KEPT_MAX = 1 << 20, /* bytes of values that lie in no memory */
};

struct activation;
struct breakpoints;
struct condition_reading;
struct insn_decoder;
struct kept_values;
struct lookup;
struct space;

struct subject {
	pid_t pid;                 /* the process; 0: a file, that nobody runs */
	struct program_file *file; /* NULL: it is a process */
	char *path;
	pid_t tid;          /* the thread that is meant */
	enum event_abi abi; /* that of its program */
	bool is_closed;     /* neither memory nor registers are ours to read; refusal says why */
	struct error refusal;
	bool is_held; /* registers are known */
	bool is_lent; /* because somebody else keeps it stopped */
	struct hold hold;
	struct register_file registers; /* of the thread, while it is held */
	struct tracee_memory memory;
	struct breakpoints *breakpoints; /* that are not to be seen in it; NULL: none */
	struct image image;
	struct lookup *symbols;    /* NULL: nobody asked yet, or there is no libdw */
	struct activation *chosen; /* of inspect/activation.h; NULL: none yet */
	struct {                   /* functions that are not entered yet: subject_hide() */
		pid_t tid;
		uint64_t ip;
		unsigned count;
	} hidden;
	struct text maps;         /* as they are while it stands still */
	struct maps_line mapping; /* the one of them that was asked for last */
	struct insn_decoder *decoder;
	struct text kept; /* values that lie in no memory: subject_keep() */
	/* In expressions, names of variables stand for their values, not for their addresses;
	 * types go by numbers from 1 on, as they are met. */
	bool has_values;
	/* Who has functions of the program called, or NULL; owner: caller. */
	int (*call)(void *owner, const struct expression_call *, uint64_t *value, struct error *);
	void *caller;
	struct kept_values *values; /* of inspect/kept_values.h, which outlive it; NULL: none */
	unsigned losses;            /* of files, that those know of */
	struct condition_reading *reading; /* of debug/point_condition.c, while it reads */
	unsigned type_count;
	struct type types[SUBJECT_TYPES_MAX];
	/* Registers of expressions go by number: they are noted here as they are found. */
	unsigned name_count;
	char names[SUBJECT_REGISTERS_MAX][REGISTER_NAME_MAX];
};

/* Of a process or thread; it may be closed.  Returns 0, or -1 with error where there is none;
 * it needs no closing then. */
int subject_open(struct subject *, pid_t pid, struct error *);
/* Of a program that nobody runs: what its file says. */
int subject_open_file(struct subject *, const char *path, struct error *);
/* Whatever was held goes on. */
void subject_close(struct subject *);
/* Stops all threads and reads registers. */
int subject_hold(struct subject *, struct error *);

/* Somebody else has stopped this thread, and holds it: reads its registers, and what is
 * mapped now. */
int subject_stand(struct subject *, pid_t tid, struct error *);
/* The same, where nothing has been mapped since, or that does not matter. */
int subject_glance(struct subject *, pid_t tid, struct error *);

/* For expressions: its registers, modules and symbols. */
struct expression_names subject_names(struct subject *);
struct expression_machine subject_machine(struct subject *);

/* For symbol/lookup.h; NULL: there is no libdw. */
struct lookup *subject_symbols(struct subject *);
/* The process has run on: its image may have changed.  True when it did. */
bool subject_refresh(struct subject *);
/* For symbol/types.h: what debugging information there is; NULL: none. */
const struct space *subject_space(struct subject *);
/* For arch/insn.h; NULL with error. */
const struct insn_decoder *subject_decoder(struct subject *, struct error *);
/* Module and symbol of an address, as of lookup_place(). */
bool subject_locate(struct subject *, uint64_t address, struct stack_frame *);
/* True where code may run, and no symbol says that data lies there; and the extent of what has a
 * symbol there, as of lookup_range(). */
bool subject_is_code(struct subject *, uint64_t address);
bool subject_symbol_range(struct subject *, uint64_t address, uint64_t *start, uint64_t *end);
/* Appends what an address is: "main+0x10", "libc.so.6+0x27000", "[stack]"; false and nothing
 * when it is no address of the program's. */
bool subject_place(struct subject *, uint64_t address, struct text *);

/* Gives bytes an address, one that no program has, for as long as the chosen activation stays:
 * values that lie in registers are then looked at as others are.  0: there is no room. */
uint64_t subject_keep(struct subject *, const void *bytes, size_t length);
/* True of such an address. */
bool subject_is_kept(uint64_t address);
/* As of memory.h. */
ssize_t subject_read(struct subject *, uint64_t address, void *buffer, size_t length);
/* Writes, and reads what was written.  Returns 0, or -1 with error. */
int subject_write(struct subject *, uint64_t address, const void *bytes, size_t length,
                  struct error *);
/* The same of what an expression said it lies in: a number of its size. */
int subject_store(struct subject *, const struct expression_place *, uint64_t number,
                  struct error *);

#endif
