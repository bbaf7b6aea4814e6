/* A command as other programs may write it: {"command": "print $rax"}. */
#ifndef RASTRO_DEBUG_COMMAND_OBJECT_H
#define RASTRO_DEBUG_COMMAND_OBJECT_H

#include "base/error.h"
#include "base/text.h"

/* Appends the command, and a NUL.  0, or -1 with error. */
int command_of_object(const char *text, struct text *command, struct error *);

#endif
