/* Commands of virtual machines, of which no machine is asked. */
// rastro: -a 1 -e trace=ioctl
// abi: x86_64 i386
#include "golden.h"

#include <linux/kvm.h>
#include <sys/ioctl.h>

static void refused(unsigned command, const void *argument, const char *shown)
{
	long result = ioctl(-1, command, argument);

	expect("ioctl(-1, %s) = %s\n", shown, result_text(result));
}

static void machine(void)
{
	struct kvm_enable_cap capability = { .cap = 234, .args = { 5 } };
	struct kvm_create_device device = { 4, -1, 1 };
	struct kvm_device_attr attribute = { 0, 1, 2, 0x1000 };
	struct kvm_irq_level line = { { 5 }, 1 };
	struct kvm_irqfd irqfd = { -1, 5, 2, -1 };
	struct kvm_ioeventfd ioeventfd = { 1, 0x3f8, 1, -1, 3 };
	struct kvm_clock_data clock = { 7, 4, 0, 8 };
	uint64_t region[20] = { 5 | 4ull << 32, 0x1000, 0x2000, 0x3000, 0x4000, (uint32_t)-1 };
	uint64_t memfd[8] = { 4096, 1 };
	uint64_t fault[8] = { 0x1000, 0x2000, 1 };
	uint64_t attributes[4] = { 0x1000, 0x2000, 8 };

	refused(KVM_ENABLE_CAP, &capability,
	        "KVM_ENABLE_CAP, {cap=KVM_CAP_GUEST_MEMFD, flags=0, args=[0x5, 0, 0, 0]}");
	refused(KVM_CREATE_DEVICE, &device,
	        "KVM_CREATE_DEVICE, {type=KVM_DEV_TYPE_VFIO, flags=KVM_CREATE_DEVICE_TEST}");
	refused(KVM_SET_DEVICE_ATTR, &attribute,
	        "KVM_SET_DEVICE_ATTR, {flags=0, group=1, attr=0x2, addr=0x1000}");
	refused(KVM_IRQ_LINE, &line, "KVM_IRQ_LINE, {irq=5, level=1}");
	refused(KVM_IRQFD, &irqfd,
	        "KVM_IRQFD, {fd=-1, gsi=5, flags=KVM_IRQFD_FLAG_RESAMPLE, resamplefd=-1}");
	refused(KVM_IOEVENTFD, &ioeventfd, "KVM_IOEVENTFD, {datamatch=0x1, addr=0x3f8, len=1, fd=-1, "
	        "flags=KVM_IOEVENTFD_FLAG_DATAMATCH|KVM_IOEVENTFD_FLAG_PIO}");
	refused(KVM_SET_CLOCK, &clock, "KVM_SET_CLOCK, {clock=7, flags=KVM_CLOCK_REALTIME, realtime=8}");
	refused(0x40a0ae49, region, "KVM_SET_USER_MEMORY_REGION2, {slot=5, flags=KVM_MEM_GUEST_MEMFD, "
	        "guest_phys_addr=0x1000, memory_size=8192, userspace_addr=0x3000, "
	        "guest_memfd_offset=0x4000, guest_memfd=-1}");
	refused(0xc040aed4, memfd, "KVM_CREATE_GUEST_MEMFD, {size=4096, flags=GUEST_MEMFD_FLAG_MMAP}");
	refused(0xc040aed5, fault, "KVM_PRE_FAULT_MEMORY, {gpa=0x1000, size=0x2000, flags=0x1}");
	refused(0x4020aed2, attributes, "KVM_SET_MEMORY_ATTRIBUTES, {address=0x1000, size=0x2000, "
	        "attributes=KVM_MEMORY_ATTRIBUTE_PRIVATE, flags=0}");
}

static void processor(void)
{
	struct kvm_mp_state state = { 3 };
	struct kvm_translation translation = { .linear_address = 0x1234 };
	struct {
		uint32_t length;
		uint8_t set[8];
	} mask = { 8, { 5 } };
	struct kvm_xcrs xcrs = { .nr_xcrs = 1, .xcrs = { { 0, 0, 7 } } };
	struct kvm_guest_debug debug = { .control = 3 };

	refused(KVM_SET_MP_STATE, &state, "KVM_SET_MP_STATE, [KVM_MP_STATE_HALTED]");
	refused(KVM_TRANSLATE, &translation, "KVM_TRANSLATE, {linear_address=0x1234}");
	refused(KVM_SET_SIGNAL_MASK, &mask, "KVM_SET_SIGNAL_MASK, {len=8, sigset=[HUP QUIT]}");
	refused(KVM_SET_XCRS, &xcrs, "KVM_SET_XCRS, {nr_xcrs=1, flags=0, xcrs=[{xcr=0, value=0x7}]}");
	refused(KVM_SET_GUEST_DEBUG, &debug, "KVM_SET_GUEST_DEBUG, {control=KVM_GUESTDBG_ENABLE"
	        "|KVM_GUESTDBG_SINGLESTEP, arch={debugreg=[0, 0, 0, 0, 0, 0, 0, 0]}}");
	refused(KVM_GET_REGS, NULL, "KVM_GET_REGS, NULL");
}

int main(void)
{
	golden_begin();
	machine();
	processor();
	golden_end();
	return 0;
}
