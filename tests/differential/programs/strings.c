// quiet: its output is not text
// trace: write,openat
// also: -x
// also: -xx
// also: --strings-in-hex=non-ascii-chars
// also: --strings-in-hex=none
// also: --strings-in-hex=all
// also: -s 0
// also: -s 1
// also: -s 5 -x
// also: -s 1000
// also: -s 4 -xx
// also: -e write=1 -s 3
// also: -e write=1,2 -x
#include "test.h"

int main(void)
{
	static const char text[] = "plain \1\2\003\0034\xff\xfe\x80 \"q\" 'a' \\ \t\n\r\v\f\a\b\033[0m \xce\xbb\xe2\x82\xac\xf0\x9f\x98\x80 a long rest that is cut somewhere";
	static char every[256];

	for (int i = 0; i < 256; i++)
		every[i] = i;
	call(write, 1, text, sizeof(text));
	call(write, 2, every, 256);
	call(write, 1, "ascii only\n", 11);
	call(write, 1, "\0", 1);
	call(write, 1, "1\0002", 3);
	call(write, 1, "tail\0", 5);
	for (int i = 0; i < 20; i++)
		call(write, 1, every + 60, i);
	call(openat, AT_FDCWD, text, O_RDONLY);
	call(openat, AT_FDCWD, "plain", O_RDONLY);
	call(openat, AT_FDCWD, "", O_RDONLY);
	return 0;
}
