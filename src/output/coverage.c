/* Collecting what was executed.
 *
 * Files are told apart by their paths, and code by where it is linked for: so the processes
 * of a trace count together, wherever each of them was loaded. */
#include "output/coverage.h"

#include "arch/insn.h"
#include "event/stack.h"

#include <string.h>
#include <xxhash.h>

/* Where a thread goes on if nothing leads it elsewhere. */
struct coming {
	uint64_t address;
};

int coverage_open(struct sink *base, struct error *error)
{
	struct coverage *coverage = (struct coverage *)base;

	coverage->decoder = insn_open(error);
	return coverage->decoder ? 0 : -1;
}

/* ---- modules */

static struct covered_module *module_add(struct coverage *coverage, uint64_t hash,
                                         const struct stack_frame *place)
{
	struct covered_module *module =
		coverage->module_count < COVERAGE_MODULES_MAX
			? calloc(1, sizeof(*module) + place->module.length + 1)
			: NULL;
	struct error error;

	if (!module || !map_put(&coverage->by_path, hash, module)) {
		free(module);
		return NULL;
	}
	memcpy(module->path, place->module.bytes, place->module.length);
	module->is_read = code_file_open(&module->file, module->path, &error) == 0;
	coverage->modules[coverage->module_count++] = module;
	return module;
}

static uint64_t address_in(const struct covered_module *module, const struct stack_frame *place)
{
	uint64_t address = place->offset;

	if (module->is_read)
		code_file_address(&module->file, place->offset, &address);
	return address;
}

static struct covered_module *module_of(struct coverage *coverage, const struct stack_frame *place,
                                        uint64_t *address)
{
	uint64_t hash = XXH3_64bits(place->module.bytes, place->module.length);
	struct covered_module *module = map_get(&coverage->by_path, hash);
	bool is_new = !module;

	if (is_new)
		module = module_add(coverage, hash, place);
	if (!module)
		return NULL;
	*address = address_in(module, place);
	if (is_new) {
		module->base = place->address - (*address - module->file.start);
		module->end = module->file.end;
	}
	return module;
}

/* ---- instructions */

static bool may_lead_away(const struct coverage *coverage, const struct event *event,
                          const struct chunk *code)
{
	struct insn insn;

	return insn_decode(coverage->decoder, event->abi, event->ip, chunk_bytes(code),
	                   code->length, &insn) == 0 &&
	       insn.kind != INSN_PLAIN && insn.kind != INSN_PUSH_FLAGS;
}

static struct covered_insn *insn_add(struct coverage *coverage, struct covered_module *module,
                                     uint64_t address, const struct event *event)
{
	const struct chunk *code = event_chunk_find(event, CHUNK_CODE, event->ip);
	struct covered_insn *insn = NULL;

	if (code && code->length <= INSN_LENGTH_MAX && coverage->insn_count < COVERAGE_INSNS_MAX)
		insn = calloc(1, sizeof(*insn));
	if (!insn || !map_put(&module->insns, address, insn)) {
		free(insn);
		return NULL;
	}
	coverage->insn_count++;
	insn->address = address;
	insn->length = (uint8_t)code->length;
	insn->ends = may_lead_away(coverage, event, code);
	if (address + insn->length > module->end)
		module->end = address + insn->length;
	return insn;
}

static struct coming *coming_of(struct coverage *coverage, pid_t tid)
{
	struct coming *coming = map_get(&coverage->next, (uint64_t)tid);

	if (coming)
		return coming;
	coming = calloc(1, sizeof(*coming));
	if (coming && map_put(&coverage->next, (uint64_t)tid, coming))
		return coming;
	free(coming);
	return NULL;
}

void coverage_event(struct sink *base, const struct event *event)
{
	struct coverage *coverage = (struct coverage *)base;
	struct stack_frame place;
	uint64_t address = 0;

	if (event->kind == EVENT_EXITED || event->kind == EVENT_KILLED)
		free(map_remove(&coverage->next, (uint64_t)event->tid));
	if (event->kind != EVENT_STEP || !event->ip || event->flags & EVENT_FAILED ||
	    !place_find(event, event->ip, &place))
		return;
	struct covered_module *module = module_of(coverage, &place, &address);
	struct covered_insn *insn = module ? map_get(&module->insns, address) : NULL;
	struct coming *coming = coming_of(coverage, event->tid);

	if (module && !insn)
		insn = insn_add(coverage, module, address, event);
	if (!insn || !coming)
		return;
	insn->count++;
	insn->begins |= coming->address != event->ip;
	coming->address = event->ip + insn->length;
}

/* ---- the end */

static int compare(const void *one, const void *other)
{
	const struct covered_insn *a = *(const struct covered_insn *const *)one,
				  *b = *(const struct covered_insn *const *)other;

	return (a->address > b->address) - (a->address < b->address);
}

const struct covered_insn **coverage_sorted(const struct covered_module *module)
{
	size_t count = 0;
	const struct covered_insn **sorted = calloc(module->insns.count + 1, sizeof(*sorted));

	if (!sorted)
		return NULL;
	for (size_t i = 0; i < module->insns.slot_count; i++)
		if (module->insns.slots[i].value)
			sorted[count++] = module->insns.slots[i].value;
	qsort(sorted, count, sizeof(*sorted), compare);
	return sorted;
}

static void values_free(struct map *map)
{
	for (size_t i = 0; i < map->slot_count; i++)
		free(map->slots[i].value);
	map_free(map);
}

void coverage_free(struct coverage *coverage)
{
	for (unsigned i = 0; i < coverage->module_count; i++) {
		values_free(&coverage->modules[i]->insns);
		code_file_close(&coverage->modules[i]->file);
		free(coverage->modules[i]);
	}
	map_free(&coverage->by_path);
	values_free(&coverage->next);
	insn_close(coverage->decoder);
}
