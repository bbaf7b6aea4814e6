/* The list of sinks. */
#include "output/sink.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct sink_ops *const sinks[] = {
	&drcov_sink,   &json_sink,  &lcov_sink, &record_sink,
	&summary_sink, &tally_sink, &text_sink,
};

enum { SINK_COUNT = sizeof(sinks) / sizeof(*sinks) };

const struct sink_ops *sink_find(const char *name)
{
	for (size_t i = 0; i < SINK_COUNT; i++)
		if (strcmp(sinks[i]->name, name) == 0)
			return sinks[i];
	return NULL;
}

struct sink *sink_open(const char *name, const struct view *view, struct stream *stream,
                       struct error *error)
{
	const struct sink_ops *ops = sink_find(name);

	if (!ops) {
		error_set(error, 0, "no output is called '%s'", name);
		return NULL;
	}
	struct sink *sink = calloc(1, ops->size);

	if (!sink) {
		error_set(error, ENOMEM, "cannot set up the output '%s': %s", name,
		          strerror(ENOMEM));
		return NULL;
	}
	*sink = (struct sink){ .ops = ops, .view = view, .stream = stream };
	if (ops->open && ops->open(sink, error) < 0) {
		free(sink);
		return NULL;
	}
	return sink;
}

void sink_close(struct sink *sink)
{
	if (!sink)
		return;
	if (sink->ops->close)
		sink->ops->close(sink);
	free(sink);
}
