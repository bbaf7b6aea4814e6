/* Opening files: paths good and bad, flags, and a mode only where one counts. */
// rastro: -a 1 -e trace=openat
// abi: x86_64 i386
#include "golden.h"

#include <fcntl.h>

int main(void)
{
	long result;

	golden_begin();

	result = syscall(SYS_openat, AT_FDCWD, "/dev/null", O_RDONLY | O_CLOEXEC, 0777);
	expect("openat(AT_FDCWD, \"/dev/null\", O_RDONLY|O_CLOEXEC) = %s\n", result_text(result));

	result = syscall(SYS_openat, -1, "gone\n\377", O_WRONLY | O_CREAT | O_EXCL, 0640);
	expect("openat(-1, \"gone\\n\\377\", O_WRONLY|O_CREAT|O_EXCL, 0640) = %s\n",
	       result_text(result));

	result = syscall(SYS_openat, AT_FDCWD, "/nowhere", O_RDWR | O_TMPFILE, 0);
	expect("openat(AT_FDCWD, \"/nowhere\", O_RDWR|O_TMPFILE, 000) = %s\n",
	       result_text(result));

	result = syscall(SYS_openat, AT_FDCWD, unreadable(), O_RDONLY);
	expect("openat(AT_FDCWD, %p, O_RDONLY) = %s\n", unreadable(), result_text(result));

	result = syscall(SYS_openat, AT_FDCWD, NULL, O_PATH | O_NOFOLLOW);
	expect("openat(AT_FDCWD, NULL, O_RDONLY|O_NOFOLLOW|O_PATH) = %s\n", result_text(result));

	const char *cut = at_page_end("unended", 7);
	result = syscall(SYS_openat, AT_FDCWD, cut, O_RDONLY);
	expect("openat(AT_FDCWD, %p, O_RDONLY) = %s\n", (void *)cut, result_text(result));

	result = syscall(SYS_openat, AT_FDCWD, at_page_end("/gone", 6), 3 | 0x20000000);
	expect("openat(AT_FDCWD, \"/gone\", O_ACCMODE|0x20000000) = %s\n", result_text(result));

	golden_end();
	return 0;
}
