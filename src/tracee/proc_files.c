/* Kept files of /proc: a few tasks' at a time, each from when it proves busy. */
#include "tracee/proc_files.h"

#include "tracee/tracee.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum {
	BUSY_USES = 8, /* a task that ends before costs no descriptor */
	PATH_SIZE = 64,
};

static const struct {
	const char *path;
	int flags;
} files[PROC_FILE_COUNT] = {
	[PROC_TASK] = { "/proc/%d", O_PATH | O_DIRECTORY },
	[PROC_DESCRIPTORS] = { "/proc/%d/fd", O_PATH | O_DIRECTORY },
	[PROC_COMM] = { "/proc/%d/comm", O_RDONLY },
};

static void task_forget(struct proc_task *task)
{
	for (int file = 0; file < PROC_FILE_COUNT; file++) {
		if (task->open[file] >= 0)
			close(task->open[file]);
		task->open[file] = -1;
	}
	task->uses = 0;
}

void proc_files_init(struct proc_files *kept)
{
	for (int i = 0; i < PROC_TASKS_KEPT; i++) {
		kept->tasks[i] = (struct proc_task){ 0 };
		for (int file = 0; file < PROC_FILE_COUNT; file++)
			kept->tasks[i].open[file] = -1;
	}
}

void proc_files_close(struct proc_files *kept)
{
	for (int i = 0; i < PROC_TASKS_KEPT; i++)
		task_forget(&kept->tasks[i]);
}

static int file_open(pid_t tid, enum proc_file file)
{
	char path[PATH_SIZE];

	snprintf(path, sizeof(path), files[file].path, tid);
	return open(path, files[file].flags | O_CLOEXEC);
}

/* The kept file, or -1: the task is not busy, or there is none. */
static int file_find(struct proc_files *kept, pid_t tid, enum proc_file file)
{
	struct proc_task *task = &kept->tasks[(unsigned)tid % PROC_TASKS_KEPT];

	if (task->tid != tid) {
		task_forget(task);
		task->tid = tid;
	}
	if (task->open[file] < 0 && ++task->uses > BUSY_USES)
		task->open[file] = file_open(tid, file);
	return task->open[file];
}

/* What a kept file did not tell was asked by its path.  Had that an answer, then the
 * kept one was of a task that is gone. */
static ssize_t answered(struct proc_files *kept, pid_t tid, int file, ssize_t result)
{
	if (file >= 0 && result >= 0)
		task_forget(&kept->tasks[(unsigned)tid % PROC_TASKS_KEPT]);
	return result;
}

static const char *number_put(char text[16], int number)
{
	snprintf(text, 16, "%d", number);
	return text;
}

ssize_t proc_fd_name(struct proc_files *kept, pid_t tid, int fd, char *buffer, size_t size)
{
	int directory = file_find(kept, tid, PROC_DESCRIPTORS);
	char number[16];
	ssize_t length =
		directory < 0 ? -1 : readlinkat(directory, number_put(number, fd), buffer, size);

	if (length >= 0)
		return length;
	return answered(kept, tid, directory, tracee_fd_name(tid, fd, buffer, size));
}

ssize_t proc_cwd(struct proc_files *kept, pid_t tid, char *buffer, size_t size)
{
	int directory = file_find(kept, tid, PROC_TASK);
	ssize_t length = directory < 0 ? -1 : readlinkat(directory, "cwd", buffer, size);

	if (length >= 0)
		return length;
	return answered(kept, tid, directory, tracee_cwd(tid, buffer, size));
}

ssize_t proc_comm(struct proc_files *kept, pid_t tid, char *buffer, size_t size)
{
	int file = file_find(kept, tid, PROC_COMM);
	ssize_t length = file < 0 ? -1 : pread(file, buffer, size, 0);

	if (length > 0)
		return buffer[length - 1] == '\n' ? length - 1 : length;
	return answered(kept, tid, file, tracee_comm(tid, buffer, size));
}

int proc_fd_status(struct proc_files *kept, pid_t tid, int fd, struct stat *status)
{
	int directory = file_find(kept, tid, PROC_DESCRIPTORS);
	char number[16];

	if (directory >= 0 && fstatat(directory, number_put(number, fd), status, 0) == 0)
		return 0;
	return (int)answered(kept, tid, directory, tracee_fd_status(tid, fd, status));
}
