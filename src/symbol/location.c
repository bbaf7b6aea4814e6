/* The stack machine of DWARF's locations.
 *
 * Programs come from files that may say anything: steps are counted, the stack has an end,
 * and whatever is not understood gives no location rather than a wrong one. */
#include "symbol/location.h"

#include <dwarf.h>
#include <stdio.h>
#include <string.h>

enum { STACK_MAX = 64, STEPS_MAX = 10000 };

struct machine {
	const struct location_context *context;
	Dwarf_Attribute *attribute;
	const Dwarf_Op *operations;
	size_t count, next;
	uint64_t stack[STACK_MAX];
	unsigned depth;
	bool is_value;               /* the top is the value itself */
	struct location_piece piece; /* that is being made, if it is no address */
	struct location *result;
};

static const struct libdw *libdw_of(const struct location_context *context)
{
	return &context->space->owner->libdw;
}

static uint64_t word_of(const struct machine *machine, uint64_t number)
{
	return machine->context->space->is_32 ? (uint32_t)number : number;
}

/* ---- the stack */

static bool push(struct machine *machine, uint64_t number)
{
	if (machine->depth >= STACK_MAX)
		return false;
	machine->stack[machine->depth++] = word_of(machine, number);
	return true;
}

/* The top, or what lies so many below it; NULL: nothing does. */
static uint64_t *peek(struct machine *machine, uint64_t below)
{
	return below < machine->depth ? &machine->stack[machine->depth - 1 - below] : NULL;
}

static bool push_register(struct machine *machine, uint64_t number, uint64_t offset)
{
	const struct frame *frame = machine->context->frame;

	return frame && number < frame->count && frame->known >> number & 1 &&
	       push(machine, frame->registers[number] + offset);
}

static bool deref(struct machine *machine, uint64_t size)
{
	uint64_t *top = peek(machine, 0), number = 0;
	struct memory *memory = machine->context->space->memory;

	if (!top || size < 1 || size > sizeof(number) ||
	    memory->read(memory, *top, &number, size) != (ssize_t)size)
		return false;
	*top = number;
	return true;
}

/* ---- operations */

static int64_t sign(const struct machine *machine, uint64_t number)
{
	return machine->context->space->is_32 ? (int32_t)number : (int64_t)number;
}

static bool binary(struct machine *machine, unsigned atom)
{
	uint64_t *right = peek(machine, 0), *left = peek(machine, 1);
	unsigned width = machine->context->space->is_32 ? 32 : 64;

	if (!left)
		return false;
	int64_t signed_left = sign(machine, *left), signed_right = sign(machine, *right);
	uint64_t one = *left, other = *right, result = 0;

	switch (atom) {
	case DW_OP_and:
		result = one & other;
		break;
	case DW_OP_or:
		result = one | other;
		break;
	case DW_OP_xor:
		result = one ^ other;
		break;
	case DW_OP_plus:
		result = one + other;
		break;
	case DW_OP_minus:
		result = one - other;
		break;
	case DW_OP_mul:
		result = one * other;
		break;
	case DW_OP_div:
		if (!other)
			return false;
		/* The least number has no opposite. */
		result = signed_right == -1 ? -one : (uint64_t)(signed_left / signed_right);
		break;
	case DW_OP_mod:
		if (!other)
			return false;
		result = one % other;
		break;
	case DW_OP_shl:
		result = other < width ? one << other : 0;
		break;
	case DW_OP_shr:
		result = other < width ? one >> other : 0;
		break;
	case DW_OP_shra:
		result = (uint64_t)(signed_left >> (other < width ? other : width - 1));
		break;
	case DW_OP_eq:
		result = signed_left == signed_right;
		break;
	case DW_OP_ne:
		result = signed_left != signed_right;
		break;
	case DW_OP_lt:
		result = signed_left < signed_right;
		break;
	case DW_OP_le:
		result = signed_left <= signed_right;
		break;
	case DW_OP_gt:
		result = signed_left > signed_right;
		break;
	case DW_OP_ge:
		result = signed_left >= signed_right;
		break;
	default:
		return false;
	}
	machine->depth--;
	*left = word_of(machine, result);
	return true;
}

static bool unary(struct machine *machine, const Dwarf_Op *operation)
{
	uint64_t *top = peek(machine, 0);

	if (!top)
		return false;
	switch (operation->atom) {
	case DW_OP_abs:
		if (sign(machine, *top) < 0)
			*top = word_of(machine, -*top);
		return true;
	case DW_OP_neg:
		*top = word_of(machine, -*top);
		return true;
	case DW_OP_not:
		*top = word_of(machine, ~*top);
		return true;
	case DW_OP_plus_uconst:
		*top = word_of(machine, *top + operation->number);
		return true;
	case DW_OP_drop:
		machine->depth--;
		return true;
	case DW_OP_dup:
		return push(machine, *top);
	case DW_OP_deref:
		return deref(machine, machine->context->space->is_32 ? 4 : 8);
	case DW_OP_deref_size:
		return deref(machine, operation->number);
	}
	return false;
}

static bool shuffle(struct machine *machine, const Dwarf_Op *operation)
{
	uint64_t *one = peek(machine, 0), *two = peek(machine, 1), *three = peek(machine, 2);
	uint64_t kept = one ? *one : 0;

	switch (operation->atom) {
	case DW_OP_over:
		return two && push(machine, *two);
	case DW_OP_pick:
		one = peek(machine, operation->number);
		return one && push(machine, *one);
	case DW_OP_swap:
		if (!two)
			return false;
		*one = *two;
		*two = kept;
		return true;
	case DW_OP_rot:
		if (!three)
			return false;
		*one = *two;
		*two = *three;
		*three = kept;
		return true;
	}
	return false;
}

/* Jumps are told in bytes. */
static bool jump(struct machine *machine, const Dwarf_Op *operation)
{
	uint64_t target = operation->offset + 3 + (uint64_t)(int64_t)(int16_t)operation->number;

	for (size_t i = 0; i <= machine->count; i++)
		if (i == machine->count || machine->operations[i].offset == target) {
			machine->next = i;
			return true;
		}
	return false;
}

static bool branch(struct machine *machine, const Dwarf_Op *operation)
{
	if (operation->atom == DW_OP_skip)
		return jump(machine, operation);
	const uint64_t *top = peek(machine, 0);

	if (!top)
		return false;
	machine->depth--;
	return *top ? jump(machine, operation) : true;
}

/* ---- results */

static void set_piece(struct machine *machine, enum location_kind kind, uint64_t number)
{
	machine->piece = (struct location_piece){ .kind = kind, .number = number };
}

static bool implicit(struct machine *machine, const Dwarf_Op *operation)
{
	Dwarf_Block block;

	if (!machine->attribute ||
	    libdw_of(machine->context)
	                    ->dwarf_getlocation_implicit_value(machine->attribute, operation,
	                                                       &block) != 0)
		return false;
	machine->piece = (struct location_piece){ .kind = LOCATION_BYTES,
		                                  .size = block.length,
		                                  .bytes = block.data };
	return true;
}

/* An address in a table of the unit. */
static bool indexed_address(struct machine *machine, const Dwarf_Op *operation)
{
	const struct libdw *libdw = libdw_of(machine->context);
	Dwarf_Attribute indexed;
	Dwarf_Addr address;

	return machine->attribute &&
	       libdw->dwarf_getlocation_attr(machine->attribute, operation, &indexed) == 0 &&
	       libdw->dwarf_formaddr(&indexed, &address) == 0 &&
	       push(machine, address + machine->context->bias);
}

/* The top is how far into what the module has of each thread's own. */
static bool of_thread(struct machine *machine)
{
	const struct location_context *context = machine->context;
	const struct space_threads *threads = &context->space->threads;
	uint64_t *top = peek(machine, 0);

	return top && threads->find && threads->find(threads->owner, context->bias, *top, top);
}

/* A piece ends: what was said before belongs to it. */
static bool end_piece(struct machine *machine, uint64_t size)
{
	struct location *result = machine->result;
	struct location_piece *piece;

	if (result->count >= LOCATION_PIECES_MAX)
		return false;
	piece = &result->pieces[result->count++];
	*piece = machine->piece;
	if (piece->kind == LOCATION_NOWHERE && machine->depth) {
		piece->kind = machine->is_value ? LOCATION_VALUE : LOCATION_MEMORY;
		piece->number = machine->stack[machine->depth - 1];
	}
	/* Bytes are as many as there are. */
	if (piece->kind != LOCATION_BYTES || (size && size < piece->size))
		piece->size = size;
	machine->depth = 0;
	machine->is_value = false;
	machine->piece = (struct location_piece){ 0 };
	return true;
}

static bool in_range(unsigned atom, unsigned first, unsigned last)
{
	return atom >= first && atom <= last;
}

static bool step(struct machine *machine, const Dwarf_Op *operation)
{
	const struct location_context *context = machine->context;
	unsigned atom = operation->atom;

	if (in_range(atom, DW_OP_lit0, DW_OP_lit31))
		return push(machine, atom - DW_OP_lit0);
	if (in_range(atom, DW_OP_breg0, DW_OP_breg31))
		return push_register(machine, atom - DW_OP_breg0, operation->number);
	if (in_range(atom, DW_OP_reg0, DW_OP_reg31)) {
		set_piece(machine, LOCATION_REGISTER, atom - DW_OP_reg0);
		return true;
	}
	if (in_range(atom, DW_OP_const1u, DW_OP_consts))
		return push(machine, operation->number);
	switch (atom) {
	case DW_OP_nop:
		return true;
	case DW_OP_addr:
		return push(machine, operation->number + context->bias);
	case DW_OP_addrx:
	case DW_OP_GNU_addr_index:
		return indexed_address(machine, operation);
	case DW_OP_regx:
		set_piece(machine, LOCATION_REGISTER, operation->number);
		return true;
	case DW_OP_bregx:
		return push_register(machine, operation->number, operation->number2);
	case DW_OP_fbreg:
		return context->has_base && push(machine, context->base + operation->number);
	case DW_OP_call_frame_cfa:
		return context->frame && context->frame->cfa && push(machine, context->frame->cfa);
	case DW_OP_stack_value:
		machine->is_value = true;
		return machine->depth > 0;
	case DW_OP_implicit_value:
		return implicit(machine, operation);
	case DW_OP_form_tls_address:
	case DW_OP_GNU_push_tls_address:
		return of_thread(machine);
	case DW_OP_piece:
		return end_piece(machine, operation->number);
	case DW_OP_bra:
	case DW_OP_skip:
		return branch(machine, operation);
	}
	return unary(machine, operation) || shuffle(machine, operation) || binary(machine, atom);
}

bool location_evaluate(const struct location_context *context, Dwarf_Attribute *attribute,
                       const Dwarf_Op *operations, size_t count, struct location *location)
{
	struct machine machine = { .context = context,
		                   .attribute = attribute,
		                   .operations = operations,
		                   .count = count,
		                   .result = location };
	unsigned steps = 0;

	location->count = 0;
	while (machine.next < count)
		if (steps++ >= STEPS_MAX || !step(&machine, &operations[machine.next++]))
			return false;
	/* Of what lies in pieces, nothing is left over. */
	if (location->count)
		return machine.depth == 0 && machine.piece.kind == LOCATION_NOWHERE;
	return end_piece(&machine, 0);
}

bool location_of(const struct location_context *context, Dwarf_Die *die, unsigned name,
                 struct location *location)
{
	const struct libdw *libdw = libdw_of(context);
	Dwarf_Attribute attribute;
	Dwarf_Op *operations = NULL;
	size_t count = 0;
	uint64_t pc = context->frame ? frame_code(context->frame) - context->bias : 0;

	*location = (struct location){ .count = 1 };
	if (!libdw->dwarf_attr_integrate(die, name, &attribute))
		return true;
	int found = libdw->dwarf_getlocation_addr(&attribute, pc, &operations, &count, 1);

	if (found < 0)
		return false;
	return found == 0 || count == 0 ||
	       location_evaluate(context, &attribute, operations, count, location);
}

/* ---- reading */

/* The vector registers of both ABIs by their numbers in DWARF. */
static bool vector_read(const struct frame *frame, uint64_t number, void *bytes, uint64_t size)
{
	unsigned first = frame->is_32 ? 21 : 17, count = frame->is_32 ? 8 : 16;
	struct register_value value;
	char name[REGISTER_NAME_MAX];

	if (!frame->file || number < first || number >= first + count)
		return false;
	snprintf(name, sizeof(name), "xmm%u", (unsigned)number - first);
	if (!register_file_find(frame->file, name, strlen(name), &value) || size > value.size)
		return false;
	memcpy(bytes, value.bytes, size);
	return true;
}

static bool register_read(const struct frame *frame, uint64_t number, void *bytes, uint64_t size)
{
	if (!frame)
		return false;
	if (number >= frame->count)
		return vector_read(frame, number, bytes, size);
	if (!(frame->known >> number & 1) || size > (frame->is_32 ? 4 : 8))
		return false;
	memcpy(bytes, &frame->registers[number], size);
	return true;
}

static bool piece_read(const struct location_context *context, const struct location_piece *piece,
                       void *bytes, uint64_t size)
{
	struct memory *memory = context->space->memory;

	switch (piece->kind) {
	case LOCATION_MEMORY:
		return memory->read(memory, piece->number, bytes, size) == (ssize_t)size;
	case LOCATION_REGISTER:
		return register_read(context->frame, piece->number, bytes, size);
	case LOCATION_VALUE:
		if (size > sizeof(piece->number))
			return false;
		memcpy(bytes, &piece->number, size);
		return true;
	case LOCATION_BYTES:
		if (size > piece->size || !size)
			return false;
		memcpy(bytes, piece->bytes, size);
		return true;
	case LOCATION_NOWHERE:
		break;
	}
	return false;
}

bool location_read(const struct location_context *context, const struct location *location,
                   uint8_t *bytes, uint8_t *known, uint64_t size)
{
	uint64_t done = 0;
	bool is_whole = true;

	memset(bytes, 0, size);
	if (known)
		memset(known, 0, size);
	for (unsigned i = 0; i < location->count && done < size; i++) {
		const struct location_piece *piece = &location->pieces[i];
		uint64_t left = size - done;
		uint64_t part = piece->size && piece->size < left ? piece->size : left;
		bool is_known = piece_read(context, piece, bytes + done, part);

		if (is_known && known)
			memset(known + done, 1, part);
		is_whole &= is_known;
		done += part;
	}
	return is_whole && done == size;
}
