/* What a way to avoid congestion tells of itself: how long that is, says which it is. */
// rastro: -a 1 -e trace=getsockopt
// abi: x86_64 i386
#include "golden.h"

#include <linux/in.h>
#include <linux/inet_diag.h>
#include <linux/tcp.h>
#include <sys/socket.h>

/* A connection that has not begun has measured nothing: all numbers are zeros. */
static void ask(int fd, const char *congestion)
{
	union tcp_cc_info info;
	socklen_t length = sizeof(info);

	syscall(SYS_setsockopt, fd, IPPROTO_TCP, TCP_CONGESTION, congestion, strlen(congestion));
	long result = syscall(SYS_getsockopt, fd, IPPROTO_TCP, TCP_CC_INFO, &info, &length);
	if (result == 0 && length == sizeof(info.bbr))
		expect("getsockopt(%d, SOL_TCP, TCP_CC_INFO, {bbr_bw_lo=0, bbr_bw_hi=0, "
		       "bbr_min_rtt=0, "
		       "bbr_pacing_gain=0, bbr_cwnd_gain=0}, [20]) = 0\n",
		       fd);
	else if (result == 0 && length == 0)
		expect("getsockopt(%d, SOL_TCP, TCP_CC_INFO, %p, [20 => 0]) = 0\n", fd,
		       (void *)&info);
	else
		expect("getsockopt(%d, SOL_TCP, TCP_CC_INFO, %p, [20]) = %s\n", fd, (void *)&info,
		       result_text(result));
}

/* Too little room: what there is could be another's. */
static void ask_too_little(int fd)
{
	struct tcp_dctcp_info info = { 0 };
	socklen_t length = sizeof(info), given = length;

	syscall(SYS_setsockopt, fd, IPPROTO_TCP, TCP_CONGESTION, "bbr", 3);
	long result = syscall(SYS_getsockopt, fd, IPPROTO_TCP, TCP_CC_INFO, &info, &length);
	if (result == 0 && length == given)
		expect("getsockopt(%d, SOL_TCP, TCP_CC_INFO, "
		       "\"\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\", [16]) = 0\n",
		       fd);
	else
		expect("getsockopt(%d, SOL_TCP, TCP_CC_INFO, %p, [16 => 0]) = %s\n", fd,
		       (void *)&info, result_text(result));
}

int main(void)
{
	golden_begin();
	int fd = (int)syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);

	ask(fd, "reno"); /* tells nothing; every kernel has it */
	ask(fd, "bbr");
	ask_too_little(fd);
	golden_end();
	return 0;
}
