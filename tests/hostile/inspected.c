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

static void *doze(void *unused)
{
	pause();
	return unused;
}

static void *again(void *name)
{
	usleep(2000);
	execl("/proc/self/exe", name, "exec", NULL);
	return NULL;
}

/* Runs itself anew, again and again, by a thread that is not the first one. */
static int run_anew(char *name)
{
	pthread_t thread;

	for (int i = 0; i < 4; i++)
		pthread_create(&thread, NULL, doze, NULL);
	pthread_create(&thread, NULL, again, name);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	pthread_t thread;
	int breeders = argc > 1 ? argv[1][0] - '0' : 0;
	char byte;

	if (argc > 1 && strcmp(argv[1], "exec") == 0)
		return run_anew(argv[0]);
	alarm(120);
	prctl(PR_SET_NAME, "\033]0;x\007\nevil)");
	open("\033[31mred", O_CREAT | O_RDWR, 0600);
	for (int i = 0; i < breeders; i++)
		pthread_create(&thread, NULL, breed, NULL);
	puts("ready");
	fflush(stdout);
	return read(0, &byte, 1) == 1 ? 42 : 1;
}
