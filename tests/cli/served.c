/* Somebody to be debugged: threads that meet, a signal, a string in memory, another program.
 *
 *	served			ends with status 7
 *	served wait		sleeps until its input has something
 *	served exec		runs itself once more
 *	served fork|vfork	makes a process that ends with status 3, and waits for it */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { THREADS = 3, ROUNDS = 5 };

volatile int count;
volatile double real = 1.5;
char text[16] = "before";
__thread int own = 1; /* 2 in the threads that main makes */
static pthread_barrier_t all_are_here;

__attribute__((noinline)) void hit(int by)
{
	__atomic_add_fetch(&count, by, __ATOMIC_SEQ_CST);
}

static void on_signal(int signal)
{
	count += signal;
}

static void *run(void *unused)
{
	own++;
	pthread_barrier_wait(&all_are_here);
	for (int i = 0; i < ROUNDS; i++)
		hit(1);
	return unused;
}

static int work(void)
{
	pthread_t threads[THREADS];

	pthread_barrier_init(&all_are_here, NULL, THREADS + 1);
	for (int i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, run, NULL);
	pthread_barrier_wait(&all_are_here);
	for (int i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
	raise(SIGUSR1);
	printf("count %d, %s\n", count, text);
	return 7;
}

static int wait_for_input(void)
{
	char byte;
	ssize_t got;

	puts("ready");
	fflush(stdout);
	got = read(STDIN_FILENO, &byte, 1);
	printf("read %d, count %d\n", (int)got, count);
	return 0;
}

static int make_process(pid_t (*make)(void))
{
	int status = 0;
	pid_t pid = make();

	if (pid == 0) {
		hit(3);
		_exit(3);
	}
	waitpid(pid, &status, 0);
	hit(1);
	printf("status %x\n", (unsigned)status);
	return 5;
}

int main(int argc, char **argv)
{
	signal(SIGUSR1, on_signal);
	if (argc > 1 && strcmp(argv[1], "wait") == 0)
		return wait_for_input();
	if (argc > 1 && strcmp(argv[1], "exec") == 0)
		execl(argv[0], argv[0], NULL);
	if (argc > 1 && strcmp(argv[1], "fork") == 0)
		return make_process(fork);
	if (argc > 1 && strcmp(argv[1], "vfork") == 0)
		return make_process(vfork);
	return work();
}
