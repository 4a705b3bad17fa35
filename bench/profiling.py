"""Where the server's CPU goes while buyers check out: a share for each part of the program."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from bench.loads import Site, checkouts, warm_up
from bench.results import Profile
from bench.sampled import samples_in
from bench.serving import serving
from bench.shops import Shop

BUYERS = 8
MOST_FUNCTIONS = 10


def profiled(shop: Shop, store: str, seconds: float) -> Profile:
    """Let some buyers check out for a while at a server that looks at itself."""
    file = shop.folder / "samples"
    program = ("-m", "bench.sampled", str(file), "serve")
    with serving(shop.url, shop.folder, program=program) as server:
        site = Site(shop, server, store)
        warm_up(site)
        return _between(file, site, seconds)


def _between(file: Path, site: Site, seconds: float) -> Profile:
    start = file.stat().st_size
    load = checkouts(site, BUYERS, seconds)
    return profile_of(site.store, load.done, samples_in(file, start))


def profile_of(store: str, done: int, samples: Mapping[tuple[str, str], int]) -> Profile:
    """Turn samples into shares of all, the largest first."""
    parts: Counter[str] = Counter()
    functions: Counter[str] = Counter()
    for (part, function), count in samples.items():
        parts[part] += count
        functions[function] += count
    return Profile(
        store=store,
        checkouts=done,
        samples=parts.total(),
        parts=_shares(parts, None),
        functions=_shares(functions, MOST_FUNCTIONS),
    )


def _shares(counts: Counter[str], most: int | None) -> dict[str, float]:
    total = counts.total()
    return {name: count / total for name, count in counts.most_common(most)}
