/* Where a thread has its own copy of a variable.
 *
 * Each thread has a table of blocks, one for every module that has such variables (the "dynamic
 * thread vector").  Its place is part of how programs are compiled; the number of a module is
 * the loader's secret, but libc says for debuggers where it keeps it.  The client knows symbols:
 * it is asked for that one. */
#include "serve/server_parts.h"

#include <errno.h>
#include <string.h>

/* Three numbers of four bytes: bits, elements, and where the member lies in a link_map. */
static const char wanted_symbol[] = "_thread_db_link_map_l_tls_modid";

enum { DESCRIPTION_WORDS = 3, DESCRIPTION_OFFSET = 2, LINK_MAP_MAX = 4096 };

/* ":" begins the conversation; "VALUE:NAME" answers, without a value where there is none. */
static void take_symbol(struct request *request)
{
	struct server *server = request->server;
	uint64_t value;

	if (strcmp(request->at, ":") == 0) {
		if (server->tls_description || !server->inferior) {
			request_ok(request);
			return;
		}
		text_literal(request->reply, "qSymbol:");
		hex_put(request->reply, wanted_symbol, strlen(wanted_symbol));
		return;
	}
	if (request_number(request, &value))
		server->tls_description = value;
	request_ok(request);
}

static int read_word(struct server *server, uint64_t address, unsigned size, uint64_t *word)
{
	*word = 0;
	return server_memory_read(server, address, word, size) == (ssize_t)size ? 0 : -EFAULT;
}

/* A program without a loader is one module. */
static int module_of(struct server *server, uint64_t link_map, unsigned size, uint64_t *module)
{
	uint32_t description[DESCRIPTION_WORDS];

	*module = 1;
	if (!link_map)
		return 0;
	if (!server->tls_description)
		return -ENOENT;
	if (server_memory_read(server, server->tls_description, description, sizeof(description)) !=
	    sizeof(description))
		return -EFAULT;
	if (description[DESCRIPTION_OFFSET] > LINK_MAP_MAX)
		return -EINVAL;
	return read_word(server, link_map + description[DESCRIPTION_OFFSET], size, module);
}

static int find(struct server *server, const struct inferior_thread *thread, uint64_t offset,
                uint64_t link_map, uint64_t *address)
{
	struct register_file file;
	uint64_t table, block, module;
	int status = server_registers(server, thread, &file);

	if (status < 0)
		return status;
	unsigned size = server->target.registers[server->target.ip_number].size;

	status = module_of(server, link_map, size, &module);
	if (status == 0)
		status = read_word(server, target_thread_pointer(&file) + size, size, &table);
	/* Each entry is the block, and what is to be freed. */
	if (status == 0)
		status = read_word(server, table + 2 * size * module, size, &block);
	if (status < 0)
		return status;
	if (block == (size == 4 ? UINT32_MAX : UINT64_MAX) || !block)
		return -ENODATA; /* the thread has not used it yet */
	*address = block + offset;
	return 0;
}

/* "THREAD,OFFSET,LINK_MAP" */
static void find_variable(struct request *request)
{
	uint64_t offset, link_map, address;
	pid_t pid, tid;

	if (!server_take_id(&request->at, &pid, &tid) || !request_char(request, ',') ||
	    !request_number(request, &offset) || !request_char(request, ',') ||
	    !request_number(request, &link_map)) {
		request_fail(request, EINVAL);
		return;
	}
	const struct inferior_thread *thread = server_thread(request->server, tid);
	int status = thread && !thread->is_running
	                     ? find(request->server, thread, offset, link_map, &address)
	                     : -ESRCH;

	if (status < 0)
		request_fail(request, -status);
	else
		server_put_number(request->reply, address);
}

const struct packet_row tls_packets[] = {
	{ "qGetTLSAddr:", find_variable, 0 },
	{ "qSymbol:", take_symbol, PACKET_FREE },
	{ 0 },
};
