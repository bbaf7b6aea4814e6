/* The registers of x86-64 and i386 as gdb numbers them.
 *
 * Names, sizes and the features that they are sorted into are gdb's ("Standard Target
 * Features" in its manual); their order is free.  A vector register is cut into what each
 * extension of the CPU has added to it: xmm0, ymm0h, zmm0h. */
#include "arch/target.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/reg.h>
#include <sys/uio.h>
#include <sys/user.h>

/* Of <elf.h>, which has names that <sys/reg.h> has, too. */
enum { XSTATE_NOTE = 0x202, SHADOW_STACK_NOTE = 0x204, CALL_STOP = SIGTRAP | 0x80 };

enum {
	TAG_BYTE = 4, /* of the area: one bit for each x87 register */
	STATUS_WORD = 2,
	ST0 = 32,
	ST_STRIDE = 16,
	ST_SIZE = 10,
	XMM0 = 160,
	MXCSR = 24,
	LEGACY_SIZE = 512,
	/* Components of the area. */
	AVX = 2,
	OPMASK = 5,
	ZMM_HIGH = 6,
	ZMM_MORE = 7,
	PKRU = 9,
};

static const char core[] = "org.gnu.gdb.i386.core", sse[] = "org.gnu.gdb.i386.sse",
		  kernel[] = "org.gnu.gdb.i386.linux", segments[] = "org.gnu.gdb.i386.segments",
		  avx[] = "org.gnu.gdb.i386.avx", avx512[] = "org.gnu.gdb.i386.avx512",
		  keys[] = "org.gnu.gdb.i386.pkeys";

struct word_row {
	const char *name, *type;
	uint8_t word, size;
};

static const struct word_row words_64[] = {
	{ "rax", "int64", RAX, 8 },    { "rbx", "int64", RBX, 8 },
	{ "rcx", "int64", RCX, 8 },    { "rdx", "int64", RDX, 8 },
	{ "rsi", "int64", RSI, 8 },    { "rdi", "int64", RDI, 8 },
	{ "rbp", "data_ptr", RBP, 8 }, { "rsp", "data_ptr", RSP, 8 },
	{ "r8", "int64", R8, 8 },      { "r9", "int64", R9, 8 },
	{ "r10", "int64", R10, 8 },    { "r11", "int64", R11, 8 },
	{ "r12", "int64", R12, 8 },    { "r13", "int64", R13, 8 },
	{ "r14", "int64", R14, 8 },    { "r15", "int64", R15, 8 },
	{ "rip", "code_ptr", RIP, 8 }, { "eflags", "flags", EFLAGS, 4 },
	{ "cs", "int32", CS, 4 },      { "ss", "int32", SS, 4 },
	{ "ds", "int32", DS, 4 },      { "es", "int32", ES, 4 },
	{ "fs", "int32", FS, 4 },      { "gs", "int32", GS, 4 },
};

static const struct word_row words_32[] = {
	{ "eax", "int32", RAX, 4 },    { "ecx", "int32", RCX, 4 },
	{ "edx", "int32", RDX, 4 },    { "ebx", "int32", RBX, 4 },
	{ "esp", "data_ptr", RSP, 4 }, { "ebp", "data_ptr", RBP, 4 },
	{ "esi", "int32", RSI, 4 },    { "edi", "int32", RDI, 4 },
	{ "eip", "code_ptr", RIP, 4 }, { "eflags", "flags", EFLAGS, 4 },
	{ "cs", "int32", CS, 4 },      { "ss", "int32", SS, 4 },
	{ "ds", "int32", DS, 4 },      { "es", "int32", ES, 4 },
	{ "fs", "int32", FS, 4 },      { "gs", "int32", GS, 4 },
};

static const struct word_row words_more[] = {
	{ "fs_base", "int64", FS_BASE, 8 },
	{ "gs_base", "int64", GS_BASE, 8 },
};

/* Of x87, behind st0 to st7; each is shown as four bytes. */
static const struct area_row {
	const char *name;
	uint8_t offset, kept;
} float_rows[] = {
	{ "fctrl", 0, 2 }, { "fstat", 2, 2 },  { "ftag", TAG_BYTE, 2 }, { "fiseg", 12, 2 },
	{ "fioff", 8, 4 }, { "foseg", 20, 2 }, { "fooff", 16, 4 },      { "fop", 6, 2 },
};

enum { FLOAT_COUNT = sizeof(float_rows) / sizeof(*float_rows), FTAG = 2, STACK = 8 };

/* ---- the list */

static struct target_register *add(struct target *target, const char *feature, const char *type,
                                   unsigned size)
{
	struct target_register *added = &target->registers[target->count++];

	*added = (struct target_register){
		.feature = feature, .type = type, .size = (uint8_t)size, .kept = (uint8_t)size
	};
	return added;
}

static void add_words(struct target *target, const char *feature, const struct word_row *rows,
                      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct target_register *added = add(target, feature, rows[i].type, rows[i].size);

		snprintf(added->name, sizeof(added->name), "%s", rows[i].name);
		added->source = TARGET_WORD;
		added->offset = (uint16_t)(8 * rows[i].word);
		if (rows[i].word == RBP)
			target->base_number = target->count - 1;
		if (rows[i].word == RSP)
			target->sp_number = target->count - 1;
		if (rows[i].word == RIP)
			target->ip_number = target->count - 1;
	}
}

static void add_float(struct target *target)
{
	for (unsigned i = 0; i < STACK; i++) {
		struct target_register *added = add(target, core, "i387_ext", ST_SIZE);

		snprintf(added->name, sizeof(added->name), "st%u", i);
		added->source = TARGET_AREA;
		added->offset = (uint16_t)(ST0 + ST_STRIDE * i);
	}
	for (unsigned i = 0; i < FLOAT_COUNT; i++) {
		struct target_register *added = add(target, core, "int", 4);

		snprintf(added->name, sizeof(added->name), "%s", float_rows[i].name);
		added->group = "float";
		added->source = i == FTAG ? TARGET_TAGS : TARGET_AREA;
		added->offset = float_rows[i].offset;
		added->kept = float_rows[i].kept;
	}
}

/* first, first + 1 ... of what lies in the area one after the other. */
static void add_vectors(struct target *target, const char *feature, const char *type,
                        const char *name, unsigned size, uint32_t offset, uint32_t stride,
                        unsigned first, unsigned end)
{
	for (unsigned i = first; i < end; i++) {
		struct target_register *added = add(target, feature, type, size);

		snprintf(added->name, sizeof(added->name), name, i);
		added->source = TARGET_AREA;
		added->offset = (uint16_t)(offset + stride * (i - first));
	}
}

static void add_avx512(struct target *target, const struct register_file *file, unsigned vectors)
{
	uint32_t masks, high, more;

	if (!register_component(file, OPMASK, &masks) ||
	    !register_component(file, ZMM_HIGH, &high) ||
	    !register_component(file, ZMM_MORE, &more))
		return;
	add_vectors(target, avx512, "uint64", "k%u", 8, masks, 8, 0, 8);
	add_vectors(target, avx512, "v2ui128", "zmm%uh", 32, high, 32, 0, vectors);
	if (target->abi)
		return;
	add_vectors(target, avx512, "v2ui128", "zmm%uh", 32, more + 32, 64, 16, 32);
	add_vectors(target, avx512, "vec128", "xmm%u", 16, more, 64, 16, 32);
	add_vectors(target, avx512, "uint128", "ymm%uh", 16, more + 16, 64, 16, 32);
}

void target_init(struct target *target, const struct register_file *file)
{
	const struct word_row call = { file->abi ? "orig_eax" : "orig_rax",
		                       file->abi ? "int32" : "int64", ORIG_RAX, file->abi ? 4 : 8 };
	unsigned vectors = file->abi ? 8 : 16;
	uint32_t offset;

	*target = (struct target){ .abi = file->abi };
	if (file->abi)
		add_words(target, core, words_32, sizeof(words_32) / sizeof(*words_32));
	else
		add_words(target, core, words_64, sizeof(words_64) / sizeof(*words_64));
	/* The kernel gives an area to every CPU that we may meet; without one there is less. */
	if (file->xstate_size >= LEGACY_SIZE)
		add_float(target);
	add_words(target, kernel, &call, 1);
	if (!file->abi)
		add_words(target, segments, words_more, sizeof(words_more) / sizeof(*words_more));
	target->first_count = target->count;
	if (file->xstate_size < LEGACY_SIZE)
		return;
	add_vectors(target, sse, "vec128", "xmm%u", 16, XMM0, 16, 0, vectors);
	add_vectors(target, sse, "int", "mxcsr", 4, MXCSR, 0, 0, 1);
	target->registers[target->count - 1].group = "vector";
	if (!register_component(file, AVX, &offset))
		return;
	add_vectors(target, avx, "uint128", "ymm%uh", 16, offset, 16, 0, vectors);
	add_avx512(target, file, vectors);
	if (register_component(file, PKRU, &offset))
		add_vectors(target, keys, "int32", "pkru", 4, offset, 0, 0, 1);
}

/* ---- the description */

const char *target_triple(const struct target *target)
{
	return target->abi ? "i386-pc-linux-gnu" : "x86_64-pc-linux-gnu";
}

static void put_types(const char *feature, struct text *text)
{
	static const char vectors[] =
		"<vector id=\"v4f\" type=\"ieee_single\" count=\"4\"/>"
		"<vector id=\"v2d\" type=\"ieee_double\" count=\"2\"/>"
		"<vector id=\"v16i8\" type=\"int8\" count=\"16\"/>"
		"<vector id=\"v8i16\" type=\"int16\" count=\"8\"/>"
		"<vector id=\"v4i32\" type=\"int32\" count=\"4\"/>"
		"<vector id=\"v2i64\" type=\"int64\" count=\"2\"/>"
		"<union id=\"vec128\">"
		"<field name=\"v4_float\" type=\"v4f\"/><field name=\"v2_double\" type=\"v2d\"/>"
		"<field name=\"v16_int8\" type=\"v16i8\"/><field name=\"v8_int16\" type=\"v8i16\"/>"
		"<field name=\"v4_int32\" type=\"v4i32\"/><field name=\"v2_int64\" type=\"v2i64\"/>"
		"<field name=\"uint128\" type=\"uint128\"/></union>";

	if (feature == core) {
		text_literal(text, "<flags id=\"flags\" size=\"4\">");
		for (unsigned bit = 0; bit < 32; bit++)
			if (register_flag_name("eflags", bit))
				text_format(text, "<field name=\"%s\" start=\"%u\" end=\"%u\"/>",
				            register_flag_name("eflags", bit), bit, bit);
		text_literal(text, "</flags>");
	}
	if (feature == sse || feature == avx512)
		text_string(text, vectors);
	if (feature == avx512)
		text_literal(text, "<vector id=\"v2ui128\" type=\"uint128\" count=\"2\"/>");
}

void target_describe(const struct target *target, struct text *text)
{
	const char *feature = NULL;

	text_format(text,
	            "<?xml version=\"1.0\"?><!DOCTYPE target SYSTEM \"gdb-target.dtd\"><target>"
	            "<architecture>%s</architecture><osabi>GNU/Linux</osabi>",
	            target->abi ? "i386" : "i386:x86-64");
	for (unsigned i = 0; i < target->count; i++) {
		const struct target_register *row = &target->registers[i];

		if (row->feature != feature) {
			text_format(text, "%s<feature name=\"%s\">", feature ? "</feature>" : "",
			            row->feature);
			put_types(row->feature, text);
			feature = row->feature;
		}
		text_format(text, "<reg name=\"%s\" bitsize=\"%u\" type=\"%s\" regnum=\"%u\"",
		            row->name, 8 * row->size, row->type, i);
		if (row->group)
			text_format(text, " group=\"%s\"", row->group);
		text_literal(text, "/>");
	}
	text_literal(text, "</feature></target>");
}

/* ---- values */

enum { TAG_VALID, TAG_ZERO, TAG_SPECIAL, TAG_EMPTY };

static unsigned tag_of(const uint8_t *number)
{
	uint64_t mantissa;
	unsigned exponent = (number[8] | number[9] << 8) & 0x7fff;

	memcpy(&mantissa, number, sizeof(mantissa));
	if (exponent == 0)
		return mantissa ? TAG_SPECIAL : TAG_ZERO;
	return exponent == 0x7fff || !(mantissa >> 63) ? TAG_SPECIAL : TAG_VALID;
}

/* Tags are those of the registers, which the area keeps as the stack has them. */
static uint16_t tags_of(const struct register_file *file)
{
	unsigned top = file->xstate[STATUS_WORD + 1] >> 3 & 7, tags = 0;

	for (unsigned i = 0; i < STACK; i++) {
		const uint8_t *number = file->xstate + ST0 + ST_STRIDE * ((i - top) % STACK);
		bool used = file->xstate[TAG_BYTE] >> i & 1;

		tags |= (used ? tag_of(number) : (unsigned)TAG_EMPTY) << 2 * i;
	}
	return (uint16_t)tags;
}

void target_get(const struct target *target, const struct register_file *file, unsigned number,
                uint8_t *bytes)
{
	const struct target_register *row = &target->registers[number];
	uint16_t tags;

	memset(bytes, 0, row->size);
	switch (row->source) {
	case TARGET_WORD:
		memcpy(bytes, (const uint8_t *)file->general + row->offset, row->kept);
		break;
	case TARGET_AREA:
		memcpy(bytes, file->xstate + row->offset, row->kept);
		break;
	case TARGET_TAGS:
		tags = tags_of(file);
		memcpy(bytes, &tags, sizeof(tags));
		break;
	}
}

/* Components that were never used hold what they begin with until the kernel is told. */
static void mark_used(struct register_file *file)
{
	uint64_t has, used;

	if (file->xstate_size < LEGACY_SIZE + sizeof(used))
		return;
	memcpy(&has, file->xstate + 464, sizeof(has));
	memcpy(&used, file->xstate + LEGACY_SIZE, sizeof(used));
	used |= has & (3 | 1 << AVX | 1 << OPMASK | 1 << ZMM_HIGH | 1 << ZMM_MORE | 1 << PKRU);
	memcpy(file->xstate + LEGACY_SIZE, &used, sizeof(used));
}

void target_set(const struct target *target, struct register_file *file, unsigned number,
                const uint8_t *bytes)
{
	const struct target_register *row = &target->registers[number];
	uint64_t word = 0;

	switch (row->source) {
	case TARGET_WORD:
		memcpy(&word, bytes, row->kept);
		/* -1 stands for no call, and the error that takes one up again is below 0,
		 * also where registers have but 32 bits. */
		if (row->kept == 4 && (row->offset == 8 * ORIG_RAX || row->offset == 8 * RAX))
			word = (uint64_t)(int32_t)word;
		if (row->offset == 8 * RIP && word != file->general[RIP])
			file->general[ORIG_RAX] = (uint64_t)-1;
		file->general[row->offset / 8] = word;
		return;
	case TARGET_AREA:
		memcpy(file->xstate + row->offset, bytes, row->kept);
		break;
	case TARGET_TAGS:
		file->xstate[TAG_BYTE] = 0;
		for (unsigned i = 0; i < STACK; i++)
			if ((bytes[i / 4] >> 2 * (i % 4) & 3) != TAG_EMPTY)
				file->xstate[TAG_BYTE] |= (uint8_t)(1 << i);
		break;
	}
	mark_used(file);
}

int target_store(pid_t tid, const struct register_file *file)
{
	struct iovec area = { (void *)(uintptr_t)file->xstate, file->xstate_size };

	if (ptrace(PTRACE_SETREGS, tid, NULL, file->general) < 0)
		return -errno;
	if (file->xstate_size && ptrace(PTRACE_SETREGSET, tid, XSTATE_NOTE, &area) < 0)
		return -errno;
	return 0;
}

uint64_t target_thread_pointer(const struct register_file *file)
{
	return file->abi ? (uint32_t)file->general[GS_BASE] : file->general[FS_BASE];
}

/* ---- debug registers */

enum { DEBUG_STATUS = 6, DEBUG_CONTROL = 7 };

static int debug_write(pid_t tid, unsigned number, uint64_t value)
{
	size_t offset = offsetof(struct user, u_debugreg) + 8 * number;

	return ptrace(PTRACE_POKEUSER, tid, offset, value) < 0 ? -errno : 0;
}

/* A bit to enable each, and four that say what for. */
static uint64_t control_of(const struct target_point *point, unsigned number)
{
	static const uint8_t lengths[] = { [1] = 0, [2] = 1, [4] = 3, [8] = 2 };

	if (!point->length)
		return 0;
	return (uint64_t)1 << 2 * number | (uint64_t)(point->watch | lengths[point->length] << 2)
	                                           << (16 + 4 * number);
}

int target_points_write(pid_t tid, const struct target_point points[TARGET_WATCHES_MAX])
{
	uint64_t control = 0;
	/* An address is checked against what it is for, so nothing may be enabled meanwhile. */
	int status = debug_write(tid, DEBUG_CONTROL, 0);

	for (unsigned i = 0; i < TARGET_WATCHES_MAX && status == 0; i++) {
		control |= control_of(&points[i], i);
		status = debug_write(tid, i, points[i].length ? points[i].address : 0);
	}
	return status == 0 && control ? debug_write(tid, DEBUG_CONTROL, control) : status;
}

unsigned target_points_met(pid_t tid)
{
	errno = 0;
	long met = ptrace(PTRACE_PEEKUSER, tid,
	                  offsetof(struct user, u_debugreg) + 8 * DEBUG_STATUS, NULL);

	if (errno)
		return 0;
	debug_write(tid, DEBUG_STATUS, 0);
	return (unsigned)met & ((1 << TARGET_WATCHES_MAX) - 1);
}

/* ---- signals */

enum { PENDING_MAX = 8 };

int target_siginfo_read(pid_t tid, siginfo_t *info)
{
	return ptrace(PTRACE_GETSIGINFO, tid, NULL, info) < 0 ? -errno : 0;
}

bool target_has_shadow_stack(pid_t tid)
{
	uint64_t pointer;
	struct iovec area = { &pointer, sizeof(pointer) };

	return ptrace(PTRACE_GETREGSET, tid, SHADOW_STACK_NOTE, &area) == 0;
}

int target_mask_read(pid_t tid, uint64_t *mask)
{
	return ptrace(PTRACE_GETSIGMASK, tid, sizeof(*mask), mask) < 0 ? -errno : 0;
}

int target_mask_write(pid_t tid, uint64_t mask)
{
	return ptrace(PTRACE_SETSIGMASK, tid, sizeof(mask), &mask) < 0 ? -errno : 0;
}

bool target_trap_is_pending(pid_t tid)
{
	struct __ptrace_peeksiginfo_args args = { .nr = PENDING_MAX };
	siginfo_t pending[PENDING_MAX];
	long count = ptrace(PTRACE_PEEKSIGINFO, tid, &args, pending);

	/* Those that are sent by somebody have no such code. */
	for (long i = 0; i < count; i++)
		if (pending[i].si_signo == SIGTRAP && pending[i].si_code > 0)
			return true;
	return false;
}

bool target_is_within_call(pid_t tid)
{
	siginfo_t info;

	if (target_siginfo_read(tid, &info) < 0 || info.si_signo != SIGTRAP)
		return false;
	if (info.si_code == CALL_STOP)
		return true;
	switch (info.si_code >> 8) {
	case PTRACE_EVENT_FORK:
	case PTRACE_EVENT_VFORK:
	case PTRACE_EVENT_CLONE:
	case PTRACE_EVENT_EXEC:
	case PTRACE_EVENT_SECCOMP:
		return true;
	}
	return false;
}

int target_siginfo_write(pid_t tid, const siginfo_t *info)
{
	return ptrace(PTRACE_SETSIGINFO, tid, NULL, info) < 0 ? -errno : 0;
}

/* Words that a 32-bit program's siginfo_t has behind the first three, and where they come
 * from in ours. */
static const struct siginfo_layout {
	uint8_t count;
	uint8_t from[5];
} siginfo_sent = { 3, { 16, 20, 24 } }, siginfo_child = { 5, { 16, 20, 24, 32, 40 } },
  siginfo_fault = { 2, { 16, 24 } }, siginfo_call = { 3, { 16, 24, 28 } };

static const struct siginfo_layout *siginfo_layout_of(const siginfo_t *info)
{
	if (info->si_code <= 0)
		return info->si_code == SI_SIGIO ? &siginfo_fault : &siginfo_sent;
	switch (info->si_signo) {
	case SIGILL:
	case SIGFPE:
	case SIGSEGV:
	case SIGBUS:
	case SIGTRAP:
	case SIGPOLL: /* a band and a descriptor, in the same places */
		return &siginfo_fault;
	case SIGCHLD:
		return &siginfo_child;
	case SIGSYS:
		return &siginfo_call;
	}
	return &siginfo_sent;
}

void target_siginfo_put(const struct target *target, const siginfo_t *info, struct text *text)
{
	if (!target->abi) {
		text_put(text, info, sizeof(*info));
		return;
	}
	const struct siginfo_layout *layout = siginfo_layout_of(info);
	uint8_t bytes[sizeof(*info)] = { 0 };

	memcpy(bytes, info, 12);
	for (unsigned i = 0; i < layout->count; i++)
		memcpy(bytes + 12 + 4 * i, (const uint8_t *)info + layout->from[i], 4);
	text_put(text, bytes, sizeof(bytes));
}
