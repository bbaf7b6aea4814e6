#!/bin/sh
# What the documentation names is there: functions, and files it links to.
set -u
. "$SOURCE/tests/tap.sh"
cd "$SOURCE" || exit 1

same "functions that docs/PTRACE.md names exist" "" "$(
	grep -ohE '`[a-z][a-z0-9_]+\(\)`' docs/PTRACE.md | sort -u | tr -d '`()' |
	while read -r name; do
		grep -rqE "\b$name\(" --include='*.[ch]' src tools || echo "$name"
	done)"
same "links lead somewhere" "" "$(
	for file in *.md docs/*.md docs/decisions/*.md; do
		grep -oE '\]\([^)#:]+' "$file" | cut -c 3- | while read -r target; do
			[ -e "$(dirname "$file")/$target" ] || echo "$file: $target"
		done
	done)"
finish
