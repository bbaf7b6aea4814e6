// pids: none
// mask: (?<=set_tid_address\().*
#include "every.h"

int main(void)
{
	make_every_call(0, (long[6]){ LONG_MAX, LONG_MIN, INT_MAX, INT_MIN, UINT_MAX, 0x55555555 });
	return 0;
}
