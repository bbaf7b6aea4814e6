/* Calls that stand for others. */
#include "calls/stand_in.h"
#include "calls/table.h"

/* What is left when nothing matches may be another choice. */
static void fields_visit(const struct structure *fields, stand_in_visit *visit, void *owner)
{
	for (unsigned i = 0; i < fields->count; i++) {
		const struct choice *choice = fields->fields[i].choice;

		for (unsigned k = 0; choice && k < choice->count; k++)
			if (choice->list[k].alias)
				visit(&choice->list[k], owner);
		if (choice && choice->otherwise && choice->otherwise->fields)
			fields_visit(choice->otherwise->fields, visit, owner);
	}
}

void stand_ins_visit(const struct call *call, stand_in_visit *visit, void *owner)
{
	if (call->stands_in)
		fields_visit(&call->args, visit, owner);
}

static void table_visit(enum event_abi abi, stand_in_visit *visit, void *owner)
{
	for (uint32_t nr = 0; nr < tables_in_use->calls[abi].count; nr++)
		if (tables_in_use->calls[abi].calls[nr])
			stand_ins_visit(tables_in_use->calls[abi].calls[nr], visit, owner);
}

struct sought {
	uint64_t number;
	const char *name;
};

static void sought_look(const struct alternative *alternative, void *owner)
{
	struct sought *sought = owner;

	if (alternative->alias_number == sought->number)
		sought->name = alternative->alias;
}

const char *stand_in_name(enum event_abi abi, uint64_t number)
{
	struct sought sought = { .number = number };

	if (number >= STAND_IN_FIRST)
		table_visit(abi, sought_look, &sought);
	return sought.name;
}

uint32_t call_meant(const struct event *event, struct arena *arena)
{
	const struct call *call = call_find((enum event_abi)event->abi, event->nr);

	if (!call || !call->stands_in)
		return event->nr;
	const struct call_value *decoded = decode_call(event, arena, DECODE_ABBREVIATED);

	return decoded ? decoded->number : event->nr;
}

struct bearer {
	struct call_set *set;
	enum event_abi abi;
	uint32_t nr;
};

static void bearer_add(const struct alternative *alternative, void *owner)
{
	const struct bearer *bearer = owner;

	if (call_set_has(bearer->set, bearer->abi, alternative->alias_number))
		call_set_put(bearer->set, bearer->abi, bearer->nr, true);
}

void call_set_add_bearers(struct call_set *set)
{
	for (int abi = 0; abi < ABI_COUNT; abi++)
		for (uint32_t nr = 0; nr < tables_in_use->calls[abi].count; nr++)
			if (tables_in_use->calls[abi].calls[nr])
				stand_ins_visit(tables_in_use->calls[abi].calls[nr], bearer_add,
				                &(struct bearer){ set, (enum event_abi)abi, nr });
}
