// pids: none
// mask: (?<=set_tid_address\().*
#include "every.h"

int main(void)
{
	make_every_call(0, (long[6]){ 0 });
	return 0;
}
