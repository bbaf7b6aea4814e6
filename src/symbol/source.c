/* Lines of the source, by libdw.
 *
 * A unit's line table has a row for each address where another line, or another statement,
 * begins; sorted by address, with rows between that only end a run of code.  A compiler may
 * leave the line of a row open (0): its code is counted to the line before it.
 *
 * Tables say what a compiler, or somebody else, wrote into a file: loops over them go
 * forward, and have an end. */
#include "symbol/source.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

enum {
	UNITS_MAX = 1 << 16,
	SECTIONS_MAX = 1 << 16,
	SITES_MAX = 256, /* of one line, before those of one function count once */
};

/* The line table of a unit. */
struct rows {
	const struct libdw *libdw;
	Dwarf_Lines *lines;
	size_t count;
	uint64_t bias;
};

static const struct libdw *libdw_of(const struct space *space)
{
	return &space->owner->libdw;
}

/* ---- rows */

static bool rows_of(const struct space *space, Dwarf_Die *unit, uint64_t bias, struct rows *rows)
{
	*rows = (struct rows){ .libdw = libdw_of(space), .bias = bias };
	return rows->libdw->dwarf_getsrclines(unit, &rows->lines, &rows->count) == 0 && rows->count;
}

static Dwarf_Line *row_at(const struct rows *rows, size_t index)
{
	return rows->libdw->dwarf_onesrcline(rows->lines, index);
}

static uint64_t row_address(const struct rows *rows, size_t index)
{
	Dwarf_Addr address = 0;

	rows->libdw->dwarf_lineaddr(row_at(rows, index), &address);
	return address + rows->bias;
}

static unsigned row_line(const struct rows *rows, size_t index)
{
	int line = 0;

	rows->libdw->dwarf_lineno(row_at(rows, index), &line);
	return line > 0 ? (unsigned)line : 0;
}

static const char *row_file(const struct rows *rows, size_t index)
{
	return rows->libdw->dwarf_linesrc(row_at(rows, index), NULL, NULL);
}

static bool row_ends(const struct rows *rows, size_t index)
{
	bool ends = false;

	return rows->libdw->dwarf_lineendsequence(row_at(rows, index), &ends) != 0 || ends;
}

static bool row_is_statement(const struct rows *rows, size_t index)
{
	bool is_statement = false;

	rows->libdw->dwarf_linebeginstatement(row_at(rows, index), &is_statement);
	return is_statement;
}

/* The number of rows that begin at the address, or before it. */
static size_t rows_until(const struct rows *rows, uint64_t address)
{
	size_t first = 0, end = rows->count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (row_address(rows, middle) <= address)
			first = middle + 1;
		else
			end = middle;
	}
	return first;
}

/* The row that an address belongs to: the last one before it that has a line, unless code
 * ends there. */
static bool row_find(const struct rows *rows, uint64_t address, size_t *index)
{
	for (size_t i = rows_until(rows, address); i-- > 0 && !row_ends(rows, i);)
		if (row_line(rows, i)) {
			*index = i;
			return true;
		}
	return false;
}

/* True when a row goes on with what another one began. */
static bool row_continues(const struct rows *rows, size_t index, const struct source_line *line)
{
	unsigned number = row_line(rows, index);
	const char *file = row_file(rows, index);

	return !row_ends(rows, index) &&
	       (!number || (number == line->line && file && strcmp(file, line->file) == 0));
}

bool source_unit_at(const struct space *space, uint64_t address, Dwarf_Die *unit, uint64_t *bias)
{
	const struct libdw *libdw = libdw_of(space);
	Dwfl_Module *module = libdw->dwfl_addrmodule(space->dwfl, address);
	Dwarf_Addr difference = 0;
	Dwarf_Die *found = module ? libdw->dwfl_module_addrdie(module, address, &difference) : NULL;

	/* Not every compiler makes a table of which unit has which addresses. */
	if (module && !found)
		for (unsigned i = 0; i < UNITS_MAX; i++) {
			found = libdw->dwfl_module_nextcu(module, found, &difference);
			if (!found || libdw->dwarf_haspc(found, address - difference) > 0)
				break;
		}
	if (!found)
		return false;
	*unit = *found;
	*bias = difference;
	return true;
}

bool source_line_at(const struct space *space, uint64_t address, struct source_line *line)
{
	Dwarf_Die unit;
	uint64_t bias;
	struct rows rows;
	size_t index, last;
	int column = 0;

	if (!source_unit_at(space, address, &unit, &bias) || !rows_of(space, &unit, bias, &rows) ||
	    !row_find(&rows, address, &index))
		return false;
	*line = (struct source_line){ .file = row_file(&rows, index),
		                      .line = row_line(&rows, index),
		                      .start = row_address(&rows, index) };
	if (!line->file)
		return false;
	rows.libdw->dwarf_linecol(row_at(&rows, index), &column);
	line->column = column > 0 ? (unsigned)column : 0;
	for (size_t i = index + 1; i-- > 0 && row_continues(&rows, i, line);) {
		if (!row_line(&rows, i))
			continue;
		line->start = row_address(&rows, i);
		line->is_statement |= line->start == address && row_is_statement(&rows, i);
	}
	for (last = index; last < rows.count && row_continues(&rows, last, line);)
		last++;
	line->end = last < rows.count ? row_address(&rows, last) : address + 1;
	return true;
}

/* ---- functions */

/* The innermost function around an address, inlined ones too.  False: there is none. */
static bool function_at(const struct space *space, Dwarf_Die *unit, uint64_t pc,
                        Dwarf_Die *function)
{
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Die *scopes = NULL;
	int count = libdw->dwarf_getscopes(unit, pc, &scopes);
	bool found = false;

	for (int i = 0; i < count && !found; i++) {
		int tag = libdw->dwarf_tag(&scopes[i]);

		found = tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
		*function = scopes[i];
	}
	free(scopes);
	return found;
}

/* Where it is entered; of what lies in several places, the first one, unless it says. */
static bool entry_of(const struct libdw *libdw, Dwarf_Die *function, uint64_t *entry)
{
	Dwarf_Addr address, base, end;

	if (libdw->dwarf_entrypc(function, &address) != 0 &&
	    libdw->dwarf_ranges(function, 0, &base, &address, &end) <= 0)
		return false;
	*entry = address;
	return true;
}

static bool begins_at(const struct libdw *libdw, Dwarf_Die *function, uint64_t pc)
{
	uint64_t entry;

	return libdw->dwarf_tag(function) == DW_TAG_subprogram &&
	       entry_of(libdw, function, &entry) && entry == pc;
}

/* Of optimised code gcc describes where variables are from the first instruction on; and an
 * assembler's lines are instructions. */
static bool is_known_from_entry(const struct libdw *libdw, Dwarf_Die *unit)
{
	Dwarf_Attribute attribute;
	Dwarf_Word language = 0;

	if (libdw->dwarf_attr_integrate(unit, DW_AT_language, &attribute))
		libdw->dwarf_formudata(&attribute, &language);
	const char *producer = libdw->dwarf_attr_integrate(unit, DW_AT_producer, &attribute)
	                               ? libdw->dwarf_formstring(&attribute)
	                               : NULL;

	if (language == DW_LANG_Mips_Assembler)
		return true;
	return producer && strncmp(producer, "GNU ", 4) == 0 && strstr(producer, " -O") &&
	       !strstr(producer, " -O0");
}

/* Where the compiler says that the frame is made, or else where the second row begins. */
static uint64_t body_find(const struct rows *rows, Dwarf_Die *function, uint64_t entry)
{
	uint64_t second = entry;

	for (size_t i = rows_until(rows, entry - 1); i < rows->count; i++) {
		uint64_t address = row_address(rows, i);
		bool is_body = false;

		/* Other code may end where this begins. */
		if (row_ends(rows, i) && address == entry)
			continue;
		if (row_ends(rows, i) ||
		    rows->libdw->dwarf_haspc(function, address - rows->bias) <= 0)
			break;
		rows->libdw->dwarf_lineprologueend(row_at(rows, i), &is_body);
		if (is_body)
			return address;
		if (second == entry && row_line(rows, i))
			second = address;
	}
	return second;
}

uint64_t source_body(const struct space *space, uint64_t entry)
{
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Die unit, function;
	uint64_t bias;
	struct rows rows;

	if (!source_unit_at(space, entry, &unit, &bias) ||
	    !function_at(space, &unit, entry - bias, &function) ||
	    !begins_at(libdw, &function, entry - bias) || is_known_from_entry(libdw, &unit) ||
	    !rows_of(space, &unit, bias, &rows))
		return entry;
	return body_find(&rows, &function, entry);
}

/* ---- units */

struct unit_walk {
	const struct source_units *units;
	uint32_t module;
	Dwarf_Die *unit;
	Dwarf_Addr bias;
};

static bool has_information(const struct libdw *libdw, Dwfl_Module *module)
{
	GElf_Addr bias;
	Elf *elf = libdw->dwfl_module_getelf(module, &bias);
	Elf_Scn *section = NULL;
	size_t names;

	if (!elf || libdw->elf_getshdrstrndx(elf, &names) != 0)
		return false;
	for (unsigned i = 0; i < SECTIONS_MAX && (section = libdw->elf_nextscn(elf, section));
	     i++) {
		GElf_Shdr header;
		const char *name = libdw->gelf_getshdr(section, &header)
		                           ? libdw->elf_strptr(elf, names, header.sh_name)
		                           : NULL;

		if (name && strcmp(name, ".debug_info") == 0)
			return true;
	}
	return false;
}

static bool unit_next_own(struct unit_walk *walk)
{
	const struct space *space = walk->units->space;
	const struct libdw *libdw = libdw_of(space);

	for (; walk->module < space->image.module_count; walk->module++) {
		Dwfl_Module *module = libdw->dwfl_addrmodule(
			space->dwfl, space->image.modules[walk->module].start);

		if (module && (walk->unit || has_information(libdw, module)))
			walk->unit = libdw->dwfl_module_nextcu(module, walk->unit, &walk->bias);
		if (walk->unit)
			return true;
	}
	return false;
}

static bool unit_next(struct unit_walk *walk)
{
	const struct space *space = walk->units->space;

	if (walk->units->are_own)
		return unit_next_own(walk);
	walk->unit = libdw_of(space)->dwfl_nextcu(space->dwfl, walk->unit, &walk->bias);
	return walk->unit;
}

/* ---- finding lines */

/* A place that a line begins at, and the function that has it. */
struct site {
	Dwarf_Die unit;
	uint64_t bias, address;
};

struct line_search {
	const struct source_units *units;
	const struct space *space;
	const char *file;
	unsigned line;  /* that is sought */
	unsigned found; /* the one that sites are of */
	unsigned last;
	unsigned count;
	struct site sites[SITES_MAX];
	/* Names of one file are one string: what was said of the last one. */
	const char *known;
	bool is_match;
};

static bool file_matches(const char *path, const char *wanted)
{
	size_t length = strlen(path), end = strlen(wanted);

	return end && length >= end && strcmp(path + length - end, wanted) == 0 &&
	       (length == end || path[length - end - 1] == '/');
}

static bool row_matches(struct line_search *search, const struct rows *rows, size_t index)
{
	const char *file = row_file(rows, index);

	if (file != search->known) {
		search->known = file;
		search->is_match = file && file_matches(file, search->file);
	}
	return search->is_match;
}

static void site_add(struct line_search *search, const struct rows *rows, Dwarf_Die *unit,
                     size_t index)
{
	unsigned line = row_line(rows, index);

	if (line > search->last)
		search->last = line;
	if (line < search->line || (search->count && line > search->found))
		return;
	if (line < search->found)
		search->count = 0;
	search->found = line;
	if (search->count < SITES_MAX)
		search->sites[search->count++] =
			(struct site){ *unit, rows->bias, row_address(rows, index) };
}

static void search_unit(struct line_search *search, Dwarf_Die *unit, uint64_t bias)
{
	struct rows rows;

	if (!rows_of(search->space, unit, bias, &rows))
		return;
	for (size_t i = 0; i < rows.count; i++)
		if (row_line(&rows, i) && !row_ends(&rows, i) && row_is_statement(&rows, i) &&
		    row_matches(search, &rows, i))
			site_add(search, &rows, unit, i);
}

/* Units that are called as the file is, or all of them. */
static void search_units(struct line_search *search, bool all)
{
	const struct libdw *libdw = libdw_of(search->space);
	struct unit_walk walk = { .units = search->units };

	for (unsigned i = 0; i < UNITS_MAX && unit_next(&walk); i++) {
		const char *name = libdw->dwarf_diename(walk.unit);

		if (all || (name &&
		            (file_matches(name, search->file) || file_matches(search->file, name))))
			search_unit(search, walk.unit, walk.bias);
	}
}

static unsigned address_add(uint64_t *addresses, unsigned count, unsigned max, uint64_t address)
{
	for (unsigned i = 0; i < count; i++)
		if (addresses[i] == address)
			return count;
	if (count < max)
		addresses[count++] = address;
	return count;
}

/* The lowest address of each function, and of each place it was inlined to. */
static unsigned sites_choose(const struct line_search *search, uint64_t *addresses, unsigned max)
{
	const struct libdw *libdw = libdw_of(search->space);
	struct {
		Dwarf_Off offset;
		uint64_t bias;
	} seen[SITES_MAX];
	unsigned count = 0, functions = 0;

	for (unsigned i = 0; i < search->count; i++) {
		struct site site = search->sites[i];
		uint64_t pc = site.address - site.bias;
		Dwarf_Die function;
		bool is_new = true;

		if (function_at(search->space, &site.unit, pc, &function)) {
			Dwarf_Off offset = libdw->dwarf_dieoffset(&function);

			for (unsigned k = 0; k < functions; k++)
				is_new &= seen[k].offset != offset || seen[k].bias != site.bias;
			seen[functions].offset = offset;
			seen[functions].bias = site.bias;
			functions += is_new;
			if (begins_at(libdw, &function, pc))
				site.address = source_body(search->space, site.address);
		}
		if (is_new)
			count = address_add(addresses, count, max, site.address);
	}
	return count;
}

unsigned source_find_line(const struct source_units *units, const char *file, unsigned line,
                          uint64_t *addresses, unsigned max, unsigned *last)
{
	struct line_search *search = calloc(1, sizeof(*search));
	unsigned count = 0;

	*last = 0;
	if (!search)
		return 0;
	*search = (struct line_search){
		.units = units, .space = units->space, .file = file, .line = line
	};
	search_units(search, false);
	if (!search->last)
		search_units(search, true);
	*last = search->last;
	count = sites_choose(search, addresses, max);
	free(search);
	return count;
}

/* ---- finding functions */

struct function_search {
	const struct space *space;
	const char *name;
	uint64_t bias;
	uint64_t *addresses;
	unsigned count, max;
};

static int function_add(Dwarf_Die *function, void *owner)
{
	struct function_search *search = owner;
	uint64_t entry;

	if (entry_of(libdw_of(search->space), function, &entry))
		search->count = address_add(search->addresses, search->count, search->max,
		                            source_body(search->space, entry + search->bias));
	return search->count < search->max ? DWARF_CB_OK : DWARF_CB_ABORT;
}

/* "larger" means "larger<int>", too. */
static bool is_called(const char *name, const char *wanted)
{
	size_t length = strlen(wanted);

	return length && strncmp(name, wanted, length) == 0 &&
	       (!name[length] || name[length] == '<');
}

/* What was inlined may have code of its own besides, described on its own. */
static int function_visit(Dwarf_Die *function, void *owner)
{
	struct function_search *search = owner;
	const struct libdw *libdw = libdw_of(search->space);
	const char *name = libdw->dwarf_diename(function);

	if (!name || !is_called(name, search->name))
		return DWARF_CB_OK;
	if (libdw->dwarf_func_inline(function))
		libdw->dwarf_func_inline_instances(function, function_add, search);
	else
		function_add(function, search);
	return search->count < search->max ? DWARF_CB_OK : DWARF_CB_ABORT;
}

unsigned source_find_function(const struct source_units *units, const char *name,
                              uint64_t *addresses, unsigned max)
{
	struct function_search search = {
		.space = units->space, .name = name, .addresses = addresses, .max = max
	};
	struct unit_walk walk = { .units = units };

	for (unsigned i = 0; i < UNITS_MAX && search.count < max && unit_next(&walk); i++) {
		search.bias = walk.bias;
		libdw_of(units->space)->dwarf_getfuncs(walk.unit, function_visit, &search, 0);
	}
	return search.count;
}
