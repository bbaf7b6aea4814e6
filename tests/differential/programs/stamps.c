// trace: openat,close,getpid
// also: -t
// also: -tt
// also: -ttt
// also: -r
// also: -r -t
// also: -T
// also: -tt -T
// also: -i
// also: -n
// also: -i -n -tt
// also: -f -tt
// also: -a 0
// also: -a 60
// also: -a 5 -T
// also: --absolute-timestamps=unix,us
// also: --absolute-timestamps=time,ms
// also: --absolute-timestamps=s
// also: --absolute-timestamps=none
// also: --relative-timestamps=ms
// also: --relative-timestamps=ns
// also: --syscall-times=ns
// also: --syscall-times=ms
// also: --syscall-times=s
#include "test.h"

int main(void)
{
	call(getpid);
	call(openat, AT_FDCWD, "missing", O_RDONLY);
	call(openat, AT_FDCWD, "a longer name, so that the line passes the column", O_RDONLY);
	call(close, -1);
	kill(getpid(), SIGWINCH);
	return 0;
}
