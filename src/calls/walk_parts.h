/* What the files of the decoder's walk share; for others there is walk.h.
 *
 * Here stands what every field of every call goes through, for the compiler to see. */
#ifndef RASTRO_CALLS_WALK_PARTS_H
#define RASTRO_CALLS_WALK_PARTS_H

#include "calls/walk.h"

enum { DEPTH_MAX = 40 };

struct piece {
	const uint8_t *bytes;
	size_t length;
	uint16_t flags; /* enum chunk_flag */
	bool kept;      /* the event holds a chunk for it, be it empty */
};

static inline bool is_referring(const struct reference *reference, enum event_abi abi)
{
	return reference->size[abi] != 0;
}

static inline bool is_list(const struct field *field)
{
	return field->traits & TRAIT_INDIRECT ||
	       (field->length.kind != LENGTH_ONE && !kind_is_bytes(field->kind));
}

/* An array counted in bytes, of structures that say their own length: dirents. */
static inline bool has_records(const struct walk *walk, const struct field *field)
{
	return field->kind == KIND_STRUCT && field->length.unit == UNIT_BYTES &&
	       is_referring(&field->structure->upto, walk->abi);
}

static inline uint64_t field_number(const struct field *field, const uint8_t *bytes,
                                    enum event_abi abi)
{
	uint64_t number = load_number(bytes, field->size[abi], field->is_signed);

	if (field->kind == KIND_SPLIT)
		return number << 32 | number >> 32;
	return field->bits ? number >> field->bit & (UINT64_MAX >> (64 - field->bits)) : number;
}

static inline struct value *value_of_field(struct walk *walk, const struct field *field,
                                           enum shape shape)
{
	struct value *value = walk_value(walk, field->name, shape, field->kind);

	if (value) {
		value->field = field;
		value->symbols = field->symbols;
		value->traits = field->traits;
		value->size = field->size[walk->abi] > 8 ? 8 : field->size[walk->abi];
	}
	return value;
}

static inline struct value *walk_number(struct walk *walk, const struct field *field,
                                        const uint8_t *bytes)
{
	struct value *value = value_of_field(walk, field, SHAPE_NUMBER);

	if (!value)
		return NULL;
	value->number = field_number(field, bytes, walk->abi);
	if (field->bits && value->number)
		value->traits &= (uint32_t)~TRAIT_DETAIL;
	return value;
}

/* walk.c */
struct value *value_of_address(struct walk *, const struct field *, uint64_t address);
struct piece walk_read(struct walk *, enum chunk_kind, uint64_t address);
/* What lay in a member when it went in; NULL: it did not. */
const uint8_t *bytes_before(const struct walk *, const struct field *member, const struct block *);
uint64_t sibling_number(struct walk *, const struct block *, const struct reference *);
bool condition_is_met(struct walk *, const struct block *, const struct condition *);
bool came_out(const struct walk *, const struct field *);
uint64_t element_count(struct walk *, const struct field *, const struct block *, enum view_of);

/* Most fields have none. */
static inline bool condition_holds(struct walk *walk, const struct block *block,
                                   const struct condition *when)
{
	return when->test == TEST_ALWAYS || condition_is_met(walk, block, when);
}

/* walk_data.c */
uint64_t known_length(struct walk *, const struct structure *, const struct block *);
struct value *walk_struct(struct walk *, const struct field *, const struct block *, enum view_of,
                          enum direction);
struct value *walk_data(struct walk *, const struct field *, const struct piece *, uint64_t address,
                        uint64_t count, enum view_of, enum direction);

/* walk_pointer.c */
struct value *walk_pointed(struct walk *, const struct field *, uint64_t address, uint64_t count,
                           const struct block *parent, enum view_of, enum direction);
struct value *walk_pointer(struct walk *, const struct field *, const struct block *, enum view_of,
                           enum direction inherited);
struct value *walk_inline(struct walk *, const struct field *, const struct block *, enum view_of,
                          enum direction inherited);
struct value *walk_tail(struct walk *, const struct field *, const struct block *, enum view_of,
                        enum direction inherited);
bool is_tail(const struct walk *, const struct field *, const struct block *);

#endif
