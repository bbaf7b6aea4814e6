/* What a person asks of a process, in a line: "$rax", "x/16gx $rsp", "struct stat $rsi",
 * "find "text"", "regs", "maps"; and what is to be changed: "counter = 5". */
#ifndef RASTRO_INSPECT_QUERY_H
#define RASTRO_INSPECT_QUERY_H

#include "inspect/overview.h"
#include "inspect/sheet.h"
#include "inspect/subject.h"
#include "output/view.h"

struct query {
	struct sheet *sheet;
	struct subject *subject;
	const struct view *view;
	char format; /* of numbers: x, d, u, o, t, z, c, a, f or s; '\0': as their types are */
};

/* True when registers must be known for an answer: then the subject must be held. */
bool query_needs_hold(const char *text);
/* Adds the answer to the sheet; -1 with error where there is none. */
int query_answer(const struct query *, const char *text, struct error *);
/* The same of an expression, whatever its names are. */
int query_evaluate(const struct query *, const char *text, struct error *);
/* The same without its name, and nothing is kept of it; or nothing is shown at all. */
int query_output(const struct query *, const char *text, struct error *);
int query_do(const struct query *, const char *text, struct error *);
/* "/16gx ADDRESS": format: as of memory_format_parse(); next: in, what is examined where no
 * address stands (0: there must be one), out, what is behind it. */
struct memory_format;
int query_examine(const struct query *, const char *text, struct memory_format *, uint64_t *next,
                  struct error *);
/* Its value alone. */
int query_value(const struct query *, const char *text, struct expression_type *, uint64_t *,
                struct error *);
/* The type of an expression, or a type itself; is_whole: with all that is in it. */
int query_type(const struct query *, const char *text, bool is_whole, struct error *);
/* All that was printed, and all that has a name behind a $. */
int query_kept(const struct query *, bool are_named, struct error *);
/* The subject must be held.  PLACE = VALUE: an expression, a "string", or {bytes in hexadecimal}.
 * What was written is read again; the answer says what it was before. */
int query_change(const struct query *, const char *text, struct error *);

/* The names of the bits that are set in it: "[ZF PF]". */
void register_flags_put(struct text *, const struct register_value *);

struct query_form {
	const char *word; /* what it begins with */
	const char *form, *help;
};
extern const struct query_form query_forms[]; /* ends with word NULL */

#endif
