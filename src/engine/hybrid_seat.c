/* Seats: which thread records where.
 *
 * A seat is a slot, a stack and a ring, all by one index.  Rings come in classes: the
 * first threads have large ones, where there are thousands they have to do with small
 * ones, and all rings of all programs together stay below what one program may have.
 *
 * Rings of large classes are looked at all the time.  Of the many small ones only those
 * are that have a mark, a byte that the agent sets: thousands of rings to look at, at
 * every stop, would take longer than the stop. */
#include "engine/hybrid.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/user.h>

enum { MARKS_SIZE = AGENT_SLOT_COUNT, UNMARKED = 32 /* the first class */ };

/* Rings of one size, side by side. */
struct ring_class {
	unsigned count;
	uint32_t size, event_max;
};

static const struct ring_class classes[] = {
	{ UNMARKED, 0x40000, 0x10000 },
	{ 96, 0x10000, 0x4000 },
	{ 384, 0x4000, 0x1000 },
	{ AGENT_SLOT_COUNT - UNMARKED - 96 - 384, 0x800, 0x300 },
};
static const unsigned class_count = sizeof(classes) / sizeof(*classes);

uint64_t rings_size(void)
{
	uint64_t size = MARKS_SIZE;

	for (unsigned i = 0; i < class_count; i++)
		size += (uint64_t)classes[i].count * classes[i].size;
	return size;
}

/* Where the ring of a slot is. */
struct place {
	const struct ring_class *class;
	uint64_t offset;
};

static struct place place_of(unsigned index)
{
	struct place place = { classes, MARKS_SIZE };

	for (; index >= place.class->count; place.class ++) {
		index -= place.class->count;
		place.offset += (uint64_t)place.class->count * place.class->size;
	}
	place.offset += (uint64_t)index * place.class->size;
	return place;
}

/* ---- indices */

/* The first index whose ring fits into what all rings may take: as much as the classes
 * up to its own. */
static unsigned index_first(const struct hybrid *hybrid)
{
	uint64_t limit = 0;
	unsigned first = 0;

	for (unsigned i = 0; i < class_count; first += classes[i++].count) {
		limit += (uint64_t)classes[i].count * classes[i].size;
		if (hybrid->ring_bytes + classes[i].size <= limit)
			return first;
	}
	return AGENT_SLOT_COUNT;
}

static bool has_index(const uint64_t *bits, unsigned index)
{
	return bits[index / 64] >> index % 64 & 1;
}

static int index_take(struct hybrid *hybrid, struct image *image)
{
	unsigned first = index_first(hybrid);

	for (unsigned i = first; i < AGENT_SLOT_COUNT; i++) {
		if (image->seated[i / 64] == UINT64_MAX) {
			i |= 63;
			continue;
		}
		if (has_index(image->seated, i))
			continue;
		image->seated[i / 64] |= 1ull << i % 64;
		return (int)i;
	}
	return -1;
}

/* What was a ring once keeps its memory as long as the image lives. */
static void ring_count(struct hybrid *hybrid, struct image *image, unsigned index)
{
	uint32_t size = place_of(index).class->size;

	if (has_index(image->had_rings, index))
		return;
	image->had_rings[index / 64] |= 1ull << index % 64;
	image->ring_bytes += size;
	hybrid->ring_bytes += size;
}

/* ---- lists of seats */

bool hybrid_has_seats(const struct hybrid *hybrid)
{
	return hybrid->seat_count > 0 || hybrid->marked;
}

static bool seat_add_unmarked(struct hybrid *hybrid, struct seat *seat)
{
	if (hybrid->seat_count == hybrid->seat_room) {
		size_t room = hybrid->seat_room ? 2 * hybrid->seat_room : 16;
		struct seat **larger = realloc(hybrid->seats, room * sizeof(*larger));

		if (!larger)
			return false;
		hybrid->seats = larger;
		hybrid->seat_room = room;
	}
	hybrid->seats[hybrid->seat_count++] = seat;
	return true;
}

static bool seat_add(struct hybrid *hybrid, struct seat *seat)
{
	struct image *image = seat->image;

	if (seat->index < UNMARKED)
		return seat_add_unmarked(hybrid, seat);
	if (!image->marked)
		image->marked = calloc(AGENT_SLOT_COUNT, sizeof(*image->marked));
	if (!image->marked)
		return false;
	if (image->marked_count++ == 0) {
		image->next_marked = hybrid->marked;
		hybrid->marked = image;
	}
	image->marked[seat->index] = seat;
	if (image->marked_end <= seat->index)
		image->marked_end = seat->index + 1;
	return true;
}

static void seat_remove(struct hybrid *hybrid, const struct seat *seat)
{
	struct image *image = seat->image, **link = &hybrid->marked;

	if (seat->index < UNMARKED) {
		for (size_t i = 0; i < hybrid->seat_count; i++)
			if (hybrid->seats[i] == seat)
				hybrid->seats[i] = hybrid->seats[--hybrid->seat_count];
		return;
	}
	image->marked[seat->index] = NULL;
	while (image->marked_end > 0 && !image->marked[image->marked_end - 1])
		image->marked_end--;
	if (--image->marked_count > 0)
		return;
	while (*link != image)
		link = &(*link)->next_marked;
	*link = image->next_marked;
}

struct seat *seat_next(const struct hybrid *hybrid, struct seat_walk *walk)
{
	if (walk->unmarked < hybrid->seat_count)
		return hybrid->seats[walk->unmarked++];
	for (; walk->image; walk->image = walk->image->next_marked, walk->index = 0)
		while (walk->index < walk->image->marked_end) {
			struct seat *seat = walk->image->marked[walk->index++];

			if (seat)
				return seat;
		}
	return NULL;
}

/* ---- slots */

uint64_t slot_address(const struct seat *seat)
{
	return AGENT_SLOTS + (uint64_t)seat->index * AGENT_SLOT_SIZE;
}

uint64_t ring_address(const struct seat *seat)
{
	return AGENT_RINGS + place_of(seat->index).offset;
}

/* Open, unless nobody can tell which signals of faults the thread blocks. */
static int slot_write(const struct task *task)
{
	struct seat *seat = task->seat;
	uint64_t mask = 0;

	seat->is_closed = ptrace(PTRACE_GETSIGMASK, task->tid, sizeof(mask), &mask) < 0 ||
	                  mask_hides_calls(seat->image->hybrid, mask);
	struct slot slot = {
		.ring = seat->is_closed ? 0 : ring_address(seat),
		.blocked = mask & AGENT_FAULT_SIGNALS,
		.rsp = program_entry(seat->image), /* where entry.S leaves it to */
		.stack = AGENT_STACKS + (uint64_t)(seat->index + 1) * AGENT_STACK_SIZE,
		.room = seat->room,
		.event_max = seat->event_max,
		.mark = seat->index < UNMARKED ? 0 : AGENT_RINGS + seat->index,
	};

	return image_memory_write(task->seat->image, task->tid, slot_address(seat), &slot,
	                          sizeof(slot));
}

static bool is_of_slot(uint64_t base)
{
	return base >= AGENT_SLOTS && base < AGENT_SLOTS + AGENT_SLOTS_SIZE;
}

void gs_clear(const struct task *task)
{
	uint64_t base;

	if (thread_slot_read(task->tid, &base) == 0 && is_of_slot(base))
		thread_slot_write(task->tid, 0);
}

bool gs_is_used(const struct task *task)
{
	uint64_t base;

	return thread_slot_read(task->tid, &base) < 0 || (base && !is_of_slot(base));
}

void gs_restore(const struct task *task)
{
	thread_slot_write(task->tid, slot_address(task->seat));
}

static struct seat *seat_new(struct image *image, unsigned index, const struct task *task)
{
	struct place place = place_of(index);
	struct seat *seat = calloc(1, sizeof(*seat));

	if (!seat)
		return NULL;
	*seat = (struct seat){
		.image = image,
		.index = index,
		.pid = task->pid,
		.tid = task->tid,
		.ring = (struct ring *)(image->rings + place.offset),
		.room = place.class->size - (uint32_t)sizeof(struct ring),
		.event_max = place.class->event_max,
		.is_silent = task->silent,
	};
	memset(seat->ring, 0, sizeof(*seat->ring));
	seat->ring->selector = !image->hybrid->dispatches;
	return seat;
}

bool seat_take(struct ptrace_engine *engine, struct task *task)
{
	struct hybrid *hybrid = engine->hybrid;
	struct image *image = task->image;
	int index = index_take(hybrid, image);
	struct seat *seat = index < 0 ? NULL : seat_new(image, (unsigned)index, task);

	if (!seat)
		return false;
	if (!seat_add(hybrid, seat)) {
		free(seat);
		return false;
	}
	ring_count(hybrid, image, (unsigned)index);
	task->seat = seat;
	image->references++;
	seat_disturb(seat);
	return slot_write(task) == 0 && thread_slot_write(task->tid, slot_address(seat)) == 0 &&
	       (!hybrid->dispatches || dispatch_begin(engine, task));
}

void seat_disturb(const struct seat *seat)
{
	__atomic_store_n(&seat->ring->disturbed, seat->image->disturbances, __ATOMIC_RELEASE);
}

void seat_open(struct task *task, uint64_t blocked)
{
	uint64_t ring = ring_address(task->seat), slot = slot_address(task->seat);

	if (task->seat->is_retired)
		return;
	image_memory_write(task->seat->image, task->tid, slot + offsetof(struct slot, blocked),
	                   &blocked, sizeof(blocked));
	if (task->seat->is_closed)
		image_memory_write(task->seat->image, task->tid, slot + SLOT_RING, &ring,
		                   sizeof(ring));
	task->seat->is_closed = false;
}

bool seat_may_copy(const struct task *task)
{
	const struct seat *seat = task->seat;
	uint64_t blocked = 0;

	/* The agent follows the mask by itself. */
	return image_memory_read(seat->image, task->tid,
	                         slot_address(seat) + offsetof(struct slot, blocked), &blocked,
	                         sizeof(blocked)) == 0 &&
	       !blocked;
}

void seat_close(struct task *task)
{
	uint64_t none = 0;

	if (!task->seat->is_closed)
		image_memory_write(task->seat->image, task->tid,
		                   slot_address(task->seat) + SLOT_RING, &none, sizeof(none));
	task->seat->is_closed = true;
}

void seat_leave(struct ptrace_engine *engine, struct task *task)
{
	struct seat *seat = task->seat;

	if (!seat)
		return;
	seat_remove(engine->hybrid, seat);
	dispatch_forget(engine->hybrid, seat);
	seat->image->seated[seat->index / 64] &= ~(1ull << seat->index % 64);
	image_release(seat->image);
	event_buffer_free(&seat->entry);
	free(seat);
	task->seat = NULL;
}
