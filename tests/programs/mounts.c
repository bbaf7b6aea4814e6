/* Mounting, step by step and all at once; what is not looked at is shown as an address. */
// rastro: -a 1 -e trace=mount,umount2,fsopen,fsconfig,fsmount,move_mount,mount_setattr,quotactl,swapon,setns
// abi: x86_64 i386
#include "golden.h"

#include <fcntl.h>

static void at_once(void)
{
	const char *type = "tmpfs", *data = "size=1k";

	long result = syscall(SYS_mount, "none", "/nowhere", type, 3, data);
	expect("mount(\"none\", \"/nowhere\", \"tmpfs\", MS_RDONLY|MS_NOSUID, \"size=1k\") = %s\n",
	       result_text(result));
	result = syscall(SYS_mount, "none", "/nowhere", type, 0x1020, data);
	expect("mount(\"none\", \"/nowhere\", %p, MS_REMOUNT|MS_BIND, \"size=1k\") = %s\n",
	       (void *)type, result_text(result));
	result = syscall(SYS_mount, NULL, "/nowhere", type, 0xc0ed0020, data);
	expect("mount(NULL, \"/nowhere\", %p, MS_MGC_VAL|MS_REMOUNT, \"size=1k\") = %s\n",
	       (void *)type, result_text(result));
	result = syscall(SYS_mount, "none", "/nowhere", type, 0xc0ed0000, data);
	expect("mount(\"none\", \"/nowhere\", \"tmpfs\", MS_MGC_VAL, \"size=1k\") = %s\n",
	       result_text(result));
	result = syscall(SYS_mount, "none", "/nowhere", type, 0xc0000, data);
	expect("mount(\"none\", \"/nowhere\", %p, MS_PRIVATE|MS_SLAVE, %p) = %s\n", (void *)type,
	       (void *)data, result_text(result));
	result = syscall(SYS_umount2, unreadable(), 0x12);
	expect("umount2(%p, MNT_DETACH|0x10) = %s\n", unreadable(), result_text(result));
	result = syscall(SYS_swapon, "/nowhere", 0x48005);
	expect("swapon(\"/nowhere\", SWAP_FLAG_PREFER|SWAP_FLAG_DISCARD_PAGES|5) = %s\n",
	       result_text(result));
	result = syscall(SYS_setns, -1, 0x40000000);
	expect("setns(-1, CLONE_NEWNET) = %s\n", result_text(result));
}

static void step_by_step(void)
{
	uint64_t attr[4] = { 1, 2, 0x40000, 5 };
	const char *key = "key";

	long result = syscall(430 /* fsopen */, "no such type", 1);
	expect("fsopen(\"no such type\", FSOPEN_CLOEXEC) = %s\n", result_text(result));
	result = syscall(431 /* fsconfig */, -1, 1, key, "value", 5);
	expect("fsconfig(-1, FSCONFIG_SET_STRING, \"key\", \"value\", 5) = %s\n", result_text(result));
	result = syscall(431, -1, 2, key, "va\0l", 4);
	expect("fsconfig(-1, FSCONFIG_SET_BINARY, \"key\", \"\\x76\\x61\\x00\\x6c\", 4) = %s\n",
	       result_text(result));
	result = syscall(431, -1, 3, key, "path", AT_FDCWD);
	expect("fsconfig(-1, FSCONFIG_SET_PATH, \"key\", \"path\", AT_FDCWD) = %s\n",
	       result_text(result));
	result = syscall(431, -1, 6, key, NULL, 0);
	expect("fsconfig(-1, FSCONFIG_CMD_CREATE, %p, NULL, 0) = %s\n", (void *)key,
	       result_text(result));
	result = syscall(431, -1, 8, NULL, NULL, 0);
	expect("fsconfig(-1, FSCONFIG_CMD_CREATE_EXCL, NULL, NULL, 0) = %s\n", result_text(result));
	result = syscall(432 /* fsmount */, -1, 1, 0x31);
	expect("fsmount(-1, FSMOUNT_CLOEXEC, MOUNT_ATTR_RDONLY|MOUNT_ATTR_NOATIME"
	       "|MOUNT_ATTR_STRICTATIME) = %s\n", result_text(result));
	result = syscall(429 /* move_mount */, -1, "", AT_FDCWD, "/nowhere", 4);
	expect("move_mount(-1, \"\", AT_FDCWD, \"/nowhere\", MOVE_MOUNT_F_EMPTY_PATH) = %s\n",
	       result_text(result));
	result = syscall(442 /* mount_setattr */, -1, "x", 0x8000, attr, sizeof(attr));
	expect("mount_setattr(-1, \"x\", AT_RECURSIVE, {attr_set=MOUNT_ATTR_RDONLY, "
	       "attr_clr=MOUNT_ATTR_NOSUID, propagation=MS_PRIVATE, userns_fd=5}, 32) = %s\n",
	       result_text(result));
	void *cut = at_page_end(attr, 24);
	result = syscall(442, -1, "x", 0, cut, sizeof(attr));
	expect("mount_setattr(-1, \"x\", 0, %p, 32) = %s\n", cut, result_text(result));
}

static void quotas(void)
{
	struct {
		uint64_t bgrace, igrace;
		uint32_t flags, valid;
	} info = { 1, 2, 3, 5 };
	uint32_t state = 0x11;

	long result = syscall(SYS_quotactl, 0x80000101u, "/dev/nowhere", 0, NULL);
	expect("quotactl(QCMD(Q_SYNC, GRPQUOTA), \"/dev/nowhere\") = %s\n", result_text(result));
	result = syscall(SYS_quotactl, 0x80000200u, "/dev/nowhere", 2, "/quota");
	expect("quotactl(QCMD(Q_QUOTAON, USRQUOTA), \"/dev/nowhere\", QFMT_VFS_V0, \"/quota\") = %s\n",
	       result_text(result));
	result = syscall(SYS_quotactl, 0x80000601u, "/dev/nowhere", 0, &info);
	expect("quotactl(QCMD(Q_SETINFO, GRPQUOTA), \"/dev/nowhere\", {dqi_bgrace=1, dqi_igrace=2, "
	       "dqi_flags=DQF_ROOT_SQUASH|0x2, dqi_valid=IIF_BGRACE|IIF_FLAGS}) = %s\n",
	       result_text(result));
	result = syscall(SYS_quotactl, 0x80000700u, "/dev/nowhere", 1000, unreadable());
	expect("quotactl(QCMD(Q_GETQUOTA, USRQUOTA), \"/dev/nowhere\", 1000, %p) = %s\n",
	       unreadable(), result_text(result));
	result = syscall(SYS_quotactl, 0x580102, "/dev/nowhere", 0, &state);
	expect("quotactl(QCMD(Q_XQUOTAON, PRJQUOTA), \"/dev/nowhere\", "
	       "[FS_QUOTA_UDQ_ACCT|FS_QUOTA_PDQ_ACCT]) = %s\n", result_text(result));
}

int main(void)
{
	golden_begin();
	at_once();
	step_by_step();
	quotas();
	golden_end();
	return 0;
}
