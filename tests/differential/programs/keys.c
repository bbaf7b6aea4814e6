// mask: (?<=KEYRING) = \d+$|(?:add_key|keyctl|0)\([^=]* += (?:\d{4,}|0x[0-9a-f]{4,})$
// trace: add_key,request_key,keyctl
#include "test.h"

int main(void)
{
	char buffer[64];

	call(add_key, "user", "name", "payload", 7, -3);
	call(add_key, "missing", "name", "payload", 7, -2);
	call(add_key, NULL, NULL, NULL, 0, 12345678);
	call(add_key, "user", BAD, unreadable, 5, 0);
	call(request_key, "user", "nobody", NULL, 0);
	call(request_key, "user", "nobody", "information", -8);
	call(request_key, NULL, BAD, BAD, -1);
	call(keyctl, 0, 0x7ffffff0, 0);
	call(keyctl, 1, NULL);
	call(keyctl, 2, 0x7ffffff0, "payload", 7);
	call(keyctl, 3, 0x7ffffff0);
	call(keyctl, 4, 0x7ffffff0, -1, 5);
	call(keyctl, 5, 0x7ffffff0, 0x3f3f0000);
	call(keyctl, 6, 0x7ffffff0, buffer, 64);
	call(keyctl, 7, 0x7ffffff0);
	call(keyctl, 8, 0x7ffffff0, -2);
	call(keyctl, 9, 0x7ffffff0, 0x7ffffff1);
	call(keyctl, 10, 0x7ffffff0, "user", "name", 0);
	call(keyctl, 11, 0x7ffffff0, buffer, 64);
	call(keyctl, 12, 0x7ffffff0, "payload", 7, 0);
	call(keyctl, 13, 0x7ffffff0, 5, 0);
	call(keyctl, 14, 99);
	call(keyctl, 15, 0x7ffffff0, 60);
	call(keyctl, 99, 1, 2, 3, 4);
	call(keyctl, -1, -1, -1, -1, -1);
	return 0;
}
