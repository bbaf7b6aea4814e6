#!/bin/bash
# --secontext: security contexts.  SELinux need not be at work here: a file can have a context
# without it, and rastro is made to believe that it is.
set -u
. "$SOURCE/tests/tap.sh"

cat >believe.c <<'END'
#include <dlfcn.h>
#include <string.h>
#include <sys/vfs.h>

int statfs64(const char *path, struct statfs64 *status)
{
	int (*real)(const char *, struct statfs64 *) = dlsym(RTLD_NEXT, "statfs64");

	if (strcmp(path, "/sys/fs/selinux") != 0)
		return real(path, status);
	memset(status, 0, sizeof(*status));
	status->f_type = 0xf97cff8c;
	return 0;
}
END

cat >label.c <<'END'
#include <string.h>
#include <sys/xattr.h>

int main(int argc, char **argv)
{
	return argc < 3 || setxattr(argv[1], "security.selinux", argv[2], strlen(argv[2]) + 1, 0) != 0;
}
END

for wrong in foo '' full,foo; do
	check "--secontext='$wrong' is refused" has "$("$RASTRO" --secontext="$wrong" true 2>&1)" \
		"invalid secontext '${wrong#full,}'"
done
if [ ! -e /sys/fs/selinux ]; then
	"$RASTRO" -e trace=none --secontext=full,mismatch -o out true
	same "without SELinux nothing is shown" "+++ exited with 0 +++" "$(cat out)"
fi

echo text >file
if cc -shared -fPIC -D_GNU_SOURCE -o believe.so believe.c && cc -o label label.c &&
	./label file user:role:type_t:s0; then
	trace()
	{
		LD_PRELOAD=$PWD/believe.so "$RASTRO" -a1 -E LD_PRELOAD -e trace=openat,read,close "$@" \
			2>/dev/null
	}
	trace --secontext -o out cat file
	check "paths and what comes of them" has "$(cat out)" \
		'openat\(AT_FDCWD.*, "file" \[type_t\], O_RDONLY\) = 3 \[type_t\]$'
	check "descriptors" has "$(cat out)" 'close\(3 \[type_t\]\)'
	trace --secontext=full -y -o out cat "$PWD/file"
	check "whole ones" has "$(cat out)" \
		'"/.*/file" \[user:role:type_t:s0\], O_RDONLY\) = 3<.*/file> \[user:role:type_t:s0\]$'
	trace -e secontext=mismatch -o out cat file
	check "what is expected may not be known" has "$(cat out)" '"file" \[type_t(!!.*)?\],'
	LD_PRELOAD=$PWD/believe.so "$RASTRO" record --secontext -E LD_PRELOAD -o recording cat file >copied
	check "a replay shows them" has "$("$RASTRO" replay -a1 --secontext recording)" \
		'"file" \[type_t\], O_RDONLY\) = 3 \[type_t\]$'
	check "if asked" sh -c '! "$RASTRO" replay recording | grep -q type_t'
else
	skip "contexts of files" "none can be set"
fi
finish
