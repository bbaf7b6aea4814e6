#!/bin/bash
# Control messages that send a careless reader round for ever.
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/cmsg_huge.c" -w
cp cmsg_huge cmsg_huge64
abis=64
if compile "$SOURCE/tests/hostile/cmsg_huge.c" -w -m32 2>/dev/null; then
	mv cmsg_huge cmsg_huge32
	abis="64 32"
fi

for abi in $abis; do
	for options in "" "-v" "-xx -yy" "-e abbrev=none -s 100000" "-e raw=all"; do
		timeout -s KILL 40 "$RASTRO" $options -e trace=sendmsg,recvmsg -o trace ./cmsg_huge$abi
		same "lengths near the end of memory are passed, $abi bits, options '$options'" 42 $?
		same "every call is there" 288 "$(grep -c '^\(sendmsg\|recvmsg\)(' trace)"
	done
	check "the output stays small" test "$(stat -c %s trace)" -lt 200000000
done

finish
