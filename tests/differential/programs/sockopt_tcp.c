// trace: setsockopt,getsockopt
// mask: TCP_INFO, .*
// mask: TCP_CONGESTION, [^)]*
#include "test.h"
#include <netinet/in.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	char value[64];
	unsigned int size;

	for (int option = 0; option < 46; option++) {
		if (option == 24 /* TCP_TIMESTAMP, a clock */)
			continue;
		size = 8;
		memset(value, 0, sizeof(value));
		call(getsockopt, fd, IPPROTO_TCP, option, value, &size);
	}
	call(setsockopt, fd, IPPROTO_TCP, 1 /* NODELAY */, &(int){ 1 }, 4);
	call(setsockopt, fd, IPPROTO_TCP, 4 /* KEEPIDLE */, &(int){ 60 }, 4);
	call(setsockopt, fd, IPPROTO_TCP, 13 /* CONGESTION */, "reno", 4);
	call(setsockopt, fd, IPPROTO_TCP, 31 /* ULP */, "tls", 4);
	call(setsockopt, fd, IPPROTO_UDP, 103, &(int){ 1 }, 4);
	call(getsockopt, fd, IPPROTO_UDP, 1, value, &size);
	call(setsockopt, fd, IPPROTO_SCTP, 1, value, 8);
	return 0;
}
