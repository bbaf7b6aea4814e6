/* Names each call that a command and its children make, and what came of it.
 *
 *	syscalls COMMAND [ARGUMENT]...
 *
 * On the left what the number means, on the right the whole call, decoded. */
#include <rastro.h>

#include <stdio.h>

int main(int argc, char **argv)
{
	struct rastro *session = rastro_open(RASTRO_FOLLOW);
	const struct rastro_event *event;

	(void)argc;
	if (rastro_launch(session, argv[1], argv + 1, NULL) < 0) {
		fprintf(stderr, "syscalls: %s\n", rastro_error(session));
		return 1;
	}
	while ((event = rastro_wait(session))) {
		const char *name = rastro_call_name(event->abi, event->nr);

		if (event->kind == RASTRO_RETURNED)
			printf("%d %3u %-16s %s\n", event->tid, event->nr, name ? name : "unknown",
			       rastro_text(session));
	}
	rastro_close(session);
	return 0;
}
