/* What it costs to understand an event and to print it, without any tracing.
 *
 *	decode RECORDING [EVENTS]
 *
 * Takes the calls of a recording, so that the mixture is that of a real
 * program, and goes through them again and again until EVENTS (a million) are
 * done.  Lines go to /dev/null. */
#include "calls/value.h"
#include "event/recording.h"
#include "output/sink.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { CALLS_MAX = 20000, ARENA_MAX = 1 << 24 };

static struct event *calls[CALLS_MAX];
static size_t call_count;

/* Of this thread: what else the machine does at the time is not counted. */
static double now_ns(void)
{
	struct timespec time;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
	return time.tv_sec * 1e9 + time.tv_nsec;
}

/* Returned calls alone: most entries are never looked at. */
static int load(const char *path)
{
	struct error error = { 0 };
	struct recording_reader *reader = recording_open(path, &error);
	const struct event *event;

	while (reader && call_count < CALLS_MAX && (event = recording_next(reader, &error))) {
		if (event->kind != EVENT_EXIT)
			continue;
		calls[call_count] = malloc(event->size);
		if (!calls[call_count])
			break;
		memcpy(calls[call_count++], event, event->size);
	}
	if (error.text[0])
		fprintf(stderr, "decode: %s\n", error.text);
	recording_close(reader);
	return call_count ? 0 : -1;
}

static double decode_all(struct arena *arena, long count)
{
	double start = now_ns();

	for (long i = 0; i < count; i++) {
		if (!decode_call(calls[i % call_count], arena, DECODE_ABBREVIATED))
			return -1;
		arena_empty(arena);
	}
	return (now_ns() - start) / count;
}

static double print_all(struct sink *sink, long count)
{
	double start = now_ns();

	for (long i = 0; i < count; i++)
		sink->ops->event(sink, calls[i % call_count]);
	return (now_ns() - start) / count;
}

static int compare_times(const void *left, const void *right)
{
	const double *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

/* Of the calls one by one the middle one: what a typical call takes, where the mean
 * is that of all, with programs that start with a hundred variables among them. */
static double print_typical(struct sink *sink, long count)
{
	static double times[CALLS_MAX];
	long rounds = count / (long)call_count + 1;

	for (size_t call = 0; call < call_count; call++) {
		double start = now_ns();

		for (long i = 0; i < rounds; i++)
			sink->ops->event(sink, calls[call]);
		times[call] = (now_ns() - start) / rounds;
	}
	qsort(times, call_count, sizeof(*times), compare_times);
	return times[call_count / 2];
}

int main(int argc, char **argv)
{
	long count = argc > 2 ? atol(argv[2]) : 1000000;
	struct view view = {
		.string_max = 32,
		.column = 40,
		.pid = PID_ALWAYS,
		.status = STATUS_ALL,
		.signals = UINT64_MAX,
	};
	struct arena arena;

	if (argc < 2 || count < 1 || load(argv[1]) < 0) {
		fprintf(stderr, "usage: decode RECORDING [EVENTS]\n");
		return 2;
	}
	/* As without options: structures followed, and in short. */
	call_set_fill(&view.abbrev, true);
	call_set_fill(&view.verbose, true);
	struct stream *stream = stream_from_fd(open("/dev/null", O_WRONLY | O_CLOEXEC));
	struct sink *sink = stream ? sink_open("text", &view, stream, NULL) : NULL;
	if (!sink)
		return 1;
	arena_init(&arena, ARENA_MAX);
	printf("  %zu different calls, %ld times in all\n", call_count, count);
	printf("  decode             %7.1f ns a call\n", decode_all(&arena, count));
	printf("  decode and format  %7.1f ns a call\n", print_all(sink, count));
	printf("  the median call    %7.1f ns\n", print_typical(sink, count));
	sink_close(sink);
	stream_close(stream, NULL);
	arena_deinit(&arena);
	for (size_t i = 0; i < call_count; i++)
		free(calls[i]);
	return 0;
}
