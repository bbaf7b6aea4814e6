/* Calls that mean something to the engine, whoever wants to see them.
 *
 * clone, clone3	CLONE_UNTRACED would let a child escape, and in our filter it
 *			would meet ENOSYS: the flag is taken out for the kernel's eyes
 *			and put back before the program can look.
 * seccomp, prctl	a filter of the program's own may decide before ours is asked:
 *			from then on all its calls stop.
 * prctl		it may give itself another name, or have calls dispatched by where they
 *			come from: not from the agent.
 * ptrace		it cannot trace what we trace; say so.
 * userfaultfd, mount	from now on reading memory may have to wait for a program that
 *			we trace, and that waits for us; unless the call made nothing.
 *
 * rt_sigprocmask,
 * rt_sigaction		how a program handles faults, which our copying inside it may cause.
 *
 * mmap, mremap, munmap	it may take the place where the agent is.
 * arch_prctl		the program uses a register that the agent needs, or a shadow stack.
 * prctl		it dispatches its own calls, as we do.
 *
 * The table says which arguments matter; our seccomp filter looks at the same. */
#include "engine/ptrace_roles.h"

#include "engine/hybrid.h"

#include "tracee/tracee.h"

#include <errno.h>
#include <linux/ioctl.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <sched.h>
#include <string.h>
#include <asm/prctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>

enum { SHADOW_STACK_ON = 0x5001 }; /* ARCH_SHSTK_ENABLE: Linux 6.6 */

const struct role_rule role_rules[] = {
	{ .role = ROLE_CLONE, .when = { ARGUMENT_HAS_BITS, 0, CLONE_UNTRACED } },
	{ .role = ROLE_CLONE3 },
	{ .role = ROLE_SECCOMP, .when = { ARGUMENT_EQUALS, 0, SECCOMP_SET_MODE_FILTER } },
	{ .role = ROLE_SECCOMP, .when = { ARGUMENT_EQUALS, 0, SECCOMP_SET_MODE_STRICT } },
	{ .role = ROLE_PRCTL, .when = { ARGUMENT_EQUALS, 0, PR_SET_SECCOMP } },
	{ .role = ROLE_PRCTL, .when = { ARGUMENT_EQUALS, 0, PR_GET_SECCOMP } },
	{ .role = ROLE_PRCTL, .when = { ARGUMENT_EQUALS, 0, PR_SET_NAME } },
	{ .role = ROLE_PRCTL,
	  .when = { ARGUMENT_EQUALS, 0, PR_SET_SYSCALL_USER_DISPATCH },
	  .scope = ROLE_HYBRID },
	{ .role = ROLE_PTRACE, .when = { ARGUMENT_EQUALS, 0, PTRACE_TRACEME } },
	{ .role = ROLE_PTRACE, .when = { ARGUMENT_EQUALS, 0, PTRACE_ATTACH } },
	{ .role = ROLE_PTRACE, .when = { ARGUMENT_EQUALS, 0, PTRACE_SEIZE } },
	{ .role = ROLE_USERFAULTFD },
	{ .role = ROLE_IOCTL, .when = { ARGUMENT_EQUALS, 1, USERFAULTFD_IOC_NEW } },
	{ .role = ROLE_MOUNT },
	{ .role = ROLE_FSOPEN },
	{ .role = ROLE_MMAP, .when = { .kind = ARGUMENT_IS_LOW_PLACE }, .scope = ROLE_MAKING },
	{ .role = ROLE_MREMAP,
	  .when = { ARGUMENT_HAS_BITS, 3, MREMAP_FIXED },
	  .scope = ROLE_HYBRID },
	{ .role = ROLE_MREMAP, .when = { .kind = ARGUMENT_IS_LOW }, .scope = ROLE_HYBRID },
	{ .role = ROLE_MUNMAP, .when = { .kind = ARGUMENT_IS_LOW }, .scope = ROLE_HYBRID },
	{ .role = ROLE_ARCH_PRCTL,
	  .when = { ARGUMENT_EQUALS, 0, ARCH_SET_GS },
	  .scope = ROLE_HYBRID },
	{ .role = ROLE_ARCH_PRCTL,
	  .when = { ARGUMENT_EQUALS, 0, ARCH_GET_GS },
	  .scope = ROLE_HYBRID },
	{ .role = ROLE_ARCH_PRCTL,
	  .when = { ARGUMENT_EQUALS, 0, SHADOW_STACK_ON },
	  .scope = ROLE_HYBRID },
	{ .role = ROLE_RT_SIGPROCMASK, .scope = ROLE_AGENT },
	{ .role = ROLE_RT_SIGACTION,
	  .when = { ARGUMENT_EQUALS, 0, SIGSEGV },
	  .scope = ROLE_HYBRID },
	{ .role = ROLE_RT_SIGACTION, .when = { ARGUMENT_EQUALS, 0, SIGBUS }, .scope = ROLE_HYBRID },
	{ .role = ROLE_RT_SIGACTION,
	  .when = { ARGUMENT_EQUALS, 0, SIGTRAP },
	  .scope = ROLE_HYBRID },
	{ .role = ROLE_RT_SIGACTION, .when = { ARGUMENT_EQUALS, 0, SIGSYS }, .scope = ROLE_HYBRID },
};
static const char fault_handler_name[] = "anon_inode:[userfaultfd]";

const unsigned role_rule_count = sizeof(role_rules) / sizeof(*role_rules);

void roles_init(struct ptrace_engine *engine)
{
	for (unsigned abi = 0; abi < arch_native.abi_count; abi++)
		for (unsigned i = 0; i < role_rule_count; i++) {
			unsigned nr = arch_native.abis[abi].role[role_rules[i].role];

			if (nr < CALL_SET_WORDS * 64)
				engine->special.bits[abi][nr / 64] |= 1ull << nr % 64;
		}
}

bool role_rule_counts(const struct ptrace_engine *engine, const struct role_rule *rule)
{
	return rule->scope == ROLE_ALWAYS || engine->hybrid;
}

static bool rule_matches(const struct role_rule *rule, const struct arch_call *call)
{
	uint64_t nr = event_call_number((enum event_abi)call->abi, call->nr);

	return arch_native.abis[call->abi].role[rule->role] == nr &&
	       argument_passes(&rule->when, call->args);
}

static void clone_enter(struct task *task, const struct arch_call *call)
{
	uint64_t kept = call->args[0] & ~(uint64_t)CLONE_UNTRACED;

	task->role.flags = call->args[0];
	task->role.untraced = task->role.watched =
		arch_native.call_set_arg(task->tid, call->abi, 0, kept) == 0;
}

static int clone3_flags_write(struct ptrace_engine *engine, const struct task *task, uint64_t flags)
{
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	return tracee_memory_write(&engine->memory, task->role.args[0], &flags, sizeof(flags));
}

static void clone3_enter(struct ptrace_engine *engine, struct task *task,
                         const struct arch_call *call)
{
	struct memory *memory = &engine->memory.memory;
	uint64_t flags;

	tracee_memory_aim(&engine->memory, task->tid, NULL);
	if (memory->read(memory, call->args[0], &flags, sizeof(flags)) != sizeof(flags) ||
	    !(flags & CLONE_UNTRACED))
		return;
	task->role.flags = flags;
	task->role.untraced = task->role.watched =
		clone3_flags_write(engine, task, flags & ~(uint64_t)CLONE_UNTRACED) == 0;
}

static void caution_raise(struct ptrace_engine *engine, enum tracee_caution caution)
{
	if (engine->memory.caution < caution)
		engine->memory.caution = (uint8_t)caution;
}

/* Caution began with the call, for its descriptor is of use to other threads before
 * we see it return.  A call that failed, or that a filter answered, was no reason. */
static void userfaultfd_leave(struct ptrace_engine *engine, const struct task *task,
                              const struct arch_call *call)
{
	bool is_made = !call->failed && tracee_holds(task->pid, fault_handler_name);

	if (is_made || --engine->fault_handlers)
		return;
	if (engine->memory.caution == CAUTION_FAULTS)
		engine->memory.caution = CAUTION_NONE;
}

/* mount() and fsopen() name the type of the file system. */
static void mount_enter(struct ptrace_engine *engine, struct task *task, uint64_t type_address)
{
	struct memory *memory = &engine->memory.memory;
	char type[4];

	tracee_memory_aim(&engine->memory, task->tid, NULL);
	if (memory->read(memory, type_address, type, sizeof(type)) == sizeof(type) &&
	    memcmp(type, "fuse", sizeof(type)) == 0)
		caution_raise(engine, CAUTION_FILES);
}

void roles_find(struct ptrace_engine *engine, pid_t pid, bool is_new)
{
	static const char *const servers[] = { "/dev/fuse", fault_handler_name };
	unsigned held = tracee_holds_of(pid, servers, 2);

	if (held & 1u)
		caution_raise(engine, CAUTION_FILES);
	else if (held || (!is_new && tracee_is_served(pid))) {
		engine->fault_handlers++;
		caution_raise(engine, CAUTION_FAULTS);
	}
}

/* A filter of its own may end a program for a call that we have it make, and such calls bring in
 * the agent: so it must be known before. */
static bool seccomp_is_watched(const struct ptrace_engine *engine, const struct task *task)
{
	return task->filtered || task->launched || engine->hybrid;
}

void role_enter(struct ptrace_engine *engine, struct task *task, const struct arch_call *call)
{
	const struct role_rule *rule = role_rules, *end = role_rules + role_rule_count;
	bool follow = engine->options.flags & ENGINE_FOLLOW || task->filtered;

	while (rule < end && !(role_rule_counts(engine, rule) && rule_matches(rule, call)))
		rule++;
	if (rule == end)
		return;
	task->role =
		(struct role_state){ .role = rule->role, .args = { call->args[0], call->args[1] } };
	switch (rule->role) {
	case ROLE_CLONE:
		if (follow)
			clone_enter(task, call);
		break;
	case ROLE_CLONE3:
		if (follow)
			clone3_enter(engine, task, call);
		break;
	case ROLE_PTRACE:
		task->role.watched = true;
		break;
	case ROLE_SECCOMP:
		task->role.watched = seccomp_is_watched(engine, task);
		break;
	case ROLE_PRCTL:
		if ((uint32_t)call->args[0] == PR_SET_SYSCALL_USER_DISPATCH) {
			hybrid_keep_out(engine, task, "it dispatches calls by where they are made");
			dispatch_yield(engine, task);
			break;
		}
		task->role.watched =
			seccomp_is_watched(engine, task) || (uint32_t)call->args[0] == PR_SET_NAME;
		break;
	case ROLE_USERFAULTFD:
	case ROLE_IOCTL:
		task->role.watched = true;
		engine->fault_handlers++;
		caution_raise(engine, CAUTION_FAULTS);
		break;
	case ROLE_MREMAP:
		if (call->args[3] & MREMAP_FIXED)
			hybrid_memory_is_taken(engine, task, call->args[4], call->args[2]);
		hybrid_memory_is_taken(engine, task, call->args[0], call->args[1]);
		break;
	case ROLE_MMAP:
		if (call->args[3] & MAP_FIXED)
			hybrid_memory_is_taken(engine, task, call->args[0], call->args[1]);
		break;
	case ROLE_MUNMAP:
		hybrid_memory_is_taken(engine, task, call->args[0], call->args[1]);
		break;
	case ROLE_ARCH_PRCTL:
		task->role.watched = call->args[0] == SHADOW_STACK_ON;
		if (!task->role.watched)
			hybrid_gs_is_used(engine, task);
		break;
	case ROLE_RT_SIGACTION:
		task->role.answered = dispatch_action_enters(engine, task, call);
		task->role.watched = true;
		break;
	case ROLE_RT_SIGPROCMASK:
		task->role.watched = true;
		break;
	case ROLE_MOUNT:
		mount_enter(engine, task, call->args[2]);
		break;
	case ROLE_FSOPEN:
		mount_enter(engine, task, call->args[0]);
		break;
	default:
		break;
	}
}

/* As the program left it: nothing it can look at shows that we were there. */
static void clone_restore(struct ptrace_engine *engine, const struct task *task)
{
	if (task->role.role == ROLE_CLONE3)
		clone3_flags_write(engine, task, task->role.flags);
	else
		arch_native.call_set_arg(task->tid, task->abi, 0, task->role.flags);
}

static void ptrace_leave(struct ptrace_engine *engine, struct task *task,
                         const struct arch_call *call)
{
	if (call->result != -EPERM)
		return;
	if ((uint32_t)task->role.args[0] == PTRACE_TRACEME)
		note_queue(engine, task, "it asked its parent to trace it, but it is traced by us");
	else if (task_find(engine, (pid_t)task->role.args[1]))
		note_queue(engine, task, "it wanted to trace %d, but that is traced by us",
		           (pid_t)task->role.args[1]);
}

static void process_make_full(struct ptrace_engine *engine, pid_t pid)
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (task && task->pid == pid)
			task->full = true;
	}
}

static void seccomp_leave(struct ptrace_engine *engine, struct task *task,
                          const struct arch_call *call)
{
	bool is_filter = task->role.role == ROLE_PRCTL
	                         ? task->role.args[1] == SECCOMP_MODE_FILTER
	                         : task->role.args[0] == SECCOMP_SET_MODE_FILTER;

	if (task->launched && !task->filtered) {
		task->filtered = !call->failed;
		return;
	}
	if (call->failed) {
		if (!is_filter && task->filtered)
			note_queue(engine, task,
			           "strict seccomp mode is not possible under our filter");
		return;
	}
	engine_log(engine, "process %d has a seccomp filter of its own: all its calls stop",
	           task->pid);
	/* With SECCOMP_FILTER_FLAG_TSYNC the other threads have it, too. */
	process_make_full(engine, task->pid);
}

/* Our filter is none of the program's; those around us it has inherited. */
static void seccomp_deny(struct task *task, struct arch_call *call)
{
	int inherited = prctl(PR_GET_SECCOMP, 0, 0, 0, 0);

	if (task->filtered && !task->full && call->result == SECCOMP_MODE_FILTER &&
	    inherited >= 0 && arch_native.call_set_result(task->tid, inherited) == 0)
		call->result = inherited;
}

static void prctl_leave(struct ptrace_engine *engine, struct task *task, struct arch_call *call)
{
	switch ((uint32_t)task->role.args[0]) {
	case PR_SET_NAME:
		task_learn_name(engine, task);
		break;
	case PR_GET_SECCOMP:
		seccomp_deny(task, call);
		break;
	default:
		seccomp_leave(engine, task, call);
	}
}

void role_leave(struct ptrace_engine *engine, struct task *task, struct arch_call *call)
{
	switch (task->role.role) {
	case ROLE_CLONE:
	case ROLE_CLONE3:
		clone_restore(engine, task);
		break;
	case ROLE_PTRACE:
		ptrace_leave(engine, task, call);
		break;
	case ROLE_SECCOMP:
		seccomp_leave(engine, task, call);
		break;
	case ROLE_PRCTL:
		prctl_leave(engine, task, call);
		break;
	case ROLE_USERFAULTFD:
	case ROLE_IOCTL:
		userfaultfd_leave(engine, task, call);
		break;
	case ROLE_MMAP:
	case ROLE_MREMAP:
	case ROLE_MUNMAP:
		hybrid_memory_is_kept(task, call);
		break;
	case ROLE_ARCH_PRCTL:
		/* From within the agent nobody could be put back: its returns are counted. */
		if (!call->failed)
			hybrid_keep_out(engine, task, "it has a shadow stack");
		break;
	case ROLE_RT_SIGACTION:
		if (task->role.answered)
			dispatch_action_leaves(engine, task, call);
		else
			hybrid_action_changes(engine, task);
		break;
	case ROLE_RT_SIGPROCMASK:
		hybrid_mask_changes(task);
		break;
	default:
		break;
	}
}

void role_inherit(struct ptrace_engine *engine, const struct task *creator, struct task *child)
{
	child->filtered = creator->filtered;
	child->full = creator->full;
	if (!creator->in_call || !creator->role.watched || !creator->role.untraced)
		return;
	child->role = creator->role;
	note_queue(engine, child, "it was made with CLONE_UNTRACED, and is traced nevertheless");
}

void role_child_starts(struct ptrace_engine *engine, struct task *child)
{
	if (child->role.untraced)
		clone_restore(engine, child);
	child->role = (struct role_state){ 0 };
}
