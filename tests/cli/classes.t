#!/bin/bash
# The calls of every class, on both ABIs, beside strace's classes.
# timeout: 240
set -u
. "$SOURCE/tests/tap.sh"

if ! command -v strace >/dev/null; then
	echo "1..0 # SKIP strace is not installed"
	exit 0
fi

# members PROGRAM CLASS COMMAND: names of the calls shown.
members()
{
	"$1" -qq -e raw=all -e signal=none -e trace="$2" -o shown "$3"
	# Numbers that strace does not know it shows whatever is asked for; and of
	# socketcall it looks at what it stands for, which here is nothing.
	sed -n 's/^\([a-z_0-9]*\)(.*/\1/p' shown | grep -v '^syscall_0x\|^socketcall$' | sort -u
}

for bits in 64 32; do
	cc -m$bits -O1 -w -D_GNU_SOURCE -I"$SOURCE/tests/differential/programs" -o every$bits \
		"$SOURCE/tests/differential/programs/every_minus_one.c" 2>/dev/null ||
		{ skip "classes of $bits-bit calls" "no such compiler"; continue; }
	for class in %file %desc %network %net %process %signal %ipc %memory %creds %stat %lstat \
			%fstat %%stat %statfs %fstatfs %%statfs %clock %pure; do
		same "$class of $bits-bit calls" "$(members strace $class ./every$bits)" \
			"$(members "$RASTRO" $class ./every$bits)"
	done
done
finish
