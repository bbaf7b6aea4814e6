/* Compares how long commands take that do the same work in different ways.
 *
 *	compare [--row LABEL] ROUNDS CALLS NAME COMMAND [NAME COMMAND ...]
 *
 * --row prints one row of a table in Markdown instead: the processor time of the work
 * alone, and what each other command adds to a call, or, with CALLS 0, its multiple;
 * in parentheses the same of the time on the wall; nothing for a command "-".
 *
 * The first command is the work alone, the second the one to beat.  They take
 * turns, so that whatever else the machine does falls on all of them alike;
 * medians are compared.  CALLS is how many calls the work makes; 0: unknown.
 * What counts for a tracer is what it adds to each call, so what each command
 * adds to the work alone is set against what the second adds.  Processor time
 * is that of the command and of all it waited for: tracer and traced. */
#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MAX = 101 };

struct contestant {
	const char *name, *command;
	double wall[ROUNDS_MAX], cpu[ROUNDS_MAX]; /* seconds; sorted in the end */
};

extern char **environ;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static double seconds_of(const struct timeval *time)
{
	return time->tv_sec + time->tv_usec / 1e6;
}

/* How many seconds the command took; its output goes nowhere. */
static void run(const char *command, double *wall, double *cpu)
{
	char *argv[] = { "sh", "-c", (char *)command, NULL };
	posix_spawn_file_actions_t actions;
	struct rusage usage;
	double start = now();
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, "/bin/sh", &actions, NULL, argv, environ) != 0 ||
	    wait4(pid, &status, 0, &usage) != pid || status != 0) {
		fprintf(stderr, "compare: this failed: %s\n", command);
		exit(1);
	}
	*wall = now() - start;
	*cpu = seconds_of(&usage.ru_utime) + seconds_of(&usage.ru_stime);
	posix_spawn_file_actions_destroy(&actions);
}

/* A cell that stays empty. */
static bool is_nobody(const struct contestant *contestant)
{
	return strcmp(contestant->command, "-") == 0;
}

static int compare_seconds(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* A time, as a multiple of the work's own, and what of it each call costs. */
static void report_time(const double *median, int i, double calls)
{
	double added = median[i] - median[0];

	printf(" %9.1fms %7.2fx", median[i] * 1e3, median[i] / median[0]);
	if (i > 0 && calls > 0)
		printf(" %8.2fus", added / calls * 1e6);
	else
		printf(" %10s", "");
	if (i > 0)
		printf(" %7.2f", added / (median[1] - median[0]));
	else
		printf(" %7s", "");
}

static void take_medians(struct contestant *list, int count, int rounds, double *wall, double *cpu)
{
	for (int i = 0; i < count; i++) {
		qsort(list[i].wall, rounds, sizeof(double), compare_seconds);
		qsort(list[i].cpu, rounds, sizeof(double), compare_seconds);
		wall[i] = list[i].wall[rounds / 2];
		cpu[i] = list[i].cpu[rounds / 2];
	}
}

static void report_row(const char *label, const struct contestant *list, const double *wall,
                       const double *cpu, int count, double calls)
{
	printf("| %s | %.4g %s |", label, calls > 0 ? cpu[0] / calls * 1e6 : cpu[0] * 1e3,
	       calls > 0 ? "µs" : "ms");
	for (int i = 1; i < count; i++)
		if (is_nobody(&list[i]))
			printf(" |");
		else if (calls > 0)
			printf(" %.3g µs (%.3g) |", (cpu[i] - cpu[0]) / calls * 1e6,
			       (wall[i] - wall[0]) / calls * 1e6);
		else
			printf(" %.3g× (%.3g×) |", cpu[i] / cpu[0], wall[i] / wall[0]);
	putchar('\n');
}

static void report(const struct contestant *list, const double *wall, const double *cpu, int count,
                   double calls)
{
	printf("  %-22s %11s %8s %10s %7s %11s %8s %10s %7s\n", "", "wall", "native", "added/call",
	       "of 2nd", "processors", "native", "added/call", "of 2nd");
	for (int i = 0; i < count; i++) {
		printf("  %-22s", list[i].name);
		report_time(wall, i, calls);
		report_time(cpu, i, calls);
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
	const char *label = NULL;

	if (argc > 2 && !strcmp(argv[1], "--row")) {
		label = argv[2];
		argc -= 2;
		argv += 2;
	}
	int rounds = argc > 1 ? atoi(argv[1]) : 0;
	int count = (argc - 3) / 2;

	if (rounds < 1 || rounds > ROUNDS_MAX || count < 2 || argc != 3 + 2 * count) {
		fprintf(stderr, "usage: compare ROUNDS CALLS NAME COMMAND NAME COMMAND ...\n");
		return 2;
	}
	struct contestant *list = calloc(count, sizeof(*list));
	if (!list)
		return 1;
	for (int i = 0; i < count; i++) {
		list[i].name = argv[3 + 2 * i];
		list[i].command = argv[4 + 2 * i];
		/* Caches are warm from here on. */
		if (!is_nobody(&list[i]))
			run(list[i].command, &list[i].wall[0], &list[i].cpu[0]);
	}
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++)
			if (!is_nobody(&list[i]))
				run(list[i].command, &list[i].wall[round], &list[i].cpu[round]);
	double wall[count], cpu[count];

	take_medians(list, count, rounds, wall, cpu);
	if (label)
		report_row(label, list, wall, cpu, count, atof(argv[2]));
	else
		report(list, wall, cpu, count, atof(argv[2]));
	free(list);
	return 0;
}
