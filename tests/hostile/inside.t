#!/bin/bash
# Programs that are hard to record inside do what they do without a tracer, and no call of
# theirs is lost.
# timeout: 600
set -u
. "$SOURCE/tests/tap.sh"

# The library that the dynamic one opens makes its call itself.
library()
{
	echo "long make_call(void)
	{
		long result;
		__asm__ volatile(\"syscall\" : \"=a\"(result) : \"0\"($2) : \"rcx\", \"r11\", \"memory\");
		return result;
	}" | cc -O1 -shared -fPIC -x c -o "$1" -
}

library parents.so 110
library own.so 39
compile "$SOURCE/tests/hostile/inside.c" -static -w
mv inside inside-static
compile "$SOURCE/tests/hostile/inside.c" -w -ldl

cases="restarts ticks jumps small-stack threads clones vforks born begins robust rseq sigsys actions-blocked no-new-privileges text-changes
	checks-its-text closes-all reads-memory"

# like_bare PROGRAM CASE ENGINE [LIBRARY...]
like_bare()
{
	program=$1 case=$2 engine=$3
	shift 3
	expected=$(./"$program" "$case" "$@")
	status=$?
	if [ $status = 77 ]; then
		skip "$program $case, $engine" "it cannot be tried here"
		return
	fi
	said=$(timeout -s KILL 120 "$RASTRO" --engine="$engine" -f -o trace ./"$program" "$case" "$@" 2>errors)
	same "$program $case, $engine: it ends as it does alone" "$status $expected" "$? $said"
	[ -z "$expected" ] ||
		same "$program $case, $engine: all its calls are told" "$expected" \
			"$(grep -v resumed trace | grep -c 'getppid(')"
}

for engine in hybrid auto; do
	for case in $cases; do
		like_bare inside "$case" $engine
	done
	like_bare inside libraries-change $engine ./parents.so ./own.so
done
for case in restarts jumps threads clones text-changes; do
	like_bare inside-static "$case" hybrid
done

# It may end by what it does to itself; we say what we saw, and end as it does.
timeout -s KILL 60 "$RASTRO" --engine=hybrid -f -o trace.scribbles ./inside scribbles >/dev/null 2>errors
check "who scribbles over what it shares with us does not hang us" test $? != 137
check "  and what it did before is told" test "$(grep -c 'getppid(' trace.scribbles)" -gt 900
if "$RASTRO" --engine=hybrid --debug -f -o trace ./inside closes-all 2>&1 >/dev/null | grep -q 'were recorded inside'; then
	check "  and that there was something wrong" grep -q 'was overwritten: some calls are lost' trace.scribbles
else
	skip "  and that there was something wrong" "calls are not recorded inside programs here"
fi

# Each brings threads, stacks, signals and code of its own.
# runtime NAME COMMAND...: it prints 499500 after a thousand small writes to /dev/null.
runtime()
{
	name=$1
	shift
	if ! command -v "$1" >/dev/null || [ "$("$@" 2>/dev/null)" != 499500 ]; then
		skip "$name" "it is not here"
		return
	fi
	same "$name: it prints what it prints alone" 499500 \
		"$(timeout -s KILL 300 "$RASTRO" --engine=hybrid -f -o trace "$@" 2>errors)"
	same "$name: each of its writes is told" 1000 "$(grep -v resumed trace | grep -c 'write(.*"a small line')"
}

cat >small.go <<'END'
package main

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	out, _ := os.OpenFile("/dev/null", os.O_WRONLY, 0)
	var group sync.WaitGroup
	sums := make([]int, 10)
	for g := 0; g < 10; g++ {
		group.Add(1)
		go func(g int) {
			defer group.Done()
			for i := g; i < 1000; i += 10 {
				out.WriteString("a small line\n")
				sums[g] += i
			}
		}(g)
	}
	group.Wait()
	sum := 0
	for _, part := range sums {
		sum += part
	}
	fmt.Println(sum)
}
END
cat >small.rs <<'END'
use std::io::Write;
fn main() {
    let parts: Vec<_> = (0..10)
        .map(|g| {
            std::thread::spawn(move || {
                let mut out = std::fs::OpenOptions::new().write(true).open("/dev/null").unwrap();
                (g..1000).step_by(10).map(|i| { out.write_all(b"a small line\n").unwrap(); i }).sum::<usize>()
            })
        })
        .collect();
    println!("{}", parts.into_iter().map(|part| part.join().unwrap()).sum::<usize>());
}
END
cat >Small.java <<'END'
public class Small {
    public static void main(String[] words) throws Exception {
        var out = new java.io.FileOutputStream("/dev/null");
        int[] sums = new int[10];
        Thread[] threads = new Thread[10];
        for (int g = 0; g < 10; g++) {
            int own = g;
            threads[g] = new Thread(() -> {
                try {
                    for (int i = own; i < 1000; i += 10) {
                        out.write("a small line\n".getBytes());
                        sums[own] += i;
                    }
                } catch (java.io.IOException e) {
                    System.exit(1);
                }
            });
            threads[g].start();
        }
        int sum = 0;
        for (int g = 0; g < 10; g++) {
            threads[g].join();
            sum += sums[g];
        }
        System.out.println(sum);
    }
}
END
cat >small.c <<'END'
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
int main(void)
{
	int out = open("/dev/null", O_WRONLY), sum = 0;
	for (int i = 0; i < 1000; sum += i++)
		write(out, "a small line\n", 13);
	return printf("%d\n", sum) < 0;
}
END
cat >small.js <<'END'
const fs = require('fs'), out = fs.openSync('/dev/null', 'w');
let sum = 0;
for (let i = 0; i < 1000; i++) {
	fs.writeSync(out, 'a small line\n');
	sum += i;
}
console.log(sum);
END
cat >small.py <<'END'
import os
out = os.open("/dev/null", os.O_WRONLY)
print(sum(i for i in range(1000) if os.write(out, b"a small line\n")))
END
cat >small.pl <<'END'
open(my $out, ">", "/dev/null");
for (0 .. 999) { syswrite($out, "a small line\n"); $sum += $_ }
print "$sum\n";
END

export GOCACHE="$PWD/go-cache" GOFLAGS=-mod=mod
! command -v go >/dev/null || go build -o small-go small.go 2>/dev/null
! command -v rustc >/dev/null || rustc -O -o small-rust small.rs 2>/dev/null
! command -v musl-gcc >/dev/null || musl-gcc -static -w -o small-musl small.c
! command -v javac >/dev/null || javac Small.java 2>/dev/null
runtime Go ./small-go
runtime Rust ./small-rust
runtime "musl, static" ./small-musl
runtime Java java -Xshare:auto -cp . Small
runtime Node node small.js
runtime Python /usr/bin/python3 small.py
runtime Perl perl small.pl

finish
