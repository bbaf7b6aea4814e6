/* A sheet of facts. */
#include "inspect/sheet.h"

#include "output/print.h"

#include <stdio.h>

enum { NAME_COLUMN = 14 };

struct sheet sheet_of(struct text *out, bool is_json)
{
	return (struct sheet){ .out = out, .is_json = is_json, .json = { .out = out } };
}

void sheet_begin(struct sheet *sheet)
{
	if (sheet->is_json)
		json_object_begin(&sheet->json);
}

void sheet_end(struct sheet *sheet)
{
	if (!sheet->is_json)
		return;
	json_object_end(&sheet->json);
	text_char(sheet->out, '\n');
}

/* In JSON, names are one word. */
static void put_name(struct sheet *sheet, const char *name)
{
	char word[NAME_COLUMN + 10];
	size_t length = 0;

	for (; name[length] && length < sizeof(word); length++)
		word[length] = name[length] == ' ' ? '_' : name[length];
	json_name_put(&sheet->json, word, length);
}

/* What is no text: as everywhere in our JSON. */
static void put_bytes(struct sheet *sheet, const uint8_t *bytes, size_t length)
{
	json_object_begin(&sheet->json);
	json_name(&sheet->json, "bytes");
	json_hex(&sheet->json, bytes, length);
	json_object_end(&sheet->json);
}

static void put_safely(struct text *out, const uint8_t *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (bytes[i] >= ' ' && bytes[i] < 0x7f && bytes[i] != '\\')
			text_char(out, (char)bytes[i]);
		else
			print_quoted(out, &bytes[i], 1, HEX_NONE, QUOTE_NONE);
}

/* What stands before a fact's text. */
static void fact_begin(struct sheet *sheet, const char *name)
{
	if (!sheet->in_row) {
		size_t start = sheet->out->length;

		text_string(sheet->out, name);
		text_pad(sheet->out, start, NAME_COLUMN);
		return;
	}
	text_literal(sheet->out, "  ");
	for (; sheet->gap; sheet->gap--)
		text_char(sheet->out, ' ');
}

/* What is missing to its width is only printed if another one follows. */
static void fact_end(struct sheet *sheet, size_t start, unsigned width)
{
	size_t length = sheet->out->length - start;

	if (!sheet->in_row)
		text_char(sheet->out, '\n');
	else
		sheet->gap = width > length ? width - (unsigned)length : 0;
}

void sheet_text(struct sheet *sheet, const char *name, unsigned width, const void *bytes,
                size_t length)
{
	if (sheet->is_json) {
		put_name(sheet, name);
		if (json_is_text(bytes, length))
			json_string(&sheet->json, bytes, length);
		else
			put_bytes(sheet, bytes, length);
		return;
	}
	fact_begin(sheet, name);
	size_t start = sheet->out->length;

	put_safely(sheet->out, bytes, length);
	fact_end(sheet, start, width);
}

void sheet_string(struct sheet *sheet, const char *name, unsigned width, const char *string)
{
	sheet_text(sheet, name, width, string, strlen(string));
}

void sheet_number(struct sheet *sheet, const char *name, unsigned width, int64_t number)
{
	if (sheet->is_json) {
		put_name(sheet, name);
		json_signed(&sheet->json, number);
		return;
	}
	fact_begin(sheet, name);
	size_t start = sheet->out->length;

	text_decimal(sheet->out, number);
	fact_end(sheet, start, width);
}

void sheet_hex(struct sheet *sheet, const char *name, unsigned width, uint64_t number)
{
	if (sheet->is_json) {
		put_name(sheet, name);
		json_unsigned(&sheet->json, number);
		return;
	}
	fact_begin(sheet, name);
	size_t start = sheet->out->length;

	text_hex(sheet->out, number);
	fact_end(sheet, start, width);
}

void sheet_safe(struct sheet *sheet, const char *name, const struct text *text)
{
	if (sheet->is_json) {
		put_name(sheet, name);
		json_string(&sheet->json, text->bytes, text->length);
		return;
	}
	fact_begin(sheet, name);
	size_t start = sheet->out->length;

	text_put(sheet->out, text->bytes, text->length);
	fact_end(sheet, start, 0);
}

void sheet_list_begin(struct sheet *sheet, const char *name, const char *note)
{
	if (sheet->is_json) {
		put_name(sheet, name);
		json_array_begin(&sheet->json);
		return;
	}
	size_t start = sheet->out->length;

	text_string(sheet->out, name);
	if (note) {
		text_pad(sheet->out, start, NAME_COLUMN);
		text_string(sheet->out, note);
	}
	text_char(sheet->out, '\n');
}

void sheet_list_end(struct sheet *sheet)
{
	if (sheet->is_json)
		json_array_end(&sheet->json);
}

void sheet_row_begin(struct sheet *sheet)
{
	sheet->in_row = true;
	sheet->gap = 0;
	if (sheet->is_json)
		json_object_begin(&sheet->json);
}

void sheet_row_end(struct sheet *sheet)
{
	sheet->in_row = false;
	if (sheet->is_json)
		json_object_end(&sheet->json);
	else
		text_char(sheet->out, '\n');
}
