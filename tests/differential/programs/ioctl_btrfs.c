// trace: ioctl
// pids: none
#include "ioctl.h"
#include <linux/btrfs.h>

static void try_replace(void)
{
	static struct btrfs_ioctl_dev_replace_args args = {
		.start = { .srcdevid = 3, .srcdev_name = "/dev/a", .tgtdev_name = "/dev/b" },
	};

	try_both(BTRFS_IOC_DEV_REPLACE, &args);
	args = (struct btrfs_ioctl_dev_replace_args){
		.cmd = BTRFS_IOCTL_DEV_REPLACE_CMD_STATUS, .result = 1,
		.status = { .replace_state = 1, .num_write_errors = 1 },
	};
	try_both(BTRFS_IOC_DEV_REPLACE, &args);
	args.cmd = BTRFS_IOCTL_DEV_REPLACE_CMD_CANCEL;
	try_both(BTRFS_IOC_DEV_REPLACE, &args);
}

static void try_balance(void)
{
	struct btrfs_ioctl_balance_args args = {
		.flags = BTRFS_BALANCE_DATA | BTRFS_BALANCE_METADATA, .state = 1,
		.data = { .flags = BTRFS_BALANCE_ARGS_LIMIT, .profiles = 1, .limit = 5 },
	};

	try_both(BTRFS_IOC_BALANCE_V2, &args);
	try_both(BTRFS_IOC_BALANCE_PROGRESS, &args);
	call(ioctl, FD_BAD, BTRFS_IOC_BALANCE_CTL, BTRFS_BALANCE_CTL_PAUSE);
}

static void try_subvolume(void)
{
	struct btrfs_qgroup_inherit inherit = { .flags = 1, .lim = { .flags = 1, .max_rfer = 9 } };
	struct btrfs_ioctl_vol_args_v2 args = {
		.fd = 3, .transid = 7, .flags = BTRFS_SUBVOL_RDONLY, .name = "snap",
	};
	struct btrfs_ioctl_received_subvol_args received = {
		.stransid = 5, .rtransid = 6, .stime = { 1000000000, 5 }, .rtime = { 1000000000 },
	};
	struct btrfs_ioctl_get_dev_stats statistics = { .devid = 1, .nr_items = 2, .values = { 5, 6 } };

	try_both(BTRFS_IOC_SET_RECEIVED_SUBVOL, &received);
	try_both(BTRFS_IOC_SNAP_CREATE_V2, &args);
	args.flags = BTRFS_SUBVOL_QGROUP_INHERIT;
	args.size = sizeof(inherit);
	args.qgroup_inherit = (void *)8;
	try_both(BTRFS_IOC_SUBVOL_CREATE_V2, &args);
	args.qgroup_inherit = &inherit;
	try_both(BTRFS_IOC_SUBVOL_CREATE_V2, &args);
	try_both(BTRFS_IOC_GET_DEV_STATS, &statistics);
}

int main(void)
{
	TRY(BTRFS_IOC_SNAP_CREATE, BTRFS_IOC_RESIZE, BTRFS_IOC_SCAN_DEV, BTRFS_IOC_SYNC,
	    BTRFS_IOC_DEFAULT_SUBVOL, BTRFS_IOC_WAIT_SYNC, BTRFS_IOC_START_SYNC,
	    BTRFS_IOC_SUBVOL_GETFLAGS, BTRFS_IOC_SUBVOL_SETFLAGS, BTRFS_IOC_SCRUB,
	    BTRFS_IOC_SCRUB_PROGRESS, BTRFS_IOC_DEV_INFO, BTRFS_IOC_FS_INFO,
	    BTRFS_IOC_INO_PATHS, BTRFS_IOC_LOGICAL_INO, BTRFS_IOC_SEND, BTRFS_IOC_QUOTA_CTL,
	    BTRFS_IOC_QGROUP_ASSIGN, BTRFS_IOC_QGROUP_CREATE, BTRFS_IOC_QGROUP_LIMIT,
	    BTRFS_IOC_QUOTA_RESCAN, BTRFS_IOC_QUOTA_RESCAN_STATUS, BTRFS_IOC_TREE_SEARCH,
	    BTRFS_IOC_GET_FEATURES);
	try_replace();
	try_balance();
	try_subvolume();
	return 0;
}
