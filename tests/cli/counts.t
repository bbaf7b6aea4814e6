#!/bin/sh
# No call is lost: of each kind as many are told as the kernel counted (perf stat, by its
# tracepoints).  Left out are the calls that the tracer makes in programs, for its agent.
# timeout: 300
. "$SOURCE/tests/tap.sh"

calls="read write openat newfstatat getdents64 lseek pread64 readlink access getpid statx
	wait4 rt_sigaction rt_sigprocmask brk ioctl fcntl pipe2 dup2 vfork clone execve"

events=$(for call in $calls; do printf 'syscalls:sys_enter_%s,' "$call"; done)

# The kernel's counts, as "NAME COUNT".
counted()
{
	sed -n 's/^\([0-9]*\),[^,]*,syscalls:sys_enter_\([a-z0-9_]*\),.*/\2 \1/p' counts |
		grep -v ' 0$' | sort | grep . || echo nothing
}

# Ours, of what perf started, from the execve on that it counts from.
told()
{
	awk 'NR == 1 { perf = $1 }
		$1 == perf { next }
		!child { child = $1 }
		$1 == child && !runs { runs = /execve.*= 0$/; next }
		match($0, /^[0-9]+ +[a-z0-9_]+\(/) { sub(/\(.*/, "", $2); count[$2]++ }
		END { for (name in count) print name, count[name] }' trace | sort >all
	for call in $calls; do
		grep "^$call " all
	done | sort
}

try()
{
	if ! command -v "$2" >/dev/null; then
		skip "$1" "$2 is not installed"
		return
	fi
	name=$1
	shift
	for engine in ptrace auto hybrid; do
		"$RASTRO" -f --engine=$engine -o trace perf stat -x, -o counts -e "${events%,}" -- "$@" \
			>/dev/null 2>&1 </dev/null
		same "$name, $engine" "$(counted)" "$(told)"
	done
}

if ! perf stat -x, -o counts -e "${events%,}" -- true >/dev/null 2>&1 || ! counted | grep -q read; then
	echo "1..0 # SKIP perf cannot count calls here"
	exit 0
fi

mkdir folder
for i in $(seq 100); do
	seq "$i" >folder/"$i"
done
try "a search" find /usr/share -maxdepth 2
try "an archive" tar cf archive folder
try "a shell and its commands" sh -c 'for i in 1 2 3; do cat folder/$i | wc -l; done; ls folder'
try "small reads" dd if=/dev/zero of=/dev/null bs=1 count=20000 status=none
try "a search in files" grep -r 99 folder
try "threads" python3 -c '
import os, threading
def work():
    for i in range(500):
        os.stat("."); os.getpid()
threads = [threading.Thread(target=work) for i in range(4)]
for thread in threads: thread.start()
for thread in threads: thread.join()'
try "a compiler" gcc -x c -c /dev/null -o object

finish
