/* A thread's registers as debuggers number them: those of gdb's remote protocol.
 *
 * The client is given a description, and from then on speaks of numbers and bytes.  What
 * stands first is sent with every stop; vectors, which are large and seldom looked at,
 * stand last and are asked for one by one. */
#ifndef RASTRO_ARCH_TARGET_H
#define RASTRO_ARCH_TARGET_H

#include "arch/register_set.h"
#include "base/text.h"

#include <signal.h>

enum { TARGET_REGISTERS_MAX = 160 };

enum target_source {
	TARGET_WORD, /* of register_file.general */
	TARGET_AREA, /* of register_file.xstate */
	TARGET_TAGS, /* two bits for each x87 register, of which the area has but one */
};

struct target_register {
	char name[REGISTER_NAME_MAX];
	const char *feature, *type, *group;
	uint8_t size; /* as the client sees it, in bytes */
	uint8_t kept; /* bytes that the kernel keeps; the others are zero */
	uint8_t source;
	uint16_t offset; /* in bytes */
};

struct target {
	unsigned abi;
	unsigned count;
	unsigned first_count;                       /* sent with every stop */
	unsigned base_number, sp_number, ip_number; /* of those that a stop is told with */
	struct target_register registers[TARGET_REGISTERS_MAX];
};

/* What the CPU and a program like that one have. */
void target_init(struct target *, const struct register_file *);
/* The kind of machine and system, as compilers name it. */
const char *target_triple(const struct target *);
/* The description, as XML. */
void target_describe(const struct target *, struct text *);

/* bytes: as many as the register's size. */
void target_get(const struct target *, const struct register_file *, unsigned number,
                uint8_t *bytes);
/* Where the next instruction is changed, a call that was interrupted is not taken up again;
 * unless orig_rax is given its number once more. */
void target_set(const struct target *, struct register_file *, unsigned number,
                const uint8_t *bytes);
/* Gives a stopped thread all its general, floating and vector registers; 0 or -errno. */
int target_store(pid_t tid, const struct register_file *);

/* What a thread's own variables are found by. */
uint64_t target_thread_pointer(const struct register_file *);

/* A stop at an address that the CPU itself looks out for, without a change to the program. */
enum target_watch { WATCH_EXECUTE, WATCH_WRITE = 1, WATCH_ACCESS = 3 };
enum { TARGET_WATCHES_MAX = 4 };

struct target_point {
	uint64_t address; /* a multiple of length */
	uint8_t watch;
	uint8_t length; /* 1, 2, 4, 8; of code 1; 0: there is none */
};

/* From now on a stopped thread stops at these, and no others; 0 or -errno. */
int target_points_write(pid_t tid, const struct target_point points[TARGET_WATCHES_MAX]);
/* Bit n: the thread has stopped at point n; tells each stop but once. */
unsigned target_points_met(pid_t tid);

/* What is known of the signal that a thread stopped by; 0 or -errno. */
int target_siginfo_read(pid_t tid, siginfo_t *);
int target_siginfo_write(pid_t tid, const siginfo_t *);
/* Return addresses are kept where the CPU alone writes, too. */
bool target_has_shadow_stack(pid_t tid);
/* Signals that a stopped thread blocks, bit n - 1 for signal n; 0 or -errno. */
int target_mask_read(pid_t tid, uint64_t *mask);
int target_mask_write(pid_t tid, uint64_t mask);
/* The thread has met a trap, and is about to stop for it once more. */
bool target_trap_is_pending(pid_t tid);
/* It has stopped within a call: where that enters or leaves the kernel, or makes somebody.  No
 * other call can be made there. */
bool target_is_within_call(pid_t tid);
/* As a program of that target would be given it. */
void target_siginfo_put(const struct target *, const siginfo_t *, struct text *);

#endif
