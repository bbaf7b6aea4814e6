// trace: ioctl
// also: -v
// pids: none
/* Video devices: members that say what others are, and numbers with names. */
#include "ioctl.h"
#include <linux/videodev2.h>

static void try_format(const struct v4l2_format *format)
{
	try_both(VIDIOC_G_FMT, format);
	try_both(VIDIOC_S_FMT, format);
	try_both(VIDIOC_TRY_FMT, format);
}

/* Bytes that tell where they are, and numbers as they are there. */
static void try_formats(void)
{
	static struct v4l2_format format;
	static struct v4l2_streamparm stream;
	static struct v4l2_clip clips[2] = { { { 1, 2, 3, 4 } }, { { 5, 6, 7, 8 } } };

	for (unsigned type = 0; type < 16; type++) {
		for (unsigned i = 0; i < sizeof(format.fmt); i++)
			format.fmt.raw_data[i] = i + 1;
		format.type = type;
		try_format(&format);
		stream.type = type;
		stream.parm.capture = (struct v4l2_captureparm){
			V4L2_CAP_TIMEPERFRAME, type % 3, { 1, 25 }, 5, 3
		};
		try_both(VIDIOC_G_PARM, &stream);
		try_both(VIDIOC_S_PARM, &stream);
	}
	format.type = V4L2_BUF_TYPE_SLICED_VBI_CAPTURE;
	format.fmt.sliced.service_set = V4L2_SLICED_VBI_625 | V4L2_SLICED_CAPTION_525;
	try_format(&format);
	memset(&format, 0, sizeof(format));
	format.type = V4L2_BUF_TYPE_VIDEO_OUTPUT;
	format.fmt.pix =
		(struct v4l2_pix_format){ 640,  480,    V4L2_PIX_FMT_YUYV,   V4L2_FIELD_NONE,
		                          1280, 614400, V4L2_COLORSPACE_SRGB };
	try_format(&format);
	format.type = V4L2_BUF_TYPE_VIDEO_OUTPUT_OVERLAY;
	format.fmt.win =
		(struct v4l2_window){ { 1, 2, 3, 4 }, V4L2_FIELD_TOP, 5, clips, 2, NULL, 6 };
	try_format(&format);
	format.type = V4L2_BUF_TYPE_VIDEO_OUTPUT_MPLANE;
	memset(&format.fmt, 0, sizeof(format.fmt));
	format.fmt.pix_mp = (struct v4l2_pix_format_mplane){ 640,
		                                             480,
		                                             V4L2_PIX_FMT_NV12M,
		                                             V4L2_FIELD_NONE,
		                                             V4L2_COLORSPACE_SRGB,
		                                             { { 100, 10 }, { 200, 20 } },
		                                             2 };
	try_format(&format);
}

static void try_lists(void)
{
	struct v4l2_frmivalenum interval = { .index = 1,
		                             .pixel_format = V4L2_PIX_FMT_YUYV,
		                             .width = 640,
		                             .height = 480,
		                             .stepwise = { { 1, 2 }, { 3, 4 }, { 5, 6 } } };
	struct v4l2_frmsizeenum size = { .index = 1, .stepwise = { 1, 2, 3, 4, 5, 6 } };
	struct v4l2_input input = { .index = 1, .name = "in" };
	struct v4l2_output output = { .index = 1, .name = "out" };

	for (unsigned type = 0; type < 5; type++) {
		interval.type = size.type = input.type = output.type = type;
		try_both(VIDIOC_ENUM_FRAMEINTERVALS, &interval);
		try_both(VIDIOC_ENUM_FRAMESIZES, &size);
		try_both(VIDIOC_ENUMINPUT, EDGE(input));
		try_both(VIDIOC_ENUMOUTPUT, &output);
	}
}

static void try_controls(void)
{
	static const unsigned classes[] = { 0, 0x980000, 0x990000, 0x9a0000, 0xa30000 };
	struct v4l2_ext_control controls[3] = {
		{ .id = V4L2_CID_BRIGHTNESS, .value64 = -5 },
		{ .id = V4L2_CID_RDS_TX_PS_NAME, .size = 4, .string = "name" },
		{ .id = 0x7ffffff, .size = 4, .string = unreadable },
	};
	struct v4l2_ext_controls list = { .count = 3, .error_idx = 1, .controls = controls };
	struct v4l2_queryctrl question = { .id = V4L2_CID_CONTRAST, .name = "contrast" };

	for (unsigned i = 0; i < sizeof(classes) / sizeof(*classes); i++) {
		list.ctrl_class = classes[i];
		try_both(VIDIOC_G_EXT_CTRLS, &list);
		try_both(VIDIOC_S_EXT_CTRLS, &list);
		try_both(VIDIOC_TRY_EXT_CTRLS, &list);
	}
	for (unsigned type = 0; type < 11; type++) {
		question.type = type;
		question.flags = 1 << type;
		question.maximum = type;
		try_both(VIDIOC_QUERYCTRL, &question);
	}
	question.id |= V4L2_CTRL_FLAG_NEXT_CTRL;
	try_both(VIDIOC_QUERYCTRL, &question);
}

static void try_tuners(void)
{
	struct v4l2_tuner tuner = { .index = 1, .name = "tuner", .signal = -1 };

	for (unsigned i = 0; i < 6; i++) {
		tuner.type = tuner.audmode = i;
		tuner.capability = tuner.rxsubchans = 1 << i;
		try_both(VIDIOC_G_TUNER, &tuner);
		try_both(VIDIOC_S_TUNER, &tuner);
	}
}

int main(void)
{
	accept_all();
	try_formats();
	try_lists();
	try_controls();
	try_tuners();
	return 0;
}
