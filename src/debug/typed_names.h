/* The program's own variables and types in expressions, for a subject as the owner. */
#ifndef RASTRO_DEBUG_TYPED_NAMES_H
#define RASTRO_DEBUG_TYPED_NAMES_H

#include "base/arena.h"
#include "debug/subject.h"

struct value;

extern const struct expression_typing typed_names;

/* The value of an expression of such a type, as what it is; NULL with error. */
struct value *typed_result(struct subject *, const struct expression_type *, uint64_t number,
                           struct arena *, struct error *);

#endif
