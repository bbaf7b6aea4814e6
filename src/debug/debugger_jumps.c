/* Functions that are left without returning: by longjmp, or by an exception.
 *
 * Whoever waits for a function to return would wait forever.  So such moves stop where a jump
 * begins, too, and follow it to its end: longjmp by single steps, up to the jump that lies
 * behind the change of stacks; an exception from where its handler has been entered, which is
 * when the library is told of that.  Jumps that end deeper than the move began are none of its
 * business. */
#include "debug/debugger_parts.h"

#include "symbol/lookup.h"

enum {
	JUMP_STEPS_MAX = 5000,
	PUSHED_MAX = 16, /* bytes of arguments, on i386 */
};

static void jumps_find(struct debugger *debugger, const char *const *names)
{
	struct debugger_plan *plan = &debugger->plan;
	const struct lookup *symbols = subject_symbols(&debugger->subject);

	for (; symbols && *names; names++) {
		int count = lookup_find(symbols, *names, plan->jumps + plan->jump_count,
		                        JUMPS_MAX - plan->jump_count, NULL);

		plan->jump_count += count > 0 ? (unsigned)count : 0;
	}
}

/* Once for each command. */
static void jumps_learn(struct debugger *debugger)
{
	static const char *const catches[] = { "__cxa_begin_catch", NULL };
	static const char *const jumps[] = { "longjmp", "__longjmp_chk", NULL };

	if (debugger->plan.knows_jumps)
		return;
	debugger->plan.knows_jumps = true;
	jumps_find(debugger, catches);
	debugger->plan.catch_count = debugger->plan.jump_count;
	jumps_find(debugger, jumps);
}

struct point *jumps_watch(struct debugger *debugger)
{
	struct error ignored;

	if (need_subject(debugger, &ignored) < 0)
		return NULL;
	jumps_learn(debugger);
	return debugger->plan.jump_count
	               ? point_for_ourselves(debugger, debugger->plan.jumps,
	                                     debugger->plan.jump_count, 0, &ignored)
	               : NULL;
}

static bool stands_at(struct debugger *debugger, unsigned first, unsigned end)
{
	struct error ignored;

	if (need_subject(debugger, &ignored) < 0)
		return false;
	uint64_t ip = register_number(&debugger->subject, "ip");

	for (unsigned i = first; i < end; i++)
		if (debugger->plan.jumps[i] == ip)
			return true;
	return false;
}

bool jump_begins(struct debugger *debugger)
{
	struct error ignored;

	if (need_subject(debugger, &ignored) < 0)
		return false;
	jumps_learn(debugger);
	return stands_at(debugger, 0, debugger->plan.jump_count);
}

/* Arguments of what lies between may still be pushed. */
static bool is_no_deeper(const struct debugger *debugger, uint64_t sp, uint64_t stack)
{
	return sp + (debugger->subject.abi == ABI_I386 ? PUSHED_MAX : 0) >= stack;
}

/* Out of what tells the library of it. */
static enum move catch_follow(struct debugger *debugger, uint64_t stack, bool *is_out,
                              struct error *error)
{
	unsigned word = debugger->subject.abi == ABI_I386 ? 4 : 8;
	uint64_t sp = register_number(&debugger->subject, "sp"), back = 0;

	if (!is_no_deeper(debugger, sp + word, stack) ||
	    subject_read(&debugger->subject, sp, &back, word) != (ssize_t)word)
		return MOVE_DONE;
	/* From its second instruction on it is a function like others. */
	enum move end = move_step(debugger);

	if (end == MOVE_DONE)
		end = move_to(debugger, &back, 1, sp + word, error);

	*is_out = end == MOVE_DONE;
	return end;
}

static enum move longjmp_follow(struct debugger *debugger, uint64_t stack, bool *is_out)
{
	uint64_t start = register_number(&debugger->subject, "sp");
	enum move end = MOVE_DONE;
	bool is_last = false;

	for (unsigned i = 0; i < JUMP_STEPS_MAX && end == MOVE_DONE && !is_last; i++) {
		struct here now = insn_here(debugger);

		is_last = now.is_known && now.sp > start && now.insn.kind == INSN_JUMP &&
		          !now.insn.has_target;
		*is_out = is_last && is_no_deeper(debugger, now.sp, stack);
		end = move_step(debugger);
	}
	return end;
}

enum move jump_follow(struct debugger *debugger, uint64_t stack, bool *is_out, struct error *error)
{
	struct error ignored;

	if (need_subject(debugger, &ignored) < 0)
		return MOVE_DONE;
	return stands_at(debugger, 0, debugger->plan.catch_count)
	               ? catch_follow(debugger, stack, is_out, error)
	               : longjmp_follow(debugger, stack, is_out);
}
