/* Stacks: taken while a task is held in a stop, for that is all it takes.
 *
 * A call's stack is that of its return, so that it tells where the result goes.
 * Calls that replace the program or end it have none then: theirs is that of the
 * entry; but what our own child did before its program ran is nobody's business. */
#include "engine/ptrace.h"

#include "symbol/unwind.h"

int stacks_init(struct ptrace_engine *engine, struct error *error)
{
	if (!engine->options.stack_frames)
		return 0;
	if (call_set_parse(&engine->stackless, "execve,execveat,exit,exit_group", error) < 0)
		return -1;
	engine->unwinder = unwinder_create(error);
	return engine->unwinder ? 0 : -1;
}

void stacks_deinit(struct ptrace_engine *engine)
{
	unwinder_destroy(engine->unwinder);
}

void stack_capture(struct ptrace_engine *engine, const struct task *task,
                   struct event_buffer *buffer)
{
	struct unwind_thread thread = { .pid = task->pid,
		                        .tid = task->tid,
		                        .memory = &engine->memory.memory };

	if (!engine->unwinder || arch_native.frame_read(task->tid, &thread.frame) < 0)
		return;
	tracee_memory_aim(&engine->memory, task->tid, buffer);
	unwind(engine->unwinder, &thread, engine->options.stack_frames,
	       engine->options.stack_sources, buffer);
}

void stack_capture_call(struct ptrace_engine *engine, struct task *task, enum plan_phase phase)
{
	const struct event *event = task->call.event;

	if (!engine->unwinder)
		return;
	bool is_stackless = call_set_has(&engine->stackless, (enum event_abi)event->abi, event->nr);

	if (phase == PHASE_ENTRY ? is_stackless && !task->launched
	                         : !event_chunk_find(event, CHUNK_STACK, 0))
		stack_capture(engine, task, &task->call);
}

void stacks_forget(struct ptrace_engine *engine, pid_t pid)
{
	if (engine->unwinder)
		unwinder_forget(engine->unwinder, pid);
}
