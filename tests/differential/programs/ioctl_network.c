// trace: ioctl
// mask: ifr_hwaddr=\{[^}]*\}\}?|ifr_mtu=\d+
#include "test.h"
#include <net/if.h>
#include <sys/ioctl.h>

int main(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	struct ifreq request = { .ifr_name = "lo" };

	call(ioctl, fd, SIOCGIFINDEX, &request);
	call(ioctl, fd, SIOCGIFFLAGS, &request);
	call(ioctl, fd, SIOCGIFADDR, &request);
	call(ioctl, fd, SIOCGIFNETMASK, &request);
	call(ioctl, fd, SIOCGIFMTU, &request);
	call(ioctl, fd, SIOCGIFHWADDR, &request);
	call(ioctl, fd, SIOCGIFMETRIC, &request);
	strcpy(request.ifr_name, "missing0");
	call(ioctl, fd, SIOCGIFFLAGS, &request);
	request.ifr_flags = IFF_UP | IFF_PROMISC;
	call(ioctl, -1, SIOCSIFFLAGS, &request);
	request.ifr_ifindex = 1;
	call(ioctl, fd, SIOCGIFNAME, &request);
	request.ifr_ifindex = 77777;
	call(ioctl, fd, SIOCGIFNAME, &request);
	call(ioctl, fd, SIOCGIFADDR, unreadable);
	call(ioctl, fd, FIONREAD, &fd);
	return 0;
}
