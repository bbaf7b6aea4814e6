/* The other commands of graphics devices, from good and bad pointers; a filter answers.  The
 * structures are numbers in the order of their header, which not every machine has. */
// rastro: -a 1 -v -s 80 -e trace=ioctl
// abi: x86_64 i386
#include "commands.h"

#include <sys/ioctl.h>

/* Both ways, or only to the device. */
#define PASS(number, value, text) try_command(_IOWR('d', number, value), &(value), text)
#define SEND(number, value, text) try_command(_IOW('d', number, value), &(value), text)

static void try_device(void)
{
	char name[] = "i915";
	struct {
		int major, minor, level;
		size_t name_length;
		char *name;
		size_t date_length;
		char *date;
		size_t text_length;
		char *text;
	} version = { 1, 6, 0, 4, name, 2, name, 1, name };
	struct {
		size_t length;
		char *name;
	} unique = { 4, name };
	uint32_t magic[] = { 7 }, numbers[] = { 1, 4, -1, -1 };
	struct {
		uint64_t length, name;
	} called = { 4, (uintptr_t)name };
	struct {
		uint64_t capability, value;
	} client = { 3, 1 };

	PASS(0x00, version,
	     "DRM_IOCTL_VERSION, {name_len=4, date_len=2, desc_len=1} => {version_major=1,"
	     " version_minor=6, version_patchlevel=0, name_len=4, name=\"i915\", date_len=2,"
	     " date=\"i9\", desc_len=1, desc=\"i\"}");
	PASS(0x01, unique,
	     "DRM_IOCTL_GET_UNIQUE, {unique_len=4} => {unique_len=4, unique=\"i915\"}");
	try_command(_IOR('d', 0x02, magic), magic, "DRM_IOCTL_GET_MAGIC, {magic=7}");
	SEND(0x11, magic, "DRM_IOCTL_AUTH_MAGIC, {magic=7}");
	PASS(0x07, numbers,
	     "DRM_IOCTL_SET_VERSION, {drm_di_major=1, drm_di_minor=4, drm_dd_major=-1, "
	     "drm_dd_minor=-1}");
	SEND(0x0d, client, "DRM_IOCTL_SET_CLIENT_CAP, {capability=DRM_CLIENT_CAP_ATOMIC, value=1}");
	PASS(0xd1, called, "DRM_IOCTL_SET_CLIENT_NAME, {name_len=4, name=\"i915\"}");
}

static void try_handles(void)
{
	uint32_t one[] = { 5, 6 };
	struct {
		uint32_t name, handle;
		uint64_t size;
	} opened = { 1, 2, 4096 };
	uint32_t prime[] = { 5, 0, -2 }, object[] = { 5, 1, -2, 0 };

	SEND(0x09, one, "DRM_IOCTL_GEM_CLOSE, {handle=5}");
	PASS(0x0a, one, "DRM_IOCTL_GEM_FLINK, {handle=5} => {name=6}");
	PASS(0x0b, opened, "DRM_IOCTL_GEM_OPEN, {name=1} => {handle=2, size=4096}");
	PASS(0x2e, prime, "DRM_IOCTL_PRIME_FD_TO_HANDLE, {fd=-2, handle=5}");
	one[1] = 1;
	PASS(0xbf, one,
	     "DRM_IOCTL_SYNCOBJ_CREATE, {flags=DRM_SYNCOBJ_CREATE_SIGNALED} => {handle=5}");
	PASS(0xc0, one, "DRM_IOCTL_SYNCOBJ_DESTROY, {handle=5}");
	PASS(0xc1, object, "DRM_IOCTL_SYNCOBJ_HANDLE_TO_FD, {handle=5, flags=0x1} => {fd=-2}");
	PASS(0xc2, object, "DRM_IOCTL_SYNCOBJ_FD_TO_HANDLE, {fd=-2, flags=0x1} => {handle=5}");
}

static void try_points(void)
{
	uint32_t handles[] = { 8, 9 };
	uint64_t points[] = { 10, 11 };
	struct {
		uint64_t handles;
		uint32_t count, padding;
	} array = { (uintptr_t)handles, 2, 0 };
	struct {
		uint64_t handles, points;
		uint32_t count, flags;
	} timeline = { (uintptr_t)handles, (uintptr_t)points, 2, 1 };
	struct {
		uint32_t from, to;
		uint64_t from_point, to_point;
		uint32_t flags, padding;
	} transfer = { 1, 2, 3, 4, 5, 0 };
	struct {
		uint32_t handle, flags;
		uint64_t point;
		int32_t fd, padding;
	} event = { 1, 4, 3, -2, 0 };
	struct {
		uint32_t crtc, active;
		uint64_t sequence, time;
	} got = { 1, 1, 5, 6 };
	struct {
		uint32_t crtc, flags;
		uint64_t sequence, data;
	} queued = { 1, 3, 5, 6 };

	PASS(0xc4, array, "DRM_IOCTL_SYNCOBJ_RESET, {handles=[8, 9], count_handles=2}");
	PASS(0xc5, array, "DRM_IOCTL_SYNCOBJ_SIGNAL, {handles=[8, 9], count_handles=2}");
	PASS(0xcd, timeline,
	     "DRM_IOCTL_SYNCOBJ_TIMELINE_SIGNAL, {handles=[8, 9], points=[10, 11], "
	     "count_handles=2, flags=0x1}");
	PASS(0xcb, timeline,
	     "DRM_IOCTL_SYNCOBJ_QUERY, {handles=[8, 9], points=[10, 11], count_handles=2, "
	     "flags=0x1}");
	PASS(0xcc, transfer,
	     "DRM_IOCTL_SYNCOBJ_TRANSFER, {src_handle=1, dst_handle=2, src_point=3, dst_point=4, "
	     "flags=0x5}");
	PASS(0xcf, event, "DRM_IOCTL_SYNCOBJ_EVENTFD, {handle=1, flags=0x4, point=3, fd=-2}");
	PASS(0x3b, got,
	     "DRM_IOCTL_CRTC_GET_SEQUENCE, {crtc_id=1} => {active=1, sequence=5, sequence_ns=6}");
	PASS(0x3c, queued,
	     "DRM_IOCTL_CRTC_QUEUE_SEQUENCE, {crtc_id=1, flags=DRM_CRTC_SEQUENCE_RELATIVE"
	     "|DRM_CRTC_SEQUENCE_NEXT_ON_MISS, sequence=5, user_data=0x6}");
}

struct mode {
	uint32_t clock;
	uint16_t numbers[10];
	uint32_t refresh, flags, type;
	char name[32];
};
#define MODE                                                                                       \
	"{clock=1000, hdisplay=640, hsync_start=1, hsync_end=2, htotal=3, hskew=4, vdisplay=480,"  \
	" vsync_start=5, vsync_end=6, vtotal=7, vscan=8, vrefresh=60,"                             \
	" flags=DRM_MODE_FLAG_PHSYNC|DRM_MODE_FLAG_INTERLACE, type=DRM_MODE_TYPE_PREFERRED,"       \
	" name=\"640x480\"}"
static const struct mode mode = {
	1000, { 640, 1, 2, 3, 4, 480, 5, 6, 7, 8 }, 60, 0x11, 8, "640x480"
};

static void try_modes(void)
{
	uint32_t numbers[] = { 1, 2 };
	struct {
		uint64_t buffers, crtcs, connectors, encoders;
		uint32_t counts[4], limits[4];
	} resources = { (uintptr_t)numbers, (uintptr_t)numbers, (uintptr_t)numbers,
		        (uintptr_t)numbers, { 1, 2, 1, 2 },     { 3, 4, 5, 6 } };
	struct {
		uint64_t connectors;
		uint32_t count, crtc, buffer, x, y, gamma, valid;
		struct mode mode;
	} crtc = { (uintptr_t)numbers, 2, 3, 4, 5, 6, 7, 1, mode };
	uint32_t cursor[] = { 3, 1, -2, 3, 64, 64, 5, -6, 7 },
		 cursor1[] = { 1, 1, -2, 3, 64, 64, 5 };
	struct {
		uint32_t crtc, size;
		uint64_t red, green, blue;
	} gamma = { 1, 256, 0x1000, 0x2000, 0x3000 };
	struct {
		uint32_t crtc, buffer, flags, sequence;
		uint64_t data;
	} flip = { 1, 2, 3, 0, 0x10 };

	PASS(0xa0, resources,
	     "DRM_IOCTL_MODE_GETRESOURCES, {count_fbs=1, count_crtcs=2, count_connectors=1,"
	     " count_encoders=2} => {fb_id_ptr=[1], crtc_id_ptr=[1, 2], connector_id_ptr=[1],"
	     " encoder_id_ptr=[1, 2], count_fbs=1, count_crtcs=2, count_connectors=1,"
	     " count_encoders=2, min_width=3, max_width=4, min_height=5, max_height=6}");
	PASS(0xa1, crtc,
	     "DRM_IOCTL_MODE_GETCRTC, {crtc_id=3, fb_id=4, x=5, y=6, gamma_size=7, "
	     "mode_valid=1, mode=" MODE "}");
	PASS(0xa2, crtc,
	     "DRM_IOCTL_MODE_SETCRTC, {crtc_id=3, count_connectors=2, set_connectors_ptr=[1, 2],"
	     " fb_id=4, x=5, y=6, gamma_size=7, mode_valid=1, mode=" MODE "}");
	crtc.valid = 0;
	PASS(0xa2, crtc,
	     "DRM_IOCTL_MODE_SETCRTC, {crtc_id=3, count_connectors=2, set_connectors_ptr=[1, 2],"
	     " fb_id=4, x=5, y=6, gamma_size=7, mode_valid=0}");
	PASS(0xa3, cursor1,
	     "DRM_IOCTL_MODE_CURSOR, {flags=DRM_MODE_CURSOR_BO, crtc_id=1, x=-2, y=3, width=64, "
	     "height=64, handle=5}");
	PASS(0xbb, cursor,
	     "DRM_IOCTL_MODE_CURSOR2, {flags=DRM_MODE_CURSOR_BO|DRM_MODE_CURSOR_MOVE, crtc_id=1, "
	     "x=-2, y=3,"
	     " width=64, height=64, handle=5, hot_x=-6, hot_y=7}");
#define GAMMA "{crtc_id=1, gamma_size=256, red=0x1000, green=0x2000, blue=0x3000}"
	PASS(0xa4, gamma, "DRM_IOCTL_MODE_GETGAMMA, " GAMMA);
	PASS(0xa5, gamma, "DRM_IOCTL_MODE_SETGAMMA, " GAMMA);
	PASS(0xb0, flip,
	     "DRM_IOCTL_MODE_PAGE_FLIP, {crtc_id=1, fb_id=2, flags=DRM_MODE_PAGE_FLIP_EVENT"
	     "|DRM_MODE_PAGE_FLIP_ASYNC, sequence=0, user_data=0x10}");
}

static void try_planes(void)
{
	uint32_t formats[] = { 0x34325258, 0x34325241 }, numbers[] = { 1, 2 };
	uint32_t plane[] = { 1, 2, 3, 0, -4, 5, 6, 7, 0x10000, 0x20000, 0x30000, 0x40000 };
	struct {
		uint32_t plane, crtc, buffer, crtcs, gamma, count;
		uint64_t formats;
	} got = { 1, 2, 3, 4, 5, 2, (uintptr_t)formats };
	struct {
		uint64_t planes;
		uint32_t count;
	} planes = { (uintptr_t)numbers, 2 };
	uint32_t buffer[] = { 9, 640, 480, 2560, 32, 24, 5 };
	struct {
		uint32_t buffer, width, height, format, flags, handles[4], pitches[4], offsets[4];
		uint64_t modifiers[4];
	} frame = { 9, 640, 480, 0x34325258, 1, { 5, 6 }, { 2560, 1280 }, { 0, 4096 }, { 0 } };
	struct {
		uint32_t height, width, bpp, flags, handle, pitch;
		uint64_t size;
	} dumb = { 480, 640, 32, 0, 5, 2560, 1228800 };
	struct {
		uint32_t handle, padding;
		uint64_t offset;
	} map = { 5, 0, 0x100000 };
	uint32_t one[] = { 9 }, closed[] = { 9, 0 };

	PASS(0xb7, plane,
	     "DRM_IOCTL_MODE_SETPLANE, {plane_id=1, crtc_id=2, fb_id=3, flags=0, crtc_x=-4, "
	     "crtc_y=5,"
	     " crtc_w=6, crtc_h=7, src_x=0x10000, src_y=0x20000, src_h=0x30000, src_w=0x40000}");
	PASS(0xb6, got,
	     "DRM_IOCTL_MODE_GETPLANE, {plane_id=1, count_format_types=2} => {crtc_id=2, fb_id=3,"
	     " possible_crtcs=0x4, gamma_size=5, count_format_types=2, format_type_ptr=["
	     "v4l2_fourcc('X', 'R', '2', '4') /* V4L2_PIX_FMT_XBGR32 */,"
	     " v4l2_fourcc('A', 'R', '2', '4') /* V4L2_PIX_FMT_ABGR32 */]}");
	PASS(0xb5, planes,
	     "DRM_IOCTL_MODE_GETPLANERESOURCES, {count_planes=2} => {plane_id_ptr=[1, 2], "
	     "count_planes=2}");
	PASS(0xae, buffer,
	     "DRM_IOCTL_MODE_ADDFB, {width=640, height=480, pitch=2560, bpp=32, depth=24, "
	     "handle=5} => {fb_id=9}");
	PASS(0xb8, frame,
	     "DRM_IOCTL_MODE_ADDFB2, {width=640, height=480, pixel_format=v4l2_fourcc('X', 'R', "
	     "'2', '4')"
	     " /* V4L2_PIX_FMT_XBGR32 */, flags=DRM_MODE_FB_INTERLACED, handles=[5, 6, 0, 0],"
	     " pitches=[2560, 1280, 0, 0], offsets=[0, 4096, 0, 0]} => {fb_id=9}");
	PASS(0xaf, one, "DRM_IOCTL_MODE_RMFB, [9]");
	PASS(0xd0, closed, "DRM_IOCTL_MODE_CLOSEFB, {fb_id=9}");
	PASS(0xb2, dumb,
	     "DRM_IOCTL_MODE_CREATE_DUMB, {height=480, width=640, bpp=32, flags=0} => {handle=5, "
	     "pitch=2560, size=1228800}");
	PASS(0xb3, map, "DRM_IOCTL_MODE_MAP_DUMB, {handle=5} => {offset=0x100000}");
	PASS(0xb4, one, "DRM_IOCTL_MODE_DESTROY_DUMB, {handle=9}");
}

static void try_properties(void)
{
	uint32_t numbers[] = { 1, 2 }, one[] = { 9 };
	uint64_t values[] = { 10, 1ull << 32 };
	struct {
		uint64_t values, names;
		uint32_t property, flags;
		char name[32];
		uint32_t value_count, name_count;
	} property = { 0x1000, 0x2000, 7, 0x0c, "DPMS", 3, 4 };
	struct {
		uint64_t value;
		uint32_t property, connector;
	} set = { 3, 7, 8 };
	struct {
		uint64_t properties, values;
		uint32_t count, object, type;
	} object = { (uintptr_t)numbers, (uintptr_t)values, 2, 5, 0xcccccccc };
	struct {
		uint32_t blob, length;
		uint64_t data;
	} blob = { 9, 4, (uintptr_t)numbers };
	struct {
		uint64_t data;
		uint32_t length, blob;
	} made = { (uintptr_t)numbers, 4, 9 };
	struct {
		uint32_t flags, count;
		uint64_t objects, counts, properties, values, reserved, data;
	} atomic = { 0x401, 2, (uintptr_t)numbers, (uintptr_t)numbers, 0x1000, 0x2000, 0, 0x10 };

	PASS(0xaa, property,
	     "DRM_IOCTL_MODE_GETPROPERTY, {values_ptr=0x1000, enum_blob_ptr=0x2000, prop_id=7,"
	     " flags=DRM_MODE_PROP_IMMUTABLE|DRM_MODE_PROP_ENUM, name=\"DPMS\", count_values=3,"
	     " count_enum_blobs=4}");
	PASS(0xab, set, "DRM_IOCTL_MODE_SETPROPERTY, {value=3, prop_id=7, connector_id=8}");
	PASS(0xb9, object,
	     "DRM_IOCTL_MODE_OBJ_GETPROPERTIES, {count_props=2, obj_id=5, "
	     "obj_type=DRM_MODE_OBJECT_CRTC} =>"
	     " {props_ptr=[1, 2], prop_values_ptr=[10, 4294967296], count_props=2}");
	PASS(0xac, blob,
	     "DRM_IOCTL_MODE_GETPROPBLOB, {blob_id=9, length=4} => {length=4, "
	     "data=\"\\x01\\x00\\x00\\x00\"}");
	PASS(0xbd, made,
	     "DRM_IOCTL_MODE_CREATEPROPBLOB, {data=\"\\x01\\x00\\x00\\x00\", length=4} => "
	     "{blob_id=9}");
	PASS(0xbe, one, "DRM_IOCTL_MODE_DESTROYPROPBLOB, {blob_id=9}");
	PASS(0xbc, atomic,
	     "DRM_IOCTL_MODE_ATOMIC, {flags=DRM_MODE_PAGE_FLIP_EVENT|DRM_MODE_ATOMIC_ALLOW_MODESET,"
	     " count_objs=2, objs_ptr=[1, 2], count_props_ptr=[1, 2], props_ptr=0x1000,"
	     " prop_values_ptr=0x2000, user_data=0x10}");
}

static void try_leases(void)
{
	uint32_t numbers[] = { 1, 2 }, one[] = { 9 };
	struct {
		uint64_t objects;
		uint32_t count, flags, lessee;
		int32_t fd;
	} lease = { (uintptr_t)numbers, 2, 02000000, 3, -2 };
	struct {
		uint32_t count, padding;
		uint64_t numbers;
	} list = { 2, 0, (uintptr_t)numbers };

	PASS(0xc6, lease,
	     "DRM_IOCTL_MODE_CREATE_LEASE, {object_ids=[1, 2], object_count=2, "
	     "flags=O_RDONLY|O_CLOEXEC} =>"
	     " {lessee_id=3, fd=-2}");
	PASS(0xc7, list,
	     "DRM_IOCTL_MODE_LIST_LESSEES, {count_lessees=2} => {count_lessees=2, lessees_ptr=[1, "
	     "2]}");
	PASS(0xc8, list,
	     "DRM_IOCTL_MODE_GET_LEASE, {count_objects=2} => {count_objects=2, objects_ptr=[1, "
	     "2]}");
	PASS(0xc9, one, "DRM_IOCTL_MODE_REVOKE_LEASE, [9]");
}

int main(void)
{
	golden_begin();
	answer_call(SYS_ioctl);
	try_device();
	try_handles();
	try_points();
	try_modes();
	try_planes();
	try_properties();
	try_leases();
	golden_end();
	return 0;
}
