"""Tells findings as they come, to people or as JSON, and counts them."""

from collections import Counter
from typing import Any, Protocol

import msgspec

from ringup.cli.plainly import say
from ringup.services.examining.findings import RULES, Finding


class Report(Protocol):
    """Where findings are told; none is kept."""

    counts: Counter[str]

    def begin(self) -> None:
        """Tell what comes before the first finding."""
        ...

    def tell(self, finding: Finding) -> None:
        """Tell of one."""
        ...

    def end(self, examined: Counter[str]) -> None:
        """Tell what was examined, and what came of it."""
        ...


def errors_in(counts: Counter[str]) -> int:
    """Count the findings that are more than warnings."""
    return sum(count for rule, count in counts.items() if RULES[rule].weight == "error")


class PlainReport:
    """A few lines for each finding."""

    def __init__(self) -> None:
        """Begin without findings."""
        self.counts: Counter[str] = Counter()

    def begin(self) -> None:
        """Say nothing yet."""

    def tell(self, finding: Finding) -> None:
        self.counts[finding.rule] += 1
        say(
            f"{finding.weight}: {finding.about}: {finding.rule}\n"
            f"  rule      {RULES[finding.rule].holds}\n"
            f"  expected  {finding.expected}\n"
            f"  found     {finding.found}\n"
            f"  mend      {finding.mend}\n"
        )

    def end(self, examined: Counter[str]) -> None:
        what = ", ".join(f"{count} {name}" for name, count in examined.items())
        if not self.counts:
            say(f"Examined {what}: nothing is wrong.")
            return
        errors = errors_in(self.counts)
        warnings = self.counts.total() - errors
        rules = ", ".join(f"{rule} {count}" for rule, count in self.counts.most_common())
        say(f"Examined {what}: {errors} errors, {warnings} warnings ({rules}).")


class JsonReport:
    """One JSON object, written as it grows."""

    def __init__(self) -> None:
        """Begin without findings."""
        self.counts: Counter[str] = Counter()

    def begin(self) -> None:
        say('{"findings": [')

    def tell(self, finding: Finding) -> None:
        comma = "," if self.counts else ""
        self.counts[finding.rule] += 1
        say(f"{comma}{_json(_told(finding))}")

    def end(self, examined: Counter[str]) -> None:
        errors = errors_in(self.counts)
        warnings = self.counts.total() - errors
        say(f'], "examined": {_json(dict(examined))}, "errors": {errors}, "warnings": {warnings}}}')


def _told(finding: Finding) -> dict[str, Any]:
    rule = RULES[finding.rule]
    weighed = {"weight": rule.weight, "holds": rule.holds, "mend": rule.mend}
    return msgspec.structs.asdict(finding) | weighed


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
