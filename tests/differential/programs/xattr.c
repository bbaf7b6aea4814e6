// trace: setxattr,lsetxattr,fsetxattr,getxattr,lgetxattr,fgetxattr,listxattr,llistxattr,flistxattr,removexattr,lremovexattr,fremovexattr
#include "test.h"

int main(void)
{
	char buffer[64];
	int fd = open("a", O_RDWR | O_CREAT, 0640);

	call(setxattr, "a", "user.name", "value", 5, 0);
	call(setxattr, "a", "user.name", "value", 5, 1 /* XATTR_CREATE */);
	call(setxattr, "a", "user.other", "\0\1\2", 3, 2 /* XATTR_REPLACE */);
	call(lsetxattr, "a", "user.long", "a value of more than thirty-two bytes", 37, 3);
	call(fsetxattr, fd, "user.empty", "", 0, 0);
	call(fsetxattr, fd, "user.null", NULL, 5, -1);
	call(fsetxattr, -1, NULL, unreadable, 5, 0);
	call(getxattr, "a", "user.name", buffer, 64);
	call(getxattr, "a", "user.name", buffer, 2);
	call(getxattr, "a", "user.name", NULL, 0);
	call(getxattr, "a", "user.missing", buffer, 64);
	call(lgetxattr, "missing", "user.name", buffer, 64);
	call(fgetxattr, fd, "user.name", buffer, 64);
	call(fgetxattr, fd, "user.name", unreadable, 64);
	call(listxattr, "a", buffer, 64);
	call(listxattr, "a", buffer, 1);
	call(listxattr, "a", NULL, 0);
	call(llistxattr, "missing", buffer, 64);
	call(flistxattr, fd, buffer, 64);
	call(flistxattr, -1, BAD, -1);
	call(removexattr, "a", "user.name");
	call(removexattr, "a", "user.name");
	call(lremovexattr, NULL, BAD);
	call(fremovexattr, fd, "user.empty");
	return 0;
}
