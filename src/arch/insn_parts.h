/* What is asked of libZydis; for insn.c and emulate.c alone. */
#ifndef RASTRO_ARCH_INSN_PARTS_H
#define RASTRO_ARCH_INSN_PARTS_H

#include "arch/insn.h"

#include <Zydis/Zydis.h>

#define ZYDIS_FUNCTIONS(X)                                                                         \
	X(ZydisDecoderInit)                                                                        \
	X(ZydisDecoderDecodeFull)                                                                  \
	X(ZydisFormatterInit)                                                                      \
	X(ZydisFormatterSetProperty)                                                               \
	X(ZydisFormatterSetHook)                                                                   \
	X(ZydisFormatterFormatInstruction)                                                         \
	X(ZydisFormatterBufferGetString)                                                           \
	X(ZydisCalcAbsoluteAddress)                                                                \
	X(ZydisRegisterGetLargestEnclosing)

#define INSN_MEMBER(name) __typeof__(name) *name;
struct insn_decoder {
	void *library;
	ZYDIS_FUNCTIONS(INSN_MEMBER)
	ZydisDecoder decoders[ARCH_ABI_MAX];
	ZydisFormatter formatter;
	ZydisFormatterFunc print_address; /* what ours begins with */
};
#undef INSN_MEMBER

struct decoded {
	ZydisDecodedInstruction instruction;
	ZydisDecodedOperand operands[ZYDIS_MAX_OPERAND_COUNT];
};

/* The word of struct arch_registers that it is, or is a part of; or INSN_NO_REGISTER. */
uint8_t insn_register(const struct insn_decoder *, ZydisRegister);
/* False: where it lies cannot be told from general registers. */
bool insn_memory_decode(const struct insn_decoder *, const struct decoded *,
                        const ZydisDecodedOperand *, uint64_t address, struct insn_memory *);

#endif
