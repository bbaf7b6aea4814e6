/* The ptrace engine on programs that do what is hard to trace.
 *
 * Each test runs one of engine_programs.h and keeps all events; what holds for
 * every trace is checked in all of them (check_consistent), the rest is what
 * this test is about.  Nothing here sleeps: where two processes must meet, a
 * pipe, or the state in /proc, says when. */
#include "unit.h"

#include "engine/engine.h"
#include "engine_programs.h"

enum { EVENTS_MAX = 1 << 20, TEXT_MAX = 200, TASKS_MAX = 4096 };

struct record {
	struct event event;
	siginfo_t info;
	char text[TEXT_MAX]; /* of a note */
};

struct trace {
	struct record *records;
	size_t count;
	pid_t pid;
	int status; /* of the launched process, as wait() would have it */
	struct error failure;
};

static const struct engine_ops *const ops = &ptrace_engine;

/* ---- keeping events */

static void trace_add(struct trace *trace, const struct event *event)
{
	const struct chunk *info = event_chunk_find(event, CHUNK_SIGINFO, 0);
	const struct chunk *text = event_chunk_find(event, CHUNK_TEXT, 0);

	assert_true(event_is_sound(event, event->size));
	assert_true(trace->count < EVENTS_MAX);
	if ((trace->count & (trace->count - 1)) == 0) {
		size_t capacity = trace->count ? 2 * trace->count : 1;

		trace->records = realloc(trace->records, capacity * sizeof(*trace->records));
		assert_non_null(trace->records);
	}
	struct record *record = &trace->records[trace->count++];

	*record = (struct record){ .event = *event };
	if (info)
		memcpy(&record->info, chunk_bytes(info), sizeof(record->info));
	if (text)
		snprintf(record->text, TEXT_MAX, "%.*s", (int)text->length,
		         (const char *)chunk_bytes(text));
	if (event->tid != trace->pid)
		return;
	if (event->kind == EVENT_EXITED)
		trace->status = (int)event->result << 8;
	else if (event->kind == EVENT_KILLED)
		trace->status = (int)event->result;
}

static void trace_free(struct trace *trace)
{
	free(trace->records);
}

static struct engine *engine_new(unsigned flags, const struct call_set *calls)
{
	/* Should a test fail, nobody stays behind. */
	struct engine_options options = { .flags = flags | ENGINE_KILL_ON_EXIT,
		                          .limits = { .string = 32, .array = 32 } };
	struct error error;

	if (calls)
		options.calls = *calls;
	else
		call_set_fill(&options.calls, true);
	struct engine *engine = ops->create(&options, &error);

	assert_non_null(engine);
	return engine;
}

static void launch_program(struct engine *engine, struct trace *trace, const char *name)
{
	char *argv[] = { "program", "--program", (char *)name, NULL };
	struct launch launch = { .argv = argv, .file = self_path };
	struct error error;

	*trace = (struct trace){ .status = -1 };
	if (ops->launch(engine, &launch, &trace->pid, &error) < 0)
		fail_msg("%s", error.text);
}

/* Takes events until one is of that kind (0: until the end).  True if it came. */
static bool run_until(struct engine *engine, struct trace *trace, enum event_kind kind)
{
	const struct event *event;
	struct error error;

	for (;;) {
		switch (ops->next(engine, &event, &error)) {
		case NEXT_EVENT:
			trace_add(trace, event);
			if (event->kind == kind)
				return true;
			break;
		case NEXT_FAILED:
			trace->failure = error;
			break;
		case NEXT_INTERRUPTED:
			return false;
		case NEXT_DONE:
			return kind == 0;
		case NEXT_TICK:
			break;
		}
	}
}

/* ---- looking at events */

static size_t count_of(const struct trace *trace, enum event_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < trace->count; i++)
		count += trace->records[i].event.kind == kind;
	return count;
}

static size_t count_calls(const struct trace *trace, enum event_kind kind, uint32_t nr)
{
	size_t count = 0;

	for (size_t i = 0; i < trace->count; i++)
		count += trace->records[i].event.kind == kind && trace->records[i].event.nr == nr;
	return count;
}

static const struct record *find(const struct trace *trace, enum event_kind kind)
{
	for (size_t i = 0; i < trace->count; i++)
		if (trace->records[i].event.kind == kind)
			return &trace->records[i];
	return NULL;
}

/* A task as the events so far tell of it. */
struct seen {
	pid_t tid;
	bool alive, in_call;
	struct event entry;
};

static struct seen *seen_of(struct seen *list, size_t *count, pid_t tid)
{
	for (size_t i = 0; i < *count; i++)
		if (list[i].tid == tid)
			return &list[i];
	assert_true(*count < TASKS_MAX);
	list[*count] = (struct seen){ .tid = tid };
	return &list[(*count)++];
}

static void check_exit(struct seen *task, const struct event *event)
{
	if (event->flags & EVENT_ATTACHED_IN)
		return;
	assert_true(task->in_call);
	assert_int_equal(event->nr, task->entry.nr);
	assert_int_equal(event->abi, task->entry.abi);
	assert_memory_equal(event->args, task->entry.args, sizeof(event->args));
	assert_true(event->time_ns >= event->entry_ns);
	task->in_call = false;
}

/* What holds for every trace: a call returns after it was entered, with the same
 * number and arguments, once; nobody acts after his end. */
static void check_consistent(const struct trace *trace)
{
	struct seen *list = calloc(TASKS_MAX, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < trace->count; i++) {
		const struct event *event = &trace->records[i].event;
		struct seen *task = seen_of(list, &count, event->tid);

		if (!task->alive) /* born, or the tid is used again */
			*task = (struct seen){ .tid = event->tid, .alive = true };
		switch (event->kind) {
		case EVENT_ENTRY:
			assert_false(task->in_call);
			task->in_call = true;
			task->entry = *event;
			break;
		case EVENT_EXIT:
			check_exit(task, event);
			break;
		case EVENT_EXEC:
			if (!event->args[0])
				break;
			struct seen *former = seen_of(list, &count, (pid_t)event->args[0]);

			assert_false(task->in_call);
			*task = *former;
			task->tid = event->tid;
			*former = (struct seen){ .tid = former->tid };
			break;
		case EVENT_EXITED:
		case EVENT_KILLED:
			assert_false(task->in_call);
			task->alive = false;
			break;
		case EVENT_DETACHED: /* whatever it is in, its end will not be seen */
			*task = (struct seen){ .tid = event->tid };
			break;
		}
	}
	for (size_t i = 0; i < count; i++)
		assert_false(list[i].alive);
	free(list);
}

/* Runs a program from beginning to end. */
static struct trace trace_program(const char *name, unsigned flags, const struct call_set *calls)
{
	struct engine *engine = engine_new(flags, calls);
	struct trace trace;

	launch_program(engine, &trace, name);
	assert_true(run_until(engine, &trace, 0));
	ops->destroy(engine);
	check_consistent(&trace);
	return trace;
}

static void check_program(const char *name, unsigned flags, int status)
{
	struct trace trace = trace_program(name, flags, NULL);

	assert_int_equal(trace.status, status);
	trace_free(&trace);
}

static struct call_set only_calls(unsigned first, unsigned second)
{
	struct call_set set = { 0 };

	set.bits[ABI_X86_64][first / 64] |= 1ull << first % 64;
	set.bits[ABI_X86_64][second / 64] |= 1ull << second % 64;
	return set;
}

/* ---- launching */

static void test_first_event_is_execve(void **state)
{
	struct trace trace = trace_program("seven", 0, NULL);

	(void)state;
	assert_int_equal(trace.records[0].event.kind, EVENT_ENTRY);
	assert_int_equal(trace.records[0].event.nr, SYS_execve);
	assert_int_equal(trace.records[1].event.kind, EVENT_EXEC);
	assert_int_equal(trace.records[2].event.kind, EVENT_EXIT);
	assert_int_equal(trace.records[2].event.result, 0);
	assert_int_equal(trace.records[trace.count - 1].event.kind, EVENT_EXITED);
	assert_int_equal(trace.records[trace.count - 1].event.result, 7);
	/* exit_group does not return. */
	assert_int_equal(trace.records[trace.count - 2].event.kind, EVENT_EXIT);
	assert_int_equal(trace.records[trace.count - 2].event.flags, EVENT_UNFINISHED);
	trace_free(&trace);
}

static int launch_file(const char *path, struct trace *trace, struct error *error)
{
	char *argv[] = { (char *)path, NULL };
	struct launch launch = { .argv = argv, .file = path };
	struct engine *engine = engine_new(0, NULL);

	*trace = (struct trace){ .status = -1 };
	int status = ops->launch(engine, &launch, &trace->pid, error);

	if (status == 0)
		run_until(engine, trace, 0);
	ops->destroy(engine);
	return status;
}

static void test_missing_program_is_an_error(void **state)
{
	struct error error;
	struct trace trace;

	(void)state;
	assert_int_equal(launch_file("no-such-program", &trace, &error), -1);
	assert_int_equal(error.number, ENOENT);
	assert_string_equal(error.text, "Can't stat 'no-such-program': No such file or directory");
}

static void test_failing_exec_is_told(void **state)
{
	char path[] = "/tmp/rastro-test-XXXXXX";
	struct error error;
	struct trace trace;

	(void)state;
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "junk", 4), 4);
	fchmod(fd, 0700);
	close(fd);
	assert_int_equal(launch_file(path, &trace, &error), 0);
	unlink(path);
	assert_string_equal(trace.failure.text, "exec: Exec format error");
	assert_int_equal(trace.count, 3);
	assert_int_equal(trace.records[1].event.nr, SYS_execve);
	assert_int_equal(trace.records[1].event.result, -ENOEXEC);
	assert_int_equal(trace.status, 1 << 8);
	trace_free(&trace);
}

static void test_fatal_signal_is_told(void **state)
{
	struct trace trace = trace_program("killed", 0, NULL);

	(void)state;
	assert_int_equal(trace.status, SIGTERM);
	trace_free(&trace);
}

/* ---- exec */

static void test_exec_by_thread_takes_over(void **state)
{
	struct trace trace = trace_program("exec_by_thread", ENGINE_FOLLOW, NULL);
	const struct record *fork = find(&trace, EVENT_FORK);
	size_t taken_over = 0;

	(void)state;
	assert_int_equal(trace.status, 7 << 8);
	assert_int_equal(fork->event.args[1], trace.pid);
	for (size_t i = 0; i < trace.count; i++)
		if (trace.records[i].event.kind == EVENT_EXEC && trace.records[i].event.args[0]) {
			assert_int_equal(trace.records[i].event.tid, trace.pid);
			assert_int_equal(trace.records[i].event.args[0], fork->event.args[0]);
			taken_over++;
		}
	assert_int_equal(taken_over, 1);
	trace_free(&trace);
}

static void test_eight_threads_exec_at_once(void **state)
{
	(void)state;
	for (int i = 0; i < 10; i++)
		check_program("eight_exec", ENGINE_FOLLOW, 7 << 8);
}

static void test_exec_after_the_leader_has_exited(void **state)
{
	(void)state;
	check_program("leader_exits", ENGINE_FOLLOW, 7 << 8);
}

/* -b execve: several processes, of which some go on without us. */
static void test_processes_are_left_when_they_exec(void **state)
{
	static const struct {
		const char *name;
		size_t left;
		bool itself; /* leaves us, too */
	} cases[] = {
		{ "vfork", 2, false },
		{ "exec_by_thread", 1, true },
		{ "eight_exec", 1, true },
		{ "leader_exits", 1, true },
	};

	(void)state;
	for (int i = 0; i < 4; i++) {
		struct trace trace = trace_program(
			cases[i].name, ENGINE_FOLLOW | ENGINE_FILTER | ENGINE_DETACH_ON_EXEC,
			NULL);
		int status = trace.status;

		assert_int_equal(count_of(&trace, EVENT_DETACHED), cases[i].left);
		if (cases[i].itself)
			assert_int_equal(waitpid(trace.pid, &status, 0), trace.pid);
		assert_int_equal(status, cases[i].itself ? 7 << 8 : 0);
		trace_free(&trace);
	}
}

/* ---- making processes */

static void test_vfork_and_spawn(void **state)
{
	struct trace trace = trace_program("vfork", ENGINE_FOLLOW, NULL);

	(void)state;
	assert_int_equal(trace.status, 0);
	assert_int_equal(count_of(&trace, EVENT_FORK), 3);
	assert_int_equal(count_of(&trace, EVENT_ATTACHED), 3);
	assert_int_equal(count_of(&trace, EVENT_EXEC), 3);
	assert_int_equal(count_of(&trace, EVENT_KILLED), 1);
	trace_free(&trace);
}

static void test_vfork_without_following(void **state)
{
	(void)state;
	check_program("vfork", 0, 0);
}

static void test_children_with_other_exit_signals(void **state)
{
	struct trace trace = trace_program("exit_signals", ENGINE_FOLLOW, NULL);

	(void)state;
	assert_int_equal(trace.status, 0);
	assert_int_equal(count_of(&trace, EVENT_FORK), 4);
	assert_int_equal(count_of(&trace, EVENT_EXITED), 5);
	trace_free(&trace);
}

static void test_exit_races_with_new_threads(void **state)
{
	(void)state;
	check_program("exit_race", ENGINE_FOLLOW, 0);
}

static void test_daemon_is_followed_to_its_end(void **state)
{
	struct trace trace = trace_program("daemon", ENGINE_FOLLOW, NULL);

	(void)state;
	assert_int_equal(trace.status, 3 << 8);
	/* Its end of file comes with the end of the others, which may be told later. */
	bool has_ended = false;

	for (size_t i = 0; i < trace.count; i++)
		has_ended |= trace.records[i].event.kind == EVENT_EXITED &&
		             trace.records[i].event.result == 42;
	assert_true(has_ended);
	trace_free(&trace);
}

static void test_many_threads(void **state)
{
	struct trace trace = trace_program("many_threads", ENGINE_FOLLOW, NULL);

	(void)state;
	assert_int_equal(trace.status, 0);
	assert_int_equal(count_of(&trace, EVENT_ATTACHED), THREADS_MANY);
	assert_int_equal(count_calls(&trace, EVENT_EXIT, SYS_getpriority), THREADS_MANY);
	trace_free(&trace);
}

static void test_untraced_children_are_kept(void **state)
{
	static const unsigned modes[] = { ENGINE_FOLLOW, ENGINE_FOLLOW | ENGINE_FILTER };
	struct call_set calls = only_calls(SYS_getppid, SYS_getsid);

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct trace trace = trace_program("untraced", modes[i], &calls);

		assert_int_equal(trace.status, 0);
		assert_int_equal(count_of(&trace, EVENT_FORK), 2);
		assert_int_equal(count_calls(&trace, EVENT_EXIT, SYS_getppid), 2);
		assert_int_equal(count_of(&trace, EVENT_NOTE), 2);
		trace_free(&trace);
	}
}

/* ---- signals and stops */

static void test_group_stop_is_real(void **state)
{
	struct trace trace = trace_program("group_stop", ENGINE_FOLLOW, NULL);

	(void)state;
	assert_int_equal(trace.status, 0);
	assert_int_equal(count_of(&trace, EVENT_STOPPED), 3);
	assert_int_equal(find(&trace, EVENT_STOPPED)->event.result, SIGSTOP);
	trace_free(&trace);
}

static void test_signals_arrive_unchanged(void **state)
{
	struct trace trace = trace_program("forged_signals", 0, NULL);
	const struct record *signal = find(&trace, EVENT_SIGNAL);

	(void)state;
	assert_int_equal(trace.status, 0);
	assert_int_equal(count_of(&trace, EVENT_SIGNAL), 6);
	assert_int_equal(signal->event.result, SIGTRAP);
	assert_int_equal(signal->info.si_code, SI_QUEUE);
	assert_int_equal(signal->info.si_pid, MAGIC);
	trace_free(&trace);
}

static void test_interrupted_calls(void **state)
{
	struct trace trace = trace_program("restarts", ENGINE_FOLLOW, NULL);
	size_t interrupted = 0;

	(void)state;
	assert_int_equal(trace.status, 0);
	for (size_t i = 0; i < trace.count; i++)
		interrupted += trace.records[i].event.flags & EVENT_INTERRUPTED ? 1 : 0;
	assert_true(interrupted >= 2);
	trace_free(&trace);
}

static void test_resumed_calls_are_those_before(void **state)
{
	struct call_set calls = only_calls(SYS_restart_syscall, SYS_restart_syscall);
	struct trace plain = trace_program("resumes", ENGINE_FOLLOW, &calls);
	struct trace filtered = trace_program("resumes", ENGINE_FOLLOW | ENGINE_FILTER, &calls);

	(void)state;
	assert_int_equal(find(&plain, EVENT_ENTRY)->event.args[0], SYS_getsid);
	/* The call before ran free. */
	assert_int_equal(find(&filtered, EVENT_ENTRY)->event.args[0], UINT32_MAX);
	trace_free(&plain);
	trace_free(&filtered);
}

static void test_ignored_signals_end_no_call(void **state)
{
	struct call_set calls = only_calls(SYS_getsid, SYS_getsid);

	(void)state;
	check_program("ignores", ENGINE_FOLLOW, 0);
	struct trace filtered = trace_program("ignores", ENGINE_FOLLOW | ENGINE_FILTER, &calls);

	assert_int_equal(filtered.status, 0);
	assert_int_equal(count_of(&filtered, EVENT_SIGNAL), 4);
	trace_free(&filtered);
}

/* ---- ways to call the kernel */

static void test_abi_is_decided_per_call(void **state)
{
	struct trace trace = trace_program("two_abis", 0, NULL);
	size_t i386 = 0;

	(void)state;
	assert_int_equal(trace.status, 0);
	for (size_t i = 0; i < trace.count; i++)
		if (trace.records[i].event.kind == EVENT_EXIT &&
		    trace.records[i].event.abi == ABI_I386) {
			assert_int_equal(trace.records[i].event.nr, i386 ? 6 : 20);
			assert_int_equal(trace.records[i].event.result, i386 ? -EBADF : trace.pid);
			assert_int_equal(trace.records[i].event.args[0], i386 ? 0xffffffff : 0);
			i386++;
		}
	assert_int_equal(i386, 2);
	assert_int_equal(count_calls(&trace, EVENT_EXIT, SYS_getppid), 2);
	assert_int_equal(count_calls(&trace, EVENT_EXIT, 0x40000000 | 999), 1);
	assert_int_equal(count_calls(&trace, EVENT_EXIT, (uint32_t)-1), 1);
	trace_free(&trace);
}

/* ---- other tracers, filters */

static void test_nested_tracing_is_told(void **state)
{
	struct trace trace = trace_program("nested", ENGINE_FOLLOW, NULL);

	(void)state;
	assert_int_equal(trace.status, 0);
	assert_int_equal(count_of(&trace, EVENT_NOTE), 2);
	assert_non_null(strstr(find(&trace, EVENT_NOTE)->text, "traced by us"));
	trace_free(&trace);
}

static void test_own_filter_decides(void **state)
{
	static const unsigned modes[] = { ENGINE_FOLLOW, ENGINE_FOLLOW | ENGINE_FILTER };
	struct call_set calls = only_calls(SYS_getpriority, SYS_getsid);

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct trace trace = trace_program("own_filter", modes[i], &calls);

		assert_int_equal(trace.status, 0);
		assert_int_equal(count_calls(&trace, EVENT_EXIT, SYS_getpriority), 2);
		assert_int_equal(count_calls(&trace, EVENT_EXIT, SYS_getsid), 1);
		trace_free(&trace);
	}
}

static void test_filter_shows_the_same_calls(void **state)
{
	struct call_set calls = only_calls(SYS_getpriority, SYS_getsid);
	struct trace plain = trace_program("few_calls", ENGINE_FOLLOW, &calls);
	struct trace filtered = trace_program("few_calls", ENGINE_FOLLOW | ENGINE_FILTER, &calls);

	(void)state;
	assert_int_equal(filtered.status, 0);
	assert_int_equal(filtered.count, plain.count);
	for (size_t i = 0; i < plain.count; i++) {
		assert_int_equal(filtered.records[i].event.kind, plain.records[i].event.kind);
		/* Other events tell of the last call, which may have run free. */
		if (plain.records[i].event.kind <= EVENT_EXIT)
			assert_int_equal(filtered.records[i].event.nr, plain.records[i].event.nr);
	}
	assert_int_equal(count_calls(&filtered, EVENT_EXIT, SYS_getpriority), 100);
	assert_int_equal(count_calls(&filtered, EVENT_EXIT, SYS_getsid), 1);
	trace_free(&plain);
	trace_free(&filtered);
}

static void test_privileged_filter_keeps_privileges(void **state)
{
	struct call_set calls = only_calls(SYS_getpriority, SYS_getsid);

	(void)state;
	if (geteuid() != 0)
		skip();
	struct trace trace = trace_program("privileges", ENGINE_FOLLOW | ENGINE_FILTER, &calls);

	assert_int_equal(trace.status, 0);
	trace_free(&trace);
}

/* ---- memory */

static void check_delivered_memory(const char *name)
{
	skip_under_valgrind();
	struct call_set calls = only_calls(SYS_write, SYS_write);
	struct trace trace = trace_program(name, ENGINE_FOLLOW, &calls);
	int status = trace.status;

	trace_free(&trace);
	if (status == STATUS_IMPOSSIBLE << 8)
		skip();
	assert_int_equal(status, 0);
}

static void test_pages_that_a_thread_delivers(void **state)
{
	(void)state;
	check_delivered_memory("userfault");
}

static void test_files_that_a_process_delivers(void **state)
{
	(void)state;
	check_delivered_memory("fuse");
}

/* The tracer sees nobody open or mount anything. */
static void test_files_that_were_mounted_before(void **state)
{
	char path[] = "/tmp/rastro-test-XXXXXX", number[16];
	int status;
	pid_t pid = fork();

	(void)state;
	if (pid == 0) {
		struct call_set calls = only_calls(SYS_write, SYS_write);
		int fd = fuse_mount(path);

		if (fd < 0)
			_exit(STATUS_IMPOSSIBLE);
		snprintf(number, sizeof(number), "%d", fd);
		setenv(INHERITED_FD, number, 1);
		setenv(INHERITED_PATH, path, 1);
		struct engine *engine = engine_new(ENGINE_FOLLOW, &calls);
		struct trace trace;

		launch_program(engine, &trace, "fuse_inherited");
		close(fd); /* it would keep the mount alive without its server */
		_exit(!run_until(engine, &trace, 0) || trace.status != 0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (status == STATUS_IMPOSSIBLE << 8)
		skip();
	assert_int_equal(status, 0);
}

/* ---- dying */

static uint64_t seed = 88172645463325252u;

static unsigned random_below(unsigned end)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (unsigned)(seed % end);
}

/* The calls of thread_busy(), complete and right, or without a result. */
static void check_busy_call(const struct event *event)
{
	if (event->kind != EVENT_EXIT || event->nr != SYS_getpriority)
		return;
	assert_int_equal(event->args[0], MAGIC);
	assert_true(event->args[1] < 1000 && event->args[2] == ~event->args[1]);
	assert_int_equal(event->result, event->flags & EVENT_UNFINISHED ? 0 : -EINVAL);
}

static void test_nothing_is_made_up_after_sigkill(void **state)
{
	(void)state;
	for (int round = 0; round < 30; round++) {
		struct engine *engine =
			engine_new(ENGINE_FOLLOW | (round & 1 ? ENGINE_HOLD : 0), NULL);
		unsigned calls = 300 + random_below(300);
		struct trace trace;

		launch_program(engine, &trace, "busy");
		for (unsigned i = 0; i < calls; i++)
			assert_true(run_until(engine, &trace, EVENT_EXIT));
		kill(trace.pid, SIGKILL);
		assert_true(run_until(engine, &trace, 0));
		ops->destroy(engine);
		check_consistent(&trace);
		assert_int_equal(trace.status, SIGKILL);
		for (size_t i = 0; i < trace.count; i++) {
			assert_true(trace.records[i].event.nr <= SYS_landlock_restrict_self);
			check_busy_call(&trace.records[i].event);
		}
		trace_free(&trace);
	}
}

/* ---- joining and leaving */

struct guest {
	pid_t pid;
	int ready, gate; /* our ends */
};

/* A process that nobody traces yet, waiting at its gate. */
static struct guest guest_start(const char *name)
{
	int ready[2], gate[2];

	assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
	assert_int_equal(pipe2(gate, O_CLOEXEC), 0);
	pid_t pid = fork();

	if (pid == 0) {
		dup2(ready[1], FD_READY);
		dup2(gate[0], FD_GATE);
		exec_program(name);
	}
	close(ready[1]);
	close(gate[0]);
	return (struct guest){ .pid = pid, .ready = ready[0], .gate = gate[1] };
}

static void guest_await(const struct guest *guest)
{
	char byte;

	assert_int_equal(read(guest->ready, &byte, 1), 1);
	while (state_of(guest->pid) != 'S')
		sched_yield();
}

static void guest_end(struct guest *guest, int expected)
{
	int status;

	close(guest->gate);
	close(guest->ready);
	if (expected < 0)
		return;
	assert_int_equal(waitpid(guest->pid, &status, 0), guest->pid);
	assert_int_equal(status, expected);
}

static void attach_to(struct engine *engine, struct trace *trace, pid_t pid)
{
	struct error error;

	*trace = (struct trace){ .pid = pid, .status = -1 };
	if (ops->attach(engine, pid, &error) < 0)
		fail_msg("%s", error.text);
}

static long tracer_of(pid_t tid)
{
	return status_of(tid, "TracerPid:");
}

static void test_attach_joins_all_threads(void **state)
{
	struct engine *engine = engine_new(ENGINE_FOLLOW, NULL);
	struct guest guest = guest_start("waiting_threads");
	struct trace trace;

	(void)state;
	guest_await(&guest);
	attach_to(engine, &trace, guest.pid);
	for (int i = 0; i < 5; i++)
		assert_true(run_until(engine, &trace, EVENT_ATTACHED));
	assert_int_equal(find(&trace, EVENT_ATTACHED)->event.args[1], 5);
	guest_end(&guest, -1);
	assert_true(run_until(engine, &trace, 0));
	ops->destroy(engine);
	assert_int_equal(trace.status, 0);
	assert_int_equal(count_of(&trace, EVENT_EXITED), 5);
	trace_free(&trace);
}

static void test_detached_process_goes_on(void **state)
{
	struct engine *engine = engine_new(ENGINE_FOLLOW, NULL);
	struct guest guest = guest_start("waiting_threads");
	struct trace trace;

	(void)state;
	guest_await(&guest);
	attach_to(engine, &trace, guest.pid);
	for (int i = 0; i < 5; i++)
		assert_true(run_until(engine, &trace, EVENT_ATTACHED));
	ops->detach(engine);
	assert_true(run_until(engine, &trace, 0));
	assert_int_equal(count_of(&trace, EVENT_DETACHED), 5);
	assert_int_equal(tracer_of(guest.pid), 0);
	ops->destroy(engine);
	guest_end(&guest, 0);
	trace_free(&trace);
}

/* Leaves a process that sleeps in a call, once that event has come and it is in that
 * state: its call goes on. */
static void check_detach(enum event_kind kind, char state)
{
	struct engine *engine = engine_new(0, NULL);
	struct guest guest = guest_start("waiting_epoll");
	struct trace trace;

	guest_await(&guest);
	attach_to(engine, &trace, guest.pid);
	assert_true(run_until(engine, &trace, kind));
	while (state_of(guest.pid) != state)
		sched_yield();
	ops->detach(engine);
	assert_true(run_until(engine, &trace, 0));
	assert_int_equal(tracer_of(guest.pid), 0);
	ops->destroy(engine);
	guest_end(&guest, 6 << 8);
	trace_free(&trace);
}

static void test_no_call_ends_because_of_us(void **state)
{
	(void)state;
	check_detach(EVENT_ENTRY, 'S');
}

/* It is about to enter its call again when we want to leave it. */
static void test_detach_at_entry_ends_no_call(void **state)
{
	(void)state;
	check_detach(EVENT_ATTACHED, 't');
}

static void test_stopped_process_stays_stopped(void **state)
{
	struct engine *engine = engine_new(ENGINE_FOLLOW, NULL);
	struct guest guest = guest_start("waiting");
	struct trace trace;
	int status;

	(void)state;
	guest_await(&guest);
	kill(guest.pid, SIGSTOP);
	assert_int_equal(waitpid(guest.pid, &status, WUNTRACED), guest.pid);
	attach_to(engine, &trace, guest.pid);
	assert_true(run_until(engine, &trace, EVENT_STOPPED));
	ops->detach(engine);
	assert_true(run_until(engine, &trace, 0));
	ops->destroy(engine);
	assert_int_equal(tracer_of(guest.pid), 0);
	/* It wakes up, only to stop again as a process of its own. */
	while (state_of(guest.pid) != 'T')
		sched_yield();
	kill(guest.pid, SIGCONT);
	guest_end(&guest, 6 << 8);
	trace_free(&trace);
}

/* The signal whose delivery is being looked at is not lost. */
static void test_detach_passes_the_signal_on(void **state)
{
	struct engine *engine = engine_new(ENGINE_HOLD, NULL);
	struct guest guest = guest_start("waiting");
	struct trace trace;

	(void)state;
	guest_await(&guest);
	attach_to(engine, &trace, guest.pid);
	assert_true(run_until(engine, &trace, EVENT_ATTACHED));
	kill(guest.pid, SIGTERM);
	assert_true(run_until(engine, &trace, EVENT_SIGNAL));
	ops->detach(engine);
	assert_true(run_until(engine, &trace, 0));
	ops->destroy(engine);
	guest_end(&guest, SIGTERM);
	trace_free(&trace);
}

/* An exec waits for a thread of ours to end, and we for the exec. */
static void test_attach_during_exec_does_not_hang(void **state)
{
	struct engine *engine = engine_new(0, NULL);
	struct guest guest = guest_start("waits_to_exec");
	struct trace trace;
	pid_t tid;

	(void)state;
	assert_int_equal(read(guest.ready, &tid, sizeof(tid)), sizeof(tid));
	attach_to(engine, &trace, tid);
	assert_true(run_until(engine, &trace, EVENT_ENTRY));
	trace_free(&trace);
	while (state_of(tid) != 'S')
		sched_yield();
	guest_end(&guest, -1);
	/* Its exec has begun when the thread has ended: it waits until somebody reaps that. */
	while (state_of(tid) != 'Z')
		sched_yield();
	attach_to(engine, &trace, guest.pid);
	kill(guest.pid, SIGKILL);
	assert_true(run_until(engine, &trace, 0));
	ops->destroy(engine);
	assert_int_equal(trace.status, SIGKILL);
	trace_free(&trace);
}

static void test_attach_to_nobody_fails(void **state)
{
	struct engine *engine = engine_new(0, NULL);
	struct error error;
	pid_t pid = fork();

	(void)state;
	if (pid == 0)
		_exit(0);
	waitpid(pid, NULL, 0);
	assert_int_equal(ops->attach(engine, pid, &error), -1);
	assert_int_equal(error.number, ESRCH);
	ops->destroy(engine);
}

static void *interrupt_when_told(void *argument)
{
	struct engine *engine = argument;

	while (state_of(getpid()) != 'S')
		sched_yield();
	engine_interrupt(engine);
	return NULL;
}

static void test_interrupt_ends_a_wait(void **state)
{
	struct engine *engine = engine_new(0, NULL);
	pthread_t thread;
	struct trace trace;

	(void)state;
	launch_program(engine, &trace, "pause");
	pthread_create(&thread, NULL, interrupt_when_told, engine);
	assert_false(run_until(engine, &trace, 0));
	pthread_join(thread, NULL);
	kill(trace.pid, SIGKILL);
	assert_true(run_until(engine, &trace, 0));
	ops->destroy(engine);
	assert_int_equal(trace.status, SIGKILL);
	trace_free(&trace);
}

/* ---- as init of a namespace */

static int run_as_init(void)
{
	struct trace trace;
	pid_t pid = fork();

	/* A stranger, and a grandchild that becomes an orphan of ours. */
	if (pid == 0) {
		fork();
		_exit(0);
	}
	struct engine *engine = engine_new(ENGINE_FOLLOW, NULL);

	launch_program(engine, &trace, "daemon");
	bool done = run_until(engine, &trace, 0);

	ops->destroy(engine);
	return done && trace.status == 3 << 8 ? 0 : 1;
}

static void test_tracer_as_init_reaps_strangers(void **state)
{
	int status;
	pid_t pid = (pid_t)syscall(SYS_clone, CLONE_NEWPID | SIGCHLD, NULL, NULL, NULL, NULL);

	(void)state;
	if (pid < 0)
		skip();
	if (pid == 0) {
		/* Its /proc is the one of the outer namespace: without a private mount
		 * tids there mean others. */
		if (unshare(CLONE_NEWNS) < 0 ||
		    mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
		    mount("proc", "/proc", "proc", 0, NULL) < 0)
			_exit(77);
		_exit(run_as_init());
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (status == 77 << 8)
		skip();
	assert_int_equal(status, 0);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first_event_is_execve),
		cmocka_unit_test(test_missing_program_is_an_error),
		cmocka_unit_test(test_failing_exec_is_told),
		cmocka_unit_test(test_fatal_signal_is_told),
		cmocka_unit_test(test_exec_by_thread_takes_over),
		cmocka_unit_test(test_eight_threads_exec_at_once),
		cmocka_unit_test(test_exec_after_the_leader_has_exited),
		cmocka_unit_test(test_processes_are_left_when_they_exec),
		cmocka_unit_test(test_vfork_and_spawn),
		cmocka_unit_test(test_vfork_without_following),
		cmocka_unit_test(test_children_with_other_exit_signals),
		cmocka_unit_test(test_exit_races_with_new_threads),
		cmocka_unit_test(test_daemon_is_followed_to_its_end),
		cmocka_unit_test(test_many_threads),
		cmocka_unit_test(test_untraced_children_are_kept),
		cmocka_unit_test(test_group_stop_is_real),
		cmocka_unit_test(test_signals_arrive_unchanged),
		cmocka_unit_test(test_interrupted_calls),
		cmocka_unit_test(test_resumed_calls_are_those_before),
		cmocka_unit_test(test_ignored_signals_end_no_call),
		cmocka_unit_test(test_abi_is_decided_per_call),
		cmocka_unit_test(test_nested_tracing_is_told),
		cmocka_unit_test(test_own_filter_decides),
		cmocka_unit_test(test_filter_shows_the_same_calls),
		cmocka_unit_test(test_privileged_filter_keeps_privileges),
		cmocka_unit_test(test_pages_that_a_thread_delivers),
		cmocka_unit_test(test_files_that_a_process_delivers),
		cmocka_unit_test(test_files_that_were_mounted_before),
		cmocka_unit_test(test_nothing_is_made_up_after_sigkill),
		cmocka_unit_test(test_attach_joins_all_threads),
		cmocka_unit_test(test_detached_process_goes_on),
		cmocka_unit_test(test_no_call_ends_because_of_us),
		cmocka_unit_test(test_detach_at_entry_ends_no_call),
		cmocka_unit_test(test_stopped_process_stays_stopped),
		cmocka_unit_test(test_detach_passes_the_signal_on),
		cmocka_unit_test(test_attach_during_exec_does_not_hang),
		cmocka_unit_test(test_attach_to_nobody_fails),
		cmocka_unit_test(test_interrupt_ends_a_wait),
		cmocka_unit_test(test_tracer_as_init_reaps_strangers),
	};

	programs_init();
	if (argc == 3 && strcmp(argv[1], "--program") == 0)
		_exit(program_run(argv[2])); /* a leak check cannot run while it is traced */
	if (argc == 2)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
