// mask: parent_tid=\[[^]]*\]
// trace: clone,clone3,exit,exit_group
// options: -f
#include "test.h"
#include <pthread.h>

static int turn;

static void *run(void *argument)
{
	return argument;
}

int main(void)
{
	pthread_t thread;
	pthread_attr_t attributes;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 65536);
	for (int i = 0; i < 3; i++) {
		pthread_create(&thread, &attributes, run, &turn);
		pthread_join(thread, NULL);
	}
	return 0;
}
