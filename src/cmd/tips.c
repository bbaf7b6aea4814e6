/* Tips: one thing at a time that is worth knowing. */
#include "cmd/tips.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

enum { TIP_WIDTH = 60 };

static const char *const tips[] = {
	"-f follows what the command starts: many that seem to do nothing have others do it.",
	"-e trace=%file shows only calls that name files, %network those of sockets; "
	"--help has the other classes.",
	"-Z shows only calls that failed: often the shortest way to a missing file.",
	"-y shows what descriptors refer to, -yy also addresses of sockets and numbers of devices.",
	"-P /etc/hosts shows only calls that have to do with that file, also through descriptors.",
	"-k shows who made each call; -kk with lines of the source.",
	"-s 1000 shows more of strings than the usual 32 bytes.",
	"-c counts calls, errors and time instead of showing lines; -C does both.",
	"-r shows the time since the line before, -T how long each call took.",
	"rastro record -o FILE COMMAND keeps everything; rastro replay FILE shows it in any form, "
	"with other filters than you first thought of.",
	"rastro merge PREFIX makes one text of what -ff -tt wrote to many files.",
	"rastro tree FILE shows which process started which, and for how long they ran.",
	"--json prints an object for each event: jq can ask what grep cannot.",
	"-p \"$(pidof NAME)\" attaches to all processes of that name; ^C lets them run on.",
	"-o '|COMMAND' sends the lines to a command. Quote it, or the shell will take the pipe.",
	"-e trace=/^open shows calls whose names match a regular expression.",
	"-e signal=none leaves signals out, -e trace=none shows nothing but signals.",
	"-e read=3 -e write=4 shows all data that goes through these descriptors.",
	"-X verbose shows constants as numbers and by name.",
	"-D traces from a grandchild: the command stays a child of your shell.",
	"--kill-on-exit ends what is traced if the tracer is killed.",
	"A link to rastro that is called strace behaves as strace alone.",
};
enum { TIP_COUNT = sizeof(tips) / sizeof(*tips) };

/* How much of a text goes on a line: up to its last space. */
static int line_length(const char *text)
{
	size_t length = strlen(text);

	if (length <= TIP_WIDTH)
		return (int)length;
	for (length = TIP_WIDTH; length > 0 && text[length] != ' '; length--)
		;
	return (int)length;
}

static void put_rule(void)
{
	fputc('+', stderr);
	for (int i = 0; i < TIP_WIDTH + 2; i++)
		fputc('-', stderr);
	fputs("+\n", stderr);
}

void tip_show(enum tip_format format, unsigned number)
{
	struct timespec now;

	if (format == TIP_NONE)
		return;
	clock_gettime(CLOCK_REALTIME, &now);
	if (number == TIP_RANDOM)
		number = (unsigned)now.tv_nsec / 1000;
	number %= TIP_COUNT;
	put_rule();
	if (format == TIP_FULL)
		fprintf(stderr, "| Tip %-*u |\n", TIP_WIDTH - 4, number);
	for (const char *text = tips[number]; *text;) {
		int length = line_length(text);

		fprintf(stderr, "| %-*.*s |\n", TIP_WIDTH, length, text);
		text += length + (text[length] == ' ');
	}
	put_rule();
}
