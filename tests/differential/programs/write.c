// trace: write
#include "test.h"

int main(void)
{
	int fd = open("file", O_WRONLY | O_CREAT, 0600);

	call(write, fd, "hello", 5);
	call(write, fd, "", 0);
	call(write, fd, "exactly thirty-two characters...", 32);
	call(write, fd, "thirty-three characters with this", 33);
	call(write, fd, "a\0b\0001\0009x\x7f\x80\xff\"\\'\n\t\r\v\f\a\b\033", 24);
	call(write, fd, "\xce\xbb\xe2\x82\xac", 5);
	call(write, fd, NULL, 3);
	call(write, fd, NULL, 0);
	call(write, fd, BAD, 7);
	call(write, fd, edge("half", 4), 5);
	call(write, fd, edge("exactly thirty-two characters...", 32), 40);
	call(write, fd, edge("a page less", 11), 4096);
	call(write, fd, unreadable, 5);
	call(write, fd, "x", (size_t)-1);
	call(write, -1, "bad", 3);
	call(write, 0, "read-only", 9);
	call(write, 1, "standard output\n", 16);
	return 0;
}
