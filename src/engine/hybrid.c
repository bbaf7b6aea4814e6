/* When the agent comes in, and when it is left out.
 *
 * Only calls of which it can be said that they do nothing but what their
 * description tells are recorded inside: no new tasks, no other program or filter.
 * All others take the slow gate, and so do those whose arguments give them a role
 * (ptrace_roles.c).
 *
 * A fault in the agent's copying must not change how the program handles
 * faults: while a thread blocks SIGSEGV or SIGBUS its slot is closed, and a
 * program that ignores them gets no agent. */
#include "engine/hybrid.h"
#include "engine/ptrace_roles.h"

#include "arch/padding.h"
#include "arch/target.h"
#include "base/guard.h"
#include "calls/table.h"
#include "tracee/tracee.h"

#include <assert.h>
#include <cpuid.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
	ERESTARTSYS = 512,
	ERESTART_RESTARTBLOCK = 516,
	HWCAP2_FSGSBASE_BIT = 1 << 1,
	CPUID_BMI2 = 1 << 8,
	PLAN_SHORT = 256, /* steps */
};

_Static_assert(AGENT_FAULT_SIGNALS == (1ull << (SIGSEGV - 1) | 1ull << (SIGBUS - 1)),
               "agent.h has their numbers");

/* What may be said of calls. */
enum fast_call {
	FAST = 1,    /* they do nothing but what their description tells */
	USUAL = 2,   /* most programs make them, so what is copied of them is told at once */
	SHOWING = 4, /* what they write may be seen at once */
	BEARING = 8  /* they make processes */
};

/* Numbers, not names: those would have to be looked up one by one whenever we start. */
static const uint8_t fast_calls[AGENT_CALL_COUNT] = {
	[SYS_accept] = FAST,
	[SYS_accept4] = FAST,
	[SYS_access] = FAST | USUAL,
	[SYS_alarm] = FAST,
	[SYS_arch_prctl] = FAST | USUAL,
	[SYS_bind] = FAST,
	[SYS_brk] = FAST,
	[SYS_chdir] = FAST,
	[SYS_chmod] = FAST,
	[SYS_chown] = FAST,
	[SYS_clock_getres] = FAST,
	[SYS_clock_gettime] = FAST,
	[SYS_clock_nanosleep] = FAST,
	[SYS_clone] = FAST | BEARING,
	[SYS_close] = FAST,
	[SYS_close_range] = FAST,
	[SYS_connect] = FAST,
	[SYS_copy_file_range] = FAST,
	[SYS_creat] = FAST,
	[SYS_dup] = FAST,
	[SYS_dup2] = FAST,
	[SYS_dup3] = FAST,
	[SYS_epoll_create] = FAST,
	[SYS_epoll_create1] = FAST,
	[SYS_epoll_ctl] = FAST,
	[SYS_epoll_pwait] = FAST,
	[SYS_epoll_pwait2] = FAST,
	[SYS_epoll_wait] = FAST,
	[SYS_eventfd] = FAST,
	[SYS_eventfd2] = FAST,
	[SYS_exit] = FAST,
	[SYS_exit_group] = FAST,
	[SYS_faccessat] = FAST,
	[SYS_faccessat2] = FAST,
	[SYS_fadvise64] = FAST,
	[SYS_fallocate] = FAST,
	[SYS_fchdir] = FAST,
	[SYS_fchmod] = FAST,
	[SYS_fchmodat] = FAST,
	[SYS_fchown] = FAST,
	[SYS_fchownat] = FAST,
	[SYS_fcntl] = FAST,
	[SYS_fdatasync] = FAST,
	[SYS_fgetxattr] = FAST,
	[SYS_flock] = FAST,
	[SYS_fork] = FAST | BEARING,
	[SYS_fstat] = FAST | USUAL,
	[SYS_fstatfs] = FAST,
	[SYS_fsync] = FAST,
	[SYS_ftruncate] = FAST,
	[SYS_futex] = FAST,
	[SYS_futimesat] = FAST,
	[SYS_getcpu] = FAST,
	[SYS_getcwd] = FAST | USUAL,
	[SYS_getdents] = FAST,
	[SYS_getdents64] = FAST | USUAL,
	[SYS_getegid] = FAST,
	[SYS_geteuid] = FAST,
	[SYS_getgid] = FAST,
	[SYS_getgroups] = FAST,
	[SYS_getitimer] = FAST,
	[SYS_getpeername] = FAST,
	[SYS_getpgid] = FAST,
	[SYS_getpgrp] = FAST,
	[SYS_getpid] = FAST,
	[SYS_getppid] = FAST,
	[SYS_getpriority] = FAST,
	[SYS_getrandom] = FAST | USUAL,
	[SYS_getresgid] = FAST,
	[SYS_getresuid] = FAST,
	[SYS_getrlimit] = FAST,
	[SYS_getrusage] = FAST,
	[SYS_getsid] = FAST,
	[SYS_getsockname] = FAST,
	[SYS_getsockopt] = FAST,
	[SYS_gettid] = FAST,
	[SYS_gettimeofday] = FAST,
	[SYS_getuid] = FAST,
	[SYS_getxattr] = FAST,
	[SYS_inotify_add_watch] = FAST,
	[SYS_inotify_init1] = FAST,
	[SYS_inotify_rm_watch] = FAST,
	[SYS_ioctl] = FAST,
	[SYS_kill] = FAST,
	[SYS_lchown] = FAST,
	[SYS_lgetxattr] = FAST,
	[SYS_link] = FAST,
	[SYS_linkat] = FAST,
	[SYS_listen] = FAST,
	[SYS_listxattr] = FAST,
	[SYS_lseek] = FAST,
	[SYS_lstat] = FAST | USUAL,
	[SYS_madvise] = FAST,
	[SYS_membarrier] = FAST,
	[SYS_memfd_create] = FAST,
	[SYS_mincore] = FAST,
	[SYS_mkdir] = FAST,
	[SYS_mkdirat] = FAST,
	[SYS_mknod] = FAST,
	[SYS_mknodat] = FAST,
	[SYS_mlock] = FAST,
	[SYS_mmap] = FAST | USUAL,
	[SYS_mprotect] = FAST,
	[SYS_mremap] = FAST,
	[SYS_msync] = FAST,
	[SYS_munlock] = FAST,
	[SYS_munmap] = FAST,
	[SYS_nanosleep] = FAST,
	[SYS_newfstatat] = FAST | USUAL,
	[SYS_open] = FAST,
	[SYS_openat] = FAST | USUAL,
	[SYS_openat2] = FAST,
	[SYS_pipe] = FAST,
	[SYS_pipe2] = FAST,
	[SYS_poll] = FAST,
	[SYS_ppoll] = FAST,
	[SYS_pread64] = FAST | USUAL,
	[SYS_preadv] = FAST,
	[SYS_preadv2] = FAST,
	[SYS_prlimit64] = FAST | USUAL,
	[SYS_pselect6] = FAST,
	[SYS_pwrite64] = FAST,
	[SYS_pwritev] = FAST,
	[SYS_pwritev2] = FAST,
	[SYS_read] = FAST | USUAL,
	[SYS_readahead] = FAST,
	[SYS_readlink] = FAST | USUAL,
	[SYS_readlinkat] = FAST,
	[SYS_readv] = FAST,
	[SYS_recvfrom] = FAST,
	[SYS_recvmmsg] = FAST,
	[SYS_recvmsg] = FAST,
	[SYS_rename] = FAST,
	[SYS_renameat] = FAST,
	[SYS_renameat2] = FAST,
	[SYS_rmdir] = FAST,
	[SYS_rseq] = FAST | USUAL,
	[SYS_rt_sigaction] = FAST | USUAL,
	[SYS_rt_sigpending] = FAST,
	[SYS_rt_sigprocmask] = FAST | USUAL,
	[SYS_sched_getaffinity] = FAST,
	[SYS_sched_getparam] = FAST,
	[SYS_sched_getscheduler] = FAST,
	[SYS_sched_yield] = FAST,
	[SYS_select] = FAST,
	[SYS_sendfile] = FAST | SHOWING,
	[SYS_sendmmsg] = FAST,
	[SYS_sendmsg] = FAST,
	[SYS_sendto] = FAST,
	[SYS_set_robust_list] = FAST | USUAL,
	[SYS_set_tid_address] = FAST,
	[SYS_setitimer] = FAST,
	[SYS_setpgid] = FAST,
	[SYS_setpriority] = FAST,
	[SYS_setsockopt] = FAST,
	[SYS_setxattr] = FAST,
	[SYS_shutdown] = FAST,
	[SYS_sigaltstack] = FAST,
	[SYS_socket] = FAST,
	[SYS_socketpair] = FAST,
	[SYS_splice] = FAST | SHOWING,
	[SYS_stat] = FAST | USUAL,
	[SYS_statfs] = FAST | USUAL,
	[SYS_statx] = FAST | USUAL,
	[SYS_symlink] = FAST,
	[SYS_symlinkat] = FAST,
	[SYS_sync_file_range] = FAST,
	[SYS_sysinfo] = FAST,
	[SYS_tee] = FAST,
	[SYS_tgkill] = FAST,
	[SYS_time] = FAST,
	[SYS_timer_gettime] = FAST,
	[SYS_timer_settime] = FAST,
	[SYS_timerfd_create] = FAST,
	[SYS_timerfd_gettime] = FAST,
	[SYS_timerfd_settime] = FAST,
	[SYS_times] = FAST,
	[SYS_truncate] = FAST,
	[SYS_umask] = FAST,
	[SYS_uname] = FAST | USUAL,
	[SYS_unlink] = FAST,
	[SYS_unlinkat] = FAST,
	[SYS_utime] = FAST,
	[SYS_utimensat] = FAST,
	[SYS_utimes] = FAST,
	[SYS_vfork] = FAST | BEARING,
	[SYS_wait4] = FAST | USUAL,
	[SYS_waitid] = FAST,
	[SYS_write] = FAST | USUAL | SHOWING,
	[SYS_writev] = FAST | SHOWING,
};

bool signal_is_coming(pid_t tid)
{
	return tracee_signals_coming(tid) != 0;
}

bool hybrid_tick(struct ptrace_engine *engine)
{
	if (!engine->hybrid || !hybrid_has_seats(engine->hybrid))
		return false;
	hybrid_drain(engine);
	hybrid_show_open(engine);
	return true;
}

/* ---- what stands against it */

static bool cpu_is_able(void)
{
	unsigned a, b = 0, c, d;

	return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & CPUID_BMI2 &&
	       getauxval(AT_HWCAP2) & HWCAP2_FSGSBASE_BIT;
}

static bool clock_is_ticks(void)
{
	AUTO_CLOSE int fd = open("/sys/devices/system/clocksource/clocksource0/current_clocksource",
	                         O_RDONLY | O_CLOEXEC);
	char name[16] = "";

	return fd >= 0 && read(fd, name, sizeof(name) - 1) > 0 && strncmp(name, "tsc", 3) == 0;
}

/* What belongs to every call rules it out; what belongs to some calls makes those stop. */
static const char *obstacle(const struct ptrace_engine *engine)
{
	const struct engine_options *options = &engine->options;

	if (!(options->flags & ENGINE_FILTER))
		return "these options need stops";
	const char *reason = filter_obstacle(engine);

	if (reason)
		return reason;
	/* They would stop without being told of, and we would have to wait for their end. */
	if (!(options->flags & (ENGINE_FOLLOW | ENGINE_AT_ONCE)))
		return "new processes are not followed, and would be slower";
	if (options->flags & ENGINE_CPU_TIME)
		return "the processor time of calls is wanted";
	if (options->asides & ASIDE_CONTEXTS)
		return "security contexts are wanted";
	if (options->stack_frames)
		return "stacks are wanted";
	return NULL;
}

static const char *machine_obstacle(void)
{
	if (!cpu_is_able())
		return "this processor lacks FSGSBASE or BMI2";
	if (!clock_is_ticks())
		return "this machine's clock is not the processor's";
	return NULL;
}

/* ---- what goes into programs */

/* Whether anything is to be kept of what the call points to.  The agent itself looks at
 * masks of signals. */
static bool plan_is_wanted(const struct ptrace_engine *engine, const struct agent_config *config,
                           unsigned nr)
{
	return config->records[nr] &&
	       (!(engine->options.flags & ENGINE_NO_MEMORY) || nr == config->mask_call);
}

/* Plans of calls, in a table of their own. */
struct plans_put {
	struct agent_config *config;
	struct plan_range *ranges;
	struct plan_step *steps;
	uint32_t count;
};

static void plan_put(struct plans_put *put, unsigned nr)
{
	const struct plan_table *plans = &tables_in_use->plans[ABI_X86_64];
	const struct plan_range *range = &plans->ranges[nr];

	put->ranges[nr] = *range;
	put->ranges[nr].first = put->count;
	put->ranges[nr].names = 0;
	/* Where nothing is copied, things are named at most, and not by the agent. */
	put->ranges[nr].count = range->phases ? range->count : 0;
	put->config->copies[nr] = range->phases;
	memcpy(&put->steps[put->count], &plans->steps[range->first],
	       put->ranges[nr].count * sizeof(*put->steps));
	put->count += put->ranges[nr].count;
}

/* Of a call: which come at once, all together when the first of them is needed, each alone. */
enum plan_time { PLAN_AT_ONCE, PLAN_LATER, PLAN_ALONE };

static enum plan_time plan_time(unsigned nr)
{
	const struct plan_range *range = &tables_in_use->plans[ABI_X86_64].ranges[nr];

	return range->count > PLAN_SHORT                  ? PLAN_ALONE
	       : !range->phases || fast_calls[nr] & USUAL ? PLAN_AT_ONCE
	                                                  : PLAN_LATER;
}

static size_t plans_end(const struct hybrid *hybrid, const struct plans_put *put)
{
	return (size_t)((uint8_t *)&put->steps[put->count] - hybrid->text);
}

/* Until it has the plan the agent leaves the call to us. */
static void part_end(struct hybrid *hybrid, const struct plans_put *put, size_t begin)
{
	hybrid->late[hybrid->late_count++] = (struct late_part){
		.offset = begin,
		.size = plans_end(hybrid, put) - begin,
	};
}

static void plan_put_late(struct hybrid *hybrid, struct plans_put *put, unsigned nr)
{
	plan_put(put, nr);
	hybrid->part_of[nr] = (uint8_t)(hybrid->late_count + 1);
	put->config->records[nr] = RECORD_NOT;
}

static void plans_put_at(const struct ptrace_engine *engine, struct hybrid *hybrid,
                         struct plans_put *put, enum plan_time time)
{
	size_t begin = plans_end(hybrid, put);

	for (unsigned nr = 0; nr < AGENT_CALL_COUNT; nr++) {
		if (nr >= tables_in_use->plans[ABI_X86_64].count || plan_time(nr) != time ||
		    !plan_is_wanted(engine, put->config, nr))
			continue;
		if (time == PLAN_AT_ONCE) {
			plan_put(put, nr);
			continue;
		}
		plan_put_late(hybrid, put, nr);
		/* The last part takes all that are left. */
		if (time == PLAN_ALONE && hybrid->late_count < LATE_PARTS_MAX - 1) {
			part_end(hybrid, put, begin);
			begin = plans_end(hybrid, put);
		}
	}
	if (time != PLAN_AT_ONCE && plans_end(hybrid, put) > begin)
		part_end(hybrid, put, begin);
}

static void plans_put(const struct ptrace_engine *engine, struct hybrid *hybrid,
                      struct agent_config *config, size_t at)
{
	size_t steps = at + AGENT_CALL_COUNT * sizeof(struct plan_range);
	struct plans_put put = {
		.config = config,
		.ranges = (struct plan_range *)(hybrid->text + at),
		.steps = (struct plan_step *)(hybrid->text + steps),
	};

	config->plans.count = AGENT_CALL_COUNT;
	config->plans.ranges = (const struct plan_range *)(AGENT_BASE + at);
	config->plans.steps = (const struct plan_step *)(AGENT_BASE + steps);
	memcpy(hybrid->records, config->records, sizeof(hybrid->records));
	plans_put_at(engine, hybrid, &put, PLAN_AT_ONCE);
	hybrid->text_size = plans_end(hybrid, &put);
	plans_put_at(engine, hybrid, &put, PLAN_LATER);
	plans_put_at(engine, hybrid, &put, PLAN_ALONE);
}

/* Calls that a user has described anew stop: what they lead to is not known to fit. */
static bool is_as_built(unsigned nr)
{
	const struct plan_table *used = &tables_in_use->plans[ABI_X86_64];
	const struct plan_table *built = &built_in_plans[ABI_X86_64];

	if (nr >= used->count)
		return false;
	const struct plan_range *range = &used->ranges[nr], *other = &built->ranges[nr];

	return used == built || (range->count == other->count &&
	                         !memcmp(&used->steps[range->first], &built->steps[other->first],
	                                 range->count * sizeof(*used->steps)));
}

/* A datagram to an address may give its socket one: that changes what is told of it. */
static const struct agent_rule sending_rule = { SYS_sendto, { ARGUMENT_HAS_BITS, 4, UINT32_MAX } };

/* Whose stack may be another: threads. */
static const struct agent_rule sharing_rule = { SYS_clone, { ARGUMENT_HAS_BITS, 0, CLONE_VM } };

static void rules_put(const struct ptrace_engine *engine, struct agent_config *config)
{
	const uint16_t *numbers = arch_native.abis[ABI_X86_64].role;

	if (engine->memory.detail_fds) {
		config->rules[config->rule_count++] = sending_rule;
		if (config->records[SYS_sendto])
			config->records[SYS_sendto] = RECORD_BY_RULE;
	}
	config->rules[config->rule_count++] = sharing_rule;
	for (unsigned i = 0; i < role_rule_count; i++) {
		if (role_rules[i].scope == ROLE_AGENT)
			continue;
		assert(config->rule_count < AGENT_RULES_MAX);
		config->rules[config->rule_count++] = (struct agent_rule){
			.nr = numbers[role_rules[i].role],
			.when = role_rules[i].when,
		};
	}
	config->mask_call = numbers[ROLE_RT_SIGPROCMASK];
	config->action_call = numbers[ROLE_RT_SIGACTION];
}

/* What the program writes is to stand behind the call that wrote it. */
static bool may_show(const struct ptrace_engine *engine, unsigned nr)
{
	return fast_calls[nr] & SHOWING &&
	       (engine->options.flags & (ENGINE_HOLD | ENGINE_AT_ONCE)) == ENGINE_HOLD;
}

/* Its child, which comes out of the agent, stops before it does anything: so it is put where its
 * program thinks it is.  But not if it is nobody's, or shares names with its creator. */
static bool may_bear(const struct ptrace_engine *engine, const struct hybrid *hybrid, unsigned nr)
{
	return !(fast_calls[nr] & BEARING) ||
	       (engine->options.flags & ENGINE_FOLLOW && !hybrid->dispatches && !hybrid->names);
}

/* Nobody has to look at the call while it is made. */
static bool may_be_inside(const struct ptrace_engine *engine, const struct hybrid *hybrid,
                          unsigned nr)
{
	return fast_calls[nr] && is_as_built(nr) &&
	       call_set_has(&engine->options.calls, ABI_X86_64, nr) && names_allow(hybrid, nr) &&
	       !may_show(engine, nr) && may_bear(engine, hybrid, nr) &&
	       !call_set_has(&engine->injected, ABI_X86_64, nr) &&
	       !call_set_has(&engine->with_asides, ABI_X86_64, nr);
}

/* What changes the mask may block SIGSYS, without which no call is seen. */
static bool may_hide(const struct hybrid *hybrid, unsigned nr)
{
	return hybrid->dispatches && nr == arch_native.abis[ABI_X86_64].role[ROLE_RT_SIGPROCMASK];
}

static void calls_choose(const struct ptrace_engine *engine, struct hybrid *hybrid)
{
	for (unsigned nr = 0; nr < AGENT_CALL_COUNT; nr++)
		if (may_be_inside(engine, hybrid, nr) && !may_hide(hybrid, nr))
			call_set_put(&hybrid->fast, ABI_X86_64, nr, true);
}

static int text_make(struct ptrace_engine *engine, struct hybrid *hybrid)
{
	struct agent_config *config;

	hybrid->text = calloc(1, AGENT_SIZE);
	if (!hybrid->text)
		return -ENOMEM;
	memcpy(hybrid->text, agent_code, agent_code_size);
	memcpy(&hybrid->places, agent_code, sizeof(hybrid->places));
	config = (struct agent_config *)(hybrid->text + AGENT_CODE_SIZE);
	*config = (struct agent_config){
		.entry = hybrid->places.entry,
		.limits = engine->options.limits,
		.name = "rastro",
		.has_names = hybrid->names,
	};
	config->is_dispatched = hybrid->dispatches;
	config->limits.names = false;
	for (unsigned nr = 0; nr < AGENT_CALL_COUNT; nr++)
		if (call_set_has(&hybrid->fast, ABI_X86_64, nr))
			config->records[nr] = call_set_has(&engine->special, ABI_X86_64, nr)
			                              ? RECORD_BY_RULE
			                              : RECORD_ALWAYS;
	rules_put(engine, config);
	plans_put(engine, hybrid, config, AGENT_CODE_SIZE + sizeof(*config));
	return 0;
}

/* Makes what goes into programs.  Returns why that cannot be, or NULL. */
static const char *hybrid_prepare(struct ptrace_engine *engine)
{
	struct hybrid *hybrid = engine->hybrid;
	const char *reason = machine_obstacle();

	if (reason)
		return reason;
	calls_choose(engine, hybrid);
	if (text_make(engine, hybrid) < 0)
		return "out of memory";
	hybrid->finder = padding_open();
	return hybrid->finder ? NULL : "libZydis is not installed";
}

static void tell_obstacle(const struct ptrace_engine *engine, const char *reason)
{
	engine_log_inside(engine, "calls are not recorded inside programs: %s", reason);
}

/* Most programs are over before they get an agent: for those nothing is prepared. */
static bool hybrid_is_ready(struct ptrace_engine *engine)
{
	struct hybrid *hybrid = engine->hybrid;

	if (hybrid->is_prepared)
		return hybrid->finder;
	hybrid->is_prepared = true;
	const char *reason = hybrid_prepare(engine);

	if (reason)
		tell_obstacle(engine, reason);
	return !reason;
}

static struct hybrid *hybrid_new(const struct ptrace_engine *engine)
{
	struct hybrid *hybrid = calloc(1, sizeof(*hybrid));

	if (!hybrid || names_begin(&engine->options, hybrid) < 0) {
		free(hybrid);
		return NULL;
	}
	hybrid->clock.ns = clock_ns(CLOCK_MONOTONIC_RAW);
	hybrid->clock.ticks = ticks_now();
	return hybrid;
}

static void hybrid_free(struct hybrid *hybrid)
{
	padding_close(hybrid->finder);
	keeper_end(hybrid->keeper);
	names_end(hybrid);
	known_free(hybrid);
	text_free(&hybrid->events);
	free(hybrid->taken);
	free(hybrid->seats);
	free(hybrid->text);
	filter_free(hybrid->filter);
	free(hybrid);
}

void hybrid_begin(struct ptrace_engine *engine)
{
	if (!(engine->options.flags & ENGINE_HYBRID) || engine->hybrid)
		return;
	const char *reason = obstacle(engine);

	if (reason) {
		tell_obstacle(engine, reason);
		return;
	}
	engine->hybrid = hybrid_new(engine);
	/* Who asked for it is told at once why it cannot be. */
	if (engine->hybrid && engine->options.flags & ENGINE_AT_ONCE && !hybrid_is_ready(engine)) {
		hybrid_free(engine->hybrid);
		engine->hybrid = NULL;
	}
}

static const char *attached_obstacle(const struct ptrace_engine *engine)
{
	const char *reason = obstacle(engine);

	if (!reason && !wants_all(&engine->options.calls))
		reason = "not all calls are wanted";
	return reason;
}

void hybrid_begin_attached(struct ptrace_engine *engine)
{
	if (!(engine->options.flags & ENGINE_HYBRID) || engine->hybrid)
		return;
	const char *reason = attached_obstacle(engine);

	if (reason) {
		tell_obstacle(engine, reason);
		return;
	}
	engine->hybrid = hybrid_new(engine);
	if (!engine->hybrid)
		return;
	engine->hybrid->dispatches = true;
	engine->hybrid->keeper = keeper_start();
	if (!engine->hybrid->keeper)
		tell_obstacle(engine, "the thread that attaches has the wrong number");
	if (!engine->hybrid->keeper ||
	    (engine->options.flags & ENGINE_AT_ONCE && !hybrid_is_ready(engine))) {
		hybrid_free(engine->hybrid);
		engine->hybrid = NULL;
	}
}

static void hybrid_tell_shares(const struct ptrace_engine *engine)
{
	const struct hybrid *hybrid = engine->hybrid;
	const uint64_t *stopped = hybrid->calls_stopped;

	engine_log_inside(engine,
	                  "%" PRIu64 " calls were recorded inside programs; stopped: %" PRIu64
	                  " that must, %" PRIu64 " without an agent, %" PRIu64
	                  " the first of their sites, %" PRIu64
	                  " at sites that cannot be changed, %" PRIu64 " that the agent gave back",
	                  hybrid->calls_inside, stopped[STOPPED_CALL], stopped[STOPPED_EARLY],
	                  stopped[STOPPED_FIRST], stopped[STOPPED_SITE], stopped[STOPPED_GATE]);
}

void hybrid_destroy(struct ptrace_engine *engine)
{
	struct hybrid *hybrid = engine->hybrid;

	if (!hybrid)
		return;
	hybrid_tell_shares(engine);
	hybrid_free(hybrid);
	engine->hybrid = NULL;
}

/* ---- images of tasks */

void hybrid_forget(struct ptrace_engine *engine, struct task *task)
{
	if (!engine->hybrid)
		return;
	names_call_ends(engine, task);
	seat_leave(engine, task);
	task->heeds_faults = task->image && task->image->state == IMAGE_ARMED;
	if (task->parked) {
		task->image->parked--;
		task->parked = false;
	}
	engine->hybrid->may_clear = true;
	image_release(task->image);
	task->image = NULL;
}

static const char names_shared[] = "another process shares its descriptors, and names are wanted";

static bool shares_memory(const struct task *a, const struct task *b)
{
	return a->pid == b->pid || syscall(SYS_kcmp, a->tid, b->tid, KCMP_VM, 0, 0) == 0;
}

void hybrid_leave(struct ptrace_engine *engine, struct task *task, const char *reason)
{
	struct image *image = engine->hybrid ? task->image : NULL;
	const uint8_t none[AGENT_CALL_COUNT] = { 0 };

	if (!image || image->state == IMAGE_REFUSED)
		return;
	if (image->has_agent)
		remote_write(task->tid, AGENT_CONFIG + offsetof(struct agent_config, records), none,
		             sizeof(none));
	/* Others may run there: if calls are dispatched, the sites lead to slow gates from now
	 * on, and to nothing else. */
	if (!engine->hybrid->dispatches)
		sites_restore(task);
	image->state = IMAGE_REFUSED;
	engine_log_inside(engine, "process %d: calls are not recorded inside it: %s", task->pid,
	                  reason);
}

/* A program that was launched has one thread now; others are joined with all they have. */
static void image_give(const struct ptrace_engine *engine, struct task *task)
{
	struct image *image = task->image = image_new(engine->hybrid);

	if (!image || !engine->hybrid->dispatches)
		return;
	image->pid = task->pid;
	for (size_t i = 0; i < engine->tasks.slot_count; i++) {
		struct task *other = engine->tasks.slots[i].value;

		if (!other || other->pid != task->pid || other->image)
			continue;
		other->image = image;
		image->references++;
	}
}

void hybrid_keep_out(struct ptrace_engine *engine, struct task *task, const char *reason)
{
	if (engine->hybrid && !task->image)
		image_give(engine, task);
	hybrid_leave(engine, task, reason);
}

/* While all its calls stop, those of the agent would, too. */
static bool thread_is_seated(struct ptrace_engine *engine, struct task *thread)
{
	return thread->image->state == IMAGE_ARMED && !thread->full && thread->filtered &&
	       seat_take(engine, thread);
}

void hybrid_child_is_made(struct ptrace_engine *engine, struct task *child)
{
	struct task *creator = engine->hybrid ? task_find(engine, child->creator) : NULL;

	/* Its creator's word may come so late that it runs another program. */
	if (!creator || !creator->image || child->image || child->has_execed)
		return;
	if (shares_memory(creator, child)) {
		child->image = creator->image;
		child->image->references++;
		child->has_gs_of_creator = child->image->has_agent;
	} else {
		child->image = image_copy(creator->image);
		if (child->image)
			child->image->pid = child->pid;
		if (child->image && names_are_shared(engine->hybrid, creator, child)) {
			hybrid_leave(engine, creator, names_shared);
			hybrid_leave(engine, child, names_shared);
		}
	}
}

void hybrid_child_starts(struct ptrace_engine *engine, struct task *child)
{
	hybrid_child_is_made(engine, child);
	child_move_out(engine, child);
	if (child->has_gs_of_creator && !thread_is_seated(engine, child))
		gs_clear(child);
	child->has_gs_of_creator = false;
}

/* ---- at the return of a call that stopped */

static bool faults_are_ignored(const struct task *task)
{
	uint64_t signals = AGENT_FAULT_SIGNALS | 1ull << (SIGTRAP - 1);

	return tracee_signals(task->tid, "SigIgn:") & signals;
}

void hybrid_mask_changes(struct task *task)
{
	uint64_t mask;

	if (!task->seat)
		return;
	if (ptrace(PTRACE_GETSIGMASK, task->tid, sizeof(mask), &mask) < 0 ||
	    mask_hides_calls(task->seat->image->hybrid, mask))
		seat_close(task);
	else
		seat_open(task, mask & AGENT_FAULT_SIGNALS);
}

void hybrid_memory_is_taken(struct ptrace_engine *engine, struct task *task, uint64_t address,
                            uint64_t length)
{
	uint64_t end = length > UINT64_MAX - address ? UINT64_MAX : address + length;

	if (!task->image || !task->image->has_agent || address >= AGENT_END || end <= AGENT_FIRST)
		return;
	if (!engine->hybrid->dispatches)
		hybrid_leave(engine, task, "it uses the memory where the agent is");
	else
		/* Other threads would fault before they could be stopped. */
		task->role.watched = arch_native.call_set_nr(task->tid, (uint32_t)-1) == 0;
}

void hybrid_memory_is_kept(struct task *task, struct arch_call *call)
{
	if (arch_native.call_set_result(task->tid, -ENOMEM) < 0)
		return;
	call->result = -ENOMEM;
	call->failed = true;
}

void hybrid_gs_is_used(struct ptrace_engine *engine, struct task *task)
{
	if (!task->seat || task->seat->is_retired)
		return;
	gs_clear(task);
	task->seat->is_retired = true;
	engine_log_inside(engine, "thread %d: its calls are not recorded inside: it uses GS",
	                  task->tid);
}

void hybrid_action_changes(struct ptrace_engine *engine, struct task *task)
{
	task->heeds_faults = false;
	if (task->image && faults_are_ignored(task))
		hybrid_leave(engine, task, "it ignores SIGSEGV, SIGBUS or SIGTRAP");
}

static bool is_to_be_repeated(const struct arch_call *call)
{
	return call->failed && -call->result >= ERESTARTSYS &&
	       -call->result <= ERESTART_RESTARTBLOCK;
}

static bool is_limited(pid_t pid, __rlimit_resource_t resource)
{
	struct rlimit limit;

	return prlimit(pid, resource, NULL, &limit) < 0 || limit.rlim_cur != RLIM_INFINITY;
}

/* What makes our memory felt in the process, or NULL. */
static const char *image_obstacle(const struct ptrace_engine *engine, const struct task *task)
{
	const struct hybrid *hybrid = engine->hybrid;

	/* An exec changes nothing about that, and where there was an agent we would have seen it.
	 */
	if (!task->heeds_faults && faults_are_ignored(task))
		return "it ignores SIGSEGV, SIGBUS or SIGTRAP";
	if (target_has_shadow_stack(task->tid))
		return "it has a shadow stack";
	if (!hybrid->dispatches && task->request)
		return "it was attached to, beside a program that was started";
	if (hybrid->dispatches && !errand_is_possible(task->image, task->tid))
		return "its vDSO has no room";
	const char *reason = hybrid->dispatches ? dispatch_obstacle(engine, task) : NULL;

	if (reason)
		return reason;
	if (is_limited(task->pid, RLIMIT_FSIZE) || is_limited(task->pid, RLIMIT_AS))
		return "how large its files or its memory may be is limited";
	return names_obstacle(hybrid, task->pid);
}

/* It runs for long, maybe: it gets an agent if it calls often, not when it has called often. */
static bool image_is_busy(struct image *image)
{
	uint64_t before = image->counted_ns;

	if (image->is_busy || image->calls % IMAGE_CALLS_MIN)
		return image->is_busy;
	image->counted_ns = clock_ns(CLOCK_MONOTONIC);
	return image->is_busy = before && image->counted_ns - before < BUSY_NS;
}

/* True when this image has an agent that records, or has called so often that it may get one. */
static bool image_is_due(const struct ptrace_engine *engine, struct task *task)
{
	if (!task->image)
		image_give(engine, task);
	struct image *image = task->image;

	if (!image || image->state != IMAGE_PLAIN)
		return image && image->state == IMAGE_ARMED;
	image->calls++;
	if (engine->options.flags & ENGINE_AT_ONCE)
		return true;
	if (engine->hybrid->dispatches)
		return image_is_busy(image);
	return image->calls >= IMAGE_CALLS_MIN ||
	       engine->hybrid->calls_stopped[STOPPED_EARLY] >= RUN_CALLS_MIN;
}

/* True when it has one now. */
static bool image_is_armed(struct ptrace_engine *engine, struct task *task, uint64_t site)
{
	if (task->image->state == IMAGE_ARMED)
		return true;
	const char *reason = image_obstacle(engine, task);

	if (reason) {
		hybrid_leave(engine, task, reason);
		return false;
	}
	return image_arm(engine, task, site) == 0;
}

/* It puts back the mask of a frame that the program may have changed. */
static bool is_sigreturn(const struct task *task)
{
	return task->nr == arch_native.abis[ABI_X86_64].role[ROLE_RT_SIGRETURN];
}

/* True when the thread has a seat in an image with an agent; site: of any call. */
static bool task_take_in(struct ptrace_engine *engine, struct task *task, uint64_t site)
{
	if (!task->seat && gs_is_used(task)) {
		hybrid_leave(engine, task, "it uses GS");
		return false;
	}
	if (!image_is_armed(engine, task, site) || !process_filter(engine, task, site))
		return false;
	bool dispatches = engine->hybrid->dispatches;

	if (task->seat || (dispatches && !dispatch_may_take(task)))
		return true;
	/* Without us it would meet ENOSYS: it is to end when we do. */
	if (seat_take(engine, task) && !dispatches)
		task_set_options(engine, task);
	return true;
}

static bool is_exec(const struct task *task)
{
	return task->nr == arch_native.abis[task->abi].role[ROLE_EXECVE];
}

/* Before its first instruction. */
static void program_prepare(struct ptrace_engine *engine, struct task *task,
                            const struct mapping *mapping)
{
	const char *reason = image_obstacle(engine, task);

	if (reason)
		hybrid_leave(engine, task, reason);
	else
		program_begins(engine, task, mapping);
}

/* A new program, which has called nobody yet; but the file of which it runs the first
 * instruction, the loader mostly, may be known from others. */
static void exec_take_in(struct ptrace_engine *engine, struct task *task, uint64_t ip)
{
	struct mapping mapping = { 0 };

	if (!mapping_find(task->image, task->tid, ip, &mapping) ||
	    !sites_are_known(engine, &mapping))
		return;
	if (task->is_at_exec) {
		program_prepare(engine, task, &mapping);
		return;
	}
	uint64_t site = site_known_in(engine, task, &mapping);

	if (site && task_take_in(engine, task, site))
		sites_patch_in(engine, task, &mapping);
}

/* Calls of x32 are others, though a set knows them by the same numbers. */
static bool is_fast(const struct hybrid *hybrid, unsigned abi, uint32_t nr)
{
	return abi == ABI_X86_64 && nr < AGENT_CALL_COUNT &&
	       call_set_has(&hybrid->fast, ABI_X86_64, nr);
}

/* Takes the thread and the site in, if it can be, so that the next call does not stop. */
static enum stop_cause call_take_in(struct ptrace_engine *engine, struct task *task,
                                    const struct arch_call *call)
{
	uint64_t site = call->ip - CALL_LENGTH;

	/* Until its creator tells who it is all its calls stop. */
	if ((task->full && !task->announced) || engine->detaching)
		return STOPPED_EARLY;
	if (task->full || engine->memory.caution) {
		hybrid_leave(engine, task,
		             task->full ? "it has a filter of its own"
		                        : "its memory may be served by other programs");
		return STOPPED_EARLY;
	}
	if (task->seat && (task->seat->is_closed || is_sigreturn(task)))
		hybrid_mask_changes(task);
	if (!image_is_due(engine, task) || !hybrid_is_ready(engine))
		return STOPPED_EARLY;
	if (is_exec(task) && !call->failed)
		exec_take_in(engine, task, call->ip);
	if (!is_fast(engine->hybrid, ABI_X86_64, task->nr) || is_to_be_repeated(call))
		return STOPPED_CALL;
	if (!task_take_in(engine, task, site))
		return STOPPED_EARLY;
	image_give_plan(task->image, task->tid, task->nr);
	/* A new thread, or a forked child, comes through the slow gate of what is patched. */
	if (site_of_stub(engine, task->image, call->ip))
		return STOPPED_GATE;
	if (site_is_settled(task->image, site))
		return STOPPED_SITE;
	site_patch(engine, task, site);
	return STOPPED_FIRST;
}

/* Only of clone() can be told, by its flags, that the child has memory of its own. */
static bool shares_untraced(const struct ptrace_engine *engine, const struct arch_call *call)
{
	return !(engine->options.flags & ENGINE_FOLLOW) &&
	       (call->nr != arch_native.abis[call->abi].role[ROLE_CLONE] ||
	        call->args[0] & CLONE_VM);
}

bool hybrid_awaits_return(const struct ptrace_engine *engine, const struct task *task)
{
	return task->silent && engine->hybrid && is_fast(engine->hybrid, task->abi, task->nr) &&
	       !(task->image && task->image->state == IMAGE_REFUSED);
}

/* It gives back what copies while the thread blocks the signals of faults; but for the calls
 * of which it copies late. */
static bool agent_may_take(const struct task *task, uint32_t nr)
{
	const uint16_t *numbers = arch_native.abis[ABI_X86_64].role;

	return !tables_in_use->plans[ABI_X86_64].ranges[nr].phases ||
	       nr == numbers[ROLE_RT_SIGPROCMASK] || nr == numbers[ROLE_RT_SIGACTION] ||
	       seat_may_copy(task);
}

/* Before the call: it may take long, or never return, and others come to the site meanwhile.
 * So it is made anew when the site leads to the agent. */
static bool call_is_put_off(struct ptrace_engine *engine, struct task *task,
                            const struct arch_call *call)
{
	const struct hybrid *hybrid = engine->hybrid;
	struct image *image = task->image;
	uint64_t site = call->ip - CALL_LENGTH;
	struct remote remote;

	/* Where calls are dispatched it is changed when the first call has returned. */
	if (hybrid->dispatches || site_is_settled(image, site) || site == image->given_up ||
	    site_of_stub(engine, image, call->ip))
		return false;
	/* Mostly there is room. */
	if (site_patch_waiting(engine, task, site) && site_redirect(task, site))
		return true;
	remote_begin(&remote, engine, task, site);
	if (!remote_put_off(&remote))
		return false;
	remote_end(&remote);
	site_patch(engine, task, site);
	if (!map_get(&image->sites, site))
		image->given_up = site;
	return true;
}

bool hybrid_redirects(struct ptrace_engine *engine, struct task *task, const struct arch_call *call)
{
	struct hybrid *hybrid = engine->hybrid;
	enum stop_cause cause = STOPPED_SITE;

	if (!task->seat || task->seat->is_closed || task->seat->is_retired || task->full ||
	    task->launched || task->steer.stepping || task->image->state != IMAGE_ARMED ||
	    !is_fast(hybrid, call->abi, call->nr) || !agent_may_take(task, call->nr))
		return false;
	if (!site_redirect(task, call->ip - CALL_LENGTH)) {
		if (!call_is_put_off(engine, task, call))
			return false;
		cause = STOPPED_FIRST;
	}
	hybrid->calls_stopped[cause]++;
	return true;
}

void hybrid_call_returns(struct ptrace_engine *engine, struct task *task,
                         const struct arch_call *call)
{
	if (!engine->hybrid || (task->hidden && !task->silent))
		return;
	if (call->abi != ABI_X86_64) {
		if (is_exec(task) && !call->failed)
			hybrid_keep_out(engine, task, "it is a 32-bit program");
		return;
	}
	engine->hybrid->calls_stopped[call_take_in(engine, task, call)]++;
	seat_settle(engine, task);
}

void hybrid_call_begins(const struct ptrace_engine *engine, struct task *task,
                        const struct arch_call *call)
{
	if (!task->seat || !task->seat->is_dispatched || task->seat->is_retired ||
	    !call_makes_child(task))
		return;
	/* Whom it makes, and nobody may trace, must not find its slot. */
	gs_clear(task);
	task->image->has_strangers |= shares_untraced(engine, call);
}
