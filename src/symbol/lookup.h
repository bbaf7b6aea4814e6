/* Symbols both ways: whose code stands at an address, and where a name is. */
#ifndef RASTRO_SYMBOL_LOOKUP_H
#define RASTRO_SYMBOL_LOOKUP_H

#include "base/error.h"
#include "event/memory.h"
#include "event/stack.h"
#include "symbol/image.h"

#include <stdbool.h>

struct lookup;
struct space;

enum { SYMBOL_TEXT_MAX = 4096 }; /* of what is to be found */

struct lookup_symbol {
	struct stack_name name; /* as the file has it, without version */
	uint64_t address, size;
	bool is_function;
};

/* NULL with error where libdw is missing. */
struct lookup *lookup_create(struct error *);
void lookup_destroy(struct lookup *);

/* From now on it is about this process, as it is now: 1: that is not what was known of it
 * before, 0: it is, -1: nothing can be known.  memory: of the process, borrowed for the
 * time until the next aim. */
int lookup_aim(struct lookup *, pid_t pid, struct memory *);
/* It is about a program that nobody runs, which is borrowed.  0, or -1. */
struct program_file;
int lookup_load(struct lookup *, struct program_file *, const char *path);
/* The process has ended, or runs another program. */
void lookup_forget(struct lookup *, pid_t pid);
/* What libdw knows of it, for symbol/types.h; NULL: nothing. */
const struct space *lookup_space(const struct lookup *);
/* From now on that one says where threads have variables of their own. */
struct space_threads;
void lookup_set_threads(struct lookup *, const struct space_threads *);
/* The image of the process that it is about. */
const struct image *lookup_image(const struct lookup *);

/* Whose code or data an address is; sources: with the line, where that is known.  False,
 * and the bare address, where nobody knows.  Names live until something changes. */
bool lookup_place(const struct lookup *, uint64_t address, bool sources, struct stack_frame *);
/* The symbol around an address; false where there is none, or where it does not end. */
bool lookup_range(const struct lookup *, uint64_t address, uint64_t *start, uint64_t *end);

/* False when a symbol says that data lies there. */
bool lookup_is_code(const struct lookup *, uint64_t address);

/* Shows every symbol that has an address, module by module, until visit() says false. */
void lookup_each(const struct lookup *, bool (*visit)(void *owner, const struct lookup_symbol *),
                 void *owner);

/* A variable of that name that each thread has its own of, by its symbol; see
 * lookup_set_threads(). */
bool lookup_find_of_thread(const struct lookup *, const char *name, uint64_t *address);

/* Finds what a person wrote:
 *
 *	0x401136		an address
 *	main, N::go, main+0x10	a symbol, as it is in the file or demangled
 *	libc.so.6:read		the same, in one module alone
 *	libc.so.6+0x10c1a2	an offset in the file of a module
 *	prog.c:17		the code of a line of the source
 *
 * Returns how many addresses it found, at most max, in the order of the modules; -1 with
 * error when there is none. */
int lookup_find(const struct lookup *, const char *text, uint64_t *addresses, unsigned max,
                struct error *);

#endif
