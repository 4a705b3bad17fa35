"""What the recordings ask of endpoints that are not there yet: empty this as they come."""

from collections.abc import Mapping

NOT_BUILT_YET: Mapping[str, Mapping[str, tuple[int, ...]]] = {}
"""By scenario: what is missing, and the steps that ask for it or hang on what came of it."""


def is_not_built(scenario: str, step: int) -> bool:
    """Tell whether a step is left out of the replay."""
    return any(step in steps for steps in NOT_BUILT_YET.get(scenario, {}).values())
