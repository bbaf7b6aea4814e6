/* Running on: by instructions, lines, functions, or until something happens.
 *
 * Whatever is wanted, the process goes on as a whole, and comes to a stop as a whole.  A
 * plan is carried out in moves; a move ends by the step that was asked for, or by a stop
 * that counts: that ends the plan, too. */
#include "debug/debugger_parts.h"

#include "arch/insn.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

/* ---- moves */

struct hearing {
	struct debugger *debugger;
	bool stops;
};

static bool hear_line(void *taker, const char *line)
{
	struct hearing *hearing = taker;

	return line_hear(hearing->debugger, line, &hearing->stops);
}

/* Lines that were said meanwhile, up to one that waits until the program has stopped.  True:
 * that is to be now. */
static bool hear(struct debugger *debugger)
{
	struct hearing hearing = { .debugger = debugger };

	debugger->is_spoken_to = 0;
	while (!hearing.stops && debugger->options.hear &&
	       debugger->options.hear(debugger->options.owner, hear_line, &hearing))
		;
	return hearing.stops;
}

static void wait_for_stop(struct debugger *debugger)
{
	struct inferior *inferior = debugger->inferior;
	enum inferior_state state = inferior_go(inferior);

	/* It may have been said before. */
	if (state == INFERIOR_RUNS && hear(debugger))
		debugger->is_interrupted = 1;
	while (state == INFERIOR_RUNS) {
		debugger->is_waiting = 1;
		if (debugger->is_interrupted || debugger->is_spoken_to)
			inferior_interrupt(inferior, false);
		state = inferior_wait(inferior);
		debugger->is_waiting = 0;
		if (state == INFERIOR_INTERRUPTED && debugger->is_spoken_to && hear(debugger))
			debugger->is_interrupted = 1;
		if (state == INFERIOR_INTERRUPTED && debugger->is_interrupted) {
			debugger->is_interrupted = 0;
			debugger->was_interrupted = true;
			inferior_stop(inferior);
			return;
		}
		if (state == INFERIOR_INTERRUPTED)
			state = INFERIOR_RUNS;
	}
}

/* What stopped the thread goes with it, where the program is to get that. */
static int signal_due(struct debugger *debugger, const struct inferior_thread *thread)
{
	int signal = debugger->plan.signal;

	debugger->plan.signal = -1;
	if (signal >= 0)
		return signal;
	return thread->stop == STOP_SIGNAL &&
	                       debugger->signals.pass >> (thread->stop_signal & 63) & 1
	               ? thread->stop_signal
	               : 0;
}

/* Other processes run, too, if that is wanted. */
static void wish_for_others(struct debugger *debugger)
{
	static const struct inferior_wish freely = { .goes = true, .resume = RESUME_TO_SIGNAL };
	struct inferior *inferior = debugger->inferior;
	struct inferior_thread *thread;

	for (size_t i = 0; (thread = inferior_next(inferior, &i)) && !debugger->is_calling;)
		if (debugger->runs_all || thread->process == inferior->process)
			thread->wish = freely;
}

/* All go on, the thread that is meant as it is said. */
static void go(struct debugger *debugger, const struct inferior_wish *wish)
{
	struct inferior *inferior = debugger->inferior;
	struct inferior_thread *thread = inferior_thread(inferior, debugger->tid);

	points_set(debugger);
	forks_give(debugger);
	signals_give(&debugger->signals, inferior);
	subject_forget(debugger);
	debugger->has_run = true;
	free(debugger->listed_file);
	debugger->listed_file = NULL;
	debugger->met = 0;
	debugger->was_interrupted = debugger->has_returned = debugger->has_left = false;
	if (!debugger->is_calling)
		debugger->subject.hidden.count = 0;
	wish_for_others(debugger);
	if (thread) {
		int signal = signal_due(debugger, thread);

		thread->wish = *wish;
		thread->wish.signal = signal;
	}
	debugger->options.runs(debugger->options.owner, inferior->process->pid);
	wait_for_stop(debugger);
	debugger->options.runs(debugger->options.owner, 0);
	debugger->tid = inferior->current;
}

enum move move(struct debugger *debugger, const struct inferior_wish *wish)
{
	pid_t tid = debugger->tid;

	for (;;) {
		fork_decide(debugger);
		tid = debugger->tid;
		go(debugger, wish);
		if (debugger->inferior->process->end != STOP_NONE)
			return MOVE_STOPPED;
		const struct inferior_thread *thread =
			inferior_thread(debugger->inferior, debugger->tid);

		/* A step may end at a breakpoint, which will not be met once more. */
		if (thread && thread->stop == STOP_STEP && thread->tid == tid)
			return stop_meets_points(debugger, thread) ? MOVE_STOPPED : MOVE_DONE;
		if (stop_counts(debugger))
			return MOVE_STOPPED;
		/* Others may have met something in between: this one goes on as it did. */
		if (inferior_thread(debugger->inferior, tid))
			thread_mean(debugger, tid);
	}
}

enum move move_freely(struct debugger *debugger)
{
	return move(debugger, &(struct inferior_wish){ .goes = true, .resume = RESUME_TO_SIGNAL });
}

enum move move_step(struct debugger *debugger)
{
	return move(debugger, &(struct inferior_wish){ .goes = true, .resume = RESUME_STEP });
}

static uint64_t register_of(struct debugger *debugger, const char *name)
{
	struct inferior *inferior = debugger->inferior;
	uint64_t value = 0;

	inferior->steering->register_read(inferior->engine, debugger->tid, name, &value);
	return value;
}

/* The thread has come to a point of ours, and to none of somebody else's. */
static bool is_met(const struct debugger *debugger, const struct point *point)
{
	return debugger->inferior->process->end == STOP_NONE && point->hits && !debugger->met;
}

/* Freely, but not through what leaves functions without returning. */
static enum move move_or_jump(struct debugger *debugger, bool stops_at_jumps, bool *has_jumped)
{
	struct point *jumps = stops_at_jumps ? jumps_watch(debugger) : NULL;

	enum move end = move_freely(debugger);

	*has_jumped = jumps && is_met(debugger, jumps);
	if (jumps)
		point_remove(debugger, jumps);
	return end;
}

enum move move_to(struct debugger *debugger, const uint64_t *addresses, unsigned count,
                  uint64_t stack, struct error *error)
{
	struct point *point = point_for_ourselves(debugger, addresses, count, stack, error);
	bool has_jumped = stack && jump_begins(debugger), is_out = false;

	if (!point)
		return MOVE_STOPPED;
	enum move end = has_jumped ? MOVE_DONE : move_or_jump(debugger, stack != 0, &has_jumped);

	while (has_jumped) {
		end = jump_follow(debugger, stack, &is_out, error);
		if (end != MOVE_DONE || is_out || is_met(debugger, point))
			break;
		end = move_or_jump(debugger, stack != 0, &has_jumped);
	}
	if (is_met(debugger, point))
		end = MOVE_DONE;
	point_remove(debugger, point);
	return end;
}

/* ---- instructions */

struct here insn_here(struct debugger *debugger)
{
	struct here here = { .ip = register_of(debugger, "ip"), .sp = register_of(debugger, "sp") };
	uint8_t code[INSN_LENGTH_MAX];
	struct error error;

	if (!debugger->decoder)
		debugger->decoder = insn_open(NULL);
	if (!debugger->decoder || need_subject(debugger, &error) < 0)
		return here;
	ssize_t got = subject_read(&debugger->subject, here.ip, code, sizeof(code));

	here.is_known = got > 0 && insn_decode(debugger->decoder, debugger->subject.abi, here.ip,
	                                       code, (size_t)got, &here.insn) == 0;
	return here;
}

static enum move step_over(struct debugger *debugger, struct error *error)
{
	struct here now = insn_here(debugger);
	uint64_t behind = now.ip + now.insn.length;

	if (!now.is_known || now.insn.kind != INSN_CALL)
		return move_step(debugger);
	return move_to(debugger, &behind, 1, now.sp, error);
}

static enum move step_insns(struct debugger *debugger, struct error *error)
{
	enum move end = MOVE_DONE;

	for (uint64_t i = 0; i < debugger->plan.count && end == MOVE_DONE; i++)
		end = debugger->plan.is_over ? step_over(debugger, error) : move_step(debugger);
	return end;
}

/* ---- plans */

static enum move plan_move(struct debugger *debugger, struct error *error)
{
	switch (debugger->plan.plan) {
	case PLAN_STEP_INSN:
		return step_insns(debugger, error);
	case PLAN_STEP_LINE:
	case PLAN_UNTIL_LINE:
		return step_lines(debugger, error);
	case PLAN_PLACES:
		return step_to_places(debugger, error);
	case PLAN_FINISH:
		return step_out(debugger, error);
	case PLAN_CONTINUE:
		return move_freely(debugger);
	case PLAN_STAY:
	case PLAN_NONE:
	case PLAN_SOURCE:
		break;
	}
	return MOVE_DONE;
}

int plan_run(struct debugger *debugger, struct error *error)
{
	struct error wrong = { 0 };

	context_keep(debugger);
	enum move end = plan_move(debugger, &wrong);

	if (*wrong.text) {
		*error = wrong;
		return -1;
	}
	if (debugger->inferior->process->end != STOP_NONE)
		end_tell(debugger);
	else
		stop_tell(debugger, end == MOVE_DONE);
	return 0;
}

static int plan_count(struct debugger *debugger, enum plan plan, const char *text,
                      struct error *error)
{
	debugger->plan.plan = plan;
	return count_parse(text, 1, &debugger->plan.count, error);
}

/* The point that it stands at is to be passed by COUNT - 1 times. */
int debugger_continue(struct debugger *debugger, const char *text, struct error *error)
{
	/* A temporary one is gone when it was told. */
	struct point *point = point_find(debugger, debugger->met);

	if (plan_count(debugger, PLAN_CONTINUE, text, error) < 0)
		return -1;
	if (debugger->plan.count > 1 && !point)
		return error_set(error, EINVAL,
		                 "it stands at no breakpoint that could be passed by");
	if (debugger->plan.count > 1)
		point->ignore = debugger->plan.count - 1;
	return 0;
}

int debugger_stepi(struct debugger *debugger, const char *text, struct error *error)
{
	return plan_count(debugger, PLAN_STEP_INSN, text, error);
}

int debugger_nexti(struct debugger *debugger, const char *text, struct error *error)
{
	debugger->plan.is_over = true;
	return plan_count(debugger, PLAN_STEP_INSN, text, error);
}

int debugger_signal(struct debugger *debugger, const char *text, struct error *error)
{
	int signal = strcmp(text, "0") == 0 ? 0 : signal_parse(text, strlen(text), error);

	debugger->plan.plan = PLAN_CONTINUE;
	debugger->plan.signal = signal;
	return signal < 0 ? -1 : 0;
}

/* ---- threads */

int debugger_thread(struct debugger *debugger, const char *text, struct error *error)
{
	const char *rest = after_word(text, "apply");
	const struct inferior_thread *thread = NULL;

	if (rest)
		return threads_apply(debugger, rest, error);
	if (*text && !(thread = thread_parse(debugger, text, error)))
		return -1;
	thread_mean(debugger, thread ? thread->tid : debugger->tid);
	if (need_subject(debugger, error) < 0)
		return -1;
	sheet_number(&debugger->sheet, "thread", 0, debugger->tid);
	here_put(debugger, &debugger->sheet);
	if (!debugger->sheet.is_json)
		text_char(debugger->sheet.out, '\n');
	return 0;
}
