// trace: ioctl
// also: -X raw
// also: -X verbose
#include "test.h"
#include <net/if.h>
#include <sys/ioctl.h>

static struct ifreq list[16];

/* With room, and asked how much there is to be told; of a socket, and of none. */
static void ask(int fd, int length)
{
	struct ifconf configuration = { .ifc_len = length, .ifc_buf = (char *)list };

	call(ioctl, -1, SIOCGIFCONF, &configuration);
	call(ioctl, fd, SIOCGIFCONF, &configuration);
	configuration = (struct ifconf){ .ifc_len = length };
	call(ioctl, -1, SIOCGIFCONF, &configuration);
	call(ioctl, fd, SIOCGIFCONF, &configuration);
}

int main(void)
{
	const int size = sizeof(list[0]);
	const int lengths[] = { 0, 1, size - 1, size, size + 1, 2 * size, 10 * size, -1, -size };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	for (unsigned i = 0; i < sizeof(lengths) / sizeof(*lengths); i++)
		ask(fd, lengths[i]);
	struct ifconf configuration = { .ifc_len = 2 * size, .ifc_buf = unreadable };
	call(ioctl, fd, SIOCGIFCONF, &configuration);
	call(ioctl, fd, SIOCGIFCONF, edge(&configuration, sizeof(configuration) - 1));
	call(ioctl, fd, SIOCGIFCONF, unreadable);
	call(ioctl, fd, SIOCGIFCONF, NULL);
	return 0;
}
