/* Files that a client wants to read or write: programs, libraries, what it brings along.
 *
 * It may open what we may, as we see it or as the process sees it; and nothing here waits: of
 * a pipe or a device there is nothing to be had. */
#include "serve/server_parts.h"

#include "base/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PATH_MAX_WIRE = 4096, MODE_MAX = 07777 };

/* The protocol's flags; the lowest two bits are ours. */
static const struct {
	unsigned wire;
	int native;
} flag_rows[] = { { 0x8, O_APPEND }, { 0x200, O_CREAT }, { 0x400, O_TRUNC }, { 0x800, O_EXCL } };

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

/* ---- whose files */

/* As open() does it: below the root that was chosen, which no link leads out of. */
static int open_below(const struct server *server, const char *path, int flags, unsigned mode)
{
	struct open_how how = { .flags = (unsigned)flags | O_CLOEXEC,
		                .mode = flags & O_CREAT ? mode : 0,
		                .resolve = RESOLVE_IN_ROOT };
	char root_path[64];

	if (!server->root)
		return open(path, flags | O_CLOEXEC, mode);
	snprintf(root_path, sizeof(root_path), "/proc/%d/root", server->root);
	AUTO_CLOSE int root = open(root_path, O_PATH | O_DIRECTORY | O_CLOEXEC);

	return root < 0 ? -1 : (int)syscall(SYS_openat2, root, path, &how, sizeof(how));
}

/* Whose file system paths are of; 0: ours. */
static void choose_root(struct server *server, const char *at, struct text *reply)
{
	uint64_t pid;

	if (!hex_number(&at, &pid) || pid > INT32_MAX) {
		put_failure(reply, EINVAL);
		return;
	}
	server->root = (pid_t)pid;
	put_result(reply, 0);
}

/* ---- open files */

static int flags_from_wire(uint64_t wire)
{
	int flags = (int)(wire & O_ACCMODE);

	for (size_t i = 0; i < sizeof(flag_rows) / sizeof(*flag_rows); i++)
		if (wire & flag_rows[i].wire)
			flags |= flag_rows[i].native;
	return flags;
}

static void open_file(struct server *server, const char *at, struct text *reply)
{
	char path[PATH_MAX_WIRE + 1];
	uint64_t flags, mode = 0;
	unsigned slot = 0;

	if (!take_path(&at, path) || *at++ != ',' || !hex_number(&at, &flags) ||
	    (*at++ == ',' && !hex_number(&at, &mode))) {
		put_failure(reply, EINVAL);
		return;
	}
	while (slot < SERVER_FILES_MAX && server->files[slot] >= 0)
		slot++;
	if (slot == SERVER_FILES_MAX) {
		put_failure(reply, EMFILE);
		return;
	}
	server->files[slot] =
		open_below(server, path, flags_from_wire(flags) | O_NONBLOCK | O_NOCTTY,
	                   (unsigned)mode & MODE_MAX);
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

/* "FILE,OFFSET,BYTES" */
static void write_file(struct server *server, const char *at, struct text *reply)
{
	const struct packet_reader *reader = &server->connection->reader;
	const int *file = take_file(server, &at);
	uint64_t offset;

	if (!file || *at++ != ',' || !hex_number(&at, &offset) || *at++ != ',') {
		put_failure(reply, file ? EINVAL : EBADF);
		return;
	}
	ssize_t put =
		pwrite(*file, at, (size_t)(reader->bytes + reader->length - at), (off_t)offset);

	if (put < 0)
		put_failure(reply, errno);
	else
		put_result(reply, (uint64_t)put);
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

/* ---- names */

static void read_link(struct server *server, const char *at, struct text *reply)
{
	char path[PATH_MAX_WIRE + 1], target[PATH_MAX_WIRE];

	if (!take_path(&at, path)) {
		put_failure(reply, EINVAL);
		return;
	}
	AUTO_CLOSE int link = open_below(server, path, O_PATH | O_NOFOLLOW, 0);
	ssize_t length = link < 0 ? -1 : readlinkat(link, "", target, sizeof(target));

	if (length < 0) { /* what is no link has no name to look up */
		put_failure(reply, link >= 0 && errno == ENOENT ? EINVAL : errno);
		return;
	}
	put_result(reply, (uint64_t)length);
	text_char(reply, ';');
	text_put(reply, target, (size_t)length);
}

static void remove_file(struct server *server, const char *at, struct text *reply)
{
	char path[PATH_MAX_WIRE + 1], *slash, *name;

	if (!take_path(&at, path)) {
		put_failure(reply, EINVAL);
		return;
	}
	slash = strrchr(path, '/');
	name = slash ? slash + 1 : path;
	char last[PATH_MAX_WIRE + 1];

	snprintf(last, sizeof(last), "%s", name);
	*name = '\0';
	AUTO_CLOSE int folder = open_below(server, *path ? path : ".", O_PATH | O_DIRECTORY, 0);

	if (folder < 0 || unlinkat(folder, last, 0) < 0)
		put_failure(reply, errno);
	else
		put_result(reply, 0);
}

static const struct file_row {
	const char *name;
	void (*answer)(struct server *, const char *at, struct text *reply);
} file_rows[] = {
	{ "close:", close_file },  { "fstat:", tell_file },    { "open:", open_file },
	{ "pread:", read_file },   { "pwrite:", write_file },  { "readlink:", read_link },
	{ "setfs:", choose_root }, { "unlink:", remove_file },
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
	server->root = 0;
	for (unsigned i = 0; i < SERVER_FILES_MAX; i++) {
		if (server->files[i] >= 0)
			close(server->files[i]);
		server->files[i] = -1;
	}
}
