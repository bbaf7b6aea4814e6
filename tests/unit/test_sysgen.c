#include "unit.h"

#include "describe.h"

#include <stdio.h>

#include "sysgen.h"

/* Runs sysgen on text, which must be wrong in the way that message says. */
static void assert_wrong(const char *text, const char *message)
{
	struct source source = describe_source("x.sys", text);
	struct model_input input = describe_input(&source);
	struct sysgen_output output;

	assert_int_not_equal(sysgen_run(&input, &output), 0);
	text_char(&output.messages, '\0');
	if (!strstr(output.messages.bytes, message))
		fail_msg("\"%s\" is not in: %s", message, output.messages.bytes);
	assert_int_equal(output.calls.length, 0);
	sysgen_free(&output);
}

static struct sysgen_output generate(const char *text)
{
	struct source source = describe_source("x.sys", text);
	struct model_input input = describe_input(&source);
	struct sysgen_output output;
	int mistakes = sysgen_run(&input, &output);

	text_char(&output.messages, '\0');
	if (mistakes)
		fail_msg("%s", output.messages.bytes);
	text_char(&output.calls, '\0');
	text_char(&output.plans, '\0');
	text_char(&output.checks, '\0');
	text_char(&output.described, '\0');
	return output;
}

static void assert_calls_say(const char *text, const char *expected)
{
	struct sysgen_output output = generate(text);

	if (!strstr(output.calls.bytes, expected))
		fail_msg("\"%s\" is not in: %s", expected, output.calls.bytes);
	sysgen_free(&output);
}

static void test_lengths_say_what_is_looked_at(void **state)
{
	(void)state;
	assert_calls_say("int zero(in cpuset m[n first 128], size n);", ".first = 128");
	assert_calls_say("int zero(out int m[return of n], size n);", ".partial = true");
	assert_calls_say("int zero(in byte m[n] ended, size n);", "TRAIT_ENDED");
	assert_calls_say("int zero(out addr *m result);", "TRAIT_RESULT");
	assert_calls_say("int zero(inout int *m on overflow);", "VALID_OVERFLOW");
	assert_calls_say(
		"struct s { u64 a; u64 b; }\nint zero(in struct s *s upto n filled 8, size n);",
		".filled = 8");
	assert_calls_say("struct s upto n from 4 by default { int n; }\nint zero(in struct s *s);",
	                 ".least = 4,\n\t.zero_is_least = true");
}

static void test_numbers_know_what_they_count(void **state)
{
	const char *good = "struct s { long n; }\nint zero(size n counting struct s);";

	(void)state;
	assert_calls_say(good, ".traits = TRAIT_COUNTING,\n\t  .structure = &struct_s,");
	assert_wrong("int zero(size n counting struct s);", "unknown struct s");
	assert_wrong("int zero(size n counting int);", "\"counting\" wants a decimal number");
	assert_wrong("struct s { int n; }\nint zero(fd f counting struct s);",
	             "\"counting\" wants a decimal number");
	assert_wrong("struct s { int n; }\nint zero(size n countin struct s);",
	             "did you mean \"counting\"?");
	/* What is counted lies elsewhere: the number has no members. */
	assert_wrong("struct s { int n; }\nint zero(size n counting struct s, in byte b[n.n]);",
	             "n has no number n");
}

static void test_unknown_words_bring_the_nearest_right_one(void **state)
{
	(void)state;
	assert_wrong("int zero(itn a);", "x.sys:1: unknown type itn; did you mean \"int\"?");
	assert_wrong("flags colour { A }\nint zero(color a);", "did you mean \"colour\"?");
	assert_wrong("struct point { int x; }\nint zero(in struct pint *p);",
	             "x.sys:2: unknown struct pint; did you mean \"point\"?");
	assert_wrong("int zero(in byte b[cuont], size count);",
	             "zero has no cuont; did you mean \"count\"?");
	assert_wrong("int zero(int a if (flag & A), int flags);", "did you mean \"flags\"?");
	assert_wrong("int zreo();", "no such call: zreo; did you mean \"zero\"?");
	assert_wrong("int zero() is flie;", "unknown class flie; did you mean \"file\"?");
	assert_wrong("struct s pakced { int x; }",
	             "unknown attribute \"pakced\"; did you mean \"packed\"?");
	assert_wrong("struct s upto size from 8 by fault { int size; }", "expected \"default\"");
	assert_wrong("int zero(int a deatil);", "did you mean \"detail\"?");
	assert_wrong("flags f { PER_ABBI }",
	             "unknown constant PER_ABBI; did you mean \"PER_ABI\"?");
	assert_wrong("extend choice comands { A (); }\nchoice commands by x { B (); }",
	             "did you mean \"commands\"?");
	assert_wrong("struct point { int x; }\nint zero(in point *p);",
	             "did you mean \"struct point\"?");
}

static void test_mistakes_are_named_by_line_and_all_at_once(void **state)
{
	const char *text = "int zero(itn a);\n"
			   "int one(int a\n"
			   "int two(int a, int a);\n";

	(void)state;
	/* Mistakes of grammar come first; then, when there are none, the others. */
	assert_wrong(text, "x.sys:3: unexpected \"int\" after a field");
	assert_wrong("int zero(itn a);\nint one(lnog b);\n", "x.sys:1: unknown type itn");
	assert_wrong("int zero(itn a);\nint one(lnog b);\n", "x.sys:2: unknown type lnog");
	assert_wrong("int two(int a,\n int a);", "x.sys:2: a: there is another a in two");
}

static void test_what_cannot_be_is_said(void **state)
{
	(void)state;
	assert_wrong("struct a { in struct b *b; }\nstruct b { in struct a *a; }",
	             "contains or leads to itself");
	assert_wrong("flags f { include g }\nflags g { include f }", "includes itself");
	assert_wrong("int zero(int *p);", "p: say which way its data travel");
	assert_wrong("int zero(in byte *p);", "p: how many bytes?");
	assert_wrong("int zero(in byte b[n], inout int *n);", "n is a pointer: write [*n]");
	assert_wrong("int zero(u64 a, u64 b, u64 c, u64 d);",
	             "zero has more arguments than there are registers on i386");
	assert_wrong("int zero();\nint zero();", "described twice; the first is in x.sys:1");
	assert_wrong("choice c by k { A (int x); }\nint zero(c);", "zero has no k");
	assert_wrong("int zero(int a if (a == PER_ABI));", "0x10 on x86_64, but 0x20 on i386");
	assert_wrong("struct s sized 2 { int x; }", "its members need 4 bytes");
	assert_wrong("flags f { one of A { A B } }", "B has bits outside the mask");
	assert_wrong("struct s { }", "x.sys:1: struct s has no members");
}

static void test_numbers_that_cannot_be_are_said(void **state)
{
	(void)state;
	assert_wrong("flags f { F = 1 }\nenum e { F = 2 }",
	             "x.sys:2: F is defined twice: it is 0x1 in x.sys:1");
	assert_calls_say("flags f { F = 1 }\nenum e { F = 1 }\nint zero(e e);", "\"F\"");
	assert_calls_say("enum e { \"any size\" = 1 \"any size\" = 2 }\nint zero(e e);",
	                 "any size");
	assert_wrong("flags f : u8 { F = 0x100 }", "F is 0x100, too large for 8 bits");
	assert_wrong("flags f : u8 { one of 0x300 { F = 0x100 } }", "too large for 8 bits");
	assert_wrong("enum e : u8 { range \"F+%\" 0 to 0x100 }", "too large for 8 bits");
	assert_calls_say("enum e : u32 { MINUS = 0xffffffffffffffff  HIGH = 0x80000000 }\n"
	                 "int zero(e e);",
	                 "\"MINUS\"");
	assert_wrong("enum e { range \"F+%\" 3 to 2 }", "ends before it begins");
	assert_wrong("enum e { F = 0x10000000000000000 }", "is not a number of 64 bits");
}

static void test_damaged_input_is_survived(void **state)
{
	(void)state;
	assert_wrong("int zero(", "expected a type before \"the end of the file\"");
	assert_wrong("struct s { \"", "no \" before the end of the line");
	assert_wrong("\x01", "unexpected byte 0x1");
	assert_wrong("int zero(int a[99999999999999999999x]);", "is not a number");
	assert_wrong("}", "expected a type");
}

static void test_layout_follows_each_abi(void **state)
{
	(void)state;
	assert_calls_say("struct s { int a; u64 b; long c; u8 d; } ", ".size = { 32, 20 }");
	assert_calls_say("struct s packed { u8 a; u64 b; }", ".size = { 9, 9 }");
	assert_calls_say("struct s ptr64 { int a; in int *p; }", ".pointer = { 8, 8 }");
	/* On i386 a 64-bit argument takes two slots. */
	assert_calls_say("int zero(fd fd, loff offset, int last);",
	                 "\"last\", .kind = KIND_INT, .size = { 4, 4 }, .offset = { 16, 12 }");
	/* A choice is as long as its longest alternative, and aligned with it. */
	assert_calls_say("choice c by k { A (u8 x); B (u64 y, u8 z); }\n"
	                 "struct s { int k; choice c by k; u8 last; }",
	                 "\"last\", .kind = KIND_UINT, .size = { 1, 1 }, .offset = { 24, 16 }");
	/* In a union, too, its fields lie one behind the other. */
	assert_calls_say(
		"choice c by k { else (u32 x, u8 y); }\nstruct s union { u32 k; choice c by k; }",
		"\"y\", .kind = KIND_UINT, .size = { 1, 1 }, .offset = { 4, 4 }");
}

static void test_commas_join_members_of_a_type(void **state)
{
	(void)state;
	assert_calls_say("struct s { u8 a; u32 b, c[3], d : 4; in int *e, *f; }",
	                 ".size = { 40, 32 }");
	assert_calls_say("struct s { u8 a; u32 b, c[3] unnamed, d; }", ".offset = { 20, 20 }");
	/* Those of calls and alternatives each have a type of their own. */
	assert_wrong("int zero(int a, b);", "unknown type b");
}

static void test_a_choice_may_be_given_a_name(void **state)
{
	static const char text[] = "choice c { A (u8, u32 other); else (u16); }\n"
				   "struct s { int k; choice c by k first, second; }\n"
				   "int zero(in struct s *s);";

	(void)state;
	assert_calls_say(text, "\"first\", .kind = KIND_UINT, .size = { 1, 1 }");
	assert_calls_say(text, "\"second\", .kind = KIND_UINT, .size = { 2, 2 }");
	assert_calls_say(text, ".size = { 20, 20 }");
	assert_wrong("choice c { A (choice c by k x); }\nstruct s { int k; choice c by k y; }",
	             "contains itself");
}

static void test_sets_keep_their_order_or_are_sorted(void **state)
{
	(void)state;
	assert_calls_say("flags f { C A }", "{ 4, 4, \"C\", 1 },\n\t{ 1, 1, \"A\", 1 }");
	assert_calls_say("enum e { C A }", "{ 1, ALL, \"A\", 1 },\n\t{ 4, ALL, \"C\", 1 }");
	assert_calls_say("enum e { NEW = 4 C }", "{ 4, ALL, \"NEW\", 3 },\n};");
	assert_calls_say("enum e : int { LOW = 0xffffffff }", "{ 0xffffffffffffffff, ALL, \"LOW\"");
	assert_calls_say("enum e : u32 { LOW = 0xffffffff }", "{ 0xffffffff, ALL, \"LOW\"");
	assert_calls_say("enum e { X_ONE = 1 X_TWO = 2 }", ".unknown = \"X_???\"");
	assert_calls_say("enum e { include f  B }\nenum f { A }",
	                 "names_of_e[] = {\n\t{ 1, ALL, \"A\"");
	assert_calls_say("enum e { range A C }", "{ 1, 4, \"A\" }");
	assert_calls_say("enum e { range \"8*A\" 8 to 15 }", "{ 8, 15, \"8*A\" }");
	assert_calls_say("enum e : u32 numbered { A }", ".rest = REST_NUMBERED_HEX");
	assert_calls_say("flags f : u64 words { A }", ".rest = REST_WORDS");
	assert_wrong("enum e : u64 words { A }", "expected \"{\"");
	assert_calls_say("enum e : u32 numbered unknown decimal \"\" { A }",
	                 ".rest = REST_NUMBERED,");
}

static void test_keys_differ_by_abi(void **state)
{
	(void)state;
	assert_calls_say("choice c by k { PER_ABI (int x); C (int y); }\nint zero(enum c k, c);",
	                 ".key = { 0x4, 0x4 }");
	assert_calls_say("choice c by k { PER_ABI (int x); 0x18 (int y); }\nint zero(enum c k, c);",
	                 ".order_i386 = (const uint16_t[]){\n\t\t1, 0,");
	/* The names of both are names of the set. */
	assert_calls_say("choice c by k { PER_ABI (int x); }\nint zero(enum c k, c);",
	                 "{ 0x10, ALL, \"PER_ABI\", 7 },\n\t{ 0x20, ALL, \"PER_ABI\", 7 }");
}

static void test_siblings_may_come_from_a_choice_before(void **state)
{
	(void)state;
	assert_calls_say("choice c by k { A (u32 x); else (int x); }\n"
	                 "int zero(int k, c, in byte b[x]);",
	                 ".field = { .offset = { 8, 4 }, .size = { 4, 4 }");
	assert_calls_say("choice c by k { A (u32 x); else (int x); }\n"
	                 "choice d by x { B (in string *s); }\n"
	                 "int zero(int k, c, d);",
	                 ".by = { .offset = { 8, 4 }, .size = { 4, 4 }");
	/* Not always in the same place. */
	assert_wrong("choice c by k { A (u32 x); else (u32 y, int x); }\n"
	             "int zero(int k, c, in byte b[x]);",
	             "zero has no x");
}

static void test_a_prototype_for_one_abi_wins(void **state)
{
	struct sysgen_output output = generate("int zero(int a);\nint zero(int b) on i386;");

	(void)state;
	assert_non_null(strstr(output.calls.bytes, "calls_x86_64[3] = {\n\t[0] = &call_zero,"));
	assert_non_null(
		strstr(output.calls.bytes, "calls_i386[3] = {\n\t[0] = &call_zero_on_i386,"));
	sysgen_free(&output);
}

static void test_checks_are_asserted(void **state)
{
	struct sysgen_output output =
		generate("struct s check \"struct t\" in <linux/t.h> { int a; pad32 p; u64 b; }");

	(void)state;
	assert_non_null(strstr(output.checks.bytes, "#include <linux/t.h>"));
	assert_non_null(strstr(output.checks.bytes, "sizeof(struct t) == PER_ABI(16, 16)"));
	assert_non_null(
		strstr(output.checks.bytes, "__builtin_offsetof(struct t, b) == PER_ABI(8, 8)"));
	assert_null(strstr(output.checks.bytes, "struct t, p)"));
	sysgen_free(&output);
	output =
		generate("struct s check \"struct t\" in <t.h> before b on i386 { int a; int b; }");
	assert_non_null(
		strstr(output.checks.bytes, "#if __has_include(<t.h>) && !defined __x86_64__"));
	assert_non_null(strstr(output.checks.bytes, "sizeof(struct t) >= PER_ABI(4, 4)"));
	assert_null(strstr(output.checks.bytes, "struct t, b)"));
	sysgen_free(&output);
}

static void test_macros_of_commands_have_numbers_and_sets(void **state)
{
	(void)state;
	assert_calls_say("enum axes : u32 { A B }\n"
	                 "enum commands : uint unknown ioctl {\n"
	                 "	macro NAMED 0x80004506 sized\n"
	                 "	macro AXIS 0x80004540 to 0x8000457f of axes\n"
	                 "}\nint zero(commands c);",
	                 "{ 0x80004540, 0x8000457f, \"AXIS\", .set = &set_axes }");
	assert_calls_say("enum commands : uint unknown ioctl { macro NAMED 0x80004506 sized }\n"
	                 "int zero(commands c);",
	                 "{ 0x80004506, 0x80004506, \"NAMED\", .is_sized = true }");
	assert_wrong("flags f { macro X 1 sized }\nint zero(f a);", "belongs into an enum");
	assert_wrong("enum e : uint { macro X 1 to 5 of ases }\nenum axes { A }\nint zero(e a);",
	             "unknown set \"ases\"");
}

static void test_other_kinds_may_have_names_too(void **state)
{
	(void)state;
	assert_calls_say("enum none : int { A }\nint zero(dirfd d also none);",
	                 ".symbols = &set_none");
	assert_wrong("enum none : int { A }\nint zero(dirfd d also nine);", "want an enum");
}

static void test_arrays_in_structures_have_room(void **state)
{
	(void)state;
	assert_calls_say("struct s { u32 count; inline u16 list[count of 8]; u32 last; }\n"
	                 "int zero(in struct s *p);",
	                 ".size = { 24, 24 }");
	assert_wrong("struct s { u32 count; u16 list[count of 8]; }\nint zero(in struct s *p);",
	             "only an inline array has room");
}

/* A value of i386 alone is none of x86-64 where the headers know that. */
static void test_headers_speak_before_other_abis(void **state)
{
	struct source source = describe_source("x.sys", "enum e { THERE }\nint zero(e a);");
	struct model_input input = describe_input(&source);
	struct sysgen_output output;

	(void)state;
	input.headers = describe_source("headers.tsv", "header\tname\tdecimal\nx\tTHERE\t7\n");
	input.constants[ABI_I386] = describe_source("constants-i386.tsv",
	                                            "header\tname\tdecimal\thex\nx\tTHERE\t9\t\n");
	assert_int_equal(sysgen_run(&input, &output), 0);
	text_char(&output.calls, '\0');
	assert_non_null(strstr(output.calls.bytes, "{ 7, ALL, \"THERE\", 5 }"));
	assert_non_null(strstr(output.calls.bytes, "{ 9, ALL, \"THERE\", 5 }"));
	sysgen_free(&output);
}

/* Those that share a number share a name; each ABI has numbers of its own. */
static void test_commands_are_a_set_for_each_abi(void **state)
{
	struct source source =
		describe_source("x.sys", "enum wide : uint { include commands_x86_64 }\n"
	                                 "enum narrow : uint { include commands_i386 }\n"
	                                 "int zero(wide a, narrow b);");
	struct model_input input = describe_input(&source);
	struct sysgen_output output;

	(void)state;
	input.commands = describe_source("ioctls.tsv", "name\tx86_64\ti386\nALSO\t0x5\t-\n"
	                                               "OTHER\t0x6\nSOME\t0x5\t0x7\n");
	assert_int_equal(sysgen_run(&input, &output), 0);
	text_char(&output.calls, '\0');
	assert_non_null(strstr(output.calls.bytes, "{ 5, ALL, \"ALSO or SOME\", 12 }"));
	assert_non_null(strstr(output.calls.bytes, "{ 6, ALL, \"OTHER\", 5 }"));
	assert_non_null(strstr(output.calls.bytes, "{ 7, ALL, \"SOME\", 4 }"));
	sysgen_free(&output);
	input.commands = describe_source("ioctls.tsv", "name\tx86_64\ti386\nNONE\t-\n");
	assert_int_equal(sysgen_run(&input, &output), 1);
	text_char(&output.messages, '\0');
	assert_non_null(strstr(output.messages.bytes, "the name and the numbers of a command"));
	sysgen_free(&output);
}

/* Those of one driver are passed over together. */
static void test_many_cases_stand_in_groups(void **state)
{
	enum { CASES = 70 };
	char text[8192];
	int length = snprintf(text, sizeof(text), "choice many : uint by op {\n");

	(void)state;
	for (unsigned i = 0; i < CASES; i++)
		length += snprintf(text + length, sizeof(text) - length, "	%u (in u32 *p);\n",
		                   i << 7);
	snprintf(text + length, sizeof(text) - length, "}\nint zero(uint op, many);");
	struct sysgen_output output = generate(text);
	assert_non_null(strstr(output.plans.bytes, ".op = PLAN_GROUP"));
	sysgen_free(&output);
}

static void test_commands_say_how_many_bytes(void **state)
{
	struct sysgen_output output = generate("int zero(uint op, in u32 list[ioctl op]);");

	(void)state;
	assert_non_null(strstr(output.calls.bytes, ".is_command = true"));
	assert_non_null(strstr(output.plans.bytes, "PLAN_IN_BYTES"));
	sysgen_free(&output);
}

static void test_attributes_are_a_row_of_records(void **state)
{
	(void)state;
	static const char text[] = "attributes links unknown \"L_???\" {\n"
				   "	L_NAME 3;\n}";

	assert_wrong(text, "expected a type before \"3\"");
	static const char row[] =
		"enum kinds { L_NAME = 3  L_ROW = 4  L_SOME = 5 }\n"
		"attributes links unknown \"L_???\" {\n"
		"	L_NAME text;\n	L_ROW attributes links;\n	L_SOME u16[rest];\n}";

	assert_calls_say(row, ".padding = 4,\n\t.is_tuple = true,");
	assert_calls_say(row, ".by = { .offset = { 2, 2 }, .size = { 2, 2 } },\n\t.mask = 0x3fff");
	assert_calls_say(row, "static const struct structure struct_links;");
	assert_calls_say(row, ".is_for_short = true,");
	assert_calls_say(row, "\"L_NAME\", 6 }");
	/* Types that are not described have the names of what is included, and hold bytes. */
	static const char included[] = "enum kinds : u16 { L_NAME = 3  L_ROW = 4 }\n"
				       "attributes links unknown \"\" { include kinds; 3 text; }";

	assert_calls_say(included, "{ 4, ALL, \"L_ROW\", 5 }");
	assert_wrong("attributes links unknown \"\" { include nothing; }",
	             "unknown set \"nothing\"");
	assert_wrong("attributes links unknown \"\" { include; }", "expected the name of");
	/* Type 0 has a name, if there is one. */
	assert_calls_say("attributes links unknown \"Z_???\" { A u32; }", "\"Z_UNSPEC\", 8 }");
	assert_calls_say("attributes links unknown \"Z_???\" { A | Z_UNSPEC u32; }",
	                 "\"Z_UNSPEC\", 8 }");
	assert_wrong("attributes links unknown \"Y_???\" { Y_UNSPEC; }",
	             "unknown constant Y_UNSPEC");
}

/* Of two constants of one value the first by its letters counts, or what was named before. */
static void test_all_that_begin_so(void **state)
{
	struct source source =
		describe_source("x.sys", "enum e { X_SECOND  all X_ }\nint zero(e a);\n"
	                                 "attributes a unknown \"\" { X_ONE u32; all X_; }");
	struct model_input input = describe_input(&source);
	struct sysgen_output output;

	(void)state;
	input.constants[ABI_X86_64] = describe_source(
		"constants.tsv",
		"header\tname\tdecimal\thex\nx\tX_B\t1\t\nx\tX_ONE\t1\t\nx\tX_SECOND\t2\t\n"
		"x\tX_A2\t2\t\nx\tX_MAX\t3\t\nx\tY_\t4\t\n");
	assert_int_equal(sysgen_run(&input, &output), 0);
	text_char(&output.calls, '\0');
	assert_non_null(strstr(output.calls.bytes, "{ 1, ALL, \"X_B\", 3 }"));
	assert_non_null(strstr(output.calls.bytes, "{ 2, ALL, \"X_SECOND\", 8 }"));
	assert_non_null(strstr(output.calls.bytes, "{ 1, ALL, \"X_ONE\", 5 }"));
	assert_non_null(strstr(output.calls.bytes, "{ 2, ALL, \"X_A2\", 4 }"));
	assert_null(strstr(output.calls.bytes, "X_MAX"));
	sysgen_free(&output);
	assert_wrong("enum e : int { all NOTHING_BEGINS_SO_ }", "no constant begins with");
}

static void test_facts_are_told_across_blocks(void **state)
{
	static const char text[] =
		"struct inner { choice address by $family; }\n"
		"choice address by $family { 2 (u32 four); \"bridge\" (u8 b); }\n"
		"struct outer { u8 family tells family; struct inner inner; }";

	(void)state;
	assert_calls_say(text, ".tells = 6,");
	assert_calls_say(text, ".fact = 6 }");
	assert_calls_say(text, "0x656764697262"); /* "bridge" */
	assert_wrong("int zero(in byte b[$count]);", "cannot depend on a fact");
	assert_wrong("int zero(in byte b[8] if ($count == 1));", "cannot depend on a fact");
}

static void test_members_of_flat_structures_stand_where_they_are_listed(void **state)
{
	static const char text[] = "struct pair { addr first; long second; }\n"
				   "int zero(int a, in struct pair *pair flat, int b)\n"
				   "\tshown pair.second, a, pair.first;";

	(void)state;
	assert_calls_say(text, "struct_pair__second = {");
	assert_calls_say(text, ".structure = &struct_pair__first,");
	assert_wrong("struct pair { addr first; }\nint zero(in struct pair *p) shown p.first;",
	             "there is no p.first");
}

static void test_registers_are_known_everywhere(void **state)
{
	static const char text[] = "struct inner ptr64 { in int numbers[$argument4]; }\n"
				   "int zero(in struct inner *a, int b, int c, uint count);";

	(void)state;
	assert_calls_say(text, ".size = { 8, 8 }, .argument = 4 }");
	assert_wrong("int zero(in byte b[$argument7]);", "cannot depend on a fact");
}

static void test_siblings_may_be_members_or_the_number_itself(void **state)
{
	(void)state;
	assert_calls_say("struct head { u16 a; u16 size; }\n"
	                 "struct s upto head.size { u32 x; struct head head; }",
	                 ".upto = { .offset = { 6, 6 }, .size = { 2, 2 } }");
	assert_wrong("struct head { u16 a; }\nstruct s upto head.b { struct head head; }",
	             "head has no number b");
	assert_calls_say("choice c : u16 by self & 0xf0 { 0 (u16 low); else (u16 high); }\n"
	                 "struct s { u32 x; choice c; }",
	                 ".by = { .offset = { 4, 4 }, .size = { 2, 2 } },\n\t.mask = 0xf0");
}

static void assert_described(const struct sysgen_output *output, const char *row)
{
	if (!strstr(output->described.bytes, row))
		fail_msg("\"%s\" is not in: %s", row, output->described.bytes);
}

static void test_what_is_described_is_listed(void **state)
{
	struct sysgen_output output = generate(
		"flags inner { A }\nflags outer { include inner B }\n"
		"struct s { outer o; }\n"
		"choice c by a { 1 | B (in struct s *s); else (int b); }\n"
		"attributes link { C u32; }\n"
		"choice ioctl_args by a { 7 (int b); }\n"
		"int zero(int a, c);\nint one(int a, ioctl_args, in struct link l[bytes a]);");

	(void)state;
	assert_described(&output, "call\tzero\tx86_64\tx.sys\t\n");
	assert_described(&output, "structure\ts\t\tx.sys\t\n");
	assert_described(&output, "set\touter\t\tx.sys\tinner \n");
	assert_described(&output, "alternative\tc\t0x1\tx.sys\t\n");
	assert_described(&output, "alternative\tc\t0x2\tx.sys\tB\n");
	assert_described(&output, "attribute\tlink\t0x4\tx.sys\tC\n");
	assert_described(&output, "ioctl\tioctl_args\t0x7\tx.sys\t\n");
	sysgen_free(&output);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_macros_of_commands_have_numbers_and_sets),
		cmocka_unit_test(test_other_kinds_may_have_names_too),
		cmocka_unit_test(test_arrays_in_structures_have_room),
		cmocka_unit_test(test_headers_speak_before_other_abis),
		cmocka_unit_test(test_commands_are_a_set_for_each_abi),
		cmocka_unit_test(test_commands_say_how_many_bytes),
		cmocka_unit_test(test_many_cases_stand_in_groups),
		cmocka_unit_test(test_unknown_words_bring_the_nearest_right_one),
		cmocka_unit_test(test_lengths_say_what_is_looked_at),
		cmocka_unit_test(test_numbers_know_what_they_count),
		cmocka_unit_test(test_mistakes_are_named_by_line_and_all_at_once),
		cmocka_unit_test(test_what_cannot_be_is_said),
		cmocka_unit_test(test_numbers_that_cannot_be_are_said),
		cmocka_unit_test(test_damaged_input_is_survived),
		cmocka_unit_test(test_layout_follows_each_abi),
		cmocka_unit_test(test_commas_join_members_of_a_type),
		cmocka_unit_test(test_a_choice_may_be_given_a_name),
		cmocka_unit_test(test_sets_keep_their_order_or_are_sorted),
		cmocka_unit_test(test_keys_differ_by_abi),
		cmocka_unit_test(test_siblings_may_come_from_a_choice_before),
		cmocka_unit_test(test_a_prototype_for_one_abi_wins),
		cmocka_unit_test(test_checks_are_asserted),
		cmocka_unit_test(test_attributes_are_a_row_of_records),
		cmocka_unit_test(test_all_that_begin_so),
		cmocka_unit_test(test_facts_are_told_across_blocks),
		cmocka_unit_test(test_registers_are_known_everywhere),
		cmocka_unit_test(test_members_of_flat_structures_stand_where_they_are_listed),
		cmocka_unit_test(test_siblings_may_be_members_or_the_number_itself),
		cmocka_unit_test(test_what_is_described_is_listed),
	};

	return cmocka_run_group_tests_name("sysgen", tests, NULL, NULL);
}
