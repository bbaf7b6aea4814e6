#!/bin/bash
# Numbers of processes in another PID namespace: ours stand beside them.
set -u
. "$SOURCE/tests/tap.sh"

if ! unshare -rpf true 2>/dev/null; then
	echo "1..0 # SKIP no PID namespaces for us here"
	exit 0
fi
# Prints nothing, and asks for processes in every way that a shell knows.
cat >script <<'END'
trap : USR1
kill -USR1 $$
kill -0 1
kill -0 4000000
true
END

# What a tracer shows of the first process inside, by names instead of numbers of ours.
inside()
{
	"$@" -f -o out unshare -rpf sh script 2>/dev/null
	awk '!first && /getppid\(\) += 0/ { first = $1 } first && $1 == first' out |
		sed -E "s/^[0-9]+(<[^>]*>)? +//; s/[0-9]+ (in strace's PID NS)/PID \\1/
			s/child_tidptr=0x[0-9a-f]+/child_tidptr=ADDRESS/; s/0x7f[0-9a-f]+/ADDRESS/
			s/si_.time=[0-9]+/si_time=N/g"
}
calls=trace=getppid,kill,clone,fork,vfork
if command -v strace >/dev/null && strace --decode-pids=pidns true >/dev/null 2>&1; then
	for options in "-e $calls --decode-pids=pidns" "-e $calls --pidns-translation" \
		"-e $calls --decode-pids=all" "-e $calls"; do
		same "as strace: $options" "$(inside strace $options)" "$(inside "$RASTRO" $options)"
	done
fi
lines=$(inside "$RASTRO" -e "$calls" --decode-pids=pidns)
check "what a call is given" has "$lines" "^kill\(1 /\* PID in strace's PID NS \*/, 0\)"
check "what there is not" has "$lines" '^kill\(4000000, 0\) .*ESRCH'
check "who sent a signal" has "$lines" "SIGUSR1 .*si_pid=[0-9]+ /\* PID in strace's PID NS \*/"
check "names belong to these numbers" has \
	"$(inside "$RASTRO" -e "$calls" -Y)" '^kill\(1<sh>, 0\) '
same "ours is the number that lines begin with" "yes" "$(
	"$RASTRO" -f -o out -e trace=getpid,getppid --pidns-translation unshare -rpf sh script 2>/dev/null
	sed -nE "s/^([0-9]+) +getpid\(\) += 1 \/\* ([0-9]+) in.*/\1 \2/p" out |
		awk '{ print $1 == $2 ? "yes" : "no" }' | sort -u)"
"$RASTRO" record -f -o kept unshare -rpf sh script 2>/dev/null
check "a replay has them" has "$("$RASTRO" replay kept --decode-pids=pidns -e trace=kill)" \
	"kill\(1 /\* [0-9]+ in strace's PID NS \*/"
check "JSON has them" has "$("$RASTRO" replay kept --json --decode-pids=pidns -e trace=kill)" \
	'"pid":\{"value":1,"pid":[0-9]+\}'
same "where there is one namespace there is nothing to say" "" \
	"$("$RASTRO" -f --decode-pids=pidns sh script 2>&1 | grep 'PID NS')"
check "a wrong word" has "$("$RASTRO" --decode-pids=x true 2>&1)" "invalid decode-pids 'x'"
finish
