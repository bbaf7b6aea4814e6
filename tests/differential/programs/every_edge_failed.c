// pids: none
// mask: (?<=set_tid_address\().*
#include "every.h"

int main(void)
{
	long a = (long)edge("123456\0", 7);

	make_every_call(EFAULT, (long[6]){ a, a, a, a, a, a });
	return 0;
}
