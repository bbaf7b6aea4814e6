// pids: none
// mask: (?<=set_tid_address\().*
#include "every.h"

int main(void)
{
	make_every_call(EINVAL, (long[6]){ 6, 5, 4, 3, 2, 1 });
	return 0;
}
