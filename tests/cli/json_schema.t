#!/usr/bin/python3
# timeout: 400
"""Every line of --json is what docs/event.schema.json says, and says what happened."""
import json
import os
import subprocess

import jsonschema

RASTRO, SOURCE = os.environ["RASTRO"], os.environ["SOURCE"]

with open(SOURCE + "/docs/event.schema.json") as file:
    schema = json.load(file)
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)

SOCKETS = """
import array, os, select, socket
a, b = socket.socketpair()
a.sendmsg([b"x\\xff"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))])
b.recvmsg(10, 100)
unix = socket.socket(socket.AF_UNIX); unix.bind("\\0rastro-%d" % os.getpid()); unix.listen()
inet = socket.socket(); inet.bind(("127.0.0.1", 0)); inet.listen(); inet.getsockname()
six = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM); six.bind(("::1", 0))
poll = select.epoll(); poll.register(a, select.EPOLLIN); poll.poll(0)
"""
STOPS = """
import os, signal
child = os.fork()
if child == 0:
    os.kill(os.getpid(), signal.SIGSTOP)
    os._exit(0)
os.waitpid(child, os.WUNTRACED)
os.kill(child, signal.SIGCONT)
os.waitpid(child, 0)
"""
RUNS = [
    ("files", ["-f"], ["ls", "-la", "/dev", "/"]),
    ("descriptors with names", ["-f", "-yy", "-Y"], ["cat", "/etc/hostname", "/nowhere"]),
    ("long strings", ["-s", "1000", "-v"], ["cat", "/bin/true"]),
    ("processes", ["-f"], ["sh", "-c", "(exit 3); ls | cat; sleep 0.01 & wait"]),
    ("signals", ["-f"], ["sh", "-c", "trap : USR1; kill -USR1 $$; sh -c 'kill -9 $$'; exit 7"]),
    ("tampering", ["-e", "inject=close:delay_exit=1us:error=EIO", "-e", "inject=write:poke_exit=@arg2=00"],
     ["cat", "/etc/hostname"]),
    ("sockets", ["-f"], ["/usr/bin/python3", "-c", SOCKETS]),
    ("instructions", ["step"], ["./fault"]),
    ("functions", ["step", "--calls", "--limit=300"], ["true"]),
    ("stacks", ["-k", "-e", "trace=openat,close"], ["cat", "/etc/hostname"]),
    ("stops", ["-f", "-e", "trace=wait4"], ["/usr/bin/python3", "-c", STOPS]),
    ("letting go", ["-f", "-b", "execve"], ["sh", "-c", "ls & wait"]),
    ("notes", ["-e", "inject=close:poke_enter=@arg6=00"], ["cat", "/etc/hostname"]),
]

with open("fault.c", "w") as program:
    program.write("void _start(void) { volatile int i = 1; i++; *(volatile int *)16 = i; }")
subprocess.run(["cc", "-static", "-nostdlib", "-o", "fault", "fault.c"], check=True)
count = 0


def check(name, passed, *notes):
    global count
    count += 1
    for note in notes if not passed else []:
        print("# " + str(note).replace("\n", "\n# "))
    print("%sok %d - %s" % ("" if passed else "not ", count, name))


def trace(options, command):
    subcommand = options[:1] if options[:1] == ["step"] else []
    run = subprocess.run([RASTRO, *subcommand, "--json", "-o", "events.json",
                          *options[len(subcommand):], *command],
                         stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False)
    with open("events.json", "rb") as events:
        return run.returncode, events.read().decode().splitlines()


def describe(line):
    error = jsonschema.exceptions.best_match(validator.iter_errors(json.loads(line)))
    return "%s\n%s" % (line[:2000], error.message[:2000])


def unique_names(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name stands twice in one object: %s" % names)
    return dict(pairs)


events = {}
for name, options, command in RUNS:
    _, lines = trace(options, command)
    wrong = [describe(line) for line in lines if not validator.is_valid(json.loads(line))]
    check("%s: all lines are valid" % name, lines and not wrong, len(lines), *wrong[:5])
    try:
        events[name] = [json.loads(line, object_pairs_hook=unique_names) for line in lines]
        check("%s: names are unique" % name, True)
    except ValueError as error:
        events[name] = [json.loads(line) for line in lines]
        check("%s: names are unique" % name, False, error)


def calls(run, call, **arguments):
    return [event for event in events[run] if event.get("call") == call and
            all(event["args"].get(name) == value for name, value in arguments.items())]


found = calls("descriptors with names", "openat", pathname="/etc/hostname")
check("flags have names", found and found[0]["args"]["flags"]["names"][0] == "O_RDONLY", found)
check("a descriptor has its path", found and
      found[0]["result"] == {"value": found[0]["result"]["value"],
                             "path": os.path.realpath("/etc/hostname")}, found)
found = calls("descriptors with names", "openat", pathname="/nowhere")
check("errors have names", found and found[0]["error"] == {"value": 2, "name": "ENOENT"}, found)
found = [event for event in calls("long strings", "read") if "bytes" in str(event["args"]["buf"])]
check("bytes are hexadecimal", found and found[0]["args"]["buf"]["bytes"].startswith("7f454c46"),
      found[:1])
found = {event["type"] for run in events.values() for event in run}
expected = set(schema["properties"]["type"]["enum"])
check("all kinds of events appear", found == expected, found ^ expected)
check("stacks are among them", any(event.get("stack") for event in events["stacks"]),
      events["stacks"][:3])
found = [event for event in events["instructions"] if event["type"] == "step"]
check("instructions say what they did", any(event["written"] for event in found) and
      any(event["read"] for event in found) and "rip" not in str(found[0]), found[:2])
check("what could not be executed says so", found and found[-1].get("failed"), found[-1:])
_, lines = trace(["-e", "execve"], ["true", *map(str, range(99))])
found = [event["args"]["argv"] for event in map(json.loads, lines) if event.get("call") == "execve"]
check("lists are whole", found == [["true", *map(str, range(99))]], found)
last = events["signals"][-1]
check("the last line is the exit", (last["type"], last.get("status")) == ("exited", 7), last)
print("1..%d" % count)
