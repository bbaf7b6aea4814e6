/* What is replayed is what was recorded; and every view makes the same of both. */
#include "unit.h"

#include "engine/replay.h"
#include "output/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static struct view view = {
	.string_max = 32,
	.column = 40,
	.pid = PID_WHEN_SEVERAL,
	.pid_follows = true,
	.status = STATUS_ALL,
	.signals = ~(uint64_t)0,
	.time = TIME_UNIX,
	.time_digits = 6,
	.duration = true,
	.duration_digits = 6,
	.decode_fds = DECODE_FD_PATH | DECODE_FD_SOCKET,
	.decode_pids = true,
};

/* A sink that writes into a file in memory. */
struct output {
	int fd;
	struct stream *stream;
	struct sink *sink;
};

static void output_open(struct output *output, const char *name)
{
	output->fd = memfd_create(name, MFD_CLOEXEC);
	output->stream = stream_from_fd(output->fd);
	output->sink = sink_open(name, &view, output->stream, NULL);
	assert_non_null(output->sink);
}

static void output_close(struct output *output)
{
	sink_close(output->sink);
	assert_int_equal(stream_close(output->stream, NULL), 0);
}

static char *output_text(const struct output *output)
{
	struct stat status;

	assert_int_equal(fstat(output->fd, &status), 0);
	char *text = calloc(1, (size_t)status.st_size + 1);

	assert_int_equal(pread(output->fd, text, (size_t)status.st_size, 0), status.st_size);
	return text;
}

static struct engine_options options_make(void)
{
	struct engine_options options = {
		.flags = ENGINE_FOLLOW | ENGINE_KILL_ON_EXIT,
		.limits = { .string = 4096, .array = 4096, .names = true },
		.decode_fds = view.decode_fds,
		.decode_pids = true,
	};

	call_set_fill(&options.calls, true);
	return options;
}

static struct engine *replay_of(const struct output *recording,
                                const struct engine_options *options)
{
	char path[50];
	struct error error;
	struct engine *engine = replay_engine.create(options, &error);

	snprintf(path, sizeof(path), "/proc/self/fd/%d", recording->fd);
	assert_non_null(engine);
	assert_int_equal(replay_open(engine, path, &error), 0);
	return engine;
}

/* ---- handmade recordings */

static void record_calls(struct output *recording)
{
	output_open(recording, "record");
	for (uint32_t nr = 0; nr < 4; nr++) {
		struct event event = { .size = sizeof(event),
			               .kind = EVENT_ENTRY,
			               .nr = nr,
			               .time_ns = nr,
			               .entry_ns = nr };

		recording->sink->ops->event(recording->sink, &event);
		event.kind = EVENT_EXIT;
		recording->sink->ops->event(recording->sink, &event);
	}
	struct event end = { .size = sizeof(end), .kind = EVENT_EXITED, .result = 7 };

	recording->sink->ops->event(recording->sink, &end);
	output_close(recording);
}

static void check_kinds(struct engine *engine, const char *kinds, enum next last)
{
	const struct event *event;
	struct error error;
	char seen[50] = "";
	enum next next;

	while ((next = replay_engine.next(engine, &event, &error)) == NEXT_EVENT) {
		size_t length = strlen(seen);

		assert_in_range(length, 0, 30);
		sprintf(seen + length, "%c%u", "?nxsteKfxad"[event->kind], event -> nr);
	}
	assert_string_equal(seen, kinds);
	assert_int_equal(next, last);
}

static void test_all_events_come_back(void **state)
{
	struct engine_options options = options_make();
	struct output recording;

	(void)state;
	record_calls(&recording);
	struct engine *engine = replay_of(&recording, &options);

	assert_string_equal(replay_info(engine)->rastro, RASTRO_VERSION);
	check_kinds(engine, "n0x0n1x1n2x2n3x3e0", NEXT_DONE);
	replay_engine.destroy(engine);
	close(recording.fd);
}

static void test_unwanted_calls_are_left_out(void **state)
{
	struct engine_options options = options_make();
	struct output recording;

	(void)state;
	record_calls(&recording);
	options.flags |= ENGINE_NO_ENTRY;
	call_set_fill(&options.calls, false);
	options.calls.bits[ABI_X86_64][0] = 1 << 2;
	struct engine *engine = replay_of(&recording, &options);

	check_kinds(engine, "x2e0", NEXT_DONE);
	replay_engine.destroy(engine);
	close(recording.fd);
}

static void test_cut_recording_fails_after_its_last_event(void **state)
{
	struct engine_options options = options_make();
	struct output recording;
	struct stat status;

	(void)state;
	record_calls(&recording);
	fstat(recording.fd, &status);
	assert_int_equal(ftruncate(recording.fd, status.st_size - 1), 0);
	struct engine *engine = replay_of(&recording, &options);

	check_kinds(engine, "n0x0n1x1n2x2n3x3e0", NEXT_FAILED);
	replay_engine.destroy(engine);
	close(recording.fd);
}

static void test_interrupt_is_heeded(void **state)
{
	struct engine_options options = options_make();
	struct output recording;
	const struct event *event;
	struct error error;

	(void)state;
	record_calls(&recording);
	struct engine *engine = replay_of(&recording, &options);

	engine_interrupt(engine);
	assert_int_equal(replay_engine.next(engine, &event, &error), NEXT_INTERRUPTED);
	assert_int_equal(replay_engine.next(engine, &event, &error), NEXT_EVENT);
	replay_engine.destroy(engine);
	close(recording.fd);
}

/* ---- live and replayed */

enum { TEXT, JSON, VIEWS };

static void views_open(struct output views[VIEWS])
{
	output_open(&views[TEXT], "text");
	output_open(&views[JSON], "json");
}

/* Ticks come where they will when something lives; they may not change what is shown. */
static void run(const struct engine_ops *ops, struct engine *engine, struct output *outputs,
                unsigned count)
{
	const struct event *event;
	struct error error;
	enum next next;

	while ((next = ops->next(engine, &event, &error)) != NEXT_DONE) {
		assert_int_not_equal(next, NEXT_FAILED);
		for (unsigned i = 0; i < count; i++) {
			struct sink *sink = outputs[i].sink;

			if (next == NEXT_EVENT)
				sink->ops->event(sink, event);
			else if (sink->ops->tick)
				sink->ops->tick(sink);
		}
	}
	ops->destroy(engine);
	for (unsigned i = 0; i < count; i++)
		output_close(&outputs[i]);
}

/* Shows the first line that differs, and no more. */
static void check_lines(const char *text, const char *expected)
{
	size_t line = 0, at = 0;

	for (; text[at] && text[at] == expected[at]; at++)
		if (text[at] == '\n')
			line = at + 1;
	if (text[at] == expected[at])
		return;
	printf("# expected: %.*s\n#      got: %.*s\n", (int)strcspn(expected + line, "\n"),
	       expected + line, (int)strcspn(text + line, "\n"), text + line);
	fail();
}

static void check_same(struct output *live, struct output *replayed)
{
	char *expected = output_text(live), *text = output_text(replayed);

	assert_true(*expected != '\0');
	check_lines(text, expected);
	free(expected);
	free(text);
	close(live->fd);
	close(replayed->fd);
}

static void check_command(char *const *argv)
{
	struct engine_options options = options_make();
	struct launch launch = { .argv = argv, .file = argv[0] };
	struct output live[VIEWS + 1], replayed[VIEWS];
	struct output *recording = &live[VIEWS];
	struct error error;
	pid_t pid;
	struct engine *engine = ptrace_engine.create(&options, &error);

	assert_non_null(engine);
	views_open(live);
	output_open(recording, "record");
	assert_int_equal(ptrace_engine.launch(engine, &launch, &pid, &error), 0);
	run(&ptrace_engine, engine, live, VIEWS + 1);
	views_open(replayed);
	run(&replay_engine, replay_of(recording, &options), replayed, VIEWS);
	for (int i = 0; i < VIEWS; i++)
		check_same(&live[i], &replayed[i]);
	close(recording->fd);
}

static void test_replayed_views_are_as_live_ones(void **state)
{
	static const char *const scripts[] = {
		"exit 3",
		"cat /etc/hostname /nowhere; ls -la /",
		"ls /usr/lib | head -n 1 | cat",
		"(sleep 0.05; kill -TERM $$) & wait",
		"for i in 1 2 3; do (cat /proc/self/status; kill -KILL $$) & done; wait",
		"exec sh -c 'kill -SEGV $$'",
	};

	(void)state;
	setenv("LC_ALL", "C", 1);
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++) {
		char script[200];
		int length =
			snprintf(script, sizeof(script), "exec >/dev/null 2>&1; %s", scripts[i]);

		assert_in_range(length, 1, sizeof(script) - 1);
		check_command((char *[]){ "/bin/sh", "-c", script, NULL });
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_events_come_back),
		cmocka_unit_test(test_unwanted_calls_are_left_out),
		cmocka_unit_test(test_cut_recording_fails_after_its_last_event),
		cmocka_unit_test(test_interrupt_is_heeded),
		cmocka_unit_test(test_replayed_views_are_as_live_ones),
	};

	call_set_fill(&view.verbose, true);
	call_set_fill(&view.abbrev, true);
	return cmocka_run_group_tests_name("replay", tests, NULL, NULL);
}
