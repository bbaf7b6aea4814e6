/* Spaces: the image of a process as we read it last, and libdw's view of that.
 *
 * libdw is told where files and memory come from, so that it does not open what it should
 * not.  Nobody tells us of all that changes an image, so whoever asks has it read again;
 * mostly it is as it was. */
#include "symbol/space.h"

#include "symbol/program_file.h"
#include "symbol/symbol_cache.h"

#include <stdlib.h>
#include <string.h>

enum { VDSO_MAX = 1 << 16 };

/* ---- what libdw asks us */

/* The vdso has no file; its image in memory is one. */
static Elf *vdso_elf(struct space *space, const struct image_module *module)
{
	size_t length = module->end - module->start;

	if (length > VDSO_MAX)
		return NULL;
	free(space->vdso);
	space->vdso = malloc(length);
	if (!space->vdso || space->memory->read(space->memory, module->start, space->vdso,
	                                        length) != (ssize_t)length)
		return NULL;
	return space->owner->libdw.elf_memory(space->vdso, length);
}

static int ask_file(Dwfl_Module *dwfl_module, void **userdata, const char *name, Dwarf_Addr base,
                    char **file_name, Elf **elf)
{
	struct space *space = *userdata;
	const struct image_mapping *mapping = image_find(&space->image, base);

	(void)dwfl_module;
	if (!mapping)
		return -1;
	const struct image_module *module = &space->image.modules[mapping->module];

	if (module->is_vdso) {
		*elf = vdso_elf(space, module);
		return -1;
	}
	int fd = image_open(&space->image, module, space->pid);

	if (fd >= 0)
		*file_name = strdup(name);
	return fd;
}

/* ---- spaces */

int spaces_init(struct spaces *spaces, const char *purpose, struct error *error)
{
	if (libdw_load(&spaces->libdw, purpose, error) < 0)
		return -1;
	spaces->callbacks = (Dwfl_Callbacks){
		.find_elf = ask_file,
		.find_debuginfo = spaces->libdw.dwfl_standard_find_debuginfo,
		.debuginfo_path = &spaces->debuginfo_path,
	};
	return 0;
}

static void space_free(struct space *space)
{
	if (!space)
		return;
	if (space->dwfl)
		space->owner->libdw.dwfl_end(space->dwfl);
	image_free(&space->image);
	free(space->vdso);
	symbol_cache_free(space->symbols);
	free(space);
}

void spaces_deinit(struct spaces *spaces)
{
	for (size_t i = 0; i < spaces->by_pid.slot_count; i++)
		space_free(spaces->by_pid.slots[i].value);
	map_free(&spaces->by_pid);
	image_free(&spaces->spare);
}

struct space *space_of(struct spaces *spaces, pid_t pid)
{
	struct space *space = map_get(&spaces->by_pid, (uint64_t)pid);

	if (space)
		return space;
	space = calloc(1, sizeof(*space));
	if (!space)
		return NULL;
	space->pid = pid;
	space->owner = spaces;
	space->symbols = symbol_cache_create();
	if (space->symbols && map_put(&spaces->by_pid, (uint64_t)pid, space))
		return space;
	space_free(space);
	return NULL;
}

void space_forget(struct spaces *spaces, pid_t pid)
{
	space_free(map_remove(&spaces->by_pid, (uint64_t)pid));
}

/* Modules that are where they were keep what libdw knows of them. */
static bool space_report(struct space *space)
{
	const struct libdw *libdw = &space->owner->libdw;
	const struct image *image = &space->image;

	libdw->dwfl_report_begin(space->dwfl);
	for (uint32_t i = 0; i < image->module_count; i++) {
		const struct image_module *module = &image->modules[i];
		Dwfl_Module *reported = libdw->dwfl_report_module(
			space->dwfl, image_name(image, module), module->start, module->end);
		void **userdata;

		if (!reported)
			continue;
		libdw->dwfl_module_info(reported, &userdata, NULL, NULL, NULL, NULL, NULL, NULL);
		*userdata = space;
	}
	return libdw->dwfl_report_end(space->dwfl, NULL, NULL) == 0;
}

static bool space_begin(struct space *space)
{
	space->dwfl = space->owner->libdw.dwfl_begin(&space->owner->callbacks);
	space->is_32 = image_is_32(&space->image, space->pid);
	return space->dwfl;
}

static bool has_module(const struct image *image, const char *name, uint64_t start)
{
	for (uint32_t i = 0; i < image->module_count; i++)
		if (image->modules[i].start == start &&
		    strcmp(image_name(image, &image->modules[i]), name) == 0)
			return true;
	return false;
}

/* Something of the one is not in the other. */
static bool has_lost(const struct image *before, const struct image *after)
{
	for (uint32_t i = 0; i < before->module_count; i++) {
		const struct image_module *module = &before->modules[i];

		if (!has_module(after, image_name(before, module), module->start))
			return true;
	}
	return false;
}

int space_refresh(struct space *space, struct memory *memory)
{
	struct image *spare = &space->owner->spare, previous = space->image;

	space->memory = memory;
	if (image_read(spare, space->pid) < 0)
		return -1;
	if (space->dwfl && image_equals(spare, &space->image))
		return 0;
	space->losses += has_lost(&previous, spare);
	space->image = *spare;
	*spare = previous;
	space->generation++;
	return (space->dwfl || space_begin(space)) && space_report(space) ? 1 : -1;
}

int space_load(struct space *space, struct program_file *file, const char *path)
{
	space->memory = &file->memory;
	return image_read_file(&space->image, file, path) == 0 && space_begin(space) &&
	                       space_report(space)
	               ? 0
	               : -1;
}

/* ---- places */

static struct stack_name name_of(const char *text)
{
	size_t length = text ? strlen(text) : 0;

	return (struct stack_name){ text,
		                    (uint16_t)(length < STACK_NAME_MAX ? length : STACK_NAME_MAX) };
}

/* Without the version that symbols of a library may have: "name@@LIB_1.2". */
static struct stack_name symbol_name(const char *text)
{
	struct stack_name name = name_of(text);
	const char *version = name.length > 1 ? memchr(text + 1, '@', name.length - 1) : NULL;

	if (version)
		name.length = (uint16_t)(version - text);
	return name;
}

struct space_symbol space_symbol(const struct space *space, uint64_t address)
{
	return symbol_cache_find(space->symbols, space, address);
}

static void place_name(const struct space *space, uint64_t code, bool sources,
                       struct stack_frame *place)
{
	const struct libdw *libdw = &space->owner->libdw;
	struct space_symbol symbol = space_symbol(space, code);

	place->symbol = symbol_name(symbol.name);
	place->symbol_offset = symbol.offset + (place->address - code);
	Dwfl_Module *module = sources ? libdw->dwfl_addrmodule(space->dwfl, code) : NULL;

	if (!module)
		return;
	Dwfl_Line *line = libdw->dwfl_module_getsrc(module, code);
	int number = 0;

	if (line)
		place->source =
			name_of(libdw->dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL));
	place->line = (uint32_t)number;
}

bool space_place(const struct space *space, uint64_t address, uint64_t code, bool sources,
                 struct stack_frame *place)
{
	const struct image *image = &space->image;
	const struct image_mapping *mapping = image_find(image, code);

	*place = (struct stack_frame){ .address = address };
	if (!mapping)
		return false;
	place->offset = address - mapping->start + mapping->offset;
	place->module = name_of(image_name(image, &image->modules[mapping->module]));
	place_name(space, code, sources, place);
	return true;
}
