/* The line to a client: packets over a socket, or over standard input and output.
 *
 * Whoever is at the other end may send anything, or nothing, and may not read: we wait for
 * it only where there is nothing else to do, and give it up where it keeps us waiting. */
#ifndef RASTRO_SERVE_CONNECTION_H
#define RASTRO_SERVE_CONNECTION_H

#include "base/error.h"
#include "serve/packet.h"

enum {
	CONNECTION_HOST_MAX = 256,
	CONNECTION_PATIENCE_MS = 30000,
	CONNECTION_SHOWN_MAX = 1024, /* bytes of a packet that are shown */
};

enum connection_input {
	CONNECTION_NOTHING,   /* not yet; or a signal came */
	CONNECTION_PACKET,    /* reader.bytes */
	CONNECTION_INTERRUPT, /* what runs is to stop */
	CONNECTION_END,       /* the client is gone */
};

struct connection {
	int in, out;     /* may be the same */
	bool is_trusted; /* neither side acknowledges packets any more */
	bool is_broken;
	void (*show)(const char *line); /* every packet, both ways; or NULL */
	struct text sent;               /* the last one, should the client want it again */
	size_t taken, received;
	uint8_t bytes[4096]; /* what was received and not looked at yet */
	struct packet_reader reader;
};

/* A socket that listens at "HOST:PORT" or ":PORT", which is this machine alone; port 0 is any
 * that is free.  *port: which one it is.  Or at "unix:PATH", which is whoever may open that
 * file.  -1 with error. */
int connection_listen(const char *address, int *port, struct error *);
/* The file of such an address, or NULL. */
const char *connection_path(const char *address);
/* The next client; peer: who it is.  -errno; -EAGAIN: none yet. */
int connection_accept(int listener, char peer[CONNECTION_HOST_MAX], int *peer_port);

/* Owns the descriptors from now on.  NULL when memory ran out. */
struct connection *connection_open(int in, int out);
void connection_close(struct connection *);

/* What came; is_patient: waits for it. */
enum connection_input connection_next(struct connection *, bool is_patient);
void connection_send(struct connection *, const struct text *packet);

#endif
