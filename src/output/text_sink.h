/* Insides of the text view, shared by its files. */
#ifndef RASTRO_OUTPUT_TEXT_SINK_H
#define RASTRO_OUTPUT_TEXT_SINK_H

#include "base/map.h"
#include "output/insn_text.h"
#include "output/print.h"
#include "output/sink.h"

/* How far the line of a thread's present call has got. */
enum progress {
	PROGRESS_NONE,       /* nothing shown */
	PROGRESS_PARTIAL,    /* its entry ends the output, without a newline */
	PROGRESS_UNFINISHED, /* its entry was shown and closed as unfinished */
};

/* Where the parts of the line of a call begin, in the stream's text. */
struct call_parts {
	size_t name, padding, result;
};

struct text_sink {
	struct sink sink;
	struct arena arena;
	struct map threads;    /* tid → struct thread */
	struct event *pending; /* an entry not shown yet, or shown without a newline */
	uint32_t pending_capacity;
	bool has_pending;
	unsigned thread_count;
	uint64_t last_ns;       /* of the line before, for -r */
	size_t line_start;      /* in the stream's text: columns count from here */
	size_t invisible;       /* bytes of the line that take no column */
	pid_t pid_tid;          /* the thread of the line before */
	struct text pid;        /* and how that line begins */
	int64_t failure_number; /* the error told last */
	struct text failure;    /* and how: "-1 ENOENT (No such file or directory)" */
	struct insn_texts insns;
	struct event_buffer function; /* whose call is not shown yet */
	bool has_function;
	struct call_parts parts;       /* of the line that was put last */
	struct kept_call *kept;        /* see text_kept.c; or NULL */
	uint32_t tick;                 /* so many have been */
	struct call_set reads, writes; /* whose data is shown in full, if the view wants any */
};

static inline struct text *out_of(struct text_sink *sink)
{
	return stream_text(sink->sink.stream);
}

/* A line starts with pid, time, call number and instruction pointer, as asked. */
void line_begin(struct text_sink *, const struct event *, uint64_t time_ns);
void line_end(struct text_sink *);
/* ".123": so many digits after the second. */
void put_fraction(struct text *, uint64_t nanoseconds, unsigned digits);

/* True when the view wants data in full; then dumps_init() comes first. */
bool dumps_wanted(const struct view *);
void dumps_init(struct text_sink *);
/* What the call transferred, below its line. */
void put_dumps(struct text_sink *, const struct call_value *);

/* The stack that an event carries, if stacks are to be shown. */
void put_stack(struct text_sink *, const struct event *);

/* An instruction. */
void put_step(struct text_sink *, const struct event *);

/* A function that was called is shown when the next line comes: function_close(), unless that
 * is its own end. */
void put_function(struct text_sink *, const struct event *);
bool function_is_own(const struct text_sink *, const struct event *);
void function_close(struct text_sink *);
void put_function_left(struct text_sink *, const struct event *);

/* text_kept.c.  NULL: in this view nothing is kept. */
struct kept_call *kept_calls_create(const struct view *);
/* The call as it was shown before, or where it is to be kept now; NULL: neither. */
struct kept_call *kept_call_find(const struct text_sink *, const struct event *exit);
/* Puts its whole line.  False: it is not kept. */
bool kept_call_put(struct text_sink *, const struct kept_call *, const struct event *exit);
/* Keeps what was put of it, but for its end; kept may be NULL. */
void kept_call_keep(const struct text_sink *, struct kept_call *kept, const struct event *exit,
                    const struct text *line);

void printer_init(struct printer *, struct text_sink *, const struct event *);
/* A call from beginning to end, on one line. */
void put_call(struct text_sink *, const struct event *exit);
/* What is known of a call at its entry; the line stays open. */
void put_entered(struct text_sink *, const struct event *entry);
/* The rest of a call whose entry is on the page already; resumed: on a new line. */
void put_remainder(struct text_sink *, const struct event *exit, bool resumed);

#endif
