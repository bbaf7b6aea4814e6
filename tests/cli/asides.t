#!/bin/bash
# What is looked up beside calls: -e kvm=, -e namespace=.
set -u
. "$SOURCE/tests/tap.sh"

# Virtual processors.
for wrong in foo '' all VCPU vcpu,vcpu; do
	check "-e kvm='$wrong' is refused" has "$("$RASTRO" -e kvm="$wrong" true 2>&1)" \
		"invalid -e kvm= argument: '$wrong'"
done
for right in vcpu vcpu+; do
	check "-e kvm=$right is taken" "$RASTRO" -e kvm=$right -o out true
done
compile "$SOURCE/tests/cli/kvm.c"
./kvm
if [ $? = 0 ]; then
	"$RASTRO" -a1 -e trace=ioctl -e kvm=vcpu -o out ./kvm
	same "why it stopped stands behind the result" "KVM_RUN, 0) = 0 (KVM_EXIT_IO)
KVM_RUN, 0) = 0 (KVM_EXIT_HLT)" "$(sed -n 's/.*KVM_RUN/KVM_RUN/p' out)"
	if strace -e kvm=vcpu -o theirs true 2>/dev/null; then
		strace -a1 -e trace=ioctl -e kvm=vcpu -o theirs ./kvm
		same "as strace has it" "$(grep KVM_RUN theirs)" "$(grep KVM_RUN out)"
	fi
	"$RASTRO" -a1 -e trace=ioctl -e kvm=vcpu+ -o out ./kvm
	check "and all that is shared" has "$(cat out)" \
		'KVM_RUN, \{.*immediate_exit=0,.*\} => \{exit_reason=KVM_EXIT_IO,.*io=\{direction=KVM_EXIT_IO_OUT, size=1, port=0x3f8,'
	"$RASTRO" record -e kvm=vcpu+ -o recording ./kvm
	same "a replay shows it, too" "$(grep KVM_RUN out)" \
		"$("$RASTRO" replay recording -a1 -e trace=ioctl -e kvm=vcpu+ | grep KVM_RUN)"
	check "or less of it" has "$("$RASTRO" replay recording -a1 -e kvm=vcpu)" \
		'KVM_RUN, 0\) = 0 \(KVM_EXIT_HLT\)'
	check "or nothing" has "$("$RASTRO" replay recording -a1)" 'KVM_RUN, 0\) = 0$'
	check "JSON has it" has "$("$RASTRO" --json -e kvm=vcpu ./kvm 2>&1)" '"kvm_exit":"KVM_EXIT_HLT"'
else
	skip "virtual processors" "there is no KVM here"
fi

# Namespaces.
for wrong in foo '' all old; do
	check "-e namespace='$wrong' is refused" has "$("$RASTRO" -e namespace="$wrong" true 2>&1)" \
		"invalid -e namespace= argument: '$wrong'"
done
if unshare -Ur true 2>/dev/null; then
	# What the command says of itself at its end.
	cat >script <<'END'
exec unshare -Un sh -c 'readlink /proc/self/ns/net /proc/self/ns/user >inside'
END
	"$RASTRO" -f -a1 -e trace=unshare -e namespace=new -o out sh script
	same "namespaces that are entered stand behind the result" \
		"= 0 ($(paste -sd, inside | sed 's/,/, /'))" "$(sed -n 's/.*unshare(.*) = 0/= 0/p' out)"
	"$RASTRO" -f -a1 -e trace=unshare,clone,clone3 -o out sh script
	check "if that was asked for" sh -c "! grep -q net: out"
	"$RASTRO" -f -a1 -e trace=unshare,clone,clone3 -e namespace=new -o out \
		unshare -Upf true
	check "those of a child, too" has "$(cat out)" 'clone3?\(.* \(pid:\[[0-9]+\]\)$'
	"$RASTRO" record -f -e namespace=new -o recording sh script
	check "a replay shows them" has "$("$RASTRO" replay recording -f -e namespace=new)" \
		'unshare.* \(net:\[[0-9]+\], user:\[[0-9]+\]\)'
else
	skip "namespaces" "no new ones can be made here"
fi
finish
