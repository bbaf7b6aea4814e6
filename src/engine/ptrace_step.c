/* Instructions, one by one.
 *
 * Before an instruction runs we know it, and the registers and memory it starts from; after
 * it, what changed.  Both sides of a stop are one look, since what follows an instruction is
 * what precedes the next: registers, and one read of memory that fetches what was written,
 * what will be read, and the code.  Which operands to fetch is guessed by what stood at that
 * place before; as the code comes along, a wrong guess shows, be it made by a program that
 * writes code.
 *
 *	stop	registers, [written | to be read | code]	event of the last one
 *	step	...
 *
 * Stepping shows in the program where the CPU hands out the flag that makes it trap: pushf
 * is put right, and calls are made without the flag.  A repeated string instruction traps
 * after each round: that is one instruction. */
#include "engine/ptrace_step.h"

#include "engine/ptrace_functions.h"
#include "engine/ptrace_step_parts.h"
#include "engine/ptrace_stride.h"

#include "event/stack.h"
#include "symbol/lookup.h"
#include "tracee/steady.h"
#include "tracee/tracee.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>

enum {
	CODE_MAX = 1 << 20, /* instructions of a process that are kept; more are decoded anew */
	RANGES_MAX = 2 * INSN_MEMORY_MAX + 1,
};

/* ---- beginning and end */

int stepper_init(struct ptrace_engine *engine, struct error *error)
{
	struct error no_names;

	if (!(engine->options.flags & ENGINE_STEP))
		return 0;
	struct stepper *stepper = calloc(1, sizeof(*stepper));

	if (!stepper)
		return error_set(error, 0, "out of memory");
	engine->stepper = stepper;
	stepper->decoder = insn_open(error);
	if (!stepper->decoder ||
	    call_set_parse(&stepper->mapping,
	                   "?mmap,?mmap2,?old_mmap,munmap,mremap,?shmat,?shmdt,?ipc", error) < 0 ||
	    call_set_parse(&stepper->touching,
	                   "?mmap,?mmap2,munmap,mremap,mprotect,?pkey_mprotect,madvise",
	                   error) < 0 ||
	    call_set_parse(&stepper->births, "fork,vfork,clone,?clone3", error) < 0) {
		stepper_deinit(engine);
		return -1;
	}
	stepper->lookup = lookup_create(&no_names);
	if (!stepper->lookup)
		engine_log(engine, "%s", no_names.text);
	return 0;
}

static void code_clear(struct code *code)
{
	free(code->told);
	free(code->emulation);
	*code = (struct code){ 0 };
}

static void space_free(struct step_space *space)
{
	if (!space)
		return;
	for (size_t i = 0; i < space->code.slot_count; i++) {
		struct code *code = space->code.slots[i].value;

		if (code)
			code_clear(code);
		free(code);
	}
	map_free(&space->code);
	functions_free(&space->functions);
	strides_release(space->strides);
	free(space->steady);
	free(space);
}

void stepper_deinit(struct ptrace_engine *engine)
{
	struct stepper *stepper = engine->stepper;

	if (!stepper)
		return;
	for (size_t i = 0; i < stepper->spaces.slot_count; i++)
		space_free(stepper->spaces.slots[i].value);
	map_free(&stepper->spaces);
	lookup_destroy(stepper->lookup);
	insn_close(stepper->decoder);
	event_buffer_free(&stepper->scratch);
	free(stepper);
	engine->stepper = NULL;
}

void steps_forget(struct ptrace_engine *engine, pid_t pid)
{
	struct stepper *stepper = engine->stepper;

	if (!stepper)
		return;
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *task = engine->tasks.slots[i].value;

		if (task && task->pid == pid)
			step_doubt(task);
	}
	if (stepper->aimed == pid)
		stepper->aimed = 0;
	stepper->symbol_end = 0;
	space_free(map_remove(&stepper->spaces, (uint64_t)pid));
	if (stepper->lookup)
		lookup_forget(stepper->lookup, pid);
}

void step_free(struct task *task)
{
	if (task->step)
		code_clear(&task->step->own);
	free(task->step);
	task->step = NULL;
}

void step_doubt(struct task *task)
{
	if (task->step)
		task->step->is_ready = task->step->is_current = false;
}

void steps_doubt_code(struct ptrace_engine *engine, const struct task *task)
{
	struct step_space *space = engine->stepper ? step_space_known(engine, task) : NULL;

	if (space && !++space->state)
		space->state = 1;
}

struct step_space *step_space_known(const struct ptrace_engine *engine, const struct task *task)
{
	return map_get(&engine->stepper->spaces, (uint64_t)task->pid);
}

struct step_space *step_space_of(struct ptrace_engine *engine, const struct task *task)
{
	struct step_space *space = step_space_known(engine, task);

	if (space)
		return space;
	space = calloc(1, sizeof(*space));
	if (space && !map_put(&engine->stepper->spaces, (uint64_t)task->pid, space)) {
		free(space);
		space = NULL;
	}
	if (space) {
		space->is_doubtful = true;
		space->state = 1;
	}
	return space;
}

/* ---- code */

/* It may have been about another process meanwhile.  Names may go with every aim. */
static int lookup_turn(struct ptrace_engine *engine, const struct task *task)
{
	struct stepper *stepper = engine->stepper;

	stepper->aimed = task->pid;
	stepper->symbol_end = 0;
	return lookup_aim(stepper->lookup, task->pid, &engine->memory.memory);
}

void step_settle(struct ptrace_engine *engine, const struct task *task, struct step_space *space)
{
	struct stepper *stepper = engine->stepper;

	if (!space->is_doubtful || !stepper->lookup)
		return;
	if (lookup_turn(engine, task) != 0)
		space->image++;
	space->is_doubtful = false;
	window_find(engine, &space->places, stepper->lookup);
}

/* Whose code an address is.  Mostly it is the symbol of the one before: to ask for each
 * instruction takes longer than to step it. */
static struct stack_frame place_of(struct ptrace_engine *engine, const struct task *task,
                                   uint64_t address)
{
	struct stepper *stepper = engine->stepper;
	struct stack_frame place = { .address = address };
	bool sources = engine->options.stack_sources;

	if (!stepper->lookup)
		return place;
	if (stepper->aimed != task->pid)
		lookup_turn(engine, task);
	if (address >= stepper->symbol_start && address < stepper->symbol_end && !sources) {
		uint64_t behind = address - stepper->symbol_start;

		place = stepper->symbol;
		place.address = address;
		place.offset += behind;
		place.symbol_offset += behind;
		return place;
	}
	lookup_place(stepper->lookup, address, sources, &place);
	if (lookup_range(stepper->lookup, address, &stepper->symbol_start, &stepper->symbol_end))
		lookup_place(stepper->lookup, stepper->symbol_start, false, &stepper->symbol);
	else
		stepper->symbol_end = 0;
	return place;
}

const struct lookup *step_lookup(struct ptrace_engine *engine, const struct task *task)
{
	struct stepper *stepper = engine->stepper;

	if (stepper->lookup && stepper->aimed != task->pid)
		lookup_turn(engine, task);
	return stepper->lookup;
}

unsigned step_image(struct ptrace_engine *engine, const struct task *task)
{
	const struct step_space *space = step_space_of(engine, task);

	return space ? space->image : 0;
}

struct map *step_functions(struct ptrace_engine *engine, const struct task *task)
{
	struct step_space *space = step_space_of(engine, task);

	return space ? &space->functions : NULL;
}

void step_place(struct ptrace_engine *engine, const struct task *task, uint64_t address,
                struct stack_frame *place)
{
	*place = place_of(engine, task, address);
}

bool step_tells(const struct ptrace_engine *engine, const struct stack_frame *place)
{
	return window_tells(engine, place);
}

const struct insn_decoder *step_decoder(const struct ptrace_engine *engine)
{
	return engine->stepper->decoder;
}

/* The address that stands in the text of the instruction; 0: none, as far as we name any. */
static uint64_t address_named(const struct insn *insn)
{
	if (insn->has_target)
		return insn->target;
	for (unsigned i = 0; i < insn->memory_count; i++) {
		const struct insn_memory *memory = &insn->memory[i];

		if (memory->base == INSN_NO_REGISTER && memory->index == INSN_NO_REGISTER &&
		    memory->segment == INSN_NO_REGISTER)
			return (uint64_t)memory->displacement;
	}
	return 0;
}

/* What all events of an instruction have in common. */
static void code_tell(struct ptrace_engine *engine, const struct task *task, struct code *code,
                      uint64_t address, size_t got)
{
	struct stepper *stepper = engine->stepper;
	struct event_buffer *scratch = &stepper->scratch;
	uint64_t named = code->is_known ? address_named(&code->insn) : 0;

	struct stack_frame place = place_of(engine, task, address);

	code->is_told = window_tells(engine, &place);
	code->told_size = 0;
	if (event_buffer_reset(scratch) < 0)
		return;
	if (got)
		event_buffer_put(scratch, CHUNK_CODE, address, code->bytes,
		                 code->is_known ? code->insn.length : (uint32_t)got);
	if (place.module.length)
		place_put(scratch, &place);
	if (named && named != address) {
		place = place_of(engine, task, named);
		if (place.module.length)
			place_put(scratch, &place);
	}
	uint32_t size = scratch->event->size - (uint32_t)sizeof(struct event);
	void *told = realloc(code->told, size ? size : 1);

	if (!told)
		return;
	memcpy(told, scratch->event + 1, size);
	code->told = told;
	code->told_size = size;
}

static bool code_is(const struct code *code, const struct step_space *space, unsigned abi,
                    const uint8_t *bytes, size_t got)
{
	return code->is_known && code->abi == abi && code->image == space->image &&
	       got >= code->insn.length && memcmp(code->bytes, bytes, code->insn.length) == 0;
}

static bool is_certain(const struct code *code, const struct step_space *space, unsigned abi)
{
	return code->is_known && code->certain == space->state && code->abi == abi &&
	       code->image == space->image;
}

/* Whoever is not followed may change mappings unseen. */
static void steady_settle(struct ptrace_engine *engine, const struct task *task,
                          struct step_space *space)
{
	if (space->steady_state == space->state)
		return;
	space->steady_state = space->state;
	if (!space->steady)
		space->steady = calloc(1, sizeof(*space->steady));
	if (space->steady && !run_has_strangers(engine, task))
		steady_read(space->steady, task->pid);
	else if (space->steady)
		space->steady->count = 0;
}

static void code_settle(struct ptrace_engine *engine, const struct task *task,
                        struct step_space *space, struct code *code, uint64_t address)
{
	steady_settle(engine, task, space);
	code->certain = code->is_known && space->steady && steady_has(space->steady, address) &&
	                                steady_has(space->steady, address + code->insn.length - 1)
	                        ? space->state
	                        : 0;
}

size_t step_read_code(struct ptrace_engine *engine, const struct task *task, uint64_t address,
                      uint8_t *bytes, size_t length)
{
	const struct step_space *space = step_space_known(engine, task);
	struct memory *memory = &engine->memory.memory;

	if (space && space->strides && strides_read(space->strides, address, bytes, length))
		return length;
	ssize_t got = memory->read(memory, address, bytes, length);

	if (got > 0 && space && space->strides)
		strides_hide(space->strides, address, bytes, (size_t)got);
	return got > 0 ? (size_t)got : 0;
}

/* Where the code of that address is kept. */
static struct code *code_room(struct step_space *space, struct step *step, uint64_t address)
{
	struct code *code = map_get(&space->code, address);

	if (code || space->code.count >= CODE_MAX)
		return code ? code : &step->own;
	code = calloc(1, sizeof(*code));
	if (code && map_put(&space->code, address, code))
		return code;
	free(code);
	return &step->own;
}

static void code_make(struct ptrace_engine *engine, const struct task *task,
                      const struct step_space *space, struct code *code, unsigned abi,
                      uint64_t address, const uint8_t *bytes, size_t got)
{
	memcpy(code->bytes, bytes, got);
	code->abi = (uint8_t)abi;
	code->image = space->image;
	code->is_known = insn_decode(engine->stepper->decoder, code->abi, address, bytes, got,
	                             &code->insn) == 0;
	code->was_prepared = false;
	if (!(engine->options.flags & ENGINE_FUNCTIONS))
		code_tell(engine, task, code, address, got);
}

struct code *step_code(struct ptrace_engine *engine, struct task *task, struct step_space *space,
                       unsigned abi, uint64_t address)
{
	uint8_t bytes[INSN_LENGTH_MAX];
	struct code *code = code_room(space, task->step, address);

	if (code != &task->step->own && is_certain(code, space, abi))
		return code;
	size_t got = step_read_code(engine, task, address, bytes, sizeof(bytes));

	if (!code_is(code, space, abi, bytes, got))
		code_make(engine, task, space, code, abi, address, bytes, got);
	code_settle(engine, task, space, code, address);
	return code;
}

/* ---- looking */

/* What an operand covers.  How often a string instruction goes on is known before only by
 * its counter: that is the most. */
static struct memory_range operand_range(const struct insn *insn, const struct insn_memory *memory,
                                         const struct arch_registers *before, uint64_t rounds)
{
	struct memory_range range = { .length = memory->size };

	if (memory->is_string && insn->repeats)
		range.address = insn_string_span(memory, before, rounds, &range.length);
	else
		range.address = insn_memory_address(memory, before);
	return range;
}

static bool insn_writes(const struct insn *insn)
{
	for (unsigned i = 0; i < insn->memory_count; i++)
		if (insn->memory[i].is_written)
			return true;
	return false;
}

/* What a string instruction reads and does not change is read afterwards: then it is known
 * how much it was. */
static bool is_read_before(const struct insn *insn)
{
	return !insn->repeats || insn_writes(insn);
}

static unsigned ranges_read(const struct insn *insn, const struct arch_registers *before,
                            struct memory_range *ranges)
{
	unsigned count = 0;

	for (unsigned i = 0; i < insn->memory_count; i++)
		if (insn->memory[i].is_read)
			ranges[count++] = operand_range(insn, &insn->memory[i], before,
			                                insn_rounds_left(insn, before));
	return count;
}

static bool wants_memory(const struct ptrace_engine *engine)
{
	return !(engine->options.flags & (ENGINE_NO_MEMORY | ENGINE_FUNCTIONS));
}

/* Everything about the next instruction but what was fetched already. */
static void step_take(struct ptrace_engine *engine, struct task *task)
{
	struct step *step = task->step;
	struct step_space *space = step_space_of(engine, task);
	struct memory *memory = &engine->memory.memory;
	uint64_t ip = step->before.words[arch_native.ip_word];
	struct memory_range ranges[INSN_MEMORY_MAX];

	step->read_count = 0;
	step->is_ready = space != NULL;
	if (!space)
		return;
	step_settle(engine, task, space);
	const struct code *code = step_code(engine, task, space, step->abi, ip);

	step->code = code;
	if (!code->is_known || !wants_memory(engine) || !is_read_before(&code->insn))
		return;
	unsigned count = ranges_read(&code->insn, &step->before, ranges);

	for (unsigned i = 0; i < count; i++) {
		struct operand *operand = &step->reads[step->read_count++];

		ssize_t got =
			memory->read(memory, ranges[i].address, operand->bytes, ranges[i].length);

		operand->address = ranges[i].address;
		operand->length = got > 0 ? (size_t)got : 0;
	}
}

/* Fetches in one go what was written and what is to come. */
static void step_fetch(struct ptrace_engine *engine, const struct task *task,
                       const struct memory_range *written, unsigned count,
                       const struct arch_registers *now)
{
	struct step_space *space = step_space_of(engine, task);
	uint64_t ip = now->words[arch_native.ip_word];
	const struct code *guess = space ? map_get(&space->code, ip) : NULL;
	struct memory_range ranges[RANGES_MAX];

	if (count)
		memcpy(ranges, written, count * sizeof(*ranges));
	if (guess && guess->is_known && wants_memory(engine) && is_read_before(&guess->insn))
		count += ranges_read(&guess->insn, now, ranges + count);
	if (!guess || !is_certain(guess, space, task->step->abi))
		ranges[count++] = (struct memory_range){ ip, INSN_LENGTH_MAX };
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	engine->memory.memory.prefetch(&engine->memory.memory, ranges, count);
}

struct step *step_of(struct task *task)
{
	if (!task->step)
		task->step = calloc(1, sizeof(*task->step));
	return task->step;
}

/* False when the task is gone. */
static bool step_prepare(struct ptrace_engine *engine, struct task *task)
{
	if (!step_of(task) || arch_native.abi_read(task->tid, &task->step->abi) < 0 ||
	    arch_native.registers_read(task->tid, &task->step->before) < 0)
		return false;
	step_fetch(engine, task, NULL, 0, &task->step->before);
	step_take(engine, task);
	return true;
}

/* ---- telling */

static void put_registers(struct event_buffer *buffer, const struct arch_registers *before,
                          const struct arch_registers *now)
{
	struct register_change changed[ARCH_REGISTER_MAX];
	unsigned count = 0;

	for (unsigned i = 0; i < ARCH_REGISTER_MAX; i++)
		if (now->words[i] != before->words[i] && i != arch_native.ip_word &&
		    i != arch_native.number_word)
			changed[count++] = (struct register_change){ i, now->words[i] };
	if (count)
		event_buffer_put(buffer, CHUNK_REGISTERS, 0, changed,
		                 count * (uint32_t)sizeof(*changed));
}

static void put_memory(struct ptrace_engine *engine, struct event_buffer *buffer,
                       enum chunk_kind kind, const struct memory_range *range)
{
	struct memory *memory = &engine->memory.memory;
	uint8_t bytes[INSN_MEMORY_SIZE_MAX];
	ssize_t got = memory->read(memory, range->address, bytes, range->length);

	if (got > 0)
		event_buffer_put(buffer, kind, range->address, bytes, (uint32_t)got);
}

/* The operands that are read or written, as they are afterwards. */
static unsigned ranges_after(const struct step *step, uint64_t rounds, bool written,
                             struct memory_range *ranges)
{
	const struct insn *insn = &step->code->insn;
	unsigned count = 0;

	for (unsigned i = 0; i < insn->memory_count; i++)
		if (written ? insn->memory[i].is_written : insn->memory[i].is_read)
			ranges[count++] =
				operand_range(insn, &insn->memory[i], &step->before, rounds);
	return count;
}

static struct event_buffer *step_event(struct ptrace_engine *engine, const struct task *task,
                                       const struct arch_registers *now, uint64_t rounds)
{
	const struct step *step = task->step;
	struct event_buffer *buffer =
		step->code->is_told && !(engine->options.flags & ENGINE_FUNCTIONS)
			? event_queue(engine, task, EVENT_STEP)
			: NULL;

	if (!buffer)
		return NULL;
	buffer->event->abi = step->code->abi;
	buffer->event->ip = step->before.words[arch_native.ip_word];
	buffer->event->args[0] = now->words[arch_native.ip_word];
	buffer->event->args[1] = rounds;
	event_buffer_put_chunks(buffer, step->code->told, step->code->told_size);
	return buffer;
}

/* Tells what was done between two sets of registers, and has fetched what is to come. */
static void step_tell(struct ptrace_engine *engine, struct task *task,
                      const struct arch_registers *now)
{
	struct step *step = task->step;
	const struct insn *insn = &step->code->insn;
	bool has_memory = step->code->is_known && wants_memory(engine);
	uint64_t rounds = step->code->is_known ? insn_rounds(insn, &step->before, now) : 1;
	struct memory_range written[INSN_MEMORY_MAX], read[INSN_MEMORY_MAX];
	unsigned written_count = has_memory ? ranges_after(step, rounds, true, written) : 0;
	unsigned read_count =
		has_memory && !is_read_before(insn) ? ranges_after(step, rounds, false, read) : 0;

	step_fetch(engine, task, written, written_count, now);
	struct event_buffer *buffer = step_event(engine, task, now, rounds);

	if (!buffer)
		return;
	put_registers(buffer, &step->before, now);
	for (unsigned i = 0; i < step->read_count; i++)
		event_buffer_put(buffer, CHUNK_ENTRY, step->reads[i].address, step->reads[i].bytes,
		                 (uint32_t)step->reads[i].length);
	for (unsigned i = 0; i < read_count; i++)
		put_memory(engine, buffer, CHUNK_ENTRY, &read[i]);
	for (unsigned i = 0; i < written_count; i++)
		put_memory(engine, buffer, CHUNK_EXIT, &written[i]);
}

/* What the program pushed is to look as if nobody stepped. */
static void flags_hide_step(struct ptrace_engine *engine, const struct task *task)
{
	const struct step *step = task->step;
	uint64_t address;
	uint16_t flags;

	if (step->code->insn.kind != INSN_PUSH_FLAGS || insn_traps_itself(&step->before))
		return;
	address = insn_memory_address(&step->code->insn.memory[0], &step->before);
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	if (engine->memory.memory.read(&engine->memory.memory, address, &flags, sizeof(flags)) !=
	    sizeof(flags))
		return;
	flags &= (uint16_t)~INSN_TRAP_FLAG;
	tracee_memory_write(&engine->memory, address, &flags, sizeof(flags));
}

/* True when an instruction that leaves the task where it is may have been executed. */
static bool may_stay(const struct step *step)
{
	const struct insn *insn = &step->code->insn;

	return insn->kind == INSN_JUMP || insn->kind == INSN_BRANCH || insn->kind == INSN_CALL ||
	       insn->kind == INSN_RETURN;
}

bool step_follow_window(struct ptrace_engine *engine, struct task *task,
                        const struct step_space *space, const struct insn *insn,
                        const struct arch_registers *before, const struct arch_registers *now)
{
	struct stack_frame place = { 0 };

	if (!space || !engine->options.window)
		return true;
	if (engine->options.window->exclude)
		place = place_of(engine, task, now->words[arch_native.ip_word]);
	window_follow(engine, task, insn, before, now, &space->places, &place);
	return task->window.place == WINDOW_INSIDE;
}

/* Where a function begins, it was called. */
static void window_entered(struct ptrace_engine *engine, struct task *task,
                           struct step_space *space)
{
	struct arch_registers now;

	functions_forget(task);
	if (!(engine->options.flags & ENGINE_FUNCTIONS) ||
	    arch_native.registers_read(task->tid, &now) < 0)
		return;
	step_settle(engine, task, space);
	struct stack_frame place = place_of(engine, task, now.words[arch_native.ip_word]);

	if (engine->options.window->function || (place.symbol.length && !place.symbol_offset))
		functions_enter(engine, task);
}

bool step_takes_break(struct ptrace_engine *engine, struct task *task, const siginfo_t *info)
{
	struct step_space *space = engine->options.window ? step_space_of(engine, task) : NULL;

	bool was_outside = task->window.place == WINDOW_OUTSIDE;

	if (!space || !window_takes_trap(engine, task, info))
		return false;
	/* Nobody saw what was mapped meanwhile. */
	space->is_doubtful = true;
	steps_doubt_code(engine, task);
	if (was_outside)
		window_entered(engine, task, space);
	else
		functions_return(engine, task);
	return true;
}

/* Who is told nothing learns that nothing was there. */
void steps_end(struct ptrace_engine *engine, const struct task *task)
{
	const struct step_window *window = engine->options.window;
	const struct step_space *space =
		window ? map_get(&engine->stepper->spaces, (uint64_t)task->pid) : NULL;

	if (space && !space->places.are_known)
		note_queue(engine, task, "'%s' was not found in it",
		           space->places.from_count || !window_first(window)
		                   ? window->to
		                   : window_first(window));
	steps_forget(engine, task->pid);
}

/* What comes next, unless that is not stepped. */
static void step_go_on(struct ptrace_engine *engine, struct task *task,
                       const struct arch_registers *now)
{
	struct step *step = task->step;

	if (step->code->is_known &&
	    !step_follow_window(engine, task, step_space_known(engine, task), &step->code->insn,
	                        &step->before, now))
		return;
	/* Code of the other width is not taken for granted. */
	if (now->words[arch_native.code_segment_word] !=
	    step->before.words[arch_native.code_segment_word])
		return;
	step->before = *now;
	step_take(engine, task);
}

void step_done(struct ptrace_engine *engine, struct task *task, bool in_handler)
{
	struct step *step = task->step;
	struct arch_registers now;

	if (!step || !step->is_ready)
		return;
	step->is_ready = false;
	if (in_handler)
		functions_handle(engine, task, step->before.words[arch_native.sp_word]);
	if (in_handler || arch_native.registers_read(task->tid, &now) < 0)
		return;
	uint64_t before_ip = step->before.words[arch_native.ip_word];
	bool has_moved = now.words[arch_native.ip_word] != before_ip;

	/* The round of a string instruction: what it does is told when it is over. */
	if (!has_moved && step->code->is_known && step->code->insn.repeats) {
		step->is_ready = true;
		return;
	}
	if (!has_moved && !may_stay(step))
		return;
	if (step->code->is_known)
		flags_hide_step(engine, task);
	step_tell(engine, task, &now);
	const struct arch_registers before = step->before;
	const struct insn insn = step->code->insn;
	bool is_known = step->code->is_known;

	step_go_on(engine, task, &now);
	if (is_known)
		functions_follow(engine, task, &insn, &before, &now,
		                 step->is_ready && step->code->is_known ? &step->code->insn : NULL);
}

void step_called(struct ptrace_engine *engine, struct task *task)
{
	struct stepper *stepper = engine->stepper;
	struct step *step = task->step;
	struct arch_registers now;

	if (!stepper)
		return;
	struct step_space *space = map_get(&stepper->spaces, (uint64_t)task->pid);

	if (space && call_set_has(&stepper->mapping, task->abi, task->nr))
		space->is_doubtful = true;
	bool touches = call_set_has(&stepper->touching, task->abi, task->nr);

	if (space && space->strides && touches)
		strides_doubt(space->strides);
	if (touches || call_set_has(&stepper->mapping, task->abi, task->nr) ||
	    call_set_has(&stepper->births, task->abi, task->nr))
		steps_doubt_code(engine, task);
	functions_called(task);
	if (!step || !step->is_ready)
		return;
	step->is_ready = false;
	if (arch_native.registers_read(task->tid, &now) == 0)
		step_tell(engine, task, &now);
}

void step_abandon(struct ptrace_engine *engine, struct task *task)
{
	struct step *step = task->step;
	if (!step || !step->is_ready)
		return;
	step->is_ready = false;
	step_tell(engine, task, &step->before);
}

void step_interrupted(struct ptrace_engine *engine, struct task *task, bool fault)
{
	struct step *step = task->step;
	struct arch_registers now;

	if (!step || !step->is_ready)
		return;
	step->is_ready = false;
	if (!step->code->is_known || arch_native.registers_read(task->tid, &now) < 0)
		return;
	bool has_moved = now.words[arch_native.ip_word] != step->before.words[arch_native.ip_word];
	bool has_begun =
		step->code->insn.repeats && insn_rounds(&step->code->insn, &step->before, &now) > 0;

	if (has_moved || has_begun)
		step_tell(engine, task, &now);
	if (!fault || has_moved)
		return;
	struct event_buffer *buffer = step_event(engine, task, &now, 0);

	if (buffer)
		buffer->event->flags |= EVENT_FAILED;
}

/* ---- going on */

bool step_signal_is_caught(const struct task *task)
{
	return task->signal && tracee_signals(task->tid, "SigCgt:") >> (task->signal - 1) & 1;
}

static int request_outside(struct ptrace_engine *engine, struct task *task)
{
	struct step_space *space = engine->options.window ? step_space_of(engine, task) : NULL;

	if (!space)
		return 0;
	tracee_memory_aim(&engine->memory, task->tid, NULL);
	step_settle(engine, task, space);
	return window_request(engine, task, &space->places);
}

/* Calls are made without the flag that traps, and stop of themselves.  A signal's handler
 * comes first, even before a call that is to be taken up again. */
int step_request(struct ptrace_engine *engine, struct task *task)
{
	if (task->step)
		task->step->runs = false;
	if (task->in_call)
		return PTRACE_SYSCALL;
	int outside = request_outside(engine, task);

	if (outside) {
		step_doubt(task);
		return outside;
	}
	if (run_request(engine, task)) {
		step_doubt(task);
		return PTRACE_SYSCALL;
	}
	if (!(task->step && task->step->is_ready) && !step_prepare(engine, task))
		return PTRACE_SINGLESTEP;
	const struct step *step = task->step;
	bool calls = step->code && step->code->is_known && step->code->insn.kind == INSN_SYSCALL;

	if (!calls && !arch_native.call_is_pending(&step->before))
		return PTRACE_SINGLESTEP;
	return step_signal_is_caught(task) ? PTRACE_SINGLESTEP : PTRACE_SYSCALL;
}
