/* Prints what was resolved as C: tables for calls/desc.h. */
#include "emit.h"

/* ---- sets */

static void emit_symbol_list(struct text *out, const struct symbols *symbols)
{
	text_format(out, "static const struct symbol names_of_%s[] = {\n", symbols->name);
	for (unsigned i = 0; i < symbols->count; i++) {
		const struct symbol *symbol = &symbols->list[i];

		text_literal(out, "\t{ ");
		emit_number(out, symbol->value);
		text_literal(out, ", ");
		if (symbol->mask == UINT64_MAX)
			text_literal(out, "ALL");
		else
			emit_number(out, symbol->mask);
		text_format(out, ", \"%s\", %u },\n", symbol->name, symbol->length);
	}
	text_literal(out, "};\n");
}

static void emit_ranges(struct text *out, const struct symbols *symbols)
{
	text_format(out, "static const struct symbol_range ranges_of_%s[] = {\n", symbols->name);
	for (const struct symbol_range *range = symbols->ranges; range->name; range++)
		text_format(out, "\t{ %llu, %llu, \"%s\" },\n", (unsigned long long)range->first,
		            (unsigned long long)range->last, range->name);
	text_literal(out, "\t{ 0, 0, NULL },\n};\n");
}

static void emit_parts(struct text *out, const struct symbols *symbols)
{
	static const char *const forms[] = {
		[PART_SHIFTED] = "PART_SHIFTED", [PART_OCTAL] = "PART_OCTAL",
		[PART_DECIMAL] = "PART_DECIMAL", [PART_SIGNAL] = "PART_SIGNAL",
		[PART_NAMED] = "PART_NAMED",
	};

	for (const struct symbol_part *part = symbols->parts; part->mask; part++)
		if (part->set)
			text_format(out, "static const struct symbols set_%s;\n", part->set->name);
	text_format(out, "static const struct symbol_part parts_of_%s[] = {\n", symbols->name);
	for (const struct symbol_part *part = symbols->parts; part->mask; part++) {
		text_format(out, "\t{ .mask = %#llx, .form = %s", (unsigned long long)part->mask,
		            forms[part->form]);
		if (part->leads)
			text_literal(out, ", .leads = true");
		if (part->is_hex)
			text_literal(out, ", .is_hex = true");
		if (part->shift) {
			text_literal(out, ", .shift = ");
			emit_string(out, part->shift);
		}
		if (part->set)
			text_format(out, ", .set = &set_%s", part->set->name);
		text_literal(out, " },\n");
	}
	text_literal(out, "\t{ 0 },\n};\n");
}

static void emit_macros(struct text *out, const struct symbols *symbols)
{
	for (const struct symbol_macro *macro = symbols->macros; macro->name; macro++)
		if (macro->set)
			text_format(out, "static const struct symbols set_%s;\n", macro->set->name);
	text_format(out, "static const struct symbol_macro macros_of_%s[] = {\n", symbols->name);
	for (const struct symbol_macro *macro = symbols->macros; macro->name; macro++) {
		text_format(out, "\t{ %#x, %#x, \"%s\"", macro->first, macro->last, macro->name);
		if (macro->set)
			text_format(out, ", .set = &set_%s", macro->set->name);
		if (macro->is_sized)
			text_literal(out, ", .is_sized = true");
		text_literal(out, " },\n");
	}
	text_literal(out, "\t{ 0 },\n};\n");
}

static const char *const rest_names[] = {
	[REST_DECIMAL] = "REST_DECIMAL",
	[REST_UNSIGNED] = "REST_UNSIGNED",
	[REST_IOCTL] = "REST_IOCTL",
	[REST_NUMBERED] = "REST_NUMBERED",
	[REST_NUMBERED_HEX] = "REST_NUMBERED_HEX",
	[REST_WORDS] = "REST_WORDS",
};

static void emit_symbols(struct text *out, const struct symbols *symbols)
{
	if (symbols->count)
		emit_symbol_list(out, symbols);
	if (symbols->ranges)
		emit_ranges(out, symbols);
	if (symbols->parts)
		emit_parts(out, symbols);
	if (symbols->macros)
		emit_macros(out, symbols);
	text_format(out, "static const struct symbols set_%s = {\n\t.name = \"%s\",\n",
	            symbols->name, symbols->name);
	if (symbols->unknown) {
		text_literal(out, "\t.unknown = ");
		emit_string(out, symbols->unknown);
		text_literal(out, ",\n");
	}
	if (symbols->count)
		text_format(out, "\t.list = names_of_%s,\n\t.count = %u,\n", symbols->name,
		            symbols->count);
	if (symbols->ranges)
		text_format(out, "\t.ranges = ranges_of_%s,\n", symbols->name);
	if (symbols->parts)
		text_format(out, "\t.parts = parts_of_%s,\n", symbols->name);
	if (symbols->macros)
		text_format(out, "\t.macros = macros_of_%s,\n", symbols->name);
	if (symbols->is_flags)
		text_literal(out, "\t.is_flags = true,\n");
	if (symbols->rest)
		text_format(out, "\t.rest = %s,\n", rest_names[symbols->rest]);
	text_literal(out, "};\n\n");
}

/* ---- calls */

static void emit_classes(struct text *out, unsigned classes)
{
	static const char *const names[] = { "FILE",  "DESC",   "NETWORK", "PROCESS", "SIGNAL",
		                             "IPC",   "MEMORY", "CREDS",   "STAT",    "LSTAT",
		                             "FSTAT", "STATFS", "FSTATFS", "CLOCK",   "PURE" };
	const char *separator = "\t.classes = CLASS_";

	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (!(classes & 1u << i))
			continue;
		text_string(out, separator);
		text_string(out, names[i]);
		separator = " | CLASS_";
	}
	if (classes)
		text_literal(out, ",\n");
}

/* Names the tables of a call; a prototype for one ABI only says so. */
static void emit_call_identifier(struct text *out, const struct call_node *call)
{
	text_format(out, "call_%s%s%s", call->name, call->on[ABI_X86_64] ? "_on_x86_64" : "",
	            call->on[ABI_I386] ? "_on_i386" : "");
}

static void emit_call(struct emitter *emitter, const struct call_node *node)
{
	const struct call *call = &node->call;
	const char *args = emit_fields(emitter, &call->args, "args_of");
	struct text *out = emitter->out;
	struct text result = { 0 };

	emit_field(emitter, &result, &call->result);
	text_literal(out, "static const struct call ");
	emit_call_identifier(out, node);
	text_format(out, " = {\n\t.name = \"%s\",\n\t.name_length = %u,\n", call->name,
	            call->name_length);
	emit_classes(out, call->classes);
	if (call->named)
		text_literal(out, "\t.named = true,\n");
	if (call->never_returns)
		text_literal(out, "\t.never_returns = true,\n");
	if (call->stands_in)
		text_literal(out, "\t.stands_in = true,\n");
	text_literal(out, "\t.args = ");
	emit_structure_body(out, &call->args, args, "\t");
	text_literal(out, ",\n\t.result = ");
	text_put(out, result.bytes, result.length);
	text_literal(out, ",\n};\n\n");
	text_free(&result);
}

static bool is_numbered(const struct model *model, const struct call_node *call)
{
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		const struct numbered *numbered = names_find(&model->numbers[abi], call->name);
		if (numbered && numbered->call == call)
			return true;
	}
	return false;
}

/* ---- indexes */

static const char *const abi_names[ABI_COUNT] = { "x86_64", "i386" };

static void emit_numbers(struct emitter *emitter, enum event_abi abi)
{
	const struct model *model = emitter->model;
	struct text *out = emitter->out;

	text_format(out, "static const struct call *const calls_%s[%u] = {\n", abi_names[abi],
	            model->number_count[abi] ? model->number_count[abi] : 1);
	for (unsigned nr = 0; nr < model->number_count[abi]; nr++) {
		const struct call_node *call = model->by_number[abi][nr].call;

		if (!call)
			continue;
		text_format(out, "\t[%u] = &", nr);
		emit_call_identifier(out, call);
		text_literal(out, ",\n");
	}
	text_literal(out, "};\n\n");
}

static void emit_index(struct text *out, const struct call_index *index, enum event_abi abi)
{
	text_format(out, "static const uint16_t by_name_%s[] = {", abi_names[abi]);
	for (unsigned i = 0; i < index->count; i++)
		text_format(out, "%s%u,", i % 16 ? " " : "\n\t", index->numbers[i]);
	text_string(out, index->count ? "\n};\n\n" : "\n\t0,\n};\n\n");
}

static void emit_call_tables(struct emitter *emitter, const struct tables *tables)
{
	struct text *out = emitter->out;

	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		emit_numbers(emitter, abi);
		emit_index(out, &tables->indexes[abi], abi);
	}
	text_literal(out, "static const struct call_table calls[ABI_COUNT] = {\n");
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		text_format(out, "\t{ \"%s\", calls_%s, %u },\n", abi_names[abi], abi_names[abi],
		            tables->calls[abi].count);
	text_literal(out, "};\n\nstatic const struct call_index indexes[ABI_COUNT] = {\n");
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		text_format(out, "\t{ by_name_%s, %u },\n", abi_names[abi],
		            tables->indexes[abi].count);
	text_literal(out, "};\n\n");
}

static void emit_lists(struct text *out, const struct tables *tables)
{
	text_literal(out, "static const struct structure *const structures[] = {\n");
	for (unsigned i = 0; i < tables->structure_count; i++)
		text_format(out, "\t&struct_%s,\n", tables->structures[i]->name);
	text_literal(out, "\tNULL,\n};\n\nstatic const struct symbols *const sets[] = {\n");
	for (unsigned i = 0; i < tables->set_count; i++)
		text_format(out, "\t&set_%s,\n", tables->sets[i]->name);
	text_literal(out, "\tNULL,\n};\n\n");
}

static void emit_hooks(struct text *out, const struct custom_name *custom)
{
	text_literal(out, "static const struct custom_hook hooks[] = {\n");
	for (; custom; custom = custom->next)
		text_format(out, "\t{ \"%s\", decode_%s },\n", custom->name, custom->name);
	text_literal(out, "\t{ 0 },\n};\n\n");
}

void emit_tables(struct model *model, const struct tables *tables, struct text *out)
{
	struct emitter emitter = { .model = model, .out = out };

	text_literal(out, "/* Generated by sysgen from syscalls/; not to be edited. */\n"
	                  "#include \"calls/table.h\"\n\n"
	                  "#define ALL UINT64_MAX\n\n");
	for (const struct custom_name *custom = model->first_custom; custom; custom = custom->next)
		text_format(out, "custom_decode decode_%s;\n", custom->name);
	text_literal(out, "\n");
	for (unsigned i = 0; i < tables->set_count; i++)
		emit_symbols(out, tables->sets[i]);
	for (unsigned i = 0; i < tables->structure_count; i++)
		emit_structure(&emitter, tables->structures[i]);
	for (struct call_node *call = model->first_call; call; call = call->next)
		if (is_numbered(model, call))
			emit_call(&emitter, call);
	emit_call_tables(&emitter, tables);
	emit_lists(out, tables);
	emit_hooks(out, model->first_custom);
	text_format(out,
	            "const struct tables built_in_tables = {\n"
	            "\t.calls = calls,\n\t.indexes = indexes,\n\t.plans = built_in_plans,\n"
	            "\t.structures = structures,\n\t.structure_count = %u,\n"
	            "\t.sets = sets,\n\t.set_count = %u,\n\t.hooks = hooks,\n};\n",
	            tables->structure_count, tables->set_count);
}
