/* Registers that are wider than numbers, and what came with a signal.
 *
 * Their bytes are copied to where values lie that are in no memory, and have types that no
 * debugging information describes. */
#include "inspect/own_values.h"

#include "arch/target.h"
#include "inspect/typed_names.h"

#include <string.h>

#define PART_OF(name_, type_, kind_, size_, ...)                                                   \
	{ .name = (name_), .type = (type_), .kind = (kind_), .size = (size_), __VA_ARGS__ }
#define INTEGER_PART(name, type, size, ...) PART_OF(name, type, TYPE_SIGNED, size, __VA_ARGS__)
#define FLOAT_PART(name, type, size, ...)   PART_OF(name, type, TYPE_FLOAT, size, __VA_ARGS__)

/* ---- vectors */

/* So many times 16 bytes. */
#define VECTOR_PARTS(n, floats, doubles, bytes, words, numbers, longs)                             \
	FLOAT_PART(floats, "float", 4, .count = 4 * (n)),                                          \
		FLOAT_PART(doubles, "double", 8, .count = 2 * (n)),                                \
		INTEGER_PART(bytes, "signed char", 1, .count = 16 * (n)),                          \
		INTEGER_PART(words, "short", 2, .count = 8 * (n)),                                 \
		INTEGER_PART(numbers, "int", 4, .count = 4 * (n)),                                 \
		INTEGER_PART(longs, "long", 8, .count = 2 * (n))

static const struct type_part vector_parts[] = {
	VECTOR_PARTS(1, "v4_float", "v2_double", "v16_int8", "v8_int16", "v4_int32", "v2_int64"),
	PART_OF("uint128", "uint128_t", TYPE_UNSIGNED, 16),
	{ .name = NULL },
};
static const struct type_part double_vector_parts[] = {
	VECTOR_PARTS(2, "v8_float", "v4_double", "v32_int8", "v16_int16", "v8_int32", "v4_int64"),
	PART_OF("v2_int128", "uint128_t", TYPE_UNSIGNED, 16, .count = 2),
	{ .name = NULL },
};
static const struct type_part fourfold_vector_parts[] = {
	VECTOR_PARTS(4, "v16_float", "v8_double", "v64_int8", "v32_int16", "v16_int32", "v8_int64"),
	PART_OF("v4_int128", "uint128_t", TYPE_UNSIGNED, 16, .count = 4),
	{ .name = NULL },
};

/* ---- siginfo, as the kernel gives it to a 64-bit tracer */

static const struct type_part value_parts[] = {
	INTEGER_PART("sival_int", "int", 4),
	PART_OF("sival_ptr", "void", TYPE_POINTER, 8),
	{ .name = NULL },
};
static const struct type_part kill_parts[] = {
	INTEGER_PART("si_pid", "int", 4),
	PART_OF("si_uid", "unsigned int", TYPE_UNSIGNED, 4, .offset = 4),
	{ .name = NULL },
};
static const struct type_part timer_parts[] = {
	INTEGER_PART("si_tid", "int", 4),
	INTEGER_PART("si_overrun", "int", 4, .offset = 4),
	PART_OF("si_sigval", "union sigval", TYPE_STRUCT, 8, .offset = 8, .parts = value_parts),
	{ .name = NULL },
};
static const struct type_part queued_parts[] = {
	INTEGER_PART("si_pid", "int", 4),
	PART_OF("si_uid", "unsigned int", TYPE_UNSIGNED, 4, .offset = 4),
	PART_OF("si_sigval", "union sigval", TYPE_STRUCT, 8, .offset = 8, .parts = value_parts),
	{ .name = NULL },
};
static const struct type_part child_parts[] = {
	INTEGER_PART("si_pid", "int", 4),
	PART_OF("si_uid", "unsigned int", TYPE_UNSIGNED, 4, .offset = 4),
	INTEGER_PART("si_status", "int", 4, .offset = 8),
	INTEGER_PART("si_utime", "long", 8, .offset = 16),
	INTEGER_PART("si_stime", "long", 8, .offset = 24),
	{ .name = NULL },
};
static const struct type_part bound_parts[] = {
	PART_OF("_lower", "void", TYPE_POINTER, 8),
	PART_OF("_upper", "void", TYPE_POINTER, 8, .offset = 8),
	{ .name = NULL },
};
static const struct type_part fault_parts[] = {
	PART_OF("si_addr", "void", TYPE_POINTER, 8),
	INTEGER_PART("_addr_lsb", "short", 2, .offset = 8),
	PART_OF("_addr_bnd", "struct {...}", TYPE_STRUCT, 16, .offset = 16, .parts = bound_parts),
	{ .name = NULL },
};
static const struct type_part poll_parts[] = {
	INTEGER_PART("si_band", "long", 8),
	INTEGER_PART("si_fd", "int", 4, .offset = 8),
	{ .name = NULL },
};
static const struct type_part filter_parts[] = {
	PART_OF("_call_addr", "void", TYPE_POINTER, 8),
	INTEGER_PART("_syscall", "int", 4, .offset = 8),
	PART_OF("_arch", "unsigned int", TYPE_UNSIGNED, 4, .offset = 12),
	{ .name = NULL },
};

#define SIGINFO_PART(name, parts_)                                                                 \
	PART_OF(name, "struct {...}", TYPE_STRUCT, 112, .parts = (parts_))

static const struct type_part signal_parts[] = {
	SIGINFO_PART("_kill", kill_parts),      SIGINFO_PART("_timer", timer_parts),
	SIGINFO_PART("_rt", queued_parts),      SIGINFO_PART("_sigchld", child_parts),
	SIGINFO_PART("_sigfault", fault_parts), SIGINFO_PART("_sigpoll", poll_parts),
	SIGINFO_PART("_sigsys", filter_parts),  { .name = NULL },
};
static const struct type_part siginfo_parts[] = {
	INTEGER_PART("si_signo", "int", 4),
	INTEGER_PART("si_errno", "int", 4, .offset = 4),
	INTEGER_PART("si_code", "int", 4, .offset = 8),
	PART_OF("_sifields", "union {...}", TYPE_STRUCT, 112, .offset = 16, .parts = signal_parts),
	{ .name = NULL },
};

/* ---- finding them */

static bool put(struct subject *subject, const struct type *type, const void *bytes, size_t length,
                struct expression_name *found)
{
	found->number = subject_keep(subject, bytes, length);
	if (!found->number)
		return false;
	found->is_place = true;
	found->type = typed_describe(subject, type);
	found->type.is_ours = true;
	return true;
}

static bool put_vector(struct subject *subject, const struct register_value *value,
                       struct expression_name *found)
{
	struct type type;

	if (value->size == 16)
		type = type_of_parts("union vec128", vector_parts, value->size);
	else if (value->size == 32)
		type = type_of_parts("union vec256", double_vector_parts, value->size);
	else if (value->size == 64)
		type = type_of_parts("union vec512", fourfold_vector_parts, value->size);
	else
		return false;
	return put(subject, &type, value->bytes, value->size, found);
}

/* Of the ten bytes of a float, which C has in sixteen. */
static bool put_float(struct subject *subject, const struct register_value *value,
                      struct expression_name *found)
{
	const struct type type = type_basic("long double", TYPE_FLOAT, true, 16);
	uint8_t bytes[16] = { 0 };

	memcpy(bytes, value->bytes, value->size < sizeof(bytes) ? value->size : sizeof(bytes));
	return put(subject, &type, bytes, sizeof(bytes), found);
}

static bool put_siginfo(struct subject *subject, struct expression_name *found)
{
	const struct type type = type_of_parts("struct siginfo", siginfo_parts, sizeof(siginfo_t));
	siginfo_t info;

	return target_siginfo_read(subject->tid, &info) == 0 &&
	       put(subject, &type, &info, sizeof(info), found);
}

bool own_value_find(struct subject *subject, const char *name, size_t length,
                    struct expression_name *found)
{
	static const char siginfo[] = "_siginfo";
	struct register_value value;

	if (!subject->is_held || !subject_space(subject))
		return false;
	if (length == sizeof(siginfo) - 1 && memcmp(name, siginfo, length) == 0)
		return put_siginfo(subject, found);
	if (!register_file_find(&subject->registers, name, length, &value))
		return false;
	return value.form == REGISTER_FLOAT80 ? put_float(subject, &value, found)
	                                      : put_vector(subject, &value, found);
}
