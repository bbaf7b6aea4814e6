/* A server of gdb's remote protocol: one process, stopped and let go as a client wants.
 *
 * The client sees it stopped as a whole or running as a whole.  Whatever it sends is
 * answered, however wrong it is; what we do not know with an empty packet, as the protocol
 * wants it. */
#ifndef RASTRO_SERVE_SERVER_H
#define RASTRO_SERVE_SERVER_H

#include "base/error.h"
#include "engine/engine.h"
#include "serve/connection.h"

#include <stdbool.h>
#include <sys/types.h>

struct event;
struct filter;
struct server;
struct stream;
struct view;

enum served {
	SERVED_ENDED,       /* the process has ended, was killed or was let go */
	SERVED_LEFT,        /* the client has gone, and left the process stopped or running */
	SERVED_INTERRUPTED, /* server_interrupt() was called */
};

/* What is traced meanwhile; all of it borrowed. */
struct server_tracing {
	const struct view *view;
	struct filter *filter;
	struct stream *out; /* where lines go from the beginning on; NULL: nowhere */
	/* Instead, somebody is shown all that is met, but for what the client does. */
	void (*show)(void *owner, const struct event *);
	void *owner;
};

struct server_options {
	struct launch launch;  /* argv NULL: there is nothing to start yet; file is not needed */
	unsigned wrapper;      /* so many words of argv only start the program that is meant */
	bool random_addresses; /* of what is started */
	pid_t pid;             /* to attach to, if there is nothing to start */
	/* Or a process that is traced already, as of struct inferior_options; tracing, with
	 * show(), is needed. */
	struct engine *traced;
	const struct event *at;
	bool stays;                           /* without a process, too: clients bring their own */
	const struct server_tracing *tracing; /* NULL: nothing can be */
	bool shows_packets;                   /* all that is said, through tell() */
	const char *disabled; /* packets that it is not to know, separated by commas; or NULL */
	/* Lines that people and scripts expect of such a server: "Child exited with status 0". */
	void (*tell)(const char *text);
};

struct server *server_create(const struct server_options *, struct error *);
pid_t server_pid(const struct server *);
/* Until the client leaves, or there is nothing left to look at. */
enum served server_talk(struct server *, struct connection *);
/* Bytes of the client's have come, or (is_end) we are to end.  Async-signal-safe. */
void server_interrupt(struct server *, bool is_end);
/* Kills what was launched, and leaves what was attached to as it would be without us. */
void server_destroy(struct server *);

#endif
