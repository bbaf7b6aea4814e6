/* Names of symbols as the source has them: "N::go(int)" for "_ZN1N2goEi"; C++ and Rust. */
#ifndef RASTRO_SYMBOL_DEMANGLE_H
#define RASTRO_SYMBOL_DEMANGLE_H

#include "base/text.h"

enum {
	DEMANGLE_NAME_MAX = 4096, /* longer names stay as they are */
	DEMANGLED_MAX = 1 << 16,  /* and so do those that would get longer than this */
};

/* Appends the readable name, or the name itself where it has no other. */
void demangle(struct text *, const char *name, size_t length);

#endif
