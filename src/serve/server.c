/* The conversation.
 *
 * While the process is stopped the client has the word: it asks, we answer.  When it lets
 * the process run, the next answer is the stop that ends that; until then it may only ask
 * for such a stop. */
#include "serve/server_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct server *server_create(const struct server_options *options, struct error *error)
{
	struct server *server = calloc(1, sizeof(*server));

	if (!server) {
		error_set(error, ENOMEM, "out of memory");
		return NULL;
	}
	server->tell = options->tell;
	server->disabled = options->disabled;
	server->shows_packets = options->shows_packets;
	server->stays = options->stays;
	for (unsigned i = 0; i < SERVER_FILES_MAX; i++)
		server->files[i] = -1;
	if ((!options->tracing || server_trace_begin(server, options->tracing, error) == 0) &&
	    server_programs_begin(server, options, error) == 0)
		return server;
	server_destroy(server);
	return NULL;
}

pid_t server_pid(const struct server *server)
{
	const struct inferior_thread *thread = server_thread(server, server->general);

	if (thread)
		return thread->pid;
	return server->inferior ? server->inferior->process->pid : 0;
}

void server_destroy(struct server *server)
{
	if (!server)
		return;
	server_close_files(server);
	server_forget_registers(server);
	server_programs_end(server);
	server_breaks_clear(server);
	server_trace_end(server);
	text_free(&server->piece);
	free(server);
}

void server_interrupt(struct server *server, bool is_end)
{
	struct inferior *inferior = server->inferior;

	if (is_end)
		server->is_ending = 1;
	if (inferior)
		inferior_interrupt(inferior, is_end);
}

struct inferior_thread *server_thread(const struct server *server, pid_t tid)
{
	return server->inferior ? inferior_thread(server->inferior, tid) : NULL;
}

struct inferior_thread *server_next(const struct server *server, size_t *index)
{
	return server->inferior ? inferior_next(server->inferior, index) : NULL;
}

struct inferior_thread *server_general(const struct server *server)
{
	struct inferior_thread *thread = server_thread(server, server->general);

	return thread && !thread->is_running ? thread : NULL;
}

/* gdb that does not know "swbreak" goes back to the breakpoint by itself. */
static void leave_breakpoint(struct server *server)
{
	const struct inferior *inferior = server->inferior;
	const struct inferior_thread *thread = inferior_thread(inferior, inferior->current);
	uint64_t ip;

	if (!thread || thread->stop != STOP_BREAKPOINT || server->takes_breakpoints ||
	    server->is_lldb)
		return;
	if (inferior->steering->register_read(inferior->engine, thread->tid, "ip", &ip) == 0)
		inferior->steering->register_write(inferior->engine, thread->tid, "ip", ip + 1);
}

static void send_stop(struct server *server)
{
	struct text reply = { 0 };

	server->is_running = false;
	server_trace_flush(server);
	leave_breakpoint(server);
	server_put_stop(server, &reply);
	connection_send(server->connection, &reply);
	text_free(&reply);
}

static void stop_running(struct server *server)
{
	inferior_stop(server->inferior);
	send_stop(server);
}

static void handle_packet(struct server *server)
{
	struct connection *connection = server->connection;
	struct text reply = { 0 };

	/* Whoever lets run has nothing to say but that it is to stop. */
	if (server->is_running) {
		bool is_stop = strcmp(connection->reader.bytes, "vCtrlC") == 0;

		if (is_stop)
			text_literal(&reply, "OK");
		else
			server_put_error(&reply, EBUSY);
		connection_send(connection, &reply);
		text_free(&reply);
		if (is_stop)
			stop_running(server);
		return;
	}
	bool is_silent =
		server_answer(server, connection->reader.bytes, connection->reader.length, &reply);

	if (!is_silent)
		connection_send(connection, &reply);
	text_free(&reply);
}

/* False: there is nothing more to be read for now. */
static bool handle_input(struct server *server, bool is_patient)
{
	switch (connection_next(server->connection, is_patient)) {
	case CONNECTION_PACKET:
		handle_packet(server);
		return true;
	case CONNECTION_INTERRUPT:
		if (server->is_running)
			stop_running(server);
		return true;
	case CONNECTION_NOTHING:
	case CONNECTION_END:
		break;
	}
	return false;
}

static bool is_finished(const struct server *server)
{
	return server->is_ending || server->is_over || server->connection->is_broken;
}

enum served server_talk(struct server *server, struct connection *connection)
{
	server->connection = connection;
	connection->show = server->shows_packets ? server->tell : NULL;
	while (!is_finished(server)) {
		bool is_patient = !server->is_running;

		/* Nothing may be left unread when we wait for the process. */
		while (handle_input(server, is_patient) && !is_finished(server))
			is_patient = !server->is_running;
		if (server->is_running && !is_finished(server) &&
		    inferior_wait(server->inferior) == INFERIOR_STOPPED)
			send_stop(server);
	}
	server->connection = NULL;
	server->takes_processes = server->takes_breakpoints = false;
	server->takes_hardware = server->takes_suffixes = false;
	server->takes_forks = server->takes_vforks = false;
	server->is_lldb = server->tells_threads = false;
	server->withheld = 0;
	server_settings_apply(server);
	server_btrace_end(server);
	server_close_files(server);
	server_forget_registers(server);
	server->is_extended = false;
	if (server->is_ending)
		return SERVED_INTERRUPTED;
	return server->is_over || (!server->inferior && !server->stays) ? SERVED_ENDED
	                                                                : SERVED_LEFT;
}
