/* Counts the instructions between two calls of a command.
 *
 *	singlestep CALL COMMAND [ARGUMENT]...
 *
 * From the return of the first CALL on, the command runs instruction by
 * instruction, until the next one would be a call again. */
#include <rastro.h>

#include <stdio.h>
#include <string.h>

static bool stands_before_call(struct rastro *session, pid_t tid)
{
	static const unsigned char syscall_code[] = { 0x0f, 0x05 }, int_80[] = { 0xcd, 0x80 };
	unsigned char code[2];
	uint64_t ip;

	return rastro_register_read(session, tid, "ip", &ip) == 0 &&
	       rastro_memory_read(session, tid, ip, code, sizeof(code)) == sizeof(code) &&
	       (memcmp(code, syscall_code, 2) == 0 || memcmp(code, int_80, 2) == 0);
}

int main(int argc, char **argv)
{
	struct rastro *session = rastro_open(0);
	const struct rastro_event *event;
	enum { BEFORE, COUNTING, AFTER, DONE } state = BEFORE;
	unsigned long count = 0;

	if (argc < 3 || rastro_launch(session, argv[2], argv + 2, NULL) < 0) {
		fprintf(stderr, "singlestep: %s\n", rastro_error(session));
		return 1;
	}
	while ((event = rastro_wait(session))) {
		bool is_from = (int)event->nr == rastro_call_number(event->abi, argv[1]);

		if (state == BEFORE && event->kind == RASTRO_RETURNED && is_from)
			state = COUNTING;
		if (event->kind == RASTRO_STEPPED)
			count++;
		if (state == COUNTING && stands_before_call(session, event->tid))
			state = AFTER;
		if (state == AFTER && event->kind == RASTRO_ENTERED) {
			printf("%lu instructions between %s and %s\n", count, argv[1],
			       rastro_call_name(event->abi, event->nr));
			state = DONE;
		}
		rastro_resume(session, event->tid,
		              state == COUNTING ? RASTRO_STEP
		              : state == DONE   ? RASTRO_NEXT_SIGNAL
		                                : RASTRO_NEXT_CALL,
		              RASTRO_SAME_SIGNAL);
	}
	if (state != DONE)
		fprintf(stderr, "singlestep: there was no %s, or no call after it\n", argv[1]);
	rastro_close(session);
	return state != DONE;
}
