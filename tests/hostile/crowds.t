#!/bin/bash
# A thousand threads at once, and ten thousand short processes: none is lost.
# timeout: 600
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/threads_many.c" -w
compile "$SOURCE/tests/hostile/processes_many.c" -w

timeout -s KILL 200 "$RASTRO" -f -e trace=getppid -o trace ./threads_many 1000
same "a thousand threads: the program's own status comes back" 42 $?
same "  every thread's call is shown" 1000 "$(grep -c 'getppid(.* = \|getppid resumed' trace)"
same "  and its end" 1001 "$(grep -c '+++ exited with 42 +++\|+++ exited with 0 +++' trace)"
same "  and nothing else" "" "$(grep -v 'getppid\|+++' trace | head -n 5)"

timeout -s KILL 200 "$RASTRO" -f --engine=hybrid -o trace ./threads_many 3000
same "three thousand threads that record themselves: the program's own status" 42 $?
same "  every thread's call is shown" 3000 "$(grep -c 'getppid(.* = \|getppid resumed' trace)"
same "  and its end, right behind its last call" 3000 \
	"$(awk '/\+\+\+ exited with 0/ && last[$1] ~ /exit/ { count++ } { last[$1] = $0 }
		END { print count }' trace)"

timeout -s KILL 200 "$RASTRO" -f -e trace=getppid -o trace ./processes_many 10000
same "ten thousand processes: the program's own status comes back" 42 $?
same "  every process's call is shown" 10000 "$(grep -c 'getppid(.* = \|getppid resumed' trace)"
same "  and its end" "3334 3333 3333 1" "$(for code in 0 1 2 42; do
	grep -c "+++ exited with $code +++" trace; done | paste -sd ' ')"
same "  and nothing else" "" "$(grep -v 'getppid\|+++\|--- SIGCHLD' trace | head -n 5)"

mkdir each
timeout -s KILL 200 "$RASTRO" -ff -e trace=getppid -o each/trace ./processes_many 2000
same "two thousand files with -ff" "42 2001" "$? $(ls each | wc -l)"

finish
