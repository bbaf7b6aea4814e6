/* Streams: text gathers in memory and leaves in large writes.
 *
 * The first failure ends a stream: what comes later is thrown away, so that a
 * tracer whose reader went away or whose disk is full goes on without output
 * and says so once.  Two signals would end us instead, SIGPIPE and SIGXFSZ;
 * both are sent to the writing thread, which therefore blocks them for the
 * write and takes back what it caused.  Dispositions, which a traced command
 * would inherit, are left alone. */
#include "output/stream.h"

#include "base/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	GATHERED_MAX = 1 << 15, /* so much is not kept back any longer */
	SYMLINKS_MAX = 40,      /* as the kernel follows */
};

struct stream {
	struct text text;
	int fd;
	bool owns_fd;
	bool in_memory; /* there is no fd */
	pid_t command; /* that reads from us; 0: none */
	volatile sig_atomic_t abandoned;
	struct error error; /* text is empty until something failed */
	char name[];
};

static struct stream *stream_create(const char *name)
{
	struct stream *stream = calloc(1, sizeof(*stream) + strlen(name) + 1);

	if (stream) {
		strcpy(stream->name, name);
		stream->fd = -1;
	}
	return stream;
}

struct stream *stream_from_fd(int fd)
{
	const char *name = fd == STDERR_FILENO   ? "standard error"
	                   : fd == STDOUT_FILENO ? "standard output"
	                                         : "output";
	struct stream *stream = stream_create(name);

	if (stream)
		stream->fd = fd;
	return stream;
}

struct stream *stream_in_memory(void)
{
	struct stream *stream = stream_create("memory");

	if (stream)
		stream->in_memory = true;
	return stream;
}

/* True where anybody may leave a link, and a stranger left this one: neither we
 * nor the superuser.  The kernel refuses to follow such links only if
 * fs.protected_symlinks is set, and never those of the directory's owner. */
static bool link_is_planted(const struct stat *link, const struct stat *directory)
{
	mode_t shared = S_ISVTX | S_IWOTH;

	return (directory->st_mode & shared) == shared && link->st_uid != geteuid() &&
	       link->st_uid != 0;
}

static bool is_on_procfs(int fd)
{
	struct statfs filesystem;

	return fstatfs(fd, &filesystem) == 0 && filesystem.f_type == PROC_SUPER_MAGIC;
}

static int open_directory_of(int at, const char *path, const char *base)
{
	char directory[PATH_MAX];
	size_t length = (size_t)(base - path);

	if (length >= sizeof(directory)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(directory, path, length);
	directory[length] = '\0';
	return openat(at, length ? directory : ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

/* Opens path as open() would, but follows symbolic links itself, each from the
 * directory that was looked at, so that nobody can exchange it in between. */
static int open_carefully(int at, const char *path, int flags, unsigned links_left)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;

	if (*base == '\0')
		return openat(at, path, flags, 0666);
	AUTO_CLOSE int directory = open_directory_of(at, path, base);

	if (directory < 0)
		return -1;
	int fd = openat(directory, base, flags | O_NOFOLLOW, 0666);

	if (fd >= 0 || errno != ELOOP)
		return fd;
	AUTO_CLOSE int link = openat(directory, base, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat link_status, directory_status;

	if (link < 0 || fstat(link, &link_status) < 0 || fstat(directory, &directory_status) < 0)
		return -1;
	if (link_is_planted(&link_status, &directory_status)) {
		errno = EPERM;
		return -1;
	}
	/* /dev/stdout ends in /proc/self/fd, whose links lead where their text does not. */
	if (is_on_procfs(directory))
		return openat(directory, base, flags, 0666);
	char target[PATH_MAX];
	ssize_t length = readlinkat(link, "", target, sizeof(target) - 1);

	if (length < 0 || links_left == 0) {
		errno = length < 0 ? errno : ELOOP;
		return -1;
	}
	target[length] = '\0';
	return open_carefully(directory, target, flags, links_left - 1);
}

static int stream_open_file(struct stream *stream, bool append, struct error *error)
{
	int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | (append ? O_APPEND : O_TRUNC);

	stream->fd = open_carefully(AT_FDCWD, stream->name, flags, SYMLINKS_MAX);
	if (stream->fd < 0) {
		const char *help = errno != EPERM ? ""
		                                  : " (if it is a symbolic link that somebody else "
		                                    "left in a shared directory, name its target)";

		return error_set(error, errno, "Can't fopen '%s': %s%s", stream->name,
		                 strerror(errno), help);
	}
	return 0;
}

/* The command starts as from a shell: our blocked and ignored signals are our own affair. */
static int spawn_shell(const char *command, int input, pid_t *pid)
{
	char *const argv[] = { "sh", "-c", "--", (char *)command, NULL };
	sigset_t none, defaults;
	posix_spawnattr_t attributes;
	posix_spawn_file_actions_t actions;

	sigemptyset(&none);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	int number = posix_spawn(pid, "/bin/sh", &actions, &attributes, argv, environ);

	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return number;
}

static int stream_open_command(struct stream *stream, struct error *error)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) < 0)
		return error_set(error, errno, "Can't popen '%s': %s", stream->name + 1,
		                 strerror(errno));
	stream->fd = ends[1];
	/* dup2() to itself would leave it closed on exec. */
	if (ends[0] == STDIN_FILENO)
		fcntl(ends[0], F_SETFD, 0);
	int number = spawn_shell(stream->name + 1, ends[0], &stream->command);

	close(ends[0]);
	if (number != 0)
		return error_set(error, number, "Can't popen '%s': %s", stream->name + 1,
		                 strerror(number));
	return 0;
}

struct stream *stream_open(const char *path, bool append, struct error *error)
{
	struct stream *stream = stream_create(path);

	if (!stream) {
		error_set(error, ENOMEM, "Can't fopen '%s': %s", path, strerror(ENOMEM));
		return NULL;
	}
	stream->owns_fd = true;
	int failed = *path == '|' || *path == '!' ? stream_open_command(stream, error)
	                                          : stream_open_file(stream, append, error);

	if (failed) {
		if (stream->fd >= 0)
			close(stream->fd);
		free(stream);
		return NULL;
	}
	return stream;
}

struct text *stream_text(struct stream *stream)
{
	return &stream->text;
}

void stream_line(struct stream *stream)
{
	if (stream->text.length >= GATHERED_MAX)
		stream_flush(stream);
}

static void stream_fail(struct stream *stream, int number)
{
	if (stream->error.text[0] == '\0')
		error_set(&stream->error, number, "%s: %s (the output ends here)", stream->name,
		          strerror(number));
}

/* Waits where an O_NONBLOCK that others set on a shared descriptor does not. */
static void wait_until_writable(int fd)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLOUT };

	poll(&poll_fd, 1, -1);
}

/* Returns 0 or what went wrong. */
static int write_all(struct stream *stream, const char *bytes, size_t length)
{
	while (length != 0) {
		ssize_t written = write(stream->fd, bytes, length);

		if (written >= 0) {
			bytes += written;
			length -= (size_t)written;
		} else if (errno == EAGAIN) {
			wait_until_writable(stream->fd);
		} else if (errno != EINTR) {
			return errno;
		}
		if (stream->abandoned && length != 0)
			return EINTR;
	}
	return 0;
}

/* Runs write_all() with the signals that it may cause blocked, and swallows those. */
static int write_quietly(struct stream *stream, const char *bytes, size_t length)
{
	static const struct timespec now = { 0 };
	sigset_t caused, pending, before;

	sigemptyset(&caused);
	sigaddset(&caused, SIGPIPE);
	sigaddset(&caused, SIGXFSZ);
	pthread_sigmask(SIG_BLOCK, &caused, &before);
	int number = write_all(stream, bytes, length);

	if (number == EPIPE || number == EFBIG) {
		sigpending(&pending);
		if (sigismember(&pending, SIGPIPE) || sigismember(&pending, SIGXFSZ))
			while (sigtimedwait(&caused, NULL, &now) < 0 && errno == EINTR)
				continue;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return number;
}

int stream_flush(struct stream *stream)
{
	struct text *text = &stream->text;
	int number = 0;

	if (stream->in_memory)
		return 0;
	if (stream->error.text[0] == '\0' && text->length != 0)
		number = write_quietly(stream, text->bytes, text->length);
	if (number == 0 && text->failed)
		number = ENOMEM;
	if (number != 0)
		stream_fail(stream, number);
	text->length = 0;
	return stream->error.text[0] == '\0' ? 0 : -1;
}

void stream_abandon(struct stream *stream)
{
	stream->abandoned = 1;
}

const struct error *stream_error(const struct stream *stream)
{
	return stream->error.text[0] == '\0' ? NULL : &stream->error;
}

/* An engine that waits for all children may have reaped the command: ECHILD is fine. */
static void stream_wait_for_command(const struct stream *stream)
{
	while (waitpid(stream->command, NULL, 0) < 0 && errno == EINTR && !stream->abandoned)
		continue;
}

int stream_close(struct stream *stream, struct error *error)
{
	if (!stream)
		return 0;
	stream_flush(stream);
	/* Some file systems tell only now that there was no space. */
	if (stream->owns_fd && close(stream->fd) < 0 && errno != EINTR)
		stream_fail(stream, errno);
	if (stream->command)
		stream_wait_for_command(stream);
	int result = stream->error.text[0] == '\0' ? 0 : -1;

	if (result < 0 && error)
		*error = stream->error;
	text_free(&stream->text);
	free(stream);
	return result;
}
