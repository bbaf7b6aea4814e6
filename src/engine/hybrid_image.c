/* Address spaces, and what we put there.
 *
 *	code and what it is told	private, written once
 *	slots, stacks			private; a forked child finds its slots empty
 *	rings				shared with us; a forked child has none
 *
 * The memory of the rings is made by the program itself, on our behalf, and
 * handed over to us: it is of its own, so no other program shares it. */
#include "engine/hybrid.h"

#include "base/guard.h"
#include "tracee/tracee_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	GAPS_BEGIN = 0x10000,   /* the kernel keeps the pages below for itself */
	HEAP_ROOM = 0x40000000, /* to grow; the kernel puts it behind the program */
	STACK_ROOM = 0x4000000,
};

static const uint64_t region_distance = 0x40000000; /* of stubs from their sites, if it can be */
static const uint64_t jump_reach = 0x70000000;      /* of 2 GiB, with room for the next */

struct image *image_new(struct hybrid *hybrid)
{
	struct image *image = calloc(1, sizeof(*image));

	if (!image)
		return NULL;
	image->references = 1;
	image->hybrid = hybrid;
	image->files[IMAGE_MEMORY] = image->files[IMAGE_MAPS] = -1;
	return image;
}

static bool sites_copy(struct image *copy, const struct image *image)
{
	for (size_t i = 0; i < image->sites.slot_count; i++) {
		const struct site *site = image->sites.slots[i].value;

		if (!site)
			continue;
		struct site *same = malloc(sizeof(*same));

		if (!same)
			return false;
		*same = *site;
		if (!map_put(&copy->sites, same->address, same)) {
			free(same);
			return false;
		}
		if (same->stub && (!map_put(&copy->stubs, same->stub, same) ||
		                   !map_put(&copy->stubs, same->second, same)))
			return false;
	}
	return true;
}

struct image *image_copy(const struct image *image)
{
	struct image *copy = image_new(image->hybrid);

	if (!copy)
		return NULL;
	copy->is_copy = true;
	copy->has_agent = image->has_agent;
	copy->parts = image->parts;
	copy->errand = image->errand;
	copy->action = image->action;
	copy->has_action = image->has_action;
	memcpy(copy->regions, image->regions, sizeof(copy->regions));
	copy->region_count = image->region_count;
	memcpy(copy->landings, image->landings, sizeof(copy->landings));
	copy->landing_count = image->landing_count;
	memcpy(copy->looked_at, image->looked_at, sizeof(copy->looked_at));
	copy->looked_at_count = image->looked_at_count;
	if (sites_copy(copy, image))
		return copy;
	image_release(copy);
	return NULL;
}

/* Beside rings of dispatched calls there are the keeper's links. */
static uint64_t links_size(const struct hybrid *hybrid)
{
	return hybrid->dispatches ? rings_size() : 0;
}

void image_release(struct image *image)
{
	if (!image || --image->references > 0)
		return;
	for (size_t i = 0; i < image->sites.slot_count; i++)
		free(image->sites.slots[i].value);
	map_free(&image->sites);
	map_free(&image->stubs);
	if (image->rings)
		munmap(image->rings - links_size(image->hybrid),
		       rings_size() + links_size(image->hybrid));
	for (unsigned i = 0; i < IMAGE_FILES; i++)
		if (image->files[i] >= 0) {
			close(image->files[i]);
			image->hybrid->files_open--;
		}
	image->hybrid->ring_bytes -= image->ring_bytes;
	free(image->marked);
	free(image->beginning);
	free(image);
}

unsigned *image_looked_at(struct image *image, uint64_t mapping)
{
	for (unsigned i = 0; i < image->looked_at_count; i++)
		if (image->looked_at[i].mapping == mapping)
			return &image->looked_at[i].count;
	if (image->looked_at_count == LOOKED_AT_MAX)
		return NULL;
	image->looked_at[image->looked_at_count].mapping = mapping;
	return &image->looked_at[image->looked_at_count++].count;
}

/* ---- room for stubs */

static uint64_t distance(uint64_t a, uint64_t b)
{
	return a > b ? a - b : b - a;
}

static uint64_t far_below(uint64_t site)
{
	return site > region_distance ? (site - region_distance) & ~(uint64_t)(REGION_SIZE - 1) : 0;
}

static uint64_t in_gap(uint64_t begin, uint64_t end, uint64_t site)
{
	uint64_t lowest = begin + 2 * REGION_SIZE, highest = end - 2 * REGION_SIZE;
	uint64_t far = far_below(site);

	return far < lowest ? lowest : far > highest ? highest : far;
}

/* In the nearest gap below: above a program its heap grows.  Not beside what is above the
 * gap, for a stack grows down, and as far down as can be: the kernel puts new mappings at
 * the top, where they are to be as if we were not there. */
uint64_t image_gap(struct image *image, pid_t tid, uint64_t site)
{
	char path[32];
	uint64_t previous_end = GAPS_BEGIN, best = 0, far = far_below(site);
	char *line = NULL;
	size_t size = 0;

	if (far >= GAPS_BEGIN + 2 * REGION_SIZE &&
	    mapping_is_none(image, tid, far - 2 * REGION_SIZE, far + 2 * REGION_SIZE))
		return far;
	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	AUTO_FILE FILE *maps = fopen(path, "re");

	while (maps && getline(&line, &size, maps) > 0) {
		uint64_t begin, end;

		if (sscanf(line, "%" SCNx64 "-%" SCNx64, &begin, &end) != 2)
			continue;
		if (begin > previous_end && begin - previous_end >= 4 * REGION_SIZE)
			best = in_gap(previous_end, begin, site);
		previous_end = end;
		if (end > site)
			break;
	}
	free(line);
	return distance(best, site) < jump_reach ? best : 0;
}

uint64_t image_stub_room(struct remote *remote, struct image *image, uint64_t from, size_t size)
{
	for (unsigned i = 0; i < image->region_count; i++) {
		struct region *region = &image->regions[i];

		if (distance(region->address, from) < jump_reach &&
		    region->used + size <= region->size) {
			region->used += (uint32_t)size;
			return region->address + region->used - size;
		}
	}
	if (image->region_count == REGIONS_MAX)
		return 0;
	uint64_t gap = image_gap(image, remote->tid, from);

	if (!gap || remote_map(remote, gap, REGION_SIZE, PROT_READ | PROT_EXEC,
	                       MAP_PRIVATE | MAP_ANONYMOUS, -1) < 0)
		return 0;
	image->regions[image->region_count++] =
		(struct region){ .address = gap, .size = REGION_SIZE, .used = (uint32_t)size };
	return gap;
}

/* ---- where puns come down */

/* Room that a mapping of the maps file must have on both sides, to grow. */
static uint64_t mapping_room(const char *line, const char *program)
{
	if (strstr(line, "[stack]"))
		return STACK_ROOM;
	return strstr(line, "[heap]") || (*program && strstr(line, program)) ? HEAP_ROOM : 0;
}

/* True when no mapping has this page, or might grow into it. */
static bool page_is_free(pid_t tid, uint64_t page)
{
	char path[32], program[TRACEE_NAME_MAX] = "";
	char *line = NULL;
	size_t size = 0;
	bool is_free = true;

	snprintf(path, sizeof(path), "/proc/%d/exe", tid);
	ssize_t length = readlink(path, program, sizeof(program) - 1);

	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	AUTO_FILE FILE *maps = length > 0 ? fopen(path, "re") : NULL;

	while (maps && is_free && getline(&line, &size, maps) > 0) {
		uint64_t begin, end;

		if (sscanf(line, "%" SCNx64 "-%" SCNx64, &begin, &end) != 2)
			continue;
		uint64_t room = mapping_room(line, program);

		is_free = end + room <= page || begin >= page + ARCH_PAGE_SIZE + room;
	}
	free(line);
	return maps && is_free;
}

bool image_has_landing(const struct image *image, uint64_t page)
{
	for (unsigned i = 0; i < image->landing_count; i++)
		if (image->landings[i] == page)
			return true;
	return false;
}

static bool landing_make(struct remote *remote, struct image *image, uint64_t page)
{
	if (image->landing_count == LANDINGS_MAX || !page_is_free(remote->tid, page) ||
	    remote_map(remote, page, ARCH_PAGE_SIZE, PROT_READ | PROT_EXEC,
	               MAP_PRIVATE | MAP_ANONYMOUS, -1) < 0)
		return false;
	image->landings[image->landing_count++] = page;
	return true;
}

bool image_has_jump(const struct image *image, uint64_t place)
{
	for (int i = 1 - LONG_JUMP_LENGTH; i < LONG_JUMP_LENGTH; i++)
		if (map_get(&image->stubs, place + (uint64_t)i))
			return true;
	return false;
}

uint64_t image_landing(struct remote *remote, struct image *image, uint64_t begin)
{
	for (uint64_t place = begin; place < begin + 256; place++) {
		uint64_t page = place & ~(uint64_t)(ARCH_PAGE_SIZE - 1);

		if (place + LONG_JUMP_LENGTH > page + ARCH_PAGE_SIZE ||
		    image_has_jump(image, place))
			continue;
		return image_has_landing(image, page) || landing_make(remote, image, page) ? place
		                                                                           : 0;
	}
	return 0;
}

/* ---- arming */

int image_write_agent(struct image *image, pid_t tid)
{
	const struct hybrid *hybrid = image->hybrid;

	if (image_memory_write(image, tid, AGENT_BASE, hybrid->text, agent_code_size) < 0 ||
	    image_memory_write(image, tid, AGENT_CONFIG, hybrid->text + AGENT_CODE_SIZE,
	                       hybrid->text_size - AGENT_CODE_SIZE) < 0)
		return -EFAULT;
	return 0;
}

static int64_t agent_map(struct remote *remote, struct image *image)
{
	const uint64_t args[6] = { AGENT_BASE,
		                   AGENT_SIZE,
		                   PROT_READ | PROT_EXEC,
		                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
		                           MAP_FIXED_NOREPLACE,
		                   (uint64_t)-1,
		                   agent_mark(remote->engine) };
	int64_t result = remote_call(remote, SYS_mmap, args);

	if (result < 0)
		return result;
	/* Old kernels may choose another place. */
	if (result != AGENT_BASE)
		return -EEXIST;
	return image_write_agent(image, remote->tid);
}

void image_give_plan(struct image *image, pid_t tid, unsigned nr)
{
	const struct hybrid *hybrid = image->hybrid;
	unsigned part = hybrid->part_of[nr];
	uint64_t there = AGENT_CONFIG + offsetof(struct agent_config, records);
	uint8_t records[AGENT_CALL_COUNT];

	if (!part || image->parts & 1u << part)
		return;
	const struct late_part *late = &hybrid->late[part - 1];

	image->parts |= 1u << part;
	for (unsigned i = 0; i < AGENT_CALL_COUNT; i++)
		records[i] = !hybrid->part_of[i] || image->parts & 1u << hybrid->part_of[i]
		                     ? hybrid->records[i]
		                     : RECORD_NOT;
	/* Other threads may call meanwhile: the plans first. */
	if (image_memory_write(image, tid, AGENT_BASE + late->offset, hybrid->text + late->offset,
	                       late->size) == 0)
		image_memory_write(image, tid, there, records, sizeof(records));
}

static void *rings_map(const struct hybrid *hybrid, int fd, uint64_t offset)
{
	uint64_t links = links_size(hybrid);

	if (!links)
		return mmap(NULL, rings_size(), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE,
		            fd, (off_t)offset);
	uint8_t *room = mmap(NULL, links + rings_size(), PROT_READ | PROT_WRITE,
	                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (room == MAP_FAILED)
		return MAP_FAILED;
	void *rings = mmap(room + links, rings_size(), PROT_READ | PROT_WRITE,
	                   MAP_SHARED | MAP_NORESERVE | MAP_FIXED, fd, (off_t)offset);

	if (rings == MAP_FAILED)
		munmap(room, links + rings_size());
	return rings;
}

/* offset: in that file. */
static void *rings_share(const struct hybrid *hybrid, pid_t pid, int fd, uint64_t offset)
{
	AUTO_CLOSE int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	AUTO_CLOSE int ours = pidfd < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, pidfd, fd, 0);

	if (ours < 0)
		return MAP_FAILED;
	/* Cut short, it would be our SIGBUS. */
	if (fcntl(ours, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
		return MAP_FAILED;
	return rings_map(hybrid, ours, offset);
}

int image_take_rings(const struct ptrace_engine *engine, struct image *image, pid_t pid, int fd)
{
	void *rings = rings_share(image->hybrid, pid, fd, agent_mark(engine));

	if (rings == MAP_FAILED)
		return -errno;
	image->rings = rings;
	return 0;
}

/* All the rest, which the thread does in one go. */
static int64_t image_prepare(struct remote *remote, struct image *image, pid_t pid, uint64_t site)
{
	const struct agent_places *places = &image->hybrid->places;
	uint64_t region = image->has_agent ? 0 : image_gap(image, remote->tid, site);
	uint64_t from = image->has_agent ? places->prepare_rings : places->prepare;
	int fd;
	int64_t result = remote_prepare(remote, from, rings_size(), region, &fd);

	if (result >= 0)
		result = image_take_rings(remote->engine, image, pid, fd);
	remote_prepare_end(remote);
	image->has_agent |= result >= 0;
	if (result >= 0 && region)
		image->regions[image->region_count++] =
			(struct region){ .address = region, .size = REGION_SIZE };
	return result;
}

/* The same, call by call: without breakpoints, which would end the program if we were
 * killed while it is at one. */
static int64_t slots_make(struct remote *remote)
{
	const uint64_t forks[6] = { AGENT_SLOTS, AGENT_SLOTS_SIZE, MADV_WIPEONFORK };
	const uint64_t dumps[6] = { AGENT_BASE, AGENT_END - AGENT_BASE, MADV_DONTDUMP };
	int64_t result =
		remote_map(remote, AGENT_SLOTS, AGENT_END - AGENT_SLOTS, PROT_READ | PROT_WRITE,
	                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1);

	if (result >= 0)
		result = remote_call(remote, SYS_madvise, forks);
	return result < 0 ? result : remote_call(remote, SYS_madvise, dumps);
}

static int64_t rings_place(struct remote *remote, int fd)
{
	const uint64_t forks[6] = { AGENT_RINGS, rings_size(), MADV_DONTFORK };
	const uint64_t dumps[6] = { AGENT_RINGS, rings_size(), MADV_DONTDUMP };
	int64_t result = remote_map(remote, AGENT_RINGS, rings_size(), PROT_READ | PROT_WRITE,
	                            MAP_SHARED | MAP_NORESERVE, fd);

	if (result >= 0)
		result = remote_call(remote, SYS_madvise, forks);
	return result < 0 ? result : remote_call(remote, SYS_madvise, dumps);
}

static int64_t rings_make(struct remote *remote, struct image *image, pid_t pid)
{
	const uint64_t create[6] = { AGENT_NAME, MFD_CLOEXEC | MFD_ALLOW_SEALING };
	int64_t fd = remote_call(remote, SYS_memfd_create, create);
	const uint64_t size[6] = { (uint64_t)fd, rings_size() };

	if (fd < 0)
		return fd;
	int64_t result = remote_call(remote, SYS_ftruncate, size);

	if (result >= 0)
		result = rings_place(remote, (int)fd);
	void *rings = result < 0 ? MAP_FAILED : rings_share(image->hybrid, pid, (int)fd, 0);

	if (rings != MAP_FAILED)
		image->rings = rings;
	else if (result >= 0)
		result = -errno;
	remote_call(remote, SYS_close, size);
	return result;
}

static int64_t image_prepare_by_calls(struct remote *remote, struct image *image, pid_t pid)
{
	int64_t result = 0;

	if (!image->has_agent) {
		image->has_agent = true;
		result = slots_make(remote);
	}
	if (result >= 0)
		result = rings_make(remote, image, pid);
	return result < 0 ? result : dispatch_action_take(remote, image);
}

int image_is_made(const struct ptrace_engine *engine, const struct task *task, int result)
{
	task->image->state = result < 0 ? IMAGE_REFUSED : IMAGE_ARMED;
	if (result < 0)
		engine_log_inside(engine, "process %d: no agent: %s", task->pid, strerror(-result));
	return result < 0 ? result : 0;
}

int image_arm(struct ptrace_engine *engine, struct task *task, uint64_t site)
{
	struct image *image = task->image;
	struct remote remote;
	int64_t result = 0;

	remote_begin(&remote, engine, task, site);
	if (!image->has_agent)
		result = agent_map(&remote, image);
	if (result >= 0 && engine->hybrid->dispatches)
		result = image_prepare_by_calls(&remote, image, task->pid);
	else if (result >= 0)
		result = image_prepare(&remote, image, task->pid, site);
	remote_end(&remote);
	/* Another time. */
	if (remote.is_refused)
		return -EAGAIN;
	return image_is_made(engine, task, (int)result);
}
