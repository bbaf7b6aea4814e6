// pids: none
// mask: (?<=set_tid_address\().*
#include "every.h"

int main(void)
{
	long a = fill_region("\2\0\0\0", 4);

	make_every_call(ENOENT, (long[6]){ 0, a, 16, a, 1, 2 });
	return 0;
}
