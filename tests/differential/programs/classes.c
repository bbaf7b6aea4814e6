// trace: %file
// also: -e trace=%desc
// also: -e trace=%memory
// also: -e trace=%process
// also: -e trace=%network
// also: -e trace=%signal
// also: -e trace=%ipc
// also: -e trace=%creds
// also: -e trace=%stat
// also: -e trace=%lstat
// also: -e trace=%fstat
// also: -e trace=%%stat
// also: -e trace=%statfs
// also: -e trace=%fstatfs
// also: -e trace=%%statfs
// also: -e trace=%clock
// also: -e trace=%pure
// also: -e trace=file,desc
// also: -e trace=!%file
// also: -e trace=%file,!%stat
// also: -e trace=/^open
// also: -e trace=/stat
// also: -e trace=?missing_call,close
// also: -e trace=all
// also: -e trace=none
// also: -e !close,%memory
// also: -e trace=!all
// also: -e trace=close@64,openat@32
// also: -e trace=%file -e trace=%memory
// also: -e raw=openat,close
// also: -e raw=all
// also: -e verbose=none
// also: -e verbose=!%stat
// also: -e abbrev=none
// also: -e abbrev=%stat
// mask: st_(?:size|dev|nlink|ino|blocks)=[^,]*
// mask: (?:0x)?[0-9a-f]{3,} = \?
// mask: getpid\(\).*|(?:set_tid_address|getppid)\(.*|times\(.*|umask.*|0x[0-9a-f]{9,}
// mask: f_\w+=[^}]*|(?:clock_gettime|gettimeofday|sysinfo|getrandom|uname)\(.*
#include "test.h"
#include <sys/resource.h>
#include <sys/statfs.h>
#include <sys/times.h>
#include <sys/utsname.h>

/* One call at least of every class. */
int main(void)
{
	static char buffer[4096];
	struct iovec { void *base; size_t size; } vector = { "x", 1 };
	int p[2], fd = open("file", O_RDWR | O_CREAT, 0600);

	call(getpid);
	call(getppid);
	call(getuid);
	call(geteuid);
	call(umask, 022);
	call(uname, buffer);
	call(openat, AT_FDCWD, "missing", O_RDONLY);
	call(stat, ".", buffer);
	call(lstat, ".", buffer);
	call(fstat, 0, buffer);
	call(statfs, ".", buffer);
	call(fstatfs, 0, buffer);
	call(access, ".", R_OK);
	call(getcwd, buffer, 4096);
	call(mkdir, "d", 0700);
	call(rmdir, "d");
	call(getdents64, fd, buffer, 100);
	call(pipe, p);
	call(write, p[1], "x", 1);
	call(read, p[0], buffer, 1);
	call(writev, p[1], &vector, 1);
	call(ioctl, 0, 0x5401, buffer);
	call(fcntl, 0, F_GETFL);
	call(dup, 0);
	call(mprotect, buffer, 0, 1);
	call(madvise, NULL, 0, 0);
	call(munmap, 0x1000, 4096);
	call(brk, 0);
	call(socket, -1, 0, 0);
	call(setresuid, -1, -1, -1);
	call(getgroups, 0, NULL);
	call(rt_sigaction, SIGUSR1, NULL, NULL, 8);
	call(rt_sigprocmask, 0, NULL, NULL, 8);
	call(kill, 0x7fffffff, 0);
	call(shmget, 0x1234, 0, 0);
	call(semget, 0x1234, 0, 0);
	call(msgget, 0x1234, 0);
	call(clock_gettime, CLOCK_MONOTONIC, buffer);
	call(gettimeofday, buffer, NULL);
	call(times, buffer);
	call(sched_yield);
	call(getrandom, buffer, 4, 0);
	call(sysinfo, buffer);
	call(wait4, -1, NULL, 0, NULL);
	call(unlink, "file");
	call(close, fd);
	call(close, 99);
	return 0;
}
