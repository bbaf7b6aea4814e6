/* What the two halves of the parser share. */
#ifndef RASTRO_DESCRIBE_PARSER_H
#define RASTRO_DESCRIBE_PARSER_H

#include "describe/lexer.h"

/* After a mistake the parser is "lost": nothing matches any more, so every loop
 * ends, until the next description is looked for. */
struct parser {
	struct model *model;
	struct lexer lexer;
	bool lost;
};

bool parser_at(const struct parser *, const char *word);
/* True, and one token further, when the current one is that word or sign. */
bool parser_accept(struct parser *, const char *word);
void parser_expect(struct parser *, const char *word);
/* A name; "" after a message. */
const char *parser_name(struct parser *, const char *what);
bool parser_at_name(const struct parser *);
__attribute__((format(printf, 2, 3))) void parser_fail(struct parser *, const char *format, ...);

/* A | B | 3, optionally in parentheses. */
struct expression parse_expression(struct parser *);
struct term *parse_term(struct parser *);
struct term *parse_keys(struct parser *);
struct type_node parse_type(struct parser *);
struct sibling_node parse_sibling(struct parser *);
struct by_node parse_by(struct parser *);
/* A member of a member has dots in its name, as fmt.pix. */
const char *parse_dotted_name(struct parser *, const char *what);
struct name_node *parse_names(struct parser *, const char *what);
/* Fields up to the closing sign, with , or ; between or behind them. */
struct fields_node parse_fields(struct parser *, const char *closing);
/* What an attribute holds. */
struct fields_node parse_payloads(struct parser *);

#endif
