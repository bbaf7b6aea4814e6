/* Structures of commands that are newer than strace's or that it shows as addresses, from good and
 * bad pointers. */
// rastro: -a 1 -v -s 80 -e trace=ioctl
// abi: x86_64 i386
#include "commands.h"

#include <asm/ioctls.h>
#include <linux/dm-ioctl.h>
#include <linux/fb.h>
#include <linux/input.h>
#include <linux/joystick.h>
#include <linux/kvm.h>
#include <linux/rtc.h>
#include <linux/seccomp.h>
#include <linux/serial.h>
#include <linux/userfaultfd.h>
#include <linux/vt.h>
#include <sys/ioctl.h>

static void try_memory(void)
{
	struct uffdio_range range = { 0x1000, 0x2000 };
	struct uffdio_register area = { range, UFFDIO_REGISTER_MODE_WP, 4 };
	struct uffdio_copy copy = { 0x1000, 0x3000, 0x2000, UFFDIO_COPY_MODE_WP, 0x2000 };
	struct uffdio_zeropage zeros = { range, UFFDIO_ZEROPAGE_MODE_DONTWAKE, 0x2000 };
	struct uffdio_writeprotect protect = { range, UFFDIO_WRITEPROTECT_MODE_WP };
	struct uffdio_continue going = { range, UFFDIO_CONTINUE_MODE_DONTWAKE, 0x2000 };
	uint64_t move[] = { 0x1000, 0x3000, 0x2000, 2, 0x2000 },
		 poison[] = { 0x1000, 0x2000, 1, 0x2000 };
#define RANGE "range={start=0x1000, len=0x2000}"

	try_command(UFFDIO_WAKE, &range, "UFFDIO_WAKE, {start=0x1000, len=0x2000}");
	try_command(UFFDIO_REGISTER, &area,
	            "UFFDIO_REGISTER, {" RANGE
	            ", mode=UFFDIO_REGISTER_MODE_WP, ioctls=1<<_UFFDIO_WAKE}");
	try_command(UFFDIO_COPY, &copy,
	            "UFFDIO_COPY, {dst=0x1000, src=0x3000, len=0x2000, mode=UFFDIO_COPY_MODE_WP, "
	            "copy=0x2000}");
	try_command(UFFDIO_ZEROPAGE, &zeros,
	            "UFFDIO_ZEROPAGE, {" RANGE
	            ", mode=UFFDIO_ZEROPAGE_MODE_DONTWAKE, zeropage=0x2000}");
	try_command(UFFDIO_WRITEPROTECT, &protect,
	            "UFFDIO_WRITEPROTECT, {" RANGE ", mode=UFFDIO_WRITEPROTECT_MODE_WP}");
	try_command(UFFDIO_CONTINUE, &going,
	            "UFFDIO_CONTINUE, {" RANGE
	            ", mode=UFFDIO_CONTINUE_MODE_DONTWAKE, mapped=0x2000}");
	try_command(_IOWR(0xaa, 5, move), move,
	            "UFFDIO_MOVE, {dst=0x1000, src=0x3000, len=0x2000, "
	            "mode=UFFDIO_MOVE_MODE_ALLOW_SRC_HOLES,"
	            " move=0x2000}");
	try_command(_IOWR(0xaa, 8, poison), poison,
	            "UFFDIO_POISON, {" RANGE ", mode=UFFDIO_POISON_MODE_DONTWAKE, updated=0x2000}");
}

static void try_clocks(void)
{
	struct {
		uint64_t parameter, value;
		uint32_t index, padding;
	} parameter = { 1, -5, 0, 0 };
	struct rtc_wkalrm alarm = { 1, 0, { 1, 2, 3, 4, 5, 126, 6, 7, 0 } };
	struct rtc_pll_info pll = { 1, 2, 3, -4, 5, 6, 32768 };
#define TIME                                                                                       \
	"time={tm_sec=1, tm_min=2, tm_hour=3, tm_mday=4, tm_mon=5, tm_year=126, tm_wday=6, "       \
	"tm_yday=7, tm_isdst=0}"

	try_command(RTC_WKALM_RD, &alarm, "RTC_WKALM_RD, {enabled=1, pending=0, " TIME "}");
	try_command(RTC_PLL_SET, &pll,
	            "RTC_PLL_SET, {pll_ctrl=1, pll_value=2, pll_max=3, pll_min=-4, pll_posmult=5, "
	            "pll_negmult=6,"
	            " pll_clock=32768}");
	try_command(_IOW('p', 0x13, parameter), &parameter,
	            "RTC_PARAM_GET, {param=RTC_PARAM_CORRECTION, index=0} => {svalue=-5}");
	try_command(_IOW('p', 0x14, parameter), &parameter,
	            "RTC_PARAM_SET, {param=RTC_PARAM_CORRECTION, svalue=-5, index=0}");
	parameter.parameter = 2;
	parameter.value = 2;
	try_command(_IOW('p', 0x14, parameter), &parameter,
	            "RTC_PARAM_SET, {param=RTC_PARAM_BACKUP_SWITCH_MODE, uvalue=RTC_BSM_LEVEL, "
	            "index=0}");
	parameter.parameter = 0;
	parameter.value = 0x21;
	try_command(_IOW('p', 0x13, parameter), &parameter,
	            "RTC_PARAM_GET, {param=RTC_PARAM_FEATURES, index=0} =>"
	            " {uvalue=1<<RTC_FEATURE_ALARM|1<<RTC_FEATURE_CORRECTION}");
}

static void try_lines(void)
{
	struct serial_icounter_struct counts = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, { 0 } };
	uint32_t bus[8] = { SER_RS485_ENABLED | SER_RS485_RTS_ON_SEND, 2, 3 };
	struct serial_iso7816 card = {
		.flags = 1, .tg = 2, .sc_fi = 372, .sc_di = 1, .clk = 3579545
	};
	struct vt_consize size = { 25, 80, 400, 16, 640, 8 };
	struct vt_event event = { VT_EVENT_SWITCH, 1, 2, { 0 } };
	struct {
		unsigned console;
		struct vt_mode mode;
	} active = { 2, { VT_PROCESS, 1, SIGUSR1, SIGUSR2, 0 } };

	try_command(TIOCGICOUNT, &counts,
	            "TIOCGICOUNT, {cts=1, dsr=2, rng=3, dcd=4, rx=5, tx=6, frame=7, overrun=8, "
	            "parity=9, brk=10,"
	            " buf_overrun=11}");
	try_command(TIOCGRS485, bus,
	            "TIOCGRS485, {flags=SER_RS485_ENABLED|SER_RS485_RTS_ON_SEND, "
	            "delay_rts_before_send=2,"
	            " delay_rts_after_send=3}");
	try_command(_IOR('T', 0x42, card), &card,
	            "TIOCGISO7816, {flags=0x1, tg=2, sc_fi=372, sc_di=1, clk=3579545}");
	try_command(
		VT_RESIZEX, &size,
		"VT_RESIZEX, {v_rows=25, v_cols=80, v_vlin=400, v_clin=16, v_vcol=640, v_ccol=8}");
	try_command(VT_WAITEVENT, &event,
	            "VT_WAITEVENT, {event=VT_EVENT_SWITCH} => {event=VT_EVENT_SWITCH, oldev=1, "
	            "newev=2}");
	try_command(VT_SETACTIVATE, &active,
	            "VT_SETACTIVATE, {console=2, mode={mode=VT_PROCESS, waitv=1, relsig=SIGUSR1, "
	            "acqsig=SIGUSR2,"
	            " frsig=0}}");
}

static void try_machines(void)
{
	struct kvm_irq_level line = { { 5 }, 1 };
	struct kvm_msi message = { .address_lo = 0xfee00000, .data = 0x41, .flags = 1, .devid = 7 };
	struct kvm_coalesced_mmio_zone zone = { 0x1000, 16, { 1 } };
	struct kvm_dirty_log dirty = { .slot = 1, .dirty_bitmap = (void *)0x1000 };
	struct kvm_clear_dirty_log cleared = {
		.slot = 1, .num_pages = 64, .first_page = 128, .dirty_bitmap = (void *)0x1000
	};
	struct kvm_enc_region region = { 0x1000, 0x2000 };
	struct kvm_one_reg one = { 0x2030000000000001, 0x1000 };
	struct kvm_pit_config timer = { .flags = 1 };
	struct kvm_tpr_access_ctl access = { .enabled = 1 };
	struct kvm_debugregs debug = { { 1, 2, 3, 4 }, 5, 6, 7, { 0 } };
	struct {
		uint32_t count, padding;
		struct kvm_msr_entry entries[2];
	} registers = { 2, 0, { { 0x10, 0, 0x20 }, { 0x174, 0, 0x30 } } };
	uint32_t list[] = { 2, 0x10, 0x174 };

	try_command(KVM_IRQ_LINE_STATUS, &line,
	            "KVM_IRQ_LINE_STATUS, {{irq=5, level=1}} => {status=5}");
	try_command(KVM_SIGNAL_MSI, &message,
	            "KVM_SIGNAL_MSI, {address_lo=0xfee00000, address_hi=0, data=0x41,"
	            " flags=KVM_MSI_VALID_DEVID, devid=7}");
	try_command(KVM_REGISTER_COALESCED_MMIO, &zone,
	            "KVM_REGISTER_COALESCED_MMIO, {addr=0x1000, size=16, pio=1}");
	try_command(KVM_GET_DIRTY_LOG, &dirty, "KVM_GET_DIRTY_LOG, {slot=1, dirty_bitmap=0x1000}");
	try_command(
		KVM_CLEAR_DIRTY_LOG, &cleared,
		"KVM_CLEAR_DIRTY_LOG, {slot=1, num_pages=64, first_page=128, dirty_bitmap=0x1000}");
	try_command(KVM_MEMORY_ENCRYPT_REG_REGION, &region,
	            "KVM_MEMORY_ENCRYPT_REG_REGION, {addr=0x1000, size=0x2000}");
	try_command(KVM_GET_ONE_REG, &one, "KVM_GET_ONE_REG, {id=0x2030000000000001, addr=0x1000}");
	try_command(KVM_CREATE_PIT2, &timer, "KVM_CREATE_PIT2, {flags=KVM_PIT_SPEAKER_DUMMY}");
	try_command(KVM_TPR_ACCESS_REPORTING, &access,
	            "KVM_TPR_ACCESS_REPORTING, {enabled=1, flags=0}");
	try_command(KVM_SET_DEBUGREGS, &debug,
	            "KVM_SET_DEBUGREGS, {db=[0x1, 0x2, 0x3, 0x4], dr6=0x5, dr7=0x6, flags=0x7}");
	try_command(KVM_SET_MSRS, &registers,
	            "KVM_SET_MSRS, {nmsrs=2, entries=[{index=0x10, data=0x20}, {index=0x174, "
	            "data=0x30}]}");
	try_command(KVM_GET_MSR_INDEX_LIST, list,
	            "KVM_GET_MSR_INDEX_LIST, {nmsrs=2} => {nmsrs=2, indices=[0x10, 0x174]}");
}

static void try_notifications(void)
{
	struct seccomp_notif told = { .id = 1,
		                      .pid = 77,
		                      .data = { .nr = 5,
		                                .arch = 0xc000003e,
		                                .instruction_pointer = 0x1000,
		                                .args = { 1, 2, 3, 4, 5, 6 } } };
	struct seccomp_notif_resp answer = { 1, -1, -ENOENT, SECCOMP_USER_NOTIF_FLAG_CONTINUE };
	struct seccomp_notif_addfd added = { 1, SECCOMP_ADDFD_FLAG_SETFD, -2, 5, 02000000 };

	try_command(SECCOMP_IOCTL_NOTIF_RECV, &told,
	            "SECCOMP_IOCTL_NOTIF_RECV, {id=0x1, pid=77, flags=0, data={nr=5, "
	            "arch=AUDIT_ARCH_X86_64,"
	            " instruction_pointer=0x1000, args=[0x1, 0x2, 0x3, 0x4, 0x5, 0x6]}}");
	try_command(SECCOMP_IOCTL_NOTIF_SEND, &answer,
	            "SECCOMP_IOCTL_NOTIF_SEND, {id=0x1, val=-1, error=-ENOENT,"
	            " flags=SECCOMP_USER_NOTIF_FLAG_CONTINUE}");
	try_command(SECCOMP_IOCTL_NOTIF_ADDFD, &added,
	            "SECCOMP_IOCTL_NOTIF_ADDFD, {id=0x1, flags=SECCOMP_ADDFD_FLAG_SETFD, srcfd=-2, "
	            "newfd=5,"
	            " newfd_flags=O_CLOEXEC}");
}

static void try_input(void)
{
	struct ff_effect effect = { .type = FF_RUMBLE,
		                    .id = -1,
		                    .direction = 0x4000,
		                    .trigger = { 1, 2 },
		                    .replay = { 3, 4 },
		                    .u.rumble = { 5, 6 } };
	struct js_corr correction = { { 1, -2, 3, 4, 5, 6, 7, 8 }, 9, 1 };
	struct fb_vblank blank = { 1, 2, 3, 4, { 0 } };
	struct fb_con2fbmap map = { 1, 2 };
#define EFFECT                                                                                     \
	"direction=16384, trigger={button=1, interval=2}, replay={length=3, delay=4}, "            \
	"rumble={strong_magnitude=5, weak_magnitude=6}}"

	try_command(EVIOCSFF, &effect, "EVIOCSFF, {type=FF_RUMBLE, id=-1, " EFFECT);
	try_command(JSIOCSCORR, &correction,
	            "JSIOCSCORR, {coef=[1, -2, 3, 4, 5, 6, 7, 8], prec=9, type=0x1}");
	try_command(FBIOGET_VBLANK, &blank,
	            "FBIOGET_VBLANK, {flags=0x1, count=2, vcount=3, hcount=4}");
	try_command(FBIOPUT_CON2FBMAP, &map, "FBIOPUT_CON2FBMAP, {console=1, framebuffer=2}");
}

/* What comes out of it, the kernel alone makes. */
static void try_target(void)
{
	static struct dm_ioctl target = { .version = { DM_VERSION_MAJOR, 41, 0 },
		                          .data_size = sizeof(target),
		                          .data_start = sizeof(target),
		                          .target_count = 1,
		                          .event_nr = 2,
		                          .name = "linear" };

	try_command(_IOWR(DM_IOCTL, 0x11, struct dm_ioctl), &target,
	            "DM_GET_TARGET_VERSION, [{version=[4, 41, 0], data_size=312, data_start=312,"
	            " name=\"linear\", flags=0}]");
}

int main(void)
{
	golden_begin();
	try_target();
	answer_call(SYS_ioctl);
	try_memory();
	try_clocks();
	try_lines();
	try_machines();
	try_notifications();
	try_input();
	golden_end();
	return 0;
}
