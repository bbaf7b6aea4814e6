#!/bin/sh
# A call that lasts is shown when it begins, and the rest when it returns: together that is
# the line of a call that was over at once.
# timeout: 300
. "$SOURCE/tests/tap.sh"

# Every call of a golden program lasts longer than calls that are shown in one piece.
cat >slow <<'SH'
#!/bin/sh
"$REAL" -e inject=all:delay_enter=20000 "$@"
status=$?
sed -i 's/ (DELAYED)$//' trace
exit $status
SH
chmod +x slow
export REAL=$RASTRO

for name in ioctl_drivers ioctl_interfaces bpf keys statmount; do
	RASTRO=$PWD/slow "$SOURCE/tests/golden/run" $name >log 2>&1
	same "golden test $name, when its calls last" "" "$(grep '^not ok' log; grep '^# [-+]' log | head -n 20)"
done

finish
