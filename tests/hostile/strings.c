/* Puts escape sequences, control characters and invalid UTF-8 wherever a string can be. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define NASTY "\033[31m\033]0;title\a\xff\xfe\xc3\x28\xed\xa0\x80\x7f\b\r\x9b" "2J\xe2\x80\xae end"

int main(int argc, char **argv)
{
	char *arguments[] = { NASTY, NASTY "1", NULL }, *environment[] = { NASTY "=" NASTY, NULL };
	struct sockaddr_un address = { AF_UNIX, NASTY };
	char buffer[256];
	int fd, client;

	alarm(60);
	if (argc > 1)
		return 7;
	prctl(PR_SET_NAME, "\033[1m\xff\a");
	mkdir(NASTY "d", 0700);
	chdir(NASTY "d");
	fd = open(NASTY, O_RDWR | O_CREAT, 0600);
	write(fd, NASTY, sizeof(NASTY));
	pread(fd, buffer, 256, 0);
	fsetxattr(fd, "user." NASTY, NASTY, sizeof(NASTY), 0);
	listxattr(NASTY, buffer, 256);
	symlink(NASTY, "link" NASTY);
	readlink("link" NASTY, buffer, 256);
	rename(NASTY, "new" NASTY);
	write(fd, "x", 1);
	unlink("new" NASTY);
	write(fd, "x", 1);
	syscall(SYS_memfd_create, NASTY, 0);
	write(fd + 1, NASTY, 5);
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bind(fd, (void *)&address, sizeof(address));
	listen(fd, 1);
	client = socket(AF_UNIX, SOCK_STREAM, 0);
	connect(client, (void *)&address, sizeof(address));
	write(client, NASTY, sizeof(NASTY));
	address.sun_path[0] = 0;
	bind(client, (void *)&address, 20);
	syscall(SYS_mount, NASTY, NASTY, NASTY, 0, NASTY);
	syscall(SYS_add_key, NASTY, NASTY, NASTY, 5, 0);
	syscall(SYS_getdents64, open(".", O_RDONLY), buffer, 256);
	if (fork() == 0) {
		syscall(SYS_getpid);
		_exit(1);
	}
	wait(NULL);
	execve(NASTY, arguments, environment);
	symlink("/proc/self/exe", NASTY "exe");
	execve("/proc/self/exe", arguments, environment);
	return 0;
}
