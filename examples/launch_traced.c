/* Starts a command and counts how often it stops, and why.
 *
 *	launch_traced COMMAND [ARGUMENT]...
 *
 * Every call stops it twice, when it is entered and when it returns; the last
 * one, exit_group, never returns. */
#include <rastro.h>

#include <stdio.h>

int main(int argc, char **argv)
{
	struct rastro *session = rastro_open(0);
	const struct rastro_event *event;
	unsigned entered = 0, returned = 0, signals = 0, others = 0;

	(void)argc;
	if (rastro_launch(session, argv[1], argv + 1, NULL) < 0) {
		fprintf(stderr, "launch_traced: %s\n", rastro_error(session));
		return 1;
	}
	/* Each rastro_wait() first resumes the thread of the event before. */
	while ((event = rastro_wait(session))) {
		switch (event->kind) {
		case RASTRO_ENTERED:
			entered++;
			break;
		case RASTRO_RETURNED:
			returned += event->finished;
			break;
		case RASTRO_SIGNAL:
			signals++;
			break;
		default:
			others++; /* the new program, the end */
		}
	}
	printf("%u calls entered, %u returned, %u signals, %u other events\n", entered, returned,
	       signals, others);
	rastro_close(session);
	return 0;
}
