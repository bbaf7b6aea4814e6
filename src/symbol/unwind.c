/* Unwinding, by libdw.
 *
 * libdw knows how to walk frames and to read symbols; where registers, memory and
 * files come from we tell it, so that it neither attaches to anybody nor opens
 * what it should not.  For each process there is a space: its image as we read it
 * last, and libdw's view of that, which holds all that was costly to find out.
 * The image is read again for every stack, since nobody tells of all that changes
 * it; mostly it is as it was. */
#include "symbol/unwind.h"

#include "base/map.h"
#include "event/stack.h"
#include "symbol/image.h"
#include "symbol/libdw.h"

#include <stdlib.h>
#include <string.h>

enum {
	VDSO_MAX = 1 << 16,
	PAGE_SIZE = 4096,
};

/* A process. */
struct space {
	pid_t pid;
	struct unwinder *unwinder;
	struct image image;
	bool is_32;
	Dwfl *dwfl;
	bool attached;
	void *vdso; /* its bytes, for libdw to look at */
};

struct unwinder {
	struct libdw libdw;
	Dwfl_Callbacks callbacks;
	char *debuginfo_path; /* NULL: where distributions put it */
	struct map spaces;    /* by pid */
	struct image spare;   /* to read an image into */

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

	return unwinder->libdw.dwfl_thread_state_registers(thread, 0, frame->count,
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

/* The vdso has no file; its image in memory is one. */
static Elf *vdso_elf(struct space *space, const struct image_module *module)
{
	struct memory *memory = space->unwinder->thread->memory;
	size_t length = module->end - module->start;

	if (length > VDSO_MAX)
		return NULL;
	free(space->vdso);
	space->vdso = malloc(length);
	if (!space->vdso ||
	    memory->read(memory, module->start, space->vdso, length) != (ssize_t)length)
		return NULL;
	return space->unwinder->libdw.elf_memory(space->vdso, length);
}

static int ask_file(Dwfl_Module *dwfl_module, void **userdata, const char *name, Dwarf_Addr base,
                    char **file_name, Elf **elf)
{
	struct space *space = *userdata;
	const struct image_mapping *mapping = image_find(&space->image, base);

	(void)dwfl_module;
	if (!mapping)
		return -1;
	const struct image_module *module = &space->image.modules[mapping->module];

	if (module->is_vdso) {
		*elf = vdso_elf(space, module);
		return -1;
	}
	int fd = image_open(&space->image, module, space->pid);

	if (fd >= 0)
		*file_name = strdup(name);
	return fd;
}

/* ---- spaces */

static void space_free(struct space *space)
{
	if (!space)
		return;
	if (space->dwfl)
		space->unwinder->libdw.dwfl_end(space->dwfl);
	image_free(&space->image);
	free(space->vdso);
	free(space);
}

static struct space *space_of(struct unwinder *unwinder, pid_t pid)
{
	struct space *space = map_get(&unwinder->spaces, (uint64_t)pid);

	if (space)
		return space;
	space = calloc(1, sizeof(*space));
	if (!space)
		return NULL;
	space->pid = pid;
	space->unwinder = unwinder;
	if (map_put(&unwinder->spaces, (uint64_t)pid, space))
		return space;
	space_free(space);
	return NULL;
}

/* Modules that are where they were keep what libdw knows of them. */
static bool space_report(struct space *space)
{
	const struct libdw *libdw = &space->unwinder->libdw;
	const struct image *image = &space->image;

	libdw->dwfl_report_begin(space->dwfl);
	for (uint32_t i = 0; i < image->module_count; i++) {
		const struct image_module *module = &image->modules[i];
		Dwfl_Module *reported = libdw->dwfl_report_module(
			space->dwfl, image_name(image, module), module->start, module->end);
		void **userdata;

		if (!reported)
			continue;
		libdw->dwfl_module_info(reported, &userdata, NULL, NULL, NULL, NULL, NULL, NULL);
		*userdata = space;
	}
	return libdw->dwfl_report_end(space->dwfl, NULL, NULL) == 0;
}

static bool space_begin(struct space *space)
{
	struct unwinder *unwinder = space->unwinder;

	space->dwfl = unwinder->libdw.dwfl_begin(&unwinder->callbacks);
	space->is_32 = image_is_32(&space->image, space->pid);
	return space->dwfl;
}

/* Brings it up to date; false where nothing can be known of the process. */
static bool space_refresh(struct space *space)
{
	struct unwinder *unwinder = space->unwinder;
	struct image previous = space->image;

	if (image_read(&unwinder->spare, space->pid) < 0)
		return false;
	if (space->dwfl && image_equals(&unwinder->spare, &space->image))
		return true;
	space->image = unwinder->spare;
	unwinder->spare = previous;
	if ((!space->dwfl && !space_begin(space)) || !space_report(space))
		return false;
	if (!space->attached)
		space->attached = unwinder->libdw.dwfl_attach_state(space->dwfl, NULL, space->pid,
		                                                    &thread_callbacks, unwinder);
	return true;
}

/* ---- frames */

static struct stack_name name_of(const char *text)
{
	size_t length = text ? strlen(text) : 0;

	return (struct stack_name){ text,
		                    (uint16_t)(length < STACK_NAME_MAX ? length : STACK_NAME_MAX) };
}

/* Without the version that symbols of a library may have: "name@@LIB_1.2". */
static struct stack_name symbol_name(const char *text)
{
	struct stack_name name = name_of(text);
	const char *version = name.length > 1 ? memchr(text + 1, '@', name.length - 1) : NULL;

	if (version)
		name.length = (uint16_t)(version - text);
	return name;
}

/* code: an address inside the instruction that runs in the frame; for a caller, which stands
 * behind its call, that is not where it goes on. */
static void frame_name(struct unwinder *unwinder, uint64_t code, struct stack_frame *frame)
{
	const struct libdw *libdw = &unwinder->libdw;
	Dwfl_Module *module = libdw->dwfl_addrmodule(unwinder->space->dwfl, code);
	GElf_Off offset = 0;
	GElf_Sym symbol;
	const char *name = module ? libdw->dwfl_module_addrinfo(module, code, &offset, &symbol,
	                                                        NULL, NULL, NULL)
	                          : NULL;

	frame->symbol = symbol_name(name);
	frame->symbol_offset = offset + (frame->address - code);
	if (!module || !unwinder->sources)
		return;
	Dwfl_Line *line = libdw->dwfl_module_getsrc(module, code);
	int number = 0;

	if (line)
		frame->source =
			name_of(libdw->dwfl_lineinfo(line, NULL, &number, NULL, NULL, NULL));
	frame->line = (uint32_t)number;
}

/* False: the walk ends here. */
static bool frame_put(struct unwinder *unwinder, uint64_t address, bool is_activation)
{
	const struct image *image = &unwinder->space->image;
	uint64_t code = is_activation ? address : address - 1;
	const struct image_mapping *mapping = image_find(image, code);
	struct stack_frame frame = { .address = address };

	if (unwinder->frames++ == unwinder->frames_max) {
		stack_put(unwinder->buffer, &(struct stack_frame){ .end = STACK_CUT });
		return false;
	}
	if (!mapping) {
		frame.end = STACK_LOST;
		stack_put(unwinder->buffer, &frame);
		return false;
	}
	frame.offset = address - mapping->start + mapping->offset;
	frame.module = name_of(image_name(image, &image->modules[mapping->module]));
	frame_name(unwinder, code, &frame);
	return stack_put(unwinder->buffer, &frame);
}

static int on_frame(Dwfl_Frame *state, void *owner)
{
	struct unwinder *unwinder = owner;
	Dwarf_Addr address;
	bool is_activation;

	if (!unwinder->libdw.dwfl_frame_pc(state, &address, &is_activation))
		return DWARF_CB_ABORT;
	return frame_put(unwinder, address, is_activation) ? DWARF_CB_OK : DWARF_CB_ABORT;
}

void unwind(struct unwinder *unwinder, const struct unwind_thread *thread, unsigned frames_max,
            bool sources, struct event_buffer *buffer)
{
	struct space *space = space_of(unwinder, thread->pid);

	unwinder->thread = thread;
	unwinder->space = space;
	unwinder->buffer = buffer;
	unwinder->frames = 0;
	unwinder->frames_max = frames_max < STACK_FRAMES_MAX ? frames_max : STACK_FRAMES_MAX;
	unwinder->sources = sources;
	unwinder->page.address = 0;
	if (!space || !space_refresh(space) || !stack_begin(buffer))
		return;
	/* Code of the other width, which some programs switch to, has frames of its own kind. */
	if (space->attached && space->is_32 == (thread->frame.abi != 0))
		unwinder->libdw.dwfl_getthread_frames(space->dwfl, thread->tid, on_frame, unwinder);
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
	if (libdw_load(&unwinder->libdw, error) < 0) {
		free(unwinder);
		return NULL;
	}
	unwinder->callbacks = (Dwfl_Callbacks){
		.find_elf = ask_file,
		.find_debuginfo = unwinder->libdw.dwfl_standard_find_debuginfo,
		.debuginfo_path = &unwinder->debuginfo_path,
	};
	return unwinder;
}

void unwinder_forget(struct unwinder *unwinder, pid_t pid)
{
	space_free(map_remove(&unwinder->spaces, (uint64_t)pid));
}

void unwinder_destroy(struct unwinder *unwinder)
{
	if (!unwinder)
		return;
	for (size_t i = 0; i < unwinder->spaces.slot_count; i++)
		space_free(unwinder->spaces.slots[i].value);
	map_free(&unwinder->spaces);
	image_free(&unwinder->spare);
	free(unwinder);
}
