"""What is said to people, and where: results to standard output, refusals as one plain line."""

import sys


class CannotStart(Exception):
    """Something that whoever called can mend; the message says what and how."""


def say(text: str = "") -> None:
    """Write a line of a command's result."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
