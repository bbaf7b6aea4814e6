// trace: ioctl
// pids: none
// also: -v
#include "ioctl.h"
#include <linux/dm-ioctl.h>

/* What the device mapper's commands take and give, in order. */

static struct {
	struct dm_ioctl head;
	char data[1024];
} request;

static void *begin(unsigned flags, unsigned target_count)
{
	memset(&request, 0, sizeof(request));
	request.head = (struct dm_ioctl){
		.version = { 4, 1, 2 },
		.data_size = sizeof(request),
		.data_start = sizeof(request.head),
		.target_count = target_count,
		.open_count = 3,
		.flags = flags,
		.event_nr = 7,
		.dev = 0x1234,
		.name = "volume",
		.uuid = "id",
	};
	return (char *)&request + sizeof(request.head);
}

static void try_targets(unsigned command, unsigned from_first)
{
	struct dm_target_spec *target = begin(DM_QUERY_INACTIVE_TABLE_FLAG, 2);

	*target = (struct dm_target_spec){ 0, 8, 1, 64, "linear" };
	strcpy((char *)(target + 1), "/dev/sda 0");
	target = (void *)((char *)target + 64);
	*target = (struct dm_target_spec){ 8, 16, 2, from_first ? 128 : 64, "zero" };
	strcpy((char *)(target + 1), "none");
	try_both(command, &request);
}

static void try_lists(void)
{
	struct dm_name_list *name = begin(0, 0);

	name->dev = 0x101;
	name->next = 24;
	strcpy(name->name, "first");
	name = (void *)((char *)name + 24);
	name->dev = 0x102;
	strcpy(name->name, "second");
	try_both(DM_LIST_DEVICES, &request);

	struct dm_target_versions *version = begin(0, 0);
	*version = (struct dm_target_versions){ 32, { 1, 2, 3 } };
	strcpy(version->name, "linear");
	version = (void *)((char *)version + 32);
	*version = (struct dm_target_versions){ 0, { 4, 5, 6 } };
	strcpy(version->name, "zero");
	try_both(DM_LIST_VERSIONS, &request);

	struct dm_target_deps *deps = begin(0, 0);
	deps->count = 2;
	deps->dev[0] = 0x801;
	deps->dev[1] = 0x802;
	try_both(DM_TABLE_DEPS, &request);
}

static void try_texts(void)
{
	struct dm_target_msg *message;

	strcpy(begin(DM_UUID_FLAG, 0), "new name");
	try_both(DM_DEV_RENAME, &request);
	strcpy(begin(0, 0), "1 2 3 4");
	call(ioctl, FD_BAD, DM_DEV_SET_GEOMETRY, &request);
	message = begin(0, 0);
	message->sector = 5;
	strcpy(message->message, "do it");
	try_both(DM_TARGET_MSG, &request);
}

int main(void)
{
	static const unsigned plain[] = { DM_VERSION,     DM_REMOVE_ALL,  DM_DEV_CREATE,
		                          DM_DEV_REMOVE,  DM_DEV_SUSPEND, DM_DEV_STATUS,
		                          DM_TABLE_CLEAR, DM_DEV_ARM_POLL };

	accept_all();
	for (unsigned i = 0; i < sizeof(plain) / sizeof(*plain); i++) {
		begin(DM_READONLY_FLAG | DM_SUSPEND_FLAG, 0);
		try_both(plain[i], &request);
	}
	try_targets(DM_TABLE_LOAD, 0);
	try_targets(DM_TABLE_STATUS, 1);
	try_targets(DM_DEV_WAIT, 1);
	try_lists();
	try_texts();
	call(ioctl, FD_BAD, DM_TABLE_LOAD, NULL);
	call(ioctl, FD_BAD, DM_TABLE_LOAD, unreadable);
	return 0;
}
