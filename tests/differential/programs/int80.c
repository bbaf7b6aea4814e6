// abi: 64
// trace: all
// mask: ^(?:execve|brk|arch_prctl|set_tid_address|set_robust_list|rseq|prlimit64|readlinkat|readlink|getrandom|mprotect|mmap)\(.*|getrandom\("[^"]*"
#include "test.h"

/* A 64-bit program may make 32-bit calls. */
static long call_32(long number, long a, long b, long c)
{
	long result;

	__asm__ volatile("int $0x80"
	                 : "=a"(result)
	                 : "a"(number), "b"(a), "c"(b), "d"(c)
	                 : "memory", "r8", "r9", "r10", "r11");
	return result;
}

int main(void)
{
	static char text[] = "thirty-two bits\n";

	call_32(20, 0, 0, 0);
	call_32(4, 1, (long)text, 16);
	call_32(6, -1, 0, 0);
	call(close, -1);
	call_32(3, -1, -1, -1);
	call(close, -1);
	call_32(0, 0, 0, 0); /* restart_syscall: it tells which call was the last */
	call(restart_syscall);
	return 0;
}
