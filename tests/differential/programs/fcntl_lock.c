// trace: getpid,fcntl,fcntl64
#include "test.h"

int main(void)
{
	int fd = open("a", O_RDWR | O_CREAT, 0640);
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = 10, .l_len = 20 };
	struct f_owner_ex owner = { F_OWNER_TID, 0 };

	call(getpid);
	call(fcntl, fd, F_SETLK, &lock);
	call(fcntl, fd, F_GETLK, &lock);
	lock.l_type = F_UNLCK;
	lock.l_whence = 77;
	call(fcntl, fd, F_SETLKW, &lock);
	lock.l_type = 99;
	lock.l_len = -1;
	lock.l_start = -5;
	lock.l_whence = SEEK_END;
	call(fcntl, fd, F_SETLK, &lock);
	call(fcntl, fd, F_GETLK, NULL);
	call(fcntl, fd, F_SETLK, NULL);
	call(fcntl, fd, F_SETLKW, unreadable);
	call(fcntl, -1, F_GETLK, &lock);
	call(fcntl, fd, F_SETLK, EDGE(lock));
	call(fcntl, fd, F_SETLK, unreadable - 4);
	lock = (struct flock){ .l_type = F_RDLCK, .l_whence = SEEK_CUR };
	call(fcntl, fd, 36 /* F_OFD_GETLK */, &lock);
	call(fcntl, fd, 37 /* F_OFD_SETLK */, &lock);
	call(fcntl, fd, 38 /* F_OFD_SETLKW */, NULL);
	call(fcntl, fd, F_SETOWN_EX, &owner);
	call(fcntl, fd, F_GETOWN_EX, &owner);
	owner.type = 55;
	call(fcntl, fd, F_SETOWN_EX, &owner);
	call(fcntl, fd, F_GETOWN_EX, NULL);
#ifdef __i386__
	struct flock64 wide = { .l_type = F_WRLCK, .l_start = 0x123456789, .l_len = 5 };
	call(fcntl64, fd, 13 /* F_SETLK64 */, &wide);
	call(fcntl64, fd, 12 /* F_GETLK64 */, &wide);
	call(fcntl64, fd, 14 /* F_SETLKW64 */, &wide);
	call(fcntl64, fd, F_SETLK, &lock);
	call(fcntl64, fd, 36, &wide);
#endif
	return 0;
}
