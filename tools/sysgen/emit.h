/* What the emitters of tables share. */
#ifndef RASTRO_SYSGEN_EMIT_H
#define RASTRO_SYSGEN_EMIT_H

#include "describe/model.h"

struct emitter {
	struct model *model;
	struct text *out;
	struct names by_text;     /* printed text to identifier */
	struct names identifiers; /* taken */
	struct names structs;     /* printed already, or begun: then they are declared */
};

void emit_string(struct text *, const char *);
void emit_number(struct text *, uint64_t);

/* What the field is made of is printed first, to emitter->out; then it, to body. */
void emit_field(struct emitter *, struct text *body, const struct field *);
/* Prints the array of fields; returns its identifier, or NULL when there are none. */
const char *emit_fields(struct emitter *, const struct structure *, const char *kind);
/* The initialiser of a structure whose fields have been printed. */
void emit_structure_body(struct text *, const struct structure *, const char *fields,
                         const char *indent);
void emit_structure(struct emitter *, const struct structure *);

/* What goes into calls.c, plans.c and layout_checks.c. */
void emit_tables(struct model *, const struct tables *, struct text *);
void emit_plans(struct model *, const struct tables *, const struct plan_steps *, struct text *);
void emit_checks(struct model *, struct text *);
void emit_described(const struct model *, struct text *);
/* Keeps a key of a choice for emit_described(): the number is what is looked for. */
void describe_key(struct model *, const struct choice_node *, const struct term *key,
                  uint64_t number);

#endif
