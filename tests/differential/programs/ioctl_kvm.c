// trace: ioctl
// pids: none
// abi: 64
#include "ioctl.h"
#include <linux/kvm.h>

int main(void)
{
	TRY(KVM_CREATE_VM, KVM_CHECK_EXTENSION, KVM_CREATE_VCPU, KVM_SET_USER_MEMORY_REGION,
	    KVM_GET_REGS, KVM_SET_REGS, KVM_GET_SREGS, KVM_SET_SREGS, KVM_GET_SUPPORTED_CPUID,
	    KVM_SET_CPUID2, KVM_RUN);
	for (unsigned capability = 0; capability < 220; capability++)
		call(ioctl, FD_BAD, KVM_CHECK_EXTENSION, capability);
	return 0;
}
