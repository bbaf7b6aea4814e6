/* What is known of mounts and namespaces: requests of each kind, and the texts behind an answer. */
// rastro: -a 1 -e trace=statmount,listmount,listns
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"

enum { STATMOUNT = 457, LISTMOUNT = 458, LISTNS = 470 };

struct request {
	uint32_t size, fd;
	uint64_t mount, parameter, namespace;
};

struct answer {
	uint32_t size, options;
	uint64_t mask;
	uint32_t major, minor;
	uint64_t magic;
	uint32_t flags, type;
	uint64_t id, parent;
	uint32_t old_id, old_parent;
	uint64_t attributes, propagation, group, master, from;
	uint32_t root, point;
	uint64_t namespace;
	uint32_t subtype, source, option_count, option_list, secure_count, secure_list;
	uint64_t supported;
	uint32_t uids, uid_list, gids, gid_list;
	uint64_t spare[43];
	char texts[64];
} __attribute__((packed));

static void mounts(void)
{
	struct request request = { 32, 0, 7, 3, 0 };
	struct answer answer = {
		.size = sizeof(answer),
		.mask = 1,
		.major = 8,
		.minor = 1,
		.magic = 0x9fa0,
		.flags = 1,
	};

	syscall(STATMOUNT, &request, &answer, sizeof(answer), 0);
	expect("statmount({size=MNT_ID_REQ_SIZE_VER1, mnt_id=0x7, "
	       "param=STATMOUNT_SB_BASIC|STATMOUNT_MNT_BASIC, mnt_ns_id=0}, {size=576, "
	       "mask=STATMOUNT_SB_BASIC, sb_dev_major=8, sb_dev_minor=1, "
	       "sb_magic=PROC_SUPER_MAGIC, sb_flags=MS_RDONLY}, 576, 0) = 0\n");
	answer = (struct answer){ .size = sizeof(answer),
		                  .mask = 2,
		                  .id = 7,
		                  .parent = 6,
		                  .old_id = 5,
		                  .old_parent = 4,
		                  .attributes = 1,
		                  .propagation = 0x40000,
		                  .group = 3,
		                  .master = 2 };
	request = (struct request){ 24, 5, 0, 0x10, 0 };
	syscall(STATMOUNT, &request, &answer, sizeof(answer), 1);
	expect("statmount({size=MNT_ID_REQ_SIZE_VER0, mnt_fd=5, param=STATMOUNT_MNT_POINT}, "
	       "{size=576, "
	       "mask=STATMOUNT_MNT_BASIC, mnt_id=0x7, mnt_parent_id=0x6, mnt_id_old=5, "
	       "mnt_parent_id_old=4, mnt_attr=MOUNT_ATTR_RDONLY, mnt_propagation=MS_PRIVATE, "
	       "mnt_peer_group=0x3, mnt_master=0x2}, 576, STATMOUNT_BY_FD) = 0\n");
	syscall(STATMOUNT, unreadable(), unreadable(), sizeof(answer), 2);
	expect("statmount(%p, %p, 576, 0x2 /* STATMOUNT_??? */) = 0\n", unreadable(), unreadable());
}

static void texts(void)
{
	struct request request = { 32, 3, 7, 0x20, 9 };
	struct answer answer = {
		.size = sizeof(answer),
		.mask = 0x2738,
		.root = 0,
		.point = 2,
		.type = 7,
		.source = 1000,
		.option_count = 2,
		.option_list = 11,
		.uids = 3,
		.uid_list = 20,
		.subtype = 13,
		.texts = "/\0/mnt\0\0\0\0\0a=1\0b",
	};

	answer.texts[63] = 'x';
	syscall(STATMOUNT, &request, &answer, sizeof(answer), 0);
	expect("statmount({size=MNT_ID_REQ_SIZE_VER1, mnt_ns_fd=3, mnt_id=0x7, "
	       "param=STATMOUNT_FS_TYPE, "
	       "mnt_ns_id=0x9}, {size=576, mask=STATMOUNT_MNT_ROOT|STATMOUNT_MNT_POINT"
	       "|STATMOUNT_FS_TYPE|STATMOUNT_FS_SUBTYPE|STATMOUNT_SB_SOURCE|STATMOUNT_OPT_ARRAY"
	       "|STATMOUNT_MNT_UIDMAP, fs_type=\"\", mnt_root=\"/\", mnt_point=\"/mnt\", "
	       "fs_subtype=\"1\", sb_source=1000, opt_num=2, opt_array=[\"a=1\", \"b\"], "
	       "mnt_uidmap_num=3, mnt_uidmap=[\"\", \"\", \"\"]}, 576, 0) = 0\n");
	/* What does not end, and what does not fit. */
	answer =
		(struct answer){ .mask = 0x410, .point = 63, .option_count = 4, .option_list = 60 };
	memset(answer.texts, 'x', sizeof(answer.texts));
	syscall(STATMOUNT, &request, &answer, sizeof(answer), 0);
	expect("statmount({size=MNT_ID_REQ_SIZE_VER1, mnt_ns_fd=3, mnt_id=0x7, "
	       "param=STATMOUNT_FS_TYPE, "
	       "mnt_ns_id=0x9}, {size=0, mask=STATMOUNT_MNT_POINT|STATMOUNT_OPT_ARRAY, "
	       "mnt_point=\"x\"..., opt_num=4, opt_array=[\"xxxx\"..., ...]}, 576, 0) = 0\n");
	syscall(STATMOUNT, &request, &answer, 500, 0);
	expect("statmount({size=MNT_ID_REQ_SIZE_VER1, mnt_ns_fd=3, mnt_id=0x7, "
	       "param=STATMOUNT_FS_TYPE, "
	       "mnt_ns_id=0x9}, %p, 500, 0) = 0\n",
	       (void *)&answer);
}

static void lists(void)
{
	struct request request = { 32, 0, -1, 4, 0 };
	struct {
		uint32_t size, spare;
		uint64_t id;
		uint32_t type, spare2;
		uint64_t user;
	} namespaces = { 32, 0, 5, 0x40020000, 0, 6 };
	uint64_t ids[2] = { 1, 2 };

	syscall(LISTMOUNT, &request, ids, 2, 1);
	expect("listmount({size=MNT_ID_REQ_SIZE_VER1, mnt_id=LSMT_ROOT, last_mnt_id=0x4, "
	       "mnt_ns_id=0}, "
	       "[], 2, LISTMOUNT_REVERSE) = 0\n");
	void *cut = at_page_end(&request, 24);
	syscall(LISTMOUNT, cut, NULL, 0, 2);
	expect("listmount(%p, NULL, 0, 0x2 /* LISTMOUNT_??? */) = 0\n", cut);
	syscall(LISTNS, &namespaces, ids, 2, 0);
	expect("listns({size=32, ns_id=0x5, ns_type=CLONE_NEWNS|CLONE_NEWNET, user_ns_id=0x6}, [], "
	       "2, 0) "
	       "= 0\n");
}

int main(void)
{
	answer_call(STATMOUNT);
	answer_call(LISTMOUNT);
	answer_call(LISTNS);
	golden_begin();
	mounts();
	texts();
	lists();
	golden_end();
	return 0;
}
