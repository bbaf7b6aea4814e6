/* Values that outlive the command that they come from: those that were printed, "$1", "$", "$$",
 * and those that got a name, "$count".
 *
 * Types belong to what is known of the program's files; when a file goes, so do its types, and
 * what is left is numbers. */
#ifndef RASTRO_INSPECT_KEPT_VALUES_H
#define RASTRO_INSPECT_KEPT_VALUES_H

#include "inspect/expression.h"
#include "symbol/types.h"

struct kept_values;

struct kept_type {
	bool has_own;
	struct type own;              /* of the program's */
	struct expression_type plain; /* without that */
};

struct kept_value {
	char *name;   /* NULL: it was printed */
	char *text;   /* as what; or NULL */
	bool is_void; /* it has none yet, or its type is gone */
	struct kept_type type;
	bool is_declared; /* as what it becomes when the expression is evaluated that is being read
	                   */
	struct kept_type declared;
	uint64_t number; /* of an aggregate, where its bytes lie */
	uint8_t *bytes;
	size_t length;
};

struct kept_values *kept_values_create(void);
void kept_values_destroy(struct kept_values *);

/* One that was printed; bytes: of an aggregate, which are taken over, or NULL: they were too many.
 * Returns which it is, from 1 on; 0: no room. */
unsigned kept_values_add(struct kept_values *, const struct kept_value *);
/* That of a name, which is made if create; NULL: there is none. */
struct kept_value *kept_values_named(struct kept_values *, const char *name, size_t length,
                                     bool create);
/* By what the machine calls it: any, whatever its name. */
struct kept_value *kept_values_get(struct kept_values *, uint64_t number);
uint64_t kept_values_number(const struct kept_values *, const struct kept_value *);
/* "", "7", "$", "$2": what stands behind the $; NULL: there is no such. */
struct kept_value *kept_values_printed(struct kept_values *, const char *name, size_t length);
unsigned kept_values_count(const struct kept_values *);
/* The printed ones from 1 on, and after them all that have names; NULL: there are no more. */
struct kept_value *kept_values_next(struct kept_values *, unsigned *index);

/* A number becomes its value, whatever that was before; or bytes, which are taken over. */
void kept_value_set(struct kept_value *, const struct kept_type *, uint64_t number);
void kept_value_set_bytes(struct kept_values *, struct kept_value *, const struct kept_type *,
                          uint8_t *bytes, size_t length);
/* A number gets a name, whatever that was before. */
void kept_values_name(struct kept_values *, const char *name, const struct kept_type *,
                      uint64_t number);
/* An expression begins: nothing is declared. */
void kept_values_begin(struct kept_values *);

/* An address that no program has, but one of them. */
bool kept_values_have(uint64_t address);
ssize_t kept_values_read(const struct kept_values *, uint64_t address, void *buffer, size_t length);
/* Files have gone, and with them types. */
void kept_values_forget_types(struct kept_values *);

#endif
