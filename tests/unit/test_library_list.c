/* The loader's list, as programs may have it: right, and wrong. */
#include "unit.h"

#include "inspect/library_list.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>

/* A program in our own memory: its addresses are ours. */
struct link {
	uint64_t loaded, name, dynamic, next, before;
};

static struct {
	Elf64_Phdr headers[2];
	uint64_t dynamic[6];
	uint64_t head[6];
	struct link links[3];
	char names[3][32];
	uint64_t auxv[8];
} program;

static uint64_t address_of(const void *place)
{
	return (uint64_t)(uintptr_t)place;
}

static ssize_t read_program(struct memory *memory, uint64_t address, void *buffer, size_t length)
{
	uint64_t start = address_of(&program), end = start + sizeof(program);

	(void)memory;
	if (address < start || address >= end)
		return -EFAULT;
	if (length > end - address)
		length = end - address;
	memcpy(buffer, (const void *)(uintptr_t)address, length);
	return (ssize_t)length;
}

static void program_make(void)
{
	static const char *const names[] = { "", "/lib/first.so", "/lib/<second>.so" };

	memset(&program, 0, sizeof(program));
	program.headers[0] = (Elf64_Phdr){ .p_type = PT_PHDR, .p_vaddr = 64 };
	program.headers[1] = (Elf64_Phdr){
		.p_type = PT_DYNAMIC,
		.p_vaddr = 64 + address_of(program.dynamic) - address_of(program.headers),
		.p_memsz = sizeof(program.dynamic),
	};
	program.dynamic[0] = DT_NEEDED;
	program.dynamic[2] = DT_DEBUG;
	program.dynamic[3] = address_of(program.head);
	program.head[0] = 1;
	program.head[1] = address_of(&program.links[0]);
	for (unsigned i = 0; i < 3; i++) {
		snprintf(program.names[i], sizeof(program.names[i]), "%s", names[i]);
		program.links[i] = (struct link){ .loaded = 0x1000 * i,
			                          .name = address_of(program.names[i]),
			                          .dynamic = 0x1000 * i + 0x10 };
		program.links[i].next = i < 2 ? address_of(&program.links[i + 1]) : 0;
	}
	const uint64_t auxv[] = { AT_PHDR,  address_of(program.headers),
		                  AT_PHENT, sizeof(*program.headers),
		                  AT_PHNUM, 2,
		                  AT_NULL,  0 };

	memcpy(program.auxv, auxv, sizeof(auxv));
}

/* The document, in a buffer of the callee's. */
static const char *list(void)
{
	static char document[1 << 21];
	struct memory memory = { .read = read_program };
	struct text auxv = { .bytes = (char *)program.auxv, .length = sizeof(program.auxv) };
	const struct library_source source = { .memory = &memory, .auxv = &auxv };
	struct text text = { 0 };

	library_list_put(&source, &text);
	assert_false(text.failed);
	assert_true(text.length < sizeof(document));
	memcpy(document, text.bytes, text.length);
	document[text.length] = '\0';
	text_free(&text);
	return document;
}

static const char empty[] = "<library-list-svr4 version=\"1.0\"></library-list-svr4>";

static void test_libraries_are_listed(void **state)
{
	char wanted[512];

	(void)state;
	program_make();
	snprintf(wanted, sizeof(wanted),
	         "<library-list-svr4 version=\"1.0\" main-lm=\"0x%llx\">"
	         "<library name=\"/lib/first.so\" lm=\"0x%llx\" l_addr=\"0x1000\" l_ld=\"0x1010\" "
	         "lmid=\"0x%llx\"/>",
	         (unsigned long long)address_of(&program.links[0]),
	         (unsigned long long)address_of(&program.links[1]),
	         (unsigned long long)address_of(program.head));
	assert_memory_equal(list(), wanted, strlen(wanted));
	assert_non_null(strstr(list(), "name=\"/lib/&#60;second&#62;.so\""));
}

static void test_there_may_be_no_list(void **state)
{
	(void)state;
	program_make();
	program.dynamic[3] = 0; /* the loader has not begun */
	assert_string_equal(list(), empty);
	program_make();
	program.dynamic[2] = DT_NULL;
	assert_string_equal(list(), empty);
	program_make();
	program.headers[1].p_type = PT_LOAD; /* it is static */
	assert_string_equal(list(), empty);
	program_make();
	program.auxv[0] = AT_NULL;
	assert_string_equal(list(), empty);
}

static void test_a_list_may_lead_nowhere(void **state)
{
	(void)state;
	program_make();
	program.head[1] = 16;
	assert_null(strstr(list(), "<library "));
	program_make();
	program.links[1].next = 16;
	assert_non_null(strstr(list(), "first.so"));
	assert_null(strstr(list(), "second"));
	program_make();
	program.links[1].name = 16;
	assert_null(strstr(list(), "first.so"));
	program_make();
	program.headers[1].p_memsz = UINT64_MAX;
	program.dynamic[2] = DT_NEEDED;
	assert_string_equal(list(), empty);
	program_make();
	program.auxv[5] = UINT64_MAX; /* headers without end */
	program.headers[0].p_type = program.headers[1].p_type = PT_LOAD;
	assert_string_equal(list(), empty);
}

static void test_a_list_may_have_no_end(void **state)
{
	(void)state;
	program_make();
	program.links[2].next = address_of(&program.links[1]);
	assert_non_null(strstr(list(), "</library-list-svr4>"));
	/* So may name spaces. */
	program_make();
	program.head[0] = 2;
	program.head[5] = address_of(program.head);
	assert_non_null(strstr(list(), "</library-list-svr4>"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_libraries_are_listed),
		cmocka_unit_test(test_there_may_be_no_list),
		cmocka_unit_test(test_a_list_may_lead_nowhere),
		cmocka_unit_test(test_a_list_may_have_no_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
