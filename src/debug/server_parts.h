/* The inside of the server; nobody else includes this.
 *
 *	server.c		the conversation: who has the word
 *	server_threads.c	threads: what stops them, and how they go on
 *	server_points.c		what the CPU looks out for
 *	server_packets.c	what a client may ask for
 *	server_transfers.c	things that are read piece by piece: descriptions, lists
 *	server_files.c		files that it wants to read */
#ifndef RASTRO_DEBUG_SERVER_PARTS_H
#define RASTRO_DEBUG_SERVER_PARTS_H

#include "arch/target.h"
#include "base/map.h"
#include "debug/server.h"
#include "engine/engine.h"

#include <signal.h>

enum {
	SERVER_FILES_MAX = 32,
	SERVER_ACTIONS_MAX = 256,                /* of one vCont */
	SERVER_MEMORY_MAX = PACKET_MAX / 2 - 64, /* bytes of one answer */
	SERVER_SIGNALS = 65,
	SERVER_CALLS = 1024, /* numbers of calls that a client may wait for */
	ANY_ID = 0,
	ALL_IDS = -1,
};

enum stop_kind {
	STOP_NONE, /* because others were */
	STOP_SIGNAL,
	STOP_BREAKPOINT, /* of software: the instruction is at the instruction pointer */
	STOP_HARDWARE,
	STOP_STEP,
	STOP_EXEC,
	STOP_ENTRY, /* of a call that the client waits for */
	STOP_RETURN,
	STOP_EXITED, /* the whole process */
	STOP_KILLED,
};

/* What the client wants to be watched is split among the CPU's points, which are alike in all
 * threads. */
struct server_point {
	uint64_t address, length; /* as the client gave them; length 0: there is none */
	char type;                /* the letter of its packet: '1', '2', '4' */
	uint64_t met;             /* where the part lies that this one looks out for */
};

struct server_thread {
	pid_t pid, tid;
	bool is_running;
	bool is_new;       /* its first stop is still to come */
	bool is_at_signal; /* stands before the delivery of one */
	bool is_at_fault;  /* that one is of an instruction that failed */
	bool is_ranging;   /* steps on while it is between range_start and range_end */
	bool is_untold;    /* its stop has not been told yet */
	uint64_t range_start, range_end;
	enum stop_kind stop;
	int stop_signal;
	uint32_t call;             /* of STOP_ENTRY and STOP_RETURN */
	struct server_point point; /* of STOP_HARDWARE, as it was then */
	unsigned points_version;   /* of the points that it has */
	int signal;                /* to be delivered when it goes on; 0: none */
	int sent;                  /* a signal that we sent to be delivered, and will pass by */
};

struct server {
	struct engine *engine;
	const struct engine_steering *steering;
	void (*tell)(const char *);
	struct map threads; /* by tid */
	unsigned running;   /* how many of them run */
	pid_t pid;
	bool was_launched;
	bool is_over;       /* its end has been told */
	bool is_stopping;   /* all threads are being stopped */
	bool is_running;    /* the client waits for a stop */
	enum stop_kind end; /* of the process; STOP_NONE: it lives */
	int end_status;     /* exit status or signal */
	pid_t current;      /* the thread that the last stop was told of */
	pid_t general;      /* the one that registers and memory are of */
	struct target target;
	bool has_target;
	/* What the client is able to read. */
	bool takes_processes, takes_breakpoints, takes_hardware, is_lldb;
	bool catches, catches_all;
	uint64_t caught[SERVER_CALLS / 64]; /* calls by number */
	struct server_point points[TARGET_WATCHES_MAX];
	struct target_point parts[TARGET_WATCHES_MAX];
	unsigned points_version; /* 0: there have never been any */
	uint64_t passed;         /* bit n: signal n is delivered without a word */
	int files[SERVER_FILES_MAX];
	struct connection *connection; /* while it talks */
	volatile sig_atomic_t is_ending;
};

/* ---- threads */

struct server_thread *server_thread(const struct server *, pid_t tid);
/* The one that a packet is about, stopped; NULL: there is none. */
struct server_thread *server_general(const struct server *);
/* The process is started, or attached to, and stopped.  -1 with error. */
int server_begin(struct server *, const struct server_options *, struct error *);
/* Stops all threads, because the client wants it. */
void server_stop_as_asked(struct server *);
/* It has met something that the client is still to hear of; not a point that is gone. */
bool server_is_untold(const struct server *, const struct server_thread *);
/* Waits for something to tell.  True: there is; false: the client wants something, or has
 * left, or we are to end. */
bool server_wait(struct server *);
/* Lets a thread go on. */
void server_resume(struct server *, struct server_thread *, enum resume, int signal);
/* All run on by themselves. */
void server_leave(struct server *);
void server_kill(struct server *);
/* The thread's signals, from and to gdb's numbers; 0: no such signal. */
unsigned signal_to_wire(int signal);
int signal_from_wire(unsigned wire);

/* ---- points of the hardware */

/* Both 0 or -errno; -ENOSPC: the CPU has no more. */
int server_point_add(struct server *, char type, uint64_t address, uint64_t length);
int server_point_remove(struct server *, char type, uint64_t address, uint64_t length);
void server_points_clear(struct server *);
/* Before a stopped thread goes on. */
void server_points_give(struct server *, struct server_thread *);
/* It has not been taken away. */
bool server_point_stands(const struct server *, const struct server_point *);
/* The thread has stopped at one, which is noted with it. */
bool server_points_met(struct server *, struct server_thread *);

/* ---- packets */

/* Answers a packet; true: something runs now, and the answer is the stop that ends that. */
bool server_answer(struct server *, const char *packet, size_t length, struct text *reply);
/* What the last stop was. */
void server_put_stop(struct server *, struct text *);
void server_put_id(const struct server *, const struct server_thread *, struct text *);
/* Reads "p1.1", "1", "-1"; 0: any, -1: all. */
bool server_take_id(const char **at, pid_t *pid, pid_t *tid);
void server_put_error(struct text *, int number);
/* Registers of a stopped thread, and how they are numbered; 0 or -errno. */
int server_registers(struct server *, const struct server_thread *, struct register_file *);

/* "qXfer:" was read. */
void server_transfer(struct server *, const char *at, struct text *reply);
/* "vFile:" was read. */
void server_file(struct server *, const char *at, struct text *reply);
void server_close_files(struct server *);

#endif
