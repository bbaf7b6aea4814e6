/* Calls made by a process for us.
 *
 * The text becomes registers and a run of bytes; the bytes lie in memory that the process
 * first maps for us, and unmaps in the end.  The instruction is one that it has anyway, as
 * a rule the vdso's.  What it reads and writes is kept as the engine keeps it, so that the
 * call is shown as any other one.
 *
 * Some calls cannot be made so: they leave more behind than a result. */
#include "inspect/remote_call.h"

#include "arch/state.h"
#include "calls/capture.h"
#include "calls/table.h"
#include "inspect/call_text.h"
#include "tracee/maps.h"
#include "tracee/proc_text.h"
#include "tracee/seccomp.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum {
	CODE_PIECE = 1 << 16,
	CODE_MAX = 64 << 20, /* bytes of code that are searched for a call instruction */
	PAGE_SIZE = 4096,
	STRING_KEPT = 4096,
	ARRAY_KEPT = 4096,
	RESTART_FIRST = 512, /* ERESTARTSYS */
	RESTART_LAST = 516,
};

static uint32_t number_of(enum event_abi abi, const char *name)
{
	return (uint32_t)call_number(abi, name);
}

/* That by which memory is had. */
static const char *map_name(enum event_abi abi)
{
	return abi == ABI_I386 ? "mmap2" : "mmap";
}

/* ---- what is refused */

static const struct {
	const char *name, *why;
} refused_calls[] = {
	{ "fork", "the new process would run on where this one was stopped" },
	{ "vfork", "the new process would run on where this one was stopped" },
	{ "clone", "the new thread would run on where this one was stopped" },
	{ "clone3", "the new thread would run on where this one was stopped" },
	{ "execve", "it would replace the program that was stopped" },
	{ "execveat", "it would replace the program that was stopped" },
	{ "rt_sigreturn",
	  "it is for the end of signal handlers, and takes registers from the stack" },
	{ "sigreturn", "it is for the end of signal handlers, and takes registers from the stack" },
	{ "restart_syscall", "it is for the kernel to make" },
};

static int check_call(const struct call *call, struct error *error)
{
	for (size_t i = 0; i < sizeof(refused_calls) / sizeof(*refused_calls); i++)
		if (strcmp(refused_calls[i].name, call->name) == 0)
			return error_set(error, EINVAL, "cannot have %s made: %s", call->name,
			                 refused_calls[i].why);
	return 0;
}

static unsigned long long seccomp_status(pid_t tid, const char *field)
{
	struct text status = { 0 };
	unsigned long long number = 0;

	if (proc_text_read(&status, tid, "status") == 0)
		number = proc_field_number(&status, field, 10);
	text_free(&status);
	return number;
}

/* As many filters as we have ourselves are, as a rule, those of the container around both. */
static bool is_filtered(const struct subject *subject)
{
	return seccomp_status(subject->tid, "Seccomp") == SECCOMP_MODE_FILTER &&
	       seccomp_status(subject->tid, "Seccomp_filters") !=
	               seccomp_status(getpid(), "Seccomp_filters");
}

static const char *answer_text(uint32_t answer)
{
	switch (answer & SECCOMP_RET_ACTION_FULL) {
	case SECCOMP_RET_KILL_PROCESS:
	case SECCOMP_RET_KILL_THREAD:
		return "would kill it for";
	case SECCOMP_RET_TRAP:
		return "would send it SIGSYS for";
	case SECCOMP_RET_USER_NOTIF:
		return "would have another program answer";
	case SECCOMP_RET_TRACE:
		return "would have a tracer answer";
	}
	return NULL; /* it is made, or fails */
}

/* Asks the filters themselves; without the right to read them the person decides. */
static int check_filters(const struct subject *subject, const char *name, const uint64_t args[6],
                         uint64_t site, struct error *error)
{
	struct seccomp_call call = {
		.nr = number_of(subject->abi, name),
		.audit = arch_native.abis[subject->abi].audit,
		.ip = site + ARCH_CALL_CODE,
	};
	uint32_t answer;

	memcpy(call.args, args, sizeof(call.args));
	if (seccomp_answer(subject->tid, &call, &answer) < 0)
		return error_set(
			error, EPERM,
			"cannot make calls in thread %d: it has a seccomp filter, which may "
			"kill the process for a call that it does not expect; --force takes "
			"that risk (root could ask the filter first)",
			subject->tid);
	const char *text = answer_text(answer);

	return text ? error_set(error, EPERM,
	                        "cannot make calls in thread %d: its seccomp filter %s %s; --force "
	                        "makes the call all the same",
	                        subject->tid, text, name)
	            : 0;
}

static int check_seccomp(const struct subject *subject, const struct remote_call *call,
                         const struct call_request *request, uint64_t site, struct error *error)
{
	static const uint64_t none[6];
	uint64_t args[6];
	bool has_memory = request->memory.length != 0;

	if (seccomp_status(subject->tid, "Seccomp") == SECCOMP_MODE_STRICT)
		return error_set(error, EPERM,
		                 "cannot make calls in thread %d: its strict seccomp mode allows "
		                 "read, write, exit and sigreturn alone, and would kill it",
		                 subject->tid);
	if (call->is_forced || !is_filtered(subject))
		return 0;
	call_request_args(request, args);
	if (check_filters(subject, request->call->name, args, site, error) < 0)
		return -1;
	if (has_memory && (check_filters(subject, map_name(subject->abi), none, site, error) < 0 ||
	                   check_filters(subject, "munmap", none, site, error) < 0))
		return -1;
	return 0;
}

/* ---- a call instruction */

static uint64_t code_find(struct subject *subject, uint64_t start, uint64_t end)
{
	const uint8_t *code = arch_call_code[subject->abi];
	uint8_t bytes[CODE_PIECE];

	/* Pieces overlap, so that no instruction is cut. */
	for (uint64_t at = start; at < end; at += CODE_PIECE - ARCH_CALL_CODE) {
		size_t length = end - at < CODE_PIECE ? end - at : CODE_PIECE;
		ssize_t got = subject_read(subject, at, bytes, length);
		const uint8_t *found =
			got > 0 ? memmem(bytes, (size_t)got, code, ARCH_CALL_CODE) : NULL;

		if (found)
			return at + (uint64_t)(found - bytes);
	}
	return 0;
}

static bool is_named(const struct maps_line *line, const char *name)
{
	return line->name_length == strlen(name) &&
	       memcmp(line->name, name, line->name_length) == 0;
}

/* In the vdso, or else wherever the bytes are. */
static uint64_t site_in(struct subject *subject, const struct text *maps, bool only_vdso)
{
	const char *at = maps->bytes;
	struct maps_line line;
	uint64_t site = 0, searched = 0;

	while (!site && searched < CODE_MAX && maps_next(&at, &line)) {
		if (!maps_may(&line, 'x') || !maps_may(&line, 'r') ||
		    is_named(&line, "[vdso]") != only_vdso || is_named(&line, "[vsyscall]"))
			continue;
		uint64_t size = line.end - line.start;

		if (size > CODE_MAX - searched)
			size = CODE_MAX - searched;
		searched += size;
		site = code_find(subject, line.start, line.start + size);
	}
	return site;
}

static uint64_t site_find(struct subject *subject, struct error *error)
{
	struct text maps = { 0 };
	uint64_t site = 0;

	if (proc_text_read(&maps, subject->pid, "maps") == 0) {
		site = site_in(subject, &maps, true);
		if (!site)
			site = site_in(subject, &maps, false);
	}
	text_free(&maps);
	if (!site)
		error_set(error, ENOENT,
		          "cannot make calls in process %d: its code has no instruction that makes "
		          "one",
		          subject->pid);
	return site;
}

/* ---- memory */

static size_t scratch_size(const struct call_request *request)
{
	return (request->memory.length + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1);
}

/* Where the memory of the call is; 0: it needs none. */
static int scratch_take(struct subject *subject, struct remote *remote,
                        struct call_request *request, uint64_t *address, struct error *error)
{
	const uint64_t args[6] = { 0,
		                   scratch_size(request),
		                   PROT_READ | PROT_WRITE,
		                   MAP_PRIVATE | MAP_ANONYMOUS,
		                   (uint64_t)-1,
		                   0 };
	bool is_32 = subject->abi == ABI_I386;
	int64_t result;

	*address = 0;
	if (!request->memory.length)
		return 0;
	if (remote_make(remote, number_of(subject->abi, map_name(subject->abi)), args, &result) < 0)
		return -1;
	/* Addresses of 32-bit programs may look negative. */
	uint64_t got = is_32 ? (uint32_t)result : (uint64_t)result;

	if (arch_result_failed(result))
		return error_set(error, (int)-result,
		                 "cannot get memory for the arguments: mmap in process %d: %s",
		                 subject->pid, strerror((int)-result));
	call_request_place(request, got);
	*address = got;
	return subject_write(subject, got, request->memory.bytes, request->memory.length, error);
}

static void scratch_return(struct subject *subject, struct remote *remote,
                           const struct call_request *request, uint64_t address)
{
	const uint64_t args[6] = { address, scratch_size(request) };
	int64_t result;

	if (address)
		remote_make(remote, number_of(subject->abi, "munmap"), args, &result);
}

/* ---- what is seen */

static uint64_t now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void capture(struct subject *subject, struct event_buffer *buffer, enum plan_phase phase)
{
	static const struct capture_limits limits = { .string = STRING_KEPT,
		                                      .array = ARRAY_KEPT,
		                                      .names = true };
	const struct plan_table *plans = &tables_in_use->plans[subject->abi];

	if (!capture_wanted(plans, buffer->event, phase))
		return;
	tracee_memory_aim(&subject->memory, subject->tid, buffer);
	capture_run(plans, buffer, phase, &subject->memory.memory, &limits);
	tracee_memory_aim(&subject->memory, subject->tid, NULL);
}

static int event_enter(struct subject *subject, struct event_buffer *buffer,
                       const struct call_request *request)
{
	if (event_buffer_reset(buffer) < 0)
		return -ENOMEM;
	struct event *event = buffer->event;

	event->kind = EVENT_ENTRY;
	event->abi = (uint8_t)request->abi;
	event->nr = request->nr;
	event->pid = subject->pid;
	event->tid = subject->tid;
	event->time_ns = event->entry_ns = now(CLOCK_REALTIME);
	call_request_args(request, event->args);
	capture(subject, buffer, PHASE_ENTRY);
	return 0;
}

static int event_leave(struct subject *subject, struct remote_call *call, int64_t result,
                       uint64_t duration_ns)
{
	if (event_buffer_set(&call->exit, call->entry.event) < 0)
		return -ENOMEM;
	struct event *event = call->exit.event;

	event->kind = EVENT_EXIT;
	event->time_ns = now(CLOCK_REALTIME);
	event->duration_ns = duration_ns;
	event->result = result;
	if (arch_result_failed(result))
		event->flags |= EVENT_FAILED;
	if (-result >= RESTART_FIRST && -result <= RESTART_LAST)
		event->flags |= EVENT_INTERRUPTED;
	capture(subject, &call->exit, PHASE_EXIT);
	return 0;
}

/* ---- all of it */

static int lost(const struct subject *subject, const struct remote *remote, struct error *error)
{
	if (remote->killed == SIGSYS)
		return error_set(
			error, ESRCH,
			"process %d was killed by SIGSYS: its seccomp filter does not allow "
			"this call",
			subject->pid);
	if (remote->killed)
		return error_set(error, ESRCH, "process %d was killed by signal %d (%s) meanwhile",
		                 subject->pid, remote->killed, strsignal(remote->killed));
	return error_set(error, ESRCH, "thread %d ended, and does not return from the call",
	                 subject->tid);
}

static int make(struct subject *subject, struct remote *remote, struct remote_call *call,
                struct call_request *request, struct error *error)
{
	uint64_t args[6], address, start_ns;
	int64_t result = 0;
	int status = scratch_take(subject, remote, request, &address, error);

	if (status == 0 && event_enter(subject, &call->entry, request) < 0)
		status = error_set(error, ENOMEM, "out of memory");
	if (status == 0) {
		call_request_args(request, args);
		start_ns = now(CLOCK_MONOTONIC);
		status = remote_make(remote, request->nr, args, &result);
		if (status == 0)
			status =
				event_leave(subject, call, result, now(CLOCK_MONOTONIC) - start_ns);
		if (status == -ENOMEM)
			error_set(error, ENOMEM, "out of memory");
	}
	if (!remote->is_lost)
		scratch_return(subject, remote, request, address);
	return status < 0 ? -1 : 0;
}

static int make_between(struct subject *subject, struct remote_call *call,
                        struct call_request *request, struct error *error)
{
	struct remote remote;
	uint64_t site;
	int status;

	if (check_call(request->call, error) < 0 || !(site = site_find(subject, error)) ||
	    check_seccomp(subject, call, request, site, error) < 0)
		return -1;
	status = remote_open(&remote, &subject->hold, subject->tid, subject->abi, site);
	if (status < 0)
		return error_set(error, -status, "cannot read the registers of thread %d: %s",
		                 subject->tid, strerror(-status));
	status = make(subject, &remote, call, request, error);
	remote_close(&remote);
	if (remote.is_lost)
		return lost(subject, &remote, error);
	call->was_interrupted = remote.was_interrupted;
	if (status == 0 && remote.was_trapped)
		return error_set(
			error, EPERM,
			"the seccomp filter of thread %d answered by SIGSYS, which was kept "
			"from it: the call was not made",
			subject->tid);
	if (status == 0 && is_filtered(subject) && call->exit.event->flags & EVENT_FAILED)
		call->note = "it has a seccomp filter, which may have been what failed it";
	return status;
}

int remote_call_make(struct subject *subject, struct remote_call *call, struct error *error)
{
	const struct expression_names names = subject_names(subject);
	const struct expression_machine machine = subject_machine(subject);
	struct call_request *request = calloc(1, sizeof(*request));
	int status;

	if (!request)
		return error_set(error, ENOMEM, "out of memory");
	status = call_text_parse(request, subject->abi, call->text, &names, &machine, error);
	if (status == 0)
		status = make_between(subject, call, request, error);
	call_request_free(request);
	free(request);
	return status;
}

void remote_call_free(struct remote_call *call)
{
	event_buffer_free(&call->entry);
	event_buffer_free(&call->exit);
}
