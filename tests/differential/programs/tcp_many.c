// trace: accept,send,recv,sendto,recvfrom
// also: -yy
/* Among so many other sockets that the kernel lists them in several pieces. */
#include "test.h"
#include <netinet/in.h>

enum { OTHERS = 600 };

int main(void)
{
	struct sockaddr_in self = { AF_INET, 0, { htonl(INADDR_LOOPBACK) } };
	unsigned int size = sizeof(self);
	char buffer[16];

	for (int i = 0; i < OTHERS; i++)
		listen(socket(AF_INET, SOCK_STREAM, 0), 1);
	int listener = socket(AF_INET, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), server;

	bind(listener, (void *)&self, sizeof(self));
	listen(listener, 1);
	getsockname(listener, (void *)&self, &size);
	connect(client, (void *)&self, sizeof(self));
	server = accept(listener, (void *)&self, &size);
	send(client, "hello", 5, 0);
	recv(server, buffer, 16, 0);
	return 0;
}
