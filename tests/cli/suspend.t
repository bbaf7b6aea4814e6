#!/usr/bin/env python3
# ^Z stops rastro and what it traces, as it stops any job; both go on together.
import os
import signal
import subprocess
import time

count = 0


def check(name, fine, note=""):
    global count
    count += 1
    print(f"{'' if fine else 'not '}ok {count} - {name}{'' if fine else '  # ' + str(note)}", flush=True)


def state(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(") ", 1)[1][0]
    except OSError:
        return "gone"


def becomes(pid, states):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if state(pid) in states:
            return True
        time.sleep(0.01)
    return False


for options in ["-f", "-f -e trace=none", "-f -c", "-f -o log", "-D -f"]:
    gate_read, gate = os.pipe()
    os.set_inheritable(gate_read, True)
    with open("errors", "w") as errors:
        # A process group of its own, which is what a terminal sends signals to.
        job = subprocess.Popen(
            [os.environ["RASTRO"], *options.split(), "sh", "-c", "echo $$; read line; exit 9"],
            stdin=gate_read, stdout=subprocess.PIPE, stderr=errors, preexec_fn=os.setpgrp)
    os.close(gate_read)
    program = int(job.stdout.readline())
    becomes(program, "S")
    os.killpg(job.pid, signal.SIGTSTP)
    check(f"with {options}: the program stops", becomes(program, "tT"), state(program))
    check("  and so does what was started", becomes(job.pid, "tT"), state(job.pid))
    os.killpg(job.pid, signal.SIGCONT)
    check("  the program goes on", becomes(program, "S"), state(program))
    os.write(gate, b"\n")
    os.close(gate)
    check("  and its status comes back", job.wait(20) == 9, job.returncode)

print(f"1..{count}")
