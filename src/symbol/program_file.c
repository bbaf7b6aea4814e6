/* Reading a program from its file.
 *
 * The file says how large its segments are: what it says is not believed, but asked for piece by
 * piece. */
#include "symbol/program_file.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DYNAMIC_MAX = 1024 };

static ssize_t segment_read(const struct program_file *file, const struct program_segment *segment,
                            uint64_t address, void *buffer, size_t length)
{
	uint64_t at = address - segment->start, left = segment->end - address;
	uint64_t filled = at < segment->filled ? segment->filled - at : 0;

	if (length > left)
		length = left;
	memset(buffer, 0, length);
	if (!filled)
		return (ssize_t)length;
	ssize_t got = pread(file->fd, buffer, filled < length ? filled : length,
	                    (off_t)(segment->offset + at));

	return got <= 0 ? -EFAULT : (uint64_t)got == filled ? (ssize_t)length : got;
}

/* ---- pointers */

static int pointer_compare(const void *one, const void *other)
{
	uint64_t a = ((const struct program_pointer *)one)->address;
	uint64_t b = ((const struct program_pointer *)other)->address;

	return a < b ? -1 : a > b;
}

/* The loader would put them there. */
static void pointers_put(const struct program_file *file, uint64_t address, uint8_t *buffer,
                         size_t length)
{
	size_t first = 0, end = file->pointer_count;

	while (first < end) {
		size_t middle = first + (end - first) / 2;

		if (file->pointers[middle].address + sizeof(uint64_t) <= address)
			first = middle + 1;
		else
			end = middle;
	}
	for (; first < file->pointer_count && file->pointers[first].address < address + length;
	     first++) {
		const struct program_pointer *pointer = &file->pointers[first];
		const uint8_t *bytes = (const uint8_t *)&pointer->value;

		for (unsigned i = 0; i < sizeof(pointer->value); i++)
			if (pointer->address + i - address < length)
				buffer[pointer->address + i - address] = bytes[i];
	}
}

static ssize_t file_read(struct memory *memory, uint64_t address, void *buffer, size_t length)
{
	const struct program_file *file = (const struct program_file *)memory;

	for (unsigned i = 0; i < file->count; i++) {
		if (address < file->segments[i].start || address >= file->segments[i].end)
			continue;
		ssize_t got = segment_read(file, &file->segments[i], address, buffer, length);

		if (got > 0)
			pointers_put(file, address, buffer, (size_t)got);
		return got;
	}
	return -EFAULT;
}

static void pointer_add(struct program_file *file, const Elf64_Rela *relocation)
{
	if (ELF64_R_TYPE(relocation->r_info) == R_X86_64_RELATIVE)
		file->pointers[file->pointer_count++] =
			(struct program_pointer){ relocation->r_offset,
			                          (uint64_t)relocation->r_addend };
}

/* Only x86-64 keeps values of pointers apart. */
static void pointers_read(struct program_file *file, uint64_t address, uint64_t size)
{
	uint64_t count = size / sizeof(Elf64_Rela);
	Elf64_Rela relocation;

	if (count > PROGRAM_POINTERS_MAX)
		count = PROGRAM_POINTERS_MAX;
	for (uint64_t i = 0; i < count; i++) {
		if (file->memory.read(&file->memory, address + i * sizeof(relocation), &relocation,
		                      sizeof(relocation)) != sizeof(relocation))
			break;
		if (!file->pointers)
			file->pointers = calloc(count, sizeof(*file->pointers));
		if (!file->pointers)
			return;
		pointer_add(file, &relocation);
	}
	if (file->pointers)
		qsort(file->pointers, file->pointer_count, sizeof(*file->pointers),
		      pointer_compare);
}

static void dynamic_read(struct program_file *file, uint64_t address, uint64_t size)
{
	uint64_t relocations = 0, length = 0;
	Elf64_Dyn entry;

	for (unsigned i = 0; i < DYNAMIC_MAX && (i + 1) * sizeof(entry) <= size; i++) {
		if (file->memory.read(&file->memory, address + i * sizeof(entry), &entry,
		                      sizeof(entry)) != sizeof(entry) ||
		    entry.d_tag == DT_NULL)
			break;
		if (entry.d_tag == DT_RELA)
			relocations = entry.d_un.d_ptr;
		else if (entry.d_tag == DT_RELASZ)
			length = entry.d_un.d_val;
	}
	if (relocations)
		pointers_read(file, relocations, length);
}

/* ---- segments */

static void segment_add(struct program_file *file, uint32_t type, uint64_t address, uint64_t offset,
                        uint64_t filled, uint64_t size)
{
	bool is_sound = type == PT_LOAD && size && address + size > address && filled <= size &&
	                offset <= INT64_MAX && filled <= INT64_MAX - offset;

	if (is_sound && file->count < PROGRAM_SEGMENTS_MAX)
		file->segments[file->count++] =
			(struct program_segment){ address, address + size, offset, filled };
}

static void segments_read_64(struct program_file *file)
{
	Elf64_Ehdr header;
	Elf64_Phdr segment;
	uint64_t dynamic = 0, size = 0;

	if (pread(file->fd, &header, sizeof(header), 0) != sizeof(header))
		return;
	for (unsigned i = 0; i < header.e_phnum; i++)
		if (pread(file->fd, &segment, sizeof(segment),
		          (off_t)(header.e_phoff + i * sizeof(segment))) == sizeof(segment)) {
			segment_add(file, segment.p_type, segment.p_vaddr, segment.p_offset,
			            segment.p_filesz, segment.p_memsz);
			if (segment.p_type == PT_DYNAMIC) {
				dynamic = segment.p_vaddr;
				size = segment.p_filesz;
			}
		}
	if (dynamic && header.e_machine == EM_X86_64)
		dynamic_read(file, dynamic, size);
}

static void segments_read_32(struct program_file *file)
{
	Elf32_Ehdr header;
	Elf32_Phdr segment;

	if (pread(file->fd, &header, sizeof(header), 0) != sizeof(header))
		return;
	for (unsigned i = 0; i < header.e_phnum; i++)
		if (pread(file->fd, &segment, sizeof(segment),
		          (off_t)(header.e_phoff + i * sizeof(segment))) == sizeof(segment))
			segment_add(file, segment.p_type, segment.p_vaddr, segment.p_offset,
			            segment.p_filesz, segment.p_memsz);
}

int program_file_open(struct program_file *file, const char *path, struct error *error)
{
	unsigned char ident[EI_NIDENT];
	struct stat status;

	*file = (struct program_file){ .memory.read = file_read };
	file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file->fd < 0 || fstat(file->fd, &status) < 0) {
		int number = errno;

		program_file_close(file);
		return error_set(error, number, "cannot look into '%s': %s", path,
		                 strerror(number));
	}
	if (S_ISREG(status.st_mode) && pread(file->fd, ident, sizeof(ident), 0) == sizeof(ident) &&
	    memcmp(ident, ELFMAG, SELFMAG) == 0 && ident[EI_DATA] == ELFDATA2LSB) {
		file->is_32 = ident[EI_CLASS] == ELFCLASS32;
		file->is_32 ? segments_read_32(file) : segments_read_64(file);
	}
	if (file->count)
		return 0;
	program_file_close(file);
	return error_set(error, ENOEXEC, "cannot look into '%s': it is no program or library",
	                 path);
}

void program_file_close(struct program_file *file)
{
	free(file->pointers);
	file->pointers = NULL;
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
}
