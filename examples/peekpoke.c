/* Reads and changes a variable and a register of a child that runs.
 *
 * The child goes round in circles until r12 is no longer 0; it cannot get out by
 * itself.  We join it, look at it, and let it out. */
#include <rastro.h>

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static volatile int circling; /* at the same address in both processes */
static volatile int variable = 7;

static void child_run(void)
{
	register long key __asm__("r12") = 0;

	__asm__ volatile("0: movl $1, %1; test %0, %0; jz 0b" : "+r"(key), "=m"(circling));
	_exit(variable + (int)key);
}

static int peek(struct rastro *session, pid_t pid, volatile int *address)
{
	int value = -1;

	rastro_memory_read(session, pid, (uintptr_t)address, &value, sizeof(value));
	return value;
}

int main(void)
{
	struct rastro *session = rastro_open(RASTRO_KILL_ON_EXIT);
	const struct rastro_event *event;
	const int forty = 40;
	uint64_t key;
	pid_t pid = fork();

	if (pid == 0)
		child_run();
	if (rastro_attach(session, pid) < 0) {
		fprintf(stderr, "peekpoke: %s\n", rastro_error(session));
		return 1;
	}
	while ((event = rastro_wait(session)) && !peek(session, pid, &circling)) {
		rastro_resume(session, pid, RASTRO_NEXT_SIGNAL, RASTRO_SAME_SIGNAL);
		rastro_pause(session, pid);
	}
	rastro_register_read(session, pid, "r12", &key);
	printf("before: variable %d, r12 %" PRIu64 "\n", peek(session, pid, &variable), key);
	rastro_memory_write(session, pid, (uintptr_t)&variable, &forty, sizeof(forty));
	rastro_register_write(session, pid, "r12", 2);
	rastro_register_read(session, pid, "r12", &key);
	printf("after: variable %d, r12 %" PRIu64 "\n", peek(session, pid, &variable), key);
	while ((event = rastro_wait(session)))
		if (event->kind == RASTRO_EXITED)
			printf("the child exited with their sum, %d\n", event->status);
	rastro_close(session);
	return 0;
}
