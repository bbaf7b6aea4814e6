#!/bin/sh
# What `make install` puts where, and that the installed library can be used.
set -u
. "$SOURCE/tests/tap.sh"

root=$PWD/root
check "installs" meson install -C "$BUILD" --no-rebuild --quiet --strip --destdir "$root"
prefix=$root$(meson introspect --buildoptions "$BUILD" |
	/usr/bin/python3 -c 'import json, sys
for option in json.load(sys.stdin):
	if option["name"] == "prefix": print(option["value"])')

check "the program runs from there" "$prefix/bin/rastro" -V
check "by the name of rastro-gdbserver, too" "$prefix/bin/rastro-gdbserver" --version
for page in rastro rastro-step rastro-peek rastro-call rastro-debug rastro-serve rastro-gdbserver; do
	check "$page has a manual page" test -s "$prefix/share/man/man1/$page.1"
done
check "the schema of --json is there" test -s "$prefix/share/rastro/event.schema.json"
for file in bash-completion/completions/rastro zsh/site-functions/_rastro \
		fish/vendor_completions.d/rastro.fish; do
	check "$file is there" test -s "$prefix/share/$file"
done

library=$(dirname "$(find "$prefix" -name librastro.a)")
export PKG_CONFIG_PATH="$library/pkgconfig"
export PKG_CONFIG_SYSROOT_DIR="$root"
export LD_LIBRARY_PATH="$library"
unset ASAN_OPTIONS

cat >user.c <<'END'
#include <rastro.h>

/* A name that rastro has for itself, too. */
int arena_take(void);
int arena_take(void)
{
	return 3;
}

int main(void)
{
	return arena_take() - 3;
}
END
check "a program compiles with the shared library" \
	sh -c 'cc -o user user.c $(pkg-config --cflags --libs rastro)'
check "that program runs" ./user
check "a program compiles with the static library" \
	sh -c 'cc -o user-static user.c $(pkg-config --cflags rastro) "$0"/librastro.a \
		$(pkg-config --libs --static rastro | sed s/-lrastro//)' "$library"
check "that program runs" ./user-static
same "the shared library shows only rastro_ names" "" "$(
	nm -D --defined-only "$library/librastro.so" | awk '$3 !~ /^(rastro_|RASTRO_)/ { print $3 }')"
finish
