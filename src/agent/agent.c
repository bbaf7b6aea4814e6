/* Records a call: before it is made, and after.
 *
 * The event is built in its place in the ring, by the same interpreter of capture
 * plans that the tracer runs; it is published when the call has returned.  Until
 * the call is made everything here may be thrown away and begun anew: that is
 * what the tracer does when a signal comes. */
#include "agent/agent.h"
#include "arch/ticks.h"

#include <errno.h>
#include <signal.h>
#include <stddef.h>

_Static_assert(sizeof(struct frame) == FRAME_SIZE && offsetof(struct frame, slot) == FRAME_SLOT,
               "entry.S counts on it");
_Static_assert(offsetof(struct slot, ring) == SLOT_RING && offsetof(struct slot, rsp) == SLOT_RSP &&
                       offsetof(struct slot, stack) == SLOT_STACK &&
                       offsetof(struct slot, phase) == SLOT_PHASE,
               "entry.S counts on it");
_Static_assert(offsetof(struct agent_config, name) == AGENT_NAME - AGENT_CONFIG &&
                       offsetof(struct agent_config, handler) == AGENT_HANDLER - AGENT_CONFIG &&
                       offsetof(struct agent_config, yields) == AGENT_YIELDS - AGENT_CONFIG,
               "entry.S counts on it");
_Static_assert(offsetof(struct ring, selector) == RING_SELECTOR, "stub.S counts on it");
_Static_assert(sizeof(struct slot) == AGENT_SLOT_SIZE, "slots are side by side");

/* Called by entry.S: 0 if the slow gate is to be taken. */
int agent_before(const struct frame *, struct slot *);
void agent_after(const struct frame *, struct slot *);
size_t copy(void *to, const void *from, size_t length);
_Noreturn void give_up(void);
void give_up_calling(void);

/* ---- what the compiler and the interpreter expect of a C library */

void *memcpy(void *restrict to, const void *restrict from, size_t length)
{
	void *begin = to;

	__asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(length) : : "memory");
	return begin;
}

void *memset(void *to, int byte, size_t length)
{
	uint8_t *bytes = to;

	/* It fills up to eight: "rep" takes longer to begin.  The compiler must not see a loop
	 * that it makes a call to this of. */
	while (length-- > 0)
		*(volatile uint8_t *)bytes++ = (uint8_t)byte;
	return to;
}

void *memchr(const void *bytes, int byte, size_t length)
{
	for (const uint8_t *at = bytes; length > 0; at++, length--)
		if (*at == (uint8_t)byte)
			return (void *)at;
	return NULL;
}

/* The event has all the room there is from the beginning. */
void *realloc(void *old, size_t size)
{
	(void)old, (void)size;
	return NULL;
}

void free(void *unused)
{
	(void)unused;
}

/* ---- memory of the program */

struct own_memory {
	struct memory memory;
	bool asks; /* what only calls can answer: the tracer has to do it */
};

static bool own_memory_netlink(struct memory *memory, int fd)
{
	(void)fd;
	((struct own_memory *)memory)->asks = true;
	return false;
}

static void own_memory_object(struct memory *memory, int fd)
{
	(void)fd;
	((struct own_memory *)memory)->asks = true;
}

static ssize_t own_memory_read(struct memory *memory, uint64_t address, void *buffer, size_t length)
{
	size_t got = copy(buffer, (const void *)address, length);

	(void)memory;
	return got > 0 ? (ssize_t)got : -EFAULT;
}

static const struct agent_config *config(void)
{
	return (const struct agent_config *)AGENT_CONFIG;
}

/* ---- the ring */

/* Where an event of up to so many bytes may begin, or -1. */
static int64_t ring_room(const struct slot *slot, const struct ring *ring, uint64_t size)
{
	uint64_t head = ring->head, tail = *(const volatile uint64_t *)&ring->tail;

	if (head < tail)
		return tail - head > size ? (int64_t)head : -1;
	/* Behind the event there is always room for the mark that leads back. */
	if (slot->room - head >= size + sizeof(uint64_t))
		return (int64_t)head;
	return tail > size ? 0 : -1;
}

static void ring_open(struct ring *ring, uint64_t begin, uint32_t size)
{
	if (begin != ring->head) {
		struct event *mark = (struct event *)(ring->bytes + ring->head);

		mark->size = 0;
		__atomic_store_n(&ring->head, begin, __ATOMIC_RELEASE);
	}
	ring->open_size = size;
	__atomic_store_n(&ring->open, begin + 1, __ATOMIC_RELEASE);
}

static void ring_close(const struct slot *slot, struct ring *ring, uint32_t size)
{
	__atomic_store_n(&ring->head, slot->begun + size, __ATOMIC_RELEASE);
	__atomic_store_n(&ring->open, 0, __ATOMIC_RELEASE);
	/* After the head: where the tracer finds no mark, it will find one later. */
	if (slot->mark)
		__atomic_store_n((uint8_t *)slot->mark, 1, __ATOMIC_RELEASE);
}

/* ---- the call */

static bool copies(const struct event *event, unsigned phases)
{
	return config()->copies[event->nr] & phases;
}

/* Where nothing is copied the whole ring can be filled, and the tracer need not come as often. */
static uint64_t size_max(const struct slot *slot, uint64_t nr)
{
	return config()->copies[nr] ? slot->event_max : sizeof(struct event);
}

/* False: the tracer has to do it. */
__attribute__((noinline)) static bool capture(const struct slot *slot, struct event *event,
                                              enum plan_phase phase)
{
	struct event_buffer buffer = { .event = event, .capacity = slot->event_max };
	struct own_memory own = { .memory = { .read = own_memory_read,
		                              .netlink = own_memory_netlink,
		                              .object = own_memory_object } };

	capture_run(&config()->plans, &buffer, phase, &own.memory, &config()->limits);
	return !own.asks && !(event->flags & EVENT_TRUNCATED);
}

static bool rule_applies(const struct event *event)
{
	const struct agent_rule *rules = config()->rules;

	for (uint32_t i = 0; i < config()->rule_count; i++)
		if (rules[i].nr == event->nr && argument_passes(&rules[i].when, event->args))
			return true;
	return false;
}

/* Bytes that the call reads where its second argument points, and then writes to where its
 * third one does; 0: it is none of those that programs make while they block all signals. */
static uint64_t bytes_of_signals(const struct event *event)
{
	return event->nr == config()->mask_call     ? sizeof(uint64_t)
	       : event->nr == config()->action_call ? 4 * sizeof(uint64_t)
	                                            : 0;
}

/* Copying must not fault while the thread blocks the signals of faults: the kernel would
 * change how the program handles them.  But the set of signals by which the call changes
 * the mask can be copied when the kernel has read it, for then it is there; unless the
 * old mask was written over it.  Likewise what is to happen at a signal: a child says that
 * of all signals, with all blocked, before it runs another program. */
static bool copies_late(const struct slot *slot, const struct event *event)
{
	return slot->blocked && bytes_of_signals(event);
}

static bool may_copy(const struct slot *slot, const struct event *event)
{
	if (!slot->blocked)
		return true;
	uint64_t size = bytes_of_signals(event);

	if (!size)
		return !copies(event, PHASE_ENTRY | PHASE_EXIT);
	return event->args[1] + size <= event->args[2] || event->args[2] + size <= event->args[1];
}

/* The call has changed the mask: which signals of faults are blocked now? */
static void mask_follow(struct slot *slot, const struct event *event)
{
	const struct chunk *chunk = event_chunk_find(event, CHUNK_ENTRY, event->args[1]);
	uint64_t set;

	if (event->result != 0 || !chunk || chunk->length != sizeof(set))
		return;
	memcpy(&set, chunk_bytes(chunk), sizeof(set));
	set &= AGENT_FAULT_SIGNALS;
	switch ((int)event->args[0]) {
	case SIG_BLOCK:
		slot->blocked |= set;
		break;
	case SIG_UNBLOCK:
		slot->blocked &= ~set;
		break;
	default:
		slot->blocked = set;
	}
}

/* False: names may change while the call is made, so that the tracer has to see it begin.
 * Either we find the disturbance here, or the tracer, which looks at what is open when it
 * has said so, finds the call (engine/hybrid_names.c). */
static bool is_undisturbed(struct ring *ring)
{
	if (!config()->has_names)
		return true;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!__atomic_load_n(&ring->disturbed, __ATOMIC_ACQUIRE))
		return true;
	__atomic_store_n(&ring->open, 0, __ATOMIC_RELEASE);
	return false;
}

/* All that the tracer does not know better. */
static void event_begin(struct event *event, const struct frame *frame)
{
	event->size = sizeof(*event);
	event->kind = EVENT_ENTRY;
	event->abi = ABI_X86_64;
	event->flags = 0;
	event->ip = ((const struct stub_data *)frame->stub)->after;
	event->args[0] = frame->rdi;
	event->args[1] = frame->rsi;
	event->args[2] = frame->rdx;
	event->args[3] = frame->r10;
	event->args[4] = frame->r8;
	event->args[5] = frame->r9;
	event->nr = (uint32_t)frame->rax;
}

int agent_before(const struct frame *frame, struct slot *slot)
{
	struct ring *ring = (struct ring *)slot->ring;
	uint64_t nr = frame->rax;

	/* The tracer may have closed the slot since the stub looked. */
	if (nr >= AGENT_CALL_COUNT || !config()->records[nr] || !ring)
		return 0;
	int64_t begin = ring_room(slot, ring, size_max(slot, nr));

	if (begin < 0)
		return 0;
	struct event *event = (struct event *)(ring->bytes + begin);

	event_begin(event, frame);
	if (config()->records[nr] == RECORD_BY_RULE && rule_applies(event))
		return 0;
	if (!may_copy(slot, event))
		return 0;
	if (copies(event, PHASE_ENTRY) && !copies_late(slot, event) &&
	    !capture(slot, event, PHASE_ENTRY))
		return 0;
	event->entry_ns = arch_ticks();
	slot->begun = (uint32_t)begin;
	slot->used = (uint64_t)ring;
	ring_open(ring, (uint64_t)begin, event->size);
	return is_undisturbed(ring);
}

/* The tracer takes over; if it is gone there is nothing to be taken, and we return. */
static void leave_it(void)
{
	if (!config()->is_dispatched)
		give_up();
	give_up_calling();
}

void agent_after(const struct frame *frame, struct slot *slot)
{
	struct ring *ring = (struct ring *)slot->used;
	struct event *event = (struct event *)(ring->bytes + slot->begun);

	event->time_ns = arch_ticks();
	event->kind = EVENT_EXIT;
	event->result = (int64_t)frame->rax;
	if (frame->rax >= (uint64_t)-4095)
		event->flags = EVENT_FAILED;
	if (copies_late(slot, event) && (event->result != 0 || !capture(slot, event, PHASE_ENTRY)))
		leave_it();
	if (copies(event, PHASE_EXIT) && !capture(slot, event, PHASE_EXIT))
		leave_it();
	if (event->nr == config()->mask_call)
		mask_follow(slot, event);
	ring_close(slot, ring, event->size);
}

/* ---- the interpreter, as the tracer has it */

// NOLINTBEGIN(bugprone-suspicious-include)
#include "calls/capture.c"
#include "calls/named.c"
#include "event/event.c"
// NOLINTEND(bugprone-suspicious-include)
