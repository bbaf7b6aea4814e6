// trace: bind
#include "test.h"

int main(void)
{
	char address[128];

	for (int i = 0; i < 128; i++)
		address[i] = i + 1;
	for (int family = 0; family < 48; family++) {
		*(unsigned short *)address = family;
		call(bind, -1, address, 128);
		call(bind, -1, address, 20);
		call(bind, -1, address, 12);
	}
	return 0;
}
