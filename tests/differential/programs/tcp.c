// trace: network,close
// also: -y
// also: -yy
#include "test.h"
#include <netinet/in.h>

int main(void)
{
	struct sockaddr_in self = { AF_INET, 0, { htonl(INADDR_LOOPBACK) } };
	unsigned int size = sizeof(self);
	int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), server;
	char buffer[16];

	bind(listener, (void *)&self, sizeof(self));
	listen(listener, 1);
	getsockname(listener, (void *)&self, &size);
	connect(client, (void *)&self, sizeof(self));
	server = accept(listener, (void *)&self, &size);
	send(client, "hello", 5, 0);
	recv(server, buffer, 16, 0);
	shutdown(server, SHUT_RDWR);
	recv(client, buffer, 16, 0);
	call(close, server);
	call(close, client);
	call(close, listener);
	return 0;
}
