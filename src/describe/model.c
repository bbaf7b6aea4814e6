/* Memory, names and messages of a run. */
#include "describe/model.h"

#include <stdarg.h>
#include <stdio.h>

void *model_take(struct model *model, size_t size)
{
	void *memory = arena_take(&model->arena, size ? size : 1);

	if (!memory)
		longjmp(model->out_of_memory, 1);
	return memory;
}

bool model_enter(struct model *model, struct place at)
{
	if (model->depth >= MODEL_DEPTH_MAX) {
		model_error(model, at, "more than %d descriptions within each other",
		            MODEL_DEPTH_MAX);
		return false;
	}
	model->depth++;
	return true;
}

void model_leave(struct model *model)
{
	model->depth--;
}

static uint32_t name_hash(const char *name)
{
	uint32_t hash = 2166136261u;

	for (; *name; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return hash;
}

static struct name_entry *names_entry(const struct names *names, const char *name, uint32_t hash)
{
	unsigned i = hash & (names->capacity - 1);

	while (names->entries[i].name &&
	       (names->entries[i].hash != hash || strcmp(names->entries[i].name, name)))
		i = (i + 1) & (names->capacity - 1);
	return &names->entries[i];
}

void *names_find(const struct names *names, const char *name)
{
	return names->count ? names_entry(names, name, name_hash(name))->value : NULL;
}

static void names_grow(struct model *model, struct names *names)
{
	struct names larger = { .capacity = names->capacity ? 2 * names->capacity : 64,
		                .count = names->count };

	larger.entries = model_take(model, larger.capacity * sizeof(*larger.entries));
	for (unsigned i = 0; i < names->capacity; i++) {
		struct name_entry *entry = &names->entries[i];
		if (entry->name)
			*names_entry(&larger, entry->name, entry->hash) = *entry;
	}
	*names = larger;
}

void names_put(struct model *model, struct names *names, const char *name, void *value)
{
	uint32_t hash = name_hash(name);

	if (2 * names->count >= names->capacity)
		names_grow(model, names);
	struct name_entry *entry = names_entry(names, name, hash);
	names->count += !entry->name;
	*entry = (struct name_entry){ name, hash, value };
}

const char *model_word(struct model *model, const char *bytes, size_t length)
{
	char *word = model_take(model, length + 1);

	memcpy(word, bytes, length);
	const char *known = names_find(&model->words, word);
	if (!known) {
		names_put(model, &model->words, word, word);
		known = word;
	}
	return known;
}

enum { WORD_MAX = 40 };

unsigned names_distance(const char *a, const char *b, unsigned limit)
{
	unsigned row[WORD_MAX + 1];
	unsigned a_length = strlen(a), b_length = strlen(b);

	if (a_length > WORD_MAX || b_length > WORD_MAX || a_length > b_length + limit ||
	    b_length > a_length + limit)
		return limit + 1;
	for (unsigned j = 0; j <= b_length; j++)
		row[j] = j;
	for (unsigned i = 1; i <= a_length; i++) {
		unsigned diagonal = row[0];
		row[0] = i;
		for (unsigned j = 1; j <= b_length; j++) {
			unsigned best = diagonal + (a[i - 1] != b[j - 1]);
			diagonal = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[b_length] <= limit ? row[b_length] : limit + 1;
}

unsigned names_tolerance(const char *name)
{
	unsigned length = strlen(name);

	return length < 3 ? 1 : length < 9 ? 2 : 3;
}

const char *names_near(const struct names *names, const char *name)
{
	unsigned best = names_tolerance(name) + 1;
	const char *near = NULL;

	for (unsigned i = 0; i < names->capacity; i++) {
		const char *other = names->entries[i].name;
		unsigned distance = other ? names_distance(name, other, best) : best;

		/* Equal ones by name, so that the answer does not depend on hashing. */
		if (distance < best ||
		    (near && distance == best && strcmp(other ? other : near, near) < 0)) {
			best = distance;
			near = other;
		}
	}
	return near;
}

struct hint hint_word(const char *word)
{
	struct hint hint = { "" };

	if (word)
		snprintf(hint.text, sizeof(hint.text), "; did you mean \"%s\"?", word);
	return hint;
}

struct hint hint_near(const struct model *model, const char *name, const struct names *names,
                      const struct names *others)
{
	/* Nobody will read it, and it takes long among all constants. */
	if (model->errors >= MODEL_ERRORS_MAX)
		return hint_word(NULL);
	const char *near = names_near(names, name);
	const char *other = others ? names_near(others, name) : NULL;

	if (!near ||
	    (other && names_distance(name, other, WORD_MAX) < names_distance(name, near, WORD_MAX)))
		near = other;
	return hint_word(near);
}

void model_error(struct model *model, struct place at, const char *format, ...)
{
	char line[512];
	va_list arguments;

	int length =
		snprintf(line, sizeof(line), "%s:%u: ", at.source ? at.source->name : "?", at.line);
	if (length < 0 || (size_t)length >= sizeof(line))
		length = 0;
	va_start(arguments, format);
	vsnprintf(line + length, sizeof(line) - length - 1, format, arguments);
	va_end(arguments);
	strcat(line, "\n");

	/* A choice is resolved once per use, and would be wrong as often. */
	if (model->messages->length &&
	    memmem(model->messages->bytes, model->messages->length, line, strlen(line)))
		return;
	if (model->errors++ < MODEL_ERRORS_MAX)
		text_string(model->messages, line);
}
