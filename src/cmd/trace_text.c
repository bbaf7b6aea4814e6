/* Reading traces.
 *
 * A source is one file; its lines are in order.  Clocks without a date (-t, -tt)
 * begin again at midnight: within a file a jump back by half a day or more is one.
 * Between files it has to be found out on which day each begins: a file of a task
 * begins when its creator says to have made it, give or take half a day; and of
 * those that nobody made, one comes first: the one behind the longest span of the
 * day in which none begins. */
#include "cmd/trace_text.h"

#include "base/guard.h"
#include "base/map.h"
#include "cmd/descriptors.h"
#include "cmd/recording_text.h"

#include <assert.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SECOND_NS ((uint64_t)1000000000)
#define DAY_NS    (24 * 3600 * SECOND_NS)
#define SPAN_NS   (1000 * DAY_NS) /* longer than a call takes, shorter than since 1970 */

enum {
	SOURCES_MAX = 1 << 20,
	PID_LIMIT = 1 << 22, /* the kernel gives no larger ones */
	PID_WIDTH = 5,       /* at least, of lines that -f writes */
	LINES_TRIED = 10000, /* to find out whether it is a trace */
};

struct source {
	char *name;
	FILE *file;
	pid_t pid; /* whose it is; 0: lines tell */
	uint64_t line_number;
	uint64_t base_ns; /* midnight before its first line */
	uint64_t day_ns;  /* midnights passed since */
	uint64_t last_ns; /* time of the line before */
	bool has_last, has_times;
	bool is_clock; /* times are those of a clock without a date */
	char *line;
	size_t capacity;
	bool ended;
	struct trace_line parsed;
};

/* Who was made, and when, says the file of its creator. */
struct birth {
	uint32_t source;
	uint64_t time_ns; /* without the base of that source */
};

struct trace_texts {
	struct source *sources;
	uint32_t count, current;
	bool needs_time; /* what has none is left out */
	bool has_current;
	uint64_t left_out;                /* lines */
	const struct source *left_out_of; /* the first of them */
	uint64_t left_out_line;
	uint32_t string_max; /* of recordings */
	uint32_t *heap;      /* sources that have a line, by time */
	uint32_t heap_count;
};

/* ---- one line */

static uint64_t take_digits(const char **at, unsigned *count)
{
	uint64_t number = 0;

	for (*count = 0; isdigit((unsigned char)**at) && *count < 18; ++*count)
		number = number * 10 + (uint64_t)(*(*at)++ - '0');
	return number;
}

/* ".614305", or nothing, then a space; false where something else stands. */
static bool take_fraction(const char **at, uint64_t *time_ns)
{
	unsigned count = 0;

	if (**at == '.') {
		++*at;
		uint64_t fraction = take_digits(at, &count);

		for (; count < 9; count++)
			fraction *= 10;
		*time_ns += fraction;
	}
	return count <= 9 && **at == ' ';
}

/* "11:37:25.614305 " */
static bool take_clock(const char **at, uint64_t *time_ns)
{
	const char *text = *at;
	uint64_t parts[3];
	unsigned count;

	for (int i = 0; i < 3; i++) {
		parts[i] = take_digits(&text, &count);
		if (count != 2 || (i < 2 && *text++ != ':'))
			return false;
	}
	*time_ns = (parts[0] * 3600 + parts[1] * 60 + parts[2]) * SECOND_NS;
	if (!take_fraction(&text, time_ns))
		return false;
	*at = text + 1;
	return true;
}

/* "1795965486.054930 "; a small number is none of these but a process. */
static bool take_seconds(const char **at, uint64_t *time_ns)
{
	const char *text = *at;
	unsigned count;
	uint64_t seconds = take_digits(&text, &count);

	if (!count || seconds > UINT64_MAX / SECOND_NS - 1 ||
	    (*text == ' ' && seconds <= PID_LIMIT))
		return false;
	*time_ns = seconds * SECOND_NS;
	if (!take_fraction(&text, time_ns))
		return false;
	*at = text + 1;
	return true;
}

/* "<name>" behind a number, as -Y puts it there. */
static const char *skip_name(const char *text)
{
	const char *end = *text == '<' ? strchr(text, '>') : NULL;

	return end ? end + 1 : text;
}

/* "[pid  17] " or "17    "; 0: neither. */
static pid_t take_pid(const char **at)
{
	static const char opening[] = "[pid";
	const char *text = *at;
	bool has_brackets = strncmp(text, opening, strlen(opening)) == 0;
	unsigned count;

	if (has_brackets)
		text += strlen(opening) + strspn(text + strlen(opening), " ");
	uint64_t pid = take_digits(&text, &count);

	text = skip_name(text);
	if (!count || pid > PID_LIMIT || (has_brackets && *text++ != ']') || *text != ' ')
		return 0;
	*at = text + strspn(text, " ");
	return (pid_t)pid;
}

/* Behind "(+     0.000123) ", "[  59] " and "[00007f...] ". */
static const char *skip_columns(const char *text)
{
	for (;;) {
		const char *end = strncmp(text, "(+", 2) == 0 ? strchr(text, ')')
		                  : *text == '['              ? strchr(text, ']')
		                                              : NULL;
		size_t digits = end ? strspn(text + 1, " +.?0123456789abcdef") : 0;

		if (!end || text + 1 + digits != end || end[1] != ' ')
			return text;
		text = end + 2;
	}
}

static void line_parse(const struct source *source, struct trace_line *line, const char *text,
                       size_t length)
{
	const char *end = text + length;

	*line = (struct trace_line){ .pid = source->pid };
	line->is_more = strncmp(text, " > ", 3) == 0 || strncmp(text, " | ", 3) == 0;
	if (!source->pid)
		line->pid = take_pid(&text);
	line->text = text;
	line->length = (size_t)(end - text);
	text += strspn(text, " ");
	line->has_time = take_clock(&text, &line->time_ns) || take_seconds(&text, &line->time_ns);
	line->what = skip_columns(text);
}

pid_t trace_line_creates(const struct trace_line *line)
{
	static const char *const makers[] = { "clone", "clone3", "fork", "vfork" };
	static const char resumed[] = "<... ", in_other[] = "/* ";
	const char *name = line->what;
	bool is_maker = false;

	if (strncmp(name, resumed, strlen(resumed)) == 0)
		name += strlen(resumed);
	size_t length = strcspn(name, "( ");

	for (size_t i = 0; i < sizeof(makers) / sizeof(*makers); i++)
		is_maker |= strlen(makers[i]) == length && strncmp(makers[i], name, length) == 0;
	const char *result = NULL;

	for (const char *at = is_maker ? strstr(name, ") ") : NULL; at; at = strstr(at + 1, ") ")) {
		const char *equals = at + 1 + strspn(at + 1, " ");

		if (equals[0] == '=' && equals[1] == ' ')
			result = equals + 2;
	}
	if (!result)
		return 0;
	/* With --pidns-translation the number that we know it by stands behind the one it has. */
	const char *comment = strstr(result, in_other);
	long pid = strtol(comment ? comment + strlen(in_other) : result, NULL, 10);

	return pid > 0 && pid <= PID_LIMIT ? (pid_t)pid : 0;
}

/* ---- one file */

static bool is_clock(const struct trace_line *line)
{
	return line->has_time && line->text[2] == ':';
}

/* As -r has it, the time since the line before; in files of a task that is one of another file. */
static bool is_span(const struct source *source, const struct trace_line *line)
{
	return !source->pid && !is_clock(line) && line->time_ns < SPAN_NS;
}

/* Where the clock begins again, a day has passed. */
static void source_count_days(struct source *source, struct trace_line *line)
{
	if (!line->has_time) {
		line->time_ns = source->last_ns;
		return;
	}
	if (is_span(source, line))
		line->time_ns += source->last_ns;
	line->time_ns += source->day_ns;
	if (is_clock(line) && source->has_last && source->last_ns > line->time_ns &&
	    source->last_ns - line->time_ns >= DAY_NS / 2) {
		source->day_ns += DAY_NS;
		line->time_ns += DAY_NS;
	}
	source->last_ns = line->time_ns;
	source->has_last = true;
}

static bool source_next(struct source *source)
{
	ssize_t length = getline(&source->line, &source->capacity, source->file);

	if (length <= 0) {
		source->ended = true;
		return false;
	}
	if (source->line[length - 1] == '\n')
		source->line[--length] = '\0';
	source->line_number++;
	line_parse(source, &source->parsed, source->line, (size_t)length);
	source_count_days(source, &source->parsed);
	return true;
}

/* A call, a signal, an end, or a message of the tracer: one of these every trace has. */
static bool is_of_trace(const struct trace_line *line)
{
	static const char *const beginnings[] = { "+++ ", "--- ", "<... ", "??? ",
		                                  "[ Process PID=" };
	const char *what = line->what;

	for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
		if (strncmp(what, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	size_t name =
		strspn(what, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

	return (name && what[name] == '(' &&
	        (strstr(what, ") = ") || strstr(what, ")  ") || strstr(what, " <unfinished") ||
	         strstr(what, " <detached") || strstr(what, ": Process "))) ||
	       strstr(what, ": Process ");
}

static void source_rewind(struct source *source)
{
	fseek(source->file, 0, SEEK_SET);
	source->line_number = source->day_ns = source->last_ns = 0;
	source->has_last = source->ended = false;
}

static struct source *source_add(struct trace_texts *texts, const char *name)
{
	bool is_full = (texts->count & (texts->count - 1)) == 0;

	if (texts->count == SOURCES_MAX)
		return NULL;
	if (is_full) {
		struct source *grown = realloc(
			texts->sources, (texts->count ? 2 * texts->count : 1) * sizeof(*grown));
		if (!grown)
			return NULL;
		texts->sources = grown;
	}
	struct source *source = &texts->sources[texts->count];

	*source = (struct source){ .name = strdup(name) };
	if (!source->name)
		return NULL;
	texts->count++;
	return source;
}

static int source_open(struct trace_texts *texts, const char *name, pid_t pid, struct error *error)
{
	struct source *source = source_add(texts, name);
	struct stat status;

	if (!source)
		return error_set(error, ENOMEM,
		                 "cannot read '%s': too many files, or out of memory", name);
	source->pid = pid;
	/* Not to wait for somebody at the other end of a pipe. */
	int fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	source->file = fd < 0 ? NULL : fdopen(fd, "r");
	if (!source->file || fstat(fileno(source->file), &status) < 0)
		return error_set(error, errno, "cannot read '%s': %s", name, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return error_set(error, EINVAL, "cannot read '%s': it is not a regular file", name);
	if (!recording_is_one(source->file))
		return 0;
	fclose(source->file);
	source->pid = 0;
	source->file = recording_as_text(name, texts->string_max, error);
	return source->file ? 0 : -1;
}

/* The number behind the last dot of PREFIX.NUMBER, or 0. */
static pid_t suffix_of(const char *path)
{
	const char *dot = strrchr(path, '.');
	char *end;
	long number = dot && isdigit((unsigned char)dot[1]) ? strtol(dot + 1, &end, 10) : 0;

	return number > 0 && number <= PID_LIMIT && !*end ? (pid_t)number : 0;
}

/* The characters that mean something to glob() stand for themselves. */
static void pattern_of(const char *prefix, char pattern[static 2 * PATH_MAX + 16])
{
	char *to = pattern;

	for (const char *from = prefix; *from && to < pattern + 2 * PATH_MAX; from++) {
		if (strchr("*?[\\", *from))
			*to++ = '\\';
		*to++ = *from;
	}
	strcpy(to, ".[0-9]*");
}

static int prefix_open(struct trace_texts *texts, const char *prefix, struct error *error)
{
	char pattern[2 * PATH_MAX + 16];
	uint32_t before = texts->count;
	glob_t found = { 0 };
	int status = 0;

	pattern_of(prefix, pattern);
	if (glob(pattern, 0, NULL, &found) == 0)
		for (size_t i = 0; status == 0 && i < found.gl_pathc; i++) {
			const char *path = found.gl_pathv[i];
			pid_t pid = suffix_of(path);
			struct stat file;

			/* What is called so but is no file was not written by -ff. */
			if (pid && stat(path, &file) == 0 && S_ISREG(file.st_mode))
				status = source_open(texts, path, pid, error);
		}
	globfree(&found);
	if (status == 0 && texts->count == before)
		return error_set(error, ENOENT,
		                 "cannot find a trace or recording '%s', nor files '%s.PID' as -ff "
		                 "writes them",
		                 prefix, prefix);
	return status;
}

/* An empty file is what a thread leaves that did nothing. */
static int sources_check(struct trace_texts *texts, struct error *error)
{
	for (uint32_t i = 0; i < texts->count; i++) {
		struct source *source = &texts->sources[i];
		bool any = false, found = false;

		while (!found && source->line_number < LINES_TRIED && source_next(source)) {
			any = true;
			found = is_of_trace(&source->parsed) ||
			        (texts->needs_time && source->parsed.has_time);
		}
		source_rewind(source);
		if (any && !found)
			return error_set(
				error, EINVAL,
				"cannot read '%s': it is no trace: no line tells of a call, "
				"a signal or an end, as -o writes them",
				source->name);
	}
	return 0;
}

static int name_open(struct trace_texts *texts, const char *name, struct error *error)
{
	struct stat status;

	return stat(name, &status) == 0 ? source_open(texts, name, suffix_of(name), error)
	                                : prefix_open(texts, name, error);
}

/* ---- days */

static void births_find(struct trace_texts *texts, struct map *births)
{
	for (uint32_t i = 0; i < texts->count; i++) {
		struct source *source = &texts->sources[i];

		while (source_next(source)) {
			pid_t pid = trace_line_creates(&source->parsed);
			struct birth *birth = pid ? malloc(sizeof(*birth)) : NULL;

			if (!birth)
				continue;
			*birth = (struct birth){ i, source->parsed.time_ns };
			free(map_remove(births, (uint64_t)pid));
			if (!map_put(births, (uint64_t)pid, birth))
				free(birth);
		}
		source_rewind(source);
	}
}

static int compare_times(const void *left, const void *right)
{
	uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

/* The time of day behind the longest span without any of these. */
static uint64_t first_of_day(uint64_t *times, uint32_t count)
{
	qsort(times, count, sizeof(*times), compare_times);
	uint64_t first = times[0], longest = times[0] + DAY_NS - times[count - 1];

	for (uint32_t i = 1; i < count; i++)
		if (times[i] - times[i - 1] > longest) {
			longest = times[i] - times[i - 1];
			first = times[i];
		}
	return first;
}

/* Those that nobody made: begun on the first day, or after its midnight. */
static void bases_of_first(struct trace_texts *texts, const struct birth *const *births,
                           const uint64_t *starts)
{
	AUTO_FREE uint64_t *times = calloc(texts->count, sizeof(*times));
	uint32_t count = 0;

	for (uint32_t i = 0; times && i < texts->count; i++)
		if (!births[i] && texts->sources[i].is_clock)
			times[count++] = starts[i];
	if (!count)
		return;
	uint64_t first = first_of_day(times, count);

	for (uint32_t i = 0; i < texts->count; i++)
		if (!births[i] && texts->sources[i].is_clock && starts[i] < first)
			texts->sources[i].base_ns = DAY_NS;
}

/* The midnight that brings a start nearest to the moment of its making. */
static uint64_t nearest_base(uint64_t start_ns, uint64_t made_ns)
{
	uint64_t base_ns = made_ns / DAY_NS * DAY_NS, at = made_ns % DAY_NS;

	if (start_ns + DAY_NS / 2 < at)
		return base_ns + DAY_NS;
	return start_ns > at + DAY_NS / 2 && base_ns ? base_ns - DAY_NS : base_ns;
}

/* From creators to those they made: every pass settles those whose creator is settled. */
static void bases_of_others(struct trace_texts *texts, const struct birth *const *births,
                            const uint64_t *starts)
{
	AUTO_FREE bool *settled = calloc(texts->count, sizeof(*settled));
	bool again = settled != NULL;

	for (uint32_t i = 0; again && i < texts->count; i++)
		settled[i] = !births[i];
	while (again) {
		again = false;
		for (uint32_t i = 0; i < texts->count; i++) {
			if (settled[i] || !settled[births[i]->source])
				continue;
			const struct source *maker = &texts->sources[births[i]->source];

			texts->sources[i].base_ns =
				nearest_base(starts[i], maker->base_ns + births[i]->time_ns);
			settled[i] = again = true;
		}
	}
}

static int days_find(struct trace_texts *texts, struct error *error)
{
	struct map births_by_pid = { 0 };
	AUTO_FREE const struct birth **births = calloc(texts->count, sizeof(*births));
	AUTO_FREE uint64_t *starts = calloc(texts->count, sizeof(*starts));
	bool any = false;

	if (!births || !starts)
		return error_set(error, ENOMEM, "out of memory");
	for (uint32_t i = 0; i < texts->count; i++) {
		struct source *source = &texts->sources[i];

		while (source_next(source) && !source->parsed.has_time)
			;
		source->has_times = !source->ended;
		source->is_clock = source->has_times && is_clock(&source->parsed);
		starts[i] = source->parsed.time_ns;
		any |= source->is_clock;
		source_rewind(source);
	}
	if (!any || texts->count == 1)
		return 0;
	births_find(texts, &births_by_pid);
	for (uint32_t i = 0; i < texts->count; i++) {
		const struct birth *birth =
			map_get(&births_by_pid, (uint64_t)texts->sources[i].pid);

		if (birth && birth->source != i && texts->sources[i].is_clock)
			births[i] = birth;
	}
	bases_of_first(texts, births, starts);
	bases_of_others(texts, births, starts);
	for (size_t i = 0; i < births_by_pid.slot_count; i++)
		free(births_by_pid.slots[i].value);
	map_free(&births_by_pid);
	return 0;
}

/* ---- all of them, by time */

/* Goes to the next line that has a place.  What belongs to one that has none goes with it. */
static bool source_advance(struct trace_texts *texts, struct source *source)
{
	const struct trace_line *line = &source->parsed;
	bool leaves_out = false;

	while (source_next(source)) {
		if (!texts->needs_time || line->has_time || (line->is_more && !leaves_out))
			return true;
		leaves_out = true;
		if (line->length && !texts->left_out++) {
			texts->left_out_of = source;
			texts->left_out_line = source->line_number;
		}
	}
	return false;
}

static bool comes_before(const struct trace_texts *texts, uint32_t one, uint32_t other)
{
	const struct source *a = &texts->sources[one], *b = &texts->sources[other];
	uint64_t a_ns = a->base_ns + a->parsed.time_ns, b_ns = b->base_ns + b->parsed.time_ns;

	return a_ns != b_ns ? a_ns < b_ns : one < other;
}

static void heap_put(struct trace_texts *texts, uint32_t source)
{
	uint32_t place = texts->heap_count++;

	for (; place > 0; place = (place - 1) / 2) {
		uint32_t above = texts->heap[(place - 1) / 2];

		if (!comes_before(texts, source, above))
			break;
		texts->heap[place] = above;
	}
	texts->heap[place] = source;
}

static uint32_t heap_take(struct trace_texts *texts)
{
	uint32_t first = texts->heap[0], moved = texts->heap[--texts->heap_count], place = 0;

	for (;;) {
		uint32_t below = 2 * place + 1;

		if (below + 1 < texts->heap_count &&
		    comes_before(texts, texts->heap[below + 1], texts->heap[below]))
			below++;
		if (below >= texts->heap_count || !comes_before(texts, texts->heap[below], moved))
			break;
		texts->heap[place] = texts->heap[below];
		place = below;
	}
	texts->heap[place] = moved;
	return first;
}

struct trace_texts *trace_texts_open(char *const *names, bool needs_time, uint32_t string_max,
                                     struct error *error)
{
	struct trace_texts *texts = calloc(1, sizeof(*texts));
	int status = 0;

	if (!texts) {
		error_set(error, ENOMEM, "out of memory");
		return NULL;
	}
	descriptors_allow_many();
	texts->needs_time = needs_time;
	texts->string_max = string_max;
	for (; status == 0 && *names; names++)
		status = name_open(texts, *names, error);
	assert(status < 0 || texts->count);
	/* Among several, one that is none is like lines that are none. */
	if (status == 0 && (!needs_time || texts->count == 1))
		status = sources_check(texts, error);
	if (status == 0)
		status = days_find(texts, error);
	if (status == 0) {
		/* Alone it has an order without times. */
		texts->needs_time &= texts->count > 1 || texts->sources[0].has_times;
		texts->heap = calloc(texts->count, sizeof(*texts->heap));
		if (!texts->heap)
			status = error_set(error, ENOMEM, "out of memory");
	}
	if (status < 0) {
		trace_texts_close(texts);
		return NULL;
	}
	for (uint32_t i = 0; i < texts->count; i++)
		if (source_advance(texts, &texts->sources[i]))
			heap_put(texts, i);
	return texts;
}

const struct trace_line *trace_texts_next(struct trace_texts *texts)
{
	struct source *source = &texts->sources[texts->current];
	bool is_more = false;

	/* What belongs to a line follows it, whatever others did meanwhile. */
	if (texts->has_current && source_advance(texts, source)) {
		is_more = source->parsed.is_more;
		if (!is_more)
			heap_put(texts, texts->current);
	}
	if (!is_more) {
		texts->has_current = texts->heap_count > 0;
		if (!texts->has_current)
			return NULL;
		texts->current = heap_take(texts);
		source = &texts->sources[texts->current];
	}
	source->parsed.time_ns += source->base_ns;
	return &source->parsed;
}

bool trace_texts_left_out(const struct trace_texts *texts, struct error *error)
{
	if (!texts->left_out)
		return false;
	error_set(error, EINVAL,
	          "left out %" PRIu64 " %s without a time: the first is line %" PRIu64 " of '%s'",
	          texts->left_out, texts->left_out == 1 ? "line" : "lines", texts->left_out_line,
	          texts->left_out_of->name);
	return true;
}

unsigned trace_texts_pid_width(const struct trace_texts *texts)
{
	unsigned widest = 0;

	for (uint32_t i = 0; i < texts->count; i++) {
		pid_t pid = texts->sources[i].pid;
		unsigned width = pid ? 0 : PID_WIDTH;

		for (; pid; pid /= 10)
			width++;
		if (width > widest)
			widest = width;
	}
	return widest;
}

void trace_texts_close(struct trace_texts *texts)
{
	if (!texts)
		return;
	for (uint32_t i = 0; i < texts->count; i++) {
		struct source *source = &texts->sources[i];

		if (source->file)
			fclose(source->file);
		free(source->line);
		free(source->name);
	}
	free(texts->sources);
	free(texts->heap);
	free(texts);
}

struct stream *trace_output(const char *output, struct error *error)
{
	struct stream *stream =
		output ? stream_open(output, false, error) : stream_from_fd(STDOUT_FILENO);

	if (!stream && !output)
		error_set(error, ENOMEM, "out of memory");
	return stream;
}
