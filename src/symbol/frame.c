/* Walking the frames of a stopped thread.
 *
 * libdw reads the tables; what they say is computed here, over registers that each frame
 * hands to its caller.  So a frame is a value: whoever wants an outer one walks to it. */
#include "symbol/frame.h"

#include "symbol/location.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

enum {
	POINTER_REACH = 16 << 20, /* bytes of one frame, where only its pointer tells */
	SEARCH_BYTES = 1 << 14,   /* of the stack */
	OPERATIONS_MAX = 3,       /* what dwarf_frame_register() asks for */
	CALL_LENGTH_MAX = 7,
};

/* Registers by their numbers in DWARF. */
struct numbers {
	uint8_t ip, sp, fp, word;
	uint32_t kept; /* by those who are called, as bits */
};

static const struct numbers numbers_64 = { .ip = 16,
	                                   .sp = 7,
	                                   .fp = 6,
	                                   .word = 8,
	                                   .kept = 1 << 3 | 1 << 6 | 1 << 12 | 1 << 13 | 1 << 14 |
	                                           1 << 15 };
static const struct numbers numbers_32 = {
	.ip = 8, .sp = 4, .fp = 5, .word = 4, .kept = 1 << 3 | 1 << 5 | 1 << 6 | 1 << 7
};

static const struct numbers *numbers_of(const struct frame *frame)
{
	return frame->is_32 ? &numbers_32 : &numbers_64;
}

static void set_register(struct frame *frame, unsigned number, uint64_t value, uint64_t saved)
{
	frame->registers[number] = frame->is_32 ? (uint32_t)value : value;
	frame->saved[number] = saved;
	frame->known |= 1u << number;
}

static bool read_word(const struct space *space, const struct frame *frame, uint64_t address,
                      uint64_t *word)
{
	uint8_t size = numbers_of(frame)->word;

	*word = 0;
	return space->memory->read(space->memory, address, word, size) == size;
}

/* ---- by information */

/* What is known of unwinding at the frame's code; to be freed.  NULL: nothing. */
static Dwarf_Frame *rules_of(const struct space *space, const struct frame *frame)
{
	const struct libdw *libdw = &space->owner->libdw;
	uint64_t code = frame_code(frame);
	Dwfl_Module *module = libdw->dwfl_addrmodule(space->dwfl, code);
	Dwarf_Addr bias = 0;
	Dwarf_Frame *rules = NULL;
	Dwarf_CFI *table = module ? libdw->dwfl_module_eh_cfi(module, &bias) : NULL;

	if (table && libdw->dwarf_cfi_addrframe(table, code - bias, &rules) == 0)
		return rules;
	table = module ? libdw->dwfl_module_dwarf_cfi(module, &bias) : NULL;
	if (table && libdw->dwarf_cfi_addrframe(table, code - bias, &rules) == 0)
		return rules;
	return NULL;
}

static bool cfa_find(const struct location_context *context, Dwarf_Frame *rules, uint64_t *cfa)
{
	Dwarf_Op *operations;
	size_t count;
	struct location location;

	if (context->space->owner->libdw.dwarf_frame_cfa(rules, &operations, &count) != 0 ||
	    count == 0 || !location_evaluate(context, NULL, operations, count, &location) ||
	    location.count != 1)
		return false;
	*cfa = location.pieces[0].number;
	return location.pieces[0].kind == LOCATION_MEMORY ||
	       location.pieces[0].kind == LOCATION_VALUE;
}

/* Fills in what the frame's caller has in a register. */
static void register_restore(const struct location_context *context, Dwarf_Frame *rules,
                             unsigned number, struct frame *caller)
{
	const struct libdw *libdw = &context->space->owner->libdw;
	const struct frame *frame = context->frame;
	Dwarf_Op memory[OPERATIONS_MAX], *operations;
	size_t count;
	struct location location;
	uint64_t value;

	if (libdw->dwarf_frame_register(rules, (int)number, memory, &operations, &count) != 0)
		return;
	if (count == 0) {
		/* No rule: it is as it was, if it is one that those who are called keep. */
		bool is_same = !operations && numbers_of(frame)->kept >> number & 1;

		if (is_same && frame->known >> number & 1)
			set_register(caller, number, frame->registers[number],
			             frame->saved[number]);
		return;
	}
	if (!location_evaluate(context, NULL, operations, count, &location) || location.count != 1)
		return;
	const struct location_piece *piece = &location.pieces[0];

	if (piece->kind == LOCATION_VALUE)
		set_register(caller, number, piece->number, 0);
	else if (piece->kind == LOCATION_REGISTER && piece->number < frame->count &&
	         frame->known >> piece->number & 1)
		set_register(caller, number, frame->registers[piece->number],
		             frame->saved[piece->number]);
	else if (piece->kind == LOCATION_MEMORY &&
	         read_word(context->space, frame, piece->number, &value))
		set_register(caller, number, value, piece->number);
}

static bool next_by_information(const struct space *space, const struct frame *frame,
                                struct frame *caller)
{
	const struct libdw *libdw = &space->owner->libdw;
	const struct location_context context = { .space = space, .frame = frame };
	const struct numbers *numbers = numbers_of(frame);
	Dwarf_Frame *rules = frame->cfa ? rules_of(space, frame) : NULL;
	bool is_trampoline = false;
	int address = rules ? libdw->dwarf_frame_info(rules, NULL, NULL, &is_trampoline) : -1;

	if (address < 0 || (unsigned)address >= frame->count) {
		free(rules);
		return false;
	}
	for (unsigned i = 0; i < frame->count; i++)
		register_restore(&context, rules, i, caller);
	free(rules);
	if (!(caller->known >> numbers->sp & 1))
		set_register(caller, numbers->sp, frame->cfa, 0);
	caller->means = FRAME_BY_INFORMATION;
	caller->is_interrupted = is_trampoline;
	caller->pc = caller->registers[address];
	/* Where the tables say that nobody called, the walk ends: not known. */
	return caller->known >> address & 1;
}

/* ---- by other means */

static bool is_code(const struct space *space, uint64_t address)
{
	return image_find(&space->image, address) != NULL;
}

/* True when a call may end at the address: e8 and ff /2 with their operands. */
static bool is_behind_call(const struct space *space, uint64_t address)
{
	uint8_t code[CALL_LENGTH_MAX];

	if (!is_code(space, address) || !is_code(space, address - CALL_LENGTH_MAX) ||
	    space->memory->read(space->memory, address - sizeof(code), code, sizeof(code)) !=
	            (ssize_t)sizeof(code))
		return false;
	if (code[CALL_LENGTH_MAX - 5] == 0xe8)
		return true;
	for (unsigned length = 2; length <= CALL_LENGTH_MAX; length++) {
		const uint8_t *at = code + CALL_LENGTH_MAX - length;

		if (at[0] == 0xff && (at[1] >> 3 & 7) == 2)
			return true;
	}
	return false;
}

/* The caller's frame pointer and the return address lie where ours points. */
static bool next_by_pointer(const struct space *space, const struct frame *frame,
                            struct frame *caller)
{
	const struct numbers *numbers = numbers_of(frame);
	uint64_t sp = frame->registers[numbers->sp], fp = frame->registers[numbers->fp];
	uint64_t before, address;

	if (!(frame->known >> numbers->fp & 1) || fp < sp || fp - sp > POINTER_REACH ||
	    fp % numbers->word || !read_word(space, frame, fp, &before) ||
	    !read_word(space, frame, fp + numbers->word, &address) ||
	    !is_behind_call(space, address))
		return false;
	set_register(caller, numbers->fp, before, fp);
	set_register(caller, numbers->sp, fp + 2 * numbers->word, 0);
	set_register(caller, numbers->ip, address, 0);
	caller->pc = address;
	caller->means = FRAME_BY_POINTER;
	return true;
}

static bool next_by_search(const struct space *space, const struct frame *frame,
                           struct frame *caller)
{
	const struct numbers *numbers = numbers_of(frame);
	uint64_t sp = frame->registers[numbers->sp], address = 0;
	uint8_t stack[SEARCH_BYTES];
	ssize_t got = space->memory->read(space->memory, sp, stack, sizeof(stack));

	for (ssize_t at = 0; at + numbers->word <= got; at += numbers->word) {
		memcpy(&address, stack + at, numbers->word);
		if (!is_behind_call(space, address))
			continue;
		if (frame->known >> numbers->fp & 1)
			set_register(caller, numbers->fp, frame->registers[numbers->fp],
			             frame->saved[numbers->fp]);
		set_register(caller, numbers->sp, sp + (uint64_t)at + numbers->word, 0);
		set_register(caller, numbers->ip, address, 0);
		caller->pc = address;
		caller->means = FRAME_BY_SEARCH;
		return true;
	}
	return false;
}

/* ---- the walk */

static void cfa_set(const struct space *space, struct frame *frame)
{
	const struct location_context context = { .space = space, .frame = frame };
	Dwarf_Frame *rules = rules_of(space, frame);

	frame->cfa = 0;
	if (rules && !cfa_find(&context, rules, &frame->cfa))
		frame->cfa = 0;
	free(rules);
}

void frame_begin(const struct space *space, const struct arch_frame *from,
                 const struct register_file *file, struct frame *frame)
{
	*frame = (struct frame){ .is_32 = from->abi != 0, .pc = from->ip, .file = file };
	frame->count = numbers_of(frame)->ip + 1u;
	for (unsigned i = 0; i < frame->count && i < from->count; i++)
		set_register(frame, i, from->registers[i], 0);
	set_register(frame, numbers_of(frame)->ip, from->ip, 0);
	cfa_set(space, frame);
}

/* A program whose code is of the other width than its file has no frames that are described. */
static bool find_caller(const struct space *space, const struct frame *frame, struct frame *caller)
{
	const struct frame empty = { .number = frame->number + 1,
		                     .is_32 = frame->is_32,
		                     .count = frame->count };

	*caller = empty;
	if (next_by_information(space, frame, caller))
		return true;
	/* Where the tables end on purpose, so do frames. */
	if (frame->cfa)
		return false;
	*caller = empty;
	/* Who called what is no code has its pointer still. */
	if (is_code(space, frame_code(frame)) && next_by_pointer(space, frame, caller))
		return true;
	*caller = empty;
	return next_by_search(space, frame, caller);
}

bool frame_next(const struct space *space, struct frame *frame)
{
	unsigned sp = frame_sp_number(frame);
	struct frame caller;

	if (frame->number >= FRAMES_MAX || !find_caller(space, frame, &caller) || !caller.pc)
		return false;
	/* Stacks grow; but for those of signals, which may lie anywhere. */
	if (!caller.is_interrupted && caller.registers[sp] <= frame->registers[sp])
		return false;
	cfa_set(space, &caller);
	*frame = caller;
	return true;
}

const char *frame_register_name(const struct frame *frame, unsigned number)
{
	static const char *const names[2][ARCH_FRAME_MAX] = {
		{ "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11",
		  "r12", "r13", "r14", "r15", "rip" },
		{ "eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "eip" },
	};

	return number < ARCH_FRAME_MAX ? names[frame->is_32][number] : NULL;
}
