/* The inside of the server; nobody else includes this.
 *
 *	server.c		the conversation: who has the word
 *	server_programs.c	what is served: programs that are started, and end
 *	server_packets.c	what a client may ask for
 *	server_memory.c		searching memory, and what there is of it
 *	server_trace.c		the trace, which goes on meanwhile
 *	server_monitor.c	commands of a person to the server
 *	server_system.c		what else there is on the system
 *	server_tls.c		where threads have variables of their own
 *	server_lldb.c		what only lldb asks for
 *	server_breaks.c		breakpoints, with the conditions that it gives them
 *	server_btrace.c		what threads have executed
 *	server_signals.c	numbers of signals, and what becomes of them
 *	server_transfers.c	things that are read piece by piece: descriptions, lists
 *	server_files.c		files that it wants to read */
#ifndef RASTRO_SERVE_SERVER_PARTS_H
#define RASTRO_SERVE_SERVER_PARTS_H

#include "debug/inferior.h"
#include "rules/filter.h"
#include "serve/server.h"

enum {
	SERVER_FILES_MAX = 32,
	SERVER_KEPT_MAX = 16,                    /* register files */
	SERVER_AREAS_MAX = 256,                  /* of memory that the client wanted */
	SERVER_COMMAND_MAX = 1024,               /* bytes behind "monitor" */
	SERVER_WORDS_MAX = 65536,                /* of a command, or an environment */
	SERVER_ACTIONS_MAX = 256,                /* of one vCont */
	SERVER_MEMORY_MAX = PACKET_MAX / 2 - 64, /* bytes of one answer */
	ANY_ID = 0,
	ALL_IDS = -1,
};

/* Memory of the process that a client had mapped; length 0: none. */
struct server_area {
	uint64_t address, length;
};

struct server {
	struct inferior *inferior; /* NULL: there is none now */
	void (*tell)(const char *);
	bool is_over;    /* its end has been told */
	bool is_running; /* the client waits for a stop */
	pid_t general;   /* the thread that registers and memory are of */
	struct target target;
	bool has_target;
	pid_t target_pid;      /* of the process it is of, */
	unsigned target_execs; /* and its program */
	/* What the client is able to read. */
	bool takes_processes, takes_breakpoints, takes_hardware, takes_suffixes;
	bool takes_forks, takes_vforks;
	bool is_lldb;
	bool is_extended; /* it stays when a process has ended, and wants another one */
	bool stays;       /* so do we */
	/* What every process is to be treated like. */
	uint64_t passed, withheld;
	bool tells_threads;
	bool catches;
	uint64_t caught[INFERIOR_CALLS / 64];
	/* How programs are started. */
	struct launch launch; /* but for what follows */
	char **words;         /* those of the wrapper come first; or NULL */
	unsigned wrapper;
	char **environment;
	char *folder; /* NULL: ours */
	bool random_addresses;
	const char *disabled; /* packets that are not known, separated by commas; or NULL */
	bool shows_packets;
	struct map breaks;              /* those of software; see server_breaks.c */
	struct register_file registers; /* of the thread whose condition is tested: */
	const struct inferior_thread *tested;
	bool has_all_registers;     /* not the general ones alone */
	uint64_t tls_description;   /* an address that the client has told; 0: it has not */
	size_t btrace_size;         /* bytes for what a thread executes; 0: as many as is usual */
	struct text piece;          /* of what is read in pieces, but made once */
	struct server_trace *trace; /* NULL: there is none */
	int files[SERVER_FILES_MAX];
	struct register_file *kept[SERVER_KEPT_MAX]; /* for the client; NULL: free */
	struct server_area areas[SERVER_AREAS_MAX];
	pid_t root;                    /* the process whose file system paths are of; 0: ours */
	struct connection *connection; /* while it talks */
	volatile sig_atomic_t is_ending;
};

/* The thread that a packet is about, stopped; NULL: there is none. */
struct inferior_thread *server_general(const struct server *);
/* As of inferior.h; without a process there are none. */
struct inferior_thread *server_thread(const struct server *, pid_t tid);
struct inferior_thread *server_next(const struct server *, size_t *index);
/* The thread's signals, from and to gdb's numbers; 0: no such signal. */
unsigned signal_to_wire(int signal);
int signal_from_wire(unsigned wire);
/* The same as the client has them. */
unsigned server_signal_put(const struct server *, int signal);
int server_signal_take(const struct server *, uint64_t wire);

/* ---- packets */

/* What a handler works on. */
struct request {
	struct server *server;
	const char *at, *end; /* behind the name; a NUL stands at the end */
	struct text *reply;
	bool is_silent; /* no answer now */
};

enum packet_how {
	PACKET_WHOLE = 1 << 0, /* nothing follows the name */
	PACKET_FREE = 1 << 1,  /* it needs no process */
};

struct packet_row {
	const char *name; /* NULL ends a table; arguments follow */
	void (*answer)(struct request *);
	unsigned how; /* enum packet_how */
};
extern const struct packet_row program_packets[], memory_packets[], monitor_packets[],
	tls_packets[], lldb_packets[], btrace_packets[], signal_packets[];

void request_ok(struct request *);
void request_fail(struct request *, int number);
/* Each takes something from the front, if it is there. */
bool request_char(struct request *, char wanted);
bool request_number(struct request *, uint64_t *number); /* hexadecimal */

/* Answers a packet; true: something runs now, and the answer is the stop that ends that. */
bool server_answer(struct server *, const char *packet, size_t length, struct text *reply);
/* What the last stop was. */
void server_put_stop(struct server *, struct text *);
void server_put_thread_stop(struct server *, const struct inferior_thread *, struct text *);
void server_put_id(const struct server *, const struct inferior_thread *, struct text *);
/* Reads "p1.1", "1", "-1"; 0: any, -1: all. */
bool server_take_id(const char **at, pid_t *pid, pid_t *tid);
void server_put_error(struct text *, int number);
void server_put_number(struct text *, uint64_t number); /* hexadecimal */
/* What is known of how registers are numbered is of that thread's program. */
bool server_knows_target(const struct server *, const struct inferior_thread *);
/* Registers of a stopped thread, and how they are numbered; 0 or -errno. */
int server_registers(struct server *, const struct inferior_thread *, struct register_file *);

/* list: what stands behind the address and the kind, ";X3,220027;cmds:0,X..."; both return 0
 * or -errno. */
int server_break_add(struct server *, uint64_t address, const char *list);
int server_break_remove(struct server *, uint64_t address);
/* Those are forgotten that have gone with a program, or a process. */
void server_breaks_sweep(struct server *);
/* The child that a thread has made has all that its process has. */
void server_breaks_inherit(struct server *, const struct inferior_thread *);
void server_breaks_clear(struct server *);
/* As the client wants every process to be treated. */
void server_settings_apply(struct server *);

/* ---- what is served */

/* Starts or attaches to what options say.  -1 with error. */
int server_programs_begin(struct server *, const struct server_options *, struct error *);
int server_run(struct server *, struct error *);
int server_attach(struct server *, pid_t pid, struct error *);
/* All processes have ended, or were let go: so is the conversation, unless the client wants more.
 */
void server_finish(struct server *);
/* There is no process any more.  What lives is left, or killed. */
void server_drop(struct server *);
void server_programs_end(struct server *);

/* ---- the trace */

int server_trace_begin(struct server *, const struct server_tracing *, struct error *);
/* What the engine has to keep of calls for it. */
struct engine_options server_trace_engine(const struct server *);
/* Of struct inferior; owner: the server. */
bool server_trace_see(void *owner, struct inferior_thread *, const struct event *);
/* The process is seen from now on, if it is to be. */
void server_trace_apply(struct server *);
void server_trace_flush(struct server *);
/* Commands of a person; false: there is no trace, or that is no number. */
bool server_trace_tail(struct server *, const char *lines, struct text *said);
bool server_trace_switch(struct server *, bool is_on);
void server_trace_end(struct server *);

/* ---- what threads have executed */

/* As of struct object_row. */
int server_btrace(struct server *, const char *annex, struct text *);
int server_btrace_settings(struct server *, const char *annex, struct text *);
void server_btrace_end(struct server *);

/* ---- for lldb */

/* Parts of a stop: why that thread stopped; where all threads stand. */
void server_put_reason(const struct inferior_thread *, struct text *);
void server_put_threads(struct server *, struct text *);
void server_forget_registers(struct server *);

/* ---- memory, objects, files */

/* As the program has it, whatever we have changed for a moment; as of memory.h. */
ssize_t server_memory_read(struct server *, uint64_t address, void *, size_t length);

/* "qXfer:" was read. */
void server_transfer(struct server *, const char *at, struct text *reply);
/* Where the loader leaves the address of its list; 0: nowhere. */
uint64_t server_loader_place(struct server *);
/* As of struct object_row. */
int server_system(struct server *, const char *annex, struct text *);
/* "vFile:" was read. */
void server_file(struct server *, const char *at, struct text *reply);
void server_close_files(struct server *);

#endif
