/* Starts a command, lets it run freely, and tells how it ended.
 *
 *	launch COMMAND [ARGUMENT]... */
#include <rastro.h>

#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	struct rastro *session = rastro_open(0);
	const struct rastro_event *event;
	int status = 1;

	(void)argc;
	rastro_select(session, "none"); /* no call is of interest */
	pid_t pid = rastro_launch(session, argv[1], argv + 1, NULL);

	if (pid < 0) {
		fprintf(stderr, "launch: %s\n", rastro_error(session));
		return 1;
	}
	while ((event = rastro_wait(session))) {
		if (event->kind == RASTRO_EXITED && event->tid == pid) {
			printf("%s exited with %d\n", argv[1], event->status);
			status = event->status;
		} else if (event->kind == RASTRO_KILLED && event->tid == pid) {
			printf("%s was killed by %s\n", argv[1], strsignal(event->signal));
		}
		/* Nothing but signals will stop it; they are passed on. */
		rastro_resume(session, event->tid, RASTRO_NEXT_SIGNAL, RASTRO_SAME_SIGNAL);
	}
	if (rastro_error(session))
		fprintf(stderr, "launch: %s\n", rastro_error(session));
	rastro_close(session);
	return status;
}
