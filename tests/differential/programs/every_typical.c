// pids: none
// mask: (?<=set_tid_address\().*
#include "every.h"

int main(void)
{
	long a = fill_region("\1\0\0\0", 4);

	make_every_call(0, (long[6]){ 1, a, 2, a, 3, a });
	return 0;
}
