#!/bin/bash
# rastro peek and rastro poke: a process is looked at, and changed, and goes on.
set -u
. "$SOURCE/tests/tap.sh"
. "$SOURCE/tests/cli/subject.sh"

peek()
{
	"$RASTRO" peek "$subject" "$@" 2>&1
}

poke()
{
	"$RASTRO" poke "$subject" "$@" 2>&1
}

# Addresses differ, and what is said of them besides.
values()
{
	sed -E 's/^0x[0-9a-f]+ (<[^>]*>):/\1:/'
}

test_abi()
{
	local abi=$1

	start read 2
	peek >screen
	check "$abi: who it is" has "$(cat screen)" "^process +$subject\$"
	check "$abi: its command" has "$(cat screen)" '^command +\./subject read 2$'
	check "$abi: its ABI" has "$(cat screen)" "^abi +$abi\$"
	check "$abi: its parent" has "$(cat screen)" "^parent +$$ "
	check "$abi: threads, and the calls they are in" has "$(cat screen)" '^threads +3$'
	check "$abi: with descriptors by name" has "$(cat screen)" "S  read\\(0<$PWD/input>"
	check "$abi: descriptors" has "$(cat screen)" "^  1 +$PWD/output +O_WRONLY"
	check "$abi: signals" has "$(cat screen)" '^blocked +\[\]$'
	check "$abi: it fits on a screen" [ "$(wc -l <screen)" -lt 60 ]

	same "$abi: numbers" "<flag>:	0x00000000
<pair>:	7	8" "$(peek 'x/xw flag' 'x/2dh &pair' | values)"
	same "$abi: strings" '<greeting>:	"hello, world"' "$(peek 'x/s greeting' | values)"
	same "$abi: dump" '  68 65 6c 6c 6f                                    |hello|' \
		"$(peek 'dump greeting, 5' | cut -c 17-)"
	peek 'dump greeting, 5, dumped' >/dev/null
	same "$abi: dump into a file" hello "$(cat dumped)"
	check "$abi: find" has "$(peek 'find "hello, wor" in subject')" '<greeting>$'
	check "$abi: find numbers" has "$(peek 'find u32 0x1267 in subject')" '<known\+0x[0-9a-f]+>$'
	same "$abi: values" "*(u16 *)pair + ((u16 *)pair)[1] == 15 = 0x1  1" \
		"$(peek '*(u16 *)pair + ((u16 *)pair)[1] == 15')"
	check "$abi: symbols" has "$(peek '&flag')" '^&flag = 0x[0-9a-f]+  [0-9]+  <flag>$'
	same "$abi: strings in conditions" 1 "$(peek 'greeting ~ "hello*"' | sed 's/.* //')"
	same "$abi: variables" "chain = {first={next=0x, number=1}, second={next=NULL, number=-2}}
chain.first.next->number = -2
pair[1] = 8
*chain.first.next = {next=NULL, number=-2}" "$(peek 'var chain' 'var chain.first.next->number' 'var pair[1]' \
		'var *chain.first.next' | sed 's/0x[0-9a-f]*/0x/')"
	same "$abi: structures of the program" "{next=0x, number=1}
{next=NULL, number=-2}" "$(peek 'struct list[2] chain' | sed 's/0x[0-9a-f]*/0x/')"
	check "$abi: registers" has "$(peek regs)" '^  eflags +0x[0-9a-f]+ +\[.*IF.*\]$'
	check "$abi: and where they point" has "$(peek regs)" '^  [re]sp +0x[0-9a-f]+ +\[stack\]'
	check "$abi: all of them" has "$(peek 'regs all')" '^  mxcsr +0x1f80 +\[IM DM ZM OM UM PM\]$'
	check "$abi: instructions" has "$(peek 'x/2i $ip')" '^=> 0x[0-9a-f]+.*:	[a-z]'
	check "$abi: maps" has "$(peek maps)" "r-xp .*$PWD/subject\$"
	check "$abi: auxv" has "$(peek auxv)" '^  AT_PAGESZ +0x1000$'
	check "$abi: environment" has "$(FOO=bar peek env)" '^  SOURCE='
	check "$abi: limits" has "$(peek limits)" '^  open files +[0-9]'
	check "$abi: namespaces" has "$(peek namespaces)" '^  net:\[[0-9]+\] +ours$'
	check "$abi: json" has "$(peek --json 'x/2dh pair' | sed 's/"address":[0-9]*,//')" \
		'^\{"values":\[7,8\]\}$'
	check "$abi: json of registers" has "$(peek --json regs)" \
		'^\{"registers":\[\{"name":"[re]ax","value":[0-9]+'

	same "$abi: what is written" "*(u16 *)(pair + 2): 0x8 => 0x9
*(char *)greeting: 0x6568 => 0x4548" "$(poke '*(u16 *)(pair + 2) = 9' '*(char *)greeting = "HE"')"
	same "$abi: is there" "<pair>:	7	9
<greeting>:	\"HEllo, world\"" "$(peek 'x/2dh pair' 'x/s greeting' | values)"
	same "$abi: bytes" "*(u8 *)greeting: 0x4548 => 0x6968" "$(poke '*(u8 *)greeting = {68 69}')"
	finish_subject
	same "$abi: it goes on in its call" "read: 1 " "$said"

	start spin
	check "$abi: a register" has "$(poke '$xmm7 = {01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f 10}')" ' => '
	check "$abi: is as it was written" has "$(peek 'regs vector')" \
		'^  [xyz]mm7 +0x0*100f0e0d0c0b0a090807060504030201$'
	same "$abi: a symbol is a place" "flag: 0x0 => 0x1" "$(poke 'flag = 1')"
	wait_subject
	same "$abi: and nothing else has changed" "spin: 1 " "$said"
}

each_abi test_abi
start read
same "a structure" \
	"{st_mode=S_IFREG|0644, st_size=4711}" \
	"$(peek 'struct stat known' | sed -E 's/st_dev=.*(st_mode=[^,]*,).* (st_size=[0-9]*).*\}/\1 \2}/')"
same "structures in a row" '{iov_base="abc", iov_len=3}
{iov_base=0x8, iov_len=5}' "$(peek 'struct iovec[2] vector')"
check "what they point to, as far as it goes" has "$(peek 'struct msghdr message')" \
	'msg_iov=\[\{iov_base="abc", iov_len=3\}, \{iov_base=0x8, iov_len=5\}\]'
refused()
{
	check "$1 is refused" has "$("$RASTRO" "$2" "$subject" "$3" 2>&1)" "$4"
}
refused "no name" peek nonsense "nothing is called 'nonsense'"
refused "no register" peek '$xyz' "registers are"
refused "no memory" peek 'x/gx 8' 'cannot read 8 bytes at 0x8: nothing is mapped there'
refused "no structure" peek 'struct nothing 8' "no structure 'nothing' is described"
refused "no variable" peek 'var nothing' "no debugging information describes a variable 'nothing'"
refused "no member" peek 'var chain.third' "no member 'third'"
refused "no array" peek 'var flag[1]' "what is no array has no elements"
refused "no format" peek 'x/7q 8' 'x/ is followed by'
refused "nothing to find" peek 'find ""' 'nothing to find'
refused "what is nowhere" peek 'find {01 99 ab cd ef 17 42 00 91}' 'nowhere in readable memory'
refused "no place" poke '5 = 5' 'no place that can be written to'
refused "no value" poke 'flag' 'PLACE = VALUE is expected'
refused "no memory there" poke '*(u32 *)8 = 1' 'nothing is mapped there'
refused "a part of a number of bytes" poke '$xmm0 = {01}' 'takes \{16 bytes'
same "a failure has a status" 1 "$(peek nonsense >/dev/null; echo $?)"
finish_subject

# Why not.
start breed
until ended=$(sed -n 's/^child //p' output) && [ "$ended" ] &&
	grep -q '^State:.Z' "/proc/$ended/status"; do sleep 0.01; done
check "a zombie" has "$("$RASTRO" peek "$ended" 2>&1)" \
	"it has ended, and waits for its parent, process $subject \\(subject\\), to notice"
finish_subject
start read
"$RASTRO" -o traced -p $subject 2>/dev/null &
tracer=$!
until [ "$(sed -n 's/TracerPid:\t//p' /proc/$subject/status)" = $tracer ]; do sleep 0.01; done
check "another tracer" has "$(peek '$rip')" \
	"it is traced by process $tracer \\(.*\\) already, and nobody can have two tracers"
check "but what needs no stop is shown" has "$(peek)" "^tracer +$tracer "
kill $tracer
wait $tracer 2>/dev/null
check "ourselves" has "$(sh -c 'exec "$RASTRO" peek $$ "\$rip"' 2>&1)" "it is this program itself"
check "nobody" has "$("$RASTRO" peek 999999999 2>&1)" "there is no such process"
if grep -qs kthreadd /proc/2/comm; then
	check "a kernel thread" has "$("$RASTRO" peek 2 '$rip' 2>&1)" \
		"it is a thread of the kernel|it belongs to user 0"
else
	skip "a kernel thread" "none is visible"
fi
finish_subject
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	start hide
	check "another user's" has "$(setpriv --reuid 65534 --clear-groups "$RASTRO" peek $subject 2>&1)" \
		"it belongs to user 0, and this is user 65534: try as root"
	check "of which some things are told to everybody" \
		has "$(setpriv --reuid 65534 --clear-groups "$RASTRO" peek $subject 2>&1)" '^threads +1$'
	finish_subject
else
	skip "another user's" "not root"
fi
finish
