#!/bin/bash
# Kernels that lack what rastro uses, and sandboxes that deny it: it knows
# another way, and shows the same.
# timeout: 600
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/without.c" -w
./without call_info true
if [ $? != 0 ]; then
	echo "1..0 # SKIP no seccomp to be had here"
	exit 0
fi
here=$PWD
export REAL=$RASTRO
printf '#!/bin/sh\nexec "%s/without" $WITHOUT "$REAL" "$@"\n' "$here" >rastro
chmod +x rastro

for WITHOUT in call_info vm_readv vm_readv_at_all,proc_mem call_info,vm_readv,proc_mem; do
	export WITHOUT
	for program in $(grep -l '^// rastro:' "$SOURCE"/tests/programs/*.c); do
		name=$(basename "$program" .c)
		RASTRO=$here/rastro "$SOURCE/tests/golden/run" $name >log 2>&1
		same "without $WITHOUT: golden test $name" "" "$(grep '^not ok' log)"
	done
done

# The engine's own tests.  Those of filters need filters.
unit=$BUILD/tests/test_ptrace_engine
for without in call_info vm_readv call_info,vm_readv_at_all,proc_mem vm_writev scheduling,close_range; do
	if [ -x "$unit" ]; then
		same "without $without: the tests of the engine" "" \
			"$(./without $without "$unit" 2>&1 | grep '^not ok\|FAILED')"
	else
		skip "without $without: the tests of the engine" "they are not built"
	fi
done

export WITHOUT=filters
same "without filters: all calls stop, and the same are shown" "$("$REAL" -f -e trace=getppid sh -c 'echo $PPID' 2>&1 >/dev/null | grep -c getppid)" \
	"$(./rastro -f -e trace=getppid sh -c 'echo $PPID' 2>&1 >/dev/null | grep -c getppid)"
check "  and --debug says why" has "$(./rastro --debug -f -e trace=getppid true 2>&1)" "no seccomp filter: this kernel has no seccomp"

finish
