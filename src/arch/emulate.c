/* Emulation of single instructions of x86-64 and i386.
 *
 * An instruction is prepared once: an operation and at most two operands.  Doing it computes
 * first and changes last, so that what cannot be read or written leaves all as it was, for
 * the CPU to fail at by itself.
 *
 * Memory is shared with threads that run.  So nothing is done that reads and writes the same
 * place, and stores are done on the stack alone, where others seldom look. */
#include "arch/emulate.h"

#include "arch/insn_parts.h"

#include <errno.h>
#include <string.h>
#include <sys/reg.h>

enum operation {
	DO_NOT,
	DO_ADD,
	DO_AND,
	DO_BRANCH,
	DO_CALL,
	DO_COMPARE,
	DO_DECREMENT,
	DO_EXTEND, /* mov, movzx */
	DO_INCREMENT,
	DO_JUMP,
	DO_LEAVE,
	DO_NOTHING,
	DO_OR,
	DO_POP,
	DO_PUSH,
	DO_RETURN,
	DO_SIGN_EXTEND,
	DO_SUBTRACT,
	DO_TEST,
	DO_XOR,
};

enum {
	CF = 1 << 0,
	PF = 1 << 2,
	AF = 1 << 4,
	ZF = 1 << 6,
	SF = 1 << 7,
	OF = 1 << 11,
	RESUME_FLAG = 1 << 16,
	ALIGNMENT_FLAG = 1 << 18,
	STATUS_FLAGS = CF | PF | AF | ZF | SF | OF,
	RED_ZONE = 128,
	STACK_NEAR =
		1 << 16, /* bytes above the stack pointer that are taken for the thread's own */
};

static const uint64_t user_end = 0x7ffffffff000; /* nothing of a program's lies from there on */

static const struct {
	ZydisMnemonic mnemonic;
	uint8_t operation, condition;
} rows[] = {
	{ ZYDIS_MNEMONIC_ADD, DO_ADD, 0 },
	{ ZYDIS_MNEMONIC_AND, DO_AND, 0 },
	{ ZYDIS_MNEMONIC_CALL, DO_CALL, 0 },
	{ ZYDIS_MNEMONIC_CMP, DO_COMPARE, 0 },
	{ ZYDIS_MNEMONIC_DEC, DO_DECREMENT, 0 },
	{ ZYDIS_MNEMONIC_ENDBR32, DO_NOTHING, 0 },
	{ ZYDIS_MNEMONIC_ENDBR64, DO_NOTHING, 0 },
	{ ZYDIS_MNEMONIC_INC, DO_INCREMENT, 0 },
	{ ZYDIS_MNEMONIC_JMP, DO_JUMP, 0 },
	{ ZYDIS_MNEMONIC_JO, DO_BRANCH, 0x0 },
	{ ZYDIS_MNEMONIC_JNO, DO_BRANCH, 0x1 },
	{ ZYDIS_MNEMONIC_JB, DO_BRANCH, 0x2 },
	{ ZYDIS_MNEMONIC_JNB, DO_BRANCH, 0x3 },
	{ ZYDIS_MNEMONIC_JZ, DO_BRANCH, 0x4 },
	{ ZYDIS_MNEMONIC_JNZ, DO_BRANCH, 0x5 },
	{ ZYDIS_MNEMONIC_JBE, DO_BRANCH, 0x6 },
	{ ZYDIS_MNEMONIC_JNBE, DO_BRANCH, 0x7 },
	{ ZYDIS_MNEMONIC_JS, DO_BRANCH, 0x8 },
	{ ZYDIS_MNEMONIC_JNS, DO_BRANCH, 0x9 },
	{ ZYDIS_MNEMONIC_JP, DO_BRANCH, 0xa },
	{ ZYDIS_MNEMONIC_JNP, DO_BRANCH, 0xb },
	{ ZYDIS_MNEMONIC_JL, DO_BRANCH, 0xc },
	{ ZYDIS_MNEMONIC_JNL, DO_BRANCH, 0xd },
	{ ZYDIS_MNEMONIC_JLE, DO_BRANCH, 0xe },
	{ ZYDIS_MNEMONIC_JNLE, DO_BRANCH, 0xf },
	{ ZYDIS_MNEMONIC_LEA, DO_EXTEND, 0 },
	{ ZYDIS_MNEMONIC_LEAVE, DO_LEAVE, 0 },
	{ ZYDIS_MNEMONIC_MOV, DO_EXTEND, 0 },
	{ ZYDIS_MNEMONIC_MOVSX, DO_SIGN_EXTEND, 0 },
	{ ZYDIS_MNEMONIC_MOVSXD, DO_SIGN_EXTEND, 0 },
	{ ZYDIS_MNEMONIC_MOVZX, DO_EXTEND, 0 },
	{ ZYDIS_MNEMONIC_NOP, DO_NOTHING, 0 },
	{ ZYDIS_MNEMONIC_OR, DO_OR, 0 },
	{ ZYDIS_MNEMONIC_POP, DO_POP, 0 },
	{ ZYDIS_MNEMONIC_PUSH, DO_PUSH, 0 },
	{ ZYDIS_MNEMONIC_RET, DO_RETURN, 0 },
	{ ZYDIS_MNEMONIC_SUB, DO_SUBTRACT, 0 },
	{ ZYDIS_MNEMONIC_TEST, DO_TEST, 0 },
	{ ZYDIS_MNEMONIC_XOR, DO_XOR, 0 },
};

/* ---- preparing */

static bool register_take(const struct insn_decoder *decoder, ZydisRegister reg,
                          struct emulate_operand *operand)
{
	operand->place = PLACE_REGISTER;
	operand->word = insn_register(decoder, reg);
	operand->shift = reg >= ZYDIS_REGISTER_AH && reg <= ZYDIS_REGISTER_BH ? 8 : 0;
	return operand->word != INSN_NO_REGISTER && operand->word != RIP && operand->word != EFLAGS;
}

/* Segments of 32-bit programs have bases that are not in the registers. */
static bool memory_take(const struct insn_decoder *decoder, const struct decoded *decoded,
                        const ZydisDecodedOperand *from, uint64_t address,
                        struct emulate_operand *operand)
{
	bool has_segment =
		from->mem.segment == ZYDIS_REGISTER_FS || from->mem.segment == ZYDIS_REGISTER_GS;
	bool is_64 = decoded->instruction.machine_mode == ZYDIS_MACHINE_MODE_LONG_64;

	operand->place = from->mem.type == ZYDIS_MEMOP_TYPE_MEM    ? PLACE_MEMORY
	                 : from->mem.type == ZYDIS_MEMOP_TYPE_AGEN ? PLACE_ADDRESS
	                                                           : PLACE_NONE;
	if (!operand->place || (!is_64 && has_segment) ||
	    !insn_memory_decode(decoder, decoded, from, address, &operand->memory))
		return false;
	if (operand->place == PLACE_ADDRESS)
		operand->memory.segment = INSN_NO_REGISTER;
	return true;
}

static bool operand_take(const struct insn_decoder *decoder, const struct decoded *decoded,
                         unsigned index, uint64_t address, struct emulate_operand *operand)
{
	const ZydisDecodedOperand *from = &decoded->operands[index];

	*operand = (struct emulate_operand){ .size = (uint8_t)(from->size / 8) };
	switch (from->type) {
	case ZYDIS_OPERAND_TYPE_REGISTER:
		return register_take(decoder, from->reg.value, operand);
	case ZYDIS_OPERAND_TYPE_MEMORY:
		return from->size <= 64 && memory_take(decoder, decoded, from, address, operand);
	case ZYDIS_OPERAND_TYPE_IMMEDIATE:
		operand->place = PLACE_NUMBER;
		operand->number = from->imm.value.u;
		return !from->imm.is_relative ||
		       ZYAN_SUCCESS(decoder->ZydisCalcAbsoluteAddress(&decoded->instruction, from,
		                                                      address, &operand->number));
	default:
		return false;
	}
}

static bool is_stack_operation(uint8_t operation)
{
	return operation == DO_CALL || operation == DO_RETURN || operation == DO_PUSH ||
	       operation == DO_POP || operation == DO_LEAVE || operation == DO_JUMP;
}

static bool is_unusual(const struct decoded *decoded, uint8_t operation, uint8_t word)
{
	const ZydisDecodedInstruction *instruction = &decoded->instruction;

	if (instruction->attributes & ZYDIS_ATTRIB_HAS_LOCK ||
	    instruction->meta.branch_type == ZYDIS_BRANCH_TYPE_FAR)
		return true;
	return is_stack_operation(operation) && instruction->operand_width != 8 * word;
}

static bool writes_to(uint8_t operation)
{
	return operation != DO_COMPARE && operation != DO_TEST && operation != DO_PUSH &&
	       !(is_stack_operation(operation) && operation != DO_POP) && operation != DO_BRANCH;
}

bool emulate_prepare(const struct insn_decoder *decoder, unsigned abi, uint64_t address,
                     const uint8_t *code, size_t length, struct emulation *emulation)
{
	struct decoded decoded;
	const ZydisDecodedInstruction *instruction = &decoded.instruction;
	unsigned taken = 0;

	*emulation = (struct emulation){ .word = abi ? 4 : 8 };
	if (!ZYAN_SUCCESS(decoder->ZydisDecoderDecodeFull(&decoder->decoders[abi], code, length,
	                                                  &decoded.instruction, decoded.operands)))
		return false;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].mnemonic == instruction->mnemonic) {
			emulation->operation = rows[i].operation;
			emulation->condition = rows[i].condition;
		}
	if (!emulation->operation || is_unusual(&decoded, emulation->operation, emulation->word))
		return false;
	emulation->next = address + instruction->length;
	emulation->is_call = emulation->operation == DO_CALL || emulation->operation == DO_RETURN;
	if (emulation->operation == DO_NOTHING)
		return true;
	for (unsigned i = 0; i < instruction->operand_count_visible; i++) {
		if (taken == 2 || !operand_take(decoder, &decoded, i, address,
		                                taken ? &emulation->from : &emulation->to))
			return false;
		taken++;
	}
	emulation->size = emulation->to.size;
	/* What is read and written in one may be somebody else's, too. */
	bool is_plain = emulation->operation == DO_EXTEND || emulation->operation == DO_POP;

	return emulation->to.place != PLACE_MEMORY || is_plain || !writes_to(emulation->operation);
}

/* ---- numbers */

static uint64_t mask_of(unsigned size)
{
	return size >= 8 ? UINT64_MAX : ((uint64_t)1 << 8 * size) - 1;
}

static uint64_t sign_extended(uint64_t number, unsigned size)
{
	uint64_t sign = (uint64_t)1 << (8 * size - 1);

	return size >= 8 ? number : ((number & mask_of(size)) ^ sign) - sign;
}

/* Those of a result alone. */
static uint64_t flags_of(uint64_t result, unsigned size)
{
	result &= mask_of(size);
	return (result ? 0 : ZF) | (result >> (8 * size - 1) ? SF : 0) |
	       (__builtin_parityll(result & 0xff) ? 0 : PF);
}

static uint64_t flags_of_sum(uint64_t left, uint64_t right, unsigned size)
{
	uint64_t sum = (left + right) & mask_of(size);
	uint64_t overflow = (left ^ sum) & (right ^ sum);

	return flags_of(sum, size) | (sum < (left & mask_of(size)) ? CF : 0) |
	       ((left ^ right ^ sum) & 0x10 ? AF : 0) | (overflow >> (8 * size - 1) & 1 ? OF : 0);
}

static uint64_t flags_of_difference(uint64_t left, uint64_t right, unsigned size)
{
	uint64_t difference = (left - right) & mask_of(size);
	uint64_t overflow = (left ^ right) & (left ^ difference);

	return flags_of(difference, size) |
	       ((left & mask_of(size)) < (right & mask_of(size)) ? CF : 0) |
	       ((left ^ right ^ difference) & 0x10 ? AF : 0) |
	       (overflow >> (8 * size - 1) & 1 ? OF : 0);
}

/* In pairs: the odd ones are the opposite. */
static bool condition_holds(uint8_t condition, uint64_t flags)
{
	bool is_less = !(flags & SF) != !(flags & OF);
	const bool holds[] = {
		flags & OF, flags & CF, flags & ZF, flags & (CF | ZF),
		flags & SF, flags & PF, is_less,    is_less || flags & ZF,
	};

	return holds[condition / 2] != (condition & 1);
}

/* ---- doing it */

/* The state that is being made. */
struct doing {
	const struct emulation *emulation;
	const struct emulate_memory *memory;
	const struct arch_registers *before;
	struct arch_registers after;
	/* What is written to memory, last of all. */
	uint64_t put_address, put_number;
	uint8_t put_size;
};

static int operand_read(const struct doing *doing, const struct emulate_operand *operand,
                        uint64_t *number)
{
	*number = operand->number;
	switch (operand->place) {
	case PLACE_REGISTER:
		*number = doing->before->words[operand->word] >> operand->shift;
		*number &= mask_of(operand->size);
		break;
	case PLACE_ADDRESS:
		*number = insn_memory_address(&operand->memory, doing->before);
		break;
	case PLACE_MEMORY:
		*number = 0;
		return doing->memory->read(doing->memory->owner,
		                           insn_memory_address(&operand->memory, doing->before),
		                           number, operand->size);
	default:
		break;
	}
	return 0;
}

/* Half a register takes the whole. */
static void register_put(struct arch_registers *registers, const struct emulate_operand *operand,
                         uint64_t number)
{
	uint64_t *word = &registers->words[operand->word];
	uint64_t mask = operand->size == 4 ? UINT64_MAX : mask_of(operand->size) << operand->shift;

	number &= mask_of(operand->size);
	*word = (*word & ~mask) | number << operand->shift;
}

static void memory_put(struct doing *doing, uint64_t address, uint64_t number, uint8_t size)
{
	doing->put_address = address;
	doing->put_number = number;
	doing->put_size = size;
}

static int operand_write(struct doing *doing, const struct emulate_operand *operand,
                         uint64_t number)
{
	if (operand->place == PLACE_REGISTER) {
		register_put(&doing->after, operand, number);
		return 0;
	}
	uint64_t address = insn_memory_address(&operand->memory, doing->before);
	uint64_t low = doing->before->words[RSP] - RED_ZONE;

	if (address - low > STACK_NEAR)
		return -ENOTSUP;
	memory_put(doing, address, number, operand->size);
	return 0;
}

static void push(struct doing *doing, uint64_t number)
{
	uint64_t *sp = &doing->after.words[RSP];
	uint8_t word = doing->emulation->word;

	*sp = (*sp - word) & mask_of(word);
	memory_put(doing, *sp, number, word);
}

/* From the stack as it is after so far. */
static int pop(struct doing *doing, uint64_t *number)
{
	uint64_t *sp = &doing->after.words[RSP];
	uint8_t word = doing->emulation->word;
	int status;

	*number = 0;
	status = doing->memory->read(doing->memory->owner, *sp, number, word);
	*sp = (*sp + word) & mask_of(word);
	return status;
}

static void jump(struct doing *doing, uint64_t to)
{
	doing->after.words[RIP] = to & mask_of(doing->emulation->word);
}

static int do_arithmetic(struct doing *doing, uint64_t left, uint64_t right)
{
	const struct emulation *emulation = doing->emulation;
	uint64_t *flags = &doing->after.words[EFLAGS], result, status;
	uint64_t changed = STATUS_FLAGS;
	unsigned size = emulation->size;

	if (emulation->operation == DO_INCREMENT || emulation->operation == DO_DECREMENT) {
		right = 1;
		changed &= ~(uint64_t)CF;
	}
	switch (emulation->operation) {
	case DO_ADD:
	case DO_INCREMENT:
		result = left + right;
		status = flags_of_sum(left, right, size);
		break;
	case DO_AND:
	case DO_TEST:
		result = left & right;
		status = flags_of(result, size);
		break;
	case DO_OR:
		result = left | right;
		status = flags_of(result, size);
		break;
	case DO_XOR:
		result = left ^ right;
		status = flags_of(result, size);
		break;
	default: /* DO_SUBTRACT, DO_COMPARE, DO_DECREMENT */
		result = left - right;
		status = flags_of_difference(left, right, size);
		break;
	}
	*flags = (*flags & ~changed) | (status & changed);
	return writes_to(emulation->operation) ? operand_write(doing, &emulation->to, result) : 0;
}

static int do_stack(struct doing *doing, uint64_t to)
{
	const struct emulation *emulation = doing->emulation;
	uint64_t number;
	int status = 0;

	switch (emulation->operation) {
	case DO_CALL:
		push(doing, emulation->next);
		jump(doing, to);
		break;
	case DO_JUMP:
		jump(doing, to);
		break;
	case DO_PUSH:
		push(doing, to);
		break;
	case DO_POP:
		status = pop(doing, &number);
		return status < 0 ? status : operand_write(doing, &emulation->to, number);
	case DO_RETURN:
		status = pop(doing, &number);
		doing->after.words[RSP] += to;
		jump(doing, number);
		break;
	case DO_LEAVE:
		doing->after.words[RSP] = doing->before->words[RBP];
		status = pop(doing, &number);
		doing->after.words[RBP] = number;
		break;
	}
	return status;
}

static int do_it(struct doing *doing)
{
	const struct emulation *emulation = doing->emulation;
	uint64_t to = 0, from = 0;
	bool is_read = emulation->operation != DO_EXTEND && emulation->operation != DO_POP &&
	               emulation->operation != DO_SIGN_EXTEND;
	int status = is_read ? operand_read(doing, &emulation->to, &to) : 0;

	if (status == 0)
		status = operand_read(doing, &emulation->from, &from);
	if (status < 0)
		return status;
	switch (emulation->operation) {
	case DO_NOTHING:
		return 0;
	case DO_BRANCH:
		if (condition_holds(emulation->condition, doing->before->words[EFLAGS]))
			jump(doing, to);
		return 0;
	case DO_EXTEND:
		return operand_write(doing, &emulation->to, from);
	case DO_SIGN_EXTEND:
		return operand_write(doing, &emulation->to,
		                     sign_extended(from, emulation->from.size));
	}
	return is_stack_operation(emulation->operation) ? do_stack(doing, to)
	                                                : do_arithmetic(doing, to, from);
}

int emulate(const struct emulation *emulation, struct arch_registers *registers,
            const struct emulate_memory *memory)
{
	struct doing doing = {
		.emulation = emulation,
		.memory = memory,
		.before = registers,
		.after = *registers,
	};

	if (registers->words[EFLAGS] & (ALIGNMENT_FLAG | INSN_TRAP_FLAG))
		return -ENOTSUP;
	doing.after.words[RIP] = emulation->next & mask_of(emulation->word);
	int status = do_it(&doing);

	if (status == 0 && doing.after.words[RIP] >= user_end)
		status = -EFAULT;
	if (status == 0 && doing.put_size)
		status = memory->write(memory->owner, doing.put_address, &doing.put_number,
		                       doing.put_size);
	if (status < 0)
		return status;
	doing.after.words[EFLAGS] &= ~(uint64_t)RESUME_FLAG;
	*registers = doing.after;
	return 0;
}
