// trace: perf_event_open
#include "test.h"

int main(void)
{
	call(perf_event_open, NULL, -1, -1, -1, 0);
	call(perf_event_open, unreadable, 0, 5, -1, 8);
	call(perf_event_open, BAD, -1, 0, -1, -1);
	call(perf_event_open, NULL, 0, -1, 0, 0xf);
	return 0;
}
