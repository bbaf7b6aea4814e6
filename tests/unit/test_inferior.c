/* Control of a process: breakpoints that no thread misses, and that nobody sees.
 *
 * The process is a copy of this one, so that functions stand where they stand here. */
#include "unit.h"

#include "debug/inferior.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 8, ROUNDS = 100 };

static volatile uint64_t seen[THREADS];
static int start[2];

/* Breakpoints are at the first instruction: one that we can do ourselves, and one that only
 * the CPU can. */
void hit_plain(volatile uint64_t *count);
void hit_locked(volatile uint64_t *count);
__asm__("hit_plain:\n\t"
        "push %rbx\n\t"
        "lock incq (%rdi)\n\t"
        "pop %rbx\n\t"
        "ret\n"
        "hit_locked:\n\t"
        "lock incq (%rdi)\n\t"
        "ret\n");

static void (*hit)(volatile uint64_t *count);

static void *hit_often(void *count)
{
	for (int i = 0; i < ROUNDS; i++)
		hit(count);
	return NULL;
}

/* Exit status 0: each round was counted. */
static int many_threads(void)
{
	pthread_t threads[THREADS];

	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, hit_often, (void *)&seen[i]);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < THREADS; i++)
		if (seen[i] != ROUNDS)
			return 1;
	return 0;
}

/* Our child does that, once we say so; it is stopped meanwhile. */
static struct inferior *child_with(int (*does)(void))
{
	struct error error = { 0 };
	char byte;

	assert_int_equal(pipe(start), 0);
	pid_t pid = fork();

	if (pid == 0) {
		close(start[1]);
		_exit(read(start[0], &byte, 1) == 1 ? does() : 99);
	}
	close(start[0]);
	const struct inferior_options options = { .pid = pid };
	struct inferior *inferior = inferior_create(&options, &error);

	if (!inferior)
		fail_msg("%s", error.text);
	assert_int_equal(write(start[1], "", 1), 1);
	close(start[1]);
	return inferior;
}

/* The next thing it has to tell when all run. */
static enum stop_kind next_stop(struct inferior *inferior)
{
	const struct inferior_wish wish = { .goes = true, .resume = RESUME_TO_SIGNAL };

	inferior_wish_all(inferior, &wish);
	if (inferior_go(inferior) == INFERIOR_RUNS)
		while (inferior_wait(inferior) != INFERIOR_STOPPED)
			;
	if (inferior->process->end != STOP_NONE)
		return inferior->process->end;
	return inferior_thread(inferior, inferior->current)->stop;
}

struct counter {
	struct breakpoint_user user;
	unsigned asked;
	bool answer;
};

static bool count(struct breakpoint_user *user, struct inferior *inferior,
                  struct inferior_thread *thread)
{
	struct counter *counter = (struct counter *)user;

	(void)inferior;
	assert_int_equal(thread->registers->words[arch_native.ip_word], user->address);
	counter->asked++;
	return counter->answer;
}

static void check_conditions(void (*function)(volatile uint64_t *))
{
	struct counter counter = { .user.test = count };

	hit = function;
	struct inferior *inferior = child_with(many_threads);

	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &counter.user), 0);
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->end_status, 0);
	assert_int_equal(counter.asked, THREADS * ROUNDS);
	inferior_destroy(inferior);
	assert_false(counter.user.is_placed);
}

static void test_false_conditions_are_tested_each_time(void **state)
{
	(void)state;
	check_conditions(hit_plain);
	check_conditions(hit_locked);
}

static void check_stops(void (*function)(volatile uint64_t *))
{
	struct counter counter = { .user.test = count, .answer = true };
	struct breakpoint_user other = { 0 };
	unsigned stops = 0;

	hit = function;
	struct inferior *inferior = child_with(many_threads);

	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &counter.user), 0);
	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &other), 0);
	while (next_stop(inferior) == STOP_BREAKPOINT)
		stops++;
	assert_int_equal(inferior->process->end, STOP_EXITED);
	assert_int_equal(inferior->process->end_status, 0);
	assert_int_equal(stops, THREADS * ROUNDS);
	assert_int_equal(counter.asked, THREADS * ROUNDS);
	inferior_destroy(inferior);
}

static void test_each_stop_is_told(void **state)
{
	(void)state;
	check_stops(hit_plain);
	check_stops(hit_locked);
}

/* Whoever is let go of has its instructions back, and counts on by itself. */
static void test_letting_go_leaves_nothing(void **state)
{
	struct breakpoint_user user = { 0 };
	uint8_t code[2];
	int status;

	(void)state;
	hit = hit_plain;
	struct inferior *inferior = child_with(many_threads);
	pid_t pid = inferior->process->pid;

	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &user), 0);
	assert_int_equal(next_stop(inferior), STOP_BREAKPOINT);
	assert_int_equal(inferior_read(inferior, inferior->current, (uint64_t)hit, code, 2), 2);
	assert_memory_equal(code, (const void *)hit, 2);
	inferior_destroy(inferior);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

/* Signals that come meanwhile are neither lost nor let a handler take a step's place. */
static volatile sig_atomic_t signals_seen;

static void on_signal(int signal)
{
	(void)signal;
	signals_seen++;
}

static int signals_and_hits(void)
{
	signal(SIGUSR1, on_signal);
	for (int i = 0; i < ROUNDS; i++) {
		kill(getpid(), SIGUSR1);
		hit(&seen[0]);
	}
	return signals_seen >= ROUNDS && seen[0] == ROUNDS ? 0 : 1;
}

static void test_signals_do_not_disturb(void **state)
{
	void (*const functions[])(volatile uint64_t *) = { hit_plain, hit_locked };

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct breakpoint_user user = { 0 };
		unsigned stops = 0;

		hit = functions[i];
		struct inferior *inferior = child_with(signals_and_hits);

		inferior->passed = (uint64_t)1 << SIGUSR1;
		assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &user), 0);
		while (next_stop(inferior) == STOP_BREAKPOINT) {
			stops++;
			kill(inferior->process->pid, SIGUSR1);
		}
		assert_int_equal(inferior->process->end, STOP_EXITED);
		assert_int_equal(inferior->process->end_status, 0);
		assert_int_equal(stops, ROUNDS);
		inferior_destroy(inferior);
	}
}

/* A call that a breakpoint covers may sleep until another thread makes the same call. */
long raw_call(long number, long first, const void *second, long third);
extern const char raw_call_itself[];
__asm__("raw_call:\n\t"
        "mov %rdi, %rax\n\t"
        "mov %rsi, %rdi\n\t"
        "mov %rdx, %rsi\n\t"
        "mov %rcx, %rdx\n"
        "raw_call_itself:\n\t"
        "syscall\n\t"
        "ret\n");

static int line[2];

static void *read_one(void *byte)
{
	return (void *)raw_call(SYS_read, line[0], byte, 1);
}

static int one_waits(void)
{
	pthread_t thread;
	void *got = NULL;
	char byte = 0;

	if (pipe(line) < 0 || pthread_create(&thread, NULL, read_one, &byte) != 0 ||
	    raw_call(SYS_write, line[1], "!", 1) != 1)
		return 1;
	pthread_join(thread, &got);
	return got == (void *)1 && byte == '!' ? 0 : 2;
}

static void test_calls_may_sleep(void **state)
{
	struct inferior *inferior = child_with(one_waits);
	struct counter counter = { .user.test = count };

	(void)state;
	assert_int_equal(inferior_break_add(inferior, (uint64_t)raw_call_itself, &counter.user), 0);
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->end_status, 0);
	/* A call that was interrupted comes there once more. */
	assert_true(counter.asked >= 2);
	inferior_destroy(inferior);
}

static int another_program(void)
{
	execl("/bin/true", "true", NULL);
	return 1;
}

static void test_another_program_has_none(void **state)
{
	struct inferior *inferior = child_with(another_program);
	struct breakpoint_user user = { 0 };

	(void)state;
	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit_plain, &user), 0);
	assert_int_equal(next_stop(inferior), STOP_EXEC);
	assert_false(user.is_placed);
	assert_int_equal(inferior_break_remove(inferior, &user), -ENOENT);
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->end_status, 0);
	inferior_destroy(inferior);
}

/* ---- new processes */

static pid_t (*make)(void);

/* Exit status 2: an int3 is left in what has no debugger. */
static int is_changed(void)
{
	return *(volatile uint8_t *)hit == 0xcc ? 2 : 0;
}

/* Each side comes by so often; the child's status is the creator's. */
static int both_sides(void)
{
	int status = 0;
	pid_t pid = make();

	if (pid == 0) {
		for (int i = 0; i < ROUNDS; i++)
			hit(&seen[0]);
		_exit(is_changed());
	}
	waitpid(pid, &status, 0);
	for (int i = 0; i < ROUNDS; i++)
		hit(&seen[1]);
	return status ? 1 : 0;
}

static struct inferior *both_sides_begin(pid_t (*way)(void), struct breakpoint_user *user)
{
	make = way;
	hit = hit_plain;
	struct inferior *inferior = child_with(both_sides);

	inferior->passed = (uint64_t)1 << SIGCHLD;
	inferior->tells_forks = inferior->tells_vforks = true;
	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, user), 0);
	assert_int_equal(next_stop(inferior), way == fork ? STOP_FORK : STOP_VFORK);
	return inferior;
}

static pid_t child_of(const struct inferior *inferior)
{
	return inferior_thread(inferior, inferior->current)->child;
}

static void check_both_sides(pid_t (*way)(void))
{
	struct counter creators = { .user.test = count }, childs = { .user.test = count };
	struct inferior *inferior = both_sides_begin(way, &creators.user);
	pid_t pid = inferior->process->pid, child = child_of(inferior);

	assert_int_equal(inferior_turn(inferior, child), 0);
	assert_null(inferior_break_find(inferior, (uint64_t)hit));
	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &childs.user), 0);
	assert_ptr_equal(inferior_break_find(inferior, (uint64_t)hit), &childs.user);
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->pid, child);
	assert_int_equal(inferior->process->end_status, 2);
	assert_int_equal(childs.asked, ROUNDS);
	assert_int_equal(creators.asked, 0);
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->pid, pid);
	assert_int_equal(creators.asked, ROUNDS);
	inferior_destroy(inferior);
}

static void test_both_sides_meet_breakpoints(void **state)
{
	(void)state;
	check_both_sides(fork);
	check_both_sides(vfork);
}

/* The child meets nothing, and the creator all. */
static void check_creator(pid_t (*way)(void))
{
	struct counter counter = { .user.test = count };
	struct inferior *inferior = both_sides_begin(way, &counter.user);

	assert_int_equal(inferior_leave_one(inferior, child_of(inferior)), 0);
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->end_status, 0);
	assert_int_equal(counter.asked, ROUNDS);
	inferior_destroy(inferior);
}

/* The other way round; a vfork's creator is left when its child has ended. */
static void check_child(pid_t (*way)(void))
{
	struct counter creators = { .user.test = count }, childs = { .user.test = count };
	struct inferior *inferior = both_sides_begin(way, &creators.user);
	pid_t pid = inferior->process->pid, child = child_of(inferior);
	int status;

	assert_int_equal(inferior_turn(inferior, child), 0);
	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &childs.user), 0);
	assert_int_equal(inferior_break_remove(inferior, &creators.user), 0);
	assert_int_equal(inferior_leave_one(inferior, pid), 0);
	assert_null(inferior_process(inferior, pid));
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->pid, child);
	assert_int_equal(childs.asked, ROUNDS);
	assert_int_equal(creators.asked, 0);
	inferior_destroy(inferior);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 1); /* it saw what the child has seen */
}

static void test_one_side_is_left(void **state)
{
	(void)state;
	check_creator(fork);
	check_creator(vfork);
	check_child(fork);
	check_child(vfork);
}

static void check_killing(pid_t (*way)(void))
{
	struct counter counter = { .user.test = count };
	struct inferior *inferior = both_sides_begin(way, &counter.user);
	pid_t pid = inferior->process->pid, child = child_of(inferior);

	assert_int_equal(inferior_kill_one(inferior, child), 0);
	assert_int_equal(inferior_kill_one(inferior, child), -ESRCH);
	assert_int_equal(inferior_kill_one(inferior, pid), -EBUSY);
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->end_status, 1);
	assert_int_equal(counter.asked, ROUNDS);
	inferior_destroy(inferior);
}

static void test_one_side_is_killed(void **state)
{
	(void)state;
	check_killing(fork);
	check_killing(vfork);
}

/* A vfork's child executes a program: the creator has its breakpoints all the same. */
static int starts_program(void)
{
	int status = 0;
	pid_t pid = vfork();

	if (pid == 0) {
		execl("/bin/true", "true", NULL);
		_exit(1);
	}
	waitpid(pid, &status, 0);
	hit(&seen[0]);
	return status ? 1 : 0;
}

static void test_a_vforks_child_executes(void **state)
{
	struct breakpoint_user creators = { 0 }, childs = { 0 };

	(void)state;
	hit = hit_plain;
	struct inferior *inferior = child_with(starts_program);
	pid_t pid = inferior->process->pid;

	inferior->passed = (uint64_t)1 << SIGCHLD;
	inferior->tells_vforks = inferior->tells_vforked = true;
	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &creators), 0);
	assert_int_equal(next_stop(inferior), STOP_VFORK);
	assert_int_equal(inferior_turn(inferior, child_of(inferior)), 0);
	assert_int_equal(inferior_break_add(inferior, (uint64_t)hit, &childs), 0);
	assert_int_equal(next_stop(inferior), STOP_EXEC);
	assert_false(childs.is_placed);
	assert_true(creators.is_placed);
	assert_int_equal(next_stop(inferior), STOP_VFORKED);
	assert_int_equal(inferior->process->pid, pid);
	enum stop_kind first = next_stop(inferior), second = next_stop(inferior);

	/* The program's end, and the breakpoint behind waiting for it. */
	assert_true(first == STOP_EXITED && second == STOP_BREAKPOINT);
	assert_int_equal(next_stop(inferior), STOP_EXITED);
	assert_int_equal(inferior->process->end_status, 0);
	inferior_destroy(inferior);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_false_conditions_are_tested_each_time),
		cmocka_unit_test(test_each_stop_is_told),
		cmocka_unit_test(test_letting_go_leaves_nothing),
		cmocka_unit_test(test_signals_do_not_disturb),
		cmocka_unit_test(test_calls_may_sleep),
		cmocka_unit_test(test_another_program_has_none),
		cmocka_unit_test(test_both_sides_meet_breakpoints),
		cmocka_unit_test(test_one_side_is_left),
		cmocka_unit_test(test_one_side_is_killed),
		cmocka_unit_test(test_a_vforks_child_executes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
