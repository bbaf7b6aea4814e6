/* x86-64, and i386 programs on it.
 *
 * Which ABI a call uses is a matter of the instruction, not of the program:
 * 64-bit code may say "int $0x80" and gets i386's numbers and registers.  The
 * kernel knows (PTRACE_GET_SYSCALL_INFO tells); without its help we look at the
 * instruction before ip.  Registers are read one by one through PEEKUSER where
 * a few are wanted: that is cheaper than all of them. */
#include "arch/arch.h"

#include <errno.h>
#include <linux/audit.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/reg.h>
#include <sys/user.h>

enum { X86_64, I386 };

enum {
	CODE_SEGMENT_32 = 0x23, /* __USER32_CS */
	DEBUG_CONTROL = 7,      /* DR7 */
	INT_80 = 0x80cd,        /* cd 80, as a little-endian number */
};

static const uint16_t arg_offsets[ARCH_ABI_MAX][6] = {
	[X86_64] = { 8 * RDI, 8 * RSI, 8 * RDX, 8 * R10, 8 * R8, 8 * R9 },
	[I386] = { 8 * RBX, 8 * RCX, 8 * RDX, 8 * RSI, 8 * RDI, 8 * RBP },
};

/* In the order of DWARF's numbers, as the two psABIs give them. */
static const uint16_t frame_offsets_64[] = {
	8 * RAX, 8 * RDX, 8 * RCX, 8 * RBX, 8 * RSI, 8 * RDI, 8 * RBP, 8 * RSP, 8 * R8,
	8 * R9,  8 * R10, 8 * R11, 8 * R12, 8 * R13, 8 * R14, 8 * R15, 8 * RIP,
};
static const uint16_t frame_offsets_32[] = {
	8 * RAX, 8 * RCX, 8 * RDX, 8 * RBX, 8 * RSP, 8 * RBP, 8 * RSI, 8 * RDI, 8 * RIP,
};

static const struct {
	const uint16_t *offsets;
	unsigned count;
} frames[ARCH_ABI_MAX] = {
	[X86_64] = { frame_offsets_64, sizeof(frame_offsets_64) / sizeof(*frame_offsets_64) },
	[I386] = { frame_offsets_32, sizeof(frame_offsets_32) / sizeof(*frame_offsets_32) },
};

static const struct arch_register registers[] = {
	{ "ip", 8 * RIP },
	{ "sp", 8 * RSP },
	{ "rax", 8 * RAX },
	{ "rbx", 8 * RBX },
	{ "rcx", 8 * RCX },
	{ "rdx", 8 * RDX },
	{ "rsi", 8 * RSI },
	{ "rdi", 8 * RDI },
	{ "rbp", 8 * RBP },
	{ "rsp", 8 * RSP },
	{ "r8", 8 * R8 },
	{ "r9", 8 * R9 },
	{ "r10", 8 * R10 },
	{ "r11", 8 * R11 },
	{ "r12", 8 * R12 },
	{ "r13", 8 * R13 },
	{ "r14", 8 * R14 },
	{ "r15", 8 * R15 },
	{ "rip", 8 * RIP },
	{ "eflags", 8 * EFLAGS },
	{ "cs", 8 * CS },
	{ "ss", 8 * SS },
	{ "ds", 8 * DS },
	{ "es", 8 * ES },
	{ "fs", 8 * FS },
	{ "gs", 8 * GS },
	{ "fs_base", 8 * FS_BASE },
	{ "gs_base", 8 * GS_BASE },
	{ "orig_rax", 8 * ORIG_RAX },
	{ NULL, 0 },
};

static uint64_t register_at(const struct user_regs_struct *regs, size_t offset)
{
	return *(const unsigned long long *)((const char *)regs + offset);
}

static int registers_read(pid_t tid, struct user_regs_struct *regs)
{
	return ptrace(PTRACE_GETREGS, tid, NULL, regs) < 0 ? -errno : 0;
}

static int register_write(pid_t tid, size_t offset, uint64_t value)
{
	return ptrace(PTRACE_POKEUSER, tid, offset, value) < 0 ? -errno : 0;
}

static int register_peek(pid_t tid, size_t offset, uint64_t *value)
{
	errno = 0;
	*value = (uint64_t)ptrace(PTRACE_PEEKUSER, tid, offset, NULL);
	return -errno;
}

static int x86_register_read(pid_t tid, const struct arch_register *reg, uint64_t *value)
{
	return register_peek(tid, reg->offset, value);
}

static int x86_register_write(pid_t tid, const struct arch_register *reg, uint64_t value)
{
	return register_write(tid, reg->offset, value);
}

static int x86_registers_read(pid_t tid, struct arch_registers *all)
{
	return ptrace(PTRACE_GETREGS, tid, NULL, all) < 0 ? -errno : 0;
}

/* One or two are written sooner one by one. */
static int x86_registers_write(pid_t tid, const struct arch_registers *all,
                               const struct arch_registers *before)
{
	enum { FEW = 2 };
	unsigned changed[FEW], count = 0;
	int status = 0;

	for (unsigned i = 0; before && i < ARCH_REGISTER_MAX && count <= FEW; i++)
		if (all->words[i] != before->words[i] && count++ < FEW)
			changed[count - 1] = i;
	if (!before || count > FEW)
		return ptrace(PTRACE_SETREGS, tid, NULL, all) < 0 ? -errno : 0;
	for (unsigned i = 0; i < count && status == 0; i++)
		status = register_write(tid, 8 * changed[i], all->words[changed[i]]);
	return status;
}

static int x86_vector_read(pid_t tid, unsigned index, uint64_t *value)
{
	struct user_fpregs_struct vectors;

	if (ptrace(PTRACE_GETFPREGS, tid, NULL, &vectors) < 0)
		return -errno;
	memcpy(value, (char *)vectors.xmm_space + sizeof(vectors.xmm_space) / 16 * index,
	       sizeof(*value));
	return 0;
}

static unsigned x86_dwarf_word(unsigned abi, unsigned number)
{
	return number < frames[abi].count ? frames[abi].offsets[number] / 8 : ARCH_REGISTER_MAX;
}

static int debug_register_write(pid_t tid, unsigned index, uint64_t value)
{
	return register_write(tid, offsetof(struct user, u_debugreg) + 8 * index, value);
}

/* Two bits of DR7 for each address enable it; its others, zero, mean "when executed". */
static int x86_breaks_set(pid_t tid, const uint64_t *addresses, unsigned count)
{
	int status = debug_register_write(tid, DEBUG_CONTROL, 0);
	uint64_t enabled = 0;

	for (unsigned i = 0; i < count && status == 0; i++) {
		status = debug_register_write(tid, i, addresses[i]);
		enabled |= 1ull << 2 * i;
	}
	return status == 0 && enabled ? debug_register_write(tid, DEBUG_CONTROL, enabled) : status;
}

static bool x86_call_is_pending(const struct arch_registers *all)
{
	/* ERESTARTSYS, ERESTARTNOINTR, ERESTARTNOHAND, ERESTART_RESTARTBLOCK */
	int32_t result = (int32_t)all->words[RAX];

	return (int64_t)all->words[ORIG_RAX] >= 0 &&
	       (result == -512 || result == -513 || result == -514 || result == -516);
}

static bool follows_int_80(pid_t tid, uint64_t ip)
{
	errno = 0;
	long word = ptrace(PTRACE_PEEKTEXT, tid, ip - 2, NULL);

	return errno == 0 && (word & 0xffff) == INT_80;
}

static unsigned abi_of(pid_t tid, const struct user_regs_struct *regs)
{
	return regs->cs == CODE_SEGMENT_32 || follows_int_80(tid, regs->rip) ? I386 : X86_64;
}

static int x86_call_read(pid_t tid, struct arch_call *call)
{
	struct user_regs_struct regs;
	int status = registers_read(tid, &regs);

	if (status < 0)
		return status;
	call->abi = abi_of(tid, &regs);
	call->nr = (uint32_t)regs.orig_rax;
	call->ip = regs.rip;
	call->sp = regs.rsp;
	call->result = call->abi == I386 ? (int32_t)regs.rax : (int64_t)regs.rax;
	call->failed = arch_result_failed(call->result);
	for (unsigned i = 0; i < 6; i++)
		call->args[i] = register_at(&regs, arg_offsets[call->abi][i]) &
		                arch_native.abis[call->abi].arg_mask;
	return 0;
}

static int x86_abi_read(pid_t tid, unsigned *abi)
{
	errno = 0;
	long cs = ptrace(PTRACE_PEEKUSER, tid, 8 * CS, NULL);

	if (errno != 0)
		return -errno;
	*abi = cs == CODE_SEGMENT_32 ? I386 : X86_64;
	return 0;
}

static unsigned x86_abi_of(const struct arch_registers *now)
{
	return now->words[CS] == CODE_SEGMENT_32 ? I386 : X86_64;
}

static int x86_frame_read(pid_t tid, struct arch_frame *frame)
{
	struct user_regs_struct regs;
	int status = registers_read(tid, &regs);

	if (status < 0)
		return status;
	frame->abi = regs.cs == CODE_SEGMENT_32 ? I386 : X86_64;
	frame->ip = regs.rip;
	frame->count = frames[frame->abi].count;
	for (unsigned i = 0; i < frame->count; i++)
		frame->registers[i] = register_at(&regs, frames[frame->abi].offsets[i]) &
		                      arch_native.abis[frame->abi].arg_mask;
	return 0;
}

static int x86_call_set_nr(pid_t tid, uint32_t nr)
{
	/* Sign-extended, as the kernel wants its "no call" to be -1. */
	return register_write(tid, 8 * ORIG_RAX, (uint64_t)(int64_t)(int32_t)nr);
}

static int x86_call_set_arg(pid_t tid, unsigned abi, unsigned index, uint64_t value)
{
	return register_write(tid, arg_offsets[abi][index], value);
}

static int x86_call_repeat(pid_t tid)
{
	struct user_regs_struct regs;
	int status = registers_read(tid, &regs);

	if (status < 0)
		return status;
	/* Both "syscall" and "int $0x80" are two bytes long. */
	status = register_write(tid, 8 * RIP, regs.rip - 2);
	return status < 0 ? status : register_write(tid, 8 * RAX, regs.orig_rax);
}

static int x86_call_get_arg(pid_t tid, unsigned abi, unsigned index, uint64_t *value)
{
	return register_peek(tid, arg_offsets[abi][index], value);
}

/* The kernel steps back to the call's instruction only while it knows its number. */
static int x86_call_forget(pid_t tid)
{
	return register_write(tid, 8 * ORIG_RAX, UINT64_MAX);
}

static int x86_call_set_result(pid_t tid, int64_t result)
{
	return register_write(tid, 8 * RAX, (uint64_t)result);
}

/* rt_sigtimedwait, io_getevents, semop, semtimedop, epoll_wait, epoll_pwait,
 * epoll_pwait2, io_uring_enter, io_pgetevents */
static const struct arch_wait unrestarted_64[] = {
	{ .nr = 128, .timeout = 2 },
	{ .nr = 208, .timeout = 4 },
	{ .nr = 65, .timeout = -1 },
	{ .nr = 220, .timeout = 3 },
	{ .nr = 232, .timeout = 3, .milliseconds = true },
	{ .nr = 281, .timeout = 3, .milliseconds = true },
	{ .nr = 441, .timeout = 3 },
	{ .nr = 426, .timeout = -1 },
	{ .nr = 333, .timeout = 4 },
	{ .nr = ARCH_CALL_NONE },
};
/* the same; semaphores only with 64-bit times, the rest goes through ipc() */
static const struct arch_wait unrestarted_32[] = {
	{ .nr = 177, .timeout = 2 },
	{ .nr = 421, .timeout = 2 },
	{ .nr = 247, .timeout = 4 },
	{ .nr = 420, .timeout = 3 },
	{ .nr = 256, .timeout = 3, .milliseconds = true },
	{ .nr = 319, .timeout = 3, .milliseconds = true },
	{ .nr = 441, .timeout = 3 },
	{ .nr = 426, .timeout = -1 },
	{ .nr = 385, .timeout = 4 },
	{ .nr = 416, .timeout = 4 },
	{ .nr = ARCH_CALL_NONE },
};

const struct arch arch_native = {
	.name = "x86_64",
	.abi_count = 2,
	.abis = {
		[X86_64] = {
			.name = "x86_64",
			.audit = AUDIT_ARCH_X86_64,
			.arg_mask = UINT64_MAX,
			.unrestarted = unrestarted_64,
			.role = {
				[ROLE_ARCH_PRCTL] = 158,
				[ROLE_CLONE] = 56,
				[ROLE_CLONE3] = 435,
				[ROLE_EXECVE] = 59,
				[ROLE_FSOPEN] = 430,
				[ROLE_IOCTL] = 16,
				[ROLE_MMAP] = 9,
				[ROLE_MOUNT] = 165,
				[ROLE_MREMAP] = 25,
				[ROLE_MUNMAP] = 11,
				[ROLE_PRCTL] = 157,
				[ROLE_PTRACE] = 101,
				[ROLE_RESTART] = 219,
				[ROLE_RT_SIGACTION] = 13,
				[ROLE_RT_SIGPROCMASK] = 14,
				[ROLE_RT_SIGRETURN] = 15,
				[ROLE_SECCOMP] = 317,
				[ROLE_SIGRETURN] = ARCH_CALL_NONE,
				[ROLE_USERFAULTFD] = 323,
			},
		},
		[I386] = {
			.name = "i386",
			.audit = AUDIT_ARCH_I386,
			.arg_mask = UINT32_MAX,
			.unrestarted = unrestarted_32,
			.role = {
				[ROLE_ARCH_PRCTL] = ARCH_CALL_NONE,
				[ROLE_CLONE] = 120,
				[ROLE_CLONE3] = 435,
				[ROLE_EXECVE] = 11,
				[ROLE_FSOPEN] = 430,
				[ROLE_IOCTL] = 54,
				[ROLE_MMAP] = ARCH_CALL_NONE,
				[ROLE_MOUNT] = 21,
				[ROLE_MREMAP] = ARCH_CALL_NONE,
				[ROLE_MUNMAP] = ARCH_CALL_NONE,
				[ROLE_PRCTL] = 172,
				[ROLE_PTRACE] = 26,
				[ROLE_RESTART] = 0,
				[ROLE_RT_SIGACTION] = 174,
				[ROLE_RT_SIGPROCMASK] = 175,
				[ROLE_RT_SIGRETURN] = 173,
				[ROLE_SECCOMP] = 354,
				[ROLE_SIGRETURN] = 119,
				[ROLE_USERFAULTFD] = 374,
			},
		},
	},
	.call_read = x86_call_read,
	.abi_read = x86_abi_read,
	.abi_of = x86_abi_of,
	.frame_read = x86_frame_read,
	.call_set_nr = x86_call_set_nr,
	.call_set_arg = x86_call_set_arg,
	.call_repeat = x86_call_repeat,
	.call_get_arg = x86_call_get_arg,
	.call_set_result = x86_call_set_result,
	.registers = registers,
	.register_read = x86_register_read,
	.register_write = x86_register_write,
	.breaks_set = x86_breaks_set,
	.ip_word = RIP,
	.sp_word = RSP,
	.number_word = ORIG_RAX,
	.code_segment_word = CS,
	.argument_words = { RDI, RSI, RDX, RCX, R8, R9 },
	.result_words = { RAX, RDX },
	.vector_read = x86_vector_read,
	.dwarf_word = x86_dwarf_word,
	.call_is_pending = x86_call_is_pending,
	.registers_read = x86_registers_read,
	.registers_write = x86_registers_write,
	.call_forget = x86_call_forget,
};

_Static_assert(sizeof(struct arch_registers) == sizeof(struct user_regs_struct),
               "words are those of PTRACE_GETREGS");

static const char *const word_names[ARCH_ABI_MAX][ARCH_REGISTER_MAX] = {
	[X86_64] = {
		[RAX] = "rax", [RBX] = "rbx", [RCX] = "rcx", [RDX] = "rdx", [RSI] = "rsi",
		[RDI] = "rdi", [RBP] = "rbp", [RSP] = "rsp", [R8] = "r8", [R9] = "r9",
		[R10] = "r10", [R11] = "r11", [R12] = "r12", [R13] = "r13", [R14] = "r14",
		[R15] = "r15", [RIP] = "rip", [EFLAGS] = "eflags", [CS] = "cs", [SS] = "ss",
		[DS] = "ds", [ES] = "es", [FS] = "fs", [GS] = "gs", [FS_BASE] = "fs_base",
		[GS_BASE] = "gs_base", [ORIG_RAX] = "orig_rax",
	},
	[I386] = {
		[RAX] = "eax", [RBX] = "ebx", [RCX] = "ecx", [RDX] = "edx", [RSI] = "esi",
		[RDI] = "edi", [RBP] = "ebp", [RSP] = "esp", [RIP] = "eip", [EFLAGS] = "eflags",
		[CS] = "cs", [SS] = "ss", [DS] = "ds", [ES] = "es", [FS] = "fs", [GS] = "gs",
		[FS_BASE] = "fs_base", [GS_BASE] = "gs_base", [ORIG_RAX] = "orig_eax",
	},
};

const char *arch_register_name(unsigned abi, unsigned word)
{
	return abi < ARCH_ABI_MAX && word < ARCH_REGISTER_MAX ? word_names[abi][word] : NULL;
}

const struct arch_register *arch_register_find(const char *name)
{
	for (const struct arch_register *reg = arch_native.registers; reg->name; reg++)
		if (strcmp(reg->name, name) == 0)
			return reg;
	return NULL;
}

int arch_abi_find(uint32_t audit)
{
	for (unsigned i = 0; i < arch_native.abi_count; i++)
		if (arch_native.abis[i].audit == audit)
			return (int)i;
	return -1;
}
