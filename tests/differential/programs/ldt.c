// trace: modify_ldt,set_thread_area,get_thread_area
#include "test.h"

struct description { unsigned int entry, base, limit, flags; };

int main(void)
{
	struct description d = { .entry = 3, .base = 0x1000, .limit = 0xfffff, .flags = 0x51 };
	char buffer[256];

	call(modify_ldt, 0, buffer, 256);
	call(modify_ldt, 2, buffer, 16);
	call(modify_ldt, 1, &d, sizeof(d));
	call(modify_ldt, 17, &d, sizeof(d));
	call(modify_ldt, 1, &d, 5);
	call(modify_ldt, 1, NULL, 16);
	call(modify_ldt, 99, unreadable, -1);
	d.entry = -1;
	call(set_thread_area, &d);
	call(get_thread_area, &d);
	call(set_thread_area, NULL);
	call(get_thread_area, unreadable);
	return 0;
}
