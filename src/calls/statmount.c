/* What is known of a mount: a structure, and behind it texts, of which its members say where they
 * begin.  The kernel writes them, but a program may point elsewhere: what does not lie behind the
 * structure stays a number. */
#include "calls/custom.h"
#include "calls/walk.h"

#include <string.h>

enum { TEXTS_MAX = 1024 };

/* Members that say where a text begins behind the structure, or several, one after the other. */
static const struct {
	const char *name, *count; /* NULL: one */
} mount_texts[] = {
	{ "fs_type", NULL },
	{ "mnt_root", NULL },
	{ "mnt_point", NULL },
	{ "mnt_opts", NULL },
	{ "fs_subtype", NULL },
	{ "sb_source", NULL },
	{ "opt_array", "opt_num" },
	{ "opt_sec_array", "opt_sec_num" },
	{ "mnt_uidmap", "mnt_uidmap_num" },
	{ "mnt_gidmap", "mnt_gidmap_num" },
};

/* Turns value into the text at bytes; returns how many bytes it fills. */
static size_t become_text(struct value *value, const uint8_t *bytes, size_t room)
{
	size_t length = strnlen((const char *)bytes, room);

	value->shape = SHAPE_BYTES;
	value->kind = KIND_PATH;
	value->symbols = NULL;
	value->bytes = bytes;
	value->length = length;
	if (length == room)
		value->flags |= VALUE_CUT;
	return length < room ? length + 1 : room;
}

static void become_texts(struct walk *walk, struct value *list, const uint8_t *bytes, size_t room,
                         uint64_t count)
{
	list->shape = SHAPE_LIST;
	list->kind = KIND_PATH;
	list->count = 0;
	while (list->count < count && list->count < TEXTS_MAX && room) {
		struct value *text = walk_value(walk, "", SHAPE_BYTES, KIND_PATH);
		if (!text)
			return;
		size_t filled = become_text(text, bytes, room);
		value_append(list, text);
		list->count++;
		bytes += filled;
		room -= filled;
	}
	if (list->count < count)
		list->flags |= VALUE_CUT;
}

void decode_statmount(struct walk *walk, const struct field *field, struct value *value)
{
	enum { HEAD = 512 }; /* of struct statmount: the texts are behind it */
	const uint8_t *texts = value->bytes + HEAD;

	const struct structure *structure = structure_find("statmount");

	(void)field;
	if (!structure || value->length < HEAD) {
		value->shape = SHAPE_ADDRESS;
		return;
	}
	size_t room = value->length - HEAD;
	value->shape = SHAPE_STRUCT;
	value->flags &= (uint16_t)~VALUE_CUT;
	struct block head = { value->bytes, HEAD, 0 };
	walk_structure(walk, structure, &head, VIEW_ENTRY, DIR_IN, value);
	for (size_t i = 0; i < sizeof(mount_texts) / sizeof(*mount_texts); i++) {
		struct value *text = (struct value *)value_find(value, mount_texts[i].name);
		const struct value *count =
			mount_texts[i].count ? value_find(value, mount_texts[i].count) : NULL;

		if (!text || text->number >= room)
			continue;
		if (count)
			become_texts(walk, text, texts + text->number, room - text->number,
			             count->number);
		else
			become_text(text, texts + text->number, room - text->number);
	}
}
