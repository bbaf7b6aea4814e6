/* Letters to tokens.  What is not a token is reported and left out. */
#include "describe/lexer.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>

static int letter(const struct lexer *lexer, size_t ahead)
{
	size_t at = lexer->next + ahead;

	return at < lexer->source->size ? (unsigned char)lexer->source->bytes[at] : 0;
}

static bool at_end(const struct lexer *lexer)
{
	return lexer->next >= lexer->source->size;
}

static void skip_blanks(struct lexer *lexer)
{
	for (; !at_end(lexer); lexer->next++) {
		int c = letter(lexer, 0);

		if (c == '/' && letter(lexer, 1) == '/') {
			while (!at_end(lexer) && letter(lexer, 0) != '\n')
				lexer->next++;
			lexer->next--;
		} else if (c == '\n') {
			lexer->line++;
		} else if (c != ' ' && c != '\t' && c != '\r') {
			return;
		}
	}
}

static size_t run_of_name(const struct lexer *lexer)
{
	size_t length = 0;

	while (isalnum(letter(lexer, length)) || letter(lexer, length) == '_')
		length++;
	return length;
}

static void read_number(struct lexer *lexer, struct token *token)
{
	size_t length = run_of_name(lexer);
	char *end;

	token->kind = TOKEN_NUMBER;
	token->word = model_word(lexer->model, &lexer->source->bytes[lexer->next], length);
	errno = 0;
	token->number = strtoull(token->word, &end, 0);
	if (*end || errno)
		model_error(lexer->model, token->at, "\"%s\" is not a number%s", token->word,
		            *end ? "" : " of 64 bits");
	lexer->next += length;
}

/* A letter stands for its number, as in C: the types of ioctl's commands. */
static bool read_letter(struct lexer *lexer, struct token *token)
{
	int c = letter(lexer, 1);

	if (letter(lexer, 0) != '\'' || !isprint(c) || c == '\\' || letter(lexer, 2) != '\'')
		return false;
	token->kind = TOKEN_NUMBER;
	token->word = model_word(lexer->model, &lexer->source->bytes[lexer->next], 3);
	token->number = (uint64_t)c;
	lexer->next += 3;
	return true;
}

/* Between quotes, or a header's angle brackets, which belong to the word. */
static void read_quoted(struct lexer *lexer, struct token *token, char closing)
{
	size_t length = 1;
	bool is_header = closing == '>';

	while (letter(lexer, length) && letter(lexer, length) != closing &&
	       letter(lexer, length) != '\n')
		length++;
	token->kind = is_header ? TOKEN_HEADER : TOKEN_STRING;
	bool closed = letter(lexer, length) == closing;
	if (!closed)
		model_error(lexer->model, token->at, "no %c before the end of the line", closing);
	const char *start = &lexer->source->bytes[lexer->next];
	token->word = is_header ? model_word(lexer->model, start, length + closed)
	                        : model_word(lexer->model, start + 1, length - 1);
	lexer->next += length + closed;
}

static bool read_sign(struct lexer *lexer, struct token *token)
{
	int c = letter(lexer, 0);

	if (!c || !strchr("(){}[],;:*&|!=-$.", c))
		return false;
	size_t length = (c == '=' || c == '!') && letter(lexer, 1) == '=' ? 2 : 1;
	token->kind = TOKEN_SIGN;
	token->word = model_word(lexer->model, &lexer->source->bytes[lexer->next], length);
	lexer->next += length;
	return true;
}

static struct token read_token(struct lexer *lexer)
{
	for (;;) {
		skip_blanks(lexer);
		struct token token = { .at = { lexer->source, lexer->line }, .word = "" };
		int c = letter(lexer, 0);

		token.starts_line = !lexer->next || (lexer->next < lexer->source->size &&
		                                     lexer->source->bytes[lexer->next - 1] == '\n');
		if (at_end(lexer))
			return token;
		if (isdigit(c)) {
			read_number(lexer, &token);
			return token;
		}
		if (isalpha(c) || c == '_') {
			size_t length = run_of_name(lexer);
			token.kind = TOKEN_NAME;
			token.word = model_word(lexer->model, &lexer->source->bytes[lexer->next],
			                        length);
			lexer->next += length;
			return token;
		}
		if (c == '"' || c == '<') {
			read_quoted(lexer, &token, c == '"' ? '"' : '>');
			return token;
		}
		if (read_letter(lexer, &token) || read_sign(lexer, &token))
			return token;
		model_error(lexer->model, token.at,
		            isprint(c) ? "unexpected character '%c'" : "unexpected byte %#x", c);
		lexer->next++;
	}
}

void lexer_advance(struct lexer *lexer)
{
	lexer->token = lexer->ahead;
	lexer->ahead = read_token(lexer);
}

void lexer_init(struct lexer *lexer, struct model *model, const struct source *source)
{
	*lexer = (struct lexer){ .model = model, .source = source, .line = 1 };
	lexer_advance(lexer);
	lexer_advance(lexer);
}
