// pids: none
// mask: (?<=set_tid_address\().*
// also: -v
// also: -X verbose
#include "every_pointer.h"

/* Nothing came out. */
int main(void)
{
	call_with_pointers(EINVAL);
	return 0;
}
