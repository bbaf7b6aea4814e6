/* Messages of the program itself, on standard error. */
#ifndef RASTRO_CMD_REPORT_H
#define RASTRO_CMD_REPORT_H

#include "base/error.h"

/* The name that begins every message: argv[0] as it was given. */
void report_begin(const char *program);

__attribute__((format(printf, 1, 2))) void report(const char *format, ...);
void report_error(const struct error *);

#endif
