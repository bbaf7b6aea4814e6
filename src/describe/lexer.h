/* Cuts a description into tokens. */
#ifndef RASTRO_DESCRIBE_LEXER_H
#define RASTRO_DESCRIBE_LEXER_H

#include "describe/model.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NAME,
	TOKEN_NUMBER,
	TOKEN_STRING, /* word: without the quotes */
	TOKEN_HEADER, /* word: <linux/time.h> */
	TOKEN_SIGN,   /* word: ( ) { } [ ] , ; : * & | ! = == != - */
};

struct token {
	enum token_kind kind;
	struct place at;
	bool starts_line; /* stands in the first column */
	const char *word;
	uint64_t number;
};

struct lexer {
	struct model *model;
	const struct source *source;
	size_t next;
	unsigned line;
	struct token token; /* the current one */
	struct token ahead; /* the one after it */
};

void lexer_init(struct lexer *, struct model *, const struct source *);
void lexer_advance(struct lexer *);

#endif
