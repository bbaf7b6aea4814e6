/* What clone3(2) writes through pointers in its structure is shown when it returns, also where
 * its beginning was shown before. */
// rastro: -a 1 -e trace=clone3
// abi: x86_64 i386
#include "golden.h"

#include <linux/sched.h>
#include <sys/wait.h>

int main(void)
{
	static int pidfd, parent;
	struct clone_args args = {
		.flags = CLONE_PIDFD | CLONE_PARENT_SETTID,
		.pidfd = (uintptr_t)&pidfd,
		.parent_tid = (uintptr_t)&parent,
	};

	golden_begin();
	long result = syscall(SYS_clone3, &args, 64);
	if (result == 0)
		_exit(0);
	expect("clone3({flags=CLONE_PIDFD|CLONE_PARENT_SETTID, pidfd=%p, parent_tid=%p, "
	       "exit_signal=0, stack=NULL, stack_size=0} => {pidfd=[%d], parent_tid=[%d]}, 64) = "
	       "%s\n",
	       &pidfd, &parent, pidfd, parent, result_text(result));
	if (result > 0)
		waitpid((pid_t)result, NULL, __WALL);
	golden_end();
	return 0;
}
