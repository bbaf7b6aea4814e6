// mask: parent_tid=\[[^]]*\]
// trace: exit,exit_group,openat
// options: -f
#include "test.h"
#include <pthread.h>

static void *run(void *argument)
{
	call(openat, AT_FDCWD, argument, O_RDONLY);
	return NULL;
}

int main(void)
{
	static char *names[] = { "one", "two", "three", "four" };
	pthread_t threads[4];

	for (int i = 0; i < 4; i++) {
		pthread_create(&threads[i], NULL, run, names[i]);
		pthread_join(threads[i], NULL);
	}
	pthread_exit(NULL);
}
