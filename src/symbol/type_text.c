/* Types as C and C++ write them.
 *
 * A declaration stands around its name: what comes before it, "int (*", is written going down
 * from the type to what it is made of, and what comes behind it, ")[3]", the same way once
 * more.  What debugging information says may lead in a circle, so depth has an end, and
 * whatever is too deep is "...". */
#include "symbol/type_text.h"

#include <dwarf.h>
#include <string.h>

enum {
	DEPTH_MAX = 24,
	CHILDREN_MAX = 4096, /* members, arguments, enumerators, that are shown of one type */
	INDENT = 4,
	/* Structures without a name are shown whole in one that is. */
	SHOWN_WITHIN = 2,
};

struct writer {
	const struct libdw *libdw;
	struct text *out;
	unsigned depth;
};

static void put_before(struct writer *, Dwarf_Die *, unsigned whole, unsigned indent);
static void put_behind(struct writer *, Dwarf_Die *);

/* ---- dies */

static bool number_of(struct writer *writer, Dwarf_Die *die, unsigned name, Dwarf_Sword *number)
{
	Dwarf_Attribute attribute;

	return writer->libdw->dwarf_attr_integrate(die, name, &attribute) &&
	       writer->libdw->dwarf_formsdata(&attribute, number) == 0;
}

/* NULL: void. */
static Dwarf_Die *target_of(struct writer *writer, Dwarf_Die *die, Dwarf_Die *target)
{
	Dwarf_Attribute attribute;

	return writer->libdw->dwarf_attr_integrate(die, DW_AT_type, &attribute)
	               ? writer->libdw->dwarf_formref_die(&attribute, target)
	               : NULL;
}

/* Names come from a file: nothing in them is to reach a terminal that is no letter there. */
static void put_word(struct writer *writer, const char *name)
{
	for (; *name; name++)
		text_char(writer->out, *name >= ' ' && *name < 0x7f ? *name : '?');
}

/* What gcc calls C's types, and what people do. */
static const char *usual_name(const char *name)
{
	static const struct {
		const char *name, *usual;
	} names[] = {
		{ "short int", "short" },
		{ "short unsigned int", "unsigned short" },
		{ "long int", "long" },
		{ "long unsigned int", "unsigned long" },
		{ "long long int", "long long" },
		{ "long long unsigned int", "unsigned long long" },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].usual;
	return name;
}

static void put_name(struct writer *writer, Dwarf_Die *die)
{
	const char *name = writer->libdw->dwarf_diename(die);

	put_word(writer, name ? usual_name(name) : "");
}

/* Between a type and what stands behind it: nothing behind a star. */
static void put_gap(struct writer *writer)
{
	const struct text *out = writer->out;
	char last = out->length ? out->bytes[out->length - 1] : ' ';

	if (last != '*' && last != '&' && last != '(' && last != ' ')
		text_char(writer->out, ' ');
}

static void put_indent(struct writer *writer, unsigned indent)
{
	for (unsigned i = 0; i < indent; i++)
		text_char(writer->out, ' ');
}

/* Shows children until visit() says false. */
static void each_child(struct writer *writer, Dwarf_Die *parent,
                       bool (*visit)(struct writer *, Dwarf_Die *, void *owner), void *owner)
{
	Dwarf_Die child;

	if (writer->libdw->dwarf_child(parent, &child) != 0)
		return;
	for (unsigned i = 0; i < CHILDREN_MAX; i++)
		if (!visit(writer, &child, owner) ||
		    writer->libdw->dwarf_siblingof(&child, &child) != 0)
			return;
	text_literal(writer->out, "...");
}

static bool is_cplusplus(struct writer *writer, Dwarf_Die *die)
{
	Dwarf_Die unit;
	int language = 0;

	if (writer->libdw->dwarf_diecu(die, &unit, NULL, NULL))
		language = writer->libdw->dwarf_srclang(&unit);
	return language == DW_LANG_C_plus_plus || language == DW_LANG_C_plus_plus_03 ||
	       language == DW_LANG_C_plus_plus_11 || language == DW_LANG_C_plus_plus_14;
}

/* ---- what is in them */

static const char *keyword_of(int tag)
{
	switch (tag) {
	case DW_TAG_structure_type:
		return "struct";
	case DW_TAG_union_type:
		return "union";
	case DW_TAG_class_type:
		return "class";
	case DW_TAG_enumeration_type:
		return "enum";
	}
	return NULL;
}

struct enumerating {
	int64_t next;
	bool any;
};

static bool put_enumerator(struct writer *writer, Dwarf_Die *die, void *owner)
{
	struct enumerating *enumerating = owner;
	Dwarf_Sword number = 0;

	if (writer->libdw->dwarf_tag(die) != DW_TAG_enumerator)
		return true;
	text_string(writer->out, enumerating->any ? ", " : "");
	put_name(writer, die);
	number_of(writer, die, DW_AT_const_value, &number);
	if (number != enumerating->next) {
		text_literal(writer->out, " = ");
		text_decimal(writer->out, number);
	}
	enumerating->any = true;
	enumerating->next = (int64_t)((uint64_t)number + 1);
	return true;
}

struct listing {
	unsigned whole, indent;
	bool is_class;
	Dwarf_Sword access;
	unsigned bases, arguments;
	const char *name; /* of the class */
};

/* "int number;" in a line of its own. */
static void put_member(struct writer *writer, Dwarf_Die *die, struct listing *listing)
{
	Dwarf_Die type;
	const char *name = writer->libdw->dwarf_diename(die);
	Dwarf_Sword bits;

	put_indent(writer, listing->indent);
	if (writer->libdw->dwarf_hasattr(die, DW_AT_external))
		text_literal(writer->out, "static ");
	if (target_of(writer, die, &type)) {
		put_before(writer, &type, listing->whole, listing->indent);
		if (name) {
			put_gap(writer);
			put_word(writer, name);
		}
		put_behind(writer, &type);
	}
	if (number_of(writer, die, DW_AT_bit_size, &bits)) {
		text_literal(writer->out, " : ");
		text_decimal(writer->out, bits);
	}
	text_literal(writer->out, ";\n");
}

static bool put_argument(struct writer *writer, Dwarf_Die *die, void *owner)
{
	struct listing *listing = owner;
	int tag = writer->libdw->dwarf_tag(die);
	Dwarf_Die type;

	if (tag != DW_TAG_formal_parameter && tag != DW_TAG_unspecified_parameters)
		return true;
	/* The object itself, which nobody writes. */
	if (writer->libdw->dwarf_hasattr(die, DW_AT_artificial))
		return true;
	text_string(writer->out, listing->arguments++ ? ", " : "");
	if (tag == DW_TAG_unspecified_parameters) {
		text_literal(writer->out, "...");
	} else if (target_of(writer, die, &type)) {
		put_before(writer, &type, 0, 0);
		put_behind(writer, &type);
	}
	return true;
}

static void put_arguments(struct writer *writer, Dwarf_Die *die)
{
	struct listing listing = { 0 };

	text_char(writer->out, '(');
	each_child(writer, die, put_argument, &listing);
	if (!listing.arguments)
		text_literal(writer->out, "void");
	text_char(writer->out, ')');
}

/* It takes a constant object. */
static bool is_constant_method(struct writer *writer, Dwarf_Die *die)
{
	Dwarf_Attribute attribute;
	Dwarf_Die object, pointer, pointee;

	return writer->libdw->dwarf_attr_integrate(die, DW_AT_object_pointer, &attribute) &&
	       writer->libdw->dwarf_formref_die(&attribute, &object) &&
	       target_of(writer, &object, &pointer) && target_of(writer, &pointer, &pointee) &&
	       writer->libdw->dwarf_tag(&pointee) == DW_TAG_const_type;
}

/* What it returns, its name, its arguments; within: the class that it is a method of, or NULL. */
static void put_function(struct writer *writer, Dwarf_Die *die, const char *within)
{
	Dwarf_Die type, *result = target_of(writer, die, &type);
	const char *name = writer->libdw->dwarf_diename(die);
	bool makes = within && name && (*name == '~' || strcmp(name, within) == 0);

	if (result)
		put_before(writer, result, 0, 0);
	else
		text_string(writer->out, makes ? "" : "void");
	if (!makes)
		put_gap(writer);
	put_name(writer, die);
	put_arguments(writer, die);
	if (within && is_constant_method(writer, die))
		text_literal(writer->out, " const");
	if (result)
		put_behind(writer, result);
}

static void put_access(struct writer *writer, Dwarf_Die *die, struct listing *listing)
{
	static const char *const names[] = { [DW_ACCESS_public] = "public",
		                             [DW_ACCESS_protected] = "protected",
		                             [DW_ACCESS_private] = "private" };
	Dwarf_Sword access = listing->is_class ? DW_ACCESS_private : DW_ACCESS_public;

	number_of(writer, die, DW_AT_accessibility, &access);
	if (access == listing->access || access < DW_ACCESS_public || access > DW_ACCESS_private)
		return;
	listing->access = access;
	put_indent(writer, listing->indent - INDENT / 2);
	text_string(writer->out, names[access]);
	text_literal(writer->out, ":\n");
}

static bool put_part(struct writer *writer, Dwarf_Die *die, void *owner)
{
	struct listing *listing = owner;
	int tag = writer->libdw->dwarf_tag(die);
	bool is_method = tag == DW_TAG_subprogram;

	/* Compilers add tables, and what they make themselves. */
	if ((tag != DW_TAG_member && tag != DW_TAG_variable && !is_method) ||
	    writer->libdw->dwarf_hasattr(die, DW_AT_artificial))
		return true;
	put_access(writer, die, listing);
	if (!is_method) {
		put_member(writer, die, listing);
		return true;
	}
	put_indent(writer, listing->indent);
	put_function(writer, die, listing->name);
	text_literal(writer->out, ";\n");
	return true;
}

static bool put_base(struct writer *writer, Dwarf_Die *die, void *owner)
{
	static const char *const names[] = { [DW_ACCESS_public] = "public ",
		                             [DW_ACCESS_protected] = "protected ",
		                             [DW_ACCESS_private] = "private " };
	struct listing *listing = owner;
	Dwarf_Sword access = listing->is_class ? DW_ACCESS_private : DW_ACCESS_public;
	Dwarf_Die type;

	if (writer->libdw->dwarf_tag(die) != DW_TAG_inheritance || !target_of(writer, die, &type))
		return true;
	number_of(writer, die, DW_AT_accessibility, &access);
	text_string(writer->out, listing->bases++ ? ", " : " : ");
	if (access >= DW_ACCESS_public && access <= DW_ACCESS_private)
		text_string(writer->out, names[access]);
	put_name(writer, &type);
	return true;
}

static void put_inside(struct writer *writer, Dwarf_Die *die, unsigned whole, unsigned indent)
{
	int tag = writer->libdw->dwarf_tag(die);
	bool is_class = tag == DW_TAG_class_type;
	struct listing listing = { .whole = whole,
		                   .indent = indent + INDENT,
		                   .is_class = is_class,
		                   .name = writer->libdw->dwarf_diename(die),
		                   .access = is_class ? 0 : DW_ACCESS_public };
	struct enumerating enumerating = { 0 };

	if (tag == DW_TAG_enumeration_type) {
		text_literal(writer->out, " {");
		each_child(writer, die, put_enumerator, &enumerating);
	} else {
		each_child(writer, die, put_base, &listing);
		text_literal(writer->out, " {\n");
		size_t empty = writer->out->length;

		each_child(writer, die, put_part, &listing);
		if (writer->out->length == empty)
			text_literal(writer->out, "    <no data fields>\n");
		put_indent(writer, indent);
	}
	text_char(writer->out, '}');
}

/* ---- around a name */

static void put_compound(struct writer *writer, Dwarf_Die *die, unsigned whole, unsigned indent)
{
	const char *name = writer->libdw->dwarf_diename(die);
	int tag = writer->libdw->dwarf_tag(die);
	bool is_whole = name ? whole == SHOWN_WITHIN : whole > 0;

	/* C++ needs no keyword. */
	if (!name || is_whole || !is_cplusplus(writer, die))
		text_string(writer->out, keyword_of(tag));
	if (name) {
		put_gap(writer);
		put_name(writer, die);
	}
	if (is_whole)
		put_inside(writer, die, whole - 1, indent);
	else if (!name)
		text_literal(writer->out, " {...}");
}

static bool is_qualifier(int tag)
{
	return tag == DW_TAG_const_type || tag == DW_TAG_volatile_type ||
	       tag == DW_TAG_restrict_type || tag == DW_TAG_atomic_type;
}

static const char *qualifier_name(int tag)
{
	return tag == DW_TAG_const_type      ? "const"
	       : tag == DW_TAG_volatile_type ? "volatile"
	       : tag == DW_TAG_restrict_type ? "restrict"
	                                     : "_Atomic";
}

static bool is_pointer(int tag)
{
	return tag == DW_TAG_pointer_type || tag == DW_TAG_reference_type ||
	       tag == DW_TAG_rvalue_reference_type;
}

/* The tag below qualifiers. */
static int plain_tag(struct writer *writer, const Dwarf_Die *die)
{
	Dwarf_Die at = *die, next;
	int tag = writer->libdw->dwarf_tag(&at);

	for (unsigned i = 0; i < DEPTH_MAX && is_qualifier(tag); i++) {
		if (!target_of(writer, &at, &next))
			return 0;
		at = next;
		tag = writer->libdw->dwarf_tag(&at);
	}
	return tag;
}

/* A pointer to it needs brackets. */
static bool is_bracketed(int tag)
{
	return tag == DW_TAG_array_type || tag == DW_TAG_subroutine_type ||
	       tag == DW_TAG_subprogram;
}

static void put_target_before(struct writer *writer, Dwarf_Die *die, unsigned whole,
                              unsigned indent)
{
	Dwarf_Die target;

	if (target_of(writer, die, &target))
		put_before(writer, &target, whole, indent);
	else
		text_literal(writer->out, "void");
}

static void put_pointer_before(struct writer *writer, Dwarf_Die *die, unsigned whole,
                               unsigned indent)
{
	Dwarf_Die target;
	int tag = writer->libdw->dwarf_tag(die);

	put_target_before(writer, die, whole, indent);
	put_gap(writer);
	if (target_of(writer, die, &target) && is_bracketed(plain_tag(writer, &target)))
		text_char(writer->out, '(');
	text_string(writer->out, tag == DW_TAG_pointer_type     ? "*"
	                         : tag == DW_TAG_reference_type ? "&"
	                                                        : "&&");
}

/* "const char", but "char * const". */
static void put_qualified_before(struct writer *writer, Dwarf_Die *die, unsigned whole,
                                 unsigned indent)
{
	const char *name = qualifier_name(writer->libdw->dwarf_tag(die));
	Dwarf_Die target;
	bool is_behind = target_of(writer, die, &target) && is_pointer(plain_tag(writer, &target));

	if (!is_behind) {
		text_string(writer->out, name);
		text_char(writer->out, ' ');
	}
	put_target_before(writer, die, whole, indent);
	if (is_behind) {
		text_char(writer->out, ' ');
		text_string(writer->out, name);
	}
}

/* Of a whole type nothing is left to look up, but where it would have to be put around. */
static bool is_looked_into(struct writer *writer, Dwarf_Die *die, unsigned whole)
{
	Dwarf_Die at = *die, next;
	int tag = writer->libdw->dwarf_tag(&at);

	if (tag != DW_TAG_typedef || whole != SHOWN_WITHIN)
		return false;
	for (unsigned i = 0; i < DEPTH_MAX && (tag == DW_TAG_typedef || is_qualifier(tag)); i++) {
		if (!target_of(writer, &at, &next))
			return true;
		at = next;
		tag = writer->libdw->dwarf_tag(&at);
	}
	return keyword_of(tag) || tag == DW_TAG_base_type;
}

static void put_before(struct writer *writer, Dwarf_Die *die, unsigned whole, unsigned indent)
{
	int tag = writer->libdw->dwarf_tag(die);

	if (writer->depth >= DEPTH_MAX) {
		text_literal(writer->out, "...");
		return;
	}
	writer->depth++;
	if (keyword_of(tag))
		put_compound(writer, die, whole, indent);
	else if (is_pointer(tag))
		put_pointer_before(writer, die, whole, indent);
	else if (is_qualifier(tag))
		put_qualified_before(writer, die, whole, indent);
	else if (is_bracketed(tag) || is_looked_into(writer, die, whole))
		put_target_before(writer, die, whole, indent);
	else if (tag == DW_TAG_unspecified_type || writer->libdw->dwarf_diename(die))
		put_name(writer, die);
	else
		text_literal(writer->out, "?");
	writer->depth--;
}

static bool put_dimension(struct writer *writer, Dwarf_Die *die, void *owner)
{
	Dwarf_Sword count;

	(void)owner;
	if (writer->libdw->dwarf_tag(die) != DW_TAG_subrange_type)
		return true;
	text_char(writer->out, '[');
	if (number_of(writer, die, DW_AT_upper_bound, &count))
		text_unsigned(writer->out, (uint64_t)count + 1);
	else if (number_of(writer, die, DW_AT_count, &count))
		text_unsigned(writer->out, (uint64_t)count);
	text_char(writer->out, ']');
	return true;
}

static void put_behind(struct writer *writer, Dwarf_Die *die)
{
	int tag = writer->libdw->dwarf_tag(die);
	Dwarf_Die target;
	bool has_target = !keyword_of(tag) && tag != DW_TAG_typedef && tag != DW_TAG_base_type &&
	                  target_of(writer, die, &target);

	if (writer->depth >= DEPTH_MAX)
		return;
	writer->depth++;
	if (is_pointer(tag) && has_target && is_bracketed(plain_tag(writer, &target)))
		text_char(writer->out, ')');
	if (tag == DW_TAG_array_type)
		each_child(writer, die, put_dimension, NULL);
	else if (is_bracketed(tag))
		put_arguments(writer, die);
	if (has_target)
		put_behind(writer, &target);
	writer->depth--;
}

/* ---- made of others */

/* Dimensions that are gone into are not shown. */
static void put_left_dimensions(struct writer *writer, const struct type *type)
{
	struct text all = { 0 };
	struct text *out = writer->out;
	Dwarf_Die die = type->die;
	size_t at = 0;

	writer->out = &all;
	put_behind(writer, &die);
	writer->out = out;
	for (unsigned i = 0; i < type->dimension && at < all.length; i++) {
		const char *end = memchr(all.bytes + at, ']', all.length - at);

		at = end ? (size_t)(end - all.bytes) + 1 : all.length;
	}
	if (!all.failed && all.length)
		text_put(out, all.bytes + at, all.length - at);
	text_free(&all);
}

static bool is_array_base(const struct writer *writer, const struct type *type)
{
	return type->die.addr && is_bracketed(writer->libdw->dwarf_tag((Dwarf_Die *)&type->die));
}

/* The stars, brackets and dimensions that somebody put around it. */
static void put_derived(struct writer *writer, const struct type *type, const char *name)
{
	struct text *out = writer->out;
	bool was_array = is_array_base(writer, type);

	for (unsigned i = 0; i < type->derived_count; i++) {
		bool is_array = type->derived[i] != 0;

		if (!is_array) {
			put_gap(writer);
			text_string(out, was_array ? "(*" : "*");
		}
		was_array = is_array;
	}
	if (name) {
		put_gap(writer);
		text_string(out, name);
	}
	for (unsigned i = type->derived_count; i-- > 0;) {
		bool is_below_array = i ? type->derived[i - 1] != 0 : is_array_base(writer, type);

		if (type->derived[i]) {
			if (!name && i == type->derived_count - 1)
				put_gap(writer);
			text_char(out, '[');
			text_unsigned(out, type->derived[i]);
			text_char(out, ']');
		} else if (is_below_array) {
			text_char(out, ')');
		}
	}
}

/* One of C's own, or of ours. */
static void put_own(struct writer *writer, const struct type *type, unsigned whole)
{
	text_string(writer->out, type->name);
	if (!type->parts || !whole || type->derived_count)
		return;
	text_literal(writer->out, " {\n");
	for (const struct type_part *part = type->parts; part->name; part++) {
		put_indent(writer, INDENT);
		text_string(writer->out, part->type);
		text_string(writer->out, part->kind == TYPE_POINTER ? " *" : " ");
		text_string(writer->out, part->name);
		if (part->count)
			text_format(writer->out, "[%llu]", (unsigned long long)part->count);
		text_literal(writer->out, ";\n");
	}
	text_char(writer->out, '}');
}

static void put_type(struct writer *writer, const struct type *type, const char *name,
                     unsigned whole)
{
	Dwarf_Die die = whole || type->dimension ? type->die : type->said;

	if (!die.addr)
		put_own(writer, type, whole);
	else
		put_before(writer, &die, whole, 0);
	put_derived(writer, type, name);
	if (!die.addr)
		return;
	if (!type->derived_count && !name && is_bracketed(writer->libdw->dwarf_tag(&die)))
		put_gap(writer);
	if (type->dimension)
		put_left_dimensions(writer, type);
	else
		put_behind(writer, &die);
}

void type_text(const struct space *space, const struct type *type, const char *name,
               struct text *out)
{
	struct writer writer = { .libdw = &space->owner->libdw, .out = out };

	put_type(&writer, type, name, 0);
}

void type_text_whole(const struct space *space, const struct type *type, struct text *out)
{
	struct writer writer = { .libdw = &space->owner->libdw, .out = out };

	put_type(&writer, type, NULL, SHOWN_WITHIN);
}

/* ---- declarations */

static void put_typedef(struct writer *writer, Dwarf_Die *die)
{
	Dwarf_Die target;

	text_literal(writer->out, "typedef ");
	put_target_before(writer, die, 0, 0);
	put_gap(writer);
	put_name(writer, die);
	if (target_of(writer, die, &target))
		put_behind(writer, &target);
}

static void put_variable(struct writer *writer, Dwarf_Die *die)
{
	Dwarf_Die target;

	put_target_before(writer, die, 0, 0);
	put_gap(writer);
	put_name(writer, die);
	if (target_of(writer, die, &target))
		put_behind(writer, &target);
}

bool type_text_declaration(const struct space *space, Dwarf_Die *die, struct text *out)
{
	struct writer writer = { .libdw = &space->owner->libdw, .out = out };
	int tag = writer.libdw->dwarf_tag(die);
	bool has_place = tag == DW_TAG_variable || tag == DW_TAG_subprogram;

	if (has_place && !writer.libdw->dwarf_hasattr_integrate(die, DW_AT_external))
		text_literal(out, "static ");
	if (tag == DW_TAG_typedef)
		put_typedef(&writer, die);
	else if (tag == DW_TAG_variable)
		put_variable(&writer, die);
	else if (tag == DW_TAG_subprogram)
		put_function(&writer, die, NULL);
	else if (keyword_of(tag) || tag == DW_TAG_base_type)
		put_before(&writer, die, 0, 0);
	else
		return false;
	if (tag != DW_TAG_base_type)
		text_char(out, ';');
	return true;
}
