/* The inside of the server; nobody else includes this.
 *
 *	server.c		the conversation: who has the word
 *	server_packets.c	what a client may ask for
 *	server_signals.c	numbers of signals
 *	server_transfers.c	things that are read piece by piece: descriptions, lists
 *	server_files.c		files that it wants to read */
#ifndef RASTRO_DEBUG_SERVER_PARTS_H
#define RASTRO_DEBUG_SERVER_PARTS_H

#include "debug/inferior.h"
#include "debug/server.h"

enum {
	SERVER_FILES_MAX = 32,
	SERVER_ACTIONS_MAX = 256,                /* of one vCont */
	SERVER_MEMORY_MAX = PACKET_MAX / 2 - 64, /* bytes of one answer */
	ANY_ID = 0,
	ALL_IDS = -1,
};

struct server {
	struct inferior *inferior;
	void (*tell)(const char *);
	bool is_over;    /* its end has been told */
	bool is_running; /* the client waits for a stop */
	pid_t general;   /* the thread that registers and memory are of */
	struct target target;
	bool has_target;
	unsigned target_execs; /* of the program it is of */
	/* What the client is able to read. */
	bool takes_processes, takes_breakpoints, takes_hardware, is_lldb;
	int files[SERVER_FILES_MAX];
	struct connection *connection; /* while it talks */
	volatile sig_atomic_t is_ending;
};

/* The thread that a packet is about, stopped; NULL: there is none. */
struct inferior_thread *server_general(const struct server *);
/* The thread's signals, from and to gdb's numbers; 0: no such signal. */
unsigned signal_to_wire(int signal);
int signal_from_wire(unsigned wire);

/* ---- packets */

/* Answers a packet; true: something runs now, and the answer is the stop that ends that. */
bool server_answer(struct server *, const char *packet, size_t length, struct text *reply);
/* What the last stop was. */
void server_put_stop(struct server *, struct text *);
void server_put_id(const struct server *, const struct inferior_thread *, struct text *);
/* Reads "p1.1", "1", "-1"; 0: any, -1: all. */
bool server_take_id(const char **at, pid_t *pid, pid_t *tid);
void server_put_error(struct text *, int number);
/* Registers of a stopped thread, and how they are numbered; 0 or -errno. */
int server_registers(struct server *, const struct inferior_thread *, struct register_file *);

/* "qXfer:" was read. */
void server_transfer(struct server *, const char *at, struct text *reply);
/* "vFile:" was read. */
void server_file(struct server *, const char *at, struct text *reply);
void server_close_files(struct server *);

#endif
