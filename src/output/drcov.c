/* drcov, version 2: what DynamoRIO's tool of that name writes, and disassemblers show.
 *
 *	DRCOV VERSION: 2
 *	DRCOV FLAVOR: drcov
 *	Module Table: version 2, count N
 *	Columns: id, base, end, entry, path
 *	  0, 0x0000555555554000, 0x0000555555558000, 0x0000555555555050, /usr/bin/true
 *	BB Table: N bbs
 *
 * and the blocks, eight bytes each: from where in the module, how long, which module.  A
 * block is code that runs from its first instruction to its last, if at all. */
#include "output/coverage.h"

#include <string.h>

/* As it stands in the file, in the order of bytes of the machine. */
struct block {
	uint32_t start;
	uint16_t size, module;
};

struct blocks {
	struct text list;
	size_t count;
};

/* Blocks are told by 32 and 16 bits: what lies further away is left out, what is longer is
 * two of them. */
static void block_put(struct blocks *blocks, uint64_t start, uint64_t size, unsigned module)
{
	struct block block = { (uint32_t)start, (uint16_t)size, (uint16_t)module };

	if (!size || start > UINT32_MAX)
		return;
	text_put(&blocks->list, &block, sizeof(block));
	blocks->count++;
}

static void blocks_make(struct blocks *blocks, const struct covered_module *module, unsigned index)
{
	const struct covered_insn **sorted = coverage_sorted(module);
	uint64_t start = 0, size = 0;
	bool goes_on = false;

	for (size_t i = 0; sorted && i < module->insns.count; i++) {
		const struct covered_insn *insn = sorted[i];

		if (!goes_on || insn->begins || insn->address != start + size ||
		    size + insn->length > UINT16_MAX) {
			block_put(blocks, start - module->file.start, size, index);
			start = insn->address;
			size = 0;
		}
		size += insn->length;
		goes_on = !insn->ends;
	}
	block_put(blocks, start - module->file.start, size, index);
	free(sorted);
}

static void put_module(struct text *out, const struct covered_module *module, unsigned index)
{
	uint64_t bias = module->base - module->file.start;
	uint64_t entry = module->file.entry;

	text_format(out, "%3u, 0x%016llx, 0x%016llx, 0x%016llx, %s\n", index,
	            (unsigned long long)module->base, (unsigned long long)(module->end + bias),
	            (unsigned long long)(entry ? entry + bias : 0), module->path);
}

static void drcov_close(struct sink *base)
{
	struct coverage *coverage = (struct coverage *)base;
	struct text *out = stream_text(base->stream);
	struct blocks blocks = { 0 };

	text_format(out,
	            "DRCOV VERSION: 2\nDRCOV FLAVOR: drcov\nModule Table: version 2, count %u\n"
	            "Columns: id, base, end, entry, path\n",
	            coverage->module_count);
	for (unsigned i = 0; i < coverage->module_count; i++) {
		put_module(out, coverage->modules[i], i);
		blocks_make(&blocks, coverage->modules[i], i);
	}
	text_format(out, "BB Table: %zu bbs\n", blocks.count);
	text_put(out, blocks.list.bytes, blocks.list.length);
	text_free(&blocks.list);
	stream_flush(base->stream);
	coverage_free(coverage);
}

const struct sink_ops drcov_sink = {
	.name = "drcov",
	.counts = true,
	.size = sizeof(struct coverage),
	.open = coverage_open,
	.event = coverage_event,
	.close = drcov_close,
};
