/* Frames of a stopped thread, with the registers that each of them had: who called whom,
 * and where a caller's variables are.
 *
 * What debugging information says of unwinding is followed; where it says nothing, the frame
 * pointer; where that leads nowhere, the stack is searched for what looks like an address
 * behind a call.  Each frame says which it was. */
#ifndef RASTRO_SYMBOL_FRAME_H
#define RASTRO_SYMBOL_FRAME_H

#include "arch/arch.h"
#include "arch/register_set.h"
#include "symbol/space.h"

#include <stdbool.h>
#include <stdint.h>

enum { FRAMES_MAX = 10000 };

enum frame_means {
	FRAME_INNERMOST,
	FRAME_BY_INFORMATION,
	FRAME_BY_POINTER,
	FRAME_BY_SEARCH,
};

struct frame {
	unsigned number; /* 0: the innermost */
	enum frame_means means;
	bool is_32;
	bool is_interrupted; /* by a signal: it has called nobody */
	uint64_t pc;         /* where it goes on */
	uint64_t cfa;        /* where its caller's stack ends; 0: not known */
	/* Registers as DWARF numbers them, those that are known as bits. */
	unsigned count;
	uint32_t known;
	uint64_t registers[ARCH_FRAME_MAX];
	uint64_t saved[ARCH_FRAME_MAX];   /* where in memory one is kept; 0: it is the CPU's */
	const struct register_file *file; /* of the innermost: all that the thread has; or NULL */
};

/* Without file, vectors are not known.  It is borrowed for as long as the frame is used. */
void frame_begin(const struct space *, const struct arch_frame *, const struct register_file *,
                 struct frame *);
/* Becomes its caller; false: there is none, or nobody knows. */
bool frame_next(const struct space *, struct frame *);

/* The instruction that it stands in: a caller stands behind its call. */
static inline uint64_t frame_code(const struct frame *frame)
{
	return frame->number == 0 || frame->is_interrupted ? frame->pc : frame->pc - 1;
}

/* What a register is called whose number that is; NULL: it is none that frames have. */
const char *frame_register_name(const struct frame *, unsigned number);

/* Its stack pointer, and the number of that. */
static inline unsigned frame_sp_number(const struct frame *frame)
{
	return frame->is_32 ? 4 : 7;
}

#endif
