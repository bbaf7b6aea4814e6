// trace: madvise,process_madvise,mincore,msync
#include "test.h"

int main(void)
{
	char *page = mmap(NULL, 5 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	struct { void *base; size_t size; } range = { page, 4096 };
	unsigned char vector[64];

	for (int advice = 0; advice < 30; advice++)
		call(madvise, NULL, 0, advice);
	call(madvise, page, 4096, 4);
	call(madvise, page, 4096, 100);
	call(madvise, page, 4096, 103);
	call(madvise, -1, -1, -1);
	page[0] = page[4096] = 1;
	call(mincore, page, 5 * 4096, vector);
	call(mincore, page, 1, vector);
	call(mincore, page, 0, vector);
	call(mincore, page + 1, 4096, vector);
	call(mincore, page, 4096, NULL);
	call(mincore, NULL, 4096, vector);
	call(msync, page, 4096, 4);
	call(msync, page, 4096, 1 | 2);
	call(msync, page, 4096, -1);
	call(msync, NULL, 4096, 0);
	call(process_madvise, -1, NULL, 1, 20, 0);
	call(process_madvise, 5, &range, 1, 4, -1);
	return 0;
}
