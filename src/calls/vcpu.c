/* Virtual processors of KVM: what lies beside ioctl(KVM_RUN), in no argument. */
#include "calls/vcpu.h"

#include "calls/symbols.h"

#include <string.h>

enum { EXIT_REASON_AT = 8, RUN = 0xae80 /* KVM_RUN */ };

static const char vcpu_name[] = "run";

static const struct chunk *vcpu_chunk(const struct event *event, bool came_out)
{
	const struct chunk *chunk = event_chunk_first(event);

	while (chunk &&
	       (chunk->kind != CHUNK_VCPU || (bool)(chunk->flags & CHUNK_LATE) != came_out))
		chunk = event_chunk_next(event, chunk);
	return chunk;
}

static struct value *vcpu_value(struct walk *walk, const struct structure *structure, bool came_out)
{
	const struct chunk *chunk = vcpu_chunk(walk->event, came_out);
	struct value *value = chunk ? walk_value(walk, vcpu_name, SHAPE_STRUCT, KIND_STRUCT) : NULL;

	if (!value)
		return NULL;
	struct block block = { chunk_bytes(chunk), chunk->length, chunk->address };

	walk_structure(walk, structure, &block, came_out ? VIEW_EXIT : VIEW_ENTRY, DIR_INOUT,
	               value);
	return value;
}

void vcpu_decode(struct walk *walk, struct value *arguments)
{
	enum event_abi abi = walk->abi;
	struct value *last = arguments->last;

	/* For other calls this is all. */
	if ((uint32_t)walk->event->args[1] != RUN || !last || !vcpu_chunk(walk->event, false))
		return;
	const struct structure *structure = structure_find("kvm_run");

	if (!structure)
		return;
	/* It is the kernel's, whose layout is the same for all programs. */
	walk->abi = ABI_X86_64;
	struct value *value = vcpu_value(walk, structure, false);

	if (value) {
		value->number = last->number;
		value->after = walk->has_returned ? vcpu_value(walk, structure, true) : NULL;
		value->flags |= walk->has_returned ? 0 : VALUE_LATE;
		*last = *value;
	}
	walk->abi = abi;
}

bool value_is_vcpu(const struct value *value)
{
	return !value->field && value->name == vcpu_name;
}

bool vcpu_exit_reason(const struct event *event, uint32_t *reason)
{
	bool may_tell = (uint32_t)event->args[1] == RUN;
	const struct chunk *chunk = may_tell ? vcpu_chunk(event, true) : NULL;

	if (!chunk || chunk->length < EXIT_REASON_AT + sizeof(*reason))
		return false;
	memcpy(reason, chunk_bytes(chunk) + EXIT_REASON_AT, sizeof(*reason));
	return true;
}

const char *vcpu_exit_name(uint32_t reason)
{
	const struct symbols *reasons = symbols_find("kvm_exit_reasons");
	const struct symbol *symbol = reasons ? symbols_name(reasons, reason) : NULL;

	return symbol ? symbol->name : "KVM_EXIT_???";
}
