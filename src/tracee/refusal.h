/* Why a process cannot be traced, or looked into: what the kernel's errno leaves out. */
#ifndef RASTRO_TRACEE_REFUSAL_H
#define RASTRO_TRACEE_REFUSAL_H

#include "base/error.h"

#include <sys/types.h>

/* what: "look into process"; number: the errno.  Fills error and returns -1. */
int refusal_explain(pid_t pid, const char *what, int number, struct error *);

#endif
