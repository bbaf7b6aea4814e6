/* The program's own variables and types in expressions, for a subject as the owner. */
#ifndef RASTRO_INSPECT_TYPED_NAMES_H
#define RASTRO_INSPECT_TYPED_NAMES_H

#include "base/arena.h"
#include "inspect/subject.h"

struct value;

extern const struct expression_typing typed_names;

/* Values that are kept, by what stands behind the $, with the names that the machine calls them
 * by: what it is worth, and that it becomes. */
bool typed_kept(struct subject *, const char *name, size_t length, struct expression_name *);
int typed_kept_number(struct subject *, uint64_t number, uint64_t *value);
int typed_keep(struct subject *, uint64_t number, uint64_t *value, struct error *);
/* What was printed is "$", and has a number from then on; text: as what.  0: it has none. */
unsigned typed_print_keep(struct subject *, const struct expression_type *, uint64_t number,
                          const char *text);
/* The type that a number stands for; where it is none of the program's, one like it. */
struct type typed_type(const struct subject *, const struct expression_type *);

/* The other way: what a value of the program's type is in expressions. */
struct expression_type typed_describe(struct subject *, const struct type *);

/* The value of an expression of such a type, as what it is; NULL with error. */
struct value *typed_result(struct subject *, const struct expression_type *, uint64_t number,
                           struct arena *, struct error *);

#endif
