/* Code as people look at it.
 *
 *	visit:
 *	list.c:17		for (; list; list = list->next)
 *	     0x401146 <+16>	mov rax, qword ptr [rbp-0x8]
 *	=> ,-0x40114a <+20>	jz 0x401160 <visit+0x2a>	(jumps)
 *	   | 0x40114c <+22>	...
 *	   `>0x401160 <+42>	ret
 *
 * A listing is decoded as a whole before it is shown, so that jumps can be drawn: each in a
 * lane of its own, the short ones inside. */
#include "inspect/code_view.h"

#include "arch/insn.h"
#include "inspect/activation.h"
#include "output/insn_text.h"
#include "output/print.h"
#include "symbol/source.h"
#include "symbol/source_text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum {
	LANES_MAX = 6,
	JUMPS_MAX = 256, /* that are drawn in one listing */
	BYTES_MAX = CODE_INSTRUCTIONS_MAX * INSN_LENGTH_MAX,
	LINE_COLUMNS = 5,
	PLACE_COLUMNS = 8,
	NO_LANE = 0xff,
};

/* ---- lines */

static void line_show(const struct query *query, unsigned number, bool is_here, const char *line,
                      size_t length)
{
	struct sheet *sheet = query->sheet;
	size_t start = sheet->out->length;

	if (sheet->is_json) {
		sheet_row_begin(sheet);
		sheet_number(sheet, "line", 0, number);
		sheet_text(sheet, "text", 0, line, length);
		sheet_row_end(sheet);
		return;
	}
	text_string(sheet->out, is_here ? "=> " : "   ");
	text_unsigned(sheet->out, number);
	text_pad(sheet->out, start, 3 + LINE_COLUMNS);
	text_char(sheet->out, ' ');
	source_text_put(sheet->out, line, length);
	text_char(sheet->out, '\n');
}

int code_list(const struct query *query, const char *file, unsigned first, unsigned count,
              unsigned here, struct error *error)
{
	struct text text = { 0 };
	size_t length;
	unsigned shown = 0;

	if (source_text_read(&text, query->subject->pid, file, error) < 0) {
		text_free(&text);
		return -1;
	}
	if (first < 1)
		first = 1;
	const char *line = source_text_line(&text, first, &length);
	const char *end = text.bytes + text.length;

	if (line && query->sheet->is_json) {
		sheet_string(query->sheet, "file", 0, file);
		sheet_list_begin(query->sheet, "lines", NULL);
	}
	while (line && line < end && shown < count && shown < CODE_LINES_MAX) {
		const char *newline = memchr(line, '\n', (size_t)(end - line));

		length = (size_t)((newline ? newline : end) - line);
		line_show(query, first + shown, first + shown == here, line, length);
		shown++;
		line = newline ? newline + 1 : NULL;
	}
	if (shown && query->sheet->is_json)
		sheet_list_end(query->sheet);
	text_free(&text);
	return shown ? (int)shown : error_set(error, ERANGE, "%.200s has no line %u", file, first);
}

/* ---- instructions */

struct item {
	uint64_t address;
	const uint8_t *code;
	size_t left; /* bytes of code from there on */
	struct insn insn;
	bool is_bad; /* a byte that is no instruction */
	uint8_t lane;
	unsigned target; /* index of where it jumps to, if it has a lane */
};

struct listing {
	const struct query *query;
	const struct insn_decoder *decoder;
	struct item *items;
	unsigned count, here; /* index of the marked one; count: none is */
	unsigned lanes;
	uint64_t ip;
	bool is_innermost; /* registers are those of the marked one */
	uint64_t function; /* that offsets are told from, */
	uint64_t function_end;
	struct text line_file; /* that was shown last */
	unsigned line;
	struct text source; /* the text of that file */
};

static void items_decode(struct listing *listing, uint64_t address, const uint8_t *code,
                         size_t length)
{
	size_t at = 0;

	while (at < length && listing->count < CODE_INSTRUCTIONS_MAX) {
		struct item *item = &listing->items[listing->count++];

		*item = (struct item){ .address = address + at,
			               .code = code + at,
			               .left = length - at,
			               .lane = NO_LANE };
		item->is_bad = insn_decode(listing->decoder, listing->query->subject->abi,
		                           item->address, item->code, item->left, &item->insn) < 0;
		at += item->is_bad ? 1 : item->insn.length;
	}
}

/* The item at an address; count: none begins there. */
static unsigned item_at(const struct listing *listing, uint64_t address)
{
	unsigned first = 0, end = listing->count;

	while (first < end) {
		unsigned middle = first + (end - first) / 2;

		if (listing->items[middle].address < address)
			first = middle + 1;
		else
			end = middle;
	}
	return first < listing->count && listing->items[first].address == address ? first
	                                                                          : listing->count;
}

/* ---- jumps */

struct jump {
	unsigned from, to, span;
};

static int jump_compare(const void *one, const void *other)
{
	const struct jump *a = one, *b = other;

	return a->span != b->span ? (a->span > b->span) - (a->span < b->span)
	                          : (a->from > b->from) - (a->from < b->from);
}

static bool overlap(const struct jump *one, const struct jump *other)
{
	unsigned one_low = one->from < one->to ? one->from : one->to;
	unsigned other_low = other->from < other->to ? other->from : other->to;

	return one_low <= other_low + other->span && other_low <= one_low + one->span;
}

/* The innermost lane that no other jump uses on the way. */
static void lane_take(struct listing *listing, const struct jump *jumps, unsigned index)
{
	bool taken[LANES_MAX] = { false };
	struct item *item = &listing->items[jumps[index].from];

	for (unsigned i = 0; i < index; i++) {
		uint8_t lane = listing->items[jumps[i].from].lane;

		if (lane < LANES_MAX && overlap(&jumps[i], &jumps[index]))
			taken[lane] = true;
	}
	for (uint8_t lane = 0; lane < LANES_MAX; lane++)
		if (!taken[lane]) {
			item->lane = lane;
			item->target = jumps[index].to;
			if (lane >= listing->lanes)
				listing->lanes = lane + 1u;
			return;
		}
}

/* Of the items from first on, which are those that are shown. */
static void jumps_find(struct listing *listing, unsigned first, unsigned end)
{
	struct jump jumps[JUMPS_MAX];
	unsigned count = 0;

	for (unsigned i = first; i < end && count < JUMPS_MAX; i++) {
		const struct insn *insn = &listing->items[i].insn;
		bool is_jump = !listing->items[i].is_bad && insn->has_target &&
		               (insn->kind == INSN_JUMP || insn->kind == INSN_BRANCH);
		unsigned to = is_jump ? item_at(listing, insn->target) : listing->count;

		if (to >= first && to < end && to != i)
			jumps[count++] = (struct jump){ i, to, to > i ? to - i : i - to };
	}
	qsort(jumps, count, sizeof(*jumps), jump_compare);
	for (unsigned i = 0; i < count; i++)
		lane_take(listing, jumps, i);
}

/* Lanes stand from the outermost to the innermost; who begins or ends here goes on to the
 * right. */
static void put_lanes(const struct listing *listing, unsigned index, unsigned first, unsigned end)
{
	struct text *out = listing->query->sheet->out;
	char cells[LANES_MAX + 1];
	unsigned width = listing->lanes;
	bool goes_right = false;
	char tip = ' ';

	memset(cells, ' ', sizeof(cells));
	for (unsigned i = first; i < end; i++) {
		const struct item *item = &listing->items[i];

		if (item->lane >= LANES_MAX)
			continue;
		unsigned low = i < item->target ? i : item->target;
		unsigned high = i < item->target ? item->target : i;
		char *cell = &cells[width - 1 - item->lane];

		if (index > low && index < high)
			*cell = '|';
		else if (index == low || index == high)
			*cell = index == low ? ',' : '`';
		if (index == item->target)
			tip = '>';
	}
	for (unsigned i = 0; i < width; i++) {
		if (goes_right && cells[i] == ' ')
			cells[i] = '-';
		goes_right |= cells[i] == ',' || cells[i] == '`';
	}
	text_put(out, cells, width);
	if (width)
		text_char(out, tip == ' ' && goes_right ? '-' : tip);
}

/* ---- showing */

struct namer {
	struct insn_namer namer; /* first */
	struct subject *subject;
};

static void name_put(const struct insn_namer *base, uint64_t address, struct text *out)
{
	struct subject *subject = ((const struct namer *)base)->subject;
	struct text place = { 0 };

	if (image_find(&subject->image, address) && subject_place(subject, address, &place)) {
		text_literal(out, " <");
		text_put_name(out, place.bytes, place.length);
		text_char(out, '>');
	}
	text_free(&place);
}

static void put_instruction(const struct listing *listing, const struct item *item,
                            struct text *out)
{
	const struct namer namer = { { name_put }, listing->query->subject };

	if (!item->is_bad &&
	    insn_format(listing->decoder, listing->query->subject->abi, item->address, item->code,
	                item->left, &namer.namer, out) == 0)
		return;
	text_literal(out, "(bad) ");
	text_hex(out, item->code[0]);
}

static uint64_t register_of(const struct listing *listing, const char *name)
{
	struct register_value value;
	uint64_t number = 0;

	if (register_file_find(&listing->query->subject->registers, name, strlen(name), &value))
		memcpy(&number, value.bytes, value.size < 8 ? value.size : 8);
	return number;
}

/* Of the branch that is done next. */
static bool jumps(const struct listing *listing, const struct item *item)
{
	unsigned abi = listing->query->subject->abi;

	return insn_is_taken(item->code, item->left, abi, register_of(listing, "eflags"),
	                     register_of(listing, abi ? "ecx" : "rcx"));
}

static bool tells_branch(const struct listing *listing, unsigned index)
{
	return index == listing->here && listing->is_innermost && !listing->items[index].is_bad &&
	       listing->items[index].insn.kind == INSN_BRANCH;
}

static void item_put(const struct listing *listing, unsigned index, unsigned first, unsigned end)
{
	const struct item *item = &listing->items[index];
	struct text *out = listing->query->sheet->out;
	size_t start;

	text_string(out, index == listing->here ? "=> " : "   ");
	put_lanes(listing, index, first, end);
	text_hex(out, item->address);
	text_char(out, ' ');
	start = out->length;
	if (item->address >= listing->function && item->address < listing->function_end) {
		text_literal(out, "<+");
		text_unsigned(out, item->address - listing->function);
		text_char(out, '>');
	}
	text_pad(out, start, PLACE_COLUMNS);
	text_char(out, ' ');
	put_instruction(listing, item, out);
	if (tells_branch(listing, index))
		text_string(out, jumps(listing, item) ? "  (jumps)" : "  (does not jump)");
	text_char(out, '\n');
}

static void item_json(const struct listing *listing, unsigned index)
{
	const struct item *item = &listing->items[index];
	struct sheet *sheet = listing->query->sheet;
	struct text text = { 0 };

	sheet_row_begin(sheet);
	sheet_hex(sheet, "address", 0, item->address);
	put_instruction(listing, item, &text);
	sheet_text(sheet, "text", 0, text.bytes, text.length);
	if (!item->is_bad && item->insn.has_target)
		sheet_hex(sheet, "target", 0, item->insn.target);
	if (index == listing->here)
		sheet_string(sheet, "next", 0, "yes");
	if (tells_branch(listing, index))
		sheet_string(sheet, "jumps", 0, jumps(listing, item) ? "yes" : "no");
	sheet_row_end(sheet);
	text_free(&text);
}

/* The line that an instruction begins, if it is another one than before. */
static void source_put(struct listing *listing, const struct item *item)
{
	const struct query *query = listing->query;
	struct text *out = query->sheet->out;
	struct source_line line;
	size_t length;

	if (query->sheet->is_json || !subject_space(query->subject) ||
	    !source_line_at(subject_space(query->subject), item->address, &line))
		return;
	size_t name_length = strlen(line.file);
	bool is_same = listing->line_file.length == name_length &&
	               memcmp(listing->line_file.bytes, line.file, name_length) == 0;

	if (is_same && line.line == listing->line)
		return;
	if (!is_same) {
		listing->line_file.length = 0;
		text_put(&listing->line_file, line.file, name_length);
		if (source_text_read(&listing->source, query->subject->pid, line.file, NULL) < 0)
			listing->source.length = 0;
	}
	listing->line = line.line;
	const char *slash = strrchr(line.file, '/'), *base = slash ? slash + 1 : line.file;
	const char *text = source_text_line(&listing->source, line.line, &length);

	text_put_name(out, base, strlen(base));
	text_char(out, ':');
	text_unsigned(out, line.line);
	text_char(out, ' ');
	if (text)
		source_text_put(out, text, length);
	text_char(out, '\n');
}

static void items_show(struct listing *listing, const struct code_range *range)
{
	unsigned first = 0, end = listing->count;

	if ((range->before || range->after) && listing->here < listing->count) {
		first = listing->here > range->before ? listing->here - range->before : 0;
		end = listing->count - listing->here > range->after + 1
		              ? listing->here + range->after + 1
		              : listing->count;
	}
	jumps_find(listing, first, end);
	if (listing->query->sheet->is_json)
		sheet_list_begin(listing->query->sheet, "instructions", NULL);
	for (unsigned i = first; i < end; i++) {
		if (range->sources)
			source_put(listing, &listing->items[i]);
		if (listing->query->sheet->is_json)
			item_json(listing, i);
		else
			item_put(listing, i, first, end);
	}
	if (listing->query->sheet->is_json)
		sheet_list_end(listing->query->sheet);
}

bool code_around(const struct query *query, uint64_t address, struct code_range *range)
{
	*range = (struct code_range){ .start = address, .end = address };
	return subject_symbol_range(query->subject, address, &range->start, &range->end) &&
	       range->end > range->start;
}

static void listing_place(struct listing *listing, uint64_t start)
{
	struct subject *subject = listing->query->subject;
	struct activation *chosen = subject_chosen(subject);

	listing->ip = chosen ? chosen->frame.pc : subject->is_held ? register_of(listing, "ip") : 0;
	listing->is_innermost = subject->is_held && (!chosen || chosen->frame.number == 0);
	listing->here = item_at(listing, listing->ip);
	if (!subject_symbol_range(subject, start, &listing->function, &listing->function_end))
		listing->function = listing->function_end = 0;
}

int code_disassemble(const struct query *query, const struct code_range *range, struct error *error)
{
	struct listing listing = { .query = query,
		                   .decoder = subject_decoder(query->subject, error) };
	size_t length =
		range->end - range->start < BYTES_MAX ? range->end - range->start : BYTES_MAX;
	uint8_t *code = listing.decoder ? malloc(length + 1) : NULL;
	ssize_t got = code ? subject_read(query->subject, range->start, code, length) : 0;
	int status = 0;

	listing.items = code ? calloc(CODE_INSTRUCTIONS_MAX, sizeof(*listing.items)) : NULL;
	if (!listing.decoder) {
		status = -1;
	} else if (!listing.items) {
		status = error_set(error, ENOMEM, "out of memory");
	} else if (got <= 0) {
		status = error_set(error, EFAULT,
		                   "cannot read code at %#llx: nothing is mapped there",
		                   (unsigned long long)range->start);
	} else {
		items_decode(&listing, range->start, code, (size_t)got);
		listing_place(&listing, range->start);
		items_show(&listing, range);
	}
	text_free(&listing.line_file);
	text_free(&listing.source);
	free(listing.items);
	free(code);
	return status;
}
