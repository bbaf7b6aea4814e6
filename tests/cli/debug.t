#!/bin/bash
# rastro debug: scripts of commands, and what comes of them.
set -u
. "$SOURCE/tests/tap.sh"
. "$SOURCE/tests/debugger.sh"

test_abi()
{
	local abi=$1

	debug ./served <<-'END'
		# Comments, and blank lines, are nothing.

		starti
		info registers eflags
		hbreak main
		c
		x/i $ip
		p 6 * 7
		stepi
		si 2
		set $eax = 7
		p $eax
		set count = 100
		info breakpoints
		info threads
		kill
	END
	all_have "$abi" '^0x[0-9a-f]+ <(_start|ld-linux).*>$' '^\$eflags = 0x' '^  1    hbreak   main .*<main>$' \
		'^Breakpoint 1, 0x[0-9a-f]+ <main>' '^=> 0x.*<main>:' '^6 \* 7 = 0x2a  42$' \
		'^\$eax = 0x7  7$' '^count: 0x0 => 0x64$' 'hbreak   main .*\(met 1\)$' \
		'^  \*  [0-9]+ +0x.*<main\+0x[0-9a-f]+>' '^killed +[0-9]+$'

	debug ./served <<-'END'
		start
		watch count if *(s32 *)&count > 2
		c
		delete
		handle SIGUSR1 nostop noprint pass
		catch write entry if fd == 1
		c
		args
		set arg count = 9
		delete
		c
	END
	all_have "$abi" '^Temporary breakpoint 1, 0x' 'Watchpoint 2, count: 0x[0-9a-f]+ => 0x[0-9a-f]+, ' \
		'^  SIGUSR1 +no +no +yes' 'Catchpoint 3, write\(1, "count 25, before\\n", 17$' \
		'^  count +0x11$' '^count 25, before$' 'exited with status 7\]$'

	debug ./served <<-'END'
		log main {x:$eax} {s:text} {p:$ip}
		hbreak hit
		ignore 2 3
		commands 2
		echo met
		delete 2
		c
		end
		run
		signal 0
	END
	all_have "$abi" '^0x[0-9a-f]+ "before" main' '^(\[thread [0-9]+\] )?Breakpoint 2, 0x[0-9a-f]+ <hit>' \
		'^met$' '^SIGUSR1 \(User defined signal 1\), 0x' '^count 15, before$'

	debug ./served exec <<-'END'
		catch exec
		run
		info registers ip
		catch exit
		handle SIGUSR1 nostop
		c
		c
	END
	all_have "$abi" '^\[process [0-9]+ runs another program\]$' '^Catchpoint 1, a new program, ' \
		'^\[SIGUSR1 \(User defined signal 1\)\]$' '^Catchpoint 2, exit_group\(7' 'exited with status 7\]$'
}

test_forks()
{
	local abi=$1

	debug ./served fork <<-'END'
		follow child
		catch fork
		break hit
		run
		c
		p by
		delete
		c
	END
	all_have "$abi" '^Catchpoint 1, a new process [0-9]+, 0x' '^\[process [0-9]+ is followed, [0-9]+ runs on\]$' \
		'^Breakpoint 2, 0x.*<hit' '^by = 3$' '^\[process [0-9]+ exited with status 3\]$'

	debug ./served fork <<-'END'
		follow
		start
		watch count
		c
		c
	END
	all_have "$abi" '^follow +parent$' '^Watchpoint 2, count: 0x0 => 0x1, ' '^status 300$' \
		'^\[process [0-9]+ exited with status 5\]$'
	debug ./served vfork <<-'END'
		follow child
		catch vfork
		run
		info breakpoints
		c
	END
	all_have "$abi" '^Catchpoint 1, a new process [0-9]+ \(vfork\), 0x' 'vfork  .*\(met 1\)$' '^status 300$' \
		'^\[process [0-9]+ is followed, [0-9]+ runs on\]$' 'exited with status 3\]$'
}

# Both sides of a fork, or of a vfork, meet the breakpoints, one process after the other.
test_both()
{
	local abi=$1 way

	for way in fork vfork; do
		debug ./served $way <<-'END'
			follow both
			show detach-on-fork
			break hit
			run
			info inferiors
			p by
			c
			info inferiors
			c
			c
		END
		all_have "$abi, $way" '^detach-on-fork +off$' '^\[process [0-9]+ is debugged, too: inferior 2\]$' \
			'^\[inferior 2, process [0-9]+\] Breakpoint 1, 0x.*<hit' '^  \*  2 .*/served$' '^by = 3$' \
			'^\[process [0-9]+ exited with status 3\]$' '^\[inferior 1, process [0-9]+, is meant now\]$'
		check "$abi, $way: how the first one ended" has "$said" '^status 300$'
	done
	debug ./served fork <<-'END'
		set follow-fork-mode child
		set detach-on-fork off
		start
		watch count
		c
		info threads
		inferior 1
		thread 2.1
		kill inferiors 1
		info inferiors
		c
		c
	END
	all_have "$abi" '^\[inferior 2, process [0-9]+\] Watchpoint 2, count: 0x0 => 0x3, ' '^  \*  2\.1 .*<hit' \
		'^     1\.1 ' '^killed +[0-9]+$' '^  \*  2 ' '^\[process [0-9]+ exited with status 3\]$'
	debug ./served vfork <<-'END'
		follow both
		break hit
		run
		detach
		info inferiors
		c
		c
	END
	all_have "$abi" '^detached +[0-9]+$' '^  \*  1 ' '^Breakpoint 1, 0x' '^status 300$'
	printf '%s\n' 'follow both' 'break hit' run 'info threads' c kill >script
	said=$("$RASTRO" debug --json --batch -x script ./served fork 2>&1)
	all_have "$abi" '^{"event":"new","process":[0-9]+,"inferior":2,"creator":[0-9]+}$' '"number":"2.1"' \
		'"reason":"point","process":[0-9]+,"inferior":2,' '^{"event":"meant","process":[0-9]+,"inferior":1}$'
}

# A watchpoint ends with the frame of what it watches, not with the same function's others.
test_frames()
{
	local abi=$1

	debug ./frames <<-'END'
		break down if n == 2
		run
		delete
		watch mine
		c
		c
		finish
		info breakpoints
		c
	END
	all_have "$abi" '^Watchpoint 2, mine: 0x[0-9a-f]+ => 0x2, ' '^Watchpoint 2, mine: 0x2 => 0x3, ' \
		'^\[watchpoint 2, mine: its frame is gone\]$' '^  returned 0x3  3$' \
		'^\[process [0-9]+ exited with status 4\]$'
	same "$abi: and it is none of them any more" "points
4" "$(grep -A1 '^points' <<<"$said")"
}

test_calls()
{
	debug cat /etc/hostname <<-'END'
		catch openat entry if path ~ "*/hostname" and flags == O_RDONLY
		run
		set arg pathname = "/no/such/file"
		c
	END
	all_have "calls" 'Catchpoint 1, openat\(AT_FDCWD, "/etc/hostname", O_RDONLY$' \
		"/etc/hostname'?: No such file or directory" 'exited with status 1\]$'

	debug cat /etc/hostname <<-'END'
		catch %file entry if path == "/etc/hostname"
		run
		skip -EPERM
		c
	END
	check "a call is skipped" has "$said" '/etc/hostname.?: Operation not permitted'

	debug cat /etc/hostname <<-'END'
		catch openat if path == "/etc/hostname" and ret >= 0
		run
		stepi
		call getpid()
		delete
		c
	END
	all_have "a call behind the one that was caught" '^getpid\(\) += [0-9]+$' 'exited with status 0\]$'
	debug cat <<-'END'
		catch brk entry
		run
		call getpid()
	END
	check "and not within it" has "$said" 'stands in a call: '

	debug cat /etc/hostname <<-'END'
		catch openat if path == "/etc/hostname" and ret >= 0
		run
		again
		c
	END
	same "a call is made again" ") = 3 ) = 4" \
		"$(grep -o ') = [0-9]*$' <<<"$said" | paste -s -d ' ')"

	debug sh -c 'trap : USR1; kill -USR1 $$; exec true' <<-'END'
		handle SIGUSR1 nostop noprint
		catch rt_sigreturn return
		run
		again
	END
	check "but not where it came from elsewhere" has "$said" 'not where it made that call$'
	debug sh -c 'exec true' <<-'END'
		catch execve return if ret == 0
		run
		again
	END
	check "nor in a program that is new" has "$said" 'not where it made that call$'

	debug cat /etc/hostname <<-'END'
		catch openat("/etc/hostname") return if ret == 3
		run
		condition 1 ret == 4
		catch read(3) entry
		c
		catch close(x y)
	END
	all_have "calls with what they are about" '^Catchpoint 1, openat.*"/etc/hostname".* = 3$' \
		'^Catchpoint 2, read\(3' 'one "path", or the number of a descriptor'
}

test_scripts()
{
	debug true <<-'END'
		bt
	END
	check "half a place is none" has "$("$RASTRO" debug -e starti -e 'break +' true 2>&1)" "'\\+' is no place"
	check "what needs a process says so" has "$said" 'script:1: there is no process: '
	check "a script that fails is no success" [ "$("$RASTRO" debug -e nonsense true >/dev/null 2>&1; echo $?)" = 1 ]
	check "commands may be unclear" has "$("$RASTRO" debug -e 'sta' true 2>&1)" "'sta' may be start, starti"
	check "nobody" has "$("$RASTRO" debug -e run 2>&1)" 'which program\?'
	check "commands are listed" has "$("$RASTRO" debug -h)" '^  catch +stop at system calls'
	same "standard input is read, too" "one
two" "$(printf 'echo one\necho two\nquit\necho three\n' | "$RASTRO" debug)"

	said=$("$RASTRO" debug --explain --batch -e starti -e 'tbreak main' -e c -e stepi ./served 2>&1)
	all_have "explained" '^ptrace\(PTRACE_SEIZE, .* = 0  /\* starti: takes control' \
		'^pwrite\(mem, \{cc\}, 1, 0x[0-9a-f]+\) = 1  /\* c: inserts int3, a breakpoint \*/$' \
		'^wait4\(-1, 0x57f\) = [0-9]+  /\* c: it has stopped by SIGTRAP \*/$' \
		'/\* stepi: executes one instruction' 'it was killed by SIGKILL \*/$'

	if command -v python3 >/dev/null; then
		echo '{"id": 1, "command": "p \u0036 * 7"}' | "$RASTRO" debug --json -e 'catch openat' -e run -e 'p $rip' -e "i threads" cat /etc/hostname \
			>objects
		check "JSON" python3 -c '
import json
objects = [json.loads(line) for line in open("objects")]
assert objects[0]["point"]["number"] == 1
stop = next(o for o in objects if o.get("event") == "stop")
assert stop["reason"] == "entry" and stop["number"] == 1
assert stop["call"]["args"]["pathname"].startswith("/")
assert any(o.get("value") == stop["ip"] for o in objects)
assert objects[-1]["value"] == 42'
	fi
}

# What it stops at, as LINE, or as FUNCTION where lines are not known.
stops()
{
	grep -oE '(lines\.c:[0-9]+|__libc_start[a-z_]*|returned 0x[0-9a-f]+)' <<<"$said" |
		sed 's/lines\.c://; s/__libc_start.*/-/' | paste -s -d ' '
}

test_lines()
{
	local abi=$1

	debug ./lines <<-'END'
		start
		next
		next
		step
		step
		step
		finish
		up
		next
		next
		next
		until
		next
		next
		next
	END
	# The frame that "up" chose is shown with its line, too.
	same "$abi: lines are stepped" "21 23 24 16 9 10 16 returned 0x2 24 17 24 23 24 23 24 23" "$(stops)"

	debug ./lines <<-'END'
		start
		advance add
		backtrace
		info args
		finish
		advance 25
		print total
		print x+41
		backtrace 1
	END
	# x is a command of peek, too.
	all_have "$abi" '^x\+41 = 0x46  70$' \
		'in add \(a=1, b=1\) at lines\.c:9$' '^#1 .* in twice \(n=1\)' \
		'^a=1$' '^  returned 0x2  2$' ' at .*lines\.c:16$' ' at .*lines\.c:25$'
}

test_views()
{
	local abi=$1

	debug ./lines <<-'END'
		start
		list
		disassemble add
		telescope $sp, 2
		search u32 0x7fffff01 in lines
	END
	all_have "$abi" '^=> 21 +int i, x = argc;$' '^ +0x[0-9a-f]+ <\+0> +push' '<\+[0-9]+> +ret' \
		'^0x[0-9a-f]+ +\+0x[48] ' 'script:5: it is nowhere in readable memory$'

	debug ./lines <<-'END'
		start
		call getpid()
		call openat(AT_FDCWD, "/dev/null", O_RDONLY)
		queue SIGUSR2 5
		context
		c
		call getpid()
	END
	all_have "$abi" '^getpid\(\) += [0-9]+$' '^openat\(AT_FDCWD, "/dev/null", O_RDONLY\) = 3$' \
		'^\*0 ' '^SIGUSR2 \(User defined signal 2\), ' 'script:7: thread [0-9]+ is about to be given a signal'
}

# All that many threads do there is met, by each of them.
test_breakpoints()
{
	local abi=$1

	debug ./served <<-'END'
		log hit by={by}
		handle SIGUSR1 nostop noprint pass
		run
	END
	same "$abi: no thread misses a breakpoint" 15 "$(grep -c '^by=1$' <<<"$said")"

	debug ./served <<-'END'
		break hit if $esp != 0 and count > 6
		run
		p count
		info breakpoints
		x/2xb $ip
		delete
		handle SIGUSR1 nostop
		c
	END
	all_have "$abi" 'Breakpoint 1, 0x.*<hit' '^count = ([7-9]|1[0-5])$' 'if \$esp != 0 and count > 6  \(met 1\)$' \
		'^count 25, before$'

	debug ./served <<-'END'
		tbreak puts if 0
		break printf
		handle all nostop noprint
		run
		finish
	END
	all_have "$abi" '^  2    break    printf            pending$' '^Breakpoint 2, .*printf' \
		' at .*served\.c:[0-9]+$' '^  returned 0x11  17$'
}

test_attached()
{
	rm -f input output
	mkfifo input
	./served wait <input >output &
	subject=$!
	exec 7>input
	until grep -q ready output && grep -qE '^(0|3) ' /proc/$subject/syscall; do sleep 0.01; done
	said=$("$RASTRO" debug -p $subject -e 'set count = 5' -e 'detach --stopped' --batch 2>&1)
	all_have "attached" '^0x[0-9a-f]+ <' '^count: 0x0 => 0x5$' "^detached +$subject\$"
	until grep -q '^State:.T (stopped)' /proc/$subject/status; do sleep 0.01; done
	kill -CONT $subject
	echo >&7
	exec 7>&-
	wait $subject
	same "it goes on" "ready
read 1, count 5" "$(cat output)"
}

compile "$SOURCE/tests/cli/served.c"
compile "$SOURCE/tests/cli/lines.c" -O0
compile "$SOURCE/tests/cli/frames.c" -O0
test_abi x86_64
test_lines x86_64
test_breakpoints x86_64
test_views x86_64
test_forks x86_64
test_both x86_64
test_frames x86_64
test_attached
test_calls
test_scripts
if compile "$SOURCE/tests/cli/served.c" -m32 2>/dev/null; then
	compile "$SOURCE/tests/cli/lines.c" -O0 -m32
	compile "$SOURCE/tests/cli/frames.c" -O0 -m32
	test_abi i386
	test_lines i386
	test_breakpoints i386
	test_views i386
	test_forks i386
	test_both i386
	test_frames i386
else
	skip "i386" "no compiler for 32-bit programs"
fi
finish
