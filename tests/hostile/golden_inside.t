#!/bin/bash
# The golden programs' lines are the same where all calls are recorded inside programs that may be.
# timeout: 900
set -u
. "$SOURCE/tests/tap.sh"

printf '#!/bin/sh\nexec "%s" --engine=hybrid "$@"\n' "$RASTRO" >hybrid
chmod +x hybrid
for program in $(grep -l '^// rastro:' "$SOURCE"/tests/programs/*.c); do
	name=$(basename "$program" .c)
	mkdir "$name.d"
	RASTRO=$PWD/hybrid
	said=$(cd "$name.d" && "$SOURCE/tests/golden/run" "$name" 2>&1)
	case $said in
	*"# SKIP"*) skip "$name" "it is skipped in golden/$name, too" ;;
	*) same "$name" "" "$(printf '%s\n' "$said" | grep -v '^ok\|^1\.\.')" ;;
	esac
	rm -rf "$name.d"
done

finish
