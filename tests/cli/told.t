#!/bin/sh
# A call that lasts is shown when it begins, and the rest when it returns: together that is
# the line of a call that was over at once.
# timeout: 300
. "$SOURCE/tests/tap.sh"

# Every call of a golden program lasts longer than calls that are shown in one piece.
cat >slow <<'SH'
#!/bin/sh
"$REAL" -e inject=all:delay_enter=20000 "$@"
status=$?
sed -i 's/ (DELAYED)$//' trace
exit $status
SH
chmod +x slow
export REAL=$RASTRO

for name in ioctl_drivers ioctl_interfaces bpf keys statmount; do
	RASTRO=$PWD/slow "$SOURCE/tests/golden/run" $name >log 2>&1
	same "golden test $name, when its calls last" "" "$(grep '^not ok' log; grep '^# [-+]' log | head -n 20)"
done

# The child has a line before its parent's call is over.
cat >vfork.c <<'C'
#include <linux/sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>
int main(void)
{
	static int parent, child;
	struct clone_args args = { .flags = CLONE_VFORK | CLONE_PARENT_SETTID,
				   .parent_tid = (unsigned long)&parent };

	if (syscall(SYS_clone3, &args, 64) == 0)
		_exit(0);
	if (syscall(SYS_clone, CLONE_VFORK | CLONE_CHILD_SETTID | SIGCHLD, 0, 0, &child, 0) == 0)
		_exit(0);
	return 0;
}
C
test="what goes into a call that lasts stands before what comes out of it"
if cc -o vfork vfork.c 2>/dev/null; then
	"$RASTRO" -f --engine=ptrace -a1 -e trace=clone,clone3,exit_group -e signal=none -o out ./vfork
	same "$test" 'clone3({flags=CLONE_VFORK|CLONE_PARENT_SETTID, parent_tid=PLACE, exit_signal=0, stack=NULL, stack_size=0} <unfinished ...>
<... clone3 resumed> => {parent_tid=[PID]}, 64) = PID
clone(child_stack=NULL, flags=CLONE_VFORK|CLONE_CHILD_SETTID|SIGCHLD <unfinished ...>
<... clone resumed>, child_tidptr=PLACE) = PID' \
		"$(sed -n 's/^[0-9]* *//; s/0x[0-9a-f]*/PLACE/; s/\[[0-9]*\]/[PID]/; s/= [0-9]*$/= PID/; /clone/p' out)"
else
	skip "$test" "no C compiler"
fi

finish
