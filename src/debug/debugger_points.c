/* Points: where the program is to stop.  Breakpoints, watchpoints and catchpoints have
 * their numbers, conditions and commands in common, and differ in how they are met.
 *
 * What somebody wants of a point, and what the process has of it, are brought together
 * each time before it runs: so points may be named before there is a process, and in
 * libraries that are not loaded yet. */
#include "debug/debugger_parts.h"

#include "arch/arch.h"
#include "base/guard.h"
#include "symbol/lookup.h"

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
	free(point->what);
	free(point->condition);
	call_match_free(&point->match);
	free(point->log);
	for (unsigned i = 0; point->placed && point->kind == POINT_BREAK && i < POINT_PLACES_MAX;
	     i++)
		free(point->placed[i].condition);
	free(point->placed);
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

static int point_add(struct debugger *debugger, struct point *point, struct error *error)
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
	point_disarm(debugger, point);
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

/* ---- places */

/* Finds where it lies in the process there is; false: nowhere yet. */
static bool point_resolve(struct debugger *debugger, struct point *point, struct error *error)
{
	if (point->kind != POINT_BREAK && point->kind != POINT_HARDWARE)
		return true;
	if (point->place_count)
		return true;
	if (need_subject(debugger, error) < 0)
		return false;
	int count = place_parse(debugger, point->what, point->places, POINT_PLACES_MAX, error);

	point->place_count = count > 0 ? (unsigned)count : 0;
	return count > 0;
}

/* ---- in the process */

static bool is_placed(const struct point *point)
{
	return point->kind == POINT_BREAK || point->kind == POINT_HARDWARE ||
	       point->kind == POINT_WATCH;
}

/* A thread stands there, others run: is it to be looked at? */
static bool place_test(struct breakpoint_user *user, struct inferior *inferior,
                       struct inferior_thread *thread)
{
	const struct point_place *place = (struct point_place *)user;
	const struct point *point = place->point;
	struct error error;

	if (!point->number || point->leaves)
		return (point->is_of_all || thread->tid == point->thread) &&
		       thread->registers->words[arch_native.sp_word] >= point->stack;
	/* Who cannot be asked is not passed by in silence. */
	return !place->condition ||
	       point_condition_holds(place->condition, inferior, thread, &error) != 0;
}

/* Names are those of the place. */
static struct point_condition *place_condition(struct debugger *debugger, const struct point *point,
                                               unsigned i)
{
	struct error error;

	return point->condition && need_subject(debugger, &error) == 0
	               ? point_condition_read(&debugger->subject, point->condition,
	                                      point->places[i])
	               : NULL;
}

static int place_add(struct debugger *debugger, struct point *point, unsigned i)
{
	if (point->kind != POINT_BREAK)
		return inferior_point_add(debugger->inferior, point->watch, point->places[i],
		                          point->length);
	if (!point->placed)
		point->placed = calloc(POINT_PLACES_MAX, sizeof(*point->placed));
	if (!point->placed)
		return -ENOMEM;
	free(point->placed[i].condition);
	point->placed[i] = (struct point_place){ { .test = place_test },
		                                 point,
		                                 place_condition(debugger, point, i) };
	return inferior_break_add(debugger->inferior, point->places[i], &point->placed[i].user);
}

static void place_remove(struct debugger *debugger, struct point *point, unsigned i)
{
	if (point->kind != POINT_BREAK)
		inferior_point_remove(debugger->inferior, point->watch, point->places[i],
		                      point->length);
	else if (point->placed && point->placed[i].user.is_placed)
		inferior_break_remove(debugger->inferior, &point->placed[i].user);
}

/* The frame that it lies in ends. */
static int frame_end_add(struct debugger *debugger, struct point *point)
{
	if (!point->leaves)
		return 0;
	if (!point->placed)
		point->placed = calloc(1, sizeof(*point->placed));
	if (!point->placed)
		return -ENOMEM;
	*point->placed = (struct point_place){ { .test = place_test }, point, NULL };
	return inferior_break_add(debugger->inferior, point->leaves, &point->placed->user);
}

static int point_arm(struct debugger *debugger, struct point *point, struct error *error)
{
	int status = 0;

	for (unsigned i = 0; i < point->place_count && status == 0; i++)
		status = place_add(debugger, point, i);
	if (status == 0)
		status = frame_end_add(debugger, point);
	point->is_set = true;
	if (status == 0)
		return 0;
	point_disarm(debugger, point);
	if (status == -ENOSPC)
		return error_set(error, ENOSPC,
		                 "cannot set point %u: the CPU has but four, for 8 "
		                 "bytes each",
		                 point->number);
	return error_set(error, -status, "cannot set point %u at %#llx: %s", point->number,
	                 (unsigned long long)point->places[0], strerror(-status));
}

void point_disarm(struct debugger *debugger, struct point *point)
{
	for (unsigned i = 0; i < point->place_count && point->is_set && debugger->inferior; i++)
		place_remove(debugger, point, i);
	if (point->is_set && debugger->inferior && point->leaves && point->placed &&
	    point->placed->user.is_placed)
		inferior_break_remove(debugger->inferior, &point->placed->user);
	point->is_set = false;
}

bool points_want(const struct debugger *debugger, enum point_event event)
{
	for (unsigned i = 0; i < debugger->point_count; i++) {
		const struct point *point = debugger->points[i];

		if (point->is_enabled && point->kind == POINT_EVENT && point->event == event)
			return true;
	}
	return false;
}

/* Where the dynamic linker tells debuggers that libraries have come or gone.  Those that are
 * named but nowhere yet may be in them. */
static bool wants_loads(const struct debugger *debugger)
{
	for (unsigned i = 0; i < debugger->point_count; i++) {
		const struct point *point = debugger->points[i];

		if (point->number && point->is_enabled && is_placed(point) && !point->place_count)
			return true;
	}
	return points_want(debugger, ON_LOAD);
}

static void loads_watch(struct debugger *debugger)
{
	struct error error;
	uint64_t address;
	bool wanted = wants_loads(debugger);

	if (!wanted && debugger->loads)
		point_remove(debugger, debugger->loads);
	if (wanted && !debugger->loads && need_subject(debugger, &error) == 0 &&
	    place_parse(debugger, "_dl_debug_state+0", &address, 1, &error) == 1)
		debugger->loads = point_for_ourselves(debugger, &address, 1, 0, &error);
	if (debugger->loads)
		debugger->loads->is_of_all = true;
}

void points_set(struct debugger *debugger)
{
	struct error error = { 0 };

	for (unsigned i = 0; i < debugger->point_count; i++) {
		struct point *point = debugger->points[i];

		if (!is_placed(point) || point->is_set == point->is_enabled)
			continue;
		if (point->is_set) {
			point_disarm(debugger, point);
		} else if (point_resolve(debugger, point, &error) &&
		           point_arm(debugger, point, &error) < 0) {
			point->is_enabled = false;
			debugger->options.complain(debugger->options.owner, &error);
		}
	}
	loads_watch(debugger);
	calls_give(debugger);
}

/* Before it is let go of. */
void points_withdraw(struct debugger *debugger)
{
	for (unsigned i = 0; i < debugger->point_count; i++)
		point_disarm(debugger, debugger->points[i]);
}

/* Addresses were those of a program that is no more; what is watched, too.  Whoever waits at a
 * point of ours takes that away. */
void points_lose(struct debugger *debugger)
{
	for (unsigned i = debugger->point_count; i-- > 0;) {
		struct point *point = debugger->points[i];

		point->is_set = false;
		if (point->kind == POINT_WATCH || point == debugger->loads) {
			point_remove(debugger, point);
			continue;
		}
		if (*point->what != '*' || !point->number)
			point->place_count = 0;
	}
}

/* ---- being met */

/* It counts, if its condition holds and it is not to be passed by. */
static bool point_take(struct debugger *debugger, struct point *point)
{
	if (!condition_holds(debugger, point))
		return false;
	point->hits++;
	if (point == debugger->loads)
		return stop_meets_event(debugger, ON_LOAD, 0);
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

static bool is_at(const struct point *point, uint64_t address)
{
	for (unsigned i = 0; i < point->place_count; i++)
		if (point->places[i] == address)
			return true;
	return false;
}

static uint64_t watched_value(struct debugger *debugger, const struct point *point)
{
	uint64_t value = 0;

	subject_read(&debugger->subject, point->places[0], &value,
	             point->length < WATCHED_SHOWN ? point->length : WATCHED_SHOWN);
	return value;
}

/* What is written as it was before has not changed. */
static bool has_changed(struct debugger *debugger, struct point *point)
{
	uint64_t value = watched_value(debugger, point);
	bool is_other = point->watch != WATCH_WRITE || point->length > WATCHED_SHOWN ||
	                value != point->last;

	point->before = point->last;
	point->last = value;
	return is_other;
}

static bool is_met(struct debugger *debugger, struct point *point,
                   const struct inferior_thread *thread, uint64_t ip, uint64_t sp)
{
	if (!point->is_set)
		return false;
	if (point->kind == POINT_WATCH)
		return thread->stop == STOP_HARDWARE && thread->point.watch == point->watch &&
		       is_at(point, thread->point.address) && has_changed(debugger, point);
	if ((point->kind != POINT_BREAK && point->kind != POINT_HARDWARE) || !is_at(point, ip))
		return false;
	return point->number || point->is_of_all ||
	       (thread->tid == point->thread && sp >= point->stack);
}

/* What other functions have there afterwards nobody wants to watch. */
static void watch_end(struct debugger *debugger, struct point *point)
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

		if (point->leaves == ip && point->is_set && point->thread == thread->tid &&
		    sp >= point->stack)
			watch_end(debugger, point);
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

	if (!point)
		return NULL;
	memcpy(point->places, addresses, count * sizeof(*addresses));
	point->place_count = count;
	point->length = 1;
	point->watch = WATCH_EXECUTE;
	point->stack = stack;
	point->thread = debugger->tid;
	if (point_add(debugger, point, error) < 0) {
		point_free(point);
		return NULL;
	}
	if (point_arm(debugger, point, error) == 0)
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
	if (!debugger->inferior || point_resolve(debugger, point, &why) || why.number == ENOENT)
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
	if (condition_set(point, condition_split(point->what), error) < 0 ||
	    watched_find(debugger, point->what, &point->places[0], &point->length, error) < 0)
		return -1;
	point->place_count = 1;
	point->thread = debugger->tid;
	if (!frame_end_find(debugger, point->places[0], &point->leaves, &point->stack))
		point->leaves = 0;
	point->last = watched_value(debugger, point);
	return point_arm(debugger, point, error);
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
	point_disarm(debugger, point); /* it is read when it is set */
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
