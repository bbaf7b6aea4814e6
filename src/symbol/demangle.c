/* Demangling, by libiberty.
 *
 * A name comes from a file of the traced program, and one of a few hundred bytes
 * can stand for a text that no memory holds: parts may repeat parts.  The library
 * hands over its text piece by piece and has no way to be told to stop, but it
 * holds nothing meanwhile: so we leave it by a jump when it is enough. */
#include "symbol/demangle.h"

#include <libiberty/demangle.h>
#include <setjmp.h>
#include <string.h>

struct collector {
	struct text *out;
	size_t start;
	jmp_buf enough;
};

static void collect(const char *piece, size_t length, void *owner)
{
	struct collector *collector = owner;

	if (collector->out->length - collector->start + length > DEMANGLED_MAX)
		longjmp(collector->enough, 1);
	text_put(collector->out, piece, length);
}

static bool demangle_into(struct collector *collector, const char *mangled)
{
	const int options = DMGL_PARAMS;

	if (setjmp(collector->enough))
		return false;
	return rust_demangle_callback(mangled, options, collect, collector) ||
	       cplus_demangle_v3_callback(mangled, options, collect, collector);
}

void demangle(struct text *out, const char *name, size_t length)
{
	char mangled[DEMANGLE_NAME_MAX + 1];
	struct collector collector = { .out = out, .start = out->length };

	if (length > 2 && length <= DEMANGLE_NAME_MAX && memcmp(name, "_", 1) == 0) {
		memcpy(mangled, name, length);
		mangled[length] = '\0';
		if (demangle_into(&collector, mangled))
			return;
		out->length = collector.start;
	}
	text_put(out, name, length);
}
