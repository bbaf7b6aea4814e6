/* Random scripts for rastro debug: whatever is said to it, it comes to an end, and leaves no
 * broken process behind.
 *
 *	scripts RASTRO PROGRAM FIRST COUNT
 *
 * Each seed gives one script, which is said to a debugger of PROGRAM (scripted.c), launched or
 * attached to, from a file or by standard input, with interruptions.  Fine is: the debugger
 * ends by itself; so do all processes; none of them says that something was wrong; and who was
 * let go of came to its right end.  A script that breaks this is shown, with what was said.
 *
 * Whether somebody hangs is told by progress, not by time alone: the program counts, the
 * debugger writes or uses its processor. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	LINES_MAX = 24,
	TICK_MS = 5,
	TICKS_WITHOUT_PROGRESS = 4000, /* 20 seconds, */
	IDLE_PROCESSOR = 100,          /* with no more of the debugger's than one */
	PROCESSOR_SECONDS = 120,
	PAGE = 4096,
};

static uint64_t state;

static unsigned draw(unsigned limit)
{
	state = state * 6364136223846793005 + 1442695040888963407;
	return (unsigned)((state >> 33) % limit);
}

/* ---- a script */

struct script {
	FILE *out;
	int is_attached, is_file, is_json;
	int may_kill; /* something in it ends the program */
	int lets_go;  /* it ends by letting go */
	int stops;    /* with the program stopped */
	int may_keep; /* several processes: letting one go leaves the others */
	int may_skip; /* only such calls are caught as may be left out */
	int takes_lines;
	unsigned points;
};

#define ONE_OF(list) list[draw(sizeof(list) / sizeof(*list))]

static const char *place(void)
{
	static const char *const places[] = {
		"work",
		"inner",
		"down",
		"out_of",
		"on_signal",
		"thread",
		"child",
		"getppid",
		"write",
		"twice",
		"/^(in|wo)/",
		"thread",
		"*inner",
		"nowhere",
		"*0",
		"memcmp",
		"scripted.c:60",
		"on_fault",
		"_exit",
		"longjmp",
		"check_code",
		"syscall",
		"scripted.c:52",
		"pthread_create",
		"on_fault",
		"waitpid",
		"kill",
		"fork",
		"__libc_start_main",
		"/e/",
	};

	return ONE_OF(places);
}

static const char *condition(void)
{
	static const char *const conditions[] = {
		"",
		"",
		"",
		"",
		" if count % 7 == 3",
		" if n > 50",
		" if $edi == 1",
		" if 0",
		" if 1",
		" if *(u64 *)8",
		" if $rsp & 8",
		" if count > 60",
		" if nobody",
		" if who == 1",
	};

	return ONE_OF(conditions);
}

static const char *variable(void)
{
	static const char *const variables[] = {
		"count", "bytes",   "last[1]", "&count, 4",   "*(u8 *)&bytes[3]", "mine",
		"n",     "nothing", "signals", "*(u64 *)$sp", "&bytes[1], 6",     "sum",
	};

	return ONE_OF(variables);
}

static const char *calls(const struct script *script)
{
	static const char *const harmless[] = { "getppid", "sched_yield", "getppid entry",
		                                "getppid return if ret > 1" };
	static const char *const all[] = {
		"getppid",
		"write",
		"%process",
		"clone,clone3",
		"nanosleep,clock_nanosleep",
		"wait4",
		"kill entry",
		"rt_sigreturn",
		"openat if path ~ \"*.so*\" and ret >= 0",
		"all",
		"execve return",
		"futex",
		"exit",
		"exit,exit_group",
		"openat if ret < 0",
		"getppid entry",
	};
	static const char *const events[] = {
		"signal", "signal SIGUSR1",        "fork", "vfork", "exec",
		"load",   "signal SIGSEGV SIGUSR1"
	};

	if (draw(2))
		return script->may_skip ? ONE_OF(harmless) : ONE_OF(all);
	return ONE_OF(events);
}

static void say(struct script *script, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	vfprintf(script->out, format, list);
	va_end(list);
	fputc('\n', script->out);
}

static void say_point(struct script *script)
{
	static const char *const words[] = { "break", "break", "break", "tbreak", "hbreak" };
	static const char *const watches[] = { "watch", "watch", "awatch", "rwatch" };

	script->points++;
	switch (draw(8)) {
	case 0:
	case 1:
	case 2:
	case 3:
		say(script, "%s %s%s", ONE_OF(words), place(), condition());
		break;
	case 4:
		say(script, "%s %s%s", ONE_OF(watches), variable(), condition());
		break;
	case 5:
	case 6:
		say(script, "catch %s", calls(script));
		break;
	case 7:
		say(script, "log %s at {p:$ip} %u", place(), draw(9));
		break;
	}
}

static void say_look(struct script *script)
{
	static const char *const looks[] = {
		"p count",
		"x/4gx $sp",
		"x/3i $ip",
		"bt",
		"bt full",
		"info threads",
		"info breakpoints",
		"info registers",
		"list",
		"disassemble",
		"telescope",
		"context",
		"frame 1",
		"up",
		"down",
		"info locals",
		"info args",
		"args",
		"p $ip",
		"p n",
		"x/s $rdi",
		"info proc",
		"help x",
		"search \"right\"",
		"info signals",
		"p *work",
		"thread",
		"info fds",
		"p last",
		"nonsense",
	};

	say(script, "%s", ONE_OF(looks));
}

/* Processes that the program makes. */
static void say_fork(struct script *script)
{
	static const char *const words[] = {
		"follow both",
		"follow both",
		"follow child",
		"follow parent",
		"set follow-fork-mode child",
		"set follow-fork-mode parent",
		"set detach-on-fork off",
		"set detach-on-fork on",
		"set schedule-multiple on",
		"set schedule-multiple off",
		"info inferiors",
		"inferior 1",
		"inferior 2",
		"inferior 3",
		"thread 1.1",
		"thread 2.1",
		"detach inferiors 2",
		"detach inferiors 1",
		"detach inferiors 2 3",
		"kill inferiors 2",
		"kill inferiors 1",
		"kill inferiors 2 3",
	};
	unsigned killing = script->may_kill ? 0 : 3;

	script->may_keep = 1;
	say(script, "%s", words[draw(sizeof(words) / sizeof(*words) - killing)]);
}

static void say_change(struct script *script)
{
	unsigned number = draw(script->points + 2);

	switch (draw(9)) {
	case 0:
		say(script, draw(4) ? "delete %u" : "delete", number);
		break;
	case 1:
		say(script, "disable %u", number);
		break;
	case 2:
		say(script, draw(4) ? "enable %u" : "enable", number);
		break;
	case 3:
		say(script, "ignore %u %u", number, draw(30));
		break;
	case 4: {
		const char *text = condition();

		say(script, "condition %u %s", number, *text ? text + 4 : "");
		break;
	}
	case 5:
		say(script, "commands %u", number);
		say(script, draw(2) ? "bt 2" : "p count");
		if (draw(2))
			say(script, draw(2) ? "continue" : "next");
		say(script, "end");
		break;
	case 6: {
		static const char *const ways[] = { "stop",   "nostop", "nostop noprint",
			                            "nopass", "pass",   "print" };

		say(script, "handle SIGUSR1 %s", ONE_OF(ways));
		break;
	}
	case 7: {
		static const char *const calls[] = {
			"call getpid()", "call getppid()", "call sched_yield()",
			"print inner(7)", "print (int) getppid()", "call inner(inner(1))",
			"print *(int *)0 + inner(1)", "print inner(1, 2)", "print work(2, 1)",
			"call openat(-1, \"/dev/nothing\", O_RDONLY)"
		};

		say(script, "%s", ONE_OF(calls));
		break;
	}
	case 8: {
		static const char *const others[] = { "set $rax = $rax", "queue SIGURG 5",
			                              "queue SIGURG", "set count = count",
			                              "again" };

		say(script, "%s", script->may_skip && !draw(3) ? "skip 5" : ONE_OF(others));
		break;
	}
	}
}

static void say_move(struct script *script)
{
	static const char *const moves[] = {
		"continue", "continue", "continue",   "continue",      "step",     "step 7",
		"next",     "next 5",   "stepi",      "stepi 20",      "nexti",    "nexti 9",
		"finish",   "until",    "continue 2", "signal SIGURG", "signal 0",
	};
	unsigned which = draw(20);

	if (which == 0)
		say(script, "until %s", place());
	else if (which == 1)
		say(script, "advance %s", place());
	else
		say(script, "%s", ONE_OF(moves));
}

static void say_end(struct script *script)
{
	switch (draw(script->is_attached ? 3 : 5)) {
	case 0:
		script->lets_go = !script->may_keep || script->is_attached;
		say(script, "detach");
		break;
	case 1:
		if (script->may_keep) {
			say(script, "detach inferiors 1");
			break;
		}
		script->lets_go = script->stops = 1;
		say(script, "detach --stopped");
		break;
	case 2:
		script->lets_go = script->is_attached;
		break;
	case 3:
		say(script, "kill");
		break;
	case 4:
		say(script, "quit");
		break;
	}
}

static void script_write(struct script *script)
{
	static const char *const begins[] = {
		"start", "starti", "run", "break work\nrun", "catch fork\nrun", "tbreak thread\nrun"
	};
	unsigned lines = 3 + draw(LINES_MAX - 3);

	script->is_attached = draw(3) == 0;
	script->is_file = draw(4) == 0;
	script->is_json = !script->is_file && draw(4) == 0;
	script->may_skip = draw(2);
	script->may_kill = !script->is_attached;
	if (draw(2))
		say(script, "handle SIGUSR1 nostop%s", draw(2) ? " noprint" : "");
	if (!script->is_attached)
		say(script, "%s", ONE_OF(begins));
	for (unsigned i = 0; i < lines; i++) {
		unsigned which = draw(20);

		if (which < 7)
			say_move(script);
		else if (which < 12)
			say_point(script);
		else if (which < 15)
			say_look(script);
		else if (which < 17)
			say_fork(script);
		else if (which < 19 || draw(10))
			say_change(script);
		else if (script->is_attached)
			say(script, "attach 0");
		else
			say(script, "%s", draw(2) ? "run" : "starti");
	}
	say_end(script);
}

/* ---- processes */

struct play {
	const char *rastro, *program;
	volatile unsigned long *progress; /* of the program */
	int alive;                        /* ends when all processes have */
	pid_t debugger, program_pid;      /* 0: launched by the debugger */
	int status;                       /* of the debugger; -1: it runs */
	int program_status;
};

static void in_child(const char *input, const char *output, int alive)
{
	const struct rlimit limit = { PROCESSOR_SECONDS, PROCESSOR_SECONDS };

	setpgid(0, 0);
	setrlimit(RLIMIT_CPU, &limit);
	dup2(open(input, O_RDONLY), STDIN_FILENO);
	dup2(open(output, O_WRONLY | O_APPEND), STDOUT_FILENO);
	dup2(STDOUT_FILENO, STDERR_FILENO);
	/* Inherited by all processes: when nobody has it any more, all are gone. */
	dup(alive);
	setenv("ASAN_OPTIONS", "abort_on_error=1:detect_leaks=0", 1);
	setenv("UBSAN_OPTIONS", "halt_on_error=1:abort_on_error=1:print_stacktrace=1", 1);
}

static void file_empty(const char *path, off_t length)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || ftruncate(fd, length) < 0)
		exit(1);
	close(fd);
}

static off_t file_size(const char *path)
{
	struct stat status;

	return stat(path, &status) < 0 ? 0 : status.st_size;
}

static void play_begin(struct play *play, const struct script *script)
{
	int ends[2];
	char pid[16];

	file_empty("said", 0);
	file_empty("report", PAGE);
	int report = open("report", O_RDWR | O_CLOEXEC);

	play->progress = mmap(NULL, PAGE, PROT_READ, MAP_SHARED, report, 0);
	close(report);
	if (play->progress == MAP_FAILED || pipe2(ends, O_CLOEXEC) < 0)
		exit(1);
	play->alive = ends[0];
	play->status = -1;
	play->program_status = 0;
	play->program_pid = script->is_attached ? fork() : -1;
	if (play->program_pid == 0) {
		in_child("/dev/null", "said", ends[1]);
		execl(play->program, play->program, "report", "wait", NULL);
		_exit(98);
	}
	/* It has set up what it does with signals. */
	while (play->program_pid > 0 && !*play->progress)
		usleep(100);
	snprintf(pid, sizeof(pid), "%d", play->program_pid);
	play->debugger = fork();
	if (play->debugger == 0) {
		const char *words[16] = { play->rastro, "debug", NULL };
		int n = 2;

		in_child(script->is_file ? "/dev/null" : "script", "said", ends[1]);
		if (script->is_json)
			words[n++] = "--json";
		if (script->is_file) {
			words[n++] = "--batch";
			words[n++] = "-x";
			words[n++] = "script";
		}
		words[n++] = script->is_attached ? "-p" : play->program;
		words[n++] = script->is_attached ? pid : "report";
		words[n] = NULL;
		execv(play->rastro, (char **)words);
		_exit(98);
	}
	close(ends[1]);
}

static unsigned long processor_ticks(pid_t pid)
{
	char path[32];
	unsigned long user = 0, system = 0;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	FILE *file = fopen(path, "re");

	if (file && fscanf(file, "%*d (rastro) %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
	                   &user, &system) != 2)
		user = 0;
	if (file)
		fclose(file);
	return user + system;
}

/* Which one was let go last; 0: this one, which runs anyway. */
static pid_t detached_process(void)
{
	static const char word[] = "detached";
	char line[PAGE];
	pid_t pid = 0;
	FILE *file = fopen("said", "re");

	while (file && fgets(line, sizeof(line), file)) {
		const char *found = strstr(line, word);

		if (found)
			pid = atoi(found + strcspn(found, "0123456789\n"));
	}
	if (file)
		fclose(file);
	return pid;
}

/* NULL, or what was wrong. */
static const char *play_wait(struct play *play, const struct script *script)
{
	struct pollfd alive = { .fd = play->alive, .events = POLLIN };
	unsigned long seen = 0, ticks = 0;
	int idle = 0;

	while (poll(&alive, 1, TICK_MS) == 0) {
		if (play->status < 0 &&
		    waitpid(play->debugger, &play->status, WNOHANG) != play->debugger)
			play->status = -1;
		/* Somebody at a terminal who is impatient, once it takes that. */
		if (play->status < 0 && file_size("said") && draw(40) == 0)
			kill(play->debugger, SIGINT);
		if (play->status >= 0 && play->program_pid > 0)
			kill(play->program_pid, SIGUSR2);
		if (play->status >= 0 && script->stops)
			kill(detached_process(), SIGCONT);
		unsigned long now = *play->progress + (unsigned long)file_size("said");

		idle = now == seen ? idle + 1 : 0;
		seen = now;
		if (idle % TICKS_WITHOUT_PROGRESS == 0) {
			unsigned long used = play->status < 0 ? processor_ticks(play->debugger) : 0;

			if (idle && used <= ticks + IDLE_PROCESSOR)
				return play->status < 0 ? "the debugger hangs"
				                        : "a process was left behind";
			ticks = used;
		}
	}
	if (play->status < 0)
		waitpid(play->debugger, &play->status, 0);
	return NULL;
}

static int file_has(const char *path, const char *wanted)
{
	char line[PAGE];
	int has = 0;
	FILE *file = fopen(path, "re");

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file) && !has)
		has = strstr(line, wanted) != NULL;
	fclose(file);
	return has;
}

static int report_has(const char *wanted)
{
	char text[PAGE];
	int fd = open("report", O_RDONLY | O_CLOEXEC), has = 0;
	FILE *file = fdopen(fd, "r");

	fseek(file, PAGE, SEEK_SET);
	while (fgets(text, sizeof(text), file))
		has |= strstr(text, wanted) != NULL;
	fclose(file);
	return has;
}

static const char *play_judge(struct play *play, const struct script *script)
{
	const char *why = play_wait(play, script);

	if (why) {
		kill(-play->debugger, SIGKILL);
		if (play->program_pid > 0)
			kill(-play->program_pid, SIGKILL);
	}
	if (play->status < 0)
		waitpid(play->debugger, &play->status, 0);
	if (play->program_pid > 0)
		waitpid(play->program_pid, &play->program_status, 0);
	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	if (why)
		return why;
	if (WIFSIGNALED(play->status))
		return "the debugger was killed";
	if (WEXITSTATUS(play->status) > 1)
		return "the debugger's status is neither 0 nor 1";
	if (report_has("wrong"))
		return "a process came to a wrong end";
	if (play->program_status)
		return "the program that was attached to ended otherwise";
	if (!script->may_kill && !report_has("right main"))
		return "the program did not come to its end";
	if (script->lets_go && file_has("said", "detached") && !report_has("right main"))
		return "the program that was let go did not come to its end";
	return NULL;
}

/* ---- */

static void show(const char *path)
{
	char line[300];
	FILE *file = fopen(path, "re");

	printf("# ---- %s\n", path);
	while (file && fgets(line, sizeof(line), file))
		printf("# %.*s\n", (int)strcspn(line, "\n"), line);
	if (file)
		fclose(file);
}

static int seed_play(struct play *play, unsigned long seed)
{
	struct script script = { .out = fopen("script", "we") };

	state = seed * 2654435761 + 1;
	draw(2);
	if (!script.out)
		exit(1);
	say(&script, "# seed %lu", seed);
	script_write(&script);
	fclose(script.out);
	play_begin(play, &script);
	const char *why = play_judge(play, &script);

	munmap((void *)play->progress, PAGE);
	close(play->alive);
	if (!why)
		return 0;
	printf("# seed %lu: %s (status %x, %x; %s, %s)\n", seed, why, (unsigned)play->status,
	       (unsigned)play->program_status, script.is_attached ? "attached" : "launched",
	       script.is_file   ? "a file"
	       : script.is_json ? "objects"
	                        : "lines");
	show("script");
	show("said");
	system("tail -c +4097 report | sed 's/^/# /'");
	fflush(stdout);
	return 1;
}

int main(int argc, char **argv)
{
	struct play play = { 0 };
	int failed = 0;

	if (argc != 5)
		return 2;
	play.rastro = argv[1];
	play.program = argv[2];
	unsigned long first = strtoul(argv[3], NULL, 0), count = strtoul(argv[4], NULL, 0);

	/* Whoever outlives the debugger is ours: nobody but us lets a stopped one go on. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	for (unsigned long seed = first; seed < first + count; seed++)
		failed += seed_play(&play, seed);
	printf("%d of %lu scripts failed\n", failed, count);
	return failed != 0;
}
