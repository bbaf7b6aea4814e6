/* Commands of older calls that came after Linux 6.1: of descriptors and of rules. */
// rastro: -a 1 -e trace=fcntl,fcntl64,landlock_add_rule
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"

enum { DUPFD_QUERY = 1027, CREATED_QUERY, GETDELEG = 1039, SETDELEG };
enum { GET_RW_HINT = 1035, SET_RW_HINT, GET_FILE_RW_HINT, SET_FILE_RW_HINT };

static void test_descriptors(long number, const char *name)
{
	uint64_t hint = 3;
	struct {
		uint32_t flags;
		uint16_t type, padding;
	} delegation = { 0, 1, 0 };

	answer_call(number);
	syscall(number, 0, DUPFD_QUERY, 1);
	expect("%s(0, F_DUPFD_QUERY, 1) = 0\n", name);
	syscall(number, 0, CREATED_QUERY, 1);
	expect("%s(0, F_CREATED_QUERY) = 0\n", name);
	syscall(number, 0, GETDELEG, &delegation);
	expect("%s(0, F_GETDELEG, {d_flags=0, d_type=F_WRLCK}) = 0\n", name);
	delegation.type = 77;
	syscall(number, 0, SETDELEG, &delegation);
	expect("%s(0, F_SETDELEG, {d_flags=0, d_type=0x4d /* F_??? */}) = 0\n", name);
	syscall(number, 0, SETDELEG, unreadable());
	expect("%s(0, F_SETDELEG, %p) = 0\n", name, unreadable());
	syscall(number, 0, GET_RW_HINT, &hint);
	expect("%s(0, F_GET_RW_HINT, [RWH_WRITE_LIFE_MEDIUM]) = 0\n", name);
	syscall(number, 0, SET_RW_HINT, &hint);
	expect("%s(0, F_SET_RW_HINT, [RWH_WRITE_LIFE_MEDIUM]) = 0\n", name);
	syscall(number, 0, GET_FILE_RW_HINT, &hint);
	expect("%s(0, F_GET_FILE_RW_HINT, [RWH_WRITE_LIFE_MEDIUM]) = 0\n", name);
	syscall(number, 0, SET_FILE_RW_HINT, NULL);
	expect("%s(0, F_SET_FILE_RW_HINT, NULL) = 0\n", name);
}

static void test_rules(void)
{
	struct {
		uint64_t access, port;
	} rule = { 3, 443 };

	long result = syscall(SYS_landlock_add_rule, -1, 2, &rule, 0);
	expect("landlock_add_rule(-1, LANDLOCK_RULE_NET_PORT, {allowed_access="
	       "LANDLOCK_ACCESS_NET_BIND_TCP|LANDLOCK_ACCESS_NET_CONNECT_TCP, port=443}, 0) = %s\n",
	       result_text(result));
	void *half = at_page_end(&rule, 8);
	result = syscall(SYS_landlock_add_rule, -1, 2, half, 0);
	expect("landlock_add_rule(-1, LANDLOCK_RULE_NET_PORT, %p, 0) = %s\n", half,
	       result_text(result));
}

int main(void)
{
	golden_begin();
	test_rules();
	test_descriptors(SYS_fcntl, "fcntl");
#ifdef SYS_fcntl64
	test_descriptors(SYS_fcntl64, "fcntl64");
#endif
	golden_end();
	return 0;
}
