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

	cat >numbers.c <<'C'
#include <sys/syscall.h>
#include <unistd.h>

int main(void)
{
	syscall(0x40000000 | SYS_getppid);
	syscall(0x40000000 | SYS_getuid);
	syscall(0x40000000 | 999, 1, 2, 3, 4, 5, 6);
	syscall(0x700000000 | SYS_getppid);
	syscall(600, 1, 2, 3, 4, 5, 6);
	return 0;
}
C
	cc -w -o numbers numbers.c
	# Of x32 the kernel may know nothing.  A number that nobody knows is in no set of names.
	for options in "-e trace=getppid" "-f -e trace=getppid" "-f -e trace=getppid -o /dev/stderr"; do
		same "numbers are taken as the kernel takes them, with $options" "x32 mode
getppid()
64 bit mode
getppid()" \
			"$("$RASTRO" -e quiet=none $options ./numbers 2>&1 |
				sed -n 's/^[0-9]* *//; s/.* runs in \(.*\)\. \]/\1/p; s/ *= .*//p')"
	done
	"$RASTRO" record -o recording ./numbers
	same "  and out of a recording" 2 "$("$RASTRO" replay -e trace=getppid recording | grep -c 'getppid()\|0x400003e7(')"
	same "  but in what is left of all" 2 "$("$RASTRO" -e trace='!getppid' -o /dev/stdout ./numbers |
		grep -c '^syscall_0x')"
else
	skip "changes of mode are told" "no compiler"
fi
finish
