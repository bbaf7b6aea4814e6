/* Running seccomp filters.
 *
 * A filter is a program of classic BPF over one structure; jumps only lead forward, so that
 * it ends.  The kernel has checked what it has; we check again, for nobody else vouches for
 * what we read. */
#include "tracee/seccomp.h"

#include <errno.h>
#include <linux/bpf_common.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <string.h>
#include <sys/ptrace.h>

#ifndef PTRACE_SECCOMP_GET_FILTER
#define PTRACE_SECCOMP_GET_FILTER 0x420c
#endif

enum {
	FILTERS_MAX = 1024,
	MEMORY_WORDS = BPF_MEMWORDS,
};

struct machine {
	uint32_t a, x;
	uint32_t memory[MEMORY_WORDS];
	struct seccomp_data data;
};

static uint32_t compute(uint16_t operation, uint32_t a, uint32_t b)
{
	switch (operation) {
	case BPF_ADD:
		return a + b;
	case BPF_SUB:
		return a - b;
	case BPF_MUL:
		return a * b;
	case BPF_DIV:
		return b ? a / b : 0;
	case BPF_OR:
		return a | b;
	case BPF_AND:
		return a & b;
	case BPF_XOR:
		return a ^ b;
	case BPF_LSH:
		return b < 32 ? a << b : 0;
	case BPF_RSH:
		return b < 32 ? a >> b : 0;
	default:
		return -a; /* BPF_NEG */
	}
}

static bool compare(uint16_t operation, uint32_t a, uint32_t b)
{
	switch (operation) {
	case BPF_JEQ:
		return a == b;
	case BPF_JGT:
		return a > b;
	case BPF_JGE:
		return a >= b;
	default:
		return a & b; /* BPF_JSET */
	}
}

/* Words of the structure, of its own memory, or constants. */
static bool load(const struct machine *machine, const struct sock_filter *code, uint32_t *value)
{
	switch (BPF_MODE(code->code)) {
	case BPF_IMM:
		*value = code->k;
		return true;
	case BPF_MEM:
		if (code->k >= MEMORY_WORDS)
			return false;
		*value = machine->memory[code->k];
		return true;
	case BPF_LEN:
		*value = sizeof(machine->data);
		return true;
	case BPF_ABS:
		if (code->k % 4 || code->k > sizeof(machine->data) - 4)
			return false;
		memcpy(value, (const uint8_t *)&machine->data + code->k, sizeof(*value));
		return true;
	}
	return false;
}

/* One instruction but for returns; *at moves on.  False: no filter has it. */
static bool step(struct machine *machine, const struct sock_filter *code, unsigned *at)
{
	uint32_t operand = BPF_SRC(code->code) == BPF_X ? machine->x : code->k;

	switch (BPF_CLASS(code->code)) {
	case BPF_LD:
		return load(machine, code, &machine->a);
	case BPF_LDX:
		return load(machine, code, &machine->x);
	case BPF_ST:
	case BPF_STX:
		if (code->k >= MEMORY_WORDS)
			return false;
		machine->memory[code->k] =
			BPF_CLASS(code->code) == BPF_ST ? machine->a : machine->x;
		return true;
	case BPF_ALU:
		machine->a = compute(BPF_OP(code->code), machine->a, operand);
		return true;
	case BPF_JMP:
		if (BPF_OP(code->code) == BPF_JA)
			*at += code->k;
		else
			*at += compare(BPF_OP(code->code), machine->a, operand) ? code->jt
			                                                        : code->jf;
		return true;
	case BPF_MISC:
		if (BPF_MISCOP(code->code) == BPF_TAX)
			machine->x = machine->a;
		else
			machine->a = machine->x;
		return true;
	}
	return false;
}

bool seccomp_run(const struct sock_filter *filter, unsigned count, const struct seccomp_call *call,
                 uint32_t *answer)
{
	struct machine machine = {
		.data = { .nr = (int)call->nr,
		          .arch = call->audit,
		          .instruction_pointer = call->ip },
	};

	memcpy(machine.data.args, call->args, sizeof(call->args));
	for (unsigned at = 0; at < count; at++) {
		const struct sock_filter *code = &filter[at];

		if (BPF_CLASS(code->code) == BPF_RET) {
			*answer = BPF_RVAL(code->code) == BPF_A ? machine.a : code->k;
			return true;
		}
		/* Beyond the end it is no filter; numbers do not wrap. */
		if (code->k > BPF_MAXINSNS && code->code == (BPF_JMP | BPF_JA))
			return false;
		if (!step(&machine, code, &at))
			return false;
	}
	return false;
}

/* The lowest one counts, taken as a number with a sign. */
static bool is_stricter(uint32_t answer, uint32_t than)
{
	return (int32_t)(answer & SECCOMP_RET_ACTION_FULL) <
	       (int32_t)(than & SECCOMP_RET_ACTION_FULL);
}

int seccomp_answer(pid_t tid, const struct seccomp_call *call, uint32_t *answer)
{
	struct sock_filter filter[BPF_MAXINSNS];

	*answer = SECCOMP_RET_ALLOW;
	for (unsigned long i = 0; i < FILTERS_MAX; i++) {
		uint32_t own;
		long count = ptrace(PTRACE_SECCOMP_GET_FILTER, tid, (void *)i, NULL);

		if (count < 0 && errno == ENOENT)
			return i ? 0 : -ENOENT;
		if (count < 0)
			return -errno;
		if (count > BPF_MAXINSNS ||
		    ptrace(PTRACE_SECCOMP_GET_FILTER, tid, (void *)i, filter) != count ||
		    !seccomp_run(filter, (unsigned)count, call, &own))
			return -EIO;
		if (is_stricter(own, *answer))
			*answer = own;
	}
	return -E2BIG;
}
