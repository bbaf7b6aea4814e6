// trace: init_module,finit_module,delete_module,kexec_load,kexec_file_load,reboot,ioperm,iopl
#include "test.h"

int main(void)
{
	call(init_module, NULL, 5, "parameters");
	call(init_module, unreadable, 0, NULL);
	call(finit_module, -1, "parameters=1", 0);
	call(finit_module, -1, "", 7);
	call(finit_module, -1, NULL, -1);
	call(delete_module, "missing_module", O_NONBLOCK);
	call(delete_module, "missing_module", O_NONBLOCK | O_TRUNC);
	call(delete_module, NULL, 0);
	call(kexec_load, 1, 17, BAD, 0x3e0000 | 1);
	call(kexec_load, 0, 99, NULL, -1);
#ifdef __x86_64__
	call(kexec_file_load, -1, -1, 5, "abcd", 0xf0);
	call(kexec_file_load, -1, -1, 3, NULL, -1);
#endif
	call(reboot, 0, 0, 0, NULL);
	call(reboot, 0xfee1dead, 0, 0x1234567, NULL);
	call(reboot, 1, 672274793, 0xA1B2C3D4, "argument");
	call(ioperm, 0x378, -1, 1);
	call(ioperm, -1, -1, -1);
	call(iopl, 99);
	call(iopl, -1);
	return 0;
}
