/* Things that a client reads piece by piece: "qXfer:OBJECT:read:ANNEX:OFFSET,LENGTH".
 *
 * Most are made anew for every piece, for they do not change while the process is stopped; some
 * are made when their first piece is asked for. */
#include "serve/server_parts.h"

#include "base/xml.h"
#include "inspect/library_list.h"
#include "tracee/proc_text.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANNEX_MAX = 64 };

/* Each returns 0 or -errno. */
static int make_features(struct server *server, const char *annex, struct text *text)
{
	const struct inferior_thread *thread = server_general(server);
	struct register_file file;

	if (strcmp(annex, "target.xml") != 0)
		return -ENOENT;
	if (!thread || server_registers(server, thread, &file) < 0)
		return -ESRCH;
	target_describe(&server->target, text);
	return 0;
}

static int make_auxv(struct server *server, const char *annex, struct text *text)
{
	(void)annex;
	return proc_text_read(text, server_pid(server), "auxv");
}

static int make_program(struct server *server, const char *annex, struct text *text)
{
	char path[64], program[TRACEE_NAME_MAX];

	(void)annex;
	snprintf(path, sizeof(path), "/proc/%d/exe", server_pid(server));
	ssize_t length = readlink(path, program, sizeof(program));

	if (length < 0)
		return -errno;
	text_put(text, program, (size_t)length);
	return 0;
}

static int make_threads(struct server *server, const char *annex, struct text *text)
{
	const struct inferior_thread *thread;
	char name[TRACEE_COMM_MAX];

	(void)annex;
	text_literal(text, "<threads>");
	for (size_t i = 0; (thread = server_next(server, &i));) {
		text_literal(text, "<thread id=\"");
		server_put_id(server, thread, text);
		ssize_t length = tracee_comm(thread->tid, name, sizeof(name));

		text_literal(text, "\" name=\"");
		xml_put(text, name, length > 0 ? (size_t)length : 0);
		text_literal(text, "\"/>");
	}
	text_literal(text, "</threads>");
	return 0;
}

static int make_siginfo(struct server *server, const char *annex, struct text *text)
{
	const struct inferior_thread *thread = server_general(server);
	siginfo_t info;

	(void)annex;
	if (!thread)
		return -ESRCH;
	int status = target_siginfo_read(thread->tid, &info);

	if (status == 0)
		target_siginfo_put(&server->target, &info, text);
	return status;
}

/* That of a 32-bit program has not all that the kernel wants to know. */
static int write_siginfo(struct server *server, uint64_t offset, const char *bytes, size_t length)
{
	const struct inferior_thread *thread = server_general(server);
	siginfo_t info;

	if (!thread || (server->has_target && server->target.abi))
		return -ENOENT;
	if (offset > sizeof(info) || length > sizeof(info) - offset)
		return -EINVAL;
	int status = target_siginfo_read(thread->tid, &info);

	if (status < 0)
		return status;
	memcpy((char *)&info + offset, bytes, length);
	return target_siginfo_write(thread->tid, &info);
}

/* What the loader's list is read through. */
struct served_memory {
	struct memory memory;
	struct server *server;
};

static ssize_t read_served(struct memory *memory, uint64_t address, void *buffer, size_t length)
{
	return server_memory_read(((struct served_memory *)memory)->server, address, buffer,
	                          length);
}

/* Runs something over what is known of the loader; 0 or -errno. */
static int with_libraries(struct server *server,
                          void (*run)(const struct library_source *, void *result), void *result)
{
	const struct inferior_thread *thread = server_general(server);
	struct served_memory memory = { .memory = { .read = read_served }, .server = server };
	struct text auxv = { 0 };
	struct register_file file;
	int status = proc_text_read(&auxv, server_pid(server), "auxv");

	if (status == 0 && (!thread || server_registers(server, thread, &file) < 0))
		status = -ESRCH;
	const struct library_source source = { .memory = &memory.memory,
		                               .auxv = &auxv,
		                               .is_32 = server->target.abi != 0 };

	if (status == 0)
		run(&source, result);
	text_free(&auxv);
	return status;
}

static void put_libraries(const struct library_source *source, void *text)
{
	library_list_put(source, text);
}

static int make_libraries(struct server *server, const char *annex, struct text *text)
{
	(void)annex;
	return with_libraries(server, put_libraries, text);
}

static void find_place(const struct library_source *source, void *place)
{
	*(uint64_t *)place = library_list_place(source);
}

uint64_t server_loader_place(struct server *server)
{
	uint64_t place = 0;

	with_libraries(server, find_place, &place);
	return place;
}

static const struct object_row {
	const char *name;
	int (*make)(struct server *, const char *annex, struct text *);
	bool is_made_once;
} object_rows[] = {
	{ "auxv", make_auxv, false },
	{ "btrace", server_btrace, true },
	{ "btrace-conf", server_btrace_settings, false },
	{ "exec-file", make_program, false },
	{ "features", make_features, false },
	{ "libraries-svr4", make_libraries, false },
	{ "osdata", server_system, true },
	{ "siginfo", make_siginfo, false },
	{ "threads", make_threads, false },
};

/* Copies up to the colon, which is passed; false: there is none, or it is too long. */
static bool take_word(const char **at, char word[ANNEX_MAX])
{
	size_t length = strcspn(*at, ":");

	if ((*at)[length] != ':' || length >= ANNEX_MAX)
		return false;
	memcpy(word, *at, length);
	word[length] = '\0';
	*at += length + 1;
	return true;
}

static void put_piece(const struct text *whole, uint64_t offset, uint64_t length,
                      struct text *reply)
{
	uint64_t left = offset < whole->length ? whole->length - offset : 0;

	/* Every byte may have to be escaped. */
	if (length > SERVER_MEMORY_MAX)
		length = SERVER_MEMORY_MAX;
	text_char(reply, left > length ? 'm' : 'l');
	if (left > 0)
		text_put(reply, whole->bytes + offset, left < length ? left : length);
}

static void read_object(struct server *server, const struct object_row *row, const char *annex,
                        const char *at, struct text *reply)
{
	struct text made = { 0 }, *whole = row->is_made_once ? &server->piece : &made;
	uint64_t offset, length;
	int status = 0;

	if (!hex_number(&at, &offset) || *at++ != ',' || !hex_number(&at, &length)) {
		server_put_error(reply, EINVAL);
		return;
	}
	if (!row->is_made_once || offset == 0) {
		text_free(whole);
		status = row->make(server, annex, whole);
	}
	if (status < 0 || whole->failed)
		server_put_error(reply, status < 0 ? -status : ENOMEM);
	else
		put_piece(whole, offset, length, reply);
	text_free(&made);
}

/* "OFFSET:BYTES" */
static void write_object(struct server *server, const char *at, struct text *reply)
{
	const char *end = server->connection->reader.bytes + server->connection->reader.length;
	uint64_t offset;

	if (!hex_number(&at, &offset) || *at++ != ':') {
		server_put_error(reply, EINVAL);
		return;
	}
	size_t length = (size_t)(end - at);
	int status = write_siginfo(server, offset, at, length);

	if (status < 0)
		server_put_error(reply, -status);
	else
		text_format(reply, "%zx", length);
}

void server_transfer(struct server *server, const char *at, struct text *reply)
{
	char name[ANNEX_MAX], way[ANNEX_MAX], annex[ANNEX_MAX];

	if (!take_word(&at, name) || !take_word(&at, way) || !take_word(&at, annex)) {
		server_put_error(reply, EINVAL);
		return;
	}
	if (strcmp(way, "write") == 0 && strcmp(name, "siginfo") == 0)
		write_object(server, at, reply);
	if (strcmp(way, "read") != 0)
		return;
	for (size_t i = 0; i < sizeof(object_rows) / sizeof(*object_rows); i++)
		if (strcmp(object_rows[i].name, name) == 0)
			read_object(server, &object_rows[i], annex, at, reply);
}
