/* Running on by lines of the source, and by functions.
 *
 * A line is left by steps that end only where its code ends.  What is called in between is
 * told by the return address, which lies in the line and on top of the stack: it is run
 * through, or, by "step", stopped in behind what makes its frame, if its source is known. */
#include "debug/debugger_parts.h"

#include "inspect/activation.h"
#include "inspect/place.h"
#include "symbol/source.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

enum {
	WAYS_OUT_MAX = 1000, /* functions without lines that are run through for one step */
	BELOW_STACK = 128,   /* where functions that call no others have variables, too */
	PIECES_MAX = 64,     /* of the code of a function that was inlined */
};

/* Where the thread stands. */
struct standing {
	uint64_t ip, sp;
	bool has_line;
	struct source_line line;
	char file[PATH_MAX]; /* of that: it outlives what was read of this program */
};

/* Of code of another file or line it is said that it is this line's. */
static void line_say(struct standing *standing, const char *file, unsigned line)
{
	snprintf(standing->file, sizeof(standing->file), "%s", file);
	standing->has_line = true;
	standing->line.file = standing->file;
	standing->line.line = line;
}

static int stand(struct debugger *debugger, struct standing *standing, struct error *error)
{
	*standing = (struct standing){ 0 };
	if (need_subject(debugger, error) < 0)
		return -1;
	const struct space *space = subject_space(&debugger->subject);
	const char *file;
	unsigned line;

	standing->ip = register_number(&debugger->subject, "ip");
	standing->sp = register_number(&debugger->subject, "sp");
	standing->has_line = space && source_line_at(space, standing->ip, &standing->line);
	if (standing->has_line) {
		snprintf(standing->file, sizeof(standing->file), "%s", standing->line.file);
		standing->line.file = standing->file;
	}
	if (subject_hidden(&debugger->subject, &file, &line))
		line_say(standing, file, line);
	return 0;
}

static unsigned word_size(const struct debugger *debugger)
{
	return debugger->subject.abi == ABI_I386 ? 4 : 8;
}

static uint64_t stack_top(struct debugger *debugger, uint64_t sp)
{
	uint64_t value = 0;

	subject_read(&debugger->subject, sp, &value, word_size(debugger));
	return value;
}

/* ---- out of functions */

/* Where the function that is looked at returns to, and what is on the stack then. */
static int way_out(struct debugger *debugger, unsigned level, uint64_t *address, uint64_t *stack,
                   struct error *error)
{
	struct activation activation;
	bool is_there = activation_begin(&debugger->subject, &activation);

	if (!is_there)
		return error_set(error, ENOENT, "nothing is known of who called this function");
	while (is_there && (activation.level < level || activation.is_inlined))
		is_there = activation_next(&activation);
	*stack = activation.frame.cfa;
	is_there = is_there && activation_next(&activation);
	*address = activation.frame.pc;
	activation_end(&activation);
	return is_there && *address ? 0
	                            : error_set(error, ENOENT,
	                                        "nobody has called this function, or nobody "
	                                        "knows who");
}

bool frame_end_find(struct debugger *debugger, uint64_t address, uint64_t *back, uint64_t *stack)
{
	struct activation activation;
	bool is_there = address + BELOW_STACK >= register_number(&debugger->subject, "sp") &&
	                activation_begin(&debugger->subject, &activation);

	if (!is_there)
		return false;
	while (is_there && (activation.is_inlined || activation.frame.cfa <= address))
		is_there = activation_next(&activation);
	*stack = activation.frame.cfa;
	is_there = is_there && activation_next(&activation);
	*back = activation.frame.pc;
	activation_end(&activation);
	return is_there && *back;
}

/* It has been called by the line that is being left: [sp] leads back there. */
static bool is_called(struct debugger *debugger, const struct standing *before,
                      const struct standing *now, uint64_t *back)
{
	*back = stack_top(debugger, now->sp);
	return now->sp < before->sp + word_size(debugger) && *back > before->line.start &&
	       *back <= before->line.end;
}

/* A function that was inlined, which returns nowhere: one leaves its code. */
struct inlined {
	uint64_t back, stack; /* to the frame that it shares; 0: the thread is there */
	unsigned count;
	struct scope_range pieces[PIECES_MAX];
};

/* False: the function of that level has a frame of its own. */
static bool inlined_find(struct debugger *debugger, unsigned level, struct inlined *inlined)
{
	struct activation activation;
	bool is_there = activation_begin(&debugger->subject, &activation);

	*inlined = (struct inlined){ 0 };
	while (is_there && activation.level < level) {
		uint64_t cfa = activation.frame.cfa;
		bool is_of_frame = activation.is_inlined;

		is_there = activation_next(&activation);
		if (is_there && !is_of_frame) {
			inlined->stack = cfa;
			inlined->back = activation.frame.pc;
		}
	}
	if (is_there && activation.is_inlined)
		inlined->count = scope_ranges(&activation.scope, inlined->pieces, PIECES_MAX);
	activation_end(&activation);
	return inlined->count;
}

/* The piece that the thread stands in is its line, as it were. */
static bool is_within(const struct inlined *inlined, struct standing *now)
{
	for (unsigned i = 0; i < inlined->count; i++) {
		const struct scope_range *piece = &inlined->pieces[i];

		now->line.start = piece->start;
		now->line.end = piece->end;
		if (now->ip >= piece->start && now->ip < piece->end)
			return true;
	}
	return false;
}

/* Over what it calls, until the next instruction is not the function's own. */
static enum move inlined_leave(struct debugger *debugger, const struct inlined *inlined,
                               struct error *error)
{
	struct standing before, now;
	uint64_t back;
	enum move end = MOVE_DONE;

	if (inlined->back)
		end = move_to(debugger, &inlined->back, 1, inlined->stack, error);
	for (;;) {
		if (end != MOVE_DONE || stand(debugger, &before, error) < 0)
			return MOVE_STOPPED;
		if (!is_within(inlined, &before))
			return MOVE_DONE;
		const struct inferior_wish wish = { .goes = true,
			                            .resume = RESUME_STEP,
			                            .range_start = before.line.start,
			                            .range_end = before.line.end };

		end = move(debugger, &wish);
		if (end == MOVE_DONE && stand(debugger, &now, error) == 0 &&
		    is_called(debugger, &before, &now, &back))
			end = move_to(debugger, &back, 1, now.sp + word_size(debugger), error);
	}
}

enum move step_out(struct debugger *debugger, struct error *error)
{
	struct inlined inlined;
	uint64_t address, stack;

	if (inlined_find(debugger, debugger->plan.level, &inlined))
		return inlined_leave(debugger, &inlined, error);
	if (way_out(debugger, debugger->plan.level, &address, &stack, error) < 0)
		return MOVE_STOPPED;
	enum move end = move_to(debugger, &address, 1, stack, error);

	/* Or it was left otherwise. */
	debugger->has_returned = end == MOVE_DONE && insn_here(debugger).ip == address;
	return end;
}

/* ---- lines */

/* Behind what makes its frame; where that is, nobody needs to stop. */
static enum move enter(struct debugger *debugger, const struct standing *now, struct error *error)
{
	uint64_t body = source_body(subject_space(&debugger->subject), now->ip);

	return body == now->ip ? MOVE_DONE : move_to(debugger, &body, 1, 0, error);
}

/* Out of code without lines: to whoever called it. */
static enum move leave(struct debugger *debugger, struct error *error)
{
	struct error ignored;
	uint64_t address, stack;

	/* Where there is nobody the program runs on. */
	return way_out(debugger, 0, &address, &stack, &ignored) < 0
	               ? move_freely(debugger)
	               : move_to(debugger, &address, 1, stack, error);
}

static bool is_same_line(const struct source_line *a, const struct source_line *b)
{
	return a->line == b->line && strcmp(a->file, b->file) == 0;
}

/* Back out of what has been called, or of what has no lines. */
static enum move line_return(struct debugger *debugger, const struct standing *line,
                             struct standing *now, struct error *error)
{
	enum move end = MOVE_DONE;
	uint64_t back;

	if (is_called(debugger, line, now, &back))
		end = move_to(debugger, &back, 1, now->sp + word_size(debugger), error);
	else if (!now->has_line)
		end = leave(debugger, error);
	return end == MOVE_DONE && stand(debugger, now, error) < 0 ? MOVE_STOPPED : end;
}

/* What is stepped through: a line of a function, in pieces. */
struct stepping {
	const void *function; /* NULL: not known */
	struct standing start, piece;
};

/* Into the middle of another line it is only returned to. */
static bool is_left(const struct debugger *debugger, const struct stepping *stepping,
                    const struct standing *now)
{
	bool is_returned = now->sp > stepping->piece.sp;

	if (!now->has_line || is_same_line(&now->line, &stepping->start.line))
		return false;
	if (debugger->plan.plan == PLAN_UNTIL_LINE && !is_returned &&
	    now->line.line <= debugger->plan.line)
		return false;
	return now->line.is_statement || is_returned;
}

/* What was inlined where the thread stands. */
struct inlining {
	unsigned within;       /* functions that are in the one that is stepped through; 0: none */
	unsigned begun;        /* the innermost so many begin here, */
	const char *call_file; /* called from there */
	unsigned call_line;
};

static struct inlining inlining_find(struct debugger *debugger, const void *function)
{
	struct inlining inlining = { 0 };
	struct activation activation;
	bool is_there = activation_begin(&debugger->subject, &activation), begins = true;

	while (is_there && activation.is_inlined && scope_function(&activation.scope) != function) {
		begins = begins && scope_entry(&activation.scope) == activation.frame.pc;
		is_there = activation_next(&activation);
		if (begins &&
		    scope_line(&activation.scope, &inlining.call_file, &inlining.call_line))
			inlining.begun = activation.level;
	}
	if (is_there && activation.has_scope && scope_function(&activation.scope) == function)
		inlining.within = activation.level;
	activation_end(&activation);
	return inlining;
}

/* What was inlined is as if it were called: "next" goes over it, "step" enters it.  Where it
 * begins, the line that calls it comes first, unless that is the one that is being left.
 * True: the step ends here, some functions not being entered yet. */
static bool is_end(struct debugger *debugger, const struct stepping *stepping,
                   const struct inlining *inlining, struct standing *now, unsigned *hidden)
{
	bool is_call = inlining->begun && inlining->begun >= inlining->within;
	bool is_over = inlining->within && debugger->plan.is_over;

	*hidden = is_call ? inlining->begun : 0;
	if (is_call)
		line_say(now, inlining->call_file, inlining->call_line);
	if ((is_call || !is_over) && is_left(debugger, stepping, now))
		return true;
	if (!is_call || is_over || !inlining->within)
		return false;
	--*hidden;
	return true;
}

static enum move line_settle(struct debugger *debugger, const struct stepping *stepping,
                             bool *is_done, struct error *error)
{
	enum move end = MOVE_DONE;

	for (unsigned i = 0; end == MOVE_DONE && i < WAYS_OUT_MAX; i++) {
		struct standing now;
		struct inlined inlined;
		unsigned hidden;

		if (stand(debugger, &now, error) < 0)
			return MOVE_STOPPED;
		const struct inlining inlining = inlining_find(debugger, stepping->function);

		*is_done = is_end(debugger, stepping, &inlining, &now, &hidden);
		if (*is_done)
			subject_hide(&debugger->subject, hidden);
		if (*is_done || !inlining.within || !debugger->plan.is_over ||
		    !inlined_find(debugger, inlining.within - 1, &inlined))
			return MOVE_DONE;
		end = inlined_leave(debugger, &inlined, error);
	}
	return end;
}

/* Out of the code that belongs together; is_done: the step ends here. */
static enum move line_leave(struct debugger *debugger, const struct stepping *stepping,
                            bool *is_done, struct error *error)
{
	const struct standing *line = &stepping->piece;
	const struct inferior_wish wish = { .goes = true,
		                            .resume = RESUME_STEP,
		                            .range_start = line->line.start,
		                            .range_end = line->line.end };
	enum move end = move(debugger, &wish);
	struct standing now;
	uint64_t back;

	if (end != MOVE_DONE)
		return end;
	if (stand(debugger, &now, error) < 0)
		return MOVE_STOPPED;
	*is_done =
		!debugger->plan.is_over && now.has_line && is_called(debugger, line, &now, &back);
	if (*is_done)
		return enter(debugger, &now, error);
	end = line_return(debugger, line, &now, error);
	return end == MOVE_DONE ? line_settle(debugger, stepping, is_done, error) : end;
}

/* Where it stands at a line that calls what was inlined here, the first move is over that. */
static enum move line_begin(struct debugger *debugger, const struct stepping *stepping,
                            bool *is_done, struct error *error)
{
	struct inlined inlined;
	const char *file;
	unsigned line, hidden = subject_hidden(&debugger->subject, &file, &line);

	if (!hidden)
		return MOVE_DONE;
	*is_done = !debugger->plan.is_over;
	subject_hide(&debugger->subject, *is_done ? hidden - 1 : 0);
	if (*is_done || !inlined_find(debugger, hidden - 1, &inlined))
		return MOVE_DONE;
	enum move end = inlined_leave(debugger, &inlined, error);

	return end == MOVE_DONE ? line_settle(debugger, stepping, is_done, error) : end;
}

static int stepping_begin(struct debugger *debugger, struct stepping *stepping, struct error *error)
{
	struct activation activation;

	*stepping = (struct stepping){ 0 };
	if (stand(debugger, &stepping->start, error) < 0 ||
	    stand(debugger, &stepping->piece, error) < 0)
		return -1;
	if (!stepping->start.has_line)
		return error_set(error, ENOENT,
		                 "the source of this code is not known: 'stepi' steps, "
		                 "'finish' leaves it");
	if (activation_begin(&debugger->subject, &activation) && activation.has_scope)
		stepping->function = scope_function(&activation.scope);
	activation_end(&activation);
	debugger->plan.line = stepping->start.line.line;
	return 0;
}

static enum move line_step(struct debugger *debugger, struct error *error)
{
	struct stepping stepping;
	bool is_done = false;

	if (stepping_begin(debugger, &stepping, error) < 0)
		return MOVE_STOPPED;
	enum move end = line_begin(debugger, &stepping, &is_done, error);

	for (unsigned i = 0; end == MOVE_DONE && !is_done && i < WAYS_OUT_MAX; i++) {
		if (stand(debugger, &stepping.piece, error) < 0)
			return MOVE_STOPPED;
		end = stepping.piece.has_line ? line_leave(debugger, &stepping, &is_done, error)
		                              : leave(debugger, error);
	}
	return end;
}

enum move step_lines(struct debugger *debugger, struct error *error)
{
	enum move end = MOVE_DONE;

	for (uint64_t i = 0; i < debugger->plan.count && end == MOVE_DONE; i++)
		end = line_step(debugger, error);
	return end;
}

/* To one of some places, or, as "until" does, out of the function before. */
enum move step_to_places(struct debugger *debugger, struct error *error)
{
	uint64_t addresses[POINT_PLACES_MAX], stack;
	unsigned count = debugger->plan.target_count;
	struct error ignored;

	memcpy(addresses, debugger->plan.targets, count * sizeof(*addresses));
	if (debugger->plan.is_over && count < POINT_PLACES_MAX &&
	    need_subject(debugger, error) == 0 &&
	    way_out(debugger, 0, &addresses[count], &stack, &ignored) == 0)
		count++;
	return move_to(debugger, addresses, count, 0, error);
}

/* ---- places */

int place_parse(struct debugger *debugger, const char *text, uint64_t *addresses, unsigned max,
                struct error *error)
{
	return places_parse(debugger, text, false, addresses, max, error);
}

int places_parse(struct debugger *debugger, const char *text, bool is_quick, uint64_t *addresses,
                 unsigned max, struct error *error)
{
	struct standing here = { 0 };

	if ((debugger->inferior ? stand(debugger, &here, error) : need_names(debugger, error)) < 0)
		return -1;
	const struct place_search search = { here.has_line ? &here.line : NULL, is_quick };

	return places_find(&debugger->subject, text, &search, addresses, max, error);
}

/* ---- commands */

static int plan_lines(struct debugger *debugger, enum plan plan, bool is_over, const char *text,
                      struct error *error)
{
	debugger->plan.plan = plan;
	debugger->plan.is_over = is_over;
	return count_parse(text, 1, &debugger->plan.count, error);
}

int debugger_step(struct debugger *debugger, const char *text, struct error *error)
{
	return plan_lines(debugger, PLAN_STEP_LINE, false, text, error);
}

int debugger_next(struct debugger *debugger, const char *text, struct error *error)
{
	return plan_lines(debugger, PLAN_STEP_LINE, true, text, error);
}

static int plan_places(struct debugger *debugger, bool is_over, const char *text,
                       struct error *error)
{
	debugger->plan.plan = PLAN_PLACES;
	debugger->plan.is_over = is_over;
	int count = place_parse(debugger, text, debugger->plan.targets, POINT_PLACES_MAX, error);

	debugger->plan.target_count = count > 0 ? (unsigned)count : 0;
	return count < 0 ? -1 : 0;
}

int debugger_until(struct debugger *debugger, const char *text, struct error *error)
{
	return *text ? plan_places(debugger, true, text, error)
	             : plan_lines(debugger, PLAN_UNTIL_LINE, true, "", error);
}

int debugger_advance(struct debugger *debugger, const char *text, struct error *error)
{
	return plan_places(debugger, false, text, error);
}

/* Out of the function that is looked at. */
int debugger_finish(struct debugger *debugger, const char *text, struct error *error)
{
	const struct activation *chosen = subject_chosen(&debugger->subject);

	debugger->plan.plan = PLAN_FINISH;
	debugger->plan.level = chosen ? chosen->level : 0;
	return *text ? error_set(error, EINVAL, "finish takes nothing") : 0;
}
