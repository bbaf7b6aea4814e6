/* Files below /proc/TID that are asked for again and again, kept open.
 *
 * Nothing of what they say is kept: every answer is the kernel's of that moment.
 * What is saved is the way to the file, which takes longer than the answer.  A
 * kept file belongs to one task, and fails when that has ended, even if its number
 * is another's by then: so what fails is opened and asked once more. */
#ifndef RASTRO_TRACEE_PROC_FILES_H
#define RASTRO_TRACEE_PROC_FILES_H

#include <sys/stat.h>
#include <sys/types.h>

enum proc_file { PROC_TASK, PROC_DESCRIPTORS, PROC_COMM, PROC_FILE_COUNT };

enum { PROC_TASKS_KEPT = 32 };

struct proc_files {
	struct proc_task {
		pid_t tid; /* its number modulo PROC_TASKS_KEPT says where */
		unsigned uses;
		int open[PROC_FILE_COUNT]; /* -1: not open */
	} tasks[PROC_TASKS_KEPT];
};

void proc_files_init(struct proc_files *);
void proc_files_close(struct proc_files *);

/* As those of tracee.h: each returns the length written (no NUL) or -errno. */
ssize_t proc_fd_name(struct proc_files *, pid_t tid, int fd, char *buffer, size_t size);
ssize_t proc_cwd(struct proc_files *, pid_t tid, char *buffer, size_t size);
ssize_t proc_comm(struct proc_files *, pid_t tid, char *buffer, size_t size);
/* Of what the descriptor refers to; 0 or -errno. */
int proc_fd_status(struct proc_files *, pid_t tid, int fd, struct stat *);

#endif
