/* A recording as text, for commands that read text. */
#include "cmd/recording_text.h"

#include "cmd/report.h"
#include "event/recording.h"
#include "event/recording_layout.h"
#include "output/interfaces.h"
#include "output/sink.h"

#include <errno.h>
#include <string.h>

enum { STRING_SHOWN = 32, COLUMN_OF_RESULT = 40, DIGITS = 6 };

bool recording_is_one(FILE *file)
{
	struct frame frame;
	bool is_one = fread(&frame, sizeof(frame), 1, file) == 1 && frame.magic == FRAME_MAGIC &&
	              memcmp(frame.mark, MARK_HEADER, sizeof(frame.mark)) == 0;

	fseek(file, 0, SEEK_SET);
	return is_one;
}

static struct view view_of(const struct recording_info *info, uint32_t string_max)
{
	struct view view = {
		.string_max = string_max ? string_max : STRING_SHOWN,
		.column = COLUMN_OF_RESULT,
		.time = TIME_UNIX,
		.time_digits = DIGITS,
		.pid = PID_ALWAYS,
		.pid_follows = true,
		.status = STATUS_ALL,
		.signals = UINT64_MAX,
		.interface_name = interface_name_recorded,
		.interfaces = info->options,
	};

	call_set_fill(&view.abbrev, true);
	call_set_fill(&view.verbose, true);
	return view;
}

static int events_write(struct recording_reader *reader, FILE *file, uint32_t string_max,
                        struct error *error)
{
	struct view view = view_of(recording_info(reader), string_max);
	struct stream *stream = stream_from_fd(fileno(file));
	struct sink *sink = stream ? sink_open("text", &view, stream, error) : NULL;
	struct error damage = { 0 };
	const struct event *event;

	while (sink && (event = recording_next(reader, &damage)))
		sink->ops->event(sink, event);
	sink_close(sink);
	if (damage.text[0])
		report_error(&damage);
	int status = stream ? stream_close(stream, error) : -1;

	return sink ? status : error_set(error, ENOMEM, "out of memory");
}

FILE *recording_as_text(const char *path, uint32_t string_max, struct error *error)
{
	struct recording_reader *reader = recording_open(path, error);
	FILE *file = reader ? tmpfile() : NULL;

	if (reader && !file)
		error_set(error, errno, "cannot make a file for the text of '%s': %s", path,
		          strerror(errno));
	if (file && events_write(reader, file, string_max, error) < 0) {
		fclose(file);
		file = NULL;
	}
	recording_close(reader);
	if (file && fseek(file, 0, SEEK_SET) < 0) {
		error_set(error, errno, "cannot write the text of '%s': %s", path, strerror(errno));
		fclose(file);
		file = NULL;
	}
	return file;
}
