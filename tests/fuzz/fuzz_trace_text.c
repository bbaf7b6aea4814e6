/* Files that are, or pretend to be, traces: read by merge and by tree.
 *
 * The first byte chooses where the input is cut in two files, of two threads or
 * of nobody in particular. */
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/trace_text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int file_of(const uint8_t *data, size_t size, char name[64])
{
	int fd = memfd_create("trace", MFD_CLOEXEC);

	if (fd < 0 || write(fd, data, size) != (ssize_t)size)
		abort();
	snprintf(name, 64, "/proc/self/fd/%d", fd);
	return fd;
}

static void read_all(char *const *names, bool needs_time)
{
	struct error error = { 0 };
	struct trace_texts *texts = trace_texts_open(names, needs_time, 0, &error);
	const struct trace_line *line;

	while (texts && (line = trace_texts_next(texts)))
		if (trace_line_creates(line) < 0 || line->what < line->text ||
		    line->what > line->text + line->length)
			abort();
	trace_texts_close(texts);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char first[64], second[64];
	char *names[] = { first, second, NULL };
	struct options options = { .command = names, .output = "/dev/null", .of = &tree_command };

	if (!size)
		return 0;
	size_t cut = data[0] * (size - 1) / 255;
	int one = file_of(data + 1, cut, first),
	    other = file_of(data + 1 + cut, size - 1 - cut, second);

	read_all(names, true);
	read_all(names, false);
	tree_command.run(&options);
	close(one);
	close(other);
	return 0;
}
