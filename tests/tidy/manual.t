#!/bin/sh
# The manual page is sound.
set -u

echo 1..1
if ! command -v mandoc >/dev/null; then
	echo "ok - manual page # SKIP mandoc is not installed"
	exit 0
fi
# How scdoc sets paragraphs and lines is not for us to change.
findings=$(mandoc -T lint "$BUILD/docs/rastro.1" |
	grep -vE 'skipping paragraph macro: PP (empty|after)|longer than 80 bytes|lower case character')
if [ "$findings" ]; then
	echo "$findings" | sed 's/^/# /'
	echo "not ok - manual page"
else
	echo "ok - manual page"
fi
