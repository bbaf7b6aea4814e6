/* Descriptions of any content, all the way to tables.  What follows a NUL is a
 * user's, as --describe brings it.
 *
 * Three calls and a few constants exist, so that inputs can get far. */
#include "sysgen.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct source source_of(const char *name, const char *text)
{
	return (struct source){ .name = name, .bytes = text, .size = strlen(text) };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char numbers[] = "nr\tname\n0\tread\n1\twrite\n2\topenat\n";
	const uint8_t *nul = memchr(data, '\0', size);
	size_t first = nul ? (size_t)(nul - data) : size;
	struct source descriptions[] = {
		{ .name = "x.sys", .bytes = (const char *)data, .size = first },
		{ .name = "user.sys",
		  .bytes = nul ? (const char *)nul + 1 : "",
		  .size = nul ? size - first - 1 : 0,
		  .is_users = true },
	};
	struct model_input input = {
		.descriptions = descriptions,
		.description_count = 2,
		.numbers = { source_of("x86_64.tsv", numbers), source_of("i386.tsv", numbers) },
		.commands = source_of("ioctls.tsv", "name\tx86_64\ti386\nX\t0x5\nY\t0x5\t-\n"),
		.constants = { source_of("constants.tsv",
		                         "name\tdecimal\nA\t1\nB\t2\nC\t4\nMANY\t65535\nLOW\t-1\n"),
		               source_of("constants-i386.tsv", "name\tdecimal\nC\t8\n") },
	};
	struct sysgen_output output;
	int mistakes = sysgen_run(&input, &output);

	/* Either tables or messages, never both, never neither. */
	if (mistakes > 0 && (!output.messages.length || output.calls.length))
		abort();
	if (mistakes == 0 && (output.messages.length || !output.calls.length))
		abort();
	sysgen_free(&output);
	return 0;
}
