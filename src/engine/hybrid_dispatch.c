/* Programs that we attach to: their calls are dispatched, not filtered.
 *
 * A filter could not be taken out again.  Syscall User Dispatch can: the kernel lets calls
 * from a range of code run, the agent's, and instead of any other raises SIGSYS, while a
 * byte of the thread's ring, its selector, is 1.  We see that signal before the program
 * does, and keep it:
 *
 *	a site that is not changed, a call	one stop: the thread goes to the site's
 *	that the agent may make			stub, and from there to the agent
 *	any other				the selector is 0 until the call has
 *						returned, which stops twice: it passes
 *
 * Where a thread passes it is traced as ever (PTRACE_SYSCALL), from elsewhere not at all
 * (PTRACE_CONT).  Only who does not block SIGSYS may be served: the kernel would unblock it,
 * and forget how it is handled.
 *
 * When we are killed the program goes on.  Selectors become 0 (hybrid_keeper.c).  Who has
 * stopped for a SIGSYS by then gets it after all: so its handler is the agent's, which
 * begins the call anew.  But the kernel forgets a signal whose stop has been asked for by
 * wait4(), and the call would be lost: so those are looked at and left where they are,
 * until the thread has been put where it is to go on (ptrace_wait.c).  Whatever a thread
 * does on our behalf it would end by itself (hybrid_remote.c). */
#include "engine/hybrid.h"

#include "arch/padding.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>

enum {
	DISPATCH_SET = 0x4210, /* PTRACE_*_SYSCALL_USER_DISPATCH_CONFIG: Linux 6.4 */
	DISPATCH_GET = 0x4211,
	DISPATCH_ON = 1,
	DISPATCHED = 2, /* si_code */
	SA_RETURNS = 0x04000000,
};

/* Of those requests. */
struct dispatch_config {
	uint64_t mode, selector, offset, length;
};

/* Where actions lie while they are handed over: behind all that is there.  What the kernel
 * is to write goes to where stacks will be. */
static const uint64_t handed_over = AGENT_BASE + AGENT_SIZE / 2;

/* ---- what stands against it */

static unsigned threads_traced(const struct ptrace_engine *engine, pid_t pid)
{
	unsigned count = 0;

	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		const struct task *task = engine->tasks.slots[i].value;

		count += task && task->pid == pid;
	}
	return count;
}

bool dispatch_has_strangers(const struct ptrace_engine *engine, pid_t pid)
{
	return tracee_status(pid, "Threads:") != (long)threads_traced(engine, pid);
}

static const char *dispatch_taken(pid_t tid)
{
	struct dispatch_config config = { 0 };

	if (ptrace((enum __ptrace_request)DISPATCH_GET, tid, sizeof(config), &config) < 0)
		return "this kernel (before Linux 6.4) lets nobody dispatch its calls";
	return config.mode ? "it dispatches its own calls" : NULL;
}

const char *dispatch_obstacle(const struct ptrace_engine *engine, const struct task *task)
{
	if (has_own_filter(task->tid))
		return "it has a filter of its own";
	if (!(engine->options.flags & (ENGINE_FOLLOW | ENGINE_THREADS)) &&
	    dispatch_has_strangers(engine, task->pid))
		return "it has threads that are not traced";
	return dispatch_taken(task->tid);
}

/* ---- how SIGSYS is handled */

int64_t dispatch_action_set(struct remote *remote, const struct kernel_action *action)
{
	const uint64_t args[6] = { SIGSYS, handed_over, 0, sizeof(action->mask) };
	int status = image_memory_write(remote->image, remote->tid, handed_over, action,
	                                sizeof(*action));

	return status < 0 ? status : remote_call(remote, SYS_rt_sigaction, args);
}

static int handler_tell(struct image *image, pid_t tid)
{
	return image_memory_write(image, tid, AGENT_HANDLER, &image->action.handler,
	                          sizeof(image->action.handler));
}

int64_t dispatch_action_take(struct remote *remote, struct image *image)
{
	const struct agent_places *places = &image->hybrid->places;
	const uint64_t args[6] = { SIGSYS, 0, AGENT_STACKS, sizeof(image->action.mask) };

	if (image->has_action)
		return 0;
	int64_t result = remote_call(remote, SYS_rt_sigaction, args);

	if (result < 0 || image_memory_read(image, remote->tid, AGENT_STACKS, &image->action,
	                                    sizeof(image->action)) < 0)
		return result < 0 ? result : -EFAULT;
	const struct kernel_action ours = {
		.handler = places->dispatched,
		.flags = SA_SIGINFO | SA_ONSTACK | SA_RETURNS,
		.restorer = places->dispatched_return,
		.mask = image->action.mask,
	};

	if (handler_tell(image, remote->tid) < 0)
		return -EFAULT;
	result = dispatch_action_set(remote, &ours);
	image->has_action = result == 0;
	return result;
}

/* The program asks for its own, or changes it: the call is not made, we answer. */
bool dispatch_action_enters(struct ptrace_engine *engine, struct task *task,
                            const struct arch_call *call)
{
	return call->args[0] == SIGSYS && engine->hybrid && engine->hybrid->dispatches &&
	       task->image && task->image->has_action && task->pid == task->image->pid &&
	       !dispatch_makes(engine->hybrid, call) &&
	       arch_native.call_set_nr(task->tid, (uint32_t)-1) == 0;
}

static int64_t action_answer(struct ptrace_engine *engine, struct task *task)
{
	struct memory *memory = &engine->memory.memory;
	struct image *image = task->image;
	struct kernel_action action;
	uint64_t args[4];

	for (unsigned i = 0; i < 4; i++)
		if (arch_native.call_get_arg(task->tid, ABI_X86_64, i, &args[i]) < 0)
			return -ESRCH;
	if (args[3] != sizeof(action.mask))
		return -EINVAL;
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	if (args[1] && memory->read(memory, args[1], &action, sizeof(action)) != sizeof(action))
		return -EFAULT;
	if (args[2] && tracee_memory_write(&engine->memory, args[2], &image->action,
	                                   sizeof(image->action)) < 0)
		return -EFAULT;
	if (args[1]) {
		image->action = action;
		handler_tell(image, task->tid);
	}
	return 0;
}

void dispatch_action_leaves(struct ptrace_engine *engine, struct task *task, struct arch_call *call)
{
	int64_t result = action_answer(engine, task);

	if (arch_native.call_set_result(task->tid, result) < 0)
		return;
	call->result = result;
	call->failed = result < 0;
}

bool dispatch_ignores(const struct task *task, int signal)
{
	return signal == SIGSYS && task->image && task->image->has_action &&
	       task->image->action.handler == (uint64_t)SIG_IGN;
}

bool dispatch_makes(const struct hybrid *hybrid, const struct arch_call *call)
{
	return hybrid->dispatches && call->ip >= hybrid->places.dispatched &&
	       call->ip < hybrid->places.dispatched_return;
}

/* ---- threads */

void seat_pass(const struct ptrace_engine *engine, struct seat *seat, bool is_passing)
{
	seat->is_passing = is_passing;
	__atomic_store_n(&seat->ring->selector,
	                 is_passing ? 0 : keeper_word(engine->hybrid->keeper), __ATOMIC_RELEASE);
}

bool seat_is_free(const struct task *task)
{
	return task->seat && task->seat->is_dispatched && !task->seat->is_passing && !task->full;
}

/* At the return of a call: calls from now on are dispatched, or go on to pass. */
void seat_settle(const struct ptrace_engine *engine, struct task *task)
{
	struct seat *seat = task->seat;

	if (!seat || !seat->is_dispatched)
		return;
	if (call_makes_child(task) && !seat->is_retired)
		gs_restore(task);
	seat_pass(engine, seat,
	          seat->is_closed || seat->is_retired || task->full ||
	                  task->image->state != IMAGE_ARMED);
}

bool mask_hides_calls(const struct hybrid *hybrid, uint64_t mask)
{
	return hybrid->dispatches && mask & 1ull << (SIGSYS - 1);
}

bool dispatch_may_take(const struct task *task)
{
	return task->pid == task->image->pid && !dispatch_taken(task->tid) && !gs_is_used(task);
}

bool dispatch_begin(struct ptrace_engine *engine, struct task *task)
{
	struct hybrid *hybrid = engine->hybrid;
	struct seat *seat = task->seat;
	struct dispatch_config config = {
		.mode = DISPATCH_ON,
		.selector = ring_address(seat) + RING_SELECTOR,
		.offset = AGENT_BASE,
		.length = hybrid->places.gate - AGENT_BASE,
	};

	seat_pass(engine, seat, true);
	if (!keeper_add(hybrid->keeper, seat))
		return false;
	seat->is_dispatched = ptrace((enum __ptrace_request)DISPATCH_SET, task->tid, sizeof(config),
	                             &config) == 0;
	if (!seat->is_dispatched)
		keeper_remove(hybrid->keeper, seat);
	return seat->is_dispatched;
}

void dispatch_end(struct task *task)
{
	struct dispatch_config config = { 0 };

	if (task->seat && task->seat->is_dispatched)
		ptrace((enum __ptrace_request)DISPATCH_SET, task->tid, sizeof(config), &config);
}

void dispatch_forget(struct hybrid *hybrid, struct seat *seat)
{
	if (!seat->is_dispatched)
		return;
	seat->is_dispatched = false;
	keeper_remove(hybrid->keeper, seat);
	__atomic_store_n(&seat->ring->selector, 0, __ATOMIC_RELEASE);
}

void dispatch_yield(struct ptrace_engine *engine, struct task *task)
{
	const uint64_t all = true;

	if (!task->seat || !task->seat->is_dispatched)
		return;
	image_memory_write(task->image, task->tid, AGENT_YIELDS, &all, sizeof(all));
	dispatch_end(task);
	dispatch_forget(engine->hybrid, task->seat);
}

/* ---- the stop */

static bool call_of(const siginfo_t *info, const struct arch_state *state, struct arch_call *call)
{
	int abi = arch_abi_find(info->si_arch);

	*call = (struct arch_call){
		.abi = (unsigned)abi,
		.nr = (uint32_t)info->si_syscall,
		.ip = arch_state_ip(state),
	};
	if (abi >= 0)
		arch_state_args(state, call->abi, call->args);
	return abi >= 0;
}

bool dispatch_stop(struct ptrace_engine *engine, struct task *task, struct arch_state *state)
{
	struct arch_call call;
	siginfo_t info;

	if (!task->seat || !task->seat->is_dispatched ||
	    ptrace(PTRACE_GETSIGINFO, task->tid, NULL, &info) < 0 || info.si_code != DISPATCHED ||
	    (uint64_t)info.si_call_addr != arch_state_ip(state))
		return false;
	if (arch_state_ip(state) == engine->hybrid->places.gave_up)
		return hybrid_move_out(engine, task, state);
	if (call_of(&info, state, &call) && hybrid_redirects(engine, task, &call))
		return true;
	seat_pass(engine, task->seat, true);
	arch_state_rewind(state);
	arch_state_write(task->tid, state);
	return true;
}
