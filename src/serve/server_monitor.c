/* Commands to the server itself: "monitor ..." in gdb, "process plugin packet monitor ..." in
 * lldb.  What they say is shown to the person. */
#include "serve/server_parts.h"

#include <errno.h>
#include <string.h>

struct monitor_row {
	const char *words; /* what it begins with */
	const char *form, *help;
	/* What stands behind the words; false: that is not understood. */
	bool (*run)(struct server *, const char *rest, struct text *said);
};

static bool take_switch(const char *rest, bool *is_on)
{
	*is_on = strcmp(rest, "1") == 0 || strcmp(rest, "on") == 0;
	return *is_on || strcmp(rest, "0") == 0 || strcmp(rest, "off") == 0;
}

static bool leave(struct server *server, const char *rest, struct text *said)
{
	(void)said;
	server->is_over = true;
	return !*rest;
}

static bool set_packets(struct server *server, const char *rest, struct text *said)
{
	bool is_on;

	if (!take_switch(rest, &is_on))
		return false;
	server->shows_packets = is_on;
	server->connection->show = is_on ? server->tell : NULL;
	text_format(said, "Packets are %s.\n", is_on ? "shown where the server runs" : "not shown");
	return true;
}

static bool trace_tail(struct server *server, const char *rest, struct text *said)
{
	return (!*rest || *rest == ' ') &&
	       server_trace_tail(server, rest + strspn(rest, " "), said);
}

static bool trace_switch(struct server *server, const char *rest, struct text *said)
{
	bool is_on;

	if (!take_switch(rest, &is_on) || !server_trace_switch(server, is_on))
		return false;
	text_format(said, "Calls and signals are %s.\n", is_on ? "traced" : "not traced");
	return true;
}

static bool help(struct server *, const char *rest, struct text *said);

static const struct monitor_row monitor_rows[] = {
	{ "help", "", "this list", help },
	{ "exit", "", "end the server, and with it what it has started", leave },
	{ "trace tail", " [LINES]", "the last calls and signals", trace_tail },
	{ "trace ", "on|off", "keep the program's calls and signals, decoded", trace_switch },
	{ "set remote-debug ", "0|1", "show all packets where the server runs", set_packets },
	{ "set debug ", "0|1", "the same", set_packets },
};

enum { MONITOR_ROWS = sizeof(monitor_rows) / sizeof(*monitor_rows) };

static bool help(struct server *server, const char *rest, struct text *said)
{
	(void)server;
	(void)rest;
	for (size_t i = 0; i < MONITOR_ROWS; i++) {
		const struct monitor_row *row = &monitor_rows[i];

		text_format(said, "%s%-*s %s\n", row->words, (int)(24 - strlen(row->words)),
		            row->form, row->help);
	}
	return true;
}

/* NULL: there is no such command. */
static const struct monitor_row *row_find(const char *command)
{
	for (size_t i = 0; i < MONITOR_ROWS; i++)
		if (strncmp(command, monitor_rows[i].words, strlen(monitor_rows[i].words)) == 0)
			return &monitor_rows[i];
	return NULL;
}

/* What is said goes out in pieces before the answer. */
static void show(const struct server *server, const struct text *said)
{
	struct text piece = { 0 };

	for (size_t at = 0; at < said->length; at += SERVER_MEMORY_MAX / 2) {
		size_t left = said->length - at;

		piece.length = 0;
		text_char(&piece, 'O');
		hex_put(&piece, said->bytes + at,
		        left < SERVER_MEMORY_MAX / 2 ? left : SERVER_MEMORY_MAX / 2);
		connection_send(server->connection, &piece);
	}
	text_free(&piece);
}

static void run_command(struct request *request)
{
	char command[SERVER_COMMAND_MAX + 1];
	size_t length = hex_bytes(&request->at, command, SERVER_COMMAND_MAX);
	struct text said = { 0 };

	if (*request->at) {
		request_fail(request, EINVAL);
		return;
	}
	command[length] = '\0';
	const struct monitor_row *row = row_find(command);

	if (!row || !row->run(request->server, command + strlen(row->words), &said)) {
		said.length = 0;
		text_literal(&said, "No such command; \"monitor help\" lists them.\n");
	}
	show(request->server, &said);
	text_free(&said);
	request_ok(request);
}

const struct packet_row monitor_packets[] = {
	{ "qRcmd,", run_command, PACKET_FREE },
	{ 0 },
};
