/* What the dynamic loader has loaded, as it tells debuggers: a list in the program's memory.
 *
 * Its head is found by way of the program's headers, which the kernel tells of. */
#ifndef RASTRO_INSPECT_LIBRARY_LIST_H
#define RASTRO_INSPECT_LIBRARY_LIST_H

#include "base/text.h"
#include "event/memory.h"

#include <stdbool.h>

enum {
	LIBRARY_PATH_MAX = 4096,
	LIBRARIES_MAX = 4096,
	LIBRARY_SPACES_MAX = 64, /* of dlmopen */
	LIBRARY_TAGS_MAX = 1024, /* of the dynamic section */
	LIBRARY_HEADERS_MAX = 1024,
};

struct library_source {
	struct memory *memory;
	const struct text *auxv;
	bool is_32;
};

/* Where the loader leaves the address of its list, once it has one; 0: nowhere. */
uint64_t library_list_place(const struct library_source *);
/* Appends gdb's document "library-list-svr4"; without a loader, or before it has begun, it is
 * empty. */
void library_list_put(const struct library_source *, struct text *);

/* The loader's entry of what it has loaded so far above the addresses of its file; 0: none. */
uint64_t library_list_find(const struct library_source *, uint64_t loaded);

#endif
