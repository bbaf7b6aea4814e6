/* Control messages whose lengths would take a reader past the end of memory, in a circle, or backwards. */
#define _GNU_SOURCE
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	static const size_t lengths[] = {
		-1, -2, -7, -8, -15, -16, -17, -24, -32, -48, (size_t)-1 / 2, (size_t)-1 / 2 + 1,
		(size_t)-1 & ~7, 0x7ffffff8, 0x80000000, 0xfffffff0, 0, 1, 7, 8, 15, 16, 17, 4096,
	};
	static union { char bytes[65536]; struct cmsghdr head; } control;
	struct msghdr message = { .msg_control = control.bytes };

	alarm(60);
	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
		for (int level = 0; level < 3; level++) {
			struct cmsghdr head = { .cmsg_len = lengths[i], .cmsg_level = level, .cmsg_type = 1 };

			for (size_t offset = 0; offset < sizeof(control.bytes); offset += sizeof(head))
				memcpy(control.bytes + offset, &head, sizeof(head));
			message.msg_controllen = sizeof(control.bytes);
			syscall(SYS_sendmsg, -1, &message, 0);
			message.msg_controllen = -1;
			syscall(SYS_sendmsg, -1, &message, 0);
			message.msg_controllen = lengths[i];
			syscall(SYS_sendmsg, -1, &message, 0);
			syscall(SYS_recvmsg, -1, &message, 0);
		}
	return 42;
}
