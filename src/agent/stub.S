/* What stands between a call site and the agent: a template, copied for each site
 * to a place that a jump from there can reach.
 *
 * It must not touch flags or stack, for the slow gate is the program's own call,
 * with all its registers.  rcx and r11 are free: the call would clobber them.  So
 * whether GS leads to a slot is asked without a comparison. */
#include "agent/agent.h"

	.section .rodata
	.globl stub, stub_slow, stub_slowed, stub_data, stub_end
	.balign 8
stub:
	rdgsbase %r11
	movl	$20, %ecx
	shrxq	%rcx, %r11, %rcx
	leaq	-(AGENT_SLOTS >> 20)(%rcx), %rcx
	jrcxz	1f
stub_slow:
	syscall
stub_slowed:
	jmp	*stub_data(%rip)
1:	movq	(%r11), %rcx
	jrcxz	stub_slow
	movzbl	RING_SELECTOR(%rcx), %ecx
	jrcxz	stub_slow
	leaq	stub_data(%rip), %rcx
	jmp	*AGENT_CONFIG
	.balign 8
stub_data:
	.quad	0, 0, 0
stub_end:

	.section .note.GNU-stack, "", @progbits
