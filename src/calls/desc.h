/* What rastro knows about the system-call interface, as data.
 *
 * A system call is a structure whose fields happen to live in registers: its
 * arguments, and the members of the structures they point to, are one and the
 * same struct field.  Everything that decodes, filters or prints a call walks
 * these tables; nothing else knows any particular call.  They are generated
 * from syscalls/ by tools/sysgen; see docs/SYSCALLS.md for the language.
 *
 * Offsets, sizes and references of arguments: x86-64 arguments are 8-byte
 * slots of a block; i386 arguments 4-byte slots, and a 64-bit argument fills
 * two of them. */
#ifndef RASTRO_CALLS_DESC_H
#define RASTRO_CALLS_DESC_H

#include "calls/kind.h"
#include "event/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* Which way data travel.  On a pointer (or array behind a pointer): what the
 * kernel does with the pointee.  On a plain member of a structure that
 * travels both ways: the view that shows it (0: both). */
enum direction {
	DIR_NONE = 0,
	DIR_IN = 1,
	DIR_OUT = 2,
	DIR_INOUT = 3,
	DIR_INHERIT = 4, /* a pointer's pointee: like the pointer that led here */
};

/* A number in the same block (arguments or structure): a sibling. */
struct reference {
	uint16_t offset[ABI_COUNT];
	uint8_t size[ABI_COUNT]; /* of the number; 0 in all: no reference */
	bool is_signed;
	bool is_command;             /* it is one of ioctl, which says how many bytes it takes */
	uint8_t indirect[ABI_COUNT]; /* not 0: the sibling is a pointer, of that size, to it */
	uint8_t beyond[ABI_COUNT];   /* of indirect ones: so many bytes behind where that leads */
	uint16_t plus[ABI_COUNT];    /* to be added to the number */
	uint8_t fact;     /* not 0: no sibling, but what was told as fact number fact - 1 */
	uint8_t argument; /* not 0: no sibling, but the call's register number argument - 1 */
};

/* Numbers that a field tells to all that is decoded after it, in other blocks, too. */
enum {
	FACT_PROTOCOL, /* of the socket that a packet travels through */
	FACT_FLAGS,    /* of the message */
	FACT_COUNT,    /* of what lies in a buffer behind it */
	FACT_GENERIC,  /* the family of a generic message, by name: its first eight letters */
	FACT_OBJECT,   /* what kind of object a descriptor is of, by name as well */
	FACTS_MAX = 16,
};

/* How many elements a field has. */
enum length_kind {
	LENGTH_ONE,
	LENGTH_NUL,   /* up to a zero byte; of pointers: up to a null one */
	LENGTH_CONST, /* value */
	LENGTH_FIELD, /* the sibling says */
	LENGTH_REST,  /* up to the end of what the enclosing structure has ("upto") */
};
enum length_unit {
	UNIT_ELEMENTS,
	UNIT_BYTES,
	UNIT_BITS,  /* rounded up to words */
	UNIT_NODES, /* bits, and one that the kernel counts in vain */
	UNIT_PAGES, /* bytes of whole pages, of which each has an element */
};

struct length {
	uint8_t kind;   /* enum length_kind */
	uint8_t unit;   /* enum length_unit */
	bool by_return; /* at exit no more than the call returned; "[return]" alone:
	                 * LENGTH_CONST with value UINT32_MAX */
	bool spread;    /* what the call returned is shared out over all buffers below */
	uint32_t value; /* LENGTH_CONST */
	uint32_t most;  /* more elements the kernel does not take, or 0 */
	uint32_t room;  /* for so many elements there is room in the structure, or 0 */
	uint16_t times; /* so many for each that is counted, or 0 */
	uint32_t first; /* no more of them are looked at, or 0 */
	bool partial;   /* at exit, elements beyond what the call returned are as they went in */
	struct reference field; /* LENGTH_FIELD */
};

/* The bytes that a command of ioctl says it takes. */
static inline uint32_t command_size(uint32_t command)
{
	return command >> 16 & 0x3fff;
}

/* A number of 1, 2, 4 or 8 bytes, wherever it lies; of any other size, 0.  The copies have
 * sizes that the compiler knows, for this is what decoding and capturing do most. */
static inline uint64_t load_number(const uint8_t *bytes, unsigned size, bool is_signed)
{
	union {
		uint16_t half;
		uint32_t word;
		uint64_t whole;
	} number;

	switch (size) {
	case 1:
		return is_signed ? (uint64_t)(int8_t)*bytes : *bytes;
	case 2:
		memcpy(&number.half, bytes, sizeof(number.half));
		return is_signed ? (uint64_t)(int16_t)number.half : number.half;
	case 4:
		memcpy(&number.word, bytes, sizeof(number.word));
		return is_signed ? (uint64_t)(int32_t)number.word : number.word;
	case 8:
		memcpy(&number.whole, bytes, sizeof(number.whole));
		return number.whole;
	}
	return 0;
}

/* The field exists only if the test on a sibling holds. */
enum test {
	TEST_ALWAYS,
	TEST_ANY /* (x & mask) != 0 */,
	TEST_NONE /* (x & mask) == 0 */,
	TEST_EQUAL /* (x & mask) is one of values */,
	TEST_UNEQUAL
};
static inline bool test_passes(enum test test, uint64_t number, uint64_t mask,
                               const uint64_t *values, unsigned count)
{
	bool equal = false;

	number &= mask;
	for (unsigned i = 0; i < count; i++)
		equal |= number == (values[i] & mask);
	switch (test) {
	case TEST_ALWAYS:
		return true;
	case TEST_ANY:
		return number != 0;
	case TEST_NONE:
		return number == 0;
	case TEST_EQUAL:
		return equal;
	case TEST_UNEQUAL:
		break;
	}
	return !equal;
}

struct condition {
	uint8_t test; /* enum test */
	uint8_t count;
	struct reference field;
	uint64_t mask;
	uint64_t values[4];
};

/* When bytes that the kernel wrote are to be believed. */
enum validity {
	VALID_SUCCESS,     /* result >= 0 */
	VALID_POSITIVE,    /* result > 0 */
	VALID_INTERRUPTED, /* a signal interrupted the call */
	VALID_ANY,
	VALID_EIO,      /* result >= 0, or EIO */
	VALID_OVERFLOW, /* result >= 0, or EOVERFLOW: then members that only come out are missing */
};

enum trait {
	TRAIT_DETAIL = 1 << 0,   /* left out of abbreviated structures */
	TRAIT_NOTED = 1 << 1,    /* what comes out is shown after the result: poll, select */
	TRAIT_INDIRECT = 1 << 2, /* elements are pointers to what is described: argv */
	TRAIT_INLINE = 1 << 3,   /* the array lies in the structure itself */
	TRAIT_UNNAMED = 1 << 4,  /* text shows the value without its name */
	TRAIT_INDEXED = 1 << 7,  /* elements with their indexes, of which symbols has names */
	TRAIT_FLAT = 1 << 8,     /* the members stand in the structure's place: socketcall */
	TRAIT_WITHIN = 1 << 10,  /* text shows a number within a call of note: htobs(5) */
	TRAIT_NONZERO = 1 << 9,  /* left out when its bytes are all zero */
	TRAIT_TRIFLE = 1 << 16,  /* a detail as long as its bytes are all zero */
	TRAIT_PLACED =
		1
		<< 17, /* of a pointer: with what goes in, it is shown where things will come out */
	TRAIT_FOLDED = 1 << 12,   /* abbreviated, a list of some elements is [...]; of a string: -s counts */
	TRAIT_GLIMPSED = 1 << 19, /* abbreviated, no more than two elements are shown */
	TRAIT_JOINED = 1 << 20,   /* came in the version that brought the member before it */
	TRAIT_LATE = 1 << 21,     /* an argument that text shows when the call has returned */
	TRAIT_IMPLIED = 1 << 11,  /* of an argument: in no register, the engine finds it */
	TRAIT_RESULT = 1 << 14,   /* not shown: what it points to is what the call returns */
	TRAIT_ENDED = 1 << 13,    /* bytes of which a NUL at the end is not shown */
	TRAIT_CARRIER = 1 << 15,  /* the socket that packets of this call travel through */
	TRAIT_WAS = 1 << 6, /* seen when it comes out, with what it was: msg_namelen=128 => 16 */
	TRAIT_COUNTING = 1 << 18, /* bytes; text shows how many of structure they are, if whole */
	TRAIT_BRIEF_ADDRESS =
		1 << 5, /* abbreviated: address and number of elements: envp, dirents */
};

/* One name of a set.  value matches x when (x & mask) == value; a value beyond the mask stands for
 * bits that no name before speaks for. */
struct symbol {
	uint64_t value;
	uint64_t mask; /* flags: the bits this name speaks for; enums: all bits */
	const char *name;
	uint32_t length; /* of name */
};
/* Numbers from first to last are shown as name+n. */
struct symbol_range {
	uint64_t first, last;
	const char *name;
};
/* Bits of flags that are a number, shown after the names, or with names of their
 * own, shown before or after the others. */
enum part_form {
	PART_SHIFTED, /* |21<<SHIFT, when not 0; a part of the number as long as that is a number */
	PART_OCTAL,   /* |0600 */
	PART_DECIMAL, /* |5 */
	PART_SIGNAL,  /* |SIGCHLD, when not 0 */
	PART_NAMED,   /* PER_BSD|, when not 0 or 0 has a name, too */
};
struct symbols;
struct symbol_part {
	uint64_t mask;
	uint8_t form;              /* enum part_form */
	bool leads;                /* stands before the names */
	bool is_hex;               /* PART_SHIFTED: 0x15<<SHIFT */
	const char *shift;         /* PART_SHIFTED: the name of the shift */
	const struct symbols *set; /* PART_NAMED */
};
/* Commands of ioctl that a macro makes, whatever size they say: EVIOCGBIT(EV_KEY, 8). */
struct symbol_macro {
	uint32_t first, last; /* without the size */
	const char *name;
	const struct symbols *set; /* names of the numbers from first on; NULL: there is one only */
	bool is_sized;             /* the size is an argument, too */
};
/* How a number without a name is shown. */
enum symbols_rest {
	REST_HEX,
	REST_DECIMAL,  /* with a sign, if there is one */
	REST_UNSIGNED, /* decimal, too */
	REST_IOCTL,    /* _IOC(_IOC_READ, 0x12, 0x34, 8) */
	REST_NUMBERED, /* those with a name, too: 3 (SYSLOG_ACTION_READ_ALL, as a comment) */
	REST_NUMBERED_HEX,
	REST_WORDS, /* of flags: each word of 32 bits by itself, with its names: 0x1|0x200 */
};
struct symbols {
	const char *name;
	const char *unknown;       /* "O_???" */
	const struct symbol *list; /* flags: in the order to be shown; enums: sorted by value */
	const struct symbol_range *ranges; /* ends with name NULL; or NULL */
	const struct symbol_part *parts;   /* ends with mask 0; or NULL */
	const struct symbol_macro *macros; /* ends with name NULL; or NULL */
	uint16_t count;
	bool is_flags;
	uint8_t rest; /* enum symbols_rest */
};

struct structure;
struct choice;
struct field;
struct walk;
struct value;

/* Turns the bytes of a "custom" field, already in value, into a tree. */
typedef void custom_decode(struct walk *, const struct field *, struct value *);

struct field {
	const char *name;
	uint8_t kind;      /* enum kind */
	uint8_t direction; /* enum direction */
	uint8_t validity;  /* enum validity, for data coming out */
	bool is_signed;
	uint32_t traits;            /* enum trait */
	uint8_t pointer[ABI_COUNT]; /* size of the pointer in bytes; 0: the data lie here */
	uint16_t size[ABI_COUNT];   /* of one element */
	uint16_t offset[ABI_COUNT]; /* in the block */
	uint8_t bit, bits;          /* of a bit-field: the first one, how many; else 0 */
	bool is_plain; /* a number that lies in the block, whatever the others are: most fields */
	uint8_t tells; /* not 0: fact number tells - 1 is this number, or text */
	struct length length;
	struct reference upto; /* an extensible structure: the bytes that the caller knows */
	uint16_t least;        /* fewer of them are none */
	uint16_t filled;       /* if there are fewer, the others are zeros */
	const struct symbols *symbols;     /* KIND_FLAGS, KIND_ENUM, and keys of choices */
	const struct structure *structure; /* KIND_STRUCT; of a number, what it counts */
	const struct choice *choice;       /* KIND_CHOICE */
	custom_decode *custom;             /* KIND_CUSTOM */
	struct condition when;
	const char *note; /* TRAIT_WITHIN: the function; TRAIT_NOTED: label in the note, or "";
	                   * TRAIT_BRIEF_ADDRESS: what is counted: "vars" */
};

struct structure {
	const char *name;
	uint16_t size[ABI_COUNT];
	uint16_t count;
	const struct field *fields; /* in the order to be shown */
	struct reference upto;      /* the structure itself says how long it is */
	uint16_t least;             /* if shorter, it ends behind the member that says so */
	bool zero_is_least;         /* 0 stands for that */
	uint16_t begun;             /* not 0: so many bytes are enough to show it */
	uint8_t padding;            /* not 0: records begin at its multiples; the last may be cut */
	bool is_tuple;  /* text shows its members in brackets, without names; one member alone */
	bool is_list;   /* a tuple in brackets also with one member; lists in it are part of it */
	bool is_headed; /* if it is cut, only the first member is shown */
};

/* The fields that one value of the key brings.  They lie in the block that
 * holds the choice (offsets count from its start), so siblings see each other. */
struct alternative {
	uint64_t key[ABI_COUNT];
	const struct structure *fields;
	const struct field *result; /* NULL: the call's own */
	const char *alias;          /* the call is shown as one of that name; or NULL */
	uint16_t alias_number;      /* of that name, see stand_in.h */
};
struct choice {
	const char *name;
	struct reference by;
	uint64_t mask; /* applied to the key first */
	uint16_t count;
	const struct alternative *list; /* sorted by key[ABI_X86_64] */
	const uint16_t *order_i386;     /* indexes sorted by key[ABI_I386]; NULL: the same order */
	const struct alternative *otherwise; /* when nothing matches; may be NULL */
	bool is_for_short;                   /* and when what matches is cut */
};

/* The last member of a structure, or of what a choice at its end mostly chooses; NULL: none. */
static inline const struct field *structure_last(const struct structure *structure)
{
	const struct field *last = NULL;

	while (structure && structure->count) {
		last = &structure->fields[structure->count - 1];
		structure = last->choice && last->choice->otherwise
		                    ? last->choice->otherwise->fields
		                    : NULL;
	}
	return last;
}

enum call_class {
	CLASS_FILE = 1 << 0,
	CLASS_DESC = 1 << 1,
	CLASS_NETWORK = 1 << 2,
	CLASS_PROCESS = 1 << 3,
	CLASS_SIGNAL = 1 << 4,
	CLASS_IPC = 1 << 5,
	CLASS_MEMORY = 1 << 6,
	CLASS_CREDS = 1 << 7,
	CLASS_STAT = 1 << 8,
	CLASS_LSTAT = 1 << 9,
	CLASS_FSTAT = 1 << 10,
	CLASS_STATFS = 1 << 11,
	CLASS_FSTATFS = 1 << 12,
	CLASS_CLOCK = 1 << 13,
	CLASS_PURE = 1 << 14,
};

struct call {
	const char *name;
	uint32_t name_length;
	uint32_t classes;   /* enum call_class */
	bool named;         /* arguments are always shown with their names: clone */
	bool never_returns; /* exit, exit_group */
	bool stands_in;     /* it may stand for others; see stand_in.h */
	struct structure args;
	struct field result;
};

struct call_table {
	const char *name;                /* "x86_64" */
	const struct call *const *calls; /* by number; NULL: no such call */
	uint32_t count;
};

/* The description of a call, or NULL when the number is unknown. */
const struct call *call_find(enum event_abi, uint64_t nr);
/* The number of a call by name, or -1. */
int call_number(enum event_abi, const char *name);
/* How many registers some arguments of a call reach over, whatever is chosen of them. */
unsigned arguments_end(const struct structure *arguments, enum event_abi);

/* Structures and sets by name, for hooks and tools; NULL when absent. */
const struct structure *structure_find(const char *name);
const struct symbols *symbols_find(const char *name);

#endif
