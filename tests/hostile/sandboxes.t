#!/bin/bash
# Programs that lock themselves, or others, in: namespaces, no_new_privs and
# filters of their own work as they do without a tracer.
# timeout: 600
set -u
. "$SOURCE/tests/tap.sh"

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
chmod 755 "$place"
cp "$RASTRO" "$place/rastro"
# Each user has a home of its own.
export HOME
home_make()
{
	HOME=$(mktemp -d -p "$place")
	chmod 777 "$HOME"
}

# As whom: root may have other rights than the rest of us.
users=("")
[ "$(id -u)" != 0 ] || users=("" "setpriv --reuid 65534 --regid 65534 --clear-groups")

# like_bare NAME COMMAND...: what it prints and how it ends, with every kind of filter of ours.
like_bare()
{
	name=$1
	shift
	bare=$(cd "$HOME" && timeout -s KILL 60 $user "$@" 2>/dev/null; echo "status $?")
	if [ "${bare##*status }" != "$expected" ]; then
		skip "$name" "it does not work here without a tracer either"
		return
	fi
	for options in "" "-e trace=none" "-e trace=%process,%file"; do
		same "$name, with -f $options" "$bare" "$(cd "$HOME" &&
			timeout -s KILL 120 $user "$place/rastro" -f $options -o /dev/null "$@" 2>/dev/null
			echo "status $?")"
	done
}

expected=5
for user in "${users[@]}"; do
	home_make
	if command -v bwrap >/dev/null; then
		like_bare "bubblewrap${user:+, as an ordinary user}" bwrap --ro-bind / / --unshare-all --proc /proc --dev /dev \
			sh -c 'echo $$ $(grep NoNewPrivs /proc/self/status); exit 5'
	else
		skip "bubblewrap" "bwrap is not installed"
	fi
done

expected=0
browser="chromium --headless --disable-gpu --dump-dom about:blank"
for user in "${users[@]}"; do
	home_make
	if ! command -v chromium >/dev/null; then
		skip "Chromium" "it is not installed"
	elif [ "$user" ] || [ "$(id -u)" != 0 ]; then
		like_bare "Chromium in its sandbox" $browser
	else
		like_bare "Chromium without its sandbox" $browser --no-sandbox
	fi
done

finish
