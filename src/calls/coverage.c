/* Notes of what was used, a line each in the file that the build named.
 *
 * Tests run many processes, some of which are killed: so a line is written as soon as
 * something is used for the first time, and each process writes its own.  What has been
 * written is remembered by its hash; two threads may write the same line twice, which does
 * no harm.  Where the file cannot be written nothing is noted.
 *
 * Fuzzers are told, too: an input that reaches another description is worth keeping. */
#include "calls/coverage.h"

#include "calls/table.h"

#ifdef RASTRO_COVERAGE

#include "calls/table.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { NOTED_MAX = 1 << 16 };

static uint64_t noted[NOTED_MAX];

/* libFuzzer looks here for what an input reached: descriptions are data, which all go through
 * the same code. */
__attribute__((section("__libfuzzer_extra_counters"))) static uint8_t reached[NOTED_MAX];

static uint64_t hash_of(const void *described, uint64_t key)
{
	uint64_t hash = ((uintptr_t)described ^ key * 0x9e3779b97f4a7c15) * 0xff51afd7ed558ccd;

	return (hash ^ hash >> 32) | 1;
}

/* False: it was noted before. */
static bool remember(uint64_t hash)
{
	reached[hash / 2 % NOTED_MAX] = 1;
	for (unsigned i = 0; i < NOTED_MAX; i++) {
		uint64_t *slot = &noted[(hash + i) % NOTED_MAX];

		if (*slot == hash)
			return false;
		if (!*slot) {
			*slot = hash;
			return true;
		}
	}
	return false;
}

__attribute__((format(printf, 1, 2))) static void write_line(const char *format, ...)
{
	int saved = errno, file = open(RASTRO_COVERAGE, O_WRONLY | O_APPEND | O_CLOEXEC);
	char line[256];
	va_list arguments;

	va_start(arguments, format);
	int length = vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	if (file >= 0) {
		bool fits = length > 0 && (size_t)length < sizeof(line);
		ssize_t written = fits ? write(file, line, (size_t)length) : 0;

		(void)written; /* a file that cannot be written is as good as none */
		close(file);
	}
	errno = saved;
}

void coverage_note_call(enum event_abi abi, const struct call *call)
{
	if (remember(hash_of(call, abi)))
		write_line("call\t%s\t%s\n", call->name, tables_in_use->calls[abi].name);
}

void coverage_note_structure(const struct structure *structure)
{
	if (remember(hash_of(structure, 0)))
		write_line("structure\t%s\t\n", structure->name);
}

void coverage_note_symbols(const struct symbols *symbols)
{
	if (remember(hash_of(symbols, 0)))
		write_line("set\t%s\t\n", symbols->name);
}

void coverage_note_alternative(const struct choice *choice, const struct alternative *alternative,
                               const struct value *group, const struct value *before)
{
	const struct value *value = before ? before->next : group->first;
	bool has_fields = alternative->fields && alternative->fields->count;

	while (value && value->shape == SHAPE_ADDRESS)
		value = value->next;
	if (alternative == choice->otherwise)
		return;
	if ((value || !has_fields) && remember(hash_of(choice, alternative->key[ABI_X86_64])))
		write_line("alternative\t%s\t%#llx\n", choice->name,
		           (unsigned long long)alternative->key[ABI_X86_64]);
}

#endif
