#!/bin/bash
# As many calls are told, of each name, as the kernel itself counts (its raw_syscalls tracepoint).
#
# Of what the kernel counts those calls are left out that a program makes on behalf of its
# tracer: they concern memory where the agent is, or ask for it in the tracer's own way.
# timeout: 900
set -u
. "$SOURCE/tests/tap.sh"

tracing=/sys/kernel/tracing
mine=$tracing/instances/rastro-$$
# Elsewhere processes have other numbers than the kernel's own.
if [ "$(readlink /proc/self/ns/pid)" != "pid:[4026531836]" ] || ! mkdir "$mine" 2>/dev/null; then
	skip "as many calls are told as the kernel counts" "no tracefs, or none that we may use"
	finish
	exit 0
fi
trap 'echo 0 >"$mine/tracing_on"; echo 0 >"$mine/events/raw_syscalls/sys_enter/enable"; rmdir "$mine"' EXIT
echo 0 >"$mine/tracing_on"
echo 65536 >"$mine/buffer_size_kb"
echo 1 >"$mine/options/event-fork"
echo 1 >"$mine/events/raw_syscalls/sys_enter/enable"

cat >compare.py <<'END'
# compare.py PID COUNTED TOLD: how often each call was made from the second program of PID on.
import collections, re, sys

pid, counted, told = sys.argv[1:]
names = {}
for line in open("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"):
	found = re.match(r"#define __NR_(\w+)\s+(\d+)", line)
	if found:
		names[int(found[2])] = found[1]

AGENT = range(0x68000000, 0x80000000)
# Which argument tells of memory.
PLACES = {"mmap": 0, "munmap": 0, "mprotect": 0, "madvise": 0, "seccomp": 2}
MAP_FIXED_NOREPLACE = 0x100000

# Threads that make rings for the agent: what they are to close.
working = set()

def is_ours(tid, name, args):
	if name == "memfd_create" and args[0] in AGENT:
		working.add(tid)
		return True
	if name == "close" and tid in working:
		working.discard(tid)
		return True
	return (tid in working or (name in PLACES and args[PLACES[name]] in AGENT)
		or (name == "mmap" and bool(args[3] & MAP_FIXED_NOREPLACE))
		or (name == "prctl" and args[0] == 38))

kernel, ours = collections.Counter(), collections.Counter()
begun = False
for line in open(counted, errors="replace"):
	found = re.search(r"-(\d+) +\[\d+\].*sys_enter: NR (-?\d+) \(([0-9a-f, ]*)\)", line)
	if not found or found[2] == "-1":
		continue
	name = names.get(int(found[2]), found[2])
	if not begun:
		begun = found[1] == pid and name == "execve"
	elif not is_ours(found[1], name, [int(word, 16) for word in found[3].split(",")]):
		kernel[name] += 1

programs = 0
for line in open(told, errors="replace"):
	found = re.match(r"(\d+) +(\w+)\(", line)
	if not found:
		continue
	if programs == 2:
		ours[found[2]] += 1
	elif found[1] == pid and found[2] == "execve":
		programs += 1

print(sum(kernel.values()), file=sys.stderr)
for name in sorted(kernel.keys() | ours.keys()):
	if kernel[name] != ours[name]:
		print(f"{name}: {kernel[name]} by the kernel, {ours[name]} told")
END

# counted NAME COMMAND...: the shell that becomes the command waits until it is looked at.
counted()
{
	name=$1
	shift
	for how in "--engine=hybrid" "" "record --engine=hybrid"; do
		rm -f pid go trace
		mkfifo go
		timeout -s KILL 200 "$RASTRO" $how -f -o trace sh -c \
			'echo $$ >pid.new; mv pid.new pid; read line <go; exec "$@"' sh "$@" >/dev/null 2>errors &
		tracer=$!
		until [ -s pid ]; do kill -0 $tracer 2>/dev/null || break; done
		cat pid >"$mine/set_event_pid"
		echo 1 >"$mine/tracing_on"
		echo >go
		wait $tracer
		echo 0 >"$mine/tracing_on"
		cat "$mine/trace" >kernel
		lost=$(cat "$mine"/per_cpu/cpu*/stats | awk '/overrun|dropped/ { sum += $NF } END { print sum }')
		echo >"$mine/trace"
		case $how in
		record*) "$RASTRO" replay -f -o told trace 2>errors ;;
		*) mv trace told ;;
		esac
		if [ "$lost" != 0 ]; then
			skip "$name, $how" "there were more calls than the kernel could keep"
		else
			differences=$(python3 compare.py "$(cat pid)" kernel told 2>count)
			same "$name, ${how:-as ever}: $(cat count) calls, all told" "" "$differences"
		fi
	done
}

# Calls of each kind, of many processes, of several threads, and of compiled code.
counted find "$(command -v find)" "$SOURCE" /usr/share/doc -newer "$SOURCE/Makefile"
counted tar "$(command -v tar)" -cf archive -C "$SOURCE" src syscalls
counted ls "$(command -v ls)" -lR /etc /usr/lib/python3
counted sh /bin/sh -c 'for i in $(seq 100); do /bin/true; echo $i | cat; done'
counted python3 "$(command -v python3)" -c 'import json, http.client, email, asyncio'
counted cc "$(command -v cc)" -O1 -o counted-program -D_GNU_SOURCE "$SOURCE/tests/hostile/strings.c"
counted git "$(command -v git)" -C "$SOURCE" status
! command -v sqlite3 >/dev/null ||
	counted sqlite3 "$(command -v sqlite3)" base 'create table t (a); insert into t
		with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000) select i from n;'
compile "$SOURCE/tests/hostile/threads_many.c" -w
counted threads ./threads_many 100

finish
