/* Points as text: what there are, and what those that only tell have to say. */
#include "debug/debugger_parts.h"

#include "output/insn_text.h"
#include "output/print.h"

#include <errno.h>
#include <string.h>

enum { LOG_STRING_MAX = 256, LOG_EXPRESSION_MAX = 512 };

/* ---- what there are */

static const char *kind_name(const struct point *point)
{
	static const char *const names[] = {
		[POINT_BREAK] = "break", [POINT_HARDWARE] = "hbreak", [POINT_WATCH] = "watch",
		[POINT_CALLS] = "catch", [POINT_EVENT] = "catch",
	};

	if (point->log)
		return "log";
	if (point->kind == POINT_WATCH && point->watch == WATCH_ACCESS)
		return "awatch";
	return point->kind == POINT_BREAK && point->is_temporary ? "tbreak" : names[point->kind];
}

static void put_places(struct debugger *debugger, const struct point *point, struct text *out)
{
	const struct point_share *share = point_share(debugger, point);

	if (!share && point->address)
		text_hex(out, point->address);
	for (unsigned i = 0; share && i < share->place_count; i++) {
		text_string(out, i ? ", " : "");
		text_hex(out, share->places[i]);
		if (debugger->has_subject) {
			text_literal(out, " <");
			if (subject_place(&debugger->subject, share->places[i], out))
				text_char(out, '>');
			else
				out->length -= strlen(" <");
		}
	}
}

static void facts_json(struct sheet *sheet, const struct point *point)
{
	json_name(&sheet->json, "enabled");
	json_bool(&sheet->json, point->is_enabled);
	sheet_number(sheet, "hits", 0, (int64_t)point->hits);
	sheet_number(sheet, "ignore", 0, (int64_t)point->ignore);
	if (point->condition)
		sheet_string(sheet, "if", 0, point->condition);
	if (point->log)
		sheet_string(sheet, "log", 0, point->log);
}

static void facts_text(const struct point *point, struct text *out)
{
	if (point->condition)
		text_format(out, "  if %s", point->condition);
	if (point->log)
		text_format(out, "  %s", point->log);
	if (!point->is_enabled)
		text_literal(out, "  (disabled)");
	if (point->ignore)
		text_format(out, "  (pass by %llu)", (unsigned long long)point->ignore);
	if (point->hits)
		text_format(out, "  (met %llu)", (unsigned long long)point->hits);
}

void point_put(struct debugger *debugger, struct sheet *sheet, const struct point *point)
{
	bool is_placed = point->kind == POINT_BREAK || point->kind == POINT_HARDWARE;
	struct text where = { 0 };

	put_places(debugger, point, &where);
	if (is_placed && !where.length)
		text_literal(&where, "pending");
	sheet_row_begin(sheet);
	sheet_number(sheet, "number", 3, point->number);
	sheet_string(sheet, "kind", 7, kind_name(point));
	sheet_string(sheet, "what", 16, point->what);
	if (sheet->is_json)
		facts_json(sheet, point);
	else
		facts_text(point, &where);
	if (where.length)
		sheet_text(sheet, "where", 0, where.bytes, where.length);
	sheet_row_end(sheet);
	text_free(&where);
}

int points_show(struct debugger *debugger, const char *text, struct error *error)
{
	struct error ignored;

	(void)text;
	(void)error;
	if (debugger->inferior)
		need_subject(debugger, &ignored);
	sheet_list_begin(&debugger->sheet, "points", NULL);
	for (unsigned i = 0; i < debugger->point_count; i++)
		if (debugger->points[i]->number)
			point_put(debugger, &debugger->sheet, debugger->points[i]);
	sheet_list_end(&debugger->sheet);
	return 0;
}

/* ---- what is told */

/* The string that lies at an address, as far as it is mapped, in quotes. */
static void put_string(struct debugger *debugger, uint64_t address, struct text *out)
{
	uint8_t bytes[LOG_STRING_MAX];
	ssize_t got = subject_read(&debugger->subject, address, bytes, sizeof(bytes));
	size_t length = got > 0 ? strnlen((char *)bytes, (size_t)got) : 0;

	if (got <= 0)
		text_hex(out, address);
	else
		print_quoted(out, bytes, length, HEX_NONE, length == sizeof(bytes) ? QUOTE_CUT : 0);
}

static void put_number(struct debugger *debugger, char format, uint64_t value, struct text *out)
{
	uint8_t byte = (uint8_t)value;

	switch (format) {
	case 'x':
		text_hex(out, value);
		break;
	case 'u':
		text_unsigned(out, value);
		break;
	case 'c':
		print_quoted(out, &byte, 1, HEX_NONE, QUOTE_NONE);
		break;
	case 's':
		put_string(debugger, value, out);
		break;
	case 'p':
		if (!subject_place(&debugger->subject, value, out))
			text_hex(out, value);
		break;
	default:
		text_decimal(out, (int64_t)value);
	}
}

/* What stands in {}: [FORMAT:]EXPRESSION. */
static void put_value(struct debugger *debugger, const char *at, size_t length, struct text *out)
{
	char expression[LOG_EXPRESSION_MAX];
	bool has_format = length > 2 && at[1] == ':' && at[2] != ':' && strchr("xducsp", *at);
	char format = has_format ? *at : 'd';
	struct error error = { 0 };
	uint64_t value;

	at += has_format ? 2 : 0;
	length -= has_format ? 2 : 0;
	if (length >= sizeof(expression))
		length = sizeof(expression) - 1;
	memcpy(expression, at, length);
	expression[length] = '\0';
	if (debugger_evaluate(debugger, expression, &value, &error) == 0)
		put_number(debugger, format, value, out);
	else
		text_format(out, "{%s}", error.text);
}

void point_log(struct debugger *debugger, const struct point *point)
{
	struct text line = { 0 };

	for (const char *at = point->log; *at; at++) {
		const char *end = *at == '{' ? strchr(at, '}') : NULL;

		if (end) {
			put_value(debugger, at + 1, (size_t)(end - at - 1), &line);
			at = end;
		} else {
			text_char(&line, *at);
		}
	}
	struct sheet sheet = event_sheet(debugger, "log");

	if (sheet.is_json) {
		sheet_number(&sheet, "number", 0, point->number);
		sheet_number(&sheet, "thread", 0, debugger->tid);
		sheet_text(&sheet, "text", 0, line.bytes, line.length);
	} else {
		text_put_name(sheet.out, line.bytes, line.length);
		text_char(sheet.out, '\n');
	}
	event_sheet_end(debugger, &sheet);
	text_free(&line);
}
