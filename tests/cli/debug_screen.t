#!/bin/sh
# rastro debug on a terminal of tmux: what it shows at a stop fits, in width and in height,
# also after the terminal has got smaller.
. "$SOURCE/tests/tap.sh"

if ! command -v tmux >/dev/null || ! tmux -L "rastro-$$" -f /dev/null new-session -d true 2>/dev/null; then
	echo "1..0 # SKIP tmux does not work here"
	exit 0
fi
trap 'terminal kill-server 2>/dev/null' EXIT

terminal()
{
	tmux -L "rastro-$$" -f /dev/null "$@"
}

# type LINE...: as if at the keyboard.
type_in()
{
	for line in "$@"; do
		terminal send-keys -l "$line"
		terminal send-keys Enter
	done
}

# shows PATTERN: comes to show it, with the prompt below; what is shown is then in "screen".
shows()
{
	tries=0
	while [ $tries -lt 2000 ]; do
		terminal capture-pane -p >screen
		grep -q "$1" screen && [ "$(grep . screen | tail -n 1)" = '(rastro)' ] && return
		tries=$((tries + 1))
	done
	note <screen
	return 1
}

# Rules are drawn as wide as the terminal: one column less, for cursors.
widest()
{
	awk '{ if (length > widest) widest = length } END { print widest + 0 }' screen
}

cat >long.c <<'END'
#include <string.h>

static int filled(char *where, int with)
{
	memset(where, with, 32);
	return where[31];
}

int main(void)
{
	char a_text_that_is_long[] = "a text that is longer than a line of the terminal that it is shown in, by far, and goes on";
	return filled(a_text_that_is_long, 'x') + filled(a_text_that_is_long, 'y') + a_text_that_is_long[64];
}
END
cc -g -O0 -o long long.c

mkdir state
terminal kill-server 2>/dev/null
terminal new-session -d -x 100 -y 40 \
	"env HOME=$PWD XDG_STATE_HOME=$PWD/state TERM=screen '$RASTRO' debug ./long; cat"
check "a prompt comes" shows '(rastro)'
type_in 'break filled' run
check "a stop is shown with its source" shows '=> *5'
for part in registers code source stack frames; do
	check "  and with its $part" grep -q "^-- $part -*" screen
done
check "what was where the program began is gone: it fills the terminal" test "$(grep -c . screen)" -ge 34
check "  which is as wide as its rules, to a column" test "$(widest)" -ge 77
check "  and nothing is wider" test "$(widest)" -le 100
terminal resize-window -x 60 -y 20
type_in next
check "smaller, the next stop is shown" shows '=> *6'
check "  all of it" grep -q '^(rastro) next' screen
check "  and no line is broken in two" test "$(grep -c '^-- .*-$' screen)" = 5
same "  nor wider than the terminal" yes "$([ "$(widest)" -le 60 ] && echo yes)"
type_in 'p where' 'x/s where'
check "it goes on" shows 'xxxxxxxx'
type_in kill quit
tries=0
while [ $tries -lt 2000 ] && terminal capture-pane -p | grep . | tail -n 1 | grep -q '^(rastro)'; do
	tries=$((tries + 1))
done
check "quit ends it, with nobody left" test -z "$(pgrep -f "^$PWD/long")"
finish
