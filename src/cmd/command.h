/* The subcommands: each a row in the list of command.c. */
#ifndef RASTRO_CMD_COMMAND_H
#define RASTRO_CMD_COMMAND_H

/* Which commands an option belongs to. */
enum {
	FOR_TRACE = 1 << 0,
	FOR_RECORD = 1 << 1,
	FOR_REPLAY = 1 << 2,
	FOR_MERGE = 1 << 3,
	FOR_TREE = 1 << 4,
	FOR_STEP = 1 << 5,
	FOR_PEEK = 1 << 6,
	FOR_POKE = 1 << 7,
	FOR_CALL = 1 << 8,
	FOR_SERVE = 1 << 9,
	FOR_DEBUG = 1 << 10,
	FOR_LIVE = FOR_TRACE | FOR_RECORD | FOR_STEP,
	FOR_PROGRAMS = FOR_LIVE | FOR_DEBUG, /* a command, and its arguments, may follow */
	FOR_VIEWS = FOR_TRACE | FOR_REPLAY | FOR_STEP,
	FOR_ALL = FOR_LIVE | FOR_VIEWS,
	FOR_READERS = FOR_MERGE | FOR_TREE,           /* of traces that were written before */
	FOR_INSPECT = FOR_PEEK | FOR_POKE | FOR_CALL, /* of one process, for a moment */
	FOR_ANY = FOR_ALL | FOR_READERS | FOR_INSPECT,
};

struct options;

struct command {
	const char *name;
	const char *usage;   /* what stands behind the program's name */
	const char *summary; /* one line */
	void (*help)(void);  /* prints what else there is to say; or NULL */
	unsigned options;    /* FOR_*: the options it has */
	/* Does the work; returns the exit status.  May die of a signal instead. */
	int (*run)(struct options *);
};

/* The first one is meant when none is named. */
extern const struct command trace_command, record_command, replay_command, step_command,
	merge_command, tree_command, peek_command, poke_command, call_command, serve_command,
	debug_command;
extern const struct command *const commands[]; /* ends with NULL */

/* NULL when there is none of that name. */
const struct command *command_find(const char *name);

#endif
