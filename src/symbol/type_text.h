/* Types as C and C++ write them. */
#ifndef RASTRO_SYMBOL_TYPE_TEXT_H
#define RASTRO_SYMBOL_TYPE_TEXT_H

#include "base/text.h"
#include "symbol/types.h"

/* "const char *", "struct item [3]", "int (*)(int, char **)"; around a name, or NULL. */
void type_text(const struct space *, const struct type *, const char *name, struct text *);
/* The same without the name that somebody gave it; structures and enumerations with all that is in
 * them. */
void type_text_whole(const struct space *, const struct type *, struct text *);
/* A declaration: of a variable, function, structure, typedef ...; false: of nothing such. */
bool type_text_declaration(const struct space *, Dwarf_Die *, struct text *);

#endif
