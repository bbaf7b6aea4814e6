#!/bin/bash
# What rastro says to a command line, and how it exits, beside strace itself:
# under the name of strace both must print the same on standard error.
# timeout: 300
set -u
. "$SOURCE/tests/tap.sh"

if ! command -v strace >/dev/null; then
	echo "1..0 # SKIP strace is not installed"
	exit 0
fi
theirs=$(command -v strace)
mkdir ours
ln -s "$RASTRO" ours/strace

# Things to be run that cannot be.
mkdir directory
: >not-executable
echo garbage >garbage && chmod 755 garbage
printf '#!/nonexistent\n' >bad-interpreter && chmod 755 bad-interpreter
# A process id that nobody has.
nobody=4194303

# Process ids, addresses and times differ from run to run.
normalise()
{
	sed -E 's/Process [0-9]+/Process PID/; s/0x[0-9a-f]+/ADDRESS/g; s/[0-9]+\.[0-9]{3,}/TIME/g;
		s/[0-9]{2}:[0-9]{2}:[0-9]{2}/CLOCK/; s/^([0-9]{10}) /SECONDS /; s/^[0-9]+ +(\+\+\+)/PID \1/'
}

# said PROGRAM ARGUMENTS...: everything it wrote, and its exit status.
said()
{
	bash -c 'exec -a strace "$@"' - "$@" </dev/null 2>&1 | normalise
	echo "exit status ${PIPESTATUS[0]}"
}

# agree ARGUMENTS...: both say the same.
agree()
{
	same "$(printf '%q ' strace "$@")" "$(said "$theirs" "$@")" "$(said "$PWD/ours/strace" "$@")"
	rm -f out out.*
}

# Every line below is a command line; words are the shell's.
while read -r line; do
	case $line in
	'' | '#'*) continue ;;
	esac
	eval "agree $line"
done <<'END'
# Nothing to trace, unknown options, missing arguments
''
-Q
--foo
---x
--foo=bar true
-l
-0
--
-f
-e none
-A
-c
-w
-D
-S name
-p
-o
-s
-e
-P
--trace
--help=3
--follow-forks=3 true
-fo

# Numbers
-s x true
-s -1 true
-s '' true
-s 0x10 true
-s 99999999999 true
-s 1073741824 true
-s 1073741823 -e none true
-s +3 -e none true
-a x true
-a -5 true
-a '' true
-a 2147483648 true
-a 0 -e none true
--columns= true
--string-limit=x true
-I 0 true
-I 5 true
-I foo true
-I '' true
-I 1 -e none true
-I anywhere -e none true
-I always -e none true
-I waiting -e none true
-I NEVER -e none true
-I never_tstp -e none true
--interruptible=x true
-O foo true
-O 10foo true
-O 1us2 true
-O '' true
-O -1 true
-O s true
-O 0x10 true
-O 1.5 -e none true
-O 1e3 -e none true
-O .5 -e none true
-O +1 -e none true
-O . true
-O 1e400 true
-O ' 1' -e none true

# Sets of calls
-e '' true
-e foo true
-e trace true
-e foo=bar true
-e open=3 true
-e ' trace=open' true
-e trace= true
-e trace=, true
-e 'trace=!' true
-e 'trace=!,' true
-e trace=foo,bar true
-e trace=open,bar true
-e 'trace=!foo' true
-e 'trace=?foo' true
-e 'trace=??foo' true
-e 'trace=?!open' true
-e 'trace=!!open' true
-e 'trace=open read' true
-e trace=-1 true
-e trace=+1 true
-e trace=0x1 true
-e trace=9999 true
-e trace=01 true
-e trace=1 true
-e trace=1@64 true
-e trace=512 -e none true
-e trace=547@x32 -e none true
-e trace=512@64 true
-e trace=548 true
-e trace=none true
-e 'trace=!all' true
-e trace=all,none true
-e trace=none,open true
-e trace=none@32 true
-e trace=OPEN true
-e 'trace=/[' true
-e 'trace=/(' true
-e trace=/zzzz true
-e 'trace=?/zzzz' true
-e trace=%foo true
-e 'trace=?%foo' true
-e trace=% true
-e trace=%% true
-e trace=%%foo true
-e trace=%%file true
-e trace=%FILE true
-e trace=net true
-e trace=creds true
-e trace=clock true
-e trace=pure true
-e trace=%creds,clock true
-e trace=open@ true
-e trace=open@33 true
-e trace=open@32 true
-e trace=open@x32 true
-e trace=all@x32 true
-e trace=all@32 true
-e trace=0@32 true
-e trace=open@64@32 true
-e trace=/open@33 true
-e trace=/open@ true
-e trace=/open@32 true
-e trace=foo@64 true
-e trace=@64 true
-e trace=mmap2 true
-e trace=mmap2@32 true
-e trace=mmap2@64 true
-e t=foo true
-e abbrev=foo true
-e a=foo true
-e verbose=foo true
-e v=foo true
-e raw=foo true
-e x=foo true
--trace=foo true
--trace= true
--raw=foo true
--abbrev=foo true
--verbose=foo true

# Other sets
-e signal=foo true
-e signal= true
-e signal=, true
-e 'signal=!' true
-e signal=-1 true
-e signal=256 true
-e signal=all,int true
-e 'signal=?int' true
-e 's=!foo' true
-e signal=SIGRTMAX true
-e signal=SIGRT_33 true
-e signal=SIGRT_0 true
-e signal=SIGIOT true
-e signal=SIGCLD true
-e signal=SIGPOLL true
-e signal=SIGIO -e none true
-e signal=int,SIGTERM,9,RT_1,SIGRTMIN,SIGRT_32,SIGSTKFLT,sigchld -e none true
-e signal=0 -e none true
-e signal=255 -e none true
-e 'signal=!int' -e none true
-e signals=none -e none true
--signal=foo true
-e status=foo true
-e status= true
-e status=0 true
-e status=successful,foo true
-e status=SUCCESSFUL -e none true
-e 'status=!failed' -e none true
--status=foo true
-e quiet=foo true
-e quiet= true
-e quiet=1 true
-e quiet=ALL true
-e silent=foo true
-e silence=foo true
-e q=foo true
--quiet= true
--silent=foo true
-e quiet=attach,exit,path-resolution,personality,thread-execve,superseded -e none true
-e quiet=exit -e none true
-e quiet=exits -e none true
-e quiet=exit -e quiet=attach -e none true
-e 'quiet=!exit' -e none true
-e decode-fds=foo true
-e decode-fd=foo true
-e decode-fds= true
-e decode-fds=all,path true
-e decode-fds=PATH -e none true
--decode-fds=foo true
--decode-fds= true
-e decode-pids=foo true
-e decode-pid=foo true
--decode-pids=foo true
--decode-pids true
-e decode-pids=comm -e none true

-e kvm=foo true
-e kvm= true
-e kvm=vcpu -e none true
--kvm=vcpu -e none true
--kvm=x true
-e kvm true

# Times
--absolute-timestamps=foo true
--absolute-timestamps=time,foo true
--absolute-timestamps=format:foo true
--absolute-timestamps=precision:foo true
--absolute-timestamps= -e trace=exit_group true
--absolute-timestamps=time,unix -e trace=exit_group true
--absolute-timestamps=ns,us -e trace=exit_group true
--absolute-timestamps=format:unix,precision:ms -e trace=exit_group true
--absolute-timestamps=none -e trace=exit_group true
--timestamps=ns -e trace=exit_group true
-tttt -e trace=exit_group true
-r --absolute-timestamps=none -e none true
-r -t -e none true
-r -tt -e none true
--relative-timestamps=foo true
--relative-timestamps= true
--relative-timestamps=ns -e none true
--syscall-times=foo true
--syscall-times= true

# Forms
-X foo true
-X '' true
--const-print-style=raw -e none true
--strings-in-hex=foo true
--strings-in-hex= true
--strings-in-hex=none -e none true
-xxx -e none true
-yyy -e none true

# What does not go together
-f --follow-forks true
-ff --output-separately true
-t --absolute-timestamps true
-q --quiet=exit true
-q -e quiet=exit true
-x --strings-in-hex true
-y --decode-fds true
-y -e decode-fds=none true
-D --daemonize true
-c -C true
-C -c true
-c -C
-c -ff true
-ff -C true
-c --output-separately true
-ff -o '|cat' true
-ff -o '!cat' true
--output-separately -o '|cat' true
-U name true
-w true
-f --follow-forks -t --absolute-timestamps true
-x --strings-in-hex -D --daemonize true
-f --follow-forks -y --decode-fds true

# What is without effect
-A -e none true
-S time -e none true
--output-separately -e none true
-F -e none true
-F -f -e none true
-z -Z -e none true
-zz -e none true
--seccomp-bpf -e none true
--follow-forks --follow-forks -e none true
-c -T -e none true
-c -i -e none true
-c -n -e none true
-c -r -e none true
-c -t -e none true
-c --timestamps=unix -e none true
-c --timestamps=none -e none true
-c -y -e none true
-c -yy -e none true
-c --decode-fds=none -e none true
-c -Y -x -e none true
-C -T -i -e none true
-c -r -t -T -y -n -i -A -S time -e none true
-f --seccomp-bpf -b execve -e none true
--seccomp-bpf -b execve -e none true
-S name -A -z -Z --output-separately --seccomp-bpf -F -e none true
--output-separately -A -z -Z -e none true
-A --output-separately -f -e none true
-f --seccomp-bpf -p $nobody
-f --seccomp-bpf -e quiet=all -o /dev/null true
-f --seccomp-bpf -e trace=none -o /dev/null true
-f --seccomp-bpf -z -Z -A -o /dev/null true
-f --seccomp-bpf -p $nobody -e none true
--seccomp-bpf -p $nobody

# The summary
-S foo true
-c -S '' true
-c -S time,calls true
-c -S wall true
-c -S count -e none true
-c -S time_total -e none true
-U foo true
-c -U '' true
-c -U name,foo true
-c -U time,time true
-c -U calls -e trace=execve true
-c -U calls,errors -S name -e trace=execve,openat,access,close true
-c -U name,calls -S calls -e trace=execve,openat,access,mmap true
-c -U errors,name,calls -S nothing -e trace=execve,openat,access,mmap true
-c -e none true
-c -e trace=exit_group true

# The command
/nonexistent
nonexistent-command
directory
''
'true x'
-- ''
-c nonexistent-command
-o out nonexistent-command
-D nonexistent-command
-e none -- true
-e none ./directory
-e none ./not-executable
-e none ./garbage
-e none ./bad-interpreter
-e none sh -c 'exit 3'
-qq -e none sh -c 'exit 200'
-e none sh -c 'kill -9 $$'
-e none -e signal=none sh -c 'kill -9 $$'
-e none -e signal=hup sh -c 'kill -9 $$'
-e none -e signal=KILL sh -c 'kill -9 $$'
-e none -E A=b sh -c 'echo $A'
-e none -E A=1 -E A=2 sh -c 'echo $A'
-e none -E A=1 -E A sh -c 'echo $A'
-e none -E PATH true
-e none -E '' true
-e none -E =x true
-u nobody-of-that-name true
-u '' true
-u nobody-of-that-name /nonexistent
-e none -b execve true
-b foo true
-b '' true
-b execve,open true
--detach-on=foo true

# Processes
-p 0
-p -1
-p abc
-p 1,abc
-p ''
-p ,
-p ' '
-p ,$nobody
-p 99999999999
-p 0x1
-p ${nobody}x
-p $nobody
-p +$nobody
-p 0$nobody
-p $nobody,
-p $nobody -p $nobody
-p $nobody,$nobody
-p "$nobody $nobody"
-p $nobody -e none true
-p $nobody /nonexistent
-p 1 -D
-f -p $nobody
-I 3 -p $nobody

# Daemons
-DDDD -e none true
--daemonize=foo true

# Outputs
-o '' true
-o directory true
-o directory/none/x true
-o out -e none true
-A -o '|cat' -e none true
-o '|cat' -e none true
-o '!cat' -e none true
-f -o '|cat' -e trace=none true

# Paths
-P . -e none true
-P '' -e none true
-P /nonexistent/../x -e none true
-P . -e quiet=path-resolution -e none true
END

finish
