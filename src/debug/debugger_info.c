/* What files say of themselves: whose address something is, lines of the source, libraries, and
 * what is declared in them; and what is known of a frame. */
#include "debug/debugger_parts.h"

#include "base/guard.h"
#include "inspect/activation.h"
#include "output/insn_text.h"
#include "symbol/lookup.h"
#include "symbol/source.h"
#include "symbol/source_text.h"
#include "symbol/type_text.h"

#include <ctype.h>
#include <dwarf.h>
#include <errno.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { ENTRIES_MAX = 100000, LINE_COLUMNS = 8, ADDRESS_COLUMNS = 20 };

static int need_space(struct debugger *debugger, const struct space **space, struct error *error)
{
	if (need_names(debugger, error) < 0)
		return -1;
	*space = subject_space(&debugger->subject);
	return *space ? 0
	              : error_set(error, 0,
	                          "nothing is known of the program's files: libdw is missing "
	                          "(Debian has it in the package libdw1)");
}

static void put_place(struct debugger *debugger, struct sheet *sheet, uint64_t address)
{
	struct text place = { 0 };

	text_hex(sheet->out, address);
	if (subject_place(&debugger->subject, address, &place)) {
		text_literal(sheet->out, " <");
		text_put_name(sheet->out, place.bytes, place.length);
		text_char(sheet->out, '>');
	}
	text_free(&place);
}

/* ---- symbol */

/* The section of a file that an address, as the file has them, lies in; NULL: none. */
static const char *section_name(const struct libdw *libdw, Elf *elf, uint64_t address)
{
	Elf_Scn *section = NULL;
	GElf_Shdr header;
	size_t names;

	if (!elf || libdw->elf_getshdrstrndx(elf, &names) != 0)
		return NULL;
	while ((section = libdw->elf_nextscn(elf, section)))
		if (libdw->gelf_getshdr(section, &header) && header.sh_flags & SHF_ALLOC &&
		    address >= header.sh_addr && address - header.sh_addr < header.sh_size)
			return libdw->elf_strptr(elf, names, header.sh_name);
	return NULL;
}

static const char *section_of(const struct space *space, uint64_t address)
{
	const struct libdw *libdw = &space->owner->libdw;
	Dwfl_Module *module = libdw->dwfl_addrmodule(space->dwfl, address);
	Dwarf_Addr bias = 0;
	Elf *elf = module ? libdw->dwfl_module_getelf(module, &bias) : NULL;

	return section_name(libdw, elf, address - bias);
}

int debugger_info_symbol(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct space *space;
	struct stack_frame place;
	uint64_t address;

	if (need_space(debugger, &space, error) < 0 ||
	    debugger_evaluate(debugger, text, &address, error) < 0)
		return -1;
	if (!subject_locate(&debugger->subject, address, &place) || !place.symbol.length)
		return error_set(error, ENOENT, "no symbol is known to lie at %#llx",
		                 (unsigned long long)address);
	const char *section = section_of(space, address);

	if (sheet->is_json) {
		sheet_text(sheet, "symbol", 0, place.symbol.bytes, place.symbol.length);
		sheet_hex(sheet, "offset", 0, place.symbol_offset);
		sheet_string(sheet, "section", 0, section ? section : "");
		sheet_text(sheet, "module", 0, place.module.bytes, place.module.length);
		return 0;
	}
	text_put_name(sheet->out, place.symbol.bytes, place.symbol.length);
	if (place.symbol_offset)
		text_format(sheet->out, " + %llu", (unsigned long long)place.symbol_offset);
	text_literal(sheet->out, " in section ");
	text_put_name(sheet->out, section ? section : "?", section ? strlen(section) : 1);
	text_literal(sheet->out, " of ");
	text_put_name(sheet->out, place.module.bytes, place.module.length);
	text_char(sheet->out, '\n');
	return 0;
}

/* ---- line, source */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* Of a function the code behind its name, not behind what makes its frame. */
static int line_address(struct debugger *debugger, const char *text, uint64_t *address,
                        struct error *error)
{
	const struct activation *chosen = subject_chosen(&debugger->subject);
	struct lookup *symbols = subject_symbols(&debugger->subject);

	if (!*text) {
		*address = chosen ? frame_code(&chosen->frame)
		                  : register_number(&debugger->subject, "ip");
		return 0;
	}
	if (!isdigit((unsigned char)*text) && *text != '*' &&
	    lookup_find(symbols, text, address, 1, NULL) == 1)
		return 0;
	return place_parse(debugger, text, address, 1, error) < 0 ? -1 : 0;
}

int debugger_info_line(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct space *space;
	struct source_line line;
	uint64_t address;

	if (need_space(debugger, &space, error) < 0 ||
	    line_address(debugger, text, &address, error) < 0)
		return -1;
	if (!source_line_at(space, address, &line))
		return error_set(error, ENOENT, "no line is known of the code at %#llx",
		                 (unsigned long long)address);
	if (sheet->is_json) {
		sheet_string(sheet, "file", 0, line.file);
		sheet_number(sheet, "line", 0, line.line);
		sheet_hex(sheet, "start", 0, line.start);
		sheet_hex(sheet, "end", 0, line.end);
		return 0;
	}
	const char *base = base_name(line.file);

	text_format(sheet->out, "Line %u of \"", line.line);
	text_put_name(sheet->out, base, strlen(base));
	text_literal(sheet->out, "\" starts at address ");
	put_place(debugger, sheet, line.start);
	text_literal(sheet->out, " and ends at ");
	put_place(debugger, sheet, line.end);
	text_literal(sheet->out, ".\n");
	return 0;
}

static const char *unit_string(const struct libdw *libdw, Dwarf_Die *unit, unsigned name)
{
	Dwarf_Attribute attribute;

	return libdw->dwarf_attr(unit, name, &attribute) ? libdw->dwarf_formstring(&attribute)
	                                                 : NULL;
}

static const char *language_name(int language)
{
	switch (language) {
	case DW_LANG_C:
	case DW_LANG_C89:
	case DW_LANG_C99:
	case DW_LANG_C11:
		return "c";
	case DW_LANG_C_plus_plus:
	case DW_LANG_C_plus_plus_03:
	case DW_LANG_C_plus_plus_11:
	case DW_LANG_C_plus_plus_14:
		return "c++";
	case DW_LANG_Rust:
		return "rust";
	case DW_LANG_Mips_Assembler:
		return "asm";
	}
	return "unknown";
}

int debugger_info_source(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct space *space;
	struct source_line line;
	Dwarf_Die unit;
	uint64_t bias, address;

	(void)text;
	if (need_space(debugger, &space, error) < 0 ||
	    line_address(debugger, "", &address, error) < 0)
		return -1;
	if (!source_line_at(space, address, &line) || !source_unit_at(space, address, &unit, &bias))
		return error_set(error, ENOENT, "no source is known of the code at %#llx",
		                 (unsigned long long)address);
	const struct libdw *libdw = &space->owner->libdw;
	const char *name = unit_string(libdw, &unit, DW_AT_name);
	const char *directory = unit_string(libdw, &unit, DW_AT_comp_dir);
	const char *producer = unit_string(libdw, &unit, DW_AT_producer);
	struct text content = { 0 };
	int64_t lines = 0;

	if (source_text_read(&content, debugger->subject.pid, line.file, NULL) == 0)
		for (size_t i = 0; i < content.length; i++)
			lines += content.bytes[i] == '\n';
	text_free(&content);
	sheet_string(sheet, "file", 0, name ? name : "?");
	sheet_string(sheet, "directory", 0, directory ? directory : "?");
	sheet_string(sheet, "path", 0, line.file);
	if (lines)
		sheet_number(sheet, "lines", 0, lines);
	sheet_string(sheet, "language", 0, language_name(libdw->dwarf_srclang(&unit)));
	sheet_string(sheet, "producer", 0, producer ? producer : "?");
	return 0;
}

/* ---- frame */

/* Where its caller's registers were put: those that this frame is given by. */
static void saved_put(struct sheet *sheet, const struct frame *frame, const struct frame *caller)
{
	const char *separator = "";

	if (sheet->is_json) {
		json_name(&sheet->json, "saved");
		json_object_begin(&sheet->json);
	} else {
		text_literal(sheet->out, " Saved registers: ");
	}
	for (unsigned i = 0; i < caller->count && i < ARCH_FRAME_MAX; i++) {
		const char *name = frame_register_name(frame, i);

		if (!name || !caller->saved[i] || caller->saved[i] == frame->saved[i])
			continue;
		if (sheet->is_json)
			sheet_hex(sheet, name, 0, caller->saved[i]);
		else
			text_format(sheet->out, "%s%s at %#llx", separator, name,
			            (unsigned long long)caller->saved[i]);
		separator = ", ";
	}
	if (sheet->is_json)
		json_object_end(&sheet->json);
	else
		text_char(sheet->out, '\n');
}

int debugger_info_frame(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct activation *chosen;
	const struct space *space;

	(void)text;
	if (need_space(debugger, &space, error) < 0)
		return -1;
	chosen = subject_chosen(&debugger->subject);
	if (!chosen)
		return error_set(error, 0, "nothing is known of the frames of thread %d",
		                 debugger->tid);
	struct frame caller = chosen->frame;
	bool has_caller = frame_next(space, &caller);

	if (sheet->is_json) {
		sheet_number(sheet, "level", 0, chosen->level);
		sheet_hex(sheet, "frame", 0, chosen->frame.cfa);
		sheet_hex(sheet, "address", 0, chosen->frame.pc);
		if (has_caller)
			sheet_hex(sheet, "caller", 0, caller.pc);
	} else {
		text_format(sheet->out, "Stack level %u, frame at %#llx:\n ", chosen->level,
		            (unsigned long long)chosen->frame.cfa);
		text_string(sheet->out, chosen->frame.is_32 ? "eip = " : "rip = ");
		put_place(debugger, sheet, chosen->frame.pc);
		if (has_caller) {
			text_literal(sheet->out, "; called from ");
			put_place(debugger, sheet, caller.pc);
		}
		text_char(sheet->out, '\n');
	}
	if (has_caller)
		saved_put(sheet, &chosen->frame, &caller);
	return 0;
}

/* ---- libraries */

int debugger_info_libraries(struct debugger *debugger, const char *text, struct error *error)
{
	struct sheet *sheet = &debugger->sheet;
	const struct space *space;
	Dwarf_Addr bias;

	(void)text;
	if (need_space(debugger, &space, error) < 0)
		return -1;
	const struct libdw *libdw = &space->owner->libdw;
	const struct image *image = &space->image;

	sheet_list_begin(sheet, "libraries", NULL);
	for (uint32_t i = 0; i < image->module_count; i++) {
		const struct image_module *module = &image->modules[i];
		Dwfl_Module *known = libdw->dwfl_addrmodule(space->dwfl, module->start);
		bool has_lines = known && libdw->dwfl_module_nextcu(known, NULL, &bias);

		sheet_row_begin(sheet);
		sheet_hex(sheet, "from", ADDRESS_COLUMNS, module->start);
		sheet_hex(sheet, "to", ADDRESS_COLUMNS, module->end);
		sheet_string(sheet, "lines", 9, has_lines ? "lines" : "no lines");
		sheet_string(sheet, "file", 0, image_name(image, module));
		sheet_row_end(sheet);
	}
	sheet_list_end(sheet);
	return 0;
}

/* ---- what is declared */

struct entry {
	const char *file, *name;
	unsigned line;
	Dwarf_Die die;
	uint64_t address; /* of a symbol without a declaration */
};

struct listing {
	struct entry *entries;
	unsigned count;
	bool is_full;
	regex_t regex;
	bool has_regex, wants_functions;
};

static bool listing_add(struct listing *listing, const struct entry *entry)
{
	if (listing->has_regex && regexec(&listing->regex, entry->name, 0, NULL, 0) != 0)
		return true;
	listing->is_full = listing->count == ENTRIES_MAX;
	if (!listing->is_full)
		listing->entries[listing->count++] = *entry;
	return !listing->is_full;
}

static bool declaration_visit(void *owner, const struct declaration *declaration)
{
	const struct entry entry = { .file = declaration->file ? declaration->file : "",
		                     .name = declaration->name,
		                     .line = declaration->line,
		                     .die = declaration->die };

	return listing_add(owner, &entry);
}

static int text_compare(const char *one, const char *other)
{
	return one == other ? 0 : strcmp(one, other);
}

static int entry_compare(const void *one, const void *other)
{
	const struct entry *a = one, *b = other;
	int order = text_compare(a->file, b->file);

	order = order ? order : text_compare(a->name, b->name);
	return order ? order : (a->line > b->line) - (a->line < b->line);
}

static int name_compare(const void *one, const void *other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

static void entry_put(struct sheet *sheet, const struct space *space, const struct entry *entry,
                      const struct entry *before)
{
	struct text declaration = { 0 };
	Dwarf_Die die = entry->die;

	type_text_declaration(space, &die, &declaration);
	if (sheet->is_json) {
		sheet_row_begin(sheet);
		sheet_string(sheet, "file", 0, entry->file);
		sheet_number(sheet, "line", 0, entry->line);
		sheet_text(sheet, "declaration", 0, declaration.bytes, declaration.length);
		sheet_row_end(sheet);
		text_free(&declaration);
		return;
	}
	if (!before || strcmp(before->file, entry->file) != 0) {
		text_literal(sheet->out, "\nFile ");
		text_put_name(sheet->out, entry->file, strlen(entry->file));
		text_literal(sheet->out, ":\n");
	}
	size_t start = sheet->out->length;

	if (entry->line)
		text_format(sheet->out, "%u:", entry->line);
	text_pad(sheet->out, start, LINE_COLUMNS);
	text_put(sheet->out, declaration.bytes, declaration.length);
	text_char(sheet->out, '\n');
	text_free(&declaration);
}

static void entries_put(struct debugger *debugger, const struct space *space,
                        struct listing *listing)
{
	struct sheet *sheet = &debugger->sheet;
	const struct entry *before = NULL;

	qsort(listing->entries, listing->count, sizeof(*listing->entries), entry_compare);
	if (sheet->is_json)
		sheet_list_begin(sheet, "declarations", NULL);
	for (unsigned i = 0; i < listing->count; i++) {
		const struct entry *entry = &listing->entries[i];

		if (!before || entry_compare(before, entry) != 0)
			entry_put(sheet, space, entry, before);
		before = entry;
	}
	if (sheet->is_json)
		sheet_list_end(sheet);
}

/* ---- symbols that nothing declares */

struct bare {
	struct debugger *debugger;
	struct listing *listing;
	const char **names; /* that are declared, in order */
	unsigned shown;
};

static bool is_wanted(const struct bare *bare, const char *name)
{
	const struct listing *listing = bare->listing;

	return (!listing->has_regex || regexec(&listing->regex, name, 0, NULL, 0) == 0) &&
	       !bsearch(&name, bare->names, listing->count, sizeof(*bare->names), name_compare);
}

static bool bare_visit(void *owner, const struct lookup_symbol *symbol)
{
	struct bare *bare = owner;
	struct sheet *sheet = &bare->debugger->sheet;
	char name[SYMBOL_TEXT_MAX];

	if (symbol->is_function != bare->listing->wants_functions ||
	    symbol->name.length >= sizeof(name))
		return true;
	memcpy(name, symbol->name.bytes, symbol->name.length);
	name[symbol->name.length] = '\0';
	if (!*name || !is_wanted(bare, name))
		return true;
	if (!bare->shown++ && !sheet->is_json)
		text_literal(sheet->out, "\nWithout debugging information:\n");
	sheet_row_begin(sheet);
	sheet_hex(sheet, "address", ADDRESS_COLUMNS, symbol->address);
	sheet_string(sheet, "symbol", 0, name);
	sheet_row_end(sheet);
	return bare->shown < ENTRIES_MAX;
}

static void bare_put(struct debugger *debugger, struct listing *listing)
{
	struct bare bare = { .debugger = debugger, .listing = listing };

	bare.names = calloc(listing->count + 1, sizeof(*bare.names));
	if (!bare.names)
		return;
	for (unsigned i = 0; i < listing->count; i++)
		bare.names[i] = listing->entries[i].name;
	qsort(bare.names, listing->count, sizeof(*bare.names), name_compare);
	if (debugger->sheet.is_json)
		sheet_list_begin(&debugger->sheet, "symbols", NULL);
	lookup_each(debugger->subject.symbols, bare_visit, &bare);
	if (debugger->sheet.is_json)
		sheet_list_end(&debugger->sheet);
	free(bare.names);
}

static int listing_show(struct debugger *debugger, const char *text, enum declared sort,
                        struct error *error)
{
	struct listing listing = { .has_regex = *text,
		                   .wants_functions = sort == DECLARED_FUNCTIONS };
	const struct space *space;

	if (need_space(debugger, &space, error) < 0)
		return -1;
	int status = *text ? regcomp(&listing.regex, text, REG_EXTENDED | REG_NOSUB) : 0;

	if (status) {
		char why[128];

		regerror(status, &listing.regex, why, sizeof(why));
		return error_set(error, EINVAL, "'%.100s' is no pattern: %s", text, why);
	}
	listing.entries = calloc(ENTRIES_MAX, sizeof(*listing.entries));
	if (listing.entries) {
		type_each(space, sort, declaration_visit, &listing);
		entries_put(debugger, space, &listing);
		if (sort != DECLARED_TYPES)
			bare_put(debugger, &listing);
	}
	if (listing.has_regex)
		regfree(&listing.regex);
	status = !listing.entries  ? error_set(error, ENOMEM, "out of memory")
	         : listing.is_full ? error_set(error, E2BIG,
	                                       "there are more than %d: which? A "
	                                       "pattern says it",
	                                       ENTRIES_MAX)
	                           : 0;
	free(listing.entries);
	return status;
}

int debugger_info_functions(struct debugger *debugger, const char *text, struct error *error)
{
	return listing_show(debugger, text, DECLARED_FUNCTIONS, error);
}

int debugger_info_variables(struct debugger *debugger, const char *text, struct error *error)
{
	return listing_show(debugger, text, DECLARED_VARIABLES, error);
}

int debugger_info_types(struct debugger *debugger, const char *text, struct error *error)
{
	return listing_show(debugger, text, DECLARED_TYPES, error);
}
