// trace: keyctl,capget,capset
// also: -v
// pids: none
/* Operations with asymmetric keys, which few kernels have, and older versions of capabilities. */
#include "every.h"
#include <linux/capability.h>
#include <linux/keyctl.h>

static void each(void)
{
	static char in[] = "input", out[] = "output";
	struct keyctl_pkey_params parameters = { .key_id = 5, .in_len = 5, .out_len = 6 };
	static unsigned char bytes[4] = { 0xff, 0x3f, 1, 2 };
	struct __user_cap_header_struct head = { _LINUX_CAPABILITY_VERSION_2, 0 };
	struct __user_cap_data_struct sets[2] = { { 1, 2, 4 }, { 8, 16, 32 } };
	static const unsigned versions[] = { _LINUX_CAPABILITY_VERSION_1,
		                             _LINUX_CAPABILITY_VERSION_2,
		                             _LINUX_CAPABILITY_VERSION_3, 5 };

	for (int operation = KEYCTL_PKEY_QUERY; operation <= KEYCTL_PKEY_VERIFY; operation++) {
		call(keyctl, operation, &parameters, "enc=pkcs1 hash=sha256", in, out);
		call(keyctl, operation, &parameters, NULL, in, unreadable);
		call(keyctl, operation, unreadable, "enc=raw", in, out);
		call(keyctl, operation, NULL, NULL, NULL, NULL);
	}
	for (int flags = 0; flags < 5; flags++)
		call(keyctl, KEYCTL_MOVE, 1, 2, 3, flags);
	for (int length = 0; length < 5; length++)
		call(keyctl, KEYCTL_CAPABILITIES, bytes, length);
	for (unsigned i = 0; i < sizeof(versions) / sizeof(*versions); i++) {
		head.version = versions[i];
		call(capget, &head, sets);
		call(capset, &head, sets);
	}
}

int main(void)
{
	answer_calls(ENOSYS);
	each();
	call(exit_group, 0);
	return 0;
}
