#!/bin/bash
# The sessions of docs/DEBUGGING.md go as it says.
# timeout: 300
set -u
. "$SOURCE/tests/tap.sh"

if ! ldconfig -p 2>/dev/null | grep -q 'libZydis\.so\.4\.0'; then
	echo "1..0 # SKIP libZydis is not installed"
	exit 0
fi
page=$SOURCE/docs/DEBUGGING.md
export PATH=$(dirname "$RASTRO"):$PATH

# The first block is the program.
sed -n '/^`tests/q; /^    /,$ { s/^    //p; /^$/p }' "$page" >orders.c
cc -g -O0 -o orders orders.c || echo "Bail out! its program cannot be compiled"

# Without what differs each time.
plain()
{
	sed -E 's/0x[0-9a-f]+/ADDRESS/g; s/ <[0-9.]+>//; s/=?[0-9]{6,}/N/g; s/instructions? //
		s/ +/ /g; s/^ //; s/100\.00 [0-9]+/100.00/'
}
# shows EXPECTED PRINTED: the lines of the first are among the second, in this order.
shows()
{
	awk 'NR == FNR { if ($0 != "...") { sub(/ ?\.\.\.$/, ""); wanted[++count] = $0 } next }
		at < count && index($0, wanted[at + 1]) == 1 { at++ }
		END { if (at < count) print "missing: " wanted[at + 1]; exit at < count }' "$1" "$2" || {
		cat "$2"
		return 1
	}
}
# Each command, and the lines that stand below it.
number=0
session()
{
	[ "$command" ] || return 0
	number=$((number + 1))
	if [ "${command%% *}" = gdb ] && ! command -v gdb >/dev/null; then
		skip "$command" "gdb is not installed"
		return
	fi
	bash -c "$command" </dev/null 2>&1 | plain >printed.$number
	plain <expected >expected.$number
	check "$command" shows expected.$number printed.$number
}
command=
while IFS= read -r line; do
	case $line in
	'    $ '*)
		session
		command=${line#'    $ '}
		: >expected
		;;
	'    '*)
		[ ! "$command" ] || echo "${line#'    '}" >>expected
		;;
	esac
done <"$page"
session
same "questions" 11 $number
finish
