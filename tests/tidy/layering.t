#!/bin/sh
# The rooms of docs/ARCHITECTURE.md: a file of src/ includes its own folder and
# lower ranks only; and only the command line prints or exits.
set -u
. "$SOURCE/tests/tap.sh"
cd "$SOURCE/src" || exit 1

same "includes point down" "" "$(
	find . -name '*.[ch]' | sort | xargs awk '
	BEGIN {
		split("base 0 arch 1 event 2 calls 3 symbol 3 tracee 3 agent 4 describe 4 rules 4 output 4 " \
		      "engine 5 api 6 inspect 6 debug 7 serve 8 cmd 9", words)
		for (i = 1; i in words; i += 2)
			rank[words[i]] = words[i + 1]
	}
	/^[ \t]*#[ \t]*include[ \t]*"/ {
		split(FILENAME, path, "/")
		from = (3 in path) ? path[2] : "cmd"
		# The public header belongs to the outermost room of the library.
		if (path[2] == "rastro.h")
			from = "api"
		split($0, quoted, "\"")
		name = quoted[2]
		to = name ~ /\// ? substr(name, 1, index(name, "/") - 1) : \
		     name == "rastro.h" ? "api" : from
		if (!(from in rank))
			print FILENAME ": the folder " from " has no rank"
		else if (!(to in rank))
			print FILENAME ":" FNR ": includes " name ", which is in no folder of src/"
		else if (from != to && rank[to] >= rank[from])
			print FILENAME ":" FNR ": " from "/ (rank " rank[from] ") includes " name \
				" (rank " rank[to] ")"
	}')"

same "only cmd/ prints to standard streams or exits" "" "$(
	find . -name '*.[ch]' ! -path './cmd/*' ! -name main.c | sort |
	xargs grep -nE '\b(printf|puts|putchar|perror|warnx?|errx?|exit|quick_exit|abort) ?\(|\b(stdout|stderr)\b' |
	grep -vE ':[0-9]+:[ 	]*(/?\*|//)|/\* .*\b(printf|exit)\b.*\*/|_exit\(|format\(printf')"

# cmd/explain.c tells of their requests, and passes them on.
same "the tracee is touched by arch/, tracee/ and engine/ alone" "" "$(
	find . -name '*.[ch]' ! -path './engine/*' ! -path './tracee/*' ! -path './arch/*' \
		! -path './cmd/explain.c' | sort |
	xargs grep -nE '^#[ 	]*include[ 	]*<(sys|linux)/ptrace.h>|\b(process_vm_readv|ptrace) ?\(' |
	grep -vE ':[0-9]+:[ 	]*(/?\*|//)')"

finish
