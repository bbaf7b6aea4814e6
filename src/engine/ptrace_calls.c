/* System calls: from the stop at entry and the stop at exit to one event.
 *
 * The event is made in the task's own buffer at entry, where it waits until
 * the call returns and adds its result.  What a stop is, entry or exit, the
 * kernel tells us; only for calls that nobody wants the exit goes unasked.
 *
 * With a seccomp filter in place calls announce themselves by a seccomp stop
 * instead of an entry stop, unless the task is "full": then both come. */
#include "calls/table.h"
#include "engine/hybrid.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <sys/ptrace.h>

enum { ERESTARTSYS = 512, ERESTARTNOINTR = 513, ERESTARTNOHAND = 514, ERESTART_RESTARTBLOCK = 516 };

enum call_side { SIDE_NONE, SIDE_ENTRY, SIDE_EXIT, SIDE_SECCOMP };

struct call_info {
	enum call_side side;
	uint64_t seccomp_data;
	struct arch_call call;
};

static void info_from_entry(struct call_info *info, uint64_t nr, const uint64_t args[6])
{
	/* The kernel, too, looks at 32 bits of it. */
	info->call.nr = (uint32_t)nr;
	/* 64-bit code may call the 32-bit kernel: it takes the lower halves. */
	for (unsigned i = 0; i < 6; i++)
		info->call.args[i] = args[i] & arch_native.abis[info->call.abi].arg_mask;
}

/* The argument of sigreturn is where the stack pointer points: the frame that
 * the signal left there. */
static void info_add_frame(struct call_info *info, uint64_t stack_pointer)
{
	const uint16_t *role = arch_native.abis[info->call.abi].role;

	if (info->call.nr == role[ROLE_RT_SIGRETURN] || info->call.nr == role[ROLE_SIGRETURN])
		info->call.args[0] = stack_pointer;
}

static int info_from_kernel(const struct __ptrace_syscall_info *kernel, struct call_info *info)
{
	int abi = arch_abi_find(kernel->arch);

	if (abi < 0)
		return -ENOSYS;
	info->call.abi = (unsigned)abi;
	info->call.ip = kernel->instruction_pointer;
	switch (kernel->op) {
	case PTRACE_SYSCALL_INFO_ENTRY:
		info->side = SIDE_ENTRY;
		info_from_entry(info, kernel->entry.nr, (const uint64_t *)kernel->entry.args);
		info_add_frame(info, kernel->stack_pointer);
		break;
	case PTRACE_SYSCALL_INFO_SECCOMP:
		info->side = SIDE_SECCOMP;
		info->seccomp_data = kernel->seccomp.ret_data;
		info_from_entry(info, kernel->seccomp.nr, (const uint64_t *)kernel->seccomp.args);
		info_add_frame(info, kernel->stack_pointer);
		break;
	case PTRACE_SYSCALL_INFO_EXIT:
		info->side = SIDE_EXIT;
		info->call.result = kernel->exit.rval;
		info->call.failed = kernel->exit.is_error;
		break;
	default:
		info->side = SIDE_NONE;
	}
	return 0;
}

/* Linux before 5.3 leaves it to us to count: entry, exit, entry, exit. */
static int info_from_registers(struct task *task, bool seccomp, struct call_info *info)
{
	unsigned long message = 0;
	int status = arch_native.call_read(task->tid, &info->call);

	if (status < 0)
		return status;
	info->side = seccomp ? SIDE_SECCOMP : task->in_call ? SIDE_EXIT : SIDE_ENTRY;
	info_add_frame(info, info->call.sp);
	if (seccomp && ptrace(PTRACE_GETEVENTMSG, task->tid, NULL, &message) < 0)
		return -errno;
	info->seccomp_data = message;
	return 0;
}

static int info_read(struct ptrace_engine *engine, struct task *task, bool seccomp,
                     struct call_info *info)
{
	/* Cleared only because valgrind does not know what the kernel writes there. */
	struct __ptrace_syscall_info kernel = { 0 };

	if (!engine->no_call_info) {
		if (ptrace(PTRACE_GET_SYSCALL_INFO, task->tid, sizeof(kernel), &kernel) > 0)
			return info_from_kernel(&kernel, info);
		if (errno == ESRCH)
			return -ESRCH;
		engine->no_call_info = true;
	}
	return info_from_registers(task, seccomp, info);
}

static void call_capture(struct ptrace_engine *engine, struct task *task, enum plan_phase phase)
{
	const struct plan_table *plans = &tables_in_use->plans[task->abi];

	if (engine->options.flags & ENGINE_NO_MEMORY ||
	    !capture_wanted(plans, task->call.event, phase))
		return;
	tracee_memory_aim(&engine->memory, task->tid, &task->call);
	capture_run(plans, &task->call, phase, &engine->memory.memory, &engine->options.limits);
}

bool call_event_begin(struct ptrace_engine *engine, struct task *task, const struct arch_call *call)
{
	struct event *event = event_start(engine, &task->call, task, EVENT_ENTRY);

	if (!event)
		return false;
	event->ip = engine->hybrid ? site_ip(engine, task, call->ip) : call->ip;
	event->entry_ns = event->time_ns;
	memcpy(event->args, call->args, sizeof(event->args));
	/* Its argument, if it had one. */
	if (call->nr == arch_native.abis[call->abi].role[ROLE_RESTART])
		event->args[0] = task->resumed;
	task->entry_mono_ns = clock_ns(CLOCK_MONOTONIC);
	task->entry_cpu_ns = task->cpu_ns;
	call_capture(engine, task, PHASE_ENTRY);
	asides_enter(engine, task);
	stack_capture_call(engine, task, PHASE_ENTRY);
	return true;
}

static bool starts_program(const struct task *task, const struct arch_call *call)
{
	return task->hidden && !task->silent &&
	       call->nr == arch_native.abis[call->abi].role[ROLE_EXECVE];
}

/* The number of the last call, as this ABI counts them: an exec may have led from the other. */
static uint32_t last_number(const struct task *task, enum event_abi abi)
{
	if (task->abi == abi)
		return task->nr;
	const struct call *call = call_find((enum event_abi)task->abi, task->nr);

	return call ? (uint32_t)call_number(abi, call->name) : (uint32_t)RESUMED_UNKNOWN;
}

/* What the last call was is not known if it may have run free. */
static void number_note(struct task *task, enum event_abi abi, uint32_t nr)
{
	bool is_known = task->has_called && (task->to_be_resumed || !task->filtered || task->full);

	task->resumed = is_known ? last_number(task, abi) : (uint32_t)RESUMED_UNKNOWN;
	task->abi = (uint8_t)abi;
	task->nr = nr;
	task->has_called = true;
	task->to_be_resumed = false;
}

static bool is_x32(unsigned abi, uint32_t nr)
{
	return event_abi_is_x32((enum event_abi)abi, nr);
}

static void mode_check(struct ptrace_engine *engine, struct task *task,
                       const struct arch_call *call)
{
	bool was_x32 = task->has_called && is_x32(task->abi, task->nr);

	if (task->hidden || (call->abi == task->abi && is_x32(call->abi, call->nr) == was_x32))
		return;
	struct event_buffer *buffer = event_queue(engine, task, EVENT_MODE);

	if (!buffer)
		return;
	buffer->event->abi = (uint8_t)call->abi;
	buffer->event->ip = call->ip;
	buffer->event->nr = call->nr;
}

/* Calls that may give a task a descriptor, or change what one refers to, are all but
 * these; of them, programs make the most. */
static const char frugal_calls[] = "read,readv,pread64,preadv,write,writev,pwrite64,pwritev,lseek,"
				   "close,stat,fstat,lstat,newfstatat,statx,access,faccessat,"
				   "faccessat2,readlink,readlinkat,getcwd,getdents64,poll,futex,"
				   "mmap,mmap2,munmap,mprotect,madvise,brk,getpid,getppid,gettid,"
				   "rt_sigaction,rt_sigprocmask,clock_gettime";

void calls_init(struct ptrace_engine *engine)
{
	struct error error;
	int failed = call_set_parse(&engine->frugal, frugal_calls, &error);

	assert(!failed);
}

static void doubt_descriptors(struct ptrace_engine *engine, const struct task *task)
{
	if (!call_set_has(&engine->frugal, task->abi, task->nr) || task->steer.changed)
		fd_details_doubt(&engine->memory.details);
}

/* A handler of ours makes it, not the program. */
static bool is_ours(const struct ptrace_engine *engine, const struct arch_call *call)
{
	return engine->hybrid && dispatch_makes(engine->hybrid, call);
}

static void call_enter(struct ptrace_engine *engine, struct task *task,
                       const struct arch_call *call)
{
	task->in_call = true;
	task->role.watched = false;
	if (starts_program(task, call))
		task->hidden = false;
	mode_check(engine, task, call);
	if (!task->hidden || task->silent)
		number_note(task, call->abi, call->nr);
	task->abi = (uint8_t)call->abi;
	doubt_descriptors(engine, task);
	if (engine->hybrid)
		names_call_enters(engine, task, call);
	task->wanted = !task->hidden && steer_tells_calls(task) && !is_ours(engine, call) &&
	               call_set_has(&engine->options.calls, call->abi, call->nr) &&
	               call_event_begin(engine, task, call);
	bool is_skipped = inject_enter(engine, task, call);

	if (task->wanted && !(engine->options.flags & ENGINE_NO_ENTRY))
		queue_add(engine, &task->call);
	/* After the capture: it may change what the kernel will see. */
	if (!is_skipped && call_set_has(&engine->special, call->abi, call->nr))
		role_enter(engine, task, call);
	if (engine->hybrid)
		hybrid_call_begins(engine, task, call);
}

/* An exit without an entry: we attached inside the call.  The registers still
 * hold its number and arguments. */
static bool event_enter_late(struct ptrace_engine *engine, struct task *task,
                             struct arch_call *call)
{
	struct arch_call late;

	if (task->hidden || arch_native.call_read(task->tid, &late) < 0)
		return false;
	number_note(task, call->abi, late.nr);
	if (!call_set_has(&engine->options.calls, call->abi, late.nr) ||
	    !event_start(engine, &task->call, task, EVENT_EXIT))
		return false;
	struct event *event = task->call.event;

	event->flags = EVENT_ATTACHED_IN;
	memcpy(event->args, late.args, sizeof(event->args));
	task->entry_mono_ns = clock_ns(CLOCK_MONOTONIC);
	task->entry_cpu_ns = task->cpu_ns;
	return true;
}

static uint16_t result_flags(const struct arch_call *call)
{
	if (!call->failed)
		return 0;
	switch (-call->result) {
	case ERESTARTSYS:
	case ERESTARTNOINTR:
	case ERESTARTNOHAND:
	case ERESTART_RESTARTBLOCK:
		return EVENT_FAILED | EVENT_INTERRUPTED;
	}
	return EVENT_FAILED;
}

static void event_leave(struct ptrace_engine *engine, struct task *task)
{
	struct event *event = task->call.event;

	event->kind = EVENT_EXIT;
	event->time_ns = clock_ns(CLOCK_REALTIME);
	event->duration_ns = clock_ns(CLOCK_MONOTONIC) - task->entry_mono_ns;
	if (engine->options.flags & ENGINE_CPU_TIME)
		event->cpu_ns = task->cpu_ns - task->entry_cpu_ns;
	queue_add(engine, &task->call);
}

/* The event of the call is complete. */
static void event_return(struct ptrace_engine *engine, struct task *task, struct arch_call *call)
{
	if (task->interrupted && !(task->inject.flags & EVENT_INJECTED) &&
	    task_repeat_call(task, call->abi, task->call.event->nr, call->result))
		call->result = -ERESTARTNOINTR;
	task->call.event->result = call->result;
	task->call.event->flags |= result_flags(call) | task->inject.flags;
	task->to_be_resumed = call->result == -ERESTART_RESTARTBLOCK;
	call_capture(engine, task, PHASE_EXIT);
	asides_leave(engine, task);
	stack_capture_call(engine, task, PHASE_EXIT);
	event_leave(engine, task);
	inject_complain(engine, task);
}

static void call_leave(struct ptrace_engine *engine, struct task *task, struct arch_call *call)
{
	bool was_in_call = task->in_call;

	task->in_call = false;
	if (!was_in_call)
		task->wanted = event_enter_late(engine, task, call);
	doubt_descriptors(engine, task);
	steer_leave(engine, task);
	inject_leave(engine, task, call);
	if (task->role.watched)
		role_leave(engine, task, call);
	task->role.watched = false;
	/* The program could not be started: what follows is ours, not its. */
	if (task->launched && call->failed)
		task->hidden = true;
	if (task->wanted)
		event_return(engine, task, call);
	names_call_ends(engine, task);
	hybrid_call_returns(engine, task, call);
}

void call_ends_at_exec(struct ptrace_engine *engine, struct task *task)
{
	struct call_info info = { 0 };

	if (!engine->hybrid || !task->in_call || !task->filtered || task->full ||
	    call_is_watched(task) || task->steer.resume || engine->stepper ||
	    info_read(engine, task, false, &info) < 0 || info.call.abi != ABI_X86_64 ||
	    task->abi != ABI_X86_64)
		return;
	info.call.result = 0;
	info.call.failed = false;
	task->is_at_exec = true;
	call_leave(engine, task, &info.call);
	task->is_at_exec = false;
}

/* As if it had been entered when it was: in other clocks, which did not stop meanwhile. */
static void entry_settle(struct task *task)
{
	uint64_t passed = clock_ns(CLOCK_REALTIME) - task->call.event->entry_ns;

	task->entry_mono_ns = clock_ns(CLOCK_MONOTONIC) - passed;
	task->entry_cpu_ns = task->cpu_ns;
}

void call_returned_inside(struct ptrace_engine *engine, struct task *task, int64_t result)
{
	struct arch_call call = { .result = result, .failed = arch_result_failed(result) };

	entry_settle(task);
	number_note(task, (enum event_abi)task->call.event->abi, task->call.event->nr);
	task->call.event->result = result;
	task->call.event->flags |= result_flags(&call);
	task->to_be_resumed = result == -ERESTART_RESTARTBLOCK;
	/* The agent leaves some for after the call. */
	if (!event_chunk_first(task->call.event))
		call_capture(engine, task, PHASE_ENTRY);
	call_capture(engine, task, PHASE_EXIT);
	event_leave(engine, task);
}

bool call_is_watched(const struct task *task)
{
	return task->role.watched || task->steer.changed || task->inject.rule || task->disturbed;
}

/* Somebody waits for its return. */
static bool call_is_awaited(const struct ptrace_engine *engine, const struct task *task)
{
	return task->wanted || call_is_watched(task) || hybrid_awaits_return(engine, task);
}

void call_stop(struct ptrace_engine *engine, struct task *task)
{
	struct call_info info = { 0 };

	if (task->in_call && !call_is_awaited(engine, task)) {
		task->in_call = false;
		task_repeat_any_call(task);
		return;
	}
	if (info_read(engine, task, false, &info) < 0)
		return;
	if (info.side == SIDE_ENTRY)
		call_enter(engine, task, &info.call);
	else if (info.side == SIDE_EXIT)
		call_leave(engine, task, &info.call);
}

/* The program's own filter asked for a tracer.  There would be none without
 * us, and the kernel would answer ENOSYS; so do we. */
static void seccomp_answer(struct task *task)
{
	arch_native.call_set_nr(task->tid, (uint32_t)-1);
	arch_native.call_set_result(task->tid, -ENOSYS);
}

void call_seccomp_stop(struct ptrace_engine *engine, struct task *task)
{
	struct call_info info = { 0 };

	if (info_read(engine, task, true, &info) < 0 || info.side != SIDE_SECCOMP)
		return;
	if (engine->hybrid && !task->in_call && info.seccomp_data == engine->cookie &&
	    hybrid_redirects(engine, task, &info.call))
		return;
	if (!task->in_call)
		call_enter(engine, task, &info.call);
	if (info.seccomp_data != engine->cookie)
		seccomp_answer(task);
	else if (!call_is_awaited(engine, task) && !task->full)
		task->in_call = false; /* nobody waits for its exit: it needs no stop */
}

void call_abandon(struct ptrace_engine *engine, struct task *task)
{
	if (engine->hybrid && seat_take_open(engine, task)) {
		task->in_call = task->wanted = true;
		number_note(task, (enum event_abi)task->call.event->abi, task->call.event->nr);
		entry_settle(task);
	}
	bool wanted = task->in_call && task->wanted;

	names_call_ends(engine, task);
	task->in_call = false;
	if (!wanted)
		return;
	task->call.event->flags |= EVENT_UNFINISHED;
	event_leave(engine, task);
}

uint64_t stop_ip(struct ptrace_engine *engine, struct task *task)
{
	struct call_info info = { 0 };

	return info_read(engine, task, false, &info) < 0 ? 0 : info.call.ip;
}
