/* A sheet of facts: the same for people, in columns, and as JSON.
 *
 *	command      cat /etc/hostname		{"command": "cat /etc/hostname",
 *	descriptors  2				 "descriptors": [{"fd": 0, "what": "/dev/null"},
 *	  0  /dev/null				                 {"fd": 1, "what": "pipe:[7]"}]}
 *	  1  pipe:[7]
 *
 * What comes from the process is escaped, here alone. */
#ifndef RASTRO_INSPECT_SHEET_H
#define RASTRO_INSPECT_SHEET_H

#include "base/text.h"
#include "output/json_writer.h"

struct sheet {
	struct text *out;
	bool is_json;
	bool in_row;  /* facts stand beside each other */
	unsigned gap; /* columns that are due before the next fact of the row */
	struct json json;
};

struct sheet sheet_of(struct text *out, bool is_json);
/* All of what was asked for is one object. */
void sheet_begin(struct sheet *);
void sheet_end(struct sheet *);

/* One fact.  In a row a fact has so many columns, if others follow; its name is for JSON. */
void sheet_text(struct sheet *, const char *name, unsigned width, const void *bytes, size_t length);
void sheet_string(struct sheet *, const char *name, unsigned width, const char *string);
void sheet_number(struct sheet *, const char *name, unsigned width, int64_t);
void sheet_hex(struct sheet *, const char *name, unsigned width, uint64_t);
/* Text that was printed, and is safe for a terminal. */
void sheet_safe(struct sheet *, const char *name, const struct text *);

/* Rows under a name.  Text shows what the list begins with (NULL: nothing) beside the name. */
void sheet_list_begin(struct sheet *, const char *name, const char *note);
void sheet_list_end(struct sheet *);
void sheet_row_begin(struct sheet *);
void sheet_row_end(struct sheet *);

#endif
