/* Facts from syscalls/abi/: values of constants and numbers of calls, and the
 * types of calls/kind.h.
 *
 * The files are tab-separated, and their first line names the columns. */
#include "describe/model.h"

#include <ctype.h>
#include <stdlib.h>

void scalars_load(struct model *model)
{
	static const struct scalar scalars[] = {
#define TYPE(name, kind, size64, align64, size32, align32, is_signed)                              \
	{ #name, KIND_##kind, { size64, size32 }, { align64, align32 }, is_signed },
		TYPES(TYPE)
#undef TYPE
	};

	for (unsigned i = 0; i < sizeof(scalars) / sizeof(*scalars); i++)
		names_put(model, &model->scalars, scalars[i].name, (void *)&scalars[i]);
}

/* One line, cut at tabs. */
struct row {
	struct {
		const char *bytes;
		size_t length;
	} cells[8];
	unsigned count;
};

static bool read_row(const struct source *source, size_t *next, struct row *row)
{
	if (*next >= source->size)
		return false;
	const char *start = source->bytes + *next;
	const char *end = memchr(start, '\n', source->size - *next);

	if (!end)
		end = source->bytes + source->size;
	*next = end - source->bytes + 1;
	row->count = 0;
	while (row->count < sizeof(row->cells) / sizeof(*row->cells)) {
		const char *tab = memchr(start, '\t', end - start);
		const char *stop = tab ? tab : end;

		row->cells[row->count].bytes = start;
		row->cells[row->count++].length = stop - start;
		if (!tab)
			break;
		start = tab + 1;
	}
	return true;
}

static const char *cell_word(struct model *model, const struct row *row, unsigned column)
{
	return column < row->count
	               ? model_word(model, row->cells[column].bytes, row->cells[column].length)
	               : "";
}

static unsigned column_of(struct model *model, const struct row *head, const char *title)
{
	unsigned column = 0;

	while (column < head->count && strcmp(cell_word(model, head, column), title))
		column++;
	return column;
}

static bool read_decimal(const char *word, uint64_t *number)
{
	char *end;

	*number = *word == '-' ? (uint64_t)strtoll(word, &end, 10) : strtoull(word, &end, 10);
	return *word && !*end;
}

void constants_load(struct model *model, const struct source *source, enum event_abi abi)
{
	size_t next = 0;
	struct row row;

	if (!read_row(source, &next, &row))
		return;
	unsigned name_column = column_of(model, &row, "name");
	unsigned value_column = column_of(model, &row, "decimal");

	while (read_row(source, &next, &row)) {
		const char *name = cell_word(model, &row, name_column);
		uint64_t value;

		/* Not everything the headers define is a number. */
		if (!read_decimal(cell_word(model, &row, value_column), &value) || !*name)
			continue;
		struct constant *constant = names_find(&model->constants, name);
		/* Commands that only i386's table has are in the list of commands, for both. */
		if (!constant && abi != ABI_X86_64)
			continue;
		if (!constant) {
			constant = model_take(model, sizeof(*constant));
			constant->value[ABI_X86_64] = constant->value[ABI_I386] = value;
			names_put(model, &model->constants, name, constant);
		} else if (abi != ABI_X86_64) {
			constant->value[abi] = value;
		}
	}
}

/* An empty cell of i386 stands for the same number, "-" for none. */
static bool read_command(const char *word, uint64_t *number)
{
	char *end;

	*number = strtoull(word, &end, 16);
	return *word && !*end && *number <= UINT32_MAX;
}

static void command_put(struct model *model, struct command command)
{
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		if (!command.on[abi])
			command.constant.value[abi] = command.constant.value[!abi];
	model->commands[model->command_count] = command;
	if (!names_find(&model->constants, command.name))
		names_put(model, &model->constants, command.name,
		          &model->commands[model->command_count].constant);
	model->command_count++;
}

void commands_load(struct model *model, const struct source *source)
{
	size_t next = 0;
	struct row row;

	model->commands = model_take(model, MODEL_COMMANDS_MAX * sizeof(*model->commands));
	for (unsigned line = 1; read_row(source, &next, &row); line++) {
		const char *i386 = cell_word(model, &row, 2);
		struct command command = { .name = cell_word(model, &row, 0) };
		uint64_t *value = command.constant.value;

		if (line == 1)
			continue;
		command.on[ABI_X86_64] =
			read_command(cell_word(model, &row, 1), &value[ABI_X86_64]);
		command.on[ABI_I386] =
			*i386 ? read_command(i386, &value[ABI_I386]) : command.on[ABI_X86_64];
		if (!*i386)
			value[ABI_I386] = value[ABI_X86_64];
		if (!*command.name || !(command.on[ABI_X86_64] || command.on[ABI_I386]) ||
		    model->command_count == MODEL_COMMANDS_MAX)
			model_error(model, (struct place){ source, line },
			            "expected the name and the numbers of a command");
		else
			command_put(model, command);
	}
}

void numbers_load(struct model *model, const struct source *source, enum event_abi abi)
{
	size_t next = 0;
	struct row row;

	model->by_number[abi] = model_take(model, MODEL_NUMBER_MAX * sizeof(struct numbered));
	if (!read_row(source, &next, &row))
		return;
	unsigned number_column = column_of(model, &row, "nr");
	unsigned name_column = column_of(model, &row, "name");

	for (unsigned line = 2; read_row(source, &next, &row); line++) {
		const char *name = cell_word(model, &row, name_column);
		struct place at = { source, line };
		uint64_t nr;

		if (!read_decimal(cell_word(model, &row, number_column), &nr) ||
		    nr >= MODEL_NUMBER_MAX || !*name) {
			model_error(model, at, "expected the number and the name of a call");
			continue;
		}
		struct numbered *numbered = &model->by_number[abi][nr];
		*numbered = (struct numbered){ .name = name, .nr = nr };
		names_put(model, &model->numbers[abi], name, numbered);
		if (nr >= model->number_count[abi])
			model->number_count[abi] = nr + 1;
	}
}

/* As the kernel's macros lay it out. */
static struct constant command_value(struct model *model, struct place at,
                                     const struct command_node *command)
{
	enum { PART_MAX = 0xff, LENGTH_MAX = 0x3fff };
	uint64_t type = term_value(model, command->type).value[ABI_X86_64];
	uint64_t number = term_value(model, command->number).value[ABI_X86_64];
	struct constant value, size = { { 0 } };
	struct field argument = { 0 };
	unsigned alignment[ABI_COUNT];

	if (command->size)
		size = term_value(model, command->size);
	else if (command->argument.name)
		type_resolve(model, &command->argument, &argument, alignment);
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		if (!command->size)
			size.value[abi] = argument.size[abi];
		if (type > PART_MAX || number > PART_MAX || size.value[abi] > LENGTH_MAX)
			model_error(model, at, "a command has no room for such a %s",
			            size.value[abi] > LENGTH_MAX ? "size" : "number");
		value.value[abi] = (uint64_t)command->direction << 30 |
		                   (size.value[abi] & LENGTH_MAX) << 16 | (type & PART_MAX) << 8 |
		                   (number & PART_MAX);
	}
	return value;
}

struct constant term_value(struct model *model, const struct term *term)
{
	if (term->command)
		return command_value(model, term->at, term->command);
	if (term->value)
		return term_value(model, term->value);
	if (!term->name)
		return (struct constant){ { term->number, term->number } };
	const struct constant *constant = names_find(&model->constants, term->name);

	if (!constant) {
		model_error(model, term->at, "unknown constant %s%s", term->name,
		            hint_near(model, term->name, &model->constants, NULL).text);
		return (struct constant){ { 0 } };
	}
	return *constant;
}

struct constant expression_value(struct model *model, const struct expression *expression)
{
	struct constant sum = { { 0 } };

	for (const struct term *term = expression->first; term; term = term->next) {
		struct constant value = term_value(model, term);
		for (unsigned abi = 0; abi < ABI_COUNT; abi++)
			sum.value[abi] |= value.value[abi];
	}
	return sum;
}

uint64_t expression_number(struct model *model, const struct expression *expression)
{
	struct constant value = expression_value(model, expression);

	if (value.value[ABI_X86_64] != value.value[ABI_I386])
		model_error(model, expression->at,
		            "%s is %#llx on x86_64, but %#llx on i386: this cannot be said here",
		            expression->first->name ? expression->first->name : "the constant",
		            (unsigned long long)value.value[ABI_X86_64],
		            (unsigned long long)value.value[ABI_I386]);
	return value.value[ABI_X86_64];
}
