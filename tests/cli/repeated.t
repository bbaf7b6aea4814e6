#!/bin/sh
# A call that comes again and again looks each time as if it came for the first time: with -T,
# where no line is kept, all but the durations is the same.
. "$SOURCE/tests/tap.sh"

cat >script <<'END'
for name in one two one two one two; do
	for times in 1 2 3 4; do
		cd . && cd /nowhere-$name 2>/dev/null
		: <script >/dev/null
	done
	(cd . && : <script)
done
END
"$RASTRO" record -f -o recording sh script 2>errors
same "it is recorded" "" "$(cat errors)"

try()
{
	"$RASTRO" replay $2 recording >kept 2>errors
	"$RASTRO" replay $2 -T recording | sed 's/ <[0-9.]*>$//' >anew
	same "$1" "" "$(diff kept anew | head -4)"
}

try "lines" ""
try "columns" "-a 70"
try "times that grow longer" "-r"
try "numbers of calls" "-n"
try "calls that failed" "-z"
try "constants as numbers" "-X raw"

many=$("$RASTRO" replay recording | grep -c 'openat(AT_FDCWD, "script"')
check "some come again" [ "$many" -gt 20 ]

finish
