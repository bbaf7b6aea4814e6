// trace: io_uring_register
#include "test.h"

/* What every opcode of that strace says of memory that is there, missing, or too short. */
static void register_everywhere(int opcode, void *bytes)
{
	call(io_uring_register, -1, opcode, NULL, 1);
	call(io_uring_register, -1, opcode, unreadable, 1);
	call(io_uring_register, -1, opcode, unreadable - 4, 1);
	call(io_uring_register, -1, opcode, bytes, 1);
	call(io_uring_register, -1, opcode, bytes, 2);
	call(io_uring_register, -1, opcode, bytes, 32);
}

int main(void)
{
	enum { FILES_UPDATE = 6, RESTRICTIONS = 11, PBUF_RING = 22, OPCODES = 24 };
	static uint8_t bytes[PAGE];
	int fds[] = { 0, -1, 2 };
	struct {
		uint32_t offset, reserved;
		uint64_t fds;
	} update = { 3, 0, (uintptr_t)fds };
	struct {
		uint64_t address;
		uint32_t entries;
		uint16_t group, flags;
		uint64_t reserved[3];
	} ring = { PAGE, 8, 3, 0, { 0 } };
	struct {
		uint16_t opcode;
		uint8_t operation, reserved;
		uint32_t more[3];
	} restrictions[] = { { 0, 3, 0, { 0 } }, { 1, 4, 0, { 0, 1, 0 } }, { 3, 0xff, 5, { 0 } } };

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = i % 251 + 1;
	for (int opcode = 0; opcode < OPCODES; opcode++)
		if (opcode != RESTRICTIONS)
			register_everywhere(opcode, bytes);
	call(io_uring_register, -1, FILES_UPDATE, &update, 3);
	call(io_uring_register, -1, FILES_UPDATE, &update, 0);
	update.fds = (uintptr_t)unreadable;
	update.reserved = 5;
	call(io_uring_register, -1, FILES_UPDATE, &update, 2);
	call(io_uring_register, -1, RESTRICTIONS, restrictions, 3);
	call(io_uring_register, -1, RESTRICTIONS, unreadable, 3);
	call(io_uring_register, -1, PBUF_RING, &ring, 1);
	ring.flags = 3;
	ring.reserved[1] = 7;
	call(io_uring_register, -1, PBUF_RING, &ring, 1);
	return 0;
}
