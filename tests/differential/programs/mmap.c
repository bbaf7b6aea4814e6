// trace: mmap,munmap,mmap2
// also: -v
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0640);
	char *page;

	ftruncate(fd, 8192);
#ifdef __x86_64__
	page = (char *)call(mmap, NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	call(mmap, NULL, 4096, PROT_READ, MAP_SHARED, fd, 4096);
	call(mmap, 0x10000000, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
	call(mmap, 0x10000000, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
	call(mmap, NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_DENYWRITE | MAP_32BIT, fd, 0);
	call(mmap, NULL, 4096, 7, MAP_SHARED_VALIDATE | MAP_SYNC, fd, 0);
	call(mmap, NULL, 0, PROT_READ, MAP_PRIVATE, fd, 0);
	call(mmap, NULL, 4096, -1, -1, -1, -4096);
	call(mmap, NULL, 2 << 20, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB | (21 << 26), -1, 0);
	call(mmap, NULL, 4096, PROT_READ | PROT_WRITE | 0x01000000, 0x22 | MAP_GROWSDOWN | MAP_STACK | MAP_LOCKED | MAP_POPULATE | MAP_NONBLOCK, -1, 0);
	call(mmap, 1, -1, 0, 0, 1000, 1);
#else
	struct { long a[6]; } old = { { 0, 4096, PROT_READ, MAP_SHARED, fd, 4096 } };
	page = (char *)call(mmap2, NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	call(mmap2, NULL, 4096, PROT_READ, MAP_SHARED, fd, 1);
	call(mmap2, NULL, 4096, -1, -1, -1, 0xfffff);
	call(mmap2, NULL, 4096, PROT_READ, MAP_SHARED, fd, -1);
	call(mmap, &old);
	call(mmap, NULL);
	call(mmap, unreadable - 8);
#endif
	call(munmap, page, 4096);
	call(munmap, page + 4096, 4096);
	call(munmap, 1, 0);
	call(munmap, -4096, -1);
	return 0;
}
