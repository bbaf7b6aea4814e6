/* What io_uring answers: what it can do, where things are, descriptors that it opened. */
// rastro: -a 1 -e trace=io_uring_register
// abi: x86_64 i386
#include "golden.h"

#include "answered.h"

static void query(unsigned operation, void *data, uint32_t size, const char *shown)
{
	struct {
		uint64_t next, data;
		uint32_t operation, size;
		int32_t result;
		uint32_t reserved[3];
	} head = { 0, (uintptr_t)data, operation, size, 0, { 0 } };

	syscall(427, -1, 35, &head, 0);
	expect("io_uring_register(-1, IORING_REGISTER_QUERY, {next_entry=NULL, query_op=%s, size=%u, "
	       "result=0, query_data=", shown, size);
}

static void queries(void)
{
	struct {
		uint32_t requests, opcodes;
		uint64_t features, setup, enter, entry;
		uint32_t queries, padding;
	} opcodes = { 65, 38, 1, 2, 4, 8, 4, 0 };
	struct {
		uint64_t flags, area;
		uint32_t operations, features, size, alignment;
		uint64_t reserved;
	} receiving = { 1, 1, 3, 3, 64, 4096, 0 };
	uint64_t head[2] = { 64, 32 };

	query(0, &opcodes, sizeof(opcodes), "IO_URING_QUERY_OPCODES");
	expect("{nr_request_opcodes=65, nr_register_opcodes=38, "
	       "feature_flags=IORING_FEAT_SINGLE_MMAP, ring_setup_flags=IORING_SETUP_SQPOLL, "
	       "enter_flags=IORING_ENTER_SQ_WAIT, sqe_flags=IOSQE_IO_HARDLINK, nr_query_opcodes=4}}, "
	       "0) = 0\n");
	query(0, &opcodes, 8, "IO_URING_QUERY_OPCODES");
	expect("{nr_request_opcodes=65, nr_register_opcodes=38}}, 0) = 0\n");
	query(1, &receiving, sizeof(receiving), "IO_URING_QUERY_ZCRX");
	expect("{register_flags=ZCRX_REG_IMPORT, area_flags=IORING_ZCRX_AREA_DMABUF, "
	       "nr_ctrl_opcodes=3, features=ZCRX_FEATURE_RX_PAGE_SIZE|ZCRX_FEATURE_EVENT, "
	       "rq_hdr_size=64, rq_hdr_alignment=4096}}, 0) = 0\n");
	query(2, head, sizeof(head), "IO_URING_QUERY_SCQ");
	expect("{hdr_size=64, hdr_alignment=32}}, 0) = 0\n");
	query(2, unreadable(), sizeof(head), "IO_URING_QUERY_SCQ");
	expect("%p}, 0) = 0\n", unreadable());
	query(3, head, sizeof(head), "IO_URING_QUERY_ZCRX_EVENT");
	expect("%p}, 0) = 0\n", (void *)head);
}

static void receiving(void)
{
	struct {
		uint64_t address, length, token;
		uint32_t flags, fd;
		uint64_t reserved[2];
	} area = { 0x1000, 4096, 5, 1, 7, { 0 } };
	struct {
		uint32_t interface, queue, entries, flags;
		uint64_t area, region;
		uint32_t head, tail, requests, reserved;
		uint64_t more[2];
		uint32_t id, length;
		uint64_t rest[3];
	} queue = { .entries = 64, .area = (uintptr_t)&area, .head = 1, .tail = 2, .requests = 3,
		    .id = 4, .length = 4096 };
	struct {
		uint32_t id, operation;
		uint64_t reserved[2];
		uint32_t fd, more[11];
	} control = { 4, 1, { 0 }, 5, { 0 } };
	uint32_t polling[4] = { 5, 1, 0, 0 };

	syscall(427, -1, 32, &queue, 1);
	expect("io_uring_register(-1, IORING_REGISTER_ZCRX_IFQ, {if_idx=0, if_rxq=0, rq_entries=64, "
	       "flags=0, area_ptr={addr=0x1000, len=4096, rq_area_token=0x5, "
	       "flags=IORING_ZCRX_AREA_DMABUF, dmabuf_fd=7}, region_ptr=NULL, rx_buf_len=4096} => "
	       "{area_ptr={addr=0x1000, len=4096, rq_area_token=0x5, flags=IORING_ZCRX_AREA_DMABUF, "
	       "dmabuf_fd=7}, region_ptr=NULL, offsets={head=1, tail=2, rqes=3}, zcrx_id=4}, 1) = 0\n");
	syscall(427, -1, 36, &control, 0);
	expect("io_uring_register(-1, IORING_REGISTER_ZCRX_CTRL, {zcrx_id=4, op=ZCRX_CTRL_EXPORT} => "
	       "{zcrx_fd=5}, 0) = 0\n");
	control.operation = control.fd = 0;
	syscall(427, -1, 36, &control, 0);
	expect("io_uring_register(-1, IORING_REGISTER_ZCRX_CTRL, {zcrx_id=4, op=ZCRX_CTRL_FLUSH_RQ}, 0) "
	       "= 0\n");
	syscall(427, -1, 28, polling, 1);
	expect("io_uring_register(-1, IORING_UNREGISTER_NAPI, {busy_poll_to=5, prefer_busy_poll=1, "
	       "opcode=IO_URING_NAPI_REGISTER_OP, op_param=IO_URING_NAPI_TRACKING_DYNAMIC}, 1) = 0\n");
}

int main(void)
{
	answer_call(427);
	golden_begin();
	queries();
	receiving();
	golden_end();
	return 0;
}
