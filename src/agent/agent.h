/* The agent: what runs inside a traced process and records its calls there.
 *
 *	call site -> stub -> entry -> agent_before -> the call -> agent_after -> site + 2
 *
 * It is a few kilobytes at a fixed address, put there by the tracer.  It uses no
 * byte of the program's stack, no descriptor, no call but the program's own, and
 * general registers only.  It trusts its slot, which is private to the process;
 * a ring is shared with the tracer, and the tracer trusts no byte of it.
 *
 * This header is all that both sides know of each other. */
#ifndef RASTRO_AGENT_AGENT_H
#define RASTRO_AGENT_AGENT_H

/* Where everything lies; the low 2 GiB, so that the agent's code may name it. */
#define AGENT_BASE       0x70000000 /* code, and behind it what the tracer tells */
#define AGENT_CODE_SIZE  0x10000    /* calls from here may run free: see the filter */
#define AGENT_CONFIG     (AGENT_BASE + AGENT_CODE_SIZE)
#define AGENT_NAME       (AGENT_CONFIG + 8)
#define AGENT_HANDLER    (AGENT_CONFIG + 16)
#define AGENT_YIELDS     (AGENT_CONFIG + 24)
#define AGENT_SIZE       0x100000
#define AGENT_SLOTS      0x70100000
#define AGENT_SLOTS_SIZE 0x100000
#define AGENT_SLOT_SIZE  64
#define AGENT_SLOT_COUNT 12288
#define AGENT_STACKS     0x70200000
#define AGENT_STACK_SIZE 0x4000
#define AGENT_RINGS      0x68000000 /* marks, a byte for each slot; behind them the rings */

/* All of it lies between these. */
#define AGENT_FIRST AGENT_RINGS
#define AGENT_END   (AGENT_STACKS + AGENT_SLOT_COUNT * AGENT_STACK_SIZE)

/* A slot; GS base of its thread leads there. */
#define SLOT_RING  0 /* of struct slot */
#define SLOT_RSP   8
#define SLOT_STACK 16
#define SLOT_PHASE 24

/* What the code does, for a tracer that finds a thread in it. */
#define PHASE_BEFORE 0 /* the call has not been made: it can be begun anew */
#define PHASE_AFTER  1 /* it has been made, the frame holds its result */

/* SIGBUS and SIGSEGV, as sets of signals have them: copying may cause them. */
#define AGENT_FAULT_SIGNALS (1ull << (7 - 1) | 1ull << (11 - 1))

/* Registers of the program, on the agent's stack, as they were at the call. */
#define FRAME_SIZE 128
#define FRAME_SLOT 56

/* Of a ring: not 0 while its thread is served; the kernel looks at it, too, where it
 * dispatches calls (engine/hybrid_dispatch.c). */
#define RING_SELECTOR 80

/* The data of a stub: where the program goes on, and the slow gate. */
#define STUB_RETURN 0
#define STUB_SLOW   8

/* Pages for stubs, near the code that jumps there. */
#define REGION_SIZE 0x10000

/* Pages for second jumps that a new program gets with its agent. */
#define LANDINGS_AT_ONCE 8

#ifndef __ASSEMBLER__
#include "arch/agent_registers.h"
#include "calls/argument_test.h"
#include "calls/capture.h"

struct slot {
	uint64_t ring; /* 0: no thread's, or a forked child's, which finds zeros */
	uint64_t rsp;  /* the program's, while the agent runs */
	uint64_t stack;
	uint32_t phase;
	uint32_t begun; /* offset in the ring of the call's event */
	uint32_t room;  /* bytes of the ring */
	uint32_t event_max;
	uint64_t mark;    /* of a byte that becomes 1 when there is an event; 0: of none */
	uint64_t blocked; /* which of AGENT_FAULT_SIGNALS the thread blocks */
	uint64_t used;    /* ring of the call being made, should the tracer take it away */
};

struct stub_data {
	uint64_t after; /* where the program goes on */
	uint64_t slow;
	uint64_t site;
};

/* Events one behind the other, each as it will be: the tracer adds who made it, and
 * turns ticks of the CPU's clock into nanoseconds.  An event of size 0: go on at the
 * beginning.  Offsets count from bytes. */
struct ring {
	uint64_t head;      /* the agent's: where the next event will begin */
	uint64_t open;      /* offset plus 1 of an event whose call is being made; 0: none */
	uint64_t open_size; /* of that event, as it was when the call began */
	uint64_t unused[5];
	uint64_t tail;      /* the tracer's: everything before it was taken */
	uint64_t disturbed; /* and: not 0 while names of descriptors may change */
	uint32_t selector;  /* and: see RING_SELECTOR */
	uint32_t unused_half;
	uint64_t unused_too[5];
	uint8_t bytes[];
};

enum {
	AGENT_CALL_COUNT = 512,
	AGENT_RULES_MAX = 32,
};

/* What the agent makes of a call. */
enum agent_record {
	RECORD_NOT, /* the slow gate: the tracer sees to it */
	RECORD_ALWAYS,
	RECORD_BY_RULE, /* unless a rule applies */
};

/* Calls that the tracer has to see. */
struct agent_rule {
	uint16_t nr;
	struct argument_test when;
};

struct agent_config {
	uint64_t entry;   /* where stubs jump to */
	char name[8];     /* of the memory of rings */
	uint64_t handler; /* of SIGSYS, as the program has it */
	uint64_t yields;  /* not 0: it gets each */
	struct capture_limits limits;
	struct plan_table plans;           /* pointers as the process sees them */
	uint8_t records[AGENT_CALL_COUNT]; /* enum agent_record */
	uint8_t copies[AGENT_CALL_COUNT];  /* set of enum plan_phase: when anything is copied */
	struct agent_rule rules[AGENT_RULES_MAX];
	uint32_t rule_count;
	uint32_t mask_call;   /* sets the mask of signals */
	uint32_t action_call; /* says what happens at one */
	bool has_names;       /* the tracer looks up names of what calls name */
	bool is_dispatched;   /* calls from elsewhere raise SIGSYS, which is ours */
};

/* The first thing in the code: addresses of places that the tracer must know. */
struct agent_places {
	uint64_t entry;      /* registers are the program's, but rcx and r11 */
	uint64_t framed;     /* from here on the frame is whole */
	uint64_t called;     /* right behind the call: its result is in rax */
	uint64_t kept;       /* the result is in the frame, the phase not yet set */
	uint64_t copy_begin; /* reading the program's memory: a fault there is an answer, */
	uint64_t copy_bytes; /* but only from here on one that says where the memory ends */
	uint64_t copy_end;
	uint64_t full; /* behind an int3: the tracer is to keep what came out of the call */
	/* Preparation, see entry.S: of a new program, of any, and of one that has all but rings. */
	uint64_t prepare_all, prepare, prepare_rings, taken, closed, landings, prepared_end;
	uint64_t begin, begun;  /* where a new program goes on from there */
	uint64_t gate, gave_up; /* the code ends here that calls freely; behind its call */
	uint64_t dispatched, dispatched_return; /* handler of SIGSYS, and where it returns to */
	/* The template of errands (entry.S), and its parts. */
	uint64_t errand, errand_call, errand_back, errand_data, errand_end;
	/* The template of stubs: its slow gate, what follows that, its data. */
	uint64_t stub, stub_slow, stub_slowed, stub_data, stub_end;
};
#endif

#endif
