/* Calls that came after Linux 6.1, which the kernel here need not have.
 *
 * At first they fail, somehow; then a filter answers them, so that what the tracer takes
 * for the kernel's answer is what we wrote. */
// rastro: -a 1 -e trace=cachestat,fchmodat2,map_shadow_stack,futex_wake,futex_wait,futex_requeue,lsm_get_self_attr,lsm_set_self_attr,lsm_list_modules,mseal,setxattrat,getxattrat,listxattrat,removexattrat,open_tree_attr,file_getattr,file_setattr,listns,rseq_slice_yield
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"

#include <fcntl.h>
#include <time.h>

/* Numbers are the same for all ABIs from 424 on. */
enum {
	CACHESTAT = 451,
	FCHMODAT2,
	MAP_SHADOW_STACK,
	FUTEX_WAKE_2,
	FUTEX_WAIT_2,
	FUTEX_REQUEUE_2,
	STATMOUNT,
	LISTMOUNT,
	LSM_GET_SELF_ATTR,
	LSM_SET_SELF_ATTR,
	LSM_LIST_MODULES,
	MSEAL,
	SETXATTRAT,
	GETXATTRAT,
	LISTXATTRAT,
	REMOVEXATTRAT,
	OPEN_TREE_ATTR,
	FILE_GETATTR,
	FILE_SETATTR,
	LISTNS,
	RSEQ_SLICE_YIELD,
};

static const char *address_text(const void *address)
{
	static char text[20];

	snprintf(text, sizeof(text), "%p", address);
	return text;
}

struct range {
	uint64_t offset, length;
};

struct counts {
	uint64_t cached, dirty, written_back, evicted, recently;
};

static void test_cachestat(void)
{
	struct range range = { 4096, 1ull << 40 };
	struct counts counts = { 1, 2, 3, 4, 5 };

	long result = syscall(CACHESTAT, -1, &range, &counts, 3);
	expect("cachestat(-1, {off=4096, len=1099511627776}, ");
	if (result == 0)
		expect("{nr_cache=1, nr_dirty=2, nr_writeback=3, nr_evicted=4, nr_recently_evicted=5}");
	else
		expect("%p", (void *)&counts);
	expect(", 3) = %s\n", result_text(result));
	result = syscall(CACHESTAT, -1, unreadable(), unreadable(), 0);
	expect("cachestat(-1, %p, %p, 0) = %s\n", unreadable(), unreadable(), result_text(result));
	/* The kernel reads all of it or nothing. */
	void *half = at_page_end(&range, 8);
	result = syscall(CACHESTAT, -1, half, NULL, 0);
	expect("cachestat(-1, %p, NULL, 0) = %s\n", half, result_text(result));
}

static void test_files(void)
{
	long result = syscall(FCHMODAT2, -1, "a", 04751, AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH);
	expect("fchmodat2(-1, \"a\", 04751, AT_SYMLINK_NOFOLLOW|AT_EMPTY_PATH) = %s\n",
	       result_text(result));
	result = syscall(FCHMODAT2, AT_FDCWD, unreadable(), 0, 1);
	expect("fchmodat2(AT_FDCWD, %p, 000, 0x1 /* AT_??? */) = %s\n", unreadable(),
	       result_text(result));
	uint32_t attributes[] = { 0x42, 0, 4096, 1, 1000, 8192 };
	result = syscall(FILE_SETATTR, -1, "a", attributes, sizeof(attributes), AT_SYMLINK_NOFOLLOW);
	expect("file_setattr(-1, \"a\", {fa_xflags=FS_XFLAG_PREALLOC|FS_XFLAG_NOATIME, "
	       "fa_extsize=4096, fa_nextents=1, fa_projid=1000, fa_cowextsize=8192}, 24, "
	       "AT_SYMLINK_NOFOLLOW) = %s\n", result_text(result));
	result = syscall(FILE_GETATTR, -1, "a", attributes, sizeof(attributes), 0);
	expect("file_getattr(-1, \"a\", ");
	if (result == 0)
		expect("{fa_xflags=FS_XFLAG_PREALLOC|FS_XFLAG_NOATIME, fa_extsize=4096, "
		       "fa_nextents=1, fa_projid=1000, fa_cowextsize=8192}");
	else
		expect("%p", (void *)attributes);
	expect(", 24, 0) = %s\n", result_text(result));
	result = syscall(FILE_SETATTR, -1, NULL, unreadable(), 24, 0);
	expect("file_setattr(-1, NULL, %p, 24, 0) = %s\n", unreadable(), result_text(result));
}

static void test_attributes(void)
{
	struct {
		uint64_t value;
		uint32_t size, flags;
	} arguments = { (uintptr_t)"value", 5, 1 };

	long result = syscall(SETXATTRAT, -1, "a", AT_SYMLINK_NOFOLLOW, "user.b", &arguments, 16);
	expect("setxattrat(-1, \"a\", AT_SYMLINK_NOFOLLOW, \"user.b\", {value=\"value\", size=5, "
	       "flags=XATTR_CREATE}, 16) = %s\n", result_text(result));
	arguments.flags = 0;
	result = syscall(GETXATTRAT, -1, "a", 0, "user.b", &arguments, 16);
	expect("getxattrat(-1, \"a\", 0, \"user.b\", {value=%s, size=5, flags=0}, 16) = %s\n",
	       result == 0 ? "\"\"" : address_text((void *)(uintptr_t)arguments.value),
	       result_text(result));
	result = syscall(GETXATTRAT, -1, "a", 0, "user.b", unreadable(), 16);
	expect("getxattrat(-1, \"a\", 0, \"user.b\", %p, 16) = %s\n", unreadable(), result_text(result));
	result = syscall(LISTXATTRAT, -1, "a", AT_EMPTY_PATH, NULL, 0);
	expect("listxattrat(-1, \"a\", AT_EMPTY_PATH, NULL, 0) = %s\n", result_text(result));
	result = syscall(REMOVEXATTRAT, -1, unreadable(), 0, "user.b");
	expect("removexattrat(-1, %p, 0, \"user.b\") = %s\n", unreadable(), result_text(result));
}

static void test_memory(void)
{
	long result = syscall(MSEAL, 4096, 8192, 0);
	expect("mseal(0x1000, 8192, 0) = %s\n", result_text(result));
	result = syscall(MSEAL, 1, 8192, 5);
	expect("mseal(0x1, 8192, 0x5) = %s\n", result_text(result));
	result = syscall(MAP_SHADOW_STACK, 1, 8192, 9);
	expect("map_shadow_stack(0x1, 8192, SHADOW_STACK_SET_TOKEN|0x8) = %s\n",
	       result_address(result));
}

static void test_futexes(void)
{
	struct {
		int64_t seconds, nanoseconds;
	} timeout = { 1, 2 };
	struct {
		uint64_t value, address;
		uint32_t flags, reserved;
	} waiters[2] = { { 1, 0x1000, 0x82, 0 }, { 2, 0x2001, 2, 0 } };

	long result = syscall(FUTEX_WAKE_2, 1, 3, 5, 0x82);
	expect("futex_wake(0x1, 0x3, 5, FUTEX2_SIZE_U32|FUTEX2_PRIVATE) = %s\n",
	       result_text(result));
	result = syscall(FUTEX_WAIT_2, 1, 2, 3, 2, &timeout, CLOCK_MONOTONIC);
	expect("futex_wait(0x1, 0x2, 0x3, FUTEX2_SIZE_U32, {tv_sec=1, tv_nsec=2}, CLOCK_MONOTONIC) "
	       "= %s\n", result_text(result));
	result = syscall(FUTEX_WAIT_2, 1, 2, 3, 2, unreadable(), CLOCK_MONOTONIC);
	expect("futex_wait(0x1, 0x2, 0x3, FUTEX2_SIZE_U32, %p, CLOCK_MONOTONIC) = %s\n",
	       unreadable(), result_text(result));
	result = syscall(FUTEX_REQUEUE_2, waiters, 7, 1, 2);
	expect("futex_requeue([{val=0x1, uaddr=0x1000, flags=FUTEX_32|FUTEX_PRIVATE_FLAG}, "
	       "{val=0x2, uaddr=0x2001, flags=FUTEX_32}], 0x7, 1, 2) = %s\n",
	       result_text(result));
	result = syscall(FUTEX_REQUEUE_2, unreadable(), 0, 1, 2);
	expect("futex_requeue(%p, 0, 1, 2) = %s\n", unreadable(), result_text(result));
}

static void test_security(void)
{
	struct {
		uint64_t id, flags, size, context_size;
		char context[8];
	} context = { 104, 1, 40, 8, "confine" };
	uint32_t size = sizeof(context);

	long result = syscall(LSM_SET_SELF_ATTR, 100, &context, size, 1);
	expect("lsm_set_self_attr(LSM_ATTR_CURRENT, {id=LSM_ID_APPARMOR, flags=0x1, len=40, "
	       "ctx_len=8, ctx=\"confine\\0\"}, 40, 0x1) = %s\n", result_text(result));
	result = syscall(LSM_SET_SELF_ATTR, 0, unreadable(), size, 0);
	expect("lsm_set_self_attr(LSM_ATTR_UNDEF, %p, 40, 0) = %s\n", unreadable(),
	       result_text(result));
}

static void test_mounts(void)
{
	uint32_t attributes[8] = { 0x9, 0, 0, 0, 1 << 18 };

	long result = syscall(OPEN_TREE_ATTR, -1, "a", O_CLOEXEC | 1, attributes, 32);
	expect("open_tree_attr(-1, \"a\", OPEN_TREE_CLONE|OPEN_TREE_CLOEXEC, "
	       "{attr_set=MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOEXEC, attr_clr=0, "
	       "propagation=MS_PRIVATE, userns_fd=0}, 32) = %s\n", result_text(result));
	result = syscall(LISTNS, unreadable(), NULL, 0, 1);
	expect("listns(%p, NULL, 0, 0x1) = %s\n", unreadable(), result_text(result));
}

static void test_all(void)
{
	test_cachestat();
	test_files();
	test_attributes();
	test_memory();
	test_futexes();
	test_security();
	test_mounts();
}

/* What these write is only ours to say when the kernel did not. */
static void test_answers(void)
{
	uint64_t ids[2] = { 100, 101 };
	struct {
		uint64_t id, flags, size, context_size;
		char context[8];
	} contexts[2] = { { 101, 0, 40, 3, "ab" }, { 104, 0, 40, 2, "c" } };
	uint32_t size = sizeof(contexts);

	long result = syscall(LSM_GET_SELF_ATTR, 101, contexts, &size, 1);
	expect("lsm_get_self_attr(LSM_ATTR_EXEC, [{id=LSM_ID_SELINUX, flags=0, len=40, ctx_len=3, "
	       "ctx=\"ab\\0\"}, {id=LSM_ID_APPARMOR, flags=0, len=40, ctx_len=2, ctx=\"c\\0\"}], [80], "
	       "LSM_FLAG_SINGLE) = %s\n", result_text(result));
	size = 16;
	result = syscall(LSM_LIST_MODULES, ids, &size, 0);
	expect("lsm_list_modules([], [16], 0) = %s\n", result_text(result));
	result = syscall(RSEQ_SLICE_YIELD);
	expect("rseq_slice_yield() = %s\n", result_text(result));
}

int main(void)
{
	golden_begin();
	test_all();
	for (long number = CACHESTAT; number <= RSEQ_SLICE_YIELD; number++)
		answer_call(number);
	test_all();
	test_answers();
	golden_end();
	return 0;
}
