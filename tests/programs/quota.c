/* What quotactl answers, which a filter does: limits, statistics, formats. */
// rastro: -a 1 -v -e trace=quotactl,quotactl_fd
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"
#include <linux/dqblk_xfs.h>
#include <sys/quota.h>

enum { QUOTACTL_FD = 443 };

static void of_all(void)
{
	struct {
		uint64_t hard, soft, space, inodes_hard, inodes_soft, inodes, time, inode_time;
		uint32_t valid, id;
	} limits = { 1, 2, 3, 4, 5, 6, 7, 8, 5, 99 };
	uint32_t format = 4;

	syscall(SYS_quotactl, QCMD(Q_GETFMT, USRQUOTA), "/dev/nowhere", 0, &format);
	expect("quotactl(QCMD(Q_GETFMT, USRQUOTA), \"/dev/nowhere\", [QFMT_VFS_V1]) = 0\n");
	syscall(SYS_quotactl, QCMD(Q_GETQUOTA, GRPQUOTA), "/dev/nowhere", 5, &limits);
	expect("quotactl(QCMD(Q_GETQUOTA, GRPQUOTA), \"/dev/nowhere\", 5, {dqb_bhardlimit=1, "
	       "dqb_bsoftlimit=2, dqb_curspace=3, dqb_ihardlimit=4, dqb_isoftlimit=5, dqb_curinodes=6, "
	       "dqb_btime=7, dqb_itime=8, dqb_valid=QIF_BLIMITS|QIF_ILIMITS}) = 0\n");
	syscall(QUOTACTL_FD, 3, QCMD(0x800009, 2), 5, &limits);
	expect("quotactl_fd(3, QCMD(Q_GETNEXTQUOTA, PRJQUOTA), 5, {dqb_bhardlimit=1, "
	       "dqb_bsoftlimit=2, dqb_curspace=3, dqb_ihardlimit=4, dqb_isoftlimit=5, dqb_curinodes=6, "
	       "dqb_btime=7, dqb_itime=8, dqb_valid=QIF_BLIMITS|QIF_ILIMITS, dqb_id=99}) = 0\n");
	syscall(QUOTACTL_FD, 3, QCMD(Q_GETQUOTA, USRQUOTA), -1, unreadable());
	expect("quotactl_fd(3, QCMD(Q_GETQUOTA, USRQUOTA), -1, %p) = 0\n", unreadable());
}

static void of_xfs(void)
{
	struct fs_quota_stat old = { .qs_version = 1, .qs_flags = 1, .qs_uquota = { 2, 3, 4 },
				     .qs_gquota = { 5, 6, 7 }, .qs_incoredqs = 8 };
	struct fs_quota_statv newer = { .qs_version = 1, .qs_flags = 0x20, .qs_incoredqs = 2,
					.qs_pquota = { 3, 4, 5, 0 }, .qs_btimelimit = 6 };
	uint32_t types = 3;

	syscall(SYS_quotactl, QCMD(Q_XGETQSTAT, USRQUOTA), "/dev/nowhere", 0, &old);
	expect("quotactl(QCMD(Q_XGETQSTAT, USRQUOTA), \"/dev/nowhere\", {qs_version=1, "
	       "qs_flags=FS_QUOTA_UDQ_ACCT, qs_uquota={qfs_ino=2, qfs_nblks=3, qfs_nextents=4}, "
	       "qs_gquota={qfs_ino=5, qfs_nblks=6, qfs_nextents=7}, qs_incoredqs=8, "
	       "qs_btimelimit=0, qs_itimelimit=0, qs_rtbtimelimit=0, qs_bwarnlimit=0, "
	       "qs_iwarnlimit=0}) = 0\n");
	syscall(QUOTACTL_FD, 3, QCMD(Q_XGETQSTATV, USRQUOTA), 0, &newer);
	expect("quotactl_fd(3, QCMD(Q_XGETQSTATV, USRQUOTA), {qs_version=1, "
	       "qs_flags=FS_QUOTA_PDQ_ENFD, qs_incoredqs=2, "
	       "qs_uquota={qfs_ino=0, qfs_nblks=0, qfs_nextents=0}, "
	       "qs_gquota={qfs_ino=0, qfs_nblks=0, qfs_nextents=0}, "
	       "qs_pquota={qfs_ino=3, qfs_nblks=4, qfs_nextents=5}, qs_btimelimit=6, "
	       "qs_itimelimit=0, qs_rtbtimelimit=0, qs_bwarnlimit=0, qs_iwarnlimit=0}) = 0\n");
	syscall(SYS_quotactl, QCMD(Q_XQUOTARM, USRQUOTA), "/dev/nowhere", 0, &types);
	expect("quotactl(QCMD(Q_XQUOTARM, USRQUOTA), \"/dev/nowhere\", "
	       "[FS_USER_QUOTA|FS_PROJ_QUOTA]) = 0\n");
}

int main(void)
{
	answer_call(SYS_quotactl);
	answer_call(QUOTACTL_FD);
	golden_begin();
	of_all();
	of_xfs();
	golden_end();
	return 0;
}
