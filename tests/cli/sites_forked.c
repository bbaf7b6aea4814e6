/* Forks, and makes its next call from where no call came from yet, before its child does the
 * same.  No site can be changed: what follows a call is no filling, and as the end of a jump
 * it leads out of the address space. */
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SITES = 100, SITE_LENGTH = 10 };

extern const char sites[];

__asm__(".text\n"
        "sites:\n"
        ".rept 100\n"
        "	mov $39, %eax\n" /* getpid */
        "	syscall\n"
        "	ret\n"
        "	.byte 0xf4, 0xff\n"
        ".endr\n");

static long call_from(int site)
{
	long result;

	__asm__ volatile("call *%1"
	                 : "=a"(result)
	                 : "r"(sites + site * SITE_LENGTH)
	                 : "rcx", "r11", "memory");
	return result;
}

int main(void)
{
	for (int i = 0; i < SITES; i++) {
		int status = 0;
		pid_t child = fork();

		for (int n = 0; n < 3; n++)
			call_from(i);
		if (child == 0)
			_exit(0);
		if (waitpid(child, &status, 0) != child || status != 0)
			return 1;
	}
	return 0;
}
