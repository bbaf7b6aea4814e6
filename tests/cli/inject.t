#!/bin/bash
# Tampering with calls: what expressions are refused, beside strace itself, and what
# becomes of the program.  (Traces under many expressions are compared by the
# differential tests.)
# timeout: 300
set -u
. "$SOURCE/tests/tap.sh"

mkdir ours
ln -s "$RASTRO" ours/strace

# said PROGRAM ARGUMENTS...: everything it wrote, and its exit status.
said()
{
	bash -c 'exec -a strace "$@"' - "$@" </dev/null 2>&1
	echo "exit status $?"
}

# agree WORD...: both say the same of this option.
agree()
{
	same "$*" "$(said "$theirs" -o /dev/null "$@" true)" "$(said "$PWD/ours/strace" -o /dev/null "$@" true)"
}

if theirs=$(command -v strace); then
	# Calls, and how expressions are cut.
	while read -r expression; do
		agree -e "$expression"
	done <<'END'
inject=
inject=:
inject
inject=foo
inject=all
inject=all:
inject=none
inject=none:error=EIO
inject=tuxcall
inject=tuxcall:
inject=tuxcall:foo
inject=tuxcall:foo=1
inject=tuxcall:error=EIO:foo
inject=tuxcall:error=EIO:
inject=tuxcall::error=EIO
inject=tuxcall:error=EIO::when=1
inject=tuxcall:error
inject=tuxcall:retval
inject=tuxcall:when
inject=foo:bar=1
inject=foo:when=1
inject=foo:retval=-1
inject=foo:retval=-1:bar
inject=tuxcall:retval=-1:when=0
inject=!none:when=1
inject=!all:error=EIO
inject=?foo:error=EIO
inject=,tuxcall,:error=EIO
inject=tuxcall@x32:error=EIO
inject=tuxcall@65:error=EIO
inject=tuxcall@65:foo
inject=/[:error=EIO
inject=/[:foo
inject=/^(tux).*$:error=EIO
inject=/^[[:alpha:]]$:error=EIO
inject=9999:error=EIO
inject=:error=EIO
inject=!:error=EIO
fault=
fault
fault=foo
fault=tuxcall
fault=tuxcall:error=EIO:error=EIO
fault=tuxcall:error=EFOO
fault=tuxcall:retval=1
fault=tuxcall:signal=1
fault=tuxcall:delay_enter=1
fault=tuxcall:poke_exit=@arg1=00
fault=tuxcall:syscall=getpid
fault=tuxcall:foo
fault=tuxcall:when=0
fault=tuxcall:when=1:when=2
faults=tuxcall
END
	# Actions.
	while read -r action; do
		agree -e "inject=tuxcall:$action"
	done <<'END'
error=
error=EFOO
error=0
error=1
error=4095
error=4096
error=-1
error=+1
error=01
error=0x1
error=1x
error=eio
error=ERESTARTSYS
error=ENOTSUPP
error=EWOULDBLOCK
error=EIO:error=EPERM
error=EIO:retval=1
retval=1:error=EIO
retval=1:retval=2
retval=
retval=x
retval=0x10
retval=08
retval=1x
retval=-0
retval=-1
retval=-4095
retval=-4096
retval=0xffffffff
retval=4294963200
retval=4294963201
retval=0x100000000
retval=9223372036854775807
retval=9223372036854775808
retval=18446744073709551616
signal=
signal=0
signal=1
signal=64
signal=65
signal=+1
signal=0x1
signal=SIGFOO
signal=kill
signal=SIGRT_1
signal=SIGRTMIN
signal=SIGRTMAX
signal=1,2
signal=all
signal=15:signal=16
syscall=getpid
syscall=getpid:error=EIO
error=EIO:syscall=geteuid
error=EIO:syscall=
error=EIO:syscall=foo
error=EIO:syscall=read
error=EIO:syscall=39
error=EIO:syscall=%pure
error=EIO:syscall=?getpid
error=EIO:syscall=getpid@64
error=EIO:syscall=getuid32
error=EIO:syscall=getpid:syscall=getpid
delay_enter=
delay_enter=0
delay_enter=1
delay_enter=1.5ms
delay_enter=.5
delay_enter=1m
delay_enter=-1
delay_enter=x
delay_enter=0x10
delay_enter=1e3
delay_enter=inf
delay_enter=99999999999999
delay_enter=1:delay_enter=2
delay_exit=1:delay_enter=2
delay_exit=1s:delay_exit=1s
poke_enter=
poke_enter=@
poke_enter=@arg1
poke_enter=@arg1=
poke_enter=@arg1=0
poke_enter=@arg1=00
poke_enter=@arg0=00
poke_enter=@arg7=00
poke_enter=@arg8=00
poke_enter=@arg10=00
poke_enter=@ARG1=00
poke_enter=arg1=00
poke_enter=@arg1=gg
poke_enter=@arg1=000
poke_enter=@arg1==00
poke_enter=@arg1=AbCd
poke_enter=@arg1=00,@arg1=01
poke_enter=@arg2=00,@arg1=01
poke_enter=,@arg1=00,,
poke_enter=@arg1=00:poke_enter=@arg2=00
poke_exit=@arg1=00:poke_enter=@arg1=00
poke_exit=@arg1=00:error=EIO
poke_exit=@arg1=00:poke_exit=@arg2=00
when=1
when=1:signal=CHLD
END
	# When.
	while read -r when; do
		agree -e "inject=tuxcall:error=EIO:when=$when"
	done <<'END'

0
1
65535
65536
99999999999999999999
1+
1+0
1+1
1+65535
1+65536
1..
1..0
1..1
2..1
1..2+
1..2+1
1..2+0
1..65534
1..65535
65535..65535
1+1..2
+1
..2
-1
0x1
01
x
1x
1+x
1..x
1..2x
1...2
1++
1+1+
1..2..3
1.
1 ..2
1:when=2
1:when=0
END
	agree --inject=tuxcall
	agree --inject=tuxcall:error=EIO
	agree --inject tuxcall:error=EIO
	agree --fault=tuxcall
	agree --fault=
	# Two characters make a byte, as far as they are a number.
	for bytes in 0g g0 0x61 6- -1 +1 --; do
		agree -e inject=tuxcall:poke_enter=@arg1=$bytes
	done
else
	skip "expressions are refused like strace does" "strace is not installed"
fi

check "a replay has no calls to tamper with" sh -c \
	'! "$1" replay -e inject=chdir:error=EIO recording 2>&1 | tee said | grep -v "does not belong to replay\|Try"' - "$RASTRO"

cat >program.c <<'C'
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Calls chdir() as often as it is told, and says what came of it. */
static int calls(int count)
{
	for (int i = 0; i < count; i++) {
		long result = syscall(SYS_chdir, "/nonexistent");

		printf("%ld %d\n", result, result < 0 ? errno : 0);
	}
	return 0;
}

static int memory(void)
{
	char buffer[8] = "before";
	int fd = open("/dev/null", O_RDWR);

	write(fd, buffer, 6);
	printf("%s\n", buffer);
	return 0;
}

static int edge(void)
{
	char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	munmap(pages + 4096, 4096);
	return write(open("/dev/null", O_RDWR), pages + 4094, 2) != 2;
}

static atomic_int tid;

static void *delayed(void *unused)
{
	tid = gettid();
	syscall(SYS_chdir, "/");
	return unused;
}

/* What /proc says of the other thread; "" as long as it is nobody. */
static const char *file_of_thread(const char *name)
{
	static char path[64], text[512];

	snprintf(path, sizeof(path), "/proc/self/task/%d/%s", tid, name);
	FILE *file = tid ? fopen(path, "r") : NULL;

	if (!file || !fgets(text, sizeof(text), file))
		text[0] = 0;
	if (file)
		fclose(file);
	return text;
}

static bool is_in_call(void)
{
	return strtol(file_of_thread("syscall"), NULL, 10) == SYS_chdir;
}

static bool has_made_call(void)
{
	char path[4096];

	return getcwd(path, sizeof(path)) && strcmp(path, "/") == 0 &&
	       strstr(file_of_thread("stat"), ") t ");
}

/* Ends when the other thread is where it will stay: before its call, or behind it; and
 * the tracer, which looks at the stops of all in turn, has come to that. */
static int threads(bool (*is_there)(void), int stops)
{
	pthread_t thread;

	pthread_create(&thread, NULL, delayed, NULL);
	while (!is_there())
		sched_yield();
	for (int i = 0; i < stops; i++)
		syscall(SYS_getppid);
	_exit(7);
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "memory") == 0)
		return memory();
	if (argc > 1 && strcmp(argv[1], "edge") == 0)
		return edge();
	if (argc > 1 && strcmp(argv[1], "before") == 0)
		return threads(is_in_call, 3);
	if (argc > 1 && strcmp(argv[1], "behind") == 0)
		return threads(has_made_call, 100);
	return calls(argc > 1 ? argv[1][0] - '0' : 3);
}
C
if ! cc -w -pthread -o program program.c 2>compiler-output; then
	skip "programs see it" "no compiler"
	finish
	exit
fi

# run OPTIONS...: what the program says; its trace is in "trace"
run()
{
	rm -f trace
	"$RASTRO" -o trace "$@" 2>errors
}

same "the program gets the error" "-1 2
-1 5
-1 2" "$(run -e trace=chdir -e inject=chdir:error=EIO:when=2 ./program 3)"
same "and the result" "7 0
7 0" "$(run -e inject=chdir:retval=7 ./program 2)"
same "a call that is not traced is left alone" "-1 2" \
	"$(run -e trace=none -e inject=chdir:retval=7 ./program 1)"
same "paths choose, too" "-1 2" "$(run -P /elsewhere -e inject=chdir:retval=7 ./program 1)"
for filter in "" "-f" "-f --seccomp-bpf"; do
	same "calls that run free otherwise stop (${filter:-no filter})" "-1 2
7 0" "$(run $filter -e trace=chdir,getppid -e inject=chdir:retval=7:when=2 ./program 2)"
done
check "a signal wants no filter" sh -c \
	'"$1" -d -f -o trace -e trace=chdir -e inject=chdir:signal=CHLD ./program 1 2>&1 | grep "no seccomp filter" && grep SIGCHLD trace' - "$RASTRO"
same "memory is changed before the call" "After!" \
	"$(run -e inject=write:poke_enter=@arg2=416674657221:when=1 ./program memory)"
check "and shown so" grep -qF '"After!", 6) = 6 (INJECTED: args)' <(tr -s ' ' <trace)
same "and after it" "After!" "$(run -e inject=write:poke_exit=@arg2=416674657221:when=1 ./program memory)"
run -e trace=write,chdir -e inject=write:poke_enter=@arg1=00:poke_exit=@arg2=00,@arg5=00:when=1 ./program memory >said
same "what cannot be written to is told, outside of the line" \
	"??? cannot write behind argument 1, to 0x3
write(3, \"before\", 6) = 6 (INJECTED: args)
??? cannot write behind argument 5: the call has none" "$(head -n 3 trace | tr -s ' ')"
run -e trace=write -e inject=write:poke_enter=@arg2=616263 ./program edge >said
same "what was written in part is told, and shown as it is" "??? cannot write behind argument 2, to ADDRESS
write(3, \"ab\", 2) = 2 (INJECTED: args)" "$(head -n 2 trace | tr -s ' ' | sed 's/0x[0-9a-f]*/ADDRESS/')"

run -c -U calls,errors,name -e trace=chdir -e inject=chdir:error=EIO:when=2 ./program 3 >said
check "a summary counts them" grep -qE '^ +3 +3 chdir$' trace

"$RASTRO" -e trace=chdir -o live -e inject=chdir:delay_exit=1us:error=EIO:when=2 ./program 3 >said
"$RASTRO" record -o recording -e trace=chdir -e inject=chdir:delay_exit=1us:error=EIO:when=2 ./program 3 >said
same "a recording keeps what was done" "$(cat live)" "$("$RASTRO" replay recording)"
same "JSON has it in members" '["retval"] true' \
	"$("$RASTRO" replay --json recording | sed -n 's/.*"injected":\([^]]*]\),"delayed":\(true\).*/\1 \2/p')"

# If a delay kept others, or nobody could end it, this would take an hour.
run -f -e trace=chdir,getppid,exit_group -e inject=chdir:delay_enter=3600s ./program before
same "a delayed thread keeps nobody, and ends with its process" 7 $?
same "  and others are shown meanwhile" 3 "$(grep -c 'getppid(' trace)"
run -f -e trace=chdir,getppid,exit_group -e inject=chdir:delay_exit=3600s ./program behind
same "after its call, too" 7 $?
check "  and that is marked" grep -qF '(DELAYED)' trace
same "delays end" "-1 2
-1 2
-1 2" "$(run -e inject=chdir:delay_enter=1ms:delay_exit=2ms ./program 3)"

# Leaving: the delay is over, and what was injected stays.  The signal goes on to the
# command, which is deaf to it.
rm -f trace
"$RASTRO" -I2 -o trace -e trace=chdir -e inject=chdir:delay_enter=3600s:retval=7 \
	sh -c 'trap "" TERM; exec ./program 1' >said 2>errors &
until grep -q chdir trace 2>/dev/null; do :; done
kill -TERM $!
wait $!
until grep -q . said; do :; done
same "who is left goes on at once, with what was injected" "7 0" "$(cat said)"
finish
