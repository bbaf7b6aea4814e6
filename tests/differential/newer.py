"""Names that came after the oracle.

The oracle prints constants it has not heard of as numbers.  Where rastro knows a
name, the two lines are the same if the name has that number: so names that do not
occur in the oracle's program file become numbers again before lines are compared.
"""

import re

UNKNOWN = re.compile(r"(-?0x[0-9a-f]+|-?\d+) /\* \w*\?\?\? \*/")
DEFINED = re.compile(r"\b([A-Z][A-Z0-9_]+) = (0x[0-9a-fA-F]+|0|[1-9]\d*)\b")
SAME = re.compile(r"(0x[0-9a-f]+) /\* \1 \*/")
EXPRESSION = re.compile(r"(?<![\w\"])[A-Z_0-9][\w<]*(?:\|[A-Z_0-9][\w<]*)+|(?<![\w\"])[A-Z][A-Z0-9_]+\b")


class NewerNames:
    """program is the oracle's file; descriptions the directory with ours and the values of constants."""

    def __init__(self, program, descriptions):
        with open(program, "rb") as file:
            known = set(re.findall(rb"[A-Z_][A-Z0-9_a-z]{2,}", file.read()))
        self.values = {}
        for name, value in self.constants(descriptions):
            if name.encode() not in known:
                self.values.setdefault(name, value)

    def constants(self, descriptions):
        for table in "constants.tsv", "headers.tsv":
            for line in (descriptions / "abi" / table).read_text().splitlines()[1:]:
                _, name, decimal = line.split("\t")[:3]
                yield name, int(decimal)
        for description in descriptions.rglob("*.sys"):
            for name, value in DEFINED.findall(description.read_text()):
                yield name, int(value, 0)

    def fold_expression(self, match):
        words, rest, newer = [], 0, False
        for word in match[0].split("|"):
            if word in self.values:
                rest |= self.values[word]
                newer = True
            elif word[0].isdigit() and "<" not in word:
                rest |= int(word, 16 if word.startswith("0x") else 8 if word.startswith("0") else 10)
            else:
                words.append(word)
        if not newer:
            return match[0]
        return "|".join(words + ([hex(rest)] if rest or not words else []))

    def fold(self, line):
        """The line with the numbers of names that are newer than the oracle."""
        line = UNKNOWN.sub(lambda match: hex(int(match[1], 0)), line)
        return SAME.sub(r"\1", EXPRESSION.sub(self.fold_expression, line))
