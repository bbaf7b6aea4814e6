// trace: ioctl
// pids: none
// also: -v
#include "ioctl.h"
#include <linux/btrfs.h>

/* What btrfs finds: rows of items, names and places behind structures that count them. */

struct head {
	uint64_t transaction, object, offset;
	uint32_t type, length;
};

static void search(void)
{
	static struct {
		struct btrfs_ioctl_search_key key;
		uint64_t size;
		unsigned char items[400];
	} found = {
		.key = { .tree_id = 1,
		         .min_objectid = 256,
		         .max_objectid = -1ULL,
		         .max_type = 0x84,
		         .nr_items = 2 },
		.size = 200,
	};
	static struct btrfs_ioctl_search_args old;
	struct head first = { 5, 256, 1, 0x84, 16 }, second = { 6, -9ULL, 1, 0x99, 1000 };

	memcpy(found.items, &first, sizeof(first));
	memcpy(found.items + sizeof(first) + 16, &second, sizeof(second));
	try_both(BTRFS_IOC_TREE_SEARCH_V2, &found);
	old.key = found.key;
	memcpy(old.buf, found.items, sizeof(found.items));
	try_both(BTRFS_IOC_TREE_SEARCH, &old);
	call(ioctl, FD_BAD, BTRFS_IOC_TREE_SEARCH_V2, NULL);
	call(ioctl, FD_BAD, BTRFS_IOC_TREE_SEARCH_V2, unreadable);
}

static void spaces(void)
{
	static struct {
		struct btrfs_ioctl_space_args head;
		struct btrfs_ioctl_space_info list[3];
	} space = { { 3, 2 }, { { 1, 2, 3 }, { 0x24, 5, 6 } } };

	try_both(BTRFS_IOC_SPACE_INFO, &space);
	space.head.space_slots = 0;
	try_both(BTRFS_IOC_SPACE_INFO, &space);
}

static void names(void)
{
	struct {
		uint32_t left, missing, count, missed;
		uint64_t begins[3];
	} data = { 1, 2, 2, 0, { 16, 20, 0 } };
	static struct btrfs_ioctl_ino_path_args paths = { 5, 100 };

	strcpy((char *)data.begins + 16, "ab");
	paths.fspath = (uintptr_t)&data;
	try_both(BTRFS_IOC_INO_PATHS, &paths);
	paths.fspath = (uintptr_t)unreadable;
	try_both(BTRFS_IOC_INO_PATHS, &paths);
}

static void places(void)
{
	struct {
		uint32_t left, missing, count, missed;
		uint64_t numbers[6];
	} data = { 1, 2, 6, 0, { 1, 2, 3, 4, 5, 6 } };
	static struct btrfs_ioctl_logical_ino_args logical = { .logical = 77, .size = 100 };

	logical.inodes = (uintptr_t)&data;
	try_both(BTRFS_IOC_LOGICAL_INO, &logical);
}

static void sources(void)
{
	uint64_t roots[3] = { 1, 2, 300 };
	struct btrfs_ioctl_send_args send = { .send_fd = 5, .clone_sources_count = 3 };

	send.clone_sources = (void *)roots;
	try_both(BTRFS_IOC_SEND, &send);
	send.clone_sources = (void *)unreadable;
	try_both(BTRFS_IOC_SEND, &send);
}

int main(void)
{
	accept_all();
	search();
	spaces();
	names();
	places();
	sources();
	return 0;
}
