/* Commands of digital television, of HDMI's wire, and of boards' controllers: all are answered
 * with success, so that what comes out is what went in. */
// rastro: -a 1 -v -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"

#include <linux/cec.h>
#include <linux/dvb/ca.h>
#include <linux/dvb/dmx.h>
#include <linux/dvb/frontend.h>
#include <linux/ipmi.h>
#include <sys/ioctl.h>

static void answered(unsigned command, const void *argument, const char *shown)
{
	syscall(SYS_ioctl, -1, command, argument);
	expect("ioctl(-1, %s) = 0\n", shown);
}

static void value(unsigned command, unsigned long argument, const char *shown)
{
	answered(command, (void *)argument, shown);
}

static void tuners(void)
{
	struct dvb_frontend_info info = {
		"tuner", FE_QAM, 1, 2, 3, 4, 5, 6, 7, 8, FE_CAN_QPSK | FE_CAN_MUTE_TS
	};
	struct dvb_diseqc_master_cmd master = { { 0xe0, 0x10, 3 }, 3 };
	struct dvb_diseqc_slave_reply reply = { { 0xe4 }, 1, 500 };
	struct dvb_frontend_parameters parameters = { 11, INVERSION_AUTO };
	struct dvb_frontend_event event = { FE_HAS_SIGNAL | FE_HAS_LOCK, { 11, INVERSION_ON } };

	answered(FE_GET_INFO, &info,
	         "FE_GET_INFO, {name=\"tuner\", type=FE_QAM, frequency_min=1, frequency_max=2,"
	         " frequency_stepsize=3, frequency_tolerance=4, symbol_rate_min=5,"
	         " symbol_rate_max=6, symbol_rate_tolerance=7, notifier_delay=8,"
	         " caps=FE_CAN_QPSK|FE_CAN_MUTE_TS}");
	value(FE_DISEQC_RESET_OVERLOAD, 0, "FE_DISEQC_RESET_OVERLOAD");
	answered(FE_DISEQC_SEND_MASTER_CMD, &master,
	         "FE_DISEQC_SEND_MASTER_CMD, {msg=\"\\xe0\\x10\\x03\", msg_len=3}");
	answered(FE_DISEQC_RECV_SLAVE_REPLY, &reply,
	         "FE_DISEQC_RECV_SLAVE_REPLY, {timeout=500} => {msg=\"\\xe4\", msg_len=1}");
	value(FE_DISEQC_SEND_BURST, SEC_MINI_B, "FE_DISEQC_SEND_BURST, SEC_MINI_B");
	value(FE_SET_TONE, SEC_TONE_OFF, "FE_SET_TONE, SEC_TONE_OFF");
	value(FE_SET_VOLTAGE, 7, "FE_SET_VOLTAGE, 0x7 /* SEC_VOLTAGE_??? */");
	value(FE_SET_FRONTEND_TUNE_MODE, 1, "FE_SET_FRONTEND_TUNE_MODE, 1");
	answered(FE_READ_STATUS, (int[]){ FE_HAS_CARRIER }, "FE_READ_STATUS, [FE_HAS_CARRIER]");
	answered(FE_READ_STATUS, (int[]){ 0 }, "FE_READ_STATUS, [FE_NONE]");
	answered(FE_READ_BER, (int[]){ 5 }, "FE_READ_BER, [5]");
	answered(FE_READ_SNR, (uint16_t[]){ 6 }, "FE_READ_SNR, [6]");
	answered(FE_SET_FRONTEND, &parameters,
	         "FE_SET_FRONTEND, {frequency=11, inversion=INVERSION_AUTO, u=\"\\x00\\x00\\x00"
	         "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
	         "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}");
	answered(FE_GET_EVENT, &event,
	         "FE_GET_EVENT, {status=FE_HAS_SIGNAL|FE_HAS_LOCK, parameters={frequency=11,"
	         " inversion=INVERSION_ON, u=\"\\x00\\x00\\x00"
	         "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
	         "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}}");
}

static void properties(void)
{
	static struct dtv_property list[] = {
		{ DTV_FREQUENCY, .u.data = 474000000 },
		{ DTV_MODULATION, .u.data = QAM_64 },
		{ DTV_INVERSION, .u.data = INVERSION_OFF },
		{ DTV_INNER_FEC, .u.data = FEC_AUTO },
		{ DTV_VOLTAGE, .u.data = SEC_VOLTAGE_18 },
		{ DTV_TONE, .u.data = SEC_TONE_ON },
		{ DTV_PILOT, .u.data = PILOT_AUTO },
		{ DTV_ROLLOFF, .u.data = ROLLOFF_20 },
		{ DTV_DELIVERY_SYSTEM, .u.data = SYS_DVBT2 },
		{ DTV_GUARD_INTERVAL, .u.data = GUARD_INTERVAL_1_8 },
		{ DTV_TRANSMISSION_MODE, .u.data = TRANSMISSION_MODE_8K },
		{ DTV_HIERARCHY, .u.data = HIERARCHY_NONE },
		{ DTV_STAT_CNR, .u.st = { 2,
		                          { { FE_SCALE_DECIBEL, .svalue = -5 },
		                            { FE_SCALE_COUNTER, .uvalue = 6 } } } },
		{ DTV_ENUM_DELSYS, .u.buffer = { { SYS_DVBT, SYS_DVBC_ANNEX_A }, 2 } },
		{ 99, .u.data = 1 },
	};
	struct dtv_properties all = { sizeof(list) / sizeof(*list), list };
	static const char shown[] =
		"[{cmd=DTV_FREQUENCY, u.data=474000000}, {cmd=DTV_MODULATION, u.data=QAM_64},"
		" {cmd=DTV_INVERSION, u.data=INVERSION_OFF}, {cmd=DTV_INNER_FEC, u.data=FEC_AUTO},"
		" {cmd=DTV_VOLTAGE, u.data=SEC_VOLTAGE_18}, {cmd=DTV_TONE, u.data=SEC_TONE_ON},"
		" {cmd=DTV_PILOT, u.data=PILOT_AUTO}, {cmd=DTV_ROLLOFF, u.data=ROLLOFF_20},"
		" {cmd=DTV_DELIVERY_SYSTEM, u.data=SYS_DVBT2},"
		" {cmd=DTV_GUARD_INTERVAL, u.data=GUARD_INTERVAL_1_8},"
		" {cmd=DTV_TRANSMISSION_MODE, u.data=TRANSMISSION_MODE_8K},"
		" {cmd=DTV_HIERARCHY, u.data=HIERARCHY_NONE}, {cmd=DTV_STAT_CNR, u.st={len=2,"
		" stat=[{scale=FE_SCALE_DECIBEL, svalue=-5}, {scale=FE_SCALE_COUNTER,"
		" uvalue=6}]}}, {cmd=DTV_ENUM_DELSYS, u.buffer={data=[SYS_DVBT,"
		" SYS_DVBC_ANNEX_A], len=2}}, {cmd=0x63 /* DTV_??? */, u.data=1}]";
	char text[sizeof(shown) + 100];

	snprintf(text, sizeof(text), "FE_SET_PROPERTY, {num=15, props=%s}", shown);
	answered(FE_SET_PROPERTY, &all, text);
	snprintf(text, sizeof(text), "FE_GET_PROPERTY, {num=15, props=%s}", shown);
	answered(FE_GET_PROPERTY, &all, text);
	all.num = 65;
	snprintf(text, sizeof(text), "FE_SET_PROPERTY, {num=65, props=%p}", list);
	answered(FE_SET_PROPERTY, &all, text);
}

/* What shares its form with what is above. */
static void more_properties(void)
{
	static struct dtv_property list[] = {
		{ DTV_CODE_RATE_HP, .u.data = FEC_1_2 },
		{ DTV_CODE_RATE_LP, .u.data = FEC_2_3 },
		{ DTV_ISDBT_LAYERA_FEC, .u.data = FEC_3_4 },
		{ DTV_ISDBT_LAYERB_FEC, .u.data = FEC_4_5 },
		{ DTV_ISDBT_LAYERC_FEC, .u.data = FEC_5_6 },
		{ DTV_ISDBT_LAYERA_MODULATION, .u.data = QPSK },
		{ DTV_ISDBT_LAYERB_MODULATION, .u.data = QAM_16 },
		{ DTV_ISDBT_LAYERC_MODULATION, .u.data = QAM_64 },
	};
	static const unsigned counts[] = {
		DTV_STAT_SIGNAL_STRENGTH,      DTV_STAT_PRE_ERROR_BIT_COUNT,
		DTV_STAT_PRE_TOTAL_BIT_COUNT,  DTV_STAT_POST_ERROR_BIT_COUNT,
		DTV_STAT_POST_TOTAL_BIT_COUNT, DTV_STAT_ERROR_BLOCK_COUNT,
		DTV_STAT_TOTAL_BLOCK_COUNT
	};
	static const char *const names[] = { "SIGNAL_STRENGTH",      "PRE_ERROR_BIT_COUNT",
		                             "PRE_TOTAL_BIT_COUNT",  "POST_ERROR_BIT_COUNT",
		                             "POST_TOTAL_BIT_COUNT", "ERROR_BLOCK_COUNT",
		                             "TOTAL_BLOCK_COUNT" };
	struct dtv_properties all = { sizeof(list) / sizeof(*list), list };

	answered(FE_SET_PROPERTY, &all,
	         "FE_SET_PROPERTY, {num=8, props=[{cmd=DTV_CODE_RATE_HP, u.data=FEC_1_2},"
	         " {cmd=DTV_CODE_RATE_LP, u.data=FEC_2_3},"
	         " {cmd=DTV_ISDBT_LAYERA_FEC, u.data=FEC_3_4},"
	         " {cmd=DTV_ISDBT_LAYERB_FEC, u.data=FEC_4_5},"
	         " {cmd=DTV_ISDBT_LAYERC_FEC, u.data=FEC_5_6},"
	         " {cmd=DTV_ISDBT_LAYERA_MODULATION, u.data=QPSK},"
	         " {cmd=DTV_ISDBT_LAYERB_MODULATION, u.data=QAM_16},"
	         " {cmd=DTV_ISDBT_LAYERC_MODULATION, u.data=QAM_64}]}");
	for (unsigned i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		struct dtv_property count = {
			counts[i], .u.st = { 1, { { FE_SCALE_COUNTER, .uvalue = i } } }
		};
		struct dtv_properties one = { 1, &count };
		char text[160];

		snprintf(text, sizeof(text),
		         "FE_GET_PROPERTY, {num=1, props=[{cmd=DTV_STAT_%s, u.st={len=1,"
		         " stat=[{scale=FE_SCALE_COUNTER, uvalue=%u}]}}]}",
		         names[i], i);
		answered(FE_GET_PROPERTY, &one, text);
	}
}

static void streams(void)
{
	struct dmx_sct_filter_params section = {
		0x11, { { 0x42 }, { 0xff }, { 0 } }, 7, DMX_ONESHOT
	};
	struct dmx_pes_filter_params pes = { 0x100, DMX_IN_FRONTEND, DMX_OUT_TS_TAP, DMX_PES_VIDEO0,
		                             DMX_IMMEDIATE_START };
	struct dmx_stc stc = { 1, 90, 1234567 };
	struct dmx_requestbuffers request = { 4, 8192 };
	struct dmx_buffer buffer = { 1, 188, 0x2000, 8192, DMX_BUFFER_FLAG_TEI, 9 };
	struct dmx_exportbuffer export = { 2, 0, -1 };

	value(DMX_START, 0, "DMX_START");
	answered(DMX_SET_FILTER, &section,
	         "DMX_SET_FILTER, {pid=0x11, filter={filter=\"\\x42\\x00\\x00\\x00\\x00\\x00\\x00"
	         "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\", mask=\"\\xff\\x00\\x00\\x00\\x00"
	         "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\", mode=\"\\x00\\x00\\x00"
	         "\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"}, timeout=7,"
	         " flags=DMX_ONESHOT}");
	answered(DMX_SET_PES_FILTER, &pes,
	         "DMX_SET_PES_FILTER, {pid=0x100, input=DMX_IN_FRONTEND, output=DMX_OUT_TS_TAP,"
	         " pes_type=DMX_PES_VIDEO0, flags=DMX_IMMEDIATE_START}");
	value(DMX_SET_BUFFER_SIZE, 65536, "DMX_SET_BUFFER_SIZE, 65536");
	answered(DMX_GET_PES_PIDS, (uint16_t[]){ 1, 2, 3, 4, 0x1fff },
	         "DMX_GET_PES_PIDS, [0x1, 0x2, 0x3, 0x4, 0x1fff]");
	answered(DMX_GET_STC, &stc, "DMX_GET_STC, {num=1} => {base=90, stc=1234567}");
	answered(DMX_ADD_PID, (uint16_t[]){ 17 }, "DMX_ADD_PID, [0x11]");
	answered(DMX_REQBUFS, &request, "DMX_REQBUFS, {count=4, size=8192}");
	answered(DMX_QBUF, &buffer,
	         "DMX_QBUF, {index=1} => {index=1, bytesused=188, offset=0x2000, length=8192,"
	         " flags=DMX_BUFFER_FLAG_TEI, count=9}");
	answered(DMX_EXPBUF, &export, "DMX_EXPBUF, {index=2, flags=O_RDONLY} => {fd=-1}");
}

static void access_to_them(void)
{
	ca_slot_info_t slot = { 1, CA_CI_LINK, CA_CI_MODULE_READY };
	ca_descr_info_t kind = { 3, CA_ECD };
	ca_caps_t caps = { 1, CA_CI, 2, CA_DSS };
	ca_msg_t message = { 0, 1, 3, { 1, 2, 3 } };
	ca_descr_t key = { 1, 0, { 1, 2, 3, 4, 5, 6, 7, 8 } };

	value(CA_RESET, 0, "CA_RESET");
	answered(CA_GET_CAP, &caps,
	         "CA_GET_CAP, {slot_num=1, slot_type=CA_CI, descr_num=2, descr_type=CA_DSS}");
	answered(CA_GET_SLOT_INFO, &slot,
	         "CA_GET_SLOT_INFO, {num=1, type=CA_CI_LINK, flags=CA_CI_MODULE_READY}");
	answered(CA_GET_DESCR_INFO, &kind, "CA_GET_DESCR_INFO, {num=3, type=CA_ECD}");
	answered(CA_GET_MSG, &message,
	         "CA_GET_MSG, {index=0, type=1, length=3, msg=\"\\x01\\x02\\x03\"}");
	answered(CA_SET_DESCR, &key,
	         "CA_SET_DESCR, {index=1, parity=0, "
	         "cw=\"\\x01\\x02\\x03\\x04\\x05\\x06\\x07\\x08\"}");
}

static void wire(void)
{
	struct cec_caps caps = { "driver", "name", 4, CEC_CAP_TRANSMIT | CEC_CAP_RC, 0x60105 };
	struct cec_log_addrs addresses = {
		{ 4 },
		0x10,
		CEC_OP_CEC_VERSION_1_4,
		1,
		0xc03,
		CEC_LOG_ADDRS_FL_CDC_ONLY,
		"tv",
		{ CEC_OP_PRIM_DEVTYPE_PLAYBACK },
		{ CEC_LOG_ADDR_TYPE_PLAYBACK },
		{ 0x10 },
	};
	struct cec_connector_info connector = { CEC_CONNECTOR_TYPE_DRM, { { 1, 2 } } };
	struct cec_msg message = { 1,
		                   2,
		                   2,
		                   3,
		                   4,
		                   CEC_MSG_FL_RAW,
		                   { 0x40, 0x36 },
		                   0x90,
		                   CEC_RX_STATUS_TIMEOUT,
		                   CEC_TX_STATUS_OK };
	struct cec_event event = { 5, CEC_EVENT_LOST_MSGS, CEC_EVENT_FL_INITIAL_STATE, { { 0 } } };
	struct cec_event change = { 5, CEC_EVENT_STATE_CHANGE, 0, { { 0x1000, 0x10, 1 } } };

	event.lost_msgs.lost_msgs = 7;
	answered(CEC_ADAP_G_CAPS, &caps,
	         "CEC_ADAP_G_CAPS, {driver=\"driver\", name=\"name\", available_log_addrs=4,"
	         " capabilities=CEC_CAP_TRANSMIT|CEC_CAP_RC, version=KERNEL_VERSION(6, 1, 5)}");
	answered(CEC_ADAP_S_PHYS_ADDR, (uint16_t[]){ 0x1000 }, "CEC_ADAP_S_PHYS_ADDR, [0x1000]");
	answered(
		CEC_ADAP_G_LOG_ADDRS, &addresses,
		"CEC_ADAP_G_LOG_ADDRS, {log_addr=[0x4], log_addr_mask=0x10,"
		" cec_version=CEC_OP_CEC_VERSION_1_4, num_log_addrs=1, vendor_id=0xc03,"
		" flags=CEC_LOG_ADDRS_FL_CDC_ONLY, osd_name=\"tv\","
		" primary_device_type=[CEC_OP_PRIM_DEVTYPE_PLAYBACK],"
		" log_addr_type=[CEC_LOG_ADDR_TYPE_PLAYBACK], all_device_types=[0x10],"
		" features=\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
		"\\x00\\x00\"...}");
	answered(CEC_ADAP_G_CONNECTOR_INFO, &connector,
	         "CEC_ADAP_G_CONNECTOR_INFO, {type=CEC_CONNECTOR_TYPE_DRM, drm={card_no=1,"
	         " connector_id=2}}");
	answered(CEC_S_MODE, (int[]){ CEC_MODE_EXCL_INITIATOR | CEC_MODE_MONITOR },
	         "CEC_S_MODE, [CEC_MODE_EXCL_INITIATOR|CEC_MODE_MONITOR]");
	answered(CEC_TRANSMIT, &message,
	         "CEC_TRANSMIT, {len=2, timeout=3, flags=CEC_MSG_FL_RAW, msg=\"\\x40\\x36\","
	         " reply=0x90} => {tx_ts=1, rx_ts=2, len=2, sequence=4, msg=\"\\x40\\x36\","
	         " rx_status=CEC_RX_STATUS_TIMEOUT, tx_status=CEC_TX_STATUS_OK,"
	         " tx_arb_lost_cnt=0, tx_nack_cnt=0, tx_low_drive_cnt=0, tx_error_cnt=0}");
	answered(CEC_RECEIVE, &message,
	         "CEC_RECEIVE, {timeout=3} => {tx_ts=1, rx_ts=2, len=2, sequence=4,"
	         " flags=CEC_MSG_FL_RAW, msg=\"\\x40\\x36\", reply=0x90,"
	         " rx_status=CEC_RX_STATUS_TIMEOUT, tx_status=CEC_TX_STATUS_OK,"
	         " tx_arb_lost_cnt=0, tx_nack_cnt=0, tx_low_drive_cnt=0, tx_error_cnt=0}");
	answered(CEC_DQEVENT, &event,
	         "CEC_DQEVENT, {ts=5, event=CEC_EVENT_LOST_MSGS, flags=CEC_EVENT_FL_INITIAL_STATE,"
	         " lost_msgs={lost_msgs=7}}");
	answered(CEC_DQEVENT, &change,
	         "CEC_DQEVENT, {ts=5, event=CEC_EVENT_STATE_CHANGE, flags=0,"
	         " state_change={phys_addr=0x1000, log_addr_mask=0x10, have_conn_info=1}}");
}

static void pins(void)
{
	static const char *const names[] = { "CEC_LOW",  "CEC_HIGH", "HPD_LOW",
		                             "HPD_HIGH", "5V_LOW",   "5V_HIGH" };
	struct cec_connector_info nothing = { CEC_CONNECTOR_TYPE_NO_CONNECTOR, { { 0 } } };

	answered(CEC_ADAP_G_CONNECTOR_INFO, &nothing,
	         "CEC_ADAP_G_CONNECTOR_INFO, {type=CEC_CONNECTOR_TYPE_NO_CONNECTOR}");
	for (unsigned i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct cec_event event = { 5, CEC_EVENT_PIN_CEC_LOW + i, 0, { { 0 } } };
		char text[80];

		snprintf(text, sizeof(text), "CEC_DQEVENT, {ts=5, event=CEC_EVENT_PIN_%s, flags=0}",
		         names[i]);
		answered(CEC_DQEVENT, &event, text);
	}
}

static void boards(void)
{
	static unsigned char data[] = { 1, 2 };
	struct ipmi_ipmb_addr ipmb = { IPMI_IPMB_ADDR_TYPE, 3, 0x20, 1 };
	struct ipmi_system_interface_addr system = { IPMI_SYSTEM_INTERFACE_ADDR_TYPE, 15, 2 };
	struct ipmi_lan_addr lan = { IPMI_LAN_ADDR_TYPE, 1, 4, 5, 0x81, 0x82, 6 };
	struct ipmi_ipmb_direct_addr direct = { IPMI_IPMB_DIRECT_ADDR_TYPE, 2, 0x22, 1, 2 };
	struct ipmi_req request = { (void *)&ipmb, sizeof(ipmb), 7, { 6, 1, 2, data } };
	struct ipmi_req_settime timed = { { (void *)&lan, sizeof(lan), 7, { 6, 1, 0, NULL } },
		                          3,
		                          1000 };
	struct ipmi_recv receive = {
		IPMI_RESPONSE_RECV_TYPE, (void *)&system, sizeof(system), 7, { 7, 1, 2, data }
	};
	struct ipmi_channel_lun_address_set set = { 3, 0x20 };
	struct ipmi_cmdspec_chans chans = { 6, 1, 0xf };
	struct ipmi_timing_parms timing = { 4, 500 };

	answered(IPMICTL_SEND_COMMAND, &request,
	         "IPMICTL_SEND_COMMAND, {addr={addr_type=IPMI_IPMB_ADDR_TYPE, channel=3,"
	         " slave_addr=0x20, lun=1}, addr_len=8, msgid=7, msg={netfn=0x6, cmd=0x1,"
	         " data_len=2, data=\"\\x01\\x02\"}}");
	ipmb.addr_type = IPMI_IPMB_BROADCAST_ADDR_TYPE;
	answered(IPMICTL_SEND_COMMAND, &request,
	         "IPMICTL_SEND_COMMAND, {addr={addr_type=IPMI_IPMB_BROADCAST_ADDR_TYPE, channel=3,"
	         " slave_addr=0x20, lun=1}, addr_len=8, msgid=7, msg={netfn=0x6, cmd=0x1,"
	         " data_len=2, data=\"\\x01\\x02\"}}");
	request.addr = (void *)&direct;
	request.addr_len = sizeof(direct);
	request.msg.data_len = 0;
	answered(IPMICTL_SEND_COMMAND, &request,
	         "IPMICTL_SEND_COMMAND, {addr={addr_type=IPMI_IPMB_DIRECT_ADDR_TYPE, channel=2,"
	         " slave_addr=0x22, rs_lun=1, rq_lun=2}, addr_len=12, msgid=7, msg={netfn=0x6,"
	         " cmd=0x1, data_len=0, data=\"\"}}");
	answered(IPMICTL_SEND_COMMAND_SETTIME, &timed,
	         "IPMICTL_SEND_COMMAND_SETTIME, {req={addr={addr_type=IPMI_LAN_ADDR_TYPE,"
	         " channel=1, privilege=4, session_handle=5, remote_SWID=0x81, local_SWID=0x82,"
	         " lun=6}, addr_len=12, msgid=7, msg={netfn=0x6, cmd=0x1, data_len=0,"
	         " data=NULL}}, retries=3, retry_time_ms=1000}");
	answered(IPMICTL_RECEIVE_MSG_TRUNC, &receive,
	         "IPMICTL_RECEIVE_MSG_TRUNC, {recv_type=IPMI_RESPONSE_RECV_TYPE,"
	         " addr={addr_type=IPMI_SYSTEM_INTERFACE_ADDR_TYPE, channel=15, lun=2},"
	         " addr_len=8, msgid=7, msg={netfn=0x7, cmd=0x1, data_len=2,"
	         " data=\"\\x01\\x02\"}}");
	answered(IPMICTL_REGISTER_FOR_CMD, (unsigned char[]){ 6, 1 },
	         "IPMICTL_REGISTER_FOR_CMD, {netfn=0x6, cmd=0x1}");
	answered(IPMICTL_REGISTER_FOR_CMD_CHANS, &chans,
	         "IPMICTL_REGISTER_FOR_CMD_CHANS, {netfn=0x6, cmd=0x1, chans=0xf}");
	answered(IPMICTL_SET_GETS_EVENTS_CMD, (int[]){ 1 }, "IPMICTL_SET_GETS_EVENTS_CMD, [1]");
	answered(IPMICTL_SET_MY_CHANNEL_LUN_CMD, &set,
	         "IPMICTL_SET_MY_CHANNEL_LUN_CMD, {channel=3, value=0x20}");
	answered(IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD, &set,
	         "IPMICTL_GET_MY_CHANNEL_ADDRESS_CMD, {channel=3} => {value=0x20}");
	answered(IPMICTL_SET_MY_ADDRESS_CMD, (int[]){ 0x20 }, "IPMICTL_SET_MY_ADDRESS_CMD, [0x20]");
	answered(IPMICTL_GET_MY_LUN_CMD, (int[]){ 2 }, "IPMICTL_GET_MY_LUN_CMD, [0x2]");
	answered(IPMICTL_SET_TIMING_PARMS_CMD, &timing,
	         "IPMICTL_SET_TIMING_PARMS_CMD, {retries=4, retry_time_ms=500}");
	answered(IPMICTL_GET_TIMING_PARMS_CMD, &timing,
	         "IPMICTL_GET_TIMING_PARMS_CMD, {retries=4, retry_time_ms=500}");
	answered(IPMICTL_GET_MAINTENANCE_MODE_CMD, (int[]){ IPMI_MAINTENANCE_MODE_ON },
	         "IPMICTL_GET_MAINTENANCE_MODE_CMD, [IPMI_MAINTENANCE_MODE_ON]");
}

int main(void)
{
	answer_call(SYS_ioctl);
	golden_begin();
	tuners();
	properties();
	more_properties();
	streams();
	access_to_them();
	wire();
	pins();
	boards();
	golden_end();
	return 0;
}
