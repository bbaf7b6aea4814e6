// trace: getpid,openat,wait4,clone,fork,vfork,exit_group,close,write
// options: -f
// also: -ff
// also: -q
// also: -qq
// also: -e quiet=attach,personality
// also: -e quiet=exit
// also: -e quiet=path-resolution
// also: -tt
// also: -c -S name -U name,calls,errors
// also: -y
// also: -Y
// also: --decode-pids=comm
// also: -n -i
#include "test.h"

int main(void)
{
	block(SIGCHLD);
	for (int i = 0; i < 3; i++) {
		if (fork() == 0) {
			char name[16];

			call(getpid);
			snprintf(name, sizeof(name), "file%d", i);
			call(close, call(openat, AT_FDCWD, name, O_WRONLY | O_CREAT, 0600));
			if (i == 2 && fork() == 0)
				_exit(9);
			wait(NULL);
			_exit(i);
		}
		call(wait4, -1, NULL, 0, NULL);
	}
	call(write, 1, "done\n", 5);
	return 0;
}
