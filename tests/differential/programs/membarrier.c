// trace: membarrier,rseq,set_robust_list,get_robust_list,set_tid_address,getcpu,arch_prctl
// mask: getcpu\(\[\d+\](?:, \[\d+\])?
#include "test.h"

int main(void)
{
	int cpu, node, word;
	void *head;
	size_t size;

	call(membarrier, 0, 0);
	call(membarrier, 1, 0);
	call(membarrier, 16, 0);
	call(membarrier, 8, 0);
	call(membarrier, 128, 1, 0);
	call(membarrier, 12345, 5);
	call(membarrier, -1, -1);
	call(rseq, NULL, 32, 0, 0);
	call(rseq, &word, 32, 1, 0x53053053);
	call(rseq, BAD, -1, -1, -1);
	call(set_robust_list, NULL, 24);
	call(set_robust_list, BAD, 0);
	call(get_robust_list, 0, &head, &size);
	call(get_robust_list, -1, NULL, NULL);
	call(get_robust_list, 0, unreadable, &size);
	call(set_tid_address, NULL);
	call(set_tid_address, &word);
	call(getcpu, &cpu, &node, NULL);
	call(getcpu, NULL, NULL, NULL);
	call(getcpu, &cpu, NULL, BAD);
	call(getcpu, unreadable, NULL, NULL);
	call(arch_prctl, 0x1003, &head);
	call(arch_prctl, 0x1004, &head);
	call(arch_prctl, 0x1001, &head);
	call(arch_prctl, 0x1011, 0);
	call(arch_prctl, 0x1012, -1);
	call(arch_prctl, 0x1003, NULL);
	call(arch_prctl, 0x1021, &head);
	call(arch_prctl, 12345, 6);
	return 0;
}
