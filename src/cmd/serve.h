/* Serving a process to debuggers, whoever's command line asked for it. */
#ifndef RASTRO_CMD_SERVE_H
#define RASTRO_CMD_SERVE_H

#include "base/error.h"
#include "serve/server.h"

#include <stdbool.h>
#include <sys/types.h>

struct serve_settings {
	const char
		*address; /* "HOST:PORT", "unix:PATH"; "-" or "stdio": standard input and output */
	char *const *command; /* NULL: pid is attached to, if there is one */
	unsigned wrapper;     /* so many words of it only start the program that is meant */
	pid_t pid;
	const char *user, *argv0; /* of the command, or NULL */
	bool is_once;             /* the first client is the last one */
	bool is_multi;            /* clients bring programs, or say which process */
	bool random_addresses;
	struct server_tracing tracing;
	bool shows_packets;   /* all that is said, on standard error */
	const char *disabled; /* packets that are not to be known, separated by commas; or NULL */
};

/* From now on signals end what the server (NULL: none) does, and tell it of what clients say; those
 * of a terminal's keys do not, if a client has it. */
void serve_signals(struct server *, bool client_has_terminal);
/* The signal that has ended it; 0: none. */
int serve_signal(void);
/* Serves one client, whose descriptors are closed. */
enum served serve_client(struct server *, int in, int out);

/* Until nothing is left to serve; says on standard error what scripts wait for.  Returns 0, or
 * -1 with error when it cannot begin. */
int serve(const struct serve_settings *, struct error *);

/* True when the program goes by the name of gdbserver, and is to behave so. */
bool program_is_gdbserver(const char *program);
/* The whole program, then: returns its exit status. */
int gdbserver_run(int argc, char **argv);

#endif
