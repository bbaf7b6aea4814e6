/* Descriptions as written: what the parser makes and the resolver reads.
 *
 * Names are still names here.  Lists keep the order of the text. */
#ifndef RASTRO_DESCRIBE_NODE_H
#define RASTRO_DESCRIBE_NODE_H

#include "calls/desc.h"

struct source;

struct place {
	const struct source *source;
	unsigned line;
};

/* A constant by name, or a number when name is NULL. */
struct term {
	struct term *next;
	struct place at;
	const char *name;
	uint64_t number;
	const struct term *value;           /* the name is defined in place; or NULL */
	const struct command_node *command; /* _IOR('x', 1, int); or NULL */
};

/* Terms with | between.  What | means (or, either) depends on where it stands. */
struct expression {
	struct place at;
	struct term *first;
	unsigned count;
};

struct name_node {
	struct name_node *next;
	struct place at;
	const char *name;
};

enum type_form { TYPE_BY_NAME, TYPE_STRUCT, TYPE_ENUM, TYPE_CUSTOM };
struct type_node {
	struct place at;
	enum type_form form;
	const char *name;
	const char *note; /* of a result: said before its names; or NULL */
	bool is_row;      /* of records that say how long they are */
};

/* A command of ioctl, as the macros of C make it. */
struct command_node {
	uint32_t direction; /* two bits: 1 is _IOC_WRITE, 2 is _IOC_READ */
	struct term *type, *number;
	struct term *size;         /* in bytes, or NULL: that of */
	struct type_node argument; /* name NULL: there is none */
};

struct sibling_node {
	struct place at;
	const char *name;   /* NULL: none */
	const char *member; /* of the structure that the sibling is; NULL: the sibling itself */
	bool indirect;      /* the number behind it */
	bool is_fact;       /* "$name": told by somebody outside the block */
	bool is_command;    /* a command of ioctl, which says how many bytes it takes */
};

struct by_node {
	struct sibling_node sibling;
	struct expression mask; /* count 0: all bits */
};

struct length_node {
	struct place at;
	bool is_present, is_null, is_rest, by_return, partial;
	enum length_unit unit;
	const char *member;      /* of the structure that value names; NULL: value itself */
	bool indirect;           /* value names a pointer to the number */
	bool is_fact;            /* or something outside the block */
	bool is_command;         /* value names a command of ioctl */
	struct expression most;  /* count 0: there is no limit */
	struct expression room;  /* count 0: as many as there are elements */
	struct expression first; /* count 0: all are looked at */
	struct expression times; /* count 0: value counts elements one by one */
	struct expression value; /* a sibling's name, or a constant; count 0: none */
};

struct condition_node {
	struct place at;
	struct sibling_node sibling; /* name NULL: no condition */
	bool negated, unequal;
	struct expression mask, values; /* count 0: absent */
};

struct field_node {
	struct field_node *next;
	struct place at;
	const char *name; /* NULL: a choice, or a mistake */
	enum direction direction;
	bool is_inline, is_pointer, is_choice; /* is_choice: says the word choice */
	struct type_node type;
	struct by_node by; /* of the choice, when not what the choice itself says */
	struct length_node length;
	unsigned bits; /* of a bit-field; 0: it is none */
	bool spread;
	struct sibling_node spread_by; /* name NULL: the call's result is shared out */
	struct sibling_node upto;
	struct type_node counted; /* of TRAIT_COUNTING: the structure */
	struct name_node index;   /* the set of TRAIT_INDEXED, or of names that numbers also have */
	struct expression least;  /* upto: count 0: any number will do */
	struct expression filled; /* upto: count 0: what is not there is missing */
	struct name_node after; /* upto counts from behind that member; name NULL: from the start */
	struct condition_node condition;
	unsigned traits;
	enum validity validity;
	const char *note;
	const char *tells; /* the fact that this number is for others; or NULL */
};

struct fields_node {
	struct field_node *first;
	unsigned count;
};

enum entry_form {
	ENTRY_NAME,
	ENTRY_ONE_OF,
	ENTRY_INCLUDE,
	ENTRY_RANGE,
	ENTRY_PART,
	ENTRY_MACRO,
};
struct entry_node {
	struct entry_node *next;
	struct place at;
	enum entry_form form;
	const char *name;
	bool is_quoted;           /* it is no constant, and may have several values */
	const char *last;         /* ENTRY_RANGE */
	struct expression value;  /* defined in place, or count 0; ENTRY_MACRO: the first */
	struct expression to;     /* ENTRY_MACRO: the last command, or count 0 */
	struct name_node set;     /* ENTRY_MACRO: names for "to"; name NULL: none */
	bool is_sized;            /* ENTRY_MACRO */
	struct expression mask;   /* ENTRY_ONE_OF: the group's mask; ENTRY_PART */
	uint8_t part;             /* ENTRY_PART: enum part_form; name is the shift's or the set's */
	bool is_hex;              /* ENTRY_PART: of PART_SHIFTED, the number */
	struct entry_node *group; /* ENTRY_ONE_OF: the names; name: of others, or NULL */
};

/* How far the resolver is with something; BUSY met again means recursion. */
enum progress { PROGRESS_NONE, PROGRESS_BUSY, PROGRESS_DONE };

struct set_node {
	struct set_node *next;
	struct place at;
	const char *name;
	bool is_flags;
	struct name_node base;
	const char *unknown; /* NULL: to be guessed from the names */
	bool is_decimal;
	bool is_ioctl;    /* the rest is shown as _IOC() does it */
	bool is_numbered; /* the numbers are shown, and the names as comments */
	bool is_in_words; /* words are shown by themselves */
	struct entry_node *first;
	struct set_node *replaces; /* which it may include by its own name; or NULL */
	bool is_replaced;

	enum progress progress;
	const struct scalar *scalar; /* of base */
	struct symbols symbols;
};

struct struct_node {
	struct struct_node *next;
	struct place at;
	const char *name;
	bool is_packed, is_union, has_64bit_pointers, is_tuple, is_list, is_headed;
	struct sibling_node upto;
	struct expression least;             /* upto: count 0: any number will do */
	bool zero_is_least;                  /* upto: 0 stands for it */
	struct expression padded;            /* count 0: not at all */
	struct expression begun;             /* likewise */
	struct expression sized, sized_i386; /* the latter when it is another */
	struct check_node {
		const char *type, *header; /* NULL: nothing to compare with */
		struct name_node before;   /* members from this one on may be too new */
		bool on[ABI_COUNT];        /* none: on each */
	} check;
	struct fields_node fields;
	struct name_node *shown;
	bool is_replaced;

	enum progress progress;
	uint64_t size[ABI_COUNT];
	unsigned alignment[ABI_COUNT];
	struct member *members; /* as laid out, in the order written */
	unsigned member_count;
	struct structure structure;
};

/* Where one field of a block went; the resolver's and the checker's view. */
struct member {
	const struct field_node *node;
	struct field field;
	uint64_t size[ABI_COUNT]; /* bytes it fills in the block */
};

struct alternative_node {
	struct alternative_node *next;
	struct place at;
	bool is_else, is_for_short;
	struct term *keys;
	struct fields_node fields;
	struct name_node *shown;
	const char *alias; /* NULL: none */
	bool has_result;
	struct type_node result;
};

struct choice_node {
	struct choice_node *next;
	struct place at;
	const char *name;
	struct by_node by;
	struct name_node base;       /* type of the keys; name NULL: uint */
	const char *unknown;         /* NULL: to be guessed from the keys */
	struct entry_node *included; /* names for further numbers, or NULL */
	bool is_extension, is_replaced;
	struct alternative_node *first;

	bool busy, *is_busy; /* being resolved: it, or a copy with another name */
	bool has_symbols;
	struct symbols symbols;
};

struct call_node {
	struct call_node *next;
	struct place at;
	const char *name;
	struct type_node result;
	struct fields_node args;
	bool on[ABI_COUNT]; /* none: wherever there is such a call */
	struct name_node *classes;
	struct name_node *shown;
	bool named, never_returns;

	struct call call;
	unsigned index; /* among all calls; names its tables when a name has several */
};

#endif
