/* The table of commands, and finding one in it.
 *
 * Names are gdb's where the meaning is the same.  What is cut short means the one command
 * that begins so; the short forms that people type without thinking are fixed, whatever
 * else begins with them. */
#include "debug/debugger_parts.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CANDIDATES_SHOWN = 200, WORD_SHOWN = 40 };

static int command_quit(struct debugger *debugger, const char *arguments, struct error *error)
{
	(void)arguments;
	(void)error;
	debugger->is_over = true;
	return 0;
}

/* Whoever says so while the program runs has stopped it by that. */
static int command_interrupt(struct debugger *debugger, const char *arguments, struct error *error)
{
	(void)arguments;
	return need_process(debugger, error);
}

static int command_source(struct debugger *debugger, const char *arguments, struct error *error)
{
	debugger->plan.plan = PLAN_SOURCE;
	return *arguments ? 0 : error_set(error, EINVAL, "source is followed by a file");
}

static int command_help(struct debugger *, const char *, struct error *);

/* clang-format off */
const struct debugger_command debugger_commands[] = {
	/* The program */
	{ .name = "run", .shorts = "r", .form = "[ARGUMENT]...", .run = debugger_run,
	  .help = "start the program, with new arguments or those of the last time" },
	{ .name = "start", .form = "[ARGUMENT]...", .run = debugger_start,
	  .help = "the same, and stop at main" },
	{ .name = "starti", .form = "[ARGUMENT]...", .run = debugger_starti,
	  .help = "the same, and stop at its first instruction" },
	{ .name = "file", .form = "PROGRAM [ARGUMENT]...", .run = debugger_program,
	  .help = "which program to start" },
	{ .name = "attach", .form = "PID", .run = debugger_attach,
	  .help = "stop a process that runs already" },
	{ .name = "detach", .form = "[--stopped | inferiors NUMBER...]", .needs = NEEDS_PROCESS | STOPS_RUNNING, .run = debugger_detach,
	  .help = "let go of it; --stopped: as if SIGSTOP had been sent, for another debugger" },
	{ .name = "kill", .shorts = "k", .form = "[inferiors NUMBER...]", .needs = NEEDS_PROCESS | STOPS_RUNNING, .run = debugger_kill,
	  .help = "end it" },

	/* Running */
	{ .name = "continue", .shorts = "c fg", .form = "[COUNT]", .repeats = true,
	  .needs = NEEDS_PROCESS, .run = debugger_continue,
	  .help = "run on until something stops it; the point that it stands at for the COUNTth time" },
	{ .name = "interrupt", .form = "", .needs = STOPS_RUNNING, .run = command_interrupt,
	  .help = "stop it; with --json, and where it was attached to, said while it runs" },
	{ .name = "stepi", .shorts = "si", .form = "[COUNT]", .repeats = true,
	  .needs = NEEDS_PROCESS, .run = debugger_stepi, .help = "one instruction, or so many" },
	{ .name = "nexti", .shorts = "ni", .form = "[COUNT]", .repeats = true,
	  .needs = NEEDS_PROCESS, .run = debugger_nexti, .help = "the same, over calls of functions" },
	{ .name = "step", .shorts = "s", .form = "[COUNT]", .repeats = true,
	  .needs = NEEDS_SUBJECT, .run = debugger_step, .help = "one line of the source, or so many" },
	{ .name = "next", .shorts = "n", .form = "[COUNT]", .repeats = true,
	  .needs = NEEDS_SUBJECT, .run = debugger_next, .help = "the same, over calls of functions, inlined ones too" },
	{ .name = "finish", .shorts = "fin", .form = "", .repeats = true,
	  .needs = NEEDS_SUBJECT, .run = debugger_finish, .help = "until the function returns" },
	{ .name = "until", .shorts = "u", .form = "[PLACE]", .repeats = true, .words = WORDS_PLACES,
	  .needs = NEEDS_SUBJECT, .run = debugger_until,
	  .help = "until a place, or a line further down: not back in a loop" },
	{ .name = "advance", .form = "PLACE", .words = WORDS_PLACES,
	  .needs = NEEDS_SUBJECT, .run = debugger_advance, .help = "until a place" },
	{ .name = "follow", .form = "[parent|child|both]", .run = debugger_follow,
	  .help = "which process goes on with us after a fork, or vfork; both: so they run together" },
	{ .name = "inferior", .form = "[NUMBER]", .needs = NEEDS_PROCESS, .run = debugger_inferior,
	  .help = "which process is meant, of several" },
	{ .name = "thread", .shorts = "t", .form = "[TID | INFERIOR.NUMBER | apply all|TID... COMMAND]", .needs = NEEDS_PROCESS,
	  .run = debugger_thread, .help = "which thread is meant" },
	{ .name = "handle", .form = "SIGNAL|all [no]stop|[no]print|[no]pass...", .words = WORDS_SIGNALS,
	  .run = debugger_handle, .help = "what becomes of a signal" },
	{ .name = "queue", .form = "SIGNAL [VALUE]", .words = WORDS_SIGNALS, .needs = NEEDS_SUBJECT,
	  .run = debugger_queue, .help = "send it to the thread, with a value in its siginfo" },
	{ .name = "signal", .form = "SIGNAL|0", .words = WORDS_SIGNALS, .needs = NEEDS_PROCESS,
	  .run = debugger_signal, .help = "run on with that signal, or without any" },

	/* Where it is to stop */
	{ .name = "break", .shorts = "b br brea", .form = "[PLACE] [if EXPRESSION]", .words = WORDS_PLACES,
	  .run = debugger_break, .help = "stop at a function, file:line, *ADDRESS, lib.so+0x10" },
	{ .name = "tbreak", .shorts = "tb", .form = "[PLACE] [if EXPRESSION]", .words = WORDS_PLACES,
	  .run = debugger_tbreak, .help = "the same, once" },
	{ .name = "hbreak", .shorts = "hb", .form = "[PLACE] [if EXPRESSION]", .words = WORDS_PLACES,
	  .run = debugger_hbreak, .help = "the same, by the CPU: of its points there are four" },
	{ .name = "watch", .shorts = "wa", .form = "PLACE[, LENGTH] [if EXPRESSION]", .words = WORDS_EXPRESSIONS,
	  .needs = NEEDS_SUBJECT, .run = debugger_watch, .help = "stop when it has changed" },
	{ .name = "rwatch", .shorts = "rw", .form = "PLACE[, LENGTH] [if EXPRESSION]", .words = WORDS_EXPRESSIONS,
	  .needs = NEEDS_SUBJECT, .run = debugger_awatch,
	  .help = "the same, when it is read (or written: the CPU cannot tell)" },
	{ .name = "awatch", .shorts = "aw", .form = "PLACE[, LENGTH] [if EXPRESSION]", .words = WORDS_EXPRESSIONS,
	  .needs = NEEDS_SUBJECT, .run = debugger_awatch, .help = "the same, when it is read or written" },
	{ .name = "catch", .form = "CALL[,CALL]...[(\"PATH\"|FD)] [entry|return] [if EXPRESSION] | signal [SIGNAL]... | "
	  "fork | vfork | exec | exit | load", .words = WORDS_CALLS, .run = debugger_catch,
	  .help = "stop at system calls, whose arguments (and ret) EXPRESSION may name" },
	{ .name = "log", .form = "PLACE FORMAT", .words = WORDS_PLACES, .run = debugger_log,
	  .help = "tell, and do not stop: 'log parse n={$rdi}, {s:$rsi}'" },
	{ .name = "delete", .shorts = "d", .form = "[NUMBER]...", .run = debugger_delete,
	  .help = "forget these, or all" },
	{ .name = "enable", .shorts = "en", .form = "[NUMBER]...", .run = debugger_enable, .help = "want them again" },
	{ .name = "disable", .shorts = "dis", .form = "[NUMBER]...", .run = debugger_disable,
	  .help = "not for now" },
	{ .name = "ignore", .form = "NUMBER COUNT", .run = debugger_ignore,
	  .help = "pass it by so many times" },
	{ .name = "condition", .form = "NUMBER [EXPRESSION]", .run = debugger_condition,
	  .help = "stop there only if, or always" },
	{ .name = "commands", .form = "[NUMBER]", .run = debugger_point_commands,
	  .help = "say the lines that follow, up to 'end', when it stops there" },

	/* The call that it stands in */
	{ .name = "args", .form = "", .needs = NEEDS_SUBJECT, .run = debugger_args,
	  .help = "the call that was caught, and its arguments" },
	{ .name = "call", .form = "NAME(ARGUMENTS)", .needs = NEEDS_SUBJECT, .words = WORDS_CALLS,
	  .run = debugger_call, .help = "have the thread make a system call, or call a function of the program" },
	{ .name = "skip", .form = "RESULT", .needs = NEEDS_SUBJECT, .run = debugger_skip,
	  .help = "do not make it: it returns RESULT, -1 to -4095 or an error's name" },
	{ .name = "again", .form = "", .needs = NEEDS_SUBJECT, .run = debugger_again,
	  .help = "it has returned: make it once more" },

	/* Looking, and changing */
	{ .name = "print", .shorts = "p inspect", .form = "[/xduotzcafs] [EXPRESSION]", .words = WORDS_EXPRESSIONS,
	  .needs = NEEDS_NAMES | HALTS_RUNNING, .run = debugger_print,
	  .help = "what it is worth, and where that is; then that is $, what was before $$, the second $2" },
	{ .name = "display", .shorts = "disp", .form = "[/FORMAT] [EXPRESSION]", .words = WORDS_EXPRESSIONS,
	  .run = debugger_display, .help = "show it at each stop from now on, as print does, or /4xw, /i as x" },
	{ .name = "undisplay", .form = "[NUMBER]...", .run = debugger_undisplay,
	  .help = "those no more, or none" },
	{ .name = "output", .form = "[/xduotzcafs] EXPRESSION", .words = WORDS_EXPRESSIONS,
	  .needs = NEEDS_NAMES, .run = debugger_output, .help = "its value alone, and no line" },
	{ .name = "printf", .form = "\"FORMAT\", EXPRESSION...", .words = WORDS_EXPRESSIONS,
	  .needs = NEEDS_NAMES, .run = debugger_printf, .help = "values as C's printf shows them" },
	{ .name = "ptype", .form = "EXPRESSION|TYPE", .words = WORDS_EXPRESSIONS,
	  .needs = NEEDS_NAMES, .run = debugger_ptype, .help = "its type, with all that is in it" },
	{ .name = "whatis", .form = "EXPRESSION|TYPE", .words = WORDS_EXPRESSIONS,
	  .needs = NEEDS_NAMES, .run = debugger_whatis, .help = "its type, as it is called" },
	{ .name = "show", .form = "values|convenience|SETTING", .run = debugger_show,
	  .help = "what was printed, or has a name: 'set $name = EXPRESSION'; or a setting of forks" },
	{ .name = "x", .form = "[/16gx] [ADDRESS]", .words = WORDS_EXPRESSIONS, .needs = NEEDS_NAMES | HALTS_RUNNING,
	  .repeats = true, .run = debugger_x,
	  .help = "memory, there or further on: a count, x d u o t z f c a s i, and a size, b h w g" },
	{ .name = "backtrace", .shorts = "bt where", .form = "[full] [COUNT]", .needs = NEEDS_SUBJECT | HALTS_RUNNING,
	  .run = debugger_backtrace, .help = "who called whom; full: with variables" },
	{ .name = "frame", .shorts = "f", .form = "[NUMBER | apply all|COUNT COMMAND]", .needs = NEEDS_SUBJECT, .run = debugger_frame,
	  .help = "whose variables are meant" },
	{ .name = "up", .form = "[COUNT]", .needs = NEEDS_SUBJECT, .repeats = true, .run = debugger_up,
	  .help = "its caller's" },
	{ .name = "down", .form = "[COUNT]", .needs = NEEDS_SUBJECT, .repeats = true, .run = debugger_down,
	  .help = "those of whom it called" },
	{ .name = "list", .shorts = "l", .form = "[PLACE | FROM,TO | -]", .needs = NEEDS_NAMES, .repeats = true,
	  .words = WORDS_PLACES, .run = debugger_list,
	  .help = "the source, around it or on from there; -: back ('set listsize' says how much)" },
	{ .name = "disassemble", .shorts = "disas", .form = "[/s] [PLACE]", .needs = NEEDS_NAMES,
	  .words = WORDS_PLACES, .run = debugger_disassemble, .help = "a function; /s: with its source" },
	{ .name = "telescope", .shorts = "tel", .form = "[ADDRESS[, COUNT]]", .needs = NEEDS_SUBJECT,
	  .words = WORDS_EXPRESSIONS, .run = debugger_telescope,
	  .help = "words of the stack, or of other memory, and what they point to" },
	{ .name = "search", .shorts = "find", .form = "\"TEXT\"|{de ad}|[u32] VALUE [in MAP]", .needs = NEEDS_SUBJECT,
	  .run = debugger_search, .help = "where something is" },
	{ .name = "context", .shorts = "ctx", .form = "", .needs = NEEDS_SUBJECT, .run = debugger_context,
	  .help = "registers, code, source and stack; shown after each stop at a terminal" },
	{ .name = "set", .form = "[var] PLACE = VALUE | $NAME = VALUE | arg NAME = VALUE | listsize N | SETTING WORD",
	  .words = WORDS_EXPRESSIONS, .run = debugger_set,
	  .help = "a register, memory, a variable of ours, or an argument of the call that was caught" },
	{ .name = "info", .shorts = "i", .form = "WHAT", .words = WORDS_INFO, .needs = HALTS_RUNNING, .run = debugger_info,
	  .help = "registers, breakpoints, threads, signals, proc, maps, fds ..." },

	/* Others */
	{ .name = "source", .form = "FILE", .run = command_source, .help = "do what the lines of a file say" },
	{ .name = "echo", .form = "TEXT", .needs = HALTS_RUNNING, .run = debugger_echo,
	  .help = "print it: as a line, or, if there is a \\n or the like in it, as it is" },
	{ .name = "help", .shorts = "h", .form = "[COMMAND]", .words = WORDS_COMMANDS, .needs = HALTS_RUNNING, .run = command_help,
	  .help = "this list, or one of it" },
	{ .name = "quit", .shorts = "q exit", .form = "", .needs = STOPS_RUNNING, .run = command_quit,
	  .help = "end: what was started is killed, what was attached to runs on" },
	{ .name = NULL },
};
/* clang-format on */

/* ---- words */

const char *skip_space(const char *text)
{
	return text + strspn(text, " \t");
}

const char *after_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(text, word, length) != 0 || isalnum((unsigned char)text[length]) ||
	    text[length] == '_')
		return NULL;
	return skip_space(text + length);
}

int count_parse(const char *text, uint64_t otherwise, uint64_t *count, struct error *error)
{
	char *end;

	*count = otherwise;
	if (!*text)
		return 0;
	errno = 0;
	*count = strtoull(text, &end, 0);
	if (end == text || *skip_space(end) || errno || *text == '-')
		return error_set(error, EINVAL, "a number is expected, not '%.60s'", text);
	return 0;
}

/* ---- finding */

static size_t word_length(const char *line)
{
	size_t length = 0;

	while (isalpha((unsigned char)line[length]))
		length++;
	return length;
}

static bool has_short(const char *shorts, const char *word, size_t length)
{
	while (shorts && *shorts) {
		size_t one = strcspn(shorts, " ");

		if (one == length && memcmp(shorts, word, length) == 0)
			return true;
		shorts += one + (shorts[one] == ' ');
	}
	return false;
}

static bool is_called(const struct debugger_command *command, const char *word, size_t length)
{
	return (strlen(command->name) == length && memcmp(command->name, word, length) == 0) ||
	       has_short(command->shorts, word, length);
}

static const struct debugger_command *ambiguous(const char *word, size_t length,
                                                struct error *error)
{
	char names[CANDIDATES_SHOWN] = "";
	size_t at = 0;

	for (const struct debugger_command *row = debugger_commands; row->name; row++)
		if (strncmp(row->name, word, length) == 0 &&
		    at + strlen(row->name) + 3 < sizeof(names))
			at += (size_t)sprintf(names + at, "%s%s", at ? ", " : "", row->name);
	error_set(error, EINVAL, "'%.*s' may be %s", (int)length, word, names);
	return NULL;
}

const struct debugger_command *command_of_line(const char *line, const char **rest,
                                               struct error *error)
{
	const struct debugger_command *found = NULL;
	size_t length = word_length(line), word = strcspn(line, " \t");
	bool is_unique = true;

	*rest = skip_space(line + length);
	for (const struct debugger_command *row = debugger_commands; length && row->name; row++) {
		if (is_called(row, line, length))
			return row;
		if (strncmp(row->name, line, length) != 0)
			continue;
		is_unique = !found;
		found = row;
	}
	if (found && !is_unique)
		return ambiguous(line, length, error);
	if (!found)
		error_set(error, EINVAL, "there is no command '%.*s': 'help' lists them",
		          (int)(word < WORD_SHOWN ? word : WORD_SHOWN), line);
	return found;
}

/* ---- help */

bool debugger_form_next(size_t *index, struct debugger_form *form)
{
	const struct debugger_command *row = &debugger_commands[*index];

	if (!row->name)
		return false;
	*form = (struct debugger_form){ row->name, row->shorts, row->form, row->help };
	++*index;
	return true;
}

static void help_row(struct sheet *sheet, const struct debugger_command *row)
{
	struct text form = { 0 };
	size_t brief = row->shorts ? strcspn(row->shorts, " ") : 0;

	text_string(&form, row->name);
	if (brief) {
		text_literal(&form, " (");
		text_put(&form, row->shorts, brief);
		text_char(&form, ')');
	}
	text_string(&form, *row->form ? " " : "");
	text_string(&form, row->form);
	sheet_row_begin(sheet);
	sheet_text(sheet, "command", 34, form.bytes, form.length);
	sheet_string(sheet, "help", 0, row->help);
	sheet_row_end(sheet);
	text_free(&form);
}

static int command_help(struct debugger *debugger, const char *arguments, struct error *error)
{
	const struct debugger_command *only = NULL;
	const char *rest;

	if (*arguments && !(only = command_of_line(arguments, &rest, error)))
		return -1;
	sheet_list_begin(&debugger->sheet, "commands", NULL);
	for (const struct debugger_command *row = debugger_commands; row->name; row++)
		if (!only || only == row)
			help_row(&debugger->sheet, row);
	sheet_list_end(&debugger->sheet);
	return 0;
}
