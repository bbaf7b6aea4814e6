/* Shows the signals a command gets, and keeps SIGUSR1 and SIGUSR2 from it.
 *
 *	signals COMMAND [ARGUMENT]...
 *
 * A signal stops the thread before it is delivered: it can still be taken away,
 * or be exchanged for another one. */
#include <rastro.h>

#include <signal.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	struct rastro *session = rastro_open(RASTRO_FOLLOW);
	const struct rastro_event *event;

	(void)argc;
	if (rastro_launch(session, argv[1], argv + 1, NULL) < 0) {
		fprintf(stderr, "signals: %s\n", rastro_error(session));
		return 1;
	}
	while ((event = rastro_wait(session))) {
		int signal = RASTRO_SAME_SIGNAL;
		int64_t sender = 0;

		if (event->kind == RASTRO_SIGNAL) {
			if (event->signal == SIGUSR1 || event->signal == SIGUSR2)
				signal = RASTRO_NO_SIGNAL;
			printf("%s for %d", strsignal(event->signal), event->pid);
			/* Of signals that a process sent, the kernel tells which. */
			if (rastro_arg_number(session, "si_pid", &sender) == 0)
				printf(" from %d", (int)sender);
			printf(": %s\n", signal == RASTRO_NO_SIGNAL ? "taken away" : "delivered");
		}
		rastro_resume(session, event->tid, RASTRO_NEXT_SIGNAL, signal);
	}
	rastro_close(session);
	return 0;
}
