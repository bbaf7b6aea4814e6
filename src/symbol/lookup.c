/* Symbols of live processes, by libdw: from their files, their separate debug files, what
 * stripped files keep for the loader, and the vdso. */
#include "symbol/lookup.h"

#include "symbol/demangle.h"
#include "symbol/space.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum { SYMBOLS_MAX = 1 << 22 }; /* of one module */

struct lookup {
	struct spaces spaces;
	struct space *space;
};

struct lookup *lookup_create(struct error *error)
{
	struct lookup *lookup = calloc(1, sizeof(*lookup));

	if (!lookup) {
		error_set(error, ENOMEM, "out of memory");
		return NULL;
	}
	if (spaces_init(&lookup->spaces, "find symbols", error) == 0)
		return lookup;
	free(lookup);
	return NULL;
}

void lookup_destroy(struct lookup *lookup)
{
	if (!lookup)
		return;
	spaces_deinit(&lookup->spaces);
	free(lookup);
}

int lookup_aim(struct lookup *lookup, pid_t pid, struct memory *memory)
{
	struct space *space = space_of(&lookup->spaces, pid);
	int status = space ? space_refresh(space, memory) : -1;

	lookup->space = status < 0 ? NULL : space;
	return status;
}

int lookup_load(struct lookup *lookup, struct program_file *file, const char *path)
{
	struct space *space = space_of(&lookup->spaces, 0);

	if (!space || space_load(space, file, path) < 0)
		return -1;
	lookup->space = space;
	return 0;
}

void lookup_forget(struct lookup *lookup, pid_t pid)
{
	if (lookup->space && lookup->space->pid == pid)
		lookup->space = NULL;
	space_forget(&lookup->spaces, pid);
}

const struct space *lookup_space(const struct lookup *lookup)
{
	return lookup->space;
}

void lookup_set_threads(struct lookup *lookup, const struct space_threads *threads)
{
	if (lookup->space)
		lookup->space->threads = *threads;
}

const struct image *lookup_image(const struct lookup *lookup)
{
	static const struct image nothing;

	return lookup->space ? &lookup->space->image : &nothing;
}

bool lookup_place(const struct lookup *lookup, uint64_t address, bool sources,
                  struct stack_frame *place)
{
	if (lookup->space)
		return space_place(lookup->space, address, address, sources, place);
	*place = (struct stack_frame){ .address = address };
	return false;
}

bool lookup_range(const struct lookup *lookup, uint64_t address, uint64_t *start, uint64_t *end)
{
	struct space_symbol symbol = { 0 };

	if (lookup->space)
		symbol = space_symbol(lookup->space, address);
	if (!symbol.name || symbol.offset >= symbol.size)
		return false;
	*start = address - symbol.offset;
	*end = *start + symbol.size;
	return true;
}

bool lookup_is_code(const struct lookup *lookup, uint64_t address)
{
	struct space_symbol symbol = { 0 };

	if (lookup->space)
		symbol = space_symbol(lookup->space, address);
	return lookup_image(lookup)->module_count && image_find(lookup_image(lookup), address) &&
	       (!symbol.name || symbol.type != STT_OBJECT);
}

/* ---- visiting all */

static bool is_visible(const GElf_Sym *symbol, const char *name)
{
	unsigned type = GELF_ST_TYPE(symbol->st_info);

	return name && *name && symbol->st_shndx != SHN_UNDEF &&
	       (type == STT_FUNC || type == STT_OBJECT || type == STT_NOTYPE ||
	        type == STT_GNU_IFUNC);
}

static struct stack_name without_version(const char *name)
{
	size_t length = strlen(name);
	const char *version = length > 1 ? memchr(name + 1, '@', length - 1) : NULL;

	if (version)
		length = (size_t)(version - name);
	return (struct stack_name){ name,
		                    (uint16_t)(length < STACK_NAME_MAX ? length : STACK_NAME_MAX) };
}

/* False when it was told to stop. */
static bool module_each(const struct lookup *lookup, Dwfl_Module *module,
                        bool (*visit)(void *owner, const struct lookup_symbol *), void *owner)
{
	const struct libdw *libdw = &lookup->spaces.libdw;
	int count = libdw->dwfl_module_getsymtab(module);

	for (int i = 1; i < count && i < SYMBOLS_MAX; i++) {
		GElf_Sym found;
		GElf_Addr address;
		const char *name = libdw->dwfl_module_getsym_info(module, i, &found, &address, NULL,
		                                                  NULL, NULL);

		if (!is_visible(&found, name))
			continue;
		unsigned type = GELF_ST_TYPE(found.st_info);
		struct lookup_symbol symbol = {
			.name = without_version(name),
			.address = address,
			.size = found.st_size,
			.is_function = type == STT_FUNC || type == STT_GNU_IFUNC,
		};

		if (!visit(owner, &symbol))
			return false;
	}
	return true;
}

static Dwfl_Module *module_at(const struct lookup *lookup, uint32_t index)
{
	return lookup->spaces.libdw.dwfl_addrmodule(lookup->space->dwfl,
	                                            lookup->space->image.modules[index].start);
}

void lookup_each(const struct lookup *lookup,
                 bool (*visit)(void *owner, const struct lookup_symbol *), void *owner)
{
	uint32_t count = lookup_image(lookup)->module_count;

	for (uint32_t i = 0; i < count; i++) {
		Dwfl_Module *module = module_at(lookup, i);

		if (module && !module_each(lookup, module, visit, owner))
			return;
	}
}

/* ---- finding */

struct search {
	const struct lookup *lookup;
	char name[SYMBOL_TEXT_MAX]; /* of a symbol, file or module */
	uint64_t offset;
	bool demangles; /* names are compared as the source has them */
	uint64_t *addresses;
	unsigned count, max;
};

static void search_add(struct search *search, uint64_t address)
{
	for (unsigned i = 0; i < search->count; i++)
		if (search->addresses[i] == address)
			return;
	if (search->count < search->max)
		search->addresses[search->count++] = address;
}

/* "N::go" means "N::go(int)", too. */
static bool is_named(const struct search *search, const struct lookup_symbol *symbol)
{
	size_t length = strlen(search->name);
	struct text name = { 0 };

	if (!search->demangles)
		return symbol->name.length == length &&
		       memcmp(symbol->name.bytes, search->name, length) == 0;
	if (symbol->name.length < 2 || memcmp(symbol->name.bytes, "_", 1) != 0)
		return false;
	demangle(&name, symbol->name.bytes, symbol->name.length);
	bool same = name.length >= length && memcmp(name.bytes, search->name, length) == 0 &&
	            (name.length == length || name.bytes[length] == '(');

	text_free(&name);
	return same;
}

static bool search_visit(void *owner, const struct lookup_symbol *symbol)
{
	struct search *search = owner;

	if (is_named(search, symbol))
		search_add(search, symbol->address + search->offset);
	return search->count < search->max;
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static bool module_is_called(const struct image *image, const struct image_module *module,
                             const char *name)
{
	const char *path = image_name(image, module);

	return strcmp(path, name) == 0 || strcmp(base_name(path), name) == 0;
}

static void search_symbol(struct search *search, const char *module_name)
{
	const struct image *image = lookup_image(search->lookup);

	for (uint32_t i = 0; i < image->module_count; i++) {
		Dwfl_Module *module;

		if (module_name && !module_is_called(image, &image->modules[i], module_name))
			continue;
		module = module_at(search->lookup, i);
		if (module && !module_each(search->lookup, module, search_visit, search))
			return;
	}
}

static void search_offset(struct search *search)
{
	const struct image *image = lookup_image(search->lookup);

	for (uint32_t i = 0; i < image->mapping_count; i++) {
		const struct image_mapping *mapping = &image->mappings[i];
		uint64_t behind = search->offset - mapping->offset;

		if (behind < mapping->end - mapping->start &&
		    module_is_called(image, &image->modules[mapping->module], search->name))
			search_add(search, mapping->start + behind);
	}
}

static void search_line(struct search *search, int line)
{
	const struct libdw *libdw = &search->lookup->spaces.libdw;
	uint32_t count = lookup_image(search->lookup)->module_count;

	for (uint32_t i = 0; i < count; i++) {
		Dwfl_Module *module = module_at(search->lookup, i);
		Dwfl_Line **lines = NULL;
		size_t found = 0;

		if (!module || libdw->dwfl_module_getsrc_file(module, search->name, line, 0, &lines,
		                                              &found) < 0)
			continue;
		for (size_t k = 0; k < found; k++) {
			Dwarf_Addr address;
			int number = 0;

			if (libdw->dwfl_lineinfo(lines[k], &address, &number, NULL, NULL, NULL) &&
			    number == line)
				search_add(search, address);
		}
		free(lines);
	}
}

/* All of text is a number. */
static bool take_number(const char *text, uint64_t *number)
{
	char *end;

	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*number = strtoull(text, &end, 0);
	return errno == 0 && *end == '\0';
}

/* Splits "name+0x10" in name and offset. */
static bool split_offset(struct search *search)
{
	char *plus = strrchr(search->name, '+');

	if (!plus || plus == search->name || !take_number(plus + 1, &search->offset))
		return false;
	*plus = '\0';
	return true;
}

/* "file.c:17" or "module:symbol"; demangled names have colons, too, but two of them. */
static bool search_pair(struct search *search)
{
	char *colon = strrchr(search->name, ':');
	uint64_t line;

	if (!colon || colon == search->name || colon[-1] == ':' || !colon[1])
		return false;
	if (take_number(colon + 1, &line)) {
		*colon = '\0';
		if (line < INT_MAX)
			search_line(search, (int)line);
		return true;
	}
	char module[SYMBOL_TEXT_MAX];

	*colon = '\0';
	strcpy(module, search->name);
	memmove(search->name, colon + 1, strlen(colon + 1) + 1);
	search_symbol(search, module);
	return true;
}

static void search_run(struct search *search)
{
	bool has_offset = split_offset(search);

	if (search_pair(search))
		return;
	search_symbol(search, NULL);
	if (search->count == 0) {
		search->demangles = true;
		search_symbol(search, NULL);
	}
	if (search->count == 0 && has_offset)
		search_offset(search);
}

int lookup_find(const struct lookup *lookup, const char *text, uint64_t *addresses, unsigned max,
                struct error *error)
{
	struct search search = { .lookup = lookup, .addresses = addresses, .max = max };

	if (max && take_number(text, &addresses[0]))
		return 1;
	if (strlen(text) >= sizeof(search.name))
		return error_set(error, EINVAL, "cannot find a symbol of that length");
	strcpy(search.name, text);
	if (*text)
		search_run(&search);
	if (search.count)
		return (int)search.count;
	return error_set(error, ENOENT,
	                 "cannot find '%s': no symbol, line of the source or module of the "
	                 "process is called so",
	                 text);
}

static bool of_thread_find(const struct lookup *lookup, Dwfl_Module *module, const char *name,
                           uint64_t *address)
{
	const struct libdw *libdw = &lookup->spaces.libdw;
	const struct space_threads *threads = &lookup->space->threads;
	int count = libdw->dwfl_module_getsymtab(module);
	GElf_Addr bias;

	for (int i = 1; i < count && i < SYMBOLS_MAX; i++) {
		GElf_Sym found;
		GElf_Addr ignored;
		const char *own = libdw->dwfl_module_getsym_info(module, i, &found, &ignored, NULL,
		                                                 NULL, NULL);

		if (!own || GELF_ST_TYPE(found.st_info) != STT_TLS || found.st_shndx == SHN_UNDEF)
			continue;
		const struct stack_name plain = without_version(own);

		if (plain.length == strlen(name) && memcmp(plain.bytes, name, plain.length) == 0)
			return libdw->dwfl_module_getelf(module, &bias) &&
			       threads->find(threads->owner, bias, found.st_value, address);
	}
	return false;
}

bool lookup_find_of_thread(const struct lookup *lookup, const char *name, uint64_t *address)
{
	uint32_t count = lookup_image(lookup)->module_count;

	if (!lookup->space || !lookup->space->threads.find)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		Dwfl_Module *module = module_at(lookup, i);

		if (module && of_thread_find(lookup, module, name, address))
			return true;
	}
	return false;
}
