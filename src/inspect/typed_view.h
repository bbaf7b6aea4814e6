/* Memory as the program's own types have it. */
#ifndef RASTRO_INSPECT_TYPED_VIEW_H
#define RASTRO_INSPECT_TYPED_VIEW_H

#include "base/arena.h"
#include "calls/value.h"
#include "inspect/subject.h"
#include "symbol/scope.h"

enum { TYPED_SIZE_MAX = 1 << 20 }; /* bytes of one variable */

/* Bytes of that type, under a name or none. */
struct value *typed_value(struct subject *, const char *name, const struct type *,
                          const uint8_t *bytes, size_t length, struct arena *);
/* All numbers in it, pointers and enumerators as well, in another form: what "print" takes. */
void typed_format(struct subject *, struct value *, char letter, struct arena *);
/* What lies at an address; NULL with error. */
struct value *typed_at(struct subject *, const struct type *, uint64_t address, struct arena *,
                       struct error *);
/* An argument or a variable of a function that is active; "<optimized out>" where it has no
 * value at that point. */
struct value *typed_local(struct subject *, const struct scope *, const struct variable *,
                          struct arena *);
/* Where a variable is: one of the activation that is looked at, or one that is there always.
 * What lies in no memory is kept (subject_keep()).  -1 with error, ENOENT: there is none of that
 * name. */
int typed_find(struct subject *, const char *name, struct type *, uint64_t *address,
               struct error *);
/* The variable that is named, or a part of it: "chain.first.next->number", "list[3]",
 * "*pointer".  NULL with error. */
struct value *typed_variable(struct subject *, const char *text, struct arena *, struct error *);
/* A structure of that name at an address; *size: of it.  NULL with error; where there is no
 * such type, the error's number is ENOENT. */
struct value *typed_structure(struct subject *, const char *name, uint64_t address, uint64_t *size,
                              struct arena *, struct error *);

#endif
