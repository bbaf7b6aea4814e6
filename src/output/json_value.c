/* Trees of values as JSON.
 *
 * Numbers are numbers, whatever base people like to see them in.  What has a
 * name besides is an object with "value" and "name"; what is not complete is
 * an object that says so; everything else is the plain value. */
#include "output/json_value.h"

#include "base/errno_name.h"
#include "calls/symbols.h"
#include "output/print.h"

#include <arpa/inet.h>
#include <endian.h>
#include <fcntl.h>
#include <string.h>
#include <sys/sysmacros.h>

/* ---- pieces */

static uint64_t mask_of_size(unsigned size)
{
	return size >= 8 ? UINT64_MAX : ((uint64_t)1 << size * 8) - 1;
}

static void member_unsigned(struct json *json, const char *name, uint64_t number)
{
	json_name(json, name);
	json_unsigned(json, number);
}

static void member_signed(struct json *json, const char *name, int64_t number)
{
	json_name(json, name);
	json_signed(json, number);
}

static void member_true(struct json *json, const char *name)
{
	json_name(json, name);
	json_bool(json, true);
}

/* The name, or null. */
static void member_string(struct json *json, const char *name, const char *string)
{
	json_name(json, name);
	if (string)
		json_string(json, string, strlen(string));
	else
		json_null(json);
}

static void put_named_number(struct json *json, int64_t number, const char *name)
{
	json_object_begin(json);
	member_signed(json, "value", number);
	member_string(json, "name", name);
	json_object_end(json);
}

/* Shorter numbers came extended by their sign, if they have one; of the longest the kind tells. */
static void put_integer(struct json *json, const struct value *value)
{
	bool is_signed = value->size < 8 || value->kind == KIND_INT || value->kind == KIND_TIME ||
	                 (value->field && value->field->is_signed);

	if (is_signed)
		json_signed(json, (int64_t)value->number);
	else
		json_unsigned(json, value->number);
}

static void put_address(struct json *json, uint64_t address)
{
	if (address == 0) {
		json_null(json);
		return;
	}
	json_object_begin(json);
	member_unsigned(json, "address", address);
	json_object_end(json);
}

void json_text(struct json_printer *printer, const void *bytes, size_t length)
{
	struct json *json = &printer->json;

	if (json_is_text(bytes, length)) {
		json_string(json, bytes, length);
		return;
	}
	json_object_begin(json);
	json_name(json, "bytes");
	json_hex(json, bytes, length);
	json_object_end(json);
}

/* ---- strings and buffers */

static void put_cut_text(struct json *json, const struct value *value, uint32_t length)
{
	size_t whole = json_whole_length(value->bytes, length);

	json_object_begin(json);
	if (json_is_text(value->bytes, whole)) {
		json_name(json, "string");
		json_string(json, value->bytes, whole);
	} else {
		json_name(json, "bytes");
		json_hex(json, value->bytes, length);
	}
	member_true(json, "cut");
	/* How long a string would have been, nobody knows. */
	if ((value->kind == KIND_BYTES || value->kind == KIND_HEXBYTES) && value->count > length)
		member_unsigned(json, "length", value->count);
	json_object_end(json);
}

static void put_text(struct json_printer *printer, const struct value *value)
{
	uint32_t length = value->length;
	bool cut = value->flags & VALUE_CUT;

	if (value->kind != KIND_PATH && length > printer->view->string_max) {
		length = printer->view->string_max;
		cut = true;
	}
	if (cut)
		put_cut_text(&printer->json, value, length);
	else
		json_text(printer, value->bytes, length);
}

/* Abstract names begin with a zero byte; a path may have one behind it. */
static void put_socket_path(struct json_printer *printer, const struct value *value)
{
	const uint8_t *bytes = value->bytes;

	if (value->length == 0 || bytes[0] != '\0') {
		json_text(printer, bytes, strnlen((const char *)bytes, value->length));
		return;
	}
	json_object_begin(&printer->json);
	json_name(&printer->json, "abstract");
	json_text(printer, bytes + 1, value->length - 1);
	json_object_end(&printer->json);
}

/* ---- sets of bits, addresses */

static void put_signal_name(struct json *json, int64_t number)
{
	print_signal_name(json_string_begin(json), (uint64_t)number);
	json_string_end(json);
}

static void put_bit_set(struct json *json, const struct value *value)
{
	bool is_counted = value->kind == KIND_FDSET && value->count < value->length * 8;
	uint32_t bits = is_counted ? value->count : value->length * 8;

	json_array_begin(json);
	for (uint32_t bit = 0; bit < bits; bit++) {
		if (!(value->bytes[bit / 8] >> bit % 8 & 1))
			continue;
		if (value->kind == KIND_SIGSET)
			put_signal_name(json, bit + 1);
		else
			json_unsigned(json, bit);
	}
	json_array_end(json);
}

static void put_inet(struct json *json, int family, const void *address)
{
	char buffer[INET6_ADDRSTRLEN];

	if (inet_ntop(family, address, buffer, sizeof(buffer)))
		json_string(json, buffer, strlen(buffer));
	else
		json_null(json);
}

static void put_hardware_address(struct json *json, const struct value *value)
{
	struct text *out = json_string_begin(json);

	for (uint32_t i = 0; i < value->length; i++) {
		if (i)
			text_char(out, ':');
		text_hex_padded(out, value->bytes[i], 2);
	}
	json_string_end(json);
}

static void put_bytes(struct json_printer *printer, const struct value *value)
{
	switch (value->kind) {
	case KIND_SIGSET:
	case KIND_FDSET:
	case KIND_CPUSET:
	case KIND_BITSET:
		put_bit_set(&printer->json, value);
		break;
	case KIND_IN6ADDR:
		if (value->length >= sizeof(struct in6_addr))
			put_inet(&printer->json, AF_INET6, value->bytes);
		else
			json_text(printer, value->bytes, value->length);
		break;
	case KIND_UUID:
		text_uuid(json_string_begin(&printer->json), value->bytes, value->length);
		json_string_end(&printer->json);
		break;
	case KIND_HWADDR:
		put_hardware_address(&printer->json, value);
		break;
	case KIND_SUNPATH:
		put_socket_path(printer, value);
		break;
	default:
		put_text(printer, value);
	}
}

/* ---- numbers with names */

/* Bits with names of their own; returns those that have one. */
static uint64_t put_named_parts(struct json *json, const struct symbols *symbols, uint64_t number)
{
	uint64_t named = 0;

	for (const struct symbol_part *part = symbols->parts; part && part->mask; part++) {
		const struct symbol *symbol =
			part->form == PART_NAMED && part->set && !part->set->is_flags
				? symbols_name(part->set, number & part->mask)
				: NULL;

		if (!symbol)
			continue;
		json_string(json, symbol->name, symbol->length);
		named |= part->mask;
	}
	return named;
}

static void put_flags(struct json *json, const struct value *value)
{
	uint64_t number = value->number & mask_of_size(value->size);
	struct symbols_walk walk = { .rest = number };
	const struct symbol *symbol;

	json_object_begin(json);
	member_unsigned(json, "value", number);
	json_name(json, "names");
	json_array_begin(json);
	while ((symbol = symbols_next(value->symbols, number, &walk)))
		json_string(json, symbol->name, symbol->length);
	walk.rest &= ~put_named_parts(json, value->symbols, number);
	json_array_end(json);
	if (walk.rest)
		member_unsigned(json, "rest", walk.rest);
	json_object_end(json);
}

static void put_macro(struct json *json, const struct symbols *symbols, uint32_t command)
{
	struct text name = { 0 };

	if (symbols_put_macro(&name, symbols, command, false))
		json_string(json, name.bytes, name.length);
	else
		json_null(json);
	text_free(&name);
}

static void put_enum(struct json *json, const struct value *value, const struct symbols *symbols)
{
	uint64_t number = value->number & mask_of_size(value->size);
	const struct symbol *symbol = symbols_name(symbols, number);
	const struct symbol_range *range = symbol ? NULL : symbols_range(symbols, number);

	json_object_begin(json);
	json_name(json, "value");
	put_integer(json, value);
	json_name(json, "name");
	if (symbol) {
		json_string(json, symbol->name, symbol->length);
	} else if (range) {
		print_range(json_string_begin(json), range, number);
		json_string_end(json);
	} else if (symbols->macros) {
		put_macro(json, symbols, (uint32_t)number);
	} else {
		json_null(json);
	}
	json_object_end(json);
}

static void put_symbols(struct json *json, const struct value *value)
{
	if (!value->symbols)
		put_integer(json, value);
	else if (value->symbols->is_flags)
		put_flags(json, value);
	else
		put_enum(json, value, value->symbols);
}

void json_signal(struct json_printer *printer, int64_t number)
{
	struct json *json = &printer->json;

	json_object_begin(json);
	member_signed(json, "value", number);
	json_name(json, "name");
	if (number > 0 && number <= 64)
		put_signal_name(json, number);
	else
		json_null(json);
	json_object_end(json);
}

void json_errno(struct json_printer *printer, int64_t number)
{
	uint64_t magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;

	put_named_number(&printer->json, number, errno_name(magnitude));
}

static void put_clock(struct json *json, const struct value *value)
{
	const struct symbols *clocks =
		value->symbols ? value->symbols : symbols_find("clock_names");

	if (clocks)
		put_enum(json, value, clocks);
	else
		put_integer(json, value);
}

static void put_limit(struct json *json, uint64_t limit, unsigned size)
{
	if (limit == mask_of_size(size)) {
		json_object_begin(json);
		member_unsigned(json, "value", limit);
		member_string(json, "name", size == 4 ? "RLIM_INFINITY" : "RLIM64_INFINITY");
		json_object_end(json);
	} else {
		json_unsigned(json, limit);
	}
}

/* ---- numbers that stand for something */

static const struct chunk *name_chunk(const struct json_printer *printer, enum chunk_kind kind,
                                      uint64_t number)
{
	const struct chunk *chunk =
		event_name_find(printer->event, kind, number, printer->came_out);

	return chunk && chunk->length != 0 ? chunk : NULL;
}

static void member_chunk(struct json_printer *printer, const char *name, const struct chunk *chunk)
{
	if (!chunk)
		return;
	json_name(&printer->json, name);
	json_text(printer, chunk_bytes(chunk), chunk->length);
}

static void put_fd(struct json_printer *printer, int64_t fd)
{
	unsigned wanted = printer->view->decode_fds;
	const struct chunk *path = NULL, *connection = NULL, *detail = NULL;

	if (wanted)
		path = name_chunk(printer, CHUNK_FD, (uint64_t)fd);
	if (wanted & ~(unsigned)DECODE_FD_PATH)
		detail = name_chunk(printer, CHUNK_FD_DETAIL, (uint64_t)fd);
	if (wanted & DECODE_FD_SOCKET)
		connection = name_chunk(printer, CHUNK_SOCKET, (uint64_t)fd);
	if (!path && !connection) {
		json_signed(&printer->json, fd);
		return;
	}
	json_object_begin(&printer->json);
	member_signed(&printer->json, "value", fd);
	member_chunk(printer, "path", path);
	member_chunk(printer, "socket", connection);
	member_chunk(printer, "detail", detail);
	json_object_end(&printer->json);
}

static void put_directory_fd(struct json_printer *printer, int64_t fd)
{
	if (fd != AT_FDCWD) {
		put_fd(printer, fd);
		return;
	}
	json_object_begin(&printer->json);
	member_signed(&printer->json, "value", fd);
	member_string(&printer->json, "name", "AT_FDCWD");
	if (printer->view->decode_fds)
		member_chunk(printer, "path", name_chunk(printer, CHUNK_CWD, 0));
	json_object_end(&printer->json);
}

static void put_process(struct json_printer *printer, int64_t pid)
{
	const struct chunk *name =
		printer->view->decode_pids ? name_chunk(printer, CHUNK_COMM, (uint64_t)pid) : NULL;

	int32_t ours = printer->view->translate_pids
	                       ? event_pid_translation(printer->event, pid, printer->came_out)
	                       : 0;

	if (!name && !ours) {
		json_signed(&printer->json, pid);
		return;
	}
	json_object_begin(&printer->json);
	member_signed(&printer->json, "value", pid);
	if (name)
		member_chunk(printer, "comm", name);
	if (ours)
		member_signed(&printer->json, "pid", ours);
	json_object_end(&printer->json);
}

static void put_interrupted(struct json_printer *printer, uint64_t number)
{
	const struct call *call = call_find((enum event_abi)printer->event->abi, number);

	json_object_begin(&printer->json);
	member_signed(&printer->json, "value", (int64_t)number);
	json_name(&printer->json, "name");
	if (call)
		json_string(&printer->json, call->name, call->name_length);
	else
		json_null(&printer->json);
	json_object_end(&printer->json);
}

static void put_file_mode(struct json *json, uint64_t mode)
{
	static const char *const types[16] = {
		[1] = "S_IFIFO", [2] = "S_IFCHR",  [4] = "S_IFDIR",   [6] = "S_IFBLK",
		[8] = "S_IFREG", [10] = "S_IFLNK", [12] = "S_IFSOCK",
	};

	json_object_begin(json);
	member_unsigned(json, "value", mode);
	member_string(json, "type", types[mode >> 12 & 15]);
	member_unsigned(json, "permissions", mode & 07777);
	json_object_end(json);
}

static void put_device(struct json *json, uint64_t device)
{
	json_object_begin(json);
	member_unsigned(json, "value", device);
	member_unsigned(json, "major", gnu_dev_major(device));
	member_unsigned(json, "minor", gnu_dev_minor(device));
	json_object_end(json);
}

static void put_wait_status(struct json_printer *printer, uint32_t status)
{
	struct json *json = &printer->json;
	unsigned signal = status & 0x7f, code = status >> 8 & 0xff;

	json_object_begin(json);
	member_unsigned(json, "value", status);
	if (status == 0xffff) {
		member_true(json, "continued");
	} else if (signal == 0) {
		member_unsigned(json, "exited", code);
	} else if (signal == 0x7f) {
		json_name(json, "stopped");
		json_signal(printer, code);
	} else {
		json_name(json, "killed");
		json_signal(printer, signal);
		json_name(json, "core");
		json_bool(json, status & 0x80);
	}
	json_object_end(json);
}

static void put_number(struct json_printer *printer, const struct value *value)
{
	struct json *json = &printer->json;
	uint64_t number = value->number;

	switch (value->kind) {
	case KIND_ADDR:
		put_address(json, number);
		break;
	case KIND_FD:
		put_fd(printer, (int64_t)number);
		break;
	case KIND_DIRFD:
		put_directory_fd(printer, (int64_t)number);
		break;
	case KIND_PID:
		put_process(printer, (int64_t)number);
		break;
	case KIND_UID:
		if (number == mask_of_size(value->size))
			json_signed(json, -1);
		else
			json_unsigned(json, number);
		break;
	case KIND_SIGNAL:
		json_signal(printer, (int64_t)number);
		break;
	case KIND_FILEMODE:
		put_file_mode(json, number);
		break;
	case KIND_DEV:
		put_device(json, number);
		break;
	case KIND_FLAGS:
	case KIND_ENUM:
		put_symbols(json, value);
		break;
	case KIND_INTERRUPTED:
		put_interrupted(printer, number);
		break;
	case KIND_IFINDEX:
		json_unsigned(json, (uint32_t)number);
		break;
	case KIND_PORT:
	case KIND_ETHERTYPE:
		json_unsigned(json, ntohs((uint16_t)number));
		break;
	case KIND_BE32:
		json_unsigned(json, ntohl((uint32_t)number));
		break;
	case KIND_BE64:
		json_unsigned(json, be64toh(number));
		break;
	case KIND_INADDR:
		put_inet(json, AF_INET, &(uint32_t){ (uint32_t)number });
		break;
	case KIND_WSTATUS:
		put_wait_status(printer, (uint32_t)number);
		break;
	case KIND_SIGMASK:
		put_bit_set(json, &(struct value){ .kind = KIND_SIGSET,
		                                   .bytes = (const uint8_t *)&number,
		                                   .length = value->size });
		break;
	case KIND_RLIM:
		put_limit(json, number, value->size);
		break;
	case KIND_RLIM64:
		put_limit(json, number, 8);
		break;
	case KIND_CLOCKID:
		put_clock(json, value);
		break;
	case KIND_ERRNO:
		json_errno(printer, (int64_t)number);
		break;
	default:
		put_integer(json, value);
	}
}

/* ---- groups */

void json_members(struct json_printer *printer, const struct value *group)
{
	for (const struct value *member = group->first; member; member = member->next) {
		json_name(&printer->json, member->name ? member->name : "");
		json_value(printer, member);
	}
}

static void put_elements(struct json_printer *printer, const struct value *list)
{
	json_array_begin(&printer->json);
	for (const struct value *element = list->first; element; element = element->next)
		json_value(printer, element);
	json_array_end(&printer->json);
}

/* Of a brief vector all elements are counted, but not all are kept. */
static bool lacks_elements(const struct value *list)
{
	return list->flags & (VALUE_CUT | VALUE_FAULT) ||
	       (list->traits & TRAIT_BRIEF_ADDRESS && list->length < list->count);
}

static void put_list(struct json_printer *printer, const struct value *list)
{
	struct json *json = &printer->json;

	if (!lacks_elements(list)) {
		put_elements(printer, list);
		return;
	}
	json_object_begin(json);
	json_name(json, "list");
	put_elements(printer, list);
	if (list->flags & VALUE_FAULT)
		member_unsigned(json, "fault", list->number);
	else
		member_true(json, "cut");
	if (list->count > list->length)
		member_unsigned(json, "length", list->count);
	json_object_end(json);
}

static void put_pointer(struct json *json, const struct value *value)
{
	if (!(value->flags & VALUE_TIMEOUT)) {
		put_address(json, value->address);
		return;
	}
	json_object_begin(json);
	member_unsigned(json, "address", value->address);
	member_true(json, "timeout");
	json_object_end(json);
}

static void put_one(struct json_printer *printer, const struct value *value)
{
	struct json *json = &printer->json;

	switch (value->shape) {
	case SHAPE_NUMBER:
		put_number(printer, value);
		break;
	case SHAPE_BYTES:
		if (value->kind == KIND_PACKET)
			json_value(printer, value->first);
		else if (value_is_readable(value, printer->view->string_max))
			put_bytes(printer, value);
		else
			put_pointer(json, value);
		break;
	case SHAPE_STRUCT:
		json_object_begin(json);
		json_members(printer, value);
		json_object_end(json);
		break;
	case SHAPE_LIST:
		put_list(printer, value);
		break;
	case SHAPE_TEXT:
		json_text(printer, value->bytes, value->length);
		break;
	default:
		put_pointer(json, value);
	}
}

static void put_side(struct json_printer *printer, const struct value *value, bool came_out)
{
	bool before = printer->came_out;

	printer->came_out = before || came_out;
	put_one(printer, value);
	printer->came_out = before;
}

void json_value(struct json_printer *printer, const struct value *value)
{
	struct json *json = &printer->json;

	if (!value->after) {
		put_side(printer, value, value->direction == DIR_OUT);
		return;
	}
	json_object_begin(json);
	json_name(json, "in");
	put_side(printer, value, false);
	json_name(json, "out");
	put_side(printer, value->after, true);
	json_object_end(json);
}
