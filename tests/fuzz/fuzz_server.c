/* What a client sends to a server whose one thread has just gone: every packet is parsed and
 * answered, and none finds anything to touch. */
#include "debug/inferior_parts.h"
#include "serve/server_parts.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { GONE = 0x7ffffff0 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tell(const char *text)
{
	(void)text;
}

static void thread_put(struct server *server, struct inferior *inferior)
{
	struct inferior_thread *thread = calloc(1, sizeof(*thread));

	if (!thread || !map_put(&inferior->threads, GONE, thread) || !process_add(inferior, GONE))
		abort();
	thread->process = inferior->process;
	thread->pid = thread->tid = GONE;
	inferior->current = server->general = GONE;
	server->inferior = inferior;
}

static struct server *server_make(const struct engine_options *options)
{
	struct server *server = calloc(1, sizeof(*server));
	struct inferior *inferior = calloc(1, sizeof(*inferior));
	struct error error;

	if (!server || !inferior)
		abort();
	for (unsigned i = 0; i < SERVER_FILES_MAX; i++)
		server->files[i] = -1;
	server->tell = tell;
	server->disabled = "A,R,vAttach,vRun"; /* nothing is started */
	inferior->engine = ptrace_engine.create(options, &error);
	if (tracee_memory_init(&inferior->memory) < 0)
		abort();
	inferior->steering = ptrace_engine.steering;
	if (!inferior->engine)
		abort();
	thread_put(server, inferior);
	return server;
}

static void answer(struct server *server, const struct packet_reader *reader)
{
	struct text reply = { 0 };

	server_answer(server, reader->bytes, reader->length, &reply);
	if (reply.failed || reply.length > PACKET_MAX + 0x10000)
		abort();
	text_free(&reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct engine_options options = { .flags = ENGINE_HOLD };
	struct server *server = server_make(&options);
	struct connection *connection = connection_open(-1, -1);

	if (!connection)
		abort();
	server->connection = connection;
	for (size_t i = 0; i < size && !server->is_over; i++) {
		/* Nobody has this root: no file is touched. */
		server->root = GONE;
		if (packet_read(&connection->reader, data[i]) == PACKET_DATA)
			answer(server, &connection->reader);
		server->is_running = false;
	}
	connection_close(connection);
	server_destroy(server);
	return 0;
}
