/* Structures of video devices that strace shows as addresses, from good and bad pointers. */
// rastro: -a 1 -v -s 80 -e trace=ioctl
// abi: x86_64 i386
#include "commands.h"

#include <linux/videodev2.h>
#include <sys/ioctl.h>

static void try_sound(void)
{
	struct v4l2_audio audio = { 1, "line", V4L2_AUDCAP_STEREO, 1, { 0 } };
	struct v4l2_output output = { .index = 1,
		                      .name = "tv",
		                      .type = V4L2_OUTPUT_TYPE_ANALOG,
		                      .audioset = 3,
		                      .capabilities = 4 };
	struct v4l2_frequency frequency = { 0, V4L2_TUNER_RADIO, 1600, { 0 } };

	try_command(VIDIOC_G_AUDIO, &audio,
	            "VIDIOC_G_AUDIO, {index=1, name=\"line\", capability=V4L2_AUDCAP_STEREO, "
	            "mode=0x1}");
	try_command(VIDIOC_S_AUDIO, &audio,
	            "VIDIOC_S_AUDIO, {index=1, name=\"line\", capability=V4L2_AUDCAP_STEREO, "
	            "mode=0x1}");
	try_command(VIDIOC_ENUMOUTPUT, &output,
	            "VIDIOC_ENUMOUTPUT, {index=1, name=\"tv\", type=V4L2_OUTPUT_TYPE_ANALOG, "
	            "audioset=0x3,"
	            " modulator=0, std=0, capabilities=0x4}");
	try_command(VIDIOC_S_FREQUENCY, &frequency,
	            "VIDIOC_S_FREQUENCY, {tuner=0, type=V4L2_TUNER_RADIO, frequency=1600}");
}

static void try_buffers(void)
{
	struct v4l2_exportbuffer exported = {
		V4L2_BUF_TYPE_VIDEO_CAPTURE, 1, 0, 02000000, -2, { 0 }
	};
	uint32_t removed[16] = { 1, 2, V4L2_BUF_TYPE_VIDEO_OUTPUT };
	struct v4l2_selection selection = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		                            .target = V4L2_SEL_TGT_CROP,
		                            .flags = V4L2_SEL_FLAG_GE,
		                            .r = { -1, 2, 640, 480 } };
	struct v4l2_streamparm parameters = { .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
		                              .parm.capture = { V4L2_CAP_TIMEPERFRAME,
		                                                V4L2_MODE_HIGHQUALITY,
		                                                { 1, 30 },
		                                                0,
		                                                4,
		                                                { 0 } } };
#define CAPTURE                                                                                    \
	"parm.capture={capability=V4L2_CAP_TIMEPERFRAME, capturemode=V4L2_MODE_HIGHQUALITY,"       \
	" timeperframe=1/30, extendedmode=0, readbuffers=4}"

	try_command(VIDIOC_EXPBUF, &exported,
	            "VIDIOC_EXPBUF, {type=V4L2_BUF_TYPE_VIDEO_CAPTURE, index=1, plane=0,"
	            " flags=O_RDONLY|O_CLOEXEC} => {fd=-2}");
	try_command(_IOWR('V', 104, removed), removed,
	            "VIDIOC_REMOVE_BUFS, {index=1, count=2, type=V4L2_BUF_TYPE_VIDEO_OUTPUT}");
	try_command(VIDIOC_G_SELECTION, &selection,
	            "VIDIOC_G_SELECTION, {type=V4L2_BUF_TYPE_VIDEO_CAPTURE, "
	            "target=V4L2_SEL_TGT_CROP} =>"
	            " {flags=V4L2_SEL_FLAG_GE, r={left=-1, top=2, width=640, height=480}}");
	try_command(VIDIOC_S_PARM, &parameters,
	            "VIDIOC_S_PARM, {type=V4L2_BUF_TYPE_VIDEO_CAPTURE, " CAPTURE "}");
	try_command(VIDIOC_G_PARM, &parameters,
	            "VIDIOC_G_PARM, {type=V4L2_BUF_TYPE_VIDEO_CAPTURE, " CAPTURE "}");
}

int main(void)
{
	golden_begin();
	answer_call(SYS_ioctl);
	try_sound();
	try_buffers();
	golden_end();
	return 0;
}
