#!/bin/bash
# rastro serve, with lldb as its client.
set -u
. "$SOURCE/tests/tap.sh"

lldb=$(type -P lldb || type -P lldb-19 || type -P lldb-14)

# lldb_runs PROGRAM ARGUMENTS...: lldb with the commands of standard input, on what is served;
# what it says is in $said.
lldb_runs()
{
	rm -f messages
	touch messages
	"$RASTRO" serve --once :0 "$@" </dev/null >output 2>>messages &
	server=$!
	until grep -q '^Listening' messages || ! kill -0 $server 2>/dev/null; do sleep 0.01; done
	port=$(sed -n 's/^Listening on port //p' messages)
	{
		printf '%s\n' "target create $1" "gdb-remote 127.0.0.1:$port"
		cat
	} >commands
	said=$(timeout 100 "$lldb" -x -b -s commands 2>&1)
	wait $server
}

if [ -z "$lldb" ]; then
	skip "lldb as a client" "lldb is not installed"
	finish
	exit
fi
compile "$SOURCE/tests/cli/served.c"

lldb_runs ./served <<-'END'
	image list
	breakpoint set --name hit
	continue
	thread backtrace
	thread list
	print by
	print (int)getpid() > 0
	register write rbx 0x1234
	register read rbx ymm1 rip
	memory region $rip
	memory read --size 1 --format c --count 6 &text
	expression -- text[0] = 'B'
	breakpoint disable 1
	process handle SIGUSR1 --stop true
	continue
	thread step-inst
	continue
END
for line in '/served' 'libc\.so|ld-linux' 'stop reason = breakpoint 1\.1' 'served`hit\(by=1\)' \
	'frame #1: .*served`run' 'thread #4: tid = ' '\(int\) \$0 = 1$' 'true$' \
	'rbx = 0x0*1234$' 'ymm1 = \{' 'rip = 0x.* served`hit' 'r-x .*/served' 'before' \
	'stop reason = signal SIGUSR1' 'stop reason = instruction step into' \
	'exited with status = 7'; do
	check "$line" has "$said" "$line"
done
same "memory was written" "count 25, Before" "$(cat output)"
check "its end is told" has "$(cat messages)" '^Child exited with status 7$'

lldb_runs ./served <<-'END'
	breakpoint set --name work
	continue
	expression -- int $numbers[3] = {1, 2, 3}; $numbers[0] + $numbers[2]
	expression -- ({int sum = 0; for (int i = 0; i < 5; i++) sum += i; sum;})
	process plugin packet send _M2000,rw
	process plugin packet send _m10
	breakpoint disable 1
	process handle SIGUSR1 --stop false
	continue
END
for line in '\(int\) \$0 = 4$' '\(int\) \$1 = 10$' 'response: [0-9a-f]{8,}$' 'response: E02' \
	'exited with status = 7'; do
	check "memory of its own: $line" has "$said" "$line"
done
same "and the program runs on" "count 25, before" "$(cat output)"

lldb_runs ./served <<-'END'
	breakpoint set --name work
	continue
	breakpoint disable 1
	watchpoint set variable count
	continue
	thread list
	kill
END
check "a watchpoint is met" has "$said" 'stop reason = watchpoint 1'
check "and what it was" has "$said" '^old value: 0$'
check "it is killed" has "$said" 'exited with status = 9'
check "that is told" has "$(cat messages)" '^Killing process'

lldb_runs ./served fork <<-'END'
	breakpoint set --name hit
	continue
	print by
	continue
END
check "a fork is passed" has "$said" '\(int\) \$0 = 1$'
same "the new process meets nothing" "status 300" "$(cat output)"

for way in fork vfork; do
	lldb_runs ./served $way <<-'END'
		settings set target.process.follow-fork-mode child
		breakpoint set --name hit
		continue
		print by
		continue
	END
	check "$way: the new process is followed" has "$said" '\(int\) \$0 = 3$'
	check "$way: to its end" has "$said" 'exited with status = 3 '
	check "$way: its maker is left" has "$(cat messages)" '^Detaching from process'
	same "$way: and goes on" "status 300" "$(cat output)"
done

lldb_runs ./served vfork <<-'END'
	breakpoint set --name hit
	continue
	print by
	continue
END
check "after a vfork breakpoints are there again" has "$said" '\(int\) \$0 = 1$'
same "its child meets nothing" "status 300" "$(cat output)"

lldb_runs ./served <<-'END'
	breakpoint set --name work
	continue
	breakpoint disable 1
	detach
END
check "it is detached from" has "$(cat messages)" '^Detaching from process'
finish
