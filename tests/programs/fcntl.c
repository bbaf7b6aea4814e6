/* Commands of fcntl that look at descriptors, and those that came late; a filter answers them. */
// rastro: -a 1 -e trace=fcntl,fcntl64
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"
#include <fcntl.h>

static void ask(const char *name, long number)
{
	struct {
		uint32_t flags;
		int16_t type;
		uint16_t padding;
	} delegation = { 1, F_WRLCK, 0 };
	uint32_t ids[2] = { 1, 2 };
	uint64_t hint = 4;

	syscall(number, 3, 1027, 5L);
	expect("%s(3, F_DUPFD_QUERY, 5) = 0\n", name);
	syscall(number, 3, 1028, 5L);
	expect("%s(3, F_CREATED_QUERY) = 0\n", name);
	syscall(number, 3, 1039, &delegation);
	expect("%s(3, F_GETDELEG, {d_flags=1, d_type=F_WRLCK}) = 0\n", name);
	syscall(number, 3, 1040, &delegation);
	expect("%s(3, F_SETDELEG, {d_flags=1, d_type=F_WRLCK}) = 0\n", name);
	syscall(number, 3, 1040, unreadable());
	expect("%s(3, F_SETDELEG, %p) = 0\n", name, unreadable());
	syscall(number, 3, 17, ids);
	expect("%s(3, F_GETOWNER_UIDS, %p) = 0\n", name, (void *)ids);
	syscall(number, 3, 1036, &hint);
	expect("%s(3, F_SET_RW_HINT, [RWH_WRITE_LIFE_LONG]) = 0\n", name);
	syscall(number, 3, 1037, &hint);
	expect("%s(3, F_GET_FILE_RW_HINT, [RWH_WRITE_LIFE_LONG]) = 0\n", name);
}

int main(void)
{
	answer_call(SYS_fcntl);
#ifdef SYS_fcntl64
	answer_call(SYS_fcntl64);
#endif
	golden_begin();
	ask("fcntl", SYS_fcntl);
#ifdef SYS_fcntl64
	ask("fcntl64", SYS_fcntl64);
#endif
	golden_end();
	return 0;
}
