// trace: ioctl
// pids: none
// abi: 64
#include "ioctl.h"
#include <linux/videodev2.h>

static void try_formats(void)
{
	struct v4l2_format format = {
		.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		.fmt.pix = { 640, 480, V4L2_PIX_FMT_YUYV, V4L2_FIELD_NONE, 1280, 614400,
			     V4L2_COLORSPACE_SRGB },
	};
	struct v4l2_frmsizeenum size = {
		.index = 1, .pixel_format = V4L2_PIX_FMT_MJPEG, .type = 1, .discrete = { 640, 480 },
	};
	struct v4l2_frmivalenum interval = {
		.index = 1, .pixel_format = V4L2_PIX_FMT_YUYV, .width = 1, .height = 2, .type = 1,
		.discrete = { 1, 30 },
	};

	try_both(VIDIOC_G_FMT, &format);
	try_both(VIDIOC_S_FMT, &format);
	try_both(VIDIOC_TRY_FMT, &format);
	try_both(VIDIOC_ENUM_FRAMESIZES, &size);
	try_both(VIDIOC_ENUM_FRAMEINTERVALS, &interval);
	size.type = interval.type = 3;
	try_both(VIDIOC_ENUM_FRAMESIZES, &size);
	try_both(VIDIOC_ENUM_FRAMEINTERVALS, &interval);
}

static void try_buffers(void)
{
	struct v4l2_buffer buffer = {
		.index = 1, .type = 1, .memory = V4L2_MEMORY_MMAP, .length = 100, .bytesused = 50,
		.m.offset = 4096, .flags = V4L2_BUF_FLAG_MAPPED | V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC,
	};

	try_both(VIDIOC_QUERYBUF, &buffer);
	try_both(VIDIOC_DQBUF, &buffer);
	buffer.memory = V4L2_MEMORY_USERPTR;
	try_both(VIDIOC_QBUF, &buffer);
	buffer.memory = V4L2_MEMORY_DMABUF;
	try_both(VIDIOC_QBUF, &buffer);
}

int main(void)
{
	struct v4l2_control control = { .value = 1 };

	TRY(VIDIOC_QUERYCAP, VIDIOC_ENUM_FMT, VIDIOC_REQBUFS, VIDIOC_STREAMON, VIDIOC_STREAMOFF,
	    VIDIOC_G_STD, VIDIOC_S_STD, VIDIOC_ENUMSTD, VIDIOC_ENUMINPUT, VIDIOC_G_INPUT,
	    VIDIOC_S_INPUT, VIDIOC_G_CTRL, VIDIOC_S_CTRL, VIDIOC_CROPCAP, VIDIOC_G_CROP,
	    VIDIOC_S_CROP, VIDIOC_G_FBUF, VIDIOC_S_FBUF);
	try_formats();
	try_buffers();
	for (control.id = V4L2_CID_BASE; control.id < V4L2_CID_BASE + 45; control.id++)
		call(ioctl, FD_BAD, VIDIOC_S_CTRL, &control);
	return 0;
}
