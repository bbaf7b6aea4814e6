#!/bin/bash
# Random scripts for rastro debug: it never crashes nor hangs, and leaves no broken process.
# SCRIPTS and SCRIPTS_FIRST say how many, and from which seed on: "make scripts" runs 10,000.
# timeout: 36000
set -u
. "$SOURCE/tests/tap.sh"

compile "$SOURCE/tests/hostile/scripts.c"
compile "$SOURCE/tests/hostile/scripted.c"
check "scripts come to their end, and so do programs" \
	./scripts "$RASTRO" ./scripted "${SCRIPTS_FIRST:-1}" "${SCRIPTS:-30}"
finish
