/* A tree of calls, from instructions.
 *
 * A call pushes a frame: where it will return to, and where the stack ended then.  The frame
 * is over when the stack ends above that, however that came to be: by a return, or by a jump
 * far back (longjmp, an exception).
 *
 *	call		a frame
 *	jmp		with the stack as at its beginning, to where another one begins: that is
 *			called at the end, and will return for both
 *	a signal	a frame, below which nothing ends before the handler has returned: it
 *			may have a stack of its own
 *
 * What was called is told when the first instruction comes that does something: calls of
 * libraries lead through stubs, of which nobody wants to know. */
#include "engine/ptrace_functions.h"

#include "engine/ptrace_step.h"
#include "event/arguments.h"
#include "symbol/lookup.h"
#include "symbol/signature.h"

#include <stdlib.h>
#include <string.h>

enum {
	FRAMES_MAX = 512, /* that are kept: the innermost */
	LEFT_MAX = 3,     /* told one by one when several are left at once */
	GUESS_BYTES = 96, /* of a function's beginning, for its arguments */
	TEXT_MAX = 256,   /* of what a pointer points to */
	TEXT_MIN = 3,     /* shorter ones may be anything */
	STACK_NEAR = 1 << 20,
	KNOWN_MAX = 1 << 18, /* functions of a process that are kept */
};

/* What is known of one. */
struct function {
	unsigned image; /* of struct step_space: what is known belongs to */
	bool is_told;
	unsigned guessed; /* arguments, where the signature is not known */
	struct signature signature;
};

struct frame {
	uint64_t entry, sp, back; /* where the stack ended; where it returns to */
	uint64_t mono_ns, real_ns;
	uint64_t interrupted; /* FUNCTION_HANDLES: where the stack ended then */
	uint32_t depth;
	uint8_t way;     /* enum function_way */
	bool is_pending; /* nothing was told of it */
	bool is_told, is_over;
	bool is_typed, returns; /* it is known what, and that anything */
	struct parameter result;
};

struct functions {
	unsigned count;
	struct frame frames[FRAMES_MAX];
};

static bool are_wanted(const struct ptrace_engine *engine)
{
	return engine->options.flags & ENGINE_FUNCTIONS;
}

static struct frame *innermost(const struct task *task)
{
	struct functions *functions = task->functions;

	return functions && functions->count ? &functions->frames[functions->count - 1] : NULL;
}

void functions_free(struct map *known)
{
	for (size_t i = 0; i < known->slot_count; i++)
		free(known->slots[i].value);
	map_free(known);
}

void functions_forget(struct task *task)
{
	free(task->functions);
	task->functions = NULL;
}

void functions_inherit(const struct task *creator, struct task *task)
{
	functions_forget(task);
	if (!creator->functions || task->pid == creator->pid)
		return;
	task->functions = malloc(sizeof(*task->functions));
	if (task->functions)
		*task->functions = *creator->functions;
}

/* ---- what is known of functions */

/* Without debugging information: the registers for arguments that are read before they are
 * written, up to the first branch. */
static unsigned arguments_guess(struct ptrace_engine *engine, const struct task *task, unsigned abi,
                                uint64_t entry)
{
	uint8_t code[GUESS_BYTES];
	uint32_t written = 0;
	unsigned count = 0;
	size_t got = abi ? 0 : step_read_code(engine, task, entry, code, sizeof(code));

	for (size_t at = 0; at < got;) {
		struct insn insn;

		if (insn_decode(step_decoder(engine), abi, entry + at, code + at, got - at, &insn) <
		            0 ||
		    (insn.kind != INSN_PLAIN && insn.kind != INSN_CALL))
			break;
		for (unsigned i = 0; i < ARCH_ARGUMENT_MAX; i++)
			if (insn.reads & ~written & 1u << arch_native.argument_words[i])
				count = i + 1 > count ? i + 1 : count;
		if (insn.kind == INSN_CALL)
			break;
		written |= insn.writes;
		at += insn.length;
	}
	return count;
}

/* Clones of a function for some of its callers are called "name.part.0". */
static bool is_clone(const struct stack_frame *place)
{
	return place->symbol.length && memchr(place->symbol.bytes, '.', place->symbol.length);
}

static void function_fill(struct ptrace_engine *engine, const struct task *task, unsigned abi,
                          uint64_t entry, struct function *function)
{
	const struct lookup *lookup = step_lookup(engine, task);
	const struct space *space = lookup ? lookup_space(lookup) : NULL;
	struct stack_frame place;

	function->image = step_image(engine, task);
	step_place(engine, task, entry, &place);
	function->is_told = step_tells(engine, &place);
	function->signature = (struct signature){ 0 };
	if (space)
		signature_find(space, entry, &function->signature);
	function->signature.is_changed |= is_clone(&place);
	if (!function->signature.is_known)
		function->guessed = arguments_guess(engine, task, abi, entry);
}

static const struct function *function_of(struct ptrace_engine *engine, struct task *task,
                                          unsigned abi, uint64_t entry)
{
	struct map *known = step_functions(engine, task);
	struct function *function = known ? map_get(known, entry) : NULL;

	if (function && function->image == step_image(engine, task))
		return function;
	if (!function && known && known->count < KNOWN_MAX) {
		function = calloc(1, sizeof(*function));
		if (function && !map_put(known, entry, function)) {
			free(function);
			function = NULL;
		}
		run_find_function(engine, task, abi, entry);
	}
	if (function)
		function_fill(engine, task, abi, entry, function);
	return function;
}

/* ---- what they are given, and return */

static const uint8_t argument_kinds[] = {
	[TYPE_OPAQUE] = ARGUMENT_UNKNOWN,    [TYPE_SIGNED] = ARGUMENT_SIGNED,
	[TYPE_UNSIGNED] = ARGUMENT_UNSIGNED, [TYPE_CHARACTER] = ARGUMENT_CHARACTER,
	[TYPE_BOOL] = ARGUMENT_BOOL,         [TYPE_FLOAT] = ARGUMENT_FLOAT,
	[TYPE_ENUM] = ARGUMENT_SIGNED,       [TYPE_POINTER] = ARGUMENT_POINTER,
	[TYPE_STRUCT] = ARGUMENT_UNKNOWN,    [TYPE_ARRAY] = ARGUMENT_UNKNOWN,
};

/* Where the ABI puts what comes next. */
struct passing {
	struct ptrace_engine *engine;
	const struct task *task;
	const struct arch_registers *now;
	unsigned abi;
	unsigned integers, fractions, slots; /* that have been used */
	bool is_lost;                        /* what came before has an unknown place */
};

static bool stack_take(struct passing *passing, size_t size, uint64_t *value)
{
	struct memory *memory = &passing->engine->memory.memory;
	size_t slot = passing->abi ? sizeof(uint32_t) : sizeof(uint64_t);
	uint64_t sp = passing->now->words[arch_native.sp_word];
	uint64_t address = sp + slot * (1 + passing->slots);

	passing->slots += (unsigned)((size + slot - 1) / slot);
	return memory->read(memory, address, value, size) == (ssize_t)size;
}

static bool register_take(const struct passing *passing, const struct parameter *parameter,
                          uint64_t *value)
{
	enum { FIRST_VECTOR = 17, VECTOR_COUNT = 16 }; /* DWARF's numbers, of x86-64 */
	unsigned word = arch_native.dwarf_word(passing->abi, parameter->number);

	if (parameter->kind == TYPE_FLOAT)
		return passing->abi == 0 && parameter->number - FIRST_VECTOR < VECTOR_COUNT &&
		       arch_native.vector_read(passing->task->tid, parameter->number - FIRST_VECTOR,
		                               value) == 0;
	if (word < ARCH_REGISTER_MAX)
		*value = passing->now->words[word];
	return word < ARCH_REGISTER_MAX;
}

static bool abi_take(struct passing *passing, const struct parameter *parameter, uint64_t *value)
{
	enum { FRACTIONS_MAX = 8 };
	bool is_plain = argument_kinds[parameter->kind] != ARGUMENT_UNKNOWN && parameter->size &&
	                parameter->size <= sizeof(*value);

	passing->is_lost |= !is_plain;
	if (passing->is_lost)
		return false;
	if (passing->abi == 0 && parameter->kind == TYPE_FLOAT &&
	    passing->fractions < FRACTIONS_MAX)
		return arch_native.vector_read(passing->task->tid, passing->fractions++, value) ==
		       0;
	if (passing->abi == 0 && parameter->kind != TYPE_FLOAT &&
	    passing->integers < ARCH_ARGUMENT_MAX) {
		*value = passing->now->words[arch_native.argument_words[passing->integers++]];
		return true;
	}
	return stack_take(passing, parameter->size, value);
}

static uint64_t cut_to(uint64_t value, uint64_t size)
{
	return size < sizeof(value) ? value & ((UINT64_C(1) << 8 * size) - 1) : value;
}

static struct stack_name name_of(const char *text)
{
	size_t length = text ? strlen(text) : 0;

	return (struct stack_name){ text,
		                    (uint16_t)(length < STACK_NAME_MAX ? length : STACK_NAME_MAX) };
}

static struct argument argument_of(const struct parameter *parameter, bool is_known, uint64_t value)
{
	return (struct argument){
		.value = is_known ? cut_to(value, parameter->size) : 0,
		.kind = is_known ? argument_kinds[parameter->kind] : ARGUMENT_UNKNOWN,
		.size = (uint8_t)(is_known ? parameter->size : 0),
		.name = name_of(parameter->name),
	};
}

static bool is_printable(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((bytes[i] < ' ' || bytes[i] > '~') && bytes[i] != '\n' && bytes[i] != '\t')
			return false;
	return true;
}

/* What it points to, if that is text: for certain, or because it looks so. */
static void text_keep(struct ptrace_engine *engine, struct event_buffer *buffer,
                      enum chunk_kind kind, uint64_t address, bool is_certain)
{
	struct memory *memory = &engine->memory.memory;
	size_t max =
		engine->options.limits.string < TEXT_MAX ? engine->options.limits.string : TEXT_MAX;
	char bytes[TEXT_MAX + 1];
	ssize_t got = address < 4096 ? -1 : memory->read(memory, address, bytes, max + 1);
	size_t length = got > 0 ? strnlen(bytes, (size_t)got) : 0;
	bool is_whole = got > 0 && length < (size_t)got;

	if (got <= 0 || (!is_certain && (length < TEXT_MIN || !is_printable(bytes, length))))
		return;
	if (length > max)
		length = max;
	uint8_t *room =
		event_buffer_add(buffer, kind, address, (uint32_t)length, is_whole ? 0 : CHUNK_CUT);

	if (room)
		memcpy(room, bytes, length);
}

static unsigned word_size(unsigned abi)
{
	return abi ? sizeof(uint32_t) : sizeof(uint64_t);
}

static void arguments_put(struct passing *passing, const struct function *function,
                          struct event_buffer *buffer)
{
	const struct signature *signature = &function->signature;
	struct argument list[SIGNATURE_MAX + 1];
	unsigned count = 0;

	passing->is_lost = signature->is_changed;
	for (unsigned i = 0; i < signature->count; i++) {
		const struct parameter *parameter = &signature->parameters[i];
		uint64_t value = 0;
		bool is_known = abi_take(passing, parameter, &value);

		if (parameter->has_register && argument_kinds[parameter->kind] != ARGUMENT_UNKNOWN)
			is_known = register_take(passing, parameter, &value);
		list[count++] = argument_of(parameter, is_known, value);
	}
	for (unsigned i = 0; !signature->is_known && i < function->guessed; i++)
		list[count++] = (struct argument){
			.value = passing->now->words[arch_native.argument_words[i]],
			.kind = ARGUMENT_RAW,
			.size = (uint8_t)word_size(passing->abi),
		};
	if (signature->is_cut || (!signature->is_known && passing->abi))
		list[count++] = (struct argument){ .kind = ARGUMENT_MORE };
	if (arguments_begin(buffer))
		for (unsigned i = 0; i < count; i++)
			argument_put(buffer, &list[i]);
	for (unsigned i = 0; i < count; i++)
		if (list[i].kind == ARGUMENT_RAW ||
		    (list[i].kind == ARGUMENT_POINTER && signature->parameters[i].is_text))
			text_keep(passing->engine, buffer, CHUNK_ENTRY, list[i].value,
			          list[i].kind == ARGUMENT_POINTER);
}

static bool result_take(const struct task *task, const struct parameter *result, unsigned abi,
                        const struct arch_registers *now, uint64_t *value)
{
	if (argument_kinds[result->kind] == ARGUMENT_UNKNOWN || !result->size ||
	    result->size > sizeof(*value))
		return false;
	if (result->kind == TYPE_FLOAT)
		return abi == 0 && arch_native.vector_read(task->tid, 0, value) == 0;
	*value = now->words[arch_native.result_words[0]];
	if (abi && result->size > sizeof(uint32_t))
		*value = (uint32_t)*value | now->words[arch_native.result_words[1]] << 32;
	return true;
}

static void result_put(struct ptrace_engine *engine, const struct task *task, unsigned abi,
                       const struct frame *frame, const struct arch_registers *now,
                       struct event_buffer *buffer)
{
	unsigned size = word_size(abi);
	struct argument argument = {
		.value = cut_to(now->words[arch_native.result_words[0]], size),
		.kind = ARGUMENT_RAW,
		.size = (uint8_t)size,
	};
	uint64_t value = 0;

	if (!arguments_begin(buffer) || (frame->is_typed && !frame->returns))
		return;
	if (frame->is_typed) {
		bool is_known = result_take(task, &frame->result, abi, now, &value);

		argument = argument_of(&frame->result, is_known, value);
	}
	argument_put(buffer, &argument);
	if (argument.kind == ARGUMENT_POINTER && frame->result.is_text)
		text_keep(engine, buffer, CHUNK_EXIT, argument.value, true);
}

/* ---- telling */

static void frame_tell(struct ptrace_engine *engine, struct task *task, struct frame *frame,
                       const struct arch_registers *now)
{
	unsigned abi = arch_native.abi_of(now);
	const struct function *function = function_of(engine, task, abi, frame->entry);
	struct passing passing = { .engine = engine, .task = task, .now = now, .abi = abi };
	struct stack_frame place;

	frame->is_pending = false;
	frame->is_told = function && function->is_told;
	if (!frame->is_told)
		return;
	frame->is_typed = function->signature.is_known;
	frame->returns = function->signature.has_result;
	frame->result = function->signature.result;
	struct event_buffer *buffer = event_queue(engine, task, EVENT_FUNCTION);

	if (!buffer)
		return;
	buffer->event->abi = (uint8_t)abi;
	buffer->event->ip = frame->entry;
	buffer->event->args[0] = frame->back;
	buffer->event->args[1] = frame->way;
	buffer->event->nr = frame->depth;
	frame->real_ns = buffer->event->time_ns;
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	arguments_put(&passing, function, buffer);
	step_place(engine, task, frame->entry, &place);
	if (place.module.length)
		place_put(buffer, &place);
}

/* within: how many inside it are left with it, and not told of. */
static void frame_tell_left(struct ptrace_engine *engine, const struct task *task,
                            const struct frame *frame, const struct arch_registers *now,
                            unsigned within)
{
	uint64_t ip = now->words[arch_native.ip_word];
	struct event_buffer *buffer = frame->is_told && !frame->is_over
	                                      ? event_queue(engine, task, EVENT_FUNCTION_LEFT)
	                                      : NULL;
	struct stack_frame place;

	if (!buffer)
		return;
	unsigned abi = arch_native.abi_of(now);

	buffer->event->abi = (uint8_t)abi;
	buffer->event->ip = frame->entry;
	buffer->event->args[0] = ip;
	buffer->event->args[1] = within;
	buffer->event->nr = frame->depth;
	buffer->event->entry_ns = frame->real_ns;
	buffer->event->duration_ns = clock_ns(CLOCK_MONOTONIC) - frame->mono_ns;
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	if (ip == frame->back)
		result_put(engine, task, abi, frame, now, buffer);
	else
		buffer->event->flags |= EVENT_UNFINISHED;
	step_place(engine, task, frame->entry, &place);
	if (place.module.length)
		place_put(buffer, &place);
}

/* ---- following */

static struct frame *frame_push(struct task *task, enum function_way way, uint64_t entry,
                                uint64_t sp, uint64_t back)
{
	const unsigned half = FRAMES_MAX / 2;

	if (!task->functions)
		task->functions = calloc(1, sizeof(*task->functions));
	struct functions *functions = task->functions;

	if (!functions)
		return NULL;
	if (functions->count == FRAMES_MAX) {
		memmove(functions->frames, functions->frames + half,
		        half * sizeof(*functions->frames));
		functions->count -= half;
	}
	const struct frame *outer = innermost(task);
	struct frame *frame = &functions->frames[functions->count++];

	*frame = (struct frame){
		.entry = entry, .sp = sp, .back = back, .way = way, .is_pending = true
	};
	if (outer)
		frame->depth = outer->depth + (outer->is_told && !outer->is_over);
	frame->mono_ns = clock_ns(CLOCK_MONOTONIC);
	return frame;
}

/* A handler's frame outlives its return, until what it interrupted goes on.  One that jumped
 * out of it never does: then the stack ends above what was interrupted. */
static bool is_left(const struct frame *frame, uint64_t sp, bool jumped)
{
	if (frame->way != FUNCTION_HANDLES || !frame->is_over)
		return sp > frame->sp;
	bool is_apart =
		frame->sp > frame->interrupted || frame->interrupted - frame->sp > STACK_NEAR;

	return is_apart ? jumped && sp - frame->interrupted < STACK_NEAR : sp > frame->interrupted;
}

static void frames_settle(struct ptrace_engine *engine, struct task *task, bool jumped,
                          const struct arch_registers *now)
{
	uint64_t sp = now->words[arch_native.sp_word];
	struct functions *functions = task->functions;
	unsigned told = 0, within = 0;
	struct frame *frame;

	while ((frame = innermost(task)) && is_left(frame, sp, jumped)) {
		bool waits = frame->way == FUNCTION_HANDLES && !frame->is_over;
		const struct frame *outer = functions->count > 1 ? frame - 1 : NULL;
		bool is_shown = frame->is_pending || (frame->is_told && !frame->is_over);
		bool is_last = told < LEFT_MAX || waits || !outer || !is_left(outer, sp, jumped);

		if (frame->is_pending)
			frame_tell(engine, task, frame, now);
		if (is_last)
			frame_tell_left(engine, task, frame, now, within);
		within = is_last ? 0 : within + is_shown;
		told += is_shown;
		frame->is_over = true;
		if (!waits)
			functions->count--;
	}
}

bool functions_begin_at(struct ptrace_engine *engine, const struct task *task, uint64_t ip)
{
	static const char cold[] = ".cold";
	struct stack_frame place;
	struct map *known = step_functions(engine, task);

	step_place(engine, task, ip, &place);
	if (place.symbol.length)
		return place.symbol_offset == 0 &&
		       !memmem(place.symbol.bytes, place.symbol.length, cold, strlen(cold));
	return known && map_get(known, ip);
}

/* True when a jump to there is a call at the end of that function. */
static bool leads_elsewhere(struct ptrace_engine *engine, const struct task *task,
                            const struct frame *frame, uint64_t ip)
{
	return ip != frame->entry && functions_begin_at(engine, task, ip);
}

static bool is_named(struct ptrace_engine *engine, const struct task *task, uint64_t address)
{
	struct stack_frame place;

	step_place(engine, task, address, &place);
	return place.symbol.length;
}

static bool does_nothing(const struct insn *insn)
{
	return insn->kind == INSN_PLAIN && !insn->writes && !insn->memory_count;
}

/* Before a function of a library is bound, its stub pushes its number for who does that. */
static bool pushes_number(const struct insn *insn)
{
	uint32_t places = 1u << arch_native.sp_word | 1u << arch_native.ip_word;

	return insn->kind == INSN_PLAIN && !(insn->writes & ~places) && insn->memory_count &&
	       insn->memory[insn->memory_count - 1].is_written &&
	       (insn->memory_count > 1 || !(insn->reads & ~places));
}

/* A call is told as soon as it has arrived. */
static void pending_settle(struct ptrace_engine *engine, struct task *task, const struct insn *insn,
                           const struct arch_registers *now, const struct insn *next)
{
	struct frame *frame = innermost(task);
	uint64_t ip = now->words[arch_native.ip_word];

	if (!frame || !frame->is_pending)
		return;
	/* Stubs have no name, or jump to where something begins that has one. */
	if (insn->kind == INSN_JUMP &&
	    (!is_named(engine, task, frame->entry) || leads_elsewhere(engine, task, frame, ip)))
		frame->entry = ip;
	bool leads_on = next && (next->kind == INSN_JUMP || does_nothing(next) ||
	                         (pushes_number(next) && !is_named(engine, task, frame->entry)));

	if (!leads_on)
		frame_tell(engine, task, frame, now);
}

bool functions_are_pending(const struct task *task)
{
	const struct frame *frame = innermost(task);

	return frame && frame->is_pending;
}

void functions_follow(struct ptrace_engine *engine, struct task *task, const struct insn *insn,
                      const struct arch_registers *before, const struct arch_registers *now,
                      const struct insn *next)
{
	uint64_t ip = now->words[arch_native.ip_word], sp = now->words[arch_native.sp_word];
	uint64_t behind = before->words[arch_native.ip_word] + insn->length;

	if (!are_wanted(engine))
		return;
	frames_settle(engine, task, insn->kind == INSN_JUMP, now);
	const struct frame *frame = innermost(task);

	/* A call of what follows it is there to learn the address. */
	if (insn->kind == INSN_CALL && ip != behind)
		frame_push(task, FUNCTION_CALLED, ip, sp, behind);
	else if (insn->kind == INSN_JUMP && frame && !frame->is_pending && !frame->is_over &&
	         frame->sp == sp && leads_elsewhere(engine, task, frame, ip))
		frame_push(task, FUNCTION_JUMPED_TO, ip, sp, frame->back);
	pending_settle(engine, task, insn, now, next);
}

/* ---- from elsewhere */

static void enter(struct ptrace_engine *engine, struct task *task, enum function_way way,
                  uint64_t interrupted)
{
	struct memory *memory = &engine->memory.memory;
	struct arch_registers now;
	uint64_t back = 0;

	if (!are_wanted(engine) || arch_native.registers_read(task->tid, &now) < 0)
		return;
	uint64_t sp = now.words[arch_native.sp_word];

	tracee_memory_aim(&engine->memory, task->tid, NULL);
	memory->read(memory, sp, &back, word_size(arch_native.abi_of(&now)));
	struct frame *frame = frame_push(task, way, now.words[arch_native.ip_word], sp, back);

	if (!frame)
		return;
	frame->interrupted = interrupted;
	frame_tell(engine, task, frame, &now);
}

void functions_enter(struct ptrace_engine *engine, struct task *task)
{
	functions_forget(task);
	enter(engine, task, FUNCTION_CALLED, 0);
}

void functions_run(struct ptrace_engine *engine, struct task *task,
                   const struct arch_registers *now)
{
	if (are_wanted(engine))
		frames_settle(engine, task, false, now);
}

void functions_return(struct ptrace_engine *engine, struct task *task)
{
	struct arch_registers now;

	if (are_wanted(engine) && arch_native.registers_read(task->tid, &now) == 0)
		frames_settle(engine, task, false, &now);
}

void functions_handle(struct ptrace_engine *engine, struct task *task, uint64_t sp)
{
	enter(engine, task, FUNCTION_HANDLES, sp);
}

/* What a signal interrupted goes on. */
void functions_called(struct task *task)
{
	const uint16_t *roles = arch_native.abis[task->abi].role;
	struct functions *functions = task->functions;

	if (!functions ||
	    (task->nr != roles[ROLE_RT_SIGRETURN] && task->nr != roles[ROLE_SIGRETURN]))
		return;
	for (unsigned i = functions->count; i > 0; i--)
		if (functions->frames[i - 1].way == FUNCTION_HANDLES) {
			functions->count = i - 1;
			return;
		}
}
