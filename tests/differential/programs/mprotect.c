// trace: mprotect,pkey_alloc,pkey_free,pkey_mprotect
#include "test.h"

int main(void)
{
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	call(mprotect, page, 4096, PROT_NONE);
	call(mprotect, page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
	call(mprotect, page, 4096, PROT_GROWSDOWN | PROT_READ);
	call(mprotect, page, 4096, PROT_GROWSUP | PROT_GROWSDOWN | 8);
	call(mprotect, page, 4096, -1);
	call(mprotect, NULL, 4096, PROT_READ);
	call(mprotect, page + 1, -1, PROT_READ);
	call(pkey_alloc, 0, 1);
	call(pkey_alloc, 5, 3);
	call(pkey_alloc, -1, -1);
	call(pkey_free, -1);
	call(pkey_free, 77);
	call(pkey_mprotect, page, 4096, PROT_READ, -1);
	call(pkey_mprotect, page, 4096, PROT_READ, 33);
	return 0;
}
