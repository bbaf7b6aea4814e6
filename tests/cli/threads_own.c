/* Variables that each thread has its own of, in a program and in libraries. */
#include <errno.h>
#include <pthread.h>
#include <stddef.h>

static __thread int own = 5;
__thread struct {
	long number;
	char name[8];
} several = { 7, "seven" };
static pthread_barrier_t barrier;

static int here(int n)
{
	return n + own;
}

static void *work(void *argument)
{
	own = 6;
	several.number = 8;
	errno = ENOENT;
	pthread_barrier_wait(&barrier);
	return argument;
}

int main(void)
{
	pthread_t thread;
	void *result;

	pthread_barrier_init(&barrier, NULL, 2);
	if (pthread_create(&thread, NULL, work, NULL) != 0)
		return 1;
	pthread_barrier_wait(&barrier);
	pthread_join(thread, &result);
	errno = EAGAIN;
	return here(2) + (int)several.number == 0;
}
