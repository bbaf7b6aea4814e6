/* Prints decoded values the way strace does. */
#ifndef RASTRO_OUTPUT_PRINT_H
#define RASTRO_OUTPUT_PRINT_H

#include "base/text.h"
#include "calls/value.h"
#include "output/view.h"

struct printer {
	struct text *out;
	const struct view *view;
	const struct event *event;
	bool abbrev;       /* structures in short */
	bool names;        /* arguments with their names */
	bool followed;     /* pointers to structures and arrays: of calls in verbose */
	bool raw;          /* numbers alone */
	bool came_out;     /* what is printed now came out of the call */
	bool was_entered;  /* what went in was shown when the call was entered */
	bool bare;         /* descriptors without what they refer to */
	bool colored;      /* a colour has begun and not ended */
	size_t *invisible; /* bytes of the line that take no column; may be NULL */
};

/* A value in full: what went in and, after "=>", what came out. */
void print_value(struct printer *, const struct value *);
/* The same in two steps: when a call is entered, and when it returns. */
void print_value_in(struct printer *, const struct value *);
void print_value_out(struct printer *, const struct value *);
/* Members or arguments from first on, with commas between. */
void print_members(struct printer *, const struct value *group, bool named);
/* The bare number by its kind: "O_RDONLY", "3</etc/passwd>". */
void print_number(struct printer *, const struct value *);
/* A set of signals in a number of size bytes. */
void print_signal_mask(struct printer *, uint64_t set, unsigned size);
/* A kind that is a run of bytes and no text: sets, addresses. */
void print_bytes_kind(struct printer *, const struct value *);
/* A symbolic name for number according to -X: name, number, or number and name. */
void print_symbols(struct printer *, const struct symbols *, uint64_t number, unsigned size);
/* IOPRIO_PRIO_VALUE(…), without the number. */
void print_io_priority(struct printer *, uint64_t number);
void print_signal_name(struct text *, uint64_t number);
void print_address(struct text *, uint64_t address);
void print_character(struct text *, uint8_t);
void print_range(struct text *, const struct symbol_range *, uint64_t number);
/* A number that is several in one: fourcc, version, fraction.  It may have a name in a set. */
void print_packed(struct printer *, enum kind, uint64_t number, const struct symbols *);
/* One instruction of a filter, the eight bytes of struct sock_filter. */
void print_pitch(struct printer *, uint64_t number);
/* A symbol of the keyboard, which names has names of. */
void print_key_symbol(struct printer *, uint64_t number, const struct symbols *names);
void print_tone(struct printer *, uint64_t number);
void print_event(struct printer *, enum kind, uint64_t event);
void print_ebpf_code(struct printer *, uint8_t code);
void print_bpf(struct printer *, uint64_t instruction, bool is_seccomp);
/* What comes from the network is, without names, its bytes: "\x00\x50" or, with
 * both, "\x00\x50" /\* htons(80) *\/.  False: nothing more is to be said. */
bool print_network_start(struct printer *, const void *bytes, size_t size);
void print_network_end(struct printer *);
/* A descriptor with what it refers to, when that was asked and captured. */
void print_fd(struct printer *, int64_t fd);
void print_pid(struct printer *, int64_t pid);
/* " [type]", the security context when that was asked and captured; kind: of what. */
void print_context(struct printer *, enum chunk_kind kind, uint64_t address);
/* <comm>, when that was asked and captured. */
void print_comm(struct printer *, int64_t tid);
/* 2026-11-29T11:40:34+0000, local time; the fraction, of so many digits, when not 0 */
void print_date(struct text *, int64_t seconds, uint64_t fraction, unsigned digits);
/* The same in a comment; nothing for a year that is no number. */
void print_date_comment(struct text *, int64_t seconds, uint64_t fraction, unsigned digits);

enum quote {
	QUOTE_CUT = 1 << 0,    /* "..." follows */
	QUOTE_NONE = 1 << 1,   /* escapes, but no quotes around */
	QUOTE_ANGLES = 1 << 2, /* < and > are escaped, too: they enclose it */
};
/* A string in quotes, everything unprintable escaped. */
void print_quoted(struct text *, const uint8_t *bytes, size_t length, enum hex_strings,
                  unsigned quote);

#endif
