/* What habits of gdb's are tried on: typed values, a jump out of a called function. */
#include <setjmp.h>
#include <stddef.h>
#include <sys/wait.h>
#include <unistd.h>

enum color { RED, GREEN = 5 };
struct item {
	enum color color;
	int number;
	const char *name;
};
static struct item item = { GREEN, -1, "seven" };
static int list[3] = { 10, 11, 12 };
static jmp_buf back;
static int jumps;

static void jump(void)
{
	jumps++;
	longjmp(back, 1);
}

/* It jumps within what it has called itself. */
static int within(void)
{
	if (setjmp(back) == 0)
		jump();
	return jumps;
}

static int local(int n)
{
	int v = n;

	v += 1;
	return v;
}

int main(int argc, char **argv)
{
	if (argc > 1)
		execl(argv[0], argv[0], (char *)NULL);
	if (setjmp(back) == 0)
		jump();
	jumps += list[0];
	within();
	jumps += local(1);
	jumps += local(2);
	if (fork() == 0)
		_exit(0);
	wait(NULL);
	return item.number + jumps ? 3 : 4;
}
