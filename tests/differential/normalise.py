"""Turn what a tracer wrote into lines that do not change from run to run.

The runner removes most chance by design (no address randomisation, one
environment, one directory), so this file only hides what is left: process
numbers, clocks, inode numbers, random bytes.  Whatever it hides it hides in the
oracle's lines and in ours alike, and it never hides a name, a flag, a separator
or an address.

A trace becomes a dictionary of streams, one for every thread, because threads
interleave differently each time.  A stream is named after the way its thread
came to be: "1" is the first one, "1.2" the second child of "1".
"""

import re

PID_LIMIT = 1 << 22
NUMBER_MIN = 9
CREATION = re.compile(r"^(?:clone3?|v?fork)\(.* = (\d+|0x[0-9a-f]+)(?:<[^>]*>)?$")
OWN_NUMBER = re.compile(r"^(?:getpid|gettid|set_tid_address)\(.* = (\d+|0x[0-9a-f]+)(?:<[^>]*>)?$")
SENDER = re.compile(r"^--- SIG.* si_code=(?:0xfffffffa|0|[^,]*SI_(?:TKILL|USER)[^,]*), si_pid=(\d{3,}),")
PREFIX = re.compile(r"^(?:\[pid +(\d+)(<[^>]*>)?\] |(\d+)(<[^>]*>)? +(?=\S))")
UNFINISHED = " <unfinished ...>"
RESUMED = re.compile(r"^<\.\.\. \w+ resumed>")

# What options put in front of a call and behind it: times, numbers, addresses.
# The digits of times become S, so that the width of a stamp is still compared.
TIMES = [
    re.compile(r"^\d\d:\d\d:\d\d(?:\.\d+)? "),
    re.compile(r"^1[789]\d{8}(?:\.\d+)? "),
    re.compile(r"^ {1,6}\d{1,5}(?:\.\d+)? (?=[\w+\-?<\[])"),
    re.compile(r"(?<= )\(\+ +\d+(?:\.\d+)?\) "),
    re.compile(r" <\d+(?:\.\d+)?>$"),
]
HEAD = re.compile(r"^(?:<(?!\.\.\. )[^<>]*> |[S:.]+ | +S[S.]* |\(\+ +[S.]+\) |\[ *[-\d]+\] |\[[0-9a-f?]+\] )+")
TAIL = re.compile(r" <S[S.]*>$")

CLOCKS = r"(?:clock_gettime(?:64)?|gettimeofday|time|times|sysinfo|getrusage|clock_adjtime(?:64)?|adjtimex)"
MASKS = [
    # Clocks: any moment since 2023; programs use other years for what they set.
    (re.compile(r"tv_sec=1[789]\d{8}(?: /\* [^*]* \*/)?, tv_([nu])sec=\d+(\})?(?: /\* 202[^*]* \*/)?"),
     r"tv_sec=NOW, tv_\1sec=*\2"),
    (re.compile(r"\b(st\w?_[amcb]time)=1[789]\d{8}(?: /\* [^*]* \*/)?"), r"\1=NOW"),
    (re.compile(r"\b(st\w?_[amcb]time_nsec)=\d+"), r"\1=*"),
    (re.compile(r"\b(si_[us]time|ru_\w+)=(?:\d+(?: /\* [^*]* \*/)?|\{[^}]*\})"), r"\1=*"),
    (re.compile(r"\bleft \{[^}]*\}"), "left {*}"),
    (re.compile(r"= 1[789]\d{8} \(20[^)]*\)$"), "= NOW"),
    # Numbers that a file system or the kernel hands out.
    (re.compile(r"\b(st_ino|stx_ino|d_ino|st_blocks|stx_blocks|stx_mnt_id)=(?:0x[0-9a-f]+|\d+)"), r"\1=*"),
    (re.compile(r"\b(f_bfree|f_bavail|f_ffree)=\d+"), r"\1=*"),
    (re.compile(r"\b([A-Za-z][\w-]*):\[\d+(?:->\d+)?(?=[],])"), r"\1:[*"),
    (re.compile(r"\bhtons\((?:32[7-9]\d|3[3-9]\d\d|[4-6]\d{3})\d\)"), "htons(PORT)"),
    (re.compile(r"(?<=[\d\]]):(?:32[7-9]\d|3[3-9]\d\d|[4-6]\d{3})\d\b"), ":PORT"),
    (re.compile(r"(NETLINK:\[\w+:)\d+"), r"\1*"),
    (re.compile(r"/#\d+>\(deleted\)"), "/#*>(deleted)"),
    (re.compile(r"^((?:sem|shm|msg)(?:at|ctl|op|timedop\w*|snd|rcv)\()(?:0x[0-9a-f]+|\d+)(?=,)"), r"\1*"),
    (re.compile(r"^((?:sem|shm|msg)get\((?:IPC_PRIVATE|0)\b.*= )(?:0x[0-9a-f]+|\d+)$"), r"\1*"),
    (re.compile(r'\b(getrandom\()"[^"]*"'), r'\1"RANDOM"'),
]
# Where the number of a process may stand.  Elsewhere it is a size that happens to look like one.
PID_LINE = re.compile(r"^(?:(?:get(?:pid|tid|ppid|pgid|pgrp|sid|priority)|set(?:pgid|sid|priority)|set_tid_address"
                      r"|v?fork|clone3?|wait(?:4|id|pid)|t?g?kill|tkill|rt_\w+|sigreturn|pidfd_\w+|ptrace|kcmp"
                      r"|process_\w+|fcntl(?:64)?|ioctl|cap[gs]et|semctl)\(|--- |\+\+\+ )")
PID_PLACE = re.compile(r'(?<=/proc/)\d+|(?<="/proc/self", ")\d+|(?<=(?:pid|PID)=)\d+|(?<=pid:)\d+|(?<=pid: )\d+|(?<=Process )\d+')
CLOCK_LINE = re.compile(r"^" + CLOCKS + r"\(")
CLOCK_VALUE = re.compile(r"(?<=[={ \[])-?\d+(?: /\* [^*]* \*/)?(?=[,}\]]|$)")
PADDING = re.compile(r"\) +(?== )")
RESULT = re.compile(r"\) += ")

TABLE_TIMES = re.compile(r"^ *\d+\.\d\d +\d+\.\d{6} +\d+ ")


def hide_times(line):
    for pattern in TIMES:
        line = pattern.sub(lambda match: re.sub(r"\d", "S", match[0]), line)
    return line


def bare(line):
    """The line without what options put around the call."""
    return TAIL.sub("", HEAD.sub("", line))


def split_by_thread(lines):
    """Group the lines of a -f trace by the thread number in front of them.

    On a terminal a line has no number while there is only one thread; it belongs
    to the one that nobody created.
    """
    threads = {}
    for line in lines:
        match = PREFIX.match(line)
        number = (match[1] or match[3]) if match else ""
        line = hide_times(line[match.end():] if match else line)
        name = (match[2] or match[4]) if match else None
        threads.setdefault(number, []).append(f"{name} {line}" if name else line)
    if "" in threads and len(threads) > 1:
        created = {child for lines in threads.values() for child in map(created_thread, lines)}
        first = [number for number in threads if number and number not in created]
        if len(first) == 1:
            return split_by_thread([line if PREFIX.match(line) else f"{first[0]} {line}" for line in lines])
    return threads


def created_thread(line):
    match = CREATION.match(bare(line)) or re.search(r"(?:clone3?|v?fork) resumed>.* = (\d+)", line)
    return match and str(int(match[1], 0))


def join_interrupted(lines):
    """Put the two halves of an interrupted call together again.

    Some versions print the separator before the interruption, some after it.
    """
    joined = []
    pending = None
    for line in lines:
        if pending is not None and RESUMED.match(bare(line)):
            tail = line[line.index(" resumed>") + len(" resumed>"):]
            if separated and not tail.startswith((",", ")")):
                tail = ", " + tail
            joined[pending] = PADDING.sub(") ", joined[pending] + tail)
            pending = None
        elif line.endswith(UNFINISHED):
            head = line.removesuffix(UNFINISHED).rstrip(" ")
            separated = head.endswith(",")
            pending = len(joined)
            joined.append(head.removesuffix(","))
        else:
            joined.append(line)
    return joined


def name_threads(threads, tracer):
    """Name every thread after its place in the tree of creations."""
    # Numbers are given out in order, but begin again at the end.
    order = sorted(threads, key=lambda number: (int(number) - tracer) % PID_LIMIT if number else -1)
    names = {}

    def visit(number, name):
        names[number] = name
        count = 0
        for line in threads[number]:
            child = created_thread(line)
            if child in threads and child not in names:
                count += 1
                visit(child, f"{name}.{count}")

    if order:
        visit(order[0], "1")
    for count, number in enumerate(n for n in order if n not in names):
        names[number] = f"?{count + 1}"
    return names


def find_numbers(threads, names, tracer):
    """Every process number that the lines may mention, with what to print for it."""
    numbers = {tracer: "<tracer>"}
    numbers.update((int(number), f"<{name}>") for number, name in names.items() if number)
    children = 0

    def add(number, name):
        # A program may make up the smallest numbers, which mean other things too.
        if number > NUMBER_MIN:
            numbers.setdefault(number, name)

    for number, lines in threads.items():
        for line in map(bare, lines):
            own, child, sender = (pattern.match(line) for pattern in (OWN_NUMBER, CREATION, SENDER))
            if own:
                add(int(own[1], 0), f"<{names[number]}>")
            if child and int(child[1], 0) not in numbers and int(child[1], 0) > NUMBER_MIN:
                children += 1
                add(int(child[1], 0), f"<child {children}>")
            if sender:
                add(int(sender[1]), "<sender>")
    return numbers


def mask_line(line, numbers, masks):
    masked = line
    if CLOCK_LINE.match(bare(masked)) and " = -1 " not in masked:
        masked = CLOCK_VALUE.sub("*", masked)
    for pattern, replacement in MASKS:
        masked = pattern.sub(replacement, masked)
    for pattern in masks:
        masked = pattern.sub("***", masked)
    masked = numbers.sub(masked)
    head = RESULT.split(line, maxsplit=1)[0]
    if head != RESULT.split(masked, maxsplit=1)[0]:
        masked = PADDING.sub(") ", masked)
    return masked


class Numbers:
    """Replaces the process numbers of one trace."""

    def __init__(self, table, forms):
        self.names = {form(number): name for number, name in table.items() for form in forms} or {"none": "none"}
        self.pattern = re.compile(r"(?<![\w.])(?:" + "|".join(sorted(self.names, key=len, reverse=True))
                                  + r")(?![\w.])")

    def sub_everywhere(self, line):
        return self.pattern.sub(lambda match: self.names[match[0]], line)

    def sub(self, line):
        pattern = self.pattern if PID_LINE.match(bare(line)) else PID_PLACE
        return pattern.sub(lambda match: self.names.get(match[0], match[0]), line)


def normalise_table(lines, sorted_by_time):
    """The table of -c without its times, and in another order if the times gave the order."""
    if not any(line.startswith("% time") for line in lines):
        return lines
    start = next(i for i, line in enumerate(lines) if line.startswith("------")) + 1
    end = next((i for i, line in enumerate(lines[start:], start) if line.startswith("------")), len(lines))
    lines = [TABLE_TIMES.sub("PERCENT SECONDS USECS ", line) for line in lines]
    return lines[:start] + (sorted(lines[start:end]) if sorted_by_time else lines[start:end]) + lines[end:]


def streams_from_trace(files, tracer, masks=(), sorted_by_time=True, forms=(str,)):
    """Returns the streams, and the numbers to replace in whatever else was printed.

    files maps a thread number ("" if unknown) to the lines of its trace file; forms
    are the ways in which process numbers are written, str or hex.
    """
    if set(files) == {""}:
        threads = split_by_thread(files[""])
    else:
        threads = {number: [hide_times(line) for line in lines] for number, lines in files.items()}
        threads = dict(sorted(threads.items(), key=lambda item: int(item[0])))
    threads = {number: join_interrupted(lines) for number, lines in threads.items()}
    names = name_threads(threads, tracer)
    numbers = Numbers(find_numbers(threads, names, tracer), forms)
    streams = {
        names[number]: normalise_table([mask_line(line, numbers, masks) for line in lines], sorted_by_time)
        for number, lines in threads.items()
    }
    if bare((streams.get("1") or [""])[0]).startswith("execve("):
        # The environment that is handed over still lies in the tracer's memory.
        streams["1"][0] = re.sub(r"0x[0-9a-f]{6,}|\*{3}", "0x*", streams["1"][0])
    if len(streams) > 1:
        # Whether a call was interrupted, and so printed without padding, is chance.
        streams = {name: [PADDING.sub(") ", line) for line in lines] for name, lines in streams.items()}
    return streams, numbers
