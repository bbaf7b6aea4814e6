/* Commands of devices whose structures are newer than most headers, or have a part of any length;
 * from good and bad pointers. */
// rastro: -a 1 -v -s 80 -e trace=ioctl
// abi: x86_64 i386
#include "commands.h"

#include <linux/hiddev.h>
#include <linux/hidraw.h>
#include <linux/major.h>
#include <linux/raid/md_u.h>
#include <linux/usbdevice_fs.h>
#include <linux/vfio.h>
#include <linux/vhost.h>
#include <sys/ioctl.h>

static void try_buffers(void)
{
	struct {
		uint32_t flags, count;
		struct {
			int32_t fd;
			uint32_t padding;
			uint64_t offset, size;
		} items[2];
	} list = { 1, 2, { { -2, 0, 0, 4096 }, { -3, 0, 0x1000, 8192 } } };
	struct {
		int32_t fd;
		uint32_t flags;
		uint64_t offset, size;
	} one = { -2, 1, 0, 4096 };
	struct {
		uint32_t flags;
		int32_t fd;
	} exported = { 2, -2 };
	struct {
		char name[32];
		int32_t second, fence;
		uint32_t flags, padding;
	} merged = { "both", -2, -3, 0, 0 };
	struct {
		char name[32];
		int32_t status;
		uint32_t flags, count, padding;
		uint64_t fences;
	} file = { "both", 1, 0, 2, 0, 0x1000 };
	uint64_t deadline[2] = { 5000, 0 };

	try_command(
		_IOW('u', 0x42, one), &one,
		"UDMABUF_CREATE, {memfd=-2, flags=UDMABUF_FLAGS_CLOEXEC, offset=0, size=0x1000}");
	try_command(_IOC(_IOC_WRITE, 'u', 0x43, 8), &list,
	            "UDMABUF_CREATE_LIST, {flags=UDMABUF_FLAGS_CLOEXEC, count=2, list=[{memfd=-2, "
	            "offset=0,"
	            " size=0x1000}, {memfd=-3, offset=0x1000, size=0x2000}]}");
	try_command(_IOWR('b', 2, exported), &exported,
	            "DMA_BUF_IOCTL_EXPORT_SYNC_FILE, {flags=DMA_BUF_SYNC_WRITE} => {fd=-2}");
	try_command(_IOWR('>', 3, merged), &merged,
	            "SYNC_IOC_MERGE, {name=\"both\", fd2=-2, flags=0} => {fence=-3}");
	try_command(_IOWR('>', 4, file), &file,
	            "SYNC_IOC_FILE_INFO, {flags=0, num_fences=2, sync_fence_info=0x1000} =>"
	            " {name=\"both\", status=1, num_fences=2}");
	try_command(_IOW('>', 5, deadline), deadline, "SYNC_IOC_SET_DEADLINE, {deadline_ns=5000}");
}

static void try_objects(void)
{
	uint32_t pair[] = { 1, 2 }, one[] = { 7 };
	int32_t fds[] = { -2, -3 };
	struct {
		uint64_t timeout, objects;
		uint32_t count, index, flags, owner, alert, padding;
	} wait = { 1000, (uintptr_t)fds, 2, 1, 0, 77, 0, 0 };
#define WAIT "{timeout=1000, count=2, objs=[-2, -3], flags=0, owner=77, alert=0} => {index=1}"

	try_command(_IOW('N', 0x84, pair), pair, "NTSYNC_IOC_CREATE_MUTEX, {owner=1, count=2}");
	try_command(_IOW('N', 0x87, pair), pair, "NTSYNC_IOC_CREATE_EVENT, {manual=1, signaled=2}");
	try_command(_IOR('N', 0x8c, pair), pair, "NTSYNC_IOC_MUTEX_READ, {owner=1, count=2}");
	try_command(_IOR('N', 0x8d, pair), pair, "NTSYNC_IOC_EVENT_READ, {manual=1, signaled=2}");
	try_command(_IOWR('N', 0x85, pair), pair, "NTSYNC_IOC_MUTEX_UNLOCK, {owner=1, count=2}");
	try_command(_IOW('N', 0x86, one), one, "NTSYNC_IOC_MUTEX_KILL, [7]");
	try_command(_IOR('N', 0x88, one), one, "NTSYNC_IOC_EVENT_SET, [7]");
	try_command(_IOWR('N', 0x82, wait), &wait, "NTSYNC_IOC_WAIT_ANY, " WAIT);
	try_command(_IOWR('N', 0x83, wait), &wait, "NTSYNC_IOC_WAIT_ALL, " WAIT);
}

static void try_passing(void)
{
	struct vfio_group_status group = { 8, VFIO_GROUP_FLAGS_VIABLE };
	struct vfio_region_info region = { 32, 3, 1, 0, 4096, 0x1000 };
	struct vfio_irq_info interrupt = { 16, 3, 1, 2 };
	uint32_t device[] = { 24, 2, 9, 5, 0, 0 };
	uint32_t destroyed[] = { 8, 1 }, made[] = { 12, 0, 3 };
	struct {
		uint32_t size, flags, space, reserved;
		uint64_t address, length, place;
	} map = { 40, 6, 3, 0, 0x1000, 0x2000, 0x3000 };
	struct {
		uint32_t size, space;
		uint64_t place, length;
	} unmap = { 24, 3, 0x3000, 0x2000 };
	struct {
		int32_t fd;
		uint32_t flags;
		uint64_t padding;
	} backing = { -2, 0, 0 };

	try_command(VFIO_GROUP_GET_STATUS, &group,
	            "VFIO_GROUP_GET_STATUS, {argsz=8} => {flags=VFIO_GROUP_FLAGS_VIABLE}");
	try_command(VFIO_DEVICE_GET_INFO, device,
	            "VFIO_DEVICE_GET_INFO, {argsz=24} => {flags=0x2, num_regions=9, num_irqs=5}");
	try_command(VFIO_DEVICE_GET_REGION_INFO, &region,
	            "VFIO_DEVICE_GET_REGION_INFO, {argsz=32, index=1} => {flags=0x3, size=0x1000, "
	            "offset=0x1000}");
	try_command(VFIO_DEVICE_GET_IRQ_INFO, &interrupt,
	            "VFIO_DEVICE_GET_IRQ_INFO, {argsz=16, index=1} => {flags=0x3, count=2}");
	try_command(_IO(';', 0x80), destroyed, "IOMMU_DESTROY, {size=8, id=1}");
	try_command(_IO(';', 0x81), made,
	            "IOMMU_IOAS_ALLOC, {size=12, flags=0} => {out_ioas_id=3}");
	try_command(_IO(';', 0x85), &map,
	            "IOMMU_IOAS_MAP, {size=40, flags=0x6, ioas_id=3, user_va=0x1000, "
	            "length=0x2000, iova=0x3000}");
	try_command(_IO(';', 0x86), &unmap,
	            "IOMMU_IOAS_UNMAP, {size=24, ioas_id=3, iova=0x3000, length=0x2000}");
	try_command(_IOW(229, 1, backing), &backing, "FUSE_DEV_IOC_BACKING_OPEN, {fd=-2, flags=0}");
}

static void try_usb(void)
{
	struct usbdevfs_getdriver driver = { 1, "usbhid" };
	struct usbdevfs_disconnectsignal disconnected = { SIGUSR1, (void *)0x1000 };
	struct usbdevfs_connectinfo connected = { 5, 1 };
	struct usbdevfs_setinterface setting = { 1, 2 };
	struct usbdevfs_ioctl command = { 1, USBDEVFS_DISCONNECT, NULL };
	struct usbdevfs_disconnect_claim claim = { 1, USBDEVFS_DISCONNECT_CLAIM_IF_DRIVER,
		                                   "usbhid" };
	struct {
		unsigned streams, count;
		uint8_t ends[2];
	} streams = { 4, 2, { 0x81, 2 } };

	try_command(USBDEVFS_GETDRIVER, &driver,
	            "USBDEVFS_GETDRIVER, {interface=1, driver=\"usbhid\"}");
	try_command(USBDEVFS_DISCSIGNAL, &disconnected,
	            sizeof(long) == 8 ? "USBDEVFS_DISCSIGNAL, {signr=SIGUSR1, context=0x1000}"
	                              : "USBDEVFS_DISCSIGNAL32, {signr=SIGUSR1, context=0x1000}");
	try_command(USBDEVFS_CONNECTINFO, &connected, "USBDEVFS_CONNECTINFO, {devnum=5, slow=1}");
	try_command(USBDEVFS_SETINTERFACE, &setting,
	            "USBDEVFS_SETINTERFACE, {interface=1, altsetting=2}");
	try_command(
		USBDEVFS_IOCTL, &command,
		sizeof(long) == 8
			? "USBDEVFS_IOCTL, {ifno=1, ioctl_code=USBDEVFS_DISCONNECT, data=NULL}"
			: "USBDEVFS_IOCTL32, {ifno=1, ioctl_code=USBDEVFS_DISCONNECT, data=NULL}");
	try_command(USBDEVFS_DISCONNECT_CLAIM, &claim,
	            "USBDEVFS_DISCONNECT_CLAIM, {interface=1, "
	            "flags=USBDEVFS_DISCONNECT_CLAIM_IF_DRIVER,"
	            " driver=\"usbhid\"}");
	try_command(USBDEVFS_ALLOC_STREAMS, &streams,
	            "USBDEVFS_ALLOC_STREAMS, {num_streams=4, num_eps=2, eps=\"\\x81\\x02\"}");
	try_command(USBDEVFS_FREE_STREAMS, &streams,
	            "USBDEVFS_FREE_STREAMS, {num_streams=4, num_eps=2, eps=\"\\x81\\x02\"}");
}

static void try_guests(void)
{
	struct vhost_vring_state state = { 1, 256 };
	struct vhost_scsi_target target = { 1, "naa.5", 2, 0 };
	struct {
		uint32_t offset, length;
		uint8_t bytes[3];
	} config = { 4, 3, { 1, 2, 3 } };
	uint64_t range[2] = { 0x1000, 0x1fff };
	uint32_t pair[] = { 1, 7 }, worker[] = { 7 };

	try_command(VHOST_GET_VRING_BASE, &state, "VHOST_GET_VRING_BASE, {index=1, num=256}");
	try_command(VHOST_SCSI_SET_ENDPOINT, &target,
	            "VHOST_SCSI_SET_ENDPOINT, {abi_version=1, vhost_wwpn=\"naa.5\", vhost_tpgt=2}");
	try_command(_IOC(_IOC_READ, 0xaf, 0x73, 8), &config,
	            "VHOST_VDPA_GET_CONFIG, {off=4, len=3} => {buf=\"\\x01\\x02\\x03\"}");
	try_command(_IOC(_IOC_WRITE, 0xaf, 0x74, 8), &config,
	            "VHOST_VDPA_SET_CONFIG, {off=4, len=3, buf=\"\\x01\\x02\\x03\"}");
	try_command(_IOR(0xaf, 0x78, range), range,
	            "VHOST_VDPA_GET_IOVA_RANGE, {first=0x1000, last=0x1fff}");
	try_command(_IOR(0xaf, 0x8, worker), worker, "VHOST_NEW_WORKER, {worker_id=7}");
	try_command(_IOW(0xaf, 0x9, worker), worker, "VHOST_FREE_WORKER, {worker_id=7}");
	try_command(_IOW(0xaf, 0x15, pair), pair,
	            "VHOST_ATTACH_VRING_WORKER, {index=1, worker_id=7}");
	try_command(_IOWR(0xaf, 0x16, pair), pair,
	            "VHOST_GET_VRING_WORKER, {index=1, worker_id=7}");
}

static void try_people(void)
{
	static struct hidraw_report_descriptor report = { 2, { 5, 1 } };
	static struct hiddev_usage_ref_multi many = { { HID_REPORT_TYPE_INPUT, 1, 2, 3, 4, 5 },
		                                      2,
		                                      { 6, -7 } };
	struct hiddev_string_descriptor text = { 1, "mouse" };
	struct hiddev_devinfo device = { 3, 1, 5, 0, 0x46d, 0x123, 0x110, 2 };
	struct hiddev_collection_info collection = { 1, 2, 0x10002, 3 };
	struct hiddev_usage_ref usage = { HID_REPORT_TYPE_OUTPUT, 1, 2, 3, 4, 5 };
	struct hiddev_field_info field = {
		HID_REPORT_TYPE_FEATURE, 1, 2, 3, 4, 5, 6, 7, -8, 9, -10, 11, 12, 13
	};

	try_command(HIDIOCGRDESC, &report, "HIDIOCGRDESC, {size=2} => {value=\"\\x05\\x01\"}");
	try_command(HIDIOCGSTRING, &text,
	            "HIDIOCGRAWNAME(260) or HIDIOCGSTRING, {index=1, value=\"mouse\"}");
	try_command(HIDIOCGDEVINFO, &device,
	            "HIDIOCGDEVINFO, {bustype=BUS_USB, busnum=1, devnum=5, ifnum=0, vendor=0x46d, "
	            "product=0x123,"
	            " version=0x110, num_applications=2}");
	try_command(HIDIOCGCOLLECTIONINFO, &collection,
	            "HIDIOCGCOLLECTIONINFO, {index=1, type=2, usage=0x10002, level=3}");
	try_command(
		HIDIOCSUSAGE, &usage,
		"HIDIOCSUSAGE, {report_type=HID_REPORT_TYPE_OUTPUT, report_id=0x1, field_index=2,"
		" usage_index=3, usage_code=0x4, value=5}");
	try_command(HIDIOCSUSAGES, &many,
	            "HIDIOCSUSAGES, {uref={report_type=HID_REPORT_TYPE_INPUT, report_id=0x1, "
	            "field_index=2,"
	            " usage_index=3, usage_code=0x4, value=5}, num_values=2, values=[6, -7]}");
	try_command(HIDIOCGFIELDINFO, &field,
	            "HIDIOCGFIELDINFO, {report_type=HID_REPORT_TYPE_FEATURE, report_id=0x1, "
	            "field_index=2,"
	            " maxusage=3, flags=0x4, physical=0x5, logical=0x6, application=0x7, "
	            "logical_minimum=-8,"
	            " logical_maximum=9, physical_minimum=-10, physical_maximum=11, "
	            "unit_exponent=12, unit=0xd}");
}

static void try_arrays(void)
{
	mdu_version_t version = { 0, 90, 3 };
	mdu_disk_info_t disk = { 1, 8, 16, 2, 6 };
	mdu_param_t parameters = { 1, 65536, 2 };

	try_command(RAID_VERSION, &version, "RAID_VERSION, {major=0, minor=90, patchlevel=3}");
	try_command(GET_DISK_INFO, &disk,
	            "GET_DISK_INFO, {number=1, major=8, minor=16, raid_disk=2, state=0x6}");
	try_command(ADD_NEW_DISK, &disk,
	            "ADD_NEW_DISK, {number=1, major=8, minor=16, raid_disk=2, state=0x6}");
	try_command(RUN_ARRAY, &parameters,
	            "RUN_ARRAY, {personality=1, chunk_size=65536, max_fault=2}");
}

int main(void)
{
	golden_begin();
	answer_call(SYS_ioctl);
	try_buffers();
	try_objects();
	try_passing();
	try_usb();
	try_guests();
	try_people();
	try_arrays();
	golden_end();
	return 0;
}
