/* The tasks we trace, by tid.
 *
 * A task that ended may still be named by events that have not been looked at:
 * it leaves the table at once, its memory a little later. */
#include "engine/hybrid.h"
#include "engine/ptrace_functions.h"
#include "engine/ptrace_step.h"
#include "engine/ptrace_window.h"

#include <stdlib.h>

struct task *task_find(const struct ptrace_engine *engine, pid_t tid)
{
	return map_get(&engine->tasks, (uint64_t)tid);
}

struct task *task_add(struct ptrace_engine *engine, pid_t tid, pid_t pid)
{
	struct task *task = calloc(1, sizeof(*task));

	if (!task || !map_put(&engine->tasks, (uint64_t)tid, task)) {
		free(task);
		return NULL;
	}
	task->tid = tid;
	task->pid = pid;
	if (engine->stepper) {
		task->steer.resume = RESUME_STEP_ALL;
		window_begin(engine, task);
	}
	return task;
}

void task_remove(struct ptrace_engine *engine, struct task *task)
{
	if (engine->held == task)
		engine->held = NULL;
	hybrid_forget(engine, task);
	map_remove(&engine->tasks, (uint64_t)task->tid);
	task->next_dead = engine->dead;
	engine->dead = task;
}

void tasks_bury(struct ptrace_engine *engine)
{
	while (engine->dead) {
		struct task *task = engine->dead;

		engine->dead = task->next_dead;
		event_buffer_free(&task->call);
		map_free(&task->inject.counts);
		step_free(task);
		functions_forget(task);
		free(task);
	}
}

void tasks_free(struct ptrace_engine *engine)
{
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (!task)
			continue;
		hybrid_forget(engine, task);
		task->next_dead = engine->dead;
		engine->dead = task;
	}
	map_free(&engine->tasks);
	engine->held = NULL;
}
