/* Points: where the program is to stop.  Breakpoints, watchpoints and catchpoints have
 * their numbers, conditions and commands in common, and differ in how they are met.
 *
 * What processes have of them is debugger_shares.c's. */
#include "debug/debugger_parts.h"

#include "base/guard.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WATCHED_SHOWN = 8 /* bytes of what is watched that are a number */ };

/* ---- the table */

struct point *point_find(const struct debugger *debugger, unsigned number)
{
	for (unsigned i = 0; i < debugger->point_count; i++)
		if (number && debugger->points[i]->number == number)
			return debugger->points[i];
	return NULL;
}

void point_free(struct point *point)
{
	if (!point)
		return;
	shares_free(point);
	free(point->what);
	free(point->condition);
	call_match_free(&point->match);
	free(point->log);
	text_free(&point->commands);
	free(point);
}

/* A number is given when it is whole: see point_keep(). */
struct point *point_new(enum point_kind kind, const char *what, struct error *error)
{
	struct point *point = calloc(1, sizeof(*point));

	if (point && (point->what = strdup(what))) {
		point->kind = kind;
		point->is_enabled = true;
		return point;
	}
	point_free(point);
	error_set(error, ENOMEM, "out of memory");
	return NULL;
}

int point_add(struct debugger *debugger, struct point *point, struct error *error)
{
	struct point **points = NULL;

	if (debugger->point_count < POINTS_MAX)
		points = reallocarray(debugger->points, debugger->point_count + 1, sizeof(*points));
	if (!points)
		return error_set(error, ENOMEM, "there are %u points already: delete some",
		                 debugger->point_count);
	debugger->points = points;
	points[debugger->point_count++] = point;
	return 0;
}

/* It is one of those that are wanted from now on. */
int point_keep(struct debugger *debugger, struct point *point, struct error *error)
{
	if (point_add(debugger, point, error) < 0) {
		point_free(point);
		return -1;
	}
	point->number = ++debugger->last_number;
	if (debugger->sheet.is_json)
		json_name(&debugger->sheet.json, "point");
	point_put(debugger, &debugger->sheet, point);
	return 0;
}

void point_remove(struct debugger *debugger, struct point *point)
{
	shares_disarm(debugger, point);
	if (debugger->taking == point)
		debugger->taking = NULL;
	if (debugger->loads == point)
		debugger->loads = NULL;
	for (unsigned i = 0; i < debugger->point_count; i++) {
		if (debugger->points[i] != point)
			continue;
		debugger->point_count--;
		memmove(&debugger->points[i], &debugger->points[i + 1],
		        (debugger->point_count - i) * sizeof(*debugger->points));
		break;
	}
	point_free(point);
}

void points_free(struct debugger *debugger)
{
	for (unsigned i = 0; i < debugger->point_count; i++)
		point_free(debugger->points[i]);
	free(debugger->points);
}

/* ---- conditions */

/* Ends what a point is before " if ", and returns the condition behind that, or NULL. */
static const char *condition_split(char *text)
{
	char *found = strncmp(text, "if ", 3) == 0 ? text : strstr(text, " if ");

	if (!found)
		return NULL;
	const char *condition = skip_space(found + 3 + (*found == ' '));

	while (found > text && found[-1] == ' ')
		found--;
	*found = '\0';
	return condition;
}

/* NULL: from now on there is none.  What it means is found out when there is a process. */
static int condition_set(struct point *point, const char *text, struct error *error)
{
	char *copy = text ? strdup(text) : NULL;

	if (text && !copy)
		return error_set(error, ENOMEM, "out of memory");
	free(point->condition);
	point->condition = copy;
	return point->kind == POINT_CALLS ? call_match_set_condition(&point->match, text, error)
	                                  : 0;
}

/* Names of a condition are those of the place where it is tested.  To ask what is mapped takes
 * longer than all else, and is only done where something is missing. */
static bool condition_holds(struct debugger *debugger, const struct point *point)
{
	struct error error = { 0 };
	uint64_t value;

	if (!point->condition)
		return true;
	if ((need_registers(debugger, &error) == 0 &&
	     debugger_evaluate(debugger, point->condition, &value, &error) == 0) ||
	    (need_subject(debugger, &error) == 0 &&
	     debugger_evaluate(debugger, point->condition, &value, &error) == 0))
		return value;
	/* Who cannot be asked is not passed by in silence. */
	debugger->options.complain(debugger->options.owner, &error);
	return true;
}

/* ---- being met */

bool points_want(const struct debugger *debugger, enum point_event event)
{
	for (unsigned i = 0; i < debugger->point_count; i++) {
		const struct point *point = debugger->points[i];

		if (point->is_enabled && point->kind == POINT_EVENT && point->event == event)
			return true;
	}
	return false;
}

/* It counts, if its condition holds and it is not to be passed by. */
static bool point_take(struct debugger *debugger, struct point *point)
{
	if (!condition_holds(debugger, point))
		return false;
	point->hits++;
	if (point == debugger->loads) {
		places_doubt(debugger);
		return stop_meets_event(debugger, ON_LOAD, 0);
	}
	if (point->ignore) {
		point->ignore--;
		return false;
	}
	if (point->log) {
		point_log(debugger, point);
		return false;
	}
	if (point->number)
		debugger->met = point->number;
	return true;
}

bool stop_meets_event(struct debugger *debugger, enum point_event event, int signal)
{
	bool counts = false;

	for (unsigned i = 0; i < debugger->point_count; i++) {
		struct point *point = debugger->points[i];

		if (point->kind == POINT_EVENT && point->is_enabled && point->event == event &&
		    (event != ON_SIGNAL || point->signals >> (signal & 63) & 1))
			counts |= point_take(debugger, point);
	}
	return counts;
}

static bool is_at(const struct point_share *share, uint64_t address)
{
	for (unsigned i = 0; i < share->place_count; i++)
		if (share->places[i] == address)
			return true;
	return false;
}

static uint64_t watched_value(struct debugger *debugger, const struct point *point,
                              const struct point_share *share)
{
	uint64_t value = 0;

	subject_read(&debugger->subject, share->places[0], &value,
	             point->length < WATCHED_SHOWN ? point->length : WATCHED_SHOWN);
	return value;
}

/* What is written as it was before has not changed. */
static bool has_changed(struct debugger *debugger, struct point *point, struct point_share *share)
{
	uint64_t value = watched_value(debugger, point, share);
	bool is_other = point->watch != WATCH_WRITE || point->length > WATCHED_SHOWN ||
	                value != share->last;

	point->before = share->last;
	point->last = share->last = value;
	return is_other;
}

static bool is_met(struct debugger *debugger, struct point *point,
                   const struct inferior_thread *thread, uint64_t ip, uint64_t sp)
{
	struct point_share *share = share_of(point, thread->pid);

	if (!share || !share->is_set)
		return false;
	if (point->kind == POINT_WATCH)
		return thread->stop == STOP_HARDWARE && thread->point.watch == point->watch &&
		       is_at(share, thread->point.address) && has_changed(debugger, point, share);
	if ((point->kind != POINT_BREAK && point->kind != POINT_HARDWARE) || !is_at(share, ip))
		return false;
	return point->number || point->is_of_all ||
	       (thread->tid == share->thread && sp >= point->stack);
}

/* The frame that it lies in has ended, in this process. */
static bool has_ended(const struct point *point, const struct inferior_thread *thread, uint64_t ip,
                      uint64_t sp)
{
	const struct point_share *share = share_of(point, thread->pid);

	return share && share->is_set && point->leaves == ip && share->thread == thread->tid &&
	       sp >= point->stack;
}

/* What other functions have there afterwards nobody wants to watch. */
static void watch_end(struct debugger *debugger, struct point *point, pid_t pid)
{
	struct sheet sheet = event_sheet(debugger, "left");

	debugger->has_left = true;
	if (sheet.is_json) {
		sheet_number(&sheet, "number", 0, point->number);
		sheet_string(&sheet, "what", 0, point->what);
	} else {
		text_format(sheet.out, "[watchpoint %u, %s: its frame is gone]\n", point->number,
		            point->what);
	}
	event_sheet_end(debugger, &sheet);
	struct point_share *share = share_of(point, pid);

	share_disarm(debugger, point, share);
	share_remove(point, pid);
	if (!point->shares)
		point_remove(debugger, point);
}

bool stop_meets_points(struct debugger *debugger, const struct inferior_thread *thread)
{
	struct error error;
	bool counts = false;

	if (need_registers(debugger, &error) < 0)
		return true;
	uint64_t ip = register_number(&debugger->subject, "ip");
	uint64_t sp = register_number(&debugger->subject, "sp");

	for (unsigned i = debugger->point_count; i-- > 0;) {
		struct point *point = debugger->points[i];

		if (has_ended(point, thread, ip, sp))
			watch_end(debugger, point, thread->pid);
	}
	for (unsigned i = 0; i < debugger->point_count; i++)
		if (is_met(debugger, debugger->points[i], thread, ip, sp))
			counts |= point_take(debugger, debugger->points[i]);
	return counts || debugger->has_left;
}

void point_done(struct debugger *debugger)
{
	struct point *point = point_find(debugger, debugger->met);

	if (!point)
		return;
	if (point->commands.length)
		text_put(&debugger->pending, point->commands.bytes, point->commands.length);
	if (point->is_temporary)
		point_remove(debugger, point);
}

/* ---- ours */

struct point *point_for_ourselves(struct debugger *debugger, const uint64_t *addresses,
                                  unsigned count, uint64_t stack, struct error *error)
{
	struct point *point = point_new(POINT_BREAK, "*", error);

	struct point_share *share =
		point ? share_make(point, debugger->inferior->process->pid) : NULL;

	if (!share) {
		point_free(point);
		return NULL;
	}
	memcpy(share->places, addresses, count * sizeof(*addresses));
	share->place_count = count;
	share->thread = debugger->tid;
	point->length = 1;
	point->watch = WATCH_EXECUTE;
	point->stack = stack;
	if (point_add(debugger, point, error) < 0) {
		point_free(point);
		return NULL;
	}
	if (share_arm(debugger, point, share, error) == 0)
		return point;
	point_remove(debugger, point);
	return NULL;
}

/* ---- commands: making them */

/* Where it stands. */
static int what_is_here(struct debugger *debugger, struct point *point, struct error *error)
{
	if (need_subject(debugger, error) < 0)
		return -1;
	free(point->what);
	if (asprintf(&point->what, "*%#llx",
	             (unsigned long long)register_number(&debugger->subject, "ip")) >= 0)
		return 0;
	point->what = NULL;
	return error_set(error, ENOMEM, "out of memory");
}

/* What is there must make sense; what is nowhere yet may come with a library. */
static int break_make(struct debugger *debugger, struct point *point, struct error *error)
{
	struct error why = { 0 };

	if (condition_set(point, condition_split(point->what), error) < 0 ||
	    (!*point->what && what_is_here(debugger, point, error) < 0))
		return -1;
	if (!debugger->inferior)
		return 0;
	struct point_share *share = share_make(point, debugger->inferior->process->pid);

	if (!share)
		return error_set(error, ENOMEM, "out of memory");
	if (share_resolve(debugger, point, share, &why) || why.number == ENOENT)
		return 0;
	*error = why;
	return -1;
}

static int break_at(struct debugger *debugger, enum point_kind kind, bool is_temporary,
                    const char *text, struct error *error)
{
	struct point *point = point_new(kind, text, error);

	if (!point)
		return -1;
	point->is_temporary = is_temporary;
	point->watch = WATCH_EXECUTE;
	point->length = 1;
	if (break_make(debugger, point, error) == 0)
		return point_keep(debugger, point, error);
	point_free(point);
	return -1;
}

int debugger_break(struct debugger *debugger, const char *text, struct error *error)
{
	return break_at(debugger, POINT_BREAK, false, text, error);
}

int debugger_tbreak(struct debugger *debugger, const char *text, struct error *error)
{
	return break_at(debugger, POINT_BREAK, true, text, error);
}

int debugger_hbreak(struct debugger *debugger, const char *text, struct error *error)
{
	return break_at(debugger, POINT_HARDWARE, false, text, error);
}

static int watch_make(struct debugger *debugger, struct point *point, struct error *error)
{
	struct point_share *share = share_make(point, debugger->inferior->process->pid);

	if (!share)
		return error_set(error, ENOMEM, "out of memory");
	if (condition_set(point, condition_split(point->what), error) < 0 ||
	    watched_find(debugger, point->what, &share->places[0], &point->length, error) < 0)
		return -1;
	share->place_count = 1;
	share->thread = debugger->tid;
	if (!frame_end_find(debugger, share->places[0], &point->leaves, &point->stack))
		point->leaves = 0;
	share->last = watched_value(debugger, point, share);
	return share_arm(debugger, point, share, error);
}

static int watch(struct debugger *debugger, enum target_watch how, const char *text,
                 struct error *error)
{
	struct point *point = point_new(POINT_WATCH, text, error);

	if (!point)
		return -1;
	point->watch = how;
	if (watch_make(debugger, point, error) == 0)
		return point_keep(debugger, point, error);
	point_free(point);
	return -1;
}

int debugger_watch(struct debugger *debugger, const char *text, struct error *error)
{
	return watch(debugger, WATCH_WRITE, text, error);
}

int debugger_awatch(struct debugger *debugger, const char *text, struct error *error)
{
	return watch(debugger, WATCH_ACCESS, text, error);
}

/* ---- commands: changing them */

static struct point *point_of(struct debugger *debugger, const char **text, struct error *error)
{
	char *end;
	unsigned long number = strtoul(*text, &end, 10);
	struct point *point =
		number <= debugger->last_number ? point_find(debugger, (unsigned)number) : NULL;

	if (!point)
		error_set(error, ENOENT, "there is no point '%.40s': 'info breakpoints' lists them",
		          *text);
	*text = skip_space(end);
	return point;
}

/* Each that is named, or all. */
static int points_each(struct debugger *debugger, const char *text,
                       void (*change)(struct debugger *, struct point *), struct error *error)
{
	for (unsigned i = debugger->point_count; !*text && i-- > 0;)
		if (debugger->points[i]->number)
			change(debugger, debugger->points[i]);
	while (*text) {
		struct point *point = point_of(debugger, &text, error);

		if (!point)
			return -1;
		change(debugger, point);
	}
	return 0;
}

static void point_enable(struct debugger *debugger, struct point *point)
{
	(void)debugger;
	point->is_enabled = true;
}

static void point_disable(struct debugger *debugger, struct point *point)
{
	(void)debugger;
	point->is_enabled = false;
}

int debugger_delete(struct debugger *debugger, const char *text, struct error *error)
{
	const char *rest = after_word(text, "display");

	if (rest)
		return debugger_undisplay(debugger, rest, error);
	return points_each(debugger, text, point_remove, error);
}

int debugger_enable(struct debugger *debugger, const char *text, struct error *error)
{
	return points_each(debugger, text, point_enable, error);
}

int debugger_disable(struct debugger *debugger, const char *text, struct error *error)
{
	return points_each(debugger, text, point_disable, error);
}

int debugger_ignore(struct debugger *debugger, const char *text, struct error *error)
{
	struct point *point = point_of(debugger, &text, error);

	return point ? count_parse(text, 0, &point->ignore, error) : -1;
}

int debugger_condition(struct debugger *debugger, const char *text, struct error *error)
{
	struct point *point = point_of(debugger, &text, error);

	if (!point)
		return -1;
	shares_disarm(debugger, point); /* it is read when it is set */
	return condition_set(point, *text ? text : NULL, error);
}

int debugger_point_commands(struct debugger *debugger, const char *text, struct error *error)
{
	struct point *point = *text ? point_of(debugger, &text, error)
	                            : point_find(debugger, debugger->last_number);

	if (!point)
		return *text ? -1
		             : error_set(error, ENOENT, "there is no point that they could be for");
	point->commands.length = 0;
	debugger->taking = point;
	return 0;
}

/* log PLACE FORMAT */
int debugger_log(struct debugger *debugger, const char *text, struct error *error)
{
	AUTO_FREE char *place = strndup(text, strcspn(text, " \t"));
	const char *format = place ? skip_space(text + strlen(place)) : "";

	if (!*format)
		return error_set(error, EINVAL,
		                 "log is followed by a place and what to tell: 'log "
		                 "parse n={$rdi}'");
	struct point *point = point_new(POINT_BREAK, place, error);

	if (!point)
		return -1;
	point->watch = WATCH_EXECUTE;
	point->length = 1;
	point->log = strdup(format);
	if (point->log && break_make(debugger, point, error) == 0)
		return point_keep(debugger, point, error);
	point_free(point);
	return -1;
}
