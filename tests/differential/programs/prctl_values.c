// trace: prctl,arch_prctl
// pids: none
/* Options that this kernel or machine may not have, and what they take and give. */
#include "every.h"
#include <asm/prctl.h>
#include <linux/prctl.h>

static void answered(void)
{
	static unsigned words[16] = { 1, 2, 3 };
	static const long first[] = { 0, 1, 2, 3, 4, 5 };

	for (int option = 1; option <= 64; option++)
		for (unsigned i = 0; i < sizeof(first) / sizeof(*first); i++)
			if (option != PR_SET_SYSCALL_USER_DISPATCH || first[i] != 2)
				call(prctl, option, first[i], words, 3, 4);
	for (int option = 1; option < PR_SVE_SET_VL; option++)
		call(prctl, option, words, words, words, words);
	for (int option = 0x1000; option < 0x1030; option++)
		for (unsigned i = 0; i < sizeof(first) / sizeof(*first); i++)
			call(arch_prctl, option, first[i]);
	for (int option = 0x1000; option < 0x1030; option++) {
		call(arch_prctl, option, words);
		call(arch_prctl, option, unreadable);
	}
	for (int option = 0x2001; option < 0x2004; option++)
		call(arch_prctl, option, words);
	call(exit_group, 0);
}

int main(void)
{
	answer_calls(EINVAL);
	answered();
	return 0;
}
