// trace: mbind,set_mempolicy,get_mempolicy,migrate_pages,move_pages,set_mempolicy_home_node
#include "test.h"

int main(void)
{
	char *page = mmap(NULL, 2 * 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned long mask[4] = { 1 }, large[4] = { 0x8000000000000001, -1 };
	int mode, status[2], nodes[2] = { 0, 1 };
	void *pages[3] = { page, NULL, page + 4096 };

	page[0] = 1;
	call(set_mempolicy, 0, NULL, 0);
	call(set_mempolicy, 1, mask, 64);
	call(set_mempolicy, 3 | 0x8000, mask, 8);
	call(set_mempolicy, 99, large, 128);
	call(set_mempolicy, -1, unreadable, 64);
	call(set_mempolicy, 2, unreadable - 64, -1);
	call(get_mempolicy, &mode, mask, 64, NULL, 0);
	call(get_mempolicy, &mode, NULL, 0, page, 2);
	call(get_mempolicy, NULL, mask, 1024, NULL, 4);
	call(get_mempolicy, NULL, NULL, -1, BAD, -1);
	call(mbind, page, 4096, 2, mask, 64, 1);
	call(mbind, page, 4096, 0, NULL, 0, 0);
	call(mbind, page, 4096, 0x4005, mask, 65, -1);
	call(mbind, NULL, -1, -1, BAD, 64, 6);
	call(migrate_pages, -1, 64, mask, NULL);
	call(move_pages, 0, 2, pages, NULL, status, 0);
	call(move_pages, 0, 1, pages, nodes, status, 2);
	call(move_pages, 0, 3, NULL, NULL, NULL, -1);
	call(move_pages, 0, 0, pages, nodes, status, 4);
	call(set_mempolicy_home_node, page, 4096, 0, 0);
	call(set_mempolicy_home_node, -1, -1, -1, -1);
	return 0;
}
