// trace: bpf
#include "test.h"

enum {
	MAP_CREATE,
	MAP_LOOKUP_ELEM,
	MAP_UPDATE_ELEM,
	MAP_DELETE_ELEM,
	MAP_GET_NEXT_KEY,
	PROG_LOAD,
	OBJ_PIN,
	OBJ_GET,
	PROG_ATTACH,
	PROG_DETACH,
	PROG_TEST_RUN,
	PROG_GET_NEXT_ID,
	MAP_GET_NEXT_ID,
	PROG_GET_FD_BY_ID,
	MAP_GET_FD_BY_ID,
	OBJ_GET_INFO_BY_FD,
	PROG_QUERY,
	RAW_TRACEPOINT_OPEN,
	BTF_LOAD,
	BTF_GET_FD_BY_ID,
	TASK_FD_QUERY,
	LINK_CREATE = 28,
	LINK_UPDATE,
	COMMANDS_END = 36,
};

static uint64_t attr[640];

static void of(int command, size_t size, const char *what)
{
	(void)what;
	call(bpf, command, attr, size);
}

static void set(size_t at, uint32_t value)
{
	memcpy((char *)attr + at, &value, sizeof(value));
}

static void set64(size_t at, uint64_t value)
{
	memcpy((char *)attr + at, &value, sizeof(value));
}

/* Each as short as can be, as long as the first version, and longer than anyone knows. */
static void each_command(void)
{
	static const uint8_t known[COMMANDS_END] = {
		72, 32, 32, 16, 24, 128, 16, 16, 20, 12, 76, 12, 12, 12, 12, 16,
		28, 12, 28, 4,  48, 32,  4,  12, 56, 56, 56, 56, 16, 16, 4,  12,
	};

	for (int command = 0; command < COMMANDS_END; command++) {
		call(bpf, command, NULL, 0);
		call(bpf, command, unreadable, 16);
		memset(attr, 0, sizeof(attr));
		set(0, -1);
		of(command, 0, "no size");
		if (!known[command])
			continue;
		of(command, 4, "the first number");
		of(command, known[command], "all");
		call(bpf, command, edge(attr, known[command]), known[command]);
		call(bpf, command, edge(attr, known[command] - 4), known[command]);
		of(command, sizeof(attr), "more than a page");
		if (command == PROG_LOAD || command == BTF_LOAD || command == PROG_QUERY ||
		    command == RAW_TRACEPOINT_OPEN || command == MAP_CREATE)
			continue; /* they have grown */
		if (command == PROG_ATTACH || command == PROG_GET_FD_BY_ID ||
		    command == MAP_GET_FD_BY_ID || command == OBJ_PIN || command == OBJ_GET)
			continue;
		set(known[command] + 4, 0x01020304);
		of(command, known[command] + 12, "and more");
	}
}

static void maps(void)
{
	memset(attr, 0, sizeof(attr));
	set(0, 4);
	set(4, 4);
	set(8, 8);
	set(12, 10);
	set(16, 4 | 8 | 0x1000);
	set(20, -1);
	set(24, 3);
	memcpy((char *)attr + 28, "a map's name", 12);
	of(MAP_CREATE, 72, "with a node");
	set(24, -1);
	of(MAP_CREATE, 72, "with none");
	memcpy((char *)attr + 28, "a map's name that is too long", 16);
	set(0, 999);
	of(MAP_CREATE, 60, "with a long name");

	memset(attr, 0, sizeof(attr));
	set(0, -1);
	set64(8, 0x1234);
	set64(16, 0x5678);
	for (unsigned flags = 0; flags < 7; flags++) {
		set64(24, flags);
		of(MAP_UPDATE_ELEM, 32, "flags");
		if (flags != 8)
			of(MAP_LOOKUP_ELEM, 32, "flags");
	}
}

static void programs(void)
{
	static uint64_t instructions[256];
	static char log[64] = "what the verifier says";

	memset(attr, 0, sizeof(attr));
	for (unsigned code = 0; code < 256; code++) /* JMP32 and sign extension are newer */
		instructions[code] = (code % 8 == 6 || (code & 0xe0) == 0x80)
		                             ? 0x95
		                             : code | (uint64_t)code << 8 |
		                                       (uint64_t)(code * 257) << 16 |
		                                       (uint64_t)code << 48;
	set(0, 77);
	set(4, 256);
	set64(8, (uintptr_t)instructions);
	set64(16, (uintptr_t)"GPL");
	of(PROG_LOAD, 48, "every code");
	set(4, 3);
	set(24, 1);
	set(28, sizeof(log));
	set64(32, (uintptr_t)log);
	set(40, 0x050102);
	set(44, 0x1f);
	memcpy((char *)attr + 48, "a program", 9);
	of(PROG_LOAD, 128, "with a log");
	set(28, 4);
	of(PROG_LOAD, 128, "with a short log");
	set(28, 0);
	of(PROG_LOAD, 128, "with none");
	set64(8, (uintptr_t)edge(instructions, 16));
	set64(16, (uintptr_t)unreadable - 3);
	memcpy(unreadable - 3, "abc", 3);
	set64(32, (uintptr_t)unreadable);
	set(28, 9);
	of(PROG_LOAD, 128, "with bad pointers");
	set(4, 0);
	set64(16, (uintptr_t)"a licence that is longer than the strings of a trace are");
	of(PROG_LOAD, 24, "with no instructions");
}

static void links(void)
{
	static uint64_t numbers[2] = { 4, 5 };
	static const char *names[2] = { "one", "two" };
	uint64_t addresses[2] = { (uintptr_t)names[0], (uintptr_t)names[1] };

	memset(attr, 0, sizeof(attr));
	set(0, -1);
	set(4, -1);
	for (int type = 0; type < 44; type++) {
		bool is_newer = (type >= 23 && type <= 27) || type == 37;
		set(8, type);
		set(16, is_newer ? 0 : 0x123);
		if (type != 28 && type != 37)
			of(LINK_CREATE, 64, "type");
	}
	set(8, 28);
	set64(16, (uintptr_t)numbers);
	set(24, 2);
	of(LINK_CREATE, 64, "an iterator");
	set(8, 42);
	set(16, 3);
	set(20, 2);
	set64(24, (uintptr_t)addresses);
	set64(32, (uintptr_t)numbers);
	set64(40, (uintptr_t)numbers);
	if (sizeof(void *) == 8)
		of(LINK_CREATE, 64, "probes");
	set64(24, (uintptr_t)unreadable);
	set64(40, (uintptr_t)unreadable - 8);
	of(LINK_CREATE, 48, "probes at bad places");

	memset(attr, 0, sizeof(attr));
	set(0, -1);
	set(8, 4);
	set(12, 7);
	of(LINK_UPDATE, 16, "replacing");
}

static void objects(void)
{
	static char name[16] = "before";

	memset(attr, 0, sizeof(attr));
	set64(0, (uintptr_t)"/nonesuch/file");
	set(8, -1);
	of(OBJ_PIN, 16, "a path");
	set(12, 0x18);
	of(OBJ_GET, 16, "a path");
	memset(attr, 0, sizeof(attr));
	set64(0, (uintptr_t)"sys_nonesuch");
	set(8, -1);
	of(RAW_TRACEPOINT_OPEN, 16, "a name");
	memset(attr, 0, sizeof(attr));
	set64(0, (uintptr_t)"types");
	set64(8, (uintptr_t)name);
	set(16, 5);
	of(BTF_LOAD, 28, "of five bytes");
	set64(0, (uintptr_t)unreadable - 2);
	of(BTF_LOAD, 28, "of two");
	memset(attr, 0, sizeof(attr));
	set(0, 1);
	set(4, -1);
	set(12, sizeof(name));
	set64(16, (uintptr_t)name);
	of(TASK_FD_QUERY, 48, "a name");
	set(12, 3);
	of(TASK_FD_QUERY, 48, "a short name");
	set64(16, (uintptr_t)unreadable);
	of(TASK_FD_QUERY, 48, "nowhere");
	memset(attr, 0, sizeof(attr));
	set(0, -1);
	set(4, 1);
	set(8, 3);
	set(12, 7);
	set64(16, (uintptr_t)name);
	set(24, 2);
	of(PROG_QUERY, 28, "of a group");
}

int main(void)
{
	each_command();
	maps();
	programs();
	links();
	objects();
	call(bpf, 99, attr, 8);
	call(bpf, -1, BAD, -1);
	return 0;
}
