/* The inside of the debugger; nobody else includes this.
 *
 *	debugger.c		lines: what they say, and what comes of it
 *	debugger_commands.c	the table of commands
 *	debugger_complete.c	what may stand in a line
 *	debugger_signals.c	what becomes of signals
 *	debugger_process.c	the process: starting, attaching, leaving
 *	debugger_run.c		running on: by instructions
 *	debugger_lines.c	the same by lines and functions
 *	debugger_stop.c		what stopped it
 *	debugger_forks.c	processes that it makes: which are debugged
 *	debugger_inferiors.c	several processes, by number
 *	debugger_points.c	breakpoints, watchpoints, catchpoints: one table
 *	debugger_shares.c	what processes have of them
 *	debugger_calls.c	system calls that are caught
 *	debugger_functions.c	functions of the program that expressions call
 *	debugger_view.c		source, code and stack around where it stands
 *	debugger_look.c		looking at it, and changing it
 *	debugger_values.c	values and types
 *	debugger_display.c	what is shown again at each stop
 *	debugger_apply.c	one command for many threads, or frames
 *	debugger_info.c		what files say of themselves: lines, symbols, types */
#ifndef RASTRO_DEBUG_DEBUGGER_PARTS_H
#define RASTRO_DEBUG_DEBUGGER_PARTS_H

#include "arch/insn.h"
#include "debug/debugger.h"
#include "debug/inferior.h"
#include "debug/point_condition.h"
#include "inspect/call_match.h"
#include "inspect/kept_values.h"
#include "inspect/memory_view.h"
#include "inspect/query.h"
#include "inspect/subject.h"

enum {
	DEBUGGER_LINE_MAX = 4096,
	DEBUGGER_WORDS_MAX = 1024, /* of a program's arguments */
	DEBUGGER_NESTING_MAX = 16, /* files that are read by files */
	POINTS_MAX = 1000,
	POINT_PLACES_MAX = 64, /* addresses of one breakpoint */
	JUMPS_MAX = 16,        /* of functions that do not return */
	ALL_PROCESSES = 0,
};

/* ---- points: where the program is to stop */

enum point_kind { POINT_BREAK, POINT_HARDWARE, POINT_WATCH, POINT_CALLS, POINT_EVENT };
/* What POINT_EVENT is about. */
enum point_event { ON_SIGNAL, ON_EXEC, ON_LOAD, ON_FORK, ON_VFORK };

/* One of its places, in a process. */
struct point_place {
	struct breakpoint_user user; /* first: what the process knows of us */
	const struct point *point;
	const struct point_share *share;
	struct point_condition *condition; /* NULL: none that can be tested there */
};

/* What a process has of POINT_BREAK, POINT_HARDWARE, POINT_WATCH. */
struct point_share {
	struct point_share *next;
	pid_t process;
	bool is_set;         /* in there; */
	bool is_nowhere;     /* not for now: its place was looked for, */
	bool is_stale;       /* libraries have come, or gone, since, */
	unsigned generation; /* of what was mapped then */
	unsigned place_count;
	uint64_t places[POINT_PLACES_MAX]; /* which are these */
	struct point_place *placed;        /* POINT_BREAK: of each; POINT_WATCH: of `leaves` */
	pid_t thread;                      /* whose it is, or anybody's: is_of_all */
	uint64_t last;                     /* what is watched is worth that */
};

struct point {
	unsigned number; /* 0: it is ours, and nobody hears of it */
	enum point_kind kind;
	bool is_enabled, is_temporary;
	uint64_t hits, ignore; /* met so often; to be passed by so often */
	char *what;            /* the place, calls or signals as they were written */
	char *condition;       /* NULL: none */
	char *log;             /* what it tells; it does not stop */
	struct text commands;  /* lines to be said when it stops */

	/* POINT_BREAK, POINT_HARDWARE, POINT_WATCH: */
	struct point_share *shares; /* of each process that there is */
	uint64_t address;           /* of "*EXPRESSION", as it was when that was said; 0 */
	enum target_watch watch;
	uint64_t length;       /* of what is watched */
	uint64_t before, last; /* what that was worth, and is, where it was met */
	uint64_t leaves;       /* what is watched lies in a frame: it returns to there; 0 */
	uint64_t stack;        /* of ours, and then: the stack has no more on it than that */
	bool is_of_all;        /* ours, and any thread's */

	/* POINT_CALLS: */
	struct call_match match;

	/* POINT_EVENT: */
	enum point_event event;
	uint64_t signals; /* ON_SIGNAL: bit n: signal n */
};

/* ---- signals */

/* What becomes of each: bits by number. */
struct debugger_signals {
	uint64_t stop, print, pass;
};

/* ---- the debugger */

/* What a command wants to be done when its answer is out. */
enum plan {
	PLAN_NONE,
	PLAN_SOURCE, /* lines of a file */
	PLAN_STAY,   /* tell where it stands */
	PLAN_CONTINUE,
	PLAN_STEP_INSN,
	PLAN_STEP_LINE,
	PLAN_UNTIL_LINE, /* one further down */
	PLAN_PLACES,
	PLAN_FINISH,
};

struct debugger_plan {
	enum plan plan;
	uint64_t count; /* of steps */
	bool is_over;   /* they go over calls of functions; PLAN_PLACES: it ends with ours, too */
	int signal;     /* to be delivered; -1: what stopped it, if that is to be passed */
	unsigned level; /* PLAN_FINISH: of the function that is to return */
	unsigned line;  /* PLAN_UNTIL_LINE: where it began */
	unsigned target_count;     /* PLAN_PLACES */
	uint64_t jumps[JUMPS_MAX]; /* see jumps_watch(): exceptions first */
	unsigned jump_count, catch_count;
	bool knows_jumps;
	uint64_t targets[POINT_PLACES_MAX];
};

/* The call that a thread stands in. */
struct debugger_call {
	struct event_buffer event;
	unsigned point;   /* that has caught it */
	uint64_t scratch; /* bytes below the stack that hold what we gave it */
};

struct debugger {
	struct debugger_options options;
	bool is_over;
	struct sheet sheet; /* of the command that is being done */
	char last[DEBUGGER_LINE_MAX];
	unsigned nesting; /* of files that are read */

	char **words; /* the program and its arguments; NULL */
	struct inferior *inferior;
	pid_t tid;          /* the thread that is meant */
	bool has_run;       /* its program has executed something */
	bool is_open;       /* the subject is of this process, */
	bool has_registers; /* and of the thread as it stands, */
	bool has_subject;   /* with what is mapped now */
	struct subject subject;
	struct kept_values *values;
	struct insn_decoder *decoder;
	struct register_file before; /* as the thread that is meant had them at the last stop */
	bool has_before;
	struct display *displays; /* NULL: none yet */
	unsigned display_count, last_display;
	struct memory_format examined; /* by "x", which goes on so where that ended */
	uint64_t examined_next;
	unsigned list_size; /* lines that are listed at once */
	unsigned listed_first;
	char *listed_file; /* and where to go on in it; NULL: where the thread stands */
	unsigned listed_next;

	struct debugger_plan plan;
	unsigned met;  /* the point that it has stopped at */
	pid_t child;   /* that it has just made, and that waits; 0 */
	pid_t creator; /* the thread that has */
	bool follows_child, keeps_both /* of a fork */, runs_all /* of the processes */;
	bool is_calling; /* a function runs because an expression calls it */
	bool was_interrupted, has_returned /* from a function, by "finish" */;
	bool has_left; /* the frame that something lay in that was watched */
	volatile sig_atomic_t is_waiting, is_interrupted, is_spoken_to;

	struct point **points;
	unsigned point_count, last_number;
	struct point *taking; /* commands for it are being said */
	struct point *loads;  /* ours: libraries have come, or gone; NULL */
	struct text pending;  /* lines of points that were met, to be done */
	struct debugger_signals signals;
	struct map calls; /* struct debugger_call by thread */
};

/* ---- commands */

enum {
	NEEDS_PROCESS = 1 << 0,
	NEEDS_SUBJECT = 1 << 1, /* its registers and memory */
	STOPS_RUNNING = 1 << 2, /* said while it runs: it is stopped, and then that is done */
	NEEDS_NAMES = 1 << 4,   /* its subject, or, where nothing runs, its program's file */
	HALTS_RUNNING = 1 << 3, /* it is done meanwhile; for a moment nobody runs */
};

/* What may stand behind a command, for completion. */
enum debugger_words {
	WORDS_NONE,
	WORDS_COMMANDS,
	WORDS_PLACES,
	WORDS_EXPRESSIONS,
	WORDS_CALLS,
	WORDS_SIGNALS,
	WORDS_INFO,
};

struct debugger_command {
	const char *name;
	const char *shorts; /* fixed abbreviations, separated by spaces; NULL */
	const char *form;   /* what stands behind it */
	const char *help;
	unsigned needs; /* NEEDS_*, and STOPS_RUNNING or HALTS_RUNNING */
	bool repeats;   /* an empty line says it again */
	enum debugger_words words;
	int (*run)(struct debugger *, const char *arguments, struct error *);
};
extern const struct debugger_command debugger_commands[]; /* ends with name NULL */

/* The command that a line begins with, also when it is cut short; *rest: what follows it.
 * NULL with error. */
const struct debugger_command *command_of_line(const char *line, const char **rest, struct error *);
const char *skip_space(const char *text);
/* What follows a word and spaces, if the text begins with it; else NULL. */
const char *after_word(const char *text, const char *word);
/* A number in text that is all of it; else, or where there is none, -1 with error, or otherwise. */
int count_parse(const char *text, uint64_t otherwise, uint64_t *count, struct error *);

/* Somebody has said a line while the program runs.  True: it was done, all standing still for
 * a moment.  *stops: it is to be done when the program has stopped for it. */
bool line_hear(struct debugger *, const char *line, bool *stops);
/* Writes one object or some lines beside the answer of a command, whatever stopped it. */
struct sheet event_sheet(struct debugger *, const char *event);
void event_sheet_end(struct debugger *, struct sheet *);
struct query debugger_query(struct debugger *, struct sheet *);

/* ---- the process */

int need_process(const struct debugger *, struct error *);
/* Its memory and registers, as they are where the meant thread stands. */
int need_subject(struct debugger *, struct error *);
/* Where nothing runs, the file of the program says what can be known: types, constants, and what
 * variables are at first. */
int need_names(struct debugger *, struct error *);
/* The same, with what was mapped when that was looked at the last time: for what is asked
 * again and again. */
int need_registers(struct debugger *, struct error *);
/* Its memory alone; fine also while threads run. */
int subject_ready(struct debugger *, struct error *);
/* It runs another program. */
void subject_drop(struct debugger *);
/* It runs, or is gone, or was changed: what was known of it is not known any more. */
void subject_forget(struct debugger *);
/* It has ended, or was let go of: there is none any more. */
void process_forget(struct debugger *);
bool process_is_one_of_many(const struct debugger *);
/* One of them has: if there are others, and whoever was meant has gone with it, one of those is
 * meant now.  False: there are none. */
bool process_drop(struct debugger *, pid_t pid);
/* The thread is meant from now on, in whichever process it is. */
void thread_mean(struct debugger *, pid_t tid);
/* One of the processes; 0 or -errno. */
int process_detach(struct debugger *, pid_t pid, bool is_stopped);
int process_kill(struct debugger *, pid_t pid);
/* What was launched is killed, what was attached to runs on. */
void process_leave(struct debugger *);
void words_free(char **words);
int debugger_run(struct debugger *, const char *, struct error *);
int debugger_start(struct debugger *, const char *, struct error *);
int debugger_starti(struct debugger *, const char *, struct error *);
int debugger_attach(struct debugger *, const char *, struct error *);
int debugger_detach(struct debugger *, const char *, struct error *);
int debugger_kill(struct debugger *, const char *, struct error *);
int debugger_program(struct debugger *, const char *, struct error *);

/* ---- running */

enum move {
	MOVE_DONE,    /* as far as it was to go */
	MOVE_STOPPED, /* by something that is to be told, or an error */
};

/* All go on, the thread that is meant as it is said. */
enum move move(struct debugger *, const struct inferior_wish *);
enum move move_freely(struct debugger *);
enum move move_step(struct debugger *);
/* Until the thread comes to one of some addresses with no more on its stack than that: calls
 * of the same function from within are others.  Or until it has left them otherwise: by
 * longjmp, or by an exception. */
enum move move_to(struct debugger *, const uint64_t *addresses, unsigned count, uint64_t stack,
                  struct error *);
/* Ours, of this thread, at what leaves functions without returning; NULL: there is none. */
struct point *jumps_watch(struct debugger *);
/* The thread stands at such. */
bool jump_begins(struct debugger *);
/* To where it leads; is_out: that is no deeper than that stack. */
enum move jump_follow(struct debugger *, uint64_t stack, bool *is_out, struct error *);
/* The instruction that the thread stands at. */
struct here {
	struct insn insn;
	bool is_known;
	uint64_t ip, sp;
};
struct here insn_here(struct debugger *);
/* As plans say: by lines, to places, out of functions. */
enum move step_lines(struct debugger *, struct error *);
enum move step_to_places(struct debugger *, struct error *);
enum move step_out(struct debugger *, struct error *);
/* Carries out the plan, and tells what stopped it. */
int plan_run(struct debugger *, struct error *);
int debugger_continue(struct debugger *, const char *, struct error *);
int debugger_stepi(struct debugger *, const char *, struct error *);
int debugger_nexti(struct debugger *, const char *, struct error *);
/* Where the function returns to in whose frame an address lies, and what is on the stack then;
 * false: it lies in none. */
bool frame_end_find(struct debugger *, uint64_t address, uint64_t *back, uint64_t *stack);
int debugger_step(struct debugger *, const char *, struct error *);
int debugger_next(struct debugger *, const char *, struct error *);
int debugger_finish(struct debugger *, const char *, struct error *);
int debugger_until(struct debugger *, const char *, struct error *);
int debugger_advance(struct debugger *, const char *, struct error *);
void signals_init(struct debugger_signals *);
/* Before the program runs: what passes by us, and what is lost. */
void signals_give(const struct debugger_signals *, struct inferior *);
/* By name or number; -1 with error. */
int signal_parse(const char *word, size_t length, struct error *);
int signals_show(struct debugger *, const char *, struct error *);
int debugger_handle(struct debugger *, const char *, struct error *);
int debugger_queue(struct debugger *, const char *, struct error *);
int debugger_signal(struct debugger *, const char *, struct error *);
int debugger_thread(struct debugger *, const char *, struct error *);

/* ---- stops */

/* The thread that is meant has stopped: is that to be told? */
bool stop_counts(struct debugger *);
/* is_planned: by what it was told to do. */
void stop_tell(struct debugger *, bool is_planned);
void end_tell(struct debugger *);
/* Where the thread that is meant stands: an end of a line, or members; in a row. */
void here_put(struct debugger *, struct sheet *);

/* ---- forks */

/* Before the program runs: which of both goes on with us, */
void fork_decide(struct debugger *);
/* and whether forks are told. */
void forks_give(struct debugger *);
/* A thread has made a process: is that to be told? */
bool fork_counts(struct debugger *, const struct inferior_thread *);
int debugger_follow(struct debugger *, const char *, struct error *);
/* follow-fork-mode, detach-on-fork, schedule-multiple: gdb's words for the same.  False: it is
 * none of these. */
bool fork_setting_set(struct debugger *, const char *text, int *status, struct error *);
bool fork_setting_show(struct debugger *, const char *text);

/* ---- several processes */

int inferiors_show(struct debugger *, const char *, struct error *);
int debugger_inferior(struct debugger *, const char *, struct error *);
/* Those of some numbers are killed, or left. */
int inferiors_end(struct debugger *, const char *numbers, bool is_killed, struct error *);
/* A thread by "TID", or "INFERIOR.NUMBER"; NULL with error. */
struct inferior_thread *thread_parse(struct debugger *, const char *, struct error *);

/* ---- points */

/* A point that is wanted from now on; it was made by point_new(), and is taken over. */
int point_keep(struct debugger *, struct point *, struct error *);
struct point *point_new(enum point_kind, const char *what, struct error *);
void point_free(struct point *);
void point_remove(struct debugger *, struct point *);
struct point *point_find(const struct debugger *, unsigned number);
/* One of ours: see move_to(). */
struct point *point_for_ourselves(struct debugger *, const uint64_t *addresses, unsigned count,
                                  uint64_t stack, struct error *);
int point_add(struct debugger *, struct point *, struct error *);
/* It lies in processes. */
bool point_is_placed(const struct point *);

/* ---- what processes have of points */

struct point_share *share_of(const struct point *, pid_t process);
/* The same; it is made, if there is none so far.  NULL: memory ran out. */
struct point_share *share_make(struct point *, pid_t process);
/* Finds where it lies in the process that is meant; false: nowhere yet. */
bool share_resolve(struct debugger *, struct point *, struct point_share *, struct error *);
/* The process that is meant has it; a process has it no more. */
int share_arm(struct debugger *, struct point *, struct point_share *, struct error *);
void share_disarm(struct debugger *, const struct point *, struct point_share *);
void share_remove(struct point *, pid_t process);
void shares_disarm(struct debugger *, const struct point *);
void shares_free(struct point *);
/* In the process that is meant, what was nowhere may be somewhere now. */
void places_doubt(struct debugger *);
/* Where it is in the process that is meant; NULL: nowhere. */
const struct point_share *point_share(const struct debugger *, const struct point *);
/* Before the program runs: all processes have all that are wanted. */
void points_set(struct debugger *);
/* Before a process is let go of: it has none. */
void points_withdraw(struct debugger *, pid_t pid);
/* It is gone, or runs another program. */
void points_lose(struct debugger *, pid_t pid);
/* The child of a thread has a copy of its process's memory.  is_ours: what is done for that
 * thread is done for the child from now on. */
void points_inherit(struct debugger *, const struct inferior_thread *, bool is_ours);
void points_free(struct debugger *);
/* The thread that is meant stands at some; false: none of them is to stop it. */
bool stop_meets_points(struct debugger *, const struct inferior_thread *);
/* The same of signals and other events. */
bool stop_meets_event(struct debugger *, enum point_event, int signal);
/* Somebody waits for such events. */
bool points_want(const struct debugger *, enum point_event);
/* What it has stopped at was told. */
void point_done(struct debugger *);
/* Addresses of a place; -1 with error. */
int place_parse(struct debugger *, const char *, uint64_t *addresses, unsigned max, struct error *);
int places_parse(struct debugger *, const char *, bool is_quick, uint64_t *addresses, unsigned max,
                 struct error *);
/* A row of a list. */
void point_put(struct debugger *, struct sheet *, const struct point *);
void point_log(struct debugger *, const struct point *);
int debugger_break(struct debugger *, const char *, struct error *);
int debugger_tbreak(struct debugger *, const char *, struct error *);
int debugger_hbreak(struct debugger *, const char *, struct error *);
int debugger_watch(struct debugger *, const char *, struct error *);
int debugger_awatch(struct debugger *, const char *, struct error *);
int debugger_delete(struct debugger *, const char *, struct error *);
int debugger_enable(struct debugger *, const char *, struct error *);
int debugger_disable(struct debugger *, const char *, struct error *);
int debugger_ignore(struct debugger *, const char *, struct error *);
int debugger_condition(struct debugger *, const char *, struct error *);
int debugger_point_commands(struct debugger *, const char *, struct error *);
int debugger_log(struct debugger *, const char *, struct error *);
int points_show(struct debugger *, const char *, struct error *);

/* ---- calls */

/* Before the program runs: which are seen. */
void calls_give(struct debugger *);
/* Of struct inferior. */
bool calls_see(void *owner, struct inferior_thread *, const struct event *);
/* A thread stands in that call. */
void call_keep(struct debugger *, const struct event *);
void calls_forget(struct debugger *);
/* The point that has caught the call of a thread. */
unsigned call_point(const struct debugger *, pid_t tid);
/* Names of all calls, until take() says false. */
void calls_each(bool (*take)(void *owner, const char *name), void *owner);
/* Names of the arguments of a call, which a text begins with; NULL: of the one that was caught. */
void arguments_each(struct debugger *, const char *text,
                    bool (*take)(void *owner, const char *name), void *owner);
/* The call itself, as a trace shows it. */
void call_put(struct debugger *, struct sheet *, pid_t tid);
int debugger_catch(struct debugger *, const char *, struct error *);
int debugger_call(struct debugger *, const char *, struct error *);
int debugger_skip(struct debugger *, const char *, struct error *);
int debugger_again(struct debugger *, const char *, struct error *);
int debugger_args(struct debugger *, const char *, struct error *);
int argument_set(struct debugger *, const char *, struct error *);

/* ---- functions */

/* Expressions may, or may not, call functions of the program. */
void functions_allow(struct debugger *, bool allowed);

/* ---- looking */

uint64_t register_number(const struct subject *, const char *name);
int debugger_evaluate(struct debugger *, const char *text, uint64_t *value, struct error *);
/* What is to be watched: where it is, and how long. */
int watched_find(struct debugger *, const char *text, uint64_t *address, uint64_t *length,
                 struct error *);
int debugger_backtrace(struct debugger *, const char *, struct error *);
int debugger_frame(struct debugger *, const char *, struct error *);
int debugger_up(struct debugger *, const char *, struct error *);
int debugger_down(struct debugger *, const char *, struct error *);
int debugger_list(struct debugger *, const char *, struct error *);
int debugger_disassemble(struct debugger *, const char *, struct error *);
int debugger_telescope(struct debugger *, const char *, struct error *);
int debugger_search(struct debugger *, const char *, struct error *);
int debugger_context(struct debugger *, const char *, struct error *);
/* The context of where it stands; what has changed since context_keep() is marked.  From
 * above on the sheet has what the screen is to show as well, above it. */
int context_put(struct debugger *, struct sheet *, size_t above, struct error *);
void context_keep(struct debugger *);
/* "/x" before a value: its letter, or '\0' where none stands; -1 with error. */
int value_format(const char **text, char *format, struct error *);
int debugger_print(struct debugger *, const char *, struct error *);
int debugger_output(struct debugger *, const char *, struct error *);
int debugger_ptype(struct debugger *, const char *, struct error *);
int debugger_whatis(struct debugger *, const char *, struct error *);
int debugger_show(struct debugger *, const char *, struct error *);
int debugger_echo(struct debugger *, const char *, struct error *);
int debugger_printf(struct debugger *, const char *, struct error *);
int debugger_x(struct debugger *, const char *, struct error *);
int debugger_info(struct debugger *, const char *, struct error *);
int debugger_set(struct debugger *, const char *, struct error *);

/* ---- displays */

void displays_free(struct debugger *);
/* At a stop. */
void displays_put(struct debugger *, struct sheet *);
int displays_list(struct debugger *, const char *, struct error *);
int debugger_display(struct debugger *, const char *, struct error *);
int debugger_undisplay(struct debugger *, const char *, struct error *);

/* ---- one command for many */

int threads_apply(struct debugger *, const char *, struct error *);
int frames_apply(struct debugger *, const char *, struct error *);

/* ---- what files say of themselves */

int debugger_info_line(struct debugger *, const char *, struct error *);
int debugger_info_symbol(struct debugger *, const char *, struct error *);
int debugger_info_source(struct debugger *, const char *, struct error *);
int debugger_info_frame(struct debugger *, const char *, struct error *);
int debugger_info_libraries(struct debugger *, const char *, struct error *);
int debugger_info_functions(struct debugger *, const char *, struct error *);
int debugger_info_variables(struct debugger *, const char *, struct error *);
int debugger_info_types(struct debugger *, const char *, struct error *);

/* What "info" knows beside the rows of overview.h. */
struct info_topic {
	const char *name, *help;
	int (*show)(struct debugger *, const char *, struct error *);
};
extern const struct info_topic info_topics[]; /* ends with name NULL */

#endif
