// trace: ioctl
// pids: none
#include "ioctl.h"
#include <linux/bsg.h>
#include <scsi/sg.h>

static void try_newer(void)
{
	static char command[] = "abcdef", out[] = "out", in[] = "data", sense[] = "sense";
	struct sg_io_v4 request = {
		.guard = 'Q',
		.request_len = 6,
		.request = (uintptr_t)command,
		.request_tag = 1,
		.max_response_len = 5,
		.response = (uintptr_t)sense,
		.dout_xfer_len = 3,
		.dout_xferp = (uintptr_t)out,
		.din_xfer_len = 4,
		.din_xferp = (uintptr_t)in,
		.timeout = 77,
		.flags = BSG_FLAG_Q_AT_TAIL,
		.device_status = 2,
		.info = 1,
		.response_len = 5,
		.dout_resid = 2,
	};

	try_both(SG_IO, &request);
	request.subprotocol = BSG_SUB_PROTOCOL_SCSI_TMF;
	request.request = 0;
	try_both(SG_IO, &request);
}

int main(void)
{
	TRY(SG_GET_TIMEOUT, SG_SET_TIMEOUT, SG_SET_COMMAND_Q, SG_SET_RESERVED_SIZE,
	    SG_SET_FORCE_LOW_DMA, SG_EMULATED_HOST, SG_GET_TRANSFORM, SG_SET_TRANSFORM,
	    SG_GET_SCSI_ID, SG_SCSI_RESET, SG_GET_REQUEST_TABLE, SG_IO);
	static char sense[] = "sense", data[] = "data";
	struct sg_io_hdr request = {
		.interface_id = 'S',
		.dxfer_direction = SG_DXFER_TO_DEV,
		.cmd_len = 6,
		.cmdp = (unsigned char *)"abcdef",
		.mx_sb_len = 4,
		.sbp = (unsigned char *)sense,
		.dxfer_len = 4,
		.dxferp = data,
		.timeout = 77,
		.flags = 0x10001,
		.status = 2,
		.resid = -5,
		.duration = 100,
		.info = 7,
		.masked_status = 1,
	};
	try_both(SG_IO, &request);
	request.sb_len_wr = 4;
	request.dxfer_direction = SG_DXFER_FROM_DEV;
	try_both(SG_IO, &request);
	request.dxfer_direction = SG_DXFER_NONE;
	try_both(SG_IO, &request);
	try_newer();
	return 0;
}
