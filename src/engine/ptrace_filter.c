/* The seccomp filter that lets calls nobody asked for run without a stop.
 *
 * Per ABI the numbers fall into runs of "wanted" and "not": a binary search
 * over their borders ends in one of two returns.  Calls with a role are looked
 * at first, with the arguments that matter.  The kernel (5.11 and later) finds
 * out by itself which numbers are always allowed and no longer asks for them. */
#include "engine/hybrid.h"
#include "engine/ptrace_roles.h"

#include <assert.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdlib.h>
#include <sys/prctl.h>

enum { NR_END = CALL_SET_WORDS * 64 };

struct builder {
	struct sock_filter code[BPF_MAXINSNS];
	unsigned count;
	bool overflow;
	uint32_t traced; /* the return value for a wanted call */
};

static unsigned emit(struct builder *builder, uint16_t code, uint8_t yes, uint8_t no, uint32_t k)
{
	if (builder->count == BPF_MAXINSNS) {
		builder->overflow = true;
		return 0;
	}
	builder->code[builder->count] = (struct sock_filter){ code, yes, no, k };
	return builder->count++;
}

static void emit_load(struct builder *builder, size_t offset)
{
	emit(builder, BPF_LD | BPF_W | BPF_ABS, 0, 0, (uint32_t)offset);
}

/* The call's number; x32's are folded as event_call_number() does. */
static void emit_number(struct builder *builder, unsigned abi)
{
	emit_load(builder, offsetof(struct seccomp_data, nr));
	if (abi != ABI_X86_64)
		return;
	emit(builder, BPF_JMP | BPF_JGE | BPF_K, 2, 0, X32_BIT + X32_END);
	emit(builder, BPF_JMP | BPF_JGE | BPF_K, 0, 1, X32_BIT);
	emit(builder, BPF_ALU | BPF_AND | BPF_K, 0, 0, X32_BIT - 1);
}

static void emit_return(struct builder *builder, bool traced)
{
	emit(builder, BPF_RET | BPF_K, 0, 0, traced ? builder->traced : SECCOMP_RET_ALLOW);
}

/* Loads what is tested of the argument, little endian: the lower half comes first.
 * Returns the jump that is taken when the test fails; its way is not known yet. */
static unsigned emit_test(struct builder *builder, const struct argument_test *test)
{
	size_t lower = offsetof(struct seccomp_data, args) + 8 * test->arg;

	if (test->kind == ARGUMENT_IS_LOW_PLACE) {
		/* The lower half, or 0 where the upper one is not. */
		emit_load(builder, lower + sizeof(uint32_t));
		emit(builder, BPF_JMP | BPF_JEQ | BPF_K, 2, 0, 0);
		emit(builder, BPF_LD | BPF_W | BPF_IMM, 0, 0, 0);
		emit(builder, BPF_JMP | BPF_JA, 0, 0, 1);
		emit_load(builder, lower);
		return emit(builder, BPF_JMP | BPF_JGT | BPF_K, 0, 0, 0);
	}
	if (test->kind == ARGUMENT_IS_LOW) {
		emit_load(builder, lower + sizeof(uint32_t));
		return emit(builder, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 0);
	}
	emit_load(builder, lower);
	return emit(builder,
	            BPF_JMP | (test->kind == ARGUMENT_HAS_BITS ? BPF_JSET : BPF_JEQ) | BPF_K, 0, 0,
	            test->value);
}

/* The jump leads behind what was emitted last, when its test fails. */
static void land(struct builder *builder, unsigned jump)
{
	builder->code[jump].jf = (uint8_t)(builder->count - jump - 1);
}

/* One call with a role: traced when its argument says so, else as any other. */
static void emit_rule(struct builder *builder, unsigned abi, const struct role_rule *rule)
{
	uint16_t nr = arch_native.abis[abi].role[rule->role];
	bool is_any = rule->when.kind == ARGUMENT_ANY;
	unsigned skip = emit(builder, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, nr);
	unsigned other = is_any ? 0 : emit_test(builder, &rule->when);

	emit_return(builder, true);
	if (!is_any) {
		land(builder, other);
		emit_number(builder, abi);
	}
	land(builder, skip);
}

enum { ANY_NUMBER = ARCH_CALL_NONE };

static bool rule_is_emitted(const struct ptrace_engine *engine, unsigned abi,
                            enum role_scope scope_max, unsigned nr, const struct role_rule *rule)
{
	uint16_t own = arch_native.abis[abi].role[rule->role];

	return rule->scope <= scope_max && role_rule_counts(engine, rule) &&
	       own != ARCH_CALL_NONE && (nr == ANY_NUMBER || nr == own);
}

/* Those for that number, or all. */
static void emit_rules(struct builder *builder, const struct ptrace_engine *engine, unsigned abi,
                       enum role_scope scope_max, unsigned nr)
{
	for (unsigned i = 0; i < role_rule_count; i++)
		if (rule_is_emitted(engine, abi, scope_max, nr, &role_rules[i]))
			emit_rule(builder, abi, &role_rules[i]);
}

/* Taken when the comparison holds; where to is not known yet.  Conditional jumps reach 255
 * instructions, the long one any. */
static unsigned emit_long_jump(struct builder *builder, uint16_t comparison, uint32_t with)
{
	emit(builder, BPF_JMP | comparison | BPF_K, 0, 1, with);
	return emit(builder, BPF_JMP | BPF_JA, 0, 0, 0);
}

/* The call's number, which is loaded, is looked for among these, so that most of what is
 * called passes with a few comparisons. */
static void emit_rules_search(struct builder *builder, const struct ptrace_engine *engine,
                              const uint16_t *numbers, unsigned count)
{
	if (count == 1) {
		emit_rules(builder, engine, ABI_X86_64, ROLE_ALWAYS, *numbers);
		emit_return(builder, false);
		return;
	}
	unsigned jump = emit_long_jump(builder, BPF_JGE, numbers[count / 2]);

	emit_rules_search(builder, engine, numbers, count / 2);
	builder->code[jump].k = builder->count - jump - 1;
	emit_rules_search(builder, engine, numbers + count / 2, count - count / 2);
}

static void emit_agent_rules(struct builder *builder, const struct ptrace_engine *engine)
{
	uint16_t numbers[NR_END];
	unsigned count = 0;

	for (unsigned nr = 0; nr < NR_END; nr++)
		for (unsigned i = 0; i < role_rule_count; i++)
			if (rule_is_emitted(engine, ABI_X86_64, ROLE_ALWAYS, nr, &role_rules[i])) {
				numbers[count++] = (uint16_t)nr;
				break;
			}
	assert(count > 0);
	emit_number(builder, ABI_X86_64);
	emit_rules_search(builder, engine, numbers, count);
}

/* Calls of the agent come from its code, which is in the low 4 GiB.  They are most of all, so
 * this is asked first.  Those that make room for it come from elsewhere, and are known by an
 * argument that they do not need.  Who forges either is still seen doing what is ours to see
 * wherever it comes from. */
static void emit_agent(struct builder *builder, const struct ptrace_engine *engine)
{
	size_t ip = offsetof(struct seccomp_data, instruction_pointer);
	size_t argument = offsetof(struct seccomp_data, args[5]);
	uint64_t mark = agent_mark(engine);

	emit_load(builder, ip + sizeof(uint32_t));
	unsigned high = emit(builder, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, 0);

	emit_load(builder, ip);
	emit(builder, BPF_ALU | BPF_AND | BPF_K, 0, 0, ~(uint32_t)(AGENT_CODE_SIZE - 1));
	emit(builder, BPF_JMP | BPF_JEQ | BPF_K, 4, 0, AGENT_BASE);
	land(builder, high);
	emit_load(builder, argument + sizeof(uint32_t));
	unsigned elsewhere = emit(builder, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, (uint32_t)(mark >> 32));

	emit_load(builder, argument);
	unsigned unmarked = emit(builder, BPF_JMP | BPF_JEQ | BPF_K, 0, 0, (uint32_t)mark);

	emit_agent_rules(builder, engine);
	land(builder, elsewhere);
	land(builder, unmarked);
}

/* Borders first .. end - 1 are left; below the first one calls are as below says. */
static void emit_search(struct builder *builder, const uint16_t *borders, unsigned first,
                        unsigned end, bool below)
{
	if (first == end) {
		emit_return(builder, below);
		return;
	}
	unsigned middle = (first + end) / 2;
	unsigned jump = emit_long_jump(builder, BPF_JGE, borders[middle]);

	emit_search(builder, borders, first, middle, below);
	builder->code[jump].k = builder->count - jump - 1;
	emit_search(builder, borders, middle + 1, end, below ^ ((middle + 1 - first) & 1));
}

static void emit_abi(struct builder *builder, const struct ptrace_engine *engine,
                     const struct call_set *calls, unsigned abi)
{
	uint16_t borders[NR_END + 1];
	unsigned count = 0;

	if (abi == ABI_X86_64 && engine->hybrid)
		emit_agent(builder, engine);
	emit_number(builder, abi);
	emit_rules(builder, engine, abi, ROLE_AGENT, ANY_NUMBER);
	for (unsigned nr = 1; nr <= NR_END; nr++)
		if (call_set_has(calls, abi, nr) != call_set_has(calls, abi, nr - 1))
			borders[count++] = (uint16_t)nr;
	emit_search(builder, borders, 0, count, call_set_has(calls, abi, 0));
}

static void emit_all(struct builder *builder, const struct ptrace_engine *engine,
                     const struct call_set *calls)
{
	emit_load(builder, offsetof(struct seccomp_data, arch));
	for (unsigned abi = 0; abi < arch_native.abi_count; abi++) {
		emit(builder, BPF_JMP | BPF_JEQ | BPF_K, 0, 1, arch_native.abis[abi].audit);
		unsigned jump = emit(builder, BPF_JMP | BPF_JA, 0, 0, 0);
		unsigned skip = emit(builder, BPF_JMP | BPF_JA, 0, 0, 0);

		builder->code[jump].k = builder->count - jump - 1;
		emit_abi(builder, engine, calls, abi);
		builder->code[skip].k = builder->count - skip - 1;
	}
	emit_return(builder, true); /* an ABI we do not know */
}

bool wants_all(const struct call_set *calls)
{
	for (unsigned abi = 0; abi < arch_native.abi_count; abi++)
		for (unsigned nr = 0; nr <= NR_END; nr++)
			if (!call_set_has(calls, abi, nr))
				return false;
	return true;
}

/* Calls that are to stop: those that are wanted, and, whoever wants to see them, those
 * to be tampered with. */
static struct call_set calls_to_stop(const struct ptrace_engine *engine)
{
	struct call_set calls = engine->options.calls;

	if (!engine->options.inject_filter)
		call_set_add(&calls, &engine->injected);
	if (engine->hybrid)
		names_add_calls(engine->hybrid, &calls);
	return calls;
}

/* The kernel takes a signal from us where a call begins, but not where a filter stops it. */
static bool sends_signals(const struct inject_rules *rules)
{
	for (unsigned i = 0; rules && i < rules->count; i++)
		if (rules->list[i].signal)
			return true;
	return false;
}

const char *filter_obstacle(const struct ptrace_engine *engine)
{
	if (engine->options.flags & ENGINE_DETACH_ON_EXEC)
		return "it cannot be taken out of processes that are to be detached";
	if (sends_signals(engine->options.inject))
		return "a call to which a signal is added has to stop where it begins";
	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) < 0)
		return "this kernel has no seccomp";
	return NULL;
}

const char *filter_reason_against(const struct ptrace_engine *engine)
{
	struct call_set calls = calls_to_stop(engine);
	const char *obstacle = filter_obstacle(engine);

	if (!(engine->options.flags & ENGINE_FOLLOW))
		return "it is inherited, and new processes are not followed";
	if (!obstacle && wants_all(&calls))
		return "all calls are wanted";
	return obstacle;
}

struct sock_fprog *filter_build(const struct ptrace_engine *engine)
{
	struct call_set calls = calls_to_stop(engine);
	struct builder *builder = calloc(1, sizeof(*builder));
	struct sock_fprog *program = calloc(1, sizeof(*program));

	if (!builder || !program)
		goto failed;
	builder->traced = SECCOMP_RET_TRACE | engine->cookie;
	emit_all(builder, engine, &calls);
	if (builder->overflow)
		goto failed;
	/* The code stands first in the builder, so both are freed as one. */
	program->len = (unsigned short)builder->count;
	program->filter = builder->code;
	return program;
failed:
	free(builder);
	free(program);
	return NULL;
}

void filter_free(struct sock_fprog *program)
{
	if (!program)
		return;
	free(program->filter);
	free(program);
}
