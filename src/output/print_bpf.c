/* Instructions of BPF, the way programs write them: of the classic one in filters, and codes
 * of the extended one, whose other members are described.
 *
 * The code of an instruction is a class and, depending on it, one or two more
 * parts; what no part speaks for comes last. */
#include "output/print.h"

#include "calls/symbols.h"

#include <linux/filter.h>

enum { CLASS_MASK = 7, CLASS_COUNT = 8, PARTS_MAX = 2 };

struct code_part {
	const char *symbols; /* NULL: no such part */
	uint16_t mask;
};

struct dialect {
	const char *classes;
	struct code_part parts[CLASS_COUNT][PARTS_MAX];
};

enum { LD, LDX, ST, STX, ALU, JMP, RET, MISC, JMP32 = RET, ALU64 = MISC };

static const struct dialect classic = {
	.classes = "bpf_classes",
	.parts = {
		[LD] = { { "bpf_sizes", 0x18 }, { "bpf_modes", 0xe0 } },
		[LDX] = { { "bpf_sizes", 0x18 }, { "bpf_modes", 0xe0 } },
		[ALU] = { { "bpf_sources", 0x08 }, { "bpf_operations", 0xf0 } },
		[JMP] = { { "bpf_sources", 0x08 }, { "bpf_jumps", 0xf0 } },
		[RET] = { { "bpf_values", 0x18 } },
		[MISC] = { { "bpf_miscellany", 0xf8 } },
	},
};

static const struct dialect extended = {
	.classes = "ebpf_classes",
	.parts = {
		[LD] = { { "bpf_sizes", 0x18 }, { "ebpf_modes", 0xe0 } },
		[LDX] = { { "bpf_sizes", 0x18 }, { "ebpf_modes", 0xe0 } },
		[ST] = { { "bpf_sizes", 0x18 }, { "ebpf_modes", 0xe0 } },
		[STX] = { { "bpf_sizes", 0x18 }, { "ebpf_modes", 0xe0 } },
		[ALU] = { { "bpf_sources", 0x08 }, { "bpf_operations", 0xf0 } },
		[JMP] = { { "bpf_sources", 0x08 }, { "bpf_jumps", 0xf0 } },
		[JMP32] = { { "bpf_sources", 0x08 }, { "bpf_jumps", 0xf0 } },
		[ALU64] = { { "bpf_sources", 0x08 }, { "bpf_operations", 0xf0 } },
	},
};

static void put_part(struct printer *printer, const char *name, uint32_t number)
{
	const struct symbols *symbols = symbols_find(name);

	if (symbols)
		print_symbols(printer, symbols, number, sizeof(uint32_t));
}

static void put_code(struct printer *printer, const struct dialect *dialect, uint16_t code)
{
	uint16_t rest = code & ~CLASS_MASK;

	put_part(printer, dialect->classes, code & CLASS_MASK);
	for (unsigned i = 0; i < PARTS_MAX; i++) {
		const struct code_part *part = &dialect->parts[code & CLASS_MASK][i];

		if (!part->symbols)
			continue;
		text_char(printer->out, '|');
		put_part(printer, part->symbols, code & part->mask);
		rest &= ~part->mask;
	}
	if (rest) {
		text_char(printer->out, '|');
		put_part(printer, "bpf_rest", rest);
	}
}

static void put_hex(struct text *out, uint32_t number)
{
	if (number)
		text_hex(out, number);
	else
		text_char(out, '0');
}

/* What a seccomp filter returns: an action and, with some, a number. */
static void put_action(struct printer *printer, uint32_t operand)
{
	const struct symbols *actions = symbols_find("seccomp_action");

	if (actions)
		print_symbols(printer, actions, operand & 0xffff0000, sizeof(operand));
	if (operand & 0xffff) {
		text_char(printer->out, '|');
		text_hex(printer->out, operand & 0xffff);
	}
}

/* Loads from these are of what is known about the packet, or of its headers: SKF_NET_OFF+9. */
static void put_special_offset(struct printer *printer, uint32_t offset)
{
	static const uint32_t bases[] = { SKF_AD_OFF, SKF_NET_OFF, SKF_LL_OFF };
	const uint32_t *base = bases;

	while (offset < *base)
		base++;
	put_part(printer, "bpf_load_base", *base);
	text_char(printer->out, '+');
	if (*base == (uint32_t)SKF_AD_OFF)
		put_part(printer, "bpf_ancillary", offset - *base);
	else
		text_unsigned(printer->out, offset - *base);
}

static void put_operand(struct printer *printer, uint16_t code, uint32_t operand, bool is_seccomp)
{
	enum { LOAD_ABSOLUTE = BPF_LD | BPF_ABS, ANY_SIZE = 0x18 };

	if (is_seccomp && (code & CLASS_MASK) == RET)
		put_action(printer, operand);
	else if (!is_seccomp && (code & ~ANY_SIZE) == LOAD_ABSOLUTE &&
	         operand >= (uint32_t)SKF_LL_OFF)
		put_special_offset(printer, operand);
	else
		put_hex(printer->out, operand);
}

void print_bpf(struct printer *printer, uint64_t instruction, bool is_seccomp)
{
	uint16_t code = (uint16_t)instruction;
	uint8_t if_true = (uint8_t)(instruction >> 16), if_false = (uint8_t)(instruction >> 24);
	uint32_t operand = (uint32_t)(instruction >> 32);
	struct text *out = printer->out;
	bool jumps = if_true || if_false;

	text_string(out, jumps ? "BPF_JUMP(" : "BPF_STMT(");
	put_code(printer, &classic, code);
	text_literal(out, ", ");
	if (!jumps) {
		put_operand(printer, code, operand, is_seccomp);
	} else {
		put_hex(out, operand);
		text_literal(out, ", ");
		put_hex(out, if_true);
		text_literal(out, ", ");
		put_hex(out, if_false);
	}
	text_char(out, ')');
}

void print_ebpf_code(struct printer *printer, uint8_t code)
{
	put_code(printer, &extended, code);
}
