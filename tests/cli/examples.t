#!/bin/sh
# The programs of examples/ do what they say, as built here and with the installed library.
set -u
. "$SOURCE/tests/tap.sh"

# Its calls and instructions are known to the last one.
cat >known.c <<'END'
__attribute__((naked)) void _start(void)
{
	__asm__("mov $39, %eax; syscall;"
		".rept 10; nop; .endr;"
		"mov $110, %eax; syscall;"
		"mov $231, %eax; mov $3, %edi; syscall");
}
END
cc -static -nostdlib -no-pie -o known known.c || echo "Bail out! cannot compile"

# results NAME DIRECTORY: what the examples there print of programs that we know.
results()
{
	same "$1: launch tells the exit status" "./known exited with 3" "$("$2/launch" ./known)"
	"$2/launch" ./known >/dev/null
	same "$1: launch has it, too" 3 $?
	same "$1: launch tells of a fatal signal" "sh was killed by Terminated" \
		"$("$2/launch" sh -c 'kill $$')"
	same "$1: launch tells why it cannot" "launch: Can't stat './nobody': No such file or directory" \
		"$("$2/launch" ./nobody 2>&1)"
	# execve, getpid, getppid, exit_group; the new program and the end.
	same "$1: launch_traced counts stops" \
		"4 calls entered, 3 returned, 0 signals, 2 other events" "$("$2/launch_traced" ./known)"
	same "$1: syscalls names each call" \
		"59 execve
39 getpid
110 getppid
231 exit_group" "$("$2/syscalls" ./known | awk '{ print $2, $3 }')"
	check "$1: syscalls shows arguments of children, too" has \
		"$("$2/syscalls" sh -c 'cat /dev/null; true')" \
		'^[0-9]+ +257 openat +openat\(AT_FDCWD, "/dev/null", O_RDONLY\) = 3$'
	"$2/signals" sh -c 'kill -USR1 $$; echo alive; kill -TERM $$; echo dead' >signals-output
	same "$1: signals takes SIGUSR1 away, and only that" \
		"Terminated delivered
User defined signal 1 taken away
alive" \
		"$(sed 's/ for [0-9]* from [0-9]*:\(.*\)/\1/' signals-output | sort)"
	same "$1: peekpoke changes a variable and a register" \
		"before: variable 7, r12 0
after: variable 40, r12 2
the child exited with their sum, 42" "$("$2/peekpoke")"
	same "$1: singlestep counts instructions" \
		"11 instructions between getpid and getppid" "$("$2/singlestep" getpid ./known)"
}

results "as built" "$BUILD/examples"

root=$PWD/root
check "the library installs" meson install -C "$BUILD" --no-rebuild --quiet --destdir "$root"
library=$(dirname "$(find "$root" -name librastro.a)")
export PKG_CONFIG_PATH="$library/pkgconfig"
export PKG_CONFIG_SYSROOT_DIR="$root"

# build DIRECTORY FLAGS...: all examples, from their sources alone.
build()
{
	directory=$1
	shift
	mkdir -p "$directory"
	for source in "$SOURCE"/examples/*.c; do
		cc -Wall -Wextra -Werror -o "$directory/$(basename "$source" .c)" "$source" "$@" ||
			return 1
	done
}

if nm "$library/librastro.a" | grep -q '__[au]*san_'; then
	skip "with the installed library" "a sanitizer is built into it"
else
	check "they compile with the shared library" \
		build shared $(pkg-config --cflags --libs rastro)
	export LD_LIBRARY_PATH="$library"
	results "shared" shared
	unset LD_LIBRARY_PATH
	check "they compile with the static library" \
		build static $(pkg-config --cflags rastro) "$library/librastro.a" \
		$(pkg-config --libs --static rastro | sed 's/-lrastro//')
	results "static" static
fi
if command -v c++ >/dev/null; then
	echo "#include <rastro.h>" >header.cc
	check "the header is fit for C++" \
		c++ -fsyntax-only -Wall -Wextra -Werror $(pkg-config --cflags rastro) header.cc
else
	skip "the header is fit for C++" "no C++ compiler is installed"
fi
same "no example is longer than 60 lines" "" \
	"$(wc -l "$SOURCE"/examples/*.c | awk '$1 > 60 && $2 != "total"')"
finish
