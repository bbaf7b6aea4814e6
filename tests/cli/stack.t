#!/bin/bash
# Stacks (-k): the same frames as strace's, in programs of every make, and kept in recordings.
set -u
. "$SOURCE/tests/tap.sh"

cp "$SOURCE/tests/cli/stack.c" .
build()
{
	cc -std=gnu17 -O1 -g -D_GNU_SOURCE -pthread -fno-optimize-sibling-calls \
		-fno-inline "$@" stack.c
}
build -o dynamic
build -static -o static
build -static-pie -o static-pie
build -no-pie -o fixed
strip -o stripped dynamic

# Of its frames those that are the program's own: what a C library's are called depends on
# what is installed.
own()
{
	grep -vE '^ > .*(libc\.so|ld-linux|__libc_|libpthread)' | grep -vE '^ > .*\(\+0x0\)' |
		sed -E 's/si_pid=[0-9]+/si_pid=PID/; s/^\[pid +[0-9]+\]/[pid PID]/; s/^.*: Process [0-9]+/Process PID/
			s/^(getpid\(\) +=) [0-9]+/\1 PID/; s/(_error) .*/\1 ADDRESS/'
}

if command -v strace >/dev/null && strace -V | grep -q stack-trace; then
	agree()
	{
		same "the same frames: $*" "$(strace "$@" 2>&1 | own)" "$("$RASTRO" "$@" 2>&1 | own)"
	}
	agree -k -e trace=chdir ./dynamic
	agree -k -e trace=chdir ./dynamic deep 300
	agree -k -e trace=chdir -f ./dynamic thread
	agree -k -e trace=chdir,rt_sigreturn ./dynamic signal
	agree -k -e trace=none -e signal=USR1 ./dynamic signal
	agree -k -e trace=getpid ./dynamic made
	agree -k -e trace=exit_group ./dynamic
	agree -k -qq -e trace=exit_group ./dynamic
	agree -k -e trace=chdir ./stripped
	agree -k -e trace=chdir ./fixed
else
	skip "the same frames as strace's" "strace shows none here"
fi

# frames PROGRAM ARGUMENTS...: names of functions below the chdir, inside out.
frames()
{
	"$RASTRO" -f -k -e trace=chdir -e signal=none "$@" 2>&1 |
		sed -nE 's/^ > [^(]*\(([a-z_]*)\+0x.*/\1/p' | grep -xE 'deep|handler|thread|main|_start' |
		tr '\n' ' '
}
for program in dynamic static static-pie fixed; do
	same "frames of a $program program" "deep deep main _start " "$(frames ./$program)"
	same "frames of a signal's handler: $program" "handler main _start " \
		"$(frames ./$program signal)"
done
cp dynamic gone
same "frames of a deleted program" "deep deep main _start " "$(frames ./gone deleted)"
same "frames of a thread" "deep deep thread " "$(frames ./dynamic thread)"
same "frames after an exec" "deep deep main _start " "$(frames ./static exec)"
if build -m32 -o narrow 2>/dev/null; then
	same "frames of a 32-bit program" "deep deep main _start " "$(frames ./narrow)"
	same "frames of a handler of a 32-bit program" "handler main _start " \
		"$(frames ./narrow signal)"
fi

# A process that was there before: its image is found, too.
mkfifo go
./dynamic read <go &
joined=$!
exec 3>go
"$RASTRO" -k -e trace=chdir -o joined.txt -p $joined 2>attached 3>&- &
until grep -q attached attached; do sleep 0.01; done
exec 3>&-
wait
check "frames of a process that is joined" has "$(cat joined.txt)" '^ > .*/dynamic\(main\+0x'

# Names are readable, and so are places in the source.
cat >names.cc <<'CODE'
#include <unistd.h>
namespace house {
template <class Type> struct Room {
	static __attribute__((noinline)) int enter(Type, int n) { return chdir("/nowhere") + n; }
};
}
int main() { return house::Room<int>::enter(1, 2) == 7; }
CODE
if c++ -O0 -g -o names names.cc 2>/dev/null; then
	check "C++ names are demangled" has "$("$RASTRO" -k -e trace=chdir ./names 2>&1)" \
		'^ > /.*/names\(house::Room<int>::enter\(int, int\)\+0x[0-9a-f]+\) \[0x[0-9a-f]+\]$'
	check "-kk shows the source" has "$("$RASTRO" -kk -e trace=chdir ./names 2>&1)" \
		'Room<int>::enter\(int, int\)\+0x[0-9a-f]+\) \[0x[0-9a-f]+\] /.*names\.cc:4$'
	check "--stack-trace=source is the same" has \
		"$("$RASTRO" --stack-trace=source -e trace=chdir ./names 2>&1)" 'names\.cc:4$'
fi

# The limit, in words and in number.
same "--stack-trace-frame-limit" "3 1" "$("$RASTRO" -k --stack-trace-frame-limit=3 \
	-e trace=chdir -e signal=none ./dynamic deep 20 2>&1 |
	awk '/^ > \// { frames++ } /^ > too many stack frames$/ { words++ }
		END { print frames, words }')"
for wrong in 0 -1 x 1x ''; do
	check "a wrong limit: '$wrong'" has \
		"$("$RASTRO" -k --stack-trace-frame-limit="$wrong" true 2>&1)" \
		"invalid --stack-trace-frame-limit argument: '$wrong'"
done
check "a wrong form" has "$("$RASTRO" --stack-trace=all true 2>&1)" \
	"invalid --stack-trace argument: 'all'"
check "no stacks in a summary" has "$("$RASTRO" -c -k true 2>&1)" \
	'-k/--stack-trace has no effect with -c/--summary-only'

# Recordings carry stacks, and replay shows them when asked.
"$RASTRO" record -k -o kept ./static deep 3 2>/dev/null
same "a replay has the same frames" \
	"$("$RASTRO" -k -e trace=chdir,exit_group ./static deep 3 2>&1)" \
	"$("$RASTRO" replay kept -k -e trace=chdir,exit_group)"
same "a replay shows no frames unasked" "" "$("$RASTRO" replay kept | grep '^ > ')"
if command -v jq >/dev/null; then
	same "JSON has frames" "chdir __chdir main" "$("$RASTRO" replay kept --json |
		jq -r 'select(.call == "chdir") | .stack | map(.symbol) |
			"chdir", (.[0] | if . == "chdir" then "__chdir" else . end),
			(map(select(. == "main")) | .[0])' | paste -sd ' ')"
fi
finish
