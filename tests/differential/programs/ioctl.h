/* Commands of drivers, without their devices.
 *
 * A bad descriptor shows what is decoded of what goes in, and one for which a filter lets
 * every ioctl succeed what is decoded of what comes out: the very bytes that went in. */
#ifndef RASTRO_DIFFERENTIAL_IOCTL_H
#define RASTRO_DIFFERENTIAL_IOCTL_H

#include "test.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>

enum { FD_ACCEPTED = 777 };

static inline void accept_all(void)
{
	static struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, FD_ACCEPTED, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static inline void try_both(unsigned command, const void *argument)
{
	call(ioctl, FD_BAD, command, argument);
	call(ioctl, FD_ACCEPTED, command, argument);
}

/* Nothing, nothing readable, zeros, and bytes that tell where they are. */
static inline void try_command(unsigned command)
{
	static unsigned char zeros[16384], bytes[16384];

	for (unsigned i = 0; i < sizeof(bytes); i++)
		bytes[i] = i + 1;
	call(ioctl, FD_BAD, command, NULL);
	call(ioctl, FD_BAD, command, unreadable);
	try_both(command, zeros);
	try_both(command, bytes);
}

#define TRY(...)                                                                                   \
	do {                                                                                       \
		static const unsigned commands[] = { __VA_ARGS__ };                                \
		accept_all();                                                                      \
		for (unsigned i = 0; i < sizeof(commands) / sizeof(*commands); i++)                \
			try_command(commands[i]);                                                  \
	} while (0)

#endif
