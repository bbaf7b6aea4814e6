/* Finding libedit's functions. */
#include "cmd/libedit.h"

#include <dlfcn.h>
#include <stddef.h>

#define LIBEDIT_ENTRY(name) { #name, offsetof(struct libedit, name) },
static const struct {
	const char *name;
	size_t offset; /* in struct libedit */
} entries[] = { LIBEDIT_FUNCTIONS(LIBEDIT_ENTRY) };
#undef LIBEDIT_ENTRY

bool libedit_load(struct libedit *libedit)
{
	/* Never closed: the terminal is read by it until we end. */
	void *library = dlopen("libedit.so.2", RTLD_NOW | RTLD_LOCAL);

	for (size_t i = 0; library && i < sizeof(entries) / sizeof(*entries); i++) {
		void *function = dlsym(library, entries[i].name);

		if (!function)
			return false;
		*(void **)((char *)libedit + entries[i].offset) = function;
	}
	return library != NULL;
}
