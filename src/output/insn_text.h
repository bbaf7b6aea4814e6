/* The text of instructions that events tell of: "call 0x401136 <main>". */
#ifndef RASTRO_OUTPUT_INSN_TEXT_H
#define RASTRO_OUTPUT_INSN_TEXT_H

#include "base/text.h"
#include "event/stack.h"

/* Keeps what was made before; all zero is none. */
struct insn_texts {
	struct insn_decoder *decoder;
	bool is_missing; /* libZydis: then texts are bytes */
	struct known_text *slots;
	struct text of; /* of the one that is looked for */
};

/* The text of the instruction of an EVENT_STEP, without NUL; of no length where its code is
 * not known.  It lives until the next call. */
struct text insn_text(struct insn_texts *, const struct event *);
/* Room for how its lines begin, which is kept as long as the text is; of no length at first.
 * NULL: it is not kept. */
struct text *insn_line_head(struct insn_texts *, const struct event *);
void insn_texts_free(struct insn_texts *);

/* "prog(main+0x4)", or "prog(main)": without the path of the file. */
void put_place_name(struct text *, const struct stack_frame *, bool with_offset);
/* Where the instruction of an EVENT_STEP stands. */
void put_step_place(struct text *, const struct event *);

/* Appends a name of the traced program so that it does a terminal no harm. */
void text_put_name(struct text *, const char *bytes, size_t length);

#endif
