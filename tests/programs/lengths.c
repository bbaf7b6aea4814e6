/* Lengths that are not what they seem: cut, filled up, or not reached. */
// rastro: -a 1 -e trace=setxattr,bpf,sched_setaffinity,sendmmsg,name_to_handle_at,rt_sigpending,utime
// abi: x86_64 i386
#include "golden.h"
#include <fcntl.h>
#include <sys/socket.h>

enum { FIRST_CPUS = 1024, MASK_SIZE = 200 };

static void test_ended(void)
{
	long result = syscall(SYS_setxattr, "/nowhere", "user.a", "ab\0", 4, 0);
	expect("setxattr(\"/nowhere\", \"user.a\", \"ab\\0\", 4, 0) = %s\n", result_text(result));
	result = syscall(SYS_setxattr, "/nowhere", "user.a", "ab", 3, 0);
	expect("setxattr(\"/nowhere\", \"user.a\", \"ab\", 3, 0) = %s\n", result_text(result));
}

static void test_filled(void)
{
	uint32_t attributes[10] = { -1, 7, 7, 7, 7, 7, 1 };

	long result = syscall(SYS_bpf, 1, attributes, 4);
	expect("bpf(BPF_MAP_LOOKUP_ELEM, {map_fd=-1, key=NULL, value=NULL}, 4) = %s\n",
	       result_text(result));
	result = syscall(SYS_bpf, 1, attributes, 32);
	expect("bpf(BPF_MAP_LOOKUP_ELEM, {map_fd=-1, key=0x700000007, value=0x700000007, "
	       "flags=0x1 /* BPF_??? */}, 32) = %s\n", result_text(result));
}

/* Masks of processors go on behind the last one there may be. */
static void test_first(void)
{
	uint8_t mask[MASK_SIZE] = { 5 };

	mask[FIRST_CPUS / 8 - 1] = 0x80;
	mask[FIRST_CPUS / 8] = 1;
	long result = syscall(SYS_sched_setaffinity, -1, FIRST_CPUS / 8, mask);
	expect("sched_setaffinity(-1, 128, [0 2 1023]) = %s\n", result_text(result));
	result = syscall(SYS_sched_setaffinity, -1, MASK_SIZE, mask);
	expect("sched_setaffinity(-1, %d, [0 2 1023 ...]) = %s\n", MASK_SIZE, result_text(result));
}

/* The second message cannot be sent, so nothing says how much of it was. */
static void test_partial(void)
{
	struct mmsghdr messages[2] = { 0 };
	struct iovec part = { "abc", 3 }, unreachable = { unreadable(), 3 };
	int ends[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends) < 0)
		abort();
	messages[0].msg_hdr.msg_iov = &part;
	messages[1].msg_hdr.msg_iov = &unreachable;
	messages[0].msg_hdr.msg_iovlen = messages[1].msg_hdr.msg_iovlen = 1;
	long result = syscall(SYS_sendmmsg, ends[0], messages, 2, 0);
	expect("sendmmsg(%d, [{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"abc\", "
	       "iov_len=3}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, msg_len=3}, "
	       "{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=%p, iov_len=3}], "
	       "msg_iovlen=1, msg_controllen=0, msg_flags=0}}], 2, 0) = %s\n",
	       ends[0], unreadable(), result_text(result));
}

/* The kernel says how long the handle would have been. */
static void test_overflow(void)
{
	uint32_t handle[2] = { 0, 0 };
	int mount = 0;

	long result = syscall(SYS_name_to_handle_at, AT_FDCWD, "/", handle, &mount, 0);
	expect("name_to_handle_at(AT_FDCWD, \"/\", {handle_bytes=0");
	if (handle[0])
		expect(" => %u", handle[0]);
	expect("}, %p, 0) = %s\n", (void *)&mount, result_text(result));
}

static void test_smaller_sets(void)
{
	uint64_t set = 0;

	long result = syscall(SYS_rt_sigpending, &set, 2);
	expect("rt_sigpending([], 2) = %s\n", result_text(result));
	result = syscall(SYS_rt_sigpending, &set, 9);
	expect("rt_sigpending(%p, 9) = %s\n", (void *)&set, result_text(result));
}

static void test_dates(void)
{
	long times[2] = { INTPTR_MAX, 1 };

	long result = syscall(SYS_utime, "/nowhere", times);
	if (sizeof(long) == 8)
		expect("utime(\"/nowhere\", {actime=%ld, modtime=1 /* 1970-01-01T00:00:01+0000 */}) = %s\n",
		       times[0], result_text(result));
	else
		expect("utime(\"/nowhere\", {actime=%ld /* 2038-01-19T03:14:07+0000 */, "
		       "modtime=1 /* 1970-01-01T00:00:01+0000 */}) = %s\n", times[0], result_text(result));
}

int main(void)
{
	golden_begin();
	test_ended();
	test_filled();
	test_first();
	test_partial();
	test_overflow();
	test_smaller_sets();
	test_dates();
	golden_end();
	return 0;
}
