/* The way into the agent and out again.
 *
 * The stub came here by a jump: r11 is the slot, rcx the stub's data, everything
 * else is the program's, flags included. */
#include "agent/agent.h"

#include <asm-generic/mman-common.h>
#include <asm/unistd.h>
#include <linux/memfd.h>

/* linux/mman.h is not for assemblers. */
#define MAP_SHARED    1
#define MAP_PRIVATE   2
#define MAP_NORESERVE 0x4000

#define COPY_SHORT 256
#define PAGE_SIZE  4096

	.section .places, "a"
	.quad entry, framed, called, kept, copy_begin, copy_bytes, copy_end, full
	.quad prepare_all, prepare, prepare_rings, taken, closed, landings, prepared_end, begin, begun
	.quad gate, gave_up, dispatched, dispatched_return
	.quad errand, errand_call, errand_back, errand_data, errand_end
	.quad stub, stub_slow, stub_slowed, stub_data, stub_end

	/* What the program put into registers for its call. */
	.macro	pop_call
	popq	%rax
	popq	%rdi
	popq	%rsi
	popq	%rdx
	popq	%r10
	popq	%r8
	popq	%r9
	.endm

	.text
	.globl entry
entry:
	movq	%rsp, SLOT_RSP(%r11)
	movq	SLOT_STACK(%r11), %rsp
	pushfq
	cld
	pushq	%rcx
	pushq	%r15
	pushq	%r14
	pushq	%r13
	pushq	%r12
	pushq	%rbp
	pushq	%rbx
	pushq	%r11
	pushq	%r9
	pushq	%r8
	pushq	%r10
	pushq	%rdx
	pushq	%rsi
	pushq	%rdi
	pushq	%rax
	movl	$PHASE_BEFORE, SLOT_PHASE(%r11)
framed:
	movq	%rsp, %rdi
	movq	%r11, %rsi
	call	agent_before
	testl	%eax, %eax
	jz	refused
	pop_call
	/* The program's stack: some calls look at it (the page fault of a stack that grows). */
	movq	(%rsp), %r11
	movq	SLOT_RSP(%r11), %rsp
	syscall
called:
	/* The kernel left its mark in rcx and r11 alone. */
	rdgsbase %r11
	movq	SLOT_STACK(%r11), %rsp
	subq	$FRAME_SIZE, %rsp
	movq	%rax, (%rsp)
kept:
	movl	$PHASE_AFTER, SLOT_PHASE(%r11)
	movq	%rsp, %rdi
	movq	%r11, %rsi
	call	agent_after
	movl	$STUB_RETURN, %ecx
	jmp	leave
refused:
	movl	$STUB_SLOW, %ecx
leave:
	movq	FRAME_SLOT(%rsp), %r11
	pop_call
	addq	$8, %rsp
	popq	%rbx
	popq	%rbp
	popq	%r12
	popq	%r13
	popq	%r14
	popq	%r15
	addq	(%rsp), %rcx
	addq	$8, %rsp
	popfq
	movq	SLOT_RSP(%r11), %rsp
	/* Not a return: the kernel has emptied the CPU's stack of those. */
	jmp	*(%rcx)

	/* size_t copy(void *to, const void *from, size_t length): how much was copied */
	.globl copy
copy:
	movq	%rdx, %rcx
	movq	%rdx, %rax
	/* Most copies are short: for those "rep" takes longer to begin than all the rest. */
	cmpq	$COPY_SHORT, %rdx
	ja	copy_bytes
copy_begin:
	cmpq	$8, %rcx
	jb	copy_bytes
	movq	(%rsi), %r8
	movq	%r8, (%rdi)
	addq	$8, %rsi
	addq	$8, %rdi
	subq	$8, %rcx
	jnz	copy_begin
copy_bytes:
	rep movsb
copy_end:
	subq	%rcx, %rax
	ret

	/* void give_up(void): the tracer does the rest, this does not return */
	.globl give_up
give_up:
	int3
full:
	ud2

	/* The thread makes room for the agent, on the tracer's behalf, which put aside its
	 * registers: all in one go, for each stop would take longer than all of it.
	 * r13: size of the rings; r15: place for stubs, or 0; r9: what lets calls from anywhere
	 * run, with our filter.  Stops with r12: descriptor of the rings, or below 0; r14: 0 or
	 * -errno; and again when that is closed.
	 *
	 * Of a new program it is the first thing that runs, in the place of its own code: then it
	 * makes room for the agent's code, and for puns, too, at places that stand behind it. */
	.macro	map address, size, protection, flags
	movl	$__NR_mmap, %eax
	movq	\address, %rdi
	movq	\size, %rsi
	movl	$(\protection), %edx
	movl	$(\flags | MAP_NORESERVE | MAP_FIXED_NOREPLACE), %r10d
	syscall
	/* Old kernels may choose another place. */
	cmpq	%rdi, %rax
	.endm
	.macro	advise address, size, advice
	movl	$__NR_madvise, %eax
	movq	\address, %rdi
	movq	\size, %rsi
	movl	$\advice, %edx
	syscall
	movq	%rax, %r14
	testq	%rax, %rax
	js	prepared
	.endm

prepare_all:
	movq	$-1, %r12
	movq	$-1, %r8
	map	$AGENT_BASE, $AGENT_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS
	jne	not_mapped
	leaq	landings(%rip), %rbx
	jmp	2f
1:	map	%rdi, $PAGE_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS
	/* rbp: a bit for each, the last one's is the lowest. */
	sete	%al
	movzbl	%al, %eax
	leaq	(%rax, %rbp, 2), %rbp
	addq	$8, %rbx
2:	movq	(%rbx), %rdi
	testq	%rdi, %rdi
	jnz	1b
prepare:
	movq	$-1, %r12
	movq	$-1, %r8
	map	$AGENT_SLOTS, $(AGENT_END - AGENT_SLOTS), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS
	jne	not_mapped
	advise	$AGENT_SLOTS, $AGENT_SLOTS_SIZE, MADV_WIPEONFORK
	advise	$AGENT_BASE, $(AGENT_END - AGENT_BASE), MADV_DONTDUMP
	testq	%r15, %r15
	jz	prepare_rings
	map	%r15, $REGION_SIZE, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS
	jne	not_mapped
prepare_rings:
	movq	$-1, %r12
	movl	$__NR_memfd_create, %eax
	movl	$AGENT_NAME, %edi
	movl	$(MFD_CLOEXEC | MFD_ALLOW_SEALING), %esi
	syscall
	movq	%rax, %r12
	movq	%rax, %r14
	testq	%rax, %rax
	js	prepared
	/* That by which calls are let run is also where in the file the rings are. */
	movl	$__NR_ftruncate, %eax
	movq	%r12, %rdi
	leaq	(%r13, %r9), %rsi
	syscall
	movq	%rax, %r14
	testq	%rax, %rax
	js	prepared
	movq	%r12, %r8
	map	$AGENT_RINGS, %r13, PROT_READ | PROT_WRITE, MAP_SHARED
	jne	not_mapped
	advise	$AGENT_RINGS, %r13, MADV_DONTFORK
	advise	$AGENT_RINGS, %r13, MADV_DONTDUMP
	jmp	prepared
not_mapped:
	movq	%rax, %r14
	testq	%rax, %rax
	js	prepared
	movq	$-17, %r14 /* EEXIST */
prepared:
	int3
taken:
	movl	$__NR_close, %eax
	movq	%r12, %rdi
	syscall
	int3
closed:
	ud2
	.balign 8
landings:
	.fill	LANDINGS_AT_ONCE + 1, 8, 0
prepared_end:

	/* The new program begins, behind that: the tracer has put all back but what is here. */
begin:
	movl	$__NR_close, %eax
	movq	%r12, %rdi
	syscall
	movl	$0, %eax
	movl	$0, %ecx
	movl	$0, %edi
	movl	$0, %r11d
	movl	$0, %r12d
	jmp	*%gs:SLOT_RSP
begun:

	/* The handler of SIGSYS where the kernel dispatches calls to us by it.  The tracer
	 * keeps each of those to itself: that one comes here tells that the tracer is gone.
	 * Then the thread is not served any more, and makes its call as if nothing were.
	 * Other signals of that number are the program's. */
#define SYS_USER_DISPATCH 2
#define SIGNAL_SYS        31
#define INFO_CODE         8
#define INFO_IP           16
#define INFO_NR           24
#define CONTEXT_RAX       144
#define CONTEXT_IP        168

dispatched:
	cmpl	$SYS_USER_DISPATCH, INFO_CODE(%rsi)
	jne	sent
	cmpq	$0, AGENT_YIELDS
	jne	sent
	rdgsbase %rcx
	movq	%rcx, %rax
	shrq	$20, %rax
	cmpq	$(AGENT_SLOTS >> 20), %rax
	jne	begin_anew
	movq	SLOT_RING(%rcx), %rcx
	jrcxz	begin_anew
	movl	$0, RING_SELECTOR(%rcx)
begin_anew:
	/* Unless the tracer had moved it already. */
	movq	INFO_IP(%rsi), %rax
	cmpq	%rax, CONTEXT_IP(%rdx)
	jne	ignored
	subq	$2, CONTEXT_IP(%rdx)
	movslq	INFO_NR(%rsi), %rax
	movq	%rax, CONTEXT_RAX(%rdx)
ignored:
	ret
sent:
	movq	AGENT_HANDLER, %rax
	cmpq	$1, %rax
	je	ignored
	jb	default
	jmp	*%rax
	/* It is sent again, and comes when this handler has returned. */
default:
	movl	$__NR_rt_sigaction, %eax
	movl	$SIGNAL_SYS, %edi
	movl	$default_action, %esi
	xorl	%edx, %edx
	movl	$8, %r10d
	syscall
	movl	$__NR_getpid, %eax
	syscall
	movl	%eax, %r8d
	movl	$__NR_gettid, %eax
	syscall
	movl	%r8d, %edi
	movl	%eax, %esi
	movl	$SIGNAL_SYS, %edx
	movl	$__NR_tgkill, %eax
	syscall
	ret
dispatched_return:
	movl	$__NR_rt_sigreturn, %eax
	syscall

	.section .rodata
	.balign 8
default_action:
	.quad	0, 0, 0, 0

	/* What a thread runs that makes calls for the tracer: a template, copied to where
	 * the program has nothing.  The tracer takes it from there when the call is made.  If
	 * it is gone, the thread goes back by itself; flags and stack it has never left.
	 * At errand it writes two bytes of code first, in one go, for others run it. */
	.balign 8
errand:
	movw	%bx, (%rbp)
errand_call:
	syscall
errand_back:
	movl	$__NR_rt_sigprocmask, %eax
	movl	$2, %edi /* SIG_SETMASK */
	leaq	errand_data(%rip), %rsi
	movl	$0, %edx
	movl	$8, %r10d
	syscall
	movq	8 + errand_data(%rip), %r15
	movq	16 + errand_data(%rip), %r14
	movq	24 + errand_data(%rip), %r13
	movq	32 + errand_data(%rip), %r12
	movq	40 + errand_data(%rip), %rbp
	movq	48 + errand_data(%rip), %rbx
	movq	56 + errand_data(%rip), %r11
	movq	64 + errand_data(%rip), %r10
	movq	72 + errand_data(%rip), %r9
	movq	80 + errand_data(%rip), %r8
	movq	88 + errand_data(%rip), %rax
	movq	96 + errand_data(%rip), %rcx
	movq	104 + errand_data(%rip), %rdx
	movq	112 + errand_data(%rip), %rsi
	movq	120 + errand_data(%rip), %rdi
	jmp	*128 + errand_data(%rip)
	.balign 8
errand_data:
	.fill	17, 8, 0
errand_end:

	/* Behind all the code whose calls the kernel lets run: this one is seen.  There is no
	 * such call, so that without a tracer nothing is done. */
	.section .gate, "ax"
	.balign 8
	.globl give_up_calling
gate:
give_up_calling:
	movl	$-1, %eax
	syscall
gave_up:
	ret

	.section .note.GNU-stack, "", @progbits
