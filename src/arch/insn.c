/* Instructions of x86-64 and i386, by libZydis.
 *
 * What Zydis says of an operand in memory is not always where the access goes: a push
 * writes below the stack pointer, the explicit operand of a pop counts from the one after
 * it.  What cannot be told from general registers alone (gathered vectors, bit strings) is
 * left out: better nothing than a wrong address. */
#include "arch/insn_parts.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/reg.h>

enum { DIRECTION_FLAG = 1 << 10, FORMAT_MAX = 256 };

/* What our hook is told. */
struct naming {
	const struct insn_decoder *decoder;
	const struct insn_namer *namer;
};

/* ---- loading */

#define ENTRY(name) { #name, offsetof(struct insn_decoder, name) },
static const struct {
	const char *name;
	size_t offset;
} functions[] = { ZYDIS_FUNCTIONS(ENTRY) };
#undef ENTRY

static bool library_load(struct insn_decoder *decoder)
{
	decoder->library = dlopen("libZydis.so.4.0", RTLD_NOW | RTLD_LOCAL);
	if (!decoder->library)
		return false;
	for (size_t i = 0; i < sizeof(functions) / sizeof(*functions); i++) {
		void *function = dlsym(decoder->library, functions[i].name);

		if (!function)
			return false;
		*(void **)((char *)decoder + functions[i].offset) = function;
	}
	return true;
}

static ZyanStatus print_address(const ZydisFormatter *formatter, ZydisFormatterBuffer *buffer,
                                ZydisFormatterContext *context)
{
	const struct naming *naming = context->user_data;
	const struct insn_decoder *decoder = naming->decoder;
	struct text name = { 0 };
	ZyanU64 address;
	ZyanString *string;
	ZyanStatus status = decoder->print_address(formatter, buffer, context);

	if (!naming->namer || !ZYAN_SUCCESS(status) ||
	    !ZYAN_SUCCESS(decoder->ZydisCalcAbsoluteAddress(context->instruction, context->operand,
	                                                    context->runtime_address, &address)) ||
	    !ZYAN_SUCCESS(decoder->ZydisFormatterBufferGetString(buffer, &string)))
		return status;
	naming->namer->name(naming->namer, address, &name);
	/* A name that does not fit is left out. */
	if (name.length && string->vector.size + name.length <= string->vector.capacity) {
		char *end = (char *)string->vector.data + string->vector.size - 1;

		memcpy(end, name.bytes, name.length);
		end[name.length] = '\0';
		string->vector.size += name.length;
	}
	text_free(&name);
	return status;
}

static const struct {
	ZydisFormatterProperty property;
	ZyanUPointer value;
} properties[] = {
	{ ZYDIS_FORMATTER_PROP_HEX_UPPERCASE, ZYAN_FALSE },
	{ ZYDIS_FORMATTER_PROP_ADDR_PADDING_ABSOLUTE, ZYDIS_PADDING_DISABLED },
	{ ZYDIS_FORMATTER_PROP_ADDR_PADDING_RELATIVE, ZYDIS_PADDING_DISABLED },
	{ ZYDIS_FORMATTER_PROP_DISP_PADDING, ZYDIS_PADDING_DISABLED },
	{ ZYDIS_FORMATTER_PROP_IMM_PADDING, ZYDIS_PADDING_DISABLED },
};

static bool decoder_init(struct insn_decoder *decoder)
{
	const void *hook = (const void *)&print_address;

	if (!ZYAN_SUCCESS(decoder->ZydisDecoderInit(
		    &decoder->decoders[0], ZYDIS_MACHINE_MODE_LONG_64, ZYDIS_STACK_WIDTH_64)) ||
	    !ZYAN_SUCCESS(decoder->ZydisDecoderInit(
		    &decoder->decoders[1], ZYDIS_MACHINE_MODE_LEGACY_32, ZYDIS_STACK_WIDTH_32)) ||
	    !ZYAN_SUCCESS(
		    decoder->ZydisFormatterInit(&decoder->formatter, ZYDIS_FORMATTER_STYLE_INTEL)))
		return false;
	/* "0x401136", "rbp-0x14": no filling, no capitals. */
	for (size_t i = 0; i < sizeof(properties) / sizeof(*properties); i++)
		decoder->ZydisFormatterSetProperty(&decoder->formatter, properties[i].property,
		                                   properties[i].value);
	if (!ZYAN_SUCCESS(decoder->ZydisFormatterSetHook(
		    &decoder->formatter, ZYDIS_FORMATTER_FUNC_PRINT_ADDRESS_ABS, &hook)))
		return false;
	decoder->print_address = *(const ZydisFormatterFunc *)&hook;
	return true;
}

struct insn_decoder *insn_open(struct error *error)
{
	struct insn_decoder *decoder = calloc(1, sizeof(*decoder));

	if (!decoder) {
		error_set(error, ENOMEM, "out of memory");
		return NULL;
	}
	if (library_load(decoder) && decoder_init(decoder))
		return decoder;
	const char *reason = dlerror();

	error_set(error, 0,
	          "cannot decode instructions: %s (Debian has libZydis in the package "
	          "libzydis4.0)",
	          reason ? reason : "libZydis refused to begin");
	insn_close(decoder);
	return NULL;
}

void insn_close(struct insn_decoder *decoder)
{
	if (!decoder)
		return;
	if (decoder->library)
		dlclose(decoder->library);
	free(decoder);
}

/* ---- decoding */

/* By the CPU's own numbers. */
static const uint8_t general_registers[] = { RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI,
	                                     R8,  R9,  R10, R11, R12, R13, R14, R15 };

uint8_t insn_register(const struct insn_decoder *decoder, ZydisRegister reg)
{
	if (reg >= ZYDIS_REGISTER_IP && reg <= ZYDIS_REGISTER_RIP)
		return RIP;
	if (reg >= ZYDIS_REGISTER_FLAGS && reg <= ZYDIS_REGISTER_RFLAGS)
		return EFLAGS;
	ZydisRegister whole =
		decoder->ZydisRegisterGetLargestEnclosing(ZYDIS_MACHINE_MODE_LONG_64, reg);

	if (whole < ZYDIS_REGISTER_RAX || whole > ZYDIS_REGISTER_R15)
		return INSN_NO_REGISTER;
	return general_registers[whole - ZYDIS_REGISTER_RAX];
}

static uint8_t segment_number(ZydisRegister reg)
{
	return reg == ZYDIS_REGISTER_FS   ? FS_BASE
	       : reg == ZYDIS_REGISTER_GS ? GS_BASE
	                                  : INSN_NO_REGISTER;
}

static enum insn_kind kind_of(const ZydisDecodedInstruction *instruction)
{
	switch (instruction->meta.category) {
	case ZYDIS_CATEGORY_CALL:
		return INSN_CALL;
	case ZYDIS_CATEGORY_RET:
		return INSN_RETURN;
	case ZYDIS_CATEGORY_UNCOND_BR:
		return INSN_JUMP;
	case ZYDIS_CATEGORY_COND_BR:
		return INSN_BRANCH;
	case ZYDIS_CATEGORY_SYSCALL:
		return INSN_SYSCALL;
	default:
		break;
	}
	switch (instruction->mnemonic) {
	case ZYDIS_MNEMONIC_PUSHF:
	case ZYDIS_MNEMONIC_PUSHFD:
	case ZYDIS_MNEMONIC_PUSHFQ:
		return INSN_PUSH_FLAGS;
	case ZYDIS_MNEMONIC_INT:
		return instruction->raw.imm[0].value.u == 0x80 ? INSN_SYSCALL : INSN_PLAIN;
	default:
		return INSN_PLAIN;
	}
}

/* Operands that are named, but not accessed, or not there. */
static bool is_memory_untold(const struct decoded *decoded, const ZydisDecodedOperand *operand)
{
	switch (decoded->instruction.meta.category) {
	case ZYDIS_CATEGORY_NOP:
	case ZYDIS_CATEGORY_WIDENOP:
	case ZYDIS_CATEGORY_PREFETCH:
		return true;
	default:
		break;
	}
	switch (decoded->instruction.mnemonic) {
	case ZYDIS_MNEMONIC_BT:
	case ZYDIS_MNEMONIC_BTC:
	case ZYDIS_MNEMONIC_BTR:
	case ZYDIS_MNEMONIC_BTS:
		return decoded->operands[1].type == ZYDIS_OPERAND_TYPE_REGISTER;
	case ZYDIS_MNEMONIC_XLAT:
	case ZYDIS_MNEMONIC_MASKMOVQ:
	case ZYDIS_MNEMONIC_MASKMOVDQU:
	case ZYDIS_MNEMONIC_VMASKMOVDQU:
	case ZYDIS_MNEMONIC_ENTER:
		return true;
	default:
		return operand->mem.type != ZYDIS_MEMOP_TYPE_MEM || operand->size < 8 ||
		       operand->size / 8 > INSN_MEMORY_SIZE_MAX;
	}
}

static bool is_pop(const ZydisDecodedInstruction *instruction)
{
	return instruction->meta.category == ZYDIS_CATEGORY_POP;
}

bool insn_memory_decode(const struct insn_decoder *decoder, const struct decoded *decoded,
                        const ZydisDecodedOperand *operand, uint64_t address,
                        struct insn_memory *decoded_memory)
{
	const ZydisDecodedInstruction *instruction = &decoded->instruction;
	struct insn_memory memory = {
		.segment = segment_number(operand->mem.segment),
		.base = insn_register(decoder, operand->mem.base),
		.index = insn_register(decoder, operand->mem.index),
		.scale = operand->mem.scale,
		.address_size = (uint8_t)(instruction->address_width / 8),
		.is_read = operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ,
		.is_written = operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE,
		.is_string = instruction->meta.category == ZYDIS_CATEGORY_STRINGOP ||
		             instruction->meta.category == ZYDIS_CATEGORY_IOSTRINGOP,
		.size = operand->size / 8,
		.displacement = operand->mem.disp.has_displacement ? operand->mem.disp.value : 0,
	};
	bool is_hidden = operand->visibility == ZYDIS_OPERAND_VISIBILITY_HIDDEN;
	bool has_base = operand->mem.base != ZYDIS_REGISTER_NONE;
	bool has_index = operand->mem.index != ZYDIS_REGISTER_NONE;

	if ((has_base && memory.base == INSN_NO_REGISTER) ||
	    (has_index && memory.index == INSN_NO_REGISTER))
		return false;
	if (memory.base == RIP) {
		memory.base = INSN_NO_REGISTER;
		memory.displacement += (int64_t)(address + instruction->length);
	}
	if (memory.base == RSP && is_hidden && memory.is_written)
		memory.displacement -= memory.size;
	if (memory.base == RSP && !is_hidden && is_pop(instruction))
		memory.displacement += memory.size;
	*decoded_memory = memory;
	return true;
}

static void register_decode(const struct insn_decoder *decoder, const ZydisDecodedOperand *operand,
                            struct insn *insn)
{
	uint8_t number = insn_register(decoder, operand->reg.value);

	if (number == INSN_NO_REGISTER)
		return;
	if (operand->actions & ZYDIS_OPERAND_ACTION_MASK_READ)
		insn->reads |= 1u << number;
	if (operand->actions & ZYDIS_OPERAND_ACTION_MASK_WRITE)
		insn->writes |= 1u << number;
}

static void operand_decode(const struct insn_decoder *decoder, const struct decoded *decoded,
                           const ZydisDecodedOperand *operand, uint64_t address, struct insn *insn)
{
	const uint8_t in_address[] = { insn_register(decoder, operand->mem.base),
		                       insn_register(decoder, operand->mem.index) };

	switch (operand->type) {
	case ZYDIS_OPERAND_TYPE_REGISTER:
		register_decode(decoder, operand, insn);
		break;
	case ZYDIS_OPERAND_TYPE_MEMORY:
		for (unsigned i = 0; i < 2; i++)
			if (in_address[i] != INSN_NO_REGISTER)
				insn->reads |= 1u << in_address[i];
		if (!is_memory_untold(decoded, operand) && insn->memory_count < INSN_MEMORY_MAX &&
		    insn_memory_decode(decoder, decoded, operand, address,
		                       &insn->memory[insn->memory_count]))
			insn->memory_count++;
		break;
	case ZYDIS_OPERAND_TYPE_IMMEDIATE:
		if (operand->imm.is_relative)
			insn->has_target = ZYAN_SUCCESS(decoder->ZydisCalcAbsoluteAddress(
				&decoded->instruction, operand, address, &insn->target));
		break;
	default:
		break;
	}
}

int insn_decode(const struct insn_decoder *decoder, unsigned abi, uint64_t address,
                const uint8_t *code, size_t length, struct insn *insn)
{
	const ZydisInstructionAttributes repeating =
		ZYDIS_ATTRIB_HAS_REP | ZYDIS_ATTRIB_HAS_REPE | ZYDIS_ATTRIB_HAS_REPNE;
	struct decoded decoded;

	if (!ZYAN_SUCCESS(decoder->ZydisDecoderDecodeFull(&decoder->decoders[abi], code, length,
	                                                  &decoded.instruction, decoded.operands)))
		return -EINVAL;
	*insn = (struct insn){
		.length = decoded.instruction.length,
		.kind = (uint8_t)kind_of(&decoded.instruction),
		.repeats = decoded.instruction.attributes & repeating,
	};
	for (unsigned i = 0; i < decoded.instruction.operand_count; i++)
		operand_decode(decoder, &decoded, &decoded.operands[i], address, insn);
	return 0;
}

/* ---- operands */

static uint64_t address_mask(const struct insn_memory *memory)
{
	return memory->address_size == 8 ? UINT64_MAX : (1ull << 8 * memory->address_size) - 1;
}

static uint64_t word_of(const struct arch_registers *registers, uint8_t number)
{
	return number == INSN_NO_REGISTER ? 0 : registers->words[number];
}

uint64_t insn_memory_address(const struct insn_memory *memory,
                             const struct arch_registers *registers)
{
	uint64_t offset = word_of(registers, memory->base) +
	                  word_of(registers, memory->index) * memory->scale +
	                  (uint64_t)memory->displacement;

	return word_of(registers, memory->segment) + (offset & address_mask(memory));
}

uint64_t insn_string_span(const struct insn_memory *memory, const struct arch_registers *registers,
                          uint64_t rounds, size_t *length)
{
	uint64_t first = insn_memory_address(memory, registers);
	uint64_t rounds_max = INSN_MEMORY_SIZE_MAX / memory->size;
	uint64_t told = rounds < rounds_max ? rounds : rounds_max;
	bool is_down = registers->words[EFLAGS] & DIRECTION_FLAG;

	*length = told * memory->size;
	return is_down && told ? first - (told - 1) * memory->size : first;
}

/* Its counter is as wide as its addresses. */
static uint64_t counter_mask(const struct insn *insn)
{
	return insn->memory_count ? address_mask(&insn->memory[0]) : UINT64_MAX;
}

uint64_t insn_rounds_left(const struct insn *insn, const struct arch_registers *before)
{
	return insn->repeats ? before->words[RCX] & counter_mask(insn) : 1;
}

uint64_t insn_rounds(const struct insn *insn, const struct arch_registers *before,
                     const struct arch_registers *after)
{
	return insn->repeats ? (before->words[RCX] - after->words[RCX]) & counter_mask(insn) : 1;
}

bool insn_traps_itself(const struct arch_registers *registers)
{
	return registers->words[EFLAGS] & INSN_TRAP_FLAG;
}

/* ---- text */

int insn_format(const struct insn_decoder *decoder, unsigned abi, uint64_t address,
                const uint8_t *code, size_t length, const struct insn_namer *namer,
                struct text *text)
{
	struct naming naming = { .decoder = decoder, .namer = namer };
	struct decoded decoded;
	char line[FORMAT_MAX];

	if (!ZYAN_SUCCESS(decoder->ZydisDecoderDecodeFull(&decoder->decoders[abi], code, length,
	                                                  &decoded.instruction,
	                                                  decoded.operands)) ||
	    !ZYAN_SUCCESS(decoder->ZydisFormatterFormatInstruction(
		    &decoder->formatter, &decoded.instruction, decoded.operands,
		    decoded.instruction.operand_count_visible, line, sizeof(line), address,
		    &naming)))
		return -EINVAL;
	text_string(text, line);
	return 0;
}

/* ---- branches */

static bool is_prefix(uint8_t byte, unsigned abi)
{
	return (byte && strchr("\x66\x67\x2e\x3e\x26\x36\x64\x65\xf2\xf3", byte)) ||
	       (abi == 0 && byte >> 4 == 4);
}

/* A condition's number is even; the odd one behind it is its opposite. */
static bool condition_holds(unsigned number, uint64_t flags)
{
	bool carry = flags & 1, parity = flags >> 2 & 1, zero = flags >> 6 & 1;
	bool sign = flags >> 7 & 1, overflow = flags >> 11 & 1;
	const bool holds[] = { overflow,
		               carry,
		               zero,
		               carry || zero,
		               sign,
		               parity,
		               sign != overflow,
		               zero || sign != overflow };

	return holds[number >> 1 & 7] != (number & 1);
}

bool insn_is_taken(const uint8_t *code, size_t length, unsigned abi, uint64_t flags,
                   uint64_t counter)
{
	bool is_short = abi != 0, is_zero = flags >> 6 & 1;
	size_t at = 0;

	for (; at < length && is_prefix(code[at], abi); at++)
		is_short |= code[at] == 0x67;
	if (at + 1 >= length)
		return false;
	if (is_short)
		counter = (uint32_t)counter;
	if (code[at] >> 4 == 7)
		return condition_holds(code[at] & 15, flags);
	if (code[at] == 0x0f && code[at + 1] >> 4 == 8)
		return condition_holds(code[at + 1] & 15, flags);
	switch (code[at]) {
	case 0xe0:
		return counter != 1 && !is_zero;
	case 0xe1:
		return counter != 1 && is_zero;
	case 0xe2:
		return counter != 1;
	case 0xe3:
		return counter == 0;
	}
	return false;
}
