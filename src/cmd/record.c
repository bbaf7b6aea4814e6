/* rastro record: keeps events as they are, for any view later. */
#include "cmd/command.h"
#include "output/interfaces.h"
#include "cmd/run.h"
#include "engine/engine.h"
#include "event/recording.h"

#include <sys/utsname.h>
#include <time.h>

static int record_run(struct options *options)
{
	static const char *const none[] = { NULL };
	const char *facts[3] = { NULL };
	unsigned count = 0;
	struct utsname host = { 0 };
	struct timespec now;

	if (options->view.pid_follows)
		facts[count++] = "several=1";
	if (options_are_hybrid(options))
		facts[count++] = "inside=1";
	uname(&host);
	clock_gettime(CLOCK_REALTIME, &now);
	struct recording_info info = {
		.rastro = RASTRO_VERSION,
		.host = host.nodename,
		.kernel = host.release,
		.machine = host.machine,
		.start_ns = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec,
		.string_max = options->capture_size,
		.array_max = options->capture_size,
		.arguments = options->command ? (const char *const *)options->command : none,
		.options = interfaces_list(facts),
	};

	options->format = "record";
	options->view.recording = &info;
	/* Processor times are only told at stops. */
	return run_trace(options, ENGINE_IP | (options_are_hybrid(options) ? 0 : ENGINE_CPU_TIME));
}

const struct command record_command = {
	.name = "record",
	.usage = "-o FILE [OPTION]... {COMMAND [ARGUMENT]... | -p PID...}",
	.summary = "Writes a recording, which replay shows in any form",
	.options = FOR_RECORD,
	.run = record_run,
};
