/* Structures of SCTP's options as its header lays them out, from good and bad pointers. */
// rastro: -a 1 -v -e trace=setsockopt,getsockopt
// abi: x86_64 i386
#include "options.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <linux/sctp.h>

#ifndef SOL_SCTP
#define SOL_SCTP IPPROTO_SCTP
#endif

static void try_associations(void)
{
	struct sctp_rtoinfo times = { 1, 3000, 60000, 1000 };
	struct sctp_assocparams parameters = { 1, 10, 2, 3, 4, 60000 };
	struct sctp_sack_info delay = { 1, 200, 2 };
	struct sctp_setadaptation adaptation = { 7 };
	struct sctp_assoc_value value = { 1, 5 };
	struct sctp_add_streams streams = { 1, 2, 3 };
	struct sctp_stream_value weight = { 1, 2, 3 };
	struct sctp_default_prinfo policy = { 1, 100, SCTP_PR_SCTP_RTX };
	struct {
		uint32_t count, ids[2];
	} ids = { 2, { 5, 6 } };
	sctp_peeloff_arg_t peeled = { 1, -2 };

	OPTION(BOTH, SOL_SCTP, SCTP_RTOINFO, times,
	       "{srto_assoc_id=1, srto_initial=3000, srto_max=60000, srto_min=1000}");
	OPTION(BOTH, SOL_SCTP, SCTP_ASSOCINFO, parameters,
	       "{sasoc_assoc_id=1, sasoc_asocmaxrxt=10, sasoc_number_peer_destinations=2,"
	       " sasoc_peer_rwnd=3, sasoc_local_rwnd=4, sasoc_cookie_life=60000}");
	OPTION(BOTH, SOL_SCTP, SCTP_DELAYED_SACK, delay,
	       "{sack_assoc_id=1, sack_delay=200, sack_freq=2}");
	OPTION(BOTH, SOL_SCTP, SCTP_ADAPTATION_LAYER, adaptation, "{ssb_adaptation_ind=7}");
	OPTION(BOTH, SOL_SCTP, SCTP_MAX_BURST, value, "{assoc_id=1, assoc_value=5}");
	OPTION(SET, SOL_SCTP, SCTP_ADD_STREAMS, streams,
	       "{sas_assoc_id=1, sas_instrms=2, sas_outstrms=3}");
	OPTION(BOTH, SOL_SCTP, SCTP_STREAM_SCHEDULER_VALUE, weight,
	       "{assoc_id=1, stream_id=2, stream_value=3}");
	OPTION(BOTH, SOL_SCTP, SCTP_DEFAULT_PRINFO, policy,
	       "{pr_assoc_id=1, pr_value=100, pr_policy=SCTP_PR_SCTP_RTX}");
	OPTION(GET, SOL_SCTP, SCTP_GET_ASSOC_ID_LIST, ids,
	       "{gaids_number_of_ids=2, gaids_assoc_id=[5, 6]}");
	OPTION(GET, SOL_SCTP, SCTP_SOCKOPT_PEELOFF, peeled, "{associd=1, sd=-2}");
}

static void try_addresses(void)
{
	struct sctp_setpeerprim peer = { 1, here() };
	struct sctp_prim primary = { 1, here() };
	struct sctp_paddrthlds limits = { 1, here(), 5, 6 };
	struct sctp_udpencaps port = { 1, here(), htons(9899) };
	struct sctp_probeinterval probe = { 1, here(), 5000 };
	struct sctp_paddrinfo path = { 1, here(), SCTP_ACTIVE, 4380, 1, 2, 1500 };
	struct sockaddr_storage storage = here();
	struct sockaddr_in address;
	struct {
		struct sctp_getaddrs head;
		struct sockaddr_in first;
	} addresses = { .head = { .assoc_id = 1, .addr_num = 1 } };
	struct sctp_assoc_stats counts = { .sas_assoc_id = 1,
		                           .sas_obs_rto_ipaddr = here(),
		                           .sas_maxrto = 1,
		                           .sas_isacks = 2,
		                           .sas_ictrlchunks = 1ull << 32 };

	memcpy(&address, &storage, sizeof(address));
	OPTION(BOTH, SOL_SCTP, SCTP_SET_PEER_PRIMARY_ADDR, peer,
	       "{sspp_assoc_id=1, sspp_addr=" HERE "}");
	OPTION(BOTH, SOL_SCTP, SCTP_PRIMARY_ADDR, primary, "{ssp_assoc_id=1, ssp_addr=" HERE "}");
	OPTION(BOTH, SOL_SCTP, SCTP_PEER_ADDR_THLDS, limits,
	       "{spt_assoc_id=1, spt_address=" HERE ", spt_pathmaxrxt=5, spt_pathpfthld=6}");
	OPTION(BOTH, SOL_SCTP, SCTP_REMOTE_UDP_ENCAPS_PORT, port,
	       "{sue_assoc_id=1, sue_address=" HERE ", sue_port=htons(9899)}");
	OPTION(BOTH, SOL_SCTP, SCTP_PLPMTUD_PROBE_INTERVAL, probe,
	       "{spi_assoc_id=1, spi_address=" HERE ", spi_interval=5000}");
	OPTION(GET, SOL_SCTP, SCTP_GET_PEER_ADDR_INFO, path,
	       "{spinfo_assoc_id=1, spinfo_address=" HERE ", spinfo_state=SCTP_ACTIVE,"
	       " spinfo_cwnd=4380, spinfo_srtt=1, spinfo_rto=2, spinfo_mtu=1500}");
	OPTION(GET, SOL_SCTP, SCTP_GET_ASSOC_STATS, counts,
	       "{sas_assoc_id=1, sas_obs_rto_ipaddr=" HERE ", sas_maxrto=1, sas_isacks=2,"
	       " sas_osacks=0, sas_opackets=0, sas_ipackets=0, sas_rtxchunks=0,"
	       " sas_outofseqtsns=0, sas_idupchunks=0, sas_gapcnt=0, sas_ouodchunks=0,"
	       " sas_iuodchunks=0, sas_oodchunks=0, sas_iodchunks=0, sas_octrlchunks=0,"
	       " sas_ictrlchunks=4294967296}");
	OPTION(SET, SOL_SCTP, SCTP_SOCKOPT_BINDX_ADD, address, HERE);
	OPTION(SET, SOL_SCTP, SCTP_SOCKOPT_BINDX_REM, address, HERE);
	OPTION(SET, SOL_SCTP, SCTP_SOCKOPT_CONNECTX, address, HERE);
	OPTION(GET, SOL_SCTP, SCTP_GET_PEER_ADDRS, addresses, "{assoc_id=1, addr_num=1, ...}");
	OPTION(GET, SOL_SCTP, SCTP_GET_LOCAL_ADDRS, addresses, "{assoc_id=1, addr_num=1, ...}");
}

static void try_messages(void)
{
	struct sctp_initmsg init = { 1, 2, 3, 4 };
	struct sctp_sndrcvinfo send = { .sinfo_stream = 5,
		                        .sinfo_flags = SCTP_UNORDERED,
		                        .sinfo_ppid = htonl(7) };
	struct sctp_sndinfo sending = { 1, SCTP_SACK_IMMEDIATELY, htonl(60), 2, 3 };
	struct sctp_event_subscribe events = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 };
	struct sctp_event event = { 1, 0x8006, 1 };

	OPTION(BOTH, SOL_SCTP, SCTP_INITMSG, init,
	       "{sinit_num_ostreams=1, sinit_max_instreams=2, sinit_max_attempts=3,"
	       " sinit_max_init_timeo=4}");
	OPTION(BOTH, SOL_SCTP, SCTP_DEFAULT_SEND_PARAM, send,
	       "{sinfo_stream=5, sinfo_ssn=0, sinfo_flags=SCTP_PR_SCTP_NONE|SCTP_UNORDERED,"
	       " sinfo_ppid=htonl(7), sinfo_context=0, sinfo_timetolive=0, sinfo_tsn=0,"
	       " sinfo_cumtsn=0, sinfo_assoc_id=0}");
	OPTION(BOTH, SOL_SCTP, SCTP_DEFAULT_SNDINFO, sending,
	       "{snd_sid=1, snd_flags=SCTP_PR_SCTP_NONE|SCTP_SACK_IMMEDIATELY,"
	       " snd_ppid=htonl(60), snd_context=2, snd_assoc_id=3}");
	OPTION(BOTH, SOL_SCTP, SCTP_EVENTS, events,
	       "{sctp_data_io_event=1, sctp_association_event=2, sctp_address_event=3,"
	       " sctp_send_failure_event=4, sctp_peer_error_event=5, sctp_shutdown_event=6,"
	       " sctp_partial_delivery_event=7, sctp_adaptation_layer_event=8,"
	       " sctp_authentication_event=9, sctp_sender_dry_event=10,"
	       " sctp_stream_reset_event=11, sctp_assoc_reset_event=12,"
	       " sctp_stream_change_event=13, sctp_send_failure_event_event=14}");
	OPTION(BOTH, SOL_SCTP, SCTP_EVENT, event,
	       "{se_assoc_id=1, se_type=SCTP_PARTIAL_DELIVERY_EVENT, se_on=1}");
}

static void try_keys(void)
{
	struct sctp_authchunk chunk = { 0xc1 };
	struct {
		uint32_t count;
		uint16_t idents[2];
	} algorithms = { 2, { SCTP_AUTH_HMAC_ID_SHA256, SCTP_AUTH_HMAC_ID_SHA1 } };
	struct {
		struct sctp_authkey head;
		uint8_t bytes[4];
	} key = { .head = { .sca_assoc_id = 1, .sca_keynumber = 2, .sca_keylength = 4 },
		  .bytes = "key" };
	struct sctp_authkeyid number = { 1, 2 };
	struct {
		struct sctp_authchunks head;
		uint8_t bytes[2];
	} chunks = { .head = { .gauth_assoc_id = 1, .gauth_number_of_chunks = 2 },
		     .bytes = { 0, 0xc1 } };

	OPTION(SET, SOL_SCTP, SCTP_AUTH_CHUNK, chunk, "{sauth_chunk=193}");
	OPTION(BOTH, SOL_SCTP, SCTP_HMAC_IDENT, algorithms,
	       "{shmac_num_idents=2, shmac_idents=[3, 1]}");
	OPTION(SET, SOL_SCTP, SCTP_AUTH_KEY, key,
	       "{sca_assoc_id=1, sca_keynumber=2, sca_keylength=4,"
	       " sca_key=\"\\x6b\\x65\\x79\\x00\"}");
	OPTION(BOTH, SOL_SCTP, SCTP_AUTH_ACTIVE_KEY, number,
	       "{scact_assoc_id=1, scact_keynumber=2}");
	OPTION(BOTH, SOL_SCTP, SCTP_AUTH_DELETE_KEY, number,
	       "{scact_assoc_id=1, scact_keynumber=2}");
	OPTION(BOTH, SOL_SCTP, SCTP_AUTH_DEACTIVATE_KEY, number,
	       "{scact_assoc_id=1, scact_keynumber=2}");
	try_option(GET, SOL_SCTP, SCTP_PEER_AUTH_CHUNKS, "SOL_SCTP, SCTP_PEER_AUTH_CHUNKS", &chunks,
	           10, "{gauth_assoc_id=1, gauth_number_of_chunks=2, gauth_chunks=\"\\x00\\xc1\"}");
	try_option(GET, SOL_SCTP, SCTP_LOCAL_AUTH_CHUNKS, "SOL_SCTP, SCTP_LOCAL_AUTH_CHUNKS",
	           &chunks, 10,
	           "{gauth_assoc_id=1, gauth_number_of_chunks=2, gauth_chunks=\"\\x00\\xc1\"}");
}

static void try_streams(void)
{
	struct {
		sctp_assoc_t association;
		uint16_t flags, count, streams[2];
	} reset = { 1, SCTP_STREAM_RESET_INCOMING | SCTP_STREAM_RESET_OUTGOING, 2, { 7, 8 } };
	struct sctp_prstatus abandoned = { 1, 2, SCTP_PR_SCTP_PRIO, 3, 4 };

	OPTION(SET, SOL_SCTP, SCTP_RESET_STREAMS, reset,
	       "{srs_assoc_id=1, srs_flags=SCTP_STREAM_RESET_INCOMING"
	       "|SCTP_STREAM_RESET_OUTGOING, srs_number_streams=2, srs_stream_list=[7, 8]}");
	OPTION(GET, SOL_SCTP, SCTP_PR_ASSOC_STATUS, abandoned,
	       "{sprstat_assoc_id=1, sprstat_sid=2, sprstat_policy=SCTP_PR_SCTP_PRIO,"
	       " sprstat_abandoned_unsent=3, sprstat_abandoned_sent=4}");
	OPTION(GET, SOL_SCTP, SCTP_PR_STREAM_STATUS, abandoned,
	       "{sprstat_assoc_id=1, sprstat_sid=2, sprstat_policy=SCTP_PR_SCTP_PRIO,"
	       " sprstat_abandoned_unsent=3, sprstat_abandoned_sent=4}");
}

int main(void)
{
	answer_options();
	golden_begin();
	try_associations();
	try_addresses();
	try_messages();
	try_keys();
	try_streams();
	golden_end();
	return 0;
}
