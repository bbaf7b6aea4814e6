/* Runs two instructions in a virtual machine: one that writes to a port, and one that halts.
 * Exits with 77 where that is not possible. */
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

enum { PAGE = 0x1000, CANNOT = 77 };

/* mov $0x3f8, %dx; mov $'A', %al; out %al, %dx; hlt */
static const uint8_t code[] = { 0xba, 0xf8, 0x03, 0xb0, 'A', 0xee, 0xf4 };

static int machine_make(int kvm)
{
	int machine = ioctl(kvm, KVM_CREATE_VM, 0);
	void *memory = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	memcpy(memory, code, sizeof(code));
	struct kvm_userspace_memory_region region = {
		.guest_phys_addr = PAGE,
		.memory_size = PAGE,
		.userspace_addr = (uintptr_t)memory,
	};

	return machine < 0 || ioctl(machine, KVM_SET_USER_MEMORY_REGION, &region) < 0 ? -1
	                                                                              : machine;
}

static int processor_make(int kvm, int machine)
{
	int processor = ioctl(machine, KVM_CREATE_VCPU, 0);
	int size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	struct kvm_regs registers = { .rip = PAGE, .rflags = 2 };
	struct kvm_sregs segments;

	if (processor < 0 || size < 0 ||
	    mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, processor, 0) ==
	            MAP_FAILED ||
	    ioctl(processor, KVM_GET_SREGS, &segments) < 0)
		return -1;
	segments.cs.base = segments.cs.selector = 0;
	return ioctl(processor, KVM_SET_SREGS, &segments) < 0 ||
	                       ioctl(processor, KVM_SET_REGS, &registers) < 0
	               ? -1
	               : processor;
}

int main(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	int machine = kvm < 0 ? -1 : machine_make(kvm);
	int processor = machine < 0 ? -1 : processor_make(kvm, machine);

	return processor < 0 || ioctl(processor, KVM_RUN, 0) < 0 || ioctl(processor, KVM_RUN, 0) < 0
	               ? CANNOT
	               : 0;
}
