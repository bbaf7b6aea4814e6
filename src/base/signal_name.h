/* What signals are called, as strace calls them: "SIGINT", "SIGIO", "SIGRTMIN", "SIGRT_3". */
#ifndef RASTRO_BASE_SIGNAL_NAME_H
#define RASTRO_BASE_SIGNAL_NAME_H

#include <stddef.h>
#include <stdint.h>

enum { SIGNAL_MAX = 64 };

/* NULL where no signal has the number. */
const char *signal_name(uint64_t number);
/* The number of a name, in any case and with or without SIG; -1: there is none. */
int signal_find(const char *name, size_t length);

#endif
