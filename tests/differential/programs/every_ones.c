// pids: none
// mask: (?<=set_tid_address\().*
#include "every.h"

int main(void)
{
	long a = fill_region("\377", 1);

	make_every_call(0, (long[6]){ a, a, a, a, a, a });
	return 0;
}
