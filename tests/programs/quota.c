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
	       "dqb_bsoftlimit=2, dqb_curspace=3, dqb_ihardlimit=4, dqb_isoftlimit=5, "
	       "dqb_curinodes=6, "
	       "dqb_btime=7, dqb_itime=8, dqb_valid=QIF_BLIMITS|QIF_ILIMITS}) = 0\n");
	syscall(QUOTACTL_FD, 3, QCMD(0x800009, 2), 5, &limits);
	expect("quotactl_fd(3, QCMD(Q_GETNEXTQUOTA, PRJQUOTA), 5, {dqb_bhardlimit=1, "
	       "dqb_bsoftlimit=2, dqb_curspace=3, dqb_ihardlimit=4, dqb_isoftlimit=5, "
	       "dqb_curinodes=6, "
	       "dqb_btime=7, dqb_itime=8, dqb_valid=QIF_BLIMITS|QIF_ILIMITS, dqb_id=99}) = 0\n");
	syscall(QUOTACTL_FD, 3, QCMD(Q_GETQUOTA, USRQUOTA), -1, unreadable());
	expect("quotactl_fd(3, QCMD(Q_GETQUOTA, USRQUOTA), -1, %p) = 0\n", unreadable());
	syscall(SYS_quotactl, QCMD(Q_SETQUOTA, USRQUOTA), "/dev/nowhere", 5, &limits);
	expect("quotactl(QCMD(Q_SETQUOTA, USRQUOTA), \"/dev/nowhere\", 5, {dqb_bhardlimit=1, "
	       "dqb_bsoftlimit=2, dqb_curspace=3, dqb_ihardlimit=4, dqb_isoftlimit=5, "
	       "dqb_curinodes=6, "
	       "dqb_btime=7, dqb_itime=8, dqb_valid=QIF_BLIMITS|QIF_ILIMITS}) = 0\n");
	syscall(SYS_quotactl, QCMD(Q_SETQUOTA, USRQUOTA), "/dev/nowhere", 5, NULL);
	expect("quotactl(QCMD(Q_SETQUOTA, USRQUOTA), \"/dev/nowhere\", 5, NULL) = 0\n");
	syscall(SYS_quotactl, QCMD(Q_SYNC, GRPQUOTA), NULL, 5, &limits);
	expect("quotactl(QCMD(Q_SYNC, GRPQUOTA), NULL) = 0\n");
	syscall(SYS_quotactl, QCMD(Q_QUOTAOFF, USRQUOTA), "/dev/nowhere", 5, &limits);
	expect("quotactl(QCMD(Q_QUOTAOFF, USRQUOTA), \"/dev/nowhere\") = 0\n");
	syscall(SYS_quotactl, QCMD(Q_QUOTAON, USRQUOTA), "/dev/nowhere", 2, "/aquota.user");
	expect("quotactl(QCMD(Q_QUOTAON, USRQUOTA), \"/dev/nowhere\", QFMT_VFS_V0, "
	       "\"/aquota.user\") = 0\n");
}

/* How long one may exceed a limit. */
static void of_times(void)
{
	struct {
		uint64_t blocks, inodes;
		uint32_t flags, valid;
	} times = { 604800, 3600, 1, 3 };

	for (int sets = 0; sets < 2; sets++) {
		const char *name = sets ? "SET" : "GET";
		syscall(SYS_quotactl, QCMD(sets ? Q_SETINFO : Q_GETINFO, USRQUOTA), "/dev/nowhere",
		        0, &times);
		expect("quotactl(QCMD(Q_%sINFO, USRQUOTA), \"/dev/nowhere\", {dqi_bgrace=604800, "
		       "dqi_igrace=3600, dqi_flags=DQF_ROOT_SQUASH, "
		       "dqi_valid=IIF_BGRACE|IIF_IGRACE}) = 0\n",
		       name);
		syscall(SYS_quotactl, QCMD(sets ? Q_SETINFO : Q_GETINFO, USRQUOTA), "/dev/nowhere",
		        0, unreadable());
		expect("quotactl(QCMD(Q_%sINFO, USRQUOTA), \"/dev/nowhere\", %p) = 0\n", name,
		       unreadable());
	}
}

#define DISK_QUOTA                                                                                 \
	"{d_version=1, d_flags=FS_USER_QUOTA|FS_GROUP_QUOTA, d_fieldmask=0x3, d_id=7, "            \
	"d_blk_hardlimit=8, d_blk_softlimit=9, d_ino_hardlimit=10, d_ino_softlimit=11, "           \
	"d_bcount=12, d_icount=13, d_itimer=-14, d_btimer=15, d_iwarns=16, d_bwarns=17, "          \
	"d_rtb_hardlimit=18, d_rtb_softlimit=19, d_rtbcount=20, d_rtbtimer=21, d_rtbwarns=22}"
static void of_xfs_users(void)
{
	struct fs_disk_quota quota = { .d_version = 1,
		                       .d_flags = FS_USER_QUOTA | FS_GROUP_QUOTA,
		                       .d_fieldmask = 3,
		                       .d_id = 7,
		                       .d_blk_hardlimit = 8,
		                       .d_blk_softlimit = 9,
		                       .d_ino_hardlimit = 10,
		                       .d_ino_softlimit = 11,
		                       .d_bcount = 12,
		                       .d_icount = 13,
		                       .d_itimer = -14,
		                       .d_btimer = 15,
		                       .d_iwarns = 16,
		                       .d_bwarns = 17,
		                       .d_rtb_hardlimit = 18,
		                       .d_rtb_softlimit = 19,
		                       .d_rtbcount = 20,
		                       .d_rtbtimer = 21,
		                       .d_rtbwarns = 22 };
	static const struct {
		unsigned command;
		const char *name;
	} commands[] = { { Q_XGETQUOTA, "Q_XGETQUOTA" },
		         { Q_XGETNEXTQUOTA, "Q_XGETNEXTQUOTA" },
		         { Q_XSETQLIM, "Q_XSETQLIM" } };

	for (unsigned i = 0; i < sizeof(commands) / sizeof(*commands); i++) {
		syscall(SYS_quotactl, QCMD(commands[i].command, PRJQUOTA), "/dev/nowhere", 7,
		        &quota);
		expect("quotactl(QCMD(%s, PRJQUOTA), \"/dev/nowhere\", 7, " DISK_QUOTA ") = 0\n",
		       commands[i].name);
		syscall(SYS_quotactl, QCMD(commands[i].command, PRJQUOTA), "/dev/nowhere", 7,
		        unreadable());
		expect("quotactl(QCMD(%s, PRJQUOTA), \"/dev/nowhere\", 7, %p) = 0\n",
		       commands[i].name, unreadable());
	}
}

static void of_xfs(void)
{
	struct fs_quota_stat old = { .qs_version = 1,
		                     .qs_flags = 1,
		                     .qs_uquota = { 2, 3, 4 },
		                     .qs_gquota = { 5, 6, 7 },
		                     .qs_incoredqs = 8 };
	struct fs_quota_statv newer = { .qs_version = 1,
		                        .qs_flags = 0x20,
		                        .qs_incoredqs = 2,
		                        .qs_pquota = { 3, 4, 5, 0 },
		                        .qs_btimelimit = 6 };
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
	syscall(SYS_quotactl, QCMD(Q_XQUOTASYNC, USRQUOTA), "/dev/nowhere", 5, &types);
	expect("quotactl(QCMD(Q_XQUOTASYNC, USRQUOTA), \"/dev/nowhere\") = 0\n");
	for (int off = 0; off < 2; off++) {
		syscall(SYS_quotactl, QCMD(off ? Q_XQUOTAOFF : Q_XQUOTAON, USRQUOTA),
		        "/dev/nowhere", 5, &types);
		expect("quotactl(QCMD(%s, USRQUOTA), \"/dev/nowhere\", "
		       "[FS_QUOTA_UDQ_ACCT|FS_QUOTA_UDQ_ENFD]) = 0\n",
		       off ? "Q_XQUOTAOFF" : "Q_XQUOTAON");
	}
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
	of_times();
	of_xfs();
	of_xfs_users();
	golden_end();
	return 0;
}
