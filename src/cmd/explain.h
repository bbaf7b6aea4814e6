/* rastro debug --explain: what the debugger asks of the kernel, and what for. */
#ifndef RASTRO_CMD_EXPLAIN_H
#define RASTRO_CMD_EXPLAIN_H

/* From now on each request is told on standard error. */
void explain_begin(void);
/* The line that they are made for; it is copied. */
void explain_for(const char *line);

#endif
