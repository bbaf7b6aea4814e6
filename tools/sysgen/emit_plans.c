/* Prints capture plans as C: tables for calls/plan.h.
 *
 * Calls with the same steps share them. */
#include "model.h"

#include "calls/plan.h"

struct plan_emitter {
	struct model *model;
	struct text *out;
	struct plan_steps all;
	unsigned capacity;
	struct names known; /* the steps as hexadecimal digits, to where they start */
};

static const char *const abi_names[ABI_COUNT] = { "x86_64", "i386" };

static void emit_plan_number(struct text *out, const char *name, const struct plan_number *number)
{
	if (!number->size)
		return;
	text_format(out, " .%s = { %u, %u, %u, %u, %u, %u },", name, number->offset, number->size,
	            number->is_signed, number->indirect, number->plus, number->argument);
}

static void emit_nonzero(struct text *out, const char *name, uint64_t number)
{
	if (number)
		text_format(out, number < 10 ? " .%s = %llu," : " .%s = %#llx,", name,
		            (unsigned long long)number);
}

static void emit_names(struct text *out, const char *field, const char *prefix,
                       const char *const names[], unsigned bits)
{
	if (!bits)
		return;
	text_format(out, " .%s =", field);
	for (unsigned i = 0; names[i]; i++) {
		if (!(bits & 1u << i))
			continue;
		text_format(out, " %s%s", prefix, names[i]);
		bits &= ~(1u << i);
		text_string(out, bits ? " |" : ",");
	}
}

static void emit_step(struct text *out, const struct plan_step *step, const char *name)
{
	static const char *const ops[] = { "COPY",   "STRING", "VECTOR", "TAIL", "EACH",
		                           "SWITCH", "CASE",   "FD",     "PID",  "SOCKET" };
	static const char *const limits[] = { "FIXED",  "STRING", "PATH",  "ARRAY",
		                              "BUFFER", "PAGE",   "PACKET" };
	static const char *const phases[] = { "ENTRY", "EXIT", NULL };
	static const char *const flags[] = { "BY_RETURN", "SPREAD",     "SPENDS", "BITS",
		                             "IN_BYTES",  "IS_DEFAULT", "DIRFD",  "COUNTED",
		                             "OF_RESULT", "OPEN_END",   "BRIEF",  "FDSET",
		                             "MESSAGES",  "NODES",      "PAGES",  "IOCTL",
		                             NULL };

	text_format(out, "\t{ .op = PLAN_%s,", ops[step->op]);
	emit_names(out, "phases", "PHASE_", phases, step->phases);
	emit_names(out, "phases_below", "PHASE_", phases, step->phases_below);
	emit_nonzero(out, "validity", step->validity);
	if (step->limit)
		text_format(out, " .limit = LIMIT_%s,", limits[step->limit]);
	emit_names(out, "flags", "PLAN_", flags, step->flags);
	emit_nonzero(out, "pointer", step->pointer);
	emit_nonzero(out, "offset", step->offset);
	emit_nonzero(out, "below", step->below);
	emit_nonzero(out, "element", step->element);
	emit_nonzero(out, "fixed", step->fixed);
	emit_plan_number(out, "count", &step->count);
	emit_plan_number(out, "upto", &step->upto);
	emit_nonzero(out, "test", step->test);
	emit_plan_number(out, "tested", &step->tested);
	emit_nonzero(out, "mask", step->mask);
	emit_nonzero(out, "values", step->values);
	if (step->values || step->op == PLAN_CASE) {
		text_literal(out, " .value = {");
		for (unsigned i = 0; i < (step->values ? step->values : 1u); i++)
			text_format(out, " %#llx,", (unsigned long long)step->value[i]);
		text_literal(out, " },");
	}
	text_format(out, " }, /* %s */\n", name);
}

static void keep_steps(struct plan_emitter *emitter, const struct plan_steps *steps)
{
	struct plan_steps *all = &emitter->all;

	if (all->count + steps->count > emitter->capacity) {
		unsigned capacity = 2 * (all->count + steps->count);
		struct plan_step *list = model_take(emitter->model, capacity * sizeof(*list));
		const char **names = model_take(emitter->model, capacity * sizeof(*names));

		if (all->count) {
			memcpy(list, all->list, all->count * sizeof(*list));
			memcpy(names, all->names, all->count * sizeof(*names));
		}
		all->list = list;
		all->names = names;
		emitter->capacity = capacity;
	}
	memcpy(&all->list[all->count], steps->list, steps->count * sizeof(*steps->list));
	memcpy(&all->names[all->count], steps->names, steps->count * sizeof(*steps->names));
	all->count += steps->count;
}

/* Where these steps are among all; they are added when they are new. */
static unsigned place_steps(struct plan_emitter *emitter, const struct plan_steps *steps)
{
	struct text key = { 0 };
	const unsigned char *bytes = (const unsigned char *)steps->list;
	unsigned first = emitter->all.count;

	for (size_t i = 0; i < steps->count * sizeof(*steps->list); i++)
		text_hex_padded(&key, bytes[i], 2);
	text_char(&key, '\0');
	const char *word = model_word(emitter->model, key.failed ? "" : key.bytes,
	                              key.failed ? 0 : key.length - 1);
	text_free(&key);

	unsigned *known = names_find(&emitter->known, word);
	if (known)
		return *known;
	known = model_take(emitter->model, sizeof(*known));
	*known = first;
	names_put(emitter->model, &emitter->known, word, known);
	keep_steps(emitter, steps);
	return first;
}

static void emit_range(struct plan_emitter *emitter, const struct numbered *numbered,
                       enum event_abi abi)
{
	struct plan_steps steps = plan_compile(emitter->model, numbered->call, abi);
	unsigned phases = 0, names = 0;

	if (!steps.count)
		return;
	for (unsigned i = 0; i < steps.count; i++) {
		bool is_name = steps.list[i].op == PLAN_FD || steps.list[i].op == PLAN_PID;

		if (steps.list[i].op != PLAN_SOCKET)
			*(is_name ? &names : &phases) |= steps.list[i].phases;
	}
	text_format(emitter->out, "\t[%u] = { %u, %u, %u, %u }, /* %s */\n", numbered->nr,
	            place_steps(emitter, &steps), steps.count, phases, names, numbered->name);
}

void emit_plans(struct model *model, struct text *out)
{
	struct plan_emitter emitter = { .model = model, .out = out };

	text_literal(out, "/* Generated by sysgen from syscalls/; not to be edited. */\n"
	                  "#include \"calls/plan.h\"\n\n");
	for (unsigned abi = 0; abi < ABI_COUNT; abi++) {
		text_format(out, "static const struct plan_range ranges_%s[%u] = {\n",
		            abi_names[abi],
		            model->number_count[abi] ? model->number_count[abi] : 1);
		for (unsigned nr = 0; nr < model->number_count[abi]; nr++)
			if (model->by_number[abi][nr].call)
				emit_range(&emitter, &model->by_number[abi][nr], abi);
		text_literal(out, "};\n\n");
	}
	text_format(out, "static const struct plan_step steps[%u] = {\n",
	            emitter.all.count ? emitter.all.count : 1);
	for (unsigned i = 0; i < emitter.all.count; i++)
		emit_step(out, &emitter.all.list[i], emitter.all.names[i]);
	text_literal(out, "};\n\nconst struct plan_table plan_tables[] = {\n");
	for (unsigned abi = 0; abi < ABI_COUNT; abi++)
		text_format(out, "\t{ steps, ranges_%s, %u },\n", abi_names[abi],
		            model->number_count[abi]);
	text_literal(out, "};\n");
}
