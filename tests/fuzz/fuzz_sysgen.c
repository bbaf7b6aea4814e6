/* Descriptions of any content, all the way to tables.
 *
 * Two calls and a few constants exist, so that inputs can get far. */
#include "sysgen.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct source source_of(const char *name, const char *text)
{
	return (struct source){ name, text, strlen(text) };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char numbers[] = "nr\tname\n0\tread\n1\twrite\n2\topenat\n";
	struct source description = { "x.sys", (const char *)data, size };
	struct sysgen_input input = {
		.descriptions = &description,
		.description_count = 1,
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
