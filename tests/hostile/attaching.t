#!/bin/bash
# A busy process is attached to, with calls recorded inside it, again and again; its tracer
# leaves, or is killed, at seeded moments: it goes on, and no call is lost or made twice.
# timeout: 300
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/attaching.c" -w
for threads in 1 4; do
	for seed in 1 2; do
		./attaching "$RASTRO" $seed 30 leave $threads
		same "$threads working threads, seed $seed: the tracer leaves, thirty times" 42 $?
		./attaching "$RASTRO" $seed 30 kill $threads
		same "$threads working threads, seed $seed: the tracer is killed, thirty times" 42 $?
	done
done

finish
