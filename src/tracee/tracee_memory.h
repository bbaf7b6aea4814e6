/* The memory of a stopped task, as the capture plans want to read it.
 *
 * One process_vm_readv() fetches all ranges that were announced by prefetch();
 * read() then finds them in the cache.  Where that call is not allowed
 * /proc/TID/mem is read, and where that is not either, PEEKDATA.
 *
 * process_vm_readv() is the one that fails where the program itself would (for
 * the others we look at its mappings), and the one that waits for pages that
 * another program has to deliver.  So once such a program is known (caution) it
 * is not used any more. */
#ifndef RASTRO_TRACEE_TRACEE_MEMORY_H
#define RASTRO_TRACEE_TRACEE_MEMORY_H

#include "base/text.h"
#include "event/event.h"
#include "event/memory.h"
#include "tracee/fd_detail.h"
#include "tracee/generic_families.h"
#include "tracee/pid_namespace.h"
#include "tracee/proc_files.h"
#include "tracee/tracee.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	TRACEE_RANGES_MAX = 16,        /* ranges of one prefetch */
	TRACEE_PREFETCH_MAX = 1 << 16, /* their bytes together */
};

/* How memory is read; each is tried when the one before is not allowed. */
enum tracee_access { ACCESS_VM_READV, ACCESS_PROC_MEM, ACCESS_PEEK };

/* Who may keep a read waiting.  Both are programs, and if we trace them they may
 * be waiting for us. */
enum tracee_caution {
	CAUTION_NONE,
	CAUTION_FAULTS, /* a userfaultfd: pages come from a program */
	CAUTION_FILES,  /* FUSE: files come from a program */
};

struct tracee_memory {
	struct memory memory; /* first: the reader's view of us */
	pid_t tid;
	struct event_buffer *buffer; /* names of descriptors go there */
	bool name_fds, name_pids, detail_fds;
	bool translate_pids;
	struct pid_namespaces namespaces;
	struct text detail;
	struct proc_files files;
	struct generic_families families; /* asked for by this descriptor of this task */
	pid_t generic_tid;
	int generic_fd;
	struct fd_details details; /* doubted by whoever sees a call that may hand out one */
	uint8_t access;            /* enum tracee_access */
	uint8_t caution;           /* enum tracee_caution; whoever learns of a reason raises it */
	unsigned late;             /* reads that did not answer in time */
	uint64_t late_until_ns;    /* until then reads that might not are not tried */
	struct tracee_span span;   /* what we looked at last, at this stop; or empty */
	/* what prefetch() brought: ranges lie one after the other in bytes */
	unsigned range_count;
	struct memory_range ranges[TRACEE_RANGES_MAX];
	size_t got[TRACEE_RANGES_MAX];
	uint8_t *bytes;
};

/* Returns 0 or -ENOMEM. */
int tracee_memory_init(struct tracee_memory *);
void tracee_memory_deinit(struct tracee_memory *);

/* From now on it is this task's, at this stop; nothing cached is left. */
void tracee_memory_aim(struct tracee_memory *, pid_t tid, struct event_buffer *);

/* Changes memory of the task; it must be stopped by us.  0 or -errno. */
int tracee_memory_write(struct tracee_memory *, uint64_t address, const void *bytes, size_t length);
/* The same where the program itself could not write, too: code, constants.  Returns how
 * many bytes were written, or -errno where none was. */
ssize_t tracee_memory_force(struct tracee_memory *, uint64_t address, const void *bytes,
                            size_t length);

#endif
