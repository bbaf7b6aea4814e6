#!/usr/bin/env python3
# rastro debug at a terminal: editing, completion, ^C, ^D, and whose the terminal is.
import json
import os
import pty
import re
import select
import subprocess
import sys
import time

count = 0
seen = b""


def check(name, fine, note=""):
    global count
    count += 1
    print(f"{'' if fine else 'not '}ok {count} - {name}{'' if fine else '  # ' + repr(note)}", flush=True)


def start(*words):
    return start_rastro("debug", *words)


def start_rastro(*words):
    global seen
    seen = b""
    pid, fd = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm", HOME=os.getcwd(), XDG_STATE_HOME=os.getcwd() + "/state")
        os.execv(os.environ["RASTRO"], [os.environ["RASTRO"], *words])
    return pid, fd


# What comes until the pattern does; it is not seen again.
def expect(fd, pattern):
    global seen
    end = time.monotonic() + 30
    while time.monotonic() < end:
        found = re.search(pattern.encode(), seen)
        if found:
            seen = seen[found.end():]
            return True
        if select.select([fd], [], [], 0.1)[0]:
            try:
                seen += os.read(fd, 4096)
            except OSError:
                return bool(re.search(pattern.encode(), seen))
    return False


def say(fd, text):
    os.write(fd, text.encode())


def dialog(name, fd, text, pattern):
    say(fd, text)
    check(name, expect(fd, pattern), seen)


def ends(pid):
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


source = os.environ["SOURCE"] + "/tests/cli/served.c"
subprocess.run(["cc", "-std=gnu17", "-g", "-D_GNU_SOURCE", "-pthread", "-o", "served", source], check=True)

pid, fd = start("./served", "wait")
check("it asks", expect(fd, r"\(rastro\) "), seen)
dialog("a word is completed", fd, "sta\t", r"rt")
dialog("and what it may become is listed", fd, "\t", r"start +starti[^$]*\(rastro\) start")
dialog("^C forgets the line", fd, "\x03", r"\(rastro\) ")
dialog("a command", fd, "start\n", r"Temporary breakpoint 1, 0x[0-9a-f]+ <main")
dialog("an empty line says it again", fd, "stepi\n\n", r"<main[^$]*<main")
dialog("symbols are completed", fd, "break wait_for_in\t", r"put ")
say(fd, "\n")
dialog("registers, too", fd, "p $eflag\t\n", r"\$eflags = 0x")
dialog("and calls", fd, "catch epoll_create1\t\n", r"catch +epoll_create1")
dialog("names of their arguments", fd, "catch openat if pathn\t== 0\n", r"if pathname == 0")
say(fd, "delete\n")
say(fd, "c\n")
check("the program has the terminal", expect(fd, r"ready"), seen)
dialog("^C stops it", fd, "\x03", r"SIGINT \(Interrupt\)[^$]*\(rastro\) ")
say(fd, "c\n")
say(fd, "x\n")
check("and what is typed is the program's", expect(fd, r"read 1, count 0"), seen)
check("it ends", expect(fd, r"exited with status 0"), seen)
expect(fd, r"\(rastro\) ")
say(fd, "starti\n")
check("what it stands at is shown", expect(fd, r"code --[^$]*stack --[^$]*\(rastro\) "), seen)
# Only when it is edited the line is the editor's: what comes before that may be the terminal's.
say(fd, "zz")
expect(fd, r"zz")
dialog("^D asks what is to become of it", fd, "\x15\x04", r"Kill it")
dialog("no", fd, "n\n", r"\(rastro\) ")
dialog("earlier lines are found again", fd, "\x10\n", r"<_start")
say(fd, "q\n")
expect(fd, r"Kill it")
say(fd, "y\n")
check("yes ends it", ends(pid) == 0)
os.close(fd)
check("lines are kept", "catch epoll_create1" in open("state/rastro/history").read().replace("\\040", " "))

# Said while the program runs: what was attached to leaves us the terminal.
sleeper = subprocess.Popen(["sleep", "1000"])
pid, fd = start("-p", str(sleeper.pid))
expect(fd, r"frames --[^$]*\(rastro\) ")
say(fd, "c\n")
expect(fd, r"c\r?\n")
dialog("threads are told while they run", fd, "info threads\n", r"\* +[0-9]+ +0x.*nanosleep")
dialog("and it is stopped", fd, "interrupt\n", r"Interrupted, 0x[^$]*\(rastro\) ")
say(fd, "c\n")
expect(fd, r"c\r?\n")
dialog("and left", fd, "detach\n", r"detached +[0-9]+")
say(fd, "q\n")
check("it is over", ends(pid) == 0)
os.close(fd)
sleeper.kill()
sleeper.wait()

# Programs say objects, and read such.
debugger = subprocess.Popen([os.environ["RASTRO"], "debug", "--json", "sleep", "1000"],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)


def tell(line):
    debugger.stdin.write(line + "\n")


def told():
    return json.loads(debugger.stdout.readline())


tell("run")
check("it runs", told() == {"command": "run"})
tell('{"command": "info threads"}')
check("objects are heard meanwhile", len(told()["threads"]) == 1)
tell("nonsense")
check("so is what is none", "there is no command" in told()["error"])
tell("interrupt")
check("it is interrupted", told()["reason"] == "interrupt")
check("which is answered", told() == {"command": "interrupt"})
tell("continue")
told()
tell("kill")
check("who kills it stops it first", told()["reason"] == "interrupt")
check("and then does", "killed" in told())
debugger.stdin.close()
check("that is all", debugger.wait() == 1)

# In the middle of a trace, at a call.
pid, fd = start_rastro("-o", "trace", "--stop-at", 'openat("/etc/passwd")', "cat", "/etc/passwd")
check("a trace stops at a prompt", expect(fd, r'openat\(AT_FDCWD, "/etc/passwd"[^$]*\(rastro\) '), seen)
dialog("at the call", fd, "args\n", r"pathname +0x[^$]*\(rastro\) ")
dialog("where others are caught", fd, "catch close return\n", r"catch +close[^$]*\(rastro\) ")
dialog("and come to", fd, "c\n", r"close\(3\) += 0[^$]*\(rastro\) ")
dialog("but no other process is", fd, "run\n", r"a trace goes on meanwhile[^$]*\(rastro\) ")
say(fd, "quit\n")
check("it goes on to its end", ends(pid) == 0)
os.close(fd)
trace = open("trace").read()
check("all of it is traced", re.search(r'"/etc/passwd"(?s:.*)read\((?s:.*)close\(3(?s:.*)exited with 0', trace), trace)

pid, fd = start_rastro("-o", "trace", "--stop-at", "openat if ret < 0", "sh", "-c", "cat /no-such; echo $?")
check("by its result", expect(fd, r"= -1 ENOENT[^$]*\(rastro\) "), seen)
dialog("it is killed there", fd, "kill\n", r"137")
check("and its parent goes on", ends(pid) == 0)
os.close(fd)

print(f"1..{count}")
