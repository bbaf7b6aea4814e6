/* Processes that the program makes: which are debugged on.
 *
 * A fork that is to be told stops both.  Whoever sits there may look, and say who is meant;
 * that is decided when the program runs on, for then the other one is let go, or both stay.  The
 * creator of a vfork's child has to wait for it: whoever follows the child leaves the creator
 * only then. */
#include "debug/debugger_parts.h"

#include <errno.h>
#include <string.h>

/* ---- settings */

int debugger_follow(struct debugger *debugger, const char *text, struct error *error)
{
	bool is_child = strcmp(text, "child") == 0, is_both = strcmp(text, "both") == 0;

	if (*text && !is_child && !is_both && strcmp(text, "parent") != 0)
		return error_set(error, EINVAL, "follow takes parent, child or both");
	if (*text) {
		debugger->follows_child = is_child;
		debugger->keeps_both = debugger->runs_all = is_both;
	}
	sheet_string(&debugger->sheet, "follow", 0,
	             debugger->keeps_both      ? "both"
	             : debugger->follows_child ? "child"
	                                       : "parent");
	return 0;
}

/* gdb's names for what follow says at once. */
static const struct setting {
	const char *name, *words[2]; /* false and true */
	size_t offset;
} settings[] = {
	{ "follow-fork-mode", { "parent", "child" }, offsetof(struct debugger, follows_child) },
	{ "detach-on-fork", { "on", "off" }, offsetof(struct debugger, keeps_both) },
	{ "schedule-multiple", { "off", "on" }, offsetof(struct debugger, runs_all) },
};

static bool *setting_find(struct debugger *debugger, const char *text, const struct setting **found,
                          const char **rest)
{
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		*found = &settings[i];
		if ((*rest = after_word(text, settings[i].name)))
			return (bool *)((char *)debugger + settings[i].offset);
	}
	return NULL;
}

bool fork_setting_set(struct debugger *debugger, const char *text, int *status, struct error *error)
{
	const struct setting *setting;
	const char *word;
	bool *value = setting_find(debugger, text, &setting, &word);

	if (!value)
		return false;
	bool is_second = strcmp(word, setting->words[1]) == 0;

	*status = 0;
	if (is_second || strcmp(word, setting->words[0]) == 0)
		*value = is_second;
	else
		*status = error_set(error, EINVAL, "%s is %s or %s", setting->name,
		                    setting->words[0], setting->words[1]);
	return true;
}

bool fork_setting_show(struct debugger *debugger, const char *text)
{
	const struct setting *setting;
	const char *rest;
	const bool *value = setting_find(debugger, text, &setting, &rest);

	if (!value || *rest)
		return false;
	if (debugger->sheet.is_json)
		sheet_string(&debugger->sheet, setting->name, 0, setting->words[*value]);
	else
		text_format(debugger->sheet.out, "%s  %s\n", setting->name, setting->words[*value]);
	return true;
}

/* ---- before it runs */

void forks_give(struct debugger *debugger)
{
	struct inferior *inferior = debugger->inferior;
	bool is_followed = debugger->follows_child || debugger->keeps_both;

	inferior->tells_forks = is_followed || points_want(debugger, ON_FORK);
	inferior->tells_vforks = is_followed || points_want(debugger, ON_VFORK);
}

static void tell(struct debugger *debugger, const struct inferior_process *child, pid_t creator)
{
	struct sheet sheet = event_sheet(debugger, debugger->keeps_both ? "new" : "follow");

	if (sheet.is_json) {
		sheet_number(&sheet, "process", 0, child->pid);
		sheet_number(&sheet, "inferior", 0, child->number);
		sheet_number(&sheet, debugger->keeps_both ? "creator" : "left", 0, creator);
	} else if (debugger->keeps_both) {
		text_format(sheet.out, "[process %d is debugged, too: inferior %u]\n", child->pid,
		            child->number);
	} else {
		text_format(sheet.out, "[process %d is followed, %d runs on]\n", child->pid,
		            creator);
	}
	event_sheet_end(debugger, &sheet);
}

/* Whatever was about the creator is about its child now. */
static void follow(struct debugger *debugger, const struct inferior_thread *creator)
{
	pid_t left = creator->pid, child = creator->child;

	points_inherit(debugger, creator, true);
	thread_mean(debugger, child);
	tell(debugger, debugger->inferior->process, left);
	if (debugger->keeps_both)
		return;
	calls_forget(debugger);
	process_detach(debugger, left, false);
}

void fork_decide(struct debugger *debugger)
{
	const struct inferior *inferior = debugger->inferior;
	const struct inferior_thread *child = inferior_thread(inferior, debugger->child);
	const struct inferior_thread *creator = inferior_thread(inferior, debugger->creator);

	debugger->child = 0;
	if (!child || !creator || creator->child != child->tid)
		return;
	if (debugger->follows_child)
		follow(debugger, creator);
	else if (debugger->keeps_both)
		tell(debugger, child->process, creator->pid);
	else
		process_detach(debugger, child->pid, false);
}

/* ---- it has stopped */

bool fork_counts(struct debugger *debugger, const struct inferior_thread *thread)
{
	debugger->creator = thread->tid;
	debugger->child = thread->child;
	points_inherit(debugger, thread, false);
	return stop_meets_event(debugger, thread->stop == STOP_FORK ? ON_FORK : ON_VFORK, 0);
}
