/* Descriptors: the three standard ones, which may have been closed when we
 * began, and how many there may be. */
#ifndef RASTRO_CMD_DESCRIPTORS_H
#define RASTRO_CMD_DESCRIPTORS_H

/* Opens /dev/null where one is missing, lest a file of ours take its place. */
void descriptors_fill(void);
/* Lifts the limit as far as it goes: a file for every thread needs many. */
void descriptors_allow_many(void);
/* Takes back what the two above did: the command finds all as it was left.
 * Async-signal-safe. */
void descriptors_restore(void);
/* Lets go of standard input and output, and of standard error unless it is
 * written to: a daemon must not keep a pipe of its starter open. */
void descriptors_leave(int writes_errors);

#endif
