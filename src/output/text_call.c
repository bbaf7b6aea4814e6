/* Calls in the text view: name, arguments, result, notes. */
#include "base/errno_name.h"
#include "base/signal_name.h"
#include "calls/symbols.h"
#include "calls/vcpu.h"
#include "output/color.h"
#include "output/text_sink.h"

#include <string.h>

enum {
	SYSCALL_ARGS = 6,
	/* What the kernel says to itself when a signal interrupts a call. */
	ERESTARTSYS = 512,
	ERESTARTNOINTR = 513,
	ERESTARTNOHAND = 514,
	ERESTART_RESTARTBLOCK = 516,
};

void printer_init(struct printer *printer, struct text_sink *sink, const struct event *event)
{
	const struct view *view = sink->sink.view;

	*printer = (struct printer){
		.out = out_of(sink),
		.invisible = &sink->invisible,
		.view = view,
		.event = event,
		.abbrev = call_set_has(&view->abbrev, event->abi, event->nr),
		.names = view->arg_names,
	};
}

/* How much is shown of a call: what the sets of the view say of its number. */
static void call_printer_init(struct printer *printer, struct text_sink *sink,
                              const struct call_value *decoded)
{
	const struct view *view = sink->sink.view;
	enum event_abi abi = decoded->event->abi;

	*printer = (struct printer){
		.out = out_of(sink),
		.invisible = &sink->invisible,
		.view = view,
		.event = decoded->event,
		.abbrev = call_set_has(&view->abbrev, abi, decoded->number),
		.followed = call_set_has(&view->verbose, abi, decoded->number),
		.raw = !decoded->call || call_set_has(&view->raw, abi, decoded->number),
		.names = view->arg_names || (decoded->call && decoded->call->named),
	};
}

static void put_call_name(struct printer *printer, const struct call_value *decoded)
{
	color_put(printer, COLOR_CALL);
	if (decoded->call) {
		text_put(printer->out, decoded->name, decoded->name_length);
	} else {
		text_literal(printer->out, "syscall_");
		text_hex(printer->out, decoded->event->nr);
	}
	color_put(printer, COLOR_NONE);
}

static void put_raw_number(struct text *out, uint64_t number)
{
	if (number)
		text_hex(out, number);
	else
		text_char(out, '0');
}

static void put_registers(struct text *out, const struct event *event, unsigned first, unsigned end)
{
	for (unsigned i = first; i < end && i < SYSCALL_ARGS; i++) {
		if (i > first)
			text_literal(out, ", ");
		put_raw_number(out, event->args[i]);
	}
}

/* Of a call that is shown as another one, whose arguments lie in memory: what would be in the
 * registers of that. */
static void put_raw_values(struct text *out, const struct call_value *decoded)
{
	const struct value *first = decoded->args->first;

	for (const struct value *value = first; value; value = value->next) {
		uint64_t raw = value->flags & VALUE_POINTER ? value->address : value->number;

		if (value != first)
			text_literal(out, ", ");
		put_raw_number(out, decoded->event->abi == ABI_I386 ? (uint32_t)raw : raw);
	}
}

enum side { SIDE_IN = 1, SIDE_OUT = 2 };

/* Strings and what is read or written stay; data whose meaning another argument
 * decides do not. */
static bool is_string(const struct call_value *decoded, const struct value *value)
{
	const struct structure *args = &decoded->call->args;
	bool is_own = value->field >= args->fields && value->field < args->fields + args->count;

	if (value->shape != SHAPE_BYTES)
		return false;
	switch (value->kind) {
	case KIND_STRING:
	case KIND_PATH:
	case KIND_PACKET:
		return true;
	case KIND_BYTES:
	case KIND_HEXBYTES:
		return kind_is_bytes((enum kind)value->field->kind) &&
		       (is_own || value->field->length.kind != LENGTH_FIELD ||
		        decoded->number != decoded->event->nr);
	}
	return false;
}

/* There is nothing behind it to follow. */
static bool is_empty_list(const struct value *value)
{
	return value->shape == SHAPE_LIST && !value->count &&
	       !(value->traits & TRAIT_BRIEF_ADDRESS) &&
	       !(value->flags & (VALUE_CUT | VALUE_FAULT));
}

static void put_argument(struct printer *printer, const struct call_value *decoded,
                         const struct value *value, unsigned sides)
{
	if (!printer->followed && value->flags & VALUE_POINTER && !is_string(decoded, value) &&
	    !is_empty_list(value)) {
		if (sides & SIDE_IN)
			print_address(printer->out, value->address);
		return;
	}
	if (value_is_vcpu(value) && !printer->view->vcpus) {
		if (sides & SIDE_IN)
			put_raw_number(printer->out, value->number);
		return;
	}
	struct value plain;

	/* The messages in a packet are structures. */
	if (value->kind == KIND_PACKET && !printer->followed) {
		plain = *value;
		plain.kind = KIND_BYTES;
		value = &plain;
	}
	if (sides == (SIDE_IN | SIDE_OUT))
		print_value(printer, value);
	else if (sides & SIDE_IN)
		print_value_in(printer, value);
	else
		print_value_out(printer, value);
}

static inline void put_argument_start(struct printer *printer, const struct call_value *decoded,
                                      const struct value *value)
{
	if (value != decoded->args->first)
		text_literal(printer->out, ", ");
	if (printer->names && value->name && !(value->traits & TRAIT_UNNAMED)) {
		text_string(printer->out, value->name);
		text_char(printer->out, '=');
	}
}

/* An argument that comes out is shown at entry only as far as it went in. */
static bool is_late(const struct value *value)
{
	return value->flags & VALUE_LATE && !(value->traits & TRAIT_NOTED);
}

/* Nothing in it is shown otherwise once the call has returned. */
static bool is_decided(const struct value *value)
{
	if (value->flags & VALUE_UNDECIDED)
		return false;
	for (const struct value *child = value->first; child; child = child->next)
		if (!is_decided(child))
			return false;
	return true;
}

static bool went_in(const struct value *value)
{
	return value->shape != SHAPE_ADDRESS && !(value->traits & TRAIT_LATE) && is_decided(value);
}

static void put_arguments(struct printer *printer, const struct call_value *decoded)
{
	for (const struct value *value = decoded->args->first; value; value = value->next) {
		if (is_late(value) && !went_in(value))
			break;
		put_argument_start(printer, decoded, value);
		if (is_late(value)) {
			put_argument(printer, decoded, value, SIDE_IN);
			break;
		}
		put_argument(printer, decoded, value, SIDE_IN | SIDE_OUT);
	}
}

/* Goes on where the same call's entry stopped.  Which arguments were late then is a
 * matter of the description: ask a decoded entry. */
static void put_late_arguments(struct printer *printer, const struct call_value *decoded,
                               const struct call_value *entry)
{
	const struct value *value = decoded->args->first, *before = entry->args->first;

	while (value && before && !is_late(before)) {
		value = value->next;
		before = before->next;
	}
	if (value && before && went_in(before)) {
		printer->was_entered = true;
		put_argument(printer, decoded, value, SIDE_OUT);
		printer->was_entered = false;
		value = value->next;
	}
	for (; value; value = value->next) {
		put_argument_start(printer, decoded, value);
		put_argument(printer, decoded, value, SIDE_IN | SIDE_OUT);
	}
}

static const char *restart_text(int64_t number)
{
	switch (number) {
	case ERESTARTSYS:
		return "ERESTARTSYS (To be restarted if SA_RESTART is set)";
	case ERESTARTNOINTR:
		return "ERESTARTNOINTR (To be restarted)";
	case ERESTARTNOHAND:
		return "ERESTARTNOHAND (To be restarted if no handler)";
	case ERESTART_RESTARTBLOCK:
		return "ERESTART_RESTARTBLOCK (Interrupted by signal)";
	}
	return NULL;
}

static void put_failure_words(struct text *out, int64_t number)
{
	const char *restart = restart_text(number);

	if (restart) {
		text_literal(out, "? ");
		text_string(out, restart);
		return;
	}
	const char *name = errno_name((uint64_t)number);
	const char *meaning = strerrordesc_np((int)number);

	text_literal(out, "-1 ");
	if (name) {
		text_string(out, name);
		text_literal(out, " (");
		if (meaning)
			text_string(out, meaning);
		else
			text_format(out, "Unknown error %d", (int)number);
		text_char(out, ')');
	} else {
		text_literal(out, "(errno ");
		text_unsigned(out, number);
		text_char(out, ')');
	}
}

/* What fails often fails alike: the words are those of the line before, mostly. */
static void put_failure(struct text_sink *sink, int64_t number)
{
	struct text *out = out_of(sink);

	if (sink->failure_number != number || !sink->failure.length) {
		sink->failure_number = number;
		sink->failure.length = 0;
		put_failure_words(&sink->failure, number);
	}
	text_put(out, sink->failure.bytes, sink->failure.length);
}

/* Descriptors without news are not worth a place in the note. */
static bool element_has_news(const struct value *element)
{
	const struct value *last = element->first;

	if (element->shape != SHAPE_STRUCT || !last)
		return true;
	while (last->next)
		last = last->next;
	return last->shape != SHAPE_NUMBER || last->number;
}

static bool list_has_news(const struct value *list)
{
	for (const struct value *element = list->first; element; element = element->next)
		if (element_has_news(element))
			return true;
	return false;
}

static bool bytes_have_news(const struct value *value)
{
	for (uint32_t i = 0; i < value->length; i++)
		if (value->bytes[i])
			return true;
	return false;
}

static void put_noted_list(struct printer *printer, const struct value *list)
{
	uint32_t limit = printer->abbrev ? printer->view->string_max : UINT32_MAX, shown = 0;

	text_char(printer->out, '[');
	for (const struct value *value = list->first; value; value = value->next) {
		if (!element_has_news(value))
			continue;
		if (shown)
			text_literal(printer->out, ", ");
		if (shown++ == limit) {
			text_literal(printer->out, "...");
			break;
		}
		print_value(printer, value);
	}
	text_char(printer->out, ']');
}

/* A structure without a label: what came out is shown as members, "(entry_number=12)". */
static bool notes_members(const struct field *field)
{
	return field->kind == KIND_STRUCT && field->length.kind == LENGTH_ONE &&
	       !(field->note && *field->note);
}

/* "(in [3], left {tv_sec=0, tv_usec=5})": what came out, after the result. */
static void put_notes(struct printer *printer, const struct call_value *decoded)
{
	const char *separator = " (";
	bool can_note = false;

	for (const struct value *value = decoded->args->first; value; value = value->next) {
		const struct value *after = value->after;

		if (!(value->traits & TRAIT_NOTED))
			continue;
		bool members = notes_members(value->field);
		can_note |= !members;
		if (!printer->followed && after && after->shape == SHAPE_LIST)
			break;
		if (!after || (!decoded->event->result && !members) ||
		    (members && after->shape == SHAPE_ADDRESS))
			continue;
		if (after->shape == SHAPE_BYTES && !bytes_have_news(after))
			continue;
		if (after->shape == SHAPE_LIST && !list_has_news(after))
			continue;
		text_string(printer->out, separator);
		separator = ", ";
		if (value->field->note && *value->field->note) {
			text_string(printer->out, value->field->note);
			text_char(printer->out, ' ');
		}
		/* Their names stand among the arguments. */
		printer->bare = true;
		if (!printer->followed && after->shape == SHAPE_STRUCT)
			print_address(printer->out, after->address);
		else if (after->shape == SHAPE_LIST)
			put_noted_list(printer, after);
		else if (members)
			print_members(printer, after, true);
		else
			print_value(printer, after);
		printer->bare = false;
	}
	if (*separator == ',')
		text_char(printer->out, ')');
	else if (can_note && !decoded->event->result)
		text_literal(printer->out, " (Timeout)");
}

/* What was looked up beside the call: " (KVM_EXIT_IO)", " (net:[4026532177])". */
static void put_asides(struct printer *printer, const struct event *event)
{
	const struct view *view = printer->view;
	const struct chunk *namespaces =
		view->namespaces ? event_chunk_find(event, CHUNK_NAMESPACES, 0) : NULL;
	uint32_t reason;

	if (view->vcpu_exits && vcpu_exit_reason(event, &reason)) {
		text_literal(printer->out, " (");
		text_string(printer->out, vcpu_exit_name(reason));
		text_char(printer->out, ')');
	}
	if (namespaces) {
		text_literal(printer->out, " (");
		print_quoted(printer->out, chunk_bytes(namespaces), namespaces->length, HEX_NONE,
		             QUOTE_NONE);
		text_char(printer->out, ')');
	}
}

static bool result_has_name(const struct value *result)
{
	switch (result->kind) {
	case KIND_SIGNAL:
		return result->number && result->number <= SIGNAL_MAX;
	case KIND_SIGMASK:
		return true;
	case KIND_FLAGS:
		return result->number || symbols_name_zero(result->symbols);
	default:
		return symbols_name(result->symbols, result->number);
	}
}

/* " (flags O_RDWR)" after the number, which goes without saying it again. */
static void put_result_names(struct printer *printer, const struct value *result)
{
	struct view names = *printer->view;
	struct printer namer = *printer;
	struct text *out = printer->out;
	const char *note = result->field->note;

	if (!result_has_name(result))
		return;
	/* Raw, no flags have no name; but O_RDONLY has one. */
	if (result->kind == KIND_FLAGS && !result->number && !(note && *note) &&
	    printer->view->constants == CONSTANTS_RAW)
		return;
	names.constants = CONSTANTS_ABBREV;
	namer.view = &names;
	text_literal(out, " (");
	if (note && *note) {
		text_string(out, note);
		text_char(out, ' ');
	}
	if (result->kind == KIND_SIGNAL)
		print_signal_name(out, result->number);
	else if (result->kind == KIND_SIGMASK)
		print_number(&namer, result);
	else
		print_symbols(&namer, result->symbols, result->number, result->size);
	text_char(out, ')');
}

/* The kernel's own results are errors when they are negative; injected ones need not be. */
static uint64_t register_of(const struct printer *printer, const struct value *result)
{
	return printer->event->abi == ABI_I386 ? (uint32_t)result->number : result->number;
}

static int64_t signed_of(const struct printer *printer, const struct value *result)
{
	uint64_t number = register_of(printer, result);

	return printer->event->abi == ABI_I386 ? (int32_t)number : (int64_t)number;
}

static void put_result(struct printer *printer, const struct value *result)
{
	struct text *out = printer->out;

	switch (result->kind) {
	case KIND_HEX:
	case KIND_ADDR:
		put_raw_number(out, result->number);
		break;
	case KIND_FLAGS:
	case KIND_SIGMASK:
		put_raw_number(out, result->number);
		put_result_names(printer, result);
		break;
	case KIND_ENUM:
		if (result->field->is_signed)
			text_decimal(out, result->number);
		else
			put_raw_number(out, result->number);
		put_result_names(printer, result);
		break;
	case KIND_SIGNAL:
		text_decimal(out, result->number);
		put_result_names(printer, result);
		break;
	case KIND_IOPRIO:
		text_decimal(out, result->number);
		if (printer->view->constants == CONSTANTS_RAW)
			break;
		text_literal(out, " (");
		print_io_priority(printer, result->number);
		text_char(out, ')');
		break;
	case KIND_TIME:
		text_unsigned(out, register_of(printer, result));
		if (!result->number)
			break;
		text_literal(out, " (");
		print_date(out, signed_of(printer, result), 0, 0);
		text_char(out, ')');
		break;
	case KIND_PID:
		print_pid(printer, (int32_t)result->number);
		break;
	case KIND_FD:
		print_fd(printer, signed_of(printer, result));
		break;
	case KIND_OCT:
		print_number(printer, result);
		break;
	default:
		text_unsigned(out, register_of(printer, result));
	}
}

static void put_duration(struct text_sink *sink, const struct event *event)
{
	struct text *out = out_of(sink);

	text_literal(out, " <");
	text_unsigned(out, event->duration_ns / 1000000000);
	put_fraction(out, event->duration_ns % 1000000000, sink->sink.view->duration_digits);
	text_char(out, '>');
}

/* What was done to the call by us. */
static void put_tampering(struct text *out, unsigned flags)
{
	switch (flags & (EVENT_INJECTED | EVENT_POKED)) {
	case EVENT_INJECTED:
		text_literal(out, " (INJECTED)");
		break;
	case EVENT_POKED:
		text_literal(out, " (INJECTED: args)");
		break;
	case EVENT_INJECTED | EVENT_POKED:
		text_literal(out, " (INJECTED: args, retval)");
		break;
	}
	if (flags & EVENT_DELAYED)
		text_literal(out, " (DELAYED)");
}

/* ") = 3": from the closing parenthesis on. */
static void put_outcome(struct text_sink *sink, struct printer *printer,
                        const struct call_value *decoded)
{
	const struct event *event = decoded->event;
	struct text *out = printer->out;

	printer->came_out = true;
	text_literal(out, ") ");
	sink->parts.padding = out->length;
	text_pad(out, sink->line_start, sink->sink.view->column + sink->invisible);
	sink->parts.result = out->length;
	text_literal(out, "= ");
	if (event->flags & EVENT_UNFINISHED) {
		text_char(out, '?');
		return;
	}
	if (event->flags & (EVENT_FAILED | EVENT_INTERRUPTED)) {
		color_put(printer, COLOR_ERROR);
		put_failure(sink, event_errno(event));
		color_put(printer, COLOR_NONE);
	} else if (!decoded->result || printer->raw) {
		color_put(printer, COLOR_RETVAL);
		put_raw_number(out, event->result);
		color_put(printer, COLOR_NONE);
	} else {
		color_put(printer, COLOR_RETVAL);
		put_result(printer, decoded->result);
		color_put(printer, COLOR_NONE);
		put_notes(printer, decoded);
		put_asides(printer, event);
	}
	put_tampering(out, event->flags);
	if (sink->sink.view->duration && !(event->flags & EVENT_ATTACHED_IN))
		put_duration(sink, event);
}

/* Its end, and what stands below. */
static void call_end(struct text_sink *sink, const struct call_value *decoded)
{
	line_end(sink);
	if (decoded->event->flags & EVENT_UNFINISHED)
		return;
	if (dumps_wanted(sink->sink.view))
		put_dumps(sink, decoded);
	put_stack(sink, decoded->event);
}

static bool lies_in_memory(const struct structure *arguments)
{
	for (unsigned i = 0; i < arguments->count; i++)
		if (arguments->fields[i].traits & TRAIT_FLAT)
			return true;
	return false;
}

/* Where the arguments are of what a call stands for. */
static unsigned arguments_start(const struct structure *arguments, enum event_abi abi)
{
	for (unsigned i = 0; i < arguments->count; i++)
		if (arguments->fields[i].kind == KIND_CHOICE)
			return arguments->fields[i].offset[abi];
	return 0;
}

static void put_raw_arguments(struct text *out, const struct call_value *decoded)
{
	const struct event *event = decoded->event;
	const struct alternative *alias = decoded->alias;
	unsigned slot = event->abi == ABI_I386 ? 4 : 8, first = 0, end = SYSCALL_ARGS;

	if (alias && lies_in_memory(alias->fields)) {
		put_raw_values(out, decoded);
		return;
	}
	if (alias)
		first = arguments_start(&decoded->call->args, event->abi) / slot;
	if (decoded->call)
		end = arguments_end(alias ? alias->fields : &decoded->call->args, event->abi);
	put_registers(out, event, first, end);
}

static enum decode_extent extent_of(const struct text_sink *sink, const struct event *event)
{
	return call_set_has(&sink->sink.view->abbrev, event->abi, event->nr) ? DECODE_ABBREVIATED
	                                                                     : DECODE_ALL;
}

/* Its name and arguments.  NULL: it cannot be decoded, and nothing is put. */
static const struct call_value *put_begun(struct text_sink *sink, struct printer *printer,
                                          const struct event *event)
{
	const struct call_value *decoded = decode_call(event, &sink->arena, extent_of(sink, event));

	if (!decoded)
		return NULL;
	call_printer_init(printer, sink, decoded);
	line_begin(sink, event, event->entry_ns);
	sink->parts.name = printer->out->length;
	put_call_name(printer, decoded);
	text_char(printer->out, '(');
	size_t start = printer->out->length;

	if (printer->raw)
		put_raw_arguments(printer->out, decoded);
	else
		put_arguments(printer, decoded);
	color_arguments(printer, start);
	return decoded;
}

/* A call from beginning to end, on one line. */
void put_call(struct text_sink *sink, const struct event *event)
{
	struct kept_call *kept = kept_call_find(sink, event);
	struct printer printer;

	if (kept_call_put(sink, kept, event))
		return;
	const struct call_value *decoded = put_begun(sink, &printer, event);

	if (!decoded)
		return;
	put_outcome(sink, &printer, decoded);
	kept_call_keep(sink, kept, event, printer.out);
	call_end(sink, decoded);
}

/* What is known of a call at its entry. */
void put_entered(struct text_sink *sink, const struct event *event)
{
	struct printer printer;

	put_begun(sink, &printer, event);
}

/* The entry of a call, as it was before the call returned. */
static struct call_value *decode_entry(struct text_sink *sink, const struct event *event)
{
	struct event *entry = arena_take(&sink->arena, event->size);

	if (!entry)
		return NULL;
	memcpy(entry, event, event->size);
	entry->kind = EVENT_ENTRY;
	return decode_call(entry, &sink->arena, extent_of(sink, entry));
}

/* The rest of a call whose entry is on the page already. */
void put_remainder(struct text_sink *sink, const struct event *event, bool resumed)
{
	struct call_value *decoded = decode_call(event, &sink->arena, extent_of(sink, event));
	struct printer printer;

	if (!decoded)
		return;
	call_printer_init(&printer, sink, decoded);
	if (resumed) {
		line_begin(sink, event, event->time_ns);
		text_literal(printer.out, "<... ");
		put_call_name(&printer, decoded);
		text_literal(printer.out, " resumed>");
	}
	size_t start = printer.out->length;

	if (!printer.raw) {
		const struct call_value *entry = decode_entry(sink, event);
		if (entry && entry->args)
			put_late_arguments(&printer, decoded, entry);
	}
	color_arguments(&printer, start);
	put_outcome(sink, &printer, decoded);
	call_end(sink, decoded);
}
