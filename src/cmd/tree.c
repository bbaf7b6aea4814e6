/* rastro tree: which process started which, what they ran, and how long.
 *
 * A process is born by the line in which its creator returns from clone, fork or
 * vfork; but lines of its own may stand before that one.  So a node is made by
 * whichever comes first, and hung up later.  Numbers are used again: a node whose
 * end was seen is nobody's any more. */
#include "base/map.h"
#include "cmd/command.h"
#include "cmd/options.h"
#include "cmd/report.h"
#include "cmd/trace_text.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
	COMMAND_MAX = 4096, /* bytes shown of what a process ran */
	ENTRY_MAX = 1 << 16,
	DEPTH_SHOWN_MAX = 256, /* deeper ones are no more to the right */
};

struct node {
	pid_t pid;
	bool is_thread, has_ended, has_time;
	uint64_t first_ns, last_ns;
	struct text ran;          /* commands, as they were executed one after the other */
	size_t running;           /* where the last of them begins */
	size_t born_at, born_end; /* what its creator was running: a part of its ran */
	struct text entry;        /* of a call of exec or clone that is not finished */
	struct text end;          /* how it ended, if that is worth telling */
	struct node *parent, *children, *last_child, *next; /* next: of the parent's */
	struct node *older;                                 /* of all */
};

struct tree {
	struct map by_pid;
	struct node *newest;
	struct node *nameless; /* whose lines have no number, since there is no other */
	struct node top;       /* whose children nobody made */
	/* The beginning of a line that a message of the tracer cut in two. */
	struct text broken;
	struct trace_line broken_line;
};

/* ---- nodes */

static struct node *node_create(struct tree *tree, pid_t pid)
{
	struct node *node = calloc(1, sizeof(*node));

	if (!node)
		return NULL;
	map_remove(&tree->by_pid, (uint64_t)pid);
	if (!map_put(&tree->by_pid, (uint64_t)pid, node)) {
		free(node);
		return NULL;
	}
	node->pid = pid;
	node->older = tree->newest;
	tree->newest = node;
	return node;
}

/* The one that bears this number now. */
static struct node *node_of(struct tree *tree, pid_t pid)
{
	struct node *node = map_get(&tree->by_pid, (uint64_t)pid);

	return node && !node->has_ended ? node : node_create(tree, pid);
}

/* On a terminal lines have numbers only while there are several. */
static struct node *node_without_number(struct tree *tree)
{
	struct node *node = tree->nameless;

	if (node && !node->has_ended)
		return node;
	for (node = tree->newest; node && (node->has_ended || node->is_thread); node = node->older)
		;
	tree->nameless = node ? node : node_create(tree, 0);
	return tree->nameless;
}

/* The first number that was not announced is that of the first process. */
static struct node *node_with_number(struct tree *tree, pid_t pid)
{
	struct node *first = map_get(&tree->by_pid, 0);

	if (!first || map_get(&tree->by_pid, (uint64_t)pid))
		return node_of(tree, pid);
	map_remove(&tree->by_pid, 0);
	first->pid = pid;
	return map_put(&tree->by_pid, (uint64_t)pid, first) ? first : NULL;
}

static void node_hang(struct node *parent, struct node *node)
{
	node->parent = parent;
	if (parent->last_child)
		parent->last_child->next = node;
	else
		parent->children = node;
	parent->last_child = node;
}

static bool is_below(const struct node *node, const struct node *above)
{
	for (; node; node = node->parent)
		if (node == above)
			return true;
	return false;
}

static void tree_free(struct tree *tree)
{
	for (struct node *node = tree->newest, *older; node; node = older) {
		older = node->older;
		text_free(&node->ran);
		text_free(&node->entry);
		text_free(&node->end);
		free(node);
	}
	map_free(&tree->by_pid);
	text_free(&tree->broken);
}

/* ---- what lines tell */

static bool begins(const char *text, const char *word)
{
	return strncmp(text, word, strlen(word)) == 0;
}

/* The number behind the last " = ", or -1. */
static long result_of(const char *line)
{
	const char *found = NULL;

	for (const char *at = strstr(line, " = "); at; at = strstr(at + 1, " = "))
		found = at + 3;
	return found && isdigit((unsigned char)*found) ? strtol(found, NULL, 10) : -1;
}

/* Appends the string in quotes that begins here, as a shell would be given it; returns what
 * follows it. */
static const char *put_word(struct text *out, const char *quoted)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				    "0123456789_./=:,+-@%^";
	const char *end = quoted + 1;

	while (*end && *end != '"')
		end += end[0] == '\\' && end[1] ? 2 : 1;
	size_t length = (size_t)(end - quoted - 1);
	bool is_plain = length && strspn(quoted + 1, plain) >= length;

	if (!is_plain)
		text_char(out, '\'');
	text_put(out, quoted + 1, length);
	if (!is_plain)
		text_char(out, '\'');
	end += *end == '"';
	if (begins(end, "...")) {
		text_literal(out, "...");
		end += 3;
	}
	return end;
}

/* Strings are cut, paths are not: the path that begins as the cut first word does is what
 * that was.  Returns what follows the word. */
static const char *put_first_word(struct text *out, const char *word, const char *path)
{
	size_t start = out->length;
	const char *end = put_word(out, word);
	size_t known = strcspn(word + 1, "\"");
	bool is_cut = end - word >= 3 && begins(end - 3, "...");

	if (path && path < word && is_cut && strncmp(path + 1, word + 1, known) == 0) {
		out->length = start;
		put_word(out, path);
	}
	return end;
}

/* The words of ["ls", "/"], or of the path where there is no such list. */
static void put_command(struct text *out, const char *call)
{
	const char *path = strchr(call, '"'), *list = strstr(call, "[\"");
	const char *at = list ? list + 1 : path;
	size_t start = out->length;

	while (at && *at == '"' && out->length - start < COMMAND_MAX) {
		at = out->length == start ? put_first_word(out, at, path) : put_word(out, at);
		if (!list || !begins(at, ", "))
			break;
		text_char(out, ' ');
		at += 2;
	}
	if (list && at && begins(at, "..."))
		text_literal(out, "...");
}

static void node_runs(struct node *node, const char *call)
{
	if (node->ran.length > COMMAND_MAX)
		return;
	if (node->ran.length)
		text_literal(&node->ran, " => ");
	node->running = node->ran.length;
	put_command(&node->ran, call);
}

/* "<... execve resumed>) = 0": what it was called with was said before. */
static void keep_entry(struct node *node, const char *what, size_t length)
{
	node->entry.length = 0;
	text_put(&node->entry, what, length < ENTRY_MAX ? length : ENTRY_MAX);
	text_char(&node->entry, '\0');
}

static void on_birth(struct tree *tree, struct node *maker, pid_t pid, bool is_thread)
{
	struct node *child = map_get(&tree->by_pid, (uint64_t)pid);

	while (maker->is_thread && maker->parent)
		maker = maker->parent;
	if (maker->pid == pid)
		return;
	/* Its own lines may have been there first, even to its end. */
	if (!child || child->parent)
		child = node_create(tree, pid);
	if (!child || (child->children && is_below(maker, child)))
		return;
	child->is_thread = is_thread;
	child->born_at = maker->running;
	child->born_end = maker->ran.length;
	node_hang(maker, child);
}

static void on_call(struct tree *tree, struct node *node, const struct trace_line *line)
{
	bool resumed = begins(line->what, "<... ");
	const char *call = line->what, *name = resumed ? call + 5 : call;
	bool is_exec = begins(name, "execve"), is_maker = begins(name, "clone");
	size_t length = (size_t)(line->text + line->length - line->what);

	if ((is_exec || is_maker) && !resumed && strstr(call, " <unfinished ...>"))
		keep_entry(node, call, length);
	if (resumed && node->entry.length)
		call = node->entry.bytes;
	if (is_exec && result_of(line->what) == 0)
		node_runs(node, call);
	pid_t made = trace_line_creates(line);

	if (made)
		on_birth(tree, node, made, is_maker && strstr(call, "CLONE_THREAD"));
}

/* "+++ exited with 3 +++": a good end is not worth a word. */
static void on_end(struct node *node, const char *what)
{
	const char *end = strstr(what + 4, " +++");

	node->has_ended = true;
	if (end && !begins(what, "+++ exited with 0 +++"))
		text_put(&node->end, what + 4, (size_t)(end - what - 4));
}

/* "strace: Process 17 attached", often in the middle of a line:
 *
 *	vfork(strace: Process 17 attached
 *	 <unfinished ...> */
static bool is_announcement(struct tree *tree, const struct trace_line *line)
{
	static const char words[] = ": Process ";
	const char *number = strstr(line->what, words);
	char *end;

	if (!number)
		return false;
	long pid = strtol(number + strlen(words), &end, 10);

	if (pid <= 0 || pid > INT_MAX || strcmp(end, " attached") != 0)
		return false;
	node_of(tree, (pid_t)pid);
	if (memchr(line->what, '(', (size_t)(number - line->what))) {
		tree->broken_line = *line;
		text_put(&tree->broken, line->what, (size_t)(number - line->what));
	}
	return true;
}

static void on_event(struct tree *tree, const struct trace_line *line)
{
	struct node *node =
		line->pid ? node_with_number(tree, line->pid) : node_without_number(tree);

	if (!node)
		return;
	if (line->has_time && !node->has_time) {
		node->has_time = true;
		node->first_ns = line->time_ns;
	}
	node->last_ns = line->time_ns;
	if (begins(line->what, "+++ "))
		on_end(node, line->what);
	else
		on_call(tree, node, line);
}

static void on_line(struct tree *tree, const struct trace_line *line)
{
	struct trace_line whole = tree->broken_line;

	if (line->is_more || is_announcement(tree, line))
		return;
	if (!tree->broken.length) {
		on_event(tree, line);
		return;
	}
	text_put(&tree->broken, line->text, line->length);
	text_char(&tree->broken, '\0');
	whole.text = whole.what = tree->broken.bytes;
	whole.length = tree->broken.length - 1;
	if (!tree->broken.failed)
		on_event(tree, &whole);
	tree->broken.length = 0;
}

/* What no line hung up was there before, or its creator was not traced. */
static void tree_complete(struct tree *tree)
{
	struct node *oldest = NULL;

	/* From the newest to the oldest: put in front, so that the oldest comes first. */
	for (struct node *node = tree->newest; node; node = node->older) {
		if (node->parent)
			continue;
		node->parent = &tree->top;
		node->next = oldest;
		oldest = node;
	}
	tree->top.children = oldest;
}

/* ---- showing */

/* The next one in the order of lines, or NULL; *depth follows. */
static const struct node *node_after(const struct node *node, unsigned *depth)
{
	if (node->children) {
		++*depth;
		return node->children;
	}
	while (!node->next && node->parent) {
		node = node->parent;
		--*depth;
	}
	return node->next;
}

static bool has_next_process(const struct node *node)
{
	for (node = node->next; node; node = node->next)
		if (!node->is_thread)
			return true;
	return false;
}

/* Lines lead down from those above that have others to come. */
static void put_branches(struct text *out, const struct node *node, unsigned depth)
{
	const struct node *above[DEPTH_SHOWN_MAX];
	unsigned count = 0;

	for (const struct node *at = node;
	     depth > 1 && at->parent && at->parent->parent && count < DEPTH_SHOWN_MAX;
	     at = at->parent)
		above[count++] = at;
	while (count-- > 0) {
		bool goes_on = has_next_process(above[count]);

		if (count == 0)
			text_string(out, goes_on ? "|-- " : "`-- ");
		else
			text_string(out, goes_on ? "|   " : "    ");
	}
}

static void put_seconds(struct text *out, uint64_t span_ns)
{
	text_char(out, '[');
	text_unsigned(out, span_ns / 1000000000);
	text_char(out, '.');
	text_unsigned_padded(out, span_ns / 1000000 % 1000, 3);
	text_literal(out, "] ");
}

/* A process that ran nothing runs what its creator did when it was made. */
static void put_inherited(struct text *out, const struct node *node)
{
	while (node->parent && node->born_at == node->born_end)
		node = node->parent;
	if (!node->parent) {
		text_char(out, '?');
		return;
	}
	text_char(out, '(');
	text_put(out, node->parent->ran.bytes + node->born_at, node->born_end - node->born_at);
	text_char(out, ')');
}

static void put_node(struct text *out, const struct node *node, unsigned depth)
{
	put_branches(out, node, depth);
	if (node->has_time)
		put_seconds(out, node->last_ns - node->first_ns);
	if (node->pid) { /* without -f there is none */
		text_decimal(out, node->pid);
		text_char(out, ' ');
	}
	if (node->ran.length)
		text_put(out, node->ran.bytes, node->ran.length);
	else
		put_inherited(out, node);
	if (node->end.length) {
		text_literal(out, "  ");
		text_put(out, node->end.bytes, node->end.length);
	}
	text_char(out, '\n');
}

static void tree_show(const struct tree *tree, struct stream *stream)
{
	unsigned depth = 0;

	for (const struct node *node = node_after(&tree->top, &depth); node && depth;
	     node = node_after(node, &depth)) {
		if (node->is_thread)
			continue;
		put_node(stream_text(stream), node, depth);
		stream_line(stream);
	}
}

static int tree_run(struct options *options)
{
	struct tree tree = { 0 };
	struct error error = { 0 };
	struct trace_texts *texts = trace_texts_open(options->command, false, COMMAND_MAX, &error);
	const struct trace_line *line;

	while (texts && (line = trace_texts_next(texts)))
		on_line(&tree, line);
	trace_texts_close(texts);
	tree_complete(&tree);
	struct stream *stream = error.text[0] ? NULL : trace_output(options->output, &error);

	if (stream) {
		tree_show(&tree, stream);
		stream_close(stream, &error);
	}
	tree_free(&tree);
	if (error.text[0])
		report_error(&error);
	return error.text[0] != '\0';
}

const struct command tree_command = {
	.name = "tree",
	.usage = "{PREFIX | FILE}...",
	.summary = "Shows which processes of a trace started which, what they ran, and how long",
	.options = FOR_TREE,
	.run = tree_run,
};
