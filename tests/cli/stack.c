/* A program whose stacks are known: for tests/cli/stack.t. */
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int deep(int depth)
{
	int status = depth > 0 ? deep(depth - 1) : chdir("/nowhere/innermost");

	/* What is left to do here keeps the frame. */
	__asm__ volatile("" : "+r"(status));
	return status + 1;
}

static void handler(int signal)
{
	(void)signal;
	if (chdir("/nowhere/handler") == 0)
		_exit(1);
}

static void *thread(void *argument)
{
	(void)argument;
	return (void *)(long)deep(1);
}

/* Code that belongs to no file: "mov $39, %eax; syscall; ret", getpid(). */
static void made_code(void)
{
	static const unsigned char code[] = { 0xb8, 39, 0, 0, 0, 0x0f, 0x05, 0xc3 };
	void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
	                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page == MAP_FAILED)
		_exit(1);
	memcpy(page, code, sizeof(code));
	((void (*)(void))page)();
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "deep";
	pthread_t other;

	if (strcmp(what, "deep") == 0)
		return deep(argc > 2 ? atoi(argv[2]) : 1) > 100;
	if (strcmp(what, "signal") == 0) {
		signal(SIGUSR1, handler);
		raise(SIGUSR1);
	} else if (strcmp(what, "thread") == 0) {
		pthread_create(&other, NULL, thread, NULL);
		pthread_join(other, NULL);
	} else if (strcmp(what, "read") == 0) {
		char byte;

		if (read(0, &byte, 1) < 0)
			_exit(1);
		deep(1);
	} else if (strcmp(what, "deleted") == 0) {
		unlink(argv[0]);
		deep(1);
	} else if (strcmp(what, "made") == 0) {
		made_code();
	} else if (strcmp(what, "exec") == 0) {
		execl(argv[0], argv[0], "deep", (char *)NULL);
	}
	return 0;
}
