/* From call to call: running where nothing happens that counts.
 *
 * A tree of calls is made of calls, returns, and jumps that may lead to another function; what
 * lies between need not be stepped.  Before a task runs, the code that it may come to without
 * meeting one of these is surveyed, and these are covered by int3s.  So it stops at what counts,
 * and whatever it runs through has been surveyed before:
 *
 *	survey	from an address on, branches both ways; not beyond calls: whether they return,
 *		and where to, is seen when they do
 *	cover	what leads out of there, page by page
 *
 * That is right only for code that stays as it is: private mappings of files that the program
 * cannot write to.  Elsewhere tasks are stepped.  Before a system call changes mappings, what is
 * known of them is forgotten.
 *
 * Instructions that overlap could be damaged by our int3s; a program that has such ones, where
 * it counts, is stepped. */
#include "engine/ptrace_stride.h"

#include "engine/ptrace_step_parts.h"
#include "tracee/steady.h"

#include <stdlib.h>
#include <string.h>

enum {
	PAGE = 4096,
	PAGES_MAX = 1 << 14,
	JUMPS_MAX = 1 << 20, /* that may turn out to lead to functions */
	TRAP = 0xcc,         /* int3 */
};

/* Of a byte of code. */
enum {
	MARK_STARTS = 1 << 0, /* an instruction that was surveyed */
	MARK_INSIDE = 1 << 1, /* it goes on here */
	MARK_COVERED = 1 << 2,
	MARK_LIFTED = 1 << 3, /* was covered once */
};

struct code_page {
	uint64_t address;
	bool is_read;
	bool is_changed; /* marks are to be put into memory: it is in the list */
	struct code_page *next_changed;
	uint8_t bytes[PAGE]; /* without our int3s */
	uint8_t marks[PAGE];
};

/* Jumps to where nothing begins that has a name. */
struct jump {
	uint64_t site;
	struct jump *next;
};

struct strides {
	unsigned users;
	bool is_off;
	bool is_doubtful; /* ranges may have changed */
	bool has_abi;
	unsigned abi;
	struct map pages; /* by address */
	struct code_page *changed;
	struct map jumps; /* by target */
	size_t jump_count;
	struct steady steady;
};

struct strides *strides_create(void)
{
	struct strides *strides = calloc(1, sizeof(*strides));

	if (strides) {
		strides->users = 1;
		strides->is_doubtful = true;
	}
	return strides;
}

struct strides *strides_share(struct strides *strides)
{
	strides->users++;
	return strides;
}

static void jumps_free(struct map *jumps)
{
	for (size_t i = 0; i < jumps->slot_count; i++)
		for (struct jump *jump = jumps->slots[i].value, *next; jump; jump = next) {
			next = jump->next;
			free(jump);
		}
	map_free(jumps);
}

void strides_release(struct strides *strides)
{
	if (!strides || --strides->users > 0)
		return;
	for (size_t i = 0; i < strides->pages.slot_count; i++)
		free(strides->pages.slots[i].value);
	map_free(&strides->pages);
	jumps_free(&strides->jumps);
	free(strides);
}

/* ---- pages */

static struct memory *memory_of(const struct survey *survey)
{
	tracee_memory_aim(&survey->engine->memory, survey->task->tid, NULL);
	return &survey->engine->memory.memory;
}

static struct code_page *page_known(const struct strides *strides, uint64_t address)
{
	return map_get(&strides->pages, address / PAGE);
}

/* NULL: nothing may be covered there. */
static struct code_page *page_at(struct strides *strides, const struct survey *survey,
                                 uint64_t address)
{
	struct code_page *page = page_known(strides, address);
	struct memory *memory;

	if (page && page->is_read)
		return page;
	if (!steady_has(&strides->steady, address) || (!page && strides->pages.count >= PAGES_MAX))
		return NULL;
	if (!page) {
		page = calloc(1, sizeof(*page));
		if (!page || !map_put(&strides->pages, address / PAGE, page)) {
			free(page);
			return NULL;
		}
		page->address = address & ~(uint64_t)(PAGE - 1);
	}
	memory = memory_of(survey);
	page->is_read = memory->read(memory, page->address, page->bytes, PAGE) == PAGE;
	return page->is_read ? page : NULL;
}

static uint8_t *mark_at(struct strides *strides, const struct survey *survey, uint64_t address)
{
	struct code_page *page = page_at(strides, survey, address);

	return page ? &page->marks[address % PAGE] : NULL;
}

/* Bytes from an address on, without our int3s; fewer than asked where it ends. */
static size_t code_fetch(struct strides *strides, const struct survey *survey, uint64_t address,
                         uint8_t *bytes, size_t length)
{
	size_t got = 0;

	while (got < length) {
		const struct code_page *page = page_at(strides, survey, address + got);
		size_t skip = (address + got) % PAGE;
		size_t part = PAGE - skip < length - got ? PAGE - skip : length - got;

		if (!page)
			break;
		memcpy(bytes + got, page->bytes + skip, part);
		got += part;
	}
	return got;
}

/* What lies between the first and the last mark, as it is to be in memory. */
static bool page_write(const struct code_page *page, const struct survey *survey, unsigned marks,
                       bool covers)
{
	size_t first = PAGE, end = 0;
	uint8_t bytes[PAGE];

	for (size_t i = 0; i < PAGE; i++) {
		bytes[i] = covers && page->marks[i] & MARK_COVERED ? TRAP : page->bytes[i];
		if (!(page->marks[i] & marks))
			continue;
		first = first < i ? first : i;
		end = i + 1;
	}
	memory_of(survey);
	return first >= end ||
	       tracee_memory_force(&survey->engine->memory, page->address + first, bytes + first,
	                           end - first) == (ssize_t)(end - first);
}

static void page_forget(struct code_page *page, const struct survey *survey)
{
	if (!page->is_read)
		return;
	page_write(page, survey, MARK_COVERED, false);
	page->is_read = false;
	for (size_t i = 0; i < PAGE; i++)
		page->marks[i] = page->marks[i] & (MARK_COVERED | MARK_LIFTED) ? MARK_LIFTED : 0;
}

/* Whoever runs there has nothing any more to stop it. */
static void runners_interrupt(const struct survey *survey)
{
	const struct map *tasks = &survey->engine->tasks;

	for (size_t i = 0; i < tasks->slot_count; i++) {
		struct task *task = tasks->slots[i].value;

		if (!task || task->pid != survey->task->pid || task->stopped)
			continue;
		if (task->step)
			task->step->runs = false;
		task_interrupt(task);
	}
}

static bool overlaps(uint64_t address, uint64_t length, uint64_t other, uint64_t other_length)
{
	return other - address < length || address - other < other_length;
}

static bool pages_forget(struct strides *strides, const struct survey *survey, uint64_t address,
                         uint64_t length)
{
	bool was_known = false;

	for (size_t i = 0; i < strides->pages.slot_count; i++) {
		struct code_page *page = strides->pages.slots[i].value;

		if (!page || !page->is_read || !overlaps(address, length, page->address, PAGE))
			continue;
		page_forget(page, survey);
		was_known = true;
	}
	return was_known;
}

/* What leads there without a stop lies in the same mapping. */
void strides_forget(struct strides *strides, const struct survey *survey, uint64_t address,
                    uint64_t length)
{
	bool was_known = pages_forget(strides, survey, address, length);

	for (unsigned i = 0; was_known && i < strides->steady.count; i++) {
		const struct memory_range *range = &strides->steady.ranges[i];

		if (overlaps(address, length, range->address, range->length))
			pages_forget(strides, survey, range->address, range->length);
	}
	if (was_known)
		runners_interrupt(survey);
}

void strides_clean_copy(const struct strides *strides, const struct survey *survey)
{
	for (size_t i = 0; i < strides->pages.slot_count; i++) {
		const struct code_page *page = strides->pages.slots[i].value;

		if (page && page->is_read)
			page_write(page, survey, MARK_COVERED, false);
	}
}

void strides_doubt(struct strides *strides)
{
	strides->is_doubtful = true;
}

void strides_give_up(struct strides *strides, const struct survey *survey, const char *reason)
{
	if (strides->is_off)
		return;
	strides->is_off = true;
	strides_forget(strides, survey, 0, UINT64_MAX);
	engine_log(survey->engine, "process %d: it is stepped: %s", survey->task->pid, reason);
}

/* ---- covering */

static void page_change(struct strides *strides, struct code_page *page)
{
	if (page->is_changed)
		return;
	page->is_changed = true;
	page->next_changed = strides->changed;
	strides->changed = page;
}

/* False: that would damage another instruction. */
static bool cover(struct strides *strides, const struct survey *survey, uint64_t address)
{
	uint8_t *mark = mark_at(strides, survey, address);

	if (!mark || *mark & MARK_INSIDE)
		return false;
	*mark |= MARK_COVERED;
	page_change(strides, page_known(strides, address));
	return true;
}

/* Puts int3s where they are to be. */
static bool covers_write(struct strides *strides, const struct survey *survey)
{
	bool is_done = true;

	for (struct code_page *page; (page = strides->changed);) {
		strides->changed = page->next_changed;
		page->is_changed = false;
		is_done &= page_write(page, survey, MARK_COVERED, true);
	}
	return is_done;
}

enum stride_place strides_place(const struct strides *strides, uint64_t address)
{
	const struct code_page *page = page_known(strides, address);
	uint8_t mark = page ? page->marks[address % PAGE] : 0;

	return mark & MARK_COVERED  ? STRIDE_COVERED
	       : mark & MARK_LIFTED ? STRIDE_LIFTED
	                            : STRIDE_NOTHING;
}

bool strides_are_certain(const struct strides *strides, uint64_t address)
{
	const struct code_page *behind = page_known(strides, address + 1);

	return strides_place(strides, address) == STRIDE_COVERED &&
	       !(behind && behind->marks[(address + 1) % PAGE] & MARK_STARTS);
}

static void byte_write(struct strides *strides, const struct survey *survey, uint64_t address,
                       bool covers)
{
	const uint8_t trap = TRAP;
	const struct code_page *page = page_known(strides, address);

	if (strides_place(strides, address) != STRIDE_COVERED)
		return;
	memory_of(survey);
	tracee_memory_force(&survey->engine->memory, address,
	                    covers ? &trap : &page->bytes[address % PAGE], 1);
}

void strides_lift(struct strides *strides, const struct survey *survey, uint64_t address)
{
	byte_write(strides, survey, address, false);
}

void strides_lower(struct strides *strides, const struct survey *survey, uint64_t address)
{
	byte_write(strides, survey, address, true);
}

void strides_hide(const struct strides *strides, uint64_t address, uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const struct code_page *page = page_known(strides, address + i);

		if (page && page->marks[(address + i) % PAGE] & MARK_COVERED)
			bytes[i] = page->bytes[(address + i) % PAGE];
	}
}

bool strides_read(const struct strides *strides, uint64_t address, uint8_t *bytes, size_t length)
{
	const struct code_page *page = page_known(strides, address);
	size_t skip = address % PAGE;

	if (!page || !page->is_read || length > PAGE - skip)
		return false;
	memcpy(bytes, page->bytes + skip, length);
	return true;
}

/* ---- surveying */

/* Addresses that the survey still has to go on from. */
struct todo {
	uint64_t *list;
	size_t count, max;
};

static bool todo_add(struct todo *todo, uint64_t address)
{
	if (todo->count == todo->max) {
		size_t max = todo->max ? 2 * todo->max : 64;
		uint64_t *list = reallocarray(todo->list, max, sizeof(*list));

		if (!list)
			return false;
		todo->list = list;
		todo->max = max;
	}
	todo->list[todo->count++] = address;
	return true;
}

/* False: it would run over an int3 of ours. */
static bool insn_mark(struct strides *strides, const struct survey *survey, uint64_t address,
                      unsigned length)
{
	for (unsigned i = 0; i < length; i++) {
		uint8_t *mark = mark_at(strides, survey, address + i);

		if (!mark || (i && *mark & MARK_COVERED))
			return false;
		*mark |= i ? MARK_INSIDE : MARK_STARTS;
	}
	return true;
}

/* ud2, ud1, ud0, hlt, int3: what stands behind these may be anything. */
static bool never_goes_on(const uint8_t *code, size_t length)
{
	return code[0] == 0xf4 || code[0] == TRAP ||
	       (length > 1 && code[0] == 0x0f &&
	        (code[1] == 0x0b || code[1] == 0xb9 || code[1] == 0xff));
}

/* It may be called later, and be a function then. */
static void jump_note(struct strides *strides, uint64_t target, uint64_t site)
{
	struct jump *jump = strides->jump_count < JUMPS_MAX ? malloc(sizeof(*jump)) : NULL;

	if (!jump)
		return;
	*jump = (struct jump){ site, map_get(&strides->jumps, target) };
	if (map_put(&strides->jumps, target, jump))
		strides->jump_count++;
	else
		free(jump);
}

static bool jump_counts(struct strides *strides, const struct survey *survey,
                        const struct insn *insn, uint64_t address)
{
	if (!insn->has_target || !page_at(strides, survey, insn->target) ||
	    survey->leads_elsewhere(survey->engine, survey->task, insn->target))
		return true;
	jump_note(strides, insn->target, address);
	return false;
}

/* Whether a task is to stop before that instruction: it counts, or leads where nothing may be
 * covered. */
static bool insn_counts(struct strides *strides, const struct survey *survey,
                        const struct insn *insn, uint64_t address)
{
	switch ((enum insn_kind)insn->kind) {
	case INSN_CALL:
	case INSN_RETURN:
		return true;
	case INSN_JUMP:
		return jump_counts(strides, survey, insn, address);
	case INSN_BRANCH:
		if (!insn->has_target || !page_at(strides, survey, insn->target))
			return true;
		break;
	default:
		break;
	}
	return !page_at(strides, survey, address + insn->length);
}

/* Goes on from an address until something counts, or was surveyed before. */
static bool path_survey(struct strides *strides, const struct survey *survey, struct todo *todo,
                        uint64_t address)
{
	const struct insn_decoder *decoder = step_decoder(survey->engine);
	uint8_t code[INSN_LENGTH_MAX];
	struct insn insn;

	for (;;) {
		const uint8_t *mark = mark_at(strides, survey, address);

		if (!mark || *mark & MARK_STARTS)
			return mark != NULL;
		size_t got = code_fetch(strides, survey, address, code, sizeof(code));

		if (insn_decode(decoder, survey->abi, address, code, got, &insn) < 0)
			return insn_mark(strides, survey, address, 1) &&
			       cover(strides, survey, address);
		if (!insn_mark(strides, survey, address, insn.length))
			return false;
		if (never_goes_on(code, got))
			return true;
		if (insn_counts(strides, survey, &insn, address))
			return cover(strides, survey, address);
		if (insn.kind == INSN_BRANCH && !todo_add(todo, insn.target))
			return false;
		address = insn.kind == INSN_JUMP ? insn.target : address + insn.length;
	}
}

static bool survey_from(struct strides *strides, const struct survey *survey, uint64_t address)
{
	struct todo todo = { 0 };
	bool is_done = path_survey(strides, survey, &todo, address);

	while (is_done && todo.count)
		is_done = path_survey(strides, survey, &todo, todo.list[--todo.count]);
	free(todo.list);
	return covers_write(strides, survey) && is_done;
}

bool strides_reach(struct strides *strides, const struct survey *survey, uint64_t address)
{
	const struct code_page *page = page_known(strides, address);

	if (strides->is_off || (strides->has_abi && strides->abi != survey->abi))
		return false;
	strides->abi = survey->abi;
	strides->has_abi = true;
	if (page && page->marks[address % PAGE] & MARK_STARTS)
		return true;
	if (strides->is_doubtful)
		steady_read(&strides->steady, survey->task->pid);
	strides->is_doubtful = false;
	if (!page_at(strides, survey, address))
		return false;
	if (survey_from(strides, survey, address))
		return true;
	strides_give_up(strides, survey, "its instructions overlap, or cannot be written over");
	return false;
}

void strides_find_function(struct strides *strides, const struct survey *survey, uint64_t entry)
{
	struct jump *jump = map_remove(&strides->jumps, entry), *next;
	bool is_done = true;

	for (; jump; jump = next) {
		const struct code_page *page = page_known(strides, jump->site);

		if (page && page->is_read && page->marks[jump->site % PAGE] & MARK_STARTS)
			is_done &= cover(strides, survey, jump->site);
		strides->jump_count--;
		next = jump->next;
		free(jump);
	}
	if (strides->changed && (!covers_write(strides, survey) || !is_done))
		strides_give_up(strides, survey, "its instructions overlap");
}
