// trace: openat,ioctl,mmap,mprotect,socket,kill,clock_gettime,fcntl,prctl,rt_sigaction,futex,lseek,mmap2,clone,wait4,madvise,fstat,stat
// options: -X raw
// also: -X verbose
// also: -X abbrev
// also: -X raw -v
// mask: st_(?:size|dev|nlink|ino)=[^,]*
#include "test.h"

int main(void)
{
	static char buffer[512];
	int fd = call(openat, AT_FDCWD, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	call(openat, AT_FDCWD, "file", O_RDWR | O_CREAT | O_EXCL | 0x40000000, 0644);
	call(openat, -1, "file", 3, 0);
	call(ioctl, 0, 0x5401, buffer);
	call(ioctl, 0, 0x12345678, buffer);
	call(mprotect, unreadable, PAGE, PROT_READ | PROT_WRITE);
	call(mprotect, 1, 0, -1);
	call(madvise, NULL, 0, 77);
	call(socket, AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 6);
	call(socket, 99, 99, 99);
	call(kill, 0x7fffffff, SIGTERM);
	call(kill, 0x7fffffff, 99);
	call(clock_gettime, -77, buffer);
	call(fcntl, fd, F_GETFL);
	call(fcntl, fd, F_GETFD);
	call(fcntl, fd, F_SETFL, O_NONBLOCK);
	call(fcntl, fd, 999);
	call(prctl, 15, "name");
	call(prctl, 999);
	call(rt_sigaction, SIGUSR1, NULL, buffer, 8);
	call(futex, buffer, 129, 1);
	call(futex, buffer, 99, 1);
	call(lseek, fd, 0, SEEK_END);
	call(lseek, fd, 0, 99);
	call(stat, "file", buffer);
	call(fstat, fd, buffer);
	return 0;
}
