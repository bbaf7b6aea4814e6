// trace: access,faccessat,faccessat2
#include "test.h"

int main(void)
{
	call(access, ".", F_OK);
	call(access, ".", R_OK | W_OK | X_OK);
	call(access, "/dev/null", R_OK);
	call(access, "missing", F_OK);
	call(access, "/dev/null", X_OK);
	call(access, ".", 8);
	call(access, ".", -1);
	call(access, NULL, W_OK);
	call(access, unreadable, W_OK);
	call(faccessat, AT_FDCWD, ".", X_OK);
	call(faccessat, -1, ".", 0);
	call(faccessat, AT_FDCWD, BAD, 0x1234);
	call(faccessat2, AT_FDCWD, ".", R_OK, AT_EACCESS);
	call(faccessat2, AT_FDCWD, "", F_OK, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW);
	call(faccessat2, AT_FDCWD, ".", 0, -1);
	return 0;
}
