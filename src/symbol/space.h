/* What libdw knows of processes: for each a space, with its modules and all that was costly
 * to find out of them. */
#ifndef RASTRO_SYMBOL_SPACE_H
#define RASTRO_SYMBOL_SPACE_H

#include "base/map.h"
#include "event/memory.h"
#include "event/stack.h"
#include "symbol/image.h"
#include "symbol/libdw.h"

struct symbol_cache;

struct spaces {
	struct libdw libdw;
	Dwfl_Callbacks callbacks;
	char *debuginfo_path; /* NULL: where distributions put it */
	struct map by_pid;
	struct image spare; /* to read an image into */
};

/* The symbol around an address. */
struct space_symbol {
	uint64_t address;
	const char *name; /* NULL: there is none */
	uint64_t offset;  /* of the address in it */
	uint64_t size;
	uint8_t type;        /* STT_FUNC, ... */
	unsigned generation; /* of the space, that it was found in; 0: it was not */
};

/* Who knows where a thread has its own copy of a module's variables; bias: what was added to the
 * addresses of its file. */
struct space_threads {
	bool (*find)(void *owner, uint64_t bias, uint64_t offset, uint64_t *address);
	void *owner;
};

/* A process. */
struct space {
	pid_t pid;
	struct spaces *owner;
	struct memory *memory; /* of the process, while somebody asks of it; borrowed */
	struct image image;
	unsigned generation; /* counts what the image has been */
	bool is_32;
	Dwfl *dwfl;
	unsigned losses; /* how often modules have gone, with all that was known of them */
	bool attached;   /* of whoever walks its stacks */
	void *vdso;      /* its bytes, for libdw to look at */
	struct space_threads threads; /* find: NULL where nobody does */
	struct symbol_cache *symbols; /* what was found lately */
};

/* purpose: "show stacks", for the error, which says that it cannot be done. */
int spaces_init(struct spaces *, const char *purpose, struct error *);
void spaces_deinit(struct spaces *);

/* The space of a process, empty at first; NULL when memory ran out. */
struct space *space_of(struct spaces *, pid_t pid);
/* Brings it up to date.  1: it has changed, 0: it is as it was, -1: nothing can be known. */
int space_refresh(struct space *, struct memory *);
/* It is of a program that nobody runs, from now on; that is borrowed.  0, or -1. */
struct program_file;
int space_load(struct space *, struct program_file *, const char *path);
/* The symbol around an address; its name is NULL where there is none. */
struct space_symbol space_symbol(const struct space *, uint64_t address);
/* Says whose code stands at an address: module, symbol, and, where asked for, the line of the
 * source.  code: an address inside the instruction; for a caller, which stands behind its
 * call, that is not where it goes on.  Names live as long as the space stays as it is.
 * False, with the address alone, where nobody knows. */
bool space_place(const struct space *, uint64_t address, uint64_t code, bool sources,
                 struct stack_frame *);
/* What is known of a process is of no use any more. */
void space_forget(struct spaces *, pid_t pid);

#endif
