/* Processes that the program makes: which of both is debugged on.
 *
 * A fork that is to be told stops both.  Whoever sits there may look, and say who is meant;
 * that is decided when the program runs on, for then the other one is let go.  The child of a
 * vfork has its creator's memory, with our breakpoints: nobody can follow it. */
#include "debug/debugger_parts.h"

#include <errno.h>
#include <string.h>

int debugger_follow(struct debugger *debugger, const char *text, struct error *error)
{
	bool is_child = strcmp(text, "child") == 0;

	if (*text && !is_child && strcmp(text, "parent") != 0)
		return error_set(error, EINVAL,
		                 "follow takes parent or child: of both only one can be debugged, "
		                 "another 'rastro debug -p PID' takes the other");
	if (*text)
		debugger->follows_child = is_child;
	sheet_string(&debugger->sheet, "follow", 0, debugger->follows_child ? "child" : "parent");
	return 0;
}

/* ---- before it runs */

void forks_give(struct debugger *debugger)
{
	debugger->inferior->tells_forks = debugger->follows_child || points_want(debugger, ON_FORK);
}

/* Whatever was about the creator is about its child now. */
static void follow(struct debugger *debugger, pid_t child)
{
	pid_t creator = debugger->inferior->current, left = debugger->inferior->pid;

	if (inferior_follow(debugger->inferior, child) < 0)
		return;
	struct sheet sheet = event_sheet(debugger, "follow");

	for (unsigned i = 0; i < debugger->point_count; i++)
		if (debugger->points[i]->thread == creator)
			debugger->points[i]->thread = child;
	debugger->tid = child;
	subject_drop(debugger);
	calls_forget(debugger);
	if (sheet.is_json) {
		sheet_number(&sheet, "process", 0, child);
		sheet_number(&sheet, "left", 0, left);
	} else {
		text_format(sheet.out, "[process %d is followed, %d runs on]\n", child, left);
	}
	event_sheet_end(debugger, &sheet);
}

void fork_decide(struct debugger *debugger)
{
	pid_t child = debugger->child;

	debugger->child = 0;
	if (child && debugger->follows_child)
		follow(debugger, child);
	else if (child)
		inferior_let_go(debugger->inferior, child);
}

/* ---- it has stopped */

bool fork_counts(struct debugger *debugger, const struct inferior_thread *thread)
{
	debugger->child = thread->child;
	return stop_meets_event(debugger, ON_FORK, 0);
}
