/* Messages with names, vectors and control data, good and damaged. */
// rastro: -a 1 -e trace=sendmsg,recvmsg,sendmmsg,recvmmsg
// abi: x86_64
#include "golden.h"

#include <netinet/in.h>
#include <sys/socket.h>

static int sender, receiver;

static void plain(void)
{
	struct iovec out[2] = { { "hello", 5 }, { " world", 6 } };
	char head[4], tail[20], name[32];
	struct iovec in[2] = { { head, 4 }, { tail, 20 } };
	struct msghdr message = { .msg_iov = out, .msg_iovlen = 2 };

	long result = syscall(SYS_sendmsg, sender, &message, MSG_NOSIGNAL);
	expect("sendmsg(%d, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"hello\", iov_len=5}, "
	       "{iov_base=\" world\", iov_len=6}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, "
	       "MSG_NOSIGNAL) = %s\n", sender, result_text(result));
	message = (struct msghdr){ .msg_iov = in, .msg_iovlen = 2, .msg_name = name,
				   .msg_namelen = sizeof(name) };
	result = syscall(SYS_recvmsg, receiver, &message, 0);
	expect("recvmsg(%d, {msg_name=%p, msg_namelen=32 => 0, msg_iov=[{iov_base=\"hell\", iov_len=4}, "
	       "{iov_base=\"o world\", iov_len=20}], msg_iovlen=2, msg_controllen=0, msg_flags=0}, 0) = %s\n",
	       receiver, (void *)name, result_text(result));
	message.msg_namelen = 7;
	result = syscall(SYS_recvmsg, receiver, &message, MSG_DONTWAIT);
	expect("recvmsg(%d, {msg_namelen=7}, MSG_DONTWAIT) = %s\n", receiver, result_text(result));
	result = syscall(SYS_recvmsg, receiver, unreadable(), 0);
	expect("recvmsg(%d, %p, 0) = %s\n", receiver, unreadable(), result_text(result));
}

static void control(void)
{
	struct {
		struct cmsghdr header;
		int data[4];
	} rights = { { 20, SOL_SOCKET, SCM_RIGHTS }, { -1 } };
	struct iovec out = { "x", 1 };
	struct msghdr message = { .msg_iov = &out, .msg_iovlen = 1, .msg_control = &rights,
				  .msg_controllen = 24 };

	long result = syscall(SYS_sendmsg, -1, &message, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", iov_len=1}], "
	       "msg_iovlen=1, msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS, "
	       "cmsg_data=[-1]}], msg_controllen=24, msg_flags=0}, 0) = %s\n", result_text(result));
	rights.header.cmsg_len = -8;
	result = syscall(SYS_sendmsg, -1, &message, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", iov_len=1}], "
	       "msg_iovlen=1, msg_control=[{cmsg_len=18446744073709551608, cmsg_level=SOL_SOCKET, "
	       "cmsg_type=SCM_RIGHTS, cmsg_data=[-1, 0]}], msg_controllen=24, msg_flags=0}, 0) = %s\n",
	       result_text(result));
	rights.header = (struct cmsghdr){ 3, SOL_IP, IP_TTL };
	result = syscall(SYS_sendmsg, -1, &message, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", iov_len=1}], "
	       "msg_iovlen=1, msg_control=[{cmsg_len=3, cmsg_level=SOL_IP, cmsg_type=IP_TTL}, "
	       "... /* %p */], msg_controllen=24, msg_flags=0}, 0) = %s\n", (void *)rights.data,
	       result_text(result));
	message.msg_control = unreadable();
	result = syscall(SYS_sendmsg, -1, &message, 0);
	expect("sendmsg(-1, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"x\", iov_len=1}], "
	       "msg_iovlen=1, msg_control=%p, msg_controllen=24, msg_flags=0}, 0) = %s\n", unreadable(),
	       result_text(result));
}

static void several(void)
{
	struct iovec out[2] = { { "one", 3 }, { "two!", 4 } };
	char buffer[2][9];
	struct iovec in[2] = { { buffer[0], 9 }, { buffer[1], 9 } };
	struct mmsghdr messages[2] = { { { .msg_iov = &out[0], .msg_iovlen = 1 }, 0 },
				       { { .msg_iov = &out[1], .msg_iovlen = 1 }, 0 } };
	const char *const shown = "{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"%s\", "
				  "iov_len=%d}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, msg_len=%d}";
	char first[200], second[200];

	long result = syscall(SYS_sendmmsg, sender, messages, 2, 0);
	snprintf(first, sizeof(first), shown, "one", 3, 3);
	snprintf(second, sizeof(second), shown, "two!", 4, 4);
	expect("sendmmsg(%d, [%s, %s], 2, 0) = %s\n", sender, first, second, result_text(result));
	for (int i = 0; i < 2; i++)
		messages[i] = (struct mmsghdr){ { .msg_iov = &in[i], .msg_iovlen = 1 }, 0 };
	result = syscall(SYS_recvmmsg, receiver, messages, 2, MSG_DONTWAIT, NULL);
	snprintf(first, sizeof(first), shown, "one", 9, 3);
	snprintf(second, sizeof(second), shown, "two!", 9, 4);
	expect("recvmmsg(%d, [%s, %s], 2, MSG_DONTWAIT, NULL) = %s\n", receiver, first, second,
	       result_text(result));
	result = syscall(SYS_recvmmsg, receiver, messages, 2, MSG_DONTWAIT, NULL);
	expect("recvmmsg(%d, %p, 2, MSG_DONTWAIT, NULL) = %s\n", receiver, (void *)messages,
	       result_text(result));
}

int main(void)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, pair))
		return 1;
	sender = pair[0];
	receiver = pair[1];
	golden_begin();
	plain();
	control();
	several();
	golden_end();
	return 0;
}
