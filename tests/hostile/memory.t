#!/bin/bash
# Every call with arguments that point nowhere, half somewhere, or to rubbish:
# each is shown once, in printable characters, whatever the options are.
# timeout: 600
set -u
. "$SOURCE/tests/tap.sh"

programs=$SOURCE/tests/differential/programs
abis=64
echo 'int main(void) { return 0; }' >probe.c
cc -m32 -static -o probe probe.c 2>/dev/null && abis="64 32"

# printable FILE: nothing in it but lines of printable ASCII.
printable()
{
	! LC_ALL=C grep -n -m 3 -P '[^\t\x20-\x7e]' "$1"
}

# The numbers of all calls after the filter was set, less those that are not made.
numbers_shown()
{
	sed '1,/SECCOMP\|prctl(0x16/d' "$1" | sed -n 's/^\[ *\([0-9]*\)\] [a-z_].*/\1/p'
}

numbers_made()
{
	if [ "$1" = 64 ]; then
		special='^(15|60|219|231|335|336)$'
		end=231
	else
		special='^(0|1|119|173|252)$'
		end=252
	fi
	seq 0 450 | grep -vE "$special"
	echo $end
}

for source in "$programs"/every_*.c; do
	# Those with a header of their own make some calls only.
	grep -q '"every.h"' "$source" || continue
	name=$(basename "$source" .c)
	for abi in $abis; do
		cc -std=gnu17 -w -m$abi -static -o $name $source || exit 1
		for options in "" "-v -s 200" "-yy -xx" "-X verbose -v" "-X raw -x" "-e raw=all" "-e verbose=none"; do
			timeout -s KILL 60 "$RASTRO" -n $options -o trace ./$name 2>errors
			status=$?
			same "$name, $abi bits, options '$options': ends well" "0 " "$status $(head -n 3 errors)"
			same "  every call is shown once" "$(numbers_made $abi)" "$(numbers_shown trace)"
			check "  in printable characters" printable trace
		done
		timeout -s KILL 60 "$RASTRO" record -o recording ./$name 2>errors
		same "  it can be recorded" "0 " "$? $(head -n 3 errors)"
		timeout -s KILL 60 "$RASTRO" replay recording -n -o trace 2>errors
		same "  and replayed" "0 " "$? $(head -n 3 errors)"
		same "  with every call" "$(numbers_made $abi)" "$(numbers_shown trace)"
		rm -f trace recording
	done
done

finish
