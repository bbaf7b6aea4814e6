/* Commands of file systems: encryption, hash trees, maps; a filter answers them all with 0. */
// rastro: -a 1 -v -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"
#include <linux/f2fs.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <linux/fscrypt.h>
#include <linux/fsmap.h>
#include <linux/fsverity.h>
#include <linux/msdos_fs.h>
#include <sys/ioctl.h>

static void ask(unsigned long command, void *argument)
{
	syscall(SYS_ioctl, 3, (long)(int)command, argument);
}

static void policies(void)
{
	struct fscrypt_policy_v1 first = { 0, 1, 4, 7, { 1, 2, 3, 4, 5, 6, 7, 8 } };
	struct fscrypt_policy_v2 second = { .version = 2,
		                            .contents_encryption_mode = 9,
		                            .filenames_encryption_mode = 99,
		                            .flags = 0x82,
		                            .master_key_identifier = { 0xaa } };
	struct fscrypt_get_policy_ex_arg any = { .policy_size = 12, .policy.v1 = first };

	ask(FS_IOC_GET_ENCRYPTION_POLICY, &first);
	expect("ioctl(3, FS_IOC_GET_ENCRYPTION_POLICY, {version=FSCRYPT_POLICY_V1, "
	       "contents_encryption_mode=FSCRYPT_MODE_AES_256_XTS, "
	       "filenames_encryption_mode=FSCRYPT_MODE_AES_256_CTS, "
	       "flags=FSCRYPT_POLICY_FLAGS_PAD_32|FSCRYPT_POLICY_FLAG_DIRECT_KEY, "
	       "master_key_descriptor=\"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\"}) = 0\n");
	ask(FS_IOC_SET_ENCRYPTION_POLICY, &second);
	expect("ioctl(3, FS_IOC_SET_ENCRYPTION_POLICY, {version=FSCRYPT_POLICY_V2, "
	       "contents_encryption_mode=FSCRYPT_MODE_ADIANTUM, "
	       "filenames_encryption_mode=0x63 /* FSCRYPT_MODE_??? */, "
	       "flags=FSCRYPT_POLICY_FLAGS_PAD_16|0x80, log2_data_unit_size=0, "
	       "master_key_identifier=\"\\xaa\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
	       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}) = 0\n");
	ask(FS_IOC_GET_ENCRYPTION_POLICY_EX, &any);
	expect("ioctl(3, FS_IOC_GET_ENCRYPTION_POLICY_EX, {policy_size=12, "
	       "policy={version=FSCRYPT_POLICY_V1, "
	       "contents_encryption_mode=FSCRYPT_MODE_AES_256_XTS, "
	       "filenames_encryption_mode=FSCRYPT_MODE_AES_256_CTS, "
	       "flags=FSCRYPT_POLICY_FLAGS_PAD_32|FSCRYPT_POLICY_FLAG_DIRECT_KEY, "
	       "master_key_descriptor=\"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\"}}) = 0\n");
	ask(FS_IOC_SET_ENCRYPTION_POLICY, unreadable());
	expect("ioctl(3, FS_IOC_SET_ENCRYPTION_POLICY, %p) = 0\n", unreadable());
}

static void keys(void)
{
	struct fscrypt_key_specifier specifier = { .type = FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR,
		                                   .u.descriptor = { 1, 2, 3, 4, 5, 6, 7, 8 } };
	struct fscrypt_add_key_arg add = { .key_spec = { .type = 9 }, .raw_size = 0, .key_id = 77 };
	struct fscrypt_remove_key_arg remove = { specifier, 3, { 0 } };
	struct fscrypt_get_key_status_arg status = {
		.key_spec = specifier, .status = 2, .status_flags = 1, .user_count = 4
	};
	static const char shown[] = "{key_spec={type=FSCRYPT_KEY_SPEC_TYPE_DESCRIPTOR, "
				    "descriptor=\"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\"}}";

	add.key_spec = specifier;
	add.key_spec.type = FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER;
	ask(FS_IOC_ADD_ENCRYPTION_KEY, &add);
	expect("ioctl(3, FS_IOC_ADD_ENCRYPTION_KEY, "
	       "{key_spec={type=FSCRYPT_KEY_SPEC_TYPE_IDENTIFIER, "
	       "identifier=\"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08"
	       "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}, raw_size=0, key_id=77, flags=0}) = "
	       "0\n");
	ask(FS_IOC_REMOVE_ENCRYPTION_KEY, &remove);
	expect("ioctl(3, FS_IOC_REMOVE_ENCRYPTION_KEY, %s => "
	       "{removal_status_flags=FSCRYPT_KEY_REMOVAL_STATUS_FLAG_FILES_BUSY"
	       "|FSCRYPT_KEY_REMOVAL_STATUS_FLAG_OTHER_USERS}) = 0\n",
	       shown);
	ask(FS_IOC_GET_ENCRYPTION_KEY_STATUS, &status);
	expect("ioctl(3, FS_IOC_GET_ENCRYPTION_KEY_STATUS, %s => "
	       "{status=FSCRYPT_KEY_STATUS_PRESENT, "
	       "status_flags=FSCRYPT_KEY_STATUS_FLAG_ADDED_BY_SELF, user_count=4}) = 0\n",
	       shown);
}

static void hashes(void)
{
	struct fsverity_enable_arg enable = { .version = 1,
		                              .hash_algorithm = 1,
		                              .block_size = 4096,
		                              .salt_size = 2,
		                              .salt_ptr = (uintptr_t)"ab" };
	struct {
		struct fsverity_digest head;
		unsigned char bytes[4];
	} digest = { { .digest_algorithm = 2, .digest_size = 4 }, { 1, 2, 3, 4 } };
	struct fsverity_read_metadata_arg read = { 1, 2, 3, (uintptr_t)unreadable(), 0 };

	ask(FS_IOC_ENABLE_VERITY, &enable);
	expect("ioctl(3, FS_IOC_ENABLE_VERITY, {version=1, "
	       "hash_algorithm=FS_VERITY_HASH_ALG_SHA256, "
	       "block_size=4096, salt_size=2, salt_ptr=\"\\x61\\x62\", sig_size=0, sig_ptr=NULL}) "
	       "= 0\n");
	ask(FS_IOC_MEASURE_VERITY, &digest);
	expect("ioctl(3, FS_IOC_MEASURE_VERITY, {digest_algorithm=FS_VERITY_HASH_ALG_SHA512, "
	       "digest_size=4, digest=\"\\x01\\x02\\x03\\x04\"}) = 0\n");
	ask(FS_IOC_READ_VERITY_METADATA, &read);
	expect("ioctl(3, FS_IOC_READ_VERITY_METADATA, "
	       "{metadata_type=FS_VERITY_METADATA_TYPE_MERKLE_TREE, offset=2, length=3, "
	       "buf_ptr=%p} => "
	       "{buf_ptr=\"\"}) = 0\n",
	       unreadable());
}

static void maps(void)
{
	struct {
		struct fsmap_head head;
		struct fsmap records[2];
	} map = { { .fmh_oflags = 1,
		    .fmh_count = 2,
		    .fmh_entries = 1,
		    .fmh_keys = { { 0 }, { .fmr_length = 9 } } },
		  { { 1, FMR_OF_LAST, 2, 3, 4, 5, { 0 } } } };

	ask(FS_IOC_GETFSMAP, &map);
	expect("ioctl(3, FS_IOC_GETFSMAP, {fmh_iflags=0, fmh_count=2, fmh_keys=[{fmr_device=0, "
	       "fmr_flags=0, fmr_physical=0, fmr_owner=0, fmr_offset=0, fmr_length=0}, "
	       "{fmr_device=0, "
	       "fmr_flags=0, fmr_physical=0, fmr_owner=0, fmr_offset=0, fmr_length=9}]} => "
	       "{fmh_oflags=FMH_OF_DEV_T, fmh_entries=1, fmh_recs=[{fmr_device=1, "
	       "fmr_flags=FMR_OF_LAST, fmr_physical=2, fmr_owner=3, fmr_offset=4, fmr_length=5}]}) "
	       "= 0\n");
}

static void extents(void)
{
	struct {
		uint64_t start, length;
		uint32_t flags, mapped, count, reserved;
		struct {
			uint64_t logical, physical, length, reserved[2];
			uint32_t flags, more[3];
		} list[2];
	} map = { 0, 9, 1, 1, 2, 0, { { 1, 2, 3, { 0 }, 0x801, { 0 } } } };

	ask(FS_IOC_FIEMAP, &map);
	expect("ioctl(3, FS_IOC_FIEMAP, {fm_start=0, fm_length=9, fm_flags=FIEMAP_FLAG_SYNC, "
	       "fm_extent_count=2} => {fm_flags=FIEMAP_FLAG_SYNC, fm_mapped_extents=1, "
	       "fm_extents=[{fe_logical=1, fe_physical=2, fe_length=3, "
	       "fe_flags=FIEMAP_EXTENT_LAST|FIEMAP_EXTENT_UNWRITTEN}]}) = 0\n");
}

static void of_all(void)
{
	struct {
		uint8_t length, bytes[128];
	} path = { 8, "ext4/sda" };
	struct {
		uint32_t flags;
		uint16_t interval;
		uint8_t more[10];
	} metadata = { 1, 512, { 8, 0, 0, 8, 0, 4, 2, 4, 0 } };
	uint32_t how = 1;
	int number = 4096;

	ask(_IOR(0x15, 0, char[17]), &(unsigned char[17]){ 16, 0xaa });
	expect("ioctl(3, FS_IOC_GETFSUUID, {len=16, uuid=aa000000-0000-0000-0000-000000000000}) = "
	       "0\n");
	ask(_IOR(0x15, 1, path), &path);
	expect("ioctl(3, FS_IOC_GETFSSYSFSPATH, {len=8, name=\"ext4/sda\"}) = 0\n");
	ask(_IOWR(0x15, 2, metadata), &metadata);
	expect("ioctl(3, FS_IOC_GETLBMD_CAP, {lbmd_flags=LBMD_PI_CAP_INTEGRITY, lbmd_interval=512, "
	       "lbmd_size=8, lbmd_opaque_size=0, lbmd_opaque_offset=0, lbmd_pi_size=8, "
	       "lbmd_pi_offset=0, lbmd_guard_tag_type=LBMD_PI_CSUM_CRC64_NVME, "
	       "lbmd_app_tag_size=2, "
	       "lbmd_ref_tag_size=4, lbmd_storage_tag_size=0}) = 0\n");
	ask(_IOR('X', 125, uint32_t), &how);
	expect("ioctl(3, F2FS_IOC_SHUTDOWN or FS_IOC_SHUTDOWN, [FS_SHUTDOWN_FLAGS_LOGFLUSH]) = 0\n");
	ask(FIGETBSZ, &number);
	expect("ioctl(3, FIGETBSZ, [4096]) = 0\n");
	ask(FIBMAP, &number);
	expect("ioctl(3, FIBMAP, [4096]) = 0\n");
}

static void of_one(void)
{
	struct f2fs_move_range move = { 5, 1, 2, 3 };
	struct f2fs_sectrim_range trim = { 1, 2, 3 };
	uint32_t attributes = 0x21;

	ask(F2FS_IOC_MOVE_RANGE, &move);
	expect("ioctl(3, F2FS_IOC_MOVE_RANGE, {dst_fd=5, pos_in=1, pos_out=2, len=3}) = 0\n");
	ask(F2FS_IOC_SEC_TRIM_FILE, &trim);
	expect("ioctl(3, F2FS_IOC_SEC_TRIM_FILE, {start=1, len=2, "
	       "flags=F2FS_TRIM_FILE_DISCARD|F2FS_TRIM_FILE_ZEROOUT}) = 0\n");
	ask(F2FS_IOC_GET_COMPRESS_OPTION, &(struct f2fs_comp_option){ 1, 2 });
	expect("ioctl(3, F2FS_IOC_GET_COMPRESS_OPTION, {algorithm=1, log_cluster_size=2}) = 0\n");
	ask(F2FS_IOC_GARBAGE_COLLECT_RANGE, &(struct f2fs_gc_range){ 1, 2, 3 });
	expect("ioctl(3, F2FS_IOC_GARBAGE_COLLECT_RANGE, {sync=1, start=2, len=3}) = 0\n");
	ask(F2FS_IOC_FLUSH_DEVICE, &(struct f2fs_flush_device){ 1, 2 });
	expect("ioctl(3, F2FS_IOC_FLUSH_DEVICE, {dev_num=1, segments=2}) = 0\n");
	ask(FAT_IOCTL_SET_ATTRIBUTES, &attributes);
	expect("ioctl(3, FAT_IOCTL_SET_ATTRIBUTES, [ATTR_RO|ATTR_ARCH]) = 0\n");
}

int main(void)
{
	answer_call(SYS_ioctl);
	golden_begin();
	policies();
	keys();
	hashes();
	maps();
	extents();
	of_all();
	of_one();
	golden_end();
	return 0;
}
