/* No signal is delivered inside the agent.
 *
 * Where a thread is that is about to get one, says what has happened to its call:
 *
 *	stub before the slow gate, and the way into the agent	nothing: begin anew
 *	agent, before the call					nothing: begin anew
 *	agent, right behind the call				made; rax is its result
 *	agent, after that, and the way out			made; the frame has its result
 *
 * Either way the thread is put where the program thinks it is: at its call's
 * instruction or behind it, all registers as they would be.  Then the kernel can
 * restart the call, and a handler may leave by a long jump: nothing of ours is
 * on the way. */
#include "engine/hybrid.h"

#include "arch/padding.h"

#include <errno.h>
#include <signal.h>
#include <sys/ptrace.h>

static bool tracee_read(struct ptrace_engine *engine, const struct task *task, uint64_t address,
                        void *bytes, size_t length)
{
	struct memory *memory = &engine->memory.memory;

	tracee_memory_aim(&engine->memory, task->tid, NULL);
	return memory->read(memory, address, bytes, length) == (ssize_t)length;
}

/* A thread in the agent. */
struct inside {
	struct slot slot;
	struct frame frame;
	struct stub_data stub;
	bool made; /* its call has been made */
	int64_t result;
};

static bool inside_read(struct ptrace_engine *engine, const struct task *task,
                        const struct arch_state *state, struct inside *inside)
{
	const struct agent_places *places = &engine->hybrid->places;
	uint64_t stub = entrance_stub(state);

	if (!task->seat ||
	    !tracee_read(engine, task, AGENT_SLOTS + (uint64_t)task->seat->index * AGENT_SLOT_SIZE,
	                 &inside->slot, sizeof(inside->slot)))
		return false;
	if (arch_state_ip(state) >= places->framed) {
		if (!tracee_read(engine, task, inside->slot.stack - FRAME_SIZE, &inside->frame,
		                 sizeof(inside->frame)))
			return false;
		stub = inside->frame.stub;
	}
	return tracee_read(engine, task, stub, &inside->stub, sizeof(inside->stub));
}

/* On the way in: the registers are the program's, but for the stack's pointer. */
static void leave_entrance(struct ptrace_engine *engine, const struct task *task,
                           struct arch_state *state, const struct inside *inside)
{
	if (arch_state_ip(state) > engine->hybrid->places.entry) {
		uint64_t flags;

		/* They were put there first. */
		if (arch_state_stack(state) < inside->slot.stack &&
		    tracee_read(engine, task, inside->slot.stack - sizeof(flags), &flags,
		                sizeof(flags)))
			arch_state_flags_set(state, flags);
		arch_state_stack_set(state, inside->slot.rsp);
	}
	arch_state_ip_set(state, inside->stub.site);
}

static void leave_inside(const struct agent_places *places, struct arch_state *state,
                         struct inside *inside)
{
	uint64_t ip = arch_state_ip(state);
	bool just_called = ip >= places->called && ip < places->kept;

	inside->made = just_called || inside->slot.phase == PHASE_AFTER || ip == places->kept;
	inside->result = just_called ? arch_state_result(state, ABI_X86_64)
	                             : (int64_t)frame_result(&inside->frame);
	frame_restore(&inside->frame, state);
	arch_state_stack_set(state, inside->slot.rsp);
	arch_state_result_set(state, inside->result);
	arch_state_ip_set(state, inside->made ? inside->stub.after : inside->stub.site);
	/* Right behind the call the kernel may want to begin it anew. */
	if (!just_called)
		arch_state_settle(state);
}

static bool in_agent(uint64_t ip)
{
	return ip >= AGENT_BASE && ip < AGENT_BASE + AGENT_CODE_SIZE;
}

static bool leave_agent(struct ptrace_engine *engine, struct task *task, struct arch_state *state)
{
	const struct agent_places *places = &engine->hybrid->places;
	struct inside inside = { 0 };

	if (!inside_read(engine, task, state, &inside)) {
		note_queue(engine, task,
		           "a thread was found inside rastro's code without its slot: "
		           "its call cannot be told");
		return false;
	}
	if (arch_state_ip(state) < places->framed)
		leave_entrance(engine, task, state, &inside);
	else
		leave_inside(places, state, &inside);
	arch_state_write(task->tid, state);
	if (seat_take_open(engine, task) && inside.made)
		call_returned_inside(engine, task, inside.result);
	return true;
}

static bool is_inside(const struct ptrace_engine *engine, const struct task *task, uint64_t ip)
{
	return in_agent(ip) || site_of_stub(engine, task->image, ip);
}

/* A trap that looks like one may also be sent. */
static bool is_step(const struct task *task, const struct arch_state *state)
{
	siginfo_t info;

	return arch_state_is_stepping(state) &&
	       ptrace(PTRACE_GETSIGINFO, task->tid, NULL, &info) == 0 && info.si_code == TRAP_TRACE;
}

/* A fault in the agent's copy is an answer; a breakpoint is ours if it is where a site
 * is being patched, or where the agent gives up. */
static bool is_ours(struct ptrace_engine *engine, struct task *task, int signal,
                    struct arch_state *state)
{
	const struct agent_places *places = &engine->hybrid->places;
	uint64_t ip = arch_state_ip(state);

	if (signal == SIGSEGV || signal == SIGBUS) {
		if (ip < places->copy_begin || ip >= places->copy_end)
			return false;
		/* Words first: then byte by byte up to where it faults again. */
		arch_state_ip_set(state,
		                  ip < places->copy_bytes ? places->copy_bytes : places->copy_end);
	} else if (signal == SIGTRAP && ip == places->full) {
		leave_agent(engine, task, state);
		return true;
	} else if (signal == SIGTRAP && is_step(task, state) && is_inside(engine, task, ip)) {
		/* A program that steps itself: there is nothing between its call and what
		 * follows, so the step goes on. */
		return true;
	} else if (signal == SIGTRAP && map_get(&task->image->sites, ip - 1)) {
		uint8_t code = 0;

		/* The program may have breakpoints of its own there, for a debugger. */
		if (tracee_read(engine, task, ip - 1, &code, 1) && code == 0xcc)
			return false;
		arch_state_ip_set(state, ip - 1);
	} else {
		return false;
	}
	arch_state_write(task->tid, state);
	return true;
}

bool hybrid_move_out(struct ptrace_engine *engine, struct task *task, struct arch_state *state)
{
	uint64_t ip = arch_state_ip(state);
	const struct site *site = site_of_stub(engine, task->image, ip);

	/* A new program: it has no handler yet, and will begin. */
	if (ip >= engine->hybrid->places.begin && ip < engine->hybrid->places.begun)
		return true;
	if (!site)
		return !in_agent(ip) || leave_agent(engine, task, state);
	uint64_t slowed =
		site->stub + engine->hybrid->places.stub_slowed - engine->hybrid->places.stub;

	arch_state_ip_set(state, site->address + (ip == slowed ? CALL_LENGTH : 0));
	return arch_state_write(task->tid, state) == 0;
}

/* It has the registers of its creator, whose frame it finds in the memory that it shares, while
 * its creator waits, or has a copy of. */
void child_move_out(struct ptrace_engine *engine, struct task *child)
{
	struct arch_state state;
	struct frame frame;
	struct stub_data stub;

	if (!engine->hybrid || !engine->hybrid->text ||
	    (child->image && !child->image->has_agent) || arch_state_read(child->tid, &state) < 0 ||
	    arch_state_ip(&state) != engine->hybrid->places.called)
		return;
	uint64_t slot = (state_slot(&state) - AGENT_SLOTS) / AGENT_SLOT_SIZE;
	uint64_t stack = AGENT_STACKS + (slot + 1) * AGENT_STACK_SIZE;

	if (slot >= AGENT_SLOT_COUNT ||
	    !tracee_read(engine, child, stack - FRAME_SIZE, &frame, sizeof(frame)) ||
	    !tracee_read(engine, child, frame.stub, &stub, sizeof(stub)))
		return;
	frame_restore(&frame, &state);
	arch_state_ip_set(&state, stub.after);
	arch_state_write(child->tid, &state);
}

bool hybrid_signal(struct ptrace_engine *engine, struct task *task, int signal)
{
	struct arch_state state;

	if (!task->image || !(task->image->has_agent || task->image->beginning) ||
	    arch_state_read(task->tid, &state) < 0)
		return false;
	if (task->image->beginning)
		return signal == SIGTRAP && program_is_prepared(engine, task, &state);
	if ((signal == SIGSYS && dispatch_stop(engine, task, &state)) ||
	    is_ours(engine, task, signal, &state))
		return true;
	hybrid_move_out(engine, task, &state);
	if (!task->seat)
		return false;
	/* A handler may block SIGSEGV: until the mask is known nothing is copied.  It may
	 * block SIGSYS: until then calls pass. */
	seat_close(task);
	if (task->seat->is_dispatched)
		seat_pass(engine, task->seat, true);
	return false;
}
