#include "unit.h"

#include "calls/table.h"
#include "inspect/call_match.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Addresses are our own. */
static ssize_t memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	(void)owner;
	if (address < 4096)
		return -EFAULT;
	memcpy(buffer, (const void *)(uintptr_t)address, length);
	return (ssize_t)length;
}

static bool takes(const char *text, const struct event *event)
{
	struct call_match match = { 0 };
	struct error error = { 0 };

	if (call_match_parse(&match, text, &error) < 0)
		fail_msg("%s: %s", text, error.text);
	bool is_taken = call_match_takes(&match, event, memory, NULL);

	call_match_free(&match);
	return is_taken;
}

static void refused(const char *text)
{
	struct call_match match = { 0 };
	struct error error = { 0 };

	if (call_match_parse(&match, text, &error) != -1)
		fail_msg("%s", text);
	assert_true(error.text[0]);
	call_match_free(&match);
}

static struct event event_of(enum event_kind kind, const char *call)
{
	return (struct event){ .kind = (uint8_t)kind,
		               .abi = ABI_X86_64,
		               .nr = (uint32_t)call_number(ABI_X86_64, call) };
}

static void test_calls_are_meant_by_what_they_are_about(void **state)
{
	static const char path[4200] = "/etc/shadow"; /* strings are read in pieces */
	struct event entry = event_of(EVENT_ENTRY, "openat"), back = event_of(EVENT_EXIT, "openat");

	(void)state;
	entry.args[1] = back.args[1] = (uint64_t)(uintptr_t)path;
	back.result = -ENOENT;
	assert_true(takes("openat", &entry));
	assert_true(takes("openat", &back));
	assert_true(takes("open,openat(\"/etc/shadow\")", &entry));
	assert_true(takes("openat ( \"/etc/shadow\" ) entry", &entry));
	assert_false(takes("openat(\"/etc/shadow\") entry", &back));
	assert_false(takes("openat(\"/etc/passwd\")", &entry));
	assert_false(takes("close", &entry));
	assert_true(takes("/^open(at)?$ if path ~ \"*shadow\"", &entry));
	assert_false(takes("openat if ret < 0", &entry));
	assert_true(takes("openat if ret < 0", &back));
	assert_true(takes("openat(\"/etc/shadow\") if ret == -ENOENT", &back));
	assert_false(takes("openat(\"/etc/shadow\") if ret == -EPERM || ret == 0", &back));
}

static void test_descriptors_go_by_number(void **state)
{
	struct event entry = event_of(EVENT_ENTRY, "read");

	(void)state;
	entry.args[0] = 3;
	assert_true(takes("read(3)", &entry));
	assert_false(takes("read(4)", &entry));
	assert_true(takes("read(3) if count == 0", &entry));
	assert_false(takes("read(3) if count > 0", &entry));
}

static void test_what_cannot_be_read_is_not_meant(void **state)
{
	struct event entry = event_of(EVENT_ENTRY, "openat");

	(void)state;
	entry.args[1] = 16;
	assert_false(takes("openat(\"/etc/shadow\")", &entry));
	assert_false(takes("openat if path != \"/etc/shadow\"", &entry));
}

static void test_other_text_is_refused(void **state)
{
	(void)state;
	refused("");
	refused("nothing");
	refused("openat(");
	refused("openat()");
	refused("openat(\"a\" \"b\")");
	refused("openat(\"a)");
	refused("openat sometimes");
	refused("openat if");
	refused("openat if nothing == 1");
	refused("openat entry if ret < 0");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_calls_are_meant_by_what_they_are_about),
		cmocka_unit_test(test_descriptors_go_by_number),
		cmocka_unit_test(test_what_cannot_be_read_is_not_meant),
		cmocka_unit_test(test_other_text_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
