/* Call sites that lead into the agent.
 *
 *	site	0f 05		->	eb NN		jmp filling
 *	filling	(nops)		->	e9 ........	jmp stub
 *
 * Where no filling is in reach, a pun: a long jump of which the last three bytes are
 * those of the instruction behind, whatever they are.  It comes down in a page of ours:
 *
 *	site	0f 05 48 3d 01	->	e9 NN 48 3d 01	jmp landing
 *	landing	(new)		->	e9 ........	jmp stub
 *
 * Two bytes for two: every instruction around the site stays what it was, and so
 * does the place where the kernel goes on, or begins a call anew.  Only a site
 * that has just stopped is known to be an instruction at all. */
#include "engine/hybrid.h"

#include "arch/padding.h"
#include "base/guard.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	BREAKPOINT = 0xcc,
	SHORT_JUMP = 0xeb,
	LONG_JUMP = 0xe9,
	CODE_LENGTH = PADDING_REACH + LONG_JUMP_LENGTH + 16,
	STUB_ALIGNMENT = 32,
};

static const uint8_t call_code[CALL_LENGTH] = { 0x0f, 0x05 };

/* ---- stubs */

static uint64_t stub_size(const struct hybrid *hybrid)
{
	uint64_t size = hybrid->places.stub_end - hybrid->places.stub;

	return (size + STUB_ALIGNMENT - 1) & ~(uint64_t)(STUB_ALIGNMENT - 1);
}

const struct site *site_of_stub(const struct ptrace_engine *engine, const struct image *image,
                                uint64_t address)
{
	uint64_t size = stub_size(engine->hybrid);

	for (unsigned i = 0; i < image->region_count; i++) {
		uint64_t offset = address - image->regions[i].address;

		if (offset < image->regions[i].used)
			return map_get(&image->stubs, address - offset % size);
	}
	return map_get(&image->stubs, address);
}

uint64_t site_ip(const struct ptrace_engine *engine, const struct task *task, uint64_t ip)
{
	const struct site *site = task->image ? site_of_stub(engine, task->image, ip) : NULL;

	return site ? site->address + CALL_LENGTH : ip;
}

static int stub_write(const struct hybrid *hybrid, pid_t tid, const struct site *site)
{
	const struct agent_places *places = &hybrid->places;
	size_t size = places->stub_end - places->stub;
	uint8_t bytes[256];
	struct stub_data data = {
		.after = site->address + CALL_LENGTH,
		.slow = site->stub + places->stub_slow - places->stub,
		.site = site->address,
	};

	if (size > sizeof(bytes))
		return -1;
	memcpy(bytes, hybrid->text + (places->stub - AGENT_BASE), size);
	memcpy(bytes + (places->stub_data - places->stub), &data, sizeof(data));
	return remote_write(tid, site->stub, bytes, size);
}

/* ---- patching */

/* Code of a file, which nobody writes, as far as we are going to look at it.  What is
 * made at run time may be made anew over our patch. */
static bool is_code_of_file(pid_t tid, uint64_t address)
{
	char path[32];
	char *line = NULL;
	size_t size = 0;
	bool found = false;

	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	AUTO_FILE FILE *maps = fopen(path, "re");

	while (maps && !found && getline(&line, &size, maps) > 0) {
		uint64_t begin, end, inode;
		char permissions[8];

		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %*s %*s %" SCNu64, &begin, &end,
		           permissions, &inode) != 4 ||
		    address < begin || address >= end)
			continue;
		found = inode && strcmp(permissions, "r-xp") == 0 && end - address > CODE_LENGTH;
		break;
	}
	free(line);
	return found;
}

/* Other threads may be about to run these bytes: a breakpoint keeps them out while
 * they change. */
static int site_write(pid_t tid, uint64_t site, const uint8_t code[CALL_LENGTH])
{
	const uint8_t breakpoint = BREAKPOINT;

	if (remote_write(tid, site, &breakpoint, 1) < 0)
		return -1;
	if (remote_write(tid, site + 1, code + 1, 1) < 0)
		return -1;
	return remote_write(tid, site, code, 1);
}

static int jump_write(pid_t tid, uint64_t from, uint64_t to)
{
	uint8_t bytes[LONG_JUMP_LENGTH] = { LONG_JUMP };
	int64_t far = (int64_t)(to - (from + LONG_JUMP_LENGTH));
	int32_t distance = (int32_t)far;

	if (far != distance)
		return -1;
	memcpy(bytes + 1, &distance, sizeof(distance));
	return remote_write(tid, from, bytes, sizeof(bytes));
}

/* The site's code, and what follows; false: it is not to be changed. */
static bool site_read(struct ptrace_engine *engine, const struct task *task, uint64_t address,
                      uint8_t code[CODE_LENGTH])
{
	struct memory *memory = &engine->memory.memory;

	tracee_memory_aim(&engine->memory, task->tid, NULL);
	return memory->read(memory, address, code, CODE_LENGTH) == CODE_LENGTH &&
	       memcmp(code, call_code, sizeof(call_code)) == 0 &&
	       is_code_of_file(task->tid, address);
}

/* Where a long jump comes down whose first byte of distance is 0. */
static uint64_t pun_begin(uint64_t site, const uint8_t code[CODE_LENGTH])
{
	int32_t distance;

	memcpy(&distance, code + 1, sizeof(distance));
	return site + LONG_JUMP_LENGTH + (uint64_t)(distance & ~0xff);
}

/* Finds a place for the second jump, and makes the first one. */
static bool site_join(struct remote *remote, const struct padding_finder *finder,
                      struct image *image, struct site *site, const uint8_t code[CODE_LENGTH],
                      uint8_t jump[CALL_LENGTH])
{
	int filling = padding_find(finder, code, CODE_LENGTH);

	if (filling >= 0) {
		site->second = site->address + (uint64_t)filling;
		jump[0] = SHORT_JUMP;
		jump[1] = (uint8_t)(filling - CALL_LENGTH);
		return true;
	}
	uint64_t begin = pun_begin(site->address, code);

	site->second = image_landing(remote, image, begin);
	jump[0] = LONG_JUMP;
	jump[1] = (uint8_t)(site->second - begin);
	return site->second;
}

/* Finds places for all that leads from the site to the agent. */
static bool site_place(struct ptrace_engine *engine, struct task *task, struct site *site,
                       const uint8_t code[CODE_LENGTH], uint8_t jump[CALL_LENGTH])
{
	struct hybrid *hybrid = engine->hybrid;
	struct image *image = task->image;
	struct remote remote;

	if (remote_begin(&remote, engine, task->tid, site->address) < 0)
		return false;
	if (site_join(&remote, hybrid->finder, image, site, code, jump))
		site->stub = image_stub_room(&remote, image, site->second, stub_size(hybrid));
	remote_end(&remote);
	return site->stub && map_put(&image->stubs, site->stub, site) &&
	       map_put(&image->stubs, site->second, site);
}

static void site_make(struct ptrace_engine *engine, struct task *task, struct site *site)
{
	uint8_t code[CODE_LENGTH], jump[CALL_LENGTH];

	if (!site_read(engine, task, site->address, code) ||
	    !site_place(engine, task, site, code, jump) ||
	    stub_write(engine->hybrid, task->tid, site) < 0 ||
	    jump_write(task->tid, site->second, site->stub) < 0)
		return;
	site->is_patched = site_write(task->tid, site->address, jump) == 0;
}

void sites_restore(const struct task *task)
{
	const struct map *sites = &task->image->sites;

	for (size_t i = 0; i < sites->slot_count; i++) {
		struct site *site = sites->slots[i].value;
		uint8_t first = 0;

		/* It may be other code by now. */
		if (!site || !site->is_patched ||
		    remote_read(task->tid, site->address, &first, 1) < 0 ||
		    (first != SHORT_JUMP && first != LONG_JUMP))
			continue;
		site->is_patched = site_write(task->tid, site->address, call_code) < 0;
	}
}

void site_patch(struct ptrace_engine *engine, struct task *task, uint64_t address)
{
	struct image *image = task->image;

	/* With a signal on its way the thread cannot work for us: another time. */
	if (map_get(&image->sites, address) || signal_is_coming(task->tid))
		return;
	struct site *site = calloc(1, sizeof(*site));

	if (!site)
		return;
	site->address = address;
	if (!map_put(&image->sites, address, site)) {
		free(site);
		return;
	}
	site_make(engine, task, site);
}
