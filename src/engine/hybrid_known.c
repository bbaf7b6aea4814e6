/* Call sites known from other programs.
 *
 * Most programs map the same few files, and call from the same places in them.  So the
 * first call that stops in a file is reason to change all sites there that were found in
 * other programs before: short programs stop once a file, not once a site.
 *
 * What is known of a site is its place in the file and the bytes that decided how it was
 * changed; where they are not the same nothing is done. */
#include "engine/hybrid.h"

#include "base/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

enum { FILES_MAX = 1024, SITES_MAX = 1024 };

/* ---- mappings */

/* What Linux 6.11 answers about one mapping (PROCMAP_QUERY): all lines, of which the kernel
 * writes a page at a time, take many times as long. */
struct map_question {
	uint64_t size, flags, address;
	uint64_t begin, end, rights, page_size, offset, inode;
	uint32_t major, minor, name_size, build_id_size;
	uint64_t name, build_id;
};
static const unsigned long map_ask = _IOWR('f', 17, struct map_question);
enum { ASK_OR_NEXT = 0x10, RIGHTS_CODE = 1 | 4, RIGHTS = 0xf };

/* Returns 0, -ENOENT if there is none, or -ENOTTY: the kernel cannot tell. */
static int mapping_ask(struct image *image, pid_t tid, uint64_t address, unsigned flags,
                       struct mapping *mapping)
{
	struct map_question question = { .size = sizeof(question),
		                         .flags = flags,
		                         .address = address };
	AUTO_CLOSE int own = -1;
	int maps = image_file(image, tid, IMAGE_MAPS, &own);

	if (maps < 0 || ioctl(maps, map_ask, &question) < 0)
		return -errno;
	*mapping = (struct mapping){
		.begin = question.begin,
		.end = question.end,
		.offset = question.offset,
		.device = (uint64_t)question.major << 32 | question.minor,
		.inode = question.inode,
		.is_code = question.inode && (question.rights & RIGHTS) == RIGHTS_CODE,
	};
	return 0;
}

bool mapping_is_none(struct image *image, pid_t tid, uint64_t begin, uint64_t end)
{
	struct mapping next = { 0 };
	int result = mapping_ask(image, tid, begin, ASK_OR_NEXT, &next);

	return result == -ENOENT || (result == 0 && next.begin >= end);
}

static bool mapping_parse(const char *line, struct mapping *mapping)
{
	char permissions[8];
	uint64_t major, minor;

	if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %" SCNx64 " %" SCNx64 ":%" SCNx64 " %" SCNu64,
	           &mapping->begin, &mapping->end, permissions, &mapping->offset, &major, &minor,
	           &mapping->inode) != 7)
		return false;
	mapping->device = major << 32 | minor;
	mapping->is_code = mapping->inode && strcmp(permissions, "r-xp") == 0;
	return true;
}

/* By name, or, if that is NULL, by address. */
static bool mapping_search(pid_t tid, const char *name, uint64_t address, struct mapping *mapping)
{
	char path[32];
	char *line = NULL;
	size_t size = 0;
	bool found = false;

	snprintf(path, sizeof(path), "/proc/%d/maps", tid);
	AUTO_FILE FILE *maps = fopen(path, "re");

	while (maps && !found && getline(&line, &size, maps) > 0)
		found = mapping_parse(line, mapping) &&
		        (name ? strstr(line, name) != NULL
		              : address >= mapping->begin && address < mapping->end);
	free(line);
	return found;
}

bool mapping_find(struct image *image, pid_t tid, uint64_t address, struct mapping *mapping)
{
	int result = mapping_ask(image, tid, address, 0, mapping);

	if (result < 0 && (result == -ENOENT || !mapping_search(tid, NULL, address, mapping)))
		return false;
	return mapping->is_code;
}

bool mapping_named(pid_t tid, const char *name, struct mapping *mapping)
{
	return mapping_search(tid, name, 0, mapping) && !mapping->inode;
}

bool mapping_has_code(const struct mapping *mapping, uint64_t address, size_t length)
{
	return mapping->is_code && address >= mapping->begin && address < mapping->end &&
	       mapping->end - address > length;
}

/* ---- files */

struct known_file *known_file(struct hybrid *hybrid, const struct mapping *mapping)
{
	for (unsigned i = 0; i < hybrid->known_count; i++) {
		struct known_file *file = hybrid->known[i];

		if (file->device == mapping->device && file->inode == mapping->inode)
			return file;
	}
	if (hybrid->known_count == FILES_MAX)
		return NULL;
	struct known_file **larger =
		realloc(hybrid->known, (hybrid->known_count + 1) * sizeof(struct known_file *));

	if (!larger)
		return NULL;
	hybrid->known = larger;
	struct known_file *file = calloc(1, sizeof(*file));

	if (!file)
		return NULL;
	file->device = mapping->device;
	file->inode = mapping->inode;
	return hybrid->known[hybrid->known_count++] = file;
}

void known_free(struct hybrid *hybrid)
{
	for (unsigned i = 0; i < hybrid->known_count; i++) {
		free(hybrid->known[i]->sites);
		free(hybrid->known[i]);
	}
	free(hybrid->known);
}

/* ---- sites */

static size_t code_length(int filling)
{
	return LONG_JUMP_LENGTH + (size_t)(filling > 0 ? filling : 0);
}

bool known_is_same(const struct known_site *site, const uint8_t code[SITE_CODE_LENGTH])
{
	return memcmp(site->code, code, code_length(site->filling)) == 0;
}

void known_add(struct known_file *file, uint64_t offset, const uint8_t code[SITE_CODE_LENGTH],
               int filling)
{
	for (unsigned i = 0; i < file->count; i++)
		if (file->sites[i].offset == offset)
			return;
	if (file->count == file->room) {
		unsigned room = file->room ? 2 * file->room : 64;
		struct known_site *larger =
			room > SITES_MAX ? NULL : realloc(file->sites, room * sizeof(*larger));

		if (!larger)
			return;
		file->sites = larger;
		file->room = room;
	}
	struct known_site *site = &file->sites[file->count++];

	site->offset = offset;
	site->filling = filling;
	memcpy(site->code, code, sizeof(site->code));
}
