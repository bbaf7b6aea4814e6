// trace: execve,pause,exit_group,getppid
// options: -f
// also: -ff
// also: -e quiet=superseded
// mask: (?<=execve in pid )\d+|(?<=pid changed to )\d+
#include "test.h"
#include <pthread.h>
#include <sched.h>

/* Of the leader: S once it sleeps in its call. */
static char leader_state(void)
{
	char text[256] = "";
	int fd = open("/proc/self/stat", O_RDONLY);
	char *end;

	read(fd, text, sizeof(text) - 1);
	close(fd);
	end = strrchr(text, ')');
	return end ? end[2] : 0;
}

static void *run(void *argument)
{
	/* Or the two lines may change places. */
	while (leader_state() != 'S')
		sched_yield();
	execl("/proc/self/exe", "again", "second", NULL);
	return NULL;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc > 1) {
		call(getppid);
		return 0;
	}
	pthread_create(&thread, NULL, run, NULL);
	pause();
	return 1;
}
