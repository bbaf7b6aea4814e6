// trace: getpid,capget,capset
// also: -v
// also: -X raw
// also: -X verbose
#include "test.h"

struct header { uint32_t version; int pid; };
struct data { uint32_t effective, permitted, inheritable; };

int main(void)
{
	struct header header = { 0x20080522, 0 };
	struct data data[2];

	call(getpid);
	call(capget, &header, data);
	call(capget, &header, NULL);
	call(capget, NULL, data);
	header.version = 0x19980330;
	call(capget, &header, data);
	header.version = 0x20071026;
	header.pid = -1;
	call(capget, &header, data);
	header.version = 0;
	call(capget, &header, NULL);
	header.version = 0xdeadbeef;
	call(capset, &header, data);
	header = (struct header){ 0x20080522, 77777777 };
	data[0] = (struct data){ 0, 0x3, 1 << 21 };
	data[1] = (struct data){ 1 << 5, 0x100, -1 };
	call(capset, &header, data);
	/* Bits that are no capabilities, in either half, alone or beside others. */
	data[0] = (struct data){ -1, 0x80000000, 0 };
	data[1] = (struct data){ -1, 0x80000000, 0xff000001 };
	call(capset, &header, data);
	header.version = 0x20071026;
	data[0] = (struct data){ 1, 0, -1 };
	data[1] = (struct data){ 0x200, 0x400, 0 };
	call(capset, &header, data);
	header.version = 0x19980330;
	call(capset, &header, data);
	call(capset, &header, unreadable);
	call(capset, BAD, BAD);
	return 0;
}
