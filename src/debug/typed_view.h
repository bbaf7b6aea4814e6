/* Memory as the program's own types have it. */
#ifndef RASTRO_DEBUG_TYPED_VIEW_H
#define RASTRO_DEBUG_TYPED_VIEW_H

#include "base/arena.h"
#include "calls/value.h"
#include "debug/subject.h"

enum { TYPED_SIZE_MAX = 1 << 20 }; /* bytes of one variable */

/* The variable that is named, or a part of it: "chain.first.next->number", "list[3]",
 * "*pointer".  NULL with error. */
struct value *typed_variable(struct subject *, const char *text, struct arena *, struct error *);
/* A structure of that name at an address; *size: of it.  NULL with error; where there is no
 * such type, the error's number is ENOENT. */
struct value *typed_structure(struct subject *, const char *name, uint64_t address, uint64_t *size,
                              struct arena *, struct error *);

#endif
