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
 * that has just stopped is known to be an instruction at all; or one that has in
 * another program, if it is in the same file and has the same bytes around it. */
#include "engine/hybrid.h"

#include "arch/padding.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

enum {
	BREAKPOINT = 0xcc,
	SHORT_JUMP = 0xeb,
	LONG_JUMP = 0xe9,
	STUB_ALIGNMENT = 32,
	STUB_LENGTH_MAX = 256,
	CODE_PAGES_MAX = 16,
	CACHE_LINE = 64,
};

static const uint8_t call_code[CALL_LENGTH] = { 0x0f, 0x05 };

/* A page of code, as it is to be. */
struct code_page {
	uint64_t address;
	unsigned first, end; /* what is to be written of it */
	uint8_t bytes[ARCH_PAGE_SIZE];
};

/* Patches code of one image, at a stop of one of its tasks. */
struct patcher {
	struct hybrid *hybrid;
	struct image *image;
	pid_t tid;
	const struct mapping *mapping; /* where it patches */
	struct remote remote;
	/* No other thread runs in this image: pages are read once and written once, whatever
	 * changes in them. */
	bool is_alone;
	bool has_failed;
	unsigned page_count;
	struct code_page pages[CODE_PAGES_MAX];
};

/* ---- code */

static void page_write(struct patcher *patcher, const struct code_page *page)
{
	if (page->first < page->end &&
	    image_memory_write(patcher->image, patcher->tid, page->address + page->first,
	                       page->bytes + page->first, page->end - page->first) < 0)
		patcher->has_failed = true;
}

static void pages_write(struct patcher *patcher)
{
	for (unsigned i = 0; i < patcher->page_count; i++)
		page_write(patcher, &patcher->pages[i]);
	patcher->page_count = 0;
}

static uint64_t page_of(uint64_t address)
{
	return address & ~(uint64_t)(ARCH_PAGE_SIZE - 1);
}

/* That was read already, or NULL. */
static struct code_page *page_kept(struct patcher *patcher, uint64_t address)
{
	for (unsigned i = 0; i < patcher->page_count; i++)
		if (patcher->pages[i].address == page_of(address))
			return &patcher->pages[i];
	return NULL;
}

/* Room for another: the caller fills it. */
static struct code_page *page_add(struct patcher *patcher, uint64_t address)
{
	struct code_page *page = &patcher->pages[patcher->page_count++];

	page->address = page_of(address);
	page->first = ARCH_PAGE_SIZE;
	page->end = 0;
	return page;
}

/* Of a page for stubs of which none is there yet only zeros could be read, and the kernel would
 * make it twice. */
static bool page_is_new(const struct image *image, uint64_t page)
{
	for (unsigned i = 0; i < image->region_count; i++) {
		const struct region *region = &image->regions[i];

		if (page - region->address < region->size)
			return region->size == REGION_SIZE &&
			       page - region->address >= region->settled;
	}
	return false;
}

static struct code_page *page_find(struct patcher *patcher, uint64_t address)
{
	struct code_page *page = page_kept(patcher, address);

	if (page)
		return page;
	if (patcher->page_count == CODE_PAGES_MAX)
		pages_write(patcher);
	page = page_add(patcher, address);
	if (page_is_new(patcher->image, page->address)) {
		memset(page->bytes, 0, sizeof(page->bytes));
		return page;
	}
	if (image_memory_read(patcher->image, patcher->tid, page->address, page->bytes,
	                      ARCH_PAGE_SIZE) == 0)
		return page;
	patcher->page_count--;
	return NULL;
}

/* How much of it lies in the page. */
static size_t page_part(const struct code_page *page, uint64_t address, size_t length)
{
	size_t rest = ARCH_PAGE_SIZE - (address - page->address);

	return length < rest ? length : rest;
}

static int code_read(struct patcher *patcher, uint64_t address, uint8_t *bytes, size_t length)
{
	if (!patcher->is_alone)
		return image_memory_read(patcher->image, patcher->tid, address, bytes, length);
	while (length > 0) {
		const struct code_page *page = page_find(patcher, address);

		if (!page)
			return -1;
		size_t part = page_part(page, address, length);

		memcpy(bytes, page->bytes + (address - page->address), part);
		address += part;
		bytes += part;
		length -= part;
	}
	return 0;
}

static int code_write(struct patcher *patcher, uint64_t address, const uint8_t *bytes,
                      size_t length)
{
	if (!patcher->is_alone)
		return image_memory_write(patcher->image, patcher->tid, address, bytes, length);
	while (length > 0) {
		struct code_page *page = page_find(patcher, address);

		if (!page)
			return -1;
		unsigned first = (unsigned)(address - page->address);
		size_t part = page_part(page, address, length);

		memcpy(page->bytes + first, bytes, part);
		if (page->first > first)
			page->first = first;
		if (page->end < first + part)
			page->end = first + (unsigned)part;
		address += part;
		bytes += part;
		length -= part;
	}
	return 0;
}

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

static int stub_write(struct patcher *patcher, const struct site *site)
{
	const struct agent_places *places = &patcher->hybrid->places;
	size_t size = places->stub_end - places->stub;
	uint8_t bytes[STUB_LENGTH_MAX] = { 0 };
	struct stub_data data = {
		.after = site->address + CALL_LENGTH,
		.slow = site->stub + places->stub_slow - places->stub,
		.site = site->address,
	};

	if (stub_size(patcher->hybrid) > sizeof(bytes))
		return -1;
	memcpy(bytes, patcher->hybrid->text + (places->stub - AGENT_BASE), size);
	memcpy(bytes + (places->stub_data - places->stub), &data, sizeof(data));
	return code_write(patcher, site->stub, bytes, stub_size(patcher->hybrid));
}

/* ---- patching */

/* Other threads may be about to run these bytes: a breakpoint keeps them out while
 * they change. */
static int site_write(struct image *image, pid_t tid, uint64_t site,
                      const uint8_t code[CALL_LENGTH])
{
	const uint8_t breakpoint = BREAKPOINT;

	if (image_memory_write(image, tid, site, &breakpoint, 1) < 0)
		return -1;
	if (image_memory_write(image, tid, site + 1, code + 1, 1) < 0)
		return -1;
	return image_memory_write(image, tid, site, code, 1);
}

static bool jump_make(uint64_t from, uint64_t to, uint8_t bytes[LONG_JUMP_LENGTH])
{
	int64_t far = (int64_t)(to - (from + LONG_JUMP_LENGTH));
	int32_t distance = (int32_t)far;

	bytes[0] = LONG_JUMP;
	memcpy(bytes + 1, &distance, sizeof(distance));
	return far == distance;
}

/* Where a long jump comes down whose first byte of distance is 0. */
static uint64_t pun_begin(uint64_t site, const uint8_t *code)
{
	int32_t distance;

	memcpy(&distance, code + 1, sizeof(distance));
	return site + LONG_JUMP_LENGTH + (uint64_t)(distance & ~0xff);
}

static bool is_in_reach(uint64_t from, uint64_t to)
{
	uint8_t jump[LONG_JUMP_LENGTH];

	return jump_make(from, to, jump);
}

/* In a line of the CPU's caches two bytes are written in one go. */
static bool is_in_line(uint64_t site)
{
	return (site & (CACHE_LINE - 1)) <= CACHE_LINE - CALL_LENGTH;
}

/* Of a program that outlives us no breakpoint may be left behind. */
static int jump_write_safely(struct patcher *patcher, uint64_t site,
                             const uint8_t jump[CALL_LENGTH])
{
	return is_in_line(site) && remote_code_write(&patcher->remote, patcher->mapping, site,
	                                             jump) >= 0
	               ? 0
	               : -1;
}

/* Finds places for all that leads from the site to the agent, and makes the first jump. */
static bool site_place(struct patcher *patcher, struct site *site, const uint8_t *code, int filling,
                       uint8_t jump[CALL_LENGTH])
{
	struct image *image = patcher->image;

	if (filling >= 0) {
		site->second = site->address + (uint64_t)filling;
		memcpy(site->filling, code + filling, LONG_JUMP_LENGTH);
		site->is_filled = true;
		jump[0] = SHORT_JUMP;
		jump[1] = (uint8_t)(filling - CALL_LENGTH);
	} else {
		uint64_t begin = pun_begin(site->address, code);

		site->second = image_landing(&patcher->remote, image, begin);
		jump[0] = LONG_JUMP;
		jump[1] = (uint8_t)(site->second - begin);
	}
	if (!site->second)
		return false;
	/* It may have one already, with a thread in it; that stays where it is. */
	if (!site->stub || !is_in_reach(site->second, site->stub))
		site->stub = image_stub_room(&patcher->remote, image, site->second,
		                             stub_size(patcher->hybrid));
	return site->stub && map_put(&image->stubs, site->stub, site) &&
	       map_put(&image->stubs, site->second, site);
}

static int jump_write(struct patcher *patcher, uint64_t site, const uint8_t jump[CALL_LENGTH])
{
	if (patcher->hybrid->dispatches)
		return jump_write_safely(patcher, site, jump);
	return patcher->is_alone ? code_write(patcher, site, jump, CALL_LENGTH)
	                         : site_write(patcher->image, patcher->tid, site, jump);
}

/* The site leads nowhere after all: what lay in the filling is put back.  But the thread that
 * was to change the site may have done so and be gone. */
static void site_unfill(struct patcher *patcher, struct site *site)
{
	struct image *image = patcher->image;
	uint8_t code[CALL_LENGTH];

	if (!site->is_filled ||
	    image_memory_read(image, patcher->tid, site->address, code, sizeof(code)) < 0 ||
	    memcmp(code, call_code, sizeof(code)) != 0)
		return;
	code_write(patcher, site->second, site->filling, sizeof(site->filling));
	map_remove(&image->stubs, site->second);
	site->is_filled = false;
}

/* filling: how far behind the site it is, or -1. */
static void site_make(struct patcher *patcher, struct site *site, const uint8_t *code, int filling)
{
	uint8_t jump[CALL_LENGTH], second[LONG_JUMP_LENGTH];

	if (!site_place(patcher, site, code, filling, jump) ||
	    !jump_make(site->second, site->stub, second) || stub_write(patcher, site) < 0)
		return;
	site->is_patched = code_write(patcher, site->second, second, sizeof(second)) == 0 &&
	                   jump_write(patcher, site->address, jump) == 0;
	if (!site->is_patched)
		site_unfill(patcher, site);
}

static struct site *site_add(struct image *image, uint64_t address)
{
	struct site *site = calloc(1, sizeof(*site));

	if (!site)
		return NULL;
	site->address = address;
	if (map_put(&image->sites, address, site))
		return site;
	free(site);
	return NULL;
}

/* With a signal on its way the thread could not work for us: another time. */
static void site_forget(struct image *image, struct site *site)
{
	map_remove(&image->stubs, site->stub);
	map_remove(&image->stubs, site->second);
	map_remove(&image->sites, site->address);
	free(site);
}

/* Where calls are dispatched nobody runs there now: in one go, for we may be killed. */
static bool site_write_back(const struct task *task, const struct site *site)
{
	struct image *image = task->image;

	if (!image->hybrid->dispatches)
		return site_write(image, task->tid, site->address, call_code) == 0;
	if (image_memory_write(image, task->tid, site->address, call_code, sizeof(call_code)) < 0)
		return false;
	if (site->is_filled)
		image_memory_write(image, task->tid, site->second, site->filling,
		                   sizeof(site->filling));
	return true;
}

void sites_restore(const struct task *task)
{
	struct image *image = task->image;

	for (size_t i = 0; i < image->sites.slot_count; i++) {
		struct site *site = image->sites.slots[i].value;
		uint8_t first = 0;

		/* It may be other code by now. */
		if (!site || !site->is_patched ||
		    image_memory_read(image, task->tid, site->address, &first, 1) < 0 ||
		    (first != SHORT_JUMP && first != LONG_JUMP))
			continue;
		site->is_patched = !site_write_back(task, site);
	}
}

/* ---- sites known from other programs */

static bool site_read(struct patcher *patcher, uint64_t address, uint8_t code[SITE_CODE_LENGTH])
{
	return code_read(patcher, address, code, SITE_CODE_LENGTH) == 0 &&
	       memcmp(code, call_code, sizeof(call_code)) == 0;
}

/* As if nobody had changed anything: calls are calls, and jumps in filling lead nowhere. */
static void code_normalise(const struct image *image, uint64_t address,
                           uint8_t code[SITE_CODE_LENGTH])
{
	for (size_t i = 0; i < SITE_CODE_LENGTH; i++) {
		const struct site *site = map_get(&image->sites, address + i);
		const struct site *other = map_get(&image->stubs, address + i);

		if (site && site->is_patched && i <= SITE_CODE_LENGTH - CALL_LENGTH)
			memcpy(code + i, call_code, CALL_LENGTH);
		if (other && i <= SITE_CODE_LENGTH - LONG_JUMP_LENGTH)
			memset(code + i + 1, 0, LONG_JUMP_LENGTH - 1);
	}
}

/* Most code has not been changed, and to find out takes long. */
static bool site_is_known(const struct image *image, const struct known_site *known,
                          uint64_t address, const uint8_t code[SITE_CODE_LENGTH])
{
	uint8_t normal[SITE_CODE_LENGTH];

	if (known_is_same(known, code))
		return true;
	memcpy(normal, code, sizeof(normal));
	code_normalise(image, address, normal);
	return known_is_same(known, normal);
}

/* The page where a pun comes down that begins there; not all of its jump may fit into the first. */
static uint64_t landing_page(uint64_t begin)
{
	return page_of(begin + LONG_JUMP_LENGTH - 1);
}

/* A pun takes a page, which takes longer to make than some calls to be led to their stub. */
static void site_make_when_due(struct patcher *patcher, struct site *site, const uint8_t *code,
                               int filling)
{
	site->is_pun =
		filling < 0 && site->visits < PUN_VISITS &&
		!image_has_landing(patcher->image, landing_page(pun_begin(site->address, code)));
	if (!site->is_pun)
		site_make(patcher, site, code, filling);
}

/* What is not to be changed has a stub, too: its calls stop, but only to be led there. */
static void site_stand_in(struct patcher *patcher, struct site *site)
{
	if (!site->stub)
		site->stub = image_stub_room(&patcher->remote, patcher->image, site->address,
		                             stub_size(patcher->hybrid));
	if (site->stub &&
	    (!map_put(&patcher->image->stubs, site->stub, site) || stub_write(patcher, site) < 0))
		site->stub = 0;
}

static uint64_t known_address(const struct mapping *mapping, const struct known_site *known)
{
	return mapping->begin + (known->offset - mapping->offset);
}

static void site_patch_known(struct patcher *patcher, const struct mapping *mapping,
                             const struct known_site *known)
{
	uint64_t address = known_address(mapping, known);
	uint8_t code[SITE_CODE_LENGTH];

	if (!mapping_has_code(mapping, address, SITE_CODE_LENGTH) ||
	    map_get(&patcher->image->sites, address) || !site_read(patcher, address, code) ||
	    !site_is_known(patcher->image, known, address, code) ||
	    (known->filling >= 0 &&
	     image_has_jump(patcher->image, address + (uint64_t)known->filling)))
		return;
	struct site *site = site_add(patcher->image, address);

	if (!site)
		return;
	site_make_when_due(patcher, site, code, known->filling);
	if (!site->is_patched)
		site_stand_in(patcher, site);
	if (patcher->remote.is_refused)
		site_forget(patcher->image, site);
}

/* Before anything is changed, and in one go: each page takes longer to ask for than to copy. */
static void pages_read(struct patcher *patcher, const struct mapping *mapping,
                       const struct known_site *first, const struct known_site *end)
{
	struct iovec here[CODE_PAGES_MAX], there[CODE_PAGES_MAX];
	unsigned count = 0;

	for (; first < end && count < CODE_PAGES_MAX; first++) {
		uint64_t address = known_address(mapping, first);

		if (!mapping_has_code(mapping, address, SITE_CODE_LENGTH) ||
		    page_kept(patcher, address))
			continue;
		struct code_page *page = page_add(patcher, address);

		here[count] = (struct iovec){ page->bytes, ARCH_PAGE_SIZE };
		there[count++] = (struct iovec){ (void *)page->address, ARCH_PAGE_SIZE };
	}
	if (process_vm_readv(patcher->tid, here, count, there, count, 0) !=
	    (ssize_t)(count * ARCH_PAGE_SIZE))
		patcher->page_count = 0;
}

/* Those that were not known when we looked here last. */
static void sites_patch_known(struct patcher *patcher, const struct mapping *mapping,
                              const struct known_file *file)
{
	unsigned *looked_at = image_looked_at(patcher->image, mapping->begin);

	if (!looked_at)
		return;
	if (patcher->is_alone && *looked_at < file->count)
		pages_read(patcher, mapping, &file->sites[*looked_at], &file->sites[file->count]);
	for (; *looked_at < file->count; ++*looked_at) {
		site_patch_known(patcher, mapping, &file->sites[*looked_at]);
		if (patcher->remote.is_refused)
			break;
	}
}

static void site_change(struct patcher *patcher, const struct mapping *mapping,
                        struct known_file *file, struct site *site)
{
	uint8_t code[SITE_CODE_LENGTH], normal[SITE_CODE_LENGTH];
	uint64_t address = site->address;

	if (!mapping_has_code(mapping, address, SITE_CODE_LENGTH) ||
	    !site_read(patcher, address, code))
		return;
	memcpy(normal, code, sizeof(normal));
	code_normalise(patcher->image, address, normal);
	int filling = padding_find(patcher->hybrid->finder, normal, SITE_CODE_LENGTH);

	site_make_when_due(patcher, site, code, filling);
	if (file)
		known_add(file, mapping->offset + (address - mapping->begin), normal, filling);
}

static void site_patch_new(struct patcher *patcher, const struct mapping *mapping,
                           struct known_file *file, uint64_t address)
{
	struct site *known = map_get(&patcher->image->sites, address);
	struct site *site = known ? known : site_add(patcher->image, address);

	if (!site)
		return;
	site_change(patcher, mapping, file, site);
	if (!site->is_patched)
		site_stand_in(patcher, site);
	if (!patcher->remote.is_refused)
		return;
	if (known)
		site->is_pun = !site->is_patched;
	else
		site_forget(patcher->image, site);
}

/* Another thread may have got it while this process was being forked, which has it not then. */
static bool stub_is_there(const struct task *task, const struct site *site)
{
	const struct agent_places *places = &task->image->hybrid->places;
	struct stub_data data;

	return image_memory_read(task->image, task->tid,
	                         site->stub + places->stub_data - places->stub, &data,
	                         sizeof(data)) == 0 &&
	       data.site == site->address;
}

bool site_is_settled(const struct image *image, uint64_t address)
{
	const struct site *site = map_get(&image->sites, address);

	return site && !(site->is_pun && site->visits >= PUN_VISITS);
}

bool site_redirect(const struct task *task, uint64_t address)
{
	struct site *site = map_get(&task->image->sites, address);
	struct arch_state state;

	/* It is worth to be changed. */
	if (site && site->is_pun && ++site->visits >= PUN_VISITS)
		return false;
	if (!site || !site->stub || (task->image->is_copy && !stub_is_there(task, site)) ||
	    arch_state_read(task->tid, &state) < 0)
		return false;
	/* This call is not made, the one in the agent is. */
	arch_state_rewind(&state);
	arch_state_ip_set(&state, site->stub);
	return arch_state_write(task->tid, &state) == 0;
}

static void patcher_begin(struct patcher *patcher, struct ptrace_engine *engine, struct task *task,
                          const struct mapping *mapping)
{
	patcher->mapping = mapping;
	patcher->hybrid = engine->hybrid;
	patcher->image = task->image;
	patcher->tid = task->tid;
	patcher->is_alone =
		!engine->hybrid->dispatches && task->image->references <= (task->seat ? 2 : 1);
	patcher->has_failed = false;
	patcher->page_count = 0;
	for (unsigned i = 0; i < task->image->region_count; i++)
		task->image->regions[i].settled = task->image->regions[i].used;
	/* Not from the site: it is about to lead elsewhere. */
	remote_begin(&patcher->remote, engine, task, engine->hybrid->places.called - CALL_LENGTH);
}

static void patcher_end(struct patcher *patcher, struct task *task)
{
	remote_end(&patcher->remote);
	pages_write(patcher);
	/* Without its stub no site may lead there. */
	if (patcher->has_failed)
		sites_restore(task);
}

static void site_take_in(struct ptrace_engine *engine, struct task *task, uint64_t address,
                         bool is_waiting)
{
	struct patcher patcher;
	struct mapping mapping = { 0 };

	struct known_file *file = mapping_find(task->image, task->tid, address, &mapping)
	                                  ? known_file(engine->hybrid, &mapping)
	                                  : NULL;

	patcher_begin(&patcher, engine, task, &mapping);
	patcher.remote.is_forbidden = is_waiting;
	if (file)
		sites_patch_known(&patcher, &mapping, file);
	if (!site_is_settled(task->image, address))
		site_patch_new(&patcher, &mapping, file, address);
	patcher_end(&patcher, task);
}

void site_patch(struct ptrace_engine *engine, struct task *task, uint64_t address)
{
	site_take_in(engine, task, address, false);
}

bool site_patch_waiting(struct ptrace_engine *engine, struct task *task, uint64_t address)
{
	site_take_in(engine, task, address, true);
	return site_is_settled(task->image, address);
}

static bool landing_is_listed(const struct landing *list, unsigned count, uint64_t page)
{
	for (unsigned i = 0; i < count; i++)
		if (list[i].page == page)
			return true;
	return false;
}

unsigned sites_landings(struct ptrace_engine *engine, const struct mapping *mapping,
                        struct landing *list, unsigned room)
{
	const struct known_file *file = known_file(engine->hybrid, mapping);
	unsigned count = 0;

	for (unsigned i = 0; file && i < file->count && count < room; i++) {
		const struct known_site *site = &file->sites[i];
		uint64_t first = pun_begin(known_address(mapping, site), site->code);

		if (site->filling < 0 && !landing_is_listed(list, count, landing_page(first)))
			list[count++] = (struct landing){ landing_page(first), first };
	}
	return count;
}

bool sites_are_known(struct ptrace_engine *engine, const struct mapping *mapping)
{
	const struct known_file *file = known_file(engine->hybrid, mapping);

	return file && file->count > 0;
}

uint64_t site_known_in(struct ptrace_engine *engine, const struct task *task,
                       const struct mapping *mapping)
{
	const struct known_file *file = known_file(engine->hybrid, mapping);

	for (unsigned i = 0; file && i < file->count; i++) {
		uint64_t address = known_address(mapping, &file->sites[i]);
		uint8_t code[CALL_LENGTH];

		if (mapping_has_code(mapping, address, SITE_CODE_LENGTH) &&
		    image_memory_read(task->image, task->tid, address, code, sizeof(code)) == 0 &&
		    memcmp(code, call_code, sizeof(code)) == 0)
			return address;
	}
	return 0;
}

void sites_patch_in(struct ptrace_engine *engine, struct task *task, const struct mapping *mapping)
{
	const struct known_file *file = known_file(engine->hybrid, mapping);
	struct patcher patcher;

	patcher_begin(&patcher, engine, task, mapping);
	if (file)
		sites_patch_known(&patcher, mapping, file);
	patcher_end(&patcher, task);
}
