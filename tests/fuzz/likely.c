/* Events that a program might have caused, made from any bytes.
 *
 * Bytes alone hardly ever hit a command of ioctl, or a row of attributes that fits.  So this
 * goes the decoder's way, and writes where the decoder will read: it lays out arguments and
 * the memory behind their pointers, chooses among alternatives and puts their keys where
 * they are looked for, and takes numbers from the sets that name them.  Every choice is the
 * input's; where that has ended, numbers that its first bytes determine go on.  Then the
 * call's capture plan copies from that memory, as an engine does.
 *
 * Not all of it need be sound: some pointers lead nowhere, some memory ends early, and in
 * the end some bytes are overwritten. */
#include "likely.h"

#include "calls/capture.h"
#include "calls/custom.h"
#include "calls/desc.h"
#include "calls/table.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	REGIONS_MAX = 96,
	POOL_SIZE = 1 << 15,
	REGION_BASE = 0x10000,
	REGION_STEP = 0x10000, /* so far are they from each other */
	DEPTH_LIMIT = 24,
	ELEMENTS_LIMIT = 4,
	TEXT_LIMIT = 80,
	ROW_LIMIT = 400,
	PACKET_LIMIT = 900,
	CHOICES_MAX = 2048,
	ASKERS_MAX = 256, /* choices by one fact */
};

/* Memory behind one pointer. */
struct region {
	uint64_t address;
	size_t length;
	uint8_t *bytes;
};

struct maker {
	struct memory memory; /* what the capture plan reads: the regions */
	struct event_buffer *buffer;
	const uint8_t *data;
	size_t size;
	uint64_t state; /* of the numbers that follow the input */
	enum event_abi abi;
	unsigned depth;
	uint64_t facts[FACTS_MAX];
	struct region regions[REGIONS_MAX];
	unsigned region_count;
	uint8_t pool[POOL_SIZE];
	size_t used;
};

/* The bytes in which a field lies. */
struct place {
	uint8_t *bytes;
	size_t length;
};

static void fill_fields(struct maker *, const struct structure *, struct place);

/* ---- decisions */

static uint8_t pick_byte(struct maker *maker)
{
	if (maker->size) {
		maker->size--;
		return *maker->data++;
	}
	maker->state ^= maker->state << 13;
	maker->state ^= maker->state >> 7;
	maker->state ^= maker->state << 17;
	return (uint8_t)(maker->state >> 24);
}

/* Less than limit. */
static unsigned pick(struct maker *maker, unsigned limit)
{
	unsigned number = pick_byte(maker);

	if (limit > 256)
		number |= (unsigned)pick_byte(maker) << 8;
	return limit ? number % limit : 0;
}

static bool pick_seldom(struct maker *maker)
{
	return !pick(maker, 16);
}

static void pick_bytes(struct maker *maker, struct place place)
{
	for (size_t i = 0; i < place.length; i++)
		place.bytes[i] = pick_byte(maker);
}

/* ---- numbers in blocks */

static void write_number(struct place place, size_t offset, unsigned size, uint64_t number)
{
	if (size <= sizeof(number) && offset + size <= place.length)
		memcpy(place.bytes + offset, &number, size);
}

static uint64_t read_number(struct place place, size_t offset, unsigned size)
{
	uint64_t number = 0;

	if (size <= sizeof(number) && offset + size <= place.length)
		memcpy(&number, place.bytes + offset, size);
	return number;
}

static struct region *region_find(struct maker *maker, uint64_t address)
{
	for (unsigned i = 0; i < maker->region_count; i++)
		if (address >= maker->regions[i].address &&
		    address - maker->regions[i].address < maker->regions[i].length)
			return &maker->regions[i];
	return NULL;
}

static struct region *region_add(struct maker *maker, size_t length)
{
	struct region *region = &maker->regions[maker->region_count];

	if (maker->region_count == REGIONS_MAX || length > POOL_SIZE - maker->used)
		return NULL;
	region->address = REGION_BASE + (uint64_t)REGION_STEP * maker->region_count++;
	region->length = length;
	region->bytes = maker->pool + maker->used;
	maker->used += length;
	return region;
}

/* Makes a sibling be that number, wherever it lies. */
static void sibling_write(struct maker *maker, struct place place,
                          const struct reference *reference, uint64_t number)
{
	unsigned size = reference->size[maker->abi], indirect = reference->indirect[maker->abi];
	size_t offset = reference->offset[maker->abi];

	if (reference->fact)
		return;
	if (!indirect) {
		write_number(place, offset, size, number);
		return;
	}
	struct region *region = region_find(maker, read_number(place, offset, indirect));

	if (!region && (region = region_add(maker, sizeof(number))))
		write_number(place, offset, indirect, region->address);
	if (region)
		write_number((struct place){ region->bytes, region->length }, 0, size, number);
}

static bool is_referring(const struct maker *maker, const struct reference *reference)
{
	return reference->fact || reference->size[maker->abi];
}

/* ---- what all descriptions hold */

static const struct choice *all_choices[CHOICES_MAX];
static unsigned choice_count;
/* Those that ask for a fact. */
static const struct choice *askers[FACTS_MAX + 1][ASKERS_MAX];
static unsigned asker_count[FACTS_MAX + 1];

static void choices_collect(const struct structure *fields);

static void choice_collect(const struct choice *choice)
{
	for (unsigned i = 0; i < choice_count; i++)
		if (all_choices[i] == choice)
			return;
	if (choice_count == CHOICES_MAX)
		abort();
	all_choices[choice_count++] = choice;
	if (choice->by.fact && choice->count) {
		if (asker_count[choice->by.fact] == ASKERS_MAX)
			abort();
		askers[choice->by.fact][asker_count[choice->by.fact]++] = choice;
	}
	for (unsigned i = 0; i < choice->count; i++)
		choices_collect(choice->list[i].fields);
	if (choice->otherwise)
		choices_collect(choice->otherwise->fields);
}

static void choices_collect(const struct structure *fields)
{
	for (unsigned i = 0; fields && i < fields->count; i++)
		if (fields->fields[i].choice)
			choice_collect(fields->fields[i].choice);
}

static void choices_collect_all(void)
{
	for (unsigned i = 0; i < tables_in_use->structure_count; i++)
		choices_collect(tables_in_use->structures[i]);
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		for (unsigned nr = 0; nr < tables_in_use->calls[abi].count; nr++)
			if (tables_in_use->calls[abi].calls[nr])
				choices_collect(&tables_in_use->calls[abi].calls[nr]->args);
}

/* A key of some choice that asks for this fact. */
static bool pick_fact(struct maker *maker, unsigned fact, uint64_t *key)
{
	if (!asker_count[fact])
		return false;
	const struct choice *choice = askers[fact][pick(maker, asker_count[fact])];

	*key = choice->list[pick(maker, choice->count)].key[maker->abi];
	return true;
}

/* ---- numbers */

static uint64_t pick_symbol(struct maker *maker, const struct symbols *symbols)
{
	uint64_t number = 0;
	unsigned names = symbols->is_flags ? pick(maker, 4) : 1;

	for (unsigned i = 0; symbols->count && i < names; i++)
		number |= symbols->list[pick(maker, symbols->count)].value;
	for (const struct symbol_macro *macro = symbols->macros; macro && macro->name; macro++)
		if (pick_seldom(maker))
			number = macro->first | (uint64_t)pick(maker, 256) << 16;
	for (const struct symbol_range *range = symbols->ranges; range && range->name; range++)
		if (pick_seldom(maker))
			number = range->first;
	return number;
}

static uint64_t pick_number(struct maker *maker, const struct field *field)
{
	uint64_t number = 0;

	if (field->symbols && !pick_seldom(maker))
		return pick_symbol(maker, field->symbols);
	switch (pick(maker, 8)) {
	case 0:
		return UINT64_MAX;
	case 1:
	case 2:
		pick_bytes(maker, (struct place){ (uint8_t *)&number, sizeof(number) });
		return number;
	default:
		return pick(maker, 8);
	}
}

static void fill_number(struct maker *maker, const struct field *field, struct place place)
{
	unsigned size = field->size[maker->abi], offset = field->offset[maker->abi];
	uint64_t number, old = read_number(place, offset, size);

	if (!field->tells || pick_seldom(maker) || !pick_fact(maker, field->tells, &number))
		number = pick_number(maker, field);
	/* Neighbours in the same number keep their bits. */
	if (field->bits) {
		uint64_t mask = UINT64_MAX >> (64 - field->bits) << field->bit;

		number = (old & ~mask) | (number << field->bit & mask);
	}
	write_number(place, offset, size, number);
}

/* ---- runs of bytes */

static void fill_control_messages(struct maker *maker, struct place place)
{
	unsigned word = maker->abi == ABI_I386 ? 4 : 8, head = word + 8;
	static const char *const types[] = { "cmsg_types_socket", "cmsg_types_ip" };

	for (size_t at = 0; at + head <= place.length;) {
		struct place rest = { place.bytes + at, place.length - at };
		const struct symbols *levels = symbols_find("cmsg_levels"),
				     *names = symbols_find(types[pick(maker, 2)]);
		size_t length = head + 4 * pick(maker, 14);

		write_number(rest, 0, word, length);
		write_number(rest, word, 4, pick_symbol(maker, levels));
		write_number(rest, word + 4, 4, pick_symbol(maker, names));
		at += (length + word - 1) / word * word;
	}
}

static void fill_bytes(struct maker *maker, const struct field *field, struct place place)
{
	uint64_t fact;

	pick_bytes(maker, place);
	if (field->custom == decode_sockaddr)
		write_number(place, 0, 2, pick_symbol(maker, symbols_find("address_families")));
	else if (field->custom == decode_control_messages)
		fill_control_messages(maker, place);
	else if (field->tells && !pick_seldom(maker) && pick_fact(maker, field->tells, &fact)) {
		memset(place.bytes, 0, place.length);
		write_number(place, 0, place.length < 8 ? (unsigned)place.length : 8, fact);
	} else if ((field->kind == KIND_STRING || field->kind == KIND_PATH) && place.length &&
	           !pick_seldom(maker)) {
		place.bytes[place.length - 1] = 0;
	}
}

/* ---- structures and rows of them */

static bool is_record(const struct maker *maker, const struct structure *structure)
{
	return is_referring(maker, &structure->upto);
}

static void fill_structure(struct maker *maker, const struct structure *structure,
                           struct place place)
{
	fill_fields(maker, structure, place);
	if (is_record(maker, structure) && !pick_seldom(maker))
		sibling_write(maker, place, &structure->upto, place.length);
}

/* Records that say how long they are, one behind the other. */
static void fill_row(struct maker *maker, const struct structure *structure, struct place place)
{
	size_t padding = structure->padding ? structure->padding : 1;
	size_t head = structure->upto.offset[maker->abi] + structure->upto.size[maker->abi];
	size_t least = structure->count ? structure->fields[0].size[maker->abi] : head;
	unsigned abi = maker->abi;

	if (least < head || structure->size[abi] < least)
		least = head;
	for (unsigned i = 0; i < ELEMENTS_LIMIT && place.length >= head && head; i++) {
		size_t length = pick(maker, 3)   ? least + pick(maker, 40)
		                : pick(maker, 3) ? place.length
		                                 : structure->size[abi];
		struct place record = { place.bytes,
			                length < place.length ? length : place.length };

		if (record.length < head)
			record.length = head;
		fill_structure(maker, structure, record);
		size_t step = (record.length + padding - 1) / padding * padding;
		if (step > place.length)
			return;
		place.bytes += step;
		place.length -= step;
	}
}

static void fill_packet(struct maker *maker, struct place place)
{
	const struct structure *message = structure_find("netlink_message");

	if (message && maker->facts[FACT_PROTOCOL] != UINT64_MAX)
		fill_row(maker, message, place);
}

/* Elements, which lie here. */
static void fill_elements(struct maker *maker, const struct field *field, struct place place)
{
	size_t size = field->size[maker->abi];
	struct field element = *field;

	memset(element.offset, 0, sizeof(element.offset));
	if (field->kind == KIND_PACKET)
		pick_bytes(maker, place), fill_packet(maker, place);
	else if (kind_is_bytes(field->kind))
		fill_bytes(maker, field, place);
	else if (field->kind == KIND_STRUCT && is_record(maker, field->structure))
		fill_row(maker, field->structure, place);
	else if (field->kind == KIND_STRUCT)
		for (size_t at = 0; size && at < place.length; at += size)
			fill_structure(maker, field->structure,
			               (struct place){ place.bytes + at, place.length - at < size
			                                                         ? place.length - at
			                                                         : size });
	else
		for (size_t at = 0; size && at + size <= place.length; at += size)
			fill_number(maker, &element, (struct place){ place.bytes + at, size });
}

/* ---- what pointers lead to */

/* How many elements, with what says so made to agree. */
static size_t pick_length(struct maker *maker, const struct field *field, struct place place,
                          size_t size)
{
	const struct length *length = &field->length;
	size_t count = size == 1 ? pick(maker, TEXT_LIMIT) : pick(maker, ELEMENTS_LIMIT + 1);
	size_t number = count;

	switch (length->kind) {
	case LENGTH_ONE:
		return size;
	case LENGTH_CONST:
		count = length->value < TEXT_LIMIT ? length->value : count;
		break;
	case LENGTH_FIELD:
		if (field->kind == KIND_STRUCT && is_record(maker, field->structure))
			number = count = pick(maker, ROW_LIMIT), size = 1;
		else if (field->kind == KIND_PACKET)
			number = count = pick(maker, PACKET_LIMIT);
		else if (field->kind == KIND_CUSTOM)
			number = count = pick(maker, 2 * TEXT_LIMIT);
		else if (length->unit == UNIT_BYTES)
			number = count * size;
		else if (length->unit == UNIT_BITS || length->unit == UNIT_NODES)
			number = 8 * count;
		else if (length->unit == UNIT_PAGES)
			number = count << 12;
		if (is_referring(maker, &length->field))
			sibling_write(maker, place, &length->field, number);
		break;
	}
	return count * size;
}

static struct region *fill_region(struct maker *maker, const struct field *field, size_t length)
{
	struct region *region = region_add(maker, length);

	if (region && maker->depth < DEPTH_LIMIT) {
		maker->depth++;
		fill_elements(maker, field, (struct place){ region->bytes, length });
		maker->depth--;
	}
	/* The rest cannot be read. */
	if (region && pick_seldom(maker))
		region->length = pick(maker, (unsigned)length + 1);
	return region;
}

/* Pointers, to an element each. */
static struct region *fill_vector(struct maker *maker, const struct field *field, size_t length)
{
	unsigned word = maker->abi == ABI_I386 ? 4 : 8;
	struct region *region = region_add(maker, length);
	size_t size = field->structure ? field->structure->size[maker->abi] : pick(maker, 20);

	for (size_t at = 0; region && at + word <= length; at += word) {
		bool is_end = field->length.kind == LENGTH_NUL && at + 2 * word > length;
		struct region *target = is_end ? NULL : fill_region(maker, field, size);

		write_number((struct place){ region->bytes, length }, at, word,
		             target ? target->address : 0);
	}
	return region;
}

static void fill_pointer(struct maker *maker, const struct field *field, struct place place)
{
	unsigned pointer = field->pointer[maker->abi], offset = field->offset[maker->abi];
	bool is_vector = field->traits & TRAIT_INDIRECT;
	size_t size = is_vector          ? (maker->abi == ABI_I386 ? 4 : 8)
	              : field->structure ? field->structure->size[maker->abi]
	                                 : field->size[maker->abi];
	size_t length = pick_length(maker, field, place, size ? size : 1);
	struct region *region;

	if (is_referring(maker, &field->upto)) {
		length = pick(maker, 4) ? size : pick(maker, (unsigned)size + 24);
		sibling_write(maker, place, &field->upto, length);
	}
	if (pick_seldom(maker)) {
		write_number(place, offset, pointer, pick_number(maker, field));
		return;
	}
	region = is_vector ? fill_vector(maker, field, length) : fill_region(maker, field, length);
	write_number(place, offset, pointer, region ? region->address : 0);
}

/* ---- fields */

static const struct alternative *pick_alternative(struct maker *maker, const struct choice *choice,
                                                  struct place place)
{
	const struct alternative *alternative;

	if (choice->by.fact) {
		uint64_t key = maker->facts[choice->by.fact - 1] & choice->mask;

		for (unsigned i = 0; i < choice->count; i++)
			if (choice->list[i].key[maker->abi] == key)
				return &choice->list[i];
		return choice->otherwise;
	}
	if (!choice->count || (choice->otherwise && pick_seldom(maker)))
		return choice->otherwise;
	alternative = &choice->list[pick(maker, choice->count)];
	sibling_write(maker, place, &choice->by, alternative->key[maker->abi]);
	return alternative;
}

static void fill_choice(struct maker *maker, const struct choice *choice, struct place place)
{
	const struct alternative *alternative = pick_alternative(maker, choice, place);

	if (alternative && alternative->fields && maker->depth < DEPTH_LIMIT) {
		maker->depth++;
		fill_fields(maker, alternative->fields, place);
		maker->depth--;
	}
}

static void fill_inline(struct maker *maker, const struct field *field, struct place place)
{
	size_t offset = field->offset[maker->abi], size = field->size[maker->abi];
	size_t room = offset < place.length ? place.length - offset : 0;
	size_t length = field->length.kind == LENGTH_CONST ? field->length.value * size
	                : field->length.kind == LENGTH_ONE ? size
	                                                   : room;

	if (field->length.kind == LENGTH_FIELD) {
		uint64_t count = pick(maker, ELEMENTS_LIMIT + 1);

		sibling_write(maker, place, &field->length.field, count);
	}
	if (room && maker->depth < DEPTH_LIMIT) {
		maker->depth++;
		fill_elements(
			maker, field,
			(struct place){ place.bytes + offset, length < room ? length : room });
		maker->depth--;
	}
}

static bool is_number(const struct field *field, enum event_abi abi)
{
	return field->is_plain ||
	       (!field->pointer[abi] && field->kind != KIND_STRUCT && field->kind != KIND_CHOICE &&
	        !(field->traits & TRAIT_INLINE) && !kind_is_bytes(field->kind));
}

static void satisfy(struct maker *maker, const struct condition *when, struct place place)
{
	if (when->test == TEST_ANY)
		sibling_write(maker, place, &when->field, when->mask);
	else if (when->test == TEST_NONE)
		sibling_write(maker, place, &when->field, 0);
	else if (when->test == TEST_EQUAL && when->count)
		sibling_write(maker, place, &when->field, when->values[pick(maker, when->count)]);
}

static void tell(struct maker *maker, const struct field *field, struct place place)
{
	size_t offset = field->offset[maker->abi];
	size_t room = offset < place.length ? place.length - offset : 0;
	unsigned size = kind_is_bytes(field->kind) ? 8 : field->size[maker->abi];

	maker->facts[field->tells - 1] =
		read_number(place, offset, room < size ? (unsigned)room : size);
}

static void fill_others(struct maker *maker, const struct structure *structure, struct place place)
{
	for (unsigned i = 0; i < structure->count; i++) {
		const struct field *field = &structure->fields[i];

		if (field->when.test && pick(maker, 4))
			satisfy(maker, &field->when, place);
		if (field->pointer[maker->abi])
			fill_pointer(maker, field, place);
		else if (field->kind == KIND_CHOICE)
			fill_choice(maker, field->choice, place);
		else if (!is_number(field, maker->abi))
			fill_inline(maker, field, place);
		if (field->tells && field->tells != FACT_OBJECT + 1)
			tell(maker, field, place);
	}
}

/* Numbers first: what they choose, or count, overwrites them. */
static void fill_fields(struct maker *maker, const struct structure *structure, struct place place)
{
	for (unsigned i = 0; i < structure->count; i++)
		if (is_number(&structure->fields[i], maker->abi))
			fill_number(maker, &structure->fields[i], place);
	fill_others(maker, structure, place);
}

/* ---- the event */

static ssize_t memory_read(struct memory *memory, uint64_t address, void *buffer, size_t length)
{
	struct region *region = region_find((struct maker *)memory, address);

	if (!region)
		return -EFAULT;
	size_t offset = address - region->address;

	if (length > region->length - offset)
		length = region->length - offset;
	memcpy(buffer, region->bytes + offset, length);
	return (ssize_t)length;
}

static bool memory_netlink(struct memory *memory, int fd)
{
	struct maker *maker = (struct maker *)memory;
	int32_t protocol = (int32_t)maker->facts[FACT_PROTOCOL];

	if (protocol < 0)
		return false;
	event_buffer_put(maker->buffer, CHUNK_NETLINK, (uint64_t)fd, &protocol, sizeof(protocol));
	return true;
}

static void memory_object(struct memory *memory, int fd)
{
	struct maker *maker = (struct maker *)memory;

	event_buffer_put(maker->buffer, CHUNK_OBJECT, (uint64_t)fd, &maker->facts[FACT_OBJECT],
	                 sizeof(maker->facts[FACT_OBJECT]));
}

static void pick_call(struct maker *maker, struct event *event)
{
	const struct call_index *index;

	maker->abi = event->abi = pick(maker, ABI_COUNT);
	index = &tables_in_use->indexes[event->abi];
	/* Calls that are several in one, or carry anything, are worth more than others. */
	static const char *const rich[] = { "ioctl",      "sendto",     "recvmsg",
		                            "setsockopt", "getsockopt", "sendmsg" };
	unsigned choice = pick(maker, 32);
	int nr = choice < sizeof(rich) / sizeof(*rich) ? call_number(event->abi, rich[choice]) : -1;

	event->nr = nr >= 0 ? (uint32_t)nr : index->numbers[pick(maker, index->count)];
}

static void pick_protocol(struct maker *maker)
{
	uint64_t *protocol = &maker->facts[FACT_PROTOCOL];

	if (!pick(maker, 4) || !pick_fact(maker, FACT_PROTOCOL + 1, protocol))
		*protocol = UINT64_MAX;
}

static void pick_object(struct maker *maker)
{
	uint64_t *object = &maker->facts[FACT_OBJECT];

	if (pick_seldom(maker) || !pick_fact(maker, FACT_OBJECT + 1, object))
		*object = 0;
}

static void fill_arguments(struct maker *maker, struct event *event)
{
	unsigned word = maker->abi == ABI_I386 ? 4 : 8;
	uint64_t slots[6] = { 0 };
	struct place place = { (uint8_t *)slots, 6 * word };

	fill_fields(maker, &call_find(event->abi, event->nr)->args, place);
	for (unsigned i = 0; i < 6; i++)
		event->args[i] = read_number(place, i * word, word);
}

static void pick_result(struct maker *maker, struct event *event)
{
	enum { ERRNO_LAST = 133, RESTART_FIRST = 512, RESTARTS = 5 };

	event->result = pick(maker, 8) ? pick(maker, 100) : pick(maker, 1 << 16);
	if (pick(maker, 3) == 0) {
		event->result = -1 - (int64_t)pick(maker, ERRNO_LAST);
		event->flags |= EVENT_FAILED;
	} else if (pick_seldom(maker)) {
		event->result = -RESTART_FIRST - (int64_t)pick(maker, RESTARTS);
		event->flags |= EVENT_INTERRUPTED;
	}
}

/* What the kernel wrote, or another thread. */
static void overwrite(struct maker *maker)
{
	for (unsigned i = pick(maker, 4) ? 0 : pick(maker, 16); i && maker->used; i--)
		maker->pool[pick(maker, (unsigned)maker->used)] = pick_byte(maker);
}

static void capture(struct maker *maker, enum plan_phase phase, const struct capture_limits *limits)
{
	capture_run(&tables_in_use->plans[maker->abi], maker->buffer, phase, &maker->memory,
	            limits);
}

void likely_event(struct event_buffer *buffer, const uint8_t *data, size_t size)
{
	struct maker *maker = calloc(1, sizeof(*maker));

	if (!maker || event_buffer_reset(buffer) < 0)
		abort();
	if (!choice_count)
		choices_collect_all();
	maker->memory.read = memory_read;
	maker->memory.netlink = memory_netlink;
	maker->memory.object = memory_object;
	maker->buffer = buffer;
	memcpy(&maker->state, data, size < sizeof(maker->state) ? size : sizeof(maker->state));
	maker->state |= 1;
	maker->data = data;
	maker->size = size;
	buffer->event->kind = EVENT_ENTRY;
	buffer->event->pid = buffer->event->tid = 1;
	pick_call(maker, buffer->event);
	pick_protocol(maker);
	pick_object(maker);
	fill_arguments(maker, buffer->event);

	struct capture_limits limits = { .string = pick(maker, 64), .array = pick(maker, 64) };

	overwrite(maker);
	capture(maker, PHASE_ENTRY, &limits);
	if (pick(maker, 8)) {
		buffer->event->kind = EVENT_EXIT;
		pick_result(maker, buffer->event);
		overwrite(maker);
		capture(maker, PHASE_EXIT, &limits);
	}
	free(maker);
}
