/* Windows: stepping costs a thousand times what running costs, so a task is stepped only
 * where somebody looks.
 *
 *	outside		runs until an address where the window begins
 *	inside		is stepped
 *	over		runs inside the window until a call returns, that goes too deep
 *
 * Addresses stop a task through its own debug registers.  There are four; but the program
 * cannot see them, no thread can slip past while another one is stepped, and its code stays
 * what it is. */
#include "engine/ptrace_window.h"

#include "symbol/lookup.h"

#include <string.h>
#include <sys/ptrace.h>

static const struct step_window *window_of(const struct ptrace_engine *engine)
{
	return engine->options.window;
}

const char *window_first(const struct step_window *window)
{
	return window->range ? window->range : window->from ? window->from : window->function;
}

void window_begin(const struct ptrace_engine *engine, struct task *task)
{
	const struct step_window *window = window_of(engine);

	task->window = (struct window_state){
		.place = window && (window_first(window) || window->from_call.is_wanted)
		                 ? WINDOW_OUTSIDE
		                 : WINDOW_INSIDE,
	};
}

void window_inherit(const struct task *creator, struct task *task)
{
	if (task->pid == creator->pid)
		return;
	task->window = creator->window;
	task->window.armed_count = 0;
}

/* ---- places */

static unsigned find(const struct lookup *lookup, const char *text, uint64_t *addresses,
                     unsigned max)
{
	struct error error;
	int count = text ? lookup_find(lookup, text, addresses, max, &error) : 0;

	return count > 0 ? (unsigned)count : 0;
}

/* Names of files have dashes, too: the first one that splits it in two places. */
static void range_find(struct window_places *places, const struct lookup *lookup, const char *text)
{
	char first[SYMBOL_TEXT_MAX];

	for (const char *dash = strchr(text, '-'); dash; dash = strchr(dash + 1, '-')) {
		size_t length = (size_t)(dash - text);
		uint64_t start, end;

		if (length >= sizeof(first))
			return;
		memcpy(first, text, length);
		first[length] = '\0';
		if (!find(lookup, first, &start, 1) || !find(lookup, dash + 1, &end, 1) ||
		    start >= end)
			continue;
		places->from[0] = start;
		places->range_end = end;
		places->from_count = 1;
		return;
	}
}

void window_find(const struct ptrace_engine *engine, struct window_places *places,
                 const struct lookup *lookup)
{
	const struct step_window *window = window_of(engine);
	const unsigned from_max = sizeof(places->from) / sizeof(*places->from);
	const unsigned to_max = sizeof(places->to) / sizeof(*places->to);

	if (!window || places->are_known)
		return;
	if (!places->from_count && window->range)
		range_find(places, lookup, window->range);
	else if (!places->from_count)
		places->from_count = find(lookup, window_first(window), places->from, from_max);
	if (!places->to_count)
		places->to_count = find(lookup, window->to, places->to, to_max);
	places->are_known =
		(places->from_count || !window_first(window)) && (places->to_count || !window->to);
}

static bool is_among(const uint64_t *addresses, unsigned count, uint64_t address)
{
	for (unsigned i = 0; i < count; i++)
		if (addresses[i] == address)
			return true;
	return false;
}

/* ---- running */

/* Debug registers are a task's own: they are set when others are wanted than it has. */
static void breaks_set(struct task *task, const uint64_t *addresses, unsigned count)
{
	struct window_state *state = &task->window;
	size_t size = count * sizeof(*addresses);

	if (state->armed_count == count && (!count || memcmp(state->armed, addresses, size) == 0))
		return;
	if (arch_native.breaks_set(task->tid, addresses, count) < 0)
		return;
	state->armed_count = count;
	if (count)
		memcpy(state->armed, addresses, size);
}

static const struct window_call *innermost(const struct window_state *state)
{
	return &state->calls[state->call_count - 1];
}

void window_end(struct task *task)
{
	breaks_set(task, NULL, 0);
}

int window_request(const struct ptrace_engine *engine, struct task *task,
                   const struct window_places *places)
{
	if (!window_of(engine))
		return 0;
	switch ((enum window_place)task->window.place) {
	case WINDOW_OUTSIDE:
		breaks_set(task, places->from, places->from_count);
		/* A library that is loaded may bring what is missing. */
		return places->are_known && !window_of(engine)->from_call.is_wanted
		               ? PTRACE_CONT
		               : PTRACE_SYSCALL;
	case WINDOW_OVER:
		breaks_set(task, &innermost(&task->window)->ip, 1);
		return PTRACE_SYSCALL;
	case WINDOW_INSIDE:
		break;
	}
	breaks_set(task, NULL, 0);
	return 0;
}

static uint64_t return_address(struct ptrace_engine *engine, const struct task *task, uint64_t sp)
{
	struct memory *memory = &engine->memory.memory;
	unsigned abi = 0;
	uint64_t address = 0;

	arch_native.abi_read(task->tid, &abi);
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	memory->read(memory, sp, &address, abi ? sizeof(uint32_t) : sizeof(uint64_t));
	return address;
}

static void window_enter(struct ptrace_engine *engine, struct task *task, uint64_t sp)
{
	struct window_state *state = &task->window;

	state->place = WINDOW_INSIDE;
	state->call_count = state->forgotten = 0;
	state->function = (struct window_call){ 0 };
	if (window_of(engine)->function)
		state->function = (struct window_call){ return_address(engine, task, sp), sp };
}

bool window_takes_trap(struct ptrace_engine *engine, struct task *task, const siginfo_t *info)
{
	struct window_state *state = &task->window;
	struct arch_registers now;

	if (!state->armed_count || info->si_signo != SIGTRAP || info->si_code != TRAP_HWBKPT ||
	    arch_native.registers_read(task->tid, &now) < 0)
		return false;
	uint64_t ip = now.words[arch_native.ip_word], sp = now.words[arch_native.sp_word];

	if (!is_among(state->armed, state->armed_count, ip))
		return false;
	/* A call that returns may be a deeper one of the same function. */
	if (state->place == WINDOW_OUTSIDE)
		window_enter(engine, task, sp);
	else if (sp > innermost(state)->sp)
		state->place = WINDOW_INSIDE;
	return true;
}

/* ---- calls */

static bool moment_is(const struct window_moment *moment, const struct task *task, bool made)
{
	uint64_t first;

	if (!moment->is_wanted || moment->is_return == made ||
	    !call_set_has(&moment->calls, task->abi, task->nr))
		return false;
	return !moment->has_first ||
	       (arch_native.call_get_arg(task->tid, task->abi, 0, &first) == 0 &&
	        (uint32_t)first == moment->first);
}

void window_call(const struct ptrace_engine *engine, struct task *task, bool made)
{
	const struct step_window *window = window_of(engine);
	struct window_state *state = &task->window;

	if (!window)
		return;
	if (state->place != WINDOW_OUTSIDE && moment_is(&window->to_call, task, made)) {
		state->place = WINDOW_OUTSIDE;
	} else if (state->place == WINDOW_OUTSIDE && moment_is(&window->from_call, task, made)) {
		state->place = WINDOW_INSIDE;
		state->call_count = state->forgotten = 0;
		state->function = (struct window_call){ 0 };
	}
}

/* ---- inside */

static bool name_equals(const struct stack_name *name, const char *text)
{
	return name->length == strlen(text) && memcmp(name->bytes, text, name->length) == 0;
}

/* The whole path of a file, or its last part. */
static bool is_file(const struct stack_name *module, const char *text)
{
	const char *slash = module->length ? memrchr(module->bytes, '/', module->length) : NULL;
	size_t skip = slash ? (size_t)(slash + 1 - module->bytes) : 0;
	struct stack_name base = { module->bytes + skip, (uint16_t)(module->length - skip) };

	return name_equals(module, text) || name_equals(&base, text);
}

bool window_tells(const struct ptrace_engine *engine, const struct stack_frame *place)
{
	const struct step_window *window = window_of(engine);

	return !window || !window->module || is_file(&place->module, window->module);
}

static bool is_excluded(const struct step_window *window, const struct stack_frame *place)
{
	return window->exclude && (name_equals(&place->symbol, window->exclude) ||
	                           is_file(&place->module, window->exclude));
}

/* Calls that have been returned from, by whatever way, are over. */
static void calls_settle(struct window_state *state, uint64_t sp)
{
	while (state->call_count && sp > innermost(state)->sp)
		state->call_count--;
}

static void calls_add(struct window_state *state, struct window_call call)
{
	const unsigned half = WINDOW_CALLS_MAX / 2;

	if (state->call_count == WINDOW_CALLS_MAX) {
		memmove(state->calls, state->calls + half, half * sizeof(*state->calls));
		state->call_count -= half;
		state->forgotten += half;
	}
	state->calls[state->call_count++] = call;
}

static bool is_beyond(const struct window_places *places, uint64_t ip)
{
	return places->range_end && (ip < places->from[0] || ip >= places->range_end);
}

/* A call that goes too deep, or leads where nobody looks; maybe by a jump from where it came
 * to, through a table of functions. */
static bool is_run_over(const struct step_window *window, const struct window_state *state,
                        const struct insn *insn, uint64_t sp, const struct stack_frame *place,
                        bool is_beyond)
{
	bool leads_away = insn->kind == INSN_CALL || insn->kind == INSN_JUMP;

	if (!leads_away || !state->call_count || innermost(state)->sp != sp)
		return false;
	return is_beyond ||
	       (window->depth && state->forgotten + state->call_count >= window->depth) ||
	       is_excluded(window, place);
}

void window_follow(struct ptrace_engine *engine, struct task *task, const struct insn *insn,
                   const struct arch_registers *before, const struct arch_registers *now,
                   const struct window_places *places, const struct stack_frame *place)
{
	const struct step_window *window = window_of(engine);
	struct window_state *state = &task->window;
	uint64_t ip = now->words[arch_native.ip_word], sp = now->words[arch_native.sp_word];

	calls_settle(state, sp);
	if (insn->kind == INSN_CALL)
		calls_add(state, (struct window_call){
					 before->words[arch_native.ip_word] + insn->length, sp });
	bool is_left = state->function.ip && ip == state->function.ip && sp > state->function.sp;

	bool is_far = is_beyond(places, ip);

	if (is_left || is_among(places->to, places->to_count, ip))
		state->place = WINDOW_OUTSIDE;
	else if (is_run_over(window, state, insn, sp, place, is_far))
		state->place = WINDOW_OVER;
	else if (is_far)
		state->place = WINDOW_OUTSIDE;
}
