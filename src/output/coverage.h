/* What was executed, of which files: for views that tell other tools. */
#ifndef RASTRO_OUTPUT_COVERAGE_H
#define RASTRO_OUTPUT_COVERAGE_H

#include "base/map.h"
#include "output/sink.h"
#include "symbol/code_file.h"

enum {
	COVERAGE_MODULES_MAX = 1 << 14, /* drcov numbers them by 16 bits */
	COVERAGE_INSNS_MAX = 1 << 23,   /* of all; others are not told */
};

/* An instruction, by its address in the file as that is linked. */
struct covered_insn {
	uint64_t address, count;
	uint8_t length;
	bool begins, ends; /* a block: it was led to, it may lead elsewhere */
};

struct covered_module {
	uint64_t base; /* where what is linked for the file's start was seen first */
	uint64_t end;  /* of what is known of it, as linked */
	bool is_read;  /* file is open: else addresses are offsets in it */
	struct code_file file;
	struct map insns; /* struct covered_insn by address */
	char path[];
};

/* The first member of such views. */
struct coverage {
	struct sink sink;
	struct insn_decoder *decoder;
	struct map by_path; /* struct covered_module, by the hash of its path */
	struct map next;    /* struct coming, by thread */
	size_t insn_count;
	struct covered_module *modules[COVERAGE_MODULES_MAX]; /* as they came */
	unsigned module_count;
};

int coverage_open(struct sink *, struct error *);
void coverage_event(struct sink *, const struct event *);
void coverage_free(struct coverage *);

/* The instructions of a module, by address; the caller frees the list.  NULL: no memory. */
const struct covered_insn **coverage_sorted(const struct covered_module *);

#endif
