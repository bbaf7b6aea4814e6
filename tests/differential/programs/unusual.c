// trace: mmap,remap_file_pages,clone3,ioctl,move_pages,mount,bind,ipc
// also: -s 40
#include "every.h"
#include <linux/btrfs.h>
#include <linux/dm-ioctl.h>
#include <linux/kd.h>
#include <linux/nfc.h>
#include <linux/sched.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

/* Types of mappings that there are none of, with flags beside them. */
static void map_unknown_types(void)
{
	static const unsigned flags[] = { 0,        0x10,     0x15,       4,          0x2f,
		                          0x200002, 0x200005, 0x84000005, 0x84000022, 0x10000 };

	for (unsigned i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
#ifdef __x86_64__
		call(mmap, NULL, 4096, PROT_READ, flags[i], -1, 0);
#endif
		call(remap_file_pages, NULL, 4096, 0, 1, flags[i]);
	}
}

static void clone_with_numbers(void)
{
	static pid_t numbers[40] = { 1, 2, 3 };
	struct clone_args args = { .flags = CLONE_VM, .exit_signal = SIGCHLD };

	for (int i = 0; i < 5; i++) {
		args.set_tid = i == 3 ? (uintptr_t)unreadable : i == 4 ? 0 : (uintptr_t)numbers;
		for (args.set_tid_size = 0; args.set_tid_size < 4; args.set_tid_size++)
			call(clone3, &args, sizeof(args));
	}
	args.set_tid = (uintptr_t)numbers;
	args.set_tid_size = 33;
	call(clone3, &args, sizeof(args));
}

static void show_pages(void)
{
	static const int states[] = { 0, 1, 2, -2, -14, -16, -100, -5000, 5000 };
	static void *pages[9];

	call(move_pages, 0, 9, pages, NULL, states, 2);
	call(move_pages, 0, 9, pages, NULL, edge(states, 18), 2);
	call(move_pages, 0, 0, pages, NULL, states, 2);
}

static void mount_with_data(void)
{
	static const unsigned long flags[] = {
		MS_REMOUNT, MS_REMOUNT | MS_BIND,
		MS_BIND,    MS_MOVE,
		MS_SHARED,  0xc0ed0000 | MS_REMOUNT | MS_BIND | MS_REC
	};

	for (unsigned i = 0; i < sizeof(flags) / sizeof(*flags); i++)
		call(mount, "source", "target", "type", flags[i], "data");
}

static void say_function_keys(void)
{
	static struct kbsentry entry = { .kb_func = 2 };

	memset(entry.kb_string, 'k', 60);
	call(ioctl, 0, KDGKBSENT, &entry);
	call(ioctl, 0, KDSKBSENT, &entry);
	call(ioctl, 0, KDSKBSENT, edge(&entry, 20));
	call(ioctl, 0, KDSKBSENT, edge(&entry, 1));
	entry.kb_func = 200;
	call(ioctl, 0, KDSKBSENT, &entry);
}

/* Names that no NUL ends. */
static void name_without_end(void)
{
	static struct btrfs_ioctl_vol_args args;
	static struct btrfs_ioctl_ino_lookup_args found = { .treeid = 5, .objectid = 256 };

	memset(args.name, 'n', sizeof(args.name));
	memset(found.name, 'f', sizeof(found.name));
	call(ioctl, 0, BTRFS_IOC_SUBVOL_CREATE, &args);
	call(ioctl, 0, BTRFS_IOC_INO_LOOKUP, &found);
}

/* What another version of the device mapper has is not known. */
static void map_devices_otherwise(void)
{
	static struct dm_ioctl head = { .version = { 3 }, .data_size = sizeof(head) };

	call(ioctl, 0, DM_VERSION, &head);
	call(ioctl, 0, DM_TABLE_LOAD, &head);
}

static void bind_to_services(void)
{
	static const unsigned lengths[] = { 0, 3, 7, 62, 63, 64, -1 };
	struct sockaddr_nfc_llcp service = { .sa_family = AF_NFC, .target_idx = 2, .dsap = 4 };
	struct sockaddr_in6 address = { .sin6_family = AF_INET6, .sin6_scope_id = 0x01020304 };

	memset(service.service_name, 's', sizeof(service.service_name));
	for (unsigned i = 0; i < sizeof(lengths) / sizeof(*lengths); i++) {
		service.service_name_len = lengths[i];
		call(bind, -1, &service, sizeof(service));
	}
	for (unsigned length = 23; length <= sizeof(address); length++)
		call(bind, -1, &address, length);
}

int main(void)
{
	answer_calls(0);
	map_unknown_types();
	clone_with_numbers();
	show_pages();
	mount_with_data();
	say_function_keys();
	name_without_end();
	map_devices_otherwise();
	bind_to_services();
	call(exit_group, 0);
	return 0;
}
