/* Numbers by their kind. */
#include "output/print_kinds.h"

#include "base/errno_name.h"
#include "base/signal_name.h"
#include "calls/symbols.h"

#include <arpa/inet.h>
#include <endian.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

void print_address(struct text *out, uint64_t address)
{
	if (address)
		text_hex(out, address);
	else
		text_literal(out, "NULL");
}

/* ---- files */

static const char *file_type(uint64_t mode)
{
	switch (mode & 0170000) {
	case 0140000:
		return "S_IFSOCK";
	case 0120000:
		return "S_IFLNK";
	case 0100000:
		return "S_IFREG";
	case 0060000:
		return "S_IFBLK";
	case 0040000:
		return "S_IFDIR";
	case 0020000:
		return "S_IFCHR";
	case 0010000:
		return "S_IFIFO";
	}
	return NULL;
}

static void put_file_mode(struct text *out, uint64_t mode)
{
	const char *type = file_type(mode);

	if (type) {
		text_string(out, type);
		text_char(out, '|');
	}
	if (mode & 04000)
		text_literal(out, "S_ISUID|");
	if (mode & 02000)
		text_literal(out, "S_ISGID|");
	if (mode & 01000)
		text_literal(out, "S_ISVTX|");
	put_octal(out, mode & ~(uint64_t)(S_IFMT | 07000));
}

static void print_file_mode(struct printer *printer, uint64_t mode)
{
	/* What is of no type we know, or has no more than permissions, is just a number. */
	bool is_plain = mode & 0170000 ? !file_type(mode) : !(mode & 07000);

	if (is_plain || printer->view->constants != CONSTANTS_ABBREV)
		put_octal(printer->out, mode);
	if (is_plain || (printer->view->constants != CONSTANTS_ABBREV && begin_comment(printer)))
		return;
	put_file_mode(printer->out, mode);
	end_comment(printer);
}

static void put_device(struct text *out, uint64_t device)
{
	text_literal(out, "makedev(");
	put_hex(out, gnu_dev_major(device));
	text_literal(out, ", ");
	put_hex(out, gnu_dev_minor(device));
	text_char(out, ')');
}

static void print_device(struct printer *printer, uint64_t device)
{
	if (printer->view->constants == CONSTANTS_ABBREV) {
		put_device(printer->out, device);
		return;
	}
	put_hex(printer->out, device);
	if (printer->view->constants == CONSTANTS_VERBOSE) {
		text_literal(printer->out, " /* ");
		put_device(printer->out, device);
		text_literal(printer->out, " */");
	}
}

/* Bits by their names; a mask that is nearly full is shown by what it lacks. */
static void print_bit_names(struct printer *printer, const struct symbols *symbols, uint64_t mask,
                            unsigned size)
{
	unsigned bits = size * 8;
	bool inverted = (unsigned)__builtin_popcountll(mask) >= bits * 2 / 3;
	size_t start;

	text_string(printer->out, inverted ? "~[" : "[");
	start = printer->out->length;
	for (unsigned bit = 0; symbols && bit < bits; bit++) {
		if ((mask >> bit & 1) == inverted)
			continue;
		if (printer->out->length > start)
			text_char(printer->out, ' ');
		print_symbols(printer, symbols, bit, size);
	}
	text_char(printer->out, ']');
}

/* ---- processes and limits */

static void print_limit(struct printer *printer, uint64_t limit, unsigned size)
{
	struct text *out = printer->out;
	bool is_infinite = limit == mask_of_size(size);
	bool has_form = is_infinite || (limit > 1024 && limit % 1024 == 0);

	if (!has_form || printer->view->constants != CONSTANTS_ABBREV)
		text_unsigned(out, limit);
	if (!has_form || (printer->view->constants != CONSTANTS_ABBREV && begin_comment(printer)))
		return;
	if (is_infinite) {
		text_string(out, size == 4 ? "RLIM_INFINITY" : "RLIM64_INFINITY");
	} else {
		text_unsigned(out, limit / 1024);
		text_literal(out, "*1024");
	}
	end_comment(printer);
}

static void print_errno(struct printer *printer, int64_t number)
{
	const char *name = errno_name(number < 0 ? -(uint64_t)number : (uint64_t)number);
	struct text *out = printer->out;

	if (!name) {
		text_decimal(out, number);
		return;
	}
	if (begin_form(printer, number))
		return;
	if (number < 0)
		text_char(out, '-');
	text_string(out, name);
	end_comment(printer);
}

static void put_quota_command(struct text *out, uint32_t command)
{
	const struct symbols *commands = symbols_find("quota_commands");
	const struct symbols *types = symbols_find("quota_types");
	struct view plain = { .constants = CONSTANTS_ABBREV };
	struct printer printer = { .out = out, .view = &plain };

	text_literal(out, "QCMD(");
	if (commands)
		print_symbols(&printer, commands, command >> 8, sizeof(command));
	text_literal(out, ", ");
	if (types)
		print_symbols(&printer, types, command & 0xff, sizeof(command));
	text_char(out, ')');
}

static void print_quota_command(struct printer *printer, uint32_t command)
{
	struct text *out = printer->out;

	if (printer->view->constants == CONSTANTS_ABBREV) {
		put_quota_command(out, command);
		return;
	}
	text_unsigned(out, command);
	if (printer->view->constants == CONSTANTS_VERBOSE) {
		text_literal(out, " /* ");
		put_quota_command(out, command);
		text_literal(out, " */");
	}
}

/* ---- time */

void print_date_comment(struct text *out, int64_t seconds, uint64_t fraction, unsigned digits)
{
	size_t before = out->length;

	text_literal(out, " /* ");
	size_t start = out->length;
	print_date(out, seconds, fraction, digits);
	if (out->length > start)
		text_literal(out, " */");
	else
		out->length = before;
}

static void print_interrupted(struct printer *printer, uint64_t number)
{
	const struct call *call = call_find((enum event_abi)printer->event->abi, number);

	text_literal(printer->out, "<... resuming interrupted ");
	if (call)
		text_put(printer->out, call->name, call->name_length);
	else
		text_literal(printer->out, "system call");
	text_literal(printer->out, " ...>");
}

static void print_call(struct printer *printer, enum event_abi abi, uint64_t number)
{
	const struct call *call = call_find(abi, number);
	struct text *out = printer->out;
	enum constants form = printer->view->constants;

	if (!call || form != CONSTANTS_ABBREV)
		text_unsigned(out, number);
	if (!call || form == CONSTANTS_RAW)
		return;
	if (form == CONSTANTS_VERBOSE)
		text_literal(out, " /* ");
	text_literal(out, "__NR_");
	text_put(out, call->name, call->name_length);
	if (form == CONSTANTS_VERBOSE)
		text_literal(out, " */");
}

/* ---- the kinds */

/* Zeros up to the width of the number, "0x" counted in: 0x000005. */
static void put_padded_hex(struct text *out, uint64_t number, unsigned size)
{
	if (number)
		text_literal(out, "0x");
	text_hex_padded(out, number, number ? size * 2 - 2 : size * 2);
}

static void print_network_longest(struct printer *printer, uint64_t number)
{
	if (!print_network_start(printer, &number, sizeof(number)))
		return;
	text_literal(printer->out, "htobe64(");
	text_unsigned(printer->out, be64toh(number));
	text_char(printer->out, ')');
	print_network_end(printer);
}

void print_io_priority(struct printer *printer, uint64_t number)
{
	enum { CLASS_SHIFT = 13 };
	struct text *out = printer->out;
	const struct symbols *classes = symbols_find("ioprio_classes");
	uint32_t priority = number;

	if (!classes)
		return;
	text_literal(out, "IOPRIO_PRIO_VALUE(");
	print_symbols(printer, classes, priority >> CLASS_SHIFT, 4);
	text_literal(out, ", ");
	text_unsigned(out, priority & ((1 << CLASS_SHIFT) - 1));
	text_char(out, ')');
}

/* FUTEX_OP_SET<<28; the comment on a number without a name stands behind the shift. */
static void put_shifted_name(struct printer *printer, const struct symbols *symbols,
                             uint64_t number, unsigned shift)
{
	struct text *out = printer->out;
	bool is_named = symbols_name(symbols, number);

	if (is_named)
		print_symbols(printer, symbols, number, 4);
	else
		put_hex(out, number);
	text_literal(out, "<<");
	text_unsigned(out, shift);
	if (!is_named && printer->view->constants != CONSTANTS_RAW) {
		text_literal(out, " /* ");
		text_string(out, symbols->unknown);
		text_literal(out, " */");
	}
}

/* Operation and comparison of FUTEX_WAKE_OP, with their arguments. */
static void print_futex_operation(struct printer *printer, uint64_t number)
{
	struct text *out = printer->out;
	const struct symbols *operations = symbols_find("futex_wake_operations");
	const struct symbols *comparisons = symbols_find("futex_wake_comparisons");

	if (!operations || !comparisons) {
		put_hex(out, number);
		return;
	}
	if (number >> 31 & 1)
		put_constant(printer, "0x8", 3, "FUTEX_OP_OPARG_SHIFT");
	if (number >> 31 & 1)
		text_literal(out, "<<28|");
	put_shifted_name(printer, operations, number >> 28 & 7, 28);
	text_char(out, '|');
	put_hex(out, number >> 12 & 0xfff);
	text_literal(out, "<<12|");
	put_shifted_name(printer, comparisons, number >> 24 & 0xf, 24);
	text_char(out, '|');
	put_hex(out, number & 0xfff);
}

/* Some numbers have names of their own instead of being a descriptor's. */
static void print_fd_value(struct printer *printer, const struct value *value, uint64_t number)
{
	if (value->symbols && symbols_name(value->symbols, number))
		print_symbols(printer, value->symbols, number, sizeof(int));
	else if (value->kind == KIND_DIRFD)
		print_dirfd(printer, (int64_t)number);
	else
		print_fd(printer, (int32_t)number); /* the kernel takes no more of a longer one */
}

void print_number(struct printer *printer, const struct value *value)
{
	struct text *out = printer->out;
	uint64_t number = value->number;

	switch (value->kind) {
	case KIND_INT:
		text_decimal(out, number);
		break;
	case KIND_HEX:
		put_hex(out, number);
		break;
	case KIND_OCT:
		put_octal(out, number);
		break;
	case KIND_ADDR:
		print_address(out, number);
		break;
	case KIND_FD:
	case KIND_DIRFD:
		print_fd_value(printer, value, number);
		break;
	case KIND_PID:
		print_pid(printer, number);
		break;
	case KIND_UID:
		if (number == mask_of_size(value->size))
			text_literal(out, "-1");
		else
			text_unsigned(out, number);
		break;
	case KIND_SIGNAL:
		if (value->field && !value->field->is_signed && number > SIGNAL_MAX)
			text_unsigned(out, number);
		else
			print_signal(printer, number);
		break;
	case KIND_FILEMODE:
		print_file_mode(printer, number);
		break;
	case KIND_DEV:
		print_device(printer, number);
		break;
	case KIND_FLAGS:
	case KIND_ENUM:
		print_symbols(printer, value->symbols, number, value->size);
		break;
	case KIND_IFINDEX:
		print_interface(printer, (uint32_t)number);
		break;
	case KIND_PORT:
		print_port(printer, (uint16_t)number, value->symbols);
		break;
	case KIND_BEHEX:
		text_literal(out, "htonl(");
		put_hex(out, ntohl((uint32_t)number));
		text_char(out, ')');
		break;
	case KIND_BITMASK:
		print_bit_names(printer, value->symbols, number, value->size);
		break;
	case KIND_BE32:
		print_network_long(printer, number);
		break;
	case KIND_BE64:
		print_network_longest(printer, number);
		break;
	case KIND_INADDR:
		print_inet_address(printer, number);
		break;
	case KIND_WSTATUS:
		print_wait_status(printer, number);
		break;
	case KIND_RLIM:
		print_limit(printer, number, value->size);
		break;
	case KIND_RLIM64:
		print_limit(printer, number, 8);
		break;
	case KIND_TIME:
		print_time(printer, value);
		break;
	case KIND_CLOCKID:
		print_clock(printer, value);
		break;
	case KIND_PAGES:
		put_hex(out, number << 12);
		break;
	case KIND_PADHEX:
		put_padded_hex(out, number, value->size);
		break;
	case KIND_TICKS:
		print_ticks(printer, number);
		break;
	case KIND_IOPRIO:
		if (begin_form(printer, number))
			break;
		print_io_priority(printer, number);
		end_comment(printer);
		break;
	case KIND_INTERRUPTED:
		print_interrupted(printer, number);
		break;
	case KIND_CALL:
		print_call(printer, ABI_X86_64, number);
		break;
	case KIND_CALL_I386:
		print_call(printer, ABI_I386, number);
		break;
	case KIND_FOURCC:
	case KIND_VERSION:
	case KIND_FRACTION:
		print_packed(printer, (enum kind)value->kind, number, value->symbols);
		break;
	case KIND_CHARACTER:
		if (value->size > 1 && (number < ' ' || number > '~'))
			text_unsigned(out, number);
		else
			print_character(out, (uint8_t)number);
		break;
	case KIND_PITCH:
		print_pitch(printer, number);
		break;
	case KIND_KEYSYMBOL:
		print_key_symbol(printer, number, value->symbols);
		break;
	case KIND_TONE:
		print_tone(printer, number);
		break;
	case KIND_SPLIT:
		text_decimal(out, number);
		break;
	case KIND_SIGMASK:
		print_signal_mask(printer, number, value->size);
		break;
	case KIND_FUTEXOP:
		print_futex_operation(printer, number);
		break;
	case KIND_ETHERTYPE:
		print_ethertype(printer, number);
		break;
	case KIND_HARDWAREEVENT:
	case KIND_CACHEEVENT:
		print_event(printer, (enum kind)value->kind, number);
		break;
	case KIND_EBPF:
		print_ebpf_code(printer, number);
		break;
	case KIND_BPF:
	case KIND_SECCOMP:
		print_bpf(printer, number, value->kind == KIND_SECCOMP);
		break;
	case KIND_QUOTACMD:
		print_quota_command(printer, number);
		break;
	case KIND_ERRNO:
		print_errno(printer, number);
		break;
	default:
		text_unsigned(out, number);
	}
}
