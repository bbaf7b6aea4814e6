#!/bin/bash
# SIGKILL while rastro lets go, of it or of whom it traces, at seeded moments:
# nobody stays stopped, nobody hangs.
# timeout: 300
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/leaving.c" -w
for killed in tracer tracee; do
	for seed in 1 2 3; do
		./leaving "$RASTRO" $seed 30 $killed
		same "seed $seed: the $killed is killed, thirty times" 42 $?
	done
done

finish
