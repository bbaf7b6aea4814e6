#!/bin/bash
# What a program can see of itself is what it sees without rastro, but for time,
# its numbers, TracerPid and its parent; and, where our filter is, what the
# kernel says of filters.
set -u
. "$SOURCE/tests/tap.sh"

cat >witness.sh <<'END'
# Less what differs from run to run, and what the shell does to itself.
grep -vE '^(State|Sig...|Pid|Tgid|Ngid|PPid|TracerPid|NSpid|NSpgid|NStgid|NSsid|Vm|Rss|Hugetlb|voluntary|nonvoluntary|Mems|SigQ)' /proc/$$/status
cat /proc/$$/limits /proc/$$/cgroup /proc/$$/oom_score_adj /proc/$$/personality /proc/$$/coredump_filter
# Policy, nice value, real-time priority; terminal; threads.
sed 's/.*) //' /proc/$$/stat | cut -d ' ' -f 5,6,16,17,18,38,39
chrt -p $$ | sed 's/pid [0-9]*//'
taskset -p $$ | sed 's/pid [0-9]*//'
for fd in /proc/$$/fd/*; do
	echo "${fd##*/} $(readlink $fd | sed 's/\[.*\]//')"
done
umask
pwd
env | sort
sh -c 'readlink /proc/$PPID/exe'
trap
# Of children, too.
grep -E '^(Sig[BIC]|Shd|Cap|NoNew|Cpus)' /proc/self/status
END
witness()
{
	# As of the same parent, with its signals.
	"$@" bash witness.sh 3</dev/null 2>/dev/null | sed "s|^_=.*||"
}

bare=$(witness env)
for options in "" "-f" "-f -e trace=%process" "-o log" "-f -c -o log" "-f -e trace=none -o log" "-D -o log" "-I 4 -o log" "-y -T -ttt -o log"; do
	traced=$(witness "$RASTRO" $options)
	# A filter cannot be hidden from /proc; without privileges neither can no_new_privs.
	case $options in
	*-f*trace*) hidden='^(Seccomp|Seccomp_filters|Speculation_\w+)'
		[ "$(id -u)" = 0 ] || hidden="$hidden|^NoNewPrivs" ;;
	# What records calls inside programs needs it, too.
	-f*) hidden='^$'
		[ "$(id -u)" = 0 ] || hidden='^NoNewPrivs' ;;
	*) hidden='^$' ;;
	esac
	same "options '$options' do not show" "$(echo "$bare" | grep -vE "$hidden")" "$(echo "$traced" | grep -vE "$hidden")"
done
same "nor does a recording" "$(echo "$bare" | grep -vE '^$')" "$(witness "$RASTRO" record -o recording | grep -vE '^$')"

# Signals that were blocked or ignored when rastro began are so in the program.
same "signals are as they were" "$(sh -c 'trap "" HUP USR1; grep "^Sig[PBIC]" /proc/self/status')" \
	"$(sh -c 'trap "" HUP USR1; "$RASTRO" -o log grep "^Sig[PBIC]" /proc/self/status')"

if [ "$(id -u)" = 0 ]; then
	cp "$(command -v id)" sid
	chmod 4755 . sid 2>/dev/null
	user="setpriv --reuid 65534 --regid 65534 --clear-groups"
	place=$(mktemp -d) && chmod 755 "$place" && cp -p sid "$place/sid" && chmod 4755 "$place/sid"
	for options in "" "-f" "-f -e trace=none"; do
		same "a setuid program has its rights, with '$options'" "$($user "$place/sid" -u)" \
			"$("$RASTRO" $options -o log $user "$place/sid" -u)"
	done
	rm -r "$place"
else
	skip "a setuid program has its rights" "needs the superuser"
fi

# A shell with jobs that stop and go on.
cat >jobs.sh <<'END'
set -m
# Waits until the shell itself knows of a job that stopped: to a tracer's eye it stands
# still at every call, too.
job_stops()
{
	until jobs -s | grep -q .; do :; done
}

# is PID STATES: waits until it is in one of them.
is()
{
	until sed 's/.*) \(.\).*/\1/' /proc/$1/stat | grep -q "[$2]"; do :; done
}

sleep 30 &
kill -STOP $!
job_stops
jobs %1 | sed 's/ *sleep.*//'
kill -CONT $!
is $! S
jobs %1 | sed 's/ *sleep.*//'
kill -KILL $!
while [ -e /proc/$! ]; do :; done
(kill -TSTP $BASHPID; exit 7) &
job_stops
fg %% >/dev/null
echo "foreground: $?"
END
for options in "-f" "-f -e trace=none" "-f -c"; do
	same "jobs of a shell stop and go on, with $options" "$(bash jobs.sh 2>/dev/null)" \
		"$(timeout -s KILL 60 "$RASTRO" $options -o log bash jobs.sh 2>/dev/null)"
done

finish
