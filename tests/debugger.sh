# For test scripts of rastro debug, after tests/tap.sh.

# debug ARGUMENTS...: $said is what the commands of standard input come to.
debug()
{
	cat >script
	said=$(timeout 60 "$RASTRO" debug -x script --batch "$@" 2>&1 </dev/null)
}
