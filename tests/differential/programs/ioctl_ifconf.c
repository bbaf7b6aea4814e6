// trace: ioctl
#include "test.h"
#include <net/if.h>
#include <sys/ioctl.h>

int main(void)
{
	struct ifreq list[4];
	struct ifconf configuration = { .ifc_len = 0 };

	call(ioctl, -1, SIOCGIFCONF, &configuration);
	configuration.ifc_buf = (char *)list;
	configuration.ifc_len = sizeof(list[0]);
	call(ioctl, -1, SIOCGIFCONF, &configuration);
	call(ioctl, -1, SIOCGIFCONF, NULL);
	return 0;
}
