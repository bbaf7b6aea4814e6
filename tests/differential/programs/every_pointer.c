// pids: none
// mask: (?<=set_tid_address\().*
// also: -v
#include "every_pointer.h"

/* What came out is what was there. */
int main(void)
{
	call_with_pointers(0);
	return 0;
}
