# For test scripts (tests/*/*.t): what they share.  Read it in with
#
#	. "$SOURCE/tests/tap.sh"
#
# then call check, same or skip once for each test, and finish at the end.

tap_count=0
tap_scratch=$PWD

# A line for a person who reads about a failure.
note()
{
	sed 's/^/# /'
}

# check NAME COMMAND...: the command succeeds.  What it prints is shown when not.
check()
{
	tap_name=$1
	shift
	tap_count=$((tap_count + 1))
	if "$@" >"$tap_scratch/tap-output" 2>&1 </dev/null; then
		echo "ok $tap_count - $tap_name"
	else
		echo "status $? of: $*" | note
		note <"$tap_scratch/tap-output"
		echo "not ok $tap_count - $tap_name"
	fi
}

# same NAME EXPECTED ACTUAL: two texts are equal.
same()
{
	tap_count=$((tap_count + 1))
	if [ "$2" = "$3" ]; then
		echo "ok $tap_count - $1"
	else
		printf '%s\n' "$2" >"$tap_scratch/tap-expected"
		printf '%s\n' "$3" >"$tap_scratch/tap-actual"
		diff -u "$tap_scratch/tap-expected" "$tap_scratch/tap-actual" | note
		echo "not ok $tap_count - $1"
	fi
}

# skip NAME REASON: cannot be tested here.
skip()
{
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $1 # SKIP $2"
}

# has TEXT PATTERN: some line of the text matches the extended regular expression.
has()
{
	printf '%s\n' "$1" | grep -qE -- "$2" || {
		echo "nothing matches $2 in:"
		printf '%s\n' "$1"
		return 1
	}
}

# all_have NAME PATTERN...: a check for each, of what is in $said.
all_have()
{
	local name=$1 line

	shift
	for line; do
		check "$name: $line" has "$said" "$line"
	done
}

# compile SOURCE OPTIONS...: builds ./NAME from tests/programs/NAME.c or a path.
compile()
{
	tap_source=$1
	shift
	[ -f "$tap_source" ] || tap_source=$SOURCE/tests/programs/$tap_source.c
	cc -std=gnu17 -O1 -g -D_GNU_SOURCE -pthread "$@" -o "$(basename "$tap_source" .c)" "$tap_source"
}

finish()
{
	echo "1..$tap_count"
}
