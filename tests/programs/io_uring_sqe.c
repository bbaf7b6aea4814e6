/* Entries of io_uring's queue, where a call takes one: what each operation makes of its members. */
// rastro: -a 1 -e trace=io_uring_register
// abi: x86_64 i386
#include "golden.h"

#include <netinet/in.h>
#include <sys/socket.h>

struct entry {
	uint8_t opcode, flags;
	uint16_t priority;
	int32_t fd;
	uint64_t off, addr;
	uint32_t len, op_flags;
	uint64_t user_data;
	uint16_t buffer, personality;
	uint32_t index;
	uint64_t more[2];
};

static void send_entry(struct entry entry, const char *members)
{
	long result = syscall(427, -1, 31, &entry, 1);

	expect("io_uring_register(-1, IORING_REGISTER_SEND_MSG_RING, {opcode=IORING_OP_%s}, 1) = "
	       "%s\n",
	       members, result_text(result));
}

#define ADDRESS(x) ((uintptr_t)(x))

static void files(void)
{
	uint64_t how[3] = { 0102, 0644, 8 };
	int numbers[2] = { 1, -1 };

	send_entry(
		(struct entry){ .opcode = 18,
	                        .fd = -100,
	                        .addr = ADDRESS("/a"),
	                        .len = 0644,
	                        .op_flags = 0102,
	                        .user_data = 1,
	                        .index = -1 },
		"OPENAT, flags=0, fd=AT_FDCWD, addr=\"/a\", len=0644, open_flags=O_RDWR|O_CREAT, "
		"user_data=0x1, file_index=IORING_FILE_INDEX_ALLOC");
	send_entry((struct entry){ .opcode = 28,
	                           .flags = 4,
	                           .fd = -100,
	                           .off = ADDRESS(how),
	                           .addr = ADDRESS("/a"),
	                           .len = 24 },
	           "OPENAT2, flags=IOSQE_IO_LINK, fd=AT_FDCWD, addr2={flags=O_RDWR|O_CREAT, "
	           "mode=0644, "
	           "resolve=RESOLVE_BENEATH}, addr=\"/a\", len=24, user_data=0");
	send_entry((struct entry){ .opcode = 19, .index = 4 },
	           "CLOSE, flags=0, fd=0, user_data=0, file_index=4");
	send_entry((struct entry){ .opcode = 23,
	                           .fd = 2,
	                           .off = -1,
	                           .addr = ADDRESS("written"),
	                           .len = 7,
	                           .op_flags = 1,
	                           .user_data = 9,
	                           .personality = 3 },
	           "WRITE, flags=0, fd=2, off=-1, addr=\"written\", len=7, rw_flags=RWF_HIPRI, "
	           "user_data=0x9, personality=3");
	send_entry((struct entry){ .opcode = 22,
	                           .flags = 0x20,
	                           .fd = 2,
	                           .off = 5,
	                           .addr = 0x1000,
	                           .len = 7,
	                           .more = { 0x2000, 1 } },
	           "READ, flags=IOSQE_BUFFER_SELECT, fd=2, off=5, addr=0x1000, len=7, rw_flags=0, "
	           "user_data=0, attr_ptr=0x2000, attr_type_mask=IORING_RW_ATTR_FLAG_PI");
	send_entry((struct entry){ .opcode = 35,
	                           .fd = -100,
	                           .off = ADDRESS("b"),
	                           .addr = ADDRESS("a"),
	                           .len = -100,
	                           .op_flags = 1 },
	           "RENAMEAT, flags=0, fd=AT_FDCWD, addr2=\"b\", addr=\"a\", len=AT_FDCWD, "
	           "rename_flags=RENAME_NOREPLACE, user_data=0");
	send_entry((struct entry){ .opcode = 42,
	                           .fd = -1,
	                           .off = ADDRESS("value"),
	                           .addr = ADDRESS("user.x"),
	                           .len = 5,
	                           .op_flags = 1,
	                           .more = { ADDRESS("/etc") } },
	           "SETXATTR, flags=0, addr2=\"value\", addr=\"user.x\", len=5, "
	           "xattr_flags=XATTR_CREATE, user_data=0, addr3=\"/etc\"");
	send_entry((struct entry){ .opcode = 20, .off = 3, .addr = ADDRESS(numbers), .len = 2 },
	           "FILES_UPDATE, flags=0, off=3, addr=[1, -1], len=2, user_data=0");
	send_entry((struct entry){ .opcode = 17, .fd = 3, .off = 1, .addr = 2, .len = 1 },
	           "FALLOCATE, flags=0, fd=3, off=1, addr=2, len=FALLOC_FL_KEEP_SIZE, user_data=0");
	send_entry((struct entry){ .opcode = 30,
	                           .fd = 3,
	                           .off = -1,
	                           .addr = -1,
	                           .len = 8,
	                           .op_flags = 0x80000001,
	                           .index = 7 },
	           "SPLICE, flags=0, fd=3, off=-1, splice_off_in=-1, len=8, "
	           "splice_flags=SPLICE_F_MOVE|SPLICE_F_FD_IN_FIXED, user_data=0, splice_fd_in=7");
	send_entry((struct entry){ .opcode = 55, .fd = 3, .off = 99 },
	           "FTRUNCATE, flags=0, fd=3, off=99, user_data=0");
	send_entry((struct entry){ .opcode = 3, .fd = 3, .len = 9, .op_flags = 1 },
	           "FSYNC, flags=0, fd=3, off=0, len=9, fsync_flags=IORING_FSYNC_DATASYNC, "
	           "user_data=0");
}

static void sockets(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		                       .sin_port = htons(80),
		                       .sin_addr = { htonl(INADDR_LOOPBACK) } };

	send_entry(
		(struct entry){ .opcode = 26,
	                        .priority = 3,
	                        .fd = 5,
	                        .off = ADDRESS(&address),
	                        .addr = ADDRESS("hello"),
	                        .len = 5,
	                        .op_flags = MSG_NOSIGNAL,
	                        .index = sizeof(address) },
		"SEND, flags=0, ioprio=IORING_RECVSEND_POLL_FIRST|IORING_RECV_MULTISHOT, fd=5, "
		"addr2={sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")}, "
		"addr=\"hello\", len=5, msg_flags=MSG_NOSIGNAL, user_data=0, addr_len=16");
	send_entry(
		(struct entry){
			.opcode = 16, .fd = 5, .off = sizeof(address), .addr = ADDRESS(&address) },
		"CONNECT, flags=0, fd=5, addr2=16, addr={sa_family=AF_INET, sin_port=htons(80), "
		"sin_addr=inet_addr(\"127.0.0.1\")}, user_data=0");
	send_entry(
		(struct entry){
			.opcode = 45, .fd = AF_INET, .off = SOCK_STREAM | SOCK_CLOEXEC, .len = 6 },
		"SOCKET, flags=0, fd=AF_INET, off=SOCK_STREAM|SOCK_CLOEXEC, len=6, user_data=0");
	send_entry((struct entry){ .opcode = 13, .priority = 1, .fd = 5, .op_flags = SOCK_CLOEXEC },
	           "ACCEPT, flags=0, ioprio=IORING_ACCEPT_MULTISHOT, fd=5, addr2=NULL, addr=NULL, "
	           "accept_flags=SOCK_CLOEXEC, user_data=0");
	send_entry((struct entry){ .opcode = 27, .flags = 0x20, .fd = 5, .len = 9, .buffer = 2 },
	           "RECV, flags=IOSQE_BUFFER_SELECT, fd=5, addr=NULL, len=9, msg_flags=0, "
	           "user_data=0, "
	           "buf_group=2");
	send_entry((struct entry){ .opcode = 46,
	                           .fd = 5,
	                           .off = 3,
	                           .addr = 6ull << 32 | SOL_SOCKET,
	                           .index = 4,
	                           .more = { 0x10 } },
	           "URING_CMD, flags=0, fd=5, cmd_op=SOCKET_URING_OP_SETSOCKOPT, level=SOL_SOCKET, "
	           "optname=6, len=0, uring_cmd_flags=0, user_data=0, optlen=4, "
	           "cmd="
	           "\"\\x10\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\"
	           "x00\"");
	send_entry((struct entry){ .opcode = 40,
	                           .fd = 3,
	                           .off = 0x77,
	                           .addr = 1,
	                           .op_flags = 1,
	                           .index = 2,
	                           .more = { 5 } },
	           "MSG_RING, flags=0, fd=3, off=0x77, addr=IORING_MSG_SEND_FD, len=0, "
	           "msg_ring_flags=IORING_MSG_RING_CQE_SKIP, user_data=0, file_index=2, addr3=0x5");
}

static void waiting(void)
{
	struct {
		int64_t seconds, nanoseconds;
	} time = { 5, 7 };
	struct {
		uint64_t value, address;
		uint32_t flags, reserved;
	} waiter = { 1, 0x1000, 2, 0 };
	struct {
		uint32_t events;
		uint64_t data;
	} __attribute__((packed)) event = { 1, 77 };

	send_entry((struct entry){ .opcode = 11,
	                           .fd = -1,
	                           .off = 1,
	                           .addr = ADDRESS(&time),
	                           .len = 1,
	                           .op_flags = 1 },
	           "TIMEOUT, flags=0, off=1, addr={tv_sec=5, tv_nsec=7}, len=1, "
	           "timeout_flags=IORING_TIMEOUT_ABS, user_data=0");
	send_entry(
		(struct entry){
			.opcode = 12, .fd = -1, .off = ADDRESS(&time), .addr = 5, .op_flags = 2 },
		"TIMEOUT_REMOVE, flags=0, addr2={tv_sec=5, tv_nsec=7}, addr=0x5, "
		"timeout_flags=IORING_TIMEOUT_UPDATE, user_data=0");
	send_entry((struct entry){ .opcode = 14, .fd = 4, .addr = 5, .len = 6, .op_flags = 0x23 },
	           "ASYNC_CANCEL, flags=0, fd=4, addr=0x5, len=IORING_OP_POLL_ADD, "
	           "cancel_flags=IORING_ASYNC_CANCEL_ALL|IORING_ASYNC_CANCEL_FD|IORING_ASYNC_"
	           "CANCEL_OP, "
	           "user_data=0");
	send_entry(
		(struct entry){ .opcode = 6, .fd = 4, .len = 1, .op_flags = 5 },
		"POLL_ADD, flags=0, fd=4, len=IORING_POLL_ADD_MULTI, poll32_events=POLLIN|POLLOUT, "
		"user_data=0");
	send_entry(
		(struct entry){
			.opcode = 29, .fd = 5, .off = 6, .addr = ADDRESS(&event), .len = 1 },
		"EPOLL_CTL, flags=0, fd=5, off=6, addr={events=EPOLLIN, data={u32=77, u64=77}}, "
		"len=EPOLL_CTL_ADD, user_data=0");
	send_entry((struct entry){ .opcode = 53, .addr = ADDRESS(&waiter), .len = 1 },
	           "FUTEX_WAITV, flags=0, addr=[{val=0x1, uaddr=0x1000, flags=FUTEX_32}], len=1, "
	           "futex_flags=0, user_data=0");
	send_entry(
		(struct entry){
			.opcode = 51, .fd = 0x82, .off = 1, .addr = 0x1000, .more = { 0xff } },
		"FUTEX_WAIT, flags=0, fd=FUTEX2_SIZE_U32|FUTEX2_PRIVATE, addr2=0x1, addr=0x1000, "
		"futex_flags=0, user_data=0, addr3=0xff");
	send_entry((struct entry){ .opcode = 50, .fd = 1, .off = 0x1000, .len = 1, .index = 4 },
	           "WAITID, flags=0, fd=1, addr2=0x1000, len=P_PID, waitid_flags=0, user_data=0, "
	           "file_index=WEXITED");
	send_entry(
		(struct entry){
			.opcode = 63, .fd = 1, .off = 2, .addr = 3, .len = 4, .op_flags = 5 },
		"NOP128, flags=0, fd=1, off=0x2, addr=0x3, len=4, op_flags=0x5, user_data=0");
}

/* Of what is read and written there may be more to say, at the end. */
static void attributes(void)
{
	static const struct {
		uint8_t opcode;
		const char *name;
	} operations[] = { { 1, "READV" },       { 2, "WRITEV" }, { 4, "READ_FIXED" },
		           { 5, "WRITE_FIXED" }, { 22, "READ" },  { 23, "WRITE" },
		           { 60, "READV_FIXED" }, { 61, "WRITEV_FIXED" } };

	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		char text[200];

		snprintf(text, sizeof(text),
		         "%s, flags=0, fd=3, off=10, addr=0x1000, len=3, rw_flags=0, user_data=0,"
		         " attr_ptr=0x5000, attr_type_mask=IORING_RW_ATTR_FLAG_PI",
		         operations[i].name);
		send_entry((struct entry){ .opcode = operations[i].opcode,
		                           .fd = 3,
		                           .off = 10,
		                           .addr = 0x1000,
		                           .len = 3,
		                           .more = { 0x5000, 1 } },
		           text);
	}
}

/* What can be read, and what the first members choose. */
static void choices(void)
{
	send_entry((struct entry){ .opcode = 38,
	                           .fd = 3,
	                           .off = ADDRESS("new"),
	                           .addr = ADDRESS("old") },
	           "SYMLINKAT, flags=0, fd=3, addr2=\"new\", addr=\"old\", user_data=0");
	send_entry((struct entry){ .opcode = 44,
	                           .addr = ADDRESS("user.x"),
	                           .len = 3,
	                           .more = { ADDRESS("file") } },
	           "GETXATTR, flags=0, addr2=NULL, addr=\"user.x\", len=3, user_data=0,"
	           " addr3=\"file\"");
	send_entry((struct entry){ .opcode = 27, .priority = 2, .fd = 3, .addr = 0x1000, .len = 3 },
	           "RECV, flags=0, ioprio=IORING_RECV_MULTISHOT, fd=3, addr=0x1000, len=3,"
	           " msg_flags=0, user_data=0, buf_group=0");
	send_entry((struct entry){ .opcode = 12, .fd = -1, .off = 7, .addr = 5 },
	           "TIMEOUT_REMOVE, flags=0, off=0x7, addr=0x5, timeout_flags=0, user_data=0");
	send_entry((struct entry){ .opcode = 46,
	                           .fd = 3,
	                           .off = 2,
	                           .addr = 6ull << 32 | SOL_SOCKET },
	           "URING_CMD, flags=0, fd=3, cmd_op=SOCKET_URING_OP_GETSOCKOPT,"
	           " level=SOL_SOCKET, optname=6, len=0, uring_cmd_flags=0, user_data=0,"
	           " cmd=\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00"
	           "\\x00\\x00\\x00\"");
}

/* The same entry for each of the others: fd 3, off 10, addr 0x1000, len 3, flags and priority 1. */
static void others(void)
{
#define PRIORITY "flags=0, ioprio=IOPRIO_PRIO_VALUE(IOPRIO_CLASS_NONE, 1), "
#define FIRST "flags=0, ioprio=IORING_RECVSEND_POLL_FIRST, "
	static const struct {
		uint8_t opcode;
		const char *members;
	} operations[] = {
		{ 0, "NOP, " PRIORITY
		  "fd=3, len=3, nop_flags=IORING_NOP_INJECT_RESULT, user_data=0x9, file_index=4" },
		{ 1, "READV, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, rw_flags=RWF_HIPRI, user_data=0x9, "
		  "file_index=4" },
		{ 2, "WRITEV, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, rw_flags=RWF_HIPRI, user_data=0x9, "
		  "file_index=4" },
		{ 4, "READ_FIXED, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, rw_flags=RWF_HIPRI, user_data=0x9, "
		  "file_index=4" },
		{ 5, "WRITE_FIXED, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, rw_flags=RWF_HIPRI, user_data=0x9, "
		  "file_index=4" },
		{ 7, "POLL_REMOVE, " PRIORITY
		  "addr=0x1000, len=IORING_POLL_ADD_MULTI|IORING_POLL_UPDATE_EVENTS, "
		  "poll32_events=POLLIN, user_data=0x9, file_index=4" },
		{ 8, "SYNC_FILE_RANGE, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, sync_range_flags=SYNC_FILE_RANGE_WAIT_BEFORE, "
		  "user_data=0x9, file_index=4" },
		{ 9, "SENDMSG, " FIRST
		  "fd=3, addr=0x1000, len=3, msg_flags=MSG_OOB, user_data=0x9, file_index=4" },
		{ 10, "RECVMSG, " FIRST
		  "fd=3, addr=0x1000, len=3, msg_flags=MSG_OOB, user_data=0x9, buf_group=0" },
		{ 15, "LINK_TIMEOUT, " PRIORITY
		  "off=10, addr=0x1000, len=3, timeout_flags=IORING_TIMEOUT_ABS, user_data=0x9, "
		  "file_index=4" },
		{ 21, "STATX, " PRIORITY
		  "fd=3, addr2=0xa, addr=0x1000, len=STATX_TYPE|STATX_MODE, "
		  "statx_flags=AT_STATX_SYNC_AS_STAT|0x1 /* AT_??? */, user_data=0x9, file_index=4" },
		{ 24, "FADVISE, " PRIORITY
		  "fd=3, off=10, addr=4096, len=3, fadvise_advice=POSIX_FADV_RANDOM, user_data=0x9, "
		  "file_index=4" },
		{ 25, "MADVISE, " PRIORITY
		  "off=10, addr=0x1000, len=3, fadvise_advice=MADV_RANDOM, user_data=0x9, "
		  "file_index=4" },
		{ 31, "PROVIDE_BUFFERS, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, user_data=0x9, buf_group=0" },
		{ 32, "REMOVE_BUFFERS, " PRIORITY
		  "fd=3, user_data=0x9, buf_group=0" },
		{ 33, "TEE, " PRIORITY
		  "fd=3, len=3, splice_flags=SPLICE_F_MOVE, user_data=0x9, splice_fd_in=4" },
		{ 34, "SHUTDOWN, " PRIORITY
		  "fd=3, len=0x3 /* SHUT_??? */, user_data=0x9, file_index=4" },
		{ 36, "UNLINKAT, " PRIORITY
		  "fd=3, addr=0x1000, unlink_flags=0x1 /* AT_??? */, user_data=0x9, file_index=4" },
		{ 37, "MKDIRAT, " PRIORITY
		  "fd=3, addr=0x1000, len=003, user_data=0x9, file_index=4" },
		{ 38, "SYMLINKAT, " PRIORITY
		  "fd=3, addr2=0xa, addr=0x1000, user_data=0x9, file_index=4" },
		{ 39, "LINKAT, " PRIORITY
		  "fd=3, addr2=0xa, addr=0x1000, len=3, hardlink_flags=0x1 /* AT_??? */, "
		  "user_data=0x9, file_index=4" },
		{ 41, "FSETXATTR, " PRIORITY
		  "fd=3, addr2=0xa, addr=0x1000, len=3, xattr_flags=XATTR_CREATE, user_data=0x9, "
		  "file_index=4" },
		{ 43, "FGETXATTR, " PRIORITY
		  "fd=3, addr2=0xa, addr=0x1000, len=3, user_data=0x9, file_index=4" },
		{ 44, "GETXATTR, " PRIORITY
		  "addr2=0xa, addr=0x1000, len=3, user_data=0x9, file_index=4, addr3=NULL" },
		{ 47, "SEND_ZC, " FIRST
		  "fd=3, addr2=0xa, addr=0x1000, len=3, msg_flags=MSG_OOB, user_data=0x9, "
		  "addr_len=4" },
		{ 48, "SENDMSG_ZC, " FIRST
		  "fd=3, addr=0x1000, len=3, msg_flags=MSG_OOB, user_data=0x9, file_index=4" },
		{ 49, "READ_MULTISHOT, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, rw_flags=RWF_HIPRI, user_data=0x9, buf_group=0" },
		{ 52, "FUTEX_WAKE, " PRIORITY
		  "fd=FUTEX2_SIZE_U64, addr2=0xa, addr=0x1000, futex_flags=0x1, user_data=0x9, "
		  "file_index=4" },
		{ 54, "FIXED_FD_INSTALL, " PRIORITY
		  "fd=3, install_fd_flags=IORING_FIXED_FD_NO_CLOEXEC, user_data=0x9, file_index=4" },
		{ 56, "BIND, " PRIORITY
		  "fd=3, addr2=10, addr=0x1000, user_data=0x9, file_index=4" },
		{ 57, "LISTEN, " PRIORITY
		  "fd=3, len=3, user_data=0x9, file_index=4" },
		{ 58, "RECV_ZC, " FIRST
		  "fd=3, len=3, msg_flags=MSG_OOB, user_data=0x9, zcrx_ifq_idx=4" },
		{ 59, "EPOLL_WAIT, " PRIORITY
		  "fd=3, addr=0x1000, len=3, user_data=0x9, file_index=4" },
		{ 60, "READV_FIXED, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, rw_flags=RWF_HIPRI, user_data=0x9, "
		  "file_index=4" },
		{ 61, "WRITEV_FIXED, " PRIORITY
		  "fd=3, off=10, addr=0x1000, len=3, rw_flags=RWF_HIPRI, user_data=0x9, "
		  "file_index=4" },
		{ 62, "PIPE, " PRIORITY
		  "addr=0x1000, pipe_flags=0x1 /* O_??? */, user_data=0x9, file_index=4" },
		{ 64, "URING_CMD128, " PRIORITY
		  "fd=3, cmd_op=0xa /* SOCKET_URING_OP_??? */, addr=0x1000, len=3, "
		  "uring_cmd_flags=IORING_URING_CMD_FIXED, user_data=0x9, optlen=4, "
		  "cmd=\"\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\"" },
	};

	for (unsigned i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
		send_entry((struct entry){ .opcode = operations[i].opcode, .priority = 1, .fd = 3,
					   .off = 10, .addr = 0x1000, .len = 3, .op_flags = 1,
					   .user_data = 9, .index = 4 },
			   operations[i].members);
	send_entry((struct entry){ .opcode = 12, .off = 7, .addr = 5, .op_flags = 0x10 | 2 },
		   "TIMEOUT_REMOVE, flags=0, addr2=0x7, addr=0x5, "
		   "timeout_flags=IORING_TIMEOUT_UPDATE|IORING_LINK_TIMEOUT_UPDATE, user_data=0");
	send_entry((struct entry){ .opcode = 12, .addr = 5 },
		   "TIMEOUT_REMOVE, flags=0, addr=0x5, timeout_flags=0, user_data=0");
}

int main(void)
{
	golden_begin();
	files();
	sockets();
	waiting();
	attributes();
	choices();
	others();
	golden_end();
	return 0;
}
