"""Bracket nesting: ``order[line_items][0][sku]=TOTE-01`` means what the same JSON would.

``a[b]`` is a key of an object, ``a[]`` the next element of a list; ``a[][b]`` goes on with the
last element until a key comes back, which begins the next. ``a[0][b]`` makes an object keyed by
index; readers of collections take it for a list.
"""

import re
from collections.abc import Iterable
from typing import Any, TypeAlias

from ringup.web.refusals import Malformed

Parameters: TypeAlias = dict[str, Any]
"""Strings, numbers, booleans, ``None``, lists and dicts, nested, as JSON would have them."""

DEEPEST = 32
"""Levels of nesting. An order's deepest is five."""

MOST = 10_000
"""Values in one request, however they are nested."""

_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_STEP = re.compile(r"\[([^\[\]]*)\]")


def nested(pairs: Iterable[tuple[str, str]]) -> Parameters:
    """Nest the pairs of a form or a query, in their order.

    Raises ``Malformed`` where one pair takes for an object what another takes for a list or a
    text, or nests too deeply.
    """
    parameters: Parameters = {}
    for key, value in pairs:
        match = _KEY.fullmatch(key)
        if match is None:
            parameters[key] = value
        else:
            _put(parameters, match[1], _steps(match[2]), value)
    return parameters


def _steps(brackets: str) -> tuple[str, ...]:
    steps = tuple(_STEP.findall(brackets))
    if len(steps) >= DEEPEST:
        raise too_deep()
    return steps


def _put(into: Parameters, name: str, steps: tuple[str, ...], value: str) -> None:
    if not steps:
        into[name] = value
    elif steps[0] == "":
        _append(_at(into, name, list), name, steps[1:], value)
    else:
        _put(_at(into, name, dict), steps[0], steps[1:], value)


def _append(items: list[Any], name: str, steps: tuple[str, ...], value: str) -> None:
    if not steps:
        items.append(value)
        return
    if steps[0] == "":
        raise Malformed(f"The parameter {name} nests a list directly in a list.")
    if not items or _has(items[-1], steps):
        items.append({})
    if not isinstance(items[-1], dict):
        raise _at_odds(name)
    _put(items[-1], steps[0], steps[1:], value)


def _has(element: Any, steps: tuple[str, ...]) -> bool:  # noqa: ANN401 - whatever was nested so far
    """Tell whether the element already has a value there; a list there can always take more."""
    for step in steps:
        if step == "":
            return False
        if not isinstance(element, dict) or step not in element:
            return False
        element = element[step]
    return True


def _at(into: Parameters, name: str, kind: type[Any]) -> Any:  # noqa: ANN401 - a list or a dict, as asked
    found = into.setdefault(name, kind())
    if not isinstance(found, kind):
        raise _at_odds(name)
    return found


def _at_odds(name: str) -> Malformed:
    return Malformed(f"The parameter {name[:80]} is given in two forms at once.")


def too_deep() -> Malformed:
    """Say that parameters are nested deeper than anything here."""
    return Malformed(f"Parameters may be nested {DEEPEST} levels deep at most.")


def merged(under: Parameters, over: Parameters) -> Parameters:
    """Lay one set of parameters over another: objects are merged, all else is replaced."""
    if not under:
        return over
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        both = isinstance(below, dict) and isinstance(value, dict)
        result[key] = merged(below, value) if both and isinstance(below, dict) else value
    return result


def sound(parameters: Parameters) -> Parameters:
    """Give the parameters back if no text has a NUL and they are neither too deep nor too many.

    Raises ``Malformed`` otherwise. Level by level, so that depth costs no stack.
    """
    level: list[Any] = [parameters]
    count = 0
    for _ in range(DEEPEST + 1):
        if not level:
            return parameters
        count += len(level)
        if count > MOST:
            raise Malformed(f"A request may have {MOST:,} parameters at most.")
        level = [inner for value in level for inner in _inside(value)]
    raise too_deep()


def _inside(value: Any) -> Iterable[Any]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, str):
        if "\0" in value:
            raise Malformed("The parameters hold a NUL character.")
        return ()
    if isinstance(value, dict):
        return (*value, *value.values())
    return value if isinstance(value, list) else ()
