/* What lldb asks for beyond gdb's protocol: see "lldb-gdb-remote.txt" in its documentation.
 *
 * It works without most of this, but then asks one thing after the other at every stop. */
#include "serve/server_parts.h"

#include "inspect/remote_call.h"
#include "tracee/proc_text.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	ERRNO_MAX = 4096,
	AREA_MAX = 1 << 30, /* bytes that an expression may want */
};

/* ---- who it talks to */

static void list_in_stops(struct request *request)
{
	request->server->is_lldb = true;
	request_ok(request);
}

static void know_suffixes(struct request *request)
{
	request->server->is_lldb = request->server->takes_suffixes = true;
	request_ok(request);
}

static void put_text(struct text *reply, const char *name, const char *value)
{
	text_string(reply, name);
	text_char(reply, ':');
	hex_put(reply, value, strlen(value));
	text_char(reply, ';');
}

static bool know_target(struct request *request)
{
	const struct inferior_thread *thread = server_general(request->server);
	struct register_file file;

	if (thread && server_registers(request->server, thread, &file) == 0)
		return true;
	request_fail(request, ESRCH);
	return false;
}

static void put_machine(struct request *request)
{
	const struct target *target = &request->server->target;

	put_text(request->reply, "triple", target_triple(target));
	text_format(request->reply, "ptrsize:%u;endian:little;",
	            target->registers[target->ip_number].size);
}

static void describe_host(struct request *request)
{
	request->server->is_lldb = true;
	if (!know_target(request))
		return;
	put_machine(request);
	text_literal(request->reply, "ostype:linux;watchpoint_exceptions_received:after;");
}

static void put_identity(struct text *reply, const struct text *status, const char *field,
                         const char *real, const char *effective)
{
	size_t length;
	const char *value = proc_field(status, field, &length);
	unsigned ids[2];

	if (length && sscanf(value, "%u %u", &ids[0], &ids[1]) == 2)
		text_format(reply, "%s:%x;%s:%x;", real, ids[0], effective, ids[1]);
}

static void describe_process(struct request *request)
{
	pid_t pid = server_pid(request->server);
	struct text status = { 0 };

	if (!know_target(request))
		return;
	text_format(request->reply, "pid:%x;", (unsigned)pid);
	if (proc_text_read(&status, pid, "status") == 0) {
		text_format(request->reply, "parent-pid:%llx;",
		            proc_field_number(&status, "PPid:", 10));
		put_identity(request->reply, &status, "Uid:", "real-uid", "effective-uid");
		put_identity(request->reply, &status, "Gid:", "real-gid", "effective-gid");
	}
	put_machine(request);
	text_literal(request->reply, "ostype:linux;");
	text_free(&status);
}

static void count_points(struct request *request)
{
	text_format(request->reply, "num:%d;", TARGET_WATCHES_MAX);
}

static void find_loader(struct request *request)
{
	uint64_t place = server_loader_place(request->server);

	if (place)
		server_put_number(request->reply, place);
	else
		request_fail(request, ENOENT);
}

/* ---- stops */

static const char *reason_of(const struct inferior_thread *thread)
{
	switch (thread->stop) {
	case STOP_BREAKPOINT:
		return "breakpoint";
	case STOP_HARDWARE: /* of memory it knows already */
		return thread->point.watch == WATCH_EXECUTE ? "breakpoint" : NULL;
	case STOP_STEP:
		return "trace";
	case STOP_EXEC:
		return "exec";
	case STOP_FORK:
		return "fork";
	case STOP_VFORK:
		return "vfork";
	case STOP_VFORKED:
		return "vforkdone";
	case STOP_SIGNAL:
		return "signal";
	default:
		return NULL;
	}
}

static bool read_ip(struct server *server, const struct inferior_thread *thread, uint64_t *ip)
{
	const struct inferior *inferior = server->inferior;

	return inferior->steering->register_read(inferior->engine, thread->tid, "ip", ip) == 0;
}

void server_put_reason(const struct inferior_thread *thread, struct text *text)
{
	const char *reason = reason_of(thread);

	if (!reason)
		return;
	text_literal(text, "reason:");
	text_string(text, reason);
	text_char(text, ';');
}

void server_put_threads(struct server *server, struct text *text)
{
	const struct inferior_thread *thread;
	const char *separator = "threads:";
	uint64_t ip;

	for (size_t i = 0; (thread = inferior_next(server->inferior, &i)); separator = ",") {
		text_string(text, separator);
		server_put_id(server, thread, text);
	}
	separator = ";thread-pcs:";
	for (size_t i = 0; (thread = inferior_next(server->inferior, &i)); separator = ",") {
		text_string(text, separator);
		server_put_number(text, read_ip(server, thread, &ip) ? ip : 0);
	}
	text_char(text, ';');
}

/* Why one thread stands where it stands. */
static void explain_thread(struct request *request)
{
	pid_t pid, tid;
	const struct inferior_thread *thread =
		server_take_id(&request->at, &pid, &tid)
			? inferior_thread(request->server->inferior, tid)
			: NULL;

	if (thread && !thread->is_running)
		server_put_thread_stop(request->server, thread, request->reply);
	else
		request_fail(request, ESRCH);
}

static void put_json_name(struct text *text, pid_t tid)
{
	char name[TRACEE_COMM_MAX];
	ssize_t length = tracee_comm(tid, name, sizeof(name));

	for (ssize_t i = 0; i < length; i++)
		text_char(text, name[i] < ' ' || strchr("\"\\\x7f", name[i]) ? '?' : name[i]);
}

static void put_json_thread(struct server *server, const struct inferior_thread *thread,
                            struct text *text)
{
	const char *reason = reason_of(thread);
	unsigned ip_number = server->target.ip_number;
	uint64_t ip;

	text_format(text, "{\"tid\":%d,\"name\":\"", thread->tid);
	put_json_name(text, thread->tid);
	text_literal(text, "\"");
	if (thread->stop != STOP_NONE)
		text_format(text, ",\"signal\":%u", server_signal_put(server, thread->stop_signal));
	text_format(text, ",\"reason\":\"%s\"", reason ? reason : "none");
	if (server->has_target && read_ip(server, thread, &ip)) {
		text_format(text, ",\"registers\":{\"%u\":\"", ip_number);
		hex_put(text, &ip, server->target.registers[ip_number].size);
		text_literal(text, "\"}");
	}
	text_char(text, '}');
}

static void explain_threads(struct request *request)
{
	const struct inferior_thread *thread;
	char separator = '[';

	for (size_t i = 0; (thread = inferior_next(request->server->inferior, &i));) {
		if (request->reply->length > PACKET_MAX / 2)
			break;
		text_char(request->reply, separator);
		put_json_thread(request->server, thread, request->reply);
		separator = ',';
	}
	text_string(request->reply, separator == '[' ? "[]" : "]");
}

/* ---- registers that are kept while the client has the thread do something else */

static void keep_registers(struct request *request)
{
	struct server *server = request->server;
	const struct inferior_thread *thread = server_general(server);
	unsigned slot = 0;

	while (slot < SERVER_KEPT_MAX && server->kept[slot])
		slot++;
	if (slot == SERVER_KEPT_MAX || !thread) {
		request_fail(request, thread ? ENOSPC : ESRCH);
		return;
	}
	struct register_file *file = malloc(sizeof(*file));
	int status = file ? server_registers(server, thread, file) : -ENOMEM;

	if (status < 0) {
		free(file);
		request_fail(request, -status);
		return;
	}
	server->kept[slot] = file;
	text_unsigned(request->reply, slot + 1);
}

static void restore_registers(struct request *request)
{
	struct server *server = request->server;
	const struct inferior_thread *thread = server_general(server);
	char *end;
	unsigned long number = strtoul(request->at, &end, 10);

	if (end == request->at || number < 1 || number > SERVER_KEPT_MAX ||
	    !server->kept[number - 1] || !thread) {
		request_fail(request, thread ? EINVAL : ESRCH);
		return;
	}
	int status = target_store(thread->tid, server->kept[number - 1]);

	free(server->kept[number - 1]);
	server->kept[number - 1] = NULL;
	if (status < 0)
		request_fail(request, -status);
	else
		request_ok(request);
}

void server_forget_registers(struct server *server)
{
	for (unsigned i = 0; i < SERVER_KEPT_MAX; i++) {
		free(server->kept[i]);
		server->kept[i] = NULL;
	}
}

/* ---- memory for its expressions */

/* The process makes the call that is written there; it must not stand in one, nor before a
 * signal.  0 or -errno. */
static int make_call(struct server *server, const char *text, int64_t *result)
{
	const struct inferior_thread *thread = server_general(server);
	struct remote_call call = { .text = text };
	struct subject subject;
	struct error error = { 0 };

	if (!thread || thread->stop == STOP_ENTRY || thread->stop == STOP_RETURN ||
	    (thread->stop == STOP_SIGNAL && thread->is_at_signal))
		return thread ? -EBUSY : -ESRCH;
	if (subject_open(&subject, server_pid(server), &error) < 0)
		return -ESRCH;
	subject.breakpoints = process_breakpoints(server->inferior->process);
	subject.hold.pid = server_pid(server);
	int status = subject_stand(&subject, thread->tid, &error);

	if (status == 0)
		status = remote_call_make(&subject, &call, &error);
	if (status == 0)
		*result = call.exit.event->result;
	else
		server->tell(error.text);
	remote_call_free(&call);
	subject_close(&subject);
	return status < 0 ? -EIO : 0;
}

__attribute__((format(printf, 3, 4))) static int
make_memory_call(struct server *server, int64_t *result, const char *format, ...)
{
	char text[128];
	va_list list;

	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	int status = make_call(server, text, result);

	return status == 0 && *result < 0 && *result > -ERRNO_MAX ? (int)*result : status;
}

/* "SIZE,rwx" */
static void allocate(struct request *request)
{
	struct server *server = request->server;
	struct server_area *area = server->areas;
	int64_t result = 0;
	uint64_t size;

	while (area < server->areas + SERVER_AREAS_MAX && area->length)
		area++;
	if (!request_number(request, &size) || !request_char(request, ',') || !size ||
	    size > AREA_MAX || area == server->areas + SERVER_AREAS_MAX) {
		request_fail(request, EINVAL);
		return;
	}
	const char *rights = request->at;
	int status = make_memory_call(
		server, &result, "%s(0, %llu, 0%s%s%s, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)",
		server->target.abi ? "mmap2" : "mmap", (unsigned long long)size,
		strchr(rights, 'r') ? "|PROT_READ" : "", strchr(rights, 'w') ? "|PROT_WRITE" : "",
		strchr(rights, 'x') ? "|PROT_EXEC" : "");

	if (status < 0) {
		request_fail(request, -status);
		return;
	}
	*area = (struct server_area){ (uint64_t)result, size };
	server_put_number(request->reply, (uint64_t)result);
}

static void give_back(struct request *request)
{
	struct server *server = request->server;
	struct server_area *area = server->areas;
	int64_t result;
	uint64_t address;

	if (!request_number(request, &address)) {
		request_fail(request, EINVAL);
		return;
	}
	while (area < server->areas + SERVER_AREAS_MAX &&
	       (!area->length || area->address != address))
		area++;
	int status = area == server->areas + SERVER_AREAS_MAX
	                     ? -ENOENT
	                     : make_memory_call(server, &result, "munmap(%#llx, %llu)",
	                                        (unsigned long long)address,
	                                        (unsigned long long)area->length);

	if (status < 0) {
		request_fail(request, -status);
		return;
	}
	area->length = 0;
	request_ok(request);
}

const struct packet_row lldb_packets[] = {
	{ "QListThreadsInStopReply", list_in_stops, PACKET_WHOLE | PACKET_FREE },
	{ "QRestoreRegisterState:", restore_registers, 0 },
	{ "QSaveRegisterState", keep_registers, 0 },
	{ "QThreadSuffixSupported", know_suffixes, PACKET_WHOLE | PACKET_FREE },
	{ "jThreadsInfo", explain_threads, PACKET_WHOLE },
	{ "qHostInfo", describe_host, PACKET_WHOLE },
	{ "qShlibInfoAddr", find_loader, PACKET_WHOLE },
	{ "qProcessInfo", describe_process, PACKET_WHOLE },
	{ "qThreadStopInfo", explain_thread, 0 },
	{ "qWatchpointSupportInfo:", count_points, 0 },
	{ "_M", allocate, 0 },
	{ "_m", give_back, 0 },
	{ 0 },
};
