/* Unwinding, by libdw.
 *
 * libdw knows how to walk frames and to read symbols; where registers and memory
 * come from we tell it, so that it does not attach to anybody.  The image of the
 * process is read again for every stack. */
#include "symbol/unwind.h"

#include "event/stack.h"
#include "symbol/space.h"

#include <stdlib.h>
#include <string.h>

enum { PAGE_SIZE = 4096 };

struct unwinder {
	struct spaces spaces;

	/* The stack that is being made. */
	const struct unwind_thread *thread;
	struct space *space;
	struct event_buffer *buffer;
	unsigned frames, frames_max;
	bool sources;
	struct {
		uint64_t address; /* of the page below; 0: none */
		size_t length;
		uint8_t bytes[PAGE_SIZE];
	} page;
};

/* ---- what libdw asks us */

/* Stacks are read word by word, so a page is kept.  The first one is never needed. */
static bool word_read(struct unwinder *unwinder, uint64_t address, void *word, size_t size)
{
	struct memory *memory = unwinder->thread->memory;
	uint64_t start = address & ~(uint64_t)(PAGE_SIZE - 1), skip = address - start;

	if (skip + size > PAGE_SIZE)
		return memory->read(memory, address, word, size) == (ssize_t)size;
	if (unwinder->page.address != start) {
		ssize_t got = memory->read(memory, start, unwinder->page.bytes, PAGE_SIZE);

		unwinder->page.address = start;
		unwinder->page.length = got > 0 ? (size_t)got : 0;
	}
	if (skip + size > unwinder->page.length)
		return false;
	memcpy(word, unwinder->page.bytes + skip, size);
	return true;
}

static bool ask_memory(Dwfl *dwfl, Dwarf_Addr address, Dwarf_Word *result, void *owner)
{
	struct unwinder *unwinder = owner;

	(void)dwfl;
	*result = 0;
	return word_read(unwinder, address, result, unwinder->space->is_32 ? 4 : 8);
}

static bool ask_registers(Dwfl_Thread *thread, void *owner)
{
	struct unwinder *unwinder = owner;
	const struct arch_frame *frame = &unwinder->thread->frame;

	return unwinder->spaces.libdw.dwfl_thread_state_registers(thread, 0, frame->count,
	                                                          frame->registers);
}

static bool ask_thread(Dwfl *dwfl, pid_t tid, void *owner, void **thread)
{
	(void)dwfl;
	(void)tid;
	*thread = owner;
	return true;
}

/* We are only asked for the thread that we name. */
static pid_t ask_next_thread(Dwfl *dwfl, void *owner, void **thread)
{
	(void)dwfl;
	(void)owner;
	(void)thread;
	return 0;
}

static const Dwfl_Thread_Callbacks thread_callbacks = {
	.next_thread = ask_next_thread,
	.get_thread = ask_thread,
	.memory_read = ask_memory,
	.set_initial_registers = ask_registers,
};

/* ---- frames */

/* False: the walk ends here. */
static bool frame_put(struct unwinder *unwinder, uint64_t address, bool is_activation)
{
	uint64_t code = is_activation ? address : address - 1;
	struct stack_frame frame;

	if (unwinder->frames++ == unwinder->frames_max) {
		stack_put(unwinder->buffer, &(struct stack_frame){ .end = STACK_CUT });
		return false;
	}
	bool known = space_place(unwinder->space, address, code, unwinder->sources, &frame);

	if (!known)
		frame.end = STACK_LOST;
	return stack_put(unwinder->buffer, &frame) && known;
}

static int on_frame(Dwfl_Frame *state, void *owner)
{
	struct unwinder *unwinder = owner;
	Dwarf_Addr address;
	bool is_activation;

	if (!unwinder->spaces.libdw.dwfl_frame_pc(state, &address, &is_activation))
		return DWARF_CB_ABORT;
	return frame_put(unwinder, address, is_activation) ? DWARF_CB_OK : DWARF_CB_ABORT;
}

/* False where nothing can be known of the process. */
static bool space_prepare(struct unwinder *unwinder, struct space *space)
{
	if (space_refresh(space, unwinder->thread->memory) < 0)
		return false;
	if (!space->attached)
		space->attached = unwinder->spaces.libdw.dwfl_attach_state(
			space->dwfl, NULL, space->pid, &thread_callbacks, unwinder);
	return true;
}

void unwind(struct unwinder *unwinder, const struct unwind_thread *thread, unsigned frames_max,
            bool sources, struct event_buffer *buffer)
{
	struct space *space = space_of(&unwinder->spaces, thread->pid);

	unwinder->thread = thread;
	unwinder->space = space;
	unwinder->buffer = buffer;
	unwinder->frames = 0;
	unwinder->frames_max = frames_max < STACK_FRAMES_MAX ? frames_max : STACK_FRAMES_MAX;
	unwinder->sources = sources;
	unwinder->page.address = 0;
	if (!space || !space_prepare(unwinder, space) || !stack_begin(buffer))
		return;
	/* Code of the other width, which some programs switch to, has frames of its own kind. */
	if (space->attached && space->is_32 == (thread->frame.abi != 0))
		unwinder->spaces.libdw.dwfl_getthread_frames(space->dwfl, thread->tid, on_frame,
		                                             unwinder);
	if (!unwinder->frames)
		frame_put(unwinder, thread->frame.ip, true);
}

/* ---- beginning and end */

struct unwinder *unwinder_create(struct error *error)
{
	struct unwinder *unwinder = calloc(1, sizeof(*unwinder));

	if (!unwinder) {
		error_set(error, 0, "out of memory");
		return NULL;
	}
	if (spaces_init(&unwinder->spaces, "show stacks", error) == 0)
		return unwinder;
	free(unwinder);
	return NULL;
}

void unwinder_forget(struct unwinder *unwinder, pid_t pid)
{
	space_forget(&unwinder->spaces, pid);
}

void unwinder_destroy(struct unwinder *unwinder)
{
	if (!unwinder)
		return;
	spaces_deinit(&unwinder->spaces);
	free(unwinder);
}
