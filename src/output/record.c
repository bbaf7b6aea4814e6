/* The sink "record": events go into a recording as they are. */
#include "event/recording.h"
#include "output/sink.h"

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>

struct record {
	struct sink sink;
	struct recording_writer *writer;
};

/* The command line tells what was traced and how; where and when is the same for all. */
static void info_complete(struct recording_info *info, struct utsname *system)
{
	struct timespec now;

	uname(system);
	clock_gettime(CLOCK_REALTIME, &now);
	info->rastro = RASTRO_VERSION;
	info->host = system->nodename;
	info->kernel = system->release;
	info->machine = system->machine;
	info->start_ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static int record_open(struct sink *sink, struct error *error)
{
	struct record *record = (struct record *)sink;
	struct recording_info info = { 0 };
	struct utsname system = { 0 };

	if (sink->view->recording)
		info = *sink->view->recording;
	info_complete(&info, &system);
	record->writer = recording_create(&info, stream_text(sink->stream));
	if (!record->writer)
		return error_set(error, ENOMEM, "cannot begin a recording: %s", strerror(ENOMEM));
	return 0;
}

static void record_event(struct sink *sink, const struct event *event)
{
	struct record *record = (struct record *)sink;

	recording_put(record->writer, event);
	stream_line(sink->stream);
}

/* Whoever is killed now loses nothing of what happened before. */
static void record_tick(struct sink *sink)
{
	struct record *record = (struct record *)sink;

	recording_sync(record->writer);
	stream_flush(sink->stream);
}

static void record_close(struct sink *sink)
{
	struct record *record = (struct record *)sink;

	recording_finish(record->writer);
	stream_flush(sink->stream);
}

const struct sink_ops record_sink = {
	.name = "record",
	.size = sizeof(struct record),
	.open = record_open,
	.event = record_event,
	.tick = record_tick,
	.close = record_close,
};
