/* Where fields lie: sizes, alignments and offsets on each ABI.
 *
 * Two kinds of blocks are laid out by one function: structures, as C does it,
 * and arguments, in slots of 8 bytes on x86-64 and of 4 on i386. */
#include "describe/model.h"

#include <stdio.h>

enum { STRUCTURE_SIZE_MAX = UINT16_MAX };

static const unsigned word_size[ABI_COUNT] = { 8, 4 };

static uint64_t align_up(uint64_t offset, unsigned alignment)
{
	return (offset + alignment - 1) / alignment * alignment;
}

/* ---- types */

static void type_is_scalar(struct field *field, const struct scalar *scalar,
                           unsigned alignment[ABI_COUNT])
{
	field->kind = scalar->kind;
	field->is_signed = scalar->is_signed;
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		field->size[abi] = scalar->size[abi];
		alignment[abi] = scalar->alignment[abi];
	}
}

static void type_is_set(struct model *model, struct field *field, struct set_node *set,
                        unsigned alignment[ABI_COUNT])
{
	set_resolve(model, set);
	if (!set->scalar)
		return;
	type_is_scalar(field, set->scalar, alignment);
	field->kind = set->is_flags ? KIND_FLAGS : KIND_ENUM;
	field->is_signed &= !set->is_flags;
	field->symbols = &set->symbols;
}

static void type_is_key(struct model *model, struct field *field, struct choice_node *choice,
                        unsigned alignment[ABI_COUNT])
{
	choice_resolve_symbols(model, choice);
	type_is_scalar(field, base_find(model, &choice->base, "uint"), alignment);
	field->kind = KIND_ENUM;
	field->symbols = &choice->symbols;
}

/* A row may hold rows of its own kind: its records say how long they are. */
static void type_is_row(struct field *field, const struct struct_node *structure,
                        unsigned alignment[ABI_COUNT])
{
	field->kind = KIND_STRUCT;
	field->structure = &structure->structure;
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		field->size[abi] = 1;
		alignment[abi] = structure->structure.padding ? structure->structure.padding : 1;
	}
}

static bool type_is_struct(struct model *model, const struct type_node *type, struct field *field,
                           unsigned alignment[ABI_COUNT])
{
	struct struct_node *structure = names_find(&model->structs, type->name);

	if (!structure) {
		model_error(model, type->at, "unknown struct %s%s", type->name,
		            hint_near(model, type->name, &model->structs, NULL).text);
		return false;
	}
	if (structure->progress == PROGRESS_BUSY && type->is_row) {
		type_is_row(field, structure, alignment);
		return true;
	}
	if (structure->progress == PROGRESS_BUSY) {
		model_error(model, type->at, "struct %s contains or leads to itself", type->name);
		return false;
	}
	struct_resolve(model, structure);
	field->kind = KIND_STRUCT;
	field->structure = &structure->structure;
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		field->size[abi] = structure->structure.size[abi];
		alignment[abi] = structure->alignment[abi] ? structure->alignment[abi] : 1;
	}
	return true;
}

static const struct custom_hook *hook_find(struct model *model, const struct type_node *type)
{
	struct names known = { 0 };
	const struct custom_hook *hook = model->hooks;

	for (; hook->name && strcmp(hook->name, type->name); hook++)
		names_put(model, &known, hook->name, (void *)hook);
	if (hook->name)
		return hook;
	model_error(model, type->at, "there is no decoder %s%s", type->name,
	            hint_near(model, type->name, &known, NULL).text);
	return NULL;
}

static struct custom_name *custom_find(struct model *model, const struct type_node *type)
{
	struct custom_name *custom = model->first_custom;

	while (custom && strcmp(custom->name, type->name))
		custom = custom->next;
	if (custom)
		return custom;
	custom = model_take(model, sizeof(*custom));
	*custom = (struct custom_name){ model->first_custom, type->name,
		                        (custom_decode *)(uintptr_t)custom };
	const struct custom_hook *hook = model->hooks ? hook_find(model, type) : NULL;
	if (hook)
		custom->decode = hook->decode;
	model->first_custom = custom;
	return custom;
}

static void type_is_custom(struct model *model, const struct type_node *type, struct field *field)
{
	field->kind = KIND_CUSTOM;
	field->custom = custom_find(model, type)->decode;
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		field->size[abi] = 1;
}

const char *custom_of_field(const struct model *model, const struct field *field)
{
	const struct custom_name *custom = model->first_custom;

	while (custom && custom->decode != field->custom)
		custom = custom->next;
	return custom ? custom->name : "";
}

bool type_resolve(struct model *model, const struct type_node *type, struct field *field,
                  unsigned alignment[ABI_COUNT])
{
	const struct scalar *scalar = names_find(&model->scalars, type->name);
	struct set_node *set = names_find(&model->sets, type->name);
	struct choice_node *choice = names_find(&model->choices, type->name);

	alignment[ABI_X86_64] = alignment[ABI_I386] = 1;
	if (type->form == TYPE_STRUCT)
		return type_is_struct(model, type, field, alignment);
	if (type->form == TYPE_CUSTOM)
		type_is_custom(model, type, field);
	else if (set)
		type_is_set(model, field, set, alignment);
	else if (choice && type->form == TYPE_ENUM)
		type_is_key(model, field, choice, alignment);
	else if (scalar && type->form == TYPE_BY_NAME)
		type_is_scalar(field, scalar, alignment);
	else if (choice) {
		model_error(model, type->at, "the choice %s cannot stand here", type->name);
		return false;
	} else {
		struct hint hint = hint_near(model, type->name, &model->scalars, &model->sets);
		if (!*hint.text)
			hint = hint_near(model, type->name, &model->choices, NULL);
		if (names_find(&model->structs, type->name))
			snprintf(hint.text, sizeof(hint.text), "; did you mean \"struct %.60s\"?",
			         type->name);
		model_error(model, type->at, "unknown type %s%s", type->name, hint.text);
		return false;
	}
	return true;
}

/* ---- fields */

static bool kind_is_text(enum kind kind)
{
	return kind == KIND_STRING || kind == KIND_PATH;
}

/* Kinds of which one byte makes no sense. */
static bool kind_wants_length(enum kind kind)
{
	switch (kind) {
	case KIND_PACKET:
	case KIND_TEXT:
	case KIND_BYTES:
	case KIND_HEXBYTES:
	case KIND_CUSTOM:
	case KIND_SIGSET:
	case KIND_FDSET:
	case KIND_CPUSET:
	case KIND_BITSET:
	case KIND_IN6ADDR:
	case KIND_HWADDR:
	case KIND_UUID:
	case KIND_CALLSIGN:
	case KIND_SUNPATH:
		return true;
	default:
		return false;
	}
}

bool kind_has_length(enum kind kind)
{
	return kind_is_text(kind) || kind_wants_length(kind);
}

static bool names_sibling(const struct fields_node *fields, const char *name)
{
	for (const struct field_node *field = fields->first; field; field = field->next)
		if (field->name && name && !strcmp(field->name, name))
			return true;
	return false;
}

/* A length that is a number whoever the siblings are. */
static bool length_is_constant(const struct length_node *length, const struct fields_node *fields)
{
	return length->value.count && !length->indirect && !length->is_fact && !length->by_return &&
	       !names_sibling(fields, length->value.count == 1 ? length->value.first->name : NULL);
}

static void check_field(struct model *model, const struct field_node *node,
                        const struct field *field, bool is_behind)
{
	const char *name = node->name ? node->name : node->type.name;
	bool has_length = node->length.is_present || node->is_pointer;

	if (!node->name)
		model_error(model, node->at, "a field of type %s needs a name", name);
	if (field->kind == KIND_VOID)
		model_error(model, node->at,
		            "%s: void is nothing to show; an address is of type addr", name);
	if (kind_wants_length(field->kind) && !node->length.is_present)
		model_error(model, node->at, "%s: how many bytes? Write %s%s[...]", name,
		            node->is_pointer ? "without *: " : "", name);
	else if (kind_is_text(field->kind) && !has_length)
		model_error(model, node->at, "%s: write *%s, or a length in []", name, name);
	if (node->spread && !node->spread_by.name && !is_behind)
		model_error(model, node->at, "%s: \"spread return\" belongs to a pointer", name);
	if (node->is_inline && is_behind && node->is_pointer)
		model_error(model, node->at, "%s: is a pointer and cannot be inline", name);
	if (node->length.room.count && is_behind)
		model_error(model, node->at, "%s: only an inline array has room for elements",
		            name);
}

/* The names of the indexes take the place of those of the elements; so do those that a
 * number of another kind also has. */
static void index_resolve(struct model *model, const struct name_node *index, struct field *field)
{
	struct set_node *set = names_find(&model->sets, index->name);

	if (!set || set->is_flags || field->symbols) {
		model_error(model, index->at,
		            "\"indexed\" and \"also\" want an enum, and numbers without names");
		return;
	}
	set_resolve(model, set);
	field->symbols = &set->symbols;
}

/* Whether the data are elsewhere, and the block holds their address. */
static bool field_is_behind(const struct field_node *node, const struct fields_node *fields,
                            bool is_args)
{
	if (node->is_pointer)
		return true;
	if (!node->length.is_present || node->is_inline || node->length.is_rest)
		return false;
	return is_args || node->direction || !length_is_constant(&node->length, fields);
}

static void field_place_behind(struct model *model, struct member *member,
                               const struct block_style *style, unsigned alignment[ABI_COUNT])
{
	const struct field_node *node = member->node;
	struct field *field = &member->field;

	field->direction = node->direction ? node->direction : DIR_INHERIT;
	if (node->is_pointer && node->length.is_present)
		field->traits |= TRAIT_INDIRECT;
	if (style->is_args && !node->direction)
		model_error(model, node->at, "%s: say which way its data travel: in, out or inout",
		            field->name);
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		field->pointer[abi] = style->has_64bit_pointers ? 8 : word_size[abi];
		member->size[abi] = field->pointer[abi];
		alignment[abi] = word_size[abi];
	}
}

/* A number of bytes knows the structure that they make up. */
static void counted_resolve(struct model *model, const struct field_node *node, struct field *field)
{
	bool is_decimal = field->kind == KIND_INT || field->kind == KIND_UINT;
	struct field counted;
	unsigned alignment[ABI_COUNT];

	if (node->counted.form != TYPE_STRUCT || !is_decimal)
		model_error(model, node->counted.at,
		            "\"counting\" wants a decimal number, and a struct");
	else if (type_is_struct(model, &node->counted, &counted, alignment))
		field->structure = counted.structure;
}

static void field_place_inline(struct model *model, struct member *member,
                               const struct fields_node *fields, const struct block_style *style)
{
	const struct field_node *node = member->node;
	struct field *field = &member->field;
	uint64_t count = 1;

	field->direction = node->direction;
	if (style->is_args && (node->direction || field->kind == KIND_STRUCT))
		model_error(model, node->at, "%s: arguments that carry data are pointers: %s *%s",
		            field->name, node->type.name, field->name);
	if (node->length.is_present) {
		const struct length_node *length = &node->length;

		field->traits |= TRAIT_INLINE;
		if (length->room.count)
			count = expression_number(model, &length->room);
		else if (length_is_constant(length, fields))
			count = expression_number(model, &length->value);
		else
			count = 0;
	}
	if (count > STRUCTURE_SIZE_MAX) {
		model_error(model, node->at, "%s: is too long for an array within a structure",
		            field->name);
		count = 0;
	}
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		member->size[abi] = count * field->size[abi];
}

static void field_place(struct model *model, struct member *member,
                        const struct fields_node *fields, const struct block_style *style,
                        unsigned alignment[ABI_COUNT])
{
	const struct field_node *node = member->node;
	struct field *field = &member->field;
	bool is_behind = field_is_behind(node, fields, style->is_args);

	field->name = node->name ? node->name : node->type.name;
	field->traits = node->traits;
	field->note = node->note;
	field->validity = node->validity;
	field->tells = node->tells ? fact_number(model, node->at, node->tells) + 1 : 0;
	if (!type_resolve(model, &node->type, field, alignment))
		return;
	check_field(model, node, field, is_behind);
	if (node->index.name)
		index_resolve(model, &node->index, field);
	if (node->traits & TRAIT_COUNTING)
		counted_resolve(model, node, field);
	/* Enough to tell arrays from numbers until lengths are resolved. */
	if (node->length.is_present || kind_is_text(field->kind))
		field->length.kind = LENGTH_NUL;
	if (is_behind)
		field_place_behind(model, member, style, alignment);
	else
		field_place_inline(model, member, fields, style);
}

void field_finish(struct field *field)
{
	bool may_be_absent =
		field->when.test != TEST_ALWAYS || field->traits & (TRAIT_NONZERO | TRAIT_TRIFLE);
	bool is_number = field->kind != KIND_PAD && field->kind != KIND_STRUCT &&
	                 field->kind != KIND_CHOICE && !kind_is_bytes(field->kind);

	field->is_plain = is_number && !may_be_absent && !field->tells &&
	                  !field->pointer[ABI_X86_64] &&
	                  !(field->traits & (TRAIT_INLINE | TRAIT_WAS));
}

/* ---- choices: as long as their longest alternative */

/* The same choice, where fields without a name have that one. */
static struct choice_node *choice_named(struct model *model, const struct choice_node *choice,
                                        const char *name)
{
	struct choice_node *named = model_take(model, sizeof(*named));
	struct alternative_node **next = &named->first;

	*named = *choice;
	for (const struct alternative_node *a = choice->first; a; a = a->next) {
		*next = model_take(model, sizeof(**next));
		**next = *a;
		struct field_node **field = &(*next)->fields.first;
		for (const struct field_node *f = a->fields.first; f; f = f->next) {
			*field = model_take(model, sizeof(**field));
			**field = *f;
			(*field)->name = f->name || f->is_choice ? f->name : name;
			field = &(*field)->next;
		}
		next = &(*next)->next;
	}
	return named;
}

struct choice_node *choice_of(struct model *model, const struct field_node *node)
{
	if (node->type.form != TYPE_BY_NAME)
		return NULL;
	struct choice_node *choice = names_find(&model->choices, node->type.name);

	if (!choice && node->is_choice)
		model_error(model, node->type.at, "unknown choice %s%s", node->type.name,
		            hint_near(model, node->type.name, &model->choices, NULL).text);
	return choice && node->is_choice && node->name ? choice_named(model, choice, node->name)
	                                               : choice;
}

static void choice_place(struct model *model, struct member *member, struct choice_node *choice,
                         const struct block_style *style, unsigned alignment[ABI_COUNT])
{
	struct field *field = &member->field;
	/* In a union an alternative is like a structure. */
	struct block_style row = *style;

	row.is_union = false;
	field->name = choice->name;
	field->kind = KIND_CHOICE;
	field->traits = member->node->traits;
	field->tells = member->node->tells
	                       ? fact_number(model, member->node->at, member->node->tells) + 1
	                       : 0;
	alignment[ABI_X86_64] = alignment[ABI_I386] = 1;
	if (*choice->is_busy) {
		model_error(model, member->node->at, "the choice %s contains itself", choice->name);
		return;
	}
	if (!model_enter(model, member->node->at))
		return;
	*choice->is_busy = true;
	for (const struct alternative_node *a = choice->first; a; a = a->next) {
		struct extent extent;

		layout_fields(model, &a->fields, &row, (uint64_t[ABI_COUNT]){ 0 }, &extent);
		for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
			uint64_t size = align_up(extent.size[abi], extent.alignment[abi]);
			if (size > member->size[abi])
				member->size[abi] = size;
			if (extent.alignment[abi] > alignment[abi])
				alignment[abi] = extent.alignment[abi];
		}
	}
	*choice->is_busy = false;
	model_leave(model);
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		field->size[abi] = member->size[abi];
}

/* ---- blocks */

/* Bit-fields share a number while there is room, as C has it on both ABIs. */
static bool bits_join(struct member *member, const struct block_style *style, struct extent *extent)
{
	unsigned bits = member->node->bits, used = extent->bits_used;
	unsigned unit = member->field.size[ABI_X86_64] * 8;

	extent->bits_used = bits;
	if (!bits)
		return false;
	if (style->is_args || style->is_union || member->field.pointer[ABI_X86_64] ||
	    unit != member->field.size[ABI_I386] * 8u || bits > unit)
		return false;
	member->field.bits = bits;
	if (!used || used + bits > unit)
		return false;
	member->field.bit = used;
	extent->bits_used = used + bits;
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		member->field.offset[abi] = extent->size[abi] - member->field.size[abi];
	return true;
}

static void member_put(struct member *member, const struct block_style *style,
                       const unsigned alignment[ABI_COUNT], struct extent *extent)
{
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		unsigned step = style->is_args     ? word_size[abi]
		                : style->is_packed ? 1
		                                   : alignment[abi];
		uint64_t offset = style->is_union ? 0 : align_up(extent->size[abi], step);
		uint64_t end = offset + member->size[abi];

		member->field.offset[abi] = offset;
		if (!style->is_union || end > extent->size[abi])
			extent->size[abi] = end;
		if (style->is_args)
			extent->size[abi] = align_up(extent->size[abi], step);
		if (step > extent->alignment[abi])
			extent->alignment[abi] = step;
	}
}

static bool is_known(const struct scope *scope, const struct field_node *node)
{
	for (unsigned i = 0; i < scope->count; i++)
		if (node->name && scope->members[i].node->name &&
		    !strcmp(scope->members[i].node->name, node->name))
			return true;
	return false;
}

struct scope layout_fields(struct model *model, const struct fields_node *fields,
                           const struct block_style *style, const uint64_t start[ABI_COUNT],
                           struct extent *extent)
{
	struct scope scope = { 0 };

	*extent = (struct extent){ .alignment = { 1, 1 } };
	memcpy(extent->size, start, sizeof(extent->size));
	model->fields += fields->count;
	if (model->fields > MODEL_FIELDS_MAX) {
		model_error(model, style->at, "the descriptions have more than %d fields",
		            MODEL_FIELDS_MAX);
		return scope;
	}
	scope.members = model_take(model, fields->count * sizeof(*scope.members));
	for (const struct field_node *node = fields->first; node; node = node->next) {
		struct member *member = &scope.members[scope.count];
		unsigned alignment[ABI_COUNT] = { 1, 1 };

		member->node = node;
		if (is_known(&scope, node) && strncmp(node->type.name, "pad", 3))
			model_error(model, node->at, "%s: there is another %s in %s", node->name,
			            node->name, style->owner);
		struct choice_node *choice = choice_of(model, node);
		if (choice)
			choice_place(model, member, choice, style, alignment);
		else
			field_place(model, member, fields, style, alignment);
		if (!bits_join(member, style, extent))
			member_put(member, style, alignment, extent);
		if (node->bits && !member->field.bits)
			model_error(model, node->at, "%s: cannot be a bit-field of %u bits",
			            node->name, node->bits);
		scope.count++;
	}
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		if (extent->size[abi] > STRUCTURE_SIZE_MAX) {
			model_error(model, style->at, "%s is larger than %d bytes", style->owner,
			            STRUCTURE_SIZE_MAX);
			extent->size[abi] = 0;
		}
	}
	return scope;
}

static void struct_size(struct model *model, struct struct_node *structure, struct extent *extent)
{
	bool is_sized = structure->sized.count;

	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		bool is_other = abi == ABI_I386 && structure->sized_i386.count;
		uint64_t sized = expression_number(model, is_other ? &structure->sized_i386
		                                                   : &structure->sized);

		if (structure->structure.padding > extent->alignment[abi])
			extent->alignment[abi] = structure->structure.padding;
		structure->alignment[abi] = extent->alignment[abi];
		if (is_sized && (sized < extent->size[abi] || sized > STRUCTURE_SIZE_MAX))
			model_error(model, structure->at, "struct %s: its members need %llu bytes",
			            structure->name, (unsigned long long)extent->size[abi]);
		extent->size[abi] = is_sized ? sized & STRUCTURE_SIZE_MAX
		                             : align_up(extent->size[abi], extent->alignment[abi]);
	}
}

void struct_resolve(struct model *model, struct struct_node *structure)
{
	if (structure->progress != PROGRESS_NONE || !model_enter(model, structure->at))
		return;
	structure->progress = PROGRESS_BUSY;
	if (!structure->fields.count && !structure->sized.count)
		model_error(model, structure->at, "struct %s has no members", structure->name);
	uint8_t padding = (uint8_t)expression_number(model, &structure->padded);
	structure->structure.padding = padding;

	size_t owner_size = strlen(structure->name) + sizeof("struct ");
	char *owner = model_take(model, owner_size);
	snprintf(owner, owner_size, "struct %s", structure->name);
	struct block_style style = {
		.at = structure->at,
		.owner = owner,
		.is_packed = structure->is_packed,
		.is_union = structure->is_union,
		.has_64bit_pointers = structure->has_64bit_pointers,
	};
	struct extent extent;
	struct scope scope = layout_fields(model, &structure->fields, &style,
	                                   (uint64_t[ABI_COUNT]){ 0 }, &extent);

	structure->members = scope.members;
	structure->member_count = scope.count;
	references_resolve(model, &scope, &style);
	struct_size(model, structure, &extent);
	structure->structure =
		structure_of(model, structure->name, &scope, structure->shown, &extent);
	structure->structure.padding = padding;
	structure->structure.is_tuple = structure->is_tuple;
	structure->structure.is_list = structure->is_list;
	structure->structure.is_headed = structure->is_headed;
	if (structure->upto.name)
		structure->structure.upto = reference_find(model, &scope, &structure->upto, &style);
	structure->structure.least = (uint16_t)expression_number(model, &structure->least);
	structure->structure.zero_is_least = structure->zero_is_least;
	structure->structure.begun = (uint16_t)expression_number(model, &structure->begun);
	structure->progress = PROGRESS_DONE;
	model_leave(model);
}
