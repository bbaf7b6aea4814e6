#!/bin/bash
# What the shells propose, given what rastro --completion prints.
set -u
. "$SOURCE/tests/tap.sh"

"$RASTRO" --completion bash >bash-completion
"$RASTRO" --completion zsh >zsh-completion
"$RASTRO" --completion fish >fish-completion

# bash WORDS...: what is proposed for the last one, sorted, the first five.
proposed_by_bash()
{
	bash -c '
		. ./bash-completion
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
		_rastro 2>/dev/null
		printf "%s\n" "${COMPREPLY[@]}"' - "$@" | sort | head -n 5 | paste -s -d ' '
}

bash_proposes()
{
	expected=$1
	shift
	same "bash: $*" "$expected" "$(proposed_by_bash "$@")"
}

bash_proposes "--output --output-append-mode --output-separately" rastro --ou
bash_proposes "trace-fds= trace=" rastro -e tra
bash_proposes "openat openat2" rastro -e opena
bash_proposes "epoll_create epoll_create1" rastro -e trace = epoll_cr
bash_proposes "read,epoll_create read,epoll_create1" rastro --trace = read,epoll_cr
bash_proposes "SIGILL SIGINT SIGIO" rastro --signal = SIGI
bash_proposes "failed" rastro -e status = fa
bash_proposes "always" rastro --color = al
bash_proposes "avg-time" rastro -S a
bash_proposes "root" rastro -u roo
bash_proposes "/etc/hostname" rastro -o /etc/hostn
bash_proposes "replay" rastro repl
bash_proposes "--capture-size" rastro record --cap
bash_proposes "" rastro replay --ca
bash_proposes "" rastro record --js
bash_proposes "--json" rastro replay file --js
: >trace-of-mine
bash_proposes "trace-of-mine" rastro replay trace-of
bash_proposes "trace-of-mine" rastro tree trace-of
bash_proposes "trace-of-mine" rastro merge trace-of-mine trace-of
bash_proposes "$$" rastro call $$
bash_proposes "--json" rastro peek $$ --js
bash_proposes "--force" rastro call $$ --fo
# What follows the command is its own.
bash_proposes "" rastro ls --ou
bash_proposes "trace-of-mine" rastro -f -o out cat trace-of
bash_proposes "" rastro -fo out cat --ou
bash_proposes "" rastro --trace = read cat --ou
bash_proposes "" rastro record -o out -- cat --ou
bash_proposes "--output --output-append-mode --output-separately" rastro -e ls --ou

if command -v fish >/dev/null; then
	proposed_by_fish()
	{
		HOME=$PWD fish -c ". ./fish-completion; complete -C '$1'" | cut -f 1 |
			sort | head -n 5 | paste -s -d ' '
	}
	for pair in 'rastro --ou:--output --output-append-mode --output-separately' \
			'rastro -e tra:trace-fds= trace=' \
			'rastro -e trace=opena:trace=openat trace=openat2' \
			'rastro -S a:avg-time' \
			'rastro record --capt:--capture-size' \
			'rastro replay --capt:' \
			'rastro replay trace-of:trace-of-mine' \
			'rastro -e read ls --seccomp:' \
			'rastro repl:replay'; do
		same "fish: ${pair%%:*}" "${pair#*:}" "$(proposed_by_fish "${pair%%:*}")"
	done
else
	skip "fish" "it is not installed"
fi

if command -v zsh >/dev/null; then
	check "zsh can read its completion" zsh -n zsh-completion
else
	skip "zsh" "it is not installed"
fi

check "another shell is refused" sh -c '! "$RASTRO" --completion csh'
finish
