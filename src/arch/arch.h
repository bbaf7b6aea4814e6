/* One const struct per CPU: all that the engines need to know of its registers.
 *
 * An ABI is a way to call the kernel: its own numbers, its own registers.  A
 * thread may use one or the other at every call.  Everything here works on a
 * thread in a ptrace stop; it returns 0 or -errno (-ESRCH: killed meanwhile). */
#ifndef RASTRO_ARCH_ARCH_H
#define RASTRO_ARCH_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	ARCH_ABI_MAX = 2,
	ARCH_CALL_NONE = 0xffff,
	ARCH_FRAME_MAX = 17,
	ARCH_REGISTER_MAX = 27,
	ARCH_BREAKS_MAX = 4,
	ARCH_ARGUMENT_MAX = 6, /* of a function, in registers */
	ARCH_PAGE_SIZE = 4096,
};

/* Calls that an engine must recognise, whoever wants to see them. */
enum arch_role {
	ROLE_ARCH_PRCTL,
	ROLE_CLONE,
	ROLE_CLONE3,
	ROLE_EXECVE,
	ROLE_FSOPEN,
	ROLE_IOCTL,
	ROLE_MMAP,
	ROLE_MOUNT,
	ROLE_MREMAP,
	ROLE_MUNMAP,
	ROLE_PRCTL,
	ROLE_PTRACE,
	ROLE_RESTART,
	ROLE_RT_SIGACTION,
	ROLE_RT_SIGPROCMASK,
	ROLE_RT_SIGRETURN,
	ROLE_SECCOMP,
	ROLE_SIGRETURN,
	ROLE_USERFAULTFD,
	ROLE_COUNT
};

/* A register, and where PEEKUSER finds it. */
struct arch_register {
	const char *name;
	uint16_t offset;
};

/* All of a thread's general registers: the one at offset 8 * n is word n. */
struct arch_registers {
	uint64_t words[ARCH_REGISTER_MAX];
};

/* Where code stands: what an unwinder begins with. */
struct arch_frame {
	unsigned abi; /* of the code that runs */
	uint64_t ip;
	unsigned count;
	uint64_t registers[ARCH_FRAME_MAX]; /* as DWARF numbers them for that ABI */
};

/* A system call as the registers show it. */
struct arch_call {
	unsigned abi;     /* index into abis: 0 is the CPU's own */
	uint32_t nr;      /* as the kernel takes it: 32 bits */
	uint64_t args[6]; /* zero-extended where registers are shorter */
	uint64_t ip;      /* the instruction after the call */
	uint64_t sp;      /* where its stack ends; of call_read() alone */
	int64_t result;   /* meaningful once the call has returned */
	bool failed;      /* result is -errno */
};

/* A call that sleeps and that the kernel does not take up again by itself when
 * its sleep is disturbed. */
struct arch_wait {
	uint16_t nr;
	int8_t timeout;    /* the argument that limits the sleep; -1: none does */
	bool milliseconds; /* that argument is a number, below 0 for ever; else a pointer, or NULL
	                    */
};

struct arch_abi {
	const char *name;
	uint32_t audit;                      /* AUDIT_ARCH_* */
	uint64_t arg_mask;                   /* what the kernel takes of a register */
	uint16_t role[ROLE_COUNT];           /* numbers; ARCH_CALL_NONE: no such call */
	const struct arch_wait *unrestarted; /* ends with ARCH_CALL_NONE */
};

struct arch {
	const char *name;
	unsigned abi_count;
	struct arch_abi abis[ARCH_ABI_MAX];
	/* The call a thread is in or returns from, without PTRACE_GET_SYSCALL_INFO. */
	int (*call_read)(pid_t tid, struct arch_call *);
	/* ABI of code that runs: what a thread would use by default. */
	int (*abi_read)(pid_t tid, unsigned *abi);
	unsigned (*abi_of)(const struct arch_registers *);
	int (*frame_read)(pid_t tid, struct arch_frame *);
	/* At entry: which call is to be made; -1 skips it. */
	int (*call_set_nr)(pid_t tid, uint32_t nr);
	int (*call_set_arg)(pid_t tid, unsigned abi, unsigned index, uint64_t value);
	/* The call that has returned is made again, as if nothing had happened. */
	int (*call_repeat)(pid_t tid);
	/* The whole register, whatever the ABI makes of it. */
	int (*call_get_arg)(pid_t tid, unsigned abi, unsigned index, uint64_t *value);
	/* After a call, or instead of one: what the program gets. */
	int (*call_set_result)(pid_t tid, int64_t result);
	/* Registers by name; the list ends with a name of NULL.  "ip" and "sp" are
	 * everywhere, beside the CPU's own names. */
	const struct arch_register *registers;
	int (*register_read)(pid_t tid, const struct arch_register *, uint64_t *value);
	int (*register_write)(pid_t tid, const struct arch_register *, uint64_t value);
	/* A task is to trap before it executes what stands at these addresses, at most
	 * ARCH_BREAKS_MAX, and no others any more. */
	int (*breaks_set)(pid_t tid, const uint64_t *addresses, unsigned count);
	unsigned ip_word, sp_word, number_word, code_segment_word; /* number: of the call */
	/* Where functions find integers they are given, and leave one, or its two halves; of
	 * i386 they are given all on the stack. */
	unsigned argument_words[ARCH_ARGUMENT_MAX], result_words[2];
	/* The lower half of a vector register: where functions are given fractions. */
	int (*vector_read)(pid_t tid, unsigned index, uint64_t *value);
	/* The word that DWARF of that ABI numbers so; ARCH_REGISTER_MAX: none. */
	unsigned (*dwarf_word)(unsigned abi, unsigned number);
	/* True when these are of a call that the kernel will make again by itself. */
	bool (*call_is_pending)(const struct arch_registers *);
	int (*registers_read)(pid_t tid, struct arch_registers *);
	/* before: what the thread has; NULL: not known. */
	int (*registers_write)(pid_t tid, const struct arch_registers *,
	                       const struct arch_registers *before);
	/* A call that is to be taken up again will not be: the program goes on at its
	 * instruction pointer as it is now. */
	int (*call_forget)(pid_t tid);
};

/* The CPU that this program was built for. */
extern const struct arch arch_native;

/* A register by name, or NULL. */
const struct arch_register *arch_register_find(const char *name);

/* What code of that ABI calls a word of struct arch_registers: "rax", "eax"; NULL: nothing. */
const char *arch_register_name(unsigned abi, unsigned word);

/* Index of the ABI with this AUDIT_ARCH_*, or -1. */
int arch_abi_find(uint32_t audit);

/* True when result, read from a register of this ABI, stands for an error. */
static inline bool arch_result_failed(int64_t result)
{
	return (uint64_t)result >= (uint64_t)-4095;
}

#endif
