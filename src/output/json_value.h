/* Decoded values as JSON; docs/event.schema.json says how each kind looks. */
#ifndef RASTRO_OUTPUT_JSON_VALUE_H
#define RASTRO_OUTPUT_JSON_VALUE_H

#include "calls/value.h"
#include "output/json_writer.h"
#include "output/view.h"

struct json_printer {
	struct json json;
	const struct view *view;
	const struct event *event;
	bool came_out; /* what is written now came out of the call */
};

/* What went in; if other things came out, both: {"in": ..., "out": ...}. */
void json_value(struct json_printer *, const struct value *);
/* Members or arguments, inside an object that the caller began. */
void json_members(struct json_printer *, const struct value *group);
/* A string if the bytes are UTF-8, else {"bytes": "hexadecimal"}. */
void json_text(struct json_printer *, const void *bytes, size_t length);
/* {"value": 2, "name": "ENOENT"}; null for a number without name. */
void json_errno(struct json_printer *, int64_t number);
void json_signal(struct json_printer *, int64_t number);

#endif
