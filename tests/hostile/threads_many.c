/* Keeps as many threads alive at once as the first argument says, then lets all go. */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_barrier_t barrier;

static void *run(void *argument)
{
	pthread_barrier_wait(&barrier);
	syscall(SYS_getppid);
	return NULL;
}

int main(int argc, char **argv)
{
	int count = atoi(argv[1]);
	pthread_t *threads = calloc(count, sizeof(*threads));
	pthread_attr_t attributes;

	alarm(300);
	pthread_barrier_init(&barrier, NULL, count + 1);
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 65536);
	for (int i = 0; i < count; i++)
		if (pthread_create(&threads[i], &attributes, run, NULL))
			return 1;
	pthread_barrier_wait(&barrier);
	for (int i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
	return 42;
}
