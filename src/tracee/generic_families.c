/* Which families generic netlink has, and their numbers, which the kernel gives out.
 *
 * Its controller tells all of them, one message for each, to whoever asks. */
#include "tracee/generic_families.h"

#include "base/guard.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ANSWER_SIZE = 1 << 15, PACKETS_MAX = 64 };

static void add_attribute(struct generic_family *family, const struct nlattr *attribute)
{
	const char *payload = (const char *)(attribute + 1);
	size_t size = attribute->nla_len - sizeof(*attribute);

	switch (attribute->nla_type & NLA_TYPE_MASK) {
	case CTRL_ATTR_FAMILY_ID:
		if (size >= sizeof(family->id))
			memcpy(&family->id, payload, sizeof(family->id));
		break;
	case CTRL_ATTR_FAMILY_NAME:
		if (size < sizeof(family->name))
			memcpy(family->name, payload, size);
		else
			memcpy(family->name, payload, sizeof(family->name) - 1);
		break;
	}
}

static void add_family(struct generic_families *families, const struct nlmsghdr *message)
{
	struct generic_family family = { 0 };
	size_t at = NLMSG_HDRLEN + GENL_HDRLEN;

	while (at + sizeof(struct nlattr) <= message->nlmsg_len) {
		const struct nlattr *attribute = (const void *)((const char *)message + at);

		if (attribute->nla_len < sizeof(*attribute) ||
		    attribute->nla_len > message->nlmsg_len - at)
			break;
		add_attribute(&family, attribute);
		at += NLA_ALIGN(attribute->nla_len);
	}
	if (family.id && *family.name && families->count < GENERIC_FAMILIES_MAX)
		families->list[families->count++] = family;
}

/* Whether more packets follow. */
static bool packet_read(struct generic_families *families, int controller)
{
	_Alignas(struct nlmsghdr) char answer[ANSWER_SIZE];
	ssize_t length = recv(controller, answer, sizeof(answer), MSG_DONTWAIT);

	for (const struct nlmsghdr *message = (void *)answer;
	     length > 0 && NLMSG_OK(message, (size_t)length);
	     message = NLMSG_NEXT(message, length)) {
		if (message->nlmsg_type != GENL_ID_CTRL)
			return false; /* done, or an error */
		add_family(families, message);
	}
	return length > 0;
}

void generic_families_ask(struct generic_families *families)
{
	struct {
		struct nlmsghdr header;
		struct genlmsghdr generic;
	} request = {
		.header = { .nlmsg_len = sizeof(request),
		            .nlmsg_type = GENL_ID_CTRL,
		            .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
		.generic = { .cmd = CTRL_CMD_GETFAMILY, .version = 1 },
	};
	AUTO_CLOSE int controller = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);

	families->count = 0;
	if (controller < 0 || send(controller, &request, sizeof(request), 0) < 0)
		return;
	/* What answers is the kernel itself, in our own call: there is no waiting. */
	for (unsigned i = 0; i < PACKETS_MAX && packet_read(families, controller); i++)
		;
}
