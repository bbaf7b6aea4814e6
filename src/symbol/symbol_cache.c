/* Two caches, of which neither knows how libdw chooses among symbols.
 *
 *	kept	what was said of an address
 *	ranges	what is true of any address between two edges.  An edge is where a symbol or a
 *		section begins or ends, so all addresses of a range have the same symbol: the only
 *		one that is around them, or none, or the one that libdw says when it is asked.
 *
 * To find a module's edges takes as long as a few questions, so it has to be asked of some times
 * before. */
#include "symbol/symbol_cache.h"

#include "base/guard.h"

#include <stdlib.h>

enum {
	KEPT = 1 << 15,        /* a power of two */
	QUESTIONS_MAX = 8,     /* of a module that has no ranges */
	SYMBOLS_MAX = 1 << 20, /* of one that may have them */
	SECTIONS_MAX = 4096,
};

struct range {
	uint64_t start;
	int only;      /* the symbol that is around here, by its number; 0: libdw has to be asked */
	bool is_known; /* all that follows */
	uint8_t type;
	const char *name; /* NULL: no symbol is around here */
	uint64_t symbol, size;
};

/* Of a module, as long as libdw has that. */
struct ranges {
	unsigned losses; /* of the space */
	uint64_t start, end;
	unsigned questions;
	size_t count; /* 0: none yet, or there cannot be any */
	struct range *list;
};

struct symbol_cache {
	struct space_symbol kept[KEPT];
	struct map modules; /* struct ranges by address of Dwfl_Module */
};

struct symbol_cache *symbol_cache_create(void)
{
	return calloc(1, sizeof(struct symbol_cache));
}

void symbol_cache_free(struct symbol_cache *cache)
{
	if (!cache)
		return;
	for (size_t i = 0; i < cache->modules.slot_count; i++) {
		struct ranges *ranges = cache->modules.slots[i].value;

		if (ranges)
			free(ranges->list);
		free(ranges);
	}
	map_free(&cache->modules);
	free(cache);
}

/* ---- edges */

enum edge_kind {
	EDGE_BEGINS,
	EDGE_ENDS,
	EDGE_LABEL, /* a symbol without a size: it is around what follows, up to another one */
	EDGE_SECTION,
};

struct edge {
	uint64_t address, end;
	enum edge_kind kind;
	int symbol; /* by number; 0: of a kind that may not count */
};

struct edges {
	struct edge *list;
	size_t count;
	bool are_broken; /* something ends before it begins */
};

static void edges_add(struct edges *edges, enum edge_kind kind, uint64_t address, uint64_t size,
                      int symbol)
{
	const struct edge edge = { address, address + size, kind, symbol };

	edges->are_broken |= edge.end < address;
	edges->list[edges->count++] = edge;
}

static void edges_of_symbols(struct edges *edges, const struct libdw *libdw, Dwfl_Module *module,
                             int count)
{
	for (int i = 1; i < count; i++) {
		GElf_Sym symbol;
		GElf_Addr address;
		const char *name = libdw->dwfl_module_getsym_info(module, i, &symbol, &address,
		                                                  NULL, NULL, NULL);
		unsigned type = GELF_ST_TYPE(symbol.st_info);
		bool counts = name && *name && symbol.st_shndx != SHN_UNDEF &&
		              (type == STT_FUNC || type == STT_OBJECT || type == STT_GNU_IFUNC);

		if (!name)
			continue;
		edges_add(edges, symbol.st_size ? EDGE_BEGINS : EDGE_LABEL, address, symbol.st_size,
		          counts ? i : 0);
		if (symbol.st_size)
			edges_add(edges, EDGE_ENDS, address + symbol.st_size, 0, counts ? i : 0);
	}
}

static void edges_of_sections(struct edges *edges, const struct libdw *libdw, Dwfl_Module *module)
{
	GElf_Addr bias = 0;
	Elf *elf = libdw->dwfl_module_getelf(module, &bias);
	Elf_Scn *section = NULL;

	for (unsigned i = 0; elf && i < SECTIONS_MAX; i++) {
		GElf_Shdr header;

		section = libdw->elf_nextscn(elf, section);
		if (!section)
			break;
		if (!libdw->gelf_getshdr(section, &header))
			continue;
		const uint64_t start = header.sh_addr + bias, end = start + header.sh_size;

		/* Labels at the very end are still of it. */
		edges_add(edges, EDGE_SECTION, start, 0, 0);
		edges_add(edges, EDGE_SECTION, end, 0, 0);
		edges_add(edges, EDGE_SECTION, end + 1, 0, 0);
	}
}

static int edge_compare(const void *one, const void *other)
{
	uint64_t left = ((const struct edge *)one)->address;
	uint64_t right = ((const struct edge *)other)->address;

	return (left > right) - (left < right);
}

/* What is around the addresses behind the edges that were passed. */
struct passing {
	uint64_t around; /* how many symbols, */
	uint64_t sum;    /* and their numbers together: that of the only one */
	uint64_t end;    /* of all that have begun */
	bool has_label;
	uint64_t label; /* the last one */
};

static void edge_pass(struct passing *passing, const struct edge *edge)
{
	uint64_t weight = edge->symbol ? 1 : 2, number = (uint64_t)edge->symbol;

	switch (edge->kind) {
	case EDGE_BEGINS:
		passing->around += weight;
		passing->sum += number;
		passing->end = edge->end > passing->end ? edge->end : passing->end;
		break;
	case EDGE_ENDS:
		passing->around -= weight;
		passing->sum -= number;
		break;
	case EDGE_LABEL:
		passing->has_label = true;
		passing->label = edge->address;
		break;
	case EDGE_SECTION:
		break;
	}
}

static void ranges_put(struct ranges *ranges, const struct edges *edges)
{
	struct passing passing = { 0 };

	for (size_t i = 0; i < edges->count; i++) {
		edge_pass(&passing, &edges->list[i]);
		if (i + 1 < edges->count && edges->list[i + 1].address == edges->list[i].address)
			continue;
		bool has_label = passing.has_label && passing.label >= passing.end;

		ranges->list[ranges->count++] = (struct range){
			.start = edges->list[i].address,
			.only = passing.around == 1 ? (int)passing.sum : 0,
			.is_known = !passing.around && !has_label,
		};
	}
}

static void ranges_make(struct ranges *ranges, const struct libdw *libdw, Dwfl_Module *module)
{
	int count = libdw->dwfl_module_getsymtab(module);
	size_t room =
		count > 0 && count < SYMBOLS_MAX ? 2 * (size_t)count + 3 * SECTIONS_MAX + 1 : 0;
	AUTO_FREE struct edge *list = room ? calloc(room, sizeof(*list)) : NULL;
	struct edges edges = { .list = list };

	if (!list)
		return;
	edges_add(&edges, EDGE_SECTION, 0, 0, 0);
	edges_of_symbols(&edges, libdw, module, count);
	edges_of_sections(&edges, libdw, module);
	qsort(list, edges.count, sizeof(*list), edge_compare);
	ranges->list = edges.are_broken ? NULL : calloc(edges.count, sizeof(*ranges->list));
	if (ranges->list)
		ranges_put(ranges, &edges);
}

/* ---- ranges */

/* NULL: there is no memory. */
static struct ranges *ranges_of(struct symbol_cache *cache, const struct space *space,
                                Dwfl_Module *module)
{
	struct ranges *ranges = map_get(&cache->modules, (uintptr_t)module);
	Dwarf_Addr start = 0, end = 0;

	space->owner->libdw.dwfl_module_info(module, NULL, &start, &end, NULL, NULL, NULL, NULL);
	if (!ranges) {
		ranges = calloc(1, sizeof(*ranges));
		if (!ranges || !map_put(&cache->modules, (uintptr_t)module, ranges)) {
			free(ranges);
			return NULL;
		}
	}
	/* Another module may be where one was that is gone. */
	if (ranges->losses != space->losses || ranges->start != start || ranges->end != end) {
		free(ranges->list);
		*ranges = (struct ranges){ .losses = space->losses, .start = start, .end = end };
	}
	if (++ranges->questions == QUESTIONS_MAX)
		ranges_make(ranges, &space->owner->libdw, module);
	return ranges;
}

/* The last one that begins at or before the address: the first one begins at 0. */
static struct range *range_at(const struct ranges *ranges, uint64_t address)
{
	size_t low = 0, high = ranges->count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (ranges->list[middle].start <= address)
			low = middle;
		else
			high = middle;
	}
	return &ranges->list[low];
}

/* What libdw says of an address, or of the symbol that must be it. */
static void range_ask(struct range *range, const struct space *space, Dwfl_Module *module,
                      uint64_t address)
{
	const struct libdw *libdw = &space->owner->libdw;
	GElf_Off offset = 0;
	GElf_Sym symbol = { 0 };
	GElf_Addr start = address;

	if (range->only)
		range->name = libdw->dwfl_module_getsym_info(module, range->only, &symbol, &start,
		                                             NULL, NULL, NULL);
	else
		range->name = libdw->dwfl_module_addrinfo(module, address, &offset, &symbol, NULL,
		                                          NULL, NULL);
	range->symbol = start - offset;
	range->size = symbol.st_size;
	range->type = GELF_ST_TYPE(symbol.st_info);
	range->is_known = true;
}

static struct range range_find(struct symbol_cache *cache, const struct space *space,
                               Dwfl_Module *module, uint64_t address)
{
	const struct ranges *ranges = ranges_of(cache, space, module);
	struct range own = { 0 };
	struct range *range = ranges && ranges->count ? range_at(ranges, address) : &own;

	if (!range->is_known)
		range_ask(range, space, module, address);
	return *range;
}

struct space_symbol symbol_cache_find(struct symbol_cache *cache, const struct space *space,
                                      uint64_t address)
{
	size_t at = (size_t)(address * 0x9e3779b97f4a7c15u >> 32) & (KEPT - 1);
	struct space_symbol *kept = &cache->kept[at];

	if (kept->generation == space->generation && kept->address == address)
		return *kept;
	Dwfl_Module *module = space->owner->libdw.dwfl_addrmodule(space->dwfl, address);
	struct range range = { 0 };

	if (module)
		range = range_find(cache, space, module, address);
	*kept = (struct space_symbol){ .address = address,
		                       .name = range.name,
		                       .offset = range.name ? address - range.symbol : 0,
		                       .size = range.size,
		                       .type = range.type,
		                       .generation = space->generation };
	return *kept;
}
