#!/bin/sh
# The manual is sound, and names the options that there are.
set -u
. "$SOURCE/tests/tap.sh"

if command -v mandoc >/dev/null; then
	# How scdoc sets paragraphs and lines is not for us to change.
	same "manual pages" "" "$(mandoc -T lint "$BUILD"/docs/rastro*.1 | grep -vE \
		'PP (empty|after)|longer than 80 bytes|lower case character')"

	long_options()
	{
		grep -oE -- '--[a-z][a-z0-9-]*' | sort -u
	}
	same "manual and help have the same options" \
		"$(for command in trace record replay step merge tree peek poke call serve debug; do "$RASTRO" $command --help; done | long_options)" \
		"$(mandoc -T ascii -O width=500 "$BUILD"/docs/rastro*.1 | col -b | long_options)"
else
	skip "manual page" "mandoc is not installed"
fi
finish
