/* Commands of btrfs that take away, look up and copy; a filter answers them all with 0. */
// rastro: -a 1 -v -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"
#include <linux/btrfs.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

static unsigned char bytes[4096];

static void ask(unsigned long command, void *argument)
{
	syscall(SYS_ioctl, 3, (long)(int)command, argument);
}

static void names(void)
{
	enum { FLAGS_AT = 16, NAME_AT = 56 };
	uint64_t id = 5;

	memset(bytes, 0, sizeof(bytes));
	strcpy((char *)bytes + NAME_AT, "/dev/old");
	ask(0x5000943a, bytes);
	expect("ioctl(3, BTRFS_IOC_RM_DEV_V2, {flags=0, name=\"/dev/old\"}) = 0\n");
	ask(0x5000943f, bytes);
	expect("ioctl(3, BTRFS_IOC_SNAP_DESTROY_V2, {flags=0, name=\"/dev/old\"}) = 0\n");
	memcpy(bytes + NAME_AT, &id, sizeof(id));
	bytes[FLAGS_AT] = 8;
	ask(0x5000943a, bytes);
	expect("ioctl(3, BTRFS_IOC_RM_DEV_V2, {flags=BTRFS_DEVICE_SPEC_BY_ID, devid=5}) = 0\n");
	bytes[FLAGS_AT] = 16;
	ask(0x5000943f, bytes);
	expect("ioctl(3, BTRFS_IOC_SNAP_DESTROY_V2, {flags=BTRFS_SUBVOL_SPEC_BY_ID, subvolid=5}) = "
	       "0\n");
	ask(0x5000943f, unreadable());
	expect("ioctl(3, BTRFS_IOC_SNAP_DESTROY_V2, %p) = 0\n", unreadable());
}

static void look_ups(void)
{
	uint64_t *numbers = (void *)bytes;
	struct {
		uint64_t object, size, reserved[3], flags, list;
	} places = { 77, 40, { 0 }, 1, 0 };
	struct {
		uint32_t left, missing, count, missed;
		uint64_t numbers[4];
	} data = { 8, 0, 9, 0, { 1, 2, 3, 4 } };

	places.list = (uintptr_t)&data;
	ask(0xc038943b, &places);
	expect("ioctl(3, BTRFS_IOC_LOGICAL_INO_V2, {logical=77, size=40, "
	       "flags=BTRFS_LOGICAL_INO_ARGS_IGNORE_OFFSET, inodes=%p} => {inodes={bytes_left=8, "
	       "bytes_missing=0, elem_cnt=9, elem_missed=0, val=[{inum=1, offset=2, root=3}, "
	       "...]}}) "
	       "= 0\n",
	       (void *)&data);
	memset(bytes, 0, sizeof(bytes));
	numbers[0] = 256;
	numbers[1] = 5;
	strcpy((char *)bytes + 16, "name");
	strcpy((char *)bytes + 16 + 256, "path/");
	ask(0xd000943e, bytes);
	expect("ioctl(3, BTRFS_IOC_INO_LOOKUP_USER, {dirid=256, treeid=5} => {name=\"name\", "
	       "path=\"path/\"}) = 0\n");
	numbers[1] = 7;
	numbers[2] = 8;
	bytes[8 + 255 * 16] = 1;
	ask(0xd000943d, bytes);
	expect("ioctl(3, BTRFS_IOC_GET_SUBVOL_ROOTREF, {min_treeid=256, rootref=[{treeid=7, "
	       "dirid=8}], "
	       "num_items=1}) = 0\n");
}

static void subvolume(void)
{
	struct btrfs_ioctl_get_subvol_info_args info = {
		.treeid = 256,
		.name = "snap",
		.parent_id = 5,
		.dirid = 257,
		.generation = 9,
		.flags = 2,
		.uuid = { 1 },
		.ctransid = 1,
		.otransid = 2,
		.stransid = 3,
		.rtransid = 4,
		.ctime = { 5, 6 },
	};
	struct {
		uint64_t id;
		uint32_t mode, count;
	} wait = { 300, 2, 0 };

	ask(BTRFS_IOC_GET_SUBVOL_INFO, &info);
	expect("ioctl(3, BTRFS_IOC_GET_SUBVOL_INFO, {treeid=256, name=\"snap\", parent_id=5, "
	       "dirid=257, "
	       "generation=9, flags=BTRFS_SUBVOL_RDONLY, "
	       "uuid=01000000-0000-0000-0000-000000000000, ctransid=1, otransid=2, stransid=3, "
	       "rtransid=4, ctime={sec=5, nsec=6} /* 1970-01-01T00:00:05.000000006+0000 */, "
	       "otime={sec=0, nsec=0}, stime={sec=0, nsec=0}, "
	       "rtime={sec=0, nsec=0}}) = 0\n");
	ask(0x40109441, &wait);
	expect("ioctl(3, BTRFS_IOC_SUBVOL_SYNC_WAIT, {subvolid=300, mode=BTRFS_SUBVOL_SYNC_COUNT, "
	       "count=0}) = 0\n");
}

static void encoded(void)
{
	static char data[] = "data";
	struct iovec vector = { data, 4 };
	struct {
		struct iovec *vectors;
		unsigned long count;
		int64_t offset;
		uint64_t flags, length, whole, begin;
		uint32_t compression, encryption;
		unsigned char reserved[64];
	} request = { &vector, 1, 4096, 0, 5, 6, 7, 1, 0, { 0 } };

	ask(_IOW(0x94, 64, request), &request);
	expect("ioctl(3, BTRFS_IOC_ENCODED_WRITE, {iov=[{iov_base=\"data\", iov_len=4}], iovcnt=1, "
	       "offset=4096, flags=0, len=5, unencoded_len=6, unencoded_offset=7, "
	       "compression=BTRFS_ENCODED_IO_COMPRESSION_ZLIB, "
	       "encryption=BTRFS_ENCODED_IO_ENCRYPTION_NONE}) = 0\n");
	ask(_IOR(0x94, 64, request), &request);
	expect("ioctl(3, BTRFS_IOC_ENCODED_READ, {iov=%p, iovcnt=1, offset=4096, flags=0} => "
	       "{iov=[{iov_base=\"\", iov_len=4}], len=5, unencoded_len=6, unencoded_offset=7, "
	       "compression=BTRFS_ENCODED_IO_COMPRESSION_ZLIB, "
	       "encryption=BTRFS_ENCODED_IO_ENCRYPTION_NONE}) = 0\n",
	       (void *)&vector);
}

static void whole(void)
{
	struct btrfs_ioctl_fs_info_args info = { .max_id = 1,
		                                 .num_devices = 2,
		                                 .nodesize = 3,
		                                 .sectorsize = 4,
		                                 .csum_type = 2,
		                                 .csum_size = 32,
		                                 .flags = 1 };
	struct btrfs_ioctl_feature_flags features[2] = { { 1, 2, 4 }, { 0 } };
	struct btrfs_ioctl_quota_ctl_args quota = { .cmd = 2 };
	struct btrfs_ioctl_defrag_range_args range = {
		.len = -1, .flags = 5, .extent_thresh = 6, .compress_type = 3
	};

	ask(BTRFS_IOC_FS_INFO, &info);
	expect("ioctl(3, BTRFS_IOC_FS_INFO, {max_id=1, num_devices=2, "
	       "fsid=00000000-0000-0000-0000-000000000000, nodesize=3, sectorsize=4, "
	       "clone_alignment=0, csum_type=BTRFS_CSUM_TYPE_SHA256, csum_size=32, "
	       "flags=BTRFS_FS_INFO_FLAG_CSUM_INFO}) = 0\n");
	ask(BTRFS_IOC_SET_FEATURES, features);
	expect("ioctl(3, BTRFS_IOC_SET_FEATURES, [{compat_flags=0x1 /* BTRFS_FEATURE_COMPAT_??? "
	       "*/, "
	       "compat_ro_flags=BTRFS_FEATURE_COMPAT_RO_FREE_SPACE_TREE_VALID, "
	       "incompat_flags=BTRFS_FEATURE_INCOMPAT_MIXED_GROUPS}, {compat_flags=0, "
	       "compat_ro_flags=0, incompat_flags=0}]) = 0\n");
	ask(BTRFS_IOC_QUOTA_CTL, &quota);
	expect("ioctl(3, BTRFS_IOC_QUOTA_CTL, {cmd=BTRFS_QUOTA_CTL_DISABLE}) = 0\n");
	ask(BTRFS_IOC_DEFRAG_RANGE, &range);
	expect("ioctl(3, BTRFS_IOC_DEFRAG_RANGE, {start=0, len=UINT64_MAX, "
	       "flags=BTRFS_DEFRAG_RANGE_COMPRESS|BTRFS_DEFRAG_RANGE_COMPRESS_LEVEL, "
	       "extent_thresh=6, compress_type=BTRFS_COMPRESS_ZSTD}) = 0\n");
}

static void sums(void)
{
	enum { GET_CSUMS = 0xc0209442 };
	struct {
		uint64_t offset, length, size, flags;
		unsigned char bytes[4];
	} request = { 4096, 8192, 4, 1, { 1, 2, 3, 4 } };

	ask(GET_CSUMS, &request);
	expect("ioctl(3, BTRFS_IOC_GET_CSUMS, {offset=4096, length=8192, buf_size=4, flags=0x1, "
	       "buf=\"\\x01\\x02\\x03\\x04\"}) = 0\n");
	ask(GET_CSUMS, unreadable());
	expect("ioctl(3, BTRFS_IOC_GET_CSUMS, %p) = 0\n", unreadable());
}

int main(void)
{
	answer_call(SYS_ioctl);
	golden_begin();
	names();
	look_ups();
	subvolume();
	encoded();
	whole();
	sums();
	golden_end();
	return 0;
}
