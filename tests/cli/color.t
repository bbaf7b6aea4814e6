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

# Everything has a colour of its own, for whom that pleases.
colours_of()
{
	env "$@" "$RASTRO" --color=always -o coloured -a1 -e trace=openat \
		sh -c 'exec 3<>/dev/null' && grep /dev/null coloured | head -n 1 | sed 's/\x1b/E/g'
}
same "STRACE_COLORS: each key" \
	'E[1mopenatE[0mE[2m(E[0mE[3mAT_FDCWDE[0mE[2m,E[0m' \
	"$(colours_of STRACE_COLORS=syscall=1:punct=2:const=3 | sed 's/ .*//; s/openatE\[0m(/openatE[0mE[2m(E[0m/')"
check "strings are values" has "$(colours_of STRACE_COLORS=argval=36)" 'E\[36m"/dev/null"E\[0m'
check "but may differ" has "$(colours_of STRACE_COLORS=argval=36:string=35)" \
	'E\[35m"/dev/null"E\[0m'
check "results" has "$(colours_of STRACE_COLORS=retval=7)" '= E\[7m3E\[0m$'
env STRACE_COLORS=error=4 "$RASTRO" --color=always -o coloured -e trace=openat \
	sh -c 'exec 3</nowhere' 2>/dev/null
check "errors" has "$(sed 's/\x1b/E/g' coloured)" '= E\[4m-1 ENOENT \(No such file or directory\)E\[0m'
env STRACE_COLORS=argname=4:comment=5:call=6 "$RASTRO" --color=always -N -X verbose -o coloured \
	-e trace=openat,fstat,newfstatat -v cat /dev/null
check "names of arguments" has "$(sed 's/\x1b/E/g' coloured)" 'E\[4mdirfdE\[0m='
check "comments" has "$(sed 's/\x1b/E/g' coloured)" 'E\[5m/\* O_RDONLY.* \*/E\[0m'
env STRACE_COLORS=call=6 "$RASTRO" --color=always -v -o coloured -e trace=fstat,newfstatat \
	cat /dev/null
check "what looks like a call" has "$(sed 's/\x1b/E/g' coloured)" 'E\[6mmakedevE\[0m\('
all=syscall=1:argname=2:argval=3:call=4:const=5:comment=6:punct=7:retval=8:error=9
env STRACE_COLORS=$all "$RASTRO" --color=always -N -X verbose -y -o coloured \
	-e trace=openat,read,close cat /dev/null
"$RASTRO" -N -X verbose -y -o plain -e trace=openat,read,close cat /dev/null
same "the text is the same" "$(sed 's/0x[0-9a-f]*//g' plain)" \
	"$(colourless <coloured | sed 's/0x[0-9a-f]*//g')"
check "RASTRO_COLORS comes after" has "$(colours_of STRACE_COLORS=retval=7 RASTRO_COLORS=retval=1)" \
	'= E\[1m3E\[0m$'
for wrong in x retval= retval=x retval=7z :: =7 retval=$(printf '1;%.0s' $(seq 1 50)); do
	check "nonsense is nothing: $wrong" has "$(colours_of STRACE_COLORS="$wrong")" '= 3$'
done
finish
