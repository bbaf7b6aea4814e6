/* What processes have of points.
 *
 * What somebody wants of a point, and what each process has of it, are brought together each
 * time before they run: so points may be named before there is a process, and in libraries that
 * are not loaded yet.  Breakpoints are for all processes, each with the places that it has for
 * them; what is watched, and what is ours, is of one, and of those that it makes. */
#include "debug/debugger_parts.h"

#include "arch/arch.h"
#include "symbol/space.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* ---- places */

bool point_is_placed(const struct point *point)
{
	return point->kind == POINT_BREAK || point->kind == POINT_HARDWARE ||
	       point->kind == POINT_WATCH;
}

struct point_share *share_of(const struct point *point, pid_t process)
{
	struct point_share *share = point->shares;

	while (share && share->process != process)
		share = share->next;
	return share;
}

const struct point_share *point_share(const struct debugger *debugger, const struct point *point)
{
	const struct inferior *inferior = debugger->inferior;

	return inferior ? share_of(point, inferior->process->pid) : NULL;
}

struct point_share *share_make(struct point *point, pid_t process)
{
	struct point_share *share = share_of(point, process);

	if (share || !(share = calloc(1, sizeof(*share))))
		return share;
	share->process = process;
	share->next = point->shares;
	point->shares = share;
	if (point->address)
		share->places[share->place_count++] = point->address;
	return share;
}

/* Named, so that libraries may have more of it; not where the program was, or an address. */
static bool is_sought(const struct point *point)
{
	return point->number && (point->kind == POINT_BREAK || point->kind == POINT_HARDWARE) &&
	       *point->what != '*' && point->what[strspn(point->what, "+-0123456789")];
}

static unsigned generation_of(struct debugger *debugger)
{
	const struct space *space = subject_space(&debugger->subject);

	return space ? space->generation : 0;
}

bool share_resolve(struct debugger *debugger, struct point *point, struct point_share *share,
                   struct error *error)
{
	if (share->place_count || point->kind == POINT_WATCH)
		return share->place_count;
	if (need_subject(debugger, error) < 0)
		return false;
	unsigned generation = generation_of(debugger);

	if (share->is_nowhere && is_sought(point) && share->generation == generation)
		return false;
	share->generation = generation;
	int count = place_parse(debugger, point->what, share->places, POINT_PLACES_MAX, error);

	share->place_count = count > 0 ? (unsigned)count : 0;
	share->is_nowhere = !share->place_count;
	if (count > 0 && *point->what == '*')
		point->address = share->places[0];
	return count > 0;
}

/* ---- in the process */

/* A thread stands there, others run: is it to be looked at? */
static bool place_test(struct breakpoint_user *user, struct inferior *inferior,
                       struct inferior_thread *thread)
{
	const struct point_place *place = (const struct point_place *)user;
	const struct point *point = place->point;
	struct error error;

	if (!point->number || point->leaves)
		return (point->is_of_all || thread->tid == place->share->thread) &&
		       thread->registers->words[arch_native.sp_word] >= point->stack;
	/* Who cannot be asked is not passed by in silence. */
	return !place->condition ||
	       point_condition_holds(place->condition, inferior, thread, &error) != 0;
}

/* Names are those of the place. */
static struct point_condition *place_condition(struct debugger *debugger, const struct point *point,
                                               uint64_t address)
{
	struct error error;

	return point->condition && need_subject(debugger, &error) == 0
	               ? point_condition_read(&debugger->subject, point->condition, address)
	               : NULL;
}

/* Of the process that is meant. */
static int place_add(struct debugger *debugger, const struct point *point,
                     struct point_share *share, unsigned i)
{
	if (point->kind != POINT_BREAK)
		return inferior_point_add(debugger->inferior->process, point->watch,
		                          share->places[i], point->length);
	if (!share->placed)
		share->placed = calloc(POINT_PLACES_MAX, sizeof(*share->placed));
	if (!share->placed)
		return -ENOMEM;
	free(share->placed[i].condition);
	share->placed[i] =
		(struct point_place){ { .test = place_test },
		                      point,
		                      share,
		                      place_condition(debugger, point, share->places[i]) };
	return inferior_break_add(debugger->inferior, share->places[i], &share->placed[i].user);
}

/* The frame that it lies in ends. */
static int frame_end_add(struct debugger *debugger, const struct point *point,
                         struct point_share *share)
{
	if (!point->leaves)
		return 0;
	if (!share->placed)
		share->placed = calloc(1, sizeof(*share->placed));
	if (!share->placed)
		return -ENOMEM;
	*share->placed = (struct point_place){ { .test = place_test }, point, share, NULL };
	return inferior_break_add(debugger->inferior, point->leaves, &share->placed->user);
}

void share_disarm(struct debugger *debugger, const struct point *point, struct point_share *share)
{
	struct inferior *inferior = debugger->inferior;
	struct inferior_process *process =
		inferior && share->is_set ? inferior_process(inferior, share->process) : NULL;
	unsigned users = point->kind == POINT_BREAK ? share->place_count : point->leaves != 0;

	share->is_set = false;
	if (!process)
		return;
	for (unsigned i = 0; i < users && share->placed; i++)
		if (share->placed[i].user.is_placed)
			inferior_break_remove(inferior, &share->placed[i].user);
	for (unsigned i = 0; i < share->place_count && point->kind != POINT_BREAK; i++)
		inferior_point_remove(process, point->watch, share->places[i], point->length);
}

int share_arm(struct debugger *debugger, struct point *point, struct point_share *share,
              struct error *error)
{
	int status = 0;

	for (unsigned i = 0; i < share->place_count && status == 0; i++)
		status = place_add(debugger, point, share, i);
	if (status == 0)
		status = frame_end_add(debugger, point, share);
	share->is_set = true;
	if (status == 0)
		return 0;
	share_disarm(debugger, point, share);
	if (status == -ENOSPC)
		return error_set(error, ENOSPC,
		                 "cannot set point %u: the CPU has but four, for 8 "
		                 "bytes each",
		                 point->number);
	return error_set(error, -status, "cannot set point %u at %#llx: %s", point->number,
	                 (unsigned long long)share->places[0], strerror(-status));
}

/* It is named, and may be in what comes, or is nowhere yet in some process. */
static bool is_expected(const struct point *point)
{
	const struct point_share *share = point->shares;

	while (share && share->place_count)
		share = share->next;
	return point->number && point->is_enabled && point_is_placed(point) &&
	       (share || is_sought(point));
}

/* Where the dynamic linker tells debuggers that libraries have come or gone. */
static bool wants_loads(const struct debugger *debugger)
{
	for (unsigned i = 0; i < debugger->point_count; i++)
		if (is_expected(debugger->points[i]))
			return true;
	return points_want(debugger, ON_LOAD);
}

/* True: there is one more to be set. */
static bool loads_watch(struct debugger *debugger)
{
	struct error error;
	bool wanted = wants_loads(debugger);

	if (!wanted && debugger->loads)
		point_remove(debugger, debugger->loads);
	if (!wanted || debugger->loads)
		return false;
	struct point *point = point_new(POINT_BREAK, "_dl_debug_state+0", &error);

	if (point && point_add(debugger, point, &error) < 0) {
		point_free(point);
		point = NULL;
	}
	debugger->loads = point;
	if (!point)
		return false;
	point->is_of_all = true;
	point->length = 1;
	return true;
}

/* Functions that are called by expressions meet none but ours. */
static bool is_wanted(const struct debugger *debugger, const struct point *point)
{
	return point->is_enabled && (!debugger->is_calling || !point->number);
}

/* Libraries that have come may have more of it; what those had that have gone is nowhere.  Who
 * waits for a program to start does not wait until all is read that is known of libc. */
static unsigned places_renew(struct debugger *debugger, const struct point *point,
                             const struct point_share *share, uint64_t places[POINT_PLACES_MAX])
{
	struct error ignored;
	int found = places_parse(debugger, point->what, true, places, POINT_PLACES_MAX, &ignored);
	unsigned count = found > 0 ? (unsigned)found : 0, fresh = count;

	for (unsigned i = 0; i < share->place_count && count < POINT_PLACES_MAX; i++) {
		bool is_new = image_find(&debugger->subject.image, share->places[i]);

		for (unsigned k = 0; k < fresh; k++)
			is_new &= places[k] != share->places[i];
		if (is_new)
			places[count++] = share->places[i];
	}
	return count;
}

static void share_renew(struct debugger *debugger, const struct point *point,
                        struct point_share *share)
{
	uint64_t places[POINT_PLACES_MAX];
	struct error ignored;

	if (need_subject(debugger, &ignored) < 0)
		return;
	share->is_stale = false;
	if (share->generation == generation_of(debugger))
		return;
	share->generation = generation_of(debugger);
	unsigned count = places_renew(debugger, point, share, places);

	if (count == share->place_count &&
	    memcmp(places, share->places, count * sizeof(*places)) == 0)
		return;
	share_disarm(debugger, point, share);
	share->place_count = count;
	share->is_nowhere = !count;
	memcpy(share->places, places, count * sizeof(*places));
}

/* In the process that is meant. */
static void point_set(struct debugger *debugger, struct point *point)
{
	struct point_share *share = share_make(point, debugger->inferior->process->pid);
	struct error error = { 0 };

	if (share && share->is_stale && is_wanted(debugger, point))
		share_renew(debugger, point, share);
	if (!share || share->is_set == is_wanted(debugger, point))
		return;
	if (share->is_set) {
		share_disarm(debugger, point, share);
	} else if (share_resolve(debugger, point, share, &error) &&
	           share_arm(debugger, point, share, &error) < 0) {
		point->is_enabled = false;
		debugger->options.complain(debugger->options.owner, &error);
	}
}

/* What is watched in one process, and what is ours, is nothing to others. */
static bool is_of_each(const struct debugger *debugger, const struct point *point)
{
	return point_is_placed(point) && point->kind != POINT_WATCH &&
	       (point->number || point == debugger->loads);
}

/* Something is to be done there.  Where a place was not found it is looked for when libraries
 * have come, or each time in the process that is meant. */
static bool is_to_be_set(const struct debugger *debugger, const struct point *point, pid_t pid,
                         pid_t meant)
{
	const struct point_share *share = share_of(point, pid);

	if (!share)
		return is_of_each(debugger, point) && is_wanted(debugger, point);
	bool is_wanted_now = is_wanted(debugger, point);

	return point_is_placed(point) &&
	       (share->is_set != is_wanted_now || (share->is_stale && is_wanted_now)) &&
	       (!share->is_nowhere || pid == meant);
}

static void process_set(struct debugger *debugger, const struct inferior_process *process,
                        pid_t meant)
{
	const struct inferior_thread *any = inferior_any(debugger->inferior, process);

	for (unsigned i = 0; any && i < debugger->point_count; i++) {
		if (!is_to_be_set(debugger, debugger->points[i], process->pid, meant))
			continue;
		if (debugger->inferior->process != process)
			thread_mean(debugger, any->tid);
		point_set(debugger, debugger->points[i]);
	}
}

static void processes_set(struct debugger *debugger, pid_t meant)
{
	const struct inferior_process *process = NULL;

	while ((process = inferior_process_next(debugger->inferior, process)))
		process_set(debugger, process, meant);
}

void points_set(struct debugger *debugger)
{
	struct inferior_process *meant = debugger->inferior->process;
	pid_t tid = debugger->tid;

	processes_set(debugger, meant->pid);
	if (loads_watch(debugger))
		processes_set(debugger, meant->pid);
	if (debugger->inferior->process != meant)
		thread_mean(debugger, tid);
	calls_give(debugger);
}

/* Before it is let go of. */
void points_withdraw(struct debugger *debugger, pid_t pid)
{
	for (unsigned i = 0; i < debugger->point_count; i++) {
		struct point *point = debugger->points[i];

		for (struct point_share *share = point->shares; share; share = share->next)
			if (pid == ALL_PROCESSES || share->process == pid)
				share_disarm(debugger, point, share);
	}
}

static void share_free(const struct point *point, struct point_share *share)
{
	for (unsigned i = 0; share->placed && point->kind == POINT_BREAK && i < POINT_PLACES_MAX;
	     i++)
		free(share->placed[i].condition);
	free(share->placed);
	free(share);
}

void shares_free(struct point *point)
{
	while (point->shares) {
		struct point_share *share = point->shares;

		point->shares = share->next;
		share_free(point, share);
	}
}

void shares_disarm(struct debugger *debugger, const struct point *point)
{
	for (struct point_share *share = point->shares; share; share = share->next)
		share_disarm(debugger, point, share);
}

void share_remove(struct point *point, pid_t pid)
{
	struct point_share **at = &point->shares;

	while (*at && (*at)->process != pid)
		at = &(*at)->next;
	struct point_share *share = *at;

	if (!share)
		return;
	*at = share->next;
	share_free(point, share);
}

/* Addresses were those of a program that is no more; what is watched, too.  Whoever waits at a
 * point of ours takes that away. */
void points_lose(struct debugger *debugger, pid_t pid)
{
	for (unsigned i = debugger->point_count; i-- > 0;) {
		struct point *point = debugger->points[i];

		if (pid == ALL_PROCESSES)
			shares_free(point);
		else
			share_remove(point, pid);
		if (point->kind == POINT_WATCH && !point->shares)
			point_remove(debugger, point);
	}
}

static void point_inherit(struct point *point, const struct inferior_thread *creator)
{
	const struct point_share *from = share_of(point, creator->pid);
	struct point_share *share = from ? share_make(point, creator->child) : NULL;

	if (!share)
		return;
	share->is_nowhere = from->is_nowhere;
	share->place_count = from->place_count;
	memcpy(share->places, from->places, sizeof(share->places));
	share->last = from->last;
	share->thread = from->thread == creator->tid ? creator->child : from->thread;
}

void points_inherit(struct debugger *debugger, const struct inferior_thread *creator, bool is_ours)
{
	for (unsigned i = 0; i < debugger->point_count; i++) {
		struct point *point = debugger->points[i];

		if (is_ours == (!point->number && point != debugger->loads))
			point_inherit(point, creator);
	}
}

/* What is nowhere may be somewhere now, and what is somewhere elsewhere, too. */
void places_doubt(struct debugger *debugger)
{
	for (unsigned i = 0; i < debugger->point_count; i++) {
		struct point_share *share =
			share_of(debugger->points[i], debugger->inferior->process->pid);

		if (!share)
			continue;
		share->is_nowhere = false;
		share->is_stale = share->place_count && is_sought(debugger->points[i]);
	}
}
