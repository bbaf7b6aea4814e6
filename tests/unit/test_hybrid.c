/* The agent inside a program: calls are recorded once, whatever comes between.
 *
 * The test's own executable runs as the traced program ("--program NAME").  A
 * signal is delivered at every instruction of the way from the call site through
 * the agent and back, by stepping the program there. */
#include "unit.h"

#include "arch/padding.h"
#include "engine/hybrid.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	LINE_LENGTH = 8,
	LINES_MAX = 4000,
	STATUS_GOOD = 42,
	WARM_UP = PUN_VISITS + 4, /* by then puns are made */
	WAY_MAX = 2000,           /* instructions from the marker to behind the agent */
	INSIDE_MIN = 100,         /* steps inside: fewer, and it was not the way */
	BEHIND = 5,
	FLAG_STEP = 1 << 8,
	MARKER_BASE = 100000, /* of setrlimit: there is no such resource */
};

#ifdef __SANITIZE_ADDRESS__
enum { IS_SANITIZED = 1 };
#else
enum { IS_SANITIZED = 0 };
#endif

static char self_path[4096];
static const struct engine_ops *const ops = &ptrace_engine;

/* ---- programs */

static volatile sig_atomic_t signals_seen, stop;
static sigjmp_buf way_out;

static void count_signal(int number)
{
	(void)number;
	signals_seen++;
}

static void leave_by_jump(int number)
{
	(void)number;
	signals_seen++;
	siglongjmp(way_out, 1);
}

static void ask_to_stop(int number)
{
	(void)number;
	stop = 1;
}

/* A call that always stops: here the test takes over. */
static void marker(int number)
{
	syscall(SYS_setrlimit, MARKER_BASE + number, NULL);
}

/* A function of a file that calls the kernel where no filling is in reach, for as far as
 * a short jump reaches there are other instructions.  What follows the call makes a pun
 * that comes down 64 MiB above, where nothing is. */
typedef long far_call(long number, long fd, const void *bytes, size_t length);
enum { FAR_LENGTH = 256 };
static far_call *far_write;

static bool far_write_make(void)
{
	static const uint8_t begin[] = {
		0x48, 0x89, 0xf8,             /* mov %rdi,%rax */
		0x48, 0x89, 0xf7,             /* mov %rsi,%rdi */
		0x48, 0x89, 0xd6,             /* mov %rdx,%rsi */
		0x48, 0x89, 0xca,             /* mov %rcx,%rdx */
		0x0f, 0x05,                   /* syscall */
		0xa9, 0x00, 0x04, 0x00, 0x00, /* test $0x400,%eax */
	};
	static const uint8_t harmless[] = { 0x48, 0x8d, 0x00 }; /* lea (%rax),%rax */
	uint8_t code[FAR_LENGTH];
	size_t length = sizeof(begin);
	int fd = memfd_create("far", 0);

	memcpy(code, begin, sizeof(begin));
	for (; length < FAR_LENGTH - sizeof(harmless); length += sizeof(harmless))
		memcpy(code + length, harmless, sizeof(harmless));
	memset(code + length, 0xc3, FAR_LENGTH - length);
	if (write(fd, code, sizeof(code)) != sizeof(code) || ftruncate(fd, 4096) < 0)
		return false;
	void *at = mmap((void *)0x7e0000000000, 4096, PROT_READ | PROT_EXEC,
	                MAP_PRIVATE | MAP_FIXED_NOREPLACE, fd, 0);

	close(fd);
	far_write = at;
	return at != MAP_FAILED;
}

/* Registers survive, and the call is made once: the file shows it. */
static bool write_line(int fd, int number)
{
	char line[LINE_LENGTH + 1];
	register long kept __asm__("r12") = number;
	long written;

	snprintf(line, sizeof(line), "%07d\n", number);
	marker(number);
	if (far_write)
		return far_write(SYS_write, fd, line, LINE_LENGTH) == LINE_LENGTH;
	__asm__ volatile("syscall"
	                 : "=a"(written), "+r"(kept)
	                 : "0"(SYS_write), "D"(fd), "S"(line), "d"(LINE_LENGTH)
	                 : "rcx", "r11", "memory");
	return written == LINE_LENGTH && kept == number;
}

static int program_lines(void)
{
	int fd = memfd_create("lines", 0), number = 0;
	char line[LINE_LENGTH + 1] = "";

	signal(SIGUSR1, count_signal);
	signal(SIGUSR2, ask_to_stop);
	for (; !stop && number < LINES_MAX; number++)
		if (!write_line(fd, number) ||
		    lseek(fd, 0, SEEK_CUR) != (off_t)(number + 1) * LINE_LENGTH)
			return 2;
	for (int i = 0; i < number; i++)
		if (pread(fd, line, LINE_LENGTH, (off_t)i * LINE_LENGTH) != LINE_LENGTH ||
		    atoi(line) != i)
			return 3;
	return number < LINES_MAX && signals_seen > 0 ? STATUS_GOOD : 4;
}

static int program_puns(void)
{
	return far_write_make() ? program_lines() : 5;
}

/* The handler does not come back: what it leaves has happened once, or not at all. */
static int program_jumps(void)
{
	int fd = memfd_create("lines", 0);
	volatile int number = 0;

	signal(SIGUSR1, leave_by_jump);
	signal(SIGUSR2, ask_to_stop);
	for (; !stop && number < LINES_MAX; number++) {
		off_t before = lseek(fd, 0, SEEK_CUR);

		if (sigsetjmp(way_out, 1) == 0 && !write_line(fd, number))
			return 2;
		off_t after = lseek(fd, 0, SEEK_CUR);

		if (after != before && after != before + LINE_LENGTH)
			return 3;
	}
	return number < LINES_MAX ? STATUS_GOOD : 4;
}

/* Pointers to nothing are errors, also while SIGSEGV is blocked or ignored. */
static int program_faults(void)
{
	sigset_t all, one;
	char *page = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(page + 4096, 4096);
	memset(page, 'x', 4096);
	sigfillset(&all);
	sigemptyset(&one);
	sigaddset(&one, SIGUSR2);
	/* By now their sites lead into the agent, which has to see what is in the sets. */
	for (int i = 0; i < 20; i++)
		if (sigprocmask(SIG_BLOCK, &one, NULL) < 0 || signal(SIGUSR2, SIG_DFL) == SIG_ERR)
			return 7;
	for (int i = 0; i < 100; i++) {
		if (open((char *)8, O_RDONLY) != -1 || errno != EFAULT)
			return 2;
		if (syscall(SYS_rt_sigprocmask, SIG_BLOCK, 8, NULL, 8) != -1 || errno != EFAULT)
			return 8;
		/* It ends where the memory does. */
		if (open(page + 4090, O_RDONLY) != -1 || errno != EFAULT)
			return 3;
		if (i == 30 && sigprocmask(SIG_BLOCK, &all, NULL) < 0)
			return 4;
		if (i == 60 && signal(SIGSEGV, SIG_IGN) == SIG_ERR)
			return 5;
	}
	sigemptyset(&one);
	sigaddset(&one, SIGUSR1);
	if (sigprocmask(SIG_UNBLOCK, &one, &all) < 0 || sigismember(&all, SIGUSR1) != 1)
		return 9;
	sigprocmask(SIG_SETMASK, NULL, &all);
	if (sigismember(&all, SIGUSR1) != 0)
		return 10;
	return sigismember(&all, SIGSEGV) == 1 && signal(SIGSEGV, SIG_DFL) == SIG_IGN ? STATUS_GOOD
	                                                                              : 6;
}

static void *thread_calls(void *unused)
{
	for (int i = 0; i < 1000; i++)
		if (getppid() <= 0)
			return NULL;
	return unused;
}

/* Threads, forked children that go on, and one that runs another program. */
static int program_family(void)
{
	pthread_t threads[8];
	int status;

	thread_calls(NULL);
	for (int i = 0; i < 8; i++)
		if (pthread_create(&threads[i], NULL, thread_calls, NULL))
			return 2;
	for (int i = 0; i < 8; i++)
		pthread_join(threads[i], NULL);
	pid_t child = fork();

	if (child == 0) {
		thread_calls(NULL);
		_exit(7);
	}
	if (waitpid(child, &status, 0) != child || status != 7 << 8)
		return 3;
	child = vfork();
	if (child == 0) {
		execl(self_path, "program", "--program", "faults", NULL);
		_exit(8);
	}
	return waitpid(child, &status, 0) == child && status == STATUS_GOOD << 8 ? STATUS_GOOD : 4;
}

/* Overwrites what it finds of ours. */
static int program_scribbles(void)
{
	for (int i = 0; i < 100; i++)
		getppid();
	memset((void *)AGENT_RINGS, 0xa5, 0x40000);
	for (int i = 0; i < 100; i++)
		getppid();
	return STATUS_GOOD;
}

/* Wants the place where the agent is, and gets it. */
static int program_maps(void)
{
	thread_calls(NULL);
	void *page = mmap((void *)AGENT_RINGS, 4096, PROT_READ | PROT_WRITE,
	                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);

	if (page != (void *)AGENT_RINGS)
		return 2;
	memset(page, 'x', 4096);
	thread_calls(NULL);
	if (munmap((void *)AGENT_FIRST, AGENT_END - AGENT_FIRST) < 0)
		return 3;
	thread_calls(NULL);
	return STATUS_GOOD;
}

/* The same, by moving a page there. */
static int program_moves(void)
{
	thread_calls(NULL);
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	for (size_t size = 4096; size < 100 * 4096; size += 4096)
		page = mremap(page, size, size + 4096, MREMAP_MAYMOVE);
	page = mremap(page, 4096, 4096, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)AGENT_BASE);
	if (page != (void *)AGENT_BASE)
		return 2;
	memset(page, 'x', 4096);
	thread_calls(NULL);
	return STATUS_GOOD;
}

/* Code made at run time is never changed; its calls are recorded inside all the same. */
static int program_makes_code(void)
{
	static const uint8_t bytes[] = {
		0x89, 0xf8, /* mov %edi,%eax */
		0x0f, 0x05, /* syscall */
		0xc3,       /* ret */
	};
	long (*call)(int nr) = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	memcpy((void *)call, bytes, sizeof(bytes));
	for (int i = 0; i < 500; i++)
		if (call(SYS_getppid) <= 0)
			return 2;
	return memcmp((void *)call, bytes, sizeof(bytes)) ? 3 : STATUS_GOOD;
}

/* Files of no size at all: whatever makes one larger gets SIGXFSZ. */
static int program_limited(void)
{
	struct rlimit none = { 0, RLIM_INFINITY };

	if (setrlimit(RLIMIT_FSIZE, &none) < 0)
		return 2;
	execl(self_path, "program", "--program", "family", NULL);
	return 3;
}

static const struct {
	const char *name;
	int (*run)(void);
} programs[] = {
	{ "lines", program_lines },         { "jumps", program_jumps },
	{ "faults", program_faults },       { "family", program_family },
	{ "scribbles", program_scribbles }, { "maps", program_maps },
	{ "limited", program_limited },     { "moves", program_moves },
	{ "puns", program_puns },           { "makes-code", program_makes_code },
};

static int program_run(const char *name)
{
	for (size_t i = 0; i < sizeof(programs) / sizeof(*programs); i++)
		if (strcmp(programs[i].name, name) == 0)
			return programs[i].run();
	return 127;
}

/* ---- tracing them */

struct run {
	struct engine *engine;
	pid_t pid;
	int status;
	unsigned writes; /* of lines, that returned */
	unsigned calls, notes;
	unsigned entries; /* the agent's calls have none, unless they last */
};

static struct run run_start(const char *name)
{
	struct engine_options options = { .flags = ENGINE_FOLLOW | ENGINE_FILTER | ENGINE_HYBRID |
		                                   ENGINE_AT_ONCE | ENGINE_HOLD |
		                                   ENGINE_KILL_ON_EXIT,
		                          .limits = { .string = 32, .array = 32 } };
	char *argv[] = { "program", "--program", (char *)name, NULL };
	struct launch launch = { .argv = argv, .file = self_path };
	struct run run = { .status = -1 };
	struct error error;

	call_set_fill(&options.calls, true);
	run.engine = ops->create(&options, &error);
	assert_non_null(run.engine);
	if (ops->launch(run.engine, &launch, &run.pid, &error) < 0)
		fail_msg("%s", error.text);
	return run;
}

static struct ptrace_engine *inside_of(const struct run *run)
{
	return (struct ptrace_engine *)run->engine;
}

static bool hybrid_is_off(const struct run *run)
{
	return !inside_of(run)->hybrid;
}

static const struct event *run_next(struct run *run)
{
	const struct event *event;
	struct error error;

	for (;;) {
		switch (ops->next(run->engine, &event, &error)) {
		case NEXT_EVENT:
			assert_true(event_is_sound(event, event->size));
			run->calls += event->kind == EVENT_EXIT;
			run->entries += event->kind == EVENT_ENTRY;
			run->notes += event->kind == EVENT_NOTE;
			run->writes += event->kind == EVENT_EXIT && event->nr == SYS_write &&
			               event->args[2] == LINE_LENGTH &&
			               event->result == LINE_LENGTH;
			if (event->kind == EVENT_EXITED && event->tid == run->pid)
				run->status = (int)event->result;
			return event;
		case NEXT_FAILED:
			fail_msg("%s", error.text);
		case NEXT_DONE:
			return NULL;
		default:
			break;
		}
	}
}

static void run_finish(struct run *run)
{
	while (run_next(run))
		;
	ops->destroy(run->engine);
	assert_int_equal(run->status, STATUS_GOOD);
}

/* ---- a signal at every instruction */

static bool is_marker(const struct event *event, int *number)
{
	if (event->kind != EVENT_EXIT || event->nr != SYS_setrlimit || event->args[0] < MARKER_BASE)
		return false;
	*number = (int)(event->args[0] - MARKER_BASE);
	return true;
}

static uint64_t ip_of(pid_t tid)
{
	struct user_regs_struct regs;

	return ptrace(PTRACE_GETREGS, tid, NULL, &regs) < 0 ? 0 : regs.rip;
}

/* The clock of the engine may interrupt us. */
static int status_of(pid_t tid)
{
	int status = 0;

	while (waitpid(tid, &status, __WALL) < 0)
		assert_int_equal(errno, EINTR);
	return status;
}

static bool is_ours(const struct run *run, uint64_t ip)
{
	const struct task *task = task_find(inside_of(run), run->pid);

	return (ip >= AGENT_BASE && ip < AGENT_BASE + AGENT_CODE_SIZE) ||
	       site_of_stub(inside_of(run), task->image, ip);
}

/* The agent puts flags on its stack, the one of our steps among them, and takes them back. */
static void flags_clear_step(pid_t tid)
{
	struct user_regs_struct regs;

	assert_int_equal(ptrace(PTRACE_GETREGS, tid, NULL, &regs), 0);
	regs.eflags &= ~(unsigned long long)FLAG_STEP;
	assert_int_equal(ptrace(PTRACE_SETREGS, tid, NULL, &regs), 0);
}

/* The instructions that a held task goes through, each once, up to some behind the
 * agent. */
static unsigned way_record(struct run *run, uint64_t way[WAY_MAX])
{
	unsigned count = 0, inside = 0, behind = 0;

	while (behind < BEHIND && count < WAY_MAX) {
		uint64_t ip = ip_of(run->pid);
		unsigned i = 0;

		while (i < count && way[i] != ip)
			i++;
		if (i == count)
			way[count++] = ip;
		inside += is_ours(run, ip);
		behind += inside > INSIDE_MIN && !is_ours(run, ip);
		assert_int_equal(ptrace(PTRACE_SINGLESTEP, run->pid, NULL, NULL), 0);
		assert_int_equal(status_of(run->pid) >> 8, SIGTRAP);
	}
	flags_clear_step(run->pid);
	return count;
}

static int breakpoint_set(pid_t tid, uint64_t address)
{
	size_t registers = offsetof(struct user, u_debugreg);

	/* Off while the address changes. */
	if (ptrace(PTRACE_POKEUSER, tid, registers + 7 * sizeof(long), 0L) < 0 ||
	    ptrace(PTRACE_POKEUSER, tid, registers, address) < 0)
		return -1;
	return (int)ptrace(PTRACE_POKEUSER, tid, registers + 7 * sizeof(long), address ? 1L : 0L);
}

/* The stop that a task is in is the engine's next. */
static void stop_give(struct run *run, int status)
{
	struct ptrace_engine *engine = inside_of(run);

	engine->held->stopped = false;
	engine->held = NULL;
	wait_give_back(engine, run->pid, status);
}

/* Runs a held task to the address, and gives it the signal there. */
static void interrupt_at(struct run *run, uint64_t address, int signal)
{
	assert_int_equal(breakpoint_set(run->pid, address), 0);
	assert_int_equal(ptrace(PTRACE_CONT, run->pid, NULL, NULL), 0);
	assert_int_equal(status_of(run->pid) >> 8, SIGTRAP);
	assert_int_equal(ip_of(run->pid), address);
	breakpoint_set(run->pid, 0);
	assert_int_equal(syscall(SYS_tgkill, run->pid, run->pid, signal), 0);
	assert_int_equal(ptrace(PTRACE_CONT, run->pid, NULL, NULL), 0);
	int status = status_of(run->pid);

	assert_int_equal(status >> 8, signal);
	stop_give(run, status);
}

static void check_every_instruction(const char *program, bool counts)
{
	struct run run = run_start(program);
	const struct event *event;
	uint64_t way[WAY_MAX];
	unsigned count = 0, next = 1, lines = 0;
	int number;

	/* A sanitizer's own calls are on the way, too. */
	if (hybrid_is_off(&run) || IS_SANITIZED) {
		kill(run.pid, SIGUSR2);
		while (run_next(&run))
			;
		ops->destroy(run.engine);
		skip();
	}
	while ((event = run_next(&run))) {
		if (!is_marker(event, &number))
			continue;
		lines++;
		if (number < WARM_UP)
			continue;
		if (number == WARM_UP)
			count = way_record(&run, way);
		else if (next < count)
			interrupt_at(&run, way[next++], SIGUSR1);
		else
			kill(run.pid, SIGUSR2);
	}
	ops->destroy(run.engine);
	assert_int_equal(run.status, STATUS_GOOD);
	assert_in_range(count, INSIDE_MIN, WAY_MAX - 1);
	assert_int_equal(run.notes, 0);
	if (counts)
		assert_int_equal(run.writes, lines);
}

static void test_a_signal_at_every_instruction(void **state)
{
	(void)state;
	check_every_instruction("lines", true);
	check_every_instruction("puns", true);
}

static void test_a_jump_out_of_every_instruction(void **state)
{
	(void)state;
	check_every_instruction("jumps", false);
}

/* ---- the others */

/* inside: so many of its calls at least are the agent's. */
static void check_program(const char *name, unsigned calls_min, unsigned inside)
{
	struct run run = run_start(name);
	bool is_off = hybrid_is_off(&run);

	run_finish(&run);
	if (!is_off)
		assert_in_range(run.calls - run.entries, inside, run.calls);
	assert_in_range(run.calls, calls_min, 1000000);
	assert_int_equal(run.notes, 0);
}

static void test_faults_are_answers(void **state)
{
	(void)state;
	check_program("faults", 200, 20);
}

static void test_families_are_recorded(void **state)
{
	(void)state;
	check_program("family", 10000, 9500);
}

static void test_the_place_of_the_agent_is_given_up(void **state)
{
	(void)state;
	check_program("maps", 3000, 500);
	check_program("moves", 2100, 1000);
}

static void test_code_that_is_made_is_not_changed(void **state)
{
	(void)state;
	check_program("makes-code", 500, 490);
}

static void test_limits_are_not_reached(void **state)
{
	(void)state;
	check_program("limited", 10000, 0);
}

static void test_what_makes_no_sense_is_told(void **state)
{
	struct run run = run_start("scribbles");
	bool is_off = hybrid_is_off(&run);

	(void)state;
	run_finish(&run);
	if (is_off)
		skip();
	assert_int_equal(run.notes, 1);
	assert_in_range(run.calls, 100, 1000);
}

/* A call may return, and another be made, between a look at the one and at the other. */
static void test_no_entry_is_told_before_what_came_before(void **state)
{
	enum { ROOM = 4096 };
	struct ring *ring = calloc(1, sizeof(*ring) + ROOM);
	struct image image = { .references = 1 };
	struct seat seat = { .image = &image, .ring = ring, .room = ROOM, .event_max = ROOM };
	struct seat *seats[] = { &seat };
	struct hybrid hybrid = { .seats = seats, .seat_count = 1 };
	struct ptrace_engine engine = { .hybrid = &hybrid };
	struct event event = { .size = sizeof(event), .kind = EVENT_EXIT, .nr = SYS_mkdir };

	(void)state;
	assert_non_null(ring);
	memcpy(ring->bytes, &event, sizeof(event));
	event.nr = SYS_unlink;
	event.kind = EVENT_ENTRY;
	memcpy(ring->bytes + sizeof(event), &event, sizeof(event));
	ring->head = sizeof(event);
	ring->open = sizeof(event) + 1;
	ring->open_size = sizeof(event);
	hybrid_show_open(&engine);
	assert_null(hybrid_next(&hybrid));
	hybrid_drain(&engine);
	hybrid_show_open(&engine);
	assert_int_equal(hybrid_next(&hybrid)->nr, SYS_mkdir);
	assert_int_equal(hybrid_next(&hybrid)->nr, SYS_unlink);
	assert_null(hybrid_next(&hybrid));
	text_free(&hybrid.events);
	free(hybrid.taken);
	free(ring);
}

static void test_filling_is_found(void **state)
{
	/* syscall; ret; nops up to the following function */
	static const uint8_t code[] = {
		0x0f, 0x05, 0xc3, 0x66, 0x0f, 0x1f, 0x44, 0x00, 0x00, 0x90
	};
	/* syscall; nops that are run; ret */
	static const uint8_t run_into[] = { 0x0f, 0x05, 0x0f, 0x1f, 0x44, 0x00, 0x00, 0xc3 };
	/* syscall; ret; too few */
	static const uint8_t too_few[] = { 0x0f, 0x05, 0xc3, 0x90, 0x90, 0x90, 0x90, 0x55 };

	struct padding_finder *finder = padding_open();

	(void)state;
	if (!finder)
		skip();
	assert_int_equal(padding_find(finder, code, sizeof(code)), 3);
	assert_int_equal(padding_find(finder, run_into, sizeof(run_into)), -1);
	assert_int_equal(padding_find(finder, too_few, sizeof(too_few)), -1);
	uint8_t far[256] = { 0x0f, 0x05 };

	memset(far + 2, 0x50, sizeof(far) - 2);
	far[200] = 0xc3;
	memset(far + 201, 0x90, 10);
	assert_int_equal(padding_find(finder, far, sizeof(far)), -1);
	padding_close(finder);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_filling_is_found),
		cmocka_unit_test(test_no_entry_is_told_before_what_came_before),
		cmocka_unit_test(test_faults_are_answers),
		cmocka_unit_test(test_families_are_recorded),
		cmocka_unit_test(test_the_place_of_the_agent_is_given_up),
		cmocka_unit_test(test_code_that_is_made_is_not_changed),
		cmocka_unit_test(test_limits_are_not_reached),
		cmocka_unit_test(test_what_makes_no_sense_is_told),
		cmocka_unit_test(test_a_signal_at_every_instruction),
		cmocka_unit_test(test_a_jump_out_of_every_instruction),
	};

	if (readlink("/proc/self/exe", self_path, sizeof(self_path) - 1) < 0)
		return 1;
	if (argc == 3 && strcmp(argv[1], "--program") == 0)
		_exit(program_run(argv[2]));
	if (argc == 2)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
