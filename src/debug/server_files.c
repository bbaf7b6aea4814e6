/* Files that a client wants to read, as this process sees them: programs and libraries.
 *
 * It may open what we may; but only to read, and nothing here waits: of a pipe or a device
 * there is nothing to be had. */
#include "debug/server_parts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_MAX_WIRE = 4096, FLAGS_WRITE = 0x3 | 0x8 | 0x200 | 0x400 };

/* The protocol's numbers of errors are those of Linux, but for one; others have none. */
static void put_failure(struct text *reply, int number)
{
	static const uint8_t known[] = { EPERM,  ENOENT, EINTR,  EBADF,   EACCES, EFAULT,
		                         EBUSY,  EEXIST, ENODEV, ENOTDIR, EISDIR, EINVAL,
		                         ENFILE, EMFILE, EFBIG,  ENOSPC,  ESPIPE, EROFS };
	bool is_known = memchr(known, number, sizeof(known)) != NULL;
	int wire = number == ENAMETOOLONG ? 91 : is_known ? number : 9999;

	reply->length = 0;
	text_format(reply, "F-1,%x", (unsigned)wire);
}

static void put_result(struct text *reply, uint64_t result)
{
	text_format(reply, "F%llx", (unsigned long long)result);
}

static bool take_path(const char **at, char path[PATH_MAX_WIRE + 1])
{
	size_t length = hex_bytes(at, path, PATH_MAX_WIRE);

	path[length] = '\0';
	return length > 0 && strlen(path) == length;
}

/* A descriptor that the client was given; -1: it was not. */
static int *take_file(struct server *server, const char **at)
{
	uint64_t number;

	if (!hex_number(at, &number) || number >= SERVER_FILES_MAX || server->files[number] < 0)
		return NULL;
	return &server->files[number];
}

static void open_file(struct server *server, const char *at, struct text *reply)
{
	char path[PATH_MAX_WIRE + 1];
	uint64_t flags;
	unsigned slot = 0;

	if (!take_path(&at, path) || *at++ != ',' || !hex_number(&at, &flags)) {
		put_failure(reply, EINVAL);
		return;
	}
	while (slot < SERVER_FILES_MAX && server->files[slot] >= 0)
		slot++;
	if (slot == SERVER_FILES_MAX || flags & FLAGS_WRITE) {
		put_failure(reply, slot == SERVER_FILES_MAX ? EMFILE : EACCES);
		return;
	}
	server->files[slot] = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (server->files[slot] < 0)
		put_failure(reply, errno);
	else
		put_result(reply, slot);
}

static void close_file(struct server *server, const char *at, struct text *reply)
{
	int *file = take_file(server, &at);

	if (!file) {
		put_failure(reply, EBADF);
		return;
	}
	close(*file);
	*file = -1;
	put_result(reply, 0);
}

static void read_file(struct server *server, const char *at, struct text *reply)
{
	const int *file = take_file(server, &at);
	uint64_t length, offset;

	if (!file || *at++ != ',' || !hex_number(&at, &length) || *at++ != ',' ||
	    !hex_number(&at, &offset)) {
		put_failure(reply, file ? EINVAL : EBADF);
		return;
	}
	/* Every byte may have to be escaped. */
	if (length > SERVER_MEMORY_MAX)
		length = SERVER_MEMORY_MAX;
	char *bytes = malloc(length + 1);
	ssize_t got = bytes ? pread(*file, bytes, length, (off_t)offset) : -1;

	if (got < 0) {
		put_failure(reply, bytes ? errno : ENOMEM);
	} else {
		put_result(reply, (uint64_t)got);
		text_char(reply, ';');
		text_put(reply, bytes, (size_t)got);
	}
	free(bytes);
}

static void put_big_endian(struct text *text, uint64_t number, unsigned size)
{
	while (size-- > 0)
		text_char(text, (char)(number >> 8 * size));
}

static void tell_file(struct server *server, const char *at, struct text *reply)
{
	const int *file = take_file(server, &at);
	struct stat status;

	if (!file || fstat(*file, &status) < 0) {
		put_failure(reply, file ? errno : EBADF);
		return;
	}
	const struct {
		uint64_t number;
		unsigned size;
	} members[] = {
		{ status.st_dev, 4 },
		{ status.st_ino, 4 },
		{ status.st_mode, 4 },
		{ status.st_nlink, 4 },
		{ status.st_uid, 4 },
		{ status.st_gid, 4 },
		{ status.st_rdev, 4 },
		{ (uint64_t)status.st_size, 8 },
		{ (uint64_t)status.st_blksize, 8 },
		{ (uint64_t)status.st_blocks, 8 },
		{ (uint64_t)status.st_atime, 4 },
		{ (uint64_t)status.st_mtime, 4 },
		{ (uint64_t)status.st_ctime, 4 },
	};
	struct text bytes = { 0 };

	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		put_big_endian(&bytes, members[i].number, members[i].size);
	put_result(reply, bytes.length);
	text_char(reply, ';');
	text_put(reply, bytes.bytes, bytes.length);
	text_free(&bytes);
}

static void read_link(struct server *server, const char *at, struct text *reply)
{
	char path[PATH_MAX_WIRE + 1], target[PATH_MAX_WIRE];

	(void)server;
	if (!take_path(&at, path)) {
		put_failure(reply, EINVAL);
		return;
	}
	ssize_t length = readlink(path, target, sizeof(target));

	if (length < 0) {
		put_failure(reply, errno);
		return;
	}
	put_result(reply, (uint64_t)length);
	text_char(reply, ';');
	text_put(reply, target, (size_t)length);
}

/* Whose file system it is: ours serves for all. */
static void choose_root(struct server *server, const char *at, struct text *reply)
{
	(void)server;
	(void)at;
	put_result(reply, 0);
}

static const struct file_row {
	const char *name;
	void (*answer)(struct server *, const char *at, struct text *reply);
} file_rows[] = {
	{ "close:", close_file }, { "fstat:", tell_file },    { "open:", open_file },
	{ "pread:", read_file },  { "readlink:", read_link }, { "setfs:", choose_root },
};

void server_file(struct server *server, const char *at, struct text *reply)
{
	for (size_t i = 0; i < sizeof(file_rows) / sizeof(*file_rows); i++) {
		size_t length = strlen(file_rows[i].name);

		if (strncmp(at, file_rows[i].name, length) == 0)
			file_rows[i].answer(server, at + length, reply);
	}
}

void server_close_files(struct server *server)
{
	for (unsigned i = 0; i < SERVER_FILES_MAX; i++) {
		if (server->files[i] >= 0)
			close(server->files[i]);
		server->files[i] = -1;
	}
}
