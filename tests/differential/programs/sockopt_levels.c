// trace: setsockopt
// options: -a 1
#include "test.h"

/* Options of every level, of a descriptor that nobody has. */
int main(void)
{
	static const short levels[] = { 0,   1,   6,   17,  41,  58,  101, 132, 136, 255, 256,
		                        257, 259, 260, 262, 263, 268, 269, 270, 271, 272, 273,
		                        274, 275, 276, 277, 278, 279, 280, 281, 282, 283 };
	unsigned char value[64];

	for (unsigned i = 0; i < sizeof(value); i++)
		value[i] = i + 1;
	for (unsigned i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		for (int option = 0; option < 136; option++)
			if (levels[i] < 2 || option < 34 || option > 99)
				call(setsockopt, -1, levels[i], option, value, option % 2 ? 20 : 4);
	return 0;
}
