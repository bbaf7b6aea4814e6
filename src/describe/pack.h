/* All that rastro is built from, descriptions and facts, as one block of bytes.
 *
 * It goes into the program, so that what users describe can be read together with
 * it: then a structure that is described anew is new wherever it is used. */
#ifndef RASTRO_DESCRIBE_PACK_H
#define RASTRO_DESCRIBE_PACK_H

#include "describe/model.h"

/* Appends the block.  out->failed tells when that was not possible. */
void pack_write(const struct model_input *, struct text *out);

struct pack {
	struct model_input input;
	struct source *descriptions; /* room is left behind them, for "more" */
	char *bytes;
};
/* False when memory ran out; to be freed in any case. */
bool pack_read(struct pack *, const void *bytes, size_t size, unsigned more);
void pack_free(struct pack *);

#endif
