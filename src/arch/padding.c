/* Filling between functions, found by decoding forward from a call site.
 *
 * Only what follows an instruction that never goes on (a return, a jump) can be
 * filling: before a loop there are such bytes, too, but they are run. */
#include "arch/padding.h"

#include <Zydis/Zydis.h>
#include <dlfcn.h>
#include <stdbool.h>
#include <stdlib.h>

/* Loaded only where it is needed: it would make every start slower. */
struct padding_finder {
	void *library;
	__typeof__(&ZydisDecoderDecodeInstruction) decode;
	ZydisDecoder decoder;
};

struct padding_finder *padding_open(void)
{
	struct padding_finder *finder = calloc(1, sizeof(*finder));

	if (!finder)
		return NULL;
	finder->library = dlopen("libZydis.so.4.0", RTLD_NOW | RTLD_LOCAL);
	if (finder->library) {
		__typeof__(&ZydisDecoderInit) init = dlsym(finder->library, "ZydisDecoderInit");

		finder->decode = dlsym(finder->library, "ZydisDecoderDecodeInstruction");
		if (init && finder->decode &&
		    ZYAN_SUCCESS(init(&finder->decoder, ZYDIS_MACHINE_MODE_LONG_64,
		                      ZYDIS_STACK_WIDTH_64)))
			return finder;
	}
	padding_close(finder);
	return NULL;
}

void padding_close(struct padding_finder *finder)
{
	if (!finder)
		return;
	if (finder->library)
		dlclose(finder->library);
	free(finder);
}

static bool never_goes_on(const ZydisDecodedInstruction *instruction)
{
	return instruction->meta.category == ZYDIS_CATEGORY_RET ||
	       instruction->meta.category == ZYDIS_CATEGORY_UNCOND_BR ||
	       instruction->mnemonic == ZYDIS_MNEMONIC_UD2 ||
	       instruction->mnemonic == ZYDIS_MNEMONIC_HLT;
}

static bool is_filling(const ZydisDecodedInstruction *instruction, const uint8_t *bytes)
{
	bool exchanges_ax = instruction->mnemonic == ZYDIS_MNEMONIC_XCHG &&
	                    instruction->length == 2 && bytes[0] == 0x66 && bytes[1] == 0x90;

	return exchanges_ax || instruction->mnemonic == ZYDIS_MNEMONIC_NOP ||
	       instruction->mnemonic == ZYDIS_MNEMONIC_INT3;
}

int padding_find(const struct padding_finder *finder, const uint8_t *code, size_t length)
{
	ZydisDecodedInstruction instruction;
	bool free_run = false; /* since the last instruction that never goes on */
	size_t begin = 0;

	for (size_t at = 0; at < length; at += instruction.length) {
		if (!ZYAN_SUCCESS(finder->decode(&finder->decoder, NULL, code + at, length - at,
		                                 &instruction)))
			return -1;
		if (never_goes_on(&instruction)) {
			free_run = true;
			begin = at + instruction.length;
		} else if (!is_filling(&instruction, code + at)) {
			free_run = false;
		}
		if (begin > PADDING_REACH)
			return -1;
		if (free_run && at + instruction.length - begin >= LONG_JUMP_LENGTH)
			return (int)begin;
	}
	return -1;
}
