/* Buffers of video devices, with times of either length: the names mean the long ones. */
// rastro: -a 1 -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"

#include <stdio.h>

struct buffer {
	uint32_t index, type, bytesused, flags, field;
	int64_t seconds, microseconds;
	uint32_t timecode[4], sequence, memory;
	unsigned long offset;
	uint32_t length, reserved[2];
};

struct buffer_time32 {
	uint32_t index, type, bytesused, flags, field;
	int32_t seconds, microseconds;
	uint32_t timecode[4], sequence, memory;
	unsigned long offset;
	uint32_t length, reserved[2];
};

static void of(unsigned number, const char *name, const char *time, void *argument, size_t size)
{
	unsigned command = 3u << 30 | (unsigned)size << 16 | 'V' << 8 | number;

	syscall(SYS_ioctl, -1, command, argument);
	expect("ioctl(-1, %s, {type=V4L2_BUF_TYPE_VIDEO_CAPTURE, index=1, memory=V4L2_MEMORY_MMAP, "
	       "m.offset=0x3000, length=7, bytesused=3, flags=V4L2_BUF_FLAG_QUEUED|"
	       "V4L2_BUF_FLAG_TIMESTAMP_UNKNOWN|V4L2_BUF_FLAG_TSTAMP_SRC_EOF%s, ...}) = 0\n",
	       name, time);
}

int main(void)
{
	struct buffer buffer = { 1, 1, 3, 2, 0, 1LL << 32, 5, { 0 }, 0, 1, 0x3000, 7, { 0 } };
	struct buffer_time32 short_time = { 1, 1, 3, 2, 0, 4, 5, { 0 }, 0, 1, 0x3000, 7, { 0 } };

	answer_call(SYS_ioctl);
	golden_begin();
	of(9, "VIDIOC_QUERYBUF", "", &buffer, sizeof(buffer));
	of(15, "VIDIOC_QBUF", "", &buffer, sizeof(buffer));
	of(17, "VIDIOC_DQBUF", ", timestamp={tv_sec=4294967296, tv_usec=5}", &buffer,
	   sizeof(buffer));
	of(93, "VIDIOC_PREPARE_BUF", "", &buffer, sizeof(buffer));
	of(9, "VIDIOC_QUERYBUF_TIME32", "", &short_time, sizeof(short_time));
	of(15, "VIDIOC_QBUF_TIME32", "", &short_time, sizeof(short_time));
	of(17, "VIDIOC_DQBUF_TIME32", ", timestamp={tv_sec=4, tv_usec=5}", &short_time,
	   sizeof(short_time));
	of(93, "VIDIOC_PREPARE_BUF_TIME32", "", &short_time, sizeof(short_time));
	golden_end();
	return 0;
}
