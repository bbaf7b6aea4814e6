/* The interpreter of capture plans.
 *
 * It knows blocks and steps, no calls.  A block is the arguments or something
 * that was copied into the event; blocks are remembered by offset, because the
 * event moves as it grows.  What is read comes from somebody else's memory, so
 * every number in it is doubted: copies, loops, depth and work have maxima, and
 * what does not fit is said (CHUNK_CUT, EVENT_TRUNCATED), never looped for.
 *
 * Strings and vectors are kept with what ends them.  A read that failed leaves
 * an empty chunk that says so. */
#include "calls/capture.h"

#include "calls/desc.h"
#include "calls/named.h"

#include <errno.h>
#include <string.h>

enum {
	PREFETCH_MAX = 64,  /* ranges asked for at once */
	STRING_PIECE = 256, /* most strings end within that */
	PAGE = 4096,
	CURRENT_DIRECTORY = -100, /* AT_FDCWD */
};

struct run {
	struct event_buffer *buffer;
	enum plan_phase phase;
	struct memory *memory;
	const struct capture_limits *limits;
	unsigned depth, steps;
	uint64_t budget; /* what is left of a result that is shared out */
	bool spending;
	bool timed_out;  /* memory did not answer: it is not asked again */
	bool stopped;    /* the event is full, or the work too much */
	bool is_filled;  /* the event holds all there was to copy */
	int socket;      /* of packets; -1: not known */
	uint64_t object; /* of which a descriptor was; 0: not known */
	enum carries { CARRIES_UNKNOWN, CARRIES_BYTES, CARRIES_MESSAGES } carries;
};

struct block {
	const uint8_t *arguments; /* NULL: a part of the event */
	uint32_t offset;          /* in the event */
	uint32_t length;
	uint64_t address; /* in the tracee; 0: registers */
};

static void run_steps(struct run *, const struct plan_step *, unsigned count, const struct block *);

/* ---- numbers in blocks */

static const uint8_t *block_bytes(const struct run *run, const struct block *block)
{
	return block->arguments ? block->arguments
	                        : (const uint8_t *)run->buffer->event + block->offset;
}

static uint64_t load_at(const struct run *run, const struct block *block, unsigned offset,
                        unsigned size, bool is_signed)
{
	if (size > block->length || offset > block->length - size)
		return 0;
	return load_number(block_bytes(run, block) + offset, size, is_signed);
}

/* The number behind a pointer: the smaller of what went in and what came out,
 * since a kernel writes no more than it was given room for. */
static uint64_t load_behind(const struct run *run, const struct plan_number *number,
                            uint64_t address)
{
	uint64_t lowest = UINT64_MAX;

	for (enum chunk_kind kind = CHUNK_ENTRY; kind <= CHUNK_EXIT; kind++) {
		const struct chunk *chunk = event_chunk_find(run->buffer->event, kind, address);

		if (chunk && chunk->length >= (size_t)number->beyond + number->size) {
			uint64_t found = load_number(chunk_bytes(chunk) + number->beyond,
			                             number->size, number->is_signed);
			if (found < lowest)
				lowest = found;
		}
	}
	return lowest == UINT64_MAX ? 0 : lowest;
}

static uint64_t number_found(const struct run *run, const struct plan_number *number,
                             const struct block *block)
{
	if (number->argument == PLAN_TOLD)
		return run->object;
	if (number->argument)
		return run->buffer->event->args[number->argument - 1];
	if (!number->indirect)
		return load_at(run, block, number->offset, number->size, number->is_signed);
	return load_behind(run, number,
	                   load_at(run, block, number->offset, number->indirect, false));
}

static uint64_t number_of(const struct run *run, const struct plan_number *number,
                          const struct block *block)
{
	uint64_t found = number_found(run, number, block);

	return number->is_command ? command_size((uint32_t)found) : found;
}

/* ---- conditions */

static bool test_holds(const struct run *run, const struct plan_step *step,
                       const struct block *block)
{
	if (step->test == TEST_ALWAYS)
		return true;
	return test_passes((enum test)step->test, number_of(run, &step->tested, block), step->mask,
	                   step->value, step->values);
}

static bool result_is_valid(const struct event *event, enum validity validity)
{
	bool success = !(event->flags & (EVENT_FAILED | EVENT_INTERRUPTED | EVENT_UNFINISHED));

	switch (validity) {
	case VALID_SUCCESS:
		return success;
	case VALID_POSITIVE:
		return success && event->result > 0;
	case VALID_INTERRUPTED:
		return event->flags & EVENT_INTERRUPTED;
	case VALID_EIO:
		return success || event->result == -EIO;
	case VALID_OVERFLOW:
		return success || event->result == -EOVERFLOW;
	case VALID_ANY:
		break;
	}
	return !(event->flags & EVENT_UNFINISHED);
}

/* Whether the step copies now; if not, what was kept before is looked at. */
static bool copies_now(const struct run *run, const struct plan_step *step)
{
	return step->phases & run->phase &&
	       (run->phase == PHASE_ENTRY || result_is_valid(run->buffer->event, step->validity));
}

/* ---- lengths */

static uint64_t minimum(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static uint64_t step_count(const struct run *run, const struct plan_step *step,
                           const struct block *block)
{
	uint64_t count = step->count.size ? number_of(run, &step->count, block) : step->fixed;

	if (step->times)
		count = minimum(count, UINT32_MAX) * step->times;
	if (step->flags & PLAN_NODES && count)
		count--;
	if (step->flags & PLAN_BITS) {
		unsigned word = step->pointer ? step->pointer : 8;
		if (count > UINT64_MAX - word * 8)
			count = 0;
		count = (minimum(count, UINT32_MAX) + word * 8 - 1) / (word * 8) * word;
		count /= step->element ? step->element : 1;
	}
	if (step->flags & PLAN_PAGES)
		count = (count >> 12) + !!(count & 0xfff);
	if (step->flags & PLAN_BY_RETURN && run->phase == PHASE_EXIT) {
		int64_t result = run->buffer->event->result;
		count = minimum(count, result > 0 ? (uint64_t)result : 0);
	}
	if (step->flags & PLAN_IN_BYTES && step->element)
		count /= step->element;
	/* Of what something else counts, so many may be all that is looked at. */
	if (step->count.size && step->fixed != UINT32_MAX)
		count = minimum(count, step->fixed);
	return count;
}

/* ---- packets */

static ssize_t memory_read(struct run *run, uint64_t address, void *bytes, size_t length)
{
	if (run->timed_out)
		return -ETIMEDOUT;
	ssize_t got = length ? run->memory->read(run->memory, address, bytes, length) : 0;

	run->timed_out = got == -ETIMEDOUT;
	return got;
}

/* Whether bytes may be the head of a netlink message.  Text never is: the length would be
 * far too large. */
static bool may_be_message(struct run *run, uint64_t address, uint64_t length)
{
	enum { LENGTH_END = 1 << 24, UDEV = 0x7562696c /* "libu", what udev's begin with */ };
	uint32_t claimed;

	return length >= sizeof(claimed) &&
	       memory_read(run, address, &claimed, sizeof(claimed)) == sizeof(claimed) &&
	       (claimed < LENGTH_END || claimed == UDEV);
}

/* Looks at the socket if that packet may be netlink's; most others need no look. */
static void look_at_packet(struct run *run, uint64_t address, uint64_t length)
{
	struct memory *memory = run->memory;

	if (run->carries != CARRIES_UNKNOWN || run->socket < 0)
		return;
	if (event_chunk_find(run->buffer->event, CHUNK_NETLINK, (uint64_t)run->socket))
		run->carries = CARRIES_MESSAGES;
	else if (memory->netlink && may_be_message(run, address, length))
		run->carries =
			memory->netlink(memory, run->socket) ? CARRIES_MESSAGES : CARRIES_BYTES;
}

/* The most elements to keep. */
static uint64_t step_limit(const struct run *run, const struct plan_step *step)
{
	uint64_t most = PLAN_COPY_MAX / (step->element ? step->element : 1u);

	switch (step->limit) {
	case LIMIT_PACKET:
		if (run->carries == CARRIES_MESSAGES)
			return PLAN_BUFFER_MAX;
		/* fall through */
	case LIMIT_STRING:
		/* One more than is shown, to tell what fits exactly from what is cut, and
		 * what goes on from what cannot be read. */
		return minimum(PLAN_STRING_MAX, (uint64_t)run->limits->string + 1);
	case LIMIT_PATH:
		return PLAN_PATH_MAX;
	case LIMIT_ARRAY:
		return minimum(most, (uint64_t)run->limits->array + 1);
	default:
		return most;
	}
}

struct extent {
	uint32_t length; /* bytes to copy */
	uint16_t flags;  /* CHUNK_CUT when there are more */
	bool is_empty;   /* there are none */
};

/* The most bytes of a structure whose length somebody says. */
static uint32_t upto_limit(const struct plan_step *step, uint32_t described)
{
	if (!(step->flags & PLAN_OPEN_END))
		return described;
	return step->limit == LIMIT_PAGE ? PLAN_PAGE_MAX : PLAN_BUFFER_MAX;
}

/* May be asked beforehand, so it does not spend. */
static struct extent step_extent(const struct run *run, const struct plan_step *step,
                                 const struct block *block)
{
	uint64_t count = step_count(run, step, block);
	bool is_empty = count == 0;

	/* A buffer that the result did not reach is there, and empty. */
	if (step->flags & PLAN_SPENDS && run->spending)
		count = minimum(count, run->budget);
	uint64_t kept = minimum(count, step_limit(run, step));
	struct extent extent = {
		.length = (uint32_t)(kept * step->element),
		.flags = kept < count ? CHUNK_CUT : 0,
		.is_empty = is_empty,
	};

	if (step->upto.size) {
		uint64_t known = minimum(number_of(run, &step->upto, block), PLAN_COPY_MAX) +
		                 step->upto.plus;
		extent.length = (uint32_t)minimum(known, upto_limit(step, extent.length));
	}
	return extent;
}

/* ---- copies */

static enum chunk_kind chunk_kind_of(enum plan_phase phase)
{
	return phase == PHASE_ENTRY ? CHUNK_ENTRY : CHUNK_EXIT;
}

/* Adds an empty chunk with room for so many bytes. */
static uint8_t *chunk_begin(struct run *run, uint64_t address, uint32_t room, struct block *copy)
{
	uint8_t *bytes = event_buffer_add(run->buffer, chunk_kind_of(run->phase), address, room, 0);

	if (!bytes) {
		run->stopped = true;
		return NULL;
	}
	*copy = (struct block){
		.offset = (uint32_t)(bytes - (uint8_t *)run->buffer->event),
		.address = address,
	};
	return bytes;
}

static void chunk_end(struct run *run, uint32_t length, uint16_t flags, struct block *copy)
{
	copy->length = length;
	event_buffer_trim(run->buffer, length, flags);
}

static uint16_t flags_of_read(ssize_t got, size_t wanted)
{
	if (got == -ETIMEDOUT)
		return CHUNK_TIMEOUT;
	return got < 0 || (size_t)got < wanted ? CHUNK_FAULT : 0;
}

static bool copy_elements(struct run *run, uint64_t address, struct extent extent,
                          struct block *copy)
{
	uint8_t *bytes = chunk_begin(run, address, extent.length, copy);

	if (!bytes)
		return false;
	ssize_t got = memory_read(run, address, bytes, extent.length);
	chunk_end(run, got < 0 ? 0 : (uint32_t)got,
	          extent.flags | flags_of_read(got, extent.length), copy);
	return true;
}

/* Where the element that is all zero ends, or 0. */
static size_t end_of_zero(const uint8_t *bytes, size_t from, size_t length, unsigned element)
{
	if (element == 1) {
		const uint8_t *nul = memchr(bytes + from, 0, length - from);
		return nul ? (size_t)(nul - bytes) + 1 : 0;
	}
	for (size_t i = from / element * element; i + element <= length; i += element)
		if (!load_number(bytes + i, element, false))
			return i + element;
	return 0;
}

/* How far to look for the zero, and what to keep when there is none. */
struct bounds {
	uint32_t room, kept; /* bytes */
	uint16_t flags;      /* CHUNK_CUT when there may be more behind */
};

/* Reads piece by piece up to a zero element: what follows it may be unmapped.
 * No piece crosses a page, and the first is short. */
static bool copy_terminated(struct run *run, unsigned element, uint64_t address,
                            struct bounds bounds, struct block *copy)
{
	uint8_t *bytes = chunk_begin(run, address, bounds.room, copy);
	size_t length = 0, end = 0;
	uint16_t flags = 0;

	if (!bytes)
		return false;
	while (length < bounds.room && !end && !flags) {
		size_t to_page_end = PAGE - (address + length) % PAGE;
		size_t piece = minimum(bounds.room - length, to_page_end);

		if (!length)
			piece = minimum(piece, STRING_PIECE);
		ssize_t got = memory_read(run, address + length, bytes + length, piece);
		flags = flags_of_read(got, piece);
		if (got > 0) {
			end = end_of_zero(bytes, length, length + (size_t)got, element);
			length += (size_t)got;
		}
	}
	if (end)
		chunk_end(run, (uint32_t)end, 0, copy);
	else if (flags)
		chunk_end(run, (uint32_t)length, flags, copy);
	else
		chunk_end(run, bounds.kept, bounds.flags, copy);
	return true;
}

static bool copy_string(struct run *run, const struct plan_step *step, const struct block *block,
                        uint64_t address, struct block *copy)
{
	uint64_t count = step->flags & PLAN_COUNTED ? step_count(run, step, block) : UINT64_MAX;
	uint64_t limit = step_limit(run, step);
	uint32_t room = (uint32_t)minimum(count, limit);
	struct bounds bounds = { room, room, room < count ? CHUNK_CUT : 0 };

	return count && copy_terminated(run, 1, address, bounds, copy);
}

static bool copy_vector(struct run *run, const struct plan_step *step, uint64_t address,
                        struct block *copy)
{
	bool all = step->flags & PLAN_BRIEF || run->limits->array > PLAN_VECTOR_MAX;
	uint32_t kept = (all ? PLAN_VECTOR_MAX : run->limits->array) * step->element;
	struct bounds bounds = { kept + step->element, kept, CHUNK_CUT };

	return copy_terminated(run, step->element, address, bounds, copy);
}

/* What was kept of that memory then. */
static bool find_kept(const struct run *run, enum plan_phase phase, uint64_t address,
                      struct block *copy)
{
	const struct chunk *chunk =
		event_chunk_find(run->buffer->event, chunk_kind_of(phase), address);

	if (!chunk)
		return false;
	*copy = (struct block){
		.offset = (uint32_t)(chunk_bytes(chunk) - (const uint8_t *)run->buffer->event),
		.length = chunk->length,
		.address = address,
	};
	return true;
}

/* ---- steps */

static uint64_t step_address(const struct run *run, const struct plan_step *step,
                             const struct block *block)
{
	if (step->op == PLAN_TAIL)
		return block->address ? block->address + step->offset : 0;
	return load_at(run, block, step->offset, step->pointer, false);
}

/* What a step is going to read, as far as can be told; length 0: nothing. */
static struct memory_range step_range(const struct run *run, const struct plan_step *step,
                                      const struct block *block)
{
	struct memory_range range = { .address = step_address(run, step, block) };

	if (!range.address || !copies_now(run, step))
		return (struct memory_range){ 0 };
	if (step->op == PLAN_STRING || step->op == PLAN_VECTOR) {
		range.length = minimum(STRING_PIECE, PAGE - range.address % PAGE);
	} else if (!step->upto.indirect && !step->count.indirect) {
		range.length = step_extent(run, step, block).length;
	}
	return range;
}

/* Ranges gathered for one request. */
struct gathered {
	struct memory_range ranges[PREFETCH_MAX];
	unsigned count;
};

static void gather(const struct run *run, const struct plan_step *steps, unsigned count,
                   const struct block *block, struct gathered *gathered)
{
	for (unsigned i = 0; i < count && gathered->count < PREFETCH_MAX;
	     i += 1u + steps[i].below) {
		const struct plan_step *step = &steps[i];

		if (step->op > PLAN_TAIL || !test_holds(run, step, block))
			continue;
		struct memory_range range = step_range(run, step, block);
		if (range.length)
			gathered->ranges[gathered->count++] = range;
	}
}

static void prefetch(struct run *run, const struct gathered *gathered)
{
	if (gathered->count > 1 && !run->timed_out)
		run->memory->prefetch(run->memory, gathered->ranges, gathered->count);
}

static void prefetch_steps(struct run *run, const struct plan_step *steps, unsigned count,
                           const struct block *block)
{
	struct gathered gathered;

	gathered.count = 0;
	gather(run, steps, count, block, &gathered);
	prefetch(run, &gathered);
}

static struct block element_of(const struct plan_step *step, const struct block *block,
                               uint32_t start)
{
	struct block element = *block;

	element.offset += start;
	element.length -= start;
	element.address += start;
	if (step->element < element.length && !(step->flags & PLAN_OPEN_END))
		element.length = step->element;
	return element;
}

static void prefetch_elements(struct run *run, const struct plan_step *step,
                              const struct block *block, uint64_t count)
{
	struct gathered gathered;

	gathered.count = 0;
	for (uint64_t i = 0; i < count && gathered.count < PREFETCH_MAX; i++) {
		struct block element = element_of(step, block, (uint32_t)i * step->element);
		gather(run, step + 1, step->below, &element, &gathered);
	}
	prefetch(run, &gathered);
}

/* Runs the steps below for every element in the block, the last may be short. */
static void run_elements(struct run *run, const struct plan_step *step, const struct block *block,
                         uint64_t count)
{
	uint32_t stride = step->element;

	if (!step->below || !stride)
		return;
	count = minimum(count, (block->length + stride - 1) / stride);
	if (run->memory->prefetch)
		prefetch_elements(run, step, block, count);
	for (uint64_t i = 0; i < count && !run->stopped; i++) {
		struct block element = element_of(step, block, (uint32_t)i * stride);
		run_steps(run, step + 1, step->below, &element);
	}
}

static bool copy_counted(struct run *run, const struct plan_step *step, const struct block *block,
                         uint64_t address, struct block *copy)
{
	if (step->limit == LIMIT_PACKET)
		look_at_packet(run, address,
		               minimum(step_count(run, step, block),
		                       run->spending ? run->budget : UINT64_MAX));
	struct extent extent = step_extent(run, step, block);

	if (step->flags & PLAN_SPENDS && run->spending && run->phase == PHASE_EXIT)
		run->budget -= minimum(run->budget, step_count(run, step, block));
	return !extent.is_empty && copy_elements(run, address, extent, copy);
}

static bool step_copy(struct run *run, const struct plan_step *step, const struct block *block,
                      uint64_t address, struct block *copy)
{
	switch (step->op) {
	case PLAN_STRING:
		return copy_string(run, step, block, address, copy);
	case PLAN_VECTOR:
		return copy_vector(run, step, address, copy);
	default:
		return copy_counted(run, step, block, address, copy);
	}
}

/* What is named moves the event: the bytes are looked up again. */
static void name_copied(struct run *run, const struct plan_step *step, const struct block *copy)
{
	int numbers[NAMED_MAX];
	unsigned count = 0;

	if (step->flags & PLAN_FDSET && run->phase == PHASE_ENTRY)
		count = named_in_set(block_bytes(run, copy), copy->length, numbers);
	else if (step->flags & PLAN_MESSAGES)
		count = named_in_messages(block_bytes(run, copy), copy->length, step->pointer,
		                          numbers);
	for (unsigned i = 0; i < count && run->memory->name_fd; i++)
		run->memory->name_fd(run->memory, numbers[i]);
}

/* Of how many elements that were copied what they point to is copied, too. */
static uint32_t elements_wanted(const struct run *run, const struct plan_step *step)
{
	if (step->flags & PLAN_BRIEF && run->limits->brief)
		return 0;
	return step->op == PLAN_VECTOR ? run->limits->array : UINT32_MAX;
}

static void run_copy(struct run *run, const struct plan_step *step, const struct block *block)
{
	uint64_t address = step_address(run, step, block);
	bool was_spending = run->spending;
	struct block copy;

	if (!address)
		return;
	if (copies_now(run, step)) {
		if (!(run->is_filled ? find_kept(run, run->phase, address, &copy)
		                     : step_copy(run, step, block, address, &copy)))
			return;
		if (run->limits->names)
			name_copied(run, step, &copy);
	} else if (!step->below || !find_kept(run, PHASE_ENTRY, address, &copy)) {
		return;
	}
	if (step->flags & PLAN_SPREAD && run->phase == PHASE_EXIT) {
		int64_t result = run->buffer->event->result;
		run->budget = result > 0 ? (uint64_t)result : 0;
		run->spending = true;
	}
	run_elements(run, step, &copy, elements_wanted(run, step));
	run->spending = was_spending;
}

static void run_each(struct run *run, const struct plan_step *step, const struct block *block)
{
	if (step->offset < block->length) {
		struct block rest = *block;

		rest.offset += step->offset;
		rest.length -= step->offset;
		rest.address += step->offset;
		if (rest.arguments)
			rest.arguments += step->offset;
		run_elements(run, step, &rest, step_count(run, step, block));
	}
}

/* The first case that matches; false: there is none. */
static bool run_cases(struct run *run, const struct plan_step *step, uint64_t key,
                      const struct block *block)
{
	const struct plan_step *end = step + 1 + step->below;

	for (const struct plan_step *one = step + 1; one < end; one += 1u + one->below) {
		if (!(one->flags & PLAN_IS_DEFAULT) && (key & one->mask) != one->value[0])
			continue;
		if (one->op != PLAN_GROUP)
			run_steps(run, one + 1, one->below, block);
		else if (!run_cases(run, one, key, block))
			continue;
		return true;
	}
	return false;
}

static void run_switch(struct run *run, const struct plan_step *step, const struct block *block)
{
	run_cases(run, step, number_of(run, &step->count, block), block);
}

static void run_name(struct run *run, const struct plan_step *step, const struct block *block)
{
	struct memory *memory = run->memory;
	bool is_known =
		step->element <= block->length && step->offset <= block->length - step->element;
	int number = (int)load_at(run, block, step->offset, step->element, false);

	if (!run->limits->names || !(step->phases & run->phase))
		return;
	if (step->flags & PLAN_OF_RESULT) {
		is_known = result_is_valid(run->buffer->event, VALID_SUCCESS);
		number = (int)run->buffer->event->result;
	}
	if (!is_known)
		return;
	if (step->op == PLAN_PID) {
		if (memory->name_pid && number > 0)
			memory->name_pid(memory, number);
	} else if (step->flags & PLAN_DIRFD && number == CURRENT_DIRECTORY) {
		if (memory->name_cwd)
			memory->name_cwd(memory);
	} else if (memory->name_fd && number >= 0) {
		memory->name_fd(memory, number);
	}
}

static void run_socket(struct run *run, const struct plan_step *step, const struct block *block)
{
	bool is_known =
		step->element <= block->length && step->offset <= block->length - step->element;

	run->socket = is_known ? (int)load_at(run, block, step->offset, step->element, true) : -1;
}

/* What it was when the call was entered counts. */
static void run_object(struct run *run, const struct plan_step *step, const struct block *block)
{
	int fd = (int)load_at(run, block, step->offset, step->element, true);

	if (run->phase == PHASE_ENTRY && run->memory->object && fd >= 0)
		run->memory->object(run->memory, fd);
	run->object = event_object(run->buffer->event, (uint64_t)fd);
}

static void run_step(struct run *run, const struct plan_step *step, const struct block *block)
{
	if (!(step->phases_below & run->phase) || !test_holds(run, step, block))
		return;
	switch (step->op) {
	case PLAN_COPY:
	case PLAN_STRING:
	case PLAN_VECTOR:
	case PLAN_TAIL:
		run_copy(run, step, block);
		break;
	case PLAN_EACH:
		run_each(run, step, block);
		break;
	case PLAN_SWITCH:
		run_switch(run, step, block);
		break;
	case PLAN_FD:
	case PLAN_PID:
		run_name(run, step, block);
		break;
	case PLAN_SOCKET:
		run_socket(run, step, block);
		break;
	case PLAN_OBJECT:
		run_object(run, step, block);
		break;
	}
}

static void run_steps(struct run *run, const struct plan_step *steps, unsigned count,
                      const struct block *block)
{
	if (run->depth >= PLAN_DEPTH_MAX)
		return;
	run->depth++;
	for (unsigned i = 0; i < count && !run->stopped; i += 1u + steps[i].below) {
		if (++run->steps > PLAN_STEPS_MAX) {
			run->buffer->event->flags |= EVENT_TRUNCATED;
			run->stopped = true;
			break;
		}
		run_step(run, &steps[i], block);
	}
	run->depth--;
}

/* ---- calls */

static const struct plan_range *range_of(const struct plan_table *table, const struct event *event)
{
	uint64_t nr = event_call_number((enum event_abi)event->abi, event->nr);

	return nr < table->count ? &table->ranges[nr] : NULL;
}

bool capture_wanted(const struct plan_table *table, const struct event *event, unsigned phases)
{
	const struct plan_range *range = range_of(table, event);

	return range && (range->phases | range->names) & phases;
}

/* Registers as a block: 8-byte slots, on i386 4-byte ones. */
static struct block argument_block(const struct event *event, uint64_t slots[6])
{
	uint32_t *narrow = (uint32_t *)slots;

	if (event->abi != ABI_I386) {
		memcpy(slots, event->args, sizeof(event->args));
		return (struct block){ (const uint8_t *)slots, .length = sizeof(event->args) };
	}
	for (unsigned i = 0; i < 6; i++)
		narrow[i] = (uint32_t)event->args[i];
	return (struct block){ (const uint8_t *)slots, .length = 6 * sizeof(*narrow) };
}

/* Names learned at the return are those of what came out. */
static void mark_late_names(struct event *event, uint32_t offset)
{
	while (offset < event->size) {
		struct chunk *chunk = (void *)((char *)event + offset);

		if (chunk->kind > CHUNK_EXIT)
			chunk->flags |= CHUNK_LATE;
		offset += chunk_stride(chunk);
	}
}

static void run_plan(const struct plan_table *table, struct run *run)
{
	struct event_buffer *buffer = run->buffer;
	const struct plan_range *range = range_of(table, buffer->event);
	uint64_t slots[6];

	if (!range || !range->count)
		return;
	uint32_t before = buffer->event->size;
	struct block block = argument_block(buffer->event, slots);
	const struct plan_step *steps = &table->steps[range->first];

	if (run->memory->prefetch)
		prefetch_steps(run, steps, range->count, &block);
	run_steps(run, steps, range->count, &block);
	if (run->limits->names && run->phase == PHASE_EXIT)
		mark_late_names(buffer->event, before);
}

void capture_run(const struct plan_table *table, struct event_buffer *buffer, enum plan_phase phase,
                 struct memory *memory, const struct capture_limits *limits)
{
	struct run run = {
		.buffer = buffer, .phase = phase, .memory = memory, .limits = limits, .socket = -1
	};

	run_plan(table, &run);
}

void capture_names(const struct plan_table *table, struct event_buffer *buffer,
                   enum plan_phase phase, struct memory *memory)
{
	/* Of vectors that were cut, what is there. */
	struct capture_limits limits = { .names = true, .array = UINT32_MAX };
	struct run run = { .buffer = buffer,
		           .phase = phase,
		           .memory = memory,
		           .limits = &limits,
		           .socket = -1,
		           .is_filled = true };

	if (capture_wanted(table, buffer->event, phase))
		run_plan(table, &run);
}
