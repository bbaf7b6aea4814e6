#!/bin/bash
# Options that strace got after 6.1: there is nothing to compare with here.
set -u
. "$SOURCE/tests/tap.sh"

# --syscall-limit: the command goes on, without us.
cat >script <<'END'
true; true
echo done >finished
exit 3
END
"$RASTRO" --syscall-limit=5 -o out sh script
same "the limit does not end the command's work" "0" $?
until [ -s finished ]; do sleep 0.01; done
same "so many calls are shown" 5 "$(grep -c ' = ' out)"
"$RASTRO" --syscall-limit=2 -e trace=openat -o out sh script
same "only calls that are shown count" 2 "$(grep -c '^openat(.* = ' out)"
"$RASTRO" --syscall-limit=1000000 -o out sh script
same "a limit that is not reached changes nothing" 3 $?
"$RASTRO" -c --syscall-limit=4 -o out sh script
same "a summary counts so many" 4 "$(awk '$NF == "total" { print $4 }' out)"
"$RASTRO" -f --syscall-limit=3 -e trace=execve -o out sh -c '/bin/true; /bin/true; /bin/true'
same "it is for all processes together" 3 "$(grep -c 'execve(.* = 0' out)"
for wrong in 0 -1 x ''; do
	check "a wrong limit: '$wrong'" has "$("$RASTRO" --syscall-limit="$wrong" true 2>&1)" \
		"invalid --syscall-limit argument: '$wrong'"
done

# --tips
same "a tip has a frame" 2 "$("$RASTRO" --tips -o out true 2>&1 | grep -cE '^\+-+\+$')"
check "a full one has a number" has "$("$RASTRO" --tips=3,full -o out true 2>&1)" '^\| Tip 3 '
same "numbers begin again" "$("$RASTRO" --tips=0 -o out true 2>&1)" \
	"$(for i in $(seq 1 60); do "$RASTRO" --tips=id:$i -o out true 2>&1 | paste -sd @; done |
		grep -xF -m 1 "$("$RASTRO" --tips=0 -o out true 2>&1 | paste -sd @)" | tr @ '\n')"
same "none" "" "$("$RASTRO" --tips=none -o out true 2>&1)"
same "all lines are equally long" 1 "$(for i in $(seq 0 30); do
	"$RASTRO" --tips=$i,format:compact -o out true 2>&1; done | awk '{ print length }' | sort -u | wc -l)"
for wrong in x full,x id:x id:-1 format:3 format:random; do
	check "a wrong tip: $wrong" has "$("$RASTRO" --tips=$wrong true 2>&1)" \
		"invalid --tips argument: '$wrong'"
done

# Columns of wall-clock time stand beside the others.
"$RASTRO" -c -U name,calls,wall-total,wall-min,wall-max,wall-avg,total-time -S wall-max -o out sleep 0.05
same "wall-clock columns" "syscall calls wall-total wall-min wall-max wall-avg seconds" \
	"$(sed -n 1p out | xargs)"
check "a sleep takes time on the clock" has "$(sed -n 3p out)" '^clock_nanosleep +1 +[0-9]+\.[0-9]{6} '
check "but none of the processor's" has "$(sed -n 3p out)" ' 0\.00[0-9]{4}$'

# --no-seccomp-bpf
if [ -e /proc/self/status ] && grep -q '^Seccomp:.*0' /proc/self/status; then
	"$RASTRO" -f -e trace=execve -o out cat /proc/self/status >status
	check "with -f there is a filter" grep -q '^Seccomp:.*2' status
	"$RASTRO" -f --no-seccomp-bpf -e trace=execve -o out cat /proc/self/status >status
	check "unless it is not wanted" grep -q '^Seccomp:.*0' status
else
	skip "seccomp filters" "we have one ourselves"
fi
check "it is one or the other" has "$("$RASTRO" --no-seccomp-bpf --seccomp-bpf true 2>&1)" \
	'--no-seccomp-bpf and --seccomp-bpf are mutually exclusive'

# What a command has no option for is explained.
check "recording is not showing" has "$("$RASTRO" record -y -o recording true 2>&1)" \
	'a recording keeps all that is known: give this option to .*replay FILE'
check "by long names, too" has "$("$RASTRO" record --json -o recording true 2>&1)" 'replay FILE'
check "showing is not tracing" has "$("$RASTRO" replay recording --attach=1 2>&1)" \
	'this option is for what is traced'
"$RASTRO" record -o recording true
same "a recording without stacks says so, once" 1 \
	"$("$RASTRO" replay -k recording 2>&1 >/dev/null | grep -c 'the recording has no stacks')"
"$RASTRO" record -k -o recording true
same "one that has them does not" "" "$("$RASTRO" replay -k recording 2>&1 >/dev/null)"
same "nor does one that nobody asked" "" "$("$RASTRO" replay recording 2>&1 >/dev/null)"

# Names of what is run, who runs it, and what is shown of it
same "--argv0" renamed "$("$RASTRO" --argv0=renamed -o out sh -c 'echo $0')"
check "  is seen in execve" has "$(cat out)" '^execve\("[^"]*/sh", \["renamed", "-c", '
if [ "$(id -u)" = 0 ]; then
	same "-u by numbers" 65534:65533 "$("$RASTRO" -u 65534:65533 -e trace=none -o /dev/null sh -c 'echo $(id -u):$(id -g)')"
else
	skip "-u by numbers" "only root may"
fi
for name in -N --arg-names; do
	check "$name" has "$("$RASTRO" $name -e trace=chdir sh -c 'cd /' 2>&1)" '^chdir\(path="/"\) += 0'
done
check "--always-show-pid" has "$("$RASTRO" --always-show-pid -e trace=chdir sh -c 'cd /' 2>&1)" '^(\[pid +)?[0-9]+\]? chdir\('
for name in '-e trace-fds=' '-e trace-fd=' '-e fds=' '-e fd=' --trace-fds=; do
	same "$name" "closes 7" "$("$RASTRO" ${name}7 -e trace=close -o /dev/stdout sh -c 'exec 6</dev/null 7</dev/null 6<&- 7<&-' |
		sed -n 's/^close(\([67]\)) .*/closes \1/p')"
done
finish
