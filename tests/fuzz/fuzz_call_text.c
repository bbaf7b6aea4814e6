/* Calls as text: whatever is taken has pointers into its own memory alone.
 *
 * The first byte chooses the ABI. */
#include "inspect/call_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { TEXT_MAX = 1024, PLACE = 0x10000 };

static bool find(const void *owner, const char *name, size_t length, struct expression_name *found)
{
	(void)owner;
	(void)name;
	found->number = length;
	return length < 3;
}

static int variable(void *owner, uint64_t number, uint64_t *value)
{
	(void)owner;
	*value = number;
	return 0;
}

static ssize_t memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	(void)owner;
	memset(buffer, (int)address, length);
	return (ssize_t)length;
}

static void check(const struct call_request *request)
{
	for (unsigned i = 0; i < request->pointer_count; i++) {
		const struct call_pointer *pointer = &request->pointers[i];
		size_t room = pointer->is_argument ? sizeof(request->args) : request->memory.length;

		if (pointer->at + pointer->size > room || pointer->target > request->memory.length)
			abort();
	}
	if (request->memory.length > CALL_MEMORY_MAX)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct expression_machine machine = { .variable = variable, .memory = memory };
	struct call_request *request = calloc(1, sizeof(*request));
	struct error error = { 0 };
	char text[TEXT_MAX + 1];
	uint64_t args[6];

	if (!request)
		abort();
	if (size > 0 && size <= TEXT_MAX) {
		enum event_abi abi = data[0] & 1 ? ABI_I386 : ABI_X86_64;
		const struct expression_names names = { .find = find,
			                                .word = abi == ABI_I386 ? 4 : 8 };

		memcpy(text, data + 1, size - 1);
		text[size - 1] = '\0';
		if (call_text_parse(request, abi, text, &names, &machine, &error) < 0) {
			if (!error.text[0])
				abort();
		} else {
			check(request);
			call_request_place(request, PLACE);
			call_request_args(request, args);
		}
	}
	call_request_free(request);
	free(request);
	return 0;
}
