// trace: ioctl
// pids: none
// also: -v
// also: -X verbose
/* Commands of trusted execution environments: the structure says where another one is, and how
 * long, which ends with as many parameters as it says. */
#include "ioctl.h"
#include <linux/tee.h>

enum { PARAMETERS = 4 };

static void fill(struct tee_ioctl_param *list, unsigned first)
{
	for (unsigned i = 0; i < PARAMETERS; i++)
		list[i] = (struct tee_ioctl_param){ first + i, i, 0x1000, 5 };
}

static void try_with(unsigned command, void *structure, unsigned head, unsigned count)
{
	struct tee_ioctl_buf_data where = { (uintptr_t)structure,
		                            head + count * sizeof(struct tee_ioctl_param) };

	try_both(command, &where);
}

static void sessions(void)
{
	static const unsigned logins[] = { TEE_IOCTL_LOGIN_PUBLIC,
		                           TEE_IOCTL_LOGIN_USER,
		                           TEE_IOCTL_LOGIN_GROUP,
		                           TEE_IOCTL_LOGIN_APPLICATION,
		                           TEE_IOCTL_LOGIN_USER_APPLICATION,
		                           TEE_IOCTL_LOGIN_GROUP_APPLICATION,
		                           77 };
	struct {
		struct tee_ioctl_open_session_arg head;
		struct tee_ioctl_param list[PARAMETERS];
	} session = { .head = { .uuid = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16 },
		                .clnt_uuid = { 1, 2, 3, 4 },
		                .cancel_id = 7,
		                .session = 8,
		                .ret = -1,
		                .num_params = PARAMETERS } };

	for (unsigned i = 0; i < sizeof(logins) / sizeof(*logins); i++) {
		session.head.clnt_login = logins[i];
		session.head.ret_origin = i;
		fill(session.list, i * PARAMETERS);
		try_with(TEE_IOC_OPEN_SESSION, &session, sizeof(session.head), PARAMETERS);
	}
	session.head.num_params = 1;
	try_with(TEE_IOC_OPEN_SESSION, &session, sizeof(session.head), 1);
	try_with(TEE_IOC_OPEN_SESSION, NULL, sizeof(session.head), 1);
	try_with(TEE_IOC_OPEN_SESSION, unreadable, sizeof(session.head), 1);
}

static void others(void)
{
	struct {
		struct tee_ioctl_invoke_arg head;
		struct tee_ioctl_param list[PARAMETERS];
	} invocation = { .head = { 1, 2, 3, -1, 4, PARAMETERS } };
	struct {
		struct tee_iocl_supp_recv_arg head;
		struct tee_ioctl_param list[PARAMETERS];
	} received = { .head = { 1, PARAMETERS } };
	struct {
		struct tee_iocl_supp_send_arg head;
		struct tee_ioctl_param list[PARAMETERS];
	} sent = { .head = { -1, 3 } };

	fill(invocation.list, 1);
	fill(received.list, 4);
	fill(sent.list, 0x101);
	try_with(TEE_IOC_INVOKE, &invocation, sizeof(invocation.head), PARAMETERS);
	try_with(TEE_IOC_SUPPL_RECV, &received, sizeof(received.head), PARAMETERS);
	try_with(TEE_IOC_SUPPL_SEND, &sent, sizeof(sent.head), 3);
}

int main(void)
{
	accept_all();
	sessions();
	others();
	return 0;
}
