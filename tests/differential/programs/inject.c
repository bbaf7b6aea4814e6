// trace: chdir,read,write,getppid,rt_sigreturn,exit_group,umask,select,_newselect,pselect6,poll,mmap,mmap2,close
// options: -e signal=USR1
// also: -e inject=chdir:error=EIO:when=2
// also: -e inject=chdir:retval=5:when=2..4+2 -e inject=read:retval=3
// also: -e inject=chdir:error=eperm:syscall=getpid:when=3+
// also: -e fault=chdir:when=4 -e fault=read,umask:error=ENOMEM
// also: -e inject=chdir:error=ERESTARTSYS:when=1 -e inject=getppid:error=999
// also: -e inject=chdir,umask:error=524
// also: -e inject=!exit_group,mmap,write:delay_enter=1us:delay_exit=1ns
// also: -e inject=chdir:error=EIO:delay_exit=1ms:when=1+2
// also: -e inject=chdir:signal=USR1:when=2..3
// also: -e inject=chdir:signal=usr1:error=EINTR:when=2+3
// also: -e inject=rt_sigreturn:delay_enter=1:delay_exit=1 -e inject=read:signal=10
// also: -e inject=chdir:poke_enter=@arg1=2f00:when=2
// also: -e inject=chdir:poke_exit=@arg1=2e2e00:when=2
// also: -e inject=chdir:poke_exit=@arg1=2f00:retval=3:when=3
// also: -e inject=chdir:poke_enter=@arg1=2f00:error=EIO:delay_exit=1:when=3
// also: -e inject=read:poke_exit=@arg2=41424344 -e inject=write:poke_enter=@arg2=4a
// also: -e inject=select,_newselect,pselect6,poll,umask,getppid:retval=0
// also: -e inject=select,_newselect,pselect6,poll,umask,getppid:retval=1
// also: -e inject=chdir@64:error=EIO -e inject=chdir@32:error=EPERM
// also: -e inject=chdir:error=EIO -e inject=chdir:retval=0:when=1
// also: -e inject=/^(chdir|umask)$:error=EBADF -z
// also: -e inject=chdir:retval=0:when=1 -Z
// also: -e inject=chdir:error=EIO:when=1+2 -P /nonexistent
// also: -e inject=chdir,read:error=EIO -e trace=!chdir
// also: -e inject=chdir:error=EIO:when=2+ -c -U calls,errors,name -S name
// also: -e inject=exit_group:delay_enter=1ms:signal=USR2
// also: -f -e inject=chdir:error=EIO:when=2
// also: -e inject=chdir:error=EIO:when=2 -e raw=chdir -X raw
/* Calls to be tampered with.  What the program sees of it, it writes, too. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void handle(int number)
{
	(void)number;
}

int main(void)
{
	static char path[32] = "/nonexistent", text[32], line[64];
	int fd = open("/dev/zero", O_RDONLY);

	signal(SIGUSR1, handle);
	for (int i = 0; i < 5; i++) {
		long result = syscall(SYS_chdir, path);

		syscall(SYS_write, 1, line,
			snprintf(line, sizeof(line), "%ld %d %s\n", result, result < 0 ? errno : 0, path));
	}
	syscall(SYS_read, fd, text, 8);
	syscall(SYS_write, 1, line, snprintf(line, sizeof(line), "[%s]\n", text));
	umask(022);

	struct timeval now = { 0 };
	fd_set set;

	FD_ZERO(&set);
	FD_SET(0, &set);
	select(1, &set, NULL, NULL, &now);
	poll(&(struct pollfd){ .fd = fd, .events = POLLPRI }, 1, 0);
	syscall(SYS_getppid);
	syscall(SYS_close, -1);
	return 0;
}
