/* Extended attributes: values are as long as the call says they are. */
// rastro: -a 1 -e trace=setxattr,lsetxattr,fsetxattr,getxattr,fgetxattr,listxattr,removexattr
// abi: x86_64 i386
#include "golden.h"

#include <sys/xattr.h>

int main(void)
{
	golden_begin();
	long result = syscall(SYS_setxattr, "/nowhere", "user.name", "va\0lue", 6, XATTR_CREATE);
	expect("setxattr(\"/nowhere\", \"user.name\", \"va\\0lue\", 6, XATTR_CREATE) = %s\n",
	       result_text(result));
	result = syscall(SYS_lsetxattr, unreadable(), "user.name", unreadable(), 6, 8);
	expect("lsetxattr(%p, \"user.name\", %p, 6, 0x8 /* XATTR_??? */) = %s\n", unreadable(),
	       unreadable(), result_text(result));
	result = syscall(SYS_fsetxattr, -1, "user.name", NULL, 0, 3);
	expect("fsetxattr(-1, \"user.name\", NULL, 0, XATTR_CREATE|XATTR_REPLACE) = %s\n",
	       result_text(result));
	result = syscall(SYS_getxattr, "/nowhere", "user.name", unreadable(), 6);
	expect("getxattr(\"/nowhere\", \"user.name\", %p, 6) = %s\n", unreadable(),
	       result_text(result));
	result = syscall(SYS_fgetxattr, -1, unreadable(), NULL, 0);
	expect("fgetxattr(-1, %p, NULL, 0) = %s\n", unreadable(), result_text(result));
	result = syscall(SYS_listxattr, "/nowhere", NULL, 99);
	expect("listxattr(\"/nowhere\", NULL, 99) = %s\n", result_text(result));
	result = syscall(SYS_removexattr, "/nowhere", "user.\377");
	expect("removexattr(\"/nowhere\", \"user.\\377\") = %s\n", result_text(result));
	golden_end();
	return 0;
}
