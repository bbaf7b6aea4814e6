/* Registers of x86-64 by name.
 *
 * General ones come by PTRACE_GETREGS, debug registers by PEEKUSER, all else by the
 * XSAVE area: its first 512 bytes are FXSAVE's, and where the rest lies CPUID says
 * (leaf 0xd).  The kernel fills in what a component that was never used holds.  A vector
 * register is put together from up to three places, the widest of which is named. */
#include "arch/arch.h"
#include "arch/register_set.h"

#include <cpuid.h>
#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/reg.h>
#include <sys/uio.h>
#include <sys/user.h>

enum {
	CODE_SEGMENT_32 = 0x23, /* __USER32_CS */
	/* In the legacy part of the area, and its header. */
	FCW = 0,
	FSW = 2,
	FTW = 4,
	MXCSR = 24,
	ST0 = 32,
	XMM0 = 160,
	XCR0_COPY = 464, /* the kernel notes there which components there are */
	/* Components. */
	AVX = 2,
	OPMASK = 5,
	ZMM_HIGH = 6,
	ZMM_MORE = 7,
	PKRU = 9,
	COMPONENTS = 10,
	ST_SIZE = 10,
	XMM_SIZE = 16,
	YMM_HALF = 16,
	ZMM_HALF = 32,
};

struct general_row {
	const char *name, *name_32; /* NULL: a 32-bit program has no such register */
	uint8_t index;              /* in what PTRACE_GETREGS gives */
};

static const struct general_row general_rows[] = {
	{ "rax", "eax", RAX },
	{ "rbx", "ebx", RBX },
	{ "rcx", "ecx", RCX },
	{ "rdx", "edx", RDX },
	{ "rsi", "esi", RSI },
	{ "rdi", "edi", RDI },
	{ "rbp", "ebp", RBP },
	{ "rsp", "esp", RSP },
	{ "r8", NULL, R8 },
	{ "r9", NULL, R9 },
	{ "r10", NULL, R10 },
	{ "r11", NULL, R11 },
	{ "r12", NULL, R12 },
	{ "r13", NULL, R13 },
	{ "r14", NULL, R14 },
	{ "r15", NULL, R15 },
	{ "rip", "eip", RIP },
	{ "eflags", "eflags", EFLAGS },
	{ "cs", "cs", CS },
	{ "ss", "ss", SS },
	{ "ds", "ds", DS },
	{ "es", "es", ES },
	{ "fs", "fs", FS },
	{ "gs", "gs", GS },
	{ "fs_base", NULL, FS_BASE },
	{ "gs_base", NULL, GS_BASE },
	{ "orig_rax", "orig_eax", ORIG_RAX },
};
enum { GENERAL_COUNT = sizeof(general_rows) / sizeof(*general_rows) };

static const char *const debug_names[] = { "dr0", "dr1", "dr2", "dr3", "dr6", "dr7" };
static const uint8_t debug_numbers[] = { 0, 1, 2, 3, 6, 7 };
enum { DEBUG_COUNT = sizeof(debug_numbers) };

/* ---- where components lie */

struct component {
	uint32_t offset, size; /* size 0: there is none */
};

static struct component component_find(const struct register_file *file, unsigned number)
{
	uint32_t size, offset, unused;
	uint64_t present = 0;

	if (file->xstate_size < XCR0_COPY + sizeof(present))
		return (struct component){ 0 };
	memcpy(&present, file->xstate + XCR0_COPY, sizeof(present));
	if (!(present >> number & 1) ||
	    !__get_cpuid_count(0xd, number, &size, &offset, &unused, &unused) ||
	    (uint64_t)offset + size > file->xstate_size)
		return (struct component){ 0 };
	return (struct component){ offset, size };
}

bool register_component(const struct register_file *file, unsigned number, uint32_t *offset)
{
	struct component component = component_find(file, number);

	*offset = component.offset;
	return component.size != 0;
}

int register_file_read(pid_t tid, struct register_file *file)
{
	struct iovec area = { file->xstate, sizeof(file->xstate) };

	if (ptrace(PTRACE_GETREGS, tid, NULL, file->general) < 0)
		return -errno;
	file->abi = file->general[CS] == CODE_SEGMENT_32;
	file->has_debug = true;
	for (unsigned i = 0; i < DEBUG_COUNT; i++) {
		errno = 0;
		file->debug[i] = (uint64_t)ptrace(
			PTRACE_PEEKUSER, tid,
			offsetof(struct user, u_debugreg) + 8 * debug_numbers[i], NULL);
		if (errno)
			file->has_debug = false;
	}
	file->xstate_size =
		ptrace(PTRACE_GETREGSET, tid, NT_X86_XSTATE, &area) < 0 ? 0 : area.iov_len;
	return 0;
}

/* ---- one register */

/* A part of a register, and where the kernel has it. */
struct part {
	uint32_t offset; /* in the area */
	uint32_t size;
};
enum { PARTS_MAX = 3 };

/* Where the parts of a vector register lie, from the lowest bytes on. */
static unsigned vector_parts(const struct register_file *file, unsigned number,
                             struct part parts[PARTS_MAX])
{
	const struct component avx = component_find(file, AVX),
			       high = component_find(file, ZMM_HIGH),
			       more = component_find(file, ZMM_MORE);
	unsigned count = 0;

	if (number >= 16) {
		if (!more.size || file->abi)
			return 0;
		parts[0] = (struct part){ more.offset + 64 * (number - 16), 64 };
		return 1;
	}
	if (file->abi && number >= 8)
		return 0;
	parts[count++] = (struct part){ XMM0 + XMM_SIZE * number, XMM_SIZE };
	if (avx.size)
		parts[count++] = (struct part){ avx.offset + YMM_HALF * number, YMM_HALF };
	if (avx.size && high.size)
		parts[count++] = (struct part){ high.offset + ZMM_HALF * number, ZMM_HALF };
	return count;
}

static void value_set(struct register_value *value, const char *name, enum register_set set,
                      enum register_form form, unsigned size)
{
	/* Whoever looks for one by its name goes through many: printf would take most of that. */
	value->set = set;
	value->form = form;
	value->size = size;
	memset(value->bytes, 0, sizeof(value->bytes));
	size_t length = strnlen(name, sizeof(value->name) - 1);

	memcpy(value->name, name, length);
	value->name[length] = '\0';
}

static bool general_at(const struct register_file *file, unsigned index,
                       struct register_value *value)
{
	const struct general_row *row = &general_rows[index];
	const char *name = file->abi ? row->name_32 : row->name;

	if (!name)
		return false;
	value_set(value, name, REGISTERS_GENERAL,
	          row->index == EFLAGS ? REGISTER_FLAGS : REGISTER_NUMBER, file->abi ? 4 : 8);
	memcpy(value->bytes, &file->general[row->index], value->size);
	return true;
}

static const struct float_row {
	const char *name;
	uint8_t offset, size;
	enum register_set set;
	enum register_form form;
} float_rows[] = {
	{ "fctrl", FCW, 2, REGISTERS_FLOAT, REGISTER_NUMBER },
	{ "fstat", FSW, 2, REGISTERS_FLOAT, REGISTER_FLAGS },
	{ "ftag", FTW, 1, REGISTERS_FLOAT, REGISTER_NUMBER },
	{ "st0", ST0, ST_SIZE, REGISTERS_FLOAT, REGISTER_FLOAT80 },
	{ "st1", ST0 + 16, ST_SIZE, REGISTERS_FLOAT, REGISTER_FLOAT80 },
	{ "st2", ST0 + 32, ST_SIZE, REGISTERS_FLOAT, REGISTER_FLOAT80 },
	{ "st3", ST0 + 48, ST_SIZE, REGISTERS_FLOAT, REGISTER_FLOAT80 },
	{ "st4", ST0 + 64, ST_SIZE, REGISTERS_FLOAT, REGISTER_FLOAT80 },
	{ "st5", ST0 + 80, ST_SIZE, REGISTERS_FLOAT, REGISTER_FLOAT80 },
	{ "st6", ST0 + 96, ST_SIZE, REGISTERS_FLOAT, REGISTER_FLOAT80 },
	{ "st7", ST0 + 112, ST_SIZE, REGISTERS_FLOAT, REGISTER_FLOAT80 },
	{ "mxcsr", MXCSR, 4, REGISTERS_VECTOR, REGISTER_FLAGS },
};
enum { FLOAT_COUNT = sizeof(float_rows) / sizeof(*float_rows), VECTORS = 32, OPMASKS = 8 };

static bool float_at(const struct register_file *file, unsigned index, struct register_value *value)
{
	const struct float_row *row = &float_rows[index];

	if ((size_t)row->offset + row->size > file->xstate_size)
		return false;
	value_set(value, row->name, row->set, row->form, row->size);
	memcpy(value->bytes, file->xstate + row->offset, row->size);
	return true;
}

static bool vector_at(const struct register_file *file, unsigned number,
                      struct register_value *value)
{
	static const char *const names[] = { "xmm", "ymm", "zmm" };
	struct part parts[PARTS_MAX];
	unsigned count = file->xstate_size ? vector_parts(file, number, parts) : 0;
	char name[REGISTER_NAME_MAX];

	if (!count)
		return false;
	snprintf(name, sizeof(name), "%s%u", number >= 16 ? "zmm" : names[count - 1], number);
	value_set(value, name, REGISTERS_VECTOR, REGISTER_BYTES, 0);
	for (unsigned i = 0; i < count; i++) {
		memcpy(value->bytes + value->size, file->xstate + parts[i].offset, parts[i].size);
		value->size += parts[i].size;
	}
	return true;
}

/* The masks of AVX-512, and, after them, the rights of protection keys. */
static bool mask_at(const struct register_file *file, unsigned number, struct register_value *value)
{
	bool is_mask = number < OPMASKS;
	struct component component = component_find(file, is_mask ? OPMASK : PKRU);
	char name[REGISTER_NAME_MAX] = "pkru";
	unsigned size = is_mask ? 8 : 4;

	if (!component.size)
		return false;
	if (is_mask)
		snprintf(name, sizeof(name), "k%u", number);
	value_set(value, name, is_mask ? REGISTERS_VECTOR : REGISTERS_GENERAL, REGISTER_NUMBER,
	          size);
	memcpy(value->bytes, file->xstate + component.offset + (is_mask ? 8 * number : 0), size);
	return true;
}

static bool debug_at(const struct register_file *file, unsigned index, struct register_value *value)
{
	if (!file->has_debug)
		return false;
	value_set(value, debug_names[index], REGISTERS_DEBUG, REGISTER_NUMBER, file->abi ? 4 : 8);
	memcpy(value->bytes, &file->debug[index], value->size);
	return true;
}

static const struct {
	unsigned count;
	bool (*at)(const struct register_file *, unsigned, struct register_value *);
} groups[] = {
	{ GENERAL_COUNT, general_at }, { FLOAT_COUNT, float_at }, { VECTORS, vector_at },
	{ OPMASKS + 1, mask_at },      { DEBUG_COUNT, debug_at },
};

bool register_file_next(const struct register_file *file, unsigned index,
                        struct register_value *value)
{
	/* Those that this CPU or program does not have are passed over. */
	for (size_t group = 0; group < sizeof(groups) / sizeof(*groups); group++)
		for (unsigned i = 0; i < groups[group].count; i++)
			if (groups[group].at(file, i, value) && index-- == 0)
				return true;
	return false;
}

/* ---- by name */

static const char *name_canonical(unsigned abi, const char *name)
{
	static const struct {
		const char *name, *meant[2];
	} aliases[] = {
		{ "ip", { "rip", "eip" } },          { "pc", { "rip", "eip" } },
		{ "sp", { "rsp", "esp" } },          { "fp", { "rbp", "ebp" } },
		{ "flags", { "eflags", "eflags" } },
	};

	for (size_t i = 0; i < sizeof(aliases) / sizeof(*aliases); i++)
		if (strcmp(aliases[i].name, name) == 0)
			return aliases[i].meant[abi];
	return name;
}

/* The lower half of a general register, by the name that 32-bit programs have for it. */
static bool half_find(const struct register_file *file, const char *name,
                      struct register_value *value)
{
	for (unsigned i = 0; i < GENERAL_COUNT; i++) {
		const struct general_row *row = &general_rows[i];

		if (!row->name_32 || strcmp(row->name_32, name) != 0)
			continue;
		value_set(value, name, REGISTERS_GENERAL, REGISTER_NUMBER, 4);
		memcpy(value->bytes, &file->general[row->index], 4);
		return true;
	}
	return false;
}

/* A vector register by the name of a part of it, where it is wider: so many parts. */
static unsigned vector_prefix(const char *name, unsigned *number)
{
	unsigned parts = strncmp(name, "xmm", 3) == 0 ? 1 : strncmp(name, "ymm", 3) == 0 ? 2 : 0;

	return parts && sscanf(name + 3, "%u", number) == 1 && *number < 16 ? parts : 0;
}

static bool vector_part_find(const struct register_file *file, const char *name,
                             struct register_value *value)
{
	unsigned number, parts = vector_prefix(name, &number);
	unsigned size = parts == 1 ? XMM_SIZE : XMM_SIZE + YMM_HALF;

	if (!parts || !vector_at(file, number, value) || value->size < size)
		return false;
	value->size = size;
	snprintf(value->name, sizeof(value->name), "%s", name);
	return true;
}

bool register_file_find(const struct register_file *file, const char *name, size_t length,
                        struct register_value *value)
{
	char copy[REGISTER_NAME_MAX];

	if (length >= sizeof(copy))
		return false;
	memcpy(copy, name, length);
	copy[length] = '\0';
	const char *wanted = name_canonical(file->abi, copy);

	for (size_t group = 0; group < sizeof(groups) / sizeof(*groups); group++)
		for (unsigned i = 0; i < groups[group].count; i++)
			if (groups[group].at(file, i, value) && strcmp(value->name, wanted) == 0)
				return true;
	return half_find(file, wanted, value) || vector_part_find(file, wanted, value);
}

/* ---- writing */

static int general_write(pid_t tid, const struct general_row *row, uint64_t number)
{
	if (ptrace(PTRACE_POKEUSER, tid, 8 * row->index, number) < 0)
		return -errno;
	/* An interrupted call would be taken up again, two bytes before the new place. */
	return row->index == RIP ? arch_native.call_forget(tid) : 0;
}

static int debug_write(pid_t tid, unsigned number, uint64_t value)
{
	return ptrace(PTRACE_POKEUSER, tid, offsetof(struct user, u_debugreg) + 8 * number, value) <
	                       0
	               ? -errno
	               : 0;
}

/* Copies what is given into the area, and tells the kernel that the components are in use. */
static int area_write(pid_t tid, struct register_file *file, const struct part *parts,
                      unsigned count, const uint8_t *bytes, uint64_t used)
{
	struct iovec area = { file->xstate, file->xstate_size };
	uint64_t components;

	for (unsigned i = 0; i < count; bytes += parts[i++].size)
		memcpy(file->xstate + parts[i].offset, bytes, parts[i].size);
	memcpy(&components, file->xstate + 512, sizeof(components));
	components |= used;
	memcpy(file->xstate + 512, &components, sizeof(components));
	return ptrace(PTRACE_SETREGSET, tid, NT_X86_XSTATE, &area) < 0 ? -errno : 0;
}

static int area_register_write(pid_t tid, struct register_file *file, const char *name,
                               const uint8_t *bytes)
{
	enum { X87 = 1, SSE = 2 };
	static const uint64_t used[] = { SSE, SSE | 1 << AVX, SSE | 1 << AVX | 1 << ZMM_HIGH };
	struct register_value value;
	struct part parts[PARTS_MAX];
	unsigned number, prefix;

	for (unsigned i = 0; i < FLOAT_COUNT; i++)
		if (strcmp(float_rows[i].name, name) == 0) {
			parts[0] = (struct part){ float_rows[i].offset, float_rows[i].size };
			return area_write(tid, file, parts, 1, bytes,
			                  float_rows[i].set == REGISTERS_FLOAT ? X87 : SSE);
		}
	for (unsigned i = 0; i < VECTORS; i++)
		if (vector_at(file, i, &value) && strcmp(value.name, name) == 0) {
			unsigned count = vector_parts(file, i, parts);

			return area_write(tid, file, parts, count, bytes,
			                  i >= 16 ? 1 << ZMM_MORE : used[count - 1]);
		}
	for (unsigned i = 0; i <= OPMASKS; i++)
		if (mask_at(file, i, &value) && strcmp(value.name, name) == 0) {
			unsigned component = i < OPMASKS ? OPMASK : PKRU;

			parts[0] = (struct part){ component_find(file, component).offset +
				                          (i < OPMASKS ? 8 * i : 0),
				                  value.size };
			return area_write(tid, file, parts, 1, bytes, 1u << component);
		}
	prefix = vector_prefix(name, &number);
	if (prefix && vector_parts(file, number, parts) >= prefix)
		return area_write(tid, file, parts, prefix, bytes, used[prefix - 1]);
	return -ENOENT;
}

int register_write(pid_t tid, const char *name, const uint8_t *bytes, size_t size)
{
	struct register_file file;
	struct register_value value;
	uint64_t number = 0;
	int status = register_file_read(tid, &file);

	if (status < 0)
		return status;
	if (!register_file_find(&file, name, strlen(name), &value))
		return -ENOENT;
	if (size != value.size)
		return -EINVAL;
	if (size <= sizeof(number))
		memcpy(&number, bytes, size);
	for (unsigned i = 0; i < GENERAL_COUNT; i++)
		if (strcmp(general_rows[i].name, value.name) == 0 ||
		    (general_rows[i].name_32 && strcmp(general_rows[i].name_32, value.name) == 0))
			return general_write(tid, &general_rows[i], number);
	for (unsigned i = 0; i < DEBUG_COUNT; i++)
		if (strcmp(debug_names[i], value.name) == 0)
			return debug_write(tid, debug_numbers[i], number);
	return area_register_write(tid, &file, value.name, bytes);
}

/* ---- what bits and bytes mean */

const char *register_flag_name(const char *name, unsigned bit)
{
	static const char *const eflags[] = { "CF", NULL, "PF", NULL,  "AF",  NULL, "ZF", "SF",
		                              "TF", "IF", "DF", "OF",  NULL,  NULL, "NT", NULL,
		                              "RF", "VM", "AC", "VIF", "VIP", "ID" };
	static const char *const mxcsr[] = { "IE", "DE", "ZE", "OE", "UE", "PE", "DAZ", "IM",
		                             "DM", "ZM", "OM", "UM", "PM", NULL, NULL,  "FTZ" };
	static const char *const fstat[] = { "IE", "DE", "ZE", "OE", "UE", "PE", "SF", "ES",
		                             "C0", "C1", "C2", NULL, NULL, NULL, "C3", "B" };
	static const struct {
		const char *name;
		const char *const *bits;
		unsigned count;
	} known[] = {
		{ "eflags", eflags, sizeof(eflags) / sizeof(*eflags) },
		{ "mxcsr", mxcsr, sizeof(mxcsr) / sizeof(*mxcsr) },
		{ "fstat", fstat, sizeof(fstat) / sizeof(*fstat) },
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (strcmp(known[i].name, name) == 0)
			return bit < known[i].count ? known[i].bits[bit] : NULL;
	return NULL;
}

long double register_float(const uint8_t bytes[10])
{
	long double number = 0;

	memcpy(&number, bytes, ST_SIZE);
	return number;
}
