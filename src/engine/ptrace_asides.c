/* What is looked up beside calls, because it was asked for.
 *
 * ioctl(KVM_RUN)	what the virtual processor shares with its owner: in memory that no
 *			argument names.
 * clone, clone3,
 * setns, unshare	the namespaces that were entered.
 * all			security contexts; see ptrace_contexts.c. */
#include "engine/ptrace.h"

#include "calls/table.h"
#include "tracee/namespaces.h"
#include "tracee/vcpu.h"

#include <linux/ioctl.h>
#include <linux/kvm.h>
#include <stddef.h>
#include <string.h>

static const struct {
	const char *call;
	enum engine_aside aside;
} watched[] = {
	{ "ioctl", ASIDE_VCPU },         { "clone", ASIDE_NAMESPACES },
	{ "clone3", ASIDE_NAMESPACES },  { "setns", ASIDE_NAMESPACES },
	{ "unshare", ASIDE_NAMESPACES },
};

void asides_init(struct ptrace_engine *engine)
{
	if (!security_is_enabled())
		engine->options.asides &= ~(unsigned)(ASIDE_CONTEXTS | ASIDE_CONTEXTS_EXPECTED);
	for (unsigned i = 0; i < sizeof(watched) / sizeof(*watched); i++) {
		if (!(engine->options.asides & watched[i].aside))
			continue;
		for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
			int nr = call_number((enum event_abi)abi, watched[i].call);

			if (nr >= 0)
				call_set_put(&engine->with_asides, (enum event_abi)abi,
				             (uint64_t)nr, true);
		}
	}
}

static bool is_call(const struct event *event, const char *name)
{
	enum event_abi abi = (enum event_abi)event->abi;

	return call_number(abi, name) == (int)event_call_number(abi, event->nr);
}

/* ---- virtual processors */

/* Why it stopped stands in the head. */
static size_t vcpu_size(const struct ptrace_engine *engine)
{
	return engine->options.asides & ASIDE_VCPU_WHOLE
	               ? sizeof(struct kvm_run)
	               : offsetof(struct kvm_run, ready_for_interrupt_injection);
}

static void vcpu_keep(struct ptrace_engine *engine, struct task *task, uint16_t flags)
{
	struct memory *memory = &engine->memory.memory;
	const struct event *event = task->call.event;
	uint64_t address = vcpu_find(task->tid, (int)event->args[0]);
	uint8_t bytes[sizeof(struct kvm_run)];
	size_t size = vcpu_size(engine);

	if (!address)
		return;
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	if (memory->read(memory, address, bytes, size) != (ssize_t)size)
		return;
	uint8_t *kept = event_buffer_add(&task->call, CHUNK_VCPU, address, (uint32_t)size, flags);

	if (kept)
		memcpy(kept, bytes, size);
}

static bool runs_vcpu(const struct event *event)
{
	return is_call(event, "ioctl") && (uint32_t)event->args[1] == KVM_RUN;
}

/* ---- namespaces */

static void namespaces_keep(struct task *task, const struct namespaces *after)
{
	struct text text = { 0 };

	namespaces_put_new(&text, &task->namespaces, after);
	if (text.length)
		event_buffer_put(&task->call, CHUNK_NAMESPACES, 0, text.bytes,
		                 (uint32_t)text.length);
	text_free(&text);
}

/* A child is known to its parent by another number if that lives in another namespace. */
static void namespaces_compare(struct ptrace_engine *engine, struct task *task)
{
	const struct event *event = task->call.event;
	bool has_child = is_call(event, "clone") || is_call(event, "clone3");
	pid_t tid = has_child ? pid_translate(&engine->memory.namespaces, task->tid,
	                                      (pid_t)event->result)
	                      : task->tid;
	struct namespaces after;

	if (tid <= 0)
		return;
	namespaces_read(tid, &after);
	namespaces_keep(task, &after);
}

/* ---- both sides of a call */

static bool has_aside(const struct ptrace_engine *engine, const struct task *task)
{
	return engine->options.asides &&
	       call_set_has(&engine->with_asides, task->abi, task->call.event->nr);
}

void asides_enter(struct ptrace_engine *engine, struct task *task)
{
	contexts_keep(engine, task, false);
	if (!has_aside(engine, task))
		return;
	if (!is_call(task->call.event, "ioctl"))
		namespaces_read(task->tid, &task->namespaces);
	else if (runs_vcpu(task->call.event) && engine->options.asides & ASIDE_VCPU_WHOLE)
		vcpu_keep(engine, task, 0);
}

void asides_leave(struct ptrace_engine *engine, struct task *task)
{
	if (!(task->call.event->flags & EVENT_FAILED))
		contexts_keep(engine, task, true);
	const struct event *event = task->call.event;

	if (!has_aside(engine, task) ||
	    event->flags & (EVENT_FAILED | EVENT_INJECTED | EVENT_ATTACHED_IN))
		return;
	if (!is_call(event, "ioctl"))
		namespaces_compare(engine, task);
	else if (runs_vcpu(event))
		vcpu_keep(engine, task, CHUNK_LATE);
}
