/* Breakpoints of a client's, with what it gives them: conditions, of which one must hold, and
 * commands, which are carried out instead of a stop.  Both are agent expressions, so that a
 * condition that does not hold costs no conversation.
 *
 * What a client places twice is placed once, as it said it last. */
#include "base/guard.h"
#include "debug/agent_expression.h"
#include "serve/server_parts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BREAK_CODES_MAX = 256 /* expressions of one breakpoint */ };

struct code {
	struct code *next;
	bool is_command;
	size_t length;
	uint8_t bytes[];
};

struct server_break {
	struct breakpoint_user user;
	struct server *server;
	struct code *codes; /* in the order they came */
};

/* ---- what was sent */

static void codes_free(struct code *codes)
{
	while (codes) {
		struct code *next = codes->next;

		free(codes);
		codes = next;
	}
}

/* "X5,2200272600": appended at *end, which is moved. */
static int take_code(const char **at, bool is_command, struct code ***end)
{
	uint64_t length;

	++*at;
	if (!hex_number(at, &length) || *(*at)++ != ',' || length > AGENT_EXPRESSION_MAX)
		return -EINVAL;
	struct code *code = calloc(1, sizeof(*code) + length);

	if (!code)
		return -ENOMEM;
	code->is_command = is_command;
	code->length = hex_bytes(at, code->bytes, length);
	**end = code;
	*end = &code->next;
	return code->length == length ? 0 : -EINVAL;
}

/* ";X1,27;X1,27;cmds:0,X1,27X1,27"; whether commands outlive the client is all the same. */
static int take_codes(const char *at, struct code **codes)
{
	struct code **end = codes;
	bool is_command = false;

	for (unsigned i = 0; *at && i < BREAK_CODES_MAX; i++) {
		if (*at == ';')
			at++;
		if (strncmp(at, "cmds:", 5) == 0) {
			at += 5 + strcspn(at + 5, ",");
			at += *at == ',';
			is_command = true;
		}
		int status = *at == 'X' ? take_code(&at, is_command, &end) : -EINVAL;

		if (status < 0)
			return status;
	}
	return *at ? -E2BIG : 0;
}

/* ---- the machine that they run on */

static int register_get(void *owner, unsigned number, uint64_t *value)
{
	struct server *server = owner;
	uint8_t bytes[REGISTER_SIZE_MAX] = { 0 };

	if (number >= server->target.count)
		return -ENOENT;
	if (!server->has_all_registers && server->target.registers[number].source != TARGET_WORD) {
		int status = inferior_registers(server->tested, &server->registers);

		if (status < 0)
			return status;
		server->has_all_registers = true;
	}
	target_get(&server->target, &server->registers, number, bytes);
	memcpy(value, bytes, sizeof(*value));
	return 0;
}

static ssize_t memory_get(void *owner, uint64_t address, void *bytes, size_t length)
{
	struct server *server = owner;

	return inferior_read(server->inferior, server->tested->tid, address, bytes, length);
}

/* The thread's registers are at hand from now on; all but the general ones when one is asked
 * for.  False: they cannot be had. */
static bool machine_begin(struct server *server, const struct inferior_thread *thread)
{
	server->tested = thread;
	server->has_all_registers = false;
	if (!server_knows_target(server, thread))
		return server_registers(server, thread, &server->registers) == 0;
	server->registers.abi = server->target.abi;
	memcpy(server->registers.general, thread->registers->words,
	       sizeof(thread->registers->words));
	return true;
}

/* What cannot be told must be looked at. */
static bool holds(struct server *server, const struct server_break *place)
{
	const struct agent_machine machine = { register_get, memory_get, server, NULL };
	bool is_conditional = false;
	uint64_t value;

	for (const struct code *code = place->codes; code; code = code->next) {
		if (code->is_command)
			continue;
		is_conditional = true;
		if (agent_evaluate(code->bytes, code->length, &machine, &value) != AGENT_DONE ||
		    value)
			return true;
	}
	return !is_conditional;
}

/* What commands print, the client shows.  False: there are none. */
static bool carry_out(struct server *server, const struct server_break *place)
{
	struct text output = { 0 }, packet = { 0 };
	const struct agent_machine machine = { register_get, memory_get, server, &output };
	bool has_commands = false;
	uint64_t value;

	for (const struct code *code = place->codes; code; code = code->next) {
		if (!code->is_command)
			continue;
		has_commands = true;
		agent_evaluate(code->bytes, code->length, &machine, &value);
	}
	if (output.length && server->connection) {
		text_char(&packet, 'O');
		hex_put(&packet, output.bytes, output.length);
		connection_send(server->connection, &packet);
	}
	text_free(&output);
	text_free(&packet);
	return has_commands;
}

static bool test(struct breakpoint_user *user, struct inferior *inferior,
                 struct inferior_thread *thread)
{
	const struct server_break *place = (const struct server_break *)user;

	(void)inferior;
	if (!place->codes || !machine_begin(place->server, thread))
		return true;
	return holds(place->server, place) && !carry_out(place->server, place);
}

/* ---- the table */

static uint64_t key_of(const struct server_break *place)
{
	return (uintptr_t)place;
}

static void place_free(struct server *server, struct server_break *place)
{
	map_remove(&server->breaks, key_of(place));
	/* It went when another program was executed, or with the process. */
	if (place->user.is_placed)
		inferior_break_remove(server->inferior, &place->user);
	codes_free(place->codes);
	free(place);
}

/* In the process that is meant. */
static int place_make(struct server *server, uint64_t address, struct server_break **made)
{
	struct server_break *place = calloc(1, sizeof(*place));

	if (!place)
		return -ENOMEM;
	place->server = server;
	place->user.test = test;
	int status = inferior_break_add(server->inferior, address, &place->user);

	if (status == 0 && !map_put(&server->breaks, key_of(place), place)) {
		inferior_break_remove(server->inferior, &place->user);
		status = -ENOMEM;
	}
	if (status < 0)
		free(place);
	*made = place;
	return status;
}

static struct server_break *place_find(const struct server *server, uint64_t address)
{
	return (struct server_break *)inferior_break_find(server->inferior, address);
}

/* Places that went with a program, or a process. */
void server_breaks_sweep(struct server *server)
{
	size_t i = 0;

	while (i < server->breaks.slot_count) {
		struct server_break *place = server->breaks.slots[i].value;

		if (place && !place->user.is_placed)
			place_free(server, place); /* another may take its slot */
		else
			i++;
	}
}

int server_break_add(struct server *server, uint64_t address, const char *list)
{
	struct server_break *place = place_find(server, address);
	struct code *codes = NULL;
	int status = take_codes(list, &codes);

	if (status == 0 && !place)
		status = place_make(server, address, &place);
	if (status < 0) {
		codes_free(codes);
		return status;
	}
	codes_free(place->codes);
	place->codes = codes;
	return 0;
}

int server_break_remove(struct server *server, uint64_t address)
{
	struct server_break *place = place_find(server, address);

	if (place)
		place_free(server, place);
	return 0;
}

static struct code *codes_copy(const struct code *codes)
{
	struct code *copy = NULL, **end = &copy;

	for (; codes; codes = codes->next) {
		size_t size = sizeof(*codes) + codes->length;

		if (!(*end = malloc(size)))
			break;
		memcpy(*end, codes, size);
		end = &(*end)->next;
	}
	*end = NULL;
	return copy;
}

/* The places are noted first: what is made moves what is in the map. */
void server_breaks_inherit(struct server *server, const struct inferior_thread *creator)
{
	struct inferior_process *meant = server->inferior->process;
	size_t count = 0;

	server_breaks_sweep(server);
	AUTO_FREE struct server_break **places =
		calloc(server->breaks.count + 1, sizeof(struct server_break *));

	for (size_t i = 0; places && i < server->breaks.slot_count; i++) {
		struct server_break *place = server->breaks.slots[i].value;

		if (place && place->user.process == creator->process)
			places[count++] = place;
	}
	if (inferior_turn(server->inferior, creator->child) < 0)
		return;
	for (size_t i = 0; i < count; i++) {
		struct server_break *copy = place_find(server, places[i]->user.address);

		if (!copy && place_make(server, places[i]->user.address, &copy) == 0)
			copy->codes = codes_copy(places[i]->codes);
	}
	server->inferior->process = meant;
}

void server_breaks_clear(struct server *server)
{
	size_t i = 0;

	while (i < server->breaks.slot_count) {
		struct server_break *place = server->breaks.slots[i].value;

		if (place)
			place_free(server, place); /* another may take its slot */
		else
			i++;
	}
	map_free(&server->breaks);
}
