/* Lists what is described, for tools/coverage: kind, name, key, file, and of sets what they
 * include, with tabs between.
 *
 * Keys of choices are noted while choices are resolved, for only there is known which number
 * is looked for; a choice in several places has the same lines several times. */
#include "emit.h"

static void emit_row(struct text *out, const char *kind, const char *name, struct place at)
{
	text_format(out, "%s\t%s\t\t%s\t", kind, name, at.source->name);
}

static bool is_attributes(const struct choice_node *choice)
{
	return choice->by.sibling.name && !strcmp(choice->by.sibling.name, "nlattr");
}

/* A row of attributes is described as a choice; the rest follows from that. */
static bool is_of_attributes(const struct model *model, struct place at)
{
	for (const struct choice_node *choice = model->first_choice; choice; choice = choice->next)
		if (is_attributes(choice) && choice->at.source == at.source &&
		    choice->at.line == at.line)
			return true;
	return false;
}

void describe_key(struct model *model, const struct choice_node *choice, const struct term *key,
                  uint64_t number)
{
	const char *kind = is_attributes(choice)                 ? "attribute"
	                   : !strcmp(choice->name, "ioctl_args") ? "ioctl"
	                                                         : "alternative";

	text_format(&model->described, "%s\t%s\t%#llx\t%s\t", kind, choice->name,
	            (unsigned long long)number, key->at.source->name);
	if (key->name)
		text_string(&model->described, key->name);
	text_char(&model->described, '\n');
}

/* Sets without names have nothing to show. */
static void emit_sets(const struct model *model, struct text *out)
{
	for (const struct set_node *set = model->first_set; set; set = set->next) {
		if (is_of_attributes(model, set->at) || !set->first)
			continue;
		emit_row(out, "set", set->name, set->at);
		for (const struct entry_node *entry = set->first; entry; entry = entry->next)
			if (entry->form == ENTRY_INCLUDE)
				text_format(out, "%s ", entry->name);
		text_char(out, '\n');
	}
}

static void emit_structs(const struct model *model, struct text *out)
{
	for (const struct struct_node *s = model->first_struct; s; s = s->next) {
		if (is_of_attributes(model, s->at))
			continue;
		emit_row(out, "structure", s->name, s->at);
		text_char(out, '\n');
	}
}

static void emit_calls(const struct model *model, struct text *out)
{
	static const char *const abi_names[ABI_COUNT] = { "x86_64", "i386" };

	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		for (unsigned nr = 0; nr < model->number_count[abi]; nr++) {
			const struct call_node *call = model->by_number[abi][nr].call;

			if (call)
				text_format(out, "call\t%s\t%s\t%s\t\n", call->name, abi_names[abi],
				            call->at.source->name);
		}
}

void emit_described(const struct model *model, struct text *out)
{
	emit_calls(model, out);
	emit_structs(model, out);
	emit_sets(model, out);
	text_put(out, model->described.bytes, model->described.length);
	out->failed |= model->described.failed;
}
