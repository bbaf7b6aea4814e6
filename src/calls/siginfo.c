/* siginfo_t: which members it has depends on the signal and on who sent it. */
#include "calls/custom.h"
#include "calls/walk.h"

#include <signal.h>
#include <string.h>

enum { SIGINFO_SIZE = 128, CODE_KERNEL = 0x80, CODE_TIMER = -2, CODE_SIGIO = -5, CODE_TKILL = -6 };

/* What audit calls the architectures. */
enum { ARCH_I386 = 0x40000003 };
#define ARCH_X86_64 0xc000003eu

/* Members of the union, by their offset in it. */
enum member {
	MEMBER_PID,
	MEMBER_UID,
	MEMBER_TIMERID,
	MEMBER_OVERRUN,
	MEMBER_INT,
	MEMBER_PTR,
	MEMBER_STATUS,
	MEMBER_STATUS_SIGNAL,
	MEMBER_UTIME,
	MEMBER_STIME,
	MEMBER_ADDR,
	MEMBER_ADDR_LSB,
	MEMBER_LOWER,
	MEMBER_UPPER,
	MEMBER_PKEY,
	MEMBER_BAND,
	MEMBER_FD,
	MEMBER_CALL_ADDR,
	MEMBER_SYSCALL,
	MEMBER_ARCH,
};

static const struct field members[] = {
	[MEMBER_PID] = { "si_pid", KIND_PID, .is_signed = true, .size = { 4, 4 } },
	[MEMBER_UID] = { "si_uid", KIND_UID, .size = { 4, 4 }, .offset = { 4, 4 } },
	[MEMBER_TIMERID] = { "si_timerid", KIND_HEX, .size = { 4, 4 } },
	[MEMBER_OVERRUN] = { "si_overrun", KIND_INT, .is_signed = true, .size = { 4, 4 },
			     .offset = { 4, 4 } },
	[MEMBER_INT] = { "si_int", KIND_INT, .is_signed = true, .size = { 4, 4 },
			 .offset = { 8, 8 } },
	[MEMBER_PTR] = { "si_ptr", KIND_ADDR, .size = { 8, 4 }, .offset = { 8, 8 } },
	[MEMBER_STATUS] = { "si_status", KIND_INT, .is_signed = true, .size = { 4, 4 },
			    .offset = { 8, 8 } },
	[MEMBER_STATUS_SIGNAL] = { "si_status", KIND_SIGNAL, .is_signed = true, .size = { 4, 4 },
				   .offset = { 8, 8 } },
	[MEMBER_UTIME] = { "si_utime", KIND_UINT, .size = { 8, 4 }, .offset = { 16, 12 } },
	[MEMBER_STIME] = { "si_stime", KIND_UINT, .size = { 8, 4 }, .offset = { 24, 16 } },
	[MEMBER_ADDR] = { "si_addr", KIND_ADDR, .size = { 8, 4 } },
	[MEMBER_ADDR_LSB] = { "si_addr_lsb", KIND_HEX, .size = { 2, 2 }, .offset = { 8, 4 } },
	[MEMBER_LOWER] = { "si_lower", KIND_ADDR, .size = { 8, 4 }, .offset = { 16, 8 } },
	[MEMBER_UPPER] = { "si_upper", KIND_ADDR, .size = { 8, 4 }, .offset = { 24, 12 } },
	[MEMBER_PKEY] = { "si_pkey", KIND_UINT, .size = { 4, 4 }, .offset = { 16, 8 } },
	[MEMBER_BAND] = { "si_band", KIND_INT, .is_signed = true, .size = { 8, 4 } },
	[MEMBER_FD] = { "si_fd", KIND_FD, .is_signed = true, .size = { 4, 4 }, .offset = { 8, 4 } },
	[MEMBER_CALL_ADDR] = { "si_call_addr", KIND_ADDR, .size = { 8, 4 } },
	[MEMBER_SYSCALL] = { "si_syscall", KIND_INT, .is_signed = true, .size = { 4, 4 },
			     .offset = { 8, 4 } },
	[MEMBER_ARCH] = { "si_arch", KIND_ENUM, .size = { 4, 4 }, .offset = { 12, 8 } },
};

struct siginfo_walk {
	struct walk *walk;
	struct value *group;
	const uint8_t *bytes;	  /* SIGINFO_SIZE of them */
	const uint8_t *union_at;
};

static void add(struct siginfo_walk *info, enum member member)
{
	const struct field *field = &members[member];
	unsigned abi = info->walk->abi;
	struct value *value = walk_value(info->walk, field->name, SHAPE_NUMBER, field->kind);

	if (!value)
		return;
	value->size = field->size[abi];
	value->number = load_number(info->union_at + field->offset[abi], value->size,
				    field->is_signed);
	value_append(info->group, value);
}

static uint64_t peek(const struct siginfo_walk *info, enum member member)
{
	const struct field *field = &members[member];
	unsigned abi = info->walk->abi;

	return load_number(info->union_at + field->offset[abi], field->size[abi], false);
}

static void add_named(struct siginfo_walk *info, const char *name, uint64_t number, enum kind kind,
		      const struct symbols *symbols)
{
	struct value *value = walk_value(info->walk, name, SHAPE_NUMBER, kind);

	if (!value)
		return;
	value->size = 4;
	value->number = number;
	value->symbols = symbols;
	value_append(info->group, value);
}

static bool has_symbol(const struct symbols *symbols, int64_t number)
{
	for (unsigned i = 0; symbols && i < symbols->count; i++)
		if ((int32_t)symbols->list[i].value == (int32_t)number)
			return true;
	return false;
}

/* The names of codes: those any signal may have, then those of the signal. */
static const struct symbols *code_symbols(int signal, int code)
{
	static const struct {
		int signal;
		const char *symbols;
	} by_signal[] = {
		{ SIGILL, "siginfo_codes_ill" }, { SIGFPE, "siginfo_codes_fpe" },
		{ SIGSEGV, "siginfo_codes_segv" }, { SIGBUS, "siginfo_codes_bus" },
		{ SIGTRAP, "siginfo_codes_trap" }, { SIGCHLD, "siginfo_codes_chld" },
		{ SIGPOLL, "siginfo_codes_poll" }, { SIGSYS, "siginfo_codes_sys" },
	};
	const struct symbols *symbols = symbols_find("siginfo_codes");

	if (has_symbol(symbols, code))
		return symbols;
	for (size_t i = 0; i < sizeof(by_signal) / sizeof(*by_signal); i++)
		if (by_signal[i].signal == signal) {
			symbols = symbols_find(by_signal[i].symbols);
			return has_symbol(symbols, code) ? symbols : NULL;
		}
	return NULL;
}

static void add_sender(struct siginfo_walk *info)
{
	add(info, MEMBER_PID);
	add(info, MEMBER_UID);
}

/* Sender and value, as far as there are any. */
static void add_queued(struct siginfo_walk *info)
{
	if (peek(info, MEMBER_PID) || peek(info, MEMBER_UID))
		add_sender(info);
	if (peek(info, MEMBER_PTR)) {
		add(info, MEMBER_INT);
		add(info, MEMBER_PTR);
	}
}

static void add_poll(struct siginfo_walk *info)
{
	add(info, MEMBER_BAND);
	add(info, MEMBER_FD);
}

static void add_by_user(struct siginfo_walk *info, int code)
{
	if (code == 0 || code == CODE_TKILL) {
		add_sender(info);
	} else if (code == CODE_SIGIO) {
		add_poll(info);
	} else if (code == CODE_TIMER) {
		add(info, MEMBER_TIMERID);
		add(info, MEMBER_OVERRUN);
		add(info, MEMBER_INT);
		add(info, MEMBER_PTR);
	} else {
		add_sender(info);
		if (!load_number(info->union_at + members[MEMBER_PTR].offset[info->walk->abi],
		                 members[MEMBER_PTR].size[info->walk->abi], false))
			return;
		add(info, MEMBER_INT);
		add(info, MEMBER_PTR);
	}
}

static void add_fault(struct siginfo_walk *info, int signal, int code)
{
	enum { BUS_MEMORY_REQUIRED = 4, BUS_MEMORY_OPTIONAL = 5, SEGV_BOUNDS = 3, SEGV_KEY = 4 };

	add(info, MEMBER_ADDR);
	if (signal == SIGBUS && (code == BUS_MEMORY_REQUIRED || code == BUS_MEMORY_OPTIONAL))
		add(info, MEMBER_ADDR_LSB);
	if (signal == SIGSEGV && code == SEGV_BOUNDS) {
		add(info, MEMBER_LOWER);
		add(info, MEMBER_UPPER);
	}
	if (signal == SIGSEGV && code == SEGV_KEY)
		add(info, MEMBER_PKEY);
}

/* The call that was not allowed, by name if we know whose number it is. */
static void add_forbidden_call(struct siginfo_walk *info)
{
	const struct symbols *arches = symbols_find("audit_arches");
	uint64_t arch = peek(info, MEMBER_ARCH), nr = peek(info, MEMBER_SYSCALL);
	const struct call *call = arch == ARCH_I386     ? call_find(ABI_I386, nr)
	                          : arch == ARCH_X86_64 ? call_find(ABI_X86_64, nr)
	                                                : NULL;
	struct value *name = walk_value(info->walk, "si_syscall", SHAPE_TEXT, KIND_INT);
	char *text = call ? arena_take(info->walk->arena, call->name_length + 6) : NULL;

	add(info, MEMBER_CALL_ADDR);
	if (name && text) {
		memcpy(text, "__NR_", 5);
		memcpy(text + 5, call->name, call->name_length);
		name->bytes = (const uint8_t *)text;
		name->length = call->name_length + 5;
		name->number = nr;
		value_append(info->group, name);
	} else {
		add(info, MEMBER_SYSCALL);
	}
	add_named(info, "si_arch", arch, arches ? KIND_ENUM : KIND_HEX, arches);
}

static void add_by_kernel(struct siginfo_walk *info, int signal, int code, bool is_known)
{
	switch (signal) {
	case SIGCHLD:
		add_sender(info);
		add(info, code == CLD_EXITED ? MEMBER_STATUS : MEMBER_STATUS_SIGNAL);
		add(info, MEMBER_UTIME);
		add(info, MEMBER_STIME);
		break;
	case SIGILL:
	case SIGFPE:
	case SIGSEGV:
	case SIGBUS:
	case SIGTRAP:
		add_fault(info, signal, code);
		break;
	case SIGPOLL:
		if (code != CODE_KERNEL && is_known)
			add_poll(info);
		break;
	case SIGSYS:
		add_forbidden_call(info);
		break;
	default:
		add_queued(info);
	}
}

static void decode(struct walk *walk, const uint8_t *bytes, struct value *group)
{
	struct siginfo_walk info = { walk, group, bytes, bytes + (walk->abi == ABI_I386 ? 12 : 16) };
	int signal = load_number(bytes, 4, true), number = load_number(bytes + 4, 4, true);
	int code = load_number(bytes + 8, 4, true);
	const struct symbols *codes = code_symbols(signal, code);

	if (!signal)
		return;
	add_named(&info, "si_signo", signal, KIND_SIGNAL, NULL);
	add_named(&info, "si_code", codes ? (uint64_t)(int64_t)code : (uint32_t)code,
		  codes ? KIND_ENUM : KIND_HEX, codes);
	if (number)
		add_named(&info, "si_errno", (uint32_t)number,
			  number < 0 ? KIND_UINT : KIND_ERRNO, NULL);
	if (code <= 0)
		add_by_user(&info, code);
	else
		add_by_kernel(&info, signal, code, codes);
}

void decode_siginfo_bytes(struct walk *walk, const struct field *field, struct value *value)
{
	const uint8_t *bytes = value->bytes;

	(void)field;
	if (value->length < SIGINFO_SIZE) {
		value->shape = SHAPE_ADDRESS;
		return;
	}
	value->shape = SHAPE_STRUCT;
	decode(walk, bytes, value);
}

struct value *decode_siginfo(const struct event *event, struct arena *arena)
{
	struct walk walk = { .event = event, .arena = arena, .abi = ABI_X86_64 };
	const struct chunk *chunk = event_chunk_find(event, CHUNK_SIGINFO, 0);
	struct value *group = walk_value(&walk, "siginfo", SHAPE_STRUCT, KIND_STRUCT);

	if (!group || !chunk || chunk->length < SIGINFO_SIZE)
		return NULL;
	decode(&walk, chunk_bytes(chunk), group);
	return group;
}
