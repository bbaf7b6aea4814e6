# For tests that look at a process: one to be looked at.  Read in behind tap.sh.

# start HOW [THREADS]: a subject that sleeps; its pid in $subject, its input is descriptor 7.
start()
{
	rm -f input output
	mkfifo input
	./subject "$@" <input >output &
	subject=$!
	exec 7>input
	until grep -q ready output; do sleep 0.01; done
	# In its sleep: the first field is the number of a call, and not that of write.
	[ "$1" = spin ] || until grep -qE '^[0-9]+ ' /proc/$subject/syscall &&
		! grep -qE '^(1|4) ' /proc/$subject/syscall; do sleep 0.01; done
}

# Waits for its end; what it said is in $said.
wait_subject()
{
	exec 7>&-
	wait $subject
	said=$(grep -v ready output)
}

# The same, and lets it go on before.
finish_subject()
{
	(trap "" PIPE; echo >&7) 2>/dev/null
	wait_subject
}

# each_abi FUNCTION: calls it with the name of each ABI that there is a compiler for; leaves
# the subject of our own.
each_abi()
{
	if [ "$(uname -m)" = x86_64 ] &&
		compile "$SOURCE/tests/cli/subject.c" -no-pie -m32 -msse2 2>/dev/null; then
		"$1" i386
	else
		skip "i386" "no compiler for it"
	fi
	compile "$SOURCE/tests/cli/subject.c" -no-pie
	"$1" x86_64
}
