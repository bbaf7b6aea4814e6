// trace: mount,umount2,umount,pivot_root,swapon,swapoff,quotactl,acct
#include "test.h"
#include <sys/mount.h>

int main(void)
{
	call(mount, "none", "missing", "tmpfs", 0, "size=1m");
	call(mount, "none", "missing", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY | MS_NOATIME, NULL);
	call(mount, "a", "missing", "ignored", MS_BIND | MS_REC, "data");
	call(mount, NULL, "missing", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, unreadable);
	call(mount, "", "missing", NULL, MS_PRIVATE | MS_REC, NULL);
	call(mount, "a", "missing", NULL, MS_MOVE, NULL);
	call(mount, BAD, BAD, BAD, 0xc0ed0000 | MS_SYNCHRONOUS, BAD);
	call(mount, "a", "missing", "x", 0x12345678, NULL);
	call(mount, "a", "missing", "x", MS_LAZYTIME | MS_STRICTATIME | MS_SLAVE, NULL);
	call(umount2, "missing", 0);
	call(umount2, "missing", MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW);
	call(umount2, NULL, -1);
	call(pivot_root, "missing", "other");
	call(pivot_root, NULL, BAD);
	call(swapon, "missing", 0x8000 | 5);
	call(swapon, NULL, 0x1ffff);
	call(swapoff, "missing");
	call(acct, "missing/x");
	call(acct, unreadable);
	call(quotactl, (0x800007 << 8) | 0, "/dev/missing", 1000, NULL);
	call(quotactl, (0x800002 << 8) | 1, "/dev/missing", 2, "aquota");
	call(quotactl, 0, NULL, -1, BAD);
	call(quotactl, (0x800001 << 8) | 0, NULL, 0, NULL);
	return 0;
}
