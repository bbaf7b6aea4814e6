/* What is no variable of the program's, and has parts all the same: "$xmm0.v4_float[1]",
 * "$_siginfo._sifields._sigfault.si_addr".  Names and parts are gdb's. */
#ifndef RASTRO_INSPECT_OWN_VALUES_H
#define RASTRO_INSPECT_OWN_VALUES_H

#include "inspect/subject.h"

/* By what stands behind the $; false: there is no such now. */
bool own_value_find(struct subject *, const char *name, size_t length, struct expression_name *);

#endif
