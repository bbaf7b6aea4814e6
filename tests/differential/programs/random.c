// trace: getrandom
#include "test.h"

int main(void)
{
	char buffer[256];

	call(getrandom, buffer, 8, 0);
	call(getrandom, buffer, 32, GRND_NONBLOCK);
	call(getrandom, buffer, 200, GRND_RANDOM | GRND_NONBLOCK);
	call(getrandom, buffer, 0, 0);
	call(getrandom, NULL, 5, 4);
	call(getrandom, unreadable, 5, 0);
	call(getrandom, buffer, 5, -1);
	return 0;
}
