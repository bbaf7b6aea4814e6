#!/bin/bash
# rastro call: a process makes a call, and then goes on as if nothing had been.
set -u
. "$SOURCE/tests/tap.sh"
. "$SOURCE/tests/cli/subject.sh"

ours()
{
	"$RASTRO" call "$subject" "$@" 2>&1
}

test_abi()
{
	local abi=$1

	start read 2
	same "$abi: a call with a string" "openat(AT_FDCWD, \"/dev/null\", O_RDWR|O_CLOEXEC) = 3" \
		"$(ours 'openat(AT_FDCWD, "/dev/null", O_RDWR|O_CLOEXEC)')"
	same "$abi: it was made there" /dev/null "$(readlink /proc/$subject/fd/3)"
	same "$abi: -y" "lseek(3</dev/null>, 0, SEEK_CUR) = 0" \
		"$(ours 'lseek(3, 0, SEEK_CUR)' -y | sed 's/  *= / = /')"
	same "$abi: several, and room for what comes out" "pipe([4, 5]) = 0
write(5, \"abc\", 3) = 3
read(4, \"abc\", 100) = 3
close(4) = 0
close(5) = 0" "$(ours 'pipe(_)' 'write(5, "abc", 3)' 'read(4, _, 100)' 'close(4)' 'close(5)' |
		sed 's/  *= / = /')"
	same "$abi: structures" "socket(AF_INET, SOCK_DGRAM, IPPROTO_IP) = 4
connect(4, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0
getpeername(4, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(\"127.0.0.1\")}, [128 => 16]) = 0
close(4) = 0" "$(ours 'socket(AF_INET, SOCK_DGRAM, 0)' \
	'connect(4, {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr("127.0.0.1")}, 16)' \
	'getpeername(4, _, [128])' 'close(4)' | sed 's/  *= / = /')"
	same "$abi: members by name, lists" "prlimit64(0, RLIMIT_CORE, {rlim_cur=0, rlim_max=0}, NULL) = 0
poll([{fd=0, events=POLLIN}, {fd=3, events=POLLOUT}], 2, 0) = 1 ([{fd=3, revents=POLLOUT}])" \
		"$(ours 'prlimit64(0, RLIMIT_CORE, {rlim_max=0, rlim_cur=0}, NULL)' \
		'poll([{fd=0, events=POLLIN}, {3, POLLOUT}], 2, 0)' | sed 's/  *= / = /')"
	same "$abi: expressions" "write(3, \"hello\", 5) = 5" \
		"$(ours 'write(3, greeting, 2 + 3)' | sed 's/  *= / = /')"
	check "$abi: errors are results" has "$(ours 'close(99)')" \
		'^close\(99\) += -1 EBADF \(Bad file descriptor\)$'
	same "$abi: and no failure" 0 "$(ours 'close(99)' >/dev/null; echo $?)"
	maps=$(wc -l </proc/$subject/maps)
	ours 'stat("/", _)' >/dev/null
	same "$abi: memory is given back" "$maps" "$(wc -l </proc/$subject/maps)"
	same "$abi: nobody traces it" 0 "$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)"
	finish_subject
	same "$abi: it goes on in its call" "read: 1 " "$said"

	for how in epoll ppoll nanosleep; do
		start $how 1
		ours 'getppid()' 'stat("/", _)' >/dev/null
		finish_subject
		same "$abi: so does $how" "$how: 1 " "$said"
	done
	start spin
	ours 'getppid()' 'stat("/", _)' >/dev/null
	ours "read(0, flag, 1)" >/dev/null &
	caller=$!
	until grep -qE '^(0|3) ' /proc/$subject/syscall; do sleep 0.01; done
	finish_subject
	same "$abi: registers are as they were; a call may wait" "spin: 1 " "$said"
	wait $caller
}

each_abi test_abi
start read
check "--json" has "$(ours --json 'getpid()')" \
	'^\{"type":"call",.*"call":"getpid","nr":[0-9]+,"args":\{\},"result":'$subject
# ^C ends a call that waits, and leaves the program as it was.
ours 'read(0, _, 1)' >interrupted &
caller=$!
until [ "$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)" != 0 ] &&
	grep -q '^0 ' /proc/$subject/syscall; do sleep 0.01; done
kill -INT "$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)"
wait $caller
finish_subject
same "an interrupted call leaves no trace" "read: 1 " "$said"

start read
refused()
{
	same "$1 is refused" "1 rastro: $2" "$(ours "$3" >said; echo "$? $(sed "s|^$RASTRO: |rastro: |" said)")"
}
refused "no call" "there is no system call 'nothing'" 'nothing(1)'
refused "fork" "cannot have fork made: the new process would run on where this one was stopped" 'fork()'
refused "a wrong name" "cannot read 'O_NOTHING)': nothing is called 'O_NOTHING'" 'open("/", O_NOTHING)'
refused "too much" "cannot read 'close(1, 2)': more values than it has members, at '2)'" 'close(1, 2)'
refused "what does not fit" "cannot read 'close(0x100000000)': 0x100000000 does not fit in the 4 bytes of fd" 'close(0x100000000)'
refused "no end" "the string \"abc has no end: a \" is missing" 'write(1, "abc'
finish_subject

# A process that is stopped stays so.
start read 1
kill -STOP $subject
until grep -q '^State:.T' /proc/$subject/status; do sleep 0.01; done
same "a stopped process makes a call" "getppid() = $$" "$(ours 'getppid()' | sed 's/  *= / = /')"
check "and stays stopped" grep -q '^State:.T' /proc/$subject/status
kill -CONT $subject
finish_subject
same "until it is continued" "read: 1 " "$said"

# Signals that come meanwhile are for later.
start read
ours 'nanosleep({tv_sec=1000, tv_nsec=0}, NULL)' >/dev/null &
caller=$!
until grep -q '^35 ' /proc/$subject/syscall; do sleep 0.01; done
kill -USR1 $subject
tracer=$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)
kill -TERM "$tracer"
wait $caller 2>/dev/null
wait $subject
same "a signal that came meanwhile is delivered" $((128 + 10)) $?
exec 7>&-

# Calls that do not return.
start read 2
check "a call that ends it is told" has "$(ours 'exit_group(3)')" \
	"thread $subject ended, and does not return from the call"
wait $subject
same "and it has ended so" 3 $?
exec 7>&-

# Filters.
start filter
until grep -q filtered output && grep -q '^0 ' /proc/$subject/syscall; do sleep 0.01; done
if "$RASTRO" call $subject 'getpid()' >said 2>&1; then
	same "a filter that allows a call is asked" "getpid() = $subject" "$(sed 's/  *= / = /' said)"
	check "one that kills, too" has "$(ours 'getppid()')" \
		"its seccomp filter would kill it for getppid; --force"
	check "one that traps, too" has "$(ours 'getuid()')" "would send it SIGSYS for getuid"
else
	check "a filter that cannot be read is not risked" has "$(cat said)" \
		"it has a seccomp filter, which may kill the process .*--force takes that risk"
fi
same "but with --force" "getpid() = $subject" "$(ours --force 'getpid()' | sed 's/  *= / = /')"
check "what may have refused is said" has "$(ours --force 'getgid()')" \
	"it has a seccomp filter, which may have been what failed it"
check "a trap is kept from it" has "$(ours --force 'getuid()')" "filter of thread $subject answered by SIGSYS, which was kept from it"
check "and it lives" grep -q '^State:.S' /proc/$subject/status
check "what kills is told" has "$(ours --force 'getppid()')" \
	"process $subject was killed by SIGSYS: its seccomp filter does not allow this call"
finish_subject
start strict
until grep -q '^0 ' /proc/$subject/syscall && grep -q strict output; do sleep 0.01; done
check "strict mode is never risked" has "$(ours --force 'getpid()')" "strict seccomp mode"
finish_subject

check "no process" has "$("$RASTRO" call 0 'getpid()' 2>&1)" "'0' is no number of a process"
check "no call" has "$("$RASTRO" call 1 2>&1)" "must have a call to make"
finish
