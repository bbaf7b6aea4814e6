/* The conversation.
 *
 * While the process is stopped the client has the word: it asks, we answer.  When it lets
 * the process run, the next answer is the stop that ends that; until then it may only ask
 * for such a stop. */
#include "debug/server_parts.h"

#include <errno.h>
#include <stdlib.h>

struct server *server_create(const struct server_options *options, struct error *error)
{
	struct engine_options engine = {
		.flags = ENGINE_HOLD | ENGINE_THREADS | ENGINE_NO_MEMORY |
		         (options->launch ? ENGINE_KILL_ON_EXIT : 0),
	};
	struct server *server = calloc(1, sizeof(*server));

	/* Which of them are to stop is said by how threads go on. */
	call_set_fill(&engine.calls, true);
	if (!server) {
		error_set(error, ENOMEM, "out of memory");
		return NULL;
	}
	server->tell = options->tell;
	server->was_launched = options->launch != NULL;
	for (unsigned i = 0; i < SERVER_FILES_MAX; i++)
		server->files[i] = -1;
	server->engine = ptrace_engine.create(&engine, error);
	server->steering = ptrace_engine.steering;
	if (server->engine && server_begin(server, options, error) == 0)
		return server;
	server_destroy(server);
	return NULL;
}

pid_t server_pid(const struct server *server)
{
	return server->pid;
}

void server_destroy(struct server *server)
{
	if (!server)
		return;
	server_close_files(server);
	if (server->engine) {
		if (server->was_launched)
			server_kill(server);
		else
			server_leave(server);
		ptrace_engine.destroy(server->engine);
	}
	for (size_t i = 0; i < server->threads.slot_count; i++)
		free(server->threads.slots[i].value);
	map_free(&server->threads);
	free(server);
}

void server_interrupt(struct server *server, bool is_end)
{
	if (is_end)
		server->is_ending = 1;
	engine_interrupt(server->engine);
}

static void send_stop(struct server *server)
{
	struct text reply = { 0 };

	server->is_running = false;
	server_put_stop(server, &reply);
	connection_send(server->connection, &reply);
	text_free(&reply);
}

static void handle_packet(struct server *server)
{
	struct connection *connection = server->connection;
	struct text reply = { 0 };

	/* Whoever lets run has nothing to say but that it is to stop. */
	if (server->is_running) {
		server_put_error(&reply, EBUSY);
		connection_send(connection, &reply);
		text_free(&reply);
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
		if (server->is_running) {
			server_stop_as_asked(server);
			send_stop(server);
		}
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
	while (!is_finished(server)) {
		bool is_patient = !server->is_running;

		/* Nothing may be left unread when we wait for the process. */
		while (handle_input(server, is_patient) && !is_finished(server))
			is_patient = !server->is_running;
		if (server->is_running && !is_finished(server) && server_wait(server))
			send_stop(server);
	}
	server->connection = NULL;
	server->takes_processes = server->takes_breakpoints = false;
	server->takes_hardware = server->is_lldb = false;
	server_close_files(server);
	if (server->is_ending)
		return SERVED_INTERRUPTED;
	return server->is_over ? SERVED_ENDED : SERVED_LEFT;
}
