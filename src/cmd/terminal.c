/* Lending the terminal to the program that is debugged.
 *
 * A terminal's signals go to the group of processes that has it.  So the program gets a
 * group of its own, and has the terminal while it runs; its modes are kept for it while
 * we have them back. */
#include "cmd/terminal.h"

#include <signal.h>
#include <stdbool.h>
#include <termios.h>
#include <unistd.h>

static bool is_ours;          /* there is one, and it was ours when we began */
static struct termios usual;  /* its modes for us */
static struct termios theirs; /* and for the program */

void terminal_begin(void)
{
	is_ours = tcgetattr(STDIN_FILENO, &usual) == 0 && tcgetpgrp(STDIN_FILENO) == getpgrp();
	theirs = usual;
	/* To take it back is the act of a process that does not have it. */
	if (is_ours)
		signal(SIGTTOU, SIG_IGN);
}

void terminal_in_child(void)
{
	if (!is_ours)
		return;
	setpgid(0, 0);
	signal(SIGTTOU, SIG_DFL);
}

void terminal_lend(pid_t pid)
{
	if (!is_ours)
		return;
	if (pid) {
		tcsetattr(STDIN_FILENO, TCSADRAIN, &theirs);
		tcsetpgrp(STDIN_FILENO, getpgid(pid));
		return;
	}
	tcgetattr(STDIN_FILENO, &theirs);
	tcsetpgrp(STDIN_FILENO, getpgrp());
	tcsetattr(STDIN_FILENO, TCSADRAIN, &usual);
}
