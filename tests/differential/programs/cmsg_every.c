// trace: sendmsg
// pids: none
// options: -a 1
/* Control messages of every level and type, with as much in them as some of them hold. */
#include "test.h"
#include <sys/uio.h>

enum { PAYLOAD_MAX = 128 };

static void send_control(int level, int type, size_t size)
{
	static union { struct cmsghdr head; unsigned char bytes[CMSG_SPACE(PAYLOAD_MAX)]; } control;
	struct msghdr message = { .msg_control = &control, .msg_controllen = CMSG_LEN(size) };

	control.head.cmsg_len = CMSG_LEN(size);
	control.head.cmsg_level = level;
	control.head.cmsg_type = type;
	for (unsigned i = 0; i < size; i++)
		CMSG_DATA(&control.head)[i] = i + 1;
	call(sendmsg, -1, &message, 0);
}

int main(void)
{
	static const short levels[] = { 0,   1,   6,   17,  41,  58,  132, 255, 256, 262, 263,
		                        268, 270, 271, 272, 277, 279, 280, 282, 283, 284, 287 };
	static const unsigned char sizes[] = { 1, 4, 12, 16, 48, PAYLOAD_MAX };

	for (unsigned i = 0; i < sizeof(levels) / sizeof(*levels); i++)
		for (int type = 0; type < 84; type++)
			for (unsigned k = 0; k < sizeof(sizes); k++)
				send_control(levels[i], type, sizes[k]);
	return 0;
}
