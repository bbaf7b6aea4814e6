/* What stopped the program, and how that is told. */
#include "debug/debugger_parts.h"

#include "base/signal_name.h"
#include "inspect/activation.h"
#include "output/insn_text.h"
#include "symbol/lookup.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* ---- whether it counts */

static bool signal_counts(struct debugger *debugger, struct inferior_thread *thread)
{
	uint64_t bit = 1ull << (thread->stop_signal & 63);

	if (thread->is_asked || stop_meets_event(debugger, ON_SIGNAL, thread->stop_signal) ||
	    debugger->signals.stop & bit || debugger->was_interrupted)
		return true;
	if (debugger->signals.print & bit && !debugger->is_calling) {
		struct sheet sheet = event_sheet(debugger, "signal");

		if (sheet.is_json)
			sheet_string(&sheet, "signal", 0,
			             signal_name((uint64_t)thread->stop_signal));
		else
			text_format(sheet.out, "[%s (%s)]\n",
			            signal_name((uint64_t)thread->stop_signal),
			            strsignal(thread->stop_signal));
		event_sheet_end(debugger, &sheet);
	}
	return false;
}

/* All that was known is of the program before. */
static bool exec_counts(struct debugger *debugger)
{
	struct sheet sheet = event_sheet(debugger, "exec");
	struct error error;

	debugger->has_run = false;
	subject_drop(debugger);
	points_lose(debugger, debugger->inferior->process->pid);
	if (sheet.is_json)
		sheet_number(&sheet, "process", 0, debugger->inferior->process->pid);
	else
		text_format(sheet.out, "[process %d runs another program]\n",
		            debugger->inferior->process->pid);
	event_sheet_end(debugger, &sheet);
	return stop_meets_event(debugger, ON_EXEC, 0) || need_subject(debugger, &error) < 0;
}

bool stop_counts(struct debugger *debugger)
{
	struct inferior_thread *thread = inferior_thread(debugger->inferior, debugger->tid);

	if (!thread)
		return true;
	switch (thread->stop) {
	case STOP_SIGNAL:
		return signal_counts(debugger, thread);
	case STOP_BREAKPOINT:
	case STOP_HARDWARE:
		return stop_meets_points(debugger, thread);
	case STOP_EXEC:
		return exec_counts(debugger);
	case STOP_ENTRY:
	case STOP_RETURN:
		debugger->met = call_point(debugger, thread->tid);
		return true;
	case STOP_FORK:
	case STOP_VFORK:
		return fork_counts(debugger, thread);
	case STOP_NONE:
	case STOP_VFORKED:
	case STOP_CREATED:
	case STOP_LEFT:
	case STOP_STEP:
	case STOP_EXITED:
	case STOP_KILLED:
		break;
	}
	return true;
}

/* ---- where */

static void here_text(uint64_t address, const struct text *place, const struct stack_frame *line,
                      struct text *out)
{
	text_hex(out, address);
	if (place->length) {
		text_literal(out, " <");
		text_put_name(out, place->bytes, place->length);
		text_char(out, '>');
	}
	if (line) {
		text_literal(out, " at ");
		text_put_name(out, line->source.bytes, line->source.length);
		text_char(out, ':');
		text_unsigned(out, line->line);
	}
}

/* The dynamic linker begins every program, and all debugging information that there is of it
 * would have to be read for a line of assembly.  So it is for what has run on. */
static bool is_begun(struct debugger *debugger, uint64_t address)
{
	const struct image *image = &debugger->subject.image;
	const struct image_mapping *mapping = image_find(image, address);
	char path[sizeof("/proc/-2147483648/exe")], program[PATH_MAX];

	if (debugger->has_run || !mapping)
		return true;
	snprintf(path, sizeof(path), "/proc/%d/exe", debugger->inferior->process->pid);
	ssize_t length = readlink(path, program, sizeof(program) - 1);

	program[length > 0 ? length : 0] = '\0';
	return strcmp(program, image_name(image, &image->modules[mapping->module])) == 0;
}

void here_put(struct debugger *debugger, struct sheet *sheet)
{
	struct subject *subject = &debugger->subject;
	uint64_t address = register_number(subject, "ip");
	struct text place = { 0 }, text = { 0 };
	struct stack_frame frame;

	subject_place(subject, address, &place);
	const char *file;
	bool has_line = is_begun(debugger, address) && subject_space(subject) &&
	                lookup_place(subject->symbols, address, true, &frame) && frame.line;

	if (has_line && subject_hidden(subject, &file, &frame.line))
		frame.source = (struct stack_name){ file, (uint16_t)strnlen(file, PATH_MAX) };

	if (sheet->is_json) {
		sheet_hex(sheet, "ip", 0, address);
		if (place.length)
			sheet_text(sheet, "place", 0, place.bytes, place.length);
		if (has_line) {
			sheet_text(sheet, "file", 0, frame.source.bytes, frame.source.length);
			sheet_number(sheet, "line", 0, frame.line);
		}
	} else if (sheet->in_row) {
		here_text(address, &place, has_line ? &frame : NULL, &text);
		sheet_safe(sheet, "where", &text);
	} else {
		here_text(address, &place, has_line ? &frame : NULL, sheet->out);
	}
	text_free(&place);
	text_free(&text);
}

/* ---- why */

static const char *reason_of(const struct debugger *debugger, const struct inferior_thread *thread,
                             bool is_planned)
{
	if (is_planned)
		return "step";
	switch (thread->stop) {
	case STOP_SIGNAL:
		return debugger->was_interrupted ? "interrupt" : "signal";
	case STOP_BREAKPOINT:
	case STOP_HARDWARE:
		return debugger->met ? "point" : debugger->has_left ? "left" : "trap";
	case STOP_EXEC:
		return "exec";
	case STOP_FORK:
		return "fork";
	case STOP_VFORK:
		return "vfork";
	case STOP_ENTRY:
		return "entry";
	case STOP_RETURN:
		return "return";
	default:
		return "step";
	}
}

static const char *title_of(const struct point *point)
{
	static const char *const titles[] = {
		[POINT_BREAK] = "Breakpoint", [POINT_HARDWARE] = "Breakpoint",
		[POINT_WATCH] = "Watchpoint", [POINT_CALLS] = "Catchpoint",
		[POINT_EVENT] = "Catchpoint",
	};

	return point->is_temporary && point->kind == POINT_BREAK ? "Temporary breakpoint"
	                                                         : titles[point->kind];
}

/* Its process has other threads. */
static bool has_others(const struct debugger *debugger, const struct inferior_thread *thread)
{
	const struct inferior_thread *other;

	for (size_t i = 0; (other = inferior_next(debugger->inferior, &i));)
		if (other != thread && other->process == thread->process)
			return true;
	return false;
}

static void reason_text(struct debugger *debugger, struct sheet *sheet,
                        const struct inferior_thread *thread, const char *reason)
{
	const struct point *point = point_find(debugger, debugger->met);
	struct text *out = sheet->out;

	bool is_one_of_many = has_others(debugger, thread);

	if (process_is_one_of_many(debugger) && !debugger->child)
		text_format(out, "[inferior %u, %s %d] ", thread->process->number,
		            is_one_of_many ? "thread" : "process", thread->tid);
	else if (is_one_of_many)
		text_format(out, "[thread %d] ", thread->tid);
	if (point)
		text_format(out, "%s %u, ", title_of(point), point->number);
	if (point && point->kind == POINT_WATCH)
		text_format(out, "%s: 0x%llx => 0x%llx, ", point->what,
		            (unsigned long long)point->before, (unsigned long long)point->last);
	if (strcmp(reason, "signal") == 0)
		text_format(out, "%s (%s), ", signal_name((uint64_t)thread->stop_signal),
		            strsignal(thread->stop_signal));
	if (strcmp(reason, "interrupt") == 0)
		text_literal(out, "Interrupted, ");
	if (strcmp(reason, "exec") == 0)
		text_literal(out, "a new program, ");
	if (strcmp(reason, "fork") == 0)
		text_format(out, "a new process %d, ", thread->child);
	if (strcmp(reason, "vfork") == 0)
		text_format(out, "a new process %d (vfork), ", thread->child);
}

static void reason_json(struct debugger *debugger, struct sheet *sheet,
                        const struct inferior_thread *thread, const char *reason)
{
	const struct point *point = point_find(debugger, debugger->met);

	sheet_string(sheet, "reason", 0, reason);
	sheet_number(sheet, "process", 0, thread->pid);
	sheet_number(sheet, "inferior", 0, thread->process->number);
	sheet_number(sheet, "thread", 0, thread->tid);
	if (point)
		sheet_number(sheet, "number", 0, point->number);
	if (point && point->kind == POINT_WATCH) {
		sheet_hex(sheet, "before", 0, point->before);
		sheet_hex(sheet, "after", 0, point->last);
	}
	if (strcmp(reason, "signal") == 0)
		sheet_string(sheet, "signal", 0, signal_name((uint64_t)thread->stop_signal));
	if (thread->stop == STOP_FORK || thread->stop == STOP_VFORK)
		sheet_number(sheet, "child", 0, thread->child);
}

/* As functions return numbers and addresses. */
static void returned_put(struct debugger *debugger, struct sheet *sheet)
{
	bool is_32 = debugger->subject.abi == ABI_I386;
	uint64_t value = register_number(&debugger->subject, is_32 ? "eax" : "rax");

	if (sheet->is_json)
		sheet_hex(sheet, "returned", 0, value);
	else
		text_format(sheet->out, "\n  returned 0x%llx  %lld", (unsigned long long)value,
		            is_32 ? (long long)(int32_t)value : (long long)value);
}

static void stop_call(struct debugger *debugger, struct sheet *sheet, pid_t tid)
{
	call_put(debugger, sheet, tid);
	if (!sheet->is_json)
		text_literal(sheet->out, "\n  ");
}

void stop_tell(struct debugger *debugger, bool is_planned)
{
	struct inferior_thread *thread = inferior_thread(debugger->inferior, debugger->tid);
	struct sheet sheet = event_sheet(debugger, "stop");
	size_t above = sheet.out->length;
	struct error error;

	if (thread) {
		const char *reason = reason_of(debugger, thread, is_planned);

		if (sheet.is_json)
			reason_json(debugger, &sheet, thread, reason);
		else
			reason_text(debugger, &sheet, thread, reason);
		if (thread->stop == STOP_ENTRY || thread->stop == STOP_RETURN)
			stop_call(debugger, &sheet, thread->tid);
		if (need_subject(debugger, &error) == 0) {
			here_put(debugger, &sheet);
			if (debugger->has_returned)
				returned_put(debugger, &sheet);
		} else if (!sheet.is_json)
			text_string(sheet.out, error.text);
	}
	if (!sheet.is_json)
		text_char(sheet.out, '\n');
	if (debugger->options.screen && debugger->has_subject)
		context_put(debugger, &sheet, above, &error);
	if (debugger->has_subject)
		displays_put(debugger, &sheet);
	event_sheet_end(debugger, &sheet);
	point_done(debugger);
}

/* Who is meant, now that another process has ended. */
static void turn_tell(struct debugger *debugger)
{
	const struct inferior_process *process = debugger->inferior->process;
	struct sheet sheet = event_sheet(debugger, "meant");

	if (sheet.is_json) {
		sheet_number(&sheet, "process", 0, process->pid);
		sheet_number(&sheet, "inferior", 0, process->number);
	} else {
		text_format(sheet.out, "[inferior %u, process %d, is meant now]\n", process->number,
		            process->pid);
	}
	event_sheet_end(debugger, &sheet);
}

/* gdb's names for it. */
static void end_keep(struct debugger *debugger, bool is_exit, int number)
{
	const struct kept_type type = {
		.has_own = true,
		.own = type_basic("int", TYPE_SIGNED, true, sizeof(number)),
		.plain = { .size = sizeof(number), .is_signed = true },
	};

	kept_values_name(debugger->values, is_exit ? "_exitcode" : "_exitsignal", &type,
	                 (uint64_t)number);
}

void end_tell(struct debugger *debugger)
{
	const struct inferior_process *process = debugger->inferior->process;
	struct sheet sheet = event_sheet(debugger, "end");
	bool is_exit = process->end == STOP_EXITED;

	end_keep(debugger, is_exit, process->end_status);
	if (sheet.is_json) {
		sheet_number(&sheet, "process", 0, process->pid);
		if (is_exit)
			sheet_number(&sheet, "status", 0, process->end_status);
		else
			sheet_string(&sheet, "signal", 0,
			             signal_name((uint64_t)process->end_status));
	} else if (is_exit) {
		text_format(sheet.out, "[process %d exited with status %d]\n", process->pid,
		            process->end_status);
	} else {
		text_format(sheet.out, "[process %d was killed by %s (%s)]\n", process->pid,
		            signal_name((uint64_t)process->end_status),
		            strsignal(process->end_status));
	}
	event_sheet_end(debugger, &sheet);
	if (process_drop(debugger, process->pid))
		turn_tell(debugger);
}
