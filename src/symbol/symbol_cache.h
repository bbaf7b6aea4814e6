/* Symbols around addresses, found faster than libdw does, which goes through all symbols of a
 * module each time. */
#ifndef RASTRO_SYMBOL_SYMBOL_CACHE_H
#define RASTRO_SYMBOL_SYMBOL_CACHE_H

#include "symbol/space.h"

struct symbol_cache;

/* NULL: there is no memory. */
struct symbol_cache *symbol_cache_create(void);
/* NULL is allowed. */
void symbol_cache_free(struct symbol_cache *);
/* What libdw says, as of space_symbol(). */
struct space_symbol symbol_cache_find(struct symbol_cache *, const struct space *,
                                      uint64_t address);

#endif
