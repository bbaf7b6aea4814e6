// trace: fsopen,fsconfig,fsmount,move_mount,open_tree,fspick,mount_setattr
#include "test.h"
#include <linux/mount.h>

int main(void)
{
	struct mount_attr attributes = { .attr_set = 0x5, .attr_clr = 0x70, .propagation = 1 << 18, .userns_fd = 3 };

	call(fsopen, "missingfs", 1);
	call(fsopen, "tmpfs", -1);
	call(fsopen, NULL, 0);
	call(fsconfig, 4, 0 /* SET_FLAG */, "rw", NULL, 0);
	call(fsconfig, 4, 1 /* SET_STRING */, "key", "value", 0);
	call(fsconfig, 4, 2 /* SET_BINARY */, "key", "binary\0", 7);
	call(fsconfig, 4, 3 /* SET_PATH */, "key", "/path", AT_FDCWD);
	call(fsconfig, 4, 4 /* SET_PATH_EMPTY */, "key", "", 3);
	call(fsconfig, 4, 5 /* SET_FD */, "key", NULL, 7);
	call(fsconfig, 4, 6 /* CREATE */, NULL, NULL, 0);
	call(fsconfig, 4, 7 /* RECONFIGURE */, NULL, NULL, 0);
	call(fsconfig, -1, 99, unreadable, BAD, -1);
	call(fsmount, -1, 1, 0x7);
	call(fsmount, 4, -1, -1);
	call(fsmount, 4, 0, 0x10 | 0x80);
	call(move_mount, -1, "", AT_FDCWD, "missing", 0x4);
	call(move_mount, AT_FDCWD, "a", -1, NULL, 0x177);
	call(move_mount, 4, BAD, 5, unreadable, -1);
	call(open_tree, AT_FDCWD, "missing", 1 | O_CLOEXEC | AT_RECURSIVE);
	call(open_tree, -1, NULL, -1);
	call(fspick, AT_FDCWD, "missing", 0xf);
	call(fspick, -1, NULL, -1);
	call(mount_setattr, AT_FDCWD, "missing", AT_RECURSIVE | AT_EMPTY_PATH, &attributes, sizeof(attributes));
	call(mount_setattr, -1, "missing", 0, &attributes, 8);
	call(mount_setattr, -1, NULL, -1, NULL, 32);
	call(mount_setattr, -1, "x", 0, EDGE(attributes), 64);
	return 0;
}
