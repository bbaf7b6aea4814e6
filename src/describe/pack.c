/* Texts behind each other, each after a line "SIZE NAME", compressed.  The tables of
 * facts come first. */
#include "describe/pack.h"

#include <assert.h>
#include <stdlib.h>
#include <zstd.h>

enum { PACK_LEVEL = 19, PACK_FACTS = 6 };

/* Facts as the input has them, in the order of the pack. */
static struct source *fact_at(struct model_input *input, unsigned index)
{
	struct source *const facts[PACK_FACTS] = {
		&input->numbers[ABI_X86_64],
		&input->numbers[ABI_I386],
		&input->constants[ABI_X86_64],
		&input->constants[ABI_I386],
		&input->headers,
		&input->commands,
	};

	return facts[index];
}

static void put_source(struct text *out, const struct source *source)
{
	text_unsigned(out, source->size);
	text_char(out, ' ');
	text_string(out, source->name);
	text_char(out, '\n');
	text_put(out, source->bytes, source->size);
}

void pack_write(const struct model_input *input, struct text *out)
{
	struct model_input copy = *input;
	struct text all = { 0 };

	for (unsigned i = 0; i < PACK_FACTS; i++)
		put_source(&all, fact_at(&copy, i));
	for (unsigned i = 0; i < input->description_count; i++)
		put_source(&all, &input->descriptions[i]);

	size_t room = ZSTD_compressBound(all.length);
	if (all.failed || !text_reserve(out, room)) {
		out->failed = true;
	} else {
		size_t size = ZSTD_compress(out->bytes + out->length, room, all.bytes, all.length,
		                            PACK_LEVEL);
		out->failed |= ZSTD_isError(size) != 0;
		out->length += ZSTD_isError(size) ? 0 : size;
	}
	text_free(&all);
}

/* What is read is what this very build has written. */
static struct source next_source(char **next)
{
	char *end;
	struct source source = { .size = strtoull(*next, &end, 10) };

	assert(*end == ' ');
	source.name = end + 1;
	end = strchr(end, '\n');
	assert(end);
	*end = '\0';
	source.bytes = end + 1;
	*next = end + 1 + source.size;
	return source;
}

static unsigned count_sources(char *next, const char *end)
{
	unsigned count = 0;

	for (; next < end; count++) {
		size_t size = strtoull(next, &next, 10);
		next = strchr(next, '\n') + 1 + size;
	}
	return count;
}

bool pack_read(struct pack *pack, const void *bytes, size_t size, unsigned more)
{
	unsigned long long room = ZSTD_getFrameContentSize(bytes, size);

	*pack = (struct pack){ 0 };
	pack->bytes = malloc(room + 1);
	if (!pack->bytes)
		return false;
	size_t length = ZSTD_decompress(pack->bytes, room, bytes, size);
	if (ZSTD_isError(length))
		return false;
	char *next = pack->bytes, *end = next + length;
	*end = '\0';
	unsigned count = count_sources(next, end) - PACK_FACTS;
	pack->descriptions = calloc(count + more, sizeof(*pack->descriptions));
	if (!pack->descriptions)
		return false;

	for (unsigned i = 0; i < PACK_FACTS; i++)
		*fact_at(&pack->input, i) = next_source(&next);
	for (unsigned i = 0; i < count; i++)
		pack->descriptions[i] = next_source(&next);
	pack->input.descriptions = pack->descriptions;
	pack->input.description_count = count;
	return true;
}

void pack_free(struct pack *pack)
{
	free(pack->bytes);
	free(pack->descriptions);
	*pack = (struct pack){ 0 };
}
