/* Calls as a person writes them, and as lines of a trace show them:
 *
 *	openat(AT_FDCWD, "/dev/null", O_RDWR)
 *	connect(3, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr("127.0.0.1")}, 16)
 *	fstat(1, _)
 *
 * The description of the call says what each argument is: which names it may have, which
 * structure stands behind a pointer, how much comes out.  What is not in a register is
 * laid out in a run of bytes, to be put anywhere in the program's memory. */
#ifndef RASTRO_INSPECT_CALL_TEXT_H
#define RASTRO_INSPECT_CALL_TEXT_H

#include "base/text.h"
#include "calls/desc.h"
#include "inspect/expression.h"

enum {
	CALL_MEMORY_MAX = 1 << 20, /* bytes behind pointers, together */
	CALL_POINTERS_MAX = 1024,
	CALL_NESTING_MAX = 16, /* structures within each other */
};

/* A pointer to something in the memory of the call. */
struct call_pointer {
	bool is_argument; /* it is one; else it lies in the memory, too */
	uint8_t size;
	uint32_t at; /* of args, or of the memory, in bytes */
	uint32_t target;
};

struct call_request {
	enum event_abi abi;
	uint32_t nr;
	const struct call *call;
	uint8_t args[64]; /* slots of 8 bytes; of i386, of 4 */
	struct text memory;
	unsigned pointer_count;
	struct call_pointer pointers[CALL_POINTERS_MAX];
};

/* Fills a request that is all zero; names and machine: of the program that is to make the
 * call.  Returns 0, or -1 with error. */
int call_text_parse(struct call_request *, enum event_abi, const char *text,
                    const struct expression_names *, const struct expression_machine *,
                    struct error *);
/* Lets its pointers be such that its memory lies at address. */
void call_request_place(struct call_request *, uint64_t address);
/* Its registers, once it is placed. */
void call_request_args(const struct call_request *, uint64_t args[6]);
void call_request_free(struct call_request *);

#endif
