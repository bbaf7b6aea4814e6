#include "unit.h"

#include "calls/symbols.h"
#include "calls/table.h"
#include "describe/describe.h"

/* The number of mistakes; what is said of them goes to messages. */
static int describe_text(const char *text, struct text *messages)
{
	const struct description description = { "mine.sys", text, strlen(text) };
	int mistakes = describe(&description, 1, messages);

	text_char(messages, '\0');
	return mistakes;
}

static void assert_good(const char *text)
{
	struct text messages = { 0 };

	if (describe_text(text, &messages))
		fail_msg("%s", messages.bytes);
	text_free(&messages);
}

static void assert_wrong(const char *text, const char *message)
{
	struct text messages = { 0 };

	assert_true(describe_text(text, &messages) > 0);
	if (!strstr(messages.bytes, message))
		fail_msg("\"%s\" is not in: %s", message, messages.bytes);
	assert_ptr_equal(tables_in_use, &built_in_tables);
	text_free(&messages);
}

static int end(void **state)
{
	(void)state;
	describe_end();
	return 0;
}

/* Steps from here on are the same, but for where they stand. */
static bool is_same_plan(const struct plan_table *left, const struct plan_table *right, unsigned nr)
{
	const struct plan_range *a = &left->ranges[nr], *b = &right->ranges[nr];

	return a->count == b->count && a->phases == b->phases && a->names == b->names &&
	       !memcmp(&left->steps[a->first], &right->steps[b->first],
	               a->count * sizeof(*left->steps));
}

static unsigned count_changed_plans(enum event_abi abi)
{
	unsigned changed = 0;

	assert_int_equal(tables_in_use->plans[abi].count, built_in_plans[abi].count);
	for (unsigned nr = 0; nr < built_in_plans[abi].count; nr++)
		changed += !is_same_plan(&tables_in_use->plans[abi], &built_in_plans[abi], nr);
	return changed;
}

static void test_what_is_not_described_anew_stays_as_it_was_built(void **state)
{
	(void)state;
	assert_good("// nothing\n");
	assert_ptr_not_equal(tables_in_use, &built_in_tables);
	assert_int_equal(tables_in_use->structure_count, built_in_tables.structure_count);
	assert_int_equal(tables_in_use->set_count, built_in_tables.set_count);
	for (unsigned i = 0; i < built_in_tables.set_count; i++) {
		assert_string_equal(tables_in_use->sets[i]->name, built_in_tables.sets[i]->name);
		assert_int_equal(tables_in_use->sets[i]->count, built_in_tables.sets[i]->count);
	}
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		assert_int_equal(count_changed_plans((enum event_abi)abi), 0);
}

static void test_an_ioctl_changes_the_plan_of_ioctl_alone(void **state)
{
	(void)state;
	assert_good("struct s { u32 n; in string *name; }\n"
	            "extend choice ioctl_args { MINE = _IOW('T', 1, struct s) (in struct s *s); }");
	assert_int_equal(count_changed_plans(ABI_X86_64), 1);
	const struct symbols *commands = symbols_find("ioctl_commands");

	/* Its size is that of the structure on each ABI: the number has two values. */
	assert_string_equal(symbols_name(commands, 0x40105401)->name, "MINE");
	assert_string_equal(symbols_name(commands, 0x40085401)->name, "MINE");
}

static void test_a_structure_counts_wherever_it_was_used(void **state)
{
	(void)state;
	assert_good("struct timespec { u64 seconds; u64 nanoseconds; }");
	const struct call *call =
		call_find(ABI_X86_64, (uint64_t)call_number(ABI_X86_64, "nanosleep"));

	assert_string_equal(call->args.fields[0].structure->fields[0].name, "seconds");
	assert_ptr_equal(call->args.fields[0].structure, structure_find("timespec"));
}

static void test_a_set_may_include_what_it_replaces(void **state)
{
	(void)state;
	unsigned before = symbols_find("open_flags")->count;

	assert_good("flags open_flags : int { O_MINE = 0x40000000 include open_flags }");
	const struct symbols *flags = symbols_find("open_flags");

	assert_int_equal(flags->count, before + 1);
	assert_string_equal(flags->list[0].name, "O_MINE");
}

static void test_users_names_count_before_others(void **state)
{
	(void)state;
	assert_good("extend choice ioctl_args { MINE = 0x5401 (); }"); /* TCGETS */
	assert_string_equal(symbols_name(symbols_find("ioctl_commands"), 0x5401)->name, "MINE");
}

static void test_a_prototype_replaces_those_of_its_abi(void **state)
{
	(void)state;
	assert_good("int getpid(int mine) on i386;");
	assert_int_equal(call_find(ABI_I386, 20)->args.count, 1);
	assert_int_equal(call_find(ABI_X86_64, 39)->args.count, 0);
	/* Prototypes that nobody sees any more may need members that are no longer there. */
	assert_good("struct iovec { u32 mine; }\n"
	            "ssize readv(fd fd, addr vector, int n);\nssize writev(fd fd, addr vector, int "
	            "n);");
}

static void test_mistakes_are_told_and_change_nothing(void **state)
{
	(void)state;
	assert_wrong("struct s { itn x; }", "mine.sys:1: unknown type itn; did you mean \"int\"?");
	assert_wrong("\nextend choice ioctl_arg { 1 (); }",
	             "mine.sys:2: there is no choice ioctl_arg to extend; did you mean "
	             "\"ioctl_args\"?");
	assert_wrong("struct s { int x; }\nstruct s { int x; }", "described twice");
	assert_wrong("int zyx();", "mine.sys:1: no such call: zyx");
	assert_wrong("enum e { NO_SUCH_CONSTANT_EVER }", "unknown constant NO_SUCH_CONSTANT_EVER");
	assert_wrong("struct s { inline custom sockadr x[rest]; }",
	             "there is no decoder sockadr; did you mean \"sockaddr\"?");
	assert_wrong("enum e { E = _IOR('x', 300, int) }", "no room for such a number");
	assert_wrong("enum e { E = _IOR('x', 1, 20000) }", "no room for such a size");
	assert_wrong("enum e { E = _IOR('x', 1, struct nobody) }", "unknown struct nobody");
	assert_wrong("enum e { E = _IOR('xy', 1, int) }", "unexpected character '''");
	assert_wrong("struct a { int x; }\nenum e { E = _IOR('x', 1) }", "expected \",\"");
	/* A structure that others need cannot lose what they need it for. */
	assert_wrong("struct iovec { u32 mine; int theirs[nobody]; }", "has no nobody");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(test_what_is_not_described_anew_stays_as_it_was_built,
		                          end),
		cmocka_unit_test_teardown(test_an_ioctl_changes_the_plan_of_ioctl_alone, end),
		cmocka_unit_test_teardown(test_a_structure_counts_wherever_it_was_used, end),
		cmocka_unit_test_teardown(test_a_set_may_include_what_it_replaces, end),
		cmocka_unit_test_teardown(test_users_names_count_before_others, end),
		cmocka_unit_test_teardown(test_a_prototype_replaces_those_of_its_abi, end),
		cmocka_unit_test_teardown(test_mistakes_are_told_and_change_nothing, end),
	};

	return cmocka_run_group_tests_name("describe", tests, NULL, NULL);
}
