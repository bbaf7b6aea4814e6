/* Types and variables of debugging information.
 *
 * What is sought stands at the top of a compilation unit; so all units are gone through,
 * those of the program first, for it lies lowest.  Types may be declared where they are
 * described elsewhere: declarations are passed over. */
#include "symbol/types.h"

#include "symbol/location.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

enum {
	UNITS_MAX = 1 << 16,    /* that are looked through for one name */
	SIBLINGS_MAX = 1 << 20, /* in one unit */
	PEEL_MAX = 32,          /* typedefs of typedefs */
	SCOPES_MAX = 8,         /* namespaces within each other */
	NAME_MAX_FOUND = 1024,
};

static const struct libdw *libdw_of(const struct space *space)
{
	return &space->owner->libdw;
}

/* The type that a die names; false: none, which is void. */
static bool type_die(const struct libdw *libdw, Dwarf_Die *die, Dwarf_Die *type)
{
	Dwarf_Attribute attribute;

	return libdw->dwarf_attr_integrate(die, DW_AT_type, &attribute) &&
	       libdw->dwarf_formref_die(&attribute, type);
}

/* ---- what a type is */

static bool is_wrapper(int tag)
{
	return tag == DW_TAG_typedef || tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
	       tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type;
}

static enum type_kind base_kind(const struct libdw *libdw, Dwarf_Die *die)
{
	uint64_t encoding = 0;

	libdw_number(libdw, die, DW_AT_encoding, &encoding);
	switch (encoding) {
	case DW_ATE_boolean:
		return TYPE_BOOL;
	case DW_ATE_float:
		return TYPE_FLOAT;
	case DW_ATE_signed:
		return TYPE_SIGNED;
	case DW_ATE_signed_char:
	case DW_ATE_unsigned_char:
	case DW_ATE_UTF:
		return TYPE_CHARACTER;
	case DW_ATE_unsigned:
		return TYPE_UNSIGNED;
	}
	return TYPE_OPAQUE;
}

static enum type_kind kind_of(const struct libdw *libdw, Dwarf_Die *die)
{
	switch (libdw->dwarf_tag(die)) {
	case DW_TAG_base_type:
		return base_kind(libdw, die);
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		return TYPE_POINTER;
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
		return TYPE_STRUCT;
	case DW_TAG_enumeration_type:
		return TYPE_ENUM;
	case DW_TAG_array_type:
		return TYPE_ARRAY;
	case DW_TAG_subroutine_type:
	case DW_TAG_subprogram:
		return TYPE_FUNCTION;
	}
	return TYPE_OPAQUE;
}

static bool is_signed(const struct libdw *libdw, Dwarf_Die *die)
{
	uint64_t encoding = 0;

	libdw_number(libdw, die, DW_AT_encoding, &encoding);
	return encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
}

/* Enumerations have the sign of the type that they are kept in. */
static bool is_number_signed(const struct libdw *libdw, const struct type *type)
{
	Dwarf_Die die = type->die, within;

	if (type->kind == TYPE_ENUM)
		return !type_die(libdw, &die, &within) || is_signed(libdw, &within);
	return is_signed(libdw, &die);
}

/* The bounds of an array are its children: how many elements so many dimensions have, and
 * those within each of them.  False: that is not known. */
static bool array_bounds(const struct libdw *libdw, Dwarf_Die *die, unsigned dimension,
                         uint64_t *count, uint64_t *within, unsigned *dimensions)
{
	Dwarf_Die child;

	*count = 0;
	*within = 1;
	*dimensions = 0;
	if (libdw->dwarf_child(die, &child) != 0)
		return false;
	do {
		uint64_t number;

		if (libdw->dwarf_tag(&child) != DW_TAG_subrange_type)
			continue;
		if (libdw_number(libdw, &child, DW_AT_upper_bound, &number))
			number++;
		else if (!libdw_number(libdw, &child, DW_AT_count, &number))
			return false;
		if (*dimensions == dimension)
			*count = number;
		else if (*dimensions > dimension)
			*within *= number;
		++*dimensions;
	} while (libdw->dwarf_siblingof(&child, &child) == 0);
	return true;
}

static void array_fill(const struct libdw *libdw, struct type *type)
{
	uint64_t within;
	unsigned dimensions;

	if (!array_bounds(libdw, &type->die, type->dimension, &type->count, &within, &dimensions))
		type->count = 0;
}

static bool type_fill(const struct space *space, const Dwarf_Die *die, struct type *type)
{
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Word size;

	*type = (struct type){ .die = *die, .said = *die };
	for (unsigned i = 0; is_wrapper(libdw->dwarf_tag(&type->die)); i++) {
		Dwarf_Die inner;

		if (i >= PEEL_MAX || !type_die(libdw, &type->die, &inner))
			return false;
		type->die = inner;
	}
	type->kind = kind_of(libdw, &type->die);
	type->is_signed = is_number_signed(libdw, type);
	type->is_reference =
		type->kind == TYPE_POINTER && libdw->dwarf_tag(&type->die) != DW_TAG_pointer_type;
	if (type->kind == TYPE_POINTER)
		type->size = space->is_32 ? 4 : 8;
	else if (libdw->dwarf_aggregate_size(&type->die, &size) == 0)
		type->size = size;
	if (type->kind == TYPE_ARRAY)
		array_fill(libdw, type);
	return true;
}

bool type_of(const struct space *space, Dwarf_Die *die, struct type *type)
{
	Dwarf_Die inner;

	return type_die(libdw_of(space), die, &inner) && type_fill(space, &inner, type);
}

/* ---- finding */

static bool is_type(int tag)
{
	return tag == DW_TAG_structure_type || tag == DW_TAG_union_type ||
	       tag == DW_TAG_class_type || tag == DW_TAG_enumeration_type || tag == DW_TAG_typedef;
}

/* C++ takes one for the other. */
static bool is_class(int tag)
{
	return tag == DW_TAG_structure_type || tag == DW_TAG_class_type;
}

static bool is_union(int tag)
{
	return tag == DW_TAG_union_type;
}

static bool is_enum(int tag)
{
	return tag == DW_TAG_enumeration_type;
}

static bool is_variable(int tag)
{
	return tag == DW_TAG_variable;
}

static bool is_function(int tag)
{
	return tag == DW_TAG_subprogram;
}

/* What is sought: a name, and what it is qualified by, from the outermost on. */
struct sought {
	const char *name;
	unsigned scope_count;
	const char *scopes[SCOPES_MAX];
	bool (*accept)(int tag);
	bool is_anywhere; /* in namespaces as well */
	bool is_declared; /* what is declared alone counts, too */
	char text[NAME_MAX_FOUND];
};

static bool sought_init(struct sought *sought, const char *name, bool (*accept)(int tag))
{
	size_t length = strlen(name);
	char *next;

	*sought = (struct sought){ .accept = accept };
	if (length >= sizeof(sought->text))
		return false;
	memcpy(sought->text, name, length + 1);
	sought->name = sought->text;
	while ((next = strstr(sought->name, "::"))) {
		*next = '\0';
		if (sought->scope_count == SCOPES_MAX)
			return false;
		sought->scopes[sought->scope_count++] = sought->name;
		sought->name = next + 2;
	}
	return true;
}

/* What is described at the top of a unit may be declared in a class or namespace. */
static bool is_qualified(const struct libdw *libdw, const struct sought *sought,
                         unsigned scope_count, Dwarf_Die *found)
{
	Dwarf_Attribute attribute;
	Dwarf_Die die = *found, *around = NULL;
	unsigned matched = 0;

	if (!scope_count)
		return true;
	if (libdw->dwarf_attr(&die, DW_AT_specification, &attribute) &&
	    !libdw->dwarf_formref_die(&attribute, &die))
		return false;
	int count = libdw->dwarf_getscopes_die(&die, &around);

	for (int i = 1; i < count && matched < scope_count; i++) {
		const char *name = libdw->dwarf_diename(&around[i]);

		/* Of a function: in one of its blocks. */
		if (libdw->dwarf_tag(&around[i]) == DW_TAG_lexical_block)
			continue;
		if (!name || strcmp(name, sought->scopes[scope_count - 1 - matched]) != 0)
			break;
		matched++;
	}
	free(around);
	return matched == scope_count;
}

static bool is_sought(const struct libdw *libdw, const struct sought *sought, Dwarf_Die *die)
{
	const char *own = sought->accept(libdw->dwarf_tag(die)) ? libdw->dwarf_diename(die) : NULL;

	return own && strcmp(own, sought->name) == 0 &&
	       (sought->is_declared || !libdw->dwarf_hasattr(die, DW_AT_declaration)) &&
	       is_qualified(libdw, sought, sought->scope_count, die);
}

/* Constants of an enumeration stand where that stands, or in it. */
static bool may_have_constant(const struct libdw *libdw, const struct sought *sought,
                              Dwarf_Die *die)
{
	unsigned count = sought->scope_count;
	const char *name = libdw->dwarf_diename(die);

	return is_qualified(libdw, sought, count, die) ||
	       (name && strcmp(name, sought->scopes[count - 1]) == 0 &&
	        is_qualified(libdw, sought, count - 1, die));
}

/* Classes and functions that are named, with their blocks, and namespaces; those may also go
 * without saying. */
static bool is_entered(const struct libdw *libdw, const struct sought *sought, Dwarf_Die *die)
{
	int tag = libdw->dwarf_tag(die);
	bool may_be_named = sought->scope_count && (is_class(tag) || tag == DW_TAG_subprogram);
	const char *name = may_be_named ? libdw->dwarf_diename(die) : NULL;

	for (unsigned i = 0; name && i < sought->scope_count; i++)
		if (strcmp(name, sought->scopes[i]) == 0)
			return true;
	return tag == DW_TAG_lexical_block || (tag == DW_TAG_namespace && sought->is_anywhere);
}

/* Shows what is called so to take(), until that wants it. */
struct walk {
	const struct libdw *libdw;
	struct sought sought;
	bool by_constant; /* enumerations are shown that may have it */
	bool (*take)(void *owner, Dwarf_Die *, uint64_t bias);
	void *owner;
	uint64_t bias;
};

static bool walk_within(struct walk *walk, Dwarf_Die *parent, unsigned depth)
{
	const struct libdw *libdw = walk->libdw;
	Dwarf_Die die;

	if (depth > SCOPES_MAX || libdw->dwarf_child(parent, &die) != 0)
		return false;
	for (unsigned i = 0; i < SIBLINGS_MAX; i++) {
		bool is_shown = walk->by_constant
		                        ? libdw->dwarf_tag(&die) == DW_TAG_enumeration_type &&
		                                  may_have_constant(libdw, &walk->sought, &die)
		                        : is_sought(libdw, &walk->sought, &die);

		if (is_shown && walk->take(walk->owner, &die, walk->bias))
			return true;
		if (is_entered(libdw, &walk->sought, &die) && walk_within(walk, &die, depth + 1))
			return true;
		if (libdw->dwarf_siblingof(&die, &die) != 0)
			return false;
	}
	return false;
}

static bool is_plain_c(const struct libdw *libdw, Dwarf_Die *unit)
{
	int language = libdw->dwarf_srclang(unit);

	return language == DW_LANG_C || language == DW_LANG_C89 || language == DW_LANG_C99 ||
	       language == DW_LANG_C11;
}

static bool walk_units(const struct space *space, struct walk *walk)
{
	Dwarf_Die *unit = NULL;

	for (unsigned i = 0; i < UNITS_MAX; i++) {
		unit = walk->libdw->dwfl_nextcu(space->dwfl, unit, &walk->bias);
		if (!unit)
			return false;
		bool may_have = !walk->sought.is_anywhere || walk->sought.scope_count ||
		                !is_plain_c(walk->libdw, unit);

		if (may_have && walk_within(walk, unit, 0))
			return true;
	}
	return false;
}

/* What is not qualified may be in a namespace all the same, if there is no other. */
static bool walk_all(const struct space *space, struct walk *walk)
{
	if (!walk->sought.scope_count && walk_units(space, walk))
		return true;
	walk->sought.is_anywhere = true;
	return walk_units(space, walk);
}

static bool find_each(const struct space *space, const char *name, bool (*accept)(int tag),
                      bool (*take)(void *owner, Dwarf_Die *, uint64_t bias), void *owner)
{
	struct walk walk = { .libdw = libdw_of(space), .take = take, .owner = owner };

	return sought_init(&walk.sought, name, accept) && walk_all(space, &walk);
}

struct finding {
	const struct space *space;
	struct type *type;
	uint64_t *address;
};

static bool take_type(void *owner, Dwarf_Die *die, uint64_t bias)
{
	const struct finding *finding = owner;

	(void)bias;
	return type_fill(finding->space, die, finding->type);
}

bool type_find(const struct space *space, const char *name, const char *keyword, struct type *type)
{
	struct finding finding = { .space = space, .type = type };
	bool (*accept)(int tag) = !keyword          ? is_type
	                          : *keyword == 'u' ? is_union
	                          : *keyword == 'e' ? is_enum
	                                            : is_class;

	return find_each(space, name, accept, take_type, &finding);
}

/* It lies there always. */
static bool address_of(const struct space *space, Dwarf_Die *die, uint64_t bias, uint64_t *address)
{
	const struct location_context context = { .space = space, .bias = bias };
	struct location location;

	if (!location_of(&context, die, DW_AT_location, &location) || location.count != 1 ||
	    location.pieces[0].kind != LOCATION_MEMORY)
		return false;
	*address = location.pieces[0].number;
	return true;
}

static bool take_variable(void *owner, Dwarf_Die *die, uint64_t bias)
{
	const struct finding *finding = owner;

	return address_of(finding->space, die, bias, finding->address) &&
	       type_of(finding->space, die, finding->type);
}

bool type_find_variable(const struct space *space, const char *name, struct type *type,
                        uint64_t *address)
{
	struct finding finding = { space, type, address };

	return find_each(space, name, is_variable, take_variable, &finding);
}

static bool take_function(void *owner, Dwarf_Die *die, uint64_t bias)
{
	const struct finding *finding = owner;
	Dwarf_Addr entry;

	if (libdw_of(finding->space)->dwarf_entrypc(die, &entry) != 0)
		return false;
	*finding->address = entry + bias;
	return type_fill(finding->space, die, finding->type);
}

bool type_find_function(const struct space *space, const char *name, struct type *type,
                        uint64_t *address)
{
	struct finding finding = { space, type, address };

	return find_each(space, name, is_function, take_function, &finding);
}

/* ---- made of others */

struct type type_basic(const char *name, enum type_kind kind, bool is_signed, uint64_t size)
{
	return (struct type){ .name = name, .kind = kind, .is_signed = is_signed, .size = size };
}

struct type type_of_parts(const char *name, const struct type_part *parts, uint64_t size)
{
	return (struct type){ .name = name, .kind = TYPE_STRUCT, .size = size, .parts = parts };
}

/* From what it is made of, when that has changed. */
static void derived_fill(const struct space *space, struct type *type)
{
	struct type_form form = type->base;

	for (unsigned i = 0; i < type->derived_count; i++) {
		uint64_t count = type->derived[i];

		if (count)
			form = (struct type_form){ TYPE_ARRAY, count * form.size, count };
		else
			form = (struct type_form){ TYPE_POINTER, space->is_32 ? 4 : 8, 0 };
	}
	type->kind = form.kind;
	type->size = form.size;
	type->count = form.count;
}

bool type_derive(const struct space *space, struct type *type, uint64_t count)
{
	if (type->derived_count == TYPE_DERIVED_MAX ||
	    (count && (!type->size || count > UINT64_MAX / type->size)))
		return false;
	if (!type->derived_count)
		type->base = (struct type_form){ type->kind, type->size, type->count };
	type->derived[type->derived_count++] = count;
	derived_fill(space, type);
	return true;
}

/* ---- parts */

/* Bits are counted from the start of the structure; or, before DWARF 4, from the highest one of
 * the number at its offset. */
static void member_bits(const struct libdw *libdw, Dwarf_Die *die, struct type_member *member)
{
	uint64_t bits = 0, first = 0, unit = 8 * member->type.size;

	if (!unit || !libdw_number(libdw, die, DW_AT_bit_size, &bits) || bits == 0 || bits > 64)
		return;
	if (libdw_number(libdw, die, DW_AT_bit_offset, &first)) {
		if (unit > 64 || first + bits > unit)
			return;
		first = unit - first - bits;
	} else {
		libdw_number(libdw, die, DW_AT_data_bit_offset, &first);
		member->offset = first / unit * member->type.size;
		first %= unit;
	}
	member->bit = (unsigned)first;
	member->bits = (unsigned)bits;
}

/* What each value has in itself: no static members, and no bases that are shared, whose place
 * only the object knows. */
static bool is_data(const struct libdw *libdw, Dwarf_Die *die)
{
	int tag = libdw->dwarf_tag(die);

	return (tag == DW_TAG_member && !libdw->dwarf_hasattr(die, DW_AT_external)) ||
	       (tag == DW_TAG_inheritance && !libdw->dwarf_hasattr(die, DW_AT_virtuality));
}

static bool part_member(const struct space *space, const struct type_part *part, unsigned index,
                        struct type_member *member)
{
	while (index && part->name)
		part++, index--;
	if (!part->name)
		return false;
	*member = (struct type_member){ .name = part->name, .offset = part->offset };
	if (part->kind == TYPE_POINTER) {
		member->type = type_basic(part->type, TYPE_VOID, false, 0);
		return type_derive(space, &member->type, 0);
	}
	member->type = part->parts ? type_of_parts(part->type, part->parts, part->size)
	                           : type_basic(part->type, part->kind, part->kind == TYPE_SIGNED,
	                                        part->size);
	return !part->count || type_derive(space, &member->type, part->count);
}

bool type_member(const struct space *space, const struct type *type, unsigned index,
                 struct type_member *member)
{
	if (type->parts)
		return type->kind == TYPE_STRUCT && part_member(space, type->parts, index, member);
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Die die, parent = type->die, inner;

	if (type->kind != TYPE_STRUCT || libdw->dwarf_child(&parent, &die) != 0)
		return false;
	for (unsigned i = 0; i < SIBLINGS_MAX; i++) {
		if (is_data(libdw, &die) && index-- == 0)
			break;
		if (libdw->dwarf_siblingof(&die, &die) != 0)
			return false;
	}
	*member = (struct type_member){ .name = libdw->dwarf_diename(&die) };
	libdw_number(libdw, &die, DW_AT_data_member_location, &member->offset);
	if (!type_die(libdw, &die, &inner) || !type_fill(space, &inner, &member->type))
		return false;
	member->is_base = libdw->dwarf_tag(&die) == DW_TAG_inheritance;
	if (member->is_base)
		member->name = libdw->dwarf_diename(&member->type.die);
	member_bits(libdw, &die, member);
	return true;
}

bool type_target(const struct space *space, const struct type *type, struct type *target)
{
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Die die = type->die;
	uint64_t count, within;
	unsigned dimensions;

	if (type->derived_count) {
		*target = *type;
		target->derived_count--;
		derived_fill(space, target);
		return true;
	}
	if (!die.addr || (type->kind != TYPE_POINTER && type->kind != TYPE_ARRAY) ||
	    !type_of(space, &die, target))
		return false;
	if (type->kind != TYPE_ARRAY ||
	    !array_bounds(libdw, &die, type->dimension, &count, &within, &dimensions) ||
	    type->dimension + 1 >= dimensions)
		return true;
	uint64_t element = target->size;

	*target = *type;
	target->dimension++;
	target->size = within * element;
	array_fill(libdw, target);
	return true;
}

bool type_parameter(const struct space *space, const struct type *function, unsigned index,
                    struct type *type, bool *is_open)
{
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Die outer = function->die, die;

	*is_open = false;
	if (!outer.addr || libdw->dwarf_child(&outer, &die) != 0)
		return false;
	for (unsigned i = 0; i < SIBLINGS_MAX; i++) {
		int tag = libdw->dwarf_tag(&die);

		*is_open |= tag == DW_TAG_unspecified_parameters;
		if (tag == DW_TAG_formal_parameter && index-- == 0)
			return type_of(space, &die, type);
		if (libdw->dwarf_siblingof(&die, &die) != 0)
			break;
	}
	return false;
}

bool type_result(const struct space *space, const struct type *function, struct type *type)
{
	Dwarf_Die die = function->die;

	return die.addr && type_of(space, &die, type);
}

bool type_is(const struct space *space, Dwarf_Die *die, struct type *type)
{
	return type_fill(space, die, type);
}

/* The constant of an enum that has a name, or, where that is NULL, a number. */
static const char *constant_find(const struct space *space, const struct type *type,
                                 const char *name, int64_t *number)
{
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Die die, parent = type->die;

	if (type->kind != TYPE_ENUM || libdw->dwarf_child(&parent, &die) != 0)
		return NULL;
	for (unsigned i = 0; i < SIBLINGS_MAX; i++) {
		const char *own = libdw->dwarf_diename(&die);
		Dwarf_Attribute attribute;
		Dwarf_Sword value;

		if (own && libdw->dwarf_attr_integrate(&die, DW_AT_const_value, &attribute) &&
		    libdw->dwarf_formsdata(&attribute, &value) == 0 &&
		    (name ? strcmp(own, name) == 0 : value == *number)) {
			*number = value;
			return own;
		}
		if (libdw->dwarf_siblingof(&die, &die) != 0)
			return NULL;
	}
	return NULL;
}

bool type_constant(const struct space *space, const struct type *type, const char *name,
                   int64_t *number)
{
	return constant_find(space, type, name, number);
}

const char *type_enumerator(const struct space *space, const struct type *type, int64_t number)
{
	return constant_find(space, type, NULL, &number);
}

struct constant {
	const struct space *space;
	const char *name;
	struct type *type;
	int64_t *number;
};

static bool take_constant(void *owner, Dwarf_Die *die, uint64_t bias)
{
	const struct constant *constant = owner;

	(void)bias;
	return type_fill(constant->space, die, constant->type) &&
	       type_constant(constant->space, constant->type, constant->name, constant->number);
}

static bool is_member(int tag)
{
	return tag == DW_TAG_variable || tag == DW_TAG_member;
}

static bool take_member(void *owner, Dwarf_Die *die, uint64_t bias)
{
	const struct constant *constant = owner;
	const struct libdw *libdw = libdw_of(constant->space);
	Dwarf_Attribute attribute;
	Dwarf_Sword value;

	(void)bias;
	if (!libdw->dwarf_attr_integrate(die, DW_AT_const_value, &attribute) ||
	    libdw->dwarf_formsdata(&attribute, &value) != 0 ||
	    !type_of(constant->space, die, constant->type) || constant->type->kind == TYPE_FLOAT ||
	    constant->type->kind == TYPE_STRUCT)
		return false;
	*constant->number = value;
	return true;
}

bool type_find_static(const struct space *space, const char *name, struct type *type,
                      int64_t *number)
{
	struct constant constant = { space, NULL, type, number };
	struct walk walk = { .libdw = libdw_of(space), .take = take_member, .owner = &constant };

	if (!sought_init(&walk.sought, name, is_member) || !walk.sought.scope_count)
		return false;
	walk.sought.is_declared = true;
	return walk_all(space, &walk);
}

bool type_find_constant(const struct space *space, const char *name, struct type *type,
                        int64_t *number)
{
	struct constant constant = { space, NULL, type, number };
	struct walk walk = { .libdw = libdw_of(space),
		             .by_constant = true,
		             .take = take_constant,
		             .owner = &constant };

	if (!sought_init(&walk.sought, name, is_enum))
		return false;
	constant.name = walk.sought.name;
	return walk_all(space, &walk);
}

/* ---- all of them */

struct each {
	const struct libdw *libdw;
	enum declared sort;
	bool (*visit)(void *owner, const struct declaration *);
	void *owner;
};

static bool is_of_sort(const struct each *each, Dwarf_Die *die)
{
	int tag = each->libdw->dwarf_tag(die);
	bool is_right = each->sort == DECLARED_FUNCTIONS   ? is_function(tag)
	                : each->sort == DECLARED_VARIABLES ? is_variable(tag)
	                                                   : is_type(tag);

	return is_right && !each->libdw->dwarf_hasattr(die, DW_AT_declaration);
}

/* False: enough were shown. */
static bool each_within(const struct each *each, Dwarf_Die *parent, unsigned depth)
{
	const struct libdw *libdw = each->libdw;
	Dwarf_Die die;

	if (depth > SCOPES_MAX || libdw->dwarf_child(parent, &die) != 0)
		return true;
	for (unsigned i = 0; i < SIBLINGS_MAX; i++) {
		struct declaration declaration = { .name = libdw->dwarf_diename(&die), .die = die };
		int line = 0;

		if (declaration.name && is_of_sort(each, &die)) {
			declaration.file = libdw->dwarf_decl_file(&die);
			libdw->dwarf_decl_line(&die, &line);
			declaration.line = line > 0 ? (unsigned)line : 0;
			if (!each->visit(each->owner, &declaration))
				return false;
		}
		if (libdw->dwarf_tag(&die) == DW_TAG_namespace &&
		    !each_within(each, &die, depth + 1))
			return false;
		if (libdw->dwarf_siblingof(&die, &die) != 0)
			return true;
	}
	return true;
}

void type_each(const struct space *space, enum declared sort,
               bool (*visit)(void *owner, const struct declaration *), void *owner)
{
	const struct each each = { libdw_of(space), sort, visit, owner };
	Dwarf_Die *unit = NULL;
	Dwarf_Addr bias;

	for (unsigned i = 0; i < UNITS_MAX; i++) {
		unit = each.libdw->dwfl_nextcu(space->dwfl, unit, &bias);
		if (!unit || !each_within(&each, unit, 0))
			return;
	}
}
