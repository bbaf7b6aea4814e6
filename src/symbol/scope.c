/* What stands in scope at a frame. */
#include "symbol/scope.h"

#include "symbol/source.h"

#include <dwarf.h>
#include <stdlib.h>
#include <string.h>

enum {
	CHILDREN_MAX = 1 << 16, /* of one block */
	FOLLOW_MAX = 8,         /* from a function to where it is declared */
	NAMES_MAX = 32,         /* namespaces within each other */
};

static const struct libdw *libdw_of(const struct scope *scope)
{
	return &scope->space->owner->libdw;
}

static bool is_function(int tag)
{
	return tag == DW_TAG_subprogram || tag == DW_TAG_inlined_subroutine;
}

/* ---- opening */

/* The block around an address, and what that lies in. */
static bool blocks_find(struct scope *scope, uint64_t pc)
{
	const struct libdw *libdw = libdw_of(scope);
	Dwarf_Die *around = NULL;
	int count = libdw->dwarf_getscopes(&scope->unit, pc, &around);

	/* Those are as the source has them: of what was inlined, not where. */
	if (count > 0)
		count = libdw->dwarf_getscopes_die(&around[0], &scope->dies);
	free(around);
	scope->count = count > 0 ? (unsigned)count : 0;
	return count > 0;
}

static bool function_find(struct scope *scope, unsigned first)
{
	for (unsigned i = first; i < scope->count; i++)
		if (is_function(libdw_of(scope)->dwarf_tag(&scope->dies[i]))) {
			scope->first = first;
			scope->function = i;
			return true;
		}
	return false;
}

/* What DW_OP_fbreg counts from: said by the function that has the machine's frame. */
static void base_find(struct scope *scope)
{
	const struct libdw *libdw = libdw_of(scope);
	struct location_context *context = &scope->context;
	const struct frame *frame = context->frame;
	struct location location;
	unsigned i = scope->function;

	while (i < scope->count && libdw->dwarf_tag(&scope->dies[i]) != DW_TAG_subprogram)
		i++;
	if (i == scope->count ||
	    !location_of(context, &scope->dies[i], DW_AT_frame_base, &location) ||
	    location.count != 1)
		return;
	const struct location_piece *piece = &location.pieces[0];

	context->has_base = true;
	if (piece->kind == LOCATION_MEMORY || piece->kind == LOCATION_VALUE)
		context->base = piece->number;
	else if (piece->kind == LOCATION_REGISTER && piece->number < frame->count &&
	         frame->known >> piece->number & 1)
		context->base = frame->registers[piece->number];
	else
		context->has_base = false;
}

bool scope_open(const struct space *space, const struct frame *frame, struct scope *scope)
{
	uint64_t code = frame_code(frame);

	*scope = (struct scope){ .space = space, .context = { .space = space, .frame = frame } };
	if (!source_unit_at(space, code, &scope->unit, &scope->context.bias) ||
	    !blocks_find(scope, code - scope->context.bias) || !function_find(scope, 0)) {
		scope_close(scope);
		return false;
	}
	base_find(scope);
	return true;
}

void scope_close(struct scope *scope)
{
	free(scope->dies);
	*scope = (struct scope){ 0 };
}

bool scope_outer(struct scope *scope)
{
	int tag = libdw_of(scope)->dwarf_tag(&scope->dies[scope->function]);

	return tag == DW_TAG_inlined_subroutine && function_find(scope, scope->function + 1);
}

/* ---- the function */

unsigned scope_ranges(struct scope *scope, struct scope_range *ranges, unsigned max)
{
	const struct libdw *libdw = libdw_of(scope);
	uint64_t bias = scope->context.bias;
	Dwarf_Addr base, start, end;
	ptrdiff_t at = 0;
	unsigned count = 0;

	while (count < max && (at = libdw->dwarf_ranges(&scope->dies[scope->function], at, &base,
	                                                &start, &end)) > 0)
		ranges[count++] = (struct scope_range){ start + bias, end + bias };
	return count;
}

uint64_t scope_entry(struct scope *scope)
{
	Dwarf_Addr entry;
	struct scope_range first;

	if (libdw_of(scope)->dwarf_entrypc(&scope->dies[scope->function], &entry) == 0)
		return entry + scope->context.bias;
	return scope_ranges(scope, &first, 1) ? first.start : 0;
}

const void *scope_function(const struct scope *scope)
{
	return scope->dies[scope->function].addr;
}

/* Where it is declared: within a class or namespace, perhaps. */
static Dwarf_Die declaration_of(const struct libdw *libdw, Dwarf_Die die)
{
	Dwarf_Attribute attribute;

	for (unsigned i = 0; i < FOLLOW_MAX; i++) {
		Dwarf_Die next;

		if ((!libdw->dwarf_attr(&die, DW_AT_abstract_origin, &attribute) &&
		     !libdw->dwarf_attr(&die, DW_AT_specification, &attribute)) ||
		    !libdw->dwarf_formref_die(&attribute, &next))
			break;
		die = next;
	}
	return die;
}

static bool is_named_scope(int tag)
{
	return tag == DW_TAG_namespace || tag == DW_TAG_class_type ||
	       tag == DW_TAG_structure_type || tag == DW_TAG_union_type;
}

static bool has_qualified_names(struct scope *scope)
{
	Dwarf_Attribute attribute;
	Dwarf_Word language = 0;

	if (libdw_of(scope)->dwarf_attr_integrate(&scope->unit, DW_AT_language, &attribute))
		libdw_of(scope)->dwarf_formudata(&attribute, &language);
	return language == DW_LANG_C_plus_plus || language == DW_LANG_C_plus_plus_03 ||
	       language == DW_LANG_C_plus_plus_11 || language == DW_LANG_C_plus_plus_14 ||
	       language == DW_LANG_Rust;
}

static void put_qualifiers(struct scope *scope, struct text *out)
{
	const struct libdw *libdw = libdw_of(scope);
	Dwarf_Die die = declaration_of(libdw, scope->dies[scope->function]), *around = NULL;
	int count = libdw->dwarf_getscopes_die(&die, &around);

	for (int i = count < NAMES_MAX ? count : NAMES_MAX; i-- > 1;) {
		const char *name = libdw->dwarf_diename(&around[i]);

		if (!is_named_scope(libdw->dwarf_tag(&around[i])))
			continue;
		text_string(out, name ? name : "(anonymous)");
		text_literal(out, "::");
	}
	free(around);
}

bool scope_name(struct scope *scope, struct text *out)
{
	const char *name = libdw_of(scope)->dwarf_diename(&scope->dies[scope->function]);

	if (!name)
		return false;
	if (has_qualified_names(scope))
		put_qualifiers(scope, out);
	text_string(out, name);
	return true;
}

static bool call_line(struct scope *scope, Dwarf_Die *inlined, const char **file, unsigned *line)
{
	const struct libdw *libdw = libdw_of(scope);
	uint64_t file_number, number;
	Dwarf_Files *files;
	size_t count;

	if (!libdw_number(libdw, inlined, DW_AT_call_line, &number) ||
	    !libdw_number(libdw, inlined, DW_AT_call_file, &file_number) ||
	    libdw->dwarf_getsrcfiles(&scope->unit, &files, &count) != 0 || file_number >= count ||
	    number > SOURCE_LINE_MAX)
		return false;
	*line = (unsigned)number;
	*file = libdw->dwarf_filesrc(files, file_number, NULL, NULL);
	return *file;
}

bool scope_line(struct scope *scope, const char **file, unsigned *line)
{
	struct source_line found;

	if (scope->first > 0)
		return call_line(scope, &scope->dies[scope->first - 1], file, line);
	if (!source_line_at(scope->space, frame_code(scope->context.frame), &found))
		return false;
	*file = found.file;
	*line = found.line;
	return true;
}

/* ---- variables */

/* A value that is the same everywhere, kept in the information itself. */
static bool constant_of(const struct libdw *libdw, Dwarf_Die *die, struct location *location)
{
	Dwarf_Attribute attribute;
	Dwarf_Sword number;
	Dwarf_Word unsigned_number;
	Dwarf_Block block;
	struct location_piece *piece = &location->pieces[0];

	if (!libdw->dwarf_attr_integrate(die, DW_AT_const_value, &attribute))
		return false;
	*location = (struct location){ .count = 1 };
	if (libdw->dwarf_formblock(&attribute, &block) == 0)
		*piece = (struct location_piece){ .kind = LOCATION_BYTES,
			                          .size = block.length,
			                          .bytes = block.data };
	else if (libdw->dwarf_formsdata(&attribute, &number) == 0)
		*piece = (struct location_piece){ .kind = LOCATION_VALUE,
			                          .number = (uint64_t)number };
	else if (libdw->dwarf_formudata(&attribute, &unsigned_number) == 0)
		*piece = (struct location_piece){ .kind = LOCATION_VALUE,
			                          .number = unsigned_number };
	return true;
}

static bool variable_fill(struct scope *scope, Dwarf_Die *die, struct variable *variable)
{
	const struct libdw *libdw = libdw_of(scope);

	*variable = (struct variable){
		.name = libdw->dwarf_diename(die),
		.is_argument = libdw->dwarf_tag(die) == DW_TAG_formal_parameter,
	};
	if (!variable->name || libdw->dwarf_hasattr(die, DW_AT_declaration) ||
	    !type_of(scope->space, die, &variable->type))
		return false;
	if (!constant_of(libdw, die, &variable->location) &&
	    !location_of(&scope->context, die, DW_AT_location, &variable->location))
		variable->location = (struct location){ .count = 1 };
	return true;
}

static bool is_wanted(const struct libdw *libdw, Dwarf_Die *die, const char *name)
{
	int tag = libdw->dwarf_tag(die);

	if (tag != DW_TAG_variable && tag != DW_TAG_formal_parameter)
		return false;
	const char *own = name ? libdw->dwarf_diename(die) : NULL;

	return !name || (own && strcmp(own, name) == 0);
}

/* Those of one block that are called so, or all; false: visit() has said so. */
static bool block_each(struct scope *scope, unsigned block, const char *name,
                       bool (*visit)(void *owner, const struct variable *), void *owner)
{
	const struct libdw *libdw = libdw_of(scope);
	struct variable variable;
	Dwarf_Die child;

	if (libdw->dwarf_child(&scope->dies[block], &child) != 0)
		return true;
	for (unsigned i = 0; i < CHILDREN_MAX; i++) {
		if (is_wanted(libdw, &child, name) && variable_fill(scope, &child, &variable)) {
			variable.block = block - scope->first;
			if (!visit(owner, &variable))
				return false;
		}
		if (libdw->dwarf_siblingof(&child, &child) != 0)
			return true;
	}
	return true;
}

struct selection {
	bool arguments;
	bool (*visit)(void *owner, const struct variable *);
	void *owner;
};

static bool select_visit(void *owner, const struct variable *variable)
{
	const struct selection *selection = owner;

	return variable->is_argument != selection->arguments ||
	       selection->visit(selection->owner, variable);
}

void scope_each(struct scope *scope, bool arguments,
                bool (*visit)(void *owner, const struct variable *), void *owner)
{
	struct selection selection = { arguments, visit, owner };

	for (unsigned i = scope->first; i <= scope->function; i++)
		if (!block_each(scope, i, NULL, select_visit, &selection))
			return;
}

static bool first_visit(void *owner, const struct variable *variable)
{
	*(struct variable *)owner = *variable;
	return false;
}

bool scope_find(struct scope *scope, const char *name, struct variable *variable)
{
	/* What lies around the function is the unit's, and not what its callers have. */
	for (unsigned i = scope->first; i < scope->count; i++)
		if ((i <= scope->function ||
		     !is_function(libdw_of(scope)->dwarf_tag(&scope->dies[i]))) &&
		    !block_each(scope, i, name, first_visit, variable))
			return true;
	return false;
}

bool scope_find_constant(struct scope *scope, const char *name, struct type *type, int64_t *number)
{
	const struct libdw *libdw = libdw_of(scope);
	Dwarf_Die child;

	if (libdw->dwarf_child(&scope->unit, &child) != 0)
		return false;
	for (unsigned i = 0; i < CHILDREN_MAX; i++) {
		if (libdw->dwarf_tag(&child) == DW_TAG_enumeration_type &&
		    type_is(scope->space, &child, type) &&
		    type_constant(scope->space, type, name, number))
			return true;
		if (libdw->dwarf_siblingof(&child, &child) != 0)
			return false;
	}
	return false;
}
