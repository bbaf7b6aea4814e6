/* Structures of which the caller, or a member, says how long they are. */
// rastro: -a 1 -e trace=openat2,sched_setattr,perf_event_open,landlock_create_ruleset
// abi: x86_64 i386
#include "golden.h"

enum { OPENAT2 = 437, LANDLOCK_CREATE_RULESET = 444, PAGE = 4096 };

static void openat2_of(const void *how, size_t size, const char *shown)
{
	long result = syscall(OPENAT2, -1, "x", how, size);

	expect("openat2(-1, \"x\", %s, %zu) = %s\n", shown, size, result_text(result));
}

/* The caller says it in an argument. */
static void test_callers(void)
{
	static uint64_t how[2 * PAGE / sizeof(uint64_t)] = { 0, 0, 4, 0, 0x0807060504030201 };
	char address[40];

	openat2_of(how, 32, "{flags=O_RDONLY, resolve=RESOLVE_NO_SYMLINKS}");
	openat2_of(how, 40, "{flags=O_RDONLY, resolve=RESOLVE_NO_SYMLINKS, /* bytes 24..39 */ "
	           "\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\"}");
	snprintf(address, sizeof(address), "%p", (void *)how);
	openat2_of(how, 23, address);
	openat2_of(how, sizeof(how), "{flags=O_RDONLY, resolve=RESOLVE_NO_SYMLINKS, /* bytes 24..4095 */ "
	           "\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08"
	           "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"...}");

	uint64_t *edge = at_page_end(how, 24);
	openat2_of(edge, 24, "{flags=O_RDONLY, resolve=RESOLVE_NO_SYMLINKS}");
	openat2_of(edge, 32, "{flags=O_RDONLY, resolve=RESOLVE_NO_SYMLINKS, ???}");
	snprintf(address, sizeof(address), "%p", (void *)(edge + 1));
	openat2_of(edge + 1, 24, address);

	uint64_t rules[7] = { 1, 2, 1, 4, 8, 2 };
	long result = syscall(LANDLOCK_CREATE_RULESET, rules, 56, 0);
	expect("landlock_create_ruleset({handled_access_fs=LANDLOCK_ACCESS_FS_EXECUTE, "
	       "handled_access_net=LANDLOCK_ACCESS_NET_CONNECT_TCP, "
	       "scoped=LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET, quiet_access_fs=LANDLOCK_ACCESS_FS_READ_FILE, "
	       "quiet_access_net=LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP, quiet_scoped=LANDLOCK_SCOPE_SIGNAL, "
	       "...}, 56, 0) = %s\n", result_text(result));
}

static void sched_setattr_of(const void *attributes, const char *shown)
{
	long result = syscall(SYS_sched_setattr, -1, attributes, 0);

	expect("sched_setattr(-1, %s, 0) = %s\n", shown, result_text(result));
}

/* A member says it. */
static void test_members(void)
{
	uint32_t attributes[20] = { 47 };
	char address[40];
	static const char first[] = "{size=%d, sched_policy=SCHED_OTHER, sched_flags=0, sched_nice=0, "
				    "sched_priority=0, sched_runtime=0, sched_deadline=0, sched_period=0%s}";
	char shown[300];

	sched_setattr_of(attributes, "{size=47}");
	attributes[0] = 0;
	snprintf(shown, sizeof(shown), first, 0, "");
	sched_setattr_of(attributes, shown);
	attributes[0] = 56;
	snprintf(shown, sizeof(shown), first, 56, ", sched_util_min=0, sched_util_max=0");
	sched_setattr_of(attributes, shown);
	attributes[0] = 60;
	snprintf(shown, sizeof(shown), first, 60, ", sched_util_min=0, sched_util_max=0, ...");
	sched_setattr_of(attributes, shown);

	uint32_t *edge = at_page_end((uint32_t[]){ 56, 0 }, 8);
	snprintf(address, sizeof(address), "%p", (void *)edge);
	sched_setattr_of(edge, address);

	static const uint32_t events[40] = { 0, 8 }; /* the kernel cannot write what it would like */
	long result = syscall(SYS_perf_event_open, events, -1, -1, -1, 0x100);
	expect("perf_event_open({type=PERF_TYPE_HARDWARE, size=0x8 /* PERF_ATTR_SIZE_??? */}, -1, -1, -1, "
	       "0x100 /* PERF_FLAG_??? */) = %s\n", result_text(result));
}

int main(void)
{
	golden_begin();
	test_callers();
	test_members();
	golden_end();
	return 0;
}
