/* Entries of directories, one by one, as old programs read them. */
// rastro: -a 1 -e trace=readdir
// abi: i386
#include "golden.h"

#include <fcntl.h>

int main(void)
{
	struct {
		unsigned long inode, offset;
		unsigned short length;
		char name[256];
	} entry;
	int fd = open("/", O_RDONLY | O_DIRECTORY);

	golden_begin();
	long result = syscall(SYS_readdir, fd, &entry, 1);
	if (result == 1)
		expect("readdir(%d, {d_ino=%lu, d_off=%lu, d_reclen=%u, d_name=\"%.*s\"}) = 1\n", fd,
		       entry.inode, entry.offset, entry.length, (int)entry.length, entry.name);
	else
		expect("readdir(%d, %p) = %s\n", fd, (void *)&entry, result_text(result));
	result = syscall(SYS_readdir, -1, unreadable(), 2);
	expect("readdir(-1, %p, 2) = %s\n", unreadable(), result_text(result));
	golden_end();
	return 0;
}
