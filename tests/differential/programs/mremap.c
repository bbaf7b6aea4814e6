// trace: mremap,brk,remap_file_pages,mlock,munlock,mlock2,mlockall,munlockall
#include "test.h"

int main(void)
{
	char *page = mmap(NULL, 4 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	long end;

	call(mremap, page, 4096, 4096, 0);
	call(mremap, page, 4096, 8192, MREMAP_MAYMOVE);
	call(mremap, page + 8192, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, 0x20000000);
	call(mremap, page, 4096, 4096, MREMAP_MAYMOVE | 4 /* MREMAP_DONTUNMAP */, 0x1234);
	call(mremap, NULL, -1, 0, -1, -1);
	end = call(brk, NULL);
	call(brk, end + 4096);
	call(brk, end);
	call(brk, -1);
	call(remap_file_pages, page, 4096, 0, 0, 0);
	call(remap_file_pages, NULL, -1, PROT_READ, -1, -1);
	call(mlock, page + 3 * 4096, 4096);
	call(mlock, NULL, 4096);
	call(mlock2, page + 3 * 4096, 4096, 1);
	call(mlock2, page + 3 * 4096, 4096, -1);
	call(munlock, page + 3 * 4096, 4096);
	call(munlock, -1, -1);
	call(mlockall, 0);
	call(mlockall, -1);
	call(mlockall, 4);
	call(munlockall);
	return 0;
}
