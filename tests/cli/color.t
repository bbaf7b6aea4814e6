#!/bin/sh
# Colour is for people at a terminal, and never moves a column.
. "$SOURCE/tests/tap.sh"

colourless()
{
	sed 's/\x1b\[[0-9;]*m//g'
}
escape=$(printf '\033')

"$RASTRO" -o plain -e trace=close,exit_group true
"$RASTRO" --color=always -o coloured -e trace=close,exit_group true
same "without its colours a line is the plain one" "$(cat plain)" "$(colourless <coloured)"
check "with --color=always there are colours" grep -q "$escape" coloured
"$RASTRO" -e trace=close true 2>piped
check "a file has none" sh -c "! grep -q '$escape' piped"
script -qec "env -u NO_COLOR TERM=xterm $RASTRO -e trace=close true" /dev/null >terminal </dev/null
check "a terminal has colours" grep -q "$escape" terminal
script -qec "env NO_COLOR=1 TERM=xterm $RASTRO -e trace=close true" /dev/null >terminal </dev/null
check "NO_COLOR is respected" sh -c "! grep -q '$escape' terminal"
finish
