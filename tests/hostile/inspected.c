/* Somebody who does not want to be looked at: with a name and an environment that would
 * change the terminal, and threads that come and go as fast as they can. */
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

char trap[] = "needle\033[2J\n\207";

static void *nothing(void *unused)
{
	return unused;
}

static void *breed(void *unused)
{
	pthread_t thread;

	for (;;)
		if (pthread_create(&thread, NULL, nothing, NULL) == 0)
			pthread_join(thread, NULL);
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int breeders = argc > 1 ? argv[1][0] - '0' : 0;
	char byte;

	alarm(120);
	prctl(PR_SET_NAME, "\033]0;x\007\nevil)");
	open("\033[31mred", O_CREAT | O_RDWR, 0600);
	for (int i = 0; i < breeders; i++)
		pthread_create(&thread, NULL, breed, NULL);
	puts("ready");
	fflush(stdout);
	return read(0, &byte, 1) == 1 ? 42 : 1;
}
