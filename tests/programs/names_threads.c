/* Two threads take turns: one writes into a descriptor, the other gives it another file.
 * What is written says which file it goes to.  Then one waits for a pipe, while the other
 * gives that descriptor, too, to a file. */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROUNDS = 50, WRITES = 20, FILES = 2, TARGET = 100 };

static const char *const names[FILES] = { "file-a", "file-b" };
static atomic_int turn; /* odd: the writer's */

static void wait_for_turn(int odd)
{
	while (atomic_load(&turn) % 2 != odd)
		;
}

static void *writer(void *unused)
{
	(void)unused;
	for (int round = 0; round < ROUNDS; round++) {
		wait_for_turn(1);
		for (int i = 0; i < WRITES; i++)
			if (write(TARGET, names[round % FILES], 6) != 6)
				abort();
		atomic_fetch_add(&turn, 1);
	}
	return NULL;
}

/* Now in place of the old one, now after it was closed. */
static void give(int round)
{
	int fd = open(names[round % FILES], O_WRONLY | O_CREAT | O_APPEND, 0600);

	if (round / FILES % 2)
		close(TARGET);
	if (fd < 0 || dup2(fd, TARGET) != TARGET)
		abort();
	close(fd);
}

static void *reader(void *tid)
{
	char byte;

	atomic_store((atomic_int *)tid, gettid());
	return read(TARGET, &byte, 1) == 1 ? tid : NULL;
}

static bool is_asleep(int tid)
{
	char path[64], state = 0;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", tid);
	FILE *file = tid ? fopen(path, "r") : NULL;

	if (!file || fscanf(file, "%*d (%*[^)]) %c", &state) != 1)
		state = 0;
	if (file)
		fclose(file);
	return state == 'S';
}

static void take_from_reader(void)
{
	atomic_int tid = 0;
	pthread_t thread;
	int ends[2];

	if (pipe(ends) < 0 || dup2(ends[0], TARGET) != TARGET)
		abort();
	pthread_create(&thread, NULL, reader, &tid);
	while (!is_asleep(atomic_load(&tid)))
		;
	give(0);
	if (write(ends[1], "x", 1) != 1)
		abort();
	pthread_join(thread, NULL);
}

int main(void)
{
	pthread_t thread;

	pthread_create(&thread, NULL, writer, NULL);
	for (int round = 0; round < ROUNDS; round++) {
		wait_for_turn(0);
		give(round);
		atomic_fetch_add(&turn, 1);
	}
	pthread_join(thread, NULL);
	take_from_reader();
	return 0;
}
