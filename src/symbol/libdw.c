/* Finding libdw's functions. */
#include "symbol/libdw.h"

#include <dlfcn.h>
#include <stddef.h>

struct entry {
	const char *name;
	size_t offset; /* in struct libdw */
};

#define LIBDW_ENTRY(name) { #name, offsetof(struct libdw, name) },
static const struct entry entries[] = { LIBDW_FUNCTIONS(LIBDW_ENTRY) };
#undef LIBDW_ENTRY

int libdw_load(struct libdw *libdw, const char *purpose, struct error *error)
{
	/* Never closed: it stays loaded for the next one who asks. */
	void *library = dlopen("libdw.so.1", RTLD_NOW | RTLD_LOCAL);

	if (!library)
		return error_set(error, 0, "cannot %s: %s (Debian has it in the package libdw1)",
		                 purpose, dlerror());
	for (size_t i = 0; i < sizeof(entries) / sizeof(*entries); i++) {
		void *function = dlsym(library, entries[i].name);

		if (!function)
			return error_set(error, 0, "cannot %s: %s", purpose, dlerror());
		*(void **)((char *)libdw + entries[i].offset) = function;
	}
	libdw->elf_version(EV_CURRENT);
	return 0;
}

bool libdw_number(const struct libdw *libdw, Dwarf_Die *die, unsigned name, uint64_t *number)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	if (!libdw->dwarf_attr_integrate(die, name, &attribute) ||
	    libdw->dwarf_formudata(&attribute, &value) != 0)
		return false;
	*number = value;
	return true;
}
