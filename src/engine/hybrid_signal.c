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

enum { FLAG_STEP = 1 << 8 };

static bool tracee_read(struct ptrace_engine *engine, const struct task *task, uint64_t address,
                        void *bytes, size_t length)
{
	struct memory *memory = &engine->memory.memory;

	tracee_memory_aim(&engine->memory, task->tid, NULL);
	return memory->read(memory, address, bytes, length) == (ssize_t)length;
}

static void frame_restore(struct user_regs_struct *regs, const struct frame *frame)
{
	regs->rdi = frame->rdi;
	regs->rsi = frame->rsi;
	regs->rdx = frame->rdx;
	regs->r10 = frame->r10;
	regs->r8 = frame->r8;
	regs->r9 = frame->r9;
	regs->rbx = frame->rbx;
	regs->rbp = frame->rbp;
	regs->r12 = frame->r12;
	regs->r13 = frame->r13;
	regs->r14 = frame->r14;
	regs->r15 = frame->r15;
	regs->eflags = frame->flags;
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
                        const struct user_regs_struct *regs, struct inside *inside)
{
	const struct agent_places *places = &engine->hybrid->places;
	uint64_t stub = regs->rcx;

	if (!task->seat ||
	    !tracee_read(engine, task, AGENT_SLOTS + (uint64_t)task->seat->index * AGENT_SLOT_SIZE,
	                 &inside->slot, sizeof(inside->slot)))
		return false;
	if (regs->rip >= places->framed) {
		if (!tracee_read(engine, task, inside->slot.stack - FRAME_SIZE, &inside->frame,
		                 sizeof(inside->frame)))
			return false;
		stub = inside->frame.stub;
	}
	return tracee_read(engine, task, stub, &inside->stub, sizeof(inside->stub));
}

/* On the way in: the registers are the program's, but for the stack's pointer. */
static void leave_entrance(struct ptrace_engine *engine, const struct task *task,
                           struct user_regs_struct *regs, const struct inside *inside)
{
	if (regs->rip > engine->hybrid->places.entry) {
		uint64_t flags;

		/* They were put there first. */
		if (regs->rsp < inside->slot.stack &&
		    tracee_read(engine, task, inside->slot.stack - sizeof(flags), &flags,
		                sizeof(flags)))
			regs->eflags = flags;
		regs->rsp = inside->slot.rsp;
	}
	regs->rip = inside->stub.site;
}

static void leave_inside(const struct agent_places *places, struct user_regs_struct *regs,
                         struct inside *inside)
{
	bool just_called = regs->rip >= places->called && regs->rip < places->kept;

	inside->made =
		just_called || inside->slot.phase == PHASE_AFTER || regs->rip == places->kept;
	inside->result = (int64_t)(just_called ? regs->rax : inside->frame.rax);
	frame_restore(regs, &inside->frame);
	regs->rsp = inside->slot.rsp;
	if (!inside->made) {
		regs->rip = inside->stub.site;
		regs->rax = inside->frame.rax;
		regs->orig_rax = (uint64_t)-1;
		return;
	}
	regs->rip = inside->stub.after;
	regs->rax = (uint64_t)inside->result;
	/* Right behind the call the kernel may want to begin it anew. */
	if (!just_called)
		regs->orig_rax = (uint64_t)-1;
}

static bool in_agent(uint64_t ip)
{
	return ip >= AGENT_BASE && ip < AGENT_BASE + AGENT_CODE_SIZE;
}

static bool leave_agent(struct ptrace_engine *engine, struct task *task,
                        struct user_regs_struct *regs)
{
	const struct agent_places *places = &engine->hybrid->places;
	struct inside inside = { 0 };

	if (!inside_read(engine, task, regs, &inside)) {
		note_queue(engine, task,
		           "a thread was found inside rastro's code without its slot: "
		           "its call cannot be told");
		return false;
	}
	if (regs->rip < places->framed)
		leave_entrance(engine, task, regs, &inside);
	else
		leave_inside(places, regs, &inside);
	ptrace(PTRACE_SETREGS, task->tid, NULL, regs);
	if (seat_take_open(engine, task) && inside.made)
		call_returned_inside(engine, task, inside.result);
	return true;
}

static bool is_inside(const struct ptrace_engine *engine, const struct task *task, uint64_t ip)
{
	return in_agent(ip) || site_of_stub(engine, task->image, ip);
}

/* A trap that looks like one may also be sent. */
static bool is_step(const struct task *task, const struct user_regs_struct *regs)
{
	siginfo_t info;

	return regs->eflags & FLAG_STEP && ptrace(PTRACE_GETSIGINFO, task->tid, NULL, &info) == 0 &&
	       info.si_code == TRAP_TRACE;
}

/* A fault in the agent's copy is an answer; a breakpoint is ours if it is where a site
 * is being patched, or where the agent gives up. */
static bool is_ours(struct ptrace_engine *engine, struct task *task, int signal,
                    struct user_regs_struct *regs)
{
	const struct agent_places *places = &engine->hybrid->places;

	if (signal == SIGSEGV || signal == SIGBUS) {
		if (regs->rip < places->copy_begin || regs->rip >= places->copy_end)
			return false;
		/* Words first: then byte by byte up to where it faults again. */
		regs->rip = regs->rip < places->copy_bytes ? places->copy_bytes : places->copy_end;
	} else if (signal == SIGTRAP && regs->rip == places->full) {
		leave_agent(engine, task, regs);
		return true;
	} else if (signal == SIGTRAP && is_step(task, regs) && is_inside(engine, task, regs->rip)) {
		/* A program that steps itself: there is nothing between its call and what
		 * follows, so the step goes on. */
		return true;
	} else if (signal == SIGTRAP && map_get(&task->image->sites, regs->rip - 1)) {
		uint8_t code = 0;

		/* The program may have breakpoints of its own there, for a debugger. */
		if (tracee_read(engine, task, regs->rip - 1, &code, 1) && code == 0xcc)
			return false;
		regs->rip--;
	} else {
		return false;
	}
	ptrace(PTRACE_SETREGS, task->tid, NULL, regs);
	return true;
}

bool hybrid_move_out(struct ptrace_engine *engine, struct task *task, struct user_regs_struct *regs)
{
	const struct site *site = site_of_stub(engine, task->image, regs->rip);

	if (!site)
		return !in_agent(regs->rip) || leave_agent(engine, task, regs);
	uint64_t slowed =
		site->stub + engine->hybrid->places.stub_slowed - engine->hybrid->places.stub;

	regs->rip = site->address + (regs->rip == slowed ? CALL_LENGTH : 0);
	return ptrace(PTRACE_SETREGS, task->tid, NULL, regs) == 0;
}

bool hybrid_signal(struct ptrace_engine *engine, struct task *task, int signal)
{
	struct user_regs_struct regs;

	if (!task->image || !task->image->has_agent ||
	    ptrace(PTRACE_GETREGS, task->tid, NULL, &regs) < 0)
		return false;
	if ((signal == SIGSYS && dispatch_stop(engine, task, &regs)) ||
	    is_ours(engine, task, signal, &regs))
		return true;
	hybrid_move_out(engine, task, &regs);
	if (!task->seat)
		return false;
	/* A handler may block SIGSEGV: until the mask is known nothing is copied.  It may
	 * block SIGSYS: until then calls pass. */
	seat_close(task);
	if (task->seat->is_dispatched)
		seat_pass(engine, task->seat, true);
	return false;
}
