/* For golden tests of ioctl commands: each is answered by a filter, from good and bad pointers. */
#ifndef RASTRO_TESTS_COMMANDS_H
#define RASTRO_TESTS_COMMANDS_H

#include "answered.h"
#include "golden.h"

/* The text is that of the command and its argument.  Where nothing can be read, only the address
 * is shown behind the command's name. */
static inline void try_command(unsigned long command, const void *argument, const char *text)
{
	int name = strcspn(text, ",");
	long result = syscall(SYS_ioctl, -1, command, argument);

	expect("ioctl(-1, %s) = %s\n", text, result_text(result));
	result = syscall(SYS_ioctl, -1, command, unreadable());
	expect("ioctl(-1, %.*s, %p) = %s\n", name, text, unreadable(), result_text(result));
	result = syscall(SYS_ioctl, -1, command, NULL);
	expect("ioctl(-1, %.*s, NULL) = %s\n", name, text, result_text(result));
}

#endif
