/* Functions of the program that expressions call.
 *
 * The thread that is meant runs the function on its own stack, below what is used of that,
 * and comes back to the program's entry, which nobody runs any more; there a breakpoint
 * waits.  All others stand still meanwhile, and no other breakpoint counts.  Then the thread
 * is what it was, whether the function has returned or met something. */
#include "debug/debugger_parts.h"

#include "arch/function.h"
#include "arch/state.h"
#include "base/signal_name.h"
#include "inspect/activation.h"
#include "tracee/proc_text.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { LENT_MAX = 1 << 16 /* bytes that lie nowhere, for one argument */ };

/* A thread as it stands, to be so again. */
struct kept {
	struct inferior_thread thread;
	struct register_file registers;
	siginfo_t siginfo;
	bool has_siginfo;
	uint64_t mask;
	bool has_mask;
	unsigned execs, met;
	unsigned level;    /* that is looked at */
	struct text bytes; /* subject->kept, which expressions refer to */
};

static int keep(struct debugger *debugger, struct kept *kept, struct error *error)
{
	struct inferior *inferior = debugger->inferior;
	const struct inferior_thread *thread = inferior_thread(inferior, debugger->tid);
	const struct activation *chosen = debugger->subject.chosen;

	if (!thread || target_is_within_call(thread->tid))
		return error_set(error, EBUSY,
		                 "thread %d stands in a system call: 'stepi' leaves that, then it "
		                 "can call functions",
		                 debugger->tid);
	int status = register_file_read(debugger->tid, &kept->registers);

	if (status < 0)
		return error_set(error, -status, "cannot read the registers of thread %d: %s",
		                 debugger->tid, strerror(-status));
	kept->thread = *thread;
	kept->has_siginfo = target_siginfo_read(thread->tid, &kept->siginfo) == 0;
	kept->has_mask = target_mask_read(thread->tid, &kept->mask) == 0;
	kept->execs = inferior->process->execs;
	kept->met = debugger->met;
	kept->level = chosen ? chosen->level : 0;
	kept->bytes = debugger->subject.kept;
	debugger->subject.kept = (struct text){ 0 };
	return 0;
}

/* A call that was interrupted is taken up as it was made: what the kernel had kept of a sleep
 * is the function's now. */
static void registers_restore(const struct kept *kept)
{
	struct arch_state state;
	pid_t tid = kept->thread.tid;

	if (target_store(tid, &kept->registers) < 0 || arch_state_read(tid, &state) < 0)
		return;
	arch_state_restart_whole(&state);
	arch_state_write(tid, &state);
}

static void restore(struct debugger *debugger, struct kept *kept)
{
	struct inferior_thread *thread = inferior_thread(debugger->inferior, kept->thread.tid);
	struct subject *subject = &debugger->subject;
	struct error ignored;

	if (debugger->inferior->process->end == STOP_NONE && thread &&
	    debugger->inferior->process->execs == kept->execs) {
		registers_restore(kept);
		if (kept->has_siginfo)
			target_siginfo_write(thread->tid, &kept->siginfo);
		if (kept->has_mask)
			target_mask_write(thread->tid, kept->mask);
		thread->stop = kept->thread.stop;
		thread->stop_signal = kept->thread.stop_signal;
		thread->point = kept->thread.point;
		thread->is_at_signal = kept->thread.is_at_signal;
		thread->is_at_fault = kept->thread.is_at_fault;
		thread->seen_at = kept->thread.seen_at;
		debugger->inferior->current = debugger->tid = thread->tid;
	}
	debugger->met = kept->met;
	subject_forget(debugger);
	if (debugger->inferior->process->end == STOP_NONE &&
	    need_subject(debugger, &ignored) == 0 && kept->level)
		subject_choose(subject, kept->level, &ignored);
	text_free(&subject->kept);
	subject->kept = kept->bytes;
}

/* ---- arguments */

/* Where the function comes back to. */
static uint64_t entry_find(struct debugger *debugger)
{
	size_t word = debugger->subject.abi == ABI_I386 ? 4 : 8;
	struct text auxv = { 0 };
	uint64_t entry = 0;

	proc_text_read(&auxv, debugger->subject.pid, "auxv");
	for (size_t at = 0; at + 2 * word <= auxv.length && !entry; at += 2 * word) {
		uint64_t type = 0;

		memcpy(&type, auxv.bytes + at, word);
		if (type == AT_ENTRY)
			memcpy(&entry, auxv.bytes + at + word, word);
	}
	text_free(&auxv);
	return entry;
}

/* What lies nowhere in the program, such as strings that were written out, is lent room on the
 * stack. */
static int lend(struct debugger *debugger, struct register_file *file, const struct text *kept,
                struct function_argument *argument, struct error *error)
{
	struct subject *subject = &debugger->subject;
	bool is_ours = subject_is_kept(argument->number);
	struct text bytes = { 0 };
	char *room;

	if (!is_ours && !kept_values_have(argument->number))
		return 0;
	if (is_ours)
		subject->kept = *kept;
	room = malloc(LENT_MAX);
	ssize_t got = room ? subject_read(subject, argument->number, room, LENT_MAX) : -ENOMEM;

	if (is_ours)
		subject->kept = bytes;
	int status = got <= 0 ? error_set(error, EFAULT, "an argument cannot be read") : 0;

	if (status == 0) {
		argument->number = function_room(file, (size_t)got);
		status = subject_write(subject, argument->number, room, (size_t)got, error);
	}
	free(room);
	return status;
}

static int enter(struct debugger *debugger, const struct expression_call *call, uint64_t back,
                 const struct text *kept, struct register_file *file, struct error *error)
{
	struct function_argument arguments[EXPRESSION_ARGUMENTS_MAX];
	struct function_stack stack;

	function_room(file, 0);
	for (unsigned i = 0; i < call->count; i++) {
		const struct expression_argument *from = &call->arguments[i];

		arguments[i] =
			(struct function_argument){ from->number, from->size, from->is_float };
		if (!from->is_float && lend(debugger, file, kept, &arguments[i], error) < 0)
			return -1;
	}
	function_enter(file, call->address, back, arguments, call->count, &stack);
	if (subject_write(&debugger->subject, stack.address, stack.bytes, stack.length, error) < 0)
		return -1;
	int status = target_store(debugger->tid, file);

	return status < 0
	               ? error_set(error, -status, "cannot change the registers of thread %d: %s",
	                           debugger->tid, strerror(-status))
	               : 0;
}

/* ---- the call */

static int given_up(struct debugger *debugger, const struct kept *kept, struct error *error)
{
	const struct inferior_thread *thread =
		inferior_thread(debugger->inferior, kept->thread.tid);

	if (debugger->inferior->process->end != STOP_NONE || !thread)
		return error_set(error, ESRCH, "the function did not return: it ended the %s",
		                 debugger->inferior->process->end != STOP_NONE ? "process"
		                                                               : "thread");
	if (debugger->inferior->process->execs != kept->execs)
		return error_set(error, ESRCH,
		                 "the function did not return: another program runs now");
	if (debugger->was_interrupted)
		return error_set(error, EINTR,
		                 "the function was interrupted; the thread is as it was before");
	if (thread->stop == STOP_SIGNAL)
		return error_set(error, EINTR,
		                 "the function did not return: %s (%s) stopped it at %#llx; the "
		                 "thread is as it was before",
		                 signal_name((uint64_t)thread->stop_signal),
		                 strsignal(thread->stop_signal),
		                 (unsigned long long)register_number(&debugger->subject, "ip"));
	return error_set(error, EINTR,
	                 "the function did not return; the thread is as it was before");
}

static int run(struct debugger *debugger, const struct expression_call *call,
               const struct kept *kept, uint64_t *value, struct error *error)
{
	struct register_file *file = malloc(sizeof(*file));
	uint64_t back = entry_find(debugger);
	struct error ignored;

	if (!file)
		return error_set(error, ENOMEM, "out of memory");
	*file = kept->registers;
	int status = enter(debugger, call, back, &kept->bytes, file, error);

	if (status == 0) {
		unsigned word = debugger->subject.abi == ABI_I386 ? 4 : 8;
		uint64_t stack = register_number(&debugger->subject, "sp");

		subject_forget(debugger);
		if (need_subject(debugger, error) == 0)
			stack = register_number(&debugger->subject, "sp") + word;
		debugger->plan.signal = 0;
		enum move end = move_to(debugger, &back, 1, stack, error);
		bool is_back = end == MOVE_DONE && debugger->inferior->process->end == STOP_NONE &&
		               need_subject(debugger, &ignored) == 0 &&
		               register_number(&debugger->subject, "ip") == back;

		if (is_back)
			*value = function_result(&debugger->subject.registers, call->size,
			                         call->is_float);
		else if (debugger->inferior->process->end == STOP_NONE)
			need_subject(debugger, &ignored);
		status = is_back ? 0 : given_up(debugger, kept, error);
	}
	free(file);
	return status;
}

static int make(struct debugger *debugger, const struct expression_call *call, uint64_t *value,
                struct error *error)
{
	struct kept *kept = calloc(1, sizeof(*kept));

	if (!kept)
		return error_set(error, ENOMEM, "out of memory");
	int status = keep(debugger, kept, error);

	if (status == 0) {
		debugger->is_calling = true;
		status = run(debugger, call, kept, value, error);
		debugger->is_calling = false;
		restore(debugger, kept);
	}
	free(kept);
	return status;
}

/* Some functions are chosen when the program is loaded: their symbol is that of who chooses. */
static int choose(struct debugger *debugger, struct expression_call *call, struct error *error)
{
	const struct expression_call chooser = { .address = call->address,
		                                 .size = debugger->subject.abi == ABI_I386 ? 4
		                                                                           : 8 };
	const struct space *space = subject_space(&debugger->subject);

	return space && space_symbol(space, call->address).type == STT_GNU_IFUNC
	               ? make(debugger, &chooser, &call->address, error)
	               : 0;
}

static int call_function(void *owner, const struct expression_call *call, uint64_t *value,
                         struct error *error)
{
	struct expression_call chosen = *call;

	return choose(owner, &chosen, error) < 0 ? -1 : make(owner, &chosen, value, error);
}

void functions_allow(struct debugger *debugger, bool allowed)
{
	debugger->subject.call = allowed && debugger->inferior ? call_function : NULL;
	debugger->subject.caller = debugger;
}
