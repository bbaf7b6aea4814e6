/* Compares how long commands take that do the same work in different ways.
 *
 *	compare ROUNDS CALLS NAME COMMAND [NAME COMMAND ...]
 *
 * The first command is the work alone, the second the one to beat.  They take
 * turns, so that whatever else the machine does falls on all of them alike;
 * medians are compared.  CALLS is how many calls the work makes; 0: unknown.
 * What counts for a tracer is what it adds to each call, so what each command
 * adds to the work alone is set against what the second adds. */
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { ROUNDS_MAX = 101 };

struct contestant {
	const char *name, *command;
	double seconds[ROUNDS_MAX];
	double median;
};

extern char **environ;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

/* Seconds that the command took; its output goes nowhere. */
static double run(const char *command)
{
	char *argv[] = { "sh", "-c", (char *)command, NULL };
	posix_spawn_file_actions_t actions;
	double start = now();
	pid_t pid;
	int status;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	if (posix_spawn(&pid, "/bin/sh", &actions, NULL, argv, environ) != 0 ||
	    waitpid(pid, &status, 0) != pid || status != 0) {
		fprintf(stderr, "compare: this failed: %s\n", command);
		exit(1);
	}
	double seconds = now() - start;
	posix_spawn_file_actions_destroy(&actions);
	return seconds;
}

static int compare_seconds(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static void report(const struct contestant *list, int count, double calls)
{
	const struct contestant *native = &list[0];

	printf("  %-28s %10s %9s %11s %9s\n", "", "median", "of native", "added/call", "of 2nd");
	for (int i = 0; i < count; i++) {
		double added = list[i].median - native->median;

		printf("  %-28s %8.1fms %8.2fx", list[i].name, list[i].median * 1e3,
		       list[i].median / native->median);
		if (i > 0 && calls > 0)
			printf(" %9.2fus", added / calls * 1e6);
		else
			printf(" %11s", "");
		if (i > 0)
			printf(" %9.2f", added / (list[1].median - native->median));
		putchar('\n');
	}
}

int main(int argc, char **argv)
{
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
		run(list[i].command); /* caches are warm from here on */
	}
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++)
			list[i].seconds[round] = run(list[i].command);
	for (int i = 0; i < count; i++) {
		qsort(list[i].seconds, rounds, sizeof(double), compare_seconds);
		list[i].median = list[i].seconds[rounds / 2];
	}
	report(list, count, atof(argv[2]));
	free(list);
	return 0;
}
