/* What a client may ask for: a table of packets.
 *
 * Numbers are hexadecimal, and what is not understood is an error, never a guess.  A packet
 * that is not in the table is answered by an empty one. */
#include "serve/server_parts.h"

#include "base/signal_name.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void request_ok(struct request *request)
{
	text_literal(request->reply, "OK");
}

void server_put_error(struct text *reply, int number)
{
	reply->length = 0;
	text_char(reply, 'E');
	text_hex_padded(reply, (uint64_t)(number & 0xff), 2);
}

void request_fail(struct request *request, int number)
{
	server_put_error(request->reply, number);
}

bool request_char(struct request *request, char wanted)
{
	if (*request->at != wanted)
		return false;
	request->at++;
	return true;
}

bool request_number(struct request *request, uint64_t *number)
{
	return hex_number(&request->at, number);
}

/* ---- what the client is not to know of */

static bool is_listed(const char *list, const char *name, size_t length)
{
	while (list && *list) {
		size_t word = strcspn(list, ",");

		if (word == length && strncmp(list, name, length) == 0)
			return true;
		list += word + (list[word] == ',');
	}
	return false;
}

/* Packets are listed without what separates their arguments. */
static bool is_disabled(const struct server *server, const char *name)
{
	static const char of_threads[] = "vCont,Tthread,qC,qfThreadInfo", all[] = "threads";
	size_t length = strcspn(name, ":;?");

	return is_listed(server->disabled, name, length) ||
	       (is_listed(server->disabled, all, strlen(all)) &&
	        is_listed(of_threads, name, length));
}

/* ---- threads by number */

void server_put_number(struct text *text, uint64_t number)
{
	char digits[17];
	int length = snprintf(digits, sizeof(digits), "%llx", (unsigned long long)number);

	text_put(text, digits, (size_t)length);
}

void server_put_id(const struct server *server, const struct inferior_thread *thread,
                   struct text *text)
{
	if (server->takes_processes) {
		text_char(text, 'p');
		server_put_number(text, (uint64_t)thread->pid);
		text_char(text, '.');
	}
	server_put_number(text, (uint64_t)thread->tid);
}

static bool take_part(const char **at, pid_t *id)
{
	uint64_t number;

	if (strncmp(*at, "-1", 2) == 0) {
		*at += 2;
		*id = ALL_IDS;
		return true;
	}
	if (!hex_number(at, &number) || number > INT32_MAX)
		return false;
	*id = (pid_t)number;
	return true;
}

bool server_take_id(const char **at, pid_t *pid, pid_t *tid)
{
	*pid = *tid = ALL_IDS;
	if (**at != 'p')
		return take_part(at, tid);
	++*at;
	if (!take_part(at, pid))
		return false;
	if (**at != '.')
		return true;
	++*at;
	return take_part(at, tid);
}

static bool is_meant(const struct inferior_thread *thread, pid_t pid, pid_t tid)
{
	return (pid <= 0 || pid == thread->pid) && (tid <= 0 || tid == thread->tid);
}

static void server_mean(struct server *server, pid_t tid)
{
	server->general = tid;
	if (server->inferior)
		inferior_turn(server->inferior, tid);
}

/* Of a process anybody will do; of none: who was told of last. */
static pid_t any_thread(const struct server *server, pid_t pid)
{
	const struct inferior_thread *thread;

	for (size_t i = 0; pid > 0 && (thread = server_next(server, &i));)
		if (thread->pid == pid)
			return thread->tid;
	return server->inferior ? server->inferior->current : 0;
}

static void select_thread(struct request *request)
{
	struct server *server = request->server;
	pid_t pid, tid;

	/* Who is to go on is said with vCont. */
	if (request_char(request, 'c')) {
		request_ok(request);
		return;
	}
	if (!request_char(request, 'g') || !server_take_id(&request->at, &pid, &tid)) {
		request_fail(request, EINVAL);
		return;
	}
	if (tid > 0 && !server_thread(server, tid)) {
		request_fail(request, ESRCH);
		return;
	}
	server_mean(server, tid > 0 ? tid : any_thread(server, pid));
	request_ok(request);
}

static void thread_lives(struct request *request)
{
	pid_t pid, tid;

	if (server_take_id(&request->at, &pid, &tid) && server_thread(request->server, tid))
		request_ok(request);
	else
		request_fail(request, ESRCH);
}

static void current_thread(struct request *request)
{
	const struct inferior *inferior = request->server->inferior;
	const struct inferior_thread *thread =
		inferior ? inferior_thread(inferior, inferior->current) : NULL;

	if (!thread)
		return;
	text_literal(request->reply, "QC");
	server_put_id(request->server, thread, request->reply);
}

static void list_threads(struct request *request)
{
	const struct inferior_thread *thread;
	char separator = 'm';

	for (size_t i = 0; (thread = server_next(request->server, &i));) {
		if (request->reply->length > PACKET_MAX / 2)
			break;
		text_char(request->reply, separator);
		server_put_id(request->server, thread, request->reply);
		separator = ',';
	}
	if (separator == 'm')
		text_char(request->reply, 'l');
}

static void list_threads_more(struct request *request)
{
	text_char(request->reply, 'l');
}

/* ---- stops */

static void put_register(const struct server *server, const struct register_file *file,
                         unsigned number, struct text *text)
{
	uint8_t bytes[REGISTER_SIZE_MAX];

	target_get(&server->target, file, number, bytes);
	text_hex_padded(text, number, 2);
	text_char(text, ':');
	hex_put(text, bytes, server->target.registers[number].size);
	text_char(text, ';');
}

/* What a client is certain to ask for next. */
static void put_first_registers(struct server *server, const struct inferior_thread *thread,
                                struct text *text)
{
	struct register_file file;

	if (server_registers(server, thread, &file) < 0)
		return;
	put_register(server, &file, server->target.base_number, text);
	put_register(server, &file, server->target.sp_number, text);
	put_register(server, &file, server->target.ip_number, text);
}

static void put_program(const struct inferior_thread *thread, struct text *text)
{
	char path[64], program[4096];

	snprintf(path, sizeof(path), "/proc/%d/exe", thread->pid);
	ssize_t length = readlink(path, program, sizeof(program));

	text_literal(text, "exec:");
	hex_put(text, program, length > 0 ? (size_t)length : 0);
	text_char(text, ';');
}

/* Whoever is left is meant now. */
static void finish_if_alone(struct server *server)
{
	const struct inferior *inferior = server->inferior;
	const struct inferior_process *process = inferior_process_next(inferior, NULL);
	const struct inferior_thread *thread = process ? inferior_any(inferior, process) : NULL;

	if (thread)
		server_mean(server, thread->tid);
	else
		server_finish(server);
}

static void put_end(struct server *server, struct text *text)
{
	const struct inferior_process *process = server->inferior->process;
	bool has_exited = process->end == STOP_EXITED;

	text_char(text, has_exited ? 'W' : 'X');
	text_hex_padded(text,
	                has_exited ? (uint64_t)process->end_status
	                           : server_signal_put(server, process->end_status),
	                2);
	if (server->takes_processes) {
		text_literal(text, ";process:");
		server_put_number(text, (uint64_t)process->pid);
	}
	char line[64];

	if (has_exited)
		snprintf(line, sizeof(line), "Child exited with status %d", process->end_status);
	else
		snprintf(line, sizeof(line), "Child terminated with signal = 0x%x (%s)",
		         (unsigned)process->end_status, signal_name((uint64_t)process->end_status));
	server->tell(line);
	finish_if_alone(server);
}

/* Which point a thread has met: its instruction, or where in memory. */
static void put_point(const struct server *server, const struct inferior_point *point,
                      struct text *text)
{
	if (point->watch == WATCH_EXECUTE) {
		if (server->takes_hardware)
			text_literal(text, "hwbreak:;");
		return;
	}
	text_string(text, point->watch == WATCH_WRITE ? "watch:" : "awatch:");
	server_put_number(text, point->met);
	text_char(text, ';');
}

void server_put_thread_stop(struct server *server, const struct inferior_thread *thread,
                            struct text *text)
{
	if (thread->stop == STOP_LEFT) {
		text_format(text, "w%x;", (unsigned)thread->stop_signal);
		server_put_id(server, thread, text);
		return;
	}
	text_char(text, 'T');
	text_hex_padded(
		text,
		thread->stop == STOP_NONE ? 0 : server_signal_put(server, thread->stop_signal), 2);
	put_first_registers(server, thread, text);
	if (thread->stop == STOP_BREAKPOINT && server->takes_breakpoints)
		text_literal(text, "swbreak:;");
	if (thread->stop == STOP_HARDWARE)
		put_point(server, &thread->point, text);
	/* Who has not asked for calls would go on from one at once. */
	if (server->catches && (thread->stop == STOP_ENTRY || thread->stop == STOP_RETURN))
		text_format(text, "syscall_%s:%x;", thread->stop == STOP_ENTRY ? "entry" : "return",
		            thread->call);
	if (thread->stop == STOP_EXEC)
		put_program(thread, text);
	if (thread->stop == STOP_CREATED)
		text_literal(text, "create:;");
	if (thread->stop == STOP_FORK || thread->stop == STOP_VFORK)
		text_format(text, "%s:p%x.%x;", thread->stop == STOP_FORK ? "fork" : "vfork",
		            (unsigned)thread->child, (unsigned)thread->child);
	if (thread->stop == STOP_VFORKED)
		text_literal(text, "vforkdone:;");
	if (server->is_lldb)
		server_put_reason(thread, text);
	if (is_disabled(server, "Tthread"))
		return;
	text_literal(text, "thread:");
	server_put_id(server, thread, text);
	text_char(text, ';');
}

void server_put_stop(struct server *server, struct text *text)
{
	const struct inferior *inferior = server->inferior;
	const struct inferior_thread *thread =
		inferior ? inferior_thread(inferior, inferior->current) : NULL;

	if (!inferior) {
		text_literal(text, "W00");
		return;
	}
	if (!thread && inferior->process->end == STOP_NONE)
		thread = inferior_any(inferior, inferior->process);
	server_breaks_sweep(server);
	if (!thread) {
		put_end(server, text);
		return;
	}
	server_mean(server, thread->tid);
	if (thread->stop == STOP_FORK || thread->stop == STOP_VFORK)
		server_breaks_inherit(server, thread);
	if (is_disabled(server, "T")) {
		text_char(text, 'S');
		text_hex_padded(text, server_signal_put(server, thread->stop_signal), 2);
		return;
	}
	server_put_thread_stop(server, thread, text);
	if (server->is_lldb)
		server_put_threads(server, text);
}

static void last_stop(struct request *request)
{
	server_put_stop(request->server, request->reply);
}

/* ---- going on */

struct action {
	struct inferior_wish wish;
	pid_t pid, tid;
};

static bool take_action(struct request *request, struct action *action)
{
	struct inferior_wish *wish = &action->wish;
	uint64_t wire;
	char letter = *request->at;

	*action =
		(struct action){ .wish.resume = RESUME_TO_SIGNAL, .pid = ALL_IDS, .tid = ALL_IDS };
	if (!letter || !strchr("cCsSrt", letter))
		return false;
	request->at++;
	wish->goes = letter != 't';
	if (letter == 's' || letter == 'S' || letter == 'r')
		wish->resume = RESUME_STEP;
	if (letter == 'C' || letter == 'S') {
		if (!request_number(request, &wire))
			return false;
		wish->signal = server_signal_take(request->server, wire);
	}
	if (letter == 'r' &&
	    (!request_number(request, &wish->range_start) || !request_char(request, ',') ||
	     !request_number(request, &wish->range_end)))
		return false;
	return !request_char(request, ':') ||
	       server_take_id(&request->at, &action->pid, &action->tid);
}

/* The first action that is meant for a thread is its own. */
static void wish(struct server *server, const struct action *actions, unsigned count)
{
	struct inferior_thread *thread;

	for (size_t at = 0; (thread = inferior_next(server->inferior, &at));) {
		unsigned i = 0;

		while (i < count && !is_meant(thread, actions[i].pid, actions[i].tid))
			i++;
		if (i < count)
			thread->wish = actions[i].wish;
	}
}

static void go_on(struct request *request, const struct action *actions, unsigned count)
{
	struct server *server = request->server;

	wish(server, actions, count);
	switch (inferior_go(server->inferior)) {
	case INFERIOR_RUNS:
		server->is_running = request->is_silent = true;
		break;
	case INFERIOR_STOPPED:
		server_put_stop(server, request->reply);
		break;
	default:
		request_fail(request, ESRCH);
		break;
	}
}

static void actions_known(struct request *request)
{
	text_literal(request->reply, "vCont;c;C;s;S;t;r");
}

static void continue_each(struct request *request)
{
	struct action actions[SERVER_ACTIONS_MAX];
	unsigned count = 0;

	do {
		if (count == SERVER_ACTIONS_MAX || !take_action(request, &actions[count++])) {
			request_fail(request, EINVAL);
			return;
		}
	} while (request_char(request, ';'));
	if (*request->at)
		request_fail(request, EINVAL);
	else
		go_on(request, actions, count);
}

/* "c", "s", "C05", "S05": for clients that do not know vCont; of the thread told of last. */
static void continue_old(struct request *request)
{
	struct action actions[2];

	request->at--;
	if (!take_action(request, &actions[0]) || *request->at) {
		request_fail(request, EINVAL);
		return;
	}
	actions[0].tid = request->server->inferior->current;
	actions[1] = (struct action){ .wish = { .goes = true, .resume = RESUME_TO_SIGNAL },
		                      .pid = ALL_IDS,
		                      .tid = ALL_IDS };
	go_on(request, actions, 2);
}

/* ---- the end */

static void tell(const struct server *server, const char *what, pid_t pid)
{
	char line[64];

	snprintf(line, sizeof(line), "%s %d", what, pid);
	server->tell(line);
}

/* The last one takes the conversation with it. */
static int detach_one(struct server *server, pid_t pid)
{
	struct inferior *inferior = server->inferior;
	int status = inferior_leave_one(inferior, pid);

	if (status == 0 && !server_thread(server, server->general))
		server_mean(server, inferior->current);
	if (status != -EBUSY)
		return status;
	inferior_leave(inferior);
	server_finish(server);
	return 0;
}

/* "" or ";PID" */
static void detach(struct request *request)
{
	struct server *server = request->server;
	uint64_t pid = (uint64_t)server_pid(server);

	if (request_char(request, ';') && (!request_number(request, &pid) || pid > INT32_MAX)) {
		request_fail(request, EINVAL);
		return;
	}
	tell(server, "Detaching from process", (pid_t)pid);
	int status = detach_one(server, (pid_t)pid);

	if (status < 0)
		request_fail(request, -status);
	else
		request_ok(request);
}

static void kill_everything(struct server *server)
{
	const struct inferior_process *process = NULL;
	struct text line = { 0 };

	text_literal(&line, "Killing process(es):");
	while ((process = inferior_process_next(server->inferior, process)))
		text_format(&line, " %d", process->pid);
	text_char(&line, '\0');
	if (!line.failed)
		server->tell(line.bytes);
	text_free(&line);
	inferior_kill(server->inferior);
	server_finish(server);
}

static void kill_all(struct request *request)
{
	if (request->server->inferior)
		kill_everything(request->server);
	/* gdb does not wait for an answer, lldb does. */
	request->is_silent = !request->server->is_lldb;
	text_literal(request->reply, "X09");
}

static void kill_one(struct request *request)
{
	struct server *server = request->server;
	uint64_t pid;

	if (!request_number(request, &pid) || pid > INT32_MAX ||
	    !inferior_process(server->inferior, (pid_t)pid)) {
		request_fail(request, ESRCH);
		return;
	}
	int status = inferior_kill_one(server->inferior, (pid_t)pid);

	if (status == -EBUSY) {
		kill_everything(server);
	} else if (status == 0) {
		tell(server, "Killing process(es):", (pid_t)pid);
		finish_if_alone(server);
	}
	if (status == 0 || status == -EBUSY)
		request_ok(request);
	else
		request_fail(request, -status);
}

/* ---- registers */

bool server_knows_target(const struct server *server, const struct inferior_thread *thread)
{
	return server->has_target && server->target_pid == thread->pid &&
	       server->target_execs == thread->process->execs;
}

int server_registers(struct server *server, const struct inferior_thread *thread,
                     struct register_file *file)
{
	int status = inferior_registers(thread, file);

	if (status == 0 && !server_knows_target(server, thread)) {
		target_init(&server->target, file);
		server->target_pid = thread->pid;
		server->target_execs = thread->process->execs;
		server->has_target = true;
	}
	return status;
}

/* Those of the thread that is meant; false: the answer is an error. */
static bool registers_read(struct request *request, struct register_file *file)
{
	const struct inferior_thread *thread = server_general(request->server);
	int status = thread ? server_registers(request->server, thread, file) : -ESRCH;

	if (status < 0)
		request_fail(request, -status);
	return status == 0;
}

static void registers_write(struct request *request, const struct register_file *file)
{
	int status = target_store(request->server->general, file);

	if (status < 0)
		request_fail(request, -status);
	else
		request_ok(request);
}

static void read_all_registers(struct request *request)
{
	const struct target *target = &request->server->target;
	struct register_file file;
	uint8_t bytes[REGISTER_SIZE_MAX];

	if (!registers_read(request, &file))
		return;
	for (unsigned i = 0; i < target->first_count; i++) {
		target_get(target, &file, i, bytes);
		hex_put(request->reply, bytes, target->registers[i].size);
	}
}

static void write_all_registers(struct request *request)
{
	const struct target *target = &request->server->target;
	struct register_file file;
	uint8_t bytes[REGISTER_SIZE_MAX], before[REGISTER_SIZE_MAX];

	if (!registers_read(request, &file))
		return;
	for (unsigned i = 0; i < target->first_count; i++) {
		size_t size = target->registers[i].size;

		if (hex_bytes(&request->at, bytes, size) != size) {
			request_fail(request, EINVAL);
			return;
		}
		target_get(target, &file, i, before);
		if (memcmp(before, bytes, size) != 0)
			target_set(target, &file, i, bytes);
	}
	registers_write(request, &file);
}

static bool take_register(struct request *request, struct register_file *file, uint64_t *number)
{
	if (!registers_read(request, file))
		return false;
	if (request_number(request, number) && *number < request->server->target.count)
		return true;
	request_fail(request, EINVAL);
	return false;
}

static void read_register(struct request *request)
{
	const struct target *target = &request->server->target;
	struct register_file file;
	uint8_t bytes[REGISTER_SIZE_MAX];
	uint64_t number;

	if (!take_register(request, &file, &number))
		return;
	target_get(target, &file, (unsigned)number, bytes);
	hex_put(request->reply, bytes, target->registers[number].size);
}

static void write_register(struct request *request)
{
	const struct target *target = &request->server->target;
	struct register_file file;
	uint8_t bytes[REGISTER_SIZE_MAX];
	uint64_t number;

	if (!take_register(request, &file, &number))
		return;
	size_t size = target->registers[number].size;

	if (!request_char(request, '=') || hex_bytes(&request->at, bytes, size) != size) {
		request_fail(request, EINVAL);
		return;
	}
	target_set(target, &file, (unsigned)number, bytes);
	registers_write(request, &file);
}

/* ---- memory */

static bool take_range(struct request *request, uint64_t *address, uint64_t *length)
{
	if (request_number(request, address) && request_char(request, ',') &&
	    request_number(request, length))
		return true;
	request_fail(request, EINVAL);
	return false;
}

ssize_t server_memory_read(struct server *server, uint64_t address, void *bytes, size_t length)
{
	const struct inferior_thread *thread = server_general(server);

	return thread ? inferior_read(server->inferior, thread->tid, address, bytes, length)
	              : -ESRCH;
}

static void memory_write(struct request *request, uint64_t address, const void *bytes,
                         size_t length)
{
	struct server *server = request->server;
	const struct inferior_thread *thread = server_general(server);
	ssize_t put = thread ? inferior_write(server->inferior, thread->tid, address, bytes, length)
	                     : -ESRCH;

	if (put == (ssize_t)length)
		request_ok(request);
	else
		request_fail(request, put < 0 ? (int)-put : EFAULT);
}

static void read_memory(struct request *request)
{
	uint64_t address, length;

	if (!take_range(request, &address, &length))
		return;
	if (length > SERVER_MEMORY_MAX)
		length = SERVER_MEMORY_MAX;
	uint8_t *bytes = malloc(length + 1);
	ssize_t got = bytes ? server_memory_read(request->server, address, bytes, length) : -ENOMEM;

	if (got > 0)
		hex_put(request->reply, bytes, (size_t)got);
	else if (length > 0)
		request_fail(request, got < 0 ? (int)-got : EFAULT);
	free(bytes);
}

static void write_memory(struct request *request)
{
	uint64_t address, length;

	if (!take_range(request, &address, &length))
		return;
	uint8_t *bytes = length <= PACKET_MAX / 2 ? malloc(length + 1) : NULL;

	if (bytes && request_char(request, ':') && hex_bytes(&request->at, bytes, length) == length)
		memory_write(request, address, bytes, length);
	else
		request_fail(request, EINVAL);
	free(bytes);
}

static void write_memory_bytes(struct request *request)
{
	uint64_t address, length;

	if (!take_range(request, &address, &length))
		return;
	if (request_char(request, ':') && length == (uint64_t)(request->end - request->at))
		memory_write(request, address, request->at, length);
	else
		request_fail(request, EINVAL);
}

/* ---- breakpoints */

static int software_point(struct request *request, bool is_added, uint64_t address)
{
	if (is_added)
		return server_break_add(request->server, address, request->at);
	return server_break_remove(request->server, address);
}

static int hardware_point(struct request *request, bool is_added, char type, uint64_t address,
                          uint64_t length)
{
	struct inferior_process *process = request->server->inferior->process;
	enum target_watch watch = type == '1'   ? WATCH_EXECUTE
	                          : type == '2' ? WATCH_WRITE
	                                        : WATCH_ACCESS;

	return (is_added ? inferior_point_add : inferior_point_remove)(process, watch, address,
	                                                               length);
}

/* "1,ADDRESS,LENGTH"; others, like a watch for reading alone, the CPU does not have. */
static void change_point(struct request *request, bool is_added)
{
	char type = *request->at;
	uint64_t address, length;

	if (!type || !strchr("0124", type))
		return;
	request->at++;
	if (!request_char(request, ',') || !take_range(request, &address, &length)) {
		request_fail(request, EINVAL);
		return;
	}
	int status = type == '0' ? software_point(request, is_added, address)
	                         : hardware_point(request, is_added, type, address, length);

	if (status < 0)
		request_fail(request, -status);
	else
		request_ok(request);
}

static void add_point(struct request *request)
{
	change_point(request, true);
}

static void remove_point(struct request *request)
{
	change_point(request, false);
}

/* ---- settings and questions */

/* The list stands behind a colon. */
static bool supports(const char *list, const char *feature)
{
	size_t length = strlen(feature);

	for (const char *at = strstr(list, feature); at; at = strstr(at + 1, feature))
		if ((at[-1] == ':' || at[-1] == ';') && (at[length] == ';' || !at[length]))
			return true;
	return false;
}

static void features(struct request *request)
{
	request->server->takes_processes = supports(request->at, "multiprocess+");
	request->server->takes_breakpoints = supports(request->at, "swbreak+");
	request->server->takes_hardware = supports(request->at, "hwbreak+");
	request->server->takes_forks =
		supports(request->at, "fork-events+") && request->server->takes_processes;
	request->server->takes_vforks =
		supports(request->at, "vfork-events+") && request->server->takes_processes;
	server_settings_apply(request->server);
	text_literal(request->reply, "PacketSize=");
	server_put_number(request->reply, PACKET_MAX);
	text_literal(
		request->reply,
		";QStartNoAckMode+;qXfer:features:read+;qXfer:auxv:read+;"
		"qXfer:exec-file:read+;qXfer:libraries-svr4:read+;qXfer:threads:read+;qXfer:"
		"siginfo:read+;"
		"qXfer:siginfo:write+;QPassSignals+;QCatchSyscalls+;vContSupported+;multiprocess+;"
		"swbreak+;hwbreak+;fork-events+;vfork-events+;exec-events+;QEnvironmentHexEncoded+;"
		"QEnvironmentUnset+;"
		"QEnvironmentReset+;QSetWorkingDir+;QStartupWithShell+;QDisableRandomization+;"
		"ConditionalBreakpoints+;BreakpointCommands+;Qbtrace:bts+;Qbtrace:off+;"
		"Qbtrace-conf:bts:size+;qXfer:btrace:read+;qXfer:btrace-conf:read+;"
		"qXfer:osdata:read+;QProgramSignals+;QThreadEvents+");
}

static void trust(struct request *request)
{
	request_ok(request);
	request->server->connection->is_trusted = true;
}

/* Threads that go on while others stand still are not for us. */
static void stop_as_a_whole(struct request *request)
{
	if (strcmp(request->at, "0") == 0)
		request_ok(request);
	else
		request_fail(request, EOPNOTSUPP);
}

/* Who runs is stopped elsewhere: see handle_packet(). */
static void stay(struct request *request)
{
	request_ok(request);
}

static void tell_threads(struct request *request)
{
	if (strcmp(request->at, "0") != 0 && strcmp(request->at, "1") != 0) {
		request_fail(request, EINVAL);
		return;
	}
	request->server->tells_threads = *request->at == '1';
	server_settings_apply(request->server);
	request_ok(request);
}

static void attached(struct request *request)
{
	text_char(request->reply, request->server->inferior->was_launched ? '0' : '1');
}

/* "0": none; "1": all; "1;2;3b": these. */
static void catch_calls(struct request *request)
{
	struct server *server = request->server;
	bool catches = *request->at == '1';
	uint64_t number;

	if ((*request->at != '0' && *request->at != '1') ||
	    (request->at[1] && request->at[1] != ';')) {
		request_fail(request, EINVAL);
		return;
	}
	request->at++;
	server->catches = catches;
	memset(server->caught, catches && !*request->at ? 0xff : 0, sizeof(server->caught));
	while (request_char(request, ';') && request_number(request, &number))
		if (number < INFERIOR_CALLS)
			server->caught[number / 64] |= (uint64_t)1 << number % 64;
	server_settings_apply(server);
	request_ok(request);
}

void server_settings_apply(struct server *server)
{
	struct inferior *inferior = server->inferior;

	if (!inferior)
		return;
	inferior->passed = server->passed;
	inferior->withheld = server->withheld;
	inferior->tells_forks = server->takes_forks;
	inferior->tells_vforks = inferior->tells_vforked = server->takes_vforks;
	inferior->tells_threads = server->tells_threads;
	inferior->catches = server->catches;
	memcpy(inferior->caught, server->caught, sizeof(inferior->caught));
	server_trace_apply(server);
}

static void transfer(struct request *request)
{
	server_transfer(request->server, request->at, request->reply);
}

static void file(struct request *request)
{
	server_file(request->server, request->at, request->reply);
}

/* ---- the tables */

static const struct packet_row packet_rows[] = {
	{ "?", last_stop, PACKET_WHOLE | PACKET_FREE },
	{ "C", continue_old, 0 },
	{ "D", detach, 0 },
	{ "G", write_all_registers, 0 },
	{ "H", select_thread, PACKET_FREE },
	{ "M", write_memory, 0 },
	{ "P", write_register, 0 },
	{ "QCatchSyscalls:", catch_calls, PACKET_FREE },
	{ "QNonStop:", stop_as_a_whole, PACKET_FREE },
	{ "QStartNoAckMode", trust, PACKET_WHOLE | PACKET_FREE },
	{ "QThreadEvents:", tell_threads, PACKET_FREE },
	{ "S", continue_old, 0 },
	{ "T", thread_lives, PACKET_FREE },
	{ "X", write_memory_bytes, 0 },
	{ "Z", add_point, 0 },
	{ "c", continue_old, 0 },
	{ "g", read_all_registers, 0 },
	{ "k", kill_all, PACKET_WHOLE | PACKET_FREE },
	{ "m", read_memory, 0 },
	{ "p", read_register, 0 },
	{ "qAttached", attached, 0 },
	{ "qC", current_thread, PACKET_WHOLE | PACKET_FREE },
	{ "qSupported", features, PACKET_WHOLE | PACKET_FREE },
	{ "qSupported:", features, PACKET_FREE },
	{ "qXfer:", transfer, PACKET_FREE },
	{ "qfThreadInfo", list_threads, PACKET_WHOLE | PACKET_FREE },
	{ "qsThreadInfo", list_threads_more, PACKET_WHOLE | PACKET_FREE },
	{ "s", continue_old, 0 },
	{ "vCont;", continue_each, 0 },
	{ "vCont?", actions_known, PACKET_WHOLE | PACKET_FREE },
	{ "vCtrlC", stay, PACKET_WHOLE | PACKET_FREE },
	{ "vFile:", file, PACKET_FREE },
	{ "vKill;", kill_one, 0 },
	{ "z", remove_point, 0 },
	{ 0 },
};

static const struct packet_row *const packet_tables[] = { packet_rows,    program_packets,
	                                                  memory_packets, monitor_packets,
	                                                  tls_packets,    lldb_packets,
	                                                  btrace_packets, signal_packets };

static const struct packet_row *packet_find(const struct server *server, const char *packet)
{
	for (size_t i = 0; i < sizeof(packet_tables) / sizeof(*packet_tables); i++)
		for (const struct packet_row *row = packet_tables[i]; row->name; row++) {
			size_t length = strlen(row->name);

			if (strncmp(packet, row->name, length) == 0 &&
			    (!(row->how & PACKET_WHOLE) || !packet[length]))
				return is_disabled(server, row->name) ? NULL : row;
		}
	return NULL;
}

/* lldb says behind a packet which thread it is about. */
static void take_suffix(struct request *request)
{
	static const char suffix[] = ";thread:";
	const char *at = strstr(request->at, suffix);
	pid_t pid, tid;

	if (!at)
		return;
	at += strlen(suffix);
	if (server_take_id(&at, &pid, &tid) && tid > 0)
		server_mean(request->server, tid);
}

bool server_answer(struct server *server, const char *packet, size_t length, struct text *reply)
{
	const struct packet_row *row = packet_find(server, packet);
	struct request request = { .server = server, .end = packet + length, .reply = reply };

	if (!row)
		return false;
	if (!server->inferior && !(row->how & PACKET_FREE)) {
		server_put_error(reply, ESRCH);
		return false;
	}
	request.at = packet + strlen(row->name);
	if (server->takes_suffixes)
		take_suffix(&request);
	row->answer(&request);
	return request.is_silent;
}
