// trace: bpf
// also: -v
// pids: none
/* Members whose numbers have names, or that say what others are. */
#include "every.h"

static uint32_t attr[64];

static void with(int command, size_t size, unsigned at, uint32_t first, uint32_t last)
{
	for (uint32_t value = first; value <= last; value++) {
		attr[at] = value;
		call(bpf, command, attr, size);
	}
	attr[at] = 0;
}

int main(void)
{
	for (unsigned i = 0; i < 8; i++)
		attr[i] = 100 + i;
	answer_calls(EPERM);
	memset(attr, 0, sizeof(attr));
	with(5, 48, 0, 0, 34);   /* BPF_PROG_LOAD: the type */
	with(5, 128, 17, 0, 45); /* and what it will be attached to */
	with(7, 16, 3, 0, 9);    /* BPF_OBJ_GET: flags */
	attr[0] = 9999;
	with(8, 20, 2, 0, 45); /* BPF_PROG_ATTACH */
	with(8, 20, 3, 0, 9);
	with(9, 12, 2, 0, 45);  /* BPF_PROG_DETACH */
	with(10, 80, 16, 0, 5); /* BPF_PROG_TEST_RUN: flags */
	with(11, 12, 2, 0, 9);  /* BPF_PROG_GET_NEXT_ID: flags */
	with(16, 24, 1, 0, 45); /* BPF_PROG_QUERY */
	with(28, 16, 2, 0, 43); /* BPF_LINK_CREATE */
	with(28, 48, 2, 0, 43);
	call(exit_group, 0);
	return 0;
}
