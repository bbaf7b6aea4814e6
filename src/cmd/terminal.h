/* The terminal, and whose it is: ours while we talk to a person, the program's while it
 * runs.  Then what is typed, ^C and ^Z, too, is the program's alone. */
#ifndef RASTRO_CMD_TERMINAL_H
#define RASTRO_CMD_TERMINAL_H

#include <sys/types.h>

/* Before anything else; nothing is done where standard input is no terminal. */
void terminal_begin(void);
/* In a new process, before its program begins: it has its own group of processes. */
void terminal_in_child(void);
/* That process runs now, and has what it left of the terminal; 0: we have it again. */
void terminal_lend(pid_t);

#endif
