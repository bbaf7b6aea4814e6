/* What the seccomp filters of a thread would say of a call, without making it. */
#ifndef RASTRO_TRACEE_SECCOMP_H
#define RASTRO_TRACEE_SECCOMP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* As the kernel shows it to a filter. */
struct seccomp_call {
	uint32_t nr, audit; /* AUDIT_ARCH_* */
	uint64_t ip;
	uint64_t args[6];
};

/* The answer (SECCOMP_RET_*, with its data) of all filters together: that of the strictest.
 * The thread must be in a ptrace stop.  0; -errno where filters cannot be read, as a rule
 * for lack of CAP_SYS_ADMIN. */
int seccomp_answer(pid_t tid, const struct seccomp_call *, uint32_t *answer);

struct sock_filter;
/* What one filter returns; false: it is no filter that the kernel would take. */
bool seccomp_run(const struct sock_filter *, unsigned count, const struct seccomp_call *,
                 uint32_t *answer);

#endif
