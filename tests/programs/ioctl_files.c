/* Commands of files, block devices, sockets: what goes in, comes out, or both. */
// rastro: -a 1 -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include <net/if.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <linux/fs.h>

static void files(void)
{
	struct file_clone_range range = { -1, 1, 2, 3 };
	struct fstrim_range trim = { 0, 100, 4096 };
	uint64_t sectors[2] = { 1, 2 };
	struct {
		uint64_t start, length;
		uint32_t flags, mapped, count, reserved;
	} map = { 0, 20000, 1, 0, 3, 0 };
	int flags = 0x18;

	long result = syscall(SYS_ioctl, -1, FICLONE, 5);
	expect("ioctl(-1, BTRFS_IOC_CLONE or FICLONE, 5) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, FICLONERANGE, &range);
	expect("ioctl(-1, BTRFS_IOC_CLONE_RANGE or FICLONERANGE, {src_fd=-1, src_offset=1, "
	       "src_length=2, dest_offset=3}) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, FS_IOC32_SETFLAGS, &flags);
	expect("ioctl(-1, FS_IOC32_SETFLAGS, [FS_SYNC_FL|FS_IMMUTABLE_FL]) = %s\n",
	       result_text(result));
	result = syscall(SYS_ioctl, -1, 0xc020660b, &map);
	expect("ioctl(-1, FS_IOC_FIEMAP, {fm_start=0, fm_length=20000, fm_flags=FIEMAP_FLAG_SYNC, "
	       "fm_extent_count=3}) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, FITRIM, &trim);
	expect("ioctl(-1, FITRIM, {start=0, len=100, minlen=4096}) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, FIFREEZE, 0);
	expect("ioctl(-1, FIFREEZE) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, BLKDISCARD, sectors);
	expect("ioctl(-1, BLKDISCARD, [1, 2]) = %s\n", result_text(result));
	result = syscall(SYS_ioctl, -1, BLKGETSIZE, unreadable());
	expect("ioctl(-1, BLKGETSIZE, %p) = %s\n", unreadable(), result_text(result));
}

static void interfaces(int fd)
{
	struct ifreq request = { .ifr_name = "lo" };
	struct ifconf all = { .ifc_len = 7 };

	long result = syscall(SYS_ioctl, fd, SIOCGIFINDEX, &request);
	expect("ioctl(%d, SIOCGIFINDEX, {ifr_name=\"lo\", ifr_ifindex=%d}) = %s\n", fd,
	       request.ifr_ifindex, result_text(result));
	result = syscall(SYS_ioctl, fd, SIOCGIFNAME, &request);
	expect("ioctl(%d, SIOCGIFNAME, {ifr_ifindex=%d, ifr_name=\"lo\"}) = %s\n", fd,
	       request.ifr_ifindex, result_text(result));
	result = syscall(SYS_ioctl, -1, SIOCGIFFLAGS, &request);
	expect("ioctl(-1, SIOCGIFFLAGS, {ifr_name=\"lo\"}) = %s\n", result_text(result));
	request.ifr_flags = IFF_UP | IFF_PROMISC;
	result = syscall(SYS_ioctl, -1, SIOCSIFFLAGS, &request);
	expect("ioctl(-1, SIOCSIFFLAGS, {ifr_name=\"lo\", ifr_flags=IFF_UP|IFF_PROMISC}) = %s\n",
	       result_text(result));
	memset(&request.ifr_hwaddr, 0, sizeof(request.ifr_hwaddr));
	request.ifr_hwaddr.sa_family = 1;
	request.ifr_hwaddr.sa_data[5] = 0x1f;
	result = syscall(SYS_ioctl, -1, SIOCSIFHWADDR, &request);
	expect("ioctl(-1, SIOCSIFHWADDR, {ifr_name=\"lo\", ifr_hwaddr={sa_family=ARPHRD_ETHER, "
	       "sa_data=00:00:00:00:00:1f}}) = %s\n", result_text(result));
	all.ifc_req = &request;
	result = syscall(SYS_ioctl, fd, SIOCGIFCONF, &all);
	expect("ioctl(%d, SIOCGIFCONF, {ifc_len=7 => 0, ifc_buf=[]}) = %s\n", fd, result_text(result));
	all = (struct ifconf){ .ifc_len = 3 * sizeof(request) };
	result = syscall(SYS_ioctl, -1, SIOCGIFCONF, &all);
	expect("ioctl(-1, SIOCGIFCONF, {ifc_len=%zu /* 3 * sizeof(struct ifreq) */, "
	       "ifc_buf=NULL}) = %s\n",
	       3 * sizeof(request), result_text(result));
	result = syscall(SYS_ioctl, -1, SIOCGIFMTU, NULL);
	expect("ioctl(-1, SIOCGIFMTU, NULL) = %s\n", result_text(result));
}

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	if (fd < 0)
		return 1;
	golden_begin();
	files();
	interfaces(fd);
	golden_end();
	return 0;
}
