/* The way into the agent and out again.
 *
 * The stub came here by a jump: r11 is the slot, rcx the stub's data, everything
 * else is the program's, flags included. */
#include "agent/agent.h"

	.section .places, "a"
	.quad entry, framed, called, kept, copy_begin, copy_end, full
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
copy_begin:
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

	.section .note.GNU-stack, "", @progbits
