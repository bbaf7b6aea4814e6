#!/bin/sh
# The manual page is sound.
set -u
. "$SOURCE/tests/tap.sh"

if command -v mandoc >/dev/null; then
	# How scdoc sets paragraphs and lines is not for us to change.
	same "manual page" "" "$(mandoc -T lint "$BUILD/docs/rastro.1" | grep -vE \
		'PP (empty|after)|longer than 80 bytes|lower case character')"
else
	skip "manual page" "mandoc is not installed"
fi
finish
