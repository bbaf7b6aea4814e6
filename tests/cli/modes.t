#!/bin/sh
# 64-bit code may make 32-bit calls; rastro says so when it changes.
. "$SOURCE/tests/tap.sh"

cat >mode.c <<'C'
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	long result;

	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
	syscall(SYS_getppid);
	return 0;
}
C
if cc -o mode mode.c 2>compiler-output; then
	same "changes of mode are told" "[ Process PID=N runs in 32 bit mode. ]
[ Process PID=N runs in 64 bit mode. ]" \
		"$("$RASTRO" -e trace=getpid,getppid ./mode 2>&1 | sed -n 's/PID=[0-9]*/PID=N/p')"
	same "-e quiet=personality is obeyed" "" \
		"$("$RASTRO" -e quiet=personality -e trace=getpid,getppid ./mode 2>&1 | grep mode)"
else
	skip "changes of mode are told" "no compiler"
fi
finish
