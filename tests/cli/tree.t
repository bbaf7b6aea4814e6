#!/bin/bash
# rastro tree: which process of a trace started which.
set -u
. "$SOURCE/tests/tap.sh"

# Numbers and times differ from run to run.
shape()
{
	sed -E 's/\[[0-9]+\.[0-9]{3}\]/[TIME]/; s/(\] |^|-- )[0-9]+ /\1PID /'
}

script='(/bin/true); /bin/echo "two words" >/dev/null; sh -c "exit 3"; sh -c "kill -9 \$\$"; true'
expected="[TIME] PID sh script
|-- [TIME] PID /bin/true
|-- [TIME] PID /bin/echo 'two words'
|-- [TIME] PID sh -c 'exit 3'  exited with 3
\`-- [TIME] PID sh -c 'kill -9 \$\$'  killed by SIGKILL"
echo "$script" >script

traced()
{
	"$@" >/dev/null 2>&1
}
# strace and we, in every form.
for tracer in "$RASTRO" $(command -v strace); do
	name=$(basename "$tracer")
	traced "$tracer" -f -ttt -o text sh script
	same "$name -f -ttt" "$expected" "$("$RASTRO" tree text | shape)"
	traced "$tracer" -f -tt -i -n -y -o text sh script
	same "$name -f -tt -i -n -y" "$expected" "$("$RASTRO" tree text | shape)"
	traced "$tracer" -f -o text sh script
	same "$name -f" "${expected//\[TIME\] /}" "$("$RASTRO" tree text | shape)"
	rm -f many.*
	traced "$tracer" -ff -ttt -o many sh script
	same "$name -ff" "$expected" "$("$RASTRO" tree many | shape)"
	"$tracer" -f -tt sh script >/dev/null 2>text
	same "$name -f, as on a terminal" "$expected" "$("$RASTRO" tree text | shape)"
done
traced "$RASTRO" record -f -o kept sh script
same "a recording" "$expected" "$("$RASTRO" tree kept | shape)"
"$RASTRO" tree -o out kept
same "-o" "$("$RASTRO" tree kept)" "$(cat out)"

# Made-up ones, for what does not always happen.
show()
{
	cat >text
	"$RASTRO" tree text
}
same "lines of a child before its creator's" "1 a
\`-- 2 b" "$(show <<'END'
1 execve("a", ["a"], 0x1 /* 0 vars */) = 0
1 vfork( <unfinished ...>
2 execve("b", ["b"], 0x1 /* 0 vars */ <unfinished ...>
1 <... vfork resumed>) = 2
2 <... execve resumed>) = 0
2 +++ exited with 0 +++
END
)"
same "times since the line before" "[0.006] 1 a
\`-- [0.003] 2 b" "$(show <<'END'
1      0.000000 execve("a", ["a"], 0x1 /* 0 vars */) = 0
1      0.001000 fork() = 2
2      0.001000 execve("b", ["b"], 0x1 /* 0 vars */) = 0
2      0.003000 +++ exited with 0 +++
1      0.001000 +++ exited with 0 +++
END
)"
same "the same, of one process alone" "[0.003] a" "$(show <<'END'
     0.000000 execve("a", ["a"], 0x1 /* 0 vars */) = 0
     0.001000 close(3) = 0
     0.002000 +++ exited with 0 +++
END
)"
same "a number that is used again" "1 a
|-- 2 b
\`-- 2 c" "$(show <<'END'
1 execve("a", ["a"], 0x1 /* 0 vars */) = 0
1 fork() = 2
2 execve("b", ["b"], 0x1 /* 0 vars */) = 0
2 +++ exited with 0 +++
1 fork() = 2
2 execve("c", ["c"], 0x1 /* 0 vars */) = 0
2 +++ exited with 0 +++
END
)"
same "threads are no processes, but what they start is" "1 a
\`-- 3 b" "$(show <<'END'
1 execve("a", ["a"], 0x1 /* 0 vars */) = 0
1 clone3({flags=CLONE_VM|CLONE_THREAD, stack=0x1} <unfinished ...>
1 <... clone3 resumed>, 88) = 2
2 vfork() = 3
3 execve("b", ["b"], 0x1 /* 0 vars */) = 0
END
)"
same "several programs in one process" "1 a => b c => d" "$(show <<'END'
1 execve("a", ["a"], 0x1 /* 0 vars */) = 0
1 execve("x", ["x"], 0x1 /* 0 vars */) = -1 ENOENT (No such file or directory)
1 execve("b", ["b", "c"], 0x1 /* 0 vars */) = 0
1 execve("d", NULL, NULL) = 0
END
)"
same "branches" "1 a
|-- 2 (a)
|   |-- 3 (a)
|   |   \`-- 4 (a)
|   \`-- 5 (a)
\`-- 6 (a)
7 ?" "$(show <<'END'
1 execve("a", ["a"], 0x1 /* 0 vars */) = 0
1 fork() = 2
2 fork() = 3
3 fork() = 4
2 fork() = 5
1 fork() = 6
7 close(1) = 0
END
)"
same "nobody is his own forefather" "1 a
\`-- 2 (a)" "$(show <<'END'
1 execve("a", ["a"], 0x1 /* 0 vars */) = 0
1 fork() = 2
2 fork() = 1
2 fork() = 2
END
)" 2>/dev/null
same "times across midnight" "[4.500] 1 ?
\`-- [1.000] 2 ?" "$(show <<'END'
1 23:59:58.000000 fork() = 2
2 23:59:59.500000 close(1) = 0
2 00:00:00.500000 +++ exited with 0 +++
1 00:00:02.500000 +++ exited with 0 +++
END
)"
check "no such file" has "$("$RASTRO" tree nothing 2>&1)" "cannot find .*'nothing'"

# Programs are told whole, however long their paths are, and what is no trace is refused.
deep=$PWD/a-directory-whose-name-is-longer-than-strings-are
mkdir "$deep" && cp /bin/true "$deep/program"
"$RASTRO" -f -o long.txt sh -c "'$deep/program'; true"
check "a program's path is whole" has "$("$RASTRO" tree long.txt)" "\`-- [0-9]+ $deep/program\$"
"$RASTRO" record -f -o long.rec sh -c "'$deep/program' an-argument-longer-than-strings-are; true"
check "of recordings, so are arguments" has "$("$RASTRO" tree long.rec)" \
	"$deep/program an-argument-longer-than-strings-are\$"
printf 'root:x:0:0\nint main(void)\n{"type":"call"}\n' >no-trace
for command in tree merge; do
	"$RASTRO" $command no-trace >out 2>&1
	same "$command refuses what is no trace" 1 $?
	check "and says so ($command)" has "$(cat out)" "cannot read 'no-trace': it is no trace"
done
: >empty
check "nothing is the trace of nobody" "$RASTRO" tree empty
cat >chain <<'END'
10 execve("/bin/first", ["first"], 0x1 /* 1 var */) = 0
10 fork() = 11
11 fork() = 12
11 execve("/bin/own", ["own"], 0x1 /* 1 var */) = 0
10 execve("/bin/second", ["second"], 0x1 /* 1 var */) = 0
10 fork() = 13
12 +++ exited with 0 +++
13 +++ exited with 0 +++
11 +++ exited with 0 +++
10 +++ exited with 0 +++
END
same "who ran nothing runs what its creator ran then" "10 first => second
|-- 11 own
|   \`-- 12 (first)
\`-- 13 (second)" "$("$RASTRO" tree chain)"
finish
