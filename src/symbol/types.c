/* Types and variables of debugging information.
 *
 * What is sought stands at the top of a compilation unit; so all units are gone through,
 * those of the program first, for it lies lowest.  Types may be declared where they are
 * described elsewhere: declarations are passed over. */
#include "symbol/types.h"

#include "symbol/location.h"

#include <dwarf.h>
#include <string.h>

enum {
	UNITS_MAX = 1 << 16,    /* that are looked through for one name */
	SIBLINGS_MAX = 1 << 20, /* in one unit */
	PEEL_MAX = 32,          /* typedefs of typedefs */
};

static const struct libdw *libdw_of(const struct space *space)
{
	return &space->owner->libdw;
}

static bool number_of(const struct libdw *libdw, Dwarf_Die *die, unsigned name, uint64_t *number)
{
	Dwarf_Attribute attribute;
	Dwarf_Word value;

	if (!libdw->dwarf_attr_integrate(die, name, &attribute) ||
	    libdw->dwarf_formudata(&attribute, &value) != 0)
		return false;
	*number = value;
	return true;
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

	number_of(libdw, die, DW_AT_encoding, &encoding);
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
	}
	return TYPE_OPAQUE;
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
		if (number_of(libdw, &child, DW_AT_upper_bound, &number))
			number++;
		else if (!number_of(libdw, &child, DW_AT_count, &number))
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

	*type = (struct type){ .die = *die };
	for (unsigned i = 0; is_wrapper(libdw->dwarf_tag(&type->die)); i++) {
		Dwarf_Die inner;

		if (i >= PEEL_MAX || !type_die(libdw, &type->die, &inner))
			return false;
		type->die = inner;
	}
	type->kind = kind_of(libdw, &type->die);
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

static bool is_variable(int tag)
{
	return tag == DW_TAG_variable;
}

/* The one of that name at the top of a unit that accept() takes. */
static bool unit_find(const struct libdw *libdw, Dwarf_Die *unit, const char *name,
                      bool (*accept)(int tag), Dwarf_Die *found)
{
	if (libdw->dwarf_child(unit, found) != 0)
		return false;
	for (unsigned i = 0; i < SIBLINGS_MAX; i++) {
		const char *own =
			accept(libdw->dwarf_tag(found)) ? libdw->dwarf_diename(found) : NULL;

		if (own && strcmp(own, name) == 0 &&
		    !libdw->dwarf_hasattr(found, DW_AT_declaration))
			return true;
		if (libdw->dwarf_siblingof(found, found) != 0)
			return false;
	}
	return false;
}

bool type_find(const struct space *space, const char *name, struct type *type)
{
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Die *unit = NULL, found;
	Dwarf_Addr bias;

	for (unsigned i = 0; i < UNITS_MAX; i++) {
		unit = libdw->dwfl_nextcu(space->dwfl, unit, &bias);
		if (!unit)
			return false;
		if (unit_find(libdw, unit, name, is_type, &found))
			return type_fill(space, &found, type);
	}
	return false;
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

bool type_find_variable(const struct space *space, const char *name, struct type *type,
                        uint64_t *address)
{
	const struct libdw *libdw = libdw_of(space);
	Dwarf_Die *unit = NULL, found;
	Dwarf_Addr bias;

	for (unsigned i = 0; i < UNITS_MAX; i++) {
		unit = libdw->dwfl_nextcu(space->dwfl, unit, &bias);
		if (!unit)
			return false;
		if (unit_find(libdw, unit, name, is_variable, &found) &&
		    address_of(space, &found, bias, address) && type_of(space, &found, type))
			return true;
	}
	return false;
}

/* ---- parts */

/* Bits are counted from the start of the structure; or, before DWARF 4, from the highest one of
 * the number at its offset. */
static void member_bits(const struct libdw *libdw, Dwarf_Die *die, struct type_member *member)
{
	uint64_t bits = 0, first = 0, unit = 8 * member->type.size;

	if (!unit || !number_of(libdw, die, DW_AT_bit_size, &bits) || bits == 0 || bits > 64)
		return;
	if (number_of(libdw, die, DW_AT_bit_offset, &first)) {
		if (unit > 64 || first + bits > unit)
			return;
		first = unit - first - bits;
	} else {
		number_of(libdw, die, DW_AT_data_bit_offset, &first);
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

bool type_member(const struct space *space, const struct type *type, unsigned index,
                 struct type_member *member)
{
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
	number_of(libdw, &die, DW_AT_data_member_location, &member->offset);
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

	if (!type_of(space, &die, target))
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
