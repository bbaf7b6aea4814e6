/* Numbers by their kind. */
#include "output/print.h"

#include "base/errno_name.h"
#include "base/signal_name.h"
#include "calls/symbols.h"

#include <arpa/inet.h>
#include <endian.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

void print_address(struct text *out, uint64_t address)
{
	if (address)
		text_hex(out, address);
	else
		text_literal(out, "NULL");
}

/* Hexadecimal the way "%#x" does it: 0 stays 0. */
static void put_hex(struct text *out, uint64_t number)
{
	if (number)
		text_hex(out, number);
	else
		text_char(out, '0');
}

static void put_octal(struct text *out, uint64_t number)
{
	text_char(out, '0');
	text_octal(out, number, 2);
}

static void print_signal(struct printer *, uint64_t number);

/* A number has been put, and its name goes into a comment; true: nothing follows. */
static bool begin_comment(struct printer *printer)
{
	if (printer->view->constants == CONSTANTS_RAW)
		return true;
	text_literal(printer->out, " /* ");
	return false;
}

static void end_comment(struct printer *printer)
{
	if (printer->view->constants == CONSTANTS_VERBOSE)
		text_literal(printer->out, " */");
}

/* For what has a form of its own: with -X the number comes first, or stands alone. */
static bool begin_form(struct printer *printer, uint64_t number)
{
	if (printer->view->constants == CONSTANTS_ABBREV)
		return false;
	text_decimal(printer->out, number);
	return begin_comment(printer);
}

/* ---- names */

static bool put_enum(struct text *out, const struct symbols *symbols, uint64_t number)
{
	const struct symbol *symbol = symbols_name(symbols, number);
	const struct symbol_range *range = symbol ? NULL : symbols_range(symbols, number);

	if (symbol) {
		text_put(out, symbol->name, symbol->length);
	} else if (range) {
		text_string(out, range->name);
		text_char(out, '+');
		text_unsigned(out, number - range->first);
	}
	return symbol || range;
}

/* False when no name speaks for any bit; then nothing was put. */
static bool put_flag_names(struct text *out, const struct symbols *symbols, uint64_t number)
{
	struct symbols_walk walk = { .rest = number };
	const struct symbol *symbol;
	bool any = false;

	while ((symbol = symbols_next(symbols, number, &walk))) {
		if (any)
			text_char(out, '|');
		text_put(out, symbol->name, symbol->length);
		any = true;
	}
	if (any && walk.rest) {
		text_char(out, '|');
		text_hex(out, walk.rest);
	}
	return any;
}

static unsigned shift_of(uint64_t mask)
{
	return mask ? __builtin_ctzll(mask) : 0;
}

static uint64_t bits_of_parts(const struct symbols *symbols, bool shifted)
{
	uint64_t bits = 0;

	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++)
		if ((part->form == PART_SHIFTED) == shifted)
			bits |= part->mask;
	return bits;
}

/* "21<<SHIFT" for what is not 0; from start on there is what goes before. */
static void put_shifted_parts(struct text *out, const struct symbols *symbols, uint64_t number,
			      enum constants form, size_t start)
{
	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++) {
		if (part->form != PART_SHIFTED || !(number & part->mask))
			continue;
		if (out->length > start)
			text_char(out, '|');
		text_unsigned(out, (number & part->mask) >> shift_of(part->mask));
		text_literal(out, "<<");
		if (form != CONSTANTS_ABBREV)
			text_unsigned(out, shift_of(part->mask));
		if (form == CONSTANTS_VERBOSE)
			text_literal(out, " /* ");
		if (form != CONSTANTS_RAW)
			text_string(out, part->shift);
		if (form == CONSTANTS_VERBOSE)
			text_literal(out, " */");
	}
}

static bool put_flags(struct text *out, const struct symbols *symbols, uint64_t number)
{
	uint64_t shifted = bits_of_parts(symbols, true);
	size_t start = out->length;

	if (!put_flag_names(out, symbols, number & ~shifted) && number & ~shifted)
		return false;
	put_shifted_parts(out, symbols, number, CONSTANTS_ABBREV, start);
	return out->length > start;
}

static bool put_symbols(struct text *out, const struct symbols *symbols, uint64_t number)
{
	return symbols->is_flags ? put_flags(out, symbols, number) : put_enum(out, symbols, number);
}

static uint64_t mask_of_size(unsigned size)
{
	return size >= 8 ? UINT64_MAX : ((uint64_t)1 << size * 8) - 1;
}

/* What stands for a number without a name; NULL: nothing need be said. */
static const char *unknown_name(const struct symbols *symbols, uint64_t number)
{
	bool is_said = (number || !symbols->is_flags) && symbols->unknown && *symbols->unknown;

	return is_said ? symbols->unknown : NULL;
}

/* _IOC(_IOC_READ, 0x12, 0x34, 0x8) */
static void put_ioctl_code(struct text *out, uint32_t code)
{
	static const char *const directions[] = { "_IOC_NONE", "_IOC_WRITE", "_IOC_READ",
		                                  "_IOC_READ|_IOC_WRITE" };

	text_literal(out, "_IOC(");
	text_string(out, directions[code >> 30]);
	text_literal(out, ", ");
	put_hex(out, code >> 8 & 0xff);
	text_literal(out, ", ");
	put_hex(out, code & 0xff);
	text_literal(out, ", ");
	put_hex(out, code >> 16 & 0x3fff);
	text_char(out, ')');
}

static void put_ioctl_name(struct text *out, const struct symbols *symbols, uint64_t number,
                           bool with_unknown)
{
	if (!put_symbols(out, symbols, number) &&
	    !symbols_put_macro(out, symbols, (uint32_t)number, with_unknown))
		put_ioctl_code(out, number);
}

/* A command without a name is taken apart where a name would stand. */
static void put_ioctl(struct printer *printer, const struct symbols *symbols, uint64_t number)
{
	struct text *out = printer->out;

	if (printer->view->constants == CONSTANTS_ABBREV) {
		put_ioctl_name(out, symbols, number, true);
		return;
	}
	put_hex(out, number);
	if (begin_comment(printer))
		return;
	put_ioctl_name(out, symbols, number, false);
	end_comment(printer);
}

/* The name of a number that has been put, or what stands for one. */
static void put_comment(struct text *out, const struct symbols *symbols, uint64_t number,
			enum constants form)
{
	size_t before = out->length;
	const char *unknown = unknown_name(symbols, number);

	text_literal(out, " /* ");
	if (form == CONSTANTS_ABBREV || !put_symbols(out, symbols, number)) {
		if (!unknown) {
			out->length = before;
			return;
		}
		text_string(out, unknown);
	}
	text_literal(out, " */");
}

static void put_named_number(struct printer *printer, const struct symbols *symbols,
                             uint64_t number, unsigned size)
{
	bool is_numbered =
		symbols->rest == REST_NUMBERED || symbols->rest == REST_NUMBERED_HEX;
	enum constants form = printer->view->constants;
	struct text *out = printer->out;
	int64_t as_loaded = number;

	if (symbols->rest == REST_IOCTL) {
		put_ioctl(printer, symbols, number);
		return;
	}
	if (is_numbered && form == CONSTANTS_ABBREV)
		form = CONSTANTS_VERBOSE;
	if (symbols->is_flags)
		number &= mask_of_size(size);
	if (form == CONSTANTS_ABBREV && put_symbols(out, symbols, number))
		return;
	/* These are not part of the number where they can be named. */
	uint64_t shifted = form == CONSTANTS_ABBREV ? number & bits_of_parts(symbols, true) : 0;
	if (symbols->rest == REST_NUMBERED || symbols->rest == REST_DECIMAL)
		text_decimal(out, as_loaded);
	else
		put_hex(out, number & ~shifted & mask_of_size(size));
	if (form != CONSTANTS_RAW)
		put_comment(out, symbols, number, form);
	put_shifted_parts(out, symbols, shifted, form, 0);
}

/* Bits that have no name in a set without a word for them are ordinary flags. */
static uint64_t value_of_part(const struct symbol_part *part, uint64_t number)
{
	uint64_t value = number & part->mask;
	bool is_named = part->form != PART_NAMED || part->set->unknown || part->set->is_flags;

	return is_named || symbols_name(part->set, value) ? value : 0;
}

/* Whether a part of this value is shown. */
static bool part_is_shown(const struct symbol_part *part, uint64_t value)
{
	switch ((enum part_form)part->form) {
	case PART_OCTAL:
	case PART_DECIMAL:
		return true;
	case PART_NAMED:
		/* An enum that names what it does not know says that of 0, too. */
		return value || symbols_name_zero(part->set) ||
		       (part->set->unknown && !part->set->is_flags);
	case PART_SIGNAL:
		return value;
	case PART_SHIFTED:
		break;
	}
	return false;
}

/* The parts that stand apart, before or after the names; from start on there is
 * what goes before. */
static void put_parts(struct printer *printer, const struct symbols *symbols, uint64_t number,
		      unsigned size, bool leading, size_t start)
{
	struct text *out = printer->out;

	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++) {
		uint64_t value = value_of_part(part, number);

		if (part->leads != leading || !part_is_shown(part, value))
			continue;
		if (out->length > start)
			text_char(out, '|');
		if (part->form == PART_NAMED)
			print_symbols(printer, part->set, value, size);
		else if (part->form == PART_SIGNAL)
			print_signal(printer, value);
		else if (part->form == PART_OCTAL)
			put_octal(out, value);
		else
			text_unsigned(out, value);
	}
}

/* A name for a number that has bits of parts in it is no flag among others. */
static const struct symbol *name_of_all(const struct symbols *symbols, uint64_t number)
{
	uint64_t apart = bits_of_parts(symbols, false);

	for (unsigned i = 0; number & apart && i < symbols->count; i++)
		if (symbols->list[i].value & apart && symbols->list[i].value == number)
			return &symbols->list[i];
	return NULL;
}

/* Flags of which some bits are shown by themselves. */
static void put_flags_and_parts(struct printer *printer, const struct symbols *symbols,
				uint64_t number, unsigned size)
{
	struct text *out = printer->out;
	const struct symbol *whole = name_of_all(symbols, number & mask_of_size(size));
	uint64_t flags = number & ~bits_of_parts(symbols, true) & mask_of_size(size);
	size_t start = out->length;

	if (whole) {
		text_put(out, whole->name, whole->length);
		return;
	}
	for (const struct symbol_part *part = symbols->parts; part->mask; part++)
		flags &= ~value_of_part(part, number);

	put_parts(printer, symbols, number, size, true, start);
	if (flags) {
		if (out->length > start)
			text_char(out, '|');
		put_named_number(printer, symbols, flags, size);
	}
	put_shifted_parts(out, symbols, number, printer->view->constants, start);
	put_parts(printer, symbols, number, size, false, start);
	if (out->length == start)
		text_char(out, '0');
}

void print_symbols(struct printer *printer, const struct symbols *symbols, uint64_t number,
		   unsigned size)
{
	if (bits_of_parts(symbols, false))
		put_flags_and_parts(printer, symbols, number, size);
	else
		put_named_number(printer, symbols, number, size);
}

/* Shows a name, the number, or both, as -X says. */
static void put_constant(struct printer *printer, const char *number, size_t length,
                         const char *name)
{
	struct text *out = printer->out;

	if (printer->view->constants == CONSTANTS_ABBREV) {
		text_string(out, name);
		return;
	}
	text_put(out, number, length);
	if (printer->view->constants == CONSTANTS_VERBOSE) {
		text_literal(out, " /* ");
		text_string(out, name);
		text_literal(out, " */");
	}
}

/* ---- signals, descriptors, processes */

void print_signal_name(struct text *out, uint64_t number)
{
	const char *name = signal_name(number);

	if (name)
		text_string(out, name);
	else
		text_decimal(out, (int32_t)number);
}

static void print_signal(struct printer *printer, uint64_t number)
{
	struct text *out = printer->out;
	bool has_name = number && number <= SIGNAL_MAX;

	if (!has_name || printer->view->constants == CONSTANTS_ABBREV) {
		print_signal_name(out, number);
		return;
	}
	text_decimal(out, number);
	if (printer->view->constants == CONSTANTS_VERBOSE) {
		text_literal(out, " /* ");
		print_signal_name(out, number);
		text_literal(out, " */");
	}
}

/* Text that we made of what a descriptor is, quotes and escapes included.  It
 * may come out of a recording, so it is doubted all the same. */
static void put_detail(struct text *out, const struct chunk *chunk)
{
	const uint8_t *bytes = chunk_bytes(chunk);

	for (uint32_t i = 0; i < chunk->length; i++)
		text_char(out, bytes[i] >= ' ' && bytes[i] < 0x7f ? (char)bytes[i] : '?');
}

/* </path>, and </path>(deleted) for what the kernel calls "/path (deleted)";
 * device: </path<char 1:3>>, or NULL. */
static void put_named(struct text *out, const struct chunk *chunk, enum hex_strings hex,
                      const struct chunk *device)
{
	static const char suffix[] = " (deleted)";
	size_t length = chunk->length, tail = sizeof(suffix) - 1;
	bool deleted = chunk->kind == CHUNK_FD && length > tail &&
	               !memcmp(chunk_bytes(chunk) + length - tail, suffix, tail);

	text_char(out, '<');
	if (chunk->kind == CHUNK_SOCKET || chunk->kind == CHUNK_FD_DETAIL)
		put_detail(out, chunk);
	else
		print_quoted(out, chunk_bytes(chunk), deleted ? length - tail : length, hex,
		             QUOTE_NONE | QUOTE_ANGLES);
	if (device) {
		text_char(out, '<');
		put_detail(out, device);
		text_char(out, '>');
	}
	text_char(out, '>');
	if (deleted)
		text_string(out, suffix + 1);
}

static bool chunk_begins(const struct chunk *chunk, const char *prefix)
{
	return chunk->length >= strlen(prefix) &&
	       !memcmp(chunk_bytes(chunk), prefix, strlen(prefix));
}

static bool is_socket(const struct chunk *name)
{
	return name && (name->kind == CHUNK_SOCKET || chunk_begins(name, "socket:["));
}

static const struct chunk *name_find(const struct printer *printer, enum chunk_kind kind,
                                     int64_t number)
{
	return event_name_find(printer->event, kind, (uint64_t)number, printer->came_out);
}

/* What stands between the angles: the detail that this view asks for, or the name. */
static void put_fd_names(struct printer *printer, const struct chunk *name,
                         const struct chunk *detail)
{
	unsigned wanted = printer->view->decode_fds;
	const struct chunk *device = NULL;

	if (detail && ((wanted & DECODE_FD_PIDFD && chunk_begins(detail, "pid:")) ||
	               (wanted & DECODE_FD_SIGNALFD && chunk_begins(detail, "signalfd:")) ||
	               (wanted & DECODE_FD_EVENTFD && chunk_begins(detail, "{eventfd-"))))
		name = detail;
	else if (detail && wanted & DECODE_FD_DEV &&
	         (chunk_begins(detail, "char ") || chunk_begins(detail, "block ")))
		device = detail;
	else if (!(wanted & DECODE_FD_PATH) && !(wanted & DECODE_FD_SOCKET && is_socket(name)))
		return;
	if (name && name->length)
		put_named(printer->out, name, printer->view->hex, device);
}

void print_fd(struct printer *printer, int64_t fd)
{
	const struct chunk *name = NULL;

	text_decimal(printer->out, fd);
	if (!printer->view->decode_fds || printer->bare)
		return;
	if (printer->view->decode_fds & DECODE_FD_SOCKET)
		name = name_find(printer, CHUNK_SOCKET, fd);
	if (!name)
		name = name_find(printer, CHUNK_FD, fd);
	put_fd_names(printer, name, name_find(printer, CHUNK_FD_DETAIL, fd));
}

void print_comm(struct printer *printer, int64_t tid)
{
	const struct chunk *comm = NULL;

	if (printer->view->decode_pids)
		comm = name_find(printer, CHUNK_COMM, tid);
	if (comm && comm->length)
		put_named(printer->out, comm, printer->view->hex, NULL);
}

static void print_dirfd(struct printer *printer, int64_t fd, const struct symbols *symbols)
{
	if (symbols && symbols_name(symbols, (uint64_t)fd)) {
		print_symbols(printer, symbols, (uint64_t)fd, sizeof(int));
		return;
	}
	if (fd != -100) {
		print_fd(printer, fd);
		return;
	}
	put_constant(printer, "-100", 4, "AT_FDCWD");
	const struct chunk *cwd = printer->view->decode_fds & DECODE_FD_PATH
	                                  ? event_chunk_find(printer->event, CHUNK_CWD, 0)
	                                  : NULL;
	if (cwd && cwd->length)
		put_named(printer->out, cwd, printer->view->hex, NULL);
}

void print_pid(struct printer *printer, int64_t pid)
{
	int32_t ours = 0;

	text_decimal(printer->out, pid);
	print_comm(printer, pid);
	if (printer->view->translate_pids)
		ours = event_pid_translation(printer->event, pid, printer->came_out);
	if (!ours)
		return;
	text_literal(printer->out, " /* ");
	text_decimal(printer->out, ours);
	text_literal(printer->out, " in strace's PID NS */");
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
	if (is_plain ||
	    (printer->view->constants != CONSTANTS_ABBREV && begin_comment(printer)))
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

/* ---- network */

bool print_network_start(struct printer *printer, const void *bytes, size_t size)
{
	if (printer->view->constants == CONSTANTS_ABBREV)
		return true;
	print_quoted(printer->out, bytes, size, HEX_ALL, 0);
	if (printer->view->constants == CONSTANTS_RAW)
		return false;
	text_literal(printer->out, " /* ");
	return true;
}

void print_network_end(struct printer *printer)
{
	if (printer->view->constants == CONSTANTS_VERBOSE)
		text_literal(printer->out, " */");
}

/* The bytes have been said, if they were asked for: the name is enough. */
static void put_named_port(struct printer *printer, const struct symbols *symbols, uint16_t port)
{
	struct view names = *printer->view;
	struct printer named = *printer;

	names.constants = CONSTANTS_ABBREV;
	named.view = &names;
	print_symbols(&named, symbols, port, sizeof(port));
}

static void print_port(struct printer *printer, uint16_t port, const struct symbols *symbols)
{
	if (!print_network_start(printer, &port, sizeof(port)))
		return;
	text_literal(printer->out, "htons(");
	if (symbols)
		put_named_port(printer, symbols, ntohs(port));
	else
		text_unsigned(printer->out, ntohs(port));
	text_char(printer->out, ')');
	print_network_end(printer);
}

static void print_network_long(struct printer *printer, uint32_t number)
{
	if (!print_network_start(printer, &number, sizeof(number)))
		return;
	text_literal(printer->out, "htonl(");
	text_unsigned(printer->out, ntohl(number));
	text_char(printer->out, ')');
	print_network_end(printer);
}

static void print_inet_address(struct printer *printer, uint32_t address)
{
	struct text *out = printer->out;
	char buffer[INET_ADDRSTRLEN];

	if (!print_network_start(printer, &address, sizeof(address)))
		return;
	inet_ntop(AF_INET, &address, buffer, sizeof(buffer));
	text_literal(out, "inet_addr(");
	print_quoted(out, (const uint8_t *)buffer, strlen(buffer), printer->view->hex, 0);
	text_char(out, ')');
	print_network_end(printer);
}

/* ---- processes and limits */

static void put_wait_status(struct text *out, uint32_t status)
{
	unsigned signal = status & 0x7f, code = status >> 8 & 0xff;

	if (!signal) {
		text_literal(out, "WIFEXITED(s) && WEXITSTATUS(s) == ");
		text_unsigned(out, code);
		status &= ~0xff00u;
	} else if ((status & 0xff) == 0x7f) {
		text_literal(out, "WIFSTOPPED(s) && WSTOPSIG(s) == ");
		print_signal_name(out, code & 0x7f);
		if (code & 0x80)
			text_literal(out, " | 0x80");
		status &= ~0xffffu;
	} else {
		text_literal(out, "WIFSIGNALED(s) && WTERMSIG(s) == ");
		print_signal_name(out, signal);
		if (status & 0x80)
			text_literal(out, " && WCOREDUMP(s)");
		status &= ~0xffu;
	}
	if (status >> 16) {
		text_literal(out, " && WPTEVENT(s) == ");
		text_hex(out, status >> 16);
	}
}

static void print_wait_status(struct text *out, uint32_t status)
{
	text_char(out, '{');
	if (status == 0xffff)
		text_literal(out, "WIFCONTINUED(s)");
	else
		put_wait_status(out, status);
	text_char(out, '}');
}

static void print_limit(struct printer *printer, uint64_t limit, unsigned size)
{
	struct text *out = printer->out;
	bool is_infinite = limit == mask_of_size(size);
	bool has_form = is_infinite || (limit > 1024 && limit % 1024 == 0);

	if (!has_form || printer->view->constants != CONSTANTS_ABBREV)
		text_unsigned(out, limit);
	if (!has_form ||
	    (printer->view->constants != CONSTANTS_ABBREV && begin_comment(printer)))
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

static void print_ethertype(struct printer *printer, uint16_t number)
{
	const struct symbols *protocols = symbols_find("ethernet_protocols");

	text_literal(printer->out, "htons(");
	if (protocols)
		print_symbols(printer, protocols, ntohs(number), sizeof(number));
	text_char(printer->out, ')');
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

void print_date(struct text *out, int64_t seconds, uint64_t fraction, unsigned digits)
{
	time_t time = seconds;
	struct tm tm;
	char buffer[64];

	if (!localtime_r(&time, &tm))
		return;
	text_put(out, buffer, strftime(buffer, sizeof(buffer), "%FT%T", &tm));
	if (fraction) {
		text_char(out, '.');
		text_unsigned_padded(out, fraction, digits);
	}
	text_put(out, buffer, strftime(buffer, sizeof(buffer), "%z", &tm));
}

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

/* The nanoseconds that belong to a date stand in the member after it. */
static uint64_t nanoseconds_after(const struct value *value)
{
	const struct value *next = value->next;
	size_t length = next && next->name ? strlen(next->name) : 0;

	if (length < 4 || next->shape != SHAPE_NUMBER || strcmp(next->name + length - 4, "nsec"))
		return 0;
	return next->number < 1000000000 ? next->number : 0;
}

static void print_time(struct printer *printer, const struct value *value)
{
	uint64_t nanoseconds = nanoseconds_after(value);

	text_decimal(printer->out, value->number);
	if (!value->number && !nanoseconds)
		return;
	print_date_comment(printer->out, value->number, nanoseconds, 9);
}

static void print_clock(struct printer *printer, const struct value *value)
{
	const struct symbols *clocks =
		value->symbols ? value->symbols : symbols_find("clock_names");
	int32_t clock = value->number;
	static const char *const kinds[] = { "CPUCLOCK_PROF", "CPUCLOCK_VIRT", "CPUCLOCK_SCHED" };

	if (clock < 0 && (clock & 3) < 3 && ~(clock >> 3)) {
		text_string(printer->out,
		            clock & 4 ? "MAKE_THREAD_CPUCLOCK(" : "MAKE_PROCESS_CPUCLOCK(");
		text_decimal(printer->out, ~(clock >> 3));
		text_literal(printer->out, ", ");
		text_string(printer->out, kinds[clock & 3]);
		text_char(printer->out, ')');
	} else if (clocks) {
		print_symbols(printer, clocks, (uint32_t)clock, 4);
	} else {
		text_decimal(printer->out, clock);
	}
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

static void print_ticks(struct printer *printer, uint64_t number)
{
	struct text *out = printer->out;
	enum { TICKS_PER_SECOND = 100 }; /* USER_HZ, the same on all Linux systems of today */

	text_decimal(out, number);
	if (printer->view->constants == CONSTANTS_RAW)
		return;
	text_literal(out, " /* ");
	text_decimal(out, (int64_t)number / TICKS_PER_SECOND);
	text_char(out, '.');
	text_unsigned_padded(out, number % TICKS_PER_SECOND, 2);
	text_literal(out, " s */");
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

/* if_nametoindex("lo") */
static void print_interface(struct printer *printer, uint32_t number)
{
	const struct view *view = printer->view;
	struct text *out = printer->out, name = { 0 };
	bool has_name = number && view->constants != CONSTANTS_RAW && view->interface_name &&
	                view->interface_name(view->interfaces, number, &name);

	if (!has_name || view->constants == CONSTANTS_VERBOSE)
		text_unsigned(out, number);
	if (has_name) {
		bool comments = view->constants == CONSTANTS_VERBOSE;

		text_string(out, comments ? " /* if_nametoindex(" : "if_nametoindex(");
		print_quoted(out, (const uint8_t *)name.bytes, name.length, view->hex, 0);
		text_string(out, comments ? ") */" : ")");
	}
	text_free(&name);
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
		print_fd(printer, (int32_t)number); /* the kernel takes no more of a longer one */
		break;
	case KIND_DIRFD:
		print_dirfd(printer, (int64_t)number, value->symbols);
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
		print_wait_status(out, number);
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
