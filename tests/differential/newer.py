"""Names that came after the oracle.

The oracle prints constants it has not heard of as numbers.  Where rastro knows a
name, the two lines are the same if the name has that number: so names that do not
occur in the oracle's program file become numbers again before lines are compared.
"""

import re

CALL = re.compile(r"(\w+)\(")
CLOCK = re.compile(r"MAKE_(PROCESS|THREAD)_CPUCLOCK\((\d+), CPUCLOCK_(PROF|VIRT|SCHED)\)")
CLOCK_KINDS = ["PROF", "VIRT", "SCHED"]
UNKNOWN = re.compile(r"(-?0x[0-9a-f]+|-?\d+) /\* \w*\?\?\? \*/")
DEFINED = re.compile(r"\b([A-Z][A-Z0-9_]+) = (0x[0-9a-fA-F]+|0|[1-9]\d*)\b")
WORD = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
COMMAND = re.compile(r"_IOC\(((?:_IOC_\w+\|?)+), (\w+), (\w+), (\w+)\)")
DIRECTIONS = {"_IOC_NONE": 0, "_IOC_WRITE": 1, "_IOC_READ": 2}
OR = re.compile(r"\b(\w+) or |(?<=\w) or (\w+)\b")
SAME = re.compile(r"(0x[0-9a-f]+) /\* \1 \*/")
EXPRESSION = re.compile(r"(?<![\w\"])[A-Z_0-9][\w<]*(?:\|[A-Z_0-9][\w<]*)+|(?<![\w\"])[A-Z][A-Z0-9_]+\b")


class NewerNames:
    """program is the oracle's file; descriptions the directory with ours and the values of constants."""

    def __init__(self, program, descriptions):
        with open(program, "rb") as file:
            known = set(re.findall(rb"[A-Z_][A-Z0-9_a-z]{2,}", file.read()))
        self.names_clocks = b"MAKE_PROCESS_CPUCLOCK" in known
        self.values = {}
        self.values_in = {}  # what only some calls of the oracle do not know, by call
        for name, value in self.constants(descriptions):
            if name.encode() not in known:
                self.values.setdefault(name, value)

    def constants(self, descriptions):
        for table in "constants.tsv", "headers.tsv":
            for line in (descriptions / "abi" / table).read_text().splitlines()[1:]:
                _, name, decimal = line.split("\t")[:3]
                yield name, int(decimal)
        for line in (descriptions / "abi" / "ioctls.tsv").read_text().splitlines()[1:]:
            name, number = line.split("\t")[:2]
            if number != "-":
                yield name, int(number, 16)
        for description in descriptions.rglob("*.sys"):
            for name, value in DEFINED.findall(description.read_text()):
                yield name, int(value, 0)

    def same(self, expected, actual):
        """Whether the lines are the same once newer names in ours have become numbers."""
        call = CALL.search(actual)
        values = self.values | self.values_in.get(call and call[1], {})
        if not any(word in values for word in WORD.findall(actual)):
            values = {}
        return self.fold(values, expected) == self.fold(values, actual)

    def fold(self, values, line):
        line = UNKNOWN.sub(lambda match: hex(int(match[1], 0)), line)
        if not self.names_clocks:
            line = CLOCK.sub(clock_number, line)
        line = COMMAND.sub(command_number, line)
        if values:
            line = OR.sub(lambda match: "" if (match[1] or match[2]) in values else match[0], line)
            line = EXPRESSION.sub(lambda match: fold_expression(values, match), line)
        return SAME.sub(r"\1", line)


def fold_expression(values, match):
    """The numbers of newer names and those among the names become one, behind the names."""
    names, shifted, rest = [], [], 0
    for word in match[0].split("|"):
        if word in values:
            rest |= values[word]
        elif "<" in word:
            shifted.append(word)
        elif word[0].isdigit():
            rest |= int(word, 16 if word.startswith("0x") else 8 if word.startswith("0") else 10)
        else:
            names.append(word)
    return "|".join(names + ([hex(rest)] if rest or not names + shifted else []) + shifted)


def command_number(match):
    """What _IOC(...) makes."""
    direction = sum(DIRECTIONS[word] for word in match[1].split("|"))
    kind, number, size = (int(word, 0) for word in match.groups()[1:])
    return hex(direction << 30 | size << 16 | kind << 8 | number)


def clock_number(match):
    """The number of a process's or thread's clock."""
    return hex((~int(match[2]) << 3 | (match[1] == "THREAD") << 2 | CLOCK_KINDS.index(match[3])) & 0xffffffff)
