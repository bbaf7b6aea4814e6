/* Descriptors and processes, with the names that the event has for them. */
#include "output/print_kinds.h"

#include <string.h>

/* Text that we made of what a descriptor is, quotes and escapes included.  It
 * may come out of a recording, so it is doubted all the same. */
static void put_made(struct text *out, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		text_char(out, bytes[i] >= ' ' && bytes[i] < 0x7f ? (char)bytes[i] : '?');
}

static void put_detail(struct text *out, const struct chunk *chunk)
{
	put_made(out, chunk_bytes(chunk), chunk->length);
}

/* One character of a string as C has it; returns how much of the text it takes. */
static size_t unescape(const uint8_t *text, size_t length, uint8_t *byte)
{
	static const char letters[] = "ntrvf", meant[] = "\n\t\r\v\f";
	size_t digits = 0;

	*byte = text[0];
	if (text[0] != '\\' || length < 2)
		return 1;
	for (*byte = 0; digits < 3 && digits + 1 < length; digits++) {
		uint8_t digit = text[1 + digits];

		if (digit < '0' || digit > '7')
			break;
		*byte = (uint8_t)(*byte * 8 + digit - '0');
	}
	if (digits)
		return 1 + digits;
	const char *letter = memchr(letters, text[1], sizeof(letters) - 1);

	*byte = letter ? (uint8_t)meant[letter - letters] : text[1];
	return 2;
}

/* The name of a socket is quoted in what we made: it is hexadecimal where strings are. */
static void put_socket(struct text *out, const struct chunk *chunk, enum hex_strings hex)
{
	enum { NAME_MAX_SHOWN = 256 };
	const uint8_t *text = chunk_bytes(chunk), *end = text + chunk->length;
	const uint8_t *at = hex == HEX_NONE ? NULL : memchr(text, '"', chunk->length);
	uint8_t name[NAME_MAX_SHOWN];
	size_t length = 0;

	if (!at) {
		put_detail(out, chunk);
		return;
	}
	put_made(out, text, (size_t)(at - text));
	for (at++; at < end && *at != '"' && length < NAME_MAX_SHOWN; length++)
		at += unescape(at, (size_t)(end - at), &name[length]);
	print_quoted(out, name, length, hex, 0);
	if (at < end)
		put_made(out, at + 1, (size_t)(end - at - 1));
}

/* </path>, and </path>(deleted) for what the kernel calls "/path (deleted)";
 * device: </path<char 1:3>>, or NULL. */
static void put_named(struct text *out, const struct chunk *chunk, enum hex_strings hex,
                      const struct chunk *device)
{
	static const char suffix[] = " (deleted)";
	size_t length = chunk->length, tail = sizeof(suffix) - 1;
	bool deleted = chunk->kind == CHUNK_FD && length > tail &&
	               !memcmp(chunk_bytes(chunk) + length - tail, suffix, tail);

	text_char(out, '<');
	if (chunk->kind == CHUNK_SOCKET)
		put_socket(out, chunk, hex);
	else if (chunk->kind == CHUNK_FD_DETAIL)
		put_detail(out, chunk);
	else
		print_quoted(out, chunk_bytes(chunk), deleted ? length - tail : length, hex,
		             QUOTE_NONE | QUOTE_ANGLES);
	if (device) {
		text_char(out, '<');
		put_detail(out, device);
		text_char(out, '>');
	}
	text_char(out, '>');
	if (deleted)
		text_string(out, suffix + 1);
}

static bool chunk_begins(const struct chunk *chunk, const char *prefix)
{
	return chunk->length >= strlen(prefix) &&
	       !memcmp(chunk_bytes(chunk), prefix, strlen(prefix));
}

static bool is_socket(const struct chunk *name)
{
	return name && (name->kind == CHUNK_SOCKET || chunk_begins(name, "socket:["));
}

static const struct chunk *name_find(const struct printer *printer, enum chunk_kind kind,
                                     int64_t number)
{
	return event_name_find(printer->event, kind, (uint64_t)number, printer->came_out);
}

/* What stands between the angles: the detail that this view asks for, or the name. */
static void put_fd_names(struct printer *printer, const struct chunk *name,
                         const struct chunk *detail)
{
	unsigned wanted = printer->view->decode_fds;
	const struct chunk *device = NULL;

	if (detail && ((wanted & DECODE_FD_PIDFD && chunk_begins(detail, "pid:")) ||
	               (wanted & DECODE_FD_SIGNALFD && chunk_begins(detail, "signalfd:")) ||
	               (wanted & DECODE_FD_EVENTFD && chunk_begins(detail, "{eventfd-"))))
		name = detail;
	else if (detail && wanted & DECODE_FD_DEV &&
	         (chunk_begins(detail, "char ") || chunk_begins(detail, "block ")))
		device = detail;
	else if (!(wanted & DECODE_FD_PATH) && !(wanted & DECODE_FD_SOCKET && is_socket(name)))
		return;
	if (name && name->length)
		put_named(printer->out, name, printer->view->hex, device);
}

/* user:role:type:level */
struct context_text {
	const uint8_t *bytes;
	size_t length;
};

static struct context_text context_type(struct context_text context)
{
	for (int field = 0; field < 2; field++) {
		const uint8_t *colon = memchr(context.bytes, ':', context.length);

		if (!colon)
			return context;
		context.length -= (size_t)(colon + 1 - context.bytes);
		context.bytes = colon + 1;
	}
	const uint8_t *colon = memchr(context.bytes, ':', context.length);

	if (colon)
		context.length = (size_t)(colon - context.bytes);
	return context;
}

static bool is_other(struct context_text is, struct context_text expected)
{
	return expected.length &&
	       (is.length != expected.length || memcmp(is.bytes, expected.bytes, is.length) != 0);
}

void print_context(struct printer *printer, enum chunk_kind kind, uint64_t address)
{
	const struct view *view = printer->view;
	const struct chunk *chunk =
		view->contexts ? event_chunk_find(printer->event, kind, address) : NULL;

	if (!chunk)
		return;
	const uint8_t *bytes = chunk_bytes(chunk), *newline = memchr(bytes, '\n', chunk->length);
	struct context_text is = { bytes, newline ? (size_t)(newline - bytes) : chunk->length };
	struct context_text expected = { newline ? newline + 1 : bytes,
		                         newline ? chunk->length - is.length - 1 : 0 };

	if (!(view->context_parts & CONTEXT_FULL)) {
		is = context_type(is);
		expected = context_type(expected);
	}
	text_literal(printer->out, " [");
	print_quoted(printer->out, is.bytes, is.length, HEX_NONE, QUOTE_NONE);
	if (view->context_parts & CONTEXT_MISMATCH && is_other(is, expected)) {
		text_literal(printer->out, "!!");
		print_quoted(printer->out, expected.bytes, expected.length, HEX_NONE, QUOTE_NONE);
	}
	text_char(printer->out, ']');
}

static void put_fd(struct printer *printer, int64_t fd)
{
	const struct chunk *name = NULL;

	text_decimal(printer->out, fd);
	if (!printer->view->decode_fds || printer->bare)
		return;
	if (printer->view->decode_fds & DECODE_FD_SOCKET)
		name = name_find(printer, CHUNK_SOCKET, fd);
	if (!name)
		name = name_find(printer, CHUNK_FD, fd);
	put_fd_names(printer, name, name_find(printer, CHUNK_FD_DETAIL, fd));
}

void print_fd(struct printer *printer, int64_t fd)
{
	put_fd(printer, fd);
	if (!printer->bare)
		print_context(printer, CHUNK_CONTEXT_FD, (uint64_t)fd);
}

void print_comm(struct printer *printer, int64_t tid)
{
	const struct chunk *comm = NULL;

	if (printer->view->decode_pids)
		comm = name_find(printer, CHUNK_COMM, tid);
	if (comm && comm->length)
		put_named(printer->out, comm, printer->view->hex, NULL);
}

void print_dirfd(struct printer *printer, int64_t fd)
{
	if (fd != -100) {
		print_fd(printer, fd);
		return;
	}
	put_constant(printer, "-100", 4, "AT_FDCWD");
	const struct chunk *cwd = printer->view->decode_fds & DECODE_FD_PATH
	                                  ? event_chunk_find(printer->event, CHUNK_CWD, 0)
	                                  : NULL;
	if (cwd && cwd->length)
		put_named(printer->out, cwd, printer->view->hex, NULL);
	print_context(printer, CHUNK_CONTEXT_FD, (uint64_t)fd);
}

void print_pid(struct printer *printer, int64_t pid)
{
	int32_t ours = 0;

	text_decimal(printer->out, pid);
	print_comm(printer, pid);
	print_context(printer, CHUNK_CONTEXT_PROCESS, (uint64_t)pid);
	if (printer->view->translate_pids)
		ours = event_pid_translation(printer->event, pid, printer->came_out);
	if (!ours)
		return;
	text_literal(printer->out, " /* ");
	text_decimal(printer->out, ours);
	text_literal(printer->out, " in strace's PID NS */");
}
