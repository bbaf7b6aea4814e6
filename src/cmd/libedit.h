/* libedit, loaded when somebody sits at a prompt: nobody else needs it. */
#ifndef RASTRO_CMD_LIBEDIT_H
#define RASTRO_CMD_LIBEDIT_H

#include <histedit.h>
#include <stdbool.h>

#define LIBEDIT_FUNCTIONS(X)                                                                       \
	X(el_end)                                                                                  \
	X(el_get)                                                                                  \
	X(el_gets)                                                                                 \
	X(el_init)                                                                                 \
	X(el_insertstr)                                                                            \
	X(el_line)                                                                                 \
	X(el_reset)                                                                                \
	X(el_set)                                                                                  \
	X(el_source)                                                                               \
	X(history)                                                                                 \
	X(history_end)                                                                             \
	X(history_init)

struct libedit {
#define LIBEDIT_MEMBER(name) __typeof__(name) *name;
	LIBEDIT_FUNCTIONS(LIBEDIT_MEMBER)
#undef LIBEDIT_MEMBER
};

/* False: it is not installed. */
bool libedit_load(struct libedit *);

#endif
