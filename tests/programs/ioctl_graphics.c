/* Commands of graphics devices, answered by a filter; structures as their header has them. */
// rastro: -a 1 -v -s 80 -e trace=ioctl
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <sys/ioctl.h>

static void answered(unsigned long command, const void *argument, const char *text)
{
	long result = syscall(SYS_ioctl, -1, command, argument);

	expect("ioctl(-1, %s) = %s\n", text, result_text(result));
}

static void try_objects(void)
{
	struct {
		uint64_t capability, value;
	} capability = { 5, 3 };
	struct {
		uint32_t handle, flags;
		int32_t fd;
	} prime = { 7, 0x80000, -1 };
	uint32_t handles[2] = { 8, 9 };
	uint64_t points[2] = { 10, 11 };
	struct {
		uint64_t handles;
		int64_t timeout;
		uint32_t count, flags, first, padding;
		uint64_t deadline;
	} wait = { (uintptr_t)handles, 1000, 2, 9, 1, 0, 500 };
	struct {
		uint64_t handles, points;
		int64_t timeout;
		uint32_t count, flags, first, padding;
		uint64_t deadline;
	} timeline = { (uintptr_t)handles, (uintptr_t)points, 1000, 2, 4, 1, 0, 0 };
	struct {
		uint32_t encoder, type, crtc, crtcs, clones;
	} encoder = { 1, 2, 3, 4, 5 };
	uint16_t clips[8] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	struct {
		uint32_t buffer, flags, color, count;
		uint64_t clips;
	} dirty = { 1, 0, 0, 2, (uintptr_t)clips };
	uint64_t connector[10] = { [6] = 5 | 11ull << 32 };
	struct {
		uint64_t value;
		uint32_t property, object, type;
	} property = { 1, 2, 3, 0xeeeeeeee };

	answered(_IOWR('d', 0x0c, capability), &capability,
	         "DRM_IOCTL_GET_CAP, {capability=DRM_CAP_PRIME, value=3}");
	answered(_IOWR('d', 0x2d, prime), &prime,
	         "DRM_IOCTL_PRIME_HANDLE_TO_FD, {handle=7, flags=DRM_CLOEXEC, fd=-1}");
#define WAIT "DRM_IOCTL_SYNCOBJ_WAIT, {count_handles=2, handles=[8, 9], timeout_nsec=1000, "
	answered(_IOWR('d', 0xc3, wait), &wait,
	         WAIT "flags=DRM_SYNCOBJ_WAIT_FLAGS_WAIT_ALL"
	              "|DRM_SYNCOBJ_WAIT_FLAGS_WAIT_DEADLINE, deadline_nsec=500} =>"
	              " {first_signaled=1}");
	wait.flags = 1;
	answered(0xc02064c3, &wait,
	         WAIT "flags=DRM_SYNCOBJ_WAIT_FLAGS_WAIT_ALL} => {first_signaled=1}");
#define TIMELINE                                                                                   \
	"DRM_IOCTL_SYNCOBJ_TIMELINE_WAIT, {count_handles=2, handles=[8, 9], points=[10, 11],"      \
	" timeout_nsec=1000, flags=DRM_SYNCOBJ_WAIT_FLAGS_WAIT_AVAILABLE} => {first_signaled=1}"
	answered(_IOWR('d', 0xca, timeline), &timeline, TIMELINE);
	answered(0xc02864ca, &timeline, TIMELINE);
	answered(_IOWR('d', 0xa6, encoder), &encoder,
	         "DRM_IOCTL_MODE_GETENCODER, {encoder_id=1, encoder_type=DRM_MODE_ENCODER_TMDS,"
	         " crtc_id=3, possible_crtcs=0x4, possible_clones=0x5}");
	answered(_IOWR('d', 0xb1, dirty), &dirty,
	         "DRM_IOCTL_MODE_DIRTYFB, {fb_id=1, flags=0, color=0, num_clips=2,"
	         " clips_ptr=[{x1=1, y1=2, x2=3, y2=4}, {x1=5, y1=6, x2=7, y2=8}]}");
	answered(_IOWR('d', 0xa7, connector), connector,
	         "DRM_IOCTL_MODE_GETCONNECTOR, {count_modes=0, count_props=0, count_encoders=0,"
	         " connector_id=5} => {encoders_ptr=NULL, modes_ptr=NULL, props_ptr=NULL,"
	         " prop_values_ptr=NULL, count_modes=0, count_props=0, count_encoders=0,"
	         " encoder_id=0,"
	         " connector_type=DRM_MODE_CONNECTOR_HDMIA, connector_type_id=0, connection=0,"
	         " mm_width=0, mm_height=0, subpixel=0}");
	answered(_IOWR('d', 0xba, property), &property,
	         "DRM_IOCTL_MODE_OBJ_SETPROPERTY, {value=1, prop_id=2, obj_id=3,"
	         " obj_type=DRM_MODE_OBJECT_PLANE}");
}

static void try_buffers(void)
{
	uint32_t change[2] = { 1, 2 };
	uint32_t frame[7] = { 1, 640, 480, 2560, 32, 24, 5 };
	struct {
		uint32_t buffer, width, height, format, flags, handles[4], pitches[4], offsets[4];
		uint64_t modifiers[4];
	} planes = { 1, 640, 480, 0x34325258, 2, { 5 }, { 2560 }, { 0 }, { 1 } };

	answered(_IOWR('d', 0xd2, change), change,
	         "DRM_IOCTL_GEM_CHANGE_HANDLE, {handle=1, new_handle=2}");
	answered(_IOWR('d', 0xad, frame), frame,
	         "DRM_IOCTL_MODE_GETFB, {fb_id=1} => {width=640, height=480, pitch=2560, bpp=32,"
	         " depth=24, handle=5}");
	answered(_IOWR('d', 0xce, planes), &planes,
	         "DRM_IOCTL_MODE_GETFB2, {fb_id=1} => {width=640, height=480, pixel_format="
	         "v4l2_fourcc('X', 'R', '2', '4') /* V4L2_PIX_FMT_XBGR32 */,"
	         " flags=DRM_MODE_FB_MODIFIERS, handles=[5, 0, 0, 0], pitches=[2560, 0, 0, 0],"
	         " offsets=[0, 0, 0, 0], modifier=[0x1, 0, 0, 0]}");
}

static void try_times(void)
{
	struct {
		uint32_t type, sequence;
		long words[2];
	} wait = { 0x14000005, 7, { 8, 9 } };
	struct {
		int index, authenticated;
		unsigned long pid, uid, magic, count;
	} client = { 1, 1, 100, 1000, 3, 4 };

	answered(_IOWR('d', 0x3a, wait), &wait,
	         "DRM_IOCTL_WAIT_VBLANK, {request={type=_DRM_VBLANK_RELATIVE|_DRM_VBLANK_EVENT"
	         "|_DRM_VBLANK_NEXTONMISS|2<<_DRM_VBLANK_HIGH_CRTC_SHIFT, sequence=7, signal=8}}"
	         " => {reply={type=_DRM_VBLANK_RELATIVE|_DRM_VBLANK_EVENT|_DRM_VBLANK_NEXTONMISS"
	         "|2<<_DRM_VBLANK_HIGH_CRTC_SHIFT, sequence=7, tval_sec=8, tval_usec=9}}");
	answered(_IOWR('d', 0x05, client), &client,
	         "DRM_IOCTL_GET_CLIENT, {idx=1} => {auth=1, pid=100, uid=1000, magic=3, iocs=4}");
}

int main(void)
{
	golden_begin();
	answer_call(SYS_ioctl);
	try_objects();
	try_buffers();
	try_times();
	golden_end();
	return 0;
}
