/* What the kernel says of a process by its descriptor, of namespaces by theirs, and what it
 * is told by way of a filter's. */
// rastro: -a 1 -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include <fcntl.h>
#include <sys/ioctl.h>

/* Kernels that know the command differ in what they say, so nobody is asked. */
static void refused(unsigned command, const void *argument, const char *shown)
{
	long result = ioctl(-1, command, argument);

	expect("ioctl(-1, %s) = %s\n", shown, result_text(result));
}

int main(void)
{
	uint64_t info[11] = { 0x8f };
	uint64_t old[8] = { 0x101 };

	golden_begin();
	refused(0xc058ff0b, info, "PIDFD_GET_INFO, {mask=PIDFD_INFO_PID|PIDFD_INFO_CREDS|PIDFD_INFO_CGROUPID"
	        "|PIDFD_INFO_EXIT|PIDFD_INFO_COREDUMP_CODE}");
	refused(0xc040ff0b, old, "PIDFD_GET_INFO, {mask=PIDFD_INFO_PID|0x100}");
	refused(0xff03, NULL, "PIDFD_GET_MNT_NAMESPACE, 0");
	refused(0x8008b705, NULL, "NS_GET_MNTNS_ID, NULL");
	refused(0x8004b706, (void *)12, "NS_GET_PID_FROM_PIDNS, 12");
	refused(0x8010b70b, NULL, "NS_MNT_GET_NEXT, NULL");
	refused(0x40082104, (void *)5, "SECCOMP_IOCTL_NOTIF_SET_FLAGS, SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP|0x4");
	golden_end();
	return 0;
}
