/* What threads have executed, as gdb's "record btrace" wants to be told of it: straight pieces
 * of code, with branches between them, the newest first.
 *
 * gdb thinks of a CPU that writes branches to a buffer of so many bytes.  There is none here:
 * the thread is stepped, and each of its places kept (see inferior_record()); what of them is
 * straight is found out when gdb asks.  It asks for all of it, or for what has come since, the
 * delta: its oldest piece begins where the last one ended, which gdb knows, so that is 0. */
#include "serve/server_parts.h"

#include "arch/insn.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	SIZE_USUAL = 1 << 16, /* bytes, as gdb has it */
	SIZE_MIN = 1 << 9,
	SIZE_MAX_TAKEN = STEP_LOG_MAX * sizeof(uint64_t),
	CODE_PIECE = 4096,
	LENGTHS_KEPT = 1 << 12,
};

/* ---- switching it on and off */

static bool is_recorded(const struct inferior_thread *thread)
{
	return thread && thread->log;
}

static void record(struct request *request, size_t size)
{
	struct inferior_thread *thread = server_general(request->server);
	int status = !thread ? -ESRCH : is_recorded(thread) == (size != 0) ? -EINVAL : 0;

	if (status == 0)
		status =
			inferior_record(request->server->inferior, thread, size / sizeof(uint64_t));
	if (status == 0 && thread->log)
		thread->log->told = thread->log->count;
	if (status < 0)
		request_fail(request, -status);
	else
		request_ok(request);
}

static void begin(struct request *request)
{
	record(request, request->server->btrace_size ? request->server->btrace_size : SIZE_USUAL);
}

static void end(struct request *request)
{
	record(request, 0);
}

/* "0x10000": bytes, of threads that are recorded from now on. */
static void set_size(struct request *request)
{
	uint64_t size;

	if (request_char(request, '0'))
		request_char(request, 'x');
	if (!request_number(request, &size) || *request->at) {
		request_fail(request, EINVAL);
		return;
	}
	request->server->btrace_size = size < SIZE_MIN         ? SIZE_MIN
	                               : size > SIZE_MAX_TAKEN ? SIZE_MAX_TAKEN
	                                                       : (size_t)size;
	request_ok(request);
}

void server_btrace_end(struct server *server)
{
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = server_next(server, &i));)
		if (is_recorded(thread) && !thread->is_running)
			inferior_record(server->inferior, thread, 0);
	server->btrace_size = 0;
}

int server_btrace_settings(struct server *server, const char *annex, struct text *text)
{
	const struct inferior_thread *thread = server_general(server);

	(void)annex;
	if (!is_recorded(thread))
		return -ENOENT;
	text_format(text,
	            "<!DOCTYPE btrace-conf SYSTEM \"btrace-conf.dtd\">\n"
	            "<btrace-conf version=\"1.0\"><bts size=\"0x%zx\"/></btrace-conf>",
	            thread->log->capacity * sizeof(uint64_t));
	return 0;
}

/* ---- what is straight */

struct straight {
	uint64_t place;
	uint8_t length; /* of the instruction; 0: not known */
	bool turns;     /* it is a call, jump or return */
};

struct reader {
	struct server *server;
	struct insn_decoder *decoder; /* NULL: each instruction is a piece of its own */
	unsigned abi;
	uint64_t code_at;
	size_t code_length;
	uint8_t code[CODE_PIECE];
	struct straight known[LENGTHS_KEPT];
};

static const uint8_t *code_find(struct reader *reader, uint64_t place, size_t *length)
{
	uint64_t offset = place - reader->code_at;

	if (offset >= reader->code_length || reader->code_length - offset < INSN_LENGTH_MAX) {
		ssize_t got = server_memory_read(reader->server, place, reader->code, CODE_PIECE);

		reader->code_at = place;
		reader->code_length = got > 0 ? (size_t)got : 0;
		offset = 0;
	}
	*length = reader->code_length - offset;
	return reader->code + offset;
}

static const struct straight *straight_find(struct reader *reader, uint64_t place)
{
	struct straight *known = &reader->known[place % LENGTHS_KEPT];
	struct insn insn;
	size_t length;

	if (known->place == place)
		return known;
	const uint8_t *code = code_find(reader, place, &length);

	*known = (struct straight){ .place = place };
	if (reader->decoder &&
	    insn_decode(reader->decoder, reader->abi, place, code, length, &insn) == 0) {
		known->length = insn.length;
		known->turns = insn.kind == INSN_CALL || insn.kind == INSN_JUMP ||
		               insn.kind == INSN_RETURN;
	}
	return known;
}

static bool follows(struct reader *reader, uint64_t place, uint64_t next)
{
	const struct straight *straight = straight_find(reader, place);

	return straight->length && !straight->turns && place + straight->length == next;
}

/* Places from that one on, backwards. */
static void put_pieces(struct reader *reader, const struct step_log *log, uint64_t from,
                       bool is_delta, struct text *text)
{
	uint64_t end = step_log_at(log, log->count - 1);

	for (uint64_t i = log->count - 1;; i--) {
		uint64_t begin = step_log_at(log, i);

		if (i > from && follows(reader, step_log_at(log, i - 1), begin))
			continue;
		if (i == from && is_delta)
			begin = 0;
		text_format(text, "<block begin=\"0x%llx\" end=\"0x%llx\"/>\n",
		            (unsigned long long)begin, (unsigned long long)end);
		if (i == from)
			break;
		end = step_log_at(log, i - 1);
	}
}

static int put_places(struct server *server, const struct inferior_thread *thread, uint64_t from,
                      bool is_delta, struct text *text)
{
	struct reader *reader = calloc(1, sizeof(*reader));
	struct error error;

	if (!reader)
		return -ENOMEM;
	reader->server = server;
	reader->decoder = insn_open(&error);
	reader->abi = server->target.abi;
	put_pieces(reader, thread->log, from, is_delta, text);
	insn_close(reader->decoder);
	free(reader);
	return 0;
}

/* annex: "all"; "new": the same, if there is anything new; "delta". */
int server_btrace(struct server *server, const char *annex, struct text *text)
{
	struct inferior_thread *thread = server_general(server);
	struct register_file file;
	int status = 0;

	if (!is_recorded(thread) || server_registers(server, thread, &file) < 0)
		return -ENOENT;
	inferior_note_place(server->inferior, thread);
	struct step_log *log = thread->log;
	bool is_delta = strcmp(annex, "delta") == 0, is_new = strcmp(annex, "new") == 0;

	if (!is_delta && !is_new && strcmp(annex, "all") != 0)
		return -EINVAL;
	if (is_delta && log->told <= log->first)
		return -EOVERFLOW;
	text_literal(text, "<!DOCTYPE btrace SYSTEM \"btrace.dtd\">\n<btrace version=\"1.0\">\n");
	if (!is_new || log->told < log->count)
		status = put_places(server, thread, is_delta ? log->told - 1 : log->first, is_delta,
		                    text);
	text_literal(text, "</btrace>\n");
	log->told = log->count;
	return status;
}

const struct packet_row btrace_packets[] = {
	{ "Qbtrace-conf:bts:size=", set_size, PACKET_FREE },
	{ "Qbtrace:bts", begin, PACKET_WHOLE },
	{ "Qbtrace:off", end, PACKET_WHOLE },
	{ 0 },
};
