/* The capture plan: what to copy when a call is entered and when it returns.
 *
 * A flat program compiled from the same description that the decoder walks,
 * without names and without pointers, so that it can be run by any engine over
 * any way to read memory, even inside the traced process.  Steps stand in
 * pre-order: the "below" steps after a step describe the elements it copied.
 *
 * A block is what offsets count in: the arguments, or an element that was
 * copied.  A step whose pointer is null copies nothing.
 *
 * A plan must keep at least what the decoder will read; tests count misses. */
#ifndef RASTRO_CALLS_PLAN_H
#define RASTRO_CALLS_PLAN_H

#include <stdint.h>

enum plan_op {
	PLAN_COPY,   /* count elements behind the pointer at offset */
	PLAN_STRING, /* bytes behind the pointer up to a NUL, with PLAN_COUNTED at most count */
	PLAN_VECTOR, /* pointers of element bytes up to a null one */
	PLAN_TAIL,   /* count elements that follow the block in memory, from offset on */
	PLAN_EACH,   /* nothing to copy: count elements lie in the block at offset */
	PLAN_SWITCH, /* cases follow below: run the first whose key matches count */
	PLAN_GROUP, /* cases below that match only if (key & mask) == value[0], to be passed over at
	               once */
	PLAN_CASE,  /* matches when (key & mask) == value[0]; below: steps on the same block */
	PLAN_FD,    /* the number at offset is a descriptor: its name may be wanted */
	PLAN_PID,   /* the number at offset is a process: its name may be wanted */
	PLAN_SOCKET, /* the number at offset is the socket of the packets that follow */
	PLAN_OBJECT, /* the number at offset is a descriptor, which tells PLAN_TOLD */
};

enum plan_phase { PHASE_ENTRY = 1, PHASE_EXIT = 2 };

enum plan_flag {
	PLAN_BY_RETURN = 1 << 0,  /* at exit no more than the call returned */
	PLAN_SPREAD = 1 << 1,     /* the result is the budget of all copies below together */
	PLAN_SPENDS = 1 << 2,     /* at exit, takes its bytes from that budget */
	PLAN_BITS = 1 << 3,       /* count is in bits, of which whole words are copied */
	PLAN_IN_BYTES = 1 << 4,   /* count is in bytes */
	PLAN_IS_DEFAULT = 1 << 5, /* PLAN_CASE, the last one: when nothing else matched */
	PLAN_DIRFD = 1 << 6,      /* PLAN_FD: AT_FDCWD stands for the working directory */
	PLAN_COUNTED = 1 << 7,    /* PLAN_STRING: has a count */
	PLAN_OF_RESULT = 1 << 8,  /* PLAN_FD, PLAN_PID: the number is the call's result */
	PLAN_OPEN_END = 1 << 9,   /* upto may exceed the element: its end is open */
	PLAN_BRIEF = 1 << 10,     /* PLAN_VECTOR: all pointers are kept, to be counted */
	PLAN_FDSET = 1 << 11,     /* the bits copied are descriptors: names may be wanted */
	PLAN_MESSAGES = 1 << 12,  /* control messages were copied: they may hold such numbers */
	PLAN_NODES = 1 << 13,     /* PLAN_BITS, and one that the kernel counts in vain */
	PLAN_PAGES = 1 << 14,     /* count is in bytes; each whole page has an element */
};

enum plan_limit {
	LIMIT_FIXED,  /* structures, scalars, sets: always whole, up to PLAN_COPY_MAX */
	LIMIT_STRING, /* bytes shown of a string or buffer */
	LIMIT_PATH,   /* PLAN_PATH_MAX */
	LIMIT_ARRAY,  /* elements shown of an array */
	LIMIT_BUFFER, /* opaque bytes that are decoded further: control messages, dirents */
	LIMIT_PAGE,   /* an extensible structure: the kernel takes no larger one */
	LIMIT_PACKET, /* like LIMIT_BUFFER if the socket carries messages, else LIMIT_STRING */
};

/* A number in the current block.  size 0: none. */
struct plan_number {
	uint16_t offset;
	uint8_t size;
	uint8_t is_signed : 1;
	uint8_t is_command : 1; /* of ioctl, which says how many bytes it takes */
	uint8_t indirect : 6;   /* not 0: a pointer of that size leads to the number */
	uint16_t plus;          /* to be added to it */
	uint8_t argument;       /* not 0: not in the block, but the call's register argument - 1,
	                         * or PLAN_TOLD */
	uint8_t beyond;         /* of an indirect one: so many bytes behind where that leads */
};

struct plan_step {
	uint8_t op;               /* enum plan_op */
	uint8_t phases;           /* enum plan_phase: when this step copies */
	uint8_t phases_below;     /* phases of this step and all below it */
	uint8_t validity;         /* enum validity: when to believe what came out */
	uint8_t limit;            /* enum plan_limit */
	uint8_t pointer;          /* size of the pointer in bytes */
	uint16_t flags;           /* enum plan_flag */
	uint8_t test;             /* enum test: only when it holds for tested */
	uint8_t values;           /* how many of value[] are in use */
	uint16_t offset;          /* in the current block: of the pointer, number or array */
	uint16_t below;           /* number of steps below this one */
	uint16_t element;         /* size of an element, or of the number, in bytes */
	uint32_t fixed;           /* count when count.size is 0; else the most of it */
	struct plan_number count; /* PLAN_SWITCH: the key */
	struct plan_number upto;  /* at most that many bytes of the structure exist */
	struct plan_number tested;
	uint16_t times;    /* not 0: count is so many times what is said */
	uint64_t mask;     /* of tested; PLAN_CASE: of the key */
	uint64_t value[4]; /* for test; PLAN_CASE: value[0] */
};

enum {
	PLAN_TOLD = 7,             /* as an argument: what kind of object a descriptor is of */
	PLAN_DEPTH_MAX = 16,       /* steps below steps */
	PLAN_COPY_MAX = 1 << 16,   /* bytes of one copy */
	PLAN_BUFFER_MAX = 1 << 16, /* bytes of one LIMIT_BUFFER copy */
	PLAN_PAGE_MAX = 1 << 12,   /* bytes of one LIMIT_PAGE copy */
	PLAN_STRING_MAX = 1 << 19, /* of one LIMIT_STRING copy, whatever is asked for */
	PLAN_PATH_MAX = 4096,      /* the terminating NUL included */
	PLAN_VECTOR_MAX = 1 << 12, /* pointers of one vector */
	PLAN_STEPS_MAX = 1 << 14,  /* steps run for one event: to look among its chunks is linear */
};

/* The steps of one call are steps[first .. first + count - 1]. */
struct plan_range {
	uint32_t first;
	uint16_t count;
	uint8_t phases; /* when anything is copied */
	uint8_t names;  /* when names of descriptors or processes may be wanted */
};
struct plan_table {
	const struct plan_step *steps;
	const struct plan_range *ranges; /* by call number */
	uint32_t count;
};

#endif
