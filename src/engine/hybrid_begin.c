/* New programs, which get their agent before their first instruction.
 *
 *	exec	at its event the preparation (agent/entry.S) is written where the program begins
 *	trap	room for the agent is made: the program's own bytes are put back there
 *	begin	the agent closes the descriptor of the rings, and jumps there
 *
 * That is one stop, and the thread waits for nothing meanwhile: signals come as ever, for a new
 * program has no handler that could meet what is not there yet.  What other programs have
 * taught of the file in which it begins, the loader mostly, is prepared, too: pages for puns. */
#include "engine/hybrid.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>

enum { PREPARATION_MAX = 1024 };

/* From a stack, which grows; and what libraries may take that are mapped below their loader. */
static const uint64_t stack_room = 0x4000000, library_room = 0x20000000;
/* What is no farther from the stack has no heap beside it, for it is where the kernel maps
 * what names no place. */
static const uint64_t mapped_room = 1ull << 42;

/* What is to be put back where it begins. */
struct beginning {
	struct arch_state state;
	struct mapping mapping; /* there */
	uint64_t region;
	struct landing landings[LANDINGS_AT_ONCE];
	unsigned landing_count;
	size_t length;
	uint8_t code[PREPARATION_MAX];
};

uint64_t program_entry(const struct image *image)
{
	return image->beginning ? arch_state_ip(&image->beginning->state) : 0;
}

/* ---- at exec */

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

/* Should something be there already, the page is not made. */
static bool is_in_nobodys_way(const struct beginning *beginning, uint64_t page)
{
	uint64_t begin = beginning->mapping.begin;

	return distance(page, arch_state_stack(&beginning->state)) > stack_room &&
	       (page > begin || page < begin - library_room);
}

static void landings_choose(struct ptrace_engine *engine, struct beginning *beginning)
{
	struct landing all[LANDINGS_AT_ONCE];
	uint64_t begin = beginning->mapping.begin;
	unsigned count = sites_landings(engine, &beginning->mapping, all, LANDINGS_AT_ONCE);

	if (begin < library_room ||
	    distance(begin, arch_state_stack(&beginning->state)) > mapped_room)
		return;
	for (unsigned i = 0; i < count; i++)
		if (is_in_nobodys_way(beginning, all[i].page))
			beginning->landings[beginning->landing_count++] = all[i];
}

/* With the pages that it is to make behind it, in place of the program's code. */
static bool preparation_write(struct image *image, pid_t tid)
{
	struct beginning *beginning = image->beginning;
	const struct agent_places *places = &image->hybrid->places;
	uint64_t entry = arch_state_ip(&beginning->state);
	uint8_t code[PREPARATION_MAX];

	beginning->length = places->prepared_end - places->prepare_all;
	if (beginning->length > sizeof(code) ||
	    !mapping_has_code(&beginning->mapping, entry, beginning->length) ||
	    image_memory_read(image, tid, entry, beginning->code, beginning->length) < 0)
		return false;
	memcpy(code, image->hybrid->text + (places->prepare_all - AGENT_BASE), beginning->length);
	for (unsigned i = 0; i < beginning->landing_count; i++)
		memcpy(code + (places->landings - places->prepare_all) + i * sizeof(uint64_t),
		       &beginning->landings[i].page, sizeof(uint64_t));
	return image_memory_write(image, tid, entry, code, beginning->length) == 0;
}

static bool preparation_begin(struct ptrace_engine *engine, struct image *image, pid_t tid)
{
	struct beginning *beginning = image->beginning;
	struct arch_state state = beginning->state;

	landings_choose(engine, beginning);
	beginning->region = image_gap(image, tid, arch_state_ip(&state));
	preparation_set(&state, rings_size(), beginning->region, agent_mark(engine));
	return preparation_write(image, tid) && arch_state_write(tid, &state) == 0;
}

/* Its trap would change that. */
static bool blocks_traps(pid_t tid)
{
	uint64_t mask;

	return ptrace(PTRACE_GETSIGMASK, tid, sizeof(mask), &mask) < 0 ||
	       mask & 1ull << (SIGTRAP - 1);
}

bool program_begins(struct ptrace_engine *engine, struct task *task, const struct mapping *mapping)
{
	struct image *image = task->image;
	struct beginning *beginning = calloc(1, sizeof(*beginning));

	if (!beginning)
		return false;
	image->beginning = beginning;
	beginning->mapping = *mapping;
	if (arch_state_read(task->tid, &beginning->state) == 0 && !blocks_traps(task->tid) &&
	    preparation_begin(engine, image, task->tid))
		return true;
	free(beginning);
	image->beginning = NULL;
	return false;
}

/* ---- at the traps */

/* A part of the page is for stubs, for other stubs may be out of reach; in the other one puns
 * come down. */
static void landing_keep(struct image *image, const struct landing *landing)
{
	const uint32_t quarter = ARCH_PAGE_SIZE / 4;
	bool is_low = landing->first < landing->page + quarter;

	image->landings[image->landing_count++] = landing->page;
	image->regions[image->region_count++] = (struct region){
		.address = is_low ? landing->page + 2 * quarter : landing->page,
		.size = is_low ? 2 * quarter : quarter,
	};
}

static void landings_keep(struct image *image, uint64_t made)
{
	const struct beginning *beginning = image->beginning;

	for (unsigned i = 0; i < beginning->landing_count; i++)
		if (made >> (beginning->landing_count - 1 - i) & 1)
			landing_keep(image, &beginning->landings[i]);
}

/* What it has made is taken over.  Returns 0 or -errno. */
static int room_take(struct ptrace_engine *engine, struct task *task,
                     const struct arch_state *state, int *fd)
{
	struct image *image = task->image;
	int result = (int)preparation_result(state, fd);

	if (result >= 0)
		result = image_take_rings(engine, image, task->pid, *fd);
	if (result >= 0)
		result = image_write_agent(image, task->tid);
	if (result < 0)
		return result;
	image->has_agent = true;
	if (image->beginning->region)
		image->regions[image->region_count++] =
			(struct region){ .address = image->beginning->region, .size = REGION_SIZE };
	landings_keep(image, preparation_landings(state));
	return seat_take(engine, task) ? 0 : -ENOMEM;
}

/* The program has its own code again.  Behind the agent's that closes the descriptor, or, if
 * that is -1, at once it begins. */
static void program_go_on(struct task *task, int fd)
{
	struct image *image = task->image;
	struct beginning *beginning = image->beginning;

	image_memory_write(image, task->tid, arch_state_ip(&beginning->state), beginning->code,
	                   beginning->length);
	if (fd >= 0)
		beginning_set(&beginning->state, image->hybrid->places.begin, fd,
		              slot_address(task->seat));
	arch_state_write(task->tid, &beginning->state);
	free(beginning);
	image->beginning = NULL;
}

bool program_is_prepared(struct ptrace_engine *engine, struct task *task,
                         const struct arch_state *state)
{
	struct image *image = task->image;
	struct beginning *beginning = image->beginning;
	const struct agent_places *places = &engine->hybrid->places;
	uint64_t traps = arch_state_ip(&beginning->state) - places->prepare_all;
	int fd = -1;

	if (arch_state_ip(state) == traps + places->closed) {
		program_go_on(task, -1);
		return true;
	}
	if (arch_state_ip(state) != traps + places->taken)
		return false;
	const struct mapping mapping = beginning->mapping;
	int result = image_is_made(engine, task, room_take(engine, task, state, &fd));

	/* Without an agent it goes on there, to close what it may have opened. */
	if (result < 0)
		return true;
	program_go_on(task, fd);
	task_set_options(engine, task);
	sites_patch_in(engine, task, &mapping);
	return true;
}
