/* What else there is on the system: "info os" in gdb.  A table of tables, each gone through
 * when it is asked for. */
#include "serve/server_parts.h"

#include "base/xml.h"
#include "tracee/proc_text.h"
#include "tracee/tracee.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	TABLE_MAX = 16 << 20, /* bytes: what comes then is left out */
	COMMAND_MAX = 1024,
	STAT_PROCESSOR = 37, /* fields of /proc/PID/stat between the name and this one */
};

static void put_column(struct text *text, const char *name, const char *value, size_t length)
{
	text_format(text, "<column name=\"%s\">", name);
	xml_put(text, value, length);
	text_literal(text, "</column>");
}

static void put_number(struct text *text, const char *name, long number)
{
	text_format(text, "<column name=\"%s\">%ld</column>", name, number);
}

/* ---- of one process, or thread */

static void put_user(struct text *text, pid_t pid)
{
	const struct passwd *user = getpwuid((uid_t)tracee_status(pid, "Uid:"));

	if (user)
		put_column(text, "user", user->pw_name, strlen(user->pw_name));
	else
		put_number(text, "user", tracee_status(pid, "Uid:"));
}

/* Its words, or, of threads of the kernel, the name in brackets. */
static void put_command(struct text *text, pid_t pid)
{
	struct text words = { 0 };
	char name[TRACEE_COMM_MAX + 2] = "[";

	if (proc_text_read(&words, pid, "cmdline") == 0 && words.length) {
		size_t length = words.length < COMMAND_MAX ? words.length : COMMAND_MAX;

		while (length && !words.bytes[length - 1])
			length--;
		for (size_t i = 0; i < length; i++)
			if (!words.bytes[i])
				words.bytes[i] = ' ';
		put_column(text, "command", words.bytes, length);
	} else {
		ssize_t length = tracee_comm(pid, name + 1, TRACEE_COMM_MAX);

		strcpy(name + 1 + (length > 0 ? length : 0), "]");
		put_column(text, "command", name, strlen(name));
	}
	text_free(&words);
}

/* The CPU that it was on the last time. */
static long processor_of(pid_t tid)
{
	struct text stat = { 0 };
	const char *at = proc_text_read(&stat, tid, "stat") == 0 ? strrchr(stat.bytes, ')') : NULL;

	for (unsigned i = 0; at && i < STAT_PROCESSOR; i++)
		at = strchr(at + 1, ' ');
	long processor = at ? strtol(at, NULL, 10) : 0;

	text_free(&stat);
	return processor;
}

static void put_process(struct text *text, pid_t pid)
{
	text_literal(text, "<item>");
	put_number(text, "pid", pid);
	put_user(text, pid);
	put_command(text, pid);
	put_number(text, "cores", processor_of(pid));
	text_literal(text, "</item>\n");
}

static void put_threads(struct text *text, pid_t pid)
{
	pid_t *threads;
	ssize_t count = tracee_threads(pid, &threads);

	for (ssize_t i = 0; i < count; i++) {
		text_literal(text, "<item>");
		put_number(text, "pid", pid);
		put_command(text, pid);
		put_number(text, "tid", threads[i]);
		put_number(text, "core", processor_of(threads[i]));
		text_literal(text, "</item>\n");
	}
	if (count >= 0)
		free(threads);
}

static void put_file(struct text *text, pid_t pid, int fd)
{
	char name[TRACEE_NAME_MAX];
	ssize_t length = tracee_fd_name(pid, fd, name, sizeof(name));

	if (length < 0)
		return;
	text_literal(text, "<item>");
	put_number(text, "pid", pid);
	put_command(text, pid);
	put_number(text, "file descriptor", fd);
	put_column(text, "name", name, (size_t)length);
	text_literal(text, "</item>\n");
}

static void put_files(struct text *text, pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/fd", pid);
	DIR *directory = opendir(path);
	const struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (isdigit((unsigned char)*entry->d_name))
			put_file(text, pid, atoi(entry->d_name));
	if (directory)
		closedir(directory);
}

/* ---- the tables */

static const struct table_row {
	const char *name, *title, *description;
	void (*put)(struct text *, pid_t pid); /* rows that a process has */
} table_rows[] = {
	{ "processes", "Processes", "Listing of all processes", put_process },
	{ "threads", "Threads", "Listing of all threads", put_threads },
	{ "files", "File descriptors", "Listing of all file descriptors", put_files },
};

enum { TABLE_COUNT = sizeof(table_rows) / sizeof(*table_rows) };

static void put_tables(struct text *text)
{
	for (size_t i = 0; i < TABLE_COUNT; i++) {
		const struct table_row *row = &table_rows[i];

		text_literal(text, "<item>");
		put_column(text, "Type", row->name, strlen(row->name));
		put_column(text, "Description", row->description, strlen(row->description));
		put_column(text, "Title", row->title, strlen(row->title));
		text_literal(text, "</item>\n");
	}
}

static int put_table(const struct table_row *row, struct text *text)
{
	DIR *directory = opendir("/proc");
	const struct dirent *entry;

	if (!directory)
		return -errno;
	while (text->length < TABLE_MAX && (entry = readdir(directory)))
		if (isdigit((unsigned char)*entry->d_name))
			row->put(text, atoi(entry->d_name));
	closedir(directory);
	return 0;
}

int server_system(struct server *server, const char *annex, struct text *text)
{
	const struct table_row *row = table_rows;
	int status = 0;

	(void)server;
	while (row < table_rows + TABLE_COUNT && strcmp(row->name, annex) != 0)
		row++;
	if (*annex && row == table_rows + TABLE_COUNT)
		return -ENOENT;
	text_format(text, "<!DOCTYPE target SYSTEM \"osdata.dtd\">\n<osdata type=\"%s\">\n",
	            *annex ? annex : "types");
	if (*annex)
		status = put_table(row, text);
	else
		put_tables(text);
	text_literal(text, "</osdata>\n");
	return status;
}
