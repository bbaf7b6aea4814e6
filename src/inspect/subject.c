/* The process that is looked at. */
#include "inspect/subject.h"

#include "arch/insn.h"
#include "inspect/activation.h"
#include "inspect/breakpoint.h"
#include "inspect/kept_values.h"
#include "inspect/own_values.h"
#include "inspect/thread_variable.h"
#include "inspect/typed_names.h"
#include "symbol/demangle.h"
#include "symbol/lookup.h"
#include "symbol/program_file.h"
#include "symbol/space.h"
#include "tracee/maps.h"
#include "tracee/proc_text.h"
#include "tracee/refusal.h"
#include "tracee/tracee.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Neither of a program nor of the kernel. */
static const uint64_t KEPT_START = 0xfff0000000000000;

/* Who may let a read of its memory wait for ever: a program that serves pages, or files. */
static enum tracee_caution caution_for(pid_t pid)
{
	if (tracee_holds(pid, "/dev/fuse"))
		return CAUTION_FILES;
	return tracee_is_served(pid) || tracee_holds(pid, "anon_inode:[userfaultfd]")
	               ? CAUTION_FAULTS
	               : CAUTION_NONE;
}

int subject_open(struct subject *subject, pid_t pid, struct error *error)
{
	pid_t process = tracee_process(pid);
	char byte;

	*subject = (struct subject){ .pid = process, .tid = pid };
	if (process <= 0)
		return refusal_explain(pid, "look at process", ESRCH, error);
	if (tracee_memory_init(&subject->memory) < 0)
		return error_set(error, ENOMEM, "out of memory");
	subject->memory.name_fds = subject->memory.detail_fds = true;
	tracee_memory_aim(&subject->memory, pid, NULL);
	/* Who may read its mappings may also read its memory, and trace it. */
	int status = image_read(&subject->image, process);

	if (status == 0 && !subject->image.mapping_count &&
	    tracee_cwd(process, &byte, sizeof(byte)) < 0)
		status = -errno;
	if (status < 0) {
		subject->is_closed = true;
		refusal_explain(pid, "look into process", -status, &subject->refusal);
		return 0;
	}
	subject->abi = image_is_32(&subject->image, process) ? ABI_I386 : ABI_X86_64;
	subject->memory.caution = (uint8_t)caution_for(process);
	return 0;
}

int subject_open_file(struct subject *subject, const char *path, struct error *error)
{
	*subject = (struct subject){ .file = malloc(sizeof(*subject->file)), .path = strdup(path) };
	int status = subject->file && subject->path ? 0 : error_set(error, ENOMEM, "out of memory");

	if (status == 0)
		status = program_file_open(subject->file, path, error);
	if (status < 0) {
		free(subject->file);
		free(subject->path);
		return -1;
	}
	image_read_file(&subject->image, subject->file, path);
	subject->abi = subject->file->is_32 ? ABI_I386 : ABI_X86_64;
	return 0;
}

void subject_close(struct subject *subject)
{
	if (subject->is_held && !subject->is_lent)
		hold_end(&subject->hold);
	subject->is_held = false;
	subject_unchoose(subject);
	if (subject->values)
		kept_values_forget_types(subject->values);
	insn_close(subject->decoder);
	lookup_destroy(subject->symbols);
	image_free(&subject->image);
	if (subject->file)
		program_file_close(subject->file);
	else
		tracee_memory_deinit(&subject->memory);
	free(subject->file);
	free(subject->path);
}

static int registers_know(struct subject *subject, struct error *error)
{
	tracee_memory_aim(&subject->memory, subject->tid, NULL);
	int status = register_file_read(subject->tid, &subject->registers);

	if (status < 0)
		return error_set(error, -status, "cannot read the registers of thread %d: %s",
		                 subject->tid, strerror(-status));
	/* A program may leave its ABI; what its code is counts. */
	subject->abi = subject->registers.abi ? ABI_I386 : ABI_X86_64;
	return 0;
}

int subject_hold(struct subject *subject, struct error *error)
{
	if (subject->is_held)
		return 0;
	if (subject->file)
		return error_set(error, ESRCH, "there is no process");
	if (subject->is_closed) {
		*error = subject->refusal;
		return -1;
	}
	if (hold_begin(&subject->hold, subject->tid, error) < 0)
		return -1;
	subject->is_held = true;
	subject->tid = hold_thread(&subject->hold, subject->tid);
	return registers_know(subject, error);
}

int subject_glance(struct subject *subject, pid_t tid, struct error *error)
{
	if (subject->is_closed) {
		*error = subject->refusal;
		return -1;
	}
	subject_unchoose(subject);
	subject->is_held = subject->is_lent = true;
	subject->tid = tid;
	return registers_know(subject, error);
}

int subject_stand(struct subject *subject, pid_t tid, struct error *error)
{
	subject_refresh(subject);
	return subject_glance(subject, tid, error);
}

/* ---- names */

static bool register_find(struct subject *subject, const char *name, size_t length,
                          struct expression_name *found)
{
	struct register_value value;

	if (!subject->is_held || !register_file_find(&subject->registers, name, length, &value) ||
	    value.size > sizeof(uint64_t) || subject->name_count >= SUBJECT_REGISTERS_MAX)
		return false;
	memcpy(subject->names[subject->name_count], name, length);
	subject->names[subject->name_count][length] = '\0';
	found->is_variable = true;
	found->number = subject->name_count++;
	found->type = (struct expression_type){ .size = (uint8_t)value.size,
		                                .is_signed = value.size == sizeof(uint64_t) };
	return true;
}

/* "libc.so.6", or a path: where it lies. */
static bool module_find(const struct subject *subject, const char *name, size_t length,
                        uint64_t *address)
{
	const struct image *image = &subject->image;

	for (uint32_t i = 0; i < image->module_count; i++) {
		const char *path = image_name(image, &image->modules[i]);
		const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;

		if ((strlen(base) == length && memcmp(base, name, length) == 0) ||
		    (strlen(path) == length && memcmp(path, name, length) == 0)) {
			*address = image->modules[i].start;
			return true;
		}
	}
	return false;
}

static bool find_of_thread(void *owner, uint64_t bias, uint64_t offset, uint64_t *address)
{
	return thread_variable_find(owner, bias, offset, address);
}

static int symbols_aim(struct subject *subject)
{
	return subject->file ? lookup_load(subject->symbols, subject->file, subject->path)
	                     : lookup_aim(subject->symbols, subject->pid, &subject->memory.memory);
}

/* To load libdw takes longer than most of what else is done. */
struct lookup *subject_symbols(struct subject *subject)
{
	const struct space_threads threads = { find_of_thread, subject };

	if (!subject->symbols) {
		subject->symbols = lookup_create(NULL);
		if (subject->symbols && symbols_aim(subject) < 0) {
			lookup_destroy(subject->symbols);
			subject->symbols = NULL;
		}
		if (subject->symbols)
			lookup_set_threads(subject->symbols, &threads);
	}
	return subject->symbols;
}

bool subject_refresh(struct subject *subject)
{
	const struct space *space;

	subject_unchoose(subject);
	bool has_changed = subject->symbols &&
	                   lookup_aim(subject->symbols, subject->pid, &subject->memory.memory) != 0;

	/* To read it takes long, and whoever knows the symbols has just done so. */
	if (!subject->symbols || !image_equals(&subject->image, lookup_image(subject->symbols)))
		image_read(&subject->image, subject->pid);
	if (has_changed && subject->values && (space = lookup_space(subject->symbols)) &&
	    space->losses != subject->losses) {
		subject->losses = space->losses;
		kept_values_forget_types(subject->values);
	}
	return has_changed;
}

const struct space *subject_space(struct subject *subject)
{
	const struct lookup *symbols = subject_symbols(subject);

	return symbols ? lookup_space(symbols) : NULL;
}

/* A symbol is the address of a number, if it is as large as one. */
static bool symbol_find(struct subject *subject, const char *name, size_t length,
                        struct expression_name *found)
{
	struct lookup *symbols = subject_symbols(subject);
	char copy[EXPRESSION_NAME_MAX + 1];
	uint64_t start, end;

	if (!symbols || length > EXPRESSION_NAME_MAX)
		return false;
	memcpy(copy, name, length);
	copy[length] = '\0';
	if (lookup_find(symbols, copy, &found->number, 1, NULL) < 1)
		return false;
	if (lookup_range(symbols, found->number, &start, &end) && start == found->number &&
	    (end - start == 1 || end - start == 2 || end - start == 4 || end - start == 8))
		found->type.pointee = (uint8_t)(end - start);
	return true;
}

static bool name_find(const void *owner, const char *name, size_t length,
                      struct expression_name *found)
{
	struct subject *subject = (struct subject *)owner;

	if (*name == '$')
		return register_find(subject, name + 1, length - 1, found) ||
		       (subject->has_values &&
		        own_value_find(subject, name + 1, length - 1, found)) ||
		       typed_kept(subject, name + 1, length - 1, found);
	found->type = (struct expression_type){ .size = subject->abi == ABI_I386 ? 4 : 8,
		                                .pointee = 1,
		                                .is_symbol = true };
	return module_find(subject, name, length, &found->number) ||
	       symbol_find(subject, name, length, found);
}

struct expression_names subject_names(struct subject *subject)
{
	subject->name_count = 0;
	subject->type_count = 0;
	return (struct expression_names){ .find = name_find,
		                          .owner = subject,
		                          .typing = subject->has_values ? &typed_names : NULL,
		                          .lacks_registers = subject->file,
		                          .word = subject->abi == ABI_I386 ? 4 : 8 };
}

static int register_store(struct subject *, const char *name, uint64_t number, uint8_t size,
                          struct error *);

/* The number of a register that the frame that is looked at had otherwise than the CPU has it
 * now; -1: it is the CPU's. */
static int frame_register(const struct subject *subject, const char *name)
{
	const struct frame *frame = subject->chosen ? &subject->chosen->frame : NULL;

	for (unsigned i = 0; frame && frame->number && i < frame->count; i++) {
		const char *own = frame_register_name(frame, i);

		if (own && strcmp(own, name) == 0)
			return frame->known >> i & 1 ? (int)i : -1;
	}
	return -1;
}

static int machine_variable(void *owner, uint64_t number, uint64_t *value)
{
	struct subject *subject = owner;
	struct register_value found;

	if (number >= SUBJECT_REGISTERS_MAX)
		return typed_kept_number(subject, number - SUBJECT_REGISTERS_MAX, value);
	const char *name = subject->names[number];

	if (!register_file_find(&subject->registers, name, strlen(name), &found))
		return -ENOENT;
	int of_frame = frame_register(subject, found.name);

	*value = 0;
	if (of_frame >= 0)
		*value = subject->chosen->frame.registers[of_frame];
	else
		memcpy(value, found.bytes, found.size);
	return 0;
}

static ssize_t machine_memory(void *owner, uint64_t address, void *buffer, size_t length)
{
	return subject_read(owner, address, buffer, length);
}

static int machine_write(void *owner, uint64_t address, const void *bytes, size_t length,
                         struct error *error)
{
	return subject_write(owner, address, bytes, length, error);
}

static int machine_keep(void *owner, uint64_t number, uint64_t *value, struct error *error)
{
	struct subject *subject = owner;

	if (number >= SUBJECT_REGISTERS_MAX)
		return typed_keep(subject, number - SUBJECT_REGISTERS_MAX, value, error);
	struct register_value found;
	const char *name = subject->names[number];

	if (!register_file_find(&subject->registers, name, strlen(name), &found))
		return error_set(error, ENOENT, "there is no register %s", name);
	return register_store(subject, name, *value, (uint8_t)found.size, error);
}

static int machine_call(void *owner, const struct expression_call *call, uint64_t *value,
                        struct error *error)
{
	struct subject *subject = owner;

	return subject->call(subject->caller, call, value, error);
}

/* Who only looks at a process changes nothing by it. */
struct expression_machine subject_machine(struct subject *subject)
{
	return (struct expression_machine){ .variable = machine_variable,
		                            .memory = machine_memory,
		                            .keep = subject->has_values ? machine_keep : NULL,
		                            .write = subject->has_values ? machine_write : NULL,
		                            .call = subject->call ? machine_call : NULL,
		                            .owner = subject };
}

/* ---- places */

static void put_offset(struct text *text, uint64_t offset)
{
	if (!offset)
		return;
	text_char(text, '+');
	text_hex(text, offset);
}

/* The mapping of an address.  While the process stands still, they stay as they are. */
static bool mapping_find(struct subject *subject, uint64_t address, struct maps_line *line)
{
	struct text *maps = &subject->maps;

	if (subject->file)
		return false;
	if (!subject->is_held || !maps->length) {
		proc_text_read(maps, subject->pid, "maps");
		subject->mapping = (struct maps_line){ 0 };
	}
	*line = subject->mapping;
	if (address >= line->start && address < line->end)
		return true;
	for (const char *at = maps->bytes; maps_next(&at, line);)
		if (address >= line->start && address < line->end) {
			subject->mapping = *line;
			return true;
		}
	return false;
}

/* Of what is no file's: "[stack]", "[heap]". */
static bool put_mapping(struct subject *subject, uint64_t address, struct text *text)
{
	struct maps_line line;

	if (!mapping_find(subject, address, &line))
		return false;
	if (line.name_length)
		text_put(text, line.name, line.name_length);
	else
		text_literal(text, "[anonymous]");
	put_offset(text, address - line.start);
	return true;
}

const struct insn_decoder *subject_decoder(struct subject *subject, struct error *error)
{
	if (!subject->decoder)
		subject->decoder = insn_open(error);
	return subject->decoder;
}

bool subject_locate(struct subject *subject, uint64_t address, struct stack_frame *place)
{
	*place = (struct stack_frame){ .address = address };
	return subject_symbols(subject) && lookup_place(subject->symbols, address, false, place);
}

bool subject_is_code(struct subject *subject, uint64_t address)
{
	struct maps_line line;
	bool may_run = subject->file
	                       ? image_find(&subject->image, address) != NULL
	                       : mapping_find(subject, address, &line) && maps_may(&line, 'x');

	return may_run && (!subject_symbols(subject) || lookup_is_code(subject->symbols, address));
}

bool subject_symbol_range(struct subject *subject, uint64_t address, uint64_t *start, uint64_t *end)
{
	return subject_symbols(subject) && lookup_range(subject->symbols, address, start, end);
}

bool subject_place(struct subject *subject, uint64_t address, struct text *text)
{
	struct stack_frame frame;
	const char *name = NULL;

	if (!image_find(&subject->image, address))
		return put_mapping(subject, address, text);
	if (!subject_symbols(subject) || !lookup_place(subject->symbols, address, false, &frame))
		return put_mapping(subject, address, text);
	/* The file of a program begins at 0: few numbers mean that they lie in it. */
	if (subject->file && !frame.symbol.length)
		return false;
	if (frame.symbol.length) {
		demangle(text, frame.symbol.bytes, frame.symbol.length);
		put_offset(text, frame.symbol_offset);
		return true;
	}
	name = memrchr(frame.module.bytes, '/', frame.module.length);
	name = name ? name + 1 : frame.module.bytes;
	text_put(text, name, (size_t)(frame.module.bytes + frame.module.length - name));
	put_offset(text, frame.offset);
	return true;
}

/* ---- memory */

uint64_t subject_keep(struct subject *subject, const void *bytes, size_t length)
{
	struct text *kept = &subject->kept;
	size_t at = kept->length;

	if (length > SUBJECT_KEPT_MAX - at)
		return 0;
	text_put(kept, bytes, length);
	return kept->failed ? 0 : KEPT_START + at;
}

bool subject_is_kept(uint64_t address)
{
	return kept_values_have(address) ||
	       (address >= KEPT_START && address < KEPT_START + SUBJECT_KEPT_MAX);
}

ssize_t subject_read(struct subject *subject, uint64_t address, void *buffer, size_t length)
{
	if (kept_values_have(address))
		return subject->values ? kept_values_read(subject->values, address, buffer, length)
		                       : -EFAULT;
	if (subject_is_kept(address)) {
		size_t at = address - KEPT_START, left = subject->kept.length;

		left = at < left ? left - at : 0;
		memcpy(buffer, subject->kept.bytes + at, length < left ? length : left);
		return left ? (ssize_t)(length < left ? length : left) : -EFAULT;
	}
	struct memory *memory = subject->file ? &subject->file->memory : &subject->memory.memory;
	ssize_t got = memory->read(memory, address, buffer, length);

	if (got > 0 && subject->breakpoints)
		breakpoints_hide(subject->breakpoints, address, buffer, (size_t)got);
	return got;
}

static ssize_t memory_write(struct subject *subject, uint64_t address, const void *bytes,
                            size_t length)
{
	const struct breakpoint_memory memory = breakpoint_memory(&subject->memory);

	return subject->breakpoints
	               ? breakpoints_write(subject->breakpoints, &memory, address, bytes, length)
	               : memory.write(memory.owner, address, bytes, length);
}

int subject_write(struct subject *subject, uint64_t address, const void *bytes, size_t length,
                  struct error *error)
{
	if (subject_is_kept(address))
		return error_set(error, EROFS,
		                 "this lies in a register, or is the same everywhere: it can be "
		                 "looked at, but not be written to");
	if (subject->file)
		return error_set(error, EROFS,
		                 "there is no process: what the file of its program says is not "
		                 "changed");
	ssize_t put = memory_write(subject, address, bytes, length);

	if (put != (ssize_t)length)
		return error_set(error, put < 0 ? (int)-put : EFAULT,
		                 "cannot write %zu byte%s to %#llx of process %d: %s", length,
		                 length == 1 ? "" : "s", (unsigned long long)address, subject->pid,
		                 put < 0 ? strerror((int)-put) : "only a part of them is mapped");
	uint8_t *check = malloc(length + 1);
	bool is_there = check && subject_read(subject, address, check, length) == (ssize_t)length &&
	                memcmp(check, bytes, length) == 0;

	free(check);
	if (is_there)
		return 0;
	return error_set(
		error, EIO,
		"wrote %zu byte%s to %#llx of process %d, but they are not there: does the "
		"program, or a device, write there, too?",
		length, length == 1 ? "" : "s", (unsigned long long)address, subject->pid);
}

static int register_store(struct subject *subject, const char *name, uint64_t number, uint8_t size,
                          struct error *error)
{
	struct register_value value;
	int of_frame = register_file_find(&subject->registers, name, strlen(name), &value)
	                       ? frame_register(subject, value.name)
	                       : -1;
	uint64_t saved = of_frame >= 0 ? subject->chosen->frame.saved[of_frame] : 0;

	/* What a function that was called has kept is what comes back. */
	if (saved && subject_write(subject, saved, &number, size, error) == 0) {
		subject->chosen->frame.registers[of_frame] = number;
		return 0;
	}
	if (of_frame >= 0 &&
	    memcmp(&subject->chosen->frame.registers[of_frame], value.bytes, value.size) != 0)
		return saved ? -1
		             : error_set(error, EROFS,
		                         "what frame %u had in register %s is kept nowhere: it "
		                         "cannot be changed",
		                         subject->chosen->level, name);
	int status = register_write(subject->tid, name, (const uint8_t *)&number, size);

	if (status == 0)
		status = register_file_read(subject->tid, &subject->registers);
	if (status < 0)
		return error_set(error, -status, "cannot write register %s of thread %d: %s", name,
		                 subject->tid, strerror(-status));
	if (register_file_find(&subject->registers, name, strlen(name), &value) &&
	    memcmp(value.bytes, &number, size) == 0)
		return 0;
	return error_set(error, EIO,
	                 "register %s of thread %d does not take %#llx: some of its bits are not "
	                 "for programs to set",
	                 name, subject->tid, (unsigned long long)number);
}

int subject_store(struct subject *subject, const struct expression_place *place, uint64_t number,
                  struct error *error)
{
	if (place->is_variable)
		return register_store(subject, subject->names[place->number], number, place->size,
		                      error);
	return subject_write(subject, place->number, &number, place->size, error);
}
