/* Signatures by libdw.
 *
 * Where a parameter lies is told in two ways.  Compilers that optimise say in which register
 * it is when the function begins; others only where it will be, and then the rules of the
 * ABI hold.  Functions that were cloned for some callers ("name.part.0") keep to no rules. */
#include "symbol/signature.h"

#include <dwarf.h>
#include <string.h>

enum { CHILDREN_MAX = 1 << 12 }; /* of one function */

struct search {
	const struct libdw *libdw;
	uint64_t address;
	Dwarf_Die *found;
	bool is_found;
};

static int visit(Dwarf_Die *function, void *owner)
{
	struct search *search = owner;
	Dwarf_Addr entry;

	if (search->libdw->dwarf_entrypc(function, &entry) != 0 || entry != search->address)
		return DWARF_CB_OK;
	*search->found = *function;
	search->is_found = true;
	return DWARF_CB_ABORT;
}

static void kind_put(const struct space *space, const struct type *type, struct parameter *to)
{
	struct type target;

	to->kind = type->kind;
	to->size = type->size;
	to->is_text = type->kind == TYPE_POINTER && type_target(space, type, &target) &&
	              target.kind == TYPE_CHARACTER && target.size == 1;
}

/* The register that holds it when the function begins. */
static void register_find(const struct space *space, Dwarf_Die *die, uint64_t entry,
                          struct parameter *to)
{
	const struct libdw *libdw = &space->owner->libdw;
	Dwarf_Attribute attribute;
	Dwarf_Op *operations;
	size_t length;

	if (!libdw->dwarf_attr_integrate(die, DW_AT_location, &attribute) ||
	    libdw->dwarf_getlocation_addr(&attribute, entry, &operations, &length, 1) != 1 ||
	    length != 1 || operations->atom < DW_OP_reg0 || operations->atom > DW_OP_reg31)
		return;
	to->has_register = true;
	to->number = operations->atom - DW_OP_reg0;
}

static void parameters_put(const struct space *space, Dwarf_Die *function, uint64_t entry,
                           struct signature *signature)
{
	const struct libdw *libdw = &space->owner->libdw;
	Dwarf_Die child;
	struct type type;

	if (libdw->dwarf_child(function, &child) != 0)
		return;
	for (unsigned i = 0; i < CHILDREN_MAX; i++) {
		int tag = libdw->dwarf_tag(&child);

		signature->is_cut |= tag == DW_TAG_unspecified_parameters;
		if (tag == DW_TAG_formal_parameter) {
			if (signature->count == SIGNATURE_MAX || !type_of(space, &child, &type)) {
				signature->is_cut = true;
				return;
			}
			struct parameter *to = &signature->parameters[signature->count++];

			to->name = libdw->dwarf_diename(&child);
			kind_put(space, &type, to);
			register_find(space, &child, entry, to);
		}
		if (libdw->dwarf_siblingof(&child, &child) != 0)
			return;
	}
}

void signature_find(const struct space *space, uint64_t address, struct signature *signature)
{
	const struct libdw *libdw = &space->owner->libdw;
	Dwarf_Addr bias;
	Dwarf_Die *unit = libdw->dwfl_addrdie(space->dwfl, address, &bias), function;
	struct search search = { .libdw = libdw, .found = &function };
	struct type type;

	*signature = (struct signature){ 0 };
	/* Assemblers know functions, but nothing of what these take. */
	if (!unit || libdw->dwarf_srclang(unit) == DW_LANG_Mips_Assembler)
		return;
	search.address = address - bias;
	libdw->dwarf_getfuncs(unit, visit, &search, 0);
	if (!search.is_found)
		return;
	const char *name = libdw->dwarf_diename(&function);

	signature->is_known = true;
	signature->is_changed = !name || strchr(name, '.');
	signature->has_result = type_of(space, &function, &type);
	if (signature->has_result) {
		kind_put(space, &type, &signature->result);
		/* What is large is returned through a pointer, which then comes first. */
		signature->is_changed |= type.kind == TYPE_STRUCT || type.kind == TYPE_ARRAY;
	}
	parameters_put(space, &function, search.address, signature);
}
