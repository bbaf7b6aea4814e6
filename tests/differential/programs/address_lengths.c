// trace: bind
// pids: none
// options: -a 1
/* Addresses of families that take the length for a sign of what they are. */
#include "test.h"

static void of_family(unsigned short family, const unsigned char *pattern, unsigned period)
{
	static const unsigned char lengths[] = { 2,  4,  6,  8,  9,  10, 12, 13,
		                                 14, 16, 18, 20, 22, 24, 28, 36 };
	unsigned char address[64];

	for (unsigned i = 0; i < sizeof(address); i++)
		address[i] = pattern[i % period];
	*(unsigned short *)address = family;
	for (unsigned i = 0; i < sizeof(lengths); i++)
		call(bind, -1, address, lengths[i]);
}

int main(void)
{
	static const unsigned char zeros[1], ones[1] = { 0xff }, few[] = { 0, 0, 1, 0, 0x72, 0x71 },
					     more[] = { 0, 0, 3, 0, 0, 0, 2 };
	static const unsigned short families[] = { AF_INET,  AF_AX25,   AF_IPX,       AF_X25,
		                                   AF_INET6, AF_PACKET, AF_BLUETOOTH, AF_IEEE802154,
		                                   AF_NFC,   AF_ALG,    AF_VSOCK,     AF_QIPCRTR,
		                                   AF_XDP,   45,        AF_NETLINK };

	for (unsigned i = 0; i < sizeof(families) / sizeof(*families); i++) {
		of_family(families[i], zeros, sizeof(zeros));
		of_family(families[i], ones, sizeof(ones));
		of_family(families[i], few, sizeof(few));
		of_family(families[i], more, sizeof(more));
	}
	return 0;
}
