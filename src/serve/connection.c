/* Sockets, and packets through them. */
#include "serve/connection.h"

#include "base/guard.h"

#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

enum { WAIT_MS = 500 };

/* ---- listening */

static int listen_at(const struct addrinfo *address, int *port)
{
	struct sockaddr_in6 bound; /* the larger one of both */
	socklen_t length = sizeof(bound);
	const int on = 1;
	AUTO_CLOSE int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, address->ai_addr, address->ai_addrlen) < 0 || listen(fd, 1) < 0 ||
	    getsockname(fd, (struct sockaddr *)&bound, &length) < 0)
		return -errno;
	*port = ntohs(bound.sin6_port); /* IPv4 has it in the same place */
	int kept = fd;

	fd = -1;
	return kept;
}

const char *connection_path(const char *address)
{
	static const char prefix[] = "unix:";

	return strncmp(address, prefix, strlen(prefix)) == 0 ? address + strlen(prefix) : NULL;
}

/* What may be opened by others is not there for a moment. */
static int listen_at_path(const char *path, struct error *error)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	AUTO_CLOSE int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (!*path || strlen(path) >= sizeof(address.sun_path))
		return error_set(error, ERROR_USAGE,
		                 "cannot listen at '%s': a path is at most %zu "
		                 "bytes long",
		                 path, sizeof(address.sun_path) - 1);
	strcpy(address.sun_path, path);
	mode_t mask = umask(S_IRWXG | S_IRWXO);
	bool is_bound = fd >= 0 &&
	                bind(fd, (const struct sockaddr *)&address, sizeof(address)) == 0 &&
	                listen(fd, 1) == 0;
	int number = errno, kept = fd;

	umask(mask);
	if (!is_bound)
		return error_set(error, number, "Can't bind address: %s.", strerror(number));
	fd = -1;
	return kept;
}

static int listen_at_host(const char *address, int *port, struct error *error)
{
	const struct addrinfo wanted = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
	const char *colon = strrchr(address, ':');
	struct addrinfo *found = NULL;
	char host[CONNECTION_HOST_MAX];

	if (!colon || !colon[1] || (size_t)(colon - address) >= sizeof(host))
		return error_set(error, ERROR_USAGE, "'%s' is no HOST:PORT", address);
	bool has_brackets = *address == '[' && colon[-1] == ']';

	snprintf(host, sizeof(host), "%.*s", (int)(colon - address) - 2 * has_brackets,
	         address + has_brackets);
	/* Whoever reaches the port may do all that we may: nobody else is let in unasked. */
	const char *name = *host ? host : "127.0.0.1";
	int status = getaddrinfo(name, colon + 1, &wanted, &found);

	if (status != 0)
		return error_set(error, 0, "cannot listen at '%s': %s", address,
		                 gai_strerror(status));
	int fd = listen_at(found, port);

	freeaddrinfo(found);
	if (fd < 0)
		return error_set(error, -fd, "Can't bind address: %s.", strerror(-fd));
	return fd;
}

int connection_listen(const char *address, int *port, struct error *error)
{
	static const char prefix[] = "tcp:"; /* as gdb has it */
	const char *path = connection_path(address);

	if (path)
		return listen_at_path(path, error);
	if (strncmp(address, prefix, strlen(prefix)) == 0)
		address += strlen(prefix);
	return listen_at_host(address, port, error);
}

int connection_accept(int listener, char peer[CONNECTION_HOST_MAX], int *peer_port)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	char service[16] = "";
	const int on = 1;
	struct pollfd wait = { .fd = listener, .events = POLLIN };

	if (poll(&wait, 1, WAIT_MS) <= 0)
		return -EAGAIN;
	int fd = accept4(listener, (struct sockaddr *)&address, &length, SOCK_CLOEXEC);

	if (fd < 0)
		return -errno;
	/* Packets are short, and each is waited for. */
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	if (address.ss_family == AF_UNIX)
		strcpy(peer, "localhost");
	else if (getnameinfo((struct sockaddr *)&address, length, peer, CONNECTION_HOST_MAX,
	                     service, sizeof(service), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
		*peer = '\0';
	*peer_port = atoi(service);
	return fd;
}

struct connection *connection_open(int in, int out)
{
	struct connection *connection = calloc(1, sizeof(*connection));

	if (!connection)
		return NULL;
	connection->in = in;
	connection->out = out;
	return connection;
}

void connection_close(struct connection *connection)
{
	if (!connection)
		return;
	close(connection->in);
	if (connection->out != connection->in)
		close(connection->out);
	text_free(&connection->sent);
	free(connection);
}

static void show(const struct connection *connection, const char *way, const char *bytes,
                 size_t length)
{
	struct text line = { 0 };

	if (!connection->show)
		return;
	text_string(&line, way);
	for (size_t i = 0; i < length && i < CONNECTION_SHOWN_MAX; i++)
		if (bytes[i] >= ' ' && bytes[i] <= '~' && bytes[i] != '\\')
			text_char(&line, bytes[i]);
		else
			text_format(&line, "\\x%02x", (unsigned char)bytes[i]);
	text_string(&line, length > CONNECTION_SHOWN_MAX ? "..." : "");
	text_char(&line, '\0');
	if (!line.failed)
		connection->show(line.bytes);
	text_free(&line);
}

/* ---- sending */

static bool is_writable(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLOUT };

	return poll(&wait, 1, CONNECTION_PATIENCE_MS) == 1 || errno == EINTR;
}

static void send_bytes(struct connection *connection, const char *bytes, size_t length)
{
	while (length > 0 && !connection->is_broken) {
		ssize_t put = -1;

		errno = 0;
		if (!is_writable(connection->out)) {
			connection->is_broken = true;
			return;
		}
		/* What takes a part alone must not keep us for the rest. */
		put = send(connection->out, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (put < 0 && errno == ENOTSOCK)
			put = write(connection->out, bytes, length < PIPE_BUF ? length : PIPE_BUF);
		if (put < 0 && errno != EINTR && errno != EAGAIN)
			connection->is_broken = true;
		if (put > 0) {
			bytes += put;
			length -= (size_t)put;
		}
	}
}

void connection_send(struct connection *connection, const struct text *packet)
{
	struct text *sent = &connection->sent;

	show(connection, "-> ", packet->bytes, packet->length);
	sent->length = 0;
	packet_put(sent, packet->bytes, packet->length);
	if (sent->failed || packet->failed)
		connection->is_broken = true;
	else
		send_bytes(connection, sent->bytes, sent->length);
}

/* ---- receiving */

static bool receive(struct connection *connection, bool is_patient)
{
	struct pollfd wait = { .fd = connection->in, .events = POLLIN };
	/* A signal that came just before is looked at soon. */
	int ready = poll(&wait, 1, is_patient ? WAIT_MS : 0);

	if (ready <= 0)
		return false;
	ssize_t got = read(connection->in, connection->bytes, sizeof(connection->bytes));

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return false;
	connection->is_broken |= got <= 0;
	connection->taken = 0;
	connection->received = got > 0 ? (size_t)got : 0;
	return got > 0;
}

static enum connection_input take_byte(struct connection *connection)
{
	bool is_trusted = connection->is_trusted;

	switch (packet_read(&connection->reader, connection->bytes[connection->taken++])) {
	case PACKET_DATA:
		show(connection, "<- ", connection->reader.bytes, connection->reader.length);
		if (!is_trusted)
			send_bytes(connection, "+", 1);
		return CONNECTION_PACKET;
	case PACKET_INTERRUPT:
		return CONNECTION_INTERRUPT;
	case PACKET_BROKEN:
		if (!is_trusted)
			send_bytes(connection, "-", 1);
		break;
	case PACKET_REJECTED:
		if (!is_trusted)
			send_bytes(connection, connection->sent.bytes, connection->sent.length);
		break;
	case PACKET_ACCEPTED:
	case PACKET_NONE:
		break;
	}
	return CONNECTION_NOTHING;
}

enum connection_input connection_next(struct connection *connection, bool is_patient)
{
	while (!connection->is_broken) {
		while (connection->taken < connection->received) {
			enum connection_input input = take_byte(connection);

			if (input != CONNECTION_NOTHING)
				return input;
		}
		if (!receive(connection, is_patient) && !connection->is_broken)
			return CONNECTION_NOTHING;
	}
	return CONNECTION_END;
}
