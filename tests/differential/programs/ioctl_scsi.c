// trace: ioctl
// pids: none
#include "ioctl.h"
#include <scsi/sg.h>

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
	return 0;
}
