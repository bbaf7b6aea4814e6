#!/bin/bash
# rastro serve, with gdb as its client.  Most of its time is that of gdb's start, some forty times.
# timeout: 300
set -u
. "$SOURCE/tests/tap.sh"

# gdb_runs PROGRAM: gdb with the commands of standard input; what it says is in $said.
gdb_runs()
{
	{
		printf 'set %s\n' 'pagination off' 'confirm off' 'sysroot /' 'height 0' 'width 0' \
			'startup-quietly on' 'debuginfod enabled off'
		cat
	} >commands
	said=$(timeout 100 gdb -nx -batch -x commands "$@" 2>&1)
}

# A command as gdb starts it, over a pipe.
over_pipe()
{
	gdb_runs "$1" < <(echo "target remote | exec '$RASTRO' serve - $*"; cat)
}

# serve ARGUMENTS...: in the background; its port is in $port.
serve()
{
	rm -f messages served-output
	touch messages
	"$RASTRO" serve "$@" <&0 >served-output 2>>messages &
	server=$!
	until grep -q '^Listening' messages || ! kill -0 $server 2>/dev/null; do sleep 0.01; done
	port=$(sed -n 's/^Listening on port //p' messages)
}

test_abi()
{
	local abi=$1

	over_pipe ./served <<-'END'
		break main
		continue
		print (int)getpid() > 0
		break hit
		continue
		backtrace 1
		info threads
		print by
		print 1000 + own
		thread apply 1 print 100 + own
		print real
		print $st0
		set var text = "after"
		delete
		continue
		print $_siginfo.si_signo
		stepi
		backtrace 1
		finish
		continue
	END
	for line in 'Breakpoint 1, main' 'hit Breakpoint 2, hit \(by=' '^#0 +hit \(by=' \
		'^\* [2-4] .*"served" hit \(by=' '= 1\.5$' '= 1002$' '= 101$' '^\$1 = 1$' '= 10$' 'received signal SIGUSR1' \
		'^#0 +on_signal \(' '^count 25, after$' 'exited with code 07'; do
		check "$abi: $line" has "$said" "$line"
	done
	check "$abi: how it ended" has "$said" '^Child exited with status 7$'

	over_pipe ./served <<-'END'
		break work
		continue
		set var $xmm3.v4_int32[1] = 77
		print $xmm3.v4_int32
		print $eflags
		set var $eax = 99
		print $eax
		next
		next
		info breakpoints
		print $_exitcode
		kill
	END
	check "$abi: a vector is written" has "$said" '^\$1 = \{.*, 77, '
	check "$abi: flags have names" has "$said" '^\$2 = \[ .*IF'
	check "$abi: a register is written" has "$said" '^\$3 = 99'
	check "$abi: lines are stepped over" has "$said" 'for \(int i = 0; i < THREADS; i\+\+\)$'
	check "$abi: it is killed" has "$said" '^Killing process\(es\): [0-9]+$'

	over_pipe ./served <<-'END'
		hbreak hit
		continue
		info breakpoints
		delete
		watch count if count > 7
		awatch real
		continue
		backtrace 1
		delete
		watch text
		continue
		handle SIGUSR1 nostop noprint pass
		continue
	END
	check "$abi: the hardware stops at an instruction" has "$said" 'hit Breakpoint 1, hit \('
	check "$abi: and where memory is written" has "$said" '^New value = ([89]|1[0-5])$'
	check "$abi: it runs to its end after that" has "$said" '^count 25, before$'

	over_pipe ./served <<-'END'
		break work
		continue
		handle SIGUSR1 nostop noprint pass
		catch syscall write
		continue
		continue
		delete
		continue
	END
	check "$abi: a call is caught" has "$said" "Catchpoint 2 \(call to syscall '?write'?\)"
	check "$abi: and its return" has "$said" "Catchpoint 2 \(returned from syscall '?write'?\)"
	check "$abi: calls run on" has "$said" 'exited with code 07'

	over_pipe ./served exec <<-'END'
		catch exec
		continue
		info registers pc
		break work
		continue
		delete
		handle SIGUSR1 nostop noprint pass
		continue
	END
	check "$abi: exec is caught" has "$said" 'Catchpoint 1 \(exec.d .*/served\)'
	check "$abi: the new program is stopped, too" has "$said" 'Breakpoint 2, work'
	check "$abi: a signal is passed" has "$said" '^count 25, before$'

	over_pipe ./served <<-'END'
		handle SIGUSR1 nostop noprint pass
		break main
		continue
		record btrace bts
		break work
		continue
		info record
		record function-call-history
		print $pc == &work || $pc == &work + 4
		reverse-stepi
		info symbol $pc
		reverse-continue
		print $_gthread
		stepi
		record instruction-history -
		continue
		catch syscall write
		break hit
		continue
		info threads
		delete 1-2
		disable 4
		continue
		info threads
		record function-call-history
		record stop
		delete
		continue
	END
	for line in 'Recorded [0-9]+ instructions in [0-9]+ functions \(0 gaps\)' '^[0-9]+.*main' \
		'^[0-9]+.*signal$' '^main.* in section' '^No more reverse-execution history' \
		'hit Breakpoint 4, hit \(by=' "call to syscall '?write" '^[0-9]+.*_IO_.*' '^count 25, before$' \
		'exited with code 07'; do
		check "$abi: history: $line" has "$said" "$line"
	done
	over_pipe ./served <<-'END'
		handle SIGUSR1 nostop noprint pass
		break main
		continue
		set record btrace bts buffer-size 1024
		record btrace bts
		info record
		break raise
		continue
		info record
		reverse-continue
		maintenance info btrace
		record goto end
		stepi
		info record
	END
	check "$abi: a short history" has "$said" '^Buffer size: 1kB'
	check "$abi: of the last instructions" has "$said" '^Recorded 12[0-9] instructions'
	same "$abi: without gaps" "" "$(grep -E '[1-9][0-9]* gaps' <<<"$said")"

	over_pipe ./served <<-'END'
		set breakpoint condition-evaluation target
		handle SIGUSR1 nostop noprint pass
		break hit if by == 1 && count >= 7
		continue
		print count >= 7
		x/2xb hit
		print *(unsigned char *)hit == 0xcc
		delete
		set dprintf-style agent
		dprintf hit,"by %d at %d\n", by, count > 100
		continue
	END
	check "$abi: a condition that the server tests" has "$said" '^\$1 = 1$'
	check "$abi: nobody sees a breakpoint" has "$said" '^\$2 = 0$'
	check "$abi: what it prints instead of a stop" has "$said" '^by 1 at 0$'
	check "$abi: it runs to its end with that" has "$said" '^count 25, before$'

	for way in fork vfork; do
		over_pipe ./served $way <<-'END'
			break hit
			continue
			print by
			continue
		END
		check "$abi: $way: its maker is stopped" has "$said" '^\$1 = 1$'
		check "$abi: $way: the new process meets nothing" has "$said" '^status 300$'
		check "$abi: $way: how it ended" has "$said" '^Child exited with status 5$'
	done
	over_pipe ./served fork <<-'END'
		set follow-fork-mode child
		break hit
		continue
		print by
		continue
	END
	check "$abi: a new process is followed" has "$said" '^\$1 = 3$'
	check "$abi: its maker is left" has "$said" '^Detaching from process [0-9]+$'
	check "$abi: how the new one ended" has "$said" '^Child exited with status 3$'
	{
		echo 'set remote fork-event-feature-packet off'
		echo "target remote | exec '$RASTRO' serve - ./served fork"
		printf '%s\n' 'break hit' 'continue' 'continue'
	} >remarks
	gdb_runs ./served <remarks
	check "$abi: who is not told of it loses nothing" has "$said" '^status 300$'
	over_pipe ./served fork <<-'END'
		catch fork
		continue
		info inferiors
		kill
	END
	check "$abi: a fork is caught" has "$said" 'Catchpoint 1 \(forked process [0-9]+\)'

	rm -f input output
	mkfifo input
	./served wait <input >output &
	subject=$!
	exec 7>input
	until grep -q ready output && grep -qE '^(0|3) ' /proc/$subject/syscall; do sleep 0.01; done
	serve -p $subject
	gdb_runs <<-END
		target remote :$port
		print count = 5
		print (int)getppid() == $$
		detach
	END
	wait $server
	same "$abi: it ends well" 0 $?
	check "$abi: its memory is changed" has "$said" '^\$1 = 5$'
	check "$abi: it calls" has "$said" '^\$2 = 1$'
	check "$abi: told" has "$(cat messages)" "^Attached; pid = $subject\$"
	check "$abi: told of the client" has "$(cat messages)" '^Remote debugging from host 127.0.0.1, port [0-9]+$'
	check "$abi: told of the end" has "$(cat messages)" "^Detaching from process $subject\$"
	same "$abi: nobody traces it" 0 "$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)"
	echo >&7
	exec 7>&-
	wait $subject
	same "$abi: it goes on in its call" "read 1, count 5" "$(grep -v ready output)"
}

# A client may stop what runs, and go away.
test_packets()
{
	over_pipe ./served <<-'END'
		handle SIGUSR1 nostop noprint pass
		break main
		continue
		info os
		info os processes
		info os threads
		info os files
		maint packet QNonStop:1
		maint packet QNonStop:0
		maint packet vCtrlC
		maint packet QProgramSignals:
		maint packet QThreadEvents:1
		maint packet vCont;c
		maint packet vCont;c
		maint packet Z0,0,1
		maint packet QThreadEvents:0
		maint packet k
	END
	check "the system has tables" has "$said" '^processes +Listing of all processes'
	check "processes with their users" has "$said" "^[0-9]+ +$(id -un) +\./served +[0-9]+ *$"
	check "threads" has "$said" '^([0-9]+) +\./served +[0-9]+ +[0-9]+ *$'
	check "files" has "$said" '^[0-9]+ +\./served +0 +.*$'
	check "nothing runs while others stand still" has "$said" 'received: "E5f"'
	check "threads are told of when they begin" has "$said" 'received: "T05.*create:;'

	# A signal that nobody has been given yet is not given to a program that is left.
	for list in '' '1e'; do
		./served wait <client-input >served-output &
		served=$!
		exec 9>client-input
		until grep -q ready served-output; do sleep 0.01; done
		kill -STOP $served
		gdb_runs < <(
			echo "target remote | exec '$RASTRO' serve - -p $served"
			echo "shell kill -USR1 $served; kill -CONT $served"
			echo 'handle SIGUSR1 stop'
			echo 'handle SIGCONT nostop noprint'
			echo 'continue'
			echo "maint packet QProgramSignals:$list"
			echo 'detach'
		)
		echo x >&9
		exec 9>&-
		wait $served
		check "it has stopped at a signal" has "$said" 'SIGUSR1'
		check "which is given to it: ${list:-never}" has "$(cat served-output)" \
			"^read 1, count $([ -n "$list" ] && echo 10 || echo 0)$"
	done
}

test_clients()
{
	exec 7<>client-input
	serve 127.0.0.1:0 ./served wait <&7
	gdb_runs ./served <<-END
		target remote :$port
		python
		import threading, os
		def interrupt():
		    while b'ready' not in open('served-output', 'rb').read(): pass
		    os.kill(os.getpid(), 2)
		threading.Thread(target=interrupt).start()
		end
		continue
		backtrace
		disconnect
	END
	check "what runs is interrupted" has "$said" 'received signal SIGINT'
	check "in its call" has "$said" '^#[0-9]+ .* wait_for_input \('
	gdb_runs ./served <<-END
		target remote :$port
		backtrace
		kill
	END
	check "another client finds it there" has "$said" '^#[0-9]+ .* wait_for_input \('
	wait $server
	check "told of its end" has "$(cat messages)" '^Killing process'
	exec 7>&-

	serve --once -o lines --trace=write,exit_group ./served </dev/null
	gdb_runs ./served <<-END
		target remote :$port
		break hit
		continue
		monitor trace tail
		delete
		handle SIGUSR1 nostop noprint pass
		catch syscall write
		continue
		continue
		monitor trace tail 8
		echo just one\n
		monitor trace tail 1
		monitor trace off
		monitor trace nonsense
		continue
	END
	wait $server
	check "traced meanwhile: nothing yet" has "$said" '^Nothing yet\.$'
	# A thread that was joined may end only now, between the call and its return.
	check "the last lines are shown" has "$said" \
		'^[0-9]+ +write\(1, "count 25, before\\n", 17( <unfinished \.\.\.>|\) = 17)$'
	same "as many as asked for" 1 "$(sed '1,/^just one$/d' <<<"$said" | grep -cE '^[0-9]+ ')"
	check "a signal is one of them" has "$said" '^[0-9]+ +--- SIGUSR1 '
	check "no such trace" has "$said" 'No such command'
	same "what is wanted is in a file" 2 "$(grep -cE 'SIGUSR1|write\(1, ' lines)"
	check "and nothing else" eval "! grep -qE 'mmap|exit_group|SIGTRAP' lines"

	serve --once ./served wait </dev/null
	exec 8<>/dev/tcp/127.0.0.1/$port
	exec 8>&-
	wait $server
	same "--once: it ends with its client" 0 $?
	check "and what it served is killed" eval \
		"! kill -0 $(sed -n 's/.*created; pid = //p' messages) 2>/dev/null"

	serve ./served wait </dev/null
	kill $server
	wait $server
	same "a signal ends it" 0 $?

	same "no such command" "$RASTRO: Can't stat 'no-such-command': No such file or directory" \
		"$("$RASTRO" serve - no-such-command 2>&1 </dev/null)"
	check "no such process" has "$("$RASTRO" serve -p 2147483647 2>&1)" 'No such process'
	check "nobody" has "$("$RASTRO" serve :0 2>&1)" 'must have either one COMMAND or one PID'
}

if command -v gdb >/dev/null; then
	mkfifo client-input
	compile "$SOURCE/tests/cli/served.c"
	test_abi x86_64
	test_clients
	test_packets
	if compile "$SOURCE/tests/cli/served.c" -m32 2>/dev/null; then
		test_abi i386
	else
		skip "i386" "no compiler for 32-bit programs"
	fi
else
	skip "gdb as a client" "gdb is not installed"
fi
finish
