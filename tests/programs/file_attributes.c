/* Attributes of files by the newer calls, whose structures say how long they are. */
// rastro: -a 1 -e trace=/xattrat,/file_.etattr,cachestat,openat2,name_to_handle_at
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"
#include <fcntl.h>

enum {
	OPENAT2 = 437,
	CACHESTAT = 451,
	SETXATTRAT = 463,
	GETXATTRAT,
	LISTXATTRAT,
	REMOVEXATTRAT,
	FILE_GETATTR = 468,
	FILE_SETATTR,
};

static void extended(void)
{
	struct {
		uint64_t value;
		uint32_t size, flags;
		uint64_t more;
	} value = { (uintptr_t)"value", 5, 1, 0 };

	syscall(SETXATTRAT, AT_FDCWD, "/nowhere", 0x100, "user.a", &value, 16);
	expect("setxattrat(AT_FDCWD, \"/nowhere\", AT_SYMLINK_NOFOLLOW, \"user.a\", "
	       "{value=\"value\", "
	       "size=5, flags=XATTR_CREATE}, 16) = 0\n");
	value.more = 1;
	syscall(SETXATTRAT, 3, "", 0x1000, "user.a", &value, 24);
	expect("setxattrat(3, \"\", AT_EMPTY_PATH, \"user.a\", {value=\"value\", size=5, "
	       "flags=XATTR_CREATE, /* bytes 16..23 */ "
	       "\"\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}, 24) "
	       "= 0\n");
	syscall(SETXATTRAT, 3, "", 0, "user.a", &value, 15);
	expect("setxattrat(3, \"\", 0, \"user.a\", %p, 15) = 0\n", (void *)&value);
	value.flags = 0;
	syscall(GETXATTRAT, 3, "", 0, "user.a", &value, 16);
	expect("getxattrat(3, \"\", 0, \"user.a\", {value=\"\", size=5, flags=0}, 16) = 0\n");
	syscall(GETXATTRAT, 3, "", 0, "user.a", unreadable(), 16);
	expect("getxattrat(3, \"\", 0, \"user.a\", %p, 16) = 0\n", unreadable());
	syscall(LISTXATTRAT, 3, "", 0, "names", 5);
	expect("listxattrat(3, \"\", 0, \"\", 5) = 0\n");
	syscall(REMOVEXATTRAT, 3, "", 1, "user.a");
	expect("removexattrat(3, \"\", 0x1 /* AT_??? */, \"user.a\") = 0\n");
}

static void plain(void)
{
	struct {
		uint64_t flags;
		uint32_t size, extents, project, copy_size;
		uint64_t more;
	} attributes = { 0x20002, 1, 2, 3, 4, 0 };

	syscall(FILE_GETATTR, AT_FDCWD, "/nowhere", &attributes, 24, 0x100);
	expect("file_getattr(AT_FDCWD, \"/nowhere\", {fa_xflags=FS_XFLAG_PREALLOC|FS_XFLAG_VERITY, "
	       "fa_extsize=1, fa_nextents=2, fa_projid=3, fa_cowextsize=4}, 24, "
	       "AT_SYMLINK_NOFOLLOW) "
	       "= 0\n");
	attributes.more = 1;
	syscall(FILE_SETATTR, AT_FDCWD, "/nowhere", &attributes, 32, 0);
	expect("file_setattr(AT_FDCWD, \"/nowhere\", {fa_xflags=FS_XFLAG_PREALLOC|FS_XFLAG_VERITY, "
	       "fa_extsize=1, fa_nextents=2, fa_projid=3, fa_cowextsize=4, "
	       "/* bytes 24..31 */ \"\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}, 32, 0) = 0\n");
	syscall(FILE_SETATTR, AT_FDCWD, "/nowhere", unreadable(), 24, 0);
	expect("file_setattr(AT_FDCWD, \"/nowhere\", %p, 24, 0) = 0\n", unreadable());
}

static void cached(void)
{
	uint64_t range[2] = { 1, 2 }, pages[5] = { 1, 2, 3, 4, 5 };

	syscall(CACHESTAT, 3, range, pages, 0);
	expect("cachestat(3, {off=1, len=2}, {nr_cache=1, nr_dirty=2, nr_writeback=3, "
	       "nr_evicted=4, "
	       "nr_recently_evicted=5}, 0) = 0\n");
	syscall(CACHESTAT, 3, NULL, unreadable(), 1);
	expect("cachestat(3, NULL, %p, 1) = 0\n", unreadable());
}

static void handles(void)
{
	struct {
		uint32_t size;
		int32_t type;
		unsigned char bytes[4];
	} handle = { 4, 1, { 1, 2, 3, 4 } };
	uint64_t mount = 0x100000005;

	syscall(SYS_name_to_handle_at, AT_FDCWD, "/", &handle, &mount, 0x201);
	expect("name_to_handle_at(AT_FDCWD, \"/\", {handle_bytes=4, handle_type=1, "
	       "f_handle=\"\\x01\\x02\\x03\\x04\"}, [0x100000005], "
	       "AT_HANDLE_FID|AT_HANDLE_MNT_ID_UNIQUE) = 0\n");
	syscall(SYS_name_to_handle_at, AT_FDCWD, "/", &handle, &mount, 2);
	expect("name_to_handle_at(AT_FDCWD, \"/\", {handle_bytes=4, handle_type=1, "
	       "f_handle=\"\\x01\\x02\\x03\\x04\"}, [5], AT_HANDLE_CONNECTABLE) = 0\n");
}

static void opening(void)
{
	uint64_t how[3] = { 0x804000000, 0, 0x3f };

	syscall(OPENAT2, AT_FDCWD, "/nowhere", how, 24);
	expect("openat2(AT_FDCWD, \"/nowhere\", {flags=O_RDONLY|O_EMPTYPATH|0x800000000, "
	       "resolve=RESOLVE_NO_XDEV|RESOLVE_NO_MAGICLINKS|RESOLVE_NO_SYMLINKS|RESOLVE_BENEATH"
	       "|RESOLVE_IN_ROOT|RESOLVE_CACHED}, 24) = 0\n");
}

int main(void)
{
	answer_call(OPENAT2);
	answer_call(CACHESTAT);
	for (int number = SETXATTRAT; number <= REMOVEXATTRAT; number++)
		answer_call(number);
	answer_call(FILE_GETATTR);
	answer_call(FILE_SETATTR);
	answer_call(SYS_name_to_handle_at);
	golden_begin();
	extended();
	plain();
	cached();
	opening();
	handles();
	golden_end();
	return 0;
}
