// trace: sendto
// pids: none
// options: -a 1
/* Each row of attributes that a message of NETLINK_SOCK_DIAG may hold. */
#include "netlink_rows.h"
#include <linux/sock_diag.h>

enum { FAMILY_SMC = 43 };

static const struct row rows[] = {
	{ SOCK_DIAG_BY_FAMILY, AF_UNIX, 16, { 0 }, 8 },
	{ SOCK_DIAG_BY_FAMILY, AF_INET, 72, { 0 }, 22 },
	{ SOCK_DIAG_BY_FAMILY, AF_INET, 72, { 19 }, 3 },
	{ SOCK_DIAG_BY_FAMILY, AF_INET, 72, { 19, 2 }, 6 },
	{ SOCK_DIAG_BY_FAMILY, AF_INET, 72, { 19, 3 }, 11 },
	{ SOCK_DIAG_BY_FAMILY, AF_INET, 72, { 20 }, 1 },
	{ SOCK_DIAG_BY_FAMILY, AF_INET, 72, { 20, 1 }, 2 },
	{ SOCK_DIAG_BY_FAMILY, AF_NETLINK, 28, { 0 }, 4 },
	{ SOCK_DIAG_BY_FAMILY, AF_PACKET, 16, { 0 }, 7 },
	{ SOCK_DIAG_BY_FAMILY, FAMILY_SMC, 112, { 0 }, 5 },
	{ SOCK_DIAG_BY_FAMILY, FAMILY_SMC, 68, { 0 }, 1, NLM_F_REQUEST },
};

/* Keys of TCP's signatures: as many as there are whole ones. */
static void send_keys(void)
{
	enum { ANSWER = 20, BODY = 72, KEYS = 18 /* INET_DIAG_MD5SIG */ };
	struct key {
		unsigned char family, prefix;
		unsigned short length;
		unsigned char address[16], key[80];
	} keys[3] = {
		{ AF_INET, 24, 3, { 192, 0, 2, 1 }, "key" },
		{ AF_INET6, 128, 0, { 0x20, 1, 0xd, 0xb8 }, "" },
		{ AF_UNIX, 1, 32, { 1, 2, 3 }, "12345678901234567890123456789012" },
	};
	const struct row row = { ANSWER, AF_INET, BODY, { 0 }, 0, 0 };
	int fd = netlink_socket(NETLINK_SOCK_DIAG);

	for (unsigned i = 0; i < 3; i++)
		send_nested(fd, &row, KEYS, &keys[i], sizeof(*keys));
	send_nested(fd, &row, KEYS, keys, sizeof(keys));
	send_nested(fd, &row, KEYS, keys, sizeof(keys) - 1);
	send_nested(fd, &row, KEYS, keys, sizeof(*keys) - 1);
}

int main(void)
{
	SEND_ROWS(NETLINK_SOCK_DIAG, rows);
	send_keys();
	return 0;
}
