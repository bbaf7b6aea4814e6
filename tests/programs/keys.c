/* Keys: keyrings with names of their own, and what each operation takes. */
// rastro: -a 1 -e trace=add_key,request_key,keyctl
// abi: x86_64 i386
#include "golden.h"

#include <linux/keyctl.h>
#include <sys/uio.h>

static void add_and_request(void)
{
	long result = syscall(SYS_add_key, "no such type", "name", "pay\0load", 8, -2);
	expect("add_key(\"no such type\", \"name\", \"pay\\0load\", 8, KEY_SPEC_PROCESS_KEYRING) = "
	       "%s\n",
	       result_text(result));
	result = syscall(SYS_add_key, NULL, unreadable(), NULL, 0, 12345);
	expect("add_key(NULL, %p, NULL, 0, 12345) = %s\n", unreadable(), result_text(result));
	result = syscall(SYS_request_key, "no such type", "name", NULL, -3);
	expect("request_key(\"no such type\", \"name\", NULL, KEY_SPEC_SESSION_KEYRING) = %s\n",
	       result_text(result));
}

static void operations(void)
{
	struct iovec vector[2] = { { "abc", 3 }, { "de", 2 } };
	uint32_t params[10] = { 5, 10, 20 };

	long result = syscall(SYS_keyctl, KEYCTL_SETPERM, 5, 0x1003f);
	expect("keyctl(KEYCTL_SETPERM, 5, KEY_USR_VIEW|KEY_OTH_VIEW|KEY_OTH_READ|KEY_OTH_WRITE"
	       "|KEY_OTH_SEARCH|KEY_OTH_LINK|KEY_OTH_SETATTR) = %s\n",
	       result_text(result));
	result = syscall(SYS_keyctl, KEYCTL_CHOWN, 5, 1, -1);
	expect("keyctl(KEYCTL_CHOWN, 5, 1, -1) = %s\n", result_text(result));
	result = syscall(SYS_keyctl, KEYCTL_REJECT, 5, 10, ECONNREFUSED, -1);
	expect("keyctl(KEYCTL_REJECT, 5, 10, ECONNREFUSED, KEY_SPEC_THREAD_KEYRING) = %s\n",
	       result_text(result));
	result = syscall(SYS_keyctl, KEYCTL_INSTANTIATE_IOV, 5, vector, 2, 0);
	expect("keyctl(KEYCTL_INSTANTIATE_IOV, 5, [{iov_base=\"abc\", iov_len=3}, "
	       "{iov_base=\"de\", iov_len=2}], 2, 0) = %s\n",
	       result_text(result));
	result = syscall(SYS_keyctl, KEYCTL_PKEY_SIGN, params, unreadable(), NULL, NULL);
	expect("keyctl(KEYCTL_PKEY_SIGN, {key_id=5, in_len=10, out_len=20}, %p, NULL, NULL) = %s\n",
	       unreadable(), result_text(result));
	result = syscall(SYS_keyctl, KEYCTL_SET_REQKEY_KEYRING, 99);
	expect("keyctl(KEYCTL_SET_REQKEY_KEYRING, 99 /* KEY_REQKEY_DEFL_??? */) = %s\n",
	       result_text(result));
	result = syscall(SYS_keyctl, 32 /* KEYCTL_WATCH_KEY */, 5, -1, 255);
	expect("keyctl(KEYCTL_WATCH_KEY, 5, -1, 255) = %s\n", result_text(result));
	result = syscall(SYS_keyctl, 99, 1, 0, 3, 4);
	expect("keyctl(0x63 /* KEYCTL_??? */, 0x1, 0, 0x3, 0x4) = %s\n", result_text(result));
}

int main(void)
{
	golden_begin();
	add_and_request();
	operations();
	golden_end();
	return 0;
}
