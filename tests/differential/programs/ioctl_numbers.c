// trace: ioctl
#include "test.h"

/* The names that commands have, known or not, for each type and direction. */
int main(void)
{
	static const char types[] = "TtVfXEUKHlSbpqrA\x12\x22\x15\x89\x94\xae\xaa\xb7\xb8\xfd";

	for (int type = 0; types[type]; type++)
		for (int number = 0; number < 8; number++)
			call(ioctl, -1, ((unsigned char)types[type] << 8) | number, 0);
	return 0;
}
