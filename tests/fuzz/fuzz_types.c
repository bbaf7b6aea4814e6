/* Debugging information: a program's file, damaged somewhere.
 *
 * All that it says of types, variables, functions and lines is read and shown, as "rastro debug"
 * does of a program that nobody runs, and what stands in scope at its functions, as if a thread
 * stood there. */
#include "inspect/place.h"
#include "inspect/query.h"
#include "symbol/lookup.h"
#include "symbol/program_file.h"
#include "symbol/scope.h"
#include "symbol/type_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { INPUT_MAX = 1 << 17, SHOWN_MAX = 64, PLACES_ASKED = 8 };

struct reading {
	struct subject subject;
	const struct space *space;
	struct text out;
	unsigned shown;
};

/* ---- what is declared */

static bool show_declaration(void *owner, const struct declaration *declaration)
{
	struct reading *reading = owner;
	Dwarf_Die die = declaration->die;
	struct type type, part;
	struct type_member member;
	bool is_open;

	reading->out.length = 0;
	type_text_declaration(reading->space, &die, &reading->out);
	if (!type_is(reading->space, &die, &type) && !type_of(reading->space, &die, &type))
		return ++reading->shown < SHOWN_MAX;
	type_text(reading->space, &type, declaration->name, &reading->out);
	type_text_whole(reading->space, &type, &reading->out);
	for (unsigned i = 0; i < SHOWN_MAX && type_member(reading->space, &type, i, &member); i++)
		if (member.bits > 64 || member.bit > 64)
			abort();
	for (unsigned i = 0; i < SHOWN_MAX; i++)
		if (!type_parameter(reading->space, &type, i, &part, &is_open))
			break;
	type_target(reading->space, &type, &part);
	type_result(reading->space, &type, &part);
	type_enumerator(reading->space, &type, 1);
	return ++reading->shown < SHOWN_MAX;
}

static void ask(struct reading *reading, const char *text, bool is_type)
{
	static const struct view view = { .string_max = 32 };
	struct sheet sheet = sheet_of(&reading->out, false);
	const struct query query = { .sheet = &sheet, .subject = &reading->subject, .view = &view };
	struct error error = { 0 };
	int status = is_type ? query_type(&query, text, true, &error)
	                     : query_evaluate(&query, text, &error);

	reading->out.length = 0;
	if (status < 0 && !*error.text)
		abort();
}

/* Variables by their names, as they are at first. */
static bool show_variable(void *owner, const struct declaration *declaration)
{
	struct reading *reading = owner;

	ask(reading, declaration->name, false);
	return ++reading->shown < SHOWN_MAX;
}

/* ---- functions */

static bool show_in_scope(void *owner, const struct variable *variable)
{
	struct reading *reading = owner;
	uint8_t bytes[64], known[64];
	struct location_context context = { .space = reading->space };

	location_read(&context, &variable->location, bytes, known,
	              variable->type.size < sizeof(bytes) ? variable->type.size : sizeof(bytes));
	return ++reading->shown < SHOWN_MAX;
}

static void show_scope(struct reading *reading, uint64_t address)
{
	struct frame frame = { .pc = address, .cfa = address, .count = 8, .known = 0xff };
	struct scope_range ranges[4];
	struct scope scope;
	const char *file;
	unsigned line;

	if (!scope_open(reading->space, &frame, &scope))
		return;
	do {
		reading->out.length = reading->shown = 0;
		scope_name(&scope, &reading->out);
		scope_line(&scope, &file, &line);
		scope_ranges(&scope, ranges, 4);
		scope_entry(&scope);
		scope_each(&scope, true, show_in_scope, reading);
		scope_each(&scope, false, show_in_scope, reading);
	} while (scope_outer(&scope));
	scope_close(&scope);
}

static bool show_function(void *owner, const struct declaration *declaration)
{
	struct reading *reading = owner;
	const struct place_search search = { .is_quick = true };
	uint64_t addresses[PLACES_ASKED];
	struct error error = { 0 };
	int count = places_find(&reading->subject, declaration->name, &search, addresses,
	                        PLACES_ASKED, &error);

	for (int i = 0; i < count; i++)
		show_scope(reading, addresses[i]);
	return ++reading->shown < SHOWN_MAX;
}

/* ---- all of it */

static void read_all(struct reading *reading)
{
	static const char *const questions[] = { "*list",    "first.next->inner",
		                                 "table[1]", "sizeof(struct item)",
		                                 "GREEN",    "&first",
		                                 "first",    "N::list" };

	for (int sort = DECLARED_FUNCTIONS; sort <= DECLARED_TYPES; sort++) {
		reading->shown = 0;
		type_each(reading->space, (enum declared)sort, show_declaration, reading);
	}
	reading->shown = 0;
	type_each(reading->space, DECLARED_VARIABLES, show_variable, reading);
	for (size_t i = 0; i < sizeof(questions) / sizeof(*questions); i++)
		ask(reading, questions[i], i % 2);
	reading->shown = 0;
	type_each(reading->space, DECLARED_FUNCTIONS, show_function, reading);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct reading *reading = size <= INPUT_MAX ? calloc(1, sizeof(*reading)) : NULL;
	int fd = memfd_create("program", MFD_CLOEXEC);
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (reading && fd >= 0 && write(fd, data, size) == (ssize_t)size &&
	    subject_open_file(&reading->subject, path, NULL) == 0) {
		reading->subject.has_values = true;
		reading->space = subject_space(&reading->subject);
		if (reading->space)
			read_all(reading);
		subject_close(&reading->subject);
		text_free(&reading->out);
	}
	free(reading);
	close(fd);
	return 0;
}
