/* What /proc tells of a task: its process, its threads, names of what it holds.
 *
 * All of it may be gone the next moment; nothing here fails louder than with
 * -errno, and a text that does not fit is cut. */
#ifndef RASTRO_TRACEE_TRACEE_H
#define RASTRO_TRACEE_TRACEE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

enum { TRACEE_NAME_MAX = 4096, TRACEE_COMM_MAX = 64, TRACEE_FDINFO_MAX = 64 };

/* What a line of /proc/TID/status holds, as a number; -errno or -ENOENT.
 * field with its colon: "Tgid:". */
long tracee_status(pid_t tid, const char *field);

/* What a task does, as /proc has it: 'R', 'S', 'Z' ...; 0: it is gone. */
char tracee_state(pid_t tid);

/* True when without a tracer neither this signal (0: none) nor those that wait for
 * the task would end a call it sleeps in: it ignores or blocks them all. */
bool tracee_is_undisturbed(pid_t tid, int signal);

/* Such a line that is a set of signals: bit n - 1 for signal n; 0 when it cannot be read. */
uint64_t tracee_signals(pid_t tid, const char *field);
/* Those that wait for the thread and that it does not block. */
uint64_t tracee_signals_coming(pid_t tid);

/* The process of a task; -errno when the task is gone. */
pid_t tracee_process(pid_t tid);
/* True when tid is a thread of process pid. */
bool tracee_has_thread(pid_t pid, pid_t tid);

/* Tids of all threads of the process that tid belongs to; the caller frees
 * *list.  Returns their number or -errno. */
ssize_t tracee_threads(pid_t tid, pid_t **list);

/* True when a descriptor of the process has that name, or one that begins with it. */
bool tracee_holds(pid_t pid, const char *name);
/* Which of the names, by index, descriptors of the process have so: a set of bits. */
unsigned tracee_holds_of(pid_t pid, const char *const *names, unsigned count);
/* Whether pages of it may have to come from a userfaultfd, whoever holds that. */
bool tracee_is_served(pid_t pid);
/* Addresses that the program may read, or may not, as far as neighbours are alike. */
struct tracee_span {
	uint64_t first, end;
	bool readable;
};
/* The one around an address; false when nobody tells. */
bool tracee_span(pid_t tid, uint64_t address, struct tracee_span *);
/* True when all pages of the range are in memory, so that reading them takes no
 * time; false, too, when nobody tells. */
bool tracee_is_present(pid_t tid, uint64_t address, size_t length);
/* The processes that threads of this process made and that are still its children;
 * the caller frees *list.  Returns their number or -errno. */
ssize_t tracee_children(pid_t pid, pid_t **list);

/* Each returns the length written (no NUL) or -errno. */
ssize_t tracee_fd_name(pid_t tid, int fd, char *buffer, size_t size);
/* Of what the descriptor refers to; 0 or -errno. */
int tracee_fd_status(pid_t tid, int fd, struct stat *);
/* What follows field in /proc/TID/fdinfo/N; false when there is no such field. */
bool tracee_fd_info(pid_t tid, int fd, const char *field, char value[TRACEE_FDINFO_MAX]);
ssize_t tracee_cwd(pid_t tid, char *buffer, size_t size);
ssize_t tracee_comm(pid_t tid, char *buffer, size_t size);

#endif
