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

int main(void)
{
	SEND_ROWS(NETLINK_SOCK_DIAG, rows);
	return 0;
}
