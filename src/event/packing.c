/* Packing events, and making them again.
 *
 * Both sides keep the last event in each of some slots.  The writer chooses the slot, by
 * thread and call, and tells it: so the reader need not know how, and whatever it chooses
 * comes back as it was.
 *
 * Two words are turned into what hardly changes: the time counts from the event before,
 * the time of the entry from where the duration says that it was. */
#include "event/packing.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
	SLOT_COUNT = 1 << 8,
	WORD_TIME = offsetof(struct event, time_ns) / 8,
	WORD_ENTRY = offsetof(struct event, entry_ns) / 8,
	WORD_DURATION = offsetof(struct event, duration_ns) / 8,
	TIMES = 3,
	WORD_LAST = EVENT_WORDS - 1, /* number of the call, size of the entry */
	KIND_BITS = 5,
	ARGUMENTS = 6,
	SIZES = COLUMN_COUNT * sizeof(uint32_t), /* of the columns, in front of them */
	BASE_CHUNK = ARGUMENTS, /* no argument: counted from the chunk before */
};

_Static_assert(CHUNK_KIND_COUNT <= 1 << KIND_BITS, "a chunk's kind has its place");
_Static_assert(sizeof(struct event) == 8 * EVENT_WORDS && EVENT_WORDS <= 16, "a bit for each");
_Static_assert(WORD_ENTRY == WORD_TIME + 1 && WORD_DURATION == WORD_TIME + 2, "times follow");

union head {
	struct event event;
	uint64_t words[EVENT_WORDS];
};

/* What both sides know of the events before. */
struct past {
	union head last[SLOT_COUNT];
	uint64_t time_ns; /* of the newest one */
};

struct packer {
	struct past past;
	uint8_t *at[COLUMN_COUNT]; /* where each column goes on */
	uint8_t bytes[PACKED_SIZE_MAX];
};

/* Numbers near zero become small ones, whatever their sign. */
static uint64_t zigzag(uint64_t difference)
{
	return difference << 1 ^ -(difference >> 63);
}

static uint64_t unzigzag(uint64_t number)
{
	return number >> 1 ^ -(number & 1);
}

/* ---- packing */

static const uint32_t column_begin[COLUMN_COUNT] = {
	[COLUMN_SLOT] = SIZES,
	[COLUMN_CHANGE] = SIZES + PACKED_EVENTS_MAX,
	[COLUMN_TIME] = SIZES + PACKED_EVENTS_MAX * 3,
	[COLUMN_WORD] = SIZES + PACKED_EVENTS_MAX * (3 + 3 * VARINT_SIZE_MAX),
	[COLUMN_CHUNK] = SIZES + PACKED_EVENTS_MAX * (3 + EVENT_WORDS * VARINT_SIZE_MAX),
	[COLUMN_BYTES] = PACKED_SIZE_MAX - BLOCK_SIZE_MAX,
};

static void past_forget(struct past *past)
{
	memset(past, 0, sizeof(*past));
}

static void packer_reset(struct packer *packer)
{
	past_forget(&packer->past);
	for (unsigned i = 0; i < COLUMN_COUNT; i++)
		packer->at[i] = packer->bytes + column_begin[i];
}

struct packer *packer_create(void)
{
	struct packer *packer = malloc(sizeof(*packer));

	if (packer)
		packer_reset(packer);
	return packer;
}

void packer_destroy(struct packer *packer)
{
	free(packer);
}

static inline uint8_t *varint_put(uint8_t *at, uint64_t number)
{
	for (; number >= 0x80; number >>= 7)
		*at++ = (uint8_t)(number | 0x80);
	*at++ = (uint8_t)number;
	return at;
}

static unsigned slot_of(const struct event *event)
{
	return (event->nr + 37 * (uint32_t)event->tid + 101 * event->kind) % SLOT_COUNT;
}

/* Which of so many words differ; their differences go to the column, and then becomes now. */
static inline unsigned words_put(uint8_t **column, uint64_t *then, const uint64_t *now,
                                 unsigned count)
{
	uint8_t *at = *column;
	unsigned changed = 0;

#pragma GCC unroll 16
	for (unsigned i = 0; i < count; i++) {
		if (now[i] == then[i])
			continue;
		changed |= 1u << i;
		at = varint_put(at, zigzag(now[i] - then[i]));
		then[i] = now[i];
	}
	*column = at;
	return changed;
}

static unsigned chunk_base(const struct event *event, const struct chunk *chunk)
{
	unsigned base = 0;

	while (base < ARGUMENTS && event->args[base] != chunk->address)
		base++;
	return base;
}

static void chunks_put(struct packer *packer, const struct event *event)
{
	uint8_t *at = packer->at[COLUMN_CHUNK];
	const struct chunk *chunk;
	uint64_t before = 0;

	for (chunk = event_chunk_first(event); chunk; chunk = event_chunk_next(event, chunk)) {
		unsigned base = chunk_base(event, chunk);

		*at++ = (uint8_t)(chunk->kind | base << KIND_BITS);
		if (base == BASE_CHUNK)
			at = varint_put(at, zigzag(chunk->address - before));
		at = varint_put(at, (uint64_t)chunk->length << 1 | (chunk->flags != 0));
		if (chunk->flags)
			at = varint_put(at, chunk->flags);
		memcpy(packer->at[COLUMN_BYTES], chunk_bytes(chunk), chunk->length);
		packer->at[COLUMN_BYTES] += chunk->length;
		before = chunk->address;
	}
	packer->at[COLUMN_CHUNK] = at;
}

/* What a slot holds is what a reader makes of it.  Returns which words differ. */
static unsigned head_put(struct packer *packer, uint64_t *then, const struct event *event,
                         uint32_t entry_size)
{
	const uint64_t *now = ((const union head *)event)->words;
	const uint64_t times[] = { event->time_ns - packer->past.time_ns,
		                   event->time_ns - event->duration_ns - event->entry_ns,
		                   event->duration_ns };
	const uint64_t last = event->nr | (uint64_t)entry_size << 32;
	uint8_t **words = &packer->at[COLUMN_WORD];
	unsigned changed = words_put(words, then, now, WORD_TIME);

	changed |= words_put(&packer->at[COLUMN_TIME], then + WORD_TIME, times, TIMES) << WORD_TIME;
	changed |= words_put(words, then + WORD_TIME + TIMES, now + WORD_TIME + TIMES,
	                     WORD_LAST - WORD_TIME - TIMES)
	           << (WORD_TIME + TIMES);
	changed |= words_put(words, then + WORD_LAST, &last, 1) << WORD_LAST;
	then[WORD_TIME] = 0;
	packer->past.time_ns = event->time_ns;
	return changed;
}

void packer_put(struct packer *packer, const struct event *event, uint32_t entry_size)
{
	unsigned slot = slot_of(event);
	uint16_t changed =
		(uint16_t)head_put(packer, packer->past.last[slot].words, event, entry_size);

	*packer->at[COLUMN_SLOT]++ = (uint8_t)slot;
	memcpy(packer->at[COLUMN_CHANGE], &changed, sizeof(changed));
	packer->at[COLUMN_CHANGE] += sizeof(changed);
	if (event->size > sizeof(*event))
		chunks_put(packer, event);
}

size_t packer_take(struct packer *packer, const uint8_t **packed)
{
	uint32_t sizes[COLUMN_COUNT];
	uint8_t *end = packer->bytes + sizeof(sizes);

	for (unsigned i = 0; i < COLUMN_COUNT; i++) {
		const uint8_t *begin = packer->bytes + column_begin[i];

		sizes[i] = (uint32_t)(packer->at[i] - begin);
		memmove(end, begin, sizes[i]);
		end += sizes[i];
	}
	memcpy(packer->bytes, sizes, sizeof(sizes));
	packer_reset(packer);
	*packed = packer->bytes;
	return (size_t)(end - packer->bytes);
}

/* ---- making them again */

/* Bytes of a stranger.  At the end there are only zeros, and it is remembered. */
struct cursor {
	const uint8_t *at, *end;
	bool failed;
};

struct unpacker {
	struct past past;
	struct cursor columns[COLUMN_COUNT];
};

static const uint8_t *bytes_take(struct cursor *cursor, size_t size)
{
	const uint8_t *at = cursor->at;

	if ((size_t)(cursor->end - at) < size) {
		cursor->failed = true;
		return NULL;
	}
	cursor->at += size;
	return at;
}

static uint64_t varint_take(struct cursor *cursor)
{
	uint64_t number = 0;

	for (unsigned shift = 0; shift < 64 && cursor->at < cursor->end; shift += 7) {
		uint8_t byte = *cursor->at++;

		number |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return number;
	}
	cursor->failed = true;
	return 0;
}

static bool unpacker_failed(const struct unpacker *unpacker)
{
	bool failed = false;

	for (unsigned i = 0; i < COLUMN_COUNT; i++)
		failed |= unpacker->columns[i].failed;
	return failed;
}

static bool unpacker_begin(struct unpacker *unpacker, const uint8_t *packed, size_t size)
{
	struct cursor rest = { .at = packed, .end = packed + size };
	const uint8_t *sizes = bytes_take(&rest, COLUMN_COUNT * sizeof(uint32_t));

	past_forget(&unpacker->past);
	for (unsigned i = 0; sizes && i < COLUMN_COUNT; i++) {
		uint32_t length;

		memcpy(&length, sizes + i * sizeof(length), sizeof(length));
		const uint8_t *bytes = bytes_take(&rest, length);

		if (!bytes)
			return false;
		unpacker->columns[i] = (struct cursor){ .at = bytes, .end = bytes + length };
	}
	return sizes && rest.at == rest.end;
}

/* False when a column ended. */
static bool head_unpack(struct unpacker *unpacker, struct event *event)
{
	struct cursor *columns = unpacker->columns;
	const uint8_t *slot = bytes_take(&columns[COLUMN_SLOT], 1);
	const uint8_t *change = bytes_take(&columns[COLUMN_CHANGE], sizeof(uint16_t));
	uint16_t changed;

	if (!slot || !change)
		return false;
	memcpy(&changed, change, sizeof(changed));
	union head *last = &unpacker->past.last[*slot];

	for (unsigned i = 0; i < EVENT_WORDS; i++)
		if (changed >> i & 1)
			last->words[i] += unzigzag(varint_take(
				&columns[i - WORD_TIME < TIMES ? COLUMN_TIME : COLUMN_WORD]));
	*event = last->event;
	event->time_ns = unpacker->past.time_ns += last->event.time_ns;
	event->entry_ns = event->time_ns - event->duration_ns - last->event.entry_ns;
	last->event.time_ns = 0;
	return !unpacker_failed(unpacker);
}

/* False when it is none, or does not fit; else before is its address. */
static bool chunk_unpack(struct unpacker *unpacker, const struct event *event, uint64_t *before,
                         struct chunk *chunk, size_t room)
{
	struct cursor *heads = &unpacker->columns[COLUMN_CHUNK];
	const uint8_t *head = bytes_take(heads, 1);

	if (!head || room < sizeof(*chunk))
		return false;
	unsigned base = *head >> KIND_BITS;
	uint64_t address =
		base < ARGUMENTS ? event->args[base] : *before + unzigzag(varint_take(heads));
	uint64_t length = varint_take(heads);
	uint64_t flags = length & 1 ? varint_take(heads) : 0;

	length >>= 1;
	if (heads->failed || length > room - sizeof(*chunk) || flags > UINT16_MAX)
		return false;
	*chunk = (struct chunk){ .address = address,
		                 .length = (uint32_t)length,
		                 .kind = *head & ((1 << KIND_BITS) - 1),
		                 .flags = (uint16_t)flags };
	const uint8_t *bytes = bytes_take(&unpacker->columns[COLUMN_BYTES], length);

	if (!bytes || chunk_stride(chunk) > room)
		return false;
	memcpy(chunk + 1, bytes, length);
	memset((uint8_t *)(chunk + 1) + length, 0, chunk_stride(chunk) - sizeof(*chunk) - length);
	*before = address;
	return true;
}

static bool event_unpack(struct unpacker *unpacker, struct event *event, size_t room)
{
	uint64_t before = 0;

	if (room < sizeof(*event) || !head_unpack(unpacker, event) || event->size % 8 != 0 ||
	    event->size < sizeof(*event) || event->size > room)
		return false;
	for (uint32_t offset = sizeof(*event); offset < event->size;) {
		struct chunk *chunk = (void *)((uint8_t *)event + offset);

		if (!chunk_unpack(unpacker, event, &before, chunk, event->size - offset))
			return false;
		offset += chunk_stride(chunk);
	}
	return true;
}

int events_unpack(const uint8_t *packed, size_t packed_size, uint8_t *events, size_t size)
{
	struct unpacker unpacker;

	if (!unpacker_begin(&unpacker, packed, packed_size))
		return -1;
	for (size_t offset = 0; offset < size;) {
		struct event *event = (void *)(events + offset);

		if (!event_unpack(&unpacker, event, size - offset))
			return -1;
		offset += event->size;
	}
	return 0;
}
