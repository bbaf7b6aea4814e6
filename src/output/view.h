/* How events are to be shown: what options of the command line say about form. */
#ifndef RASTRO_OUTPUT_VIEW_H
#define RASTRO_OUTPUT_VIEW_H

#include "base/number_set.h"
#include "base/text.h"
#include "calls/call_set.h"

#include <stdbool.h>
#include <stdint.h>

struct palette;
struct recording_info;
struct summary_form;

enum time_format { TIME_NONE, TIME_CLOCK /* -t */, TIME_UNIX /* -ttt */ };
enum hex_strings { HEX_NONE, HEX_NON_ASCII_CHARS, HEX_NON_ASCII /* -x */, HEX_ALL /* -xx */ };
enum constants { CONSTANTS_ABBREV, CONSTANTS_RAW, CONSTANTS_VERBOSE };
enum decode_fds {
	DECODE_FD_PATH = 1,
	DECODE_FD_SOCKET = 2,
	DECODE_FD_DEV = 4,
	DECODE_FD_EVENTFD = 8,
	DECODE_FD_PIDFD = 16,
	DECODE_FD_SIGNALFD = 32,
	DECODE_FD_ALL = 63
};
enum decode_pids { DECODE_PID_COMM = 1, DECODE_PID_NAMESPACE = 2 };
enum pid_column { PID_NEVER, PID_WHEN_SEVERAL, PID_ALWAYS };
enum show_status {
	STATUS_SUCCESSFUL = 1,
	STATUS_FAILED = 2,
	STATUS_UNFINISHED = 4,
	STATUS_UNAVAILABLE = 8,
	STATUS_DETACHED = 16,
	STATUS_ALL = 31
};
enum context_part { CONTEXT_FULL = 1, CONTEXT_MISMATCH = 2 };
enum quiet {
	QUIET_ATTACH = 1,
	QUIET_EXIT = 2,
	QUIET_PATH_RESOLUTION = 4,
	QUIET_PERSONALITY = 8,
	QUIET_THREAD_EXECVE = 16,
	QUIET_ALL = 31
};

enum steps_by {
	STEPS_BY_THREAD,
	STEPS_BY_INSN,
	STEPS_BY_FUNCTION,
	STEPS_BY_LINE,
	STEPS_BY_MNEMONIC,
	STEPS_BY_COUNT
};

struct view {
	uint32_t string_max;      /* -s */
	enum hex_strings hex;     /* -x, -xx */
	enum constants constants; /* -X */
	bool arg_names;           /* -N */
	bool show_number;         /* -n */
	bool show_ip;             /* -i */
	unsigned column;          /* -a: where results stand */
	enum time_format time;    /* -t.. */
	unsigned time_digits;     /* digits after the second: 0, 3, 6, 9 */
	bool relative;            /* -r */
	unsigned relative_digits;
	bool duration; /* -T */
	unsigned duration_digits;
	enum pid_column pid;
	bool separate;           /* -ff: every thread has a text of its own */
	bool pid_follows;        /* -f: "[pid 17] " or "17 " instead of nothing */
	bool pid_brackets;       /* "[pid  17] ", as on a terminal; else "17 ", as in a file */
	unsigned decode_fds;     /* -y, -yy */
	bool decode_pids;        /* -Y */
	bool translate_pids;     /* --pidns-translation */
	unsigned stack_frames;   /* -k: at most so many; 0: no stacks */
	bool stack_sources;      /* -kk */
	unsigned status;         /* -z -Z -e status=: enum show_status */
	unsigned quiet;          /* enum quiet */
	uint64_t signals;        /* -e signal=: bit n: show signal n */
	struct call_set abbrev;  /* abbreviate structures of these calls; -v: none */
	struct call_set verbose; /* follow pointers of these calls */
	struct call_set raw;     /* only hexadecimal numbers for these calls */
	struct number_set dump_read, dump_write; /* -e read=, write=: descriptors */
	/* Appends the name of a network interface; false: there is none.  May be NULL. */
	bool (*interface_name)(const void *owner, unsigned index, struct text *name);
	const void *interfaces; /* its owner */
	bool vcpu_exits;        /* -e kvm=vcpu: why virtual processors stopped; vcpu+: */
	bool vcpus;             /* all they share with their owner, too */
	bool contexts;          /* --secontext: of security */
	unsigned context_parts; /* enum context_part */
	bool namespaces;        /* -e namespace=new: those that calls have entered */
	enum steps_by steps_by; /* what instructions are counted as */
	bool color;
	const struct palette *palette;          /* NULL: the usual colours */
	const struct summary_form *summary;     /* -c, -C: form of the table */
	const struct recording_info *recording; /* what a recording is to say of its making */
};

#endif
