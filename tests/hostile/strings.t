#!/bin/bash
# Nothing that a program calls itself, or writes, reaches the terminal as it is.
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/strings.c" -w

printable()
{
	[ -s "$1" ] && ! LC_ALL=C grep -n -m 3 -P '[^\t\x20-\x7e]' "$1"
}

for options in "" "-y" "-yy" "-Y" "-x" "-xx" "-v -s 300" "-s 3" "-X verbose" "-e raw=all" "-e write=all" "-i -n"; do
	rm -rf work && mkdir work
	(cd work && timeout -s KILL 40 "$RASTRO" -f $options -o ../trace ../strings 2>../errors)
	same "with options '$options' the program's own status comes back" 7 $?
	check "  and the trace is printable" printable trace
	rm -rf work && mkdir work
	(cd work && timeout -s KILL 40 "$RASTRO" -f $options ../strings 2>../trace)
	check "  on standard error too" printable trace
done

rm -rf work && mkdir work
(cd work && timeout -s KILL 40 "$RASTRO" -f -yy --json -o ../trace ../strings 2>../errors)
same "as JSON the program's own status comes back" 7 $?
check "  and every line is an object in valid UTF-8" python3 -c '
import json, sys
for line in open("trace", "rb").read().split(b"\n")[:-1]:
    assert isinstance(json.loads(line.decode("utf-8")), dict), line
    assert not any(byte < 32 or byte == 127 for byte in line), line'

finish
