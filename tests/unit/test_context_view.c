#include "viewed.h"

#include "arch/insn.h"
#include "inspect/activation.h"
#include "inspect/chain.h"
#include "inspect/code_view.h"
#include "inspect/context_view.h"
#include "symbol/lookup.h"
#include "symbol/source_text.h"

#include <errno.h>

static struct text out;
static const struct view plain = { .string_max = 32 },
			 colored = { .string_max = 32, .color = true };

static void check_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("there is no '%s' in\n%s", part, text);
}

/* Something that is shown over a query. */
struct showing {
	struct viewed *viewed;
	struct sheet sheet;
	struct query query;
	struct error error;
};

static const struct query *begin(struct showing *showing, struct viewed *viewed, bool is_json)
{
	out.length = 0;
	*showing = (struct showing){ .viewed = viewed, .sheet = sheet_of(&out, is_json) };
	showing->query = (struct query){ .sheet = &showing->sheet,
		                         .subject = &viewed->subject,
		                         .view = &plain };
	sheet_begin(&showing->sheet);
	return &showing->query;
}

static const char *end(struct showing *showing)
{
	sheet_end(&showing->sheet);
	text_char(&out, '\0');
	return out.bytes;
}

static bool start(struct viewed *viewed, const char *compiler)
{
	struct lookup *lookup = lookup_create(NULL);
	struct insn_decoder *decoder = insn_open(NULL);
	bool has_means = lookup && decoder;

	lookup_destroy(lookup);
	insn_close(decoder);
	skip_under_valgrind();
	if (!has_means)
		skip();
	if (!viewed_build(compiler)) {
		print_message("# not built: %s\n", compiler);
		return false;
	}
	viewed_start(viewed);
	return true;
}

/* ---- code */

static void check_lists(struct viewed *viewed)
{
	struct showing showing;
	char path[4096], line[64];
	unsigned stops = viewed_line("/* calls */");

	viewed_source(path);
	assert_int_equal(code_list(begin(&showing, viewed, false), path, stops - 1, 3, stops, NULL),
	                 3);
	snprintf(line, sizeof(line), "=> %u", stops);
	check_has(end(&showing), line);
	check_has(out.bytes, "        sum += twice(sum); /* calls */\n");
	assert_int_equal(code_list(begin(&showing, viewed, true), path, stops, 1, 0, NULL), 1);
	check_has(end(&showing), "\"text\":\"\\tsum += twice(sum); /* calls */\"}]}");
	assert_int_equal(
		code_list(begin(&showing, viewed, false), path, 100000, 1, 0, &showing.error), -1);
	check_has(showing.error.text, "has no line 100000");
	assert_int_equal(code_list(&showing.query, "/no/such.c", 1, 1, 0, &showing.error), -1);
	assert_int_equal(showing.error.number, ENOENT);
	assert_int_equal(code_list(&showing.query, "/dev/zero", 1, 1, 0, &showing.error), -1);
}

static void check_disassembly(struct viewed *viewed)
{
	struct showing showing;
	struct code_range range;
	const struct activation *chosen = subject_chosen(&viewed->subject);
	const struct query *query = begin(&showing, viewed, false);

	assert_true(code_around(query, chosen->frame.pc, &range));
	range.sources = true;
	assert_int_equal(code_disassemble(query, &range, NULL), 0);
	const char *text = end(&showing);

	check_has(text, "viewed.c:");
	check_has(text, "return result < 0 ? -1 : local; /* after the stop */");
	check_has(text, "\n=> ");
	check_has(text, " <+0> ");
	/* The jumps of that condition: one over the other. */
	check_has(text, ",-");
	check_has(text, ">0x");
	range.before = range.after = 1;
	range.sources = false;
	query = begin(&showing, viewed, true);
	assert_int_equal(code_disassemble(query, &range, NULL), 0);
	text = end(&showing);
	check_has(text, "\"next\":\"yes\"");
	check_has(text, viewed->subject.abi ? "\"text\":\"int 0x80\"" : "\"text\":\"syscall\"");
	range = (struct code_range){ 0x10, 0x20, 0, 0, false };
	assert_int_equal(code_disassemble(query, &range, &showing.error), -1);
	check_has(showing.error.text, "nothing is mapped");
}

/* ---- chains */

static void check_chains(struct viewed *viewed)
{
	struct showing showing;
	struct type type;
	uint64_t first = 0;

	assert_true(type_find_variable(subject_space(&viewed->subject), "first", &type, &first));
	chain_put(begin(&showing, viewed, false), first);
	check_has(end(&showing), " <first> -> 0x");
	check_has(out.bytes, " <second> -> 0x0");
	chain_put(begin(&showing, viewed, false), 5);
	assert_string_equal(end(&showing), "0x5");
	assert_int_equal(chain_telescope(begin(&showing, viewed, false), first, 3, NULL), 0);
	if (viewed->subject.abi == ABI_X86_64)
		check_has(end(&showing), " +0x10  0x");
	check_has(end(&showing), " \"first\"\n");
	assert_int_equal(chain_telescope(begin(&showing, viewed, false), 16, 3, &showing.error),
	                 -1);
	assert_int_equal(showing.error.number, EFAULT);
	assert_int_equal(chain_telescope(begin(&showing, viewed, true), first, 1, NULL), 0);
	check_has(end(&showing), "{\"words\":[{\"address\":");
	check_has(out.bytes, "\"place\":\"second\"}");
}

/* ---- all of it */

/* Columns of the widest line: colours take none. */
static unsigned widest(const char *text)
{
	unsigned column = 0, most = 0;

	for (; *text; text++) {
		if (*text == '\33')
			text = strchr(text, 'm');
		else
			column = *text == '\n' ? 0 : column + 1;
		if (column > most)
			most = column;
	}
	return most;
}

static unsigned lines(const char *text)
{
	unsigned count = 0;

	for (; *text; text++)
		count += *text == '\n';
	return count;
}

static void check_context(struct viewed *viewed)
{
	static const char call[] = "read(0, ...";
	const struct text pending = { (char *)call, sizeof(call) - 1, 0, false };
	struct context_form form = { .call = &pending };
	struct showing showing;

	assert_int_equal(context_show(begin(&showing, viewed, false), &form, NULL), 0);
	const char *text = end(&showing);

	check_has(text, "-- registers --");
	check_has(text, "sp      0x");
	check_has(text, "eflags   0x");
	check_has(text, "-- code --");
	check_has(text, "\n=> ");
	check_has(text, "/* stops */");
	check_has(text, "-- stack --");
	check_has(text, "*0  0x");
	check_has(text, "\n read(0, ...\n");
	/* What has not changed is not shown; what does not fit is left out. */
	form = (struct context_form){ 60, 20, &viewed->subject.registers, NULL };
	begin(&showing, viewed, false);
	showing.query.view = &colored;
	assert_int_equal(context_show(&showing.query, &form, NULL), 0);
	text = end(&showing);
	assert_null(strstr(text, "registers"));
	check_has(text, "\33[");
	check_has(text, "=> ");
	assert_in_range(lines(text), 10, 20);
	assert_in_range(widest(text), 50, 60);
	assert_int_equal(context_show(begin(&showing, viewed, true), &form, NULL), 0);
	check_has(end(&showing), "{\"registers\":[],\"instructions\":[{\"address\":");
}

static void test_programs_are_shown_where_they_stand(void **state)
{
	static const char *const compilers[] = { "cc -g -O0", "cc -g -O0 -m32",
		                                 "cc -g -O0 -static" };
	struct viewed viewed;

	(void)state;
	for (size_t i = 0; i < sizeof(compilers) / sizeof(*compilers); i++) {
		if (!start(&viewed, compilers[i]))
			continue;
		print_message("# %s\n", compilers[i]);
		check_lists(&viewed);
		check_disassembly(&viewed);
		check_chains(&viewed);
		check_context(&viewed);
		viewed_end(&viewed);
	}
}

/* Without names there are still numbers. */
static void test_stripped_programs_are_shown_too(void **state)
{
	struct viewed viewed;
	struct showing showing;
	const struct context_form form = { 0 };

	(void)state;
	if (!start(&viewed, "cc -O2 -s"))
		skip();
	assert_int_equal(context_show(begin(&showing, &viewed, false), &form, NULL), 0);
	check_has(end(&showing), "\n=> ");
	check_has(out.bytes, " in viewed(+0x");
	assert_null(strstr(out.bytes, "-- source"));
	viewed_end(&viewed);
}

static void test_source_does_a_terminal_no_harm(void **state)
{
	static const char line[] = "\ta\33[2J\x07\xc2\x9b b\xc3\xa4\xff\r";

	(void)state;
	out.length = 0;
	source_text_put(&out, line, sizeof(line) - 1);
	text_char(&out, '\0');
	assert_string_equal(out.bytes, "        a?[2J??? b\xc3\xa4?");
}

static void test_lines_of_a_text(void **state)
{
	const struct text text = { (char *)"one\n\nthree", 10, 0, false }, empty = { 0 };
	size_t length;

	(void)state;
	assert_memory_equal(source_text_line(&text, 1, &length), "one", 3);
	assert_int_equal(length, 3);
	assert_non_null(source_text_line(&text, 2, &length));
	assert_int_equal(length, 0);
	assert_memory_equal(source_text_line(&text, 3, &length), "three", 5);
	assert_int_equal(length, 5);
	assert_null(source_text_line(&text, 4, &length));
	assert_null(source_text_line(&empty, 1, &length));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_programs_are_shown_where_they_stand),
		cmocka_unit_test(test_stripped_programs_are_shown_too),
		cmocka_unit_test(test_source_does_a_terminal_no_harm),
		cmocka_unit_test(test_lines_of_a_text),
	};
	int status = cmocka_run_group_tests_name("context_view", tests, NULL, NULL);

	text_free(&out);
	return status;
}
