/* Tampering: doing to calls what rules say (rules/inject.h).
 *
 * At the entry of a call its rule is looked up and the task's calls of that kind are
 * counted; if it is this one's turn, memory is overwritten, the call is replaced by
 * none, a signal waits for the task to be resumed, and a delay begins.  At the exit
 * the result is put in place.  The program finds its argument registers unchanged.
 *
 * A delayed task just stays in its stop, while all others go on: resuming it has no
 * effect before its time, and then next() resumes it itself. */
#include "engine/ptrace.h"

#include "calls/desc.h"
#include "calls/stand_in.h"

#include <errno.h>
#include <time.h>

enum { LOOK_ARENA_MAX = 1 << 20 };

void inject_init(struct ptrace_engine *engine)
{
	arena_init(&engine->arena, LOOK_ARENA_MAX);
	if (!engine->options.inject)
		return;
	engine->injected = inject_calls(engine->options.inject);
	call_set_add_bearers(&engine->injected);
}

/* ---- delays */

bool delay_holds(const struct task *task)
{
	return task->inject.wake_ns != 0;
}

void delay_forget(struct task *task)
{
	task->inject.wake_ns = 0;
}

static void delay_begin(struct ptrace_engine *engine, struct task *task,
                        const struct inject_rule *rule, enum inject_side side)
{
	uint64_t wake_ns = clock_ns(CLOCK_MONOTONIC) + rule->delay_ns[side];

	if (!rule->delays[side])
		return;
	task->inject.flags |= EVENT_DELAYED;
	task->inject.wake_ns = wake_ns;
	if (!engine->wake_ns || wake_ns < engine->wake_ns)
		engine->wake_ns = wake_ns;
}

/* Who holds a task resumes it. */
static void delay_end(struct ptrace_engine *engine, struct task *task)
{
	task->inject.wake_ns = 0;
	if (task->steer.kept || task == engine->held)
		return;
	if (engine->detaching && !task_ends_with_us(engine, task) && !task->steer.stepping)
		task_detach(engine, task);
	else
		task_resume(engine, task);
}

/* One at a time, for each may be an event, and leaving moves others in the table. */
void delays_end(struct ptrace_engine *engine)
{
	uint64_t next_ns = 0, now = engine->wake_ns ? clock_ns(CLOCK_MONOTONIC) : 0;

	if (now < engine->wake_ns) {
		wait_tick_in(engine, engine->wake_ns - now);
		return;
	}
	for (size_t i = 0; engine->wake_ns && i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;
		uint64_t wake_ns = task ? task->inject.wake_ns : 0;

		if (wake_ns && wake_ns <= now) {
			delay_end(engine, task);
			return;
		}
		if (wake_ns && (!next_ns || wake_ns < next_ns))
			next_ns = wake_ns;
	}
	engine->wake_ns = next_ns;
}

void delays_cut(struct ptrace_engine *engine)
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (task && task->inject.wake_ns)
			engine->wake_ns = task->inject.wake_ns = 1;
	}
}

/* ---- memory */

/* Of a call that stands for another one: what would be in the registers of that. */
static bool argument_of_meant(struct ptrace_engine *engine, const struct event *event,
                              unsigned number, uint64_t *address)
{
	const struct call_value *call = decode_call(event, &engine->arena, DECODE_ABBREVIATED);
	const struct value *value = call && call->args ? call->args->first : NULL;

	for (unsigned i = 1; value && i < number; i++)
		value = value->next;
	*address = !value ? 0 : value->flags & VALUE_POINTER ? value->address : value->number;
	arena_empty(&engine->arena);
	return value != NULL;
}

static bool argument_find(struct ptrace_engine *engine, const struct task *task, unsigned number,
                          uint64_t *address)
{
	const struct event *event = task->call.event;
	const struct call *call = call_find((enum event_abi)event->abi, event->nr);

	*address = 0;
	if (!call || number > arguments_end(&call->args, (enum event_abi)event->abi) || number > 6)
		return false;
	if (call->stands_in)
		return argument_of_meant(engine, event, number, address);
	*address = event->args[number - 1];
	return true;
}

/* Returns the bytes overwritten, which may be fewer than wanted. */
static ssize_t poke(struct ptrace_engine *engine, struct task *task, const struct inject_poke *poke)
{
	uint64_t address;

	if (!argument_find(engine, task, poke->argument, &address))
		return -EINVAL;
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	return tracee_memory_force(&engine->memory, address, poke->bytes, poke->length);
}

/* True when something was overwritten. */
static bool poke_all(struct ptrace_engine *engine, struct task *task,
                     const struct inject_pokes *pokes)
{
	bool any = false;

	for (unsigned i = 0; i < pokes->count; i++) {
		const struct inject_poke *wanted = &pokes->list[i];
		ssize_t written = poke(engine, task, wanted);

		any |= written > 0;
		if (written != wanted->length)
			task->inject.failed_pokes |= (uint8_t)(1u << wanted->argument);
	}
	if (any)
		task->inject.flags |= EVENT_POKED;
	return any;
}

/* What was wanted but not done is said; before or after the event, not inside its line. */
void inject_complain(struct ptrace_engine *engine, struct task *task)
{
	for (unsigned number = 1; number <= INJECT_POKES_MAX; number++) {
		uint64_t address;

		if (!(task->inject.failed_pokes & 1u << number))
			continue;
		if (argument_find(engine, task, number, &address))
			note_queue(engine, task, "cannot write behind argument %u, to %#llx",
			           number, (unsigned long long)address);
		else
			note_queue(engine, task,
			           "cannot write behind argument %u: the call has none", number);
	}
	task->inject.failed_pokes = 0;
}

/* ---- calls */

/* The rule whose turn it is, or NULL. */
static const struct inject_rule *rule_due(struct ptrace_engine *engine, struct task *task)
{
	const struct event *event = task->call.event;
	enum event_abi abi = (enum event_abi)event->abi;
	uint64_t nr = event_call_number(abi, call_meant(event, &engine->arena));
	const struct inject_rule *rule = inject_find(engine->options.inject, abi, nr);

	arena_empty(&engine->arena);
	if (!rule)
		return NULL;
	uint64_t kind = (uint64_t)abi << 32 | nr;
	uintptr_t count = (uintptr_t)map_get(&task->inject.counts, kind) + 1;

	/* Where memory runs out nothing is counted, and nothing is due. */
	if (!map_put(&task->inject.counts, kind, (void *)count) || !inject_is_due(rule, count))
		return NULL;
	return rule;
}

/* Whether rules apply to the call at all; if so, its event is there. */
static bool call_is_open(struct ptrace_engine *engine, struct task *task,
                         const struct arch_call *call)
{
	struct filter *filter = engine->options.inject_filter;

	if (task->hidden || task->launched || engine->detaching ||
	    !call_set_has(&engine->injected, call->abi, call->nr))
		return false;
	if (filter)
		return task->wanted && filter_takes(filter, task->call.event);
	return task->wanted || call_event_begin(engine, task, call);
}

static int64_t result_of(const struct inject_rule *rule, unsigned abi)
{
	/* An error is one in any ABI; other numbers are cut to what its registers hold. */
	return (int64_t)(rule->failed ? rule->result
	                              : rule->result & arch_native.abis[abi].arg_mask);
}

bool inject_enter(struct ptrace_engine *engine, struct task *task, const struct arch_call *call)
{
	struct inject_state *inject = &task->inject;

	inject->rule = NULL;
	inject->flags = 0;
	if (!call_is_open(engine, task, call))
		return false;
	const struct inject_rule *rule = inject->rule = rule_due(engine, task);

	if (!rule)
		return false;
	/* What is shown is what the kernel will see. */
	if (poke_all(engine, task, &rule->pokes[INJECT_ENTER]))
		call_event_begin(engine, task, call);
	inject_complain(engine, task);
	if (rule->has_result) {
		uint32_t nr = rule->has_substitute ? rule->substitute[call->abi] : INJECT_NO_CALL;

		arch_native.call_set_nr(task->tid, nr);
		/* In case we leave before its exit. */
		arch_native.call_set_result(task->tid, result_of(rule, call->abi));
		inject->flags |= EVENT_INJECTED;
	}
	if (rule->signal)
		task->signal = rule->signal;
	delay_begin(engine, task, rule, INJECT_ENTER);
	return rule->has_result;
}

void inject_leave(struct ptrace_engine *engine, struct task *task, struct arch_call *call)
{
	const struct inject_rule *rule = task->inject.rule;

	task->inject.rule = NULL;
	if (!rule) {
		task->inject.flags = 0;
		return;
	}
	if (rule->has_result) {
		call->result = result_of(rule, call->abi);
		call->failed = rule->failed;
		arch_native.call_set_result(task->tid, call->result);
		/* Some errors ask the kernel to make the call again. */
		arch_native.call_forget(task->tid);
	}
	poke_all(engine, task, &rule->pokes[INJECT_EXIT]);
	delay_begin(engine, task, rule, INJECT_EXIT);
}
