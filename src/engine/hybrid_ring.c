/* Rings: taking what was recorded.
 *
 * A ring is written by the traced program, which may write there whatever it
 * likes: every event is copied first and judged then, by the copy alone, and who
 * made it is known from the ring it lies in.  A ring that makes no sense is closed
 * and its thread goes on with stops.
 *
 * What all rings hold is put in order by the time at which calls returned; that
 * keeps the order of each thread, for its own times do not go back. */
#include "engine/hybrid.h"

#include "arch/ticks.h"

#include <stdlib.h>
#include <string.h>

enum { CLOCK_SETTLE_NS = 1000 * 1000, RING_WRAPS_MAX = 1, WORD = sizeof(uint64_t) };

/* ---- the clock */

uint64_t ticks_now(void)
{
	return arch_ticks();
}

static void clock_settle(struct tick_clock *clock, uint64_t ticks)
{
	uint64_t passed = clock_ns(CLOCK_MONOTONIC_RAW) - clock->ns;

	if (passed > CLOCK_SETTLE_NS)
		clock->ns_per_tick = (double)passed / (double)(ticks - clock->ticks);
}

/* Both clocks at one moment. */
struct moment {
	uint64_t ticks, ns;
};

static uint64_t moment_ns(const struct tick_clock *clock, const struct moment *now, uint64_t ticks)
{
	double past = (double)(int64_t)(now->ticks - ticks) * clock->ns_per_tick;

	return now->ns - (past > 0 ? (uint64_t)past : 0);
}

static struct moment moment_now(struct tick_clock *clock)
{
	struct moment now = { .ticks = ticks_now(), .ns = clock_ns(CLOCK_REALTIME) };

	clock_settle(clock, now.ticks);
	return now;
}

/* ---- taking */

static void ring_distrust(struct ptrace_engine *engine, struct seat *seat)
{
	struct task *task = task_find(engine, seat->tid);

	engine_log(engine, "thread %d: what it recorded makes no sense: it goes on with stops",
	           seat->tid);
	seat->is_retired = true;
	if (task) {
		note_queue(engine, task,
		           "what rastro recorded inside the process was overwritten: some calls "
		           "are lost");
		seat_close(task);
	}
}

/* Copies an event that claims to lie there; room: to the end of what was published.
 * NULL: it is none. */
static struct event *event_copy(struct hybrid *hybrid, const struct seat *seat, uint64_t offset,
                                uint64_t room, uint64_t size)
{
	if (size < sizeof(struct event) || size > room || size > seat->event_max || size % 8 != 0)
		return NULL;
	size_t begin = hybrid->events.length;

	text_put(&hybrid->events, (const char *)seat->ring->bytes + offset, size);
	if (hybrid->events.failed)
		return NULL;
	struct event *event = (struct event *)(hybrid->events.bytes + begin);

	event->size = (uint32_t)size;
	if (event_is_sound(event, size) && event->abi == ABI_X86_64 && event->nr < AGENT_CALL_COUNT)
		return event;
	hybrid->events.length = begin;
	return NULL;
}

static void event_finish(struct hybrid *hybrid, struct event *event, const struct seat *seat,
                         const struct moment *now)
{
	uint64_t entry = event->entry_ns, exit = event->time_ns;

	event->pid = seat->pid;
	event->tid = seat->tid;
	event->flags &= EVENT_FAILED;
	event->entry_ns = moment_ns(&hybrid->clock, now, entry);
	event->duration_ns = 0;
	event->cpu_ns = 0;
	event->reserved = 0;
	if (event->kind == EVENT_ENTRY) {
		event->time_ns = event->entry_ns;
		return;
	}
	event->time_ns = moment_ns(&hybrid->clock, now, exit);
	if (exit > entry)
		event->duration_ns = event->time_ns - event->entry_ns;
}

/* In place of the event, which was copied last, puts what has become of it. */
static const struct event *event_replace(struct hybrid *hybrid, const struct event *event,
                                         const struct event *with)
{
	size_t begin = (size_t)((const char *)event - hybrid->events.bytes);

	if (event == with)
		return event;
	hybrid->events.length = begin;
	text_put(&hybrid->events, (const char *)with, with->size);
	return hybrid->events.failed ? NULL : (const struct event *)(hybrid->events.bytes + begin);
}

static bool taken_add(struct hybrid *hybrid, const struct event *event)
{
	if (hybrid->taken_end == hybrid->taken_room) {
		size_t room = hybrid->taken_room ? 2 * hybrid->taken_room : 256;
		struct taken *larger = realloc(hybrid->taken, room * sizeof(*larger));

		if (!larger)
			return false;
		hybrid->taken = larger;
		hybrid->taken_room = room;
	}
	hybrid->taken[hybrid->taken_end++] = (struct taken){
		.time_ns = event->time_ns,
		.offset = (size_t)((const char *)event - hybrid->events.bytes),
	};
	return true;
}

/* The event that was copied last. */
static bool event_keep(struct ptrace_engine *engine, struct seat *seat, struct event *event,
                       const struct moment *now)
{
	struct hybrid *hybrid = engine->hybrid;
	uint64_t ticks = event->entry_ns;

	if (seat->is_silent) {
		hybrid->events.length = (size_t)((const char *)event - hybrid->events.bytes);
		return true;
	}
	event_finish(hybrid, event, seat, now);
	if (!hybrid->names)
		return taken_add(hybrid, event);
	const struct event *named =
		event_replace(hybrid, event, names_of_exit(engine, seat, ticks, event));

	return named && taken_add(hybrid, named);
}

static bool ring_take(struct ptrace_engine *engine, struct seat *seat, const struct moment *now)
{
	struct hybrid *hybrid = engine->hybrid;
	struct ring *ring = seat->ring;
	uint64_t head = __atomic_load_n(&ring->head, __ATOMIC_ACQUIRE);
	unsigned wraps = 0;

	while (seat->tail != head) {
		uint64_t end = head > seat->tail ? head : seat->room;

		/* An event may end where the ring does, but none begins there. */
		if (head >= seat->room || head % 8 != 0 || seat->tail >= seat->room)
			return false;
		uint32_t size = *(volatile uint32_t *)(ring->bytes + seat->tail);

		if (size == 0) {
			if (wraps++ == RING_WRAPS_MAX)
				return false;
			seat->tail = 0;
			continue;
		}
		struct event *event = event_copy(hybrid, seat, seat->tail, end - seat->tail, size);

		if (!event || event->kind != EVENT_EXIT)
			return false;
		if (!event_keep(engine, seat, event, now))
			return false;
		seat->is_told = false;
		seat->tail += size;
		hybrid->calls_inside++;
	}
	__atomic_store_n(&ring->tail, seat->tail, __ATOMIC_RELEASE);
	return true;
}

static int taken_compare(const void *a, const void *b)
{
	const struct taken *first = a, *second = b;

	if (first->time_ns != second->time_ns)
		return first->time_ns < second->time_ns ? -1 : 1;
	return first->offset < second->offset ? -1 : first->offset > second->offset;
}

/* Signals and ends of threads are told with the number of their last call. */
static void last_call_note(struct ptrace_engine *engine, const struct seat *seat)
{
	const struct hybrid *hybrid = engine->hybrid;
	const struct taken *last = &hybrid->taken[hybrid->taken_end - 1];
	struct task *task = task_find(engine, seat->tid);

	if (task)
		task->nr = ((const struct event *)(hybrid->events.bytes + last->offset))->nr;
}

/* Returns whether there was anything. */
static bool seat_drain(struct ptrace_engine *engine, struct seat *seat, const struct moment *now)
{
	size_t before = engine->hybrid->taken_end;

	if (!seat->is_retired && !ring_take(engine, seat, now))
		ring_distrust(engine, seat);
	if (engine->hybrid->taken_end == before)
		return false;
	last_call_note(engine, seat);
	return true;
}

/* The rings of eight slots, those that are marked. */
static unsigned word_drain(struct ptrace_engine *engine, const struct image *image, unsigned index,
                           const struct moment *now)
{
	unsigned rings = 0;

	for (unsigned i = index; i < index + WORD; i++)
		/* The mark first: the agent sets it when the event is there. */
		if (image->rings[i] && __atomic_exchange_n(&image->rings[i], 0, __ATOMIC_SEQ_CST) &&
		    image->marked[i])
			rings += seat_drain(engine, image->marked[i], now);
	return rings;
}

static unsigned image_drain(struct ptrace_engine *engine, const struct image *image,
                            const struct moment *now)
{
	const volatile uint64_t *words = (const void *)image->rings;
	unsigned rings = 0;

	for (unsigned index = 0; index < image->marked_end; index += WORD)
		if (words[index / WORD])
			rings += word_drain(engine, image, index, now);
	return rings;
}

void hybrid_drain(struct ptrace_engine *engine)
{
	struct hybrid *hybrid = engine->hybrid;
	size_t begin = hybrid->taken_end;
	unsigned rings = 0;

	if (!hybrid_has_seats(hybrid))
		return;
	struct moment now = moment_now(&hybrid->clock);

	names_begin_moment(engine);
	for (size_t i = 0; i < hybrid->seat_count; i++)
		rings += seat_drain(engine, hybrid->seats[i], &now);
	for (struct image *image = hybrid->marked; image; image = image->next_marked)
		rings += image_drain(engine, image, &now);
	if (rings > 1)
		qsort(hybrid->taken + begin, hybrid->taken_end - begin, sizeof(*hybrid->taken),
		      taken_compare);
}

/* The event of a call that is being made, copied behind those that were taken.  It may
 * return while we look: then there is none.  Nor is there if calls before it have not
 * been taken: it would be told before they are. */
static struct event *open_copy(struct hybrid *hybrid, const struct seat *seat)
{
	const struct ring *ring = seat->ring;
	uint64_t open = __atomic_load_n(&ring->open, __ATOMIC_ACQUIRE);
	uint64_t size = ring->open_size, begin = hybrid->events.length;

	if (open == 0 || open > seat->room || open - 1 != seat->tail || seat->is_retired ||
	    __atomic_load_n(&ring->head, __ATOMIC_ACQUIRE) != open - 1)
		return NULL;
	struct event *event = event_copy(hybrid, seat, open - 1, seat->room - (open - 1), size);

	if (!event)
		return NULL;
	event->kind = EVENT_ENTRY;
	event->flags = 0;
	event->result = 0;
	if (__atomic_load_n(&ring->head, __ATOMIC_ACQUIRE) == open - 1 &&
	    __atomic_load_n(&ring->open, __ATOMIC_ACQUIRE) == open)
		return event;
	hybrid->events.length = begin;
	return NULL;
}

/* The same as it is to be told: the caller takes it, or cuts the events back. */
static const struct event *open_told(struct ptrace_engine *engine, struct seat *seat,
                                     const struct moment *now)
{
	struct event *event = open_copy(engine->hybrid, seat);

	if (!event)
		return NULL;
	uint64_t ticks = event->entry_ns;

	event_finish(engine->hybrid, event, seat, now);
	return event_replace(engine->hybrid, event, names_of_entry(engine, seat, ticks, event));
}

/* What begins while names are disturbed goes through the slow gate, and is told there. */
void hybrid_show_open(struct ptrace_engine *engine)
{
	struct hybrid *hybrid = engine->hybrid;
	struct moment now = moment_now(&hybrid->clock);
	struct seat_walk walk = { .image = hybrid->marked };
	struct seat *seat;

	while ((seat = seat_next(hybrid, &walk))) {
		const struct event *event =
			seat->is_told || seat->is_silent || seat->image->disturbances
				? NULL
				: open_told(engine, seat, &now);

		if (event)
			seat->is_told = taken_add(hybrid, event);
	}
}

void seats_name_open(struct ptrace_engine *engine)
{
	struct hybrid *hybrid = engine->hybrid;
	struct moment now = moment_now(&hybrid->clock);
	size_t end = hybrid->events.length;
	struct seat_walk walk = { .image = hybrid->marked };
	struct seat *seat;

	while ((seat = seat_next(hybrid, &walk))) {
		open_told(engine, seat, &now);
		hybrid->events.length = end;
	}
}

bool seat_take_open(struct ptrace_engine *engine, struct task *task)
{
	struct hybrid *hybrid = engine->hybrid;
	struct moment now = moment_now(&hybrid->clock);
	size_t begin = hybrid->events.length;
	const struct event *event = task->seat ? open_told(engine, task->seat, &now) : NULL;

	if (!event)
		return false;
	bool kept = !task->silent && event_buffer_set(&task->call, event) == 0;

	hybrid->events.length = begin;
	__atomic_store_n(&task->seat->ring->open, 0, __ATOMIC_RELEASE);
	return kept;
}

const struct event *hybrid_next(struct hybrid *hybrid)
{
	if (hybrid->taken_first < hybrid->taken_end)
		return (const struct event *)(hybrid->events.bytes +
		                              hybrid->taken[hybrid->taken_first++].offset);
	hybrid->taken_first = hybrid->taken_end = 0;
	hybrid->events.length = 0;
	return NULL;
}
