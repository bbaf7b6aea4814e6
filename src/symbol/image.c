/* Reading /proc/PID/maps, and opening the files it names.
 *
 * The names are the traced process's: they may lead anywhere, to a pipe, to a
 * file system that a traced program serves, to another file than was mapped.  So
 * a file is only used if it is a regular one, the same as was mapped, and served
 * by the kernel. */
#include "symbol/image.h"

#include "base/guard.h"
#include "symbol/program_file.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
	PATH_SIZE = 4200, /* /proc/PID/root and a path */
	READ_SIZE = 1 << 16,
	MAPS_MAX = 64 << 20, /* bytes of one listing */
	GROW_FIRST = 64,
};

/* One line of maps. */
struct line {
	struct image_mapping mapping;
	uint64_t device, inode;
	const char *name; /* of length bytes */
	size_t length;
};

/* ---- reading */

static int maps_read(pid_t pid, struct text *maps)
{
	char path[64];
	ssize_t got;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	AUTO_CLOSE int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	do {
		if (!text_reserve(maps, READ_SIZE))
			return -ENOMEM;
		got = read(fd, maps->bytes + maps->length, READ_SIZE);
		if (got > 0)
			maps->length += (size_t)got;
	} while (got > 0 && maps->length < MAPS_MAX);
	return got < 0 ? -errno : 0;
}

static uint64_t take_hex(const char **at)
{
	char *end;
	uint64_t number = strtoull(*at, &end, 16);

	*at = *end ? end + 1 : end;
	return number;
}

/* "start-end rwxp offset major:minor inode   name"; text ends with NUL. */
static struct line line_parse(const char *text)
{
	static const char deleted[] = " (deleted)";
	const size_t deleted_length = sizeof(deleted) - 1;
	struct line line = { 0 };

	line.mapping.start = take_hex(&text);
	line.mapping.end = take_hex(&text);
	text += strcspn(text, " ");
	line.mapping.offset = take_hex(&text);
	unsigned major = (unsigned)take_hex(&text), minor = (unsigned)take_hex(&text);
	char *end;

	line.device = makedev(major, minor);
	line.inode = strtoull(text, &end, 10);
	line.name = end + strspn(end, " ");
	line.length = strlen(line.name);
	if (line.length > deleted_length &&
	    strcmp(line.name + line.length - deleted_length, deleted) == 0)
		line.length -= deleted_length;
	return line;
}

/* Makes room for one more; false at the maximum, or when memory ran out. */
static bool list_grow(void *list, uint32_t count, uint32_t maximum, size_t size)
{
	bool is_full = count == 0 || (count >= GROW_FIRST && (count & (count - 1)) == 0);

	if (!is_full)
		return true;
	if (count >= maximum)
		return false;
	void *grown = realloc(*(void **)list, (count < GROW_FIRST ? GROW_FIRST : 2 * count) * size);

	if (grown)
		*(void **)list = grown;
	return grown;
}

/* A file that is mapped again from its beginning is another module. */
static bool continues(const struct image_module *module, const struct line *line)
{
	return line->inode && module->inode == line->inode && module->device == line->device &&
	       line->mapping.offset > 0;
}

static bool module_add(struct image *image, const struct line *line)
{
	if (!list_grow(&image->modules, image->module_count, IMAGE_MODULES_MAX,
	               sizeof(*image->modules)))
		return false;
	image->modules[image->module_count++] = (struct image_module){
		.start = line->mapping.start,
		.device = line->device,
		.inode = line->inode,
		.name = (uint32_t)image->names.length,
		.is_vdso = !line->inode,
	};
	text_put(&image->names, line->name, line->length);
	text_char(&image->names, '\0');
	return true;
}

static bool line_add(struct image *image, const struct line *line)
{
	const struct image_module *last =
		image->module_count ? &image->modules[image->module_count - 1] : NULL;

	if (!list_grow(&image->mappings, image->mapping_count, IMAGE_MAPPINGS_MAX,
	               sizeof(*image->mappings)) ||
	    (!(last && continues(last, line)) && !module_add(image, line)))
		return false;
	struct image_mapping mapping = line->mapping;

	mapping.module = image->module_count - 1u;
	image->mappings[image->mapping_count++] = mapping;
	image->modules[mapping.module].end = mapping.end;
	return true;
}

static bool is_of_interest(const struct line *line)
{
	return (line->inode && *line->name == '/') || strcmp(line->name, "[vdso]") == 0;
}

int image_read(struct image *image, pid_t pid)
{
	struct text maps = { 0 };
	int status = maps_read(pid, &maps);

	image->mapping_count = image->module_count = 0;
	image->names.length = 0;
	text_char(&maps, '\0');
	char *rest = maps.failed ? NULL : maps.bytes;

	for (char *text; status == 0 && (text = strsep(&rest, "\n"));) {
		struct line line = line_parse(text);

		if (is_of_interest(&line) && !line_add(image, &line))
			break;
	}
	if (maps.failed || image->names.failed)
		status = -ENOMEM;
	text_free(&maps);
	return status;
}

int image_read_file(struct image *image, const struct program_file *file, const char *path)
{
	struct stat status;
	struct line line = { .name = path, .length = strlen(path) };

	image->mapping_count = image->module_count = 0;
	image->names.length = 0;
	if (fstat(file->fd, &status) < 0)
		return -errno;
	line.device = status.st_dev;
	line.inode = status.st_ino;
	for (unsigned i = 0; i < file->count; i++) {
		const struct program_segment *segment = &file->segments[i];

		line.mapping = (struct image_mapping){ .start = segment->start,
			                               .end = segment->end,
			                               .offset = segment->offset };
		if (!line_add(image, &line))
			return -ENOMEM;
	}
	return image->names.failed ? -ENOMEM : 0;
}

void image_free(struct image *image)
{
	free(image->mappings);
	free(image->modules);
	text_free(&image->names);
	*image = (struct image){ 0 };
}

bool image_equals(const struct image *one, const struct image *other)
{
	return one->mapping_count == other->mapping_count &&
	       one->module_count == other->module_count &&
	       one->names.length == other->names.length &&
	       (!one->module_count ||
	        (memcmp(one->mappings, other->mappings,
	                one->mapping_count * sizeof(*one->mappings)) == 0 &&
	         memcmp(one->modules, other->modules, one->module_count * sizeof(*one->modules)) ==
	                 0 &&
	         memcmp(one->names.bytes, other->names.bytes, one->names.length) == 0));
}

const struct image_mapping *image_find(const struct image *image, uint64_t address)
{
	uint32_t first = 0, end = image->mapping_count;

	while (first < end) {
		uint32_t middle = first + (end - first) / 2;
		const struct image_mapping *mapping = &image->mappings[middle];

		if (address < mapping->start)
			end = middle;
		else if (address >= mapping->end)
			first = middle + 1;
		else
			return mapping;
	}
	return NULL;
}

/* ---- files */

/* maps of a file in an overlay has the number of a lower one's device: the inode decides. */
static bool is_file(int fd, const struct image_module *module)
{
	struct stat status;
	struct statfs system;

	return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
	       status.st_ino == module->inode && fstatfs(fd, &system) == 0 &&
	       system.f_type != FUSE_SUPER_MAGIC;
}

static int file_open(const char *path, const struct image_module *module)
{
	/* Looking first, without opening: to open may be to wait. */
	AUTO_CLOSE int place = open(path, O_PATH | O_CLOEXEC);
	char again[64];

	if (place < 0 || !is_file(place, module))
		return -1;
	snprintf(again, sizeof(again), "/proc/self/fd/%d", place);
	return open(again, O_RDONLY | O_CLOEXEC);
}

int image_open(const struct image *image, const struct image_module *module, pid_t pid)
{
	char path[PATH_SIZE];

	if (!pid)
		return file_open(image_name(image, module), module);
	snprintf(path, sizeof(path), "/proc/%d/root%s", pid, image_name(image, module));
	int fd = file_open(path, module);

	/* Only the program itself, or all files with privileges, can be had without a name. */
	for (uint32_t i = 0; fd < 0 && i < image->mapping_count; i++) {
		const struct image_mapping *mapping = &image->mappings[i];

		if (mapping->start != module->start)
			continue;
		snprintf(path, sizeof(path), "/proc/%d/map_files/%llx-%llx", pid,
		         (unsigned long long)mapping->start, (unsigned long long)mapping->end);
		fd = file_open(path, module);
	}
	if (fd < 0) {
		snprintf(path, sizeof(path), "/proc/%d/exe", pid);
		fd = file_open(path, module);
	}
	return fd;
}

/* The class of a file, or ELFCLASSNONE. */
static unsigned char elf_class(int fd)
{
	unsigned char ident[EI_NIDENT];

	if (fd < 0 || pread(fd, ident, sizeof(ident), 0) != sizeof(ident) ||
	    memcmp(ident, ELFMAG, SELFMAG) != 0)
		return ELFCLASSNONE;
	return ident[EI_CLASS];
}

bool image_is_32(const struct image *image, pid_t pid)
{
	for (uint32_t i = 0; i < image->module_count; i++) {
		const struct image_module *module = &image->modules[i];
		AUTO_CLOSE int fd = module->is_vdso ? -1 : image_open(image, module, pid);
		unsigned char class = elf_class(fd);

		if (class != ELFCLASSNONE)
			return class == ELFCLASS32;
	}
	return false;
}
