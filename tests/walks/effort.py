"""How long chance is given: `WALKS_EFFORT=20` tries twenty times as much as usual."""

import os

from hypothesis import HealthCheck, Phase, settings

# Shrinking a story of thirty requests takes minutes: it is for whoever looks into a failure.
PHASES = (
    tuple(Phase)
    if os.environ.get("WALKS_SHRINK")
    else (Phase.explicit, Phase.reuse, Phase.generate)
)
EFFORT = int(os.environ.get("WALKS_EFFORT", "1"))


def tries(examples: int) -> settings:
    """So many examples, times the effort."""
    return settings(
        max_examples=examples * EFFORT,
        deadline=None,
        phases=PHASES,
        # A shop that answers over HTTP is slower than a function.
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
