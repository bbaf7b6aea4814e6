/* What the command line says, checked and complete. */
#ifndef RASTRO_CMD_OPTIONS_H
#define RASTRO_CMD_OPTIONS_H

#include "cmd/command.h"
#include "cmd/tips.h"
#include "engine/step_window.h"
#include "output/color.h"
#include "output/summary.h"
#include "output/view.h"
#include "rules/filter.h"
#include "rules/inject.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* -I: what becomes of signals that would end us. */
enum interruptible {
	INTERRUPTIBLE_UNSET,
	INTERRUPTIBLE_ANYWHERE,   /* they end us at once */
	INTERRUPTIBLE_WAITING,    /* they end the tracing in good order */
	INTERRUPTIBLE_NEVER,      /* they are ignored */
	INTERRUPTIBLE_NEVER_TSTP, /* and so is ^Z */
};

enum summary_mode { SUMMARY_NONE, SUMMARY_ONLY /* -c */, SUMMARY_TOO /* -C */ };
enum color_mode { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* How often or in which spelling something was asked for: some options have a
 * short form that counts and a long one with an argument, and not both go. */
struct option_counts {
	unsigned follow, daemonize, hex, fds, clock, quiet, outcome, deprecated_follow, stacks;
	bool long_follow, long_separate, long_daemonize, long_hex, long_fds, long_clock, long_quiet,
		long_stacks;
	bool sorted, columns;
};

struct word_list {
	char **words;
	unsigned count;
};

struct options {
	const char *program; /* argv[0] */
	bool alone;          /* called as strace: there are no subcommands */
	const struct command *of;
	struct option_counts counts;
	bool finished; /* help or the like was asked for, and given */

	/* Who is traced. */
	char **command; /* NULL: none; ends with NULL */
	pid_t *pids;
	unsigned pid_count;
	struct word_list environment; /* -E: VAR=VALUE, or VAR to take it away */
	const char *user, *argv0;
	unsigned daemonize; /* 0 .. 3 */
	bool follow, detach_on_exec, kill_on_exit, seccomp, no_seccomp;
	enum interruptible interruptible;
	const char *engine; /* NULL: the best */
	bool debug;
	const char *stop_at; /* a call that gdb is waited for at; NULL: none */
	bool gdb;            /* which is started */
	uint32_t capture_size;
	bool insns;      /* every instruction is an event */
	bool functions;  /* instead, functions that are called and left */
	bool every_step; /* for which nothing is put into the program */
	struct step_window window;
	uint64_t step_limit; /* 0: none */
	unsigned last_steps; /* kept for the end; 0: all are shown */

	/* What is shown, how, and where. */
	struct word_list descriptions; /* --describe: files */
	struct inject_rules inject;    /* -e inject=, -e fault= */
	struct filter filter;
	struct word_list paths; /* -P */
	struct view view;
	enum summary_mode summary;
	struct summary_form summary_form;
	uint64_t syscall_limit; /* 0: none */
	enum tip_format tip_format;
	unsigned tip;
	unsigned stacks;     /* 1: with symbols; 2: with lines of the source, too */
	unsigned frames_max; /* of each */
	const char *format;  /* name of a sink */
	const char *output;  /* NULL: standard error, or output of a replay */
	bool append, separate, always_pid;
	bool once;             /* serve: the first client is the last one */
	bool multi;            /* serve: clients bring what is served */
	bool random_addresses; /* serve: programs are loaded anywhere */
	struct word_list said; /* debug: "source" or "", and a file or command; in pairs */
	bool explain;          /* debug: tell what is asked of the kernel */
	bool batch;            /* debug: nothing more is read after that */
	bool force;            /* do what may harm the process that is looked at */
	enum color_mode color;
	struct palette palette;
};

/* True when the program goes by the name of strace, and is to behave so. */
bool program_is_strace(const char *program);

/* What parsing says to do next. */
enum parsed { PARSED_RUN, PARSED_DONE, PARSED_WRONG };

/* Fills options.  Prints help and such, and what is wrong; the caller exits
 * with 0 on PARSED_DONE and 1 on PARSED_WRONG.  argv[0] is the program's name;
 * options borrow from argv. */
enum parsed options_parse(struct options *, const struct command *, int argc, char **argv);
/* Gives back what options hold, whatever parsing said. */
void options_release(struct options *);

/* Our environment with the changes of -E, which are made. */
char *const *options_environment(const struct options *);

/* Decides how lines tell who wrote them; several: whether there may be more than one. */
void options_settle_pids(struct options *, bool several);
/* Calls may be recorded inside programs, where no names can be asked for. */
bool options_are_hybrid(const struct options *);

#endif
