/* Commands that nobody describes: their parts, and with -v what goes in and comes out. */
// rastro: -v -a 1 -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

enum { FD_ACCEPTED = 777, TYPE = 0xdf };

/* A filter lets every command succeed, on that descriptor: what comes out is what was there. */
static void accept_all(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FD_ACCEPTED, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		abort();
}

static const char *result_of(int fd, unsigned direction, unsigned size, const void *argument)
{
	return result_text(syscall(SYS_ioctl, fd, _IOC(direction, TYPE, 1, size), argument));
}

static void try_directions(void)
{
	static const char bytes[] = "abcd";
	const char *result = result_of(-1, _IOC_WRITE, 4, bytes);

	expect("ioctl(-1, _IOC(_IOC_WRITE, 0xdf, 0x1, 0x4), \"\\x61\\x62\\x63\\x64\") = %s\n",
	       result);
	result = result_of(-1, _IOC_READ, 4, bytes);
	expect("ioctl(-1, _IOC(_IOC_READ, 0xdf, 0x1, 0x4), %p) = %s\n", bytes, result);
	result = result_of(FD_ACCEPTED, _IOC_READ, 4, bytes);
	expect("ioctl(777, _IOC(_IOC_READ, 0xdf, 0x1, 0x4), \"\\x61\\x62\\x63\\x64\") = %s\n",
	       result);
	result = result_of(FD_ACCEPTED, _IOC_READ | _IOC_WRITE, 2, bytes);
	expect("ioctl(777, _IOC(_IOC_READ|_IOC_WRITE, 0xdf, 0x1, 0x2), \"\\x61\\x62\") = %s\n",
	       result);
	result = result_of(-1, _IOC_NONE, 4, bytes);
	expect("ioctl(-1, _IOC(_IOC_NONE, 0xdf, 0x1, 0x4), %p) = %s\n", bytes, result);
	result = result_of(-1, _IOC_WRITE, 0, bytes);
	expect("ioctl(-1, _IOC(_IOC_WRITE, 0xdf, 0x1, 0), %p) = %s\n", bytes, result);
}

static void try_pointers(void)
{
	static const char many[64] = { 1 };
	const char *edge = at_page_end("xyz", 3);
	const char *result = result_of(-1, _IOC_WRITE, sizeof(many), many);

	expect("ioctl(-1, _IOC(_IOC_WRITE, 0xdf, 0x1, 0x40), \"\\x01");
	for (int i = 1; i < 32; i++)
		expect("\\x00");
	expect("\"...) = %s\n", result);
	result = result_of(-1, _IOC_WRITE, 4, NULL);
	expect("ioctl(-1, _IOC(_IOC_WRITE, 0xdf, 0x1, 0x4), 0) = %s\n", result);
	result = result_of(-1, _IOC_WRITE, 4, unreadable());
	expect("ioctl(-1, _IOC(_IOC_WRITE, 0xdf, 0x1, 0x4), %p) = %s\n", unreadable(), result);
	result = result_of(-1, _IOC_WRITE, 4, edge);
	expect("ioctl(-1, _IOC(_IOC_WRITE, 0xdf, 0x1, 0x4), %p) = %s\n", edge, result);
}

int main(void)
{
	accept_all();
	golden_begin();
	try_directions();
	try_pointers();
	golden_end();
	return 0;
}
