/* Compiles the description of a call to its capture plan.
 *
 * The walk is the decoder's, with every question answered that can be answered
 * without an event: directions are resolved, structures within structures
 * flattened, and what leads to nothing worth keeping is left out.
 *
 * A block copied at entry can be looked at again at exit, from the copy that was
 * kept; one that is copied only at exit, only then. */
#include "describe/model.h"

enum {
	PLAN_STEP_COUNT_MAX = 1 << 15,
	PLAN_INDIRECT_MAX = 16, /* siblings that are read through their pointer, per block */
	BOTH_PHASES = PHASE_ENTRY | PHASE_EXIT,
};

struct compiler {
	struct model *model;
	const struct call_node *call;
	enum event_abi abi;
	struct plan_steps steps;
	unsigned capacity, depth, fields;
	bool failed;
};

/* Where the walk is: which block, and how it came there. */
struct context {
	unsigned phases; /* when the block is copied; arguments: always there */
	enum direction direction;
	unsigned offset; /* of the flattened structure in the block */
	bool spending;
	bool is_args;
};

static void compile_structure(struct compiler *, const struct structure *, const struct context *);
static void compile_field(struct compiler *, const struct field *, const struct context *);

/* name: of the field where it became too much, or NULL. */
static void compile_fail(struct compiler *compiler, const char *why, const char *name)
{
	if (!compiler->failed)
		model_error(compiler->model, compiler->call->at, "%s: %s%s%s", compiler->call->name,
		            why, name ? ", at " : "", name ? name : "");
	compiler->failed = true;
}

/* ---- steps */

static unsigned step_begin(struct compiler *compiler, struct plan_step step, const char *name)
{
	struct plan_steps *steps = &compiler->steps;

	if (steps->count >= PLAN_STEP_COUNT_MAX)
		compile_fail(compiler, "its arguments lead to too many structures", name);
	if (++compiler->depth > PLAN_DEPTH_MAX)
		compile_fail(compiler, "its arguments lead to structures too deep", name);
	if (steps->count == compiler->capacity) {
		unsigned capacity = compiler->capacity ? 2 * compiler->capacity : 16;
		struct plan_step *list = model_take(compiler->model, capacity * sizeof(*list));
		const char **names = model_take(compiler->model, capacity * sizeof(*names));

		if (steps->count) {
			memcpy(list, steps->list, steps->count * sizeof(*list));
			memcpy(names, steps->names, steps->count * sizeof(*names));
		}
		steps->list = list;
		steps->names = names;
		compiler->capacity = capacity;
	}
	steps->list[steps->count] = step;
	steps->names[steps->count] = name;
	return steps->count++;
}

static void step_end(struct compiler *compiler, unsigned index)
{
	struct plan_step *step = &compiler->steps.list[index];

	compiler->depth--;
	step->below = compiler->steps.count - index - 1;
	step->phases_below = step->phases;
	for (unsigned i = index + 1; i < compiler->steps.count; i++)
		step->phases_below |= compiler->steps.list[i].phases;
}

/* Ends a step that is there only for those below it. */
static void step_end_if_needed(struct compiler *compiler, unsigned index)
{
	step_end(compiler, index);
	if (!compiler->steps.list[index].phases_below)
		compiler->steps.count = index;
}

static struct plan_number plan_number(struct compiler *compiler, const struct reference *reference,
                                      const struct context *context)
{
	enum event_abi abi = compiler->abi;

	if (!reference->size[abi])
		return (struct plan_number){ 0 };
	if (reference->fact && reference->fact != FACT_OBJECT + 1)
		compile_fail(compiler, "what is copied cannot depend on a fact", NULL);
	return (struct plan_number){
		.offset = reference->offset[abi] + context->offset,
		.size = reference->size[abi],
		.is_signed = reference->is_signed,
		.is_command = reference->is_command,
		.indirect = reference->indirect[abi],
		.plus = reference->plus[abi],
		.argument = reference->fact ? PLAN_TOLD : reference->argument,
		.beyond = reference->beyond[abi],
	};
}

static void step_condition(struct compiler *compiler, struct plan_step *step,
                           const struct condition *when, const struct context *context)
{
	step->test = when->test;
	if (when->test == TEST_ALWAYS)
		return;
	step->tested = plan_number(compiler, &when->field, context);
	step->mask = when->mask;
	step->values = when->count;
	memcpy(step->value, when->values, sizeof(step->value));
}

static void step_length(struct compiler *compiler, struct plan_step *step,
                        const struct length *length, const struct context *context)
{
	step->fixed = length->kind == LENGTH_CONST ? length->value
	              : length->kind == LENGTH_ONE ? 1
	              : length->first              ? length->first
	                                           : UINT32_MAX;
	step->times = length->times;
	if (length->kind == LENGTH_FIELD)
		step->count = plan_number(compiler, &length->field, context);
	if (length->by_return)
		step->flags |= PLAN_BY_RETURN;
	if (length->unit == UNIT_BITS || length->unit == UNIT_NODES)
		step->flags |= PLAN_BITS;
	if (length->unit == UNIT_NODES)
		step->flags |= PLAN_NODES;
	if (length->unit == UNIT_PAGES)
		step->flags |= PLAN_PAGES;
	if (length->unit == UNIT_BYTES)
		step->flags |= PLAN_IN_BYTES;
}

/* ---- numbers whose names may be wanted */

static void compile_number(struct compiler *compiler, const struct field *field,
                           const struct context *context, unsigned more_flags)
{
	bool comes_out = field->direction == DIR_OUT || !(context->phases & PHASE_ENTRY) ||
	                 more_flags & PLAN_OF_RESULT;
	struct plan_step step = {
		.op = field->kind == KIND_PID ? PLAN_PID : PLAN_FD,
		.phases = comes_out ? PHASE_EXIT : PHASE_ENTRY,
		.flags = more_flags | (field->kind == KIND_DIRFD ? PLAN_DIRFD : 0),
		.offset = field->offset[compiler->abi] + context->offset,
		.element = field->size[compiler->abi],
	};

	if (field->kind != KIND_FD && field->kind != KIND_DIRFD && field->kind != KIND_PID)
		return;
	step_condition(compiler, &step, &field->when, context);
	step_end(compiler, step_begin(compiler, step, field->name));
	if (!(field->traits & TRAIT_CARRIER) && field->tells != FACT_OBJECT + 1)
		return;
	step.op = field->traits & TRAIT_CARRIER ? PLAN_SOCKET : PLAN_OBJECT;
	step.phases = BOTH_PHASES;
	step_end(compiler, step_begin(compiler, step, field->name));
}

/* ---- behind pointers */

static unsigned phases_of(const struct field *field, const struct context *context)
{
	static const uint8_t phases[] = {
		[DIR_IN] = PHASE_ENTRY,
		[DIR_OUT] = PHASE_EXIT,
		[DIR_INOUT] = BOTH_PHASES,
		[DIR_INHERIT] = 0,
	};
	enum direction direction = field->direction == DIR_INHERIT
	                                   ? context->direction
	                                   : (enum direction)field->direction;
	unsigned possible = context->phases & PHASE_ENTRY ? BOTH_PHASES : PHASE_EXIT;

	/* What went in through a structure that only comes out is seen when it does. */
	return phases[direction] & possible ? phases[direction] & possible : context->phases;
}

static enum plan_limit limit_of(const struct field *field)
{
	switch (field->kind) {
	case KIND_STRING:
	case KIND_BYTES:
		return LIMIT_STRING;
	case KIND_PACKET:
		return LIMIT_PACKET;
	case KIND_HEXBYTES:
		return field->traits & TRAIT_INLINE ? LIMIT_BUFFER : LIMIT_STRING;
	case KIND_PATH:
		return LIMIT_PATH;
	case KIND_CUSTOM:
		return LIMIT_BUFFER;
	case KIND_SIGSET:
	case KIND_FDSET:
	case KIND_CPUSET:
	case KIND_BITSET:
	case KIND_IN6ADDR:
	case KIND_HWADDR:
	case KIND_UUID:
	case KIND_CALLSIGN:
	case KIND_SUNPATH:
		return LIMIT_FIXED;
	default:
		if (field->length.kind == LENGTH_ONE)
			return LIMIT_FIXED;
		/* Of what is noted, the few that have news may be anywhere. */
		return field->traits & TRAIT_NOTED ? LIMIT_BUFFER : LIMIT_ARRAY;
	}
}

static bool has_open_end(const struct structure *structure, unsigned depth)
{
	for (unsigned i = 0; structure && i < structure->count && depth < PLAN_DEPTH_MAX; i++) {
		const struct field *field = &structure->fields[i];

		if (field->traits & TRAIT_INLINE && field->length.kind == LENGTH_REST &&
		    field->kind != KIND_MORE)
			return true;
		if (!field->pointer[0] && field->structure &&
		    has_open_end(field->structure, depth + 1))
			return true;
		for (unsigned j = 0; field->choice && j < field->choice->count; j++)
			if (has_open_end(field->choice->list[j].fields, depth + 1))
				return true;
	}
	return false;
}

static bool is_extensible(const struct structure *structure)
{
	const struct field *last = structure_last(structure);

	return last && last->kind == KIND_TAIL;
}

/* One pointer of an array of them. */
static struct field indirect_target(const struct field *field, enum event_abi abi)
{
	struct field target = *field;
	bool is_text = field->kind == KIND_STRING || field->kind == KIND_PATH;

	target.traits &= ~(TRAIT_INDIRECT | TRAIT_BRIEF_ADDRESS);
	target.length = (struct length){ .kind = is_text ? LENGTH_NUL : LENGTH_ONE };
	target.upto = (struct reference){ 0 };
	target.when = (struct condition){ 0 };
	target.offset[abi] = 0;
	return target;
}

/* What an element that was copied leads to. */
static void compile_element(struct compiler *compiler, const struct field *field,
                            const struct context *context)
{
	struct field element = *field;

	if (field->traits & TRAIT_INDIRECT) {
		element = indirect_target(field, compiler->abi);
		compile_field(compiler, &element, context);
	} else if (field->kind == KIND_STRUCT) {
		compile_structure(compiler, field->structure, context);
	} else {
		element.offset[compiler->abi] = 0;
		element.when = (struct condition){ 0 };
		element.direction = DIR_NONE;
		compile_number(compiler, &element, context, 0);
	}
}

/* An array counted in bytes, of structures that say their own length: dirents.
 * They are copied as bytes, and what they might point to is not. */
static bool has_records(const struct field *field, enum event_abi abi)
{
	return field->kind == KIND_STRUCT && field->length.unit == UNIT_BYTES &&
	       field->structure->upto.size[abi];
}

static void step_kind(struct plan_step *step, const struct field *field, enum event_abi abi)
{
	step->limit = limit_of(field);
	step->element = field->size[abi];
	if (field->traits & TRAIT_INDIRECT) {
		step->op = field->length.kind == LENGTH_NUL ? PLAN_VECTOR : PLAN_COPY;
		step->element = field->pointer[abi];
		step->limit = LIMIT_ARRAY;
		if (field->traits & TRAIT_BRIEF_ADDRESS)
			step->flags |= PLAN_BRIEF;
	} else if (field->kind == KIND_STRING || field->kind == KIND_PATH) {
		step->op = PLAN_STRING;
		if (field->length.kind != LENGTH_NUL)
			step->flags |= PLAN_COUNTED;
	} else {
		step->op = PLAN_COPY;
	}
	if (has_records(field, abi)) {
		step->element = 1;
		step->limit = LIMIT_BUFFER;
	}
}

/* Numbers within what is copied whose names may be wanted. */
static unsigned flags_of_names(const struct model *model, const struct field *field)
{
	if (field->kind == KIND_FDSET)
		return PLAN_FDSET;
	if (field->kind == KIND_CUSTOM &&
	    strcmp(custom_of_field(model, field), "control_messages") == 0)
		return PLAN_MESSAGES;
	return 0;
}

static void compile_pointer(struct compiler *compiler, const struct field *field,
                            const struct context *context)
{
	enum event_abi abi = compiler->abi;
	struct plan_step step = {
		.phases = phases_of(field, context),
		.validity = field->validity,
		.pointer = field->pointer[abi],
		.offset = field->offset[abi] + context->offset,
	};
	struct context below = {
		.phases = step.phases,
		.direction = field->direction == DIR_INHERIT ? context->direction
		                                             : (enum direction)field->direction,
		.spending = context->spending || field->length.spread,
	};

	step_kind(&step, field, abi);
	step_length(compiler, &step, &field->length, context);
	step_condition(compiler, &step, &field->when, context);
	step.upto = plan_number(compiler, &field->upto, context);
	if (step.upto.size && has_open_end(field->structure, 0))
		step.flags |= PLAN_OPEN_END;
	if (step.upto.size && is_extensible(field->structure))
		step.limit = LIMIT_PAGE;
	if (field->length.spread)
		step.flags |= PLAN_SPREAD;
	if (context->spending && (field->kind == KIND_BYTES || field->kind == KIND_PACKET))
		step.flags |= PLAN_SPENDS;
	step.flags |= flags_of_names(compiler->model, field);
	unsigned index = step_begin(compiler, step, field->name);
	if (!has_records(field, abi))
		compile_element(compiler, field, &below);
	step_end(compiler, index);
}

/* ---- in the block itself */

static void compile_inline(struct compiler *compiler, const struct field *field,
                           const struct context *context)
{
	enum event_abi abi = compiler->abi;
	bool is_array = field->traits & TRAIT_INLINE;
	bool is_tail = is_array && !context->is_args && field->length.kind != LENGTH_CONST &&
	               field->length.kind != LENGTH_REST && !field->length.room;
	struct context below = *context;
	struct plan_step step = {
		.op = is_tail ? PLAN_TAIL : PLAN_EACH,
		.phases = is_tail ? context->phases : 0,
		.validity = is_tail ? VALID_ANY : 0, /* its block was believed */
		.offset = field->offset[abi] + context->offset,
		.element = field->size[abi],
		.limit = limit_of(field),
	};

	if (!is_array && field->kind != KIND_STRUCT) {
		compile_number(compiler, field, context, 0);
		return;
	}
	if (!is_array && field->when.test == TEST_ALWAYS) {
		below.offset += field->offset[abi];
		compile_structure(compiler, field->structure, &below);
		return;
	}
	step_length(compiler, &step, &field->length, context);
	step_condition(compiler, &step, &field->when, context);
	below.offset = 0;
	unsigned index = step_begin(compiler, step, field->name);
	compile_element(compiler, field, &below);
	if (is_tail)
		step_end(compiler, index);
	else
		step_end_if_needed(compiler, index);
}

/* ---- choices */

static void compile_alternative(struct compiler *compiler, const struct choice *choice,
                                const struct alternative *alternative,
                                const struct context *context)
{
	bool is_default = choice->otherwise && alternative == choice->otherwise;
	/* A case that leads to nothing still keeps the default from being run. */
	bool is_kept = choice->otherwise && !is_default;
	struct plan_step step = {
		.op = PLAN_CASE,
		.flags = is_default ? PLAN_IS_DEFAULT : 0,
		.mask = choice->mask,
		.value = { alternative->key[compiler->abi] },
	};
	unsigned index = step_begin(compiler, step, "case");

	if (alternative->fields)
		compile_structure(compiler, alternative->fields, context);
	if (alternative->result)
		compile_number(compiler, alternative->result, context, PLAN_OF_RESULT);
	if (is_kept)
		step_end(compiler, index);
	else
		step_end_if_needed(compiler, index);
}

/* Of many cases those whose second byte is the same stand together: commands of one driver. */
enum { GROUPS_FROM = 64, GROUP_MASK = 0xff00 };

static void compile_group(struct compiler *compiler, const struct choice *choice, uint64_t group,
                          const struct context *context)
{
	struct plan_step step = { .op = PLAN_GROUP, .mask = GROUP_MASK, .value = { group } };
	unsigned index = step_begin(compiler, step, "group");

	for (unsigned i = 0; i < choice->count && !compiler->failed; i++)
		if ((choice->list[i].key[compiler->abi] & GROUP_MASK) == group)
			compile_alternative(compiler, choice, &choice->list[i], context);
	step_end_if_needed(compiler, index);
}

static void compile_groups(struct compiler *compiler, const struct choice *choice,
                           const struct context *context)
{
	bool is_done[(GROUP_MASK >> 8) + 1] = { false };

	for (unsigned i = 0; i < choice->count && !compiler->failed; i++) {
		uint64_t group = choice->list[i].key[compiler->abi] & GROUP_MASK;

		if (!is_done[group >> 8])
			compile_group(compiler, choice, group, context);
		is_done[group >> 8] = true;
	}
}

static void compile_choice(struct compiler *compiler, const struct field *field,
                           const struct context *context)
{
	const struct choice *choice = field->choice;
	struct plan_step step = { .op = PLAN_SWITCH };

	if (!choice)
		return;
	step_condition(compiler, &step, &field->when, context);
	step.count = plan_number(compiler, &choice->by, context);
	unsigned index = step_begin(compiler, step, field->name);
	if (choice->count >= GROUPS_FROM && (choice->mask & GROUP_MASK) == GROUP_MASK)
		compile_groups(compiler, choice, context);
	else
		for (unsigned i = 0; i < choice->count && !compiler->failed; i++)
			compile_alternative(compiler, choice, &choice->list[i], context);
	if (choice->otherwise)
		compile_alternative(compiler, choice, choice->otherwise, context);
	step_end_if_needed(compiler, index);
}

/* ---- fields */

static void compile_field(struct compiler *compiler, const struct field *field,
                          const struct context *context)
{
	if (++compiler->fields > MODEL_FIELDS_MAX)
		compile_fail(compiler, "its arguments lead to too many fields", field->name);
	if (compiler->failed)
		return;
	if (field->kind == KIND_CHOICE)
		compile_choice(compiler, field, context);
	else if (field->pointer[compiler->abi])
		compile_pointer(compiler, field, context);
	else
		compile_inline(compiler, field, context);
}

/* Offsets of pointers through which siblings find a number: "*addrlen". */
struct indirect {
	uint16_t offsets[PLAN_INDIRECT_MAX];
	unsigned count;
};

static void indirect_add(struct indirect *indirect, const struct reference *reference,
                         enum event_abi abi)
{
	if (reference->indirect[abi] && indirect->count < PLAN_INDIRECT_MAX)
		indirect->offsets[indirect->count++] = reference->offset[abi];
}

static void indirect_gather(struct indirect *indirect, const struct structure *structure,
                            enum event_abi abi, unsigned depth)
{
	for (unsigned i = 0; structure && i < structure->count && depth < PLAN_DEPTH_MAX; i++) {
		const struct field *field = &structure->fields[i];

		indirect_add(indirect, &field->length.field, abi);
		indirect_add(indirect, &field->upto, abi);
		indirect_add(indirect, &field->when.field, abi);
		if (!field->choice)
			continue;
		indirect_add(indirect, &field->choice->by, abi);
		for (unsigned j = 0; j < field->choice->count; j++)
			indirect_gather(indirect, field->choice->list[j].fields, abi, depth + 1);
		if (field->choice->otherwise)
			indirect_gather(indirect, field->choice->otherwise->fields, abi, depth + 1);
	}
}

static bool is_read_by_others(const struct indirect *indirect, const struct field *field,
                              enum event_abi abi)
{
	for (unsigned i = 0; i < indirect->count && field->pointer[abi]; i++)
		if (indirect->offsets[i] == field->offset[abi])
			return true;
	return false;
}

/* The fields that others read through, or all others. */
static void compile_fields(struct compiler *compiler, const struct structure *structure,
                           const struct context *context, const struct indirect *indirect,
                           bool read_by_others)
{
	for (unsigned i = 0; i < structure->count; i++) {
		const struct field *field = &structure->fields[i];

		if (is_read_by_others(indirect, field, compiler->abi) == read_by_others)
			compile_field(compiler, field, context);
	}
}

static void compile_structure(struct compiler *compiler, const struct structure *structure,
                              const struct context *context)
{
	struct indirect indirect = { .count = 0 };

	indirect_gather(&indirect, structure, compiler->abi, 0);
	if (indirect.count)
		compile_fields(compiler, structure, context, &indirect, true);
	compile_fields(compiler, structure, context, &indirect, false);
}

struct plan_steps plan_compile(struct model *model, const struct call_node *call,
                               enum event_abi abi)
{
	struct compiler compiler = { .model = model, .call = call, .abi = abi };
	struct context context = { .phases = BOTH_PHASES, .is_args = true };

	compile_structure(&compiler, &call->call.args, &context);
	compile_number(&compiler, &call->call.result, &context, PLAN_OF_RESULT);
	return compiler.steps;
}
