#!/bin/bash
# --describe: descriptions of a user's own.
set -u
. "$SOURCE/tests/tap.sh"

examples=$SOURCE/examples/describe
cat >pumps.c <<'END'
#include <stdint.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

struct status { uint16_t index, state; uint32_t litres; };
struct order {
	uint32_t flags, count;
	const char *label;
	struct status *statuses;
	uint64_t deadline_ns;
};

int main(void)
{
	struct status statuses[2] = { { 0, 1, 5 } };
	struct order order = { 0x101, 2, "north", statuses, 7 };
	uint32_t litres = 12;
	int ends[2];

	ioctl(-1, _IO('P', 1), 0);
	ioctl(-1, _IOWR('P', 2, struct order), &order);
	ioctl(-1, _IOWR('P', 2, struct order), 1);
	ioctl(-1, _IOW('P', 3, uint32_t), &litres);
	ioctl(-1, _IO('P', 4), 4);
	nanosleep(&(struct timespec){ 0, 1 }, 0);
	if (pipe(ends) == 0 && write(ends[1], "abc", 3) == 3)
		ioctl(ends[0], FIONREAD, &litres);
	return 0;
}
END
compile "$PWD/pumps.c"

# Addresses differ from run to run.
plain()
{
	sed 's/0x7ff[0-9a-f]*/ADDRESS/g; s/0xff[0-9a-f]*/ADDRESS/g'
}
expected='ioctl(-1, PUMP_RESET) = -1 EBADF (Bad file descriptor)
ioctl(-1, PUMP_ORDER, {flags=PUMP_URGENT|PUMP_WAIT, count=2, label="north", deadline_ns=7}) = -1 EBADF (Bad file descriptor)
ioctl(-1, PUMP_ORDER, 0x1) = -1 EBADF (Bad file descriptor)
ioctl(-1, PUMP_LIMIT, [12]) = -1 EBADF (Bad file descriptor)
ioctl(-1, _IOC(_IOC_NONE, 0x50, 0x4, 0), 0x4) = -1 EBADF (Bad file descriptor)'

"$RASTRO" -a1 --describe "$examples/pump.sys" -e trace=ioctl -o out ./pumps
same "ioctls are decoded as they are described" "$expected" "$(grep 'ioctl(-1' out | plain)"
if cc -m32 -D_TIME_BITS=64 -D_FILE_OFFSET_BITS=64 -o pumps32 pumps.c 2>/dev/null; then
	"$RASTRO" -a1 --describe "$examples/pump.sys" -e trace=ioctl -o out32 ./pumps32
	same "and those of 32-bit programs" "$expected" "$(grep 'ioctl(-1' out32 | plain)"
else
	skip "and those of 32-bit programs" "this compiler makes none"
fi
"$RASTRO" record --describe "$examples/pump.sys" -o recording ./pumps
"$RASTRO" replay recording -a1 --describe "$examples/pump.sys" -e trace=ioctl >replayed
same "a replay shows the same" "$expected" "$(grep 'ioctl(-1' replayed | plain)"
"$RASTRO" record -o recording ./pumps
"$RASTRO" replay recording -a1 --describe="$examples/pump.sys" -e trace=ioctl >replayed
check "what was not recorded is shown by its address" has "$(plain <replayed)" \
	'^ioctl\(-1, PUMP_ORDER, \{.*label=(0x[0-9a-f]+|ADDRESS),'
check "JSON knows the descriptions, too" has \
	"$("$RASTRO" --json --describe "$examples/pump.sys" -e trace=ioctl ./pumps 2>&1)" 'PUMP_LIMIT'
check "there may be several, in any place" has "$("$RASTRO" --describe "$examples/pump.sys" \
	-e trace=ioctl --describe "$examples/binder.sys" ./pumps 2>&1)" PUMP_RESET

# What was known is replaced.
cat >mine.sys <<'END'
struct timespec { u64 seconds; u64 billionths; }
int clock_nanosleep(int clock, int how, in struct timespec *time, addr left) is clock named;
struct waiting { u16 low; u16 high; }
extend choice ioctl_args { FIONREAD (out struct waiting *waiting); }
END
check "structures and calls are replaced" has "$("$RASTRO" --describe mine.sys \
	-e trace=nanosleep,clock_nanosleep ./pumps 2>&1)" \
	'nanosleep\(.*\{seconds=0, billionths=1\}'
check "and what ioctls give" has "$("$RASTRO" -a1 --describe mine.sys -e trace=ioctl ./pumps 2>&1)" \
	'^ioctl\([0-9]+, FIONREAD, \{low=3, high=0\}\) = 0'
check "descriptions may come from a pipe" has \
	"$("$RASTRO" --describe <(cat "$examples/pump.sys") -e trace=ioctl ./pumps 2>&1)" PUMP_RESET

# Mistakes are told as compilers tell them, and nothing is run.
printf 'struct s { itn x; }\n\nextend choice ioctl_arg { 1 (); }\n' >wrong.sys
"$RASTRO" --describe wrong.sys touch ran 2>messages
same "mistakes end it" 1 $?
same "each has its line, and the nearest right word" \
	'wrong.sys:3: there is no choice ioctl_arg to extend; did you mean "ioctl_args"?
wrong.sys:1: unknown type itn; did you mean "int"?
rastro: cannot use descriptions: 2 mistakes' "$(sed 's|^.*/rastro:|rastro:|' messages)"
check "nothing is run" test ! -e ran
check "a file that is not there" has "$("$RASTRO" --describe nowhere true 2>&1)" \
	"cannot open descriptions 'nowhere': No such file or directory"
check "no file at all" has "$("$RASTRO" --describe . true 2>&1)" \
	"cannot read descriptions '.': Is a directory"
head -c 100000 /dev/urandom >noise.sys
"$RASTRO" --describe noise.sys true 2>messages
same "noise is full of mistakes" 1 $?
check "of which the first are told" test "$(wc -l <messages)" -le 24
for file in "$examples"/*.sys; do
	check "the example $(basename "$file") is right" "$RASTRO" --describe "$file" -o out true
done
finish
