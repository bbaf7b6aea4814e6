/* Conditions that are tested where a thread stands. */
#include "debug/point_condition.h"

#include "arch/arch.h"
#include "debug/inferior.h"
#include "inspect/subject.h"
#include "inspect/typed_names.h"
#include "symbol/steady.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { VALUES_MAX = 16 /* that one condition names */ };

/* A number that the thread has at hand: a word of struct arch_registers, with something added. */
struct value_at_hand {
	uint8_t word, size; /* bytes of the number */
	bool is_signed;
	uint64_t offset;
};

struct point_condition {
	struct expression expression;
	unsigned count;
	struct value_at_hand values[VALUES_MAX];
};

/* A condition that is being read. */
struct condition_reading {
	struct point_condition *into;
	uint64_t address;
	bool was_tried, is_steady; /* whether anything is known of the place */
	struct steady steady;
};

/* ---- names */

static bool value_add(struct point_condition *into, const struct value_at_hand *value,
                      struct expression_name *found)
{
	if (into->count == VALUES_MAX || value->word >= ARCH_REGISTER_MAX)
		return false;
	found->is_variable = true;
	found->number = into->count;
	into->values[into->count++] = *value;
	return true;
}

/* The register that goes by that name in 32-bit code: its lower half in others. */
static uint8_t word_of_half(const char *name)
{
	uint8_t word = 0;

	for (; word < ARCH_REGISTER_MAX; word++) {
		const char *known = arch_register_name(ABI_I386, word);

		if (known && strcmp(known, name) == 0)
			break;
	}
	return word;
}

static bool register_find(const void *owner, const char *name, size_t length,
                          struct expression_name *found)
{
	const struct subject *subject = owner;
	char copy[REGISTER_NAME_MAX];

	if (*name != '$' || length > sizeof(copy))
		return false;
	memcpy(copy, name + 1, length - 1);
	copy[length - 1] = '\0';
	const struct arch_register *whole = arch_register_find(copy);
	struct value_at_hand value = { .word = word_of_half(copy), .size = 4 };

	if (whole)
		value = (struct value_at_hand){ .word = (uint8_t)(whole->offset / sizeof(uint64_t)),
			                        .size = sizeof(uint64_t) };
	found->type = (struct expression_type){ .size = value.size, .is_signed = whole != NULL };
	return value_add(subject->reading->into, &value, found);
}

/* What lies in a register, or where a register points to. */
static bool put_steady(struct subject *subject, const struct steady_place *place,
                       struct expression_name *found)
{
	bool is_32 = subject->abi == ABI_I386;
	struct value_at_hand value = { .size = is_32 ? 4 : 8, .offset = place->offset };

	found->type = typed_describe(subject, &place->type);
	found->is_place = !place->is_in_register;
	found->number = place->offset;
	if (place->number == STEADY_FIXED)
		return true;
	value.word = (uint8_t)arch_native.dwarf_word(subject->abi, (unsigned)place->number);
	if (place->is_in_register) {
		value.size = found->type.size;
		value.is_signed = found->type.is_signed;
		if (found->type.is_aggregate || found->type.is_float || found->type.is_reference)
			return false;
	}
	return value_add(subject->reading->into, &value, found);
}

/* What lies around all functions. */
static bool find_outside(struct subject *subject, const char *name, struct expression_name *found)
{
	struct steady *steady = &subject->reading->steady;
	struct steady_place place = { .number = STEADY_FIXED };
	struct type type;
	int64_t number;

	if (type_find_variable(&steady->space, name, &place.type, &place.offset))
		return put_steady(subject, &place, found);
	if (!scope_find_constant(&steady->scopes[0], name, &type, &number) &&
	    !type_find_constant(&steady->space, name, &type, &number))
		return false;
	found->type = typed_describe(subject, &type);
	found->number = (uint64_t)number;
	return true;
}

static bool is_steady(struct subject *subject)
{
	struct condition_reading *reading = subject->reading;
	const struct space *space = reading->was_tried ? NULL : subject_space(subject);

	reading->was_tried = true;
	if (space)
		reading->is_steady = steady_open(&reading->steady, space, reading->address);
	return reading->is_steady;
}

static int variable_find(const void *owner, const char *name, size_t length,
                         struct expression_name *found, struct error *error)
{
	struct subject *subject = (struct subject *)owner;
	struct steady *steady = &subject->reading->steady;
	char copy[EXPRESSION_NAME_MAX + 1];
	struct steady_place place;

	if (length > EXPRESSION_NAME_MAX || !is_steady(subject))
		return 0;
	memcpy(copy, name, length);
	copy[length] = '\0';
	int status = steady_find(steady, copy, &place);

	if (status > 0 && put_steady(subject, &place, found))
		return 1;
	/* Within methods it may be a member of the object. */
	if (status == 0 && steady_find(steady, "this", &place) == 0)
		return find_outside(subject, copy, found);
	return error_set(error, ENOTSUP, "'%s' does not always lie at the same place", copy);
}

static int evaluate(const void *owner, const struct expression *expression, uint64_t *value,
                    struct error *error)
{
	(void)owner;
	(void)expression;
	(void)value;
	return error_set(error, ENOTSUP, "this is not known before");
}

/* ---- reading */

struct point_condition *point_condition_read(struct subject *subject, const char *text,
                                             uint64_t address)
{
	struct point_condition *condition = calloc(1, sizeof(*condition));
	struct condition_reading reading = { .into = condition, .address = address };
	struct expression_names names = subject_names(subject);
	struct expression_typing typing = typed_names;

	/* What is kept, or made, is not known before. */
	typing.variable = variable_find;
	typing.evaluate = evaluate;
	typing.string = NULL;
	typing.declare = NULL;
	names.find = register_find;
	names.typing = &typing;
	subject->reading = &reading;
	bool is_read = condition &&
	               expression_parse(&condition->expression, text, NULL, &names, NULL) == 0;

	subject->reading = NULL;
	if (reading.is_steady)
		steady_close(&reading.steady);
	if (is_read)
		return condition;
	free(condition);
	return NULL;
}

/* ---- testing */

struct standing {
	struct inferior *inferior;
	const struct inferior_thread *thread;
	const struct point_condition *condition;
};

static int variable(void *owner, uint64_t number, uint64_t *value)
{
	const struct standing *standing = owner;
	const struct value_at_hand *at_hand = &standing->condition->values[number];
	unsigned unused = 64 - 8 * at_hand->size;
	uint64_t whole = standing->thread->registers->words[at_hand->word] + at_hand->offset;

	*value = whole << unused >> unused;
	if (at_hand->is_signed)
		*value = (uint64_t)((int64_t)(whole << unused) >> unused);
	return 0;
}

static ssize_t memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	const struct standing *standing = owner;

	return inferior_read(standing->inferior, standing->thread->tid, address, buffer, length);
}

int point_condition_holds(const struct point_condition *condition, struct inferior *inferior,
                          const struct inferior_thread *thread, struct error *error)
{
	struct standing standing = { inferior, thread, condition };
	const struct expression_machine machine = { .variable = variable,
		                                    .memory = memory,
		                                    .owner = &standing };
	uint64_t value;

	return expression_evaluate(&condition->expression, &machine, &value, error) < 0
	               ? -1
	               : value != 0;
}
