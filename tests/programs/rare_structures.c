/* Structures and values that few calls have, answered by a filter. */
// rastro: -a 1 -v -e 't=statfs,fstatfs,statfs64,fstatfs64,rt_sigqueueinfo,timer_create,bind,io_submit,io_uring_register,setsockopt,ioctl'
// abi: x86_64 i386
#include "answered.h"
#include "golden.h"

#include <linux/aio_abi.h>
#include <linux/filter.h>
#include <linux/kd.h>
#include <sys/vfs.h>
#include <time.h>

/* On i386 libc's statfs64 is what the call of that name fills. */
static void try_filesystems(void)
{
#ifdef __i386__
	struct statfs64 info = { .f_type = 0xef53,
		                 .f_bsize = 4096,
		                 .f_blocks = 1ull << 33,
		                 .f_bfree = 2,
		                 .f_bavail = 3,
		                 .f_files = 4,
		                 .f_ffree = 5,
		                 .f_fsid = { { 6, 7 } },
		                 .f_namelen = 255,
		                 .f_frsize = 512,
		                 .f_flags = 0x21 };
	char wrong[32];

#define INFO                                                                                       \
	"{f_type=EXT2_SUPER_MAGIC, f_bsize=4096, f_blocks=8589934592, f_bfree=2, f_bavail=3, "     \
	"f_files=4, f_ffree=5, f_fsid={val=[0x6, 0x7]}, f_namelen=255, f_frsize=512, "             \
	"f_flags=ST_VALID|ST_RDONLY}"
	long result = syscall(SYS_statfs64, "/", sizeof(info), &info);
	expect("statfs64(\"/\", 84, " INFO ") = %s\n", result_text(result));
	result = syscall(SYS_fstatfs64, -1, sizeof(info), &info);
	expect("fstatfs64(-1, 84, " INFO ") = %s\n", result_text(result));
	result = syscall(SYS_fstatfs64, -1, sizeof(info), unreadable());
	expect("fstatfs64(-1, 84, %p) = %s\n", unreadable(), result_text(result));
	result = syscall(SYS_fstatfs64, -1, 83, wrong);
	expect("fstatfs64(-1, 83, %p) = %s\n", wrong, result_text(result));
#else
	struct statfs info = { .f_type = 0x9123683e,
		               .f_bsize = 4096,
		               .f_blocks = 1ull << 33,
		               .f_bfree = 2,
		               .f_bavail = 3,
		               .f_files = 4,
		               .f_ffree = 5,
		               .f_fsid = { { 6, 7 } },
		               .f_namelen = 255,
		               .f_frsize = 512,
		               .f_flags = 0x420 };

#define INFO                                                                                       \
	"{f_type=BTRFS_SUPER_MAGIC, f_bsize=4096, f_blocks=8589934592, f_bfree=2, f_bavail=3, "    \
	"f_files=4, f_ffree=5, f_fsid={val=[0x6, 0x7]}, f_namelen=255, f_frsize=512, "             \
	"f_flags=ST_VALID|ST_NOATIME}"
	long result = syscall(SYS_statfs, "/", &info);
	expect("statfs(\"/\", " INFO ") = %s\n", result_text(result));
	result = syscall(SYS_fstatfs, -1, unreadable());
	expect("fstatfs(-1, %p) = %s\n", unreadable(), result_text(result));
#endif
}

/* What the code means, and what else is told, the signal says. */
static const struct {
	int number, first;
	const char *name, *codes, *rest;
} kinds[] = {
	{ SIGFPE, 1, "SIGFPE",
	  "FPE_INTDIV FPE_INTOVF FPE_FLTDIV FPE_FLTOVF FPE_FLTUND FPE_FLTRES FPE_FLTINV FPE_FLTSUB",
	  "si_addr=NULL" },
	{ SIGFPE, 14, "SIGFPE", "FPE_FLTUNK FPE_CONDTRAP", "si_addr=NULL" },
	{ SIGTRAP, 1, "SIGTRAP", "TRAP_BRKPT TRAP_TRACE TRAP_BRANCH TRAP_HWBKPT TRAP_UNK",
	  "si_addr=NULL" },
	{ SIGIO, 1, "SIGIO", "POLL_IN POLL_OUT POLL_MSG POLL_ERR POLL_PRI POLL_HUP",
	  "si_band=0, si_fd=0" },
	{ SIGBUS, 1, "SIGBUS", "BUS_ADRALN BUS_ADRERR BUS_OBJERR", "si_addr=NULL" },
	{ SIGBUS, 4, "SIGBUS", "BUS_MCEERR_AR BUS_MCEERR_AO", "si_addr=NULL, si_addr_lsb=0" },
	{ SIGILL, 1, "SIGILL",
	  "ILL_ILLOPC ILL_ILLOPN ILL_ILLADR ILL_ILLTRP ILL_PRVOPC ILL_PRVREG ILL_COPROC ILL_BADSTK "
	  "ILL_BADIADDR",
	  "si_addr=NULL" },
};

static void try_signals(void)
{
	for (unsigned i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		siginfo_t info = { .si_signo = kinds[i].number, .si_code = kinds[i].first };
		char names[200], *rest = names;

		snprintf(names, sizeof(names), "%s", kinds[i].codes);
		for (char *name; (name = strsep(&rest, " ")); info.si_code++) {
			long result = syscall(SYS_rt_sigqueueinfo, 1, kinds[i].number, &info);
			expect("rt_sigqueueinfo(1, %s, {si_signo=%s, si_code=%s, %s}) = %s\n",
			       kinds[i].name, kinds[i].name, name, kinds[i].rest,
			       result_text(result));
		}
	}
}

static void try_calls_of_others(void)
{
	siginfo_t info = { .si_signo = SIGSYS };

	for (int code = 1; code <= 2; code++) {
		info.si_code = code;
		info.si_call_addr = (void *)0x1000;
		info.si_syscall = 5;
		info.si_arch = 0xc000003e;
		long result = syscall(SYS_rt_sigqueueinfo, 1, SIGSYS, &info);
		expect("rt_sigqueueinfo(1, SIGSYS, {si_signo=SIGSYS, si_code=%s, "
		       "si_call_addr=0x1000, "
		       "si_syscall=%s, si_arch=AUDIT_ARCH_X86_64}) = %s\n",
		       code == 1 ? "SYS_SECCOMP" : "SYS_USER_DISPATCH", "__NR_fstat",
		       result_text(result));
	}
}

static void try_timers(void)
{
	struct {
		void *value;
		int number, notify, thread, rest[12];
	} event = { NULL, SIGUSR1, SIGEV_THREAD_ID, 77, { 0 } };
	long result = syscall(SYS_timer_create, 0, &event, NULL);
	expect("timer_create(CLOCK_REALTIME, {sigev_signo=SIGUSR1, sigev_notify=SIGEV_THREAD_ID, "
	       "sigev_notify_thread_id=77}, NULL) = %s\n",
	       result_text(result));
}

static void try_addresses(void)
{
	struct {
		uint16_t family, flags;
		uint32_t interface, queue, shared;
	} ring = { 44, 4, 77777, 3, 0 };
	struct {
		uint16_t family, padding;
		uint32_t type;
		uint16_t network, address;
		char rest[8];
	} radio = { 36, 0, 2, 0xffff, 0xffff, { 0 } };

	long result = syscall(SYS_bind, -1, &ring, sizeof(ring));
	expect("bind(-1, {sa_family=AF_XDP, sxdp_flags=XDP_ZEROCOPY, sxdp_ifindex=77777, "
	       "sxdp_queue_id=3}, 16) = %s\n",
	       result_text(result));
	ring.flags = 1;
	ring.shared = -2;
	result = syscall(SYS_bind, -1, &ring, sizeof(ring));
	expect("bind(-1, {sa_family=AF_XDP, sxdp_flags=XDP_SHARED_UMEM, sxdp_ifindex=77777, "
	       "sxdp_queue_id=3, "
	       "sxdp_shared_umem_fd=-2}, 16) = %s\n",
	       result_text(result));
	result = syscall(SYS_bind, -1, &radio, sizeof(radio));
	expect("bind(-1, {sa_family=AF_IEEE802154, addr={addr_type=0x2 /* IEEE802154_ADDR_SHORT "
	       "*/, "
	       "pan_id=0xffff /* IEEE802154_PANID_BROADCAST */, short_addr=0xffff /* "
	       "IEEE802154_ADDR_BROADCAST */}}, "
	       "20) = %s\n",
	       result_text(result));
}

static void try_requests(void)
{
	struct iocb one = { .aio_lio_opcode = IOCB_CMD_FSYNC, .aio_fildes = 2, .aio_resfd = 9 };
	struct iocb *list[] = { &one };
	int files[3] = { -2, -1, -3 };
	struct {
		uint32_t offset, reserved;
		uint64_t files;
	} update = { 1, 0, (uintptr_t)files };

	long result = syscall(SYS_io_submit, 0, 1, list);
	expect("io_submit(NULL, 1, [{aio_data=0, aio_lio_opcode=IOCB_CMD_FSYNC, aio_fildes=2, "
	       "aio_resfd=0x9}]) = %s\n",
	       result_text(result));
	result = syscall(SYS_io_uring_register, -1, 6, &update, 3);
	expect("io_uring_register(-1, IORING_REGISTER_FILES_UPDATE, {offset=1, "
	       "fds=[IORING_REGISTER_FILES_SKIP, -1, -3]}, 3) = %s\n",
	       result_text(result));
}

static void try_filters(void)
{
	struct sock_filter code[] = { BPF_STMT(BPF_MISC | BPF_TAX, 0),
		                      BPF_STMT(BPF_MISC | BPF_TXA, 0), BPF_STMT(BPF_MISC | 8, 0) };
	struct sock_fprog program = { 3, code };
	long result = syscall(SYS_setsockopt, -1, 1, 26, &program, sizeof(program));
	expect("setsockopt(-1, SOL_SOCKET, SO_ATTACH_FILTER, {len=3, "
	       "filter=[BPF_STMT(BPF_MISC|BPF_TAX, 0), "
	       "BPF_STMT(BPF_MISC|BPF_TXA, 0), BPF_STMT(BPF_MISC|0x8 /* BPF_??? */, 0)]}, %zu) = "
	       "%s\n",
	       sizeof(program), result_text(result));
}

static void try_fonts(void)
{
	uint16_t map[256];

	for (int i = 0; i < 256; i++)
		map[i] = i < 2 ? 0xf000 + i * 0x1ff : i;
	expect("ioctl(-1, PIO_UNISCRNMAP, [UNI_DIRECT_BASE+0, UNI_DIRECT_BASE+0x1ff");
	for (int i = 2; i < 256; i++)
		expect(", %#x", i);
	long result = syscall(SYS_ioctl, -1, PIO_UNISCRNMAP, map);
	expect("]) = %s\n", result_text(result));
	uint64_t id = 0x1234;
	result = syscall(SYS_ioctl, -1, 0x80082102, &id);
	expect("ioctl(-1, SECCOMP_IOCTL_NOTIF_ID_VALID_WRONG_DIR, [0x1234]) = %s\n",
	       result_text(result));
}

int main(void)
{
	static const long calls[] = { SYS_statfs,          SYS_fstatfs,
#ifdef __i386__
		                      SYS_statfs64,        SYS_fstatfs64,
#endif
		                      SYS_rt_sigqueueinfo, SYS_timer_create };

	for (unsigned i = 0; i < sizeof(calls) / sizeof(*calls); i++)
		answer_call(calls[i]);
	golden_begin();
	try_filesystems();
	try_signals();
	try_calls_of_others();
	try_timers();
	try_addresses();
	try_requests();
	try_filters();
	try_fonts();
	golden_end();
	return 0;
}
