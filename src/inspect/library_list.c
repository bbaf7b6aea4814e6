/* Following the loader's list.
 *
 *	auxv -> program headers -> dynamic section -> DT_DEBUG -> struct r_debug -> link_maps
 *
 * All of it is the program's to write: nothing says that lists end, or that an address leads
 * anywhere. */
#include "inspect/library_list.h"

#include "base/xml.h"

#include <elf.h>

/* Where members lie, in words of the program. */
enum link_map { MAP_LOADED, MAP_NAME, MAP_DYNAMIC, MAP_NEXT, MAP_WORDS };
enum r_debug { HEAD_VERSION, HEAD_FIRST, HEAD_WORDS = 5, HEAD_NEXT = 5 };

enum {
	LIBRARY_WORDS_MAX = HEAD_WORDS,
	VERSION_SPACES = 2, /* of r_debug, that has HEAD_NEXT: the list of another name space */
};

struct span {
	uint64_t address, size;
};

static size_t word_size(const struct library_source *source)
{
	return source->is_32 ? 4 : 8;
}

static bool read_all(const struct library_source *source, uint64_t address, void *bytes,
                     size_t size)
{
	struct memory *memory = source->memory;

	return memory->read(memory, address, bytes, size) == (ssize_t)size;
}

static bool read_words(const struct library_source *source, uint64_t address, uint64_t *words,
                       unsigned count)
{
	uint32_t shorts[LIBRARY_WORDS_MAX];

	if (!source->is_32)
		return read_all(source, address, words, count * sizeof(*words));
	if (!read_all(source, address, shorts, count * sizeof(*shorts)))
		return false;
	for (unsigned i = 0; i < count; i++)
		words[i] = shorts[i];
	return true;
}

/* ---- from the program's headers to the list */

/* 0: there is no such entry. */
static uint64_t auxv_find(const struct library_source *source, uint64_t wanted)
{
	size_t size = word_size(source);

	for (size_t at = 0; at + 2 * size <= source->auxv->length; at += 2 * size) {
		uint64_t type = 0, value = 0;

		memcpy(&type, source->auxv->bytes + at, size);
		memcpy(&value, source->auxv->bytes + at + size, size);
		if (type == wanted)
			return value;
	}
	return 0;
}

static bool read_header(const struct library_source *source, uint64_t address, Elf64_Phdr *header)
{
	Elf32_Phdr small;

	if (!source->is_32)
		return read_all(source, address, header, sizeof(*header));
	if (!read_all(source, address, &small, sizeof(small)))
		return false;
	*header = (Elf64_Phdr){ .p_type = small.p_type,
		                .p_vaddr = small.p_vaddr,
		                .p_memsz = small.p_memsz };
	return true;
}

/* The dynamic section, wherever the program was loaded. */
static struct span find_dynamic(const struct library_source *source)
{
	uint64_t table = auxv_find(source, AT_PHDR), count = auxv_find(source, AT_PHNUM);
	uint64_t shift = 0, size = auxv_find(source, AT_PHENT);
	struct span found = { 0 };
	Elf64_Phdr header;

	for (uint64_t i = 0; table && i < count && i < LIBRARY_HEADERS_MAX; i++) {
		if (!read_header(source, table + i * size, &header))
			break;
		if (header.p_type == PT_PHDR)
			shift = table - header.p_vaddr;
		if (header.p_type == PT_DYNAMIC)
			found = (struct span){ header.p_vaddr, header.p_memsz };
	}
	found.address += found.size ? shift : 0;
	return found;
}

uint64_t library_list_place(const struct library_source *source)
{
	struct span dynamic = find_dynamic(source);
	size_t word = word_size(source);
	uint64_t tag[2];

	for (unsigned i = 0; i < LIBRARY_TAGS_MAX && (i + 1) * 2 * word <= dynamic.size; i++) {
		uint64_t address = dynamic.address + i * 2 * word;

		if (!read_words(source, address, tag, 2) || tag[0] == DT_NULL)
			break;
		if (tag[0] == DT_DEBUG)
			return address + word;
	}
	return 0;
}

/* ---- the list */

static size_t read_name(const struct library_source *source, uint64_t address,
                        char name[LIBRARY_PATH_MAX])
{
	struct memory *memory = source->memory;
	ssize_t got = memory->read(memory, address, name, LIBRARY_PATH_MAX);

	return got > 0 ? strnlen(name, (size_t)got) : 0;
}

static void put_number(struct text *text, const char *name, uint64_t number)
{
	text_format(text, " %s=\"0x%llx\"", name, (unsigned long long)number);
}

static void put_library(const struct library_source *source, uint64_t space, uint64_t address,
                        const uint64_t map[MAP_WORDS], struct text *text)
{
	char name[LIBRARY_PATH_MAX];
	size_t length = read_name(source, map[MAP_NAME], name);

	if (!length)
		return;
	text_literal(text, "<library name=\"");
	xml_put(text, name, length);
	text_char(text, '"');
	put_number(text, "lm", address);
	put_number(text, "l_addr", map[MAP_LOADED]);
	put_number(text, "l_ld", map[MAP_DYNAMIC]);
	put_number(text, "lmid", space);
	text_literal(text, "/>");
}

/* skipped: an entry that is not one of a library. */
static void put_space(const struct library_source *source, uint64_t space, uint64_t first,
                      uint64_t skipped, unsigned *count, struct text *text)
{
	uint64_t map[MAP_WORDS];

	for (uint64_t at = first; at && *count < LIBRARIES_MAX; at = map[MAP_NEXT], ++*count) {
		if (!read_words(source, at, map, MAP_WORDS))
			break;
		if (at != skipped)
			put_library(source, space, at, map, text);
	}
}

/* The first entry of the first name space is the program itself. */
static void put_spaces(const struct library_source *source, uint64_t list, uint64_t program,
                       struct text *text)
{
	uint64_t head[HEAD_WORDS];
	unsigned count = 0;

	for (unsigned i = 0; list && i < LIBRARY_SPACES_MAX; i++) {
		if (!read_words(source, list, head, HEAD_WORDS))
			break;
		put_space(source, list, head[HEAD_FIRST], program, &count, text);
		if ((uint32_t)head[HEAD_VERSION] < VERSION_SPACES ||
		    !read_words(source, list + HEAD_NEXT * word_size(source), &list, 1))
			break;
	}
}

void library_list_put(const struct library_source *source, struct text *text)
{
	uint64_t place = library_list_place(source), list = 0, head[HEAD_WORDS] = { 0 };

	if (!place || !read_words(source, place, &list, 1) || !list ||
	    !read_words(source, list, head, HEAD_WORDS))
		head[HEAD_FIRST] = list = 0;
	text_literal(text, "<library-list-svr4 version=\"1.0\"");
	if (head[HEAD_FIRST])
		put_number(text, "main-lm", head[HEAD_FIRST]);
	text_char(text, '>');
	put_spaces(source, list, head[HEAD_FIRST], text);
	text_literal(text, "</library-list-svr4>");
}

static uint64_t find_in_space(const struct library_source *source, uint64_t first, uint64_t loaded)
{
	uint64_t map[MAP_WORDS];

	for (unsigned count = 0; first && count < LIBRARIES_MAX; first = map[MAP_NEXT], count++) {
		if (!read_words(source, first, map, MAP_WORDS))
			break;
		if (map[MAP_LOADED] == loaded)
			return first;
	}
	return 0;
}

uint64_t library_list_find(const struct library_source *source, uint64_t loaded)
{
	uint64_t place = library_list_place(source), list = 0, head[HEAD_WORDS], found = 0;

	if (!place || !read_words(source, place, &list, 1))
		return 0;
	for (unsigned i = 0; list && !found && i < LIBRARY_SPACES_MAX; i++) {
		if (!read_words(source, list, head, HEAD_WORDS))
			break;
		found = find_in_space(source, head[HEAD_FIRST], loaded);
		if ((uint32_t)head[HEAD_VERSION] < VERSION_SPACES ||
		    !read_words(source, list + HEAD_NEXT * word_size(source), &list, 1))
			break;
	}
	return found;
}
